//! Counting one field: in each segment by itself, then added up by value.

use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentOrdinal, SegmentReader};

use super::numbers::{Numbers, Ordinals};
use super::rollup::COLUMNS;

/// Counts by value, over all segments.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    numbers: Arc<Numbers>,
    /// By the number of the value.
    counts: Vec<u64>,
    /// How many releases had none.
    pub(super) missing: u64,
}

impl Counts {
    /// Nothing counted yet of these values.
    pub(crate) fn new(numbers: Arc<Numbers>) -> Self {
        Self {
            counts: vec![0; numbers.len()],
            numbers,
            missing: 0,
        }
    }

    /// The numbers of the values met, in order, with how often.
    pub(super) fn met(&self) -> impl Iterator<Item = (u32, u64)> {
        let counts = (0..).zip(&self.counts);
        counts
            .filter(|(_, count)| **count > 0)
            .map(|(number, count)| (number, *count))
    }

    pub(super) fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// As if counted.
    #[cfg(test)]
    pub(super) fn given(values: &[(&str, u64)], missing: u64) -> Self {
        let names = values.iter().map(|(value, _)| (*value).to_owned());
        Self {
            numbers: Arc::new(Numbers::given(names.collect())),
            counts: values.iter().map(|(_, count)| *count).collect(),
            missing,
        }
    }
}

/// Counts of one field in one segment.
pub(crate) enum SegmentCount {
    Column(SegmentColumn),
    Parts(SegmentParts),
}

impl SegmentCount {
    /// Counts a column, or for [`super::PART_OF`] bodies with those they are part of.
    pub(crate) fn open(
        (ordinal, segment): (SegmentOrdinal, &SegmentReader),
        facet: &str,
        numbers: &Arc<Numbers>,
    ) -> tantivy::Result<Self> {
        Ok(if facet == super::PART_OF {
            Self::Parts(SegmentParts::open(ordinal, segment, numbers)?)
        } else {
            Self::Column(SegmentColumn::open(ordinal, segment, facet)?)
        })
    }

    /// Counts one release.
    pub(crate) fn add(&mut self, document: DocId) {
        match self {
            Self::Column(column) => column.add(document),
            Self::Parts(parts) => parts.add(document),
        }
    }

    /// Adds what was counted to the counts of all segments.
    pub(crate) fn add_to(self, all: &mut Counts) {
        match self {
            Self::Column(column) => column.add_to(all),
            Self::Parts(parts) => parts.add_to(all),
        }
    }
}

/// Counts by ordinal of a string column.
pub(crate) struct SegmentColumn {
    segment: SegmentOrdinal,
    /// None when no release of the segment has a value.
    column: Option<StrColumn>,
    counts: Vec<u32>,
    missing: u64,
}

impl SegmentColumn {
    fn open(
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
        facet: &str,
    ) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(facet)?;
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        Ok(Self {
            segment: ordinal,
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

    fn add_to(self, all: &mut Counts) {
        all.missing += self.missing;
        let numbers = Arc::clone(&all.numbers);
        let Some(Ordinals::One(numbers)) = numbers.ordinals(self.segment, 0) else {
            return;
        };
        for (number, count) in numbers.iter().zip(self.counts) {
            if let Some(sum) = all.counts.get_mut(*number as usize) {
                *sum += u64::from(count);
            }
        }
    }
}

/// Counts of bodies with those they are part of.
pub(crate) struct SegmentParts {
    segment: SegmentOrdinal,
    numbers: Arc<Numbers>,
    columns: [Option<StrColumn>; COLUMNS.len()],
    counts: Vec<u32>,
    /// The release each was counted for last, so that two parts of one body count once.
    last: Vec<Option<DocId>>,
    missing: u64,
}

impl SegmentParts {
    fn open(
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
        numbers: &Arc<Numbers>,
    ) -> tantivy::Result<Self> {
        let [bodies, parents] = COLUMNS.map(|name| segment.fast_fields().str(name));
        Ok(Self {
            segment: ordinal,
            columns: [bodies?, parents?],
            counts: vec![0; numbers.len()],
            last: vec![None; numbers.len()],
            missing: 0,
            numbers: Arc::clone(numbers),
        })
    }

    fn add(&mut self, document: DocId) {
        let mut any = false;
        for (at, column) in self.columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let Some(Ordinals::Many(numbers)) = self.numbers.ordinals(self.segment, at) else {
                continue;
            };
            for ordinal in column.term_ords(document) {
                any = true;
                for number in numbers.get(ordinal as usize).into_iter().flatten() {
                    let at = *number as usize;
                    if let (Some(last), Some(count)) =
                        (self.last.get_mut(at), self.counts.get_mut(at))
                        && last.replace(document) != Some(document)
                    {
                        *count += 1;
                    }
                }
            }
        }
        self.missing += u64::from(!any);
    }

    fn add_to(self, all: &mut Counts) {
        all.missing += self.missing;
        for (sum, count) in all.counts.iter_mut().zip(self.counts) {
            *sum += u64::from(count);
        }
    }
}
