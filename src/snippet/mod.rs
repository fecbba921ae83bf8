//! Passages of a release that show why it was found: [`passages`].
//!
//! A passage begins and ends at sentence borders where it can, is exactly the text
//! between its ends, and comes with what to mark in it, with the part of the release it is
//! from and, of a quotation, with who said it. Several a release, best first, none
//! overlapping. Boilerplate is passed over unless it is asked for or nothing else answers.
//! Of a long text the opening is enough if it has as many passages as are wanted and each
//! holds all that is asked for.

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
/// Bytes of its head, in which most leads begin.
const HEAD: usize = 1024;
/// Bytes of its opening: few releases are longer.
const OPENING: usize = 16 * 1024;

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
    let release = Read {
        text,
        extraction,
        matcher,
        wanted,
    };
    let looked = release.look_through(body_start);
    let mut chosen = looked.chosen;
    // The title alone tells nothing that does not stand above the passages anyway.
    if chosen.len() < wanted.count && chosen.iter().all(|one| looked.parts.is_title(one.span)) {
        let lead = lead(text, &looked.sentences, extraction);
        chosen.extend(lead.filter(|lead| !chosen.iter().any(|one| one.span.overlaps(lead.span))));
    }
    let offsets = CharOffsets::new(text);
    chosen
        .into_iter()
        .map(|passage| snippet(text, passage, &looked.matches, &looked.parts, &offsets))
        .collect()
}

/// A release that is looked through for passages.
struct Read<'a> {
    text: &'a str,
    extraction: &'a Extraction,
    matcher: &'a Matcher,
    wanted: Wanted,
}

/// What was found in a piece of it.
struct Looked<'a> {
    matches: Vec<Match>,
    sentences: Vec<Span>,
    parts: Parts<'a>,
    chosen: Vec<Passage>,
}

impl<'a> Read<'a> {
    /// A long text is looked through to its end only where its opening has not passages
    /// enough with all that is asked for.
    fn look_through(&self, body_start: usize) -> Looked<'a> {
        let start = border_before(self.text, body_start);
        let opening = piece(self.text, start, OPENING);
        if opening.end < self.text.len() && !self.matcher.is_empty() {
            let looked = self.look(opening);
            if self.is_enough(&looked) {
                return looked;
            }
        }
        let first = piece(self.text, start, SCANNED);
        let mut looked = self.look(first);
        let mut end = first.end;
        while looked.matches.is_empty() && !self.matcher.is_empty() && end < self.text.len() {
            let next = piece(self.text, end, SCANNED);
            looked = self.look(next);
            end = next.end;
        }
        looked
    }

    fn look(&self, within: Span) -> Looked<'a> {
        let language = self.extraction.language.as_deref();
        let mut matches = self.matcher.matches(self.text, within, language);
        self.matcher.mentions(self.extraction, within, &mut matches);
        let sentences = self.sentences(within, &matches);
        let parts = Parts::new(self.text, &sentences, self.extraction);
        let chosen = choose(self.text, &sentences, &matches, &parts, self.wanted);
        Looked {
            matches,
            sentences,
            parts,
            chosen,
        }
    }

    /// The sentences of the paragraphs that begin the text and of those with matches.
    fn sentences(&self, within: Span, matches: &[Match]) -> Vec<Span> {
        let until = within.start + HEAD;
        let matched = matches.iter().map(|found| found.span);
        let some = sentences::sentences_at(self.text, within, until, matched);
        if choice::has_lead(&some, self.extraction, until) {
            return some;
        }
        sentences(self.text, within)
    }

    /// Whether no passage can hold more of what is asked for, and none is one to pass over.
    fn is_enough(&self, looked: &Looked<'_>) -> bool {
        let holds_all = |passage: &Passage| {
            choice::things(&looked.matches, passage.span) == self.matcher.things()
                && !looked.parts.is_title(passage.span)
                && !looked.parts.is_boilerplate(passage.span)
        };
        looked.chosen.len() == self.wanted.count && looked.chosen.iter().all(holds_all)
    }
}

/// The text from `start` on, at most so many bytes of it, cut at white space.
fn piece(text: &str, start: usize, most: usize) -> Span {
    let end = border_before(text, start + most);
    let cut = Span::new(start, end).of(text).rfind(char::is_whitespace);
    match cut {
        Some(cut) if end < text.len() && cut > 0 => Span::new(start, start + cut),
        _ => Span::new(start, end),
    }
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
