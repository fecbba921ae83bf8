//! Words, numbers and marks of a text, with their spans.
//!
//! One pass over the text gives the [`Token`]s every later step reads. An
//! abbreviation keeps its dot (`Mr.`, `U.N.H.C.R.`, `D.C.`), so that a full stop of
//! its own is nearly always the end of a sentence.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::text::Span;
use crate::text::plain::{DIGIT, LARGE, PLAIN, SMALL, plain_end};

/// Words that keep a dot behind them.
const ABBREVIATIONS: &str = "mr mrs ms dr prof rep reps sen sens gov gen col lt capt sgt maj cmdr adm cpl \
    hon rev jr sr st mt ft inc ltd co corp no nos vs etc dept univ assn bros jan feb mar apr jun jul aug \
    sept sep oct nov dec mon tue tues wed thu thur thurs fri ala ariz ark calif colo conn del fla ga ill ind \
    kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo mme mmes \
    mlle sra srta dott dra ing av ave blvd cf ca vol ed eds fig pp para art approx messrs ref tel e.g i.e ph.d";

static ABBREVIATED: LazyLock<rustc_hash::FxHashSet<&'static [u8]>> = LazyLock::new(|| {
    ABBREVIATIONS
        .split_whitespace()
        .map(str::as_bytes)
        .collect()
});

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with inner apostrophes, hyphens and abbreviation dots.
    Word(Case),
    /// Digits, with inner commas, dots and a currency or per-cent sign apart.
    Number,
    /// One mark.
    Mark(char),
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Begins with a small letter.
    Lower,
    /// Begins with a capital and has small letters.
    Capital,
    /// All capitals, two letters or more.
    Capitals,
    /// A single capital, with or without its dot.
    Initial,
    /// A script without case.
    Caseless,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Whether a line break stands between it and the token before.
    pub breaks: bool,
}

impl Token {
    /// Whether it is a word that begins with a capital or has no case.
    pub fn is_name_like(&self) -> bool {
        matches!(self.kind, Kind::Word(case) if case != Case::Lower)
    }

    /// Whether it is the mark `mark`.
    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word(_))
    }

    /// Whether it ends a sentence when a sentence may end here.
    pub fn is_stop(&self) -> bool {
        matches!(self.kind, Kind::Mark('.' | '!' | '?' | '…' | '؟'))
    }
}

/// Marks that may stand inside a word between two letters.
fn joins(mark: char) -> bool {
    matches!(mark, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' | 'ʼ' | '·')
}

/// Whether `letters`, with a dot behind it, is an abbreviation, in either case.
fn is_abbreviation(letters: &str) -> bool {
    if letters.len() > 6 {
        return false;
    }
    let mut buffer = [0; 6];
    ABBREVIATED.contains(lower_ascii(letters, &mut buffer).unwrap_or_default())
        // `No.` and the like end sentences as words: only with a capital are they abbreviations.
        && (letters.starts_with(char::is_uppercase) || matches!(letters, "etc" | "vs" | "approx" | "cf" | "ca"))
}

/// `word` in small letters when it is ASCII and fits the buffer.
pub(crate) fn lower_ascii<'b>(word: &str, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    let target = buffer.get_mut(..word.len())?;
    for (to, from) in target.iter_mut().zip(word.bytes()) {
        if !from.is_ascii() {
            return None;
        }
        *to = from.to_ascii_lowercase();
    }
    Some(target)
}

/// Reads the tokens of `text`.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut breaks = false;
    while let Some(&byte) = text.as_bytes().get(at) {
        let start = at;
        let kind = match BEGINS[usize::from(byte)] {
            Begins::Blank => {
                at += 1;
                continue;
            }
            Begins::Line => {
                breaks = true;
                at += 1;
                continue;
            }
            Begins::Word => {
                let (end, case) = word_at(text, start);
                at = end;
                Kind::Word(case)
            }
            Begins::Mark => {
                at += 1;
                Kind::Mark(char::from(byte))
            }
            Begins::Other => {
                let Some(first) = char_at(text, at) else {
                    break;
                };
                at += first.len_utf8();
                if first.is_whitespace() || first == '\u{feff}' || first == '\u{200b}' {
                    breaks |= first == '\u{2029}';
                    continue;
                }
                if first.is_alphabetic() {
                    let (end, case) = word_at(text, start);
                    at = end;
                    Kind::Word(case)
                } else if first.is_numeric() {
                    at = number_end(text, start);
                    Kind::Number
                } else {
                    Kind::Mark(first)
                }
            }
        };
        found.push(Token {
            span: Span::new(start, at),
            kind,
            breaks,
        });
        breaks = false;
    }
    found
}

/// What a token is that begins with a byte.
#[derive(Clone, Copy)]
enum Begins {
    Blank,
    Line,
    Word,
    Mark,
    /// A number, or what is not plain and has to be decoded.
    Other,
}

const BEGINS: [Begins; 256] = {
    let mut begins = [Begins::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        begins[byte] = match byte as u8 {
            b'\n' | b'\r' => Begins::Line,
            b' ' | b'\t' | 0x0b | 0x0c => Begins::Blank,
            b'a'..=b'z' | b'A'..=b'Z' => Begins::Word,
            letter if letter.is_ascii_punctuation() => Begins::Mark,
            _ => Begins::Other,
        };
        byte += 1;
    }
    begins
};

/// The letter that begins at byte `at`; plain ones, the common case, without decoding.
fn char_at(text: &str, at: usize) -> Option<char> {
    match *text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(byte)),
        _ => text[at..].chars().next(),
    }
}

/// The end of the word that begins at `start`, and how it is written.
fn word_at(text: &str, start: usize) -> (usize, Case) {
    let bytes = text.as_bytes();
    let first = bytes.get(start).map_or(0, |byte| PLAIN[usize::from(*byte)]);
    // Most words are plain letters and nothing else: what they have is told on the way.
    let (at, met) = if first == 0 {
        (start, 0)
    } else {
        plain_end(bytes, start + 1)
    };
    let ends = matches!(bytes.get(at), None | Some(b' ' | b',' | b'\n'));
    let end = if ends { at } else { word_end(text, start, at) };
    if end > at || met & DIGIT != 0 {
        return (end, case_of(&text[start..end]));
    }
    let case = match (first, met) {
        (LARGE, SMALL) => Case::Capital,
        (LARGE, _) => case_of_ascii(bytes.get(start..end).unwrap_or_default()),
        _ => Case::Lower,
    };
    (end, case)
}

/// The end of the word that begins at `start` and goes on up to `at`.
fn word_end(text: &str, start: usize, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        let Some(mark) = char_at(text, at) else {
            return at;
        };
        if matches!(mark, ' ' | ',' | '\n') {
            return at;
        }
        if !mark.is_ascii() && is_word_char(mark) {
            at += mark.len_utf8();
        } else {
            let after = at + mark.len_utf8();
            let next = char_at(text, after);
            let joined = joins(mark) && next.is_some_and(char::is_alphanumeric);
            if !joined && !(mark == '.' && dot_belongs(text, start, at, next)) {
                return at;
            }
            at = after;
        }
        at = plain_end(bytes, at).0;
    }
}

fn is_word_char(letter: char) -> bool {
    // Combining marks (Arabic vowels, decomposed accents) belong to their letter.
    letter.is_alphanumeric()
        || matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Whether the dot at `dot` is part of the word begun at `start`: `U.S.`, `Mr.`, an initial.
fn dot_belongs(text: &str, start: usize, dot: usize, next: Option<char>) -> bool {
    let word = &text[start..dot];
    let letters = word.rsplit(['.', '-', '’', '\'']).next().unwrap_or(word);
    let mut chars = letters.chars();
    let single = chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none();
    if single {
        let inner = word.contains('.');
        let capital = letters.starts_with(char::is_uppercase);
        // `e.g.`, `U.S.`; a lone initial `A.`, but not the article at a sentence's end.
        return inner || next.is_some_and(char::is_alphabetic) || capital;
    }
    if next.is_some_and(char::is_alphabetic) {
        // Italian `dott.ssa`, `sig.ra`.
        let title = matches!(letters, "dott" | "Dott" | "sig" | "Sig" | "prof" | "Prof");
        if title && text[dot + 1..].starts_with(['s', 'r']) {
            return true;
        }
        let capitals =
            letters.ends_with(char::is_uppercase) && next.is_some_and(char::is_uppercase);
        return word.contains('.') && letters.len() <= 3 || capitals;
    }
    is_abbreviation(letters) || matches!(letters, "Dña" | "dott")
}

fn number_end(text: &str, start: usize) -> usize {
    let mut at = start;
    loop {
        let mut rest = text[at..].chars();
        let Some(mark) = rest.next() else { return at };
        if mark.is_alphanumeric() {
            at += mark.len_utf8();
            continue;
        }
        if matches!(mark, ',' | '.' | '/' | '-' | '\'') && rest.next().is_some_and(char::is_numeric)
        {
            at += mark.len_utf8();
            continue;
        }
        return at;
    }
}

pub(super) fn case_of(word: &str) -> Case {
    if word.is_ascii() {
        return case_of_ascii(word.as_bytes());
    }
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return Case::Caseless;
    };
    if first.is_lowercase() {
        // `al-Shabaab`, `d'Ivoire`, `eu-LISA`: a capital inside makes a name of it.
        let inner = word
            .char_indices()
            .any(|(at, c)| c.is_uppercase() && word[..at].ends_with(['-', '’', '\'']));
        return if inner { Case::Capital } else { Case::Lower };
    }
    if !first.is_uppercase() {
        return Case::Caseless;
    }
    let (mut upper, mut lower) = (1, 0);
    for letter in letters {
        if letter.is_lowercase() {
            lower += 1;
        } else {
            upper += 1;
        }
    }
    case_of_capital(word.as_bytes(), upper, lower)
}

/// The case of a word that begins with a plain letter and has no others.
fn case_of_ascii(word: &[u8]) -> Case {
    let Some(first) = word.iter().find(|byte| byte.is_ascii_alphabetic()) else {
        return Case::Caseless;
    };
    if first.is_ascii_lowercase() {
        let inner = word.iter().any(u8::is_ascii_uppercase)
            && word
                .windows(2)
                .any(|pair| pair[1].is_ascii_uppercase() && matches!(pair[0], b'-' | b'\''));
        return if inner { Case::Capital } else { Case::Lower };
    }
    let (mut upper, mut lower) = (0, 0);
    for byte in word {
        upper += usize::from(byte.is_ascii_uppercase());
        lower += usize::from(byte.is_ascii_lowercase());
    }
    case_of_capital(word, upper, lower)
}

/// The case of a word that begins with a capital, by its capitals and its other letters.
fn case_of_capital(word: &[u8], upper: usize, lower: usize) -> Case {
    match (upper, lower) {
        (1, 0) => Case::Initial,
        (_, 0) => Case::Capitals,
        // A plural or possessive of capitals: `NGOs`, `UNHCR’s`.
        (3.., 1) if word.ends_with(b"s") => Case::Capitals,
        _ => Case::Capital,
    }
}

/// `word` without the ending of a possessive: `UNHCR’s` is UNHCR.
pub fn without_possessive(word: &str) -> &str {
    // Every word of a text is asked, and few end so: in `'s`, or the last byte of ’ and s.
    let [.., mark, b's'] = word.as_bytes() else {
        return word;
    };
    if !matches!(mark, b'\'' | 0x99) {
        return word;
    }
    word.strip_suffix("’s")
        .or_else(|| word.strip_suffix("'s"))
        .unwrap_or(word)
}

/// Whether `word` ends in a possessive.
pub fn is_possessive(word: &str) -> bool {
    without_possessive(word).len() < word.len()
}

/// `word` without the dots of an abbreviation.
pub fn undotted(word: &str) -> Cow<'_, str> {
    if memchr::memchr(b'.', word.as_bytes()).is_none() {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.replace('.', ""))
}

/// Where sentences end: the indices of the first token of each sentence, from 0.
///
/// A stop ends a sentence when what follows its closing marks begins with a capital,
/// a number, an opening mark or a script without case.
pub fn sentence_starts(tokens: &[Token]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is_stop() {
            at += 1;
            continue;
        }
        let mut next = at + 1;
        while tokens
            .get(next)
            .is_some_and(|t| t.is_stop() || closes(t, &tokens[next - 1]))
        {
            next += 1;
        }
        let begins = tokens.get(next).is_some_and(|t| match t.kind {
            Kind::Word(case) => case != Case::Lower,
            Kind::Number => true,
            Kind::Mark(mark) => matches!(
                mark,
                '“' | '"'
                    | '«'
                    | '„'
                    | '‘'
                    | '('
                    | '['
                    | '•'
                    | '¿'
                    | '¡'
                    | '-'
                    | '–'
                    | '—'
                    | '*'
            ),
        });
        if begins {
            starts.push(next);
        }
        at = next;
    }
    starts.dedup();
    starts
}

/// A closing mark that touches the token before it.
fn closes(token: &Token, before: &Token) -> bool {
    matches!(
        token.kind,
        Kind::Mark('”' | '"' | '»' | '’' | ')' | ']' | '“')
    ) && token.span.start == before.span.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn abbreviations_keep_their_dots() {
        assert_eq!(
            words("Mr. Ola, U.N.H.C.R. in Washington, D.C."),
            [
                "Mr.",
                "Ola",
                ",",
                "U.N.H.C.R.",
                "in",
                "Washington",
                ",",
                "D.C."
            ]
        );
    }

    #[test]
    fn capitals_on_both_sides_of_a_dot_are_one_acronym() {
        assert_eq!(
            words("(GLO.ACT) left.The"),
            ["(", "GLO.ACT", ")", "left", ".", "The"]
        );
    }

    #[test]
    fn a_sentence_keeps_its_stop() {
        assert_eq!(
            words("They left. He stayed."),
            ["They", "left", ".", "He", "stayed", "."]
        );
    }

    #[test]
    fn apostrophes_and_hyphens_join() {
        assert_eq!(
            words("l’Union’s whole-of-route plan-"),
            ["l’Union’s", "whole-of-route", "plan", "-"]
        );
    }

    #[test]
    fn numbers_are_whole() {
        assert_eq!(
            words("1,204 people, 4.5% on 07/12/2021."),
            ["1,204", "people", ",", "4.5", "%", "on", "07/12/2021", "."]
        );
    }

    #[test]
    fn cases_are_told_apart() {
        let cases = |w: &str| case_of(w);
        assert_eq!(cases("migrants"), Case::Lower);
        assert_eq!(cases("Migrants"), Case::Capital);
        assert_eq!(cases("NGOs"), Case::Capitals);
        assert_eq!(cases("A."), Case::Initial);
        assert_eq!(cases("al-Shabaab"), Case::Capital);
        assert_eq!(cases("الهجرة"), Case::Caseless);
    }

    #[test]
    fn sentences_start_after_stops_only() {
        let text = "He left. “So be it,” said Ms. Ola. 14 stayed e.g. here";
        let found = tokens(text);
        let firsts: Vec<&str> = sentence_starts(&found)
            .iter()
            .map(|&i| found[i].span.of(text))
            .collect();
        assert_eq!(firsts, ["He", "“", "14"]);
    }

    #[test]
    fn no_as_an_answer_ends_a_sentence() {
        assert!(is_abbreviation("No"));
        assert!(!is_abbreviation("no"));
        assert!(!is_abbreviation("Geneva"));
    }

    proptest! {
        #[test]
        fn tokens_lie_in_order_on_borders(text in "\\PC{0,300}") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.start >= end && token.span.end > token.span.start);
                prop_assert!(text.get(token.span.start..token.span.end).is_some());
                end = token.span.end;
            }
        }
    }
}
