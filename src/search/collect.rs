//! One pass over the matches: total, the page, and every facet.
//!
//! Of a group of copies one match counts: the one that stands for all if it is among them,
//! else the best. Which that is is known when all segments are through, so copies are held
//! until then, and settled for each facet by itself.
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
use super::score::{Plan, SegmentScorer};
use crate::copies::Groups;
use crate::facet::{Counts, Gate, Numbers, SegmentCount, SegmentGate};

/// What to collect.
#[derive(Debug, Clone, Default)]
pub(crate) struct Collect {
    pub(crate) sort: Sort,
    /// How matches are weighed; none when they are not.
    pub(crate) plan: Option<Arc<Plan>>,
    /// How many of the best to keep.
    pub(crate) keep: usize,
    /// Only those that come after this.
    pub(crate) after: Option<Rank>,
    pub(crate) gates: Vec<Gate>,
    /// Each with the numbers of its values.
    pub(crate) facets: Vec<(&'static str, Arc<Numbers>)>,
    /// The copies of which one counts; none when each does.
    pub(crate) copies: Option<Arc<Groups>>,
    /// Whether the index has grown since `after` was given: then a copy that came before
    /// it must not take away what stands behind it.
    pub(crate) grown: bool,
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
    scorer: Option<SegmentScorer>,
    total: u64,
    best: BinaryHeap<Reverse<Ranked>>,
    copies: Option<Arc<Groups>>,
    held: Vec<Held>,
}

/// The fruit of one segment.
pub(crate) struct Part {
    segment: SegmentOrdinal,
    total: u64,
    best: Vec<Ranked>,
    facets: Vec<(SegmentCount, Option<usize>)>,
    held: Vec<Held>,
}

/// A match that has copies.
#[derive(Clone, Copy)]
struct Held {
    group: usize,
    /// Whether it stands for all.
    first: bool,
    /// The one gate that keeps it out.
    failing: Option<usize>,
    ranked: Ranked,
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
        let facets = self.facets.iter().map(|(facet, numbers)| {
            let count = SegmentCount::open((segment, reader), facet, numbers)?;
            Ok((count, gate_of(facet)))
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
            scorer: match &self.plan {
                Some(plan) if self.sort == Sort::Relevance && self.keep > 0 => {
                    Some(plan.open(reader)?)
                }
                _ => None,
            },
            total: 0,
            best: BinaryHeap::with_capacity(self.keep.min(1_024) + 1),
            copies: self.copies.clone(),
            held: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        // The query only finds.
        false
    }

    fn merge_fruits(&self, mut parts: Vec<Part>) -> tantivy::Result<Collected> {
        let mut collected = Collected::default();
        let mut held = Vec::new();
        for part in &mut parts {
            collected.total += part.total;
            collected.best.append(&mut part.best);
            held.append(&mut part.held);
        }
        self.settle(held, &mut parts, &mut collected);
        collected.best.sort_by(|a, b| b.cmp(a));
        collected.best.truncate(self.keep);
        let numbers = self.facets.iter().map(|(_, numbers)| Arc::clone(numbers));
        collected.facets = numbers.map(Counts::new).collect();
        for part in parts {
            for (all, (count, _)) in collected.facets.iter_mut().zip(part.facets) {
                count.add_to(all);
            }
        }
        Ok(collected)
    }
}

impl Collect {
    /// Counts one of each group of copies.
    fn settle(&self, mut held: Vec<Held>, parts: &mut [Part], collected: &mut Collected) {
        // The one to be taken comes first in its group.
        held.sort_unstable_by(|a, b| {
            let key = |held: &Held| (held.group, Reverse((held.first, held.ranked.rank)));
            key(a).cmp(&key(b))
        });
        let standing = one_of_each(held.iter().filter(|held| held.failing.is_none()));
        collected.total += standing.len() as u64;
        let behind = |held: &&Held| self.after.is_none_or(|after| held.ranked.rank < after);
        let shown = if self.grown {
            let hits = held.iter().filter(|held| held.failing.is_none());
            one_of_each(hits.filter(behind))
        } else {
            standing.into_iter().filter(|held| behind(&held)).collect()
        };
        if self.keep > 0 {
            collected.best.extend(shown.iter().map(|held| held.ranked));
        }
        for at in 0..self.facets.len() {
            let gate = parts.first().and_then(|part| part.facets.get(at)?.1);
            let counted = held.iter();
            let counted = counted.filter(|held| held.failing.is_none() || held.failing == gate);
            for held in one_of_each(counted) {
                let address = held.ranked.address;
                let part = parts
                    .iter_mut()
                    .find(|part| part.segment == address.segment_ord);
                if let Some((count, _)) = part.and_then(|part| part.facets.get_mut(at)) {
                    count.add(address.doc_id);
                }
            }
        }
    }
}

/// The first of each group.
fn one_of_each<'h>(held: impl Iterator<Item = &'h Held>) -> Vec<Held> {
    let mut taken: Vec<Held> = Vec::new();
    for held in held {
        if taken.last().is_none_or(|last| last.group != held.group) {
            taken.push(*held);
        }
    }
    taken
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

    /// How well a match answers; none when that is surely less than `least`.
    fn score(&mut self, document: DocId, least: Score) -> Option<Score> {
        match &mut self.scorer {
            Some(scorer) => scorer.score(document, least),
            None => Some(0.0),
        }
    }

    fn ranked(&self, document: DocId, score: Score) -> Ranked {
        let day = self.day.first(document).unwrap_or(0);
        let order = self.order.first(document).unwrap_or(0);
        Ranked {
            rank: Rank::new(self.sort, score, day, order),
            score,
            address: DocAddress::new(self.segment, document),
        }
    }

    /// Whether a release that was found is a match, with its score where that tells it.
    fn settled(&mut self, document: DocId) -> Option<Option<Score>> {
        match &mut self.scorer {
            Some(scorer) if scorer.settles() => {
                let score = scorer.score(document, 0.0);
                score.filter(|score| *score > 0.0).map(Some)
            }
            _ => Some(None),
        }
    }

    fn rank(&mut self, document: DocId, settled: Option<Score>) {
        if self.keep == 0 {
            return;
        }
        let worst = self.best.peek().filter(|_| self.best.len() == self.keep);
        let least = worst.map_or(0.0, |worst| worst.0.score);
        let Some(score) = settled.or_else(|| self.score(document, least)) else {
            return;
        };
        let ranked = self.ranked(document, score);
        if self.after.is_some_and(|after| ranked.rank >= after) {
            return;
        }
        let worst = self.best.peek();
        if self.best.len() < self.keep || worst.is_some_and(|worst| ranked.rank > worst.0.rank) {
            self.best.push(Reverse(ranked));
            if self.best.len() > self.keep {
                self.best.pop();
            }
        }
    }

    /// The group of a match that has copies, and whether it stands for all of them.
    fn group_of(&self, document: DocId) -> Option<(usize, bool)> {
        let copies = self.copies.as_deref()?;
        let order = self.order.first(document)?;
        let group = copies.place(order)?;
        Some((group, copies.all().get(group)?.first == order))
    }
}

impl SegmentCollector for SegmentCollect {
    type Fruit = Part;

    fn collect(&mut self, document: DocId, _: Score) {
        let Some(settled) = self.settled(document) else {
            return;
        };
        let Ok(failing) = self.failing(document) else {
            return;
        };
        if let Some((group, first)) = self.group_of(document) {
            // Which of a group is taken, and so what it must beat, is not known yet.
            let score = settled.or_else(|| self.score(document, 0.0));
            let score = score.unwrap_or_default();
            let ranked = self.ranked(document, score);
            self.held.push(Held {
                group,
                first,
                failing,
                ranked,
            });
            return;
        }
        for (count, gate) in &mut self.facets {
            if failing.is_none() || failing == *gate {
                count.add(document);
            }
        }
        if failing.is_none() {
            self.total += 1;
            self.rank(document, settled);
        }
    }

    fn harvest(self) -> Part {
        Part {
            segment: self.segment,
            total: self.total,
            best: self.best.into_iter().map(|ranked| ranked.0).collect(),
            facets: self.facets,
            held: self.held,
        }
    }
}
