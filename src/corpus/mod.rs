//! The files a search runs over: which there are, and what text each holds.
//!
//! [`Corpus::walk`] lists them without opening any; a [`Reader`] turns one into
//! releases. Both answer for every file: what is not read comes back as a
//! [`SkipReason`]. Hidden and ignored files are not part of the corpus and are
//! the only ones passed over without a word.

mod apart;
mod decode;
mod detect;
mod format;
mod front_matter;
mod ignored;
mod key;
mod open;
mod read;
mod readers;
mod settings;
mod sink;
mod skip;
mod stream;
mod walk;

use std::path::{Path, PathBuf};

pub use apart::{Apart, serve};
pub use format::Format;
pub use key::{key_of, path_of};
pub use read::{Contents, Item, Limits, Lost, Note, Reader};
pub use settings::{Mapping, Names, Settings, SettingsError};
pub use sink::Piece;
pub use skip::{SkipReason, Skipped};
pub use stream::{Opened, Stream};
pub use walk::{FileEntry, Walk};

/// The files at the top of a corpus that are the user's settings and no releases.
pub const SETTINGS: [&str; 2] = [settings::SETTINGS_FILE, "organisations.toml"];

/// The directories whose files are searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    base: PathBuf,
    roots: Vec<PathBuf>,
}

/// Why a corpus cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// No directory was named.
    #[error("no directory given; name at least one")]
    NoDirectory,
    /// A directory does not exist or is closed to us.
    #[error("{path}: {source}; give a directory that exists and may be read")]
    NotReachable {
        /// As given.
        path: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A file was named where a directory is needed.
    #[error("{path} is not a directory; give the directory it lies in")]
    NotADirectory {
        /// As given.
        path: String,
    },
    /// Two directories that share no parent (on different drives).
    #[error("{path} shares no parent directory with the others; index it on its own")]
    NoCommonParent {
        /// As resolved.
        path: String,
    },
}

impl Corpus {
    /// Resolves `directories` and checks that each is one.
    ///
    /// # Errors
    /// When none is given, or one does not exist, is no directory or shares no parent.
    pub fn open(directories: &[PathBuf]) -> Result<Self, CorpusError> {
        let mut roots = directories
            .iter()
            .map(|directory| resolve(directory))
            .collect::<Result<Vec<_>, _>>()?;
        roots.sort();
        roots.dedup();
        let mut base = roots.first().ok_or(CorpusError::NoDirectory)?.clone();
        for root in &roots {
            while !root.starts_with(&base) {
                if !base.pop() {
                    let path = root.display().to_string();
                    return Err(CorpusError::NoCommonParent { path });
                }
            }
        }
        Ok(Self { base, roots })
    }

    /// The one directory, or for several the deepest that holds all of them; canonical.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// The directories, canonical, sorted, each once.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Lists the files, directory by directory, by name: the same order every time.
    ///
    /// Opens no file but ignore files. Each file comes once, as an entry or as skipped.
    pub fn walk(&self) -> Walk {
        Walk::new(self)
    }
}

fn resolve(directory: &Path) -> Result<PathBuf, CorpusError> {
    let path = || directory.display().to_string();
    let found = directory
        .canonicalize()
        .map_err(|source| CorpusError::NotReachable {
            path: path(),
            source,
        })?;
    if found.is_dir() {
        Ok(found)
    } else {
        Err(CorpusError::NotADirectory { path: path() })
    }
}
