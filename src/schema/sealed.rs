//! The directory tantivy writes an index in, made to notice damage and to make things last.
//!
//! tantivy's own directory verifies nothing and, after a commit, leaves the renamed
//! `meta.json` to the system's leisure. Here the lists of files are sealed, the other files
//! summed up ([`Sums`]), a file of another length than was written is refused before it is
//! mapped, and a commit is over when its directory has reached the disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::seal;
use super::sums::Sums;

/// The file that names the segments of the last commit.
pub const META_FILE: &str = "meta.json";

/// An index's directory.
#[derive(Debug, Clone)]
pub struct Sealed {
    inner: MmapDirectory,
    path: PathBuf,
    sums: Sums,
}

impl Sealed {
    /// Makes ready to write an index into an empty directory.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn begin(path: &Path) -> tantivy::Result<Self> {
        Ok(Self {
            inner: MmapDirectory::open(path)?,
            path: path.to_owned(),
            sums: Sums::default(),
        })
    }

    /// Opens the directory of an index.
    ///
    /// # Errors
    /// When it cannot be opened, or the list of its files is not as it was written.
    pub fn open(path: &Path) -> tantivy::Result<Self> {
        let sums = Sums::read(path)
            .map_err(|error| io::Error::new(error.kind(), format!("sums.json {error}")))?;
        Ok(Self {
            inner: MmapDirectory::open(path)?,
            path: path.to_owned(),
            sums,
        })
    }

    /// Refuses a file that is not as long as it was written: mapped, its end is not there.
    fn check_length(&self, path: &Path) -> io::Result<()> {
        let there = std::fs::metadata(self.path.join(path))?.len();
        match self.sums.of(path) {
            Some(sum) if sum.bytes == there => Ok(()),
            Some(sum) => Err(seal::broken(&format!(
                "{} has {there} bytes of {}",
                path.display(),
                sum.bytes
            ))),
            None => Err(seal::broken(&format!(
                "{} is in no list of files",
                path.display()
            ))),
        }
    }
}

impl Directory for Sealed {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.check_length(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
            Ok(()) => self.inner.get_file_handle(path),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)?;
        self.sums.forget(path);
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Ok(self.sums.watch(path, self.inner.open_write(path)?))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        seal::read(&self.path.join(path)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(META_FILE) {
            self.sums.write(&self.path)?;
            return seal::write(&self.path, META_FILE, data);
        }
        // What tantivy manages besides is a help in clearing up.
        seal::place(&self.path, &path.to_string_lossy(), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
