//! A file that is written whole or not at all: [`WholeFile`].

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Writes beside the file and takes its place at the end; gone if it is dropped before.
///
/// A device or pipe has no place to take: it is written as it stands.
pub(super) struct WholeFile {
    out: BufWriter<File>,
    /// What is written to until the end; none for a device or pipe.
    temporary: Option<PathBuf>,
    path: PathBuf,
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
        let there = fs::metadata(&path).ok();
        if there.as_ref().is_some_and(|there| !there.is_file()) {
            let file = File::options().write(true).open(&path).with_context(told)?;
            return Ok(Self {
                out: BufWriter::new(file),
                temporary: None,
                path,
            });
        }
        let name = path.file_name().map(|name| name.to_string_lossy());
        let name = format!(".tmp-{}-{}", std::process::id(), name.unwrap_or_default());
        let temporary = path.with_file_name(name);
        let file = File::create_new(&temporary).with_context(told)?;
        if let Some(there) = there {
            // What stays of the old file is who may read it.
            let _ = file.set_permissions(there.permissions());
        }
        Ok(Self {
            out: BufWriter::new(file),
            temporary: Some(temporary),
            path,
        })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the system refuses; the file is then as it was before.
    pub(super) fn finish(mut self) -> Result<()> {
        let placed = self.out.flush().and_then(|()| match &self.temporary {
            Some(temporary) => {
                self.out.get_ref().sync_all()?;
                fs::rename(temporary, &self.path)
            }
            None => Ok(()),
        });
        placed.with_context(|| format!("{} cannot be written", self.path.display()))?;
        self.temporary = None;
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
        if let Some(temporary) = &self.temporary {
            // Nobody is left to tell.
            let _ = fs::remove_file(temporary);
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

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_and_stays_one() {
        use std::os::unix::fs::FileTypeExt;

        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let read = {
            let path = path.clone();
            std::thread::spawn(move || fs::read_to_string(path).unwrap())
        };
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"through").unwrap();
        file.finish().unwrap();
        assert_eq!(read.join().unwrap(), "through");
        assert!(fs::metadata(&path).unwrap().file_type().is_fifo());
    }
}
