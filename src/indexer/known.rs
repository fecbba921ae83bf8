//! What the index already holds of each file, and what a walk makes of it: [`Plan`].

use std::collections::HashMap;

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
    /// Its place in the walk.
    pub(super) at: usize,
    pub(super) entry: FileEntry,
    pub(super) known: Option<Known>,
}

/// The file under which a content is searched; others that hold it are its copies.
#[derive(Debug, Clone)]
pub(super) struct Holder {
    /// Its place in the walk.
    pub(super) at: usize,
    /// Of a file that stays as it is, its key and stamp.
    pub(super) stays: Option<(String, Stamp)>,
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
    pub(super) held: HashMap<u64, Holder>,
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
        let mut same: HashMap<u64, Vec<(usize, FileEntry, Known)>> = HashMap::new();
        for (at, entry) in files.into_iter().enumerate() {
            let hash = file_hash(&entry.key);
            let known = known.remove(&hash);
            let stays = known.filter(|known| {
                known.stamp.extractor == extractor && touched.stays(hash, &entry, &known.stamp)
            });
            match stays {
                Some(known) => same
                    .entry(known.stamp.content)
                    .or_default()
                    .push((at, entry, known)),
                None => plan.pending.push(Pending { at, entry, known }),
            }
        }
        plan.gone = known
            .iter()
            .map(|(hash, known)| (*hash, known.stamp.content))
            .collect();
        for (content, files) in same {
            plan.settle(content, files);
        }
        plan.pending.sort_unstable_by_key(|file| file.at);
        plan
    }

    /// Of files with one content the first is searched and the others are its copies, whatever
    /// came first in time. Where that is not so (the first is gone, or a run was stopped between
    /// two of them), all are read again.
    fn settle(&mut self, content: u64, files: Vec<(usize, FileEntry, Known)>) {
        let mut copies = files.iter().map(|(_, _, known)| known.copy);
        if copies.next() == Some(false) && copies.all(|copy| copy) {
            self.unchanged += 1;
            self.duplicates += files.len() as u64 - 1;
            let first = files.into_iter().next();
            self.held.extend(first.map(|(at, entry, known)| {
                let stays = Some((entry.key, known.stamp));
                (content, Holder { at, stays })
            }));
        } else {
            let read = files.into_iter().map(|(at, entry, known)| Pending {
                at,
                entry,
                known: Some(known),
            });
            self.pending.extend(read);
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

/// The columns of stamps.
pub(super) struct Columns {
    file: Column<u64>,
    size: Column<u64>,
    modified: Column<i64>,
    changed: Column<i64>,
    content: Column<u64>,
    extractor: Column<u64>,
    copy_of: Column<u64>,
}

impl Columns {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        // A column no document has a value in is not written at all.
        let empty = || Column::build_empty_column(segment.max_doc());
        Ok(Self {
            file: columns.u64("file")?,
            size: columns.u64("size")?,
            modified: columns.i64("modified")?,
            changed: columns.i64("changed")?,
            content: columns.u64("content")?,
            extractor: columns.u64("extractor")?,
            copy_of: columns.column_opt("copy_of")?.unwrap_or_else(empty),
        })
    }

    /// A document's file and stamp; none when it lacks any.
    pub(super) fn at(&self, document: DocId) -> Option<(u64, Known)> {
        let stamp = Stamp {
            size: self.size.first(document)?,
            modified: self.modified.first(document)?,
            changed: self.changed.first(document)?,
            content: self.content.first(document)?,
            extractor: u32::try_from(self.extractor.first(document)?).ok()?,
        };
        let copy = self.copy_of.first(document).is_some();
        Some((self.file.first(document)?, Known { stamp, copy }))
    }
}
