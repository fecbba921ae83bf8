//! The organisations a command knows: those compiled in, and the user's own.
//!
//! A file `organisations.toml` in the corpus, of the form of `data/organisations.toml`,
//! adds bodies and extends known ones. An index is read anew when it changes.

use std::fs;
use std::io::ErrorKind;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dateline::extract;
use dateline::organisations::Register;
use xxhash_rust::xxh3::xxh3_64;

/// The name of the user's table.
pub(super) const TABLE: &str = "organisations.toml";

/// A register, and what tells it from others.
pub(super) struct Bodies {
    extended: Option<Box<Register>>,
    version: u32,
}

impl Bodies {
    /// The register compiled in.
    pub(super) const fn builtin() -> Self {
        Self {
            extended: None,
            version: extract::VERSION,
        }
    }

    /// With the table of the corpus at `base`, if it has one.
    ///
    /// # Errors
    /// When the table cannot be read or is not of its form.
    pub(super) fn of_corpus(base: &Path) -> Result<Self> {
        let path = base.join(TABLE);
        let told = || format!("the organisations of {}", path.display());
        match fs::read_to_string(&path) {
            Ok(toml) => Ok(Self {
                version: version_with(&toml),
                extended: Some(Box::new(Register::extended(&toml).with_context(told)?)),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::builtin()),
            Err(error) => Err(error).with_context(told),
        }
    }

    /// With the nearest table from a file or directory upwards.
    ///
    /// # Errors
    /// As [`Bodies::of_corpus`].
    pub(super) fn near(path: &Path) -> Result<Self> {
        let whole = path.canonicalize().unwrap_or_else(|_| PathBuf::from(path));
        let holds = |folder: &&Path| folder.join(TABLE).is_file();
        match whole.ancestors().find(holds) {
            Some(folder) => Self::of_corpus(folder),
            None => Ok(Self::builtin()),
        }
    }

    /// The version of what an extraction with these comes to.
    pub(super) const fn version(&self) -> u32 {
        self.version
    }
}

impl Deref for Bodies {
    type Target = Register;

    fn deref(&self) -> &Register {
        self.extended
            .as_deref()
            .unwrap_or_else(|| Register::builtin())
    }
}

/// The extractor's version in the low byte, 24 bits of the table's hash above it.
fn version_with(toml: &str) -> u32 {
    let hash = (xxh3_64(toml.as_bytes()) >> 40) as u32;
    (hash << 8) | (extract::VERSION & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_table_is_another_version() {
        let (one, other) = (version_with("a = 1"), version_with("a = 2"));
        assert_ne!(one, other);
        assert_ne!(one, extract::VERSION);
        assert_eq!(one & 0xff, extract::VERSION);
    }

    #[test]
    fn without_a_table_the_register_is_the_built_in_one() {
        let bodies = Bodies::of_corpus(Path::new("no-such-folder")).unwrap();
        assert_eq!(bodies.version(), extract::VERSION);
        assert!(!bodies.resolve("UNHCR").is_empty());
    }
}
