//! Where an index lies on disk: made, recognised, opened, kept clean.
//!
//! Nothing is written into a directory that is not empty and not ours. Every error
//! says what to type next.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{Index, IndexSettings, TantivyError};

use super::analysis::tokenizers;
use super::mark::Mark;
use super::read_only::ReadOnly;
use super::{Fields, SCHEMA_VERSION};

/// The index directory's name inside the corpus.
pub const DIRECTORY: &str = ".dateline";
const MARK_FILE: &str = "dateline.json";
const IGNORE_FILE: &str = ".gitignore";
/// What files begin with that tell what a person has seen; they outlive the index.
pub const SEEN: &str = "seen-";

/// Why an index cannot be opened or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is none.
    #[error("no index in {}; make one with `dateline index DIR`", .0.display())]
    NotFound(PathBuf),
    /// The directory holds something else.
    #[error("{} is not a dateline index and not empty; give another place with --index", .0.display())]
    Foreign(PathBuf),
    /// It was made by another version.
    #[error("the index in {} has schema {found}, this program reads {SCHEMA_VERSION}; run `dateline index --rebuild`", .path.display())]
    OtherVersion {
        /// Where it lies.
        path: PathBuf,
        /// Its schema's version.
        found: u32,
    },
    /// It was made over another corpus.
    #[error("the index in {} is of {}; give another place with --index, or replace it with --rebuild", .path.display(), .base.display())]
    OtherCorpus {
        /// Where it lies.
        path: PathBuf,
        /// The corpus it was made over.
        base: PathBuf,
    },
    /// Another process writes.
    #[error("another process is writing the index in {}; wait for it to end", .0.display())]
    Locked(PathBuf),
    /// tantivy cannot read it.
    #[error("the index in {} cannot be read ({detail}); run `dateline index --rebuild`", .path.display())]
    Damaged {
        /// Where it lies.
        path: PathBuf,
        /// What tantivy said.
        detail: String,
    },
    /// The system refused.
    #[error("{}: {source}; nothing that was indexed before is lost", .path.display())]
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// Writing failed inside tantivy.
    #[error("writing the index in {} failed ({detail}); nothing that was indexed before is lost", .path.display())]
    Writing {
        /// Where it lies.
        path: PathBuf,
        /// What tantivy said.
        detail: String,
    },
}

/// The place of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
}

impl Home {
    /// The index at `path`, whether or not it exists.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where the index of a corpus lies when nothing else is said.
    pub fn of_corpus(base: &Path) -> Self {
        Self::new(base.join(DIRECTORY))
    }

    /// The nearest index of `start` and its parents, as git finds `.git`.
    pub fn find_from(start: &Path) -> Option<Self> {
        start
            .ancestors()
            .map(Self::of_corpus)
            .find(|home| home.mark().is_some())
    }

    /// Its directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The mark file's mark, if the directory is ours.
    pub fn mark(&self) -> Option<Mark> {
        Mark::parse(&fs::read_to_string(self.path.join(MARK_FILE)).ok()?)
    }

    /// Opens for searching; writes nothing, so that a read-only mount will do.
    ///
    /// # Errors
    /// When there is none, or it is not ours, of another version, or damaged.
    pub fn open_to_search(&self) -> Result<(Index, Mark), IndexError> {
        self.check_current()?;
        let directory = MmapDirectory::open(&self.path).map_err(|error| self.damaged(error))?;
        let index = self.open_index(ReadOnly(directory))?;
        let mark = self.committed_mark(&index)?;
        Ok((index, mark))
    }

    /// Opens for writing; makes the index when there is none.
    ///
    /// # Errors
    /// When the directory holds something else, or an index of another version or
    /// corpus, or cannot be written.
    pub fn open_to_write(&self, mark: &Mark) -> Result<(Index, Mark), IndexError> {
        if let Some(made) = self.mark() {
            self.check_current()?;
            if made.base != mark.base {
                return Err(IndexError::OtherCorpus {
                    path: self.path.clone(),
                    base: made.base,
                });
            }
        } else {
            self.make(mark)?;
        }
        self.sweep();
        let directory = MmapDirectory::open(&self.path).map_err(|error| self.damaged(error))?;
        if !Index::exists(&directory).map_err(|error| self.damaged(error))? {
            let (schema, _) = Fields::build();
            let mut index = Index::create(directory, schema, IndexSettings::default())
                .map_err(|error| self.writing(&error))?;
            index.set_tokenizers(tokenizers());
            return Ok((index, mark.clone()));
        }
        let index = self.open_index(directory)?;
        let mark = self.committed_mark(&index)?;
        Ok((index, mark))
    }

    /// Removes the index, if it is ours.
    ///
    /// # Errors
    /// When the directory holds something else or cannot be removed.
    pub fn remove(&self) -> Result<(), IndexError> {
        if self.mark().is_none() {
            let vacant = self.is_vacant()?;
            return if vacant {
                Ok(())
            } else {
                Err(IndexError::Foreign(self.path.clone()))
            };
        }
        let directory = MmapDirectory::open(&self.path).map_err(|error| self.damaged(error))?;
        // Held to the end, so that no writer loses its files under its hands.
        let _lock = directory
            .acquire_lock(&INDEX_WRITER_LOCK)
            .map_err(|error| match error {
                LockError::LockBusy => IndexError::Locked(self.path.clone()),
                LockError::IoError(error) => self.io(io::Error::new(error.kind(), error)),
            })?;
        self.clear().map_err(|source| self.io(source))
    }

    /// Removes everything but what a person has seen; the mark last, so that a directory
    /// half emptied is still known as ours.
    fn clear(&self) -> io::Result<()> {
        let mut kept = false;
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(SEEN) {
                kept = true;
            } else if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else if name != MARK_FILE {
                fs::remove_file(entry.path())?;
            }
        }
        fs::remove_file(self.path.join(MARK_FILE))?;
        if kept {
            Ok(())
        } else {
            fs::remove_dir(&self.path)
        }
    }

    /// Makes what was renamed into the directory last: tantivy does not.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn sync(&self) -> Result<(), IndexError> {
        if cfg!(windows) {
            // Windows knows no fsync of a directory; its renames are journalled.
            return Ok(());
        }
        fs::File::open(&self.path)
            .and_then(|directory| directory.sync_all())
            .map_err(|source| self.io(source))
    }

    /// Writes a small file whole or not at all.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write_file(&self, name: &str, content: &str) -> Result<(), IndexError> {
        use std::io::Write;
        let temporary = self
            .path
            .join(format!(".tmp-{}-{name}", std::process::id()));
        let written = fs::File::create(&temporary)
            .and_then(|mut file| {
                file.write_all(content.as_bytes())
                    .and_then(|()| file.sync_all())
            })
            .and_then(|()| fs::rename(&temporary, self.path.join(name)));
        written.map_err(|source| IndexError::Io {
            path: self.path.join(name),
            source,
        })
    }

    /// The mark of the last commit; of the mark file before the first.
    ///
    /// # Errors
    /// When the index cannot be read or bears no mark.
    pub fn committed_mark(&self, index: &Index) -> Result<Mark, IndexError> {
        let metas = index.load_metas().map_err(|error| self.damaged(error))?;
        metas
            .payload
            .as_deref()
            .and_then(Mark::parse)
            .or_else(|| self.mark())
            .ok_or_else(|| IndexError::Foreign(self.path.clone()))
    }

    /// tantivy's error while reading, as ours.
    pub fn damaged(&self, error: impl std::fmt::Display) -> IndexError {
        IndexError::Damaged {
            path: self.path.clone(),
            detail: error.to_string(),
        }
    }

    /// tantivy's error while writing, as ours.
    pub fn writing(&self, error: &TantivyError) -> IndexError {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => {
                IndexError::Locked(self.path.clone())
            }
            error => IndexError::Writing {
                path: self.path.clone(),
                detail: error.to_string(),
            },
        }
    }

    fn io(&self, source: io::Error) -> IndexError {
        IndexError::Io {
            path: self.path.clone(),
            source,
        }
    }

    fn check_current(&self) -> Result<(), IndexError> {
        match self.mark() {
            Some(mark) if mark.is_current() => Ok(()),
            Some(mark) => Err(IndexError::OtherVersion {
                path: self.path.clone(),
                found: mark.schema,
            }),
            None if self.is_vacant()? => Err(IndexError::NotFound(self.path.clone())),
            None => Err(IndexError::Foreign(self.path.clone())),
        }
    }

    fn make(&self, mark: &Mark) -> Result<(), IndexError> {
        if !self.is_vacant()? {
            return Err(IndexError::Foreign(self.path.clone()));
        }
        fs::create_dir_all(&self.path).map_err(|source| self.io(source))?;
        // The mark comes first: from here on the directory is ours, whatever happens.
        self.write_file(MARK_FILE, &mark.print())?;
        self.write_file(IGNORE_FILE, "*\n")?;
        self.sync()
    }

    /// Whether nothing is there, or nothing but what a broken start of ours leaves.
    fn is_vacant(&self) -> Result<bool, IndexError> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            Err(source) => return Err(self.io(source)),
        };
        for entry in entries {
            let name = entry.map_err(|source| self.io(source))?.file_name();
            let name = name.to_string_lossy();
            if !(name.starts_with(".tmp-") || name.starts_with(SEEN) || name == IGNORE_FILE) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Removes temporary files of runs that died; nobody else writes them while we hold
    /// the directory, and a failure to remove one harms nothing.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return;
        };
        let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
        for entry in entries.flatten() {
            let ours = entry.file_name().to_string_lossy().starts_with(".tmp");
            let old = entry
                .metadata()
                .and_then(|metadata| metadata.modified())
                .is_ok_and(|modified| modified < hour_ago);
            if ours && old {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn open_index(
        &self,
        directory: impl Into<Box<dyn tantivy::Directory>>,
    ) -> Result<Index, IndexError> {
        // Damaged files make tantivy panic as often as not.
        let opened = catch_unwind(AssertUnwindSafe(|| Index::open(directory)));
        let mut index = match opened {
            Ok(index) => index.map_err(|error| self.damaged(error))?,
            Err(_) => return Err(self.damaged("a file of it does not hold what it should")),
        };
        if index.schema() != Fields::build().0 {
            return Err(self.damaged("its fields are not those of its schema version"));
        }
        index.set_tokenizers(tokenizers());
        Ok(index)
    }
}
