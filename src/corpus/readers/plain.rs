//! Plain text and Markdown: the text is the content as it stands, all of it.

use crate::document::{Given, Release};

use super::super::decode::{Decoded, decode};
use super::super::front_matter;
use super::super::read::{Contents, Item, Note, Reader};
use super::super::skip::SkipReason;
use super::Source;

/// A text, which says nothing of itself.
pub(super) fn text(source: Source<'_>, _reader: &Reader) -> Result<Contents, SkipReason> {
    source.whole(Given::default(), Vec::new())
}

/// A text that may open with a head of metadata.
pub(super) fn markdown(source: Source<'_>, _reader: &Reader) -> Result<Contents, SkipReason> {
    let head = source
        .decoded
        .as_ref()
        .and_then(|decoded| front_matter::given(&decoded.text));
    let (given, notes) = match head {
        Some(Ok(given)) => (given, Vec::new()),
        Some(Err(why)) => (Given::default(), vec![Note::BadFrontMatter(why)]),
        None => (Given::default(), Vec::new()),
    };
    let text = source.decoded.as_ref().map(|decoded| decoded.text.as_str());
    let given = Given {
        title: given
            .title
            .or_else(|| heading(text?.get(given.body_start..)?)),
        ..given
    };
    source.whole(given, notes)
}

/// The heading of the first rank that a body opens with, without its marks.
fn heading(body: &str) -> Option<String> {
    let mut lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    let heading = lines.next()?.strip_prefix("# ")?;
    let heading = heading.trim_end_matches('#').trim();
    // A lone mark of one word is a section, such as "# News".
    (heading.split_whitespace().count() > 2).then(|| heading.to_owned())
}

impl Source<'_> {
    /// The whole file as one release.
    fn whole(self, given: Given, mut notes: Vec<Note>) -> Result<Contents, SkipReason> {
        let Decoded {
            text,
            encoding,
            malformed,
        } = match self.decoded {
            Some(decoded) => decoded,
            None => decode(self.bytes)?,
        };
        if malformed > 0 {
            notes.push(Note::Malformed {
                encoding,
                pieces: malformed,
            });
        }
        let release = Release {
            text,
            given,
            file_name: self.name.to_owned(),
        };
        let item = Item {
            part: None,
            release,
            notes,
        };
        Ok(Contents {
            items: vec![item],
            lost: Vec::new(),
        })
    }
}
