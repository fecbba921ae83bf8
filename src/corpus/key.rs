//! A file's path as text and back, without loss.
//!
//! A key is the path below the corpus' base with `/` between names. Names that are
//! UTF-8 stand as they are; a byte that is not becomes `\xNN`, and a backslash that
//! would read as such an escape becomes `\x5C`, so no two files share a key.

use std::path::{Path, PathBuf};

/// The key of `path` below `base`; of the whole path when it lies elsewhere.
pub fn key_of(base: &Path, path: &Path) -> String {
    let below = path.strip_prefix(base).unwrap_or(path);
    let key = written(below);
    if std::path::MAIN_SEPARATOR == '/' {
        key
    } else {
        key.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// The path that has `key` below `base`.
pub fn path_of(base: &Path, key: &str) -> PathBuf {
    base.join(read_back(key))
}

#[cfg(unix)]
fn written(path: &Path) -> String {
    use std::fmt::Write;
    use std::os::unix::ffi::OsStrExt;

    let mut key = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        for (at, character) in chunk.valid().char_indices() {
            let rest = chunk.valid().get(at..).unwrap_or_default();
            if escaped_byte(rest.as_bytes()).is_some() {
                key.push_str("\\x5C");
            } else {
                key.push(character);
            }
        }
        for byte in chunk.invalid() {
            // Writing to a String cannot fail.
            let _ = write!(key, "\\x{byte:02X}");
        }
    }
    key
}

#[cfg(unix)]
fn read_back(key: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;

    let mut bytes = Vec::with_capacity(key.len());
    let mut rest = key.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if let Some(byte) = escaped_byte(rest) {
            bytes.push(byte);
            rest = rest.get(4..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    std::ffi::OsString::from_vec(bytes).into()
}

/// The byte that the escape at the start of `text` stands for.
#[cfg(unix)]
fn escaped_byte(text: &[u8]) -> Option<u8> {
    let [b'\\', b'x', high, low, ..] = text else {
        return None;
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|value| value as u8);
    Some(digit(high)? << 4 | digit(low)?)
}

// Elsewhere names are Unicode but for lone surrogates, which only a broken program makes.
#[cfg(not(unix))]
fn written(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn read_back(key: &str) -> PathBuf {
    key.split('/').collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;
    use proptest::prelude::*;

    fn key(name: &[u8]) -> String {
        key_of(
            Path::new("/base"),
            &Path::new("/base").join(OsStr::from_bytes(name)),
        )
    }

    #[test]
    fn a_plain_name_is_its_own_key() {
        for name in [
            "a/b.txt",
            "Löwe 100%.txt",
            "new\nline\u{1b}.txt",
            r"back\slash",
        ] {
            assert_eq!(key(name.as_bytes()), name);
        }
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_escaped_and_so_is_what_looks_like_one() {
        assert_eq!(key(b"caf\xE9.txt"), r"caf\xE9.txt");
        assert_eq!(key(br"caf\xE9.txt"), r"caf\x5CxE9.txt");
    }

    #[test]
    fn a_path_outside_the_base_keeps_all_of_itself() {
        assert_eq!(
            key_of(Path::new("/base"), Path::new("/else/a.txt")),
            "/else/a.txt"
        );
    }

    proptest! {
        #[test]
        fn a_key_leads_back_to_its_path(name in r"[\\x0-9A-F/a\xff\xe9]{1,24}".prop_map(|text| {
            text.chars().map(|c| c as u32 as u8).collect::<Vec<u8>>()
        })) {
            prop_assume!(!name.starts_with(b"/"));
            let path = Path::new("/base").join(OsStr::from_bytes(&name));
            let back = path_of(Path::new("/base"), &key_of(Path::new("/base"), &path));
            prop_assert_eq!(back, path);
        }
    }
}
