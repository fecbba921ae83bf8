//! Small files that bear their own checksum, and how they take their place.
//!
//! A sealed file is JSON, `{"sum":"<xxh3, 16 hexadecimal digits>","content":<what was sealed>}`
//! on a line; every byte of it is either covered by the sum or fixed. It is written beside its
//! place, made last and renamed, so that it is there whole or as it was before.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

const BEFORE_SUM: &str = "{\"sum\":\"";
const BEFORE_CONTENT: &str = "\",\"content\":";
const BEHIND: &str = "}\n";

/// What temporary files begin with; those of runs that died are swept away.
pub const TEMPORARY: &str = ".tmp";

/// `content` with its checksum.
pub fn seal(content: &[u8]) -> Vec<u8> {
    let sum = format!("{:016x}", xxh3_64(content));
    let parts = [
        BEFORE_SUM.as_bytes(),
        sum.as_bytes(),
        BEFORE_CONTENT.as_bytes(),
        content,
        BEHIND.as_bytes(),
    ];
    parts.concat()
}

/// What was sealed; none when a single bit is not as it was written.
pub fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let start = BEFORE_SUM.len() + 16 + BEFORE_CONTENT.len();
    let end = sealed.len().checked_sub(BEHIND.len())?;
    let content = sealed.get(start..end)?;
    (seal(content) == sealed).then_some(content)
}

/// Reads a sealed file.
///
/// # Errors
/// The system's own, or [`io::ErrorKind::InvalidData`] when it is not as it was written.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let sealed = fs::read(path)?;
    let content = unseal(&sealed).ok_or_else(|| broken("is not as it was written"))?;
    Ok(content.to_vec())
}

/// Seals `content` into the file `name` of `directory`, and makes it last.
///
/// # Errors
/// The system's own; the file is then as it was before, or whole and not yet sure to last.
pub fn write(directory: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    place(directory, name, content)?;
    sync(directory)
}

/// Seals `content` into the file `name` of `directory`; after a power cut it may be as it was
/// before.
///
/// # Errors
/// The system's own; the file is then as it was before.
pub fn place(directory: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let temporary = directory.join(format!("{TEMPORARY}-{}-{name}", std::process::id()));
    let placed = File::create(&temporary)
        .and_then(|mut file| {
            file.write_all(&seal(content))?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temporary, directory.join(name)));
    if placed.is_err() {
        // Left where it cannot be removed either, it is swept later.
        let _ = fs::remove_file(&temporary);
    }
    placed
}

/// Makes last what was made, renamed or removed in a directory.
///
/// # Errors
/// The system's own.
pub fn sync(directory: &Path) -> io::Result<()> {
    if cfg!(windows) {
        // Windows knows no fsync of a directory; its renames are journalled.
        return Ok(());
    }
    File::open(directory)?.sync_all()
}

/// An error that says what is wrong with a file.
pub fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sealed_file_is_json_and_is_read_as_written() {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), "a", b"{\"b\": [1]}").unwrap();
        let path = directory.path().join("a");
        assert_eq!(read(&path).unwrap(), b"{\"b\": [1]}");
        let json: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(json["content"]["b"][0], 1);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    proptest! {
        #[test]
        fn no_bit_can_be_turned_and_no_byte_lost(
            content in "\\PC{0,40}", at in any::<prop::sample::Index>(), bit in 0..8_u8,
        ) {
            let sealed = seal(content.as_bytes());
            prop_assert_eq!(unseal(&sealed), Some(content.as_bytes()));
            let at = at.index(sealed.len());
            let mut flipped = sealed.clone();
            flipped[at] ^= 1 << bit;
            prop_assert_eq!(unseal(&flipped), None);
            prop_assert_eq!(unseal(&sealed[..at]), None);
        }
    }
}
