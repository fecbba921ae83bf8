//! A release read to be compared: [`Reading`], its words with what they may tell.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Extraction, Given, PartialDate};
use crate::schema::Release;
use crate::schema::words::{Words, words};
use crate::text::Span;

/// How far into a text a mark of correction may stand, in words.
const HEAD: usize = 15;
/// What a corrected release calls itself, folded.
const CORRECTED: [&str; 16] = [
    "corrected",
    "correction",
    "corrections",
    "correcting",
    "erratum",
    "corrigendum",
    "clarification",
    "update",
    "updated",
    "updates",
    "rectificatif",
    "rectification",
    "korrektur",
    "berichtigung",
    "correccion",
    "rettifica",
];

/// A word of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) hash: u64,
    /// Where it stands in the text.
    pub(super) span: Span,
    /// Whether it has a digit.
    pub(super) number: bool,
    /// Whether it begins with a capital inside a sentence, as names do.
    pub(super) name: bool,
    /// Whether it is of the boilerplate.
    pub(super) aside: bool,
}

/// A release with its words.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) release: Release,
    pub(super) words: Vec<Word>,
    /// Whether it says that it corrects another.
    pub(super) corrects: bool,
}

impl Reading {
    pub(super) fn new(release: Release) -> Self {
        let body = body(&release.text, &release.given);
        let all = read(&release.text, body, &release.extraction);
        Self {
            corrects: corrects(&release, &all),
            words: all,
            release,
        }
    }

    /// The day it is of, when day, month and year are known.
    pub(super) fn day(&self) -> Option<PartialDate> {
        let date = self.release.extraction.date.as_ref()?.value;
        date.day.map(|_| date)
    }

    /// The headline, when it comes from outside the text.
    pub(super) fn outer_title(&self) -> Option<&str> {
        outer_title(&self.release.extraction)
    }

    /// The words of the headline.
    pub(super) fn title(&self) -> Vec<String> {
        let title = self.release.extraction.title.as_ref();
        title.map_or_else(Vec::new, |title| words(&title.value))
    }

    /// The text from one word to another.
    pub(super) fn text_of(&self, range: std::ops::Range<usize>) -> &str {
        let words = self.words.get(range).unwrap_or_default();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return "";
        };
        let whole = self.release.text.get(first.span.start..last.span.end);
        whole.unwrap_or_default()
    }
}

/// The headline, when it comes from outside the text.
pub(super) fn outer_title(extraction: &Extraction) -> Option<&str> {
    let title = extraction.title.as_ref()?;
    title.span.is_none().then_some(title.value.as_str())
}

/// The text behind its head of metadata.
pub(super) fn body(text: &str, given: &Given) -> Span {
    let start = Some(given.body_start).filter(|at| text.is_char_boundary(*at));
    Span::new(start.unwrap_or(0), text.len())
}

fn read(text: &str, within: Span, extraction: &Extraction) -> Vec<Word> {
    let mut aside: Vec<Span> = extraction.sections.iter().map(|part| part.span).collect();
    aside.sort_unstable();
    let mut aside = aside.into_iter().peekable();
    let piece = within.of(text);
    let mut all = Vec::with_capacity(piece.len() / 6);
    let mut words = Words::new(piece);
    let mut folded = String::new();
    let mut before = 0;
    while let Some(word) = words.read(&mut folded) {
        let gap = piece.get(before..word.span.start).unwrap_or_default();
        let opens = before == 0 || gap.contains(['.', '!', '?', ':', '\n', '"', '“', '”']);
        let first = word.span.of(piece).chars().next();
        let span = Span::new(within.start + word.span.start, within.start + word.span.end);
        while aside.next_if(|aside| aside.end <= span.start).is_some() {}
        all.push(Word {
            hash: xxh3_64(folded.as_bytes()),
            span,
            number: folded.chars().any(char::is_numeric),
            name: !opens && first.is_some_and(char::is_uppercase),
            aside: aside.peek().is_some_and(|aside| aside.start <= span.start),
        });
        before = word.span.end;
    }
    all
}

fn corrects(release: &Release, all: &[Word]) -> bool {
    let says = |word: &str| CORRECTED.contains(&word);
    let title = release.extraction.title.as_ref().map(|title| &*title.value);
    let title = words(title.unwrap_or_default());
    if title.first().is_some_and(|word| says(word)) || title.last().is_some_and(|word| says(word)) {
        return true;
    }
    // In the text it must shout or stand alone before a colon or bracket, for "update" is
    // also a word.
    let text = &release.text;
    all.iter().take(HEAD).any(|word| {
        let written = word.span.of(text);
        let behind = text.get(word.span.end..).unwrap_or_default();
        let marked = behind.trim_start().starts_with([':', ']', ')', '–', '—'])
            || !written.chars().any(char::is_lowercase);
        marked && words(written).iter().any(|word| says(word))
    })
}

/// How often each word of a range is more in it than in the other.
pub(super) fn only_in<'w>(one: &'w [Word], other: &[Word]) -> Vec<&'w Word> {
    let mut left: FxHashMap<u64, usize> = FxHashMap::default();
    for word in other {
        *left.entry(word.hash).or_default() += 1;
    }
    let one = one.iter().filter(|word| {
        let count = left.get_mut(&word.hash);
        match count {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        }
    });
    one.collect()
}
