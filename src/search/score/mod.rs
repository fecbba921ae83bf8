//! What a release is worth to a query: BM25F over its zones, nearness of words, recency.
//!
//! Matching and scoring are apart. The query finds releases without scores; a [`Plan`],
//! made beside it by the compiler, weighs each of them. So a score is one sum whose parts
//! can be told, and what cannot reach the page any more is dropped before its positions
//! are read.
//!
//! BM25F (Robertson and others, 2004): occurrences are added up over the zones, weighted
//! and each held against the zone's length, and only the sum is saturated and weighed by
//! how rare the word is. A word counts by its stem in the release's language; the very
//! word adds to it. Two words of the query that stand together in the text add as well.

mod near;
mod postings;
mod segment;
mod weights;

use std::fmt;

use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader, Term};

use super::request::Recency;
use crate::schema::record::days_of;
use crate::schema::{Fields, KIND_RELEASE};

pub(super) use segment::SegmentScorer;
pub(super) use weights::Zone;

pub use weights::Weights;

/// One term of the sum that makes a score.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reason {
    /// What of the query it is for: a word, a phrase, two words with `~` between them.
    pub of: String,
    /// How it answers.
    pub how: How,
    /// The zone of the release: `title`, `lead`, `body`, `quotes` or `boilerplate`; none
    /// for what is no matter of one zone.
    pub zone: Option<String>,
    /// How often it stands there; for recency the days since.
    pub count: u32,
    /// What it adds. All values together are the score.
    pub value: f32,
}

/// How a release answers a part of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// By a form of the word.
    Stem,
    /// By the very word, beside its forms.
    Exact,
    /// By the words one after the other.
    Phrase,
    /// By two words next to each other, in the query's order.
    Adjacent,
    /// By two words close to each other.
    Near,
    /// By words that fit a pattern.
    Pattern,
    /// By something in common, without words.
    Common,
    /// By the body that a word of the query names, whatever it is called in the release.
    Body,
    /// By being new.
    Recent,
}

/// The text of one zone in the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct ZoneFields {
    pub(super) zone: Zone,
    pub(super) stem: Field,
    /// None for the lead, whose very words stand in the body.
    pub(super) exact: Option<Field>,
}

/// All zones of an index.
pub(super) fn zones(fields: &Fields) -> [ZoneFields; 5] {
    let of = |zone, stem, exact| ZoneFields { zone, stem, exact };
    [
        of(Zone::Title, fields.title_stem, Some(fields.title)),
        of(Zone::Lead, fields.lead_stem, None),
        of(Zone::Body, fields.body_stem, Some(fields.body)),
        of(Zone::Quotes, fields.quotes_stem, Some(fields.quotes)),
        of(
            Zone::Boilerplate,
            fields.boilerplate_stem,
            Some(fields.boilerplate),
        ),
    ]
}

/// A part of the score.
enum Part {
    Word(Word),
    Phrase {
        written: String,
        /// What it is looked for by, as [`function_words::phrase`] gives it.
        terms: Vec<(u32, String)>,
        slop: u32,
        zones: Vec<ZoneFields>,
        rarity: f32,
    },
    Pair {
        written: String,
        words: [String; 2],
        rarity: f32,
    },
    /// Whatever a query without scores finds, by zone.
    Fixed {
        written: String,
        how: How,
        found: Vec<(Option<Zone>, f32, Box<dyn Weight>)>,
    },
}

/// A word with its forms.
struct Word {
    written: String,
    /// Its stem in each language of the index, as indexed.
    stems: Vec<String>,
    zones: Vec<ZoneFields>,
    /// How often it stands in the query.
    times: u32,
    /// What it counts beside other words.
    weight: f32,
    /// Inverse frequency of its forms and of the very word.
    rarity: f32,
    rarity_exact: f32,
}

/// [`Recency`], ready to weigh.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Decay {
    /// Days from 1970 of the day that is new.
    today: i64,
    half_life: f32,
}

impl Decay {
    /// The share of a score that is added.
    fn gain(self, day: i64) -> f32 {
        (-(self.age(day) as f32) / self.half_life).exp2()
    }

    /// Days since; a day to come is new.
    fn age(self, day: i64) -> i64 {
        (self.today - day).max(0)
    }
}

/// What is weighed, for one index.
pub(super) struct Plan {
    parts: Vec<Part>,
    /// Whether the query finds more than matches, of which those are that score: the words of a
    /// lone phrase, wherever they stand, so that their places are read once and not twice.
    settles: bool,
    recency: Option<Decay>,
    weights: Weights,
    fields: Fields,
    releases: u64,
    /// Mean words of a title and of a body.
    mean_title: f32,
    mean_body: f32,
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("parts", &self.parts.len())
            .field("recency", &self.recency)
            .finish_non_exhaustive()
    }
}

impl Plan {
    /// A plan that weighs nothing yet.
    pub(super) fn new(
        searcher: &Searcher,
        fields: &Fields,
        weights: Weights,
    ) -> tantivy::Result<Self> {
        let kind = Term::from_field_u64(fields.kind, KIND_RELEASE);
        let releases = searcher.doc_freq(&kind)?.max(1);
        let mean = |field| -> tantivy::Result<f32> {
            let mut words = 0;
            for segment in searcher.segment_readers() {
                words += segment.inverted_index(field)?.total_num_tokens();
            }
            Ok((words as f32 / releases as f32).max(1.0))
        };
        Ok(Self {
            parts: Vec::new(),
            settles: false,
            recency: None,
            weights,
            fields: *fields,
            releases,
            mean_title: mean(fields.title_stem)?,
            mean_body: mean(fields.body_stem)?,
        })
    }

    /// Lets scores tell what a match is, unless words of some zone count nothing.
    pub(super) fn settle(&mut self) {
        self.settles = self.weights.count_everywhere();
    }

    /// Whether they do.
    pub(super) const fn settles(&self) -> bool {
        self.settles
    }

    /// Lets newer releases gain.
    pub(super) fn prefer_new(&mut self, recency: Recency) {
        self.recency = Some(Decay {
            today: days_of(recency.today),
            half_life: recency.half_life as f32,
        });
    }

    /// Weighs a word; again, it counts as standing in the query once more.
    pub(super) fn word(
        &mut self,
        searcher: &Searcher,
        written: &str,
        stems: &[String],
        zones: &[ZoneFields],
        weight: f32,
    ) -> tantivy::Result<()> {
        let scope: Vec<Zone> = zones.iter().map(|fields| fields.zone).collect();
        for part in &mut self.parts {
            if let Part::Word(word) = part
                && word.written == written
                && word
                    .zones
                    .iter()
                    .map(|fields| fields.zone)
                    .eq(scope.iter().copied())
            {
                word.times += 1;
                return Ok(());
            }
        }
        let exact = zones.iter().filter_map(|fields| fields.exact);
        let rarity_exact = self.rarity(searcher, exact, &[written.to_owned()])?;
        let rarity = self.rarity(searcher, zones.iter().map(|fields| fields.stem), stems)?;
        self.parts.push(Part::Word(Word {
            written: written.to_owned(),
            stems: stems.to_vec(),
            zones: zones.to_vec(),
            times: 1,
            weight,
            rarity,
            rarity_exact,
        }));
        Ok(())
    }

    /// Weighs words as a phrase, given what it is looked for by.
    pub(super) fn phrase(
        &mut self,
        searcher: &Searcher,
        words: &[String],
        (terms, slop): (&[(u32, String)], u32),
        zones: &[ZoneFields],
    ) -> tantivy::Result<()> {
        let mut rarity = 0.0;
        for word in words {
            let exact = zones.iter().filter_map(|fields| fields.exact);
            rarity += self.rarity(searcher, exact, std::slice::from_ref(word))?;
        }
        self.parts.push(Part::Phrase {
            written: words.join(" "),
            terms: terms.to_vec(),
            slop,
            zones: zones.to_vec(),
            rarity,
        });
        Ok(())
    }

    /// How many parts are weighed.
    pub(super) const fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Makes the parts from the given one on ways to write one word: each counts as the most
    /// frequent does, for a release is no better an answer for writing it in a rare way.
    pub(super) fn make_one(&mut self, from: usize) {
        let mut parts: Vec<&mut f32> = Vec::new();
        for part in self.parts.iter_mut().skip(from) {
            match part {
                Part::Word(word) => parts.extend([&mut word.rarity, &mut word.rarity_exact]),
                Part::Phrase { rarity, .. } => parts.push(rarity),
                Part::Pair { .. } | Part::Fixed { .. } => {}
            }
        }
        let least = parts.iter().map(|rarity| **rarity).fold(f32::MAX, f32::min);
        for rarity in parts {
            *rarity = least;
        }
    }

    /// Weighs how near two words stand to each other.
    pub(super) fn pair(&mut self, searcher: &Searcher, words: [&str; 2]) -> tantivy::Result<()> {
        let mut rarity = 0.0;
        for word in words {
            let exact = [self.fields.title, self.fields.body].into_iter();
            rarity += self.rarity(searcher, exact, &[word.to_owned()])? / 2.0;
        }
        self.parts.push(Part::Pair {
            written: words.join(" ~ "),
            words: words.map(str::to_owned),
            rarity,
        });
        Ok(())
    }

    /// Weighs a pattern by the zones it is found in.
    pub(super) fn pattern(
        &mut self,
        searcher: &Searcher,
        written: &str,
        found: &[(Zone, Box<dyn Query>)],
    ) -> tantivy::Result<()> {
        let weighed = found.iter().map(|(zone, query)| {
            let value = self.weights.of(*zone);
            Ok((Some(*zone), value, weight_of(searcher, &**query)?))
        });
        self.parts.push(Part::Fixed {
            written: written.to_owned(),
            how: How::Pattern,
            found: weighed.collect::<tantivy::Result<_>>()?,
        });
        Ok(())
    }

    /// Adds `value` to whatever a query finds.
    pub(super) fn common(
        &mut self,
        searcher: &Searcher,
        written: &str,
        query: &dyn Query,
        value: f32,
    ) -> tantivy::Result<()> {
        self.parts.push(Part::Fixed {
            written: written.to_owned(),
            how: How::Common,
            found: vec![(None, value, weight_of(searcher, query)?)],
        });
        Ok(())
    }

    /// Weighs the body that a word names as one more occurrence of it, as rare as the body is.
    pub(super) fn body(
        &mut self,
        searcher: &Searcher,
        name: &str,
        naming: &dyn Query,
    ) -> tantivy::Result<()> {
        let field = self.fields.facet("organisation").into_iter();
        let value = self.rarity(searcher, field, &[name.to_owned()])?;
        self.parts.push(Part::Fixed {
            written: name.to_owned(),
            how: How::Body,
            found: vec![(None, value, weight_of(searcher, naming)?)],
        });
        Ok(())
    }

    /// Inverse document frequency. The frequency is that of the zone with the most: nearly
    /// that of their union, since title, lead and quotations repeat the body. A release
    /// has one language, so those of stems add up.
    fn rarity(
        &self,
        searcher: &Searcher,
        fields: impl Iterator<Item = Field>,
        terms: &[String],
    ) -> tantivy::Result<f32> {
        let mut most = 0;
        for field in fields {
            let mut found = 0;
            for term in terms {
                found += searcher.doc_freq(&Term::from_field_text(field, term))?;
            }
            most = most.max(found);
        }
        // Frequencies count what is deleted but not yet merged away.
        Ok(rarity(self.releases, most.min(self.releases)))
    }

    /// The scorer of one segment.
    pub(super) fn open(&self, reader: &SegmentReader) -> tantivy::Result<SegmentScorer> {
        SegmentScorer::open(self, reader)
    }

    /// Why a release has its score; the values add up to it.
    pub(super) fn explain(
        &self,
        reader: &SegmentReader,
        document: tantivy::DocId,
    ) -> tantivy::Result<Vec<Reason>> {
        Ok(self.open(reader)?.explain(self, document))
    }
}

/// Inverse document frequency, of a word that `found` of `releases` have.
pub(super) fn rarity(releases: u64, found: u64) -> f32 {
    let without = releases.saturating_sub(found) as f32;
    (1.0 + (without + 0.5) / (found as f32 + 0.5)).ln()
}

fn weight_of(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Box<dyn Weight>> {
    query.weight(EnableScoring::disabled_from_searcher(searcher))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gain_halves_with_each_half_life() {
        let decay = Decay {
            today: 20_000,
            half_life: 180.0,
        };
        for (day, gain) in [(20_100, 1.0), (20_000, 1.0), (19_820, 0.5), (19_640, 0.25)] {
            assert!((decay.gain(day) - gain).abs() < 1e-6, "{day}");
        }
    }
}
