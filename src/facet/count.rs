//! Counting one field in one segment.

use std::io;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

/// Counts by value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// The values met with how often, each once, in the order of their bytes.
    pub(crate) values: Vec<(String, u64)>,
    /// How many releases had none.
    pub(crate) missing: u64,
}

/// Counts by ordinal of a string column.
pub(crate) struct SegmentCount {
    /// None when no release of the segment has a value.
    column: Option<StrColumn>,
    counts: Vec<u32>,
    missing: u64,
}

impl SegmentCount {
    pub(crate) fn open(segment: &SegmentReader, facet: &str) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(facet)?;
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        Ok(Self {
            column,
            counts: vec![0; values],
            missing: 0,
        })
    }

    /// Counts one release.
    pub(crate) fn add(&mut self, document: DocId) {
        let mut any = false;
        if let Some(column) = &self.column {
            for ordinal in column.term_ords(document) {
                any = true;
                if let Some(count) = self.counts.get_mut(ordinal as usize) {
                    *count += 1;
                }
            }
        }
        self.missing += u64::from(!any);
    }

    /// Turns ordinals into values.
    pub(crate) fn finish(self) -> io::Result<Counts> {
        let mut counts = Counts {
            values: Vec::new(),
            missing: self.missing,
        };
        let Some(column) = self.column else {
            return Ok(counts);
        };
        let met = self
            .counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0);
        let (ordinals, found): (Vec<u64>, Vec<u64>) = met
            .map(|(ordinal, count)| (ordinal as u64, u64::from(*count)))
            .unzip();
        counts.values.reserve(found.len());
        let mut found = found.into_iter();
        column
            .dictionary()
            .sorted_ords_to_term_cb(&ordinals, |term| {
                let value = String::from_utf8_lossy(term).into_owned();
                counts.values.push((value, found.next().unwrap_or(0)));
            })?;
        Ok(counts)
    }
}
