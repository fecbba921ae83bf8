//! Where an index lies on disk: made, recognised, opened, kept clean.
//!
//! The directory holds *builds*, each a tantivy index in a directory of its own, and the mark,
//! a small file that names the one in use. A build becomes the one in use when the mark is
//! renamed into place, and the one before is removed then; so another build is made while this
//! one is searched, and whatever a run dies of, the mark leads to a whole index. What outlives
//! builds lies beside them. Nothing is written into a directory that is not empty and not ours.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::directory::error::LockError;
use tantivy::{Index, IndexSettings, TantivyError};

use super::analysis::tokenizers;
use super::error::IndexError;
use super::lock::{LOCK_FILE, WriteLock};
use super::mark::Mark;
use super::read_only::ReadOnly;
use super::sealed::Sealed;
use super::whole::{self, Fault};
use super::{Fields, seal};

/// The index directory's name inside the corpus.
pub const DIRECTORY: &str = ".dateline";
/// The mark of the build in use.
pub const MARK_FILE: &str = "dateline.json";
const IGNORE_FILE: &str = ".gitignore";
/// What builds' directories begin with.
const BUILD: &str = "build-";
/// What files begin with that tell what a person has seen; they outlive the index.
pub const SEEN: &str = "seen-";
/// The files of the corpus that the program wrote itself; outlives the index.
const LEFT_OUT: &str = "left-out.json";
/// How often an index that is swapped while it is opened is looked for again.
const TRIES: usize = 8;
/// Bytes of stored releases packed together: about one release.
const STORE_BLOCK: usize = 4 * 1024;

/// The place of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
}

/// What lies at the place of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing, or what a run left that died before its first index was whole.
    Vacant,
    /// An index with this mark, of whatever version.
    Ours(Mark),
    /// An index whose mark cannot be read.
    Broken,
    /// Something else.
    Foreign,
}

/// As tantivy has it, but for smaller blocks of stored releases: reading one reads its block.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    }
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

    /// The nearest index of `start` and its parents, whole or not, as git finds `.git`.
    pub fn find_from(start: &Path) -> Option<Self> {
        let is_there =
            |home: &Self| home.path.join(MARK_FILE).exists() || home.builds().next().is_some();
        start.ancestors().map(Self::of_corpus).find(is_there)
    }

    /// Its directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The mark of the build in use; none when there is none or it cannot be read.
    pub fn mark(&self) -> Option<Mark> {
        match self.standing() {
            Ok(Standing::Ours(mark)) => Some(mark),
            _ => None,
        }
    }

    /// What lies there.
    ///
    /// # Errors
    /// When the system refuses to look.
    pub fn standing(&self) -> Result<Standing, IndexError> {
        match fs::read(self.path.join(MARK_FILE)) {
            Ok(bytes) => Ok(Mark::unseal(&bytes).map_or(Standing::Broken, Standing::Ours)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let vacant = self.is_vacant()?;
                Ok(if vacant {
                    Standing::Vacant
                } else {
                    Standing::Foreign
                })
            }
            Err(source) => Err(self.io(source)),
        }
    }

    /// The directory of a build.
    pub fn build(&self, mark: &Mark) -> PathBuf {
        self.path.join(format!("{BUILD}{:016x}", mark.made))
    }

    /// Opens for searching; writes nothing, so that a read-only mount will do.
    ///
    /// # Errors
    /// When there is none, or it is not ours, of another version, or damaged.
    pub fn open_to_search(&self) -> Result<(Index, Mark), IndexError> {
        let mut mark = self.current()?;
        for _ in 0..TRIES {
            let opened = self.open(&mark, |sealed| Box::new(ReadOnly(sealed)));
            let now = self.current()?;
            if opened.is_ok() || now.made == mark.made {
                return opened;
            }
            // It was swapped for another between our two looks.
            mark = now;
        }
        self.open(&mark, |sealed| Box::new(ReadOnly(sealed)))
    }

    /// Opens for writing, once every file is found to be as it was written: a merge would make
    /// damage look sound.
    ///
    /// # Errors
    /// As [`Home::open_to_search`].
    pub fn open_to_write(&self, _lock: &WriteLock) -> Result<(Index, Mark), IndexError> {
        let mark = self.current()?;
        self.sweep(&mark);
        if let Some(fault) = self.faults(&mark).first() {
            return Err(self.damaged(fault));
        }
        let open = |sealed| self.open_index(ReadOnly(sealed));
        for orphan in whole::orphans(&self.build(&mark), open) {
            fs::remove_file(&orphan).map_err(|source| IndexError::Io {
                path: orphan,
                source,
            })?;
        }
        self.open(&mark, |sealed| Box::new(sealed))
    }

    /// Begins a build beside the one in use, if there is one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&self, mark: &Mark, _lock: &WriteLock) -> Result<Index, IndexError> {
        match self.standing()? {
            Standing::Ours(used) => self.sweep(&used),
            Standing::Vacant => self.remove_builds(None),
            // Who can tell which of them the mark named.
            Standing::Broken | Standing::Foreign => {}
        }
        let directory = self.build(mark);
        fs::create_dir(&directory).map_err(|source| self.io(source))?;
        seal::sync(&self.path).map_err(|source| self.io(source))?;
        let (schema, _) = Fields::build();
        let index =
            Sealed::begin(&directory).and_then(|sealed| Index::create(sealed, schema, settings()));
        let mut index = index.map_err(|error| self.writing(&error))?;
        index.set_tokenizers(tokenizers());
        Ok(index)
    }

    /// Makes the build of `mark` the one in use and removes the others.
    ///
    /// # Errors
    /// When the mark cannot be written; the build used before is then still the one in use.
    pub fn adopt(&self, mark: &Mark, _lock: &WriteLock) -> Result<(), IndexError> {
        seal::write(&self.path, MARK_FILE, mark.print().as_bytes()).map_err(|source| {
            IndexError::Io {
                path: self.path.join(MARK_FILE),
                source,
            }
        })?;
        self.sweep(mark);
        Ok(())
    }

    /// Removes a build that is not the one in use.
    pub fn discard(&self, mark: &Mark, _lock: &WriteLock) {
        // What stays is swept by the next run.
        let _ = fs::remove_dir_all(self.build(mark));
    }

    /// Takes the place for writing, and makes it when there is none.
    ///
    /// # Errors
    /// When another process has it, it holds something else or cannot be written.
    pub fn lock(&self) -> Result<WriteLock, IndexError> {
        self.make()?;
        WriteLock::take(&self.path)
    }

    /// Writes a small file that outlives builds, whole or not at all.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write_file(&self, name: &str, content: &str) -> Result<(), IndexError> {
        seal::write(&self.path, name, content.as_bytes()).map_err(|source| IndexError::Io {
            path: self.path.join(name),
            source,
        })
    }

    /// Reads what [`Home::write_file`] wrote.
    ///
    /// # Errors
    /// The system's own, or [`io::ErrorKind::InvalidData`] when it is not as it was written.
    pub fn read_file(&self, name: &str) -> io::Result<String> {
        let bytes = seal::read(&self.path.join(name))?;
        String::from_utf8(bytes).map_err(|_| seal::broken("is not text"))
    }

    /// Keys of the files of the corpus that the program wrote itself and that are no releases.
    pub fn left_out(&self) -> Vec<String> {
        let listed = self.read_file(LEFT_OUT).ok();
        listed
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default()
    }

    /// Keeps the file of `key` from being read as a release, now and later.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn leave_out(&self, key: &str) -> Result<(), IndexError> {
        let mut keys = self.left_out();
        if keys.iter().any(|known| known == key) {
            return Ok(());
        }
        self.make()?;
        keys.push(key.to_owned());
        self.write_file(LEFT_OUT, &serde_json::to_string(&keys).unwrap_or_default())
    }

    /// Every file of the build in use, and beside it, that is not as it was written.
    pub fn faults(&self, mark: &Mark) -> Vec<Fault> {
        let mut faults = whole::sealed_faults(&self.path, |name| {
            name == LEFT_OUT || name.starts_with(SEEN)
        });
        faults.extend(whole::build_faults(&self.build(mark), |sealed| {
            self.open_index(ReadOnly(sealed))
        }));
        faults
    }

    /// The mark of the last commit.
    ///
    /// # Errors
    /// When the index cannot be read or bears no mark.
    pub fn committed_mark(&self, index: &Index) -> Result<Mark, IndexError> {
        let metas = index.load_metas().map_err(|error| self.damaged(error))?;
        metas
            .payload
            .as_deref()
            .and_then(Mark::parse)
            .ok_or_else(|| self.damaged("its last commit bears no mark"))
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
            // tantivy tells of its threads and not of what they ran into.
            TantivyError::ErrorInThread(_) => IndexError::Writing {
                path: self.path.clone(),
                detail: "the system refused to write one of its files; see that the disk is not \
                         full and may be written"
                    .to_owned(),
            },
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

    /// The mark of the build in use, if this program reads it.
    fn current(&self) -> Result<Mark, IndexError> {
        match self.standing()? {
            Standing::Ours(mark) if mark.is_current() => Ok(mark),
            Standing::Ours(mark) => Err(IndexError::OtherVersion {
                path: self.path.clone(),
                found: mark.schema,
                analyzer: mark.analyzer,
            }),
            Standing::Broken => Err(self.damaged(format!("{MARK_FILE} is not as it was written"))),
            Standing::Vacant => Err(IndexError::NotFound(self.path.clone())),
            Standing::Foreign => Err(IndexError::Foreign(self.path.clone())),
        }
    }

    fn make(&self) -> Result<(), IndexError> {
        if self.standing()? == Standing::Foreign {
            return Err(IndexError::Foreign(self.path.clone()));
        }
        let ignore = self.path.join(IGNORE_FILE);
        let made = fs::create_dir_all(&self.path).and_then(|()| {
            if ignore.exists() {
                Ok(())
            } else {
                fs::write(&ignore, "*\n")
            }
        });
        made.map_err(|source| self.io(source))
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
            let begins = [seal::TEMPORARY, SEEN, BUILD];
            let ours = [IGNORE_FILE, LOCK_FILE, LEFT_OUT].contains(&&*name);
            if !ours && !begins.iter().any(|begin| name.starts_with(begin)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn builds(&self) -> impl Iterator<Item = PathBuf> {
        let entries = fs::read_dir(&self.path).ok().into_iter().flatten();
        entries
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(BUILD))
            .map(|entry| entry.path())
    }

    fn remove_builds(&self, but: Option<&Path>) {
        for build in self.builds().filter(|build| Some(&**build) != but) {
            // On Windows one that is still read stays; it goes with a later run.
            let _ = fs::remove_dir_all(build);
        }
    }

    /// Removes what runs that died have left, builds not in use and files of the time when
    /// an index had no builds. A failure to remove one harms nothing.
    fn sweep(&self, used: &Mark) {
        let current = self.build(used);
        self.remove_builds(Some(&current));
        if current.is_dir() {
            self.sweep_files(&self.path, |name, old| {
                let kept = [MARK_FILE, IGNORE_FILE, LOCK_FILE, LEFT_OUT].contains(&name)
                    || name.starts_with(SEEN);
                // Others may be writing what they have seen.
                !kept && (old || !name.starts_with(seal::TEMPORARY))
            });
        }
        // Only who has the lock writes here.
        self.sweep_files(&current, |name, _| name.starts_with(seal::TEMPORARY));
    }

    fn sweep_files(&self, directory: &Path, unwanted: impl Fn(&str, bool) -> bool) {
        let Ok(entries) = fs::read_dir(directory) else {
            return;
        };
        let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
        for entry in entries.flatten() {
            let Ok(metadata) = entry.metadata() else {
                continue;
            };
            let old = metadata
                .modified()
                .is_ok_and(|modified| modified < hour_ago);
            if metadata.is_file() && unwanted(&entry.file_name().to_string_lossy(), old) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn open(
        &self,
        mark: &Mark,
        wrap: impl FnOnce(Sealed) -> Box<dyn tantivy::Directory>,
    ) -> Result<(Index, Mark), IndexError> {
        let sealed = Sealed::open(&self.build(mark)).map_err(|error| self.damaged(error))?;
        let index = self.open_index(wrap(sealed))?;
        let committed = self.committed_mark(&index)?;
        if committed.made != mark.made {
            return Err(self.damaged("its build bears the mark of another"));
        }
        Ok((index, committed))
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
