//! The words of a text: where each stands and its folded form.
//!
//! A word is a run of letters, digits and marks (Unicode classes). Beyond that:
//! `whole-of-route` is three words at neighbouring positions, so that a phrase meets
//! it with and without hyphens; `U.N.H.C.R.` is one word, `unhcr`; the possessive
//! `'s` is no word; `1,200` is `1200`; each character of the scripts written without
//! spaces (Chinese, Japanese, Thai and its neighbours) is a word, so that a phrase
//! of them finds any string. The same rules read texts, queries and passages.

use unicode_normalization::char::is_combining_mark;

use crate::text::Span;

use super::fold::fold_into;
use super::initials::{Initials, Starts};

/// The longest folded word kept, in bytes; a longer one is cut here, in text and query
/// alike, so that it is still found by its beginning.
pub const LONGEST_WORD: usize = 64;

/// The most parts of a hyphenated word that is kept as one; a longer row is no word.
pub const MOST_PARTS: usize = 4;

/// What no word holds and no word within two edits of one.
pub(super) const COMPOUND: &str = "---";

/// A hyphenated word as it is kept in the index: its parts joined, then where they meet, so
/// that all the ways one word is parted stand beside each other (`antitrafficking---4`).
pub fn compound<P: AsRef<str>>(parts: &[P]) -> String {
    let mut term = beginning(&parts.iter().map(AsRef::as_ref).collect::<String>());
    let mut at = 0;
    for part in parts.iter().take(parts.len().saturating_sub(1)) {
        at += part.as_ref().len();
        // Each ends, so that none begins another.
        term.push_str(&format!("{at}."));
    }
    term
}

/// How every hyphenated word begins whose joined form is this.
pub fn beginning(joined: &str) -> String {
    format!("{joined}{COMPOUND}")
}

/// The parts of a hyphenated word as it is kept; none when it is not one.
pub fn parts(term: &str) -> Option<Vec<&str>> {
    let (joined, cuts) = term.split_once(COMPOUND)?;
    let mut parts = Vec::new();
    let mut from = 0;
    for cut in cuts.split_terminator('.') {
        let at = cut.parse().ok()?;
        parts.push(joined.get(from..at)?);
        from = at;
    }
    parts.push(joined.get(from..)?);
    Some(parts)
}

/// The words of a near phrase, each once: one that is repeated is near itself anyway, and
/// looking for it time and again takes time and memory with the power of its repeats.
pub fn once_each(words: Vec<String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        if !once.contains(&word) {
            once.push(word);
        }
    }
    once
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its number, from 0.
    pub position: usize,
}

/// Reads words off a text, one after the other.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    position: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Alone,
    Other,
}

fn class(letter: char) -> Class {
    match letter {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        _ if letter.is_ascii() => Class::Other,
        _ if stands_alone(letter) => Class::Alone,
        _ if letter.is_numeric() => Class::Digit,
        _ if letter.is_alphabetic() || is_joiner(letter) || is_combining_mark(letter) => {
            Class::Letter
        }
        _ => Class::Other,
    }
}

/// Invisible within a word.
const fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}')
}

/// Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Han.
const fn stands_alone(letter: char) -> bool {
    matches!(letter,
        '\u{E01}'..='\u{EDF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}')
}

impl<'a> Words<'a> {
    /// Starts at the beginning of `text`.
    pub const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            position: 0,
        }
    }

    /// The next word; its folded form replaces what `folded` held.
    pub fn read(&mut self, folded: &mut String) -> Option<Word> {
        loop {
            folded.clear();
            let start = self.skip_to_word()?;
            self.take_run(start, folded);
            // A run of dropped marks alone folds to nothing and is no word.
            if !folded.is_empty() {
                return Some(self.finish(start, folded));
            }
        }
    }

    /// As [`Self::read`], but leaves `folded` empty for a word that begins with none of
    /// `initials`, which is most of a text.
    pub fn read_among(&mut self, initials: &Initials, folded: &mut String) -> Option<Word> {
        match self.step_over(initials) {
            Some(word) => {
                folded.clear();
                Some(word)
            }
            None => self.read(folded),
        }
    }

    /// Goes on to where the next word may stand that begins as one looked for does, without
    /// reading those before it, so that from here on positions are not what they were.
    /// False when there is none.
    pub fn skip_to(&mut self, starts: &Starts) -> bool {
        let bytes = self.text.as_bytes();
        let Some(at) = starts.next(bytes, self.at) else {
            self.at = bytes.len();
            return false;
        };
        // It may go on with an acronym, a number or another word, none of which reaches across
        // white space.
        let before = bytes.get(self.at..at).unwrap_or_default();
        let blank = before.iter().rposition(u8::is_ascii_whitespace);
        self.at += blank.map_or(0, |blank| blank + 1);
        true
    }

    /// Steps over the next word if it begins with none of `initials` and its end is plain to
    /// see: only letters and digits of ASCII, and nothing behind it that may belong to it.
    fn step_over(&mut self, initials: &Initials) -> Option<Word> {
        if *initials == Initials::ANY {
            return None;
        }
        let bytes = self.text.as_bytes();
        let rest = bytes.get(self.at..)?;
        let skipped = rest
            .iter()
            .position(|byte| !byte.is_ascii() || byte.is_ascii_alphanumeric())?;
        let start = self.at + skipped;
        let rest = bytes.get(start..)?;
        let first = rest.first()?;
        if !first.is_ascii_alphabetic() || initials.may_begin(*first, rest.get(1).copied()) {
            return None;
        }
        let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric());
        let length = length.unwrap_or(rest.len());
        let ends = match rest.get(length) {
            None => true,
            // A single letter may begin an acronym.
            Some(b'.') => length > 1,
            Some(byte) => byte.is_ascii() && *byte != b'\'',
        };
        if !ends {
            return None;
        }
        self.at = start + length;
        let word = Word {
            span: Span::new(start, self.at),
            position: self.position,
        };
        self.position += 1;
        Some(word)
    }

    /// Whether a hyphen joins the word last read to another.
    pub fn joins_next(&self) -> bool {
        match self.letter_at(self.at) {
            Some(hyphen @ ('-' | '\u{2010}' | '\u{2011}')) => {
                self.class_at(self.at + hyphen.len_utf8()) == Class::Letter
            }
            _ => false,
        }
    }

    fn letter_at(&self, byte: usize) -> Option<char> {
        let first = *self.text.as_bytes().get(byte)?;
        if first.is_ascii() {
            return Some(char::from(first));
        }
        self.text.get(byte..)?.chars().next()
    }

    fn class_at(&self, byte: usize) -> Class {
        self.letter_at(byte).map_or(Class::Other, class)
    }

    fn skip_to_word(&mut self) -> Option<usize> {
        while let Some(letter) = self.letter_at(self.at) {
            let class = class(letter);
            if class != Class::Other && !is_joiner(letter) {
                return Some(self.at);
            }
            self.at += letter.len_utf8();
        }
        None
    }

    /// Takes letters and digits from `start`; one character when it stands alone.
    fn take_run(&mut self, start: usize, folded: &mut String) {
        self.at = start;
        loop {
            self.take_ascii(folded);
            let Some(letter) = self.letter_at(self.at) else {
                return;
            };
            match class(letter) {
                Class::Other => return,
                Class::Alone if self.at > start => return,
                class => {
                    self.at += letter.len_utf8();
                    push_folded(letter, folded);
                    if class == Class::Alone {
                        return;
                    }
                }
            }
        }
    }

    /// Takes a run of ASCII letters and digits at once: most words are nothing else.
    fn take_ascii(&mut self, folded: &mut String) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let run = rest
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let kept = run.min(LONGEST_WORD.saturating_sub(folded.len()));
        let from = folded.len();
        folded.push_str(Span::new(self.at, self.at + kept).of(self.text));
        if let Some(new) = folded.get_mut(from..) {
            new.make_ascii_lowercase();
        }
        self.at += run;
    }

    fn finish(&mut self, start: usize, folded: &mut String) -> Word {
        match self.text.as_bytes().get(self.at) {
            Some(b'.') => self.take_acronym(start, folded),
            Some(b',') => self.take_thousands(start, folded),
            _ => {}
        }
        let word = Word {
            span: Span::new(start, self.at),
            position: self.position,
        };
        self.position += 1;
        self.skip_possessive();
        word
    }

    /// Goes on over `.N.H.C.R` when the word so far is one letter.
    fn take_acronym(&mut self, start: usize, folded: &mut String) {
        let one_letter = |at: usize| {
            let letter = self.letter_at(at)?;
            let end = at + letter.len_utf8();
            let alone = class(letter) == Class::Letter && self.class_at(end) == Class::Other;
            alone.then_some((letter, end))
        };
        if one_letter(start).is_none_or(|(_, end)| end != self.at) {
            return;
        }
        let mut at = self.at;
        while self.text.as_bytes().get(at) == Some(&b'.') {
            let Some((letter, end)) = one_letter(at + 1) else {
                break;
            };
            push_folded(letter, folded);
            at = end;
        }
        self.at = at;
    }

    /// Goes on over `,200` when the word so far is digits.
    fn take_thousands(&mut self, start: usize, folded: &mut String) {
        let bytes = self.text.as_bytes();
        let so_far = bytes.get(start..self.at).unwrap_or_default();
        if so_far.len() > 3 || !so_far.iter().all(u8::is_ascii_digit) {
            return;
        }
        while let Some([b',', digits @ ..]) = bytes.get(self.at..self.at + 4) {
            let ends = self.class_at(self.at + 4) == Class::Other;
            if !digits.iter().all(u8::is_ascii_digit) || !ends {
                return;
            }
            digits
                .iter()
                .for_each(|digit| push_folded(char::from(*digit), folded));
            self.at += 4;
        }
    }

    /// Steps over `'s` after a word.
    fn skip_possessive(&mut self) {
        let mark = match self.letter_at(self.at) {
            Some(mark @ ('\'' | '’' | '‘')) => mark.len_utf8(),
            _ => return,
        };
        let letter = self.at + mark;
        if matches!(self.letter_at(letter), Some('s' | 'S'))
            && self.class_at(letter + 1) == Class::Other
        {
            self.at = letter + 1;
        }
    }
}

fn push_folded(letter: char, folded: &mut String) {
    if folded.len() >= LONGEST_WORD {
        return;
    }
    fold_into(letter, folded);
    while folded.len() > LONGEST_WORD {
        folded.pop();
    }
}

/// The folded words of `text`, in order.
pub fn words(text: &str) -> Vec<String> {
    let mut reader = Words::new(text);
    let mut folded = String::new();
    let mut found = Vec::new();
    while reader.read(&mut folded).is_some() {
        found.push(folded.clone());
    }
    found
}

/// A name as it is compared: its folded words with single blanks.
///
/// A name without a word (only punctuation) is compared as it stands.
pub fn name_key(name: &str) -> String {
    let key = words(name).join(" ");
    if key.is_empty() {
        name.trim().to_owned()
    } else {
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_rules_of_words() {
        for (text, expected) in [
            (
                "whole-of-route approach",
                &["whole", "of", "route", "approach"][..],
            ),
            ("U.N.H.C.R. said", &["unhcr", "said"]),
            (
                "the U.S. and e.g. this",
                &["the", "us", "and", "eg", "this"],
            ),
            (
                "UNHCR's staff, IOM’s staff",
                &["unhcr", "staff", "iom", "staff"],
            ),
            ("l'organisation", &["l", "organisation"]),
            (
                "1,200 people, 12,345,678; 1,20",
                &["1200", "people", "12345678", "1", "20"],
            ),
            ("2015,2016", &["2015", "2016"]),
            ("難民 a", &["難", "民", "a"]),
            ("Covid19", &["covid19"]),
            ("Türkiye", &["turkiye"]),
            ("A. Smith went", &["a", "smith", "went"]),
            ("co\u{AD}operation", &["cooperation"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_word_is_cut_not_lost() {
        let long = "é".repeat(5_000);
        let found = words(&format!("{long} end"));
        assert_eq!(found[0].len(), LONGEST_WORD);
        assert_eq!(found[1], "end");
    }

    #[test]
    fn names_compare_by_their_words() {
        assert_eq!(
            name_key("  Médecins sans Frontières (M.S.F.)"),
            "medecins sans frontieres msf"
        );
    }

    /// Words looked for, and beginnings of others.
    fn looked_for() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
        let some = |of: &'static str| proptest::collection::vec(of, 0..3);
        (some("[a-c1é]{1,3}"), some("[a-c1é]{0,3}"))
    }

    fn initials((whole, begun): &(Vec<String>, Vec<String>)) -> Initials {
        let mut initials = Initials::NONE;
        whole.iter().for_each(|word| initials.add_word(word));
        begun.iter().for_each(|start| initials.add_beginning(start));
        initials
    }

    fn is_looked_for(folded: &str, (whole, begun): &(Vec<String>, Vec<String>)) -> bool {
        whole.iter().any(|word| word == folded)
            || begun.iter().any(|start| folded.starts_with(start))
    }

    proptest! {
        #[test]
        fn words_stepped_over_are_those_read(
            text in "([a-cA-C1é.'’,\u{AD} -]|don't |U\\.N\\.|1,000|難){0,40}",
            looked_for in looked_for(),
        ) {
            let initials = initials(&looked_for);
            let (mut all, mut among) = (Words::new(&text), Words::new(&text));
            let (mut folded, mut kept) = (String::new(), String::new());
            loop {
                let (word, same) = (all.read(&mut folded), among.read_among(&initials, &mut kept));
                prop_assert_eq!(word, same);
                if word.is_none() {
                    break;
                }
                let wanted = is_looked_for(&folded, &looked_for);
                prop_assert!(kept == folded || kept.is_empty() && !wanted, "{} {}", folded, kept);
            }
        }

        #[test]
        fn no_word_looked_for_is_skipped(
            text in "([a-cA-C1é.'’,\u{AD} -]|don't |U\\.N\\.|1,000|難){0,120}",
            looked_for in looked_for(),
        ) {
            let wanted = |folded: &str| is_looked_for(folded, &looked_for);
            let mut folded = String::new();
            let mut every = Words::new(&text);
            let mut all = Vec::new();
            while let Some(word) = every.read(&mut folded) {
                all.extend(wanted(&folded).then(|| (word.span, folded.clone())));
            }
            let starts = initials(&looked_for).starts();
            let mut some = Words::new(&text);
            let mut found = Vec::new();
            while some.skip_to(&starts)
                && let Some(word) = some.read(&mut folded)
            {
                found.extend(wanted(&folded).then(|| (word.span, folded.clone())));
            }
            prop_assert_eq!(found, all);
        }
    }

    proptest! {
        #[test]
        fn spans_are_words_in_order(text in "\\PC{0,300}") {
            let mut reader = Words::new(&text);
            let mut folded = String::new();
            let mut last = 0;
            let mut count = 0;
            while let Some(word) = reader.read(&mut folded) {
                prop_assert!(word.span.start >= last && word.span.end > word.span.start);
                prop_assert!(text.get(word.span.start..word.span.end).is_some());
                prop_assert_eq!(word.position, count);
                prop_assert!(folded.len() <= LONGEST_WORD);
                last = word.span.end;
                count += 1;
            }
        }
    }
}
