//! Which part of a release a passage is from, and who says it: [`Parts`].
//!
//! A passage is a quotation when at least half of what was asked for in it was said by
//! somebody, so that the words found are rightly laid to that speaker.

use serde::{Deserialize, Serialize};

use super::choice::{lead, touching};
use super::matcher::Match;
use crate::document::{Extraction, Quote, Voice};
use crate::text::Span;

/// A part of a release.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The headline.
    Title,
    /// The first paragraph that tells something.
    Lead,
    /// Any paragraph behind it.
    #[default]
    Body,
    /// Words somebody said.
    Quotation,
    /// About, contact, notes to editors and the like.
    Boilerplate,
}

/// Whether an empty line stands between two sentences.
pub(super) fn parts_paragraphs(text: &str, last: Span, next: Span) -> bool {
    let between = Span::new(last.end, next.start.max(last.end)).of(text);
    between.matches('\n').count() > 1
}

/// The parts of one release.
pub(super) struct Parts<'a> {
    extraction: &'a Extraction,
    title: Option<Span>,
    /// The paragraph the release opens with.
    lead: Option<Span>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(text: &str, sentences: &[Span], extraction: &'a Extraction) -> Self {
        let lead = lead(text, sentences, extraction).map(|passage| {
            let behind = sentences.partition_point(|one| one.end <= passage.span.start);
            let mut rest = sentences.get(behind..).unwrap_or_default().iter();
            let mut lead = rest.next().copied().unwrap_or(passage.span);
            for next in rest {
                if parts_paragraphs(text, lead, *next) {
                    break;
                }
                lead = Span::new(lead.start, next.end);
            }
            lead
        });
        Self {
            extraction,
            title: extraction.title.as_ref().and_then(|title| title.span),
            lead,
        }
    }

    pub(super) fn is_boilerplate(&self, span: Span) -> bool {
        let mut sections = self.extraction.sections.iter();
        sections.any(|section| section.span.overlaps(span))
    }

    pub(super) fn is_title(&self, span: Span) -> bool {
        self.title.is_some_and(|title| title.overlaps(span))
    }

    /// The part a passage is from; of a quotation with who said it, if anybody is named.
    pub(super) fn of(&self, passage: Span, matches: &[Match]) -> (Part, Option<Voice>) {
        if self.is_boilerplate(passage) {
            return (Part::Boilerplate, None);
        }
        if let Some(quote) = self.quotation(passage, matches) {
            let speaker = quote
                .speaker
                .and_then(|at| self.extraction.speakers.get(at));
            return (Part::Quotation, speaker.map(Voice::of));
        }
        let begins_in = |part: Span| part.contains(Span::new(passage.start, passage.start));
        if self.is_title(passage) {
            (Part::Title, None)
        } else if self.lead.is_some_and(begins_in) {
            (Part::Lead, None)
        } else {
            (Part::Body, None)
        }
    }

    /// The quotation that holds most of the matches; of a passage without any, the one that
    /// fills most of it.
    fn quotation(&self, passage: Span, matches: &[Match]) -> Option<&'a Quote> {
        let quotes = &self.extraction.quotes;
        let all = touching(matches, passage).count();
        let weigh = |quote: &Quote| match all {
            0 => Span::new(
                quote.span.start.max(passage.start),
                quote
                    .span
                    .end
                    .min(passage.end)
                    .max(quote.span.start.max(passage.start)),
            )
            .len(),
            _ => touching(matches, passage)
                .filter(|found| quote.span.contains(found.span))
                .count(),
        };
        let whole = if all == 0 { passage.len() } else { all };
        let near = quotes.iter().filter(|quote| quote.span.overlaps(passage));
        let (weight, quote) = near
            .map(|quote| (weigh(quote), quote))
            // The first of equals.
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        (weight > 0 && weight * 2 >= whole).then_some(quote)
    }
}
