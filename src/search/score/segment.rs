//! The scorer of one segment: [`SegmentScorer`].

use tantivy::columnar::Column;
use tantivy::query::Scorer;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::near::{phrases, together};
use super::postings::{Length, Terms};
use super::weights::{WINDOW, Weights, Zone};
use super::{Decay, How, Part, Plan, Reason, Word, ZoneFields};
use crate::schema::record::days_of_key;

/// A word or phrase in one zone.
struct InZone {
    zone: Zone,
    length: Length,
    /// The forms of a word, or what a phrase is looked for by, in order.
    terms: Vec<Terms>,
}

/// How the terms of a phrase stand to each other; a word alone has none.
#[derive(Default)]
struct Row {
    places: Vec<u32>,
    /// So many other places may be among them.
    slop: u32,
}

/// A part over one segment.
enum Open {
    /// The forms of a word, the very word, or a phrase.
    Words {
        factor: f32,
        how: How,
        row: Row,
        zones: Vec<InZone>,
    },
    Pair {
        factor: f32,
        /// Title and body, each with the two words.
        zones: Vec<[Terms; 2]>,
        length: Length,
    },
    Fixed {
        how: How,
        found: Vec<(Option<Zone>, f32, Box<dyn Scorer>)>,
    },
}

/// Weighs the releases of one segment, in rising order.
pub(in crate::search) struct SegmentScorer {
    /// Each with the number of its part in the plan and the greatest value of all after it.
    open: Vec<(Open, usize, f32)>,
    weights: Weights,
    recency: Option<(Decay, Column<u64>)>,
    buffers: Vec<Vec<u32>>,
    /// Whether a release that is worth nothing is no match.
    settles: bool,
}

impl SegmentScorer {
    pub(super) fn open(plan: &Plan, reader: &SegmentReader) -> tantivy::Result<Self> {
        // What is cheap to know and counts much comes first, positions last.
        let mut open = Vec::new();
        let mut exact = Vec::new();
        let mut rest = Vec::new();
        for (number, part) in plan.parts.iter().enumerate() {
            let opened = |(part, bound)| (part, number, bound);
            match part {
                Part::Word(word) => {
                    open.push(opened(plan.open_word(reader, word, How::Stem)?));
                    exact.push(opened(plan.open_word(reader, word, How::Exact)?));
                }
                part => rest.extend(plan.open_part(reader, part)?.map(opened)),
            }
        }
        open.append(&mut exact);
        open.append(&mut rest);
        // From what each may add to what all after it may.
        let mut after = 0.0;
        for (_, _, bound) in open.iter_mut().rev() {
            (after, *bound) = (after + *bound, after);
        }
        let recency = match plan.recency {
            Some(recency) => reader
                .fast_fields()
                .column_opt("first_day")?
                .map(|column| (recency, column)),
            None => None,
        };
        Ok(Self {
            open,
            weights: plan.weights,
            recency,
            buffers: vec![Vec::new(), Vec::new()],
            settles: plan.settles,
        })
    }

    /// The score, or none when it is sure to be below `least`.
    pub(in crate::search) fn score(&mut self, document: DocId, least: f32) -> Option<f32> {
        let gain = self.gain(document);
        // A hair more than the bound, for sums of floats.
        let least = least / (1.0 + gain) * 0.999;
        let mut score = 0.0;
        for (open, _, after) in &mut self.open {
            score += open.value(document, &self.weights, &mut self.buffers);
            if score + *after < least {
                return None;
            }
        }
        Some(score * (1.0 + gain))
    }

    /// Whether it is the score that tells a match: [`Plan::settles`].
    pub(in crate::search) const fn settles(&self) -> bool {
        self.settles
    }

    fn gain(&self, document: DocId) -> f32 {
        let Some((recency, column)) = &self.recency else {
            return 0.0;
        };
        let day = column.first(document).and_then(days_of_key);
        day.map_or(0.0, |day| recency.gain(day))
    }

    pub(super) fn explain(&mut self, plan: &Plan, document: DocId) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut score = 0.0;
        for (open, number, _) in &mut self.open {
            let value = open.value(document, &self.weights, &mut self.buffers);
            score += value;
            let Some(part) = plan.parts.get(*number) else {
                continue;
            };
            let told = open.told(document, &self.weights, &mut self.buffers);
            let all: f32 = told.iter().map(|(.., x)| x).sum();
            for (how, zone, count, x) in told {
                reasons.push(Reason {
                    of: part.written().to_owned(),
                    how,
                    zone: zone.map(|zone| zone.name().to_owned()),
                    count,
                    value: value * x / all,
                });
            }
        }
        let gain = self.gain(document);
        if let Some((recency, column)) = &self.recency
            && gain > 0.0
        {
            let day = column.first(document).and_then(days_of_key);
            let age = day.map_or(0, |day| recency.age(day));
            reasons.push(Reason {
                of: "date".to_owned(),
                how: How::Recent,
                zone: None,
                count: u32::try_from(age).unwrap_or(u32::MAX),
                value: score * gain,
            });
        }
        reasons
    }
}

/// Whether the very words of a zone are not those of another one asked as well.
fn stands_alone(asked: &[ZoneFields], fields: &ZoneFields) -> bool {
    fields.zone != Zone::Quotes || !asked.iter().any(|other| other.zone == Zone::Body)
}

impl Part {
    fn written(&self) -> &str {
        match self {
            Self::Word(word) => &word.written,
            Self::Phrase { written, .. }
            | Self::Pair { written, .. }
            | Self::Fixed { written, .. } => written,
        }
    }
}

impl Plan {
    fn mean(&self, zone: Zone) -> f32 {
        if zone == Zone::Title {
            self.mean_title
        } else {
            self.mean_body
        }
    }

    /// Opens each of `words`, given by its forms, in each zone that has any of the first.
    fn in_zones<'z>(
        &self,
        reader: &SegmentReader,
        zones: impl Iterator<Item = &'z ZoneFields>,
        words: &[Vec<String>],
        exact: bool,
    ) -> tantivy::Result<Vec<InZone>> {
        let option = if words.len() > 1 {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut found = Vec::new();
        for fields in zones {
            let field = if exact {
                fields.exact
            } else {
                Some(fields.stem)
            };
            let Some(field) = field else { continue };
            let mut terms = Vec::with_capacity(words.len());
            for forms in words {
                terms.push(Terms::open(reader, field, forms, option)?);
            }
            if terms.iter().any(|terms| terms.is_empty()) {
                continue;
            }
            let zone = fields.zone;
            let weighed = (
                self.weights.of(zone),
                self.weights.length(zone),
                self.mean(zone),
            );
            // The exact words have more beside them: hyphenated ones, pairs.
            let length = Length::open(reader, fields.stem, weighed)?;
            found.push(InZone {
                zone,
                length,
                terms,
            });
        }
        Ok(found)
    }

    /// Opens the forms of a word or the very word, with the greatest value.
    fn open_word(
        &self,
        reader: &SegmentReader,
        word: &Word,
        how: How,
    ) -> tantivy::Result<(Open, f32)> {
        let asked = word.weight * self.weights.asked(word.times);
        let (factor, zones) = if how == How::Exact {
            let very = [vec![word.written.clone()]];
            let alone = word.zones.iter();
            let alone = alone.filter(|fields| stands_alone(&word.zones, fields));
            (
                asked * self.weights.exact * word.rarity_exact,
                self.in_zones(reader, alone, &very, true)?,
            )
        } else {
            let forms = std::slice::from_ref(&word.stems);
            (
                asked * word.rarity,
                self.in_zones(reader, word.zones.iter(), forms, false)?,
            )
        };
        // A word the segment does not have adds nothing.
        let bound = if zones.is_empty() {
            0.0
        } else {
            factor * (self.weights.k1 + 1.0)
        };
        let open = Open::Words {
            factor,
            how,
            row: Row::default(),
            zones,
        };
        Ok((open, bound))
    }

    /// Opens a part that is no word, with its greatest value.
    fn open_part(
        &self,
        reader: &SegmentReader,
        part: &Part,
    ) -> tantivy::Result<Option<(Open, f32)>> {
        match part {
            Part::Word(_) => Ok(None),
            Part::Phrase {
                terms,
                slop,
                zones,
                rarity,
                ..
            } => {
                let words: Vec<Vec<String>> =
                    terms.iter().map(|(_, term)| vec![term.clone()]).collect();
                let alone = zones.iter().filter(|fields| stands_alone(zones, fields));
                let open = Open::Words {
                    factor: *rarity,
                    how: How::Phrase,
                    row: Row {
                        places: terms.iter().map(|(place, _)| *place).collect(),
                        slop: *slop,
                    },
                    zones: self.in_zones(reader, alone, &words, true)?,
                };
                Ok(Some((open, rarity * (self.weights.k1 + 1.0))))
            }
            Part::Pair { words, rarity, .. } => {
                let open = Open::Pair {
                    factor: *rarity,
                    zones: self.pair_in_zones(reader, words)?,
                    length: Length::open(
                        reader,
                        self.fields.body_stem,
                        (1.0, self.weights.near_length, self.mean_body),
                    )?,
                };
                Ok(Some((open, rarity * self.weights.most_together())))
            }
            Part::Fixed { how, found, .. } => {
                let mut open = Vec::with_capacity(found.len());
                let mut bound = 0.0;
                for (zone, value, weight) in found {
                    bound += value;
                    open.push((*zone, *value, weight.scorer(reader, 1.0)?));
                }
                let how = *how;
                Ok(Some((Open::Fixed { how, found: open }, bound)))
            }
        }
    }

    fn pair_in_zones(
        &self,
        reader: &SegmentReader,
        words: &[String; 2],
    ) -> tantivy::Result<Vec<[Terms; 2]>> {
        let fields = &self.fields;
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut found = Vec::new();
        for field in [fields.title, fields.body] {
            let [first, second] = words.each_ref().map(std::slice::from_ref);
            let first = Terms::open(reader, field, first, option)?;
            let second = Terms::open(reader, field, second, option)?;
            if !first.is_empty() && !second.is_empty() {
                found.push([first, second]);
            }
        }
        Ok(found)
    }
}

impl InZone {
    /// How often the phrase stands in it.
    fn phrases(&mut self, document: DocId, row: &Row, buffers: &mut Vec<Vec<u32>>) -> u32 {
        if buffers.len() < self.terms.len() {
            buffers.resize(self.terms.len(), Vec::new());
        }
        // All are looked for before any positions are read.
        if !self
            .terms
            .iter_mut()
            .all(|terms| terms.at(document).is_some())
        {
            return 0;
        }
        for (terms, buffer) in self.terms.iter_mut().zip(buffers.iter_mut()) {
            terms.positions(document, buffer);
        }
        let words = buffers.get_mut(..self.terms.len()).unwrap_or_default();
        let counted = phrases(words, &row.places, row.slop);
        // With other places among them they may stand in another order as well.
        if row.slop > 0 {
            counted.max(1)
        } else {
            counted
        }
    }

    /// How often the word or the phrase stands in it, and what that counts.
    fn share(&mut self, document: DocId, row: &Row, buffers: &mut Vec<Vec<u32>>) -> (u32, f32) {
        let count = match self.terms.as_mut_slice() {
            [word] => word.count(document),
            _ => self.phrases(document, row, buffers),
        };
        if count == 0 {
            return (0, 0.0);
        }
        (count, count as f32 * self.length.of(document))
    }
}

/// How one zone adds to a part: the kind, the zone, how often, and its share.
type Told = (How, Option<Zone>, u32, f32);

impl Open {
    /// What it adds to the score.
    fn value(&mut self, document: DocId, weights: &Weights, buffers: &mut Vec<Vec<u32>>) -> f32 {
        match self {
            Self::Words {
                factor, row, zones, ..
            } => {
                let mut x = 0.0;
                for zone in zones {
                    x += zone.share(document, row, buffers).1;
                }
                *factor * weights.occurrences(x)
            }
            Self::Pair {
                factor,
                zones,
                length,
            } => {
                let (adjacent, near) = pairs(zones, document, buffers);
                if near == 0 {
                    return 0.0;
                }
                let [adjacent, near] = weights.together([adjacent, near], length.of(document));
                *factor * (adjacent + near)
            }
            Self::Fixed { found, .. } => {
                let mut value = 0.0;
                for (_, adds, scorer) in found {
                    value += if is_at(&mut **scorer, document) {
                        *adds
                    } else {
                        0.0
                    };
                }
                value
            }
        }
    }

    /// Which zones it adds up over, with their shares.
    fn told(
        &mut self,
        document: DocId,
        weights: &Weights,
        buffers: &mut Vec<Vec<u32>>,
    ) -> Vec<Told> {
        let mut told = Vec::new();
        match self {
            Self::Words {
                how, row, zones, ..
            } => {
                for zone in zones {
                    let (count, x) = zone.share(document, row, buffers);
                    told.push((*how, Some(zone.zone), count, x));
                }
            }
            Self::Pair {
                factor,
                zones,
                length,
            } => {
                let counts: [u32; 2] = pairs(zones, document, buffers).into();
                let worth = weights.together(counts, length.of(document));
                for (how, (count, x)) in [How::Adjacent, How::Near]
                    .into_iter()
                    .zip(counts.into_iter().zip(worth))
                {
                    told.push((how, None, count, *factor * x));
                }
            }
            Self::Fixed { how, found } => {
                for (zone, adds, scorer) in found {
                    let at = is_at(&mut **scorer, document);
                    told.push((*how, *zone, u32::from(at), if at { *adds } else { 0.0 }));
                }
            }
        }
        told.retain(|(_, _, count, _)| *count > 0);
        told
    }
}

fn pairs(zones: &mut [[Terms; 2]], document: DocId, buffers: &mut [Vec<u32>]) -> (u32, u32) {
    let [first, second, ..] = buffers else {
        return (0, 0);
    };
    let mut sum = (0, 0);
    for [one, other] in zones {
        if one.at(document).is_none() || other.at(document).is_none() {
            continue;
        }
        one.positions(document, first);
        other.positions(document, second);
        let (adjacent, near) = together(first, second, WINDOW);
        sum = (sum.0 + adjacent, sum.1 + near);
    }
    sum
}

fn is_at(scorer: &mut dyn Scorer, document: DocId) -> bool {
    if scorer.doc() < document {
        scorer.seek(document);
    }
    scorer.doc() == document && document != TERMINATED
}
