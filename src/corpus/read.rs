//! From a file to releases: [`read`] opens it, [`read_content`] makes out what it
//! is and hands it to the reader of its format.

use std::borrow::Cow;
use std::path::Path;

use crate::document::Release;

use super::open;
use super::skip::SkipReason;
use super::walk::FileEntry;

/// How much is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub max_bytes: u64,
}

impl Default for Limits {
    /// 32 MiB a file: thousands of times a release, and eight of them fit in memory at once.
    fn default() -> Self {
        Self {
            max_bytes: 32 * 1024 * 1024,
        }
    }
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
}

/// Reads the releases of a listed file.
///
/// # Errors
/// With the reason when it cannot be read.
pub fn read(entry: &FileEntry, limits: &Limits) -> Result<Vec<Item>, SkipReason> {
    let bytes = open::read_whole(&entry.path, limits.max_bytes)?;
    read_content(entry.file_name(), &bytes)
}

/// Reads the releases of the file at `path`, wherever it lies; a link is followed.
///
/// # Errors
/// With the reason when it cannot be read.
pub fn read_path(path: &Path, limits: &Limits) -> Result<Vec<Item>, SkipReason> {
    let target = path
        .canonicalize()
        .map_err(|error| SkipReason::Unreadable(error.to_string()))?;
    let bytes = open::read_whole(&target, limits.max_bytes)?;
    let name = path
        .file_name()
        .map_or(Cow::Borrowed(""), |name| name.to_string_lossy());
    read_content(&name, &bytes)
}

/// Reads the releases that `bytes`, a file's whole content, hold; `name` is the file's name.
///
/// # Errors
/// With the reason when it cannot be read.
pub fn read_content(name: &str, bytes: &[u8]) -> Result<Vec<Item>, SkipReason> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let release = Release {
        text,
        file_name: name.into(),
        ..Release::default()
    };
    Ok(vec![Item {
        part: None,
        release,
        notes: Vec::new(),
    }])
}
