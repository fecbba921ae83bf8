//! The text under reading: tokens, what each word may be, paragraphs, quotations.
//!
//! Made once for a release; every later step looks at it and adds to what is known.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Place;
use crate::extract::folded::Folded;
use crate::extract::languages::{knows, traits_in};
use crate::extract::layout::Layout;
use crate::extract::lexicon::{Traits, keyed_traits};
use crate::extract::marks::{Quotation, quotations};
use crate::extract::names::Name;
use crate::text::elision::split_elisions;
use crate::text::key::{Key, keys};
use crate::text::tokens::{Case, Kind, Token, is_possessive, tokens, without_possessive};
use crate::text::{Span, is_among};

/// A text with its tokens, their traits, and its layout.
pub struct Reading<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens, from where the body starts.
    pub tokens: Vec<Token>,
    /// The keys of its words and numbers.
    pub keys: Vec<Option<Key>>,
    /// What each token may be; nothing for marks and numbers.
    pub traits: Vec<Traits>,
    /// Lines and paragraphs.
    pub layout: Layout,
    /// The paragraphs as ranges of tokens.
    pub paragraphs: Vec<(usize, usize)>,
    /// The quotations its marks show.
    pub quotations: Vec<Quotation>,
    /// Its language, once known.
    pub language: Option<String>,
    /// The dateline's place, which no gazetteer may know.
    pub dated_from: Option<Place>,
    /// The surnames, folded, of people the text names in full: "Warren" is Elizabeth
    /// Warren there and no town.
    pub surnames: RefCell<FxHashSet<Folded>>,
    /// The names of the paragraphs that open the text, which more than one step reads.
    pub opening: RefCell<FxHashMap<usize, Vec<Name>>>,
    /// Whether each paragraph is a headline, once asked.
    headlines: OnceCell<Vec<bool>>,
    /// What the gazetteer was asked and answered: the same capitals are read for names
    /// many times, and it is the dearest to ask. For each token the latest question
    /// about it alone and about a stretch from it on; empty until the first.
    asked: RefCell<Vec<[Asked; 2]>>,
}

/// Whether the tokens up to one before `last` are a place; nothing asked while `last` is 0.
#[derive(Clone, Copy, Default)]
struct Asked {
    last: u32,
    answer: bool,
}

impl<'a> Reading<'a> {
    /// Reads `text` from byte `from` on.
    pub fn new(text: &'a str, from: usize) -> Self {
        let body = text.get(from..).unwrap_or_default();
        let mut tokens = tokens(body);
        if from > 0 {
            for token in &mut tokens {
                token.span = Span::new(token.span.start + from, token.span.end + from);
            }
        }
        let keys = keys(text, &tokens);
        let traits = tokens
            .iter()
            .zip(&keys)
            .map(|(token, key)| {
                if token.is_word() {
                    keyed_traits(|| token.span.of(text), *key)
                } else {
                    Traits::default()
                }
            })
            .collect();
        let layout = Layout::of(text, from);
        let paragraphs = ranges(&tokens, &layout.paragraphs);
        let quotations = quotations(text, &tokens, &paragraphs);
        Self {
            text,
            tokens,
            keys,
            traits,
            layout,
            paragraphs,
            quotations,
            language: None,
            dated_from: None,
            surnames: RefCell::default(),
            opening: RefCell::default(),
            headlines: OnceCell::new(),
            asked: RefCell::default(),
        }
    }

    /// Takes the language in and reads the words again as they are in it.
    pub fn tell_language(&mut self, language: Option<String>) {
        self.language = language;
        self.headlines = OnceCell::new();
        // English is what a text is read as first.
        let Some(code) = self.language.as_deref().filter(|code| knows(code)) else {
            return;
        };
        if matches!(code, "fr" | "it") {
            self.tokens = split_elisions(self.text, &self.tokens);
        } else if code == "ar" {
            self.tokens = split_prefixed(self.text, &self.tokens);
            for token in &mut self.tokens {
                token.kind = plain_mark(token.kind);
            }
        }
        self.keys = keys(self.text, &self.tokens);
        let words = self.tokens.iter().zip(&self.keys).map(|(token, key)| {
            let word = token.span.of(self.text);
            if token.is_word() {
                traits_in(code, word).unwrap_or_else(|| keyed_traits(|| word, *key))
            } else {
                Traits::default()
            }
        });
        self.traits = words.collect();
        self.paragraphs = ranges(&self.tokens, &self.layout.paragraphs);
        self.quotations = quotations(self.text, &self.tokens, &self.paragraphs);
    }

    /// Whether the text is in the language of this ISO 639-1 code.
    pub fn in_language(&self, code: &str) -> bool {
        self.language.as_deref() == Some(code)
    }

    /// Whether the text is in English, or in no language known.
    pub fn in_english(&self) -> bool {
        self.language.as_deref().is_none_or(|code| code == "en")
    }

    /// Whether token `at` is a word of a script without case.
    pub fn caseless(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.kind == Kind::Word(Case::Caseless))
    }

    /// The text of token `at`; empty past the end.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .map_or("", |token| token.span.of(self.text))
    }

    /// Whether token `at`, whatever its case, is one of `words`, which are in small letters.
    pub fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        is_among(self.word(at), words)
    }

    /// Whether token `at` has any of `wanted`.
    pub fn is(&self, at: usize, wanted: Traits) -> bool {
        self.traits.get(at).is_some_and(|traits| traits.any(wanted))
    }

    /// Whether token `at` is the mark `mark`.
    pub fn mark(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_mark(mark))
    }

    /// Whether token `at` is a word with a capital, or of a script without case.
    pub fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_name_like)
    }

    /// Whether token `at` is a word in small letters.
    pub fn small(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.kind == Kind::Word(Case::Lower))
    }

    /// Whether token `at` ends in a possessive.
    pub fn possessive(&self, at: usize) -> bool {
        is_possessive(self.word(at))
    }

    /// The bytes the tokens `first..last` cover.
    pub fn span(&self, first: usize, last: usize) -> Span {
        debug_assert!(first < last && last <= self.tokens.len());
        Span::new(
            self.tokens[first].span.start,
            self.tokens[last - 1].span.end,
        )
    }

    /// The first token that begins at byte `byte` or behind it.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start < byte)
    }

    /// Whether the tokens `first..last` are a place, as `ask` answers the first time.
    pub fn place(&self, first: usize, last: usize, ask: impl FnOnce() -> bool) -> bool {
        let stretch = usize::from(last > first + 1);
        let known = self.asked.borrow().get(first).map(|asked| asked[stretch]);
        let Ok(last) = u32::try_from(last) else {
            return ask();
        };
        if let Some(known) = known.filter(|known| known.last == last) {
            return known.answer;
        }
        let answer = ask();
        let mut asked = self.asked.borrow_mut();
        if asked.is_empty() {
            asked.resize(self.tokens.len(), Default::default());
        }
        if let Some(asked) = asked.get_mut(first) {
            asked[stretch] = Asked { last, answer };
        }
        answer
    }

    /// Whether a paragraph is a headline: no stop at its end and nearly all words with capitals.
    pub fn is_headline(&self, paragraph: usize) -> bool {
        let all = self.headlines.get_or_init(|| {
            let ranges = self.paragraphs.iter();
            ranges
                .map(|&(first, last)| is_headline(self, first, last))
                .collect()
        });
        all.get(paragraph).is_some_and(|headline| *headline)
    }

    /// Whether token `at` is the surname of a person the text names in full.
    pub fn is_surname(&self, at: usize) -> bool {
        let known = self.surnames.borrow();
        !known.is_empty() && self.capital(at) && known.contains(&self.folded_word(at))
    }

    /// The paragraph token `at` stands in.
    pub fn paragraph_of(&self, at: usize) -> usize {
        self.paragraphs
            .partition_point(|&(_, last)| last <= at)
            .min(self.paragraphs.len().saturating_sub(1))
    }

    /// The word at `at`, folded.
    pub fn folded_word(&self, at: usize) -> Folded {
        let key = self.keys.get(at).copied().flatten();
        Folded::new(|| self.word(at), key)
    }

    /// The text of tokens `first..last` with its white space folded and a possessive ending left out.
    pub fn folded(&self, first: usize, last: usize) -> String {
        self.written(first, last).into_owned()
    }

    /// As [`Self::folded`], borrowed where there is nothing to fold.
    pub fn written(&self, first: usize, last: usize) -> Cow<'a, str> {
        let piece = without_possessive(self.span(first, last).of(self.text));
        let mut blank = true;
        let plain = piece.bytes().all(|byte| {
            let doubled = blank && byte == b' ';
            blank = byte == b' ';
            (b' '..0x7f).contains(&byte) && !doubled
        });
        if plain && !blank {
            Cow::Borrowed(piece)
        } else {
            Cow::Owned(fold_blanks(piece))
        }
    }
}

/// An Arabic mark as the Latin one it does the work of.
fn plain_mark(kind: Kind) -> Kind {
    match kind {
        Kind::Mark('،') => Kind::Mark(','),
        Kind::Mark('؛') => Kind::Mark(';'),
        Kind::Mark('؟') => Kind::Mark('?'),
        other => other,
    }
}

/// The tokens with what Arabic writes in one with the next word apart from it: the "to" of
/// "according to", "وفقا لمينا", and what [`before_head`] tells.
fn split_prefixed(text: &str, all: &[Token]) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::with_capacity(all.len());
    for token in all {
        let word = token.span.of(text);
        let led = found.last().is_some_and(|before| {
            before
                .span
                .of(text)
                .trim_start_matches('و')
                .starts_with("فق")
        });
        let cut =
            if led && word.starts_with('ل') && word.chars().count() > 3 && !word.starts_with("لل")
            {
                Some('ل'.len_utf8())
            } else {
                before_head(word)
            };
        let Some(cut) = cut.map(|bytes| token.span.start + bytes) else {
            found.push(*token);
            continue;
        };
        found.push(Token {
            span: Span::new(token.span.start, cut),
            ..*token
        });
        found.push(Token {
            span: Span::new(cut, token.span.end),
            breaks: false,
            ..*token
        });
    }
    found
}

/// Bytes of "and", "to" or "by" that Arabic writes in one with the head of a body's name:
/// "لوزارة الخارجية", "والصليب الأحمر".
fn before_head(word: &str) -> Option<usize> {
    let first = word
        .chars()
        .next()
        .filter(|c| matches!(c, 'و' | 'ل' | 'ب' | 'ف'))?;
    let rest = &word[first.len_utf8()..];
    let head = matches!(
        rest,
        "الأمم" | "الامم" | "الصليب" | "الهلال" | "اليونيسف" | "الأونروا"
    ) || rest.chars().count() >= 4
        && traits_in("ar", word).is_some_and(|whole| !whole.any(Traits::CUE))
        && crate::extract::languages::heads_body(rest);
    head.then_some(first.len_utf8())
}

/// As [`Reading::is_headline`], of the tokens of a paragraph. "Ada Tam, Director at the
/// Harbour Law Centre:" above what she says is none.
fn is_headline(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    if last > first && reading.mark(last - 1, ':') && opens_quotation(reading, last) {
        return false;
    }
    let (mut capitals, mut small) = (0, 0);
    for at in first..last {
        // More small words than a headline of that length can have: running text, as most is.
        if small * 5 > last - first {
            return false;
        }
        match reading.tokens[at].kind {
            Kind::Word(Case::Lower)
                if !reading.is(
                    at,
                    Traits::LINK
                        .and(Traits::PREPOSITION)
                        .and(Traits::DETERMINER),
                ) =>
            {
                small += 1
            }
            Kind::Word(Case::Capital | Case::Capitals) => capitals += 1,
            _ => {}
        }
    }
    let stopped = reading.tokens[last - 1].is_stop();
    capitals >= 3 && small * 5 <= capitals && !(stopped && small > 0)
}

/// Whether the token `at` is the mark before a quotation.
fn opens_quotation(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.tokens.get(at + 1).map(|token| token.span.start);
    let mut quotations = reading.quotations.iter();
    quotations.any(|quotation| Some(quotation.span.start) == word)
}

/// `piece` with every run of white space as one blank.
pub fn fold_blanks(piece: &str) -> String {
    let mut folded = String::with_capacity(piece.len());
    for word in piece.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Paragraphs as half-open ranges of token indices; those without a token are left out.
pub fn ranges(tokens: &[Token], paragraphs: &[Span]) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut found = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        while tokens
            .get(at)
            .is_some_and(|t| t.span.start < paragraph.start)
        {
            at += 1;
        }
        let first = at;
        while tokens.get(at).is_some_and(|t| t.span.start < paragraph.end) {
            at += 1;
        }
        if first < at {
            found.push((first, at));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_from_the_whole_text() {
        let text = "head\nOla said “No.”";
        let reading = Reading::new(text, 5);
        assert_eq!(reading.word(0), "Ola");
        assert_eq!(reading.quotations[0].span.of(text), "No.");
        assert_eq!(reading.token_at(9), 1);
    }

    #[test]
    fn a_word_is_one_of_a_list_in_any_case() {
        let reading = Reading::new("Joint JOINT joints Über", 0);
        let is = |at| reading.is_one_of(at, &["joint", "über"]);
        assert_eq!(
            [is(0), is(1), is(2), is(3), is(4)],
            [true, true, false, true, false]
        );
    }

    #[test]
    fn a_folded_name_has_no_possessive() {
        let text = "Harbour\n Watch’s boat";
        let reading = Reading::new(text, 0);
        assert_eq!(reading.folded(0, 2), "Harbour Watch");
    }
}
