//! Passages of a release that show why it was found: [`passages`].
//!
//! A passage begins and ends at sentence borders where it can, is exactly the text
//! between its ends, and comes with what to mark in it, with the part of the release it is
//! from and, of a quotation, with who said it. Several a release, best first, none
//! overlapping. Boilerplate is passed over unless it is asked for or nothing else answers.

mod choice;
mod matcher;
mod part;
mod phrase;
mod sentences;
mod short_forms;
mod wanted;

use serde::{Deserialize, Serialize};

pub use matcher::{Matcher, Stemmers};
pub use part::Part;
pub use sentences::sentences;
pub(crate) use wanted::fits;

use crate::document::{Extraction, Voice};
use crate::text::{CharOffsets, Span, border_before};
use choice::{Passage, choose, lead};
use matcher::Match;
use part::Parts;

/// Bytes of a text that are looked through at once; a release seldom comes near it.
const SCANNED: usize = 256 * 1024;

/// A passage with offsets in Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The text between `start` and `end`, unaltered.
    pub text: String,
    /// Its start in the release's text.
    pub start: usize,
    /// Its end in the release's text.
    pub end: usize,
    /// What to mark, as ranges in `text`.
    pub highlights: Vec<(usize, usize)>,
    /// The part of the release it is from.
    #[serde(default)]
    pub section: Part,
    /// Of a quotation who said it, if anybody is named.
    #[serde(default)]
    pub speaker: Option<Voice>,
}

/// How many passages are wanted, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The most passages.
    pub count: usize,
    /// Whether contacts, notes to editors and the like may be shown beside other passages.
    pub boilerplate: bool,
}

/// The best passages of `text` for what `matcher` asks; the lead when it asks
/// for nothing or nothing of it stands in the text.
pub fn passages(
    text: &str,
    body_start: usize,
    extraction: &Extraction,
    matcher: &Matcher,
    wanted: Wanted,
) -> Vec<Snippet> {
    if wanted.count == 0 {
        return Vec::new();
    }
    let language = extraction.language.as_deref();
    let pieces = pieces(text, body_start);
    let mut matches = Vec::new();
    let mut within = pieces.first().copied().unwrap_or(Span::new(0, 0));
    if !matcher.is_empty() {
        for piece in &pieces {
            matches = matcher.matches(text, *piece, language);
            if !matches.is_empty() {
                within = *piece;
                break;
            }
        }
    }
    let sentences = sentences(text, within);
    let parts = Parts::new(text, &sentences, extraction);
    let mut chosen = choose(text, &sentences, &matches, &parts, wanted);
    // The title alone tells nothing that does not stand above the passages anyway.
    if chosen.len() < wanted.count && chosen.iter().all(|one| parts.is_title(one.span)) {
        let lead = lead(text, &sentences, extraction);
        chosen.extend(lead.filter(|lead| !chosen.iter().any(|one| one.span.overlaps(lead.span))));
    }
    let offsets = CharOffsets::new(text);
    chosen
        .into_iter()
        .map(|passage| snippet(text, passage, &matches, &parts, &offsets))
        .collect()
}

/// The text from its body on, in pieces that are looked through one after the other until
/// something is found.
fn pieces(text: &str, body_start: usize) -> Vec<Span> {
    let mut start = border_before(text, body_start);
    let mut pieces = Vec::new();
    while start < text.len() {
        let end = border_before(text, start + SCANNED);
        let cut = Span::new(start, end).of(text).rfind(char::is_whitespace);
        let end = match cut {
            Some(cut) if end < text.len() && cut > 0 => start + cut,
            _ => end,
        };
        pieces.push(Span::new(start, end));
        start = end;
    }
    pieces
}

fn snippet(
    text: &str,
    passage: Passage,
    matches: &[Match],
    parts: &Parts<'_>,
    offsets: &CharOffsets<'_>,
) -> Snippet {
    let span = passage.span;
    let (start, end) = offsets.range(span);
    let mut highlights: Vec<(usize, usize)> = Vec::new();
    for found in choice::touching(matches, span) {
        // A word longer than a passage is marked as far as it is shown.
        let shown = Span::new(found.span.start, found.span.end.min(span.end));
        let (from, to) = offsets.range(shown);
        let (from, to) = (from - start, to - start);
        match highlights.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => highlights.push((from, to)),
        }
    }
    let (section, speaker) = parts.of(span, matches);
    Snippet {
        text: span.of(text).to_owned(),
        start,
        end,
        highlights,
        section,
        speaker,
    }
}

#[cfg(test)]
mod tests;
