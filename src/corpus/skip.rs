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
    /// It is not what its format demands; what is wrong with it.
    Malformed(String),
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
            Self::Malformed(_) => "malformed",
            Self::Unreadable(_) => "unreadable",
            Self::Changed => "changed-while-read",
            Self::Fifo => "fifo",
            Self::Socket => "socket",
            Self::Device => "device",
            Self::BrokenLink => "broken-link",
            Self::LinkLoop => "link-loop",
            Self::LinkOutside => "link-outside",
            Self::LinkedDirectory => "linked-directory",
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
            Self::TooMany { what, limit } => {
                write!(out, "it has more {what} than the limit of {limit}")
            }
            Self::Malformed(why) => write!(out, "it is damaged: {why}"),
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
            Self::BadIgnorePattern(why) => write!(out, "a line of it is no pattern: {why}"),
        }
    }
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
            SkipReason::Unreadable("permission denied".into()),
            SkipReason::Changed,
            SkipReason::Fifo,
            SkipReason::Socket,
            SkipReason::Device,
            SkipReason::BrokenLink,
            SkipReason::LinkLoop,
            SkipReason::LinkOutside,
            SkipReason::LinkedDirectory,
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
