//! Where a page ended: [`Cursor`], opaque text that says by itself whether it still holds.
//!
//! It carries a version, what was asked (query, filters, order), the index it was given
//! by, the last row's place in the order, and a checksum. By date the place is day and
//! path, which new releases do not move, so the pages join while the index grows; by
//! relevance scores move with every release, so a cursor holds for its generation only.
//! One that cannot hold is an error that says why, never another page.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tantivy::{DocAddress, Searcher};
use xxhash_rust::xxh3::xxh3_64;

use super::SearchError;
use super::answer::Operator;
use super::compile::has_words;
use super::engine::{LocalEngine, guarded};
use super::rank::Rank;
use super::request::{Request, Sort};
use crate::query::Node;

/// What every cursor of this form begins with; another form gets another number.
const VERSION: &str = "d1.";
/// Bytes before the checksum.
const LENGTH: usize = 8 * 6 + 4 + 1;
const ANEW: &str = "leave it out to begin anew";

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Hash of what was asked.
    pub(super) asked: u64,
    /// Which index it was given by, across its generations.
    pub(super) index: u64,
    pub(super) generation: u64,
    /// The last row's place.
    pub(super) rank: Rank,
    /// Which of several rows of one release, as a quotation's number.
    pub(super) part: u32,
    /// How words were joined, which must not change between pages.
    pub(super) operator: Operator,
}

impl Cursor {
    pub(super) fn print(&self) -> String {
        let mut bytes = Vec::with_capacity(LENGTH + 4);
        let [first, second, third] = self.rank.parts();
        for number in [
            self.asked,
            self.index,
            self.generation,
            first,
            second,
            third,
        ] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(self.part.to_be_bytes());
        bytes.push(u8::from(self.operator == Operator::Or));
        bytes.extend(checksum(&bytes));
        format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads what [`Cursor::print`] wrote.
    ///
    /// # Errors
    /// When it is of another version, or not whole.
    pub(super) fn parse(written: &str) -> Result<Self, SearchError> {
        let wrong = |what: &str| SearchError::Request(format!("{what}; {ANEW}"));
        let Some(coded) = written.strip_prefix(VERSION) else {
            let digits = written
                .strip_prefix('d')
                .and_then(|rest| rest.split_once('.'));
            let other = digits.is_some_and(|(digits, _)| digits.parse::<u32>().is_ok());
            return Err(wrong(if other {
                "the cursor was given by another version of dateline"
            } else {
                "the cursor is none that dateline gave"
            }));
        };
        let broken = || wrong("the cursor is not whole; it was cut or changed on its way");
        let bytes = URL_SAFE_NO_PAD.decode(coded).map_err(|_| broken())?;
        let (content, sum) = bytes.split_at_checked(LENGTH).ok_or_else(broken)?;
        if sum != checksum(content) {
            return Err(broken());
        }
        let (numbers, rest) = content.as_chunks::<8>();
        let [asked, index, generation, ranks @ ..] = numbers else {
            return Err(broken());
        };
        let (&[first, second, third], &[a, b, c, d, or]) = (ranks, rest) else {
            return Err(broken());
        };
        Ok(Self {
            asked: u64::from_be_bytes(*asked),
            index: u64::from_be_bytes(*index),
            generation: u64::from_be_bytes(*generation),
            rank: Rank::of_parts([first, second, third].map(u64::from_be_bytes)),
            part: u32::from_be_bytes([a, b, c, d]),
            operator: if or == 1 { Operator::Or } else { Operator::And },
        })
    }
}

fn checksum(bytes: &[u8]) -> [u8; 4] {
    (xxh3_64(bytes) as u32).to_be_bytes()
}

/// Which rows a cursor goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    Releases,
    Quotes,
}

impl LocalEngine {
    /// The cursor of a request, if it has one and it holds here.
    ///
    /// # Errors
    /// Saying why it does not hold.
    pub(super) fn resume(
        &self,
        request: &Request,
        tree: &Node,
        rows: Rows,
    ) -> Result<Option<Cursor>, SearchError> {
        let Some(written) = &request.cursor else {
            return Ok(None);
        };
        let cursor = Cursor::parse(written)?;
        let wrong = |what: &str| Err(SearchError::Request(format!("{what}; {ANEW}")));
        if cursor.asked != asked(request, tree, rows) {
            return wrong("the cursor was given for another query, other filters or another order");
        }
        if cursor.index != self.identity() || cursor.generation > self.mark.generation {
            return wrong(
                "the cursor was given by another index, or by this one before it was built anew",
            );
        }
        if cursor.generation == self.mark.generation {
            return Ok(Some(cursor));
        }
        if request.sort == Sort::Relevance && has_words(tree) {
            return wrong(
                "the index has changed since this cursor was given, and scores with it (cursors of newest and oldest hold while it grows)",
            );
        }
        if !self.stands(&self.searcher(), cursor.rank, request.sort)? {
            return wrong("the release this cursor stands on was removed or got another date");
        }
        Ok(Some(cursor))
    }

    /// The cursor that goes on behind a row.
    pub(super) fn cursor_after(
        &self,
        request: &Request,
        tree: &Node,
        rows: Rows,
        (operator, rank, part): (Operator, Rank, u32),
    ) -> String {
        let cursor = Cursor {
            asked: asked(request, tree, rows),
            index: self.identity(),
            generation: self.mark.generation,
            rank,
            part,
            operator,
        };
        cursor.print()
    }

    /// What tells this index from others and from itself once built or read anew.
    fn identity(&self) -> u64 {
        let mark = &self.mark;
        xxh3_64(
            format!(
                "{} {} {} {}",
                mark.made, mark.schema, mark.analyzer, mark.extractor
            )
            .as_bytes(),
        )
    }

    /// Whether the release of a place in the order is still there, with the same day.
    fn stands(&self, searcher: &Searcher, rank: Rank, sort: Sort) -> Result<bool, SearchError> {
        let (day, order) = rank.day_and_order(sort);
        let Some(address) = self.address_of(searcher, order)? else {
            return Ok(false);
        };
        let found = guarded(|| column(searcher, address, "first_day"))?;
        Ok(found.unwrap_or(0) == day)
    }
}

/// Hash of all that decides which rows there are and in which order.
fn asked(request: &Request, tree: &Node, rows: Rows) -> u64 {
    let filters = serde_json::to_string(&request.filters).unwrap_or_default();
    let order = (request.sort, request.recency, request.collapse);
    let asked = format!("{rows:?}\n{order:?}\n{tree}\n{filters}");
    xxh3_64(asked.as_bytes())
}

/// The number a release has in a column.
fn column(searcher: &Searcher, at: DocAddress, name: &str) -> tantivy::Result<Option<u64>> {
    let columns = searcher.segment_reader(at.segment_ord).fast_fields();
    let column = columns.column_opt::<u64>(name)?;
    Ok(column.and_then(|column| column.first(at.doc_id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cursor() -> Cursor {
        Cursor {
            asked: 1,
            index: 2,
            generation: 3,
            rank: Rank::of_parts([4, 5, 6]),
            part: 7,
            operator: Operator::Or,
        }
    }

    #[test]
    fn what_is_no_cursor_is_told_apart() {
        for (written, told) in [
            ("", "none that dateline gave"),
            ("3.and.0-0-0", "none that dateline gave"),
            ("d2.AAAA", "another version of dateline"),
            ("d1.", "not whole"),
            ("d1.!!!", "not whole"),
        ] {
            let error = Cursor::parse(written).unwrap_err().to_string();
            assert!(error.contains(told) && error.ends_with(ANEW), "{error}");
        }
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_as_printed(asked: u64, generation: u64, rank: [u64; 3], part: u32) {
            let cursor = Cursor { asked, generation, rank: Rank::of_parts(rank), part, ..cursor() };
            prop_assert_eq!(Cursor::parse(&cursor.print()).unwrap(), cursor);
        }

        #[test]
        fn any_change_is_noticed(at in 3_usize..70, with in "[A-Za-z0-9_-]") {
            let printed = cursor().print();
            let mut changed = printed.clone();
            let at = at.min(printed.len() - 2);
            changed.replace_range(at..=at, &with);
            prop_assert!(changed == printed || Cursor::parse(&changed).is_err());
        }

        #[test]
        fn garbage_is_refused(written in "\\PC{0,90}") {
            prop_assert!(Cursor::parse(&written).is_err());
        }
    }
}
