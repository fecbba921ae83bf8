//! Sentence borders, by rule: enough to begin and end a passage where a reader would.
//!
//! A sentence ends after `.`, `!`, `?`, `…` or their full-width kin, with what closes
//! behind it, before white space and something that begins one; and at an empty line.
//! Of a stop behind a short form the word that follows decides (`short_forms`). Nothing reaches
//! across an empty line, so that of most of a text nothing need be read: [`sentences_at`].

use super::short_forms::goes_on;
use crate::text::Span;

/// What may close a sentence behind its stop.
const CLOSING: [char; 9] = ['"', '”', '’', '\'', '»', '“', ')', ']', '.'];

/// A sentence is seldom shorter, in bytes.
const USUAL: usize = 100;

/// Whether a sentence may end with a character that begins with this byte.
const MAY_END: [bool; 256] = {
    let mut may_end = [false; 256];
    let bytes = [b'\n', b'.', b'!', b'?', 0xD8, 0xE0, 0xE2, 0xE3, 0xEF];
    let mut at = 0;
    while at < bytes.len() {
        may_end[bytes[at] as usize] = true;
        at += 1;
    }
    may_end
};

/// The sentences of `text` inside `within`, trimmed, in order; none is empty.
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    let mut found = Vec::with_capacity(within.len() / USUAL);
    let mut start = within.start;
    // Nothing before this is looked at again, so that a row of stops is read once.
    let mut read = within.start;
    let bytes = text.as_bytes();
    let may_end = |byte: &u8| MAY_END.get(usize::from(*byte)) == Some(&true);
    while let Some(rest) = bytes.get(read..within.end)
        && let Some(skipped) = rest.iter().position(may_end)
    {
        let at = read + skipped;
        let Some(letter) = Span::new(at, within.end).of(text).chars().next() else {
            break;
        };
        let end = at + letter.len_utf8();
        read = end;
        let border = match letter {
            '\n' => blank_line(text, Span::new(end, within.end)).then_some(end),
            '。' | '！' | '？' => Some(end),
            '.' | '!' | '?' | '…' | '؟' | '।' => {
                let rest = Span::new(end, within.end).of(text);
                let closed = end + (rest.len() - rest.trim_start_matches(CLOSING).len());
                read = closed;
                ends(text, start, at, Span::new(closed, within.end)).then_some(closed)
            }
            _ => None,
        };
        if let Some(border) = border {
            push(text, Span::new(start, border), &mut found);
            start = border;
        }
    }
    push(text, Span::new(start, within.end), &mut found);
    found
}

/// As [`sentences`], but only of the paragraphs that begin before the byte `until` or that
/// something of `wanted` begins in or goes on into; that in the order of its start.
pub(super) fn sentences_at(
    text: &str,
    within: Span,
    until: usize,
    wanted: impl Iterator<Item = Span>,
) -> Vec<Span> {
    let mut found = Vec::new();
    let mut wanted = wanted.peekable();
    let (mut start, mut reach) = (within.start, until);
    while start < within.end {
        let end = paragraph_end(text, Span::new(start, within.end));
        let mut asked = start < reach;
        while let Some(span) = wanted.next_if(|span| span.start < end) {
            asked |= span.start >= start;
            reach = reach.max(span.end);
        }
        if asked || start < reach {
            found.append(&mut sentences(text, Span::new(start, end)));
        }
        start = end;
    }
    found
}

/// Where the paragraph ends that `rest` begins with.
fn paragraph_end(text: &str, rest: Span) -> usize {
    let lines = memchr::memchr_iter(b'\n', rest.of(text).as_bytes());
    let ends = lines.map(|at| rest.start + at + 1);
    let mut blank = ends.filter(|end| blank_line(text, Span::new(*end, rest.end)));
    blank.next().unwrap_or(rest.end)
}

fn push(text: &str, sentence: Span, found: &mut Vec<Span>) {
    let sentence = sentence.trimmed(text);
    if !sentence.is_empty() {
        found.push(sentence);
    }
}

/// Whether nothing but blanks stands before the next end of a line.
fn blank_line(text: &str, rest: Span) -> bool {
    let mut letters = rest.of(text).chars();
    letters.find(|letter| !matches!(letter, ' ' | '\t' | '\r')) == Some('\n')
}

/// Whether the sentence that began at `start` ends with the stop at `at`, before `after`.
fn ends(text: &str, start: usize, at: usize, after: Span) -> bool {
    let after = after.of(text);
    let next = after.trim_start();
    // A lower-case letter goes on with the sentence: `e.g. this`.
    if next.len() == after.len()
        || next.is_empty()
        || next.chars().next().is_some_and(char::is_lowercase)
    {
        return false;
    }
    let is_stop = text.as_bytes().get(at) == Some(&b'.');
    !(is_stop && goes_on(Span::new(start, at).of(text), next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len()))
            .iter()
            .map(|span| span.of(text))
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        assert_eq!(
            split("Dr. A. Quill spoke. “We go on.” She left!\n\nMore, e.g. this, followed"),
            [
                "Dr. A. Quill spoke.",
                "“We go on.”",
                "She left!",
                "More, e.g. this, followed"
            ]
        );
        assert_eq!(
            split("難民が来た。学校が開いた。"),
            ["難民が来た。", "学校が開いた。"]
        );
    }

    #[test]
    fn a_short_form_ends_a_sentence_only_before_what_begins_one() {
        for whole in [
            "Mr. Smith met Sen. Hale and Gen. Ort.",
            "U.N. Secretary-General Ada Quill of the U.S. Coast Guard spoke.",
            "It opens at 8 a.m. Tuesday, not at 9 p.m. Valmora time.",
            "Under resolution No. 5 and art. 12, pp. 3 to 9.",
            "She came on Jan. 5 and left on Sept. 12.",
            "Harbour Works Inc. Chairman Bo Lind and St. Mary's.",
            "Le 3 mai, M. Roux et Mme. Petit ont parlé.",
            "Am 5. Mai kamen z.B. Familien an.",
            "J. A. Smith, Ph.D. Professor of Law, agreed.",
        ] {
            assert_eq!(split(whole), [whole]);
        }
        for parts in [
            ["It went to the U.N.", "The agency agreed."],
            ["It opens at 8 a.m.", "She said so."],
            ["The answer was no.", "Nobody came."],
            ["They work for Harbour Works Inc.", "It is old."],
            ["He arrived in May.", "Two boats followed."],
            ["Es kamen 5.", "Niemand blieb."],
            ["Elle est partie à 5 h. p.m.", "Les autres restent."],
        ] {
            assert_eq!(split(&parts.join(" ")), parts);
        }
    }

    #[test]
    fn a_row_of_stops_or_line_ends_is_read_once() {
        let begun = std::time::Instant::now();
        for piece in [".", "\n ", ".\"", "a.", "!?", "\u{2026}"] {
            let _ = split(&piece.repeat(200_000));
            let _ = split(&format!("{}x", piece.repeat(200_000)));
        }
        assert!(begun.elapsed().as_secs() < 5);
    }

    #[test]
    fn a_stop_of_any_script_is_seen() {
        for stop in ["\n\n", ".", "!", "?", "。", "！", "？", "…", "؟", "।"] {
            let text = format!("Nobody left{stop} Then");
            assert_eq!(split(&text).len(), 2, "{text}");
        }
    }

    proptest! {
        #[test]
        fn of_what_is_asked_they_are_the_same(
            text in "([a-zA-Z .!?“”é]{0,20}(\n|\n\n|\n \n|)){0,12}",
            until in 0_usize..60,
            wanted in proptest::collection::vec((0_usize..200, 0_usize..30), 0..4),
        ) {
            let border = |at: usize| crate::text::border_before(&text, at);
            let mut wanted: Vec<Span> = wanted.iter().map(|(at, length)| {
                let start = border(*at);
                Span::new(start, border(at + length).max(start))
            }).collect();
            wanted.sort_unstable();
            let whole = Span::new(0, text.len());
            let all = sentences(&text, whole);
            prop_assert_eq!(&sentences_at(&text, whole, text.len() + 1, wanted.iter().copied()), &all);
            let some = sentences_at(&text, whole, until, wanted.iter().copied());
            prop_assert!(some.iter().all(|sentence| all.contains(sentence)));
            for sentence in &all {
                let asked = sentence.start < until || wanted.iter().any(|span| {
                    (sentence.start..sentence.end).contains(&span.start) || span.overlaps(*sentence)
                });
                prop_assert!(!asked || some.contains(sentence), "{:?}", sentence);
            }
        }

        #[test]
        fn sentences_lie_in_order_and_lose_no_word(text in "[a-zA-Z .!?\n“”é]{0,200}") {
            let found = sentences(&text, Span::new(0, text.len()));
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let kept: usize = found.iter().map(|s| s.of(&text).matches(char::is_alphabetic).count()).sum();
            prop_assert_eq!(kept, text.matches(char::is_alphabetic).count());
        }
    }
}
