//! Which passages are shown: [`choose`] the best with matches, or the [`lead`].

use super::Wanted;
use super::matcher::Match;
use super::part::{Parts, parts_paragraphs};
use crate::document::Extraction;
use crate::query::limits::MAX_CLAUSES;
use crate::text::{Span, border_before};

/// A passage grows by whole sentences up to this many bytes.
const WISHED: usize = 240;
/// A sentence longer than this is cut at words around its first match.
pub(super) const LONGEST: usize = 480;
/// What stands before the first match in a cut sentence, in bytes.
const BEFORE_MATCH: usize = 120;
/// A lead is at least so long, in bytes.
const LEAD: usize = 60;

/// A passage being chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage {
    pub(super) span: Span,
    score: f32,
    /// Whether it begins in boilerplate.
    aside: bool,
}

/// The best passages with a match, best first, none overlapping.
pub(super) fn choose(
    text: &str,
    sentences: &[Span],
    matches: &[Match],
    parts: &Parts<'_>,
    wanted: Wanted,
) -> Vec<Passage> {
    if matches.is_empty() {
        return Vec::new();
    }
    let mut scored: Vec<Passage> = (0..sentences.len())
        .filter_map(|at| passage_at(text, sentences, at, matches, parts))
        .collect();
    if !wanted.boilerplate && scored.iter().any(|passage| !passage.aside) {
        scored.retain(|passage| !passage.aside);
    }
    // Equal ones in the order of the text.
    scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.span.cmp(&b.span)));
    let mut chosen: Vec<Passage> = Vec::with_capacity(wanted.count);
    for passage in scored {
        if chosen.len() == wanted.count {
            break;
        }
        if !chosen.iter().any(|other| other.span.overlaps(passage.span)) {
            chosen.push(passage);
        }
    }
    chosen
}

/// The passage that begins with sentence `at`, if a match begins in that sentence.
fn passage_at(
    text: &str,
    sentences: &[Span],
    at: usize,
    matches: &[Match],
    parts: &Parts<'_>,
) -> Option<Passage> {
    let sentence = *sentences.get(at)?;
    let first = touching(matches, sentence).next()?;
    let aside = parts.is_boilerplate(sentence);
    let span = if sentence.len() > LONGEST {
        around(text, sentence, first.span)
    } else {
        // A phrase may go on in the next sentence.
        let least = first.span.end.min(sentence.start + LONGEST);
        let in_title = parts.is_title(sentence);
        let fits = |last: Span, next: Span| {
            next.start < least
                || next.end - sentence.start <= WISHED
                    && !parts_paragraphs(text, last, next)
                    && parts.is_boilerplate(next) == aside
                    && parts.is_title(next) == in_title
        };
        grown(sentences, at, fits)
    };
    let mut score = worth(matches, span);
    if aside {
        score *= 0.1;
    }
    // The title stands above the passages anyway.
    if parts.is_title(sentence) {
        score *= 0.4;
    }
    Some(Passage { span, score, aside })
}

/// Which things asked for were met.
#[derive(Default)]
struct Met([u64; MAX_CLAUSES.div_ceil(64)]);

impl Met {
    /// Whether a thing is met for the first time; none when there cannot be so many.
    fn is_new(&mut self, wanted: usize) -> Option<bool> {
        let bit = 1_u64 << (wanted % 64);
        let met = self.0.get_mut(wanted / 64)?;
        let new = *met & bit == 0;
        *met |= bit;
        Some(new)
    }
}

/// Different things asked for count most, then how often, the very word above its forms.
fn worth(matches: &[Match], span: Span) -> f32 {
    let mut met = Met::default();
    let mut worth = 0.0;
    for found in touching(matches, span) {
        let form = if found.exact { 1.0 } else { 0.8 };
        let Some(new) = met.is_new(found.wanted) else {
            continue;
        };
        worth += form * if new { 1.0 } else { 0.1 };
    }
    worth
}

/// How many different things asked for begin inside `span`.
pub(super) fn things(matches: &[Match], span: Span) -> usize {
    let mut met = Met::default();
    let new = touching(matches, span).filter(|found| met.is_new(found.wanted) == Some(true));
    new.count()
}

/// The matches that begin inside `span`.
pub(super) fn touching(matches: &[Match], span: Span) -> impl Iterator<Item = &Match> {
    let from = matches.partition_point(|found| found.span.start < span.start);
    let rest = matches.get(from..).unwrap_or_default();
    rest.iter()
        .take_while(move |found| found.span.start < span.end)
}

/// The sentence with those after it while the next fits behind the last.
fn grown(sentences: &[Span], at: usize, fits: impl Fn(Span, Span) -> bool) -> Span {
    let first = sentences.get(at).copied().unwrap_or(Span::new(0, 0));
    let mut last = first;
    for next in sentences.iter().skip(at + 1) {
        if !fits(last, *next) {
            break;
        }
        last = *next;
    }
    Span::new(first.start, last.end)
}

/// A piece of a long sentence around its first match, cut at white space; inside a word
/// only where there is none. It is never longer than [`LONGEST`].
fn around(text: &str, sentence: Span, first: Span) -> Span {
    let from = border_before(
        text,
        first.start.saturating_sub(BEFORE_MATCH).max(sentence.start),
    );
    let to = border_before(text, (from + LONGEST).min(sentence.end));
    let start = if from == sentence.start {
        from
    } else {
        let head = Span::new(from, first.start);
        let blank = head.of(text).find(char::is_whitespace);
        blank.map_or(from, |skip| from + skip)
    };
    let end = if to == sentence.end {
        to
    } else {
        let tail = Span::new(first.end.min(to), to);
        let blank = tail.of(text).rfind(char::is_whitespace);
        blank.map_or(to, |cut| tail.start + cut)
    };
    Span::new(start, end).trimmed(text)
}

/// Whether the lead is among the sentences that end so much before the byte `until` that it is
/// the same with any behind them.
pub(super) fn has_lead(sentences: &[Span], extraction: &Extraction, until: usize) -> bool {
    let mut head = sentences
        .iter()
        .take_while(|one| one.start + WISHED < until);
    head.any(|sentence| leads(*sentence, extraction))
}

/// Whether a lead may begin with a sentence: counters, tags and share bars below the title are
/// shorter than any.
fn leads(sentence: Span, extraction: &Extraction) -> bool {
    tells(sentence, extraction) && sentence.len() >= LEAD
}

/// Whether a sentence is neither title, dateline nor boilerplate.
fn tells(sentence: Span, extraction: &Extraction) -> bool {
    let title = extraction.title.as_ref().and_then(|title| title.span);
    let head = title.map_or(0, |title| title.end);
    let dateline = [
        extraction.place.as_ref().and_then(|place| place.span),
        extraction.date.as_ref().and_then(|date| date.span),
    ];
    let named: usize = dateline
        .iter()
        .flatten()
        .filter(|span| sentence.contains(**span))
        .map(Span::len)
        .sum();
    // A sentence that is little more than the dateline is passed over.
    sentence.start >= head && named * 2 <= sentence.len() && !is_boilerplate(sentence, extraction)
}

fn is_boilerplate(sentence: Span, extraction: &Extraction) -> bool {
    let mut sections = extraction.sections.iter();
    sections.any(|section| section.span.overlaps(sentence))
}

/// The first sentences that are neither title, dateline nor boilerplate.
pub(super) fn lead(text: &str, sentences: &[Span], extraction: &Extraction) -> Option<Passage> {
    let mut all = sentences.iter();
    let at = all.position(|one| leads(*one, extraction)).or_else(|| {
        let mut all = sentences.iter();
        all.position(|one| tells(*one, extraction))
    });
    let at = at.or_else(|| (!sentences.is_empty()).then_some(0))?;
    let sentence = *sentences.get(at)?;
    let span = if sentence.len() > LONGEST {
        around(text, sentence, Span::new(sentence.start, sentence.start))
    } else {
        let fits = |_: Span, next: Span| {
            next.end - sentence.start <= WISHED && !is_boilerplate(next, extraction)
        };
        grown(sentences, at, fits)
    };
    Some(Passage {
        span,
        score: 0.0,
        aside: false,
    })
}
