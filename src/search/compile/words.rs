//! Words, phrases and patterns over the text fields.

use tantivy::Term;
use tantivy::query::{
    EmptyQuery, FuzzyTermQuery, PhraseQuery, RegexPhraseQuery, RegexQuery, TermQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::{Boxed, Compiler, Scope, all, each, union};
use crate::query::Field;
use crate::schema::fold;
use crate::schema::function_words;
use crate::schema::stems::{stem_of, unstemmed};
use crate::schema::words::{once_each, words};
use crate::search::score::{Plan, Zone, ZoneFields, zones};
use crate::search::{SearchError, damaged};

/// A character of a word, and none of what tells hyphenated words from others in the index.
const IN_WORD: &str = "[^-]";

impl Compiler<'_> {
    /// The zones that are weighed in a scope.
    pub(super) fn zones(&self, scope: Scope) -> Vec<ZoneFields> {
        let asked: &[Zone] = match scope {
            Scope::Everywhere => &[
                Zone::Title,
                Zone::Lead,
                Zone::Body,
                Zone::Quotes,
                Zone::Boilerplate,
            ],
            Scope::Only(Field::Title) => &[Zone::Title],
            Scope::Only(Field::Quote) => &[Zone::Quotes],
            Scope::Only(_) => &[Zone::Lead, Zone::Body, Zone::Boilerplate],
        };
        let all = zones(&self.fields).into_iter();
        all.filter(|fields| asked.contains(&fields.zone)).collect()
    }

    /// The zones among them that hold the words of all.
    fn whole(&self, scope: Scope) -> Vec<ZoneFields> {
        let mut zones = self.zones(scope);
        let repeats = |zone| match zone {
            Zone::Lead => true,
            Zone::Quotes => scope != Scope::Only(Field::Quote),
            _ => false,
        };
        zones.retain(|fields| !repeats(fields.zone));
        zones
    }

    /// The zones of the very words, with their fields.
    pub(super) fn exact(&self, scope: Scope) -> impl Iterator<Item = (Zone, IndexField)> {
        let zones = self.whole(scope).into_iter();
        zones.filter_map(|fields| Some((fields.zone, fields.exact?)))
    }

    /// A word, or several as a phrase of the very words.
    pub(super) fn words(
        &mut self,
        words: Vec<String>,
        slop: u32,
        scope: Scope,
    ) -> Result<Option<Boxed>, SearchError> {
        let words = if slop > 0 { once_each(words) } else { words };
        match words.as_slice() {
            [] => Ok(None),
            [word] => self.word(word, scope).map(Some),
            words => {
                // With other places among them, any word counts by itself.
                let row = match slop {
                    0 => function_words::phrase(words),
                    _ => (0..).zip(words.iter().cloned()).collect(),
                };
                if self.scoring {
                    let zones = self.zones(scope);
                    self.plan
                        .phrase(self.searcher, words, (&row, slop), &zones)
                        .map_err(damaged)?;
                }
                let settles = self.plan.settles();
                let phrases = self.exact(scope).map(|(_, field)| -> Boxed {
                    let terms = (row.iter())
                        .map(|(place, term)| (*place as usize, Term::from_field_text(field, term)));
                    if settles || row.len() == 1 {
                        return all(each(terms.map(|(_, term)| term)));
                    }
                    let terms = terms.collect();
                    Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop))
                });
                Ok(Some(union(phrases.collect())))
            }
        }
    }

    pub(super) fn word(&mut self, word: &str, scope: Scope) -> Result<Boxed, SearchError> {
        let stems = self.stems(word);
        if self.scoring {
            let zones = self.zones(scope);
            self.plan
                .word(self.searcher, word, &stems, &zones, 1.0)
                .map_err(damaged)?;
        }
        let mut clauses = Vec::new();
        for fields in self.whole(scope) {
            for stem in &stems {
                let term = Term::from_field_text(fields.stem, stem);
                // What stands nowhere in the field would only be merged in for nothing.
                if self.searcher.doc_freq(&term).map_err(damaged)? > 0 {
                    let query = TermQuery::new(term, IndexRecordOption::Basic);
                    clauses.push(Box::new(query) as Boxed);
                }
            }
        }
        Ok(union(clauses))
    }

    /// Weighs a folded word in all zones.
    pub(crate) fn weigh(&self, plan: &mut Plan, word: &str, weight: f32) -> tantivy::Result<()> {
        let (stems, zones) = (self.stems(word), self.zones(Scope::Everywhere));
        plan.word(self.searcher, word, &stems, &zones, weight)
    }

    /// A folded word's stem in each language of the index, as far as releases have it.
    pub(super) fn stems(&self, word: &str) -> Vec<String> {
        let languages = self.languages.iter();
        let stems = languages.filter_map(|language| stem_of(language, word));
        let stems = stems.chain([unstemmed(word)]);
        stems.filter(|stem| self.is_known(stem)).collect()
    }

    /// Whether a stem stands in any text; lead and quotations repeat what is asked.
    fn is_known(&self, stem: &str) -> bool {
        let fields = &self.fields;
        let asked = [fields.body_stem, fields.title_stem, fields.boilerplate_stem];
        asked.into_iter().any(|field| {
            let found = self.searcher.doc_freq(&Term::from_field_text(field, stem));
            found.is_ok_and(|found| found > 0)
        })
    }

    /// Words of which the last is only begun.
    pub(super) fn prefix(
        &mut self,
        words: Vec<String>,
        scope: Scope,
    ) -> Result<Option<Boxed>, SearchError> {
        let Some(last) = words.last() else {
            return Ok(None);
        };
        let pattern = format!("{}{IN_WORD}*", escaped(last));
        let endings = |field| -> Boxed {
            let last = words.len() - 1;
            let patterns = words.iter().enumerate().map(|(at, word)| match at == last {
                true => pattern.clone(),
                false => escaped(word),
            });
            // A `PhrasePrefixQuery` tries fifty endings and says nothing of the others.
            let mut phrase = RegexPhraseQuery::new(field, patterns.collect());
            phrase.set_max_expansions(u32::MAX);
            Box::new(phrase)
        };
        let queries = self.exact(scope).map(|(zone, field)| -> (Zone, Boxed) {
            let query = match words.len() {
                1 => self.regex(&pattern, field),
                _ => endings(field),
            };
            (zone, query)
        });
        let queries: Vec<_> = queries.collect();
        let written = format!("{}*", words.join(" "));
        self.patterns(&written, queries).map(Some)
    }

    pub(super) fn pattern(&mut self, pattern: &str, scope: Scope) -> Result<Boxed, SearchError> {
        let folded = fold::fold(pattern);
        let letters = folded.replace(['?', '*'], "");
        if words(&letters).concat() != letters {
            self.warnings.push(format!(
                "`{pattern}` is looked for as one word, and no word has its marks; write its parts as words of their own"
            ));
        }
        let regex = regex_of(&folded, IN_WORD);
        let fields = self.exact(scope);
        let queries: Vec<_> = fields
            .map(|(zone, field)| (zone, self.regex(&regex, field)))
            .collect();
        self.patterns(&folded, queries)
    }

    /// Any of the queries, each weighed by its zone.
    fn patterns(
        &mut self,
        written: &str,
        queries: Vec<(Zone, Boxed)>,
    ) -> Result<Boxed, SearchError> {
        if self.scoring {
            self.plan
                .pattern(self.searcher, written, &queries)
                .map_err(damaged)?;
        }
        Ok(union(queries.into_iter().map(|(_, query)| query).collect()))
    }

    pub(super) fn regex(&self, pattern: &str, field: IndexField) -> Boxed {
        match RegexQuery::from_pattern(pattern, field) {
            Ok(query) => Box::new(query),
            // The pattern is of our own making; one too large for the automaton finds nothing.
            Err(_) => Box::new(EmptyQuery),
        }
    }

    pub(super) fn fuzzy(
        &mut self,
        word: &str,
        distance: u8,
        scope: Scope,
    ) -> Result<Option<Boxed>, SearchError> {
        let folded = words(word);
        let [word] = folded.as_slice() else {
            return self.words(folded, 0, scope);
        };
        let very = self.word(word, scope)?;
        let queries = self.exact(scope).map(|(zone, field)| -> (Zone, Boxed) {
            let term = Term::from_field_text(field, word);
            (
                zone,
                Box::new(FuzzyTermQuery::new(term, distance.min(2), true)),
            )
        });
        let queries: Vec<_> = queries.collect();
        let like = self.patterns(&format!("{word}~{distance}"), queries)?;
        Ok(Some(union(vec![very, like])))
    }
}

/// `?` and `*` as a regular expression, where `any` is one character; all else itself.
pub(super) fn regex_of(pattern: &str, any: &str) -> String {
    let mut regex = String::with_capacity(pattern.len() + 8);
    for letter in pattern.chars() {
        match letter {
            '?' => regex.push_str(any),
            '*' => {
                regex.push_str(any);
                regex.push('*');
            }
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
