//! One writer at a time: [`WriteLock`], over all builds of an index.

use std::fs::{File, TryLockError};
use std::io::{Seek, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::error::IndexError;

/// The name of the file that is locked; what it holds says nothing.
pub const LOCK_FILE: &str = "writer.lock";

/// The right to write an index, given back when dropped or when the process ends.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
}

impl WriteLock {
    pub(super) fn take(directory: &Path) -> Result<Self, IndexError> {
        let path = directory.join(LOCK_FILE);
        let refused = |source| IndexError::Io {
            path: path.clone(),
            source,
        };
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(refused)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(IndexError::Locked(directory.to_owned())),
            Err(TryLockError::Error(source)) => Err(refused(source)),
        }
    }

    /// How far the clock of the drive is behind ours; nothing when it is ahead or will not tell.
    ///
    /// A network drive stamps files by the clock of its server.
    pub fn clock_behind(&mut self) -> Duration {
        let now = SystemTime::now();
        let written = self
            .file
            .rewind()
            .and_then(|()| self.file.write_all(b"\n"))
            .and_then(|()| self.file.sync_all())
            .and_then(|()| self.file.metadata()?.modified());
        written.map_or(Duration::ZERO, |written| {
            now.duration_since(written).unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_writer_at_a_time() {
        let directory = tempfile::tempdir().unwrap();
        let mut first = WriteLock::take(directory.path()).unwrap();
        let second = WriteLock::take(directory.path());
        assert!(matches!(second, Err(IndexError::Locked(_))), "{second:?}");
        // A local drive has our clock, but for its tick.
        assert!(first.clock_behind() < Duration::from_secs(2));
        drop(first);
        WriteLock::take(directory.path()).unwrap();
    }
}
