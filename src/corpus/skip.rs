//! Why a file was not read: [`SkipReason`], a closed list with a sentence each.
//!
//! Nothing is left out silently; what is skipped is counted under
//! [`SkipReason::name`] and told in the words of its `Display`.

use std::fmt;

use super::format::Format;

/// A file, link or directory of the corpus that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it lies, written as [`FileEntry::key`](super::FileEntry::key) is.
    pub path: String,
    /// Why it was not read.
    pub reason: SkipReason,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// No bytes, or nothing but white space.
    Empty,
    /// Not text, and no known format.
    Binary,
    /// Text in an encoding that could not be worked out.
    Undecodable {
        /// The encoding that fitted best.
        encoding: &'static str,
    },
    /// A known format that has no reader.
    UnknownFormat(Format),
    /// More bytes than [`Limits::max_bytes`](super::Limits::max_bytes).
    TooLarge {
        /// The file's size in bytes, or how much of it had been read when it passed the limit.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// Elements nested deeper than any page or feed that is read.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More pieces than any page or feed that is read.
    TooMany {
        /// What there is too much of, e.g. `elements`.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A part of it unpacks to more bytes than this.
    UnpacksTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It holds more parts than this; those past it are not read.
    TooManyParts {
        /// How many are read.
        limit: usize,
    },
    /// It is not whole, or not of its format throughout; what is wrong with it.
    Damaged(String),
    /// It is encrypted and opens with a password only.
    NeedsPassword,
    /// It holds pictures of pages, or letters whose fonts do not say which they are.
    NoText,
    /// Its reader, a process of its own, died over it.
    Crashed,
    /// Its reader, a process of its own, was stopped after this many seconds.
    TookTooLong {
        /// The limit in seconds.
        seconds: u64,
    },
    /// The system refused to list or open it; its words.
    Unreadable(String),
    /// It was removed, replaced or cut short between listing and reading.
    Changed,
    /// A named pipe, which may never end.
    Fifo,
    /// A socket.
    Socket,
    /// A block or character device.
    Device,
    /// A link whose target does not exist.
    BrokenLink,
    /// Links that lead back to themselves or to a directory they lie in.
    LinkLoop,
    /// A link that leads out of the corpus.
    LinkOutside,
    /// A link to a directory inside the corpus, whose files are read where they lie.
    LinkedDirectory,
    /// Unpacked it is too much for what it is packed: more than the limits of
    /// [`Limits`](super::Limits) allow.
    Bomb {
        /// Bytes it had given when it was given up.
        unpacked: u64,
        /// Bytes it was read from.
        packed: u64,
    },
    /// An archive in an archive in an archive, deeper than the limit.
    NestedArchives {
        /// How deep archives may lie in each other.
        limit: usize,
    },
    /// More entries than an archive may have.
    TooManyEntries {
        /// How many.
        entries: u64,
        /// The limit.
        limit: u64,
    },
    /// A record in which no field holds the text; the fields it has.
    NoTextField(Vec<String>),
    /// A table whose first row names no known column; what stands there.
    NoHeader(Vec<String>),
    /// A row with more cells than the header has columns.
    Ragged {
        /// Cells of the row.
        cells: usize,
        /// Columns of the header.
        columns: usize,
    },
    /// This many further parts of the file were lost, beyond those named.
    FurtherParts(u64),
    /// A line of an ignore file that is no pattern; what is wrong with it.
    BadIgnorePattern(String),
}

impl SkipReason {
    /// The reason as a key, e.g. `too-large`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Undecodable { .. } => "undecodable",
            Self::UnknownFormat(_) => "unknown-format",
            Self::TooLarge { .. } => "too-large",
            Self::TooDeep { .. } => "too-deep",
            Self::TooMany { .. } => "too-many",
            Self::UnpacksTooLarge { .. } => "unpacks-too-large",
            Self::TooManyParts { .. } => "too-many-parts",
            Self::Damaged(_) => "damaged",
            Self::NeedsPassword => "needs-password",
            Self::NoText => "no-text",
            Self::Crashed => "crashed",
            Self::TookTooLong { .. } => "took-too-long",
            Self::Unreadable(_) => "unreadable",
            Self::Changed => "changed-while-read",
            Self::Fifo => "fifo",
            Self::Socket => "socket",
            Self::Device => "device",
            Self::BrokenLink => "broken-link",
            Self::LinkLoop => "link-loop",
            Self::LinkOutside => "link-outside",
            Self::LinkedDirectory => "linked-directory",
            Self::Bomb { .. } => "bomb",
            Self::NestedArchives { .. } => "nested-archives",
            Self::TooManyEntries { .. } => "too-many-entries",
            Self::NoTextField(_) => "no-text-field",
            Self::NoHeader(_) => "no-header",
            Self::Ragged { .. } => "ragged-row",
            Self::FurtherParts(_) => "further-parts",
            Self::BadIgnorePattern(_) => "bad-ignore-pattern",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("it holds no text"),
            Self::Binary => out.write_str("it is not text and of no known format"),
            Self::Undecodable { encoding } => {
                write!(
                    out,
                    "its encoding is not known; save it as UTF-8 ({encoding} fitted best)"
                )
            }
            Self::UnknownFormat(format) => {
                write!(
                    out,
                    "{} is not read yet; convert it to plain text",
                    format.title()
                )
            }
            Self::TooLarge { size, limit } => {
                write!(out, "its {size} bytes are over the limit of {limit}")
            }
            Self::TooDeep { limit } => {
                write!(out, "its elements lie in each other more than {limit} deep")
            }
            Self::NeedsPassword => out.write_str("it is encrypted; save it without a password"),
            Self::NoText => out.write_str(
                "it holds pictures of pages and no text; run OCR over it, e.g. with ocrmypdf",
            ),
            Self::Crashed => {
                out.write_str("its reader crashed or ran out of memory; convert it to plain text")
            }
            Self::TookTooLong { seconds } => write!(
                out,
                "it was not read within {seconds} seconds; convert it to plain text"
            ),
            Self::Unreadable(why) => write!(out, "it cannot be read: {why}"),
            Self::Changed => out.write_str("it changed while it was read; the next run takes it"),
            Self::Fifo => out.write_str("it is a named pipe"),
            Self::Socket => out.write_str("it is a socket"),
            Self::Device => out.write_str("it is a device"),
            Self::BrokenLink => out.write_str("it is a link to nothing"),
            Self::LinkLoop => out.write_str("it is a link that leads back to itself"),
            Self::LinkOutside => out.write_str("it is a link out of the corpus"),
            Self::LinkedDirectory => {
                out.write_str("it is a link to a directory, whose files are read where they lie")
            }
            Self::Damaged(why) => write!(out, "it is damaged: {why}"),
            Self::TooMany { .. }
            | Self::UnpacksTooLarge { .. }
            | Self::TooManyParts { .. }
            | Self::Bomb { .. }
            | Self::NestedArchives { .. }
            | Self::TooManyEntries { .. } => self.of_package(out),
            Self::NoTextField(_) | Self::NoHeader(_) | Self::Ragged { .. } => self.of_record(out),
            Self::FurtherParts(count) => {
                write!(out, "{count} further parts of it could not be read")
            }
            Self::BadIgnorePattern(why) => write!(out, "a line of it is no pattern: {why}"),
        }
    }
}

impl SkipReason {
    /// What keeps from being read what is packed, or holds parts.
    fn of_package(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { what, limit } => {
                write!(out, "it has more {what} than the limit of {limit}")
            }
            Self::UnpacksTooLarge { limit } => {
                write!(out, "it unpacks to more than the limit of {limit} bytes")
            }
            Self::TooManyParts { limit } => {
                write!(
                    out,
                    "it holds more parts than the {limit} that are read; split it"
                )
            }
            Self::Bomb { unpacked, packed } => write!(
                out,
                "its {packed} packed bytes give over {unpacked}, more than a text can; unpack it by hand if it is meant"
            ),
            Self::NestedArchives { limit } => write!(
                out,
                "it is an archive over {limit} deep in others; unpack the outer ones"
            ),
            Self::TooManyEntries { entries, limit } => write!(
                out,
                "its {entries} entries are over the limit of {limit}; unpack it"
            ),
            _ => Ok(()),
        }
    }

    /// What keeps a record from being read.
    fn of_record(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTextField(fields) => write!(
                out,
                "no field of it is known to hold the text (it has {}); name the one that does in dateline.toml: \
                 [[records]] with text = \"...\"",
                listed(fields)
            ),
            Self::NoHeader(cells) => write!(
                out,
                "its first row names no column that is known ({}); give it a header, or name its columns in \
                 dateline.toml: [[records]] with text = \"...\"",
                listed(cells)
            ),
            Self::Ragged { cells, columns } => write!(
                out,
                "the row has {cells} cells and the header {columns}; quote the cells that hold the separator"
            ),
            _ => Ok(()),
        }
    }
}

/// The first names of a list.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let short = |name: &String| -> String { name.chars().take(40).collect() };
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(short).collect();
    if names.len() > SHOWN {
        shown.push(format!("{} more", names.len() - SHOWN));
    }
    if shown.is_empty() {
        return "none".to_owned();
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<SkipReason> {
        vec![
            SkipReason::Empty,
            SkipReason::Binary,
            SkipReason::Undecodable {
                encoding: "UTF-16LE",
            },
            SkipReason::UnknownFormat(Format::Pdf),
            SkipReason::TooLarge { size: 9, limit: 8 },
            SkipReason::UnpacksTooLarge { limit: 8 },
            SkipReason::TooManyParts { limit: 8 },
            SkipReason::Damaged("it breaks off".into()),
            SkipReason::NeedsPassword,
            SkipReason::NoText,
            SkipReason::Crashed,
            SkipReason::TookTooLong { seconds: 10 },
            SkipReason::Unreadable("permission denied".into()),
            SkipReason::Changed,
            SkipReason::Fifo,
            SkipReason::Socket,
            SkipReason::Device,
            SkipReason::BrokenLink,
            SkipReason::LinkLoop,
            SkipReason::LinkOutside,
            SkipReason::LinkedDirectory,
            SkipReason::Bomb {
                unpacked: 9,
                packed: 1,
            },
            SkipReason::TooDeep { limit: 2 },
            SkipReason::NestedArchives { limit: 2 },
            SkipReason::TooMany {
                what: "elements",
                limit: 2,
            },
            SkipReason::TooManyEntries {
                entries: 9,
                limit: 8,
            },
            SkipReason::NoTextField(vec!["lead".into()]),
            SkipReason::NoHeader(Vec::new()),
            SkipReason::Ragged {
                cells: 3,
                columns: 2,
            },
            SkipReason::FurtherParts(7),
            SkipReason::BadIgnorePattern("unclosed bracket".into()),
        ]
    }

    #[test]
    fn every_name_is_a_key_of_its_own() {
        let mut names: Vec<&str> = every().iter().map(SkipReason::name).collect();
        let is_key = |name: &&str| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(names.iter().all(is_key), "{names:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), every().len());
    }

    #[test]
    fn every_sentence_speaks_of_the_file() {
        for reason in every() {
            let sentence = reason.to_string();
            assert!(
                !sentence.ends_with('.') && !sentence.contains('{'),
                "{sentence}"
            );
        }
        let too_large = SkipReason::TooLarge { size: 9, limit: 8 };
        assert_eq!(too_large.to_string(), "its 9 bytes are over the limit of 8");
    }
}
