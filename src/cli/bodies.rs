//! The organisations a command knows: those compiled in, and the user's own.
//!
//! A file `organisations.toml` in the corpus, of the form of `data/organisations.toml`,
//! adds bodies and extends known ones. An index is read anew when it changes.

use std::fs;
use std::io::ErrorKind;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dateline::organisations::Register;
use xxhash_rust::xxh3::xxh3_64;

/// The name of the user's table.
pub(super) const TABLE: &str = "organisations.toml";

/// A register, and what tells it from others.
pub(super) struct Bodies {
    extended: Option<Box<Register>>,
    fingerprint: u64,
}

impl Bodies {
    /// The register compiled in.
    pub(super) const fn builtin() -> Self {
        Self {
            extended: None,
            fingerprint: 0,
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
                fingerprint: xxh3_64(toml.as_bytes()),
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

    /// A number that changes with the user's table; 0 without one.
    pub(super) const fn fingerprint(&self) -> u64 {
        self.fingerprint
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_table_the_register_is_the_built_in_one() {
        let bodies = Bodies::of_corpus(Path::new("no-such-folder")).unwrap();
        assert_eq!(bodies.fingerprint(), 0);
        assert!(!bodies.resolve("UNHCR").is_empty());
    }
}
