//! The walk over a corpus: [`Walk`] lists every file once, in a fixed order.
//!
//! It looks at names and metadata only. A link to a file is followed when its
//! target lies inside the corpus; a link to a directory never is, for its files
//! come up where they lie. A directory named on its own is walked on its own,
//! even when it lies inside another.

use std::collections::VecDeque;
use std::fs::{FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::ignored::{IGNORE_FILE, Ignored};
use super::key::key_of;
use super::skip::{SkipReason, Skipped};
use super::{Corpus, open};

/// A regular file of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Its path below the corpus' base, as [`key_of`] writes it; unique in the corpus.
    pub key: String,
    /// Where to read it; of a link, its target.
    pub path: PathBuf,
    /// Bytes, when it was listed.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
}

impl FileEntry {
    /// The file's own name, the last part of its key.
    pub fn file_name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }
}

/// Lists the files of a corpus; made by [`Corpus::walk`].
pub struct Walk {
    base: PathBuf,
    roots: Vec<PathBuf>,
    waiting: VecDeque<PathBuf>,
    current: Option<walkdir::IntoIter>,
    ignored: Ignored,
    skipped: VecDeque<Skipped>,
}

impl Walk {
    pub(super) fn new(corpus: &Corpus) -> Self {
        Self {
            base: corpus.base.clone(),
            roots: corpus.roots.clone(),
            waiting: corpus.roots.clone().into(),
            current: None,
            ignored: Ignored::default(),
            skipped: VecDeque::new(),
        }
    }

    fn next_from_tree(&mut self) -> Option<walkdir::Result<walkdir::DirEntry>> {
        loop {
            if let Some(entry) = self.current.as_mut().and_then(Iterator::next) {
                return Some(entry);
            }
            let root = self.waiting.pop_front()?;
            self.ignored = Ignored::default();
            self.current = Some(
                walkdir::WalkDir::new(root)
                    .follow_links(false)
                    .sort_by_file_name()
                    .into_iter(),
            );
        }
    }

    /// Goes into a directory, or steps over one that is hidden, ignored or walked on its own.
    fn enter(&mut self, entry: &walkdir::DirEntry) {
        let named = entry.depth() > 0 && self.roots.iter().any(|root| root == entry.path());
        if named || self.passed_over(entry, true) {
            if let Some(tree) = &mut self.current {
                tree.skip_current_dir();
            }
            return;
        }
        for reason in self.ignored.enter(entry.path(), entry.depth()) {
            let path = key_of(&self.base, &entry.path().join(IGNORE_FILE));
            self.skipped.push_back(Skipped { path, reason });
        }
    }

    fn passed_over(&mut self, entry: &walkdir::DirEntry, is_directory: bool) -> bool {
        if entry.depth() == 0 {
            return false;
        }
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        hidden
            || self
                .ignored
                .matches(entry.path(), entry.depth(), is_directory)
    }

    fn file(&self, entry: &walkdir::DirEntry) -> Result<FileEntry, Skipped> {
        let key = key_of(&self.base, entry.path());
        let found = if entry.path_is_symlink() {
            self.linked(entry.path())
        } else {
            let metadata = entry
                .metadata()
                .map_err(|error| refusal(io::Error::from(error)));
            metadata.map(|metadata| (entry.path().to_owned(), metadata))
        };
        let described = found.and_then(|(path, metadata)| match kind_of(metadata.file_type()) {
            Some(reason) => Err(reason),
            None => Ok((path, metadata.len(), modified(&metadata))),
        });
        match described {
            Ok((path, size, modified)) => Ok(FileEntry {
                key,
                path,
                size,
                modified,
            }),
            Err(reason) => Err(Skipped { path: key, reason }),
        }
    }

    /// The target of the link at `path`, when it is a file inside the corpus.
    fn linked(&self, path: &Path) -> Result<(PathBuf, Metadata), SkipReason> {
        let target = path.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => SkipReason::BrokenLink,
            _ if open::is_link_loop(&error) => SkipReason::LinkLoop,
            _ => refusal(error),
        })?;
        if !self.roots.iter().any(|root| target.starts_with(root)) {
            let above = self.roots.iter().any(|root| root.starts_with(&target));
            return Err(if above {
                SkipReason::LinkLoop
            } else {
                SkipReason::LinkOutside
            });
        }
        let metadata = target.symlink_metadata().map_err(refusal)?;
        if !metadata.is_dir() {
            return Ok((target, metadata));
        }
        let leads_up = path
            .parent()
            .is_some_and(|parent| parent.starts_with(&target));
        Err(if leads_up {
            SkipReason::LinkLoop
        } else {
            SkipReason::LinkedDirectory
        })
    }

    fn unlisted(&self, error: walkdir::Error) -> Skipped {
        let path = error
            .path()
            .map_or_else(String::new, |path| key_of(&self.base, path));
        Skipped {
            path,
            reason: refusal(io::Error::from(error)),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<FileEntry, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(skipped) = self.skipped.pop_front() {
                return Some(Err(skipped));
            }
            let entry = match self.next_from_tree()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(self.unlisted(error))),
            };
            if entry.file_type().is_dir() {
                self.enter(&entry);
            } else if !self.passed_over(&entry, false) {
                return Some(self.file(&entry));
            }
        }
    }
}

/// What keeps a file of this type from being read; none for a regular file.
pub(super) fn kind_of(kind: FileType) -> Option<SkipReason> {
    if kind.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some(SkipReason::Fifo);
        }
        if kind.is_socket() {
            return Some(SkipReason::Socket);
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some(SkipReason::Device);
        }
    }
    Some(SkipReason::Unreadable("it is no regular file".into()))
}

/// Nanoseconds since 1970, as far as an `i64` goes (1677 to 2262).
pub(super) fn modified(metadata: &Metadata) -> i64 {
    let nanoseconds =
        |span: std::time::Duration| i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
    match metadata
        .modified()
        .map(|time| time.duration_since(UNIX_EPOCH))
    {
        Ok(Ok(after)) => nanoseconds(after),
        Ok(Err(before)) => -nanoseconds(before.duration()),
        Err(_) => 0,
    }
}

fn refusal(error: io::Error) -> SkipReason {
    match error.kind() {
        io::ErrorKind::NotFound => SkipReason::Changed,
        _ => SkipReason::Unreadable(error.to_string()),
    }
}
