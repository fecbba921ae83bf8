//! What is kept of a release to find its copies by: [`Sketch`].
//!
//! Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): of the hashes of all runs of
//! [`SHINGLE`] words those are kept that are the least of a window. Which they are depends
//! on the words around them alone, so that a text cut anywhere keeps the numbers of what is
//! left, and a piece as long as a window shares a number with any text that has it. In the
//! lead the windows are short, for there a cut text has all its words; behind it they are
//! long. The least of a long window is that of a short one too, so the two agree.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::reading::{body, outer_title};
use crate::document::{Extraction, Given};
use crate::schema::words::{Words, words};

/// Words of a shingle.
pub(super) const SHINGLE: usize = 5;
/// Shingles of a window in the lead, and behind it.
const WINDOW: usize = 8;
const FAR_WINDOW: usize = 32;
/// Words of the lead: a text cut at 800 characters lies within.
const LEAD: usize = 160;
/// Words read in all; a longer text is known by these.
const READ: usize = 4_000;
/// Fewer words than this do not tell a release: its date is asked as well.
const TELLING: usize = 40;

/// Some dozens of numbers that stand for the wording of a release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Hash of all words and of a headline from outside the text, equal for texts that differ
    /// in nothing but lines, case and marks; 0 when there are none.
    pub wording: u64,
    /// Hashes of some of its runs of words, ascending, each once.
    pub prints: Vec<u32>,
}

impl Sketch {
    /// The sketch of a release's text, boilerplate and all: where that begins is told by
    /// the lines, which a copy may have lost.
    pub fn of(text: &str, given: &Given, extraction: &Extraction) -> Self {
        let hashes = word_hashes(body(text, given).of(text));
        if hashes.is_empty() {
            return Self::default();
        }
        Self {
            wording: wording(&hashes, extraction),
            prints: prints(hashes.get(..READ).unwrap_or(&hashes)),
        }
    }
}

fn word_hashes(text: &str) -> Vec<u64> {
    let mut hashes = Vec::with_capacity(text.len() / 6);
    let mut folded = String::new();
    let mut words = Words::new(text);
    while words.read(&mut folded).is_some() {
        hashes.push(xxh3_64(folded.as_bytes()));
    }
    hashes
}

/// What a text is called from outside is part of its wording: pages that failed to load are
/// the same under any headline.
fn wording(hashes: &[u64], extraction: &Extraction) -> u64 {
    let mut bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
    let title = outer_title(extraction).map(words).unwrap_or_default();
    bytes.extend(title.join(" ").into_bytes());
    if hashes.len() < TELLING {
        let date = extraction.date.as_ref().map(|date| date.value.to_string());
        bytes.extend(format!("\n{}", date.unwrap_or_default()).into_bytes());
    }
    xxh3_64(&bytes).max(1)
}

fn prints(words: &[u64]) -> Vec<u32> {
    let shingles: Vec<u32> = words.windows(SHINGLE).map(shingle).collect();
    let lead = shingles.get(..LEAD).unwrap_or(&shingles);
    let mut kept = FxHashSet::default();
    winnow(lead, WINDOW, &mut kept);
    if shingles.len() > lead.len() {
        let from = lead.len().saturating_sub(FAR_WINDOW - 1);
        winnow(
            shingles.get(from..).unwrap_or_default(),
            FAR_WINDOW,
            &mut kept,
        );
    }
    let mut kept: Vec<u32> = kept.into_iter().collect();
    kept.sort_unstable();
    kept
}

/// One number for a run of words, in this order.
fn shingle(words: &[u64]) -> u32 {
    // An odd constant with its bits well spread (from the golden ratio).
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = words.iter().fold(0_u64, |all, word| {
        (all.rotate_left(23) ^ word).wrapping_mul(SPREAD)
    });
    (mixed >> 32) as u32
}

/// Keeps the least of every window; of a text shorter than one the least of all.
fn winnow(shingles: &[u32], window: usize, kept: &mut FxHashSet<u32>) {
    if shingles.len() < window {
        kept.extend(shingles.iter().min());
        return;
    }
    // The places that may yet be the least of a window, with ascending values.
    let mut rising: std::collections::VecDeque<(usize, u32)> = std::collections::VecDeque::new();
    for (at, value) in shingles.iter().enumerate() {
        while rising.back().is_some_and(|(_, last)| last >= value) {
            rising.pop_back();
        }
        rising.push_back((at, *value));
        if rising
            .front()
            .is_some_and(|(first, _)| first + window <= at)
        {
            rising.pop_front();
        }
        if at + 1 >= window {
            kept.extend(rising.front().map(|(_, least)| *least));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sketch(text: &str) -> Sketch {
        Sketch::of(text, &Given::default(), &Extraction::default())
    }

    fn shared(one: &Sketch, other: &Sketch) -> usize {
        let has = |print: &&u32| other.prints.binary_search(print).is_ok();
        one.prints.iter().filter(has).count()
    }

    #[test]
    fn a_text_without_words_has_none() {
        assert_eq!(sketch(" — \n").wording, 0);
        assert!(sketch("").prints.is_empty());
    }

    #[test]
    fn of_a_short_text_the_date_counts_as_well() {
        let dated = |day| Extraction {
            date: Some(crate::document::ReleaseDate {
                value: crate::document::PartialDate::day(2024, 5, day).unwrap(),
                inferred: false,
                span: None,
                rule: "given".into(),
                confidence: 1.0,
                candidates: vec![],
                bounds: vec![],
            }),
            ..Extraction::default()
        };
        let given = Given::default();
        let of = |text: &str, day| Sketch::of(text, &given, &dated(day)).wording;
        assert_ne!(
            of("No ferries run today.", 1),
            of("No ferries run today.", 2)
        );
        let long = "No ferry runs today from the old quay. ".repeat(9);
        assert_eq!(of(&long, 1), of(&long, 2));
    }

    fn wordy(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[a-z]{2,9}", count)
    }

    proptest! {
        #[test]
        fn lines_case_and_marks_are_nothing(words in wordy(1..300), breaks in prop::collection::vec(0..5_usize, 300)) {
            let plain = words.join(" ");
            let mut other = String::new();
            for (word, with) in words.iter().zip(breaks) {
                let put = ["\n", ", ", " — ", "\r\n\t", "  "][with];
                other.push_str(&if with == 1 { word.to_uppercase() } else { word.clone() });
                other.push_str(put);
            }
            prop_assert_eq!(sketch(&plain), sketch(&other));
        }

        #[test]
        fn what_is_left_of_a_cut_text_is_found(words in wordy(60..600), cut in 45..150_usize) {
            let whole = sketch(&words.join(" "));
            let left = sketch(&words[..cut.min(words.len())].join(" "));
            let shared = shared(&left, &whole);
            // Each window has one of its own; the last may end in another.
            prop_assert!(shared + 1 >= left.prints.len(), "{shared} of {}", left.prints.len());
        }

        #[test]
        fn what_stands_behind_another_head_is_found(head in wordy(5..60), words in wordy(120..600)) {
            let whole = sketch(&words.join(" "));
            let other = sketch(&format!("{} {}", head.join(" "), words[20..].join(" ")));
            prop_assert!(shared(&other, &whole) * 2 >= whole.prints.len().min(other.prints.len()));
        }
    }
}
