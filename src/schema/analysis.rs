//! The two tokenizers of the index, and the marker that tells them the language.
//!
//! Every text handed to the index begins with a marker: U+0002, the language's code
//! or nothing, U+0003. The exact tokenizer steps over it and gives the folded words
//! ([`Words`]); the stem tokenizer reads the language off it and gives the stems, for a
//! language without stemmer the words themselves ([`super::stems::unstemmed`]): so the
//! fields of stems hold every release.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::function_words::{is_of_any, pair};
use super::stems::{Stems, UNSTEMMED};
use super::words::{MOST_PARTS, Words, beginning, compound};

/// Rises whenever words, folding or stems change: an index made with another is rebuilt.
pub const ANALYZER_VERSION: u32 = 4;

/// The name of the exact tokenizer in the schema.
pub const EXACT: &str = "dateline_exact";
/// The name of the stem tokenizer in the schema.
pub const STEM: &str = "dateline_stem";

const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// `text` with the marker of its language before it.
pub fn marked(language: Option<&str>, text: &str) -> String {
    let code = language
        .filter(|code| !code.contains(CLOSE))
        .unwrap_or_default();
    let mut marked = String::with_capacity(text.len() + code.len() + 2);
    marked.push(OPEN);
    marked.push_str(code);
    marked.push(CLOSE);
    marked.push_str(text);
    marked
}

/// The language of a marked text, and the text.
pub fn unmarked(marked: &str) -> (&str, &str) {
    marked
        .strip_prefix(OPEN)
        .and_then(|rest| rest.split_once(CLOSE))
        .unwrap_or(("", marked))
}

/// The tokenizers under the names the schema uses.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(EXACT, TextAnalyzer::from(Exact::default()));
    manager.register(STEM, TextAnalyzer::from(Stemmed::default()));
    manager
}

/// Gives the folded words, after its parts each hyphenated word as one, and each two function
/// words that follow each other.
#[derive(Clone, Default)]
struct Exact {
    token: Token,
    parts: Vec<String>,
    before: String,
    beside: Vec<String>,
}

impl Tokenizer for Exact {
    type TokenStream<'a> = ExactStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ExactStream<'a> {
        self.token.reset();
        self.parts.clear();
        self.before.clear();
        self.beside.clear();
        ExactStream {
            words: Words::new(unmarked(text).1),
            token: &mut self.token,
            parts: &mut self.parts,
            before: &mut self.before,
            beside: &mut self.beside,
        }
    }
}

struct ExactStream<'a> {
    words: Words<'a>,
    token: &'a mut Token,
    /// The hyphenated word being read.
    parts: &'a mut Vec<String>,
    /// The word before when it is a function word, else nothing.
    before: &'a mut String,
    /// What else is kept at the place of the word; the last comes next.
    beside: &'a mut Vec<String>,
}

impl ExactStream<'_> {
    /// Adds the word last read to a hyphenated word, if it is part of one.
    fn join(&mut self) {
        let goes_on = self.words.joins_next();
        if !goes_on && self.parts.is_empty() {
            return;
        }
        if self.parts.len() <= MOST_PARTS {
            self.parts.push(self.token.text.clone());
        }
        if goes_on {
            return;
        }
        if self.parts.len() <= MOST_PARTS {
            self.beside.push(compound(self.parts));
            // That there is such a word at all is asked first.
            self.beside.push(beginning(&self.parts.concat()));
        }
        self.parts.clear();
    }

    /// Adds the pair that the word last read makes with the one before, if it makes one.
    fn pair(&mut self) {
        let is = is_of_any(&self.token.text);
        if is && !self.before.is_empty() {
            self.beside.push(pair(self.before, &self.token.text));
        }
        self.before.clear();
        if is {
            self.before.push_str(&self.token.text);
        }
    }
}

impl TokenStream for ExactStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(beside) = self.beside.pop() {
            // At the place of its last part.
            self.token.text = beside;
            return true;
        }
        let Some(word) = self.words.read(&mut self.token.text) else {
            return false;
        };
        self.token.position = word.position;
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        self.join();
        self.pair();
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Gives the stems; keeps the stemmer of the language last met.
#[derive(Default)]
struct Stemmed {
    token: Token,
    word: String,
    stems: Vec<Stems>,
}

impl Clone for Stemmed {
    /// A clone starts with an empty cache: each indexing thread fills its own.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Tokenizer for Stemmed {
    type TokenStream<'a> = StemStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> StemStream<'a> {
        self.token.reset();
        let (language, text) = unmarked(text);
        let at = match self
            .stems
            .iter()
            .position(|stems| stems.language() == language)
        {
            Some(at) => Some(at),
            None => Stems::of(language).map(|stems| {
                self.stems.push(stems);
                self.stems.len() - 1
            }),
        };
        StemStream {
            words: Words::new(text),
            word: &mut self.word,
            stems: at.and_then(|at| self.stems.get_mut(at)),
            token: &mut self.token,
        }
    }
}

struct StemStream<'a> {
    words: Words<'a>,
    word: &'a mut String,
    stems: Option<&'a mut Stems>,
    token: &'a mut Token,
}

impl TokenStream for StemStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.read(self.word) else {
            return false;
        };
        self.token.text.clear();
        match self.stems.as_mut() {
            Some(stems) => self.token.text.push_str(stems.stem(self.word)),
            None => {
                self.token.text.push(UNSTEMMED);
                self.token.text.push_str(self.word);
            }
        }
        self.token.position = word.position;
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(name: &str, text: &str) -> Vec<String> {
        let mut analyzer = tokenizers().get(name).unwrap();
        let mut found = Vec::new();
        analyzer
            .token_stream(text)
            .process(&mut |token| found.push(token.text.clone()));
        found
    }

    #[test]
    fn the_marker_is_no_word() {
        assert_eq!(
            tokens(EXACT, &marked(Some("en"), "Arrivals rose")),
            ["arrivals", "rose"]
        );
        assert_eq!(
            unmarked(&marked(None, "\u{2}x\u{3}y")),
            ("", "\u{2}x\u{3}y")
        );
    }

    #[test]
    fn a_hyphenated_word_is_kept_as_one_as_well() {
        assert_eq!(
            tokens(
                EXACT,
                "The anti-trafficking unit, 2015-2016, one-stop-shop-"
            ),
            [
                "the",
                "anti",
                "trafficking",
                "antitrafficking---",
                "antitrafficking---4.",
                "unit",
                "2015",
                "2016",
                "one",
                "stop",
                "shop",
                "onestopshop---",
                "onestopshop---3.7."
            ]
        );
    }

    #[test]
    fn function_words_that_follow_each_other_are_kept_as_pairs() {
        assert_eq!(
            tokens(EXACT, "Out of the camp, and on"),
            [
                "out", "of", "the", "of---the", "camp", "and", "on", "and---on"
            ]
        );
    }

    #[test]
    fn stems_follow_the_marked_language() {
        assert_eq!(
            tokens(STEM, &marked(Some("en"), "Arrivals rose")),
            ["en:arriv", "en:rose"]
        );
        assert_eq!(tokens(STEM, &marked(Some("zh"), "難民")), [":難", ":民"]);
        assert_eq!(tokens(STEM, &marked(None, "arrivals")), [":arrivals"]);
    }
}
