//! Passages of a release that show why it was found: [`passages`].
//!
//! A passage begins and ends at sentence borders where it can, is exactly the text
//! between its ends, and comes with what to mark in it. Several a release, best first,
//! none overlapping. Boilerplate is passed over unless it is asked for or nothing else
//! answers.

mod matcher;
mod sentences;

use serde::{Deserialize, Serialize};

pub(crate) use matcher::fits;
pub use matcher::{Matcher, Stemmers};
pub use sentences::sentences;

use crate::document::Extraction;
use crate::text::{CharOffsets, Span};
use matcher::Match;

/// Bytes of a text that are looked through; a release does not come near it.
const SCANNED: usize = 256 * 1024;
/// A passage grows by whole sentences up to this many bytes.
const WISHED: usize = 240;
/// A sentence longer than this is cut at words around its first match.
const LONGEST: usize = 480;
/// What stands before the first match in a cut sentence, in bytes.
const BEFORE_MATCH: usize = 120;

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
}

/// A passage being chosen.
#[derive(Debug, Clone, Copy)]
struct Passage {
    span: Span,
    score: f32,
    /// Whether it begins in boilerplate.
    aside: bool,
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
    let scanned = scanned(text, body_start);
    let matches = if matcher.is_empty() {
        Vec::new()
    } else {
        matcher.matches(text, scanned, extraction.language.as_deref())
    };
    let sentences = sentences(text, scanned);
    let mut chosen = choose(text, &sentences, &matches, extraction, wanted);
    if chosen.is_empty() {
        chosen.extend(lead(text, &sentences, extraction));
    }
    let offsets = CharOffsets::new(text);
    chosen
        .into_iter()
        .map(|span| snippet(text, span, &matches, &offsets))
        .collect()
}

fn scanned(text: &str, body_start: usize) -> Span {
    let start = if text.is_char_boundary(body_start) {
        body_start.min(text.len())
    } else {
        0
    };
    let mut end = text.len().min(start + SCANNED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Span::new(start, end)
}

/// The best passages with a match, best first, none overlapping.
fn choose(
    text: &str,
    sentences: &[Span],
    matches: &[Match],
    extraction: &Extraction,
    wanted: Wanted,
) -> Vec<Span> {
    let mut scored: Vec<Passage> = (0..sentences.len())
        .filter_map(|at| passage_at(text, sentences, at, matches, extraction))
        .collect();
    if !wanted.boilerplate && scored.iter().any(|passage| !passage.aside) {
        scored.retain(|passage| !passage.aside);
    }
    // Equal ones in the order of the text.
    scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.span.cmp(&b.span)));
    let mut chosen: Vec<Span> = Vec::with_capacity(wanted.count);
    for passage in scored {
        if chosen.len() == wanted.count {
            break;
        }
        if !chosen.iter().any(|other| other.overlaps(passage.span)) {
            chosen.push(passage.span);
        }
    }
    chosen
}

/// The passage that begins with sentence `at`, if that sentence holds a match.
fn passage_at(
    text: &str,
    sentences: &[Span],
    at: usize,
    matches: &[Match],
    extraction: &Extraction,
) -> Option<Passage> {
    let sentence = *sentences.get(at)?;
    let first = inside(matches, sentence).next()?;
    let aside = is_boilerplate(extraction, sentence);
    let span = if sentence.len() > LONGEST {
        around(text, sentence, first.span)
    } else {
        grown(sentences, at, |next| {
            is_boilerplate(extraction, next) == aside
        })
    };
    let mut score = worth(matches, span);
    if aside {
        score *= 0.1;
    }
    // The title stands above the passages anyway.
    let title = extraction.title.as_ref().and_then(|title| title.span);
    if title.is_some_and(|title| title.overlaps(sentence)) {
        score *= 0.4;
    }
    Some(Passage { span, score, aside })
}

/// Different things asked for count most, then how often, the very word above its forms.
fn worth(matches: &[Match], span: Span) -> f32 {
    let mut seen = 0_u64;
    let mut worth = 0.0;
    for found in inside(matches, span) {
        let bit = 1_u64 << (found.wanted % 64);
        let form = if found.exact { 1.0 } else { 0.8 };
        worth += form * if seen & bit == 0 { 1.0 } else { 0.1 };
        seen |= bit;
    }
    worth
}

fn inside(matches: &[Match], span: Span) -> impl Iterator<Item = &Match> {
    let from = matches.partition_point(|found| found.span.start < span.start);
    let rest = matches.get(from..).unwrap_or_default();
    rest.iter()
        .take_while(move |found| found.span.start < span.end)
        .filter(move |found| span.contains(found.span))
}

/// The sentence with those after it while they fit and are of its kind.
fn grown(sentences: &[Span], at: usize, alike: impl Fn(Span) -> bool) -> Span {
    let first = sentences.get(at).copied().unwrap_or(Span::new(0, 0));
    let fits = |sentence: &&Span| sentence.end - first.start <= WISHED && alike(**sentence);
    let last = sentences
        .iter()
        .skip(at)
        .take_while(fits)
        .last()
        .unwrap_or(&first);
    Span::new(first.start, last.end.max(first.end))
}

/// A piece of a long sentence around its first match, cut at white space.
fn around(text: &str, sentence: Span, first: Span) -> Span {
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = floor(first.start.saturating_sub(BEFORE_MATCH).max(sentence.start));
    let to = floor((from + LONGEST).max(first.end).min(sentence.end));
    let blank = |piece: &str| piece.find(char::is_whitespace);
    let start = if from == sentence.start {
        from
    } else {
        blank(Span::new(from, first.start).of(text)).map_or(from, |skip| from + skip)
    };
    let end = if to == sentence.end {
        to
    } else {
        let tail = Span::new(first.end, to.max(first.end));
        tail.of(text)
            .rfind(char::is_whitespace)
            .map_or(tail.end, |cut| tail.start + cut)
    };
    Span::new(start, end).trimmed(text)
}

fn is_boilerplate(extraction: &Extraction, sentence: Span) -> bool {
    extraction
        .sections
        .iter()
        .any(|section| section.span.overlaps(sentence))
}

/// A lead is at least so long, in bytes.
const LEAD: usize = 60;

/// The first sentences that are neither title, dateline nor boilerplate.
fn lead(text: &str, sentences: &[Span], extraction: &Extraction) -> Option<Span> {
    let title = extraction.title.as_ref().and_then(|title| title.span);
    let head = title.map_or(0, |title| title.end);
    let dateline = [
        extraction.place.as_ref().and_then(|place| place.span),
        extraction.date.as_ref().and_then(|date| date.span),
    ];
    // A sentence that is little more than the dateline is passed over.
    let only_dateline = |sentence: Span| {
        let named: usize = dateline
            .iter()
            .flatten()
            .filter(|span| sentence.contains(**span))
            .map(Span::len)
            .sum();
        named * 2 > sentence.len()
    };
    let says = |sentence: &Span| {
        sentence.start >= head
            && !only_dateline(*sentence)
            && !is_boilerplate(extraction, *sentence)
    };
    // Counters, tags and share bars below the title are shorter than any lead.
    let told = |sentence: &Span| says(sentence) && sentence.len() >= LEAD;
    let at = sentences
        .iter()
        .position(told)
        .or_else(|| sentences.iter().position(says));
    let at = at.or_else(|| (!sentences.is_empty()).then_some(0))?;
    let sentence = *sentences.get(at)?;
    let start = Span::new(sentence.start, sentence.start);
    Some(if sentence.len() > LONGEST {
        around(text, sentence, start)
    } else {
        grown(sentences, at, |next| !is_boilerplate(extraction, next))
    })
}

fn snippet(text: &str, span: Span, matches: &[Match], offsets: &CharOffsets<'_>) -> Snippet {
    let (start, end) = offsets.range(span);
    let mut highlights: Vec<(usize, usize)> = Vec::new();
    for found in inside(matches, span) {
        let (from, to) = offsets.range(found.span);
        let (from, to) = (from - start, to - start);
        match highlights.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => highlights.push((from, to)),
        }
    }
    Snippet {
        text: span.of(text).to_owned(),
        start,
        end,
        highlights,
    }
}

#[cfg(test)]
mod tests;
