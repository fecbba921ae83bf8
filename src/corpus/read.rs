//! From a file to releases: a [`Reader`] opens it, makes out what it is and hands it
//! to the reader of its format.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::document::Release;

use super::apart::Apart;
use super::decode::{Decoded, decode};
use super::detect;
use super::readers::{self, Source};
use super::settings::Settings;
use super::sink::Piece;
use super::skip::SkipReason;
use super::stream::Opened;
use super::walk::FileEntry;

/// How much is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, or of one entry of an archive, that is read whole.
    pub max_bytes: u64,
    /// Bytes of one file that is read part by part.
    pub max_stream: u64,
    /// Bytes of one row.
    pub max_row: u64,
    /// Bytes unpacked from one file.
    pub max_unpacked: u64,
    /// Bytes unpacked from one that is packed, beyond the first mebibyte.
    pub max_ratio: u64,
    /// Entries of an archive.
    pub max_entries: u64,
    /// How deep archives may lie in each other; the outermost counts.
    pub max_depth: usize,
}

impl Default for Limits {
    /// 32 MiB a file: thousands of times a release, and eight of them fit in memory at once.
    /// Files of rows may be 16 GiB. Text packs to a third or a tenth, hardly ever to a hundredth.
    fn default() -> Self {
        Self {
            max_bytes: 32 * 1024 * 1024,
            max_stream: 16 * 1024 * 1024 * 1024,
            max_row: 8 * 1024 * 1024,
            max_unpacked: 16 * 1024 * 1024 * 1024,
            max_ratio: 100,
            max_entries: 100_000,
            max_depth: 3,
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its releases, in its order.
    pub items: Vec<Item>,
    /// The parts of it that were not read.
    pub lost: Vec<Lost>,
}

/// One release of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which part of the file it is, when the file holds several; none when it is the whole.
    pub part: Option<String>,
    /// The release.
    pub release: Release,
    /// What the reading of it ran into.
    pub notes: Vec<Note>,
}

/// A part of a file that was not read, while others were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Which part, as [`Item::part`] names it.
    pub part: String,
    /// Why.
    pub reason: SkipReason,
}

/// Something about a file that was read which its owner should know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Its head of metadata could not be read and stands as text; why.
    BadFrontMatter(String),
    /// This many pieces were not of its encoding and became U+FFFD.
    Malformed {
        /// The encoding it was read in.
        encoding: &'static str,
        /// How many.
        pieces: usize,
    },
    /// These fields of its records are not read; told with the first of a file.
    UnreadFields(Vec<String>),
}

impl Note {
    /// Says what of a text was not of its encoding, if anything was.
    pub(super) fn of(decoded: &Decoded) -> Option<Self> {
        (decoded.malformed > 0).then_some(Self::Malformed {
            encoding: decoded.encoding,
            pieces: decoded.malformed,
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadFrontMatter(why) => {
                write!(
                    out,
                    "its head of metadata is not YAML and was read as text: {why}"
                )
            }
            Self::Malformed {
                encoding,
                pieces: 1,
            } => {
                write!(out, "1 piece is not {encoding} and became U+FFFD")
            }
            Self::Malformed { encoding, pieces } => {
                write!(out, "{pieces} pieces are not {encoding} and became U+FFFD")
            }
            Self::UnreadFields(fields) => {
                write!(out, "these fields are not read: {}", fields.join(", "))
            }
        }
    }
}

/// Reads files, within limits.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// How much of a file.
    pub limits: Limits,
    /// What the user set.
    pub settings: Arc<Settings>,
    /// Processes that read PDFs; without them PDFs are read in this one.
    pub apart: Option<Arc<Apart>>,
}

impl Reader {
    /// Reads the releases of a listed file, all of them.
    ///
    /// # Errors
    /// With the reason when it cannot be read.
    pub fn read(&self, entry: &FileEntry) -> Result<Contents, SkipReason> {
        self.all(self.open(entry)?)
    }

    /// Reads the releases of the file at `path`, wherever it lies; a link is followed.
    ///
    /// # Errors
    /// With the reason when it cannot be read.
    pub fn read_path(&self, path: &Path) -> Result<Contents, SkipReason> {
        self.all(self.open_path(path)?)
    }

    fn all(&self, opened: Opened) -> Result<Contents, SkipReason> {
        let mut stream = match opened {
            Opened::Whole(contents) => return Ok(contents),
            Opened::Stream(stream) => stream,
        };
        let mut contents = Contents::default();
        stream.each(self, &mut |piece, _| {
            match piece {
                Piece::Item(item) => contents.items.push(item),
                Piece::Lost(lost) => contents.lost.push(lost),
            }
            true
        })?;
        Ok(contents)
    }

    /// Reads the releases that `bytes`, a file's whole content, hold; `name` is the file's name.
    ///
    /// # Errors
    /// With the reason when it cannot be read.
    pub fn read_content(&self, name: &str, bytes: &[u8]) -> Result<Contents, SkipReason> {
        self.read_bytes(name, name, bytes)
    }

    /// As [`Reader::read_content`], of a file at `path` in the corpus, or in an archive there.
    pub(super) fn read_bytes(
        &self,
        path: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Contents, SkipReason> {
        if let Some(format) = detect::by_signature(bytes) {
            let source = Source {
                name,
                path,
                bytes,
                decoded: None,
            };
            return readers::of(format)?(source, self);
        }
        let decoded = decode(bytes)?;
        if is_blank(&decoded.text) {
            return Err(SkipReason::Empty);
        }
        let format = detect::by_text(&decoded.text, name);
        let source = Source {
            name,
            path,
            bytes,
            decoded: Some(decoded),
        };
        readers::of(format)?(source, self)
    }
}

/// Whether there is nothing to see: white space, or marks that have no width.
fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{1a}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Given;

    fn read_content(name: &str, bytes: &[u8]) -> Result<Vec<Item>, SkipReason> {
        let read = Reader::default().read_content(name, bytes);
        read.map(|contents| contents.items)
    }

    use proptest::prelude::*;

    fn text_of(name: &str, bytes: &[u8]) -> Result<String, SkipReason> {
        read_content(name, bytes).map(|items| items[0].release.text.clone())
    }

    #[test]
    fn text_is_handed_over_unchanged() {
        let text = "\r\n  Löwenfels \u{2014} 3 May\r\n\r\nText.  \n";
        for name in ["a.txt", "a", "release.unheard-of"] {
            let items = read_content(name, text.as_bytes()).unwrap();
            let release = Release {
                text: text.into(),
                file_name: name.into(),
                ..Release::default()
            };
            assert_eq!(
                items,
                [Item {
                    part: None,
                    release,
                    notes: Vec::new()
                }]
            );
        }
    }

    #[test]
    fn nothing_to_see_is_empty() {
        for bytes in [
            b"".as_slice(),
            b" \n\t\r\n",
            b"\xEF\xBB\xBF",
            b"\xEF\xBB\xBF \n",
            b"\xFF\xFE",
            "\u{200b}\u{a0}".as_bytes(),
        ] {
            assert_eq!(text_of("a.txt", bytes), Err(SkipReason::Empty), "{bytes:?}");
        }
    }

    #[test]
    fn a_format_without_a_reader_is_named() {
        let cases = [
            (
                "a.txt",
                b"{\\rtf1\\ansi x}".as_slice(),
                "RTF is not read yet; convert it to plain text",
            ),
            (
                "a.xml",
                b"<?xml version='1.0'?><nitf/>",
                "XML is not read yet; convert it to plain text",
            ),
        ];
        for (name, bytes, sentence) in cases {
            let reason = text_of(name, bytes).unwrap_err();
            assert_eq!(
                (reason.name(), reason.to_string().as_str()),
                ("unknown-format", sentence)
            );
        }
    }

    #[test]
    fn markdown_keeps_its_head_in_the_text_and_says_where_the_body_starts() {
        let text = "---\ntitle: New centre\n---\n# Heading\n";
        let release = read_content("a.md", text.as_bytes())
            .unwrap()
            .remove(0)
            .release;
        assert_eq!(release.text, text);
        assert_eq!(release.given.title.as_deref(), Some("New centre"));
        assert_eq!(&text[release.given.body_start..], "# Heading\n");
    }

    #[test]
    fn a_head_that_cannot_be_read_stays_text_and_is_noted() {
        let text = "---\ntitle: 'unclosed\n---\nBody\n";
        let item = read_content("a.md", text.as_bytes()).unwrap().remove(0);
        assert_eq!(item.release.text, text);
        assert_eq!(item.release.given, Given::default());
        assert!(
            matches!(item.notes[..], [Note::BadFrontMatter(_)]),
            "{:?}",
            item.notes
        );
    }

    #[test]
    fn replaced_pieces_are_noted() {
        let mut bytes = "Größe, Müller, schöne Türen, Öl, Übermut, süß, für.\n"
            .repeat(2)
            .into_bytes();
        bytes.push(0xFF);
        let item = read_content("a.txt", &bytes).unwrap().remove(0);
        assert_eq!(
            item.notes,
            [Note::Malformed {
                encoding: "UTF-8",
                pieces: 1
            }]
        );
        assert_eq!(
            item.notes[0].to_string(),
            "1 piece is not UTF-8 and became U+FFFD"
        );
    }

    #[test]
    fn a_file_named_by_its_link_is_read_under_that_name() {
        let directory = tempfile::tempdir().unwrap();
        let target = directory.path().join("target.md");
        std::fs::write(&target, "---\ntitle: A\n---\nBody").unwrap();
        let path = directory.path().join("2024-04-26.txt");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&target, &path).unwrap();
        #[cfg(not(unix))]
        std::fs::copy(&target, &path).unwrap();
        let release = Reader::default()
            .read_path(&path)
            .unwrap()
            .items
            .remove(0)
            .release;
        assert_eq!(release.file_name, "2024-04-26.txt");
        assert_eq!(release.given, Given::default());
    }

    #[test]
    fn a_path_that_is_no_file_says_why() {
        let directory = tempfile::tempdir().unwrap();
        let missing = Reader::default().read_path(&directory.path().join("none.txt"));
        assert_eq!(missing.unwrap_err().name(), "unreadable");
        let itself = Reader::default().read_path(directory.path()).unwrap_err();
        assert_eq!(itself.to_string(), "it cannot be read: it is a directory");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_say_why(
            head in proptest::sample::select(vec!["", "---\n", "{", "<?xml", "PK\u{3}\u{4}", "\u{1f}\u{8b}\u{8}", "[{\"text\":", "text,title\n", "From: ", "%PDF-"]),
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            name in "[a-z]{0,3}(\\.(txt|md|json|ndjson|csv|eml|html|gz|zip))?",
        ) {
            let content = [head.as_bytes(), &bytes].concat();
            if let Ok(items) = read_content(&name, &content) {
                for item in items {
                    prop_assert!(item.release.text.get(item.release.given.body_start..).is_some());
                }
            }
        }
    }
}
