//! A filter kept out of the query so that its own field can be counted without it.

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::{PART_OF, column_of};

/// Lets releases through that have one of some values in one of some fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gate {
    /// The field whose filter it is.
    pub(crate) field: &'static str,
    /// Values with the facet they are looked for in.
    pub(crate) values: Vec<(&'static str, String)>,
    /// Whether a release without any value of the field passes.
    pub(crate) missing: bool,
}

/// A gate over one segment.
pub(crate) struct SegmentGate {
    /// For each facet its column and by ordinal whether the value passes.
    columns: Vec<(StrColumn, Vec<bool>)>,
    /// The field's own column, when those without a value pass.
    missing: Option<Option<StrColumn>>,
}

impl SegmentGate {
    pub(crate) fn open(segment: &SegmentReader, gate: &Gate) -> tantivy::Result<Self> {
        // A roll-up is no column; the parts it was resolved to stand beside it.
        let facets = gate.values.iter().map(|(facet, _)| *facet);
        let mut facets: Vec<&'static str> = facets.filter(|facet| *facet != PART_OF).collect();
        facets.sort_unstable();
        facets.dedup();
        let mut columns = Vec::new();
        for facet in facets {
            let Some(column) = segment.fast_fields().str(facet)? else {
                continue;
            };
            let mut passing = vec![false; column.num_terms()];
            for (_, value) in gate.values.iter().filter(|(of, _)| *of == facet) {
                let ordinal = column.dictionary().term_ord(value.as_bytes())?;
                let slot = ordinal.and_then(|ordinal| passing.get_mut(ordinal as usize));
                if let Some(slot) = slot {
                    *slot = true;
                }
            }
            columns.push((column, passing));
        }
        let missing = if gate.missing {
            Some(segment.fast_fields().str(column_of(gate.field))?)
        } else {
            None
        };
        Ok(Self { columns, missing })
    }

    pub(crate) fn passes(&self, document: DocId) -> bool {
        let passes = |(column, passing): &(StrColumn, Vec<bool>)| {
            column
                .term_ords(document)
                .any(|at| passing.get(at as usize) == Some(&true))
        };
        self.columns.iter().any(passes)
            || self.missing.as_ref().is_some_and(|column| {
                column
                    .as_ref()
                    .is_none_or(|column| column.term_ords(document).next().is_none())
            })
    }
}
