//! One pass over the matches: total, the page, and every facet.
//!
//! Gates are filters held out of the query. A release that passes all of them is a hit;
//! one that fails a single gate is counted in that gate's own field only, which is
//! what leaving out a field's own filter means.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::rank::Rank;
use super::request::Sort;
use crate::facet::{self, Counts, Gate, PART_OF, Rollup, SegmentCount, SegmentGate};

/// What to collect.
#[derive(Debug, Clone, Default)]
pub(crate) struct Collect {
    pub(crate) sort: Sort,
    /// Whether matches have scores.
    pub(crate) scored: bool,
    /// How many of the best to keep.
    pub(crate) keep: usize,
    /// Only those that come after this.
    pub(crate) after: Option<Rank>,
    pub(crate) gates: Vec<Gate>,
    pub(crate) facets: Vec<&'static str>,
    /// When [`PART_OF`] is among them.
    pub(crate) rollup: Option<Arc<Rollup>>,
}

/// What was collected.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) total: u64,
    /// The best, best first.
    pub(crate) best: Vec<Ranked>,
    /// In the order of [`Collect::facets`].
    pub(crate) facets: Vec<Counts>,
}

/// A match with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) rank: Rank,
    pub(crate) score: Score,
    pub(crate) address: DocAddress,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The collection of one segment.
pub(crate) struct SegmentCollect {
    sort: Sort,
    keep: usize,
    after: Option<Rank>,
    segment: SegmentOrdinal,
    gates: Vec<SegmentGate>,
    /// Each with the gate of its own field, if there is one.
    facets: Vec<(SegmentCount, Option<usize>)>,
    day: Column<u64>,
    order: Column<u64>,
    total: u64,
    best: BinaryHeap<Reverse<Ranked>>,
}

/// The fruit of one segment.
pub(crate) struct Part {
    total: u64,
    best: Vec<Ranked>,
    facets: std::io::Result<Vec<Counts>>,
}

impl Collector for Collect {
    type Fruit = Collected;
    type Child = SegmentCollect;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCollect> {
        let column = |name: &str| -> tantivy::Result<Column<u64>> {
            // A column no document has a value in is not written at all.
            let column = reader.fast_fields().column_opt(name)?;
            Ok(column.unwrap_or_else(|| Column::build_empty_column(reader.max_doc())))
        };
        let gate_of = |facet: &str| self.gates.iter().position(|gate| gate.field == facet);
        let gates = self
            .gates
            .iter()
            .map(|gate| SegmentGate::open(reader, gate));
        let facets = self.facets.iter().map(|facet| {
            let rollup = self.rollup.as_deref().filter(|_| *facet == PART_OF);
            Ok((SegmentCount::open(reader, facet, rollup)?, gate_of(facet)))
        });
        Ok(SegmentCollect {
            sort: self.sort,
            keep: self.keep,
            after: self.after,
            segment,
            gates: gates.collect::<tantivy::Result<_>>()?,
            facets: facets.collect::<tantivy::Result<_>>()?,
            day: column("first_day")?,
            order: column("order")?,
            total: 0,
            best: BinaryHeap::with_capacity(self.keep.min(1_024) + 1),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scored && self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, parts: Vec<Part>) -> tantivy::Result<Collected> {
        let mut collected = Collected::default();
        let mut by_facet: Vec<Vec<Counts>> = self.facets.iter().map(|_| Vec::new()).collect();
        for part in parts {
            collected.total += part.total;
            collected.best.extend(part.best);
            for (all, counts) in by_facet.iter_mut().zip(part.facets?) {
                all.push(counts);
            }
        }
        collected.best.sort_by(|a, b| b.cmp(a));
        collected.best.truncate(self.keep);
        collected.facets = by_facet.into_iter().map(facet::merge).collect();
        Ok(collected)
    }
}

impl SegmentCollect {
    /// The one gate that keeps a release out; `Err` when there are several.
    fn failing(&self, document: DocId) -> Result<Option<usize>, ()> {
        let mut failing = None;
        for (at, gate) in self.gates.iter().enumerate() {
            if !gate.passes(document) && failing.replace(at).is_some() {
                return Err(());
            }
        }
        Ok(failing)
    }

    fn rank(&mut self, document: DocId, score: Score) {
        if self.keep == 0 {
            return;
        }
        let day = self.day.first(document).unwrap_or(0);
        let order = self.order.first(document).unwrap_or(0);
        let rank = Rank::new(self.sort, score, day, order);
        if self.after.is_some_and(|after| rank >= after) {
            return;
        }
        if self.best.len() < self.keep || self.best.peek().is_some_and(|worst| rank > worst.0.rank)
        {
            let address = DocAddress::new(self.segment, document);
            self.best.push(Reverse(Ranked {
                rank,
                score,
                address,
            }));
            if self.best.len() > self.keep {
                self.best.pop();
            }
        }
    }
}

impl SegmentCollector for SegmentCollect {
    type Fruit = Part;

    fn collect(&mut self, document: DocId, score: Score) {
        let Ok(failing) = self.failing(document) else {
            return;
        };
        for (count, gate) in &mut self.facets {
            if failing.is_none() || failing == *gate {
                count.add(document);
            }
        }
        if failing.is_none() {
            self.total += 1;
            self.rank(document, score);
        }
    }

    fn harvest(self) -> Part {
        Part {
            total: self.total,
            best: self.best.into_iter().map(|ranked| ranked.0).collect(),
            facets: self
                .facets
                .into_iter()
                .map(|(count, _)| count.finish())
                .collect(),
        }
    }
}
