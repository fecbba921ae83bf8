//! Counting one field in one segment: a column, or the roll-up of two.

use std::io;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::rollup::{Rollup, SegmentRollup};

/// Counts by value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// The values met with how often, each once, in the order of their bytes.
    pub(crate) values: Vec<(String, u64)>,
    /// How many releases had none.
    pub(crate) missing: u64,
}

/// Counts of one field.
pub(crate) enum SegmentCount {
    Column(SegmentColumn),
    Rollup(SegmentRollup),
}

impl SegmentCount {
    /// Counts a column, or a roll-up if one is given.
    pub(crate) fn open(
        segment: &SegmentReader,
        facet: &str,
        rollup: Option<&Rollup>,
    ) -> tantivy::Result<Self> {
        Ok(match rollup {
            Some(rollup) => Self::Rollup(SegmentRollup::open(segment, rollup)?),
            None => Self::Column(SegmentColumn::open(segment, facet)?),
        })
    }

    /// Counts one release.
    pub(crate) fn add(&mut self, document: DocId) {
        match self {
            Self::Column(column) => column.add(document),
            Self::Rollup(rollup) => rollup.add(document),
        }
    }

    /// The values counted.
    pub(crate) fn finish(self) -> io::Result<Counts> {
        match self {
            Self::Column(column) => column.finish(),
            Self::Rollup(rollup) => rollup.finish(),
        }
    }
}

/// Counts by ordinal of a string column.
pub(crate) struct SegmentColumn {
    /// None when no release of the segment has a value.
    column: Option<StrColumn>,
    counts: Vec<u32>,
    missing: u64,
}

impl SegmentColumn {
    fn open(segment: &SegmentReader, facet: &str) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(facet)?;
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        Ok(Self {
            column,
            counts: vec![0; values],
            missing: 0,
        })
    }

    fn add(&mut self, document: DocId) {
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
    fn finish(self) -> io::Result<Counts> {
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
