//! Opening a file that may be anything: [`read_whole`] never hangs and never
//! takes up more than it was told to.
//!
//! The type is checked before the open, because opening a pipe waits for a
//! writer; the open refuses links and does not wait, because the file may have
//! been replaced since; and the type is checked again on what was opened.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::skip::SkipReason;
use super::walk::kind_of;

/// The bytes of the regular file at `path`, `max_bytes` at most.
///
/// A file that grows meanwhile is read to its end or to the limit.
pub(super) fn read_whole(path: &Path, max_bytes: u64) -> Result<Vec<u8>, SkipReason> {
    let (file, size) = open_regular(path)?;
    read_open(&file, size, max_bytes)
}

/// Opens the regular file at `path`, with its size; reads nothing.
pub(super) fn open_regular(path: &Path) -> Result<(File, u64), SkipReason> {
    let listed = path.symlink_metadata().map_err(|error| refused(&error))?;
    if listed.is_symlink() {
        return Err(SkipReason::Changed);
    }
    if let Some(reason) = kind_of(listed.file_type()) {
        return Err(reason);
    }
    let file = open_without_waiting(path).map_err(|error| refused(&error))?;
    let opened = file.metadata().map_err(|error| refused(&error))?;
    if let Some(reason) = kind_of(opened.file_type()) {
        return Err(reason);
    }
    Ok((file, opened.len()))
}

/// The bytes of an open file from where it stands, `max_bytes` at most.
pub(super) fn read_open(file: &File, expected: u64, max_bytes: u64) -> Result<Vec<u8>, SkipReason> {
    within(expected, max_bytes)?;
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    file.take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| refused(&error))?;
    let read = bytes.len() as u64;
    within(read, max_bytes)?;
    let now = file.metadata().map_err(|error| refused(&error))?.len();
    // Longer is a file still being written, and what was read is a release as it stood.
    // Shorter than what was read, or than it was, is two states mixed.
    if now < read || read < expected {
        Err(SkipReason::Changed)
    } else {
        Ok(bytes)
    }
}

fn within(size: u64, limit: u64) -> Result<(), SkipReason> {
    if size > limit {
        Err(SkipReason::TooLarge { size, limit })
    } else {
        Ok(())
    }
}

pub(super) fn refused(error: &io::Error) -> SkipReason {
    match error.kind() {
        io::ErrorKind::NotFound => SkipReason::Changed,
        _ if is_link_loop(error) => SkipReason::Changed,
        _ => SkipReason::Unreadable(error.to_string()),
    }
}

#[cfg(unix)]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits() as i32)
        .open(path)
}

#[cfg(not(unix))]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

/// Whether the system gave up on links that lead in a circle, or met one it was told not to follow.
#[cfg(unix)]
pub(super) fn is_link_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
pub(super) fn is_link_loop(_error: &io::Error) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_at_the_limit_is_read_and_one_over_is_not() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"12345678").unwrap();
        assert_eq!(read_whole(file.path(), 8).unwrap(), b"12345678");
        let over = SkipReason::TooLarge { size: 8, limit: 7 };
        assert_eq!(read_whole(file.path(), 7), Err(over));
    }

    #[test]
    fn a_file_that_grew_is_read_to_its_end_or_to_the_limit() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"12345678").unwrap();
        let open = || File::open(file.path()).unwrap();
        assert_eq!(read_open(&open(), 3, 100).unwrap(), b"12345678");
        // One byte over the limit shows that there is more, and no more is read.
        let over = SkipReason::TooLarge { size: 6, limit: 5 };
        assert_eq!(read_open(&open(), 3, 5), Err(over));
    }

    #[test]
    fn a_file_cut_short_has_changed() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"123").unwrap();
        let open = File::open(file.path()).unwrap();
        assert_eq!(read_open(&open, 8, 100), Err(SkipReason::Changed));
    }
}
