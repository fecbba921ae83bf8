//! Counting values together with what they are part of: [`Rollup`], as [`super::PART_OF`] has it.

use std::collections::{BTreeSet, HashMap};
use std::io;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::Counts;

/// The columns that name bodies: those of a release, and those its text calls their parents.
const COLUMNS: [&str; 2] = ["organisation", "parent"];

/// Each body with those it is part of, itself first.
#[derive(Debug, Default)]
pub(crate) struct Rollup {
    above: HashMap<String, Vec<String>>,
}

impl Rollup {
    /// Of these bodies, by what tells the parents of one, nearest first.
    pub(crate) fn new<'v>(
        bodies: impl Iterator<Item = &'v str>,
        parents: impl Fn(&str) -> Vec<String>,
    ) -> Self {
        let above = bodies.map(|body| {
            let mut above = vec![body.to_owned()];
            above.extend(parents(body));
            (body.to_owned(), above)
        });
        Self {
            above: above.collect(),
        }
    }

    /// Every body and every parent, each once, in order.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        self.above.values().flatten().map(String::as_str).collect()
    }

    /// The bodies that are `whole` or part of it.
    pub(crate) fn parts<'a>(&'a self, whole: &'a str) -> impl Iterator<Item = &'a str> {
        let parts = self
            .above
            .iter()
            .filter(move |(_, above)| above.iter().any(|name| name == whole));
        parts.map(|(body, _)| body.as_str())
    }
}

/// Counts of one segment.
pub(crate) struct SegmentRollup {
    /// Each with what its values count for, by ordinal.
    columns: Vec<(StrColumn, Vec<Vec<u32>>)>,
    names: Vec<String>,
    counts: Vec<u64>,
    /// The release each was counted for last, so that two parts of one body count once.
    last: Vec<Option<DocId>>,
    missing: u64,
}

impl SegmentRollup {
    pub(crate) fn open(segment: &SegmentReader, rollup: &Rollup) -> tantivy::Result<Self> {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut names = Vec::new();
        let mut number_of = |name: &str| match numbers.get(name) {
            Some(number) => *number,
            None => {
                let number = names.len() as u32;
                numbers.insert(name.to_owned(), number);
                names.push(name.to_owned());
                number
            }
        };
        let mut columns = Vec::new();
        for name in COLUMNS {
            let Some(column) = segment.fast_fields().str(name)? else {
                continue;
            };
            let mut by_ordinal = Vec::with_capacity(column.num_terms());
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                let body = String::from_utf8_lossy(stream.key());
                by_ordinal.push(match rollup.above.get(&*body) {
                    Some(above) => above.iter().map(|name| number_of(name)).collect(),
                    None => vec![number_of(&body)],
                });
            }
            columns.push((column, by_ordinal));
        }
        Ok(Self {
            columns,
            counts: vec![0; names.len()],
            last: vec![None; names.len()],
            names,
            missing: 0,
        })
    }

    /// Counts one release.
    pub(crate) fn add(&mut self, document: DocId) {
        let mut any = false;
        for (column, by_ordinal) in &self.columns {
            for ordinal in column.term_ords(document) {
                any = true;
                for number in by_ordinal.get(ordinal as usize).into_iter().flatten() {
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

    pub(crate) fn finish(self) -> io::Result<Counts> {
        let counted = self.names.into_iter().zip(self.counts);
        let mut values: Vec<(String, u64)> = counted.filter(|(_, count)| *count > 0).collect();
        values.sort();
        Ok(Counts {
            values,
            missing: self.missing,
        })
    }
}
