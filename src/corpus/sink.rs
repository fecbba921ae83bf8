//! Where readers of many parts put them: a [`Sink`] names each part so that no two of a
//! file share a name, and bounds how many lost ones are told one by one.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::read::{Contents, Item, Lost};
use super::skip::SkipReason;

/// Lost parts of a file that are named; the others are counted.
const NAMED: u64 = 100;

/// A part of a file, as it is met.
#[derive(Debug)]
pub enum Piece {
    /// A release.
    Item(Item),
    /// A part that was not read.
    Lost(Lost),
}

/// Takes a piece; false when no more are wanted.
pub(super) type Give<'a> = &'a mut dyn FnMut(Piece) -> bool;

/// Takes the parts of one file.
pub(super) struct Sink<'a> {
    give: Give<'a>,
    prefix: String,
    taken: FxHashSet<u64>,
    given: u64,
    lost: u64,
    stopped: bool,
}

impl<'a> Sink<'a> {
    pub(super) fn new(give: Give<'a>) -> Self {
        Self {
            give,
            prefix: String::new(),
            taken: FxHashSet::default(),
            given: 0,
            lost: 0,
            stopped: false,
        }
    }

    /// Whether nobody wants more.
    pub(super) const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Parts met so far, given or lost.
    pub(super) const fn met(&self) -> u64 {
        self.given + self.lost
    }

    /// Whether no part of here has this name yet.
    pub(super) fn is_free(&self, part: &str) -> bool {
        !self.taken.contains(&xxh3_64(
            self.within(Some(part)).unwrap_or_default().as_bytes(),
        ))
    }

    /// Runs `read` with all parts named below `entry`.
    pub(super) fn below<T>(&mut self, entry: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let above = self.prefix.len();
        if above > 0 {
            self.prefix.push('#');
        }
        self.prefix.push_str(entry);
        let done = read(self);
        self.prefix.truncate(above);
        done
    }

    /// Takes a release whose part is named from here.
    pub(super) fn item(&mut self, mut item: Item) {
        item.part = self
            .within(item.part.as_deref())
            .map(|part| self.unique(part));
        self.given += 1;
        self.put(Piece::Item(item));
    }

    /// Takes a part that was not read; none is all of here.
    pub(super) fn lost(&mut self, part: Option<&str>, reason: SkipReason) {
        self.lost += 1;
        if self.lost <= NAMED {
            let part = self.within(part).unwrap_or_default();
            self.put(Piece::Lost(Lost { part, reason }));
        }
    }

    /// Takes all that a reader of whole files found.
    pub(super) fn contents(&mut self, contents: Contents) {
        for item in contents.items {
            self.item(item);
        }
        for lost in contents.lost {
            self.lost(Some(&lost.part), lost.reason);
        }
    }

    /// Says how the reading ended: what went wrong behind the first part is a part lost.
    pub(super) fn end(mut self, ended: Result<(), SkipReason>) -> Result<(), SkipReason> {
        match ended {
            Err(reason) if self.met() == 0 => return Err(reason),
            Err(reason) => self.lost(Some("the rest"), reason),
            Ok(()) => {}
        }
        if self.lost > NAMED {
            let part = "others".to_owned();
            let reason = SkipReason::FurtherParts(self.lost - NAMED);
            self.put(Piece::Lost(Lost { part, reason }));
        }
        Ok(())
    }

    fn put(&mut self, piece: Piece) {
        if !self.stopped && !(self.give)(piece) {
            self.stopped = true;
        }
    }

    fn within(&self, part: Option<&str>) -> Option<String> {
        match (self.prefix.as_str(), part) {
            ("", part) => part.map(str::to_owned),
            (prefix, None) => Some(prefix.to_owned()),
            (prefix, Some(part)) => Some(format!("{prefix}#{part}")),
        }
    }

    fn unique(&mut self, part: String) -> String {
        let mut named = part.clone();
        let mut further = 1;
        while !self.taken.insert(xxh3_64(named.as_bytes())) {
            further += 1;
            named = format!("{part}~{further}");
        }
        named
    }
}

/// The contents of a file that `read` gives in parts.
pub(super) fn collected(
    read: impl FnOnce(&mut Sink<'_>) -> Result<(), SkipReason>,
) -> Result<Contents, SkipReason> {
    let mut contents = Contents::default();
    let mut give = |piece| {
        match piece {
            Piece::Item(item) => contents.items.push(item),
            Piece::Lost(lost) => contents.lost.push(lost),
        }
        true
    };
    let mut sink = Sink::new(&mut give);
    let ended = read(&mut sink);
    sink.end(ended)?;
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(part: Option<&str>) -> Item {
        Item {
            part: part.map(str::to_owned),
            release: crate::document::Release::default(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn parts_are_named_from_where_they_lie_and_each_once() {
        let contents = collected(|sink| {
            sink.item(item(None));
            sink.below("a.zip", |sink| {
                sink.below("b.xml", |sink| sink.item(item(Some("7"))));
                sink.item(item(None));
                sink.item(item(None));
                sink.lost(None, SkipReason::NeedsPassword);
            });
            Ok(())
        })
        .unwrap();
        let parts: Vec<Option<&str>> = contents.items.iter().map(|i| i.part.as_deref()).collect();
        assert_eq!(
            parts,
            [None, Some("a.zip#b.xml#7"), Some("a.zip"), Some("a.zip~2")]
        );
        assert_eq!(contents.lost[0].part, "a.zip");
    }

    #[test]
    fn a_thousand_lost_parts_are_named_to_a_hundred_and_counted() {
        let contents = collected(|sink| {
            for at in 0..1000 {
                sink.lost(Some(&at.to_string()), SkipReason::Empty);
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(contents.lost.len(), 101);
        assert_eq!(contents.lost[100].reason, SkipReason::FurtherParts(900));
    }

    #[test]
    fn what_goes_wrong_first_costs_the_file_and_later_the_rest() {
        assert_eq!(
            collected(|_| Err(SkipReason::Empty)),
            Err(SkipReason::Empty)
        );
        let later = collected(|sink| {
            sink.item(item(Some("1")));
            Err(SkipReason::Changed)
        });
        assert_eq!(later.unwrap().lost[0].reason, SkipReason::Changed);
    }
}
