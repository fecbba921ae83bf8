//! A file that is written whole or not at all: [`WholeFile`].

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Writes beside the file and takes its place at the end; gone if it is dropped before.
pub(super) struct WholeFile {
    out: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl WholeFile {
    /// Begins to write what becomes `path`.
    ///
    /// # Errors
    /// When nothing can be written in its directory.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let told = || format!("{} cannot be written", path.display());
        // Through a link to what it leads to, as writing in place would.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory)).with_context(told);
        }
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy())
            .unwrap_or_default();
        let temporary = path.with_file_name(format!(".tmp-{}-{name}", std::process::id()));
        let file = File::create_new(&temporary).with_context(told)?;
        if let Ok(there) = fs::metadata(&path) {
            // What stays of the old file is who may read it.
            let _ = file.set_permissions(there.permissions());
        }
        Ok(Self {
            out: BufWriter::new(file),
            temporary,
            path,
            finished: false,
        })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the system refuses; the file is then as it was before.
    pub(super) fn finish(mut self) -> Result<()> {
        let placed = self
            .out
            .flush()
            .and_then(|()| self.out.get_ref().sync_all())
            .and_then(|()| fs::rename(&self.temporary, &self.path));
        placed.with_context(|| format!("{} cannot be written", self.path.display()))?;
        self.finished = true;
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.finished {
            // Nobody is left to tell.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finished_leaves_the_old_file_and_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }
}
