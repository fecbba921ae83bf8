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
use crate::schema::{Home, IndexError};

const FILE: &str = "touched.json";

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
    content: u64,
}

impl Touched {
    /// Reads them; none when there are none or they cannot be read.
    pub(super) fn read(home: &Home) -> Self {
        let read = std::fs::read(home.path().join(FILE)).ok();
        let listed: Option<Vec<(u64, Seen)>> =
            read.and_then(|json| serde_json::from_slice(&json).ok());
        Self {
            files: listed.unwrap_or_default().into_iter().collect(),
            changed: false,
        }
    }

    /// Whether a file is as the index, or its newer stamp, has it.
    pub(super) fn stays(&self, file: u64, entry: &FileEntry, stamp: &Stamp) -> bool {
        let as_indexed = (stamp.size, stamp.modified) == (entry.size, entry.modified);
        let now = Seen {
            size: entry.size,
            modified: entry.modified,
            content: stamp.content,
        };
        as_indexed || self.files.get(&file) == Some(&now)
    }

    /// Notes that a file with this stamp still holds `content`.
    pub(super) fn note(&mut self, file: u64, stamp: &Stamp) {
        let seen = Seen {
            size: stamp.size,
            modified: stamp.modified,
            content: stamp.content,
        };
        self.files.insert(file, seen);
        self.changed = true;
    }

    /// Writes them, if there is anything new.
    pub(super) fn write(&self, home: &Home) -> Result<(), IndexError> {
        if !self.changed {
            return Ok(());
        }
        let mut listed: Vec<_> = self.files.iter().collect();
        listed.sort_by_key(|(file, _)| **file);
        home.write_file(FILE, &serde_json::to_string(&listed).unwrap_or_default())
    }
}
