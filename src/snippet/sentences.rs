//! Sentence borders, by rule: enough to begin and end a passage where a reader would.
//!
//! A sentence ends after `.`, `!`, `?`, `…` or their full-width kin, with what closes
//! behind it, before white space and something that begins one; and at an empty line.
//! Initials (`A. Smith`) and common short forms do not end one.

use crate::text::Span;

/// Short forms that stand before a name or number, in the languages releases come in.
const SHORT_FORMS: [&str; 24] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "art", "gen", "col", "lt", "sgt", "hon",
    "rev", "sr", "sra", "mme", "mlle", "p", "pp", "vs", "cf", "approx",
];

/// The sentences of `text` inside `within`, trimmed, in order; none is empty.
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = within.start;
    let mut letters = within.of(text).char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let at = within.start + at;
        let end = at + letter.len_utf8();
        let rest = Span::new(end, within.end).of(text);
        let border = match letter {
            '\n' => rest
                .trim_start_matches([' ', '\t', '\r'])
                .starts_with('\n')
                .then_some(end),
            '。' | '！' | '？' => Some(end),
            '.' | '!' | '?' | '…' | '؟' | '।' => end_after(text, start, at, end, rest),
            _ => None,
        };
        if let Some(border) = border {
            push(text, Span::new(start, border), &mut found);
            start = border;
            while letters
                .peek()
                .is_some_and(|(next, _)| within.start + next < border)
            {
                letters.next();
            }
        }
    }
    push(text, Span::new(start, within.end), &mut found);
    found
}

fn push(text: &str, sentence: Span, found: &mut Vec<Span>) {
    let sentence = sentence.trimmed(text);
    if !sentence.is_empty() {
        found.push(sentence);
    }
}

/// Where the sentence ends whose stop stands at `at`, if it ends there.
fn end_after(text: &str, start: usize, at: usize, end: usize, rest: &str) -> Option<usize> {
    let closing = rest.len()
        - rest
            .trim_start_matches(['"', '”', '’', '\'', '»', ')', ']', '.'])
            .len();
    let after = rest.get(closing..).unwrap_or_default();
    let next = after.trim_start();
    if next.len() == after.len() || next.is_empty() {
        return None;
    }
    // A lower-case letter goes on with the sentence: `e.g. this`.
    if next.chars().next().is_some_and(char::is_lowercase) {
        return None;
    }
    let before = text.get(start..at).unwrap_or_default();
    if text.get(at..end) == Some(".") && is_short_form(before) {
        return None;
    }
    Some(end + closing)
}

fn is_short_form(before: &str) -> bool {
    let word = before
        .rsplit(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial
        || SHORT_FORMS
            .iter()
            .any(|short| short.eq_ignore_ascii_case(word))
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

    proptest! {
        #[test]
        fn sentences_lie_in_order_and_lose_no_word(text in "[a-zA-Z .!?\n“”é]{0,200}") {
            let found = sentences(&text, Span::new(0, text.len()));
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let kept: usize = found.iter().map(|s| s.of(&text).matches(char::is_alphabetic).count()).sum();
            prop_assert_eq!(kept, text.matches(char::is_alphabetic).count());
        }
    }
}
