//! What the index already holds of each file, and what a walk makes of it: [`Plan`].

use std::collections::{HashMap, HashSet};

use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};

use super::touched::Touched;
use crate::corpus::FileEntry;
use crate::schema::record::{Stamp, file_hash};

/// A file the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) stamp: Stamp,
    /// Whether it is a copy of another.
    pub(super) copy: bool,
}

/// A file to read.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) entry: FileEntry,
    pub(super) known: Option<Known>,
    /// Index it even if its content is as it was: what it copied is gone.
    pub(super) forced: bool,
}

/// What a walk found, against what the index holds.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files to read, in the order of the walk.
    pub(super) pending: Vec<Pending>,
    /// Files that stay as they are, and of them the copies.
    pub(super) unchanged: u64,
    pub(super) duplicates: u64,
    /// Hashes of the files that are gone, with the hash of their content.
    pub(super) gone: HashMap<u64, u64>,
    /// Contents held by files that stay, by hash.
    pub(super) held: HashSet<u64>,
}

impl Plan {
    /// Compares the files of a walk with the `known`; opens none.
    pub(super) fn new(
        files: Vec<FileEntry>,
        mut known: HashMap<u64, Known>,
        touched: &Touched,
        extractor: u32,
    ) -> Self {
        let mut plan = Self::default();
        let mut copies = Vec::new();
        for entry in files {
            let hash = file_hash(&entry.key);
            let found = known.remove(&hash);
            let stays = found.filter(|known| {
                known.stamp.extractor == extractor && touched.stays(hash, &entry, &known.stamp)
            });
            match stays {
                Some(known) if known.copy => copies.push((entry, known)),
                Some(known) => {
                    plan.unchanged += 1;
                    plan.held.insert(known.stamp.content);
                }
                None => plan.pending.push(Pending {
                    entry,
                    known: found,
                    forced: false,
                }),
            }
        }
        plan.gone = known
            .iter()
            .map(|(hash, known)| (*hash, known.stamp.content))
            .collect();
        plan.settle(copies);
        plan
    }

    /// A copy stays as long as what it copies does; else it is read again.
    fn settle(&mut self, copies: Vec<(FileEntry, Known)>) {
        for (entry, known) in copies {
            if self.held.contains(&known.stamp.content) {
                self.duplicates += 1;
            } else {
                self.pending.push(Pending {
                    entry,
                    known: Some(known),
                    forced: true,
                });
            }
        }
    }
}

/// Reads the stamps of every file in the index.
pub(super) fn known_files(searcher: &Searcher) -> tantivy::Result<HashMap<u64, Known>> {
    let mut known = HashMap::new();
    for segment in searcher.segment_readers() {
        let columns = Columns::open(segment)?;
        for document in segment.doc_ids_alive() {
            if let Some((file, found)) = columns.at(document) {
                known.insert(file, found);
            }
        }
    }
    Ok(known)
}

struct Columns {
    file: Column<u64>,
    size: Column<u64>,
    modified: Column<i64>,
    content: Column<u64>,
    extractor: Column<u64>,
    copy_of: Column<u64>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        // A column no document has a value in is not written at all.
        let empty = || Column::build_empty_column(segment.max_doc());
        Ok(Self {
            file: columns.u64("file")?,
            size: columns.u64("size")?,
            modified: columns.i64("modified")?,
            content: columns.u64("content")?,
            extractor: columns.u64("extractor")?,
            copy_of: columns.column_opt("copy_of")?.unwrap_or_else(empty),
        })
    }

    fn at(&self, document: DocId) -> Option<(u64, Known)> {
        let stamp = Stamp {
            size: self.size.first(document)?,
            modified: self.modified.first(document)?,
            content: self.content.first(document)?,
            extractor: u32::try_from(self.extractor.first(document)?).ok()?,
        };
        let copy = self.copy_of.first(document).is_some();
        Some((self.file.first(document)?, Known { stamp, copy }))
    }
}
