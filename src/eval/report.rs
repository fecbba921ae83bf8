//! What field measuring gives: [`FieldReport`], plain data for people and programs.

use serde::Serialize;

/// What is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The headline.
    Title,
    /// The release's date.
    Date,
    /// The dateline's place.
    Place,
    /// Who issued it.
    Publisher,
    /// The bodies named.
    Organisations,
    /// Those whose words it gives.
    Speakers,
    /// The roles of those speakers that were found.
    Roles,
    /// Their words.
    Quotations,
    /// Their words, each with whose they are.
    QuotationsWithSpeaker,
}

impl Field {
    /// Every field, in the order printed.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Date,
        Self::Place,
        Self::Publisher,
        Self::Organisations,
        Self::Speakers,
        Self::Roles,
        Self::Quotations,
        Self::QuotationsWithSpeaker,
    ];

    /// The name printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Date => "date",
            Self::Place => "place",
            Self::Publisher => "publisher",
            Self::Organisations => "organisations",
            Self::Speakers => "speakers",
            Self::Roles => "roles",
            Self::Quotations => "quotations",
            Self::QuotationsWithSpeaker => "quotations with speaker",
        }
    }
}

/// Counts of one field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Labelled and found.
    #[serde(rename = "tp")]
    pub right: usize,
    /// Found and not so labelled.
    #[serde(rename = "fp")]
    pub wrong: usize,
    /// Labelled and not so found.
    #[serde(rename = "fn")]
    pub missed: usize,
}

impl Tally {
    /// The share of what was found that is right; none when nothing was.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// The share of what is labelled that was found; none when nothing is.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// Their harmonic mean; none when nothing was found and nothing is labelled.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

/// One field's figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldScore {
    /// Which.
    pub field: Field,
    /// The counts.
    #[serde(flatten)]
    pub tally: Tally,
    /// The share of what was found that is right.
    pub precision: Option<f64>,
    /// The share of what is labelled that was found.
    pub recall: Option<f64>,
    /// Their harmonic mean.
    pub f1: Option<f64>,
}

impl FieldScore {
    /// The figures that follow from counts.
    pub fn new(field: Field, tally: Tally) -> Self {
        Self {
            field,
            tally,
            precision: tally.precision(),
            recall: tally.recall(),
            f1: tally.f1(),
        }
    }
}

/// Some of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// The one over the other; none of none.
    pub share: Option<f64>,
}

impl Share {
    /// `count` of `of`.
    pub fn new(count: usize, of: usize) -> Self {
        Self {
            count,
            of,
            share: share(count, of),
        }
    }
}

/// The speakers named at some confidence, and how many are right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// The least confidence.
    pub from: f32,
    /// Below this confidence; at the top 1, which is within.
    pub to: f32,
    /// Labelled quotations with a speaker of that confidence, the right ones first.
    #[serde(flatten)]
    pub right: Share,
}

/// In what way something was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MissKind {
    /// Labelled, and nothing was found.
    Missing,
    /// Labelled, and something else was found.
    Wrong,
    /// Found, and not labelled.
    Extra,
}

impl MissKind {
    /// The name printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Wrong => "wrong",
            Self::Extra => "extra",
        }
    }
}

/// One miss.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Miss {
    /// The label's name.
    pub label: String,
    /// The text, as the label names it.
    pub file: String,
    /// The field.
    pub field: Field,
    /// In what way.
    pub kind: MissKind,
    /// What is labelled.
    pub wanted: Option<String>,
    /// What was found.
    pub found: Option<String>,
    /// Where in the text it begins, in Unicode scalar values.
    pub start: Option<usize>,
    /// Where it ends.
    pub end: Option<usize>,
    /// The rule that found it.
    pub rule: Option<String>,
}

/// How well the fields of labelled files are read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldReport {
    /// Labelled files.
    pub files: usize,
    /// The figures, a field each.
    pub fields: Vec<FieldScore>,
    /// Pieces in marks that are nobody's words, and how many were taken for a quotation.
    pub not_quotes_taken: Share,
    /// How often the speaker of a quotation is right, by the confidence stated.
    pub attribution: Vec<Band>,
    /// Every miss, by field, then label, then place.
    pub misses: Vec<Miss>,
}

fn share(count: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| count as f64 / of as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_from_counts() {
        let tally = Tally {
            right: 6,
            wrong: 2,
            missed: 4,
        };
        assert_eq!(tally.precision(), Some(0.75));
        assert_eq!(tally.recall(), Some(0.6));
        assert_eq!(tally.f1(), Some(12.0 / 18.0));
    }

    #[test]
    fn nothing_of_nothing_is_no_figure() {
        assert_eq!(Tally::default().precision(), None);
        assert_eq!(Tally::default().f1(), None);
        assert_eq!(Share::new(0, 0).share, None);
    }

    #[test]
    fn every_field_is_printed_once() {
        let mut all = Field::ALL.to_vec();
        all.dedup();
        assert!(all.is_sorted() && all.len() == 9);
    }
}
