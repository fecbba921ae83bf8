//! Files whose time changed and whose content did not: their newer stamps.
//!
//! The index keeps a file's stamp in its documents, which cannot be altered in place;
//! adding them again for a `git checkout` would be all the work for nothing. So the
//! newer stamps lie beside the index. An entry counts only while the index holds the
//! very content it was made for, so that a lost or stale file costs reading, never truth.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::corpus::FileEntry;
use crate::schema::record::Stamp;
use crate::schema::whole::TOUCHED_FILE as FILE;
use crate::schema::{Home, IndexError, Mark, seal};

/// Newer stamps by the file's hash.
#[derive(Debug, Default)]
pub(super) struct Touched {
    files: HashMap<u64, Seen>,
    changed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    size: u64,
    modified: i64,
    changed: i64,
    content: u64,
}

impl Touched {
    /// Of an index just begun: none, which is written down, so that a list that is missing is
    /// damage.
    pub(super) fn none() -> Self {
        Self {
            files: HashMap::new(),
            changed: true,
        }
    }

    /// Reads those of a build; none when they cannot be read.
    pub(super) fn read(home: &Home, mark: &Mark) -> Self {
        let read = seal::read(&home.build(mark).join(FILE)).ok();
        let listed: Option<Vec<(u64, Seen)>> =
            read.and_then(|json| serde_json::from_slice(&json).ok());
        Self {
            files: listed.unwrap_or_default().into_iter().collect(),
            changed: false,
        }
    }

    /// Whether a file is as the index, or its newer stamp, has it.
    pub(super) fn stays(&self, file: u64, entry: &FileEntry, stamp: &Stamp) -> bool {
        let now = Seen {
            size: entry.size,
            modified: entry.modified,
            changed: entry.changed,
            content: stamp.content,
        };
        now == Seen::of(stamp) || self.files.get(&file) == Some(&now)
    }

    /// Notes the stamp of a file that still holds what it held; of no use when it is unsure.
    pub(super) fn note(&mut self, file: u64, stamp: &Stamp) {
        if stamp.changed != Stamp::UNSURE {
            self.files.insert(file, Seen::of(stamp));
            self.changed = true;
        }
    }

    /// Forgets a file that is taken out of the index, or indexed with a stamp of its own.
    pub(super) fn forget(&mut self, file: u64) {
        self.changed |= self.files.remove(&file).is_some();
    }

    /// Writes them beside the build of `mark`, if there is anything new.
    pub(super) fn write(&self, home: &Home, mark: &Mark) -> Result<(), IndexError> {
        if !self.changed {
            return Ok(());
        }
        let mut listed: Vec<_> = self.files.iter().collect();
        listed.sort_by_key(|(file, _)| **file);
        let json = serde_json::to_vec(&listed).unwrap_or_default();
        let directory = home.build(mark);
        seal::write(&directory, FILE, &json).map_err(|source| IndexError::Io {
            path: directory.join(FILE),
            source,
        })
    }
}

impl Seen {
    const fn of(stamp: &Stamp) -> Self {
        Self {
            size: stamp.size,
            modified: stamp.modified,
            changed: stamp.changed,
            content: stamp.content,
        }
    }
}
