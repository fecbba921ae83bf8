//! One labelled file under correction: the label beside what was read, and the marks given.

use crate::document::Extraction;
use crate::organisations::Register;
use crate::text::{CharOffsets, Span};

use super::gold::Labelled;
use super::names::Forms;
use super::pairing::Range;
use super::report::{Band, Field, Miss, MissKind, Share};

/// Lower ends of the bands of confidence, the highest first.
const BANDS: [f32; 3] = [0.9, 0.7, 0.0];

/// The marks given over all files.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// What was right.
    pub(super) right: Vec<Field>,
    /// What was not.
    pub(super) misses: Vec<Miss>,
    /// Pieces that are no quotations, each with whether it was taken for one.
    pub(super) not_quotes: Vec<bool>,
    /// Confidence of each speaker named of a labelled quotation, with whether it is right.
    pub(super) attributions: Vec<(f32, bool)>,
}

impl Marks {
    pub(super) fn not_quotes_taken(&self) -> Share {
        let taken = self.not_quotes.iter().filter(|taken| **taken).count();
        Share::new(taken, self.not_quotes.len())
    }

    pub(super) fn bands(&self) -> Vec<Band> {
        let mut to = 1.0;
        let mut bands = Vec::new();
        for from in BANDS {
            let within =
                |confidence: f32| confidence >= from && (confidence < to || bands.is_empty());
            let all: Vec<bool> = self
                .attributions
                .iter()
                .filter(|(confidence, _)| within(*confidence))
                .map(|(_, right)| *right)
                .collect();
            let right = all.iter().filter(|right| **right).count();
            let right = Share::new(right, all.len());
            bands.push(Band { from, to, right });
            to = from;
        }
        bands
    }
}

/// A label beside what was read off its text.
pub(super) struct Sheet<'a> {
    pub(super) labelled: &'a Labelled,
    pub(super) extraction: &'a Extraction,
    pub(super) register: &'a Register,
    /// The labelled bodies, with those that are optional.
    pub(super) wanted_bodies: Vec<Forms>,
    /// The bodies found.
    pub(super) found_bodies: Vec<Forms>,
    offsets: CharOffsets<'a>,
}

/// One thing of a field: its text, where it stands, and the rule that found it.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) range: Option<Range>,
    pub(super) rule: Option<String>,
}

impl Answer {
    /// A value without a place.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A value at a place.
    pub(super) fn at(text: impl Into<String>, range: Range) -> Self {
        Self {
            text: text.into(),
            range: Some(range),
            rule: None,
        }
    }

    pub(super) fn by(mut self, rule: &str) -> Self {
        self.rule = Some(rule.to_owned());
        self
    }
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        labelled: &'a Labelled,
        extraction: &'a Extraction,
        register: &'a Register,
    ) -> Self {
        let bodies = labelled.label.organisations.iter().flatten();
        Self {
            labelled,
            extraction,
            register,
            wanted_bodies: bodies.map(Forms::of_label).collect(),
            found_bodies: extraction
                .organisations
                .iter()
                .map(Forms::of_found)
                .collect(),
            offsets: CharOffsets::new(&labelled.release.text),
        }
    }

    /// First character of a span and the one after the last.
    pub(super) fn range(&self, span: Span) -> Range {
        self.offsets.range(span)
    }

    /// A value read off the text, with its place if it has one.
    pub(super) fn answer(&self, text: &str, span: Option<Span>, rule: &str) -> Answer {
        Answer {
            text: text.to_owned(),
            range: span.map(|span| self.range(span)),
            rule: Some(rule.to_owned()),
        }
    }

    /// A labelled thing of which nothing, or something else, was found; or a found one that
    /// is not labelled.
    pub(super) fn miss(&self, field: Field, wanted: Option<Answer>, found: Option<Answer>) -> Miss {
        let kind = match (&wanted, &found) {
            (Some(_), Some(_)) => MissKind::Wrong,
            (Some(_), None) => MissKind::Missing,
            (None, _) => MissKind::Extra,
        };
        let place = |answer: &Option<Answer>| answer.as_ref().and_then(|answer| answer.range);
        let range = place(&found).or_else(|| place(&wanted));
        Miss {
            label: self.labelled.name.clone(),
            file: self.labelled.label.file.clone(),
            field,
            kind,
            wanted: wanted.map(|answer| answer.text),
            rule: found.as_ref().and_then(|answer| answer.rule.clone()),
            found: found.map(|answer| answer.text),
            start: range.map(|range| range.0),
            end: range.map(|range| range.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_share_out_every_confidence() {
        let marks = Marks {
            attributions: vec![
                (1.0, true),
                (0.9, false),
                (0.89, true),
                (0.7, true),
                (0.0, false),
            ],
            ..Marks::default()
        };
        let counts: Vec<(usize, usize)> = marks
            .bands()
            .iter()
            .map(|band| (band.right.count, band.right.of))
            .collect();
        assert_eq!(counts, [(1, 2), (2, 2), (0, 1)]);
    }
}
