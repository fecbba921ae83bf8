//! The checksums of an index's files: [`Sums`], taken while they are written.
//!
//! tantivy verifies nothing when it opens a file, and its own checksums leave out the footer
//! and the lists of files. These cover every byte. The list is written before each new
//! `meta.json`, so that whatever a run dies of it names all files that `meta.json` does.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tantivy::directory::{AntiCallToken, TerminatingWrite, WritePtr};
use xxhash_rust::xxh3::Xxh3;

use super::seal;

/// The name of the list.
pub const SUMS_FILE: &str = "sums.json";
/// Bytes read at a time.
const PIECE: usize = 128 * 1024;

/// A file's length in bytes and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Bytes.
    pub bytes: u64,
    /// XXH3 of all of them.
    pub hash: u64,
}

/// The files of an index by name; clones share one list.
#[derive(Debug, Clone, Default)]
pub struct Sums(Arc<Mutex<BTreeMap<String, Sum>>>);

impl Sums {
    /// The list of the index in `directory`.
    ///
    /// # Errors
    /// When there is none or it is not as it was written.
    pub fn read(directory: &Path) -> io::Result<Self> {
        let json = seal::read(&directory.join(SUMS_FILE))?;
        let files = serde_json::from_slice(&json).map_err(io::Error::from)?;
        Ok(Self(Arc::new(Mutex::new(files))))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The system's own.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        let json = serde_json::to_vec(&*self.files())?;
        seal::write(directory, SUMS_FILE, &json)
    }

    /// What is known of a file.
    pub fn of(&self, path: &Path) -> Option<Sum> {
        self.files().get(&*name(path)).copied()
    }

    /// Forgets a file that is removed.
    pub fn forget(&self, path: &Path) {
        self.files().remove(&*name(path));
    }

    /// Sums up what is written to `path` through the result.
    pub fn watch(&self, path: &Path, inner: WritePtr) -> WritePtr {
        WritePtr::new(Box::new(Summing {
            inner,
            hash: Xxh3::new(),
            bytes: 0,
            path: path.to_owned(),
            sums: self.clone(),
        }))
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Sum>> {
        // Every change is one insertion or removal, so the list is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sum {
    /// Reads a file and sums it up.
    ///
    /// # Errors
    /// The system's own.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let (mut hash, mut bytes) = (Xxh3::new(), 0);
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece)?;
            if read == 0 {
                let hash = hash.digest();
                return Ok(Self { bytes, hash });
            }
            hash.update(piece.get(..read).unwrap_or_default());
            bytes += read as u64;
        }
    }
}

fn name(path: &Path) -> std::borrow::Cow<'_, str> {
    path.as_os_str().to_string_lossy()
}

/// A file being written.
struct Summing {
    inner: WritePtr,
    hash: Xxh3,
    bytes: u64,
    path: PathBuf,
    sums: Sums,
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Summing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.inner.terminate_ref(token)?;
        let sum = Sum {
            bytes: self.bytes,
            hash: self.hash.digest(),
        };
        self.sums.files().insert(name(&self.path).into_owned(), sum);
        Ok(())
    }
}
