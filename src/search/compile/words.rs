//! Words, phrases and patterns over the text fields.

use tantivy::Term;
use tantivy::query::{
    EmptyQuery, FuzzyTermQuery, PhraseQuery, RegexPhraseQuery, RegexQuery, TermQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::{Boxed, Compiler, Scope, boosted, union};
use crate::query::Field;
use crate::schema::fold;
use crate::schema::stems::stem_of;
use crate::schema::words::{once_each, words};
use crate::search::SearchError;

/// How much a match counts: the very word and a word of its stem, by where it stands.
/// The very word has both, so it always comes before its forms.
const TITLE: (f32, f32) = (3.0, 1.5);
const BODY: (f32, f32) = (1.0, 0.5);
const QUOTES: (f32, f32) = (0.5, 0.25);
/// What only stands in the boilerplate is found, behind all that says it.
const BOILERPLATE: (f32, f32) = (0.1, 0.05);

/// One text field of the index with its stems and weights.
pub(super) struct TextField {
    pub(super) exact: IndexField,
    pub(super) stem: IndexField,
    pub(super) weights: (f32, f32),
}

impl Compiler<'_> {
    pub(super) fn text_fields(&self, scope: Scope) -> Vec<TextField> {
        let fields = &self.fields;
        let title = TextField {
            exact: fields.title,
            stem: fields.title_stem,
            weights: TITLE,
        };
        let body = TextField {
            exact: fields.body,
            stem: fields.body_stem,
            weights: BODY,
        };
        let quotes = TextField {
            exact: fields.quotes,
            stem: fields.quotes_stem,
            weights: QUOTES,
        };
        let boilerplate = TextField {
            exact: fields.boilerplate,
            stem: fields.boilerplate_stem,
            weights: BOILERPLATE,
        };
        match scope {
            Scope::Everywhere => vec![title, body, quotes, boilerplate],
            Scope::Only(Field::Title) => vec![title],
            Scope::Only(Field::Quote) => vec![quotes],
            Scope::Only(_) => vec![body, boilerplate],
        }
    }

    /// A word, or several as a phrase of the very words.
    pub(super) fn words(&self, words: Vec<String>, slop: u32, scope: Scope) -> Option<Boxed> {
        let words = if slop > 0 { once_each(words) } else { words };
        match words.as_slice() {
            [] => None,
            [word] => Some(self.word(word, scope)),
            words => {
                let phrases = self.text_fields(scope).into_iter().map(|field| {
                    let terms = terms(field.exact, words);
                    let mut phrase = PhraseQuery::new(terms);
                    phrase.set_slop(slop);
                    boosted(Box::new(phrase), field.weights.0)
                });
                Some(union(phrases.collect()))
            }
        }
    }

    pub(super) fn word(&self, word: &str, scope: Scope) -> Boxed {
        let stems: Vec<String> = self
            .languages
            .iter()
            .filter_map(|language| stem_of(language, word))
            .collect();
        let mut clauses = Vec::new();
        for field in self.text_fields(scope) {
            let term = |of, text: &str| -> Boxed {
                let term = Term::from_field_text(of, text);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            };
            clauses.push(boosted(term(field.exact, word), field.weights.0));
            for stem in &stems {
                clauses.push(boosted(term(field.stem, stem), field.weights.1));
            }
        }
        union(clauses)
    }

    /// Words of which the last is only begun.
    pub(super) fn prefix(&self, words: Vec<String>, scope: Scope) -> Option<Boxed> {
        let last = words.last()?;
        let pattern = format!("{}.*", escaped(last));
        let queries = self.text_fields(scope).into_iter().map(|field| -> Boxed {
            if words.len() == 1 {
                return self.regex(&pattern, field.exact, field.weights.0);
            }
            let last = words.len() - 1;
            let patterns = words.iter().enumerate().map(|(at, word)| match at == last {
                true => pattern.clone(),
                false => escaped(word),
            });
            // A `PhrasePrefixQuery` tries fifty endings and says nothing of the others.
            let mut phrase = RegexPhraseQuery::new(field.exact, patterns.collect());
            phrase.set_max_expansions(u32::MAX);
            boosted(Box::new(phrase), field.weights.0)
        });
        Some(union(queries.collect()))
    }

    pub(super) fn pattern(&self, pattern: &str, scope: Scope) -> Result<Boxed, SearchError> {
        let pattern = regex_of(&fold::fold(pattern));
        let fields = self.text_fields(scope).into_iter();
        Ok(union(
            fields
                .map(|f| self.regex(&pattern, f.exact, f.weights.0))
                .collect(),
        ))
    }

    pub(super) fn regex(&self, pattern: &str, field: IndexField, weight: f32) -> Boxed {
        match RegexQuery::from_pattern(pattern, field) {
            Ok(query) => boosted(Box::new(query), weight),
            // The pattern is of our own making; one too large for the automaton finds nothing.
            Err(_) => Box::new(EmptyQuery),
        }
    }

    pub(super) fn fuzzy(&self, word: &str, distance: u8, scope: Scope) -> Option<Boxed> {
        let folded = words(word);
        let [word] = folded.as_slice() else {
            return self.words(folded, 0, scope);
        };
        let mut clauses = vec![self.word(word, scope)];
        for field in self.text_fields(scope) {
            let term = Term::from_field_text(field.exact, word);
            let query = FuzzyTermQuery::new(term, distance.min(2), true);
            clauses.push(boosted(Box::new(query), field.weights.1));
        }
        Some(union(clauses))
    }
}

fn terms(field: IndexField, words: &[String]) -> Vec<Term> {
    words
        .iter()
        .map(|word| Term::from_field_text(field, word))
        .collect()
}

/// `?` and `*` as a regular expression, all else itself.
pub(super) fn regex_of(pattern: &str) -> String {
    let mut regex = String::with_capacity(pattern.len() + 8);
    for letter in pattern.chars() {
        match letter {
            '?' => regex.push('.'),
            '*' => regex.push_str(".*"),
            letter => regex.push_str(&escaped(letter.encode_utf8(&mut [0; 4]))),
        }
    }
    regex
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 4);
    for letter in text.chars() {
        if letter.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
