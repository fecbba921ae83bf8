//! From the tree of a query to tantivy's query. The one place that knows both.
//!
//! A word asks the headline, the text and the quotations for itself and for its stem
//! in each language of the index, weighted so that the very word comes before its
//! forms and the headline before the text. Filters on fields never add to a score.

use std::ops::Bound;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur,
    PhrasePrefixQuery, PhraseQuery, Query, RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::answer::Operator;
use super::names::{Names, Resolved, Values};
use super::request::{Filters, MISSING};
use super::{SearchError, damaged};
use crate::document::PartialDate;
use crate::facet::Gate;
use crate::query::{DateRange, Field, Kind, Node};
use crate::schema::record::day_key;
use crate::schema::stems::{LANGUAGES, stem_of};
use crate::schema::words::words;
use crate::schema::{Fields, KIND_RELEASE, fold};

type Boxed = Box<dyn Query>;

/// How much a match counts: the very word and a word of its stem, by where it stands.
/// The very word has both, so it always comes before its forms.
const TITLE: (f32, f32) = (3.0, 1.5);
const BODY: (f32, f32) = (1.0, 0.5);
const QUOTES: (f32, f32) = (0.5, 0.25);

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Everywhere,
    Only(Field),
}

/// One text field of the index with its stems and weights.
struct TextField {
    exact: IndexField,
    stem: IndexField,
    weights: (f32, f32),
}

/// Compiles trees and filters for one index.
pub(crate) struct Compiler<'a> {
    pub(crate) fields: Fields,
    pub(crate) searcher: &'a Searcher,
    pub(crate) values: &'a Values,
    pub(crate) names: &'a dyn Names,
    pub(crate) operator: Operator,
    /// Languages of the index that have a stemmer.
    pub(crate) languages: Vec<&'static str>,
    pub(crate) warnings: Vec<String>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        searcher: &'a Searcher,
        values: &'a Values,
        names: &'a dyn Names,
    ) -> Result<Self, SearchError> {
        let present = values.of(searcher, "language").map_err(damaged)?;
        let stemmed = LANGUAGES.iter().map(|(code, _)| *code);
        let languages = stemmed.filter(|code| present.iter().any(|value| value.value == *code));
        Ok(Self {
            fields: Fields::build().1,
            searcher,
            values,
            names,
            operator: Operator::And,
            languages: languages.collect(),
            warnings: Vec::new(),
        })
    }

    /// The query of a tree; of every release when it asks for nothing.
    pub(crate) fn tree(&mut self, tree: &Node) -> Result<Boxed, SearchError> {
        let asked = self.node(tree, Scope::Everywhere)?;
        if asked.is_none() && !matches!(tree.kind, Kind::All) {
            self.warnings
                .push("the query has no word to look for".to_owned());
            return Ok(Box::new(EmptyQuery));
        }
        Ok(asked.unwrap_or_else(|| self.every_release()))
    }

    /// None when there is nothing to look for, as in a word of punctuation only.
    fn node(&mut self, node: &Node, scope: Scope) -> Result<Option<Boxed>, SearchError> {
        if let Scope::Only(field) = scope
            && let Some(facet) = facet_of(field)
        {
            return self.facet_node(node, facet);
        }
        match &node.kind {
            Kind::All => Ok(Some(self.filled(scope)?)),
            Kind::And(nodes) if self.operator == Operator::And => self.all_of(nodes, scope),
            Kind::And(nodes) => self.as_many_as_there_are(nodes, scope),
            Kind::Or(nodes) => self.any_of(nodes, scope),
            Kind::Not(inner) => Ok(self.node(inner, scope)?.map(|inner| self.but(inner))),
            Kind::Field { field, node } => self.node(node, Scope::Only(*field)),
            Kind::Date(range) => Ok(Some(self.date_range(*range))),
            Kind::Word(word) => Ok(self.words(words(word), 0, scope)),
            Kind::Phrase {
                words: written,
                slop,
            } => {
                let folded = written.iter().flat_map(|word| words(word)).collect();
                Ok(self.words(folded, *slop, scope))
            }
            Kind::Prefix(start) => Ok(self.prefix(words(start), scope)),
            Kind::Wildcard(pattern) => self.pattern(pattern, scope).map(Some),
            Kind::Fuzzy { word, distance } => Ok(self.fuzzy(word, *distance, scope)),
        }
    }

    /// All of the nodes; those that exclude take out of the rest.
    fn all_of(&mut self, nodes: &[Node], scope: Scope) -> Result<Option<Boxed>, SearchError> {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        for node in nodes {
            let (occur, node) = match &node.kind {
                Kind::Not(inner) => (Occur::MustNot, &**inner),
                _ => (Occur::Must, node),
            };
            clauses.extend(self.node(node, scope)?.map(|query| (occur, query)));
        }
        Ok(self.joined(clauses))
    }

    /// Any of the words, all of what is no word: for when all words were found nowhere.
    fn as_many_as_there_are(
        &mut self,
        nodes: &[Node],
        scope: Scope,
    ) -> Result<Option<Boxed>, SearchError> {
        let (words, others): (Vec<Node>, Vec<Node>) =
            nodes.iter().cloned().partition(is_wordy);
        let mut clauses = Vec::new();
        clauses.extend(
            self.any_of(&words, scope)?
                .map(|query| (Occur::Must, query)),
        );
        for node in &others {
            let (occur, node) = match &node.kind {
                Kind::Not(inner) => (Occur::MustNot, &**inner),
                _ => (Occur::Must, node),
            };
            clauses.extend(self.node(node, scope)?.map(|query| (occur, query)));
        }
        Ok(self.joined(clauses))
    }

    fn any_of(&mut self, nodes: &[Node], scope: Scope) -> Result<Option<Boxed>, SearchError> {
        let mut clauses = Vec::new();
        for node in nodes {
            clauses.extend(self.node(node, scope)?.map(|query| (Occur::Should, query)));
        }
        Ok(self.joined(clauses))
    }

    fn joined(&self, mut clauses: Vec<(Occur, Boxed)>) -> Option<Boxed> {
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            if clauses.is_empty() {
                return None;
            }
            clauses.push((Occur::Must, self.every_release()));
        }
        match clauses.len() {
            1 => clauses.pop().map(|(_, query)| query),
            _ => Some(Box::new(BooleanQuery::new(clauses))),
        }
    }

    /// Every release but these.
    fn but(&self, inner: Boxed) -> Boxed {
        let clauses = vec![(Occur::Must, self.every_release()), (Occur::MustNot, inner)];
        Box::new(BooleanQuery::new(clauses))
    }

    /// Copies have no text and are no releases: whatever asks for no text asks for this.
    fn every_release(&self) -> Boxed {
        let kind = Term::from_field_u64(self.fields.kind, KIND_RELEASE);
        constant(Box::new(TermQuery::new(kind, IndexRecordOption::Basic)))
    }

    fn text_fields(&self, scope: Scope) -> Vec<TextField> {
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
        match scope {
            Scope::Everywhere => vec![title, body, quotes],
            Scope::Only(Field::Title) => vec![title],
            Scope::Only(Field::Quote) => vec![quotes],
            Scope::Only(_) => vec![body],
        }
    }

    /// A word, or several as a phrase of the very words.
    fn words(&self, words: Vec<String>, slop: u32, scope: Scope) -> Option<Boxed> {
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

    fn word(&self, word: &str, scope: Scope) -> Boxed {
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
    fn prefix(&self, words: Vec<String>, scope: Scope) -> Option<Boxed> {
        let last = words.last()?;
        let pattern = format!("{}.*", escaped(last));
        let queries = self.text_fields(scope).into_iter().map(|field| -> Boxed {
            if words.len() == 1 {
                return self.regex(&pattern, field.exact, field.weights.0);
            }
            boosted(
                Box::new(PhrasePrefixQuery::new(terms(field.exact, &words))),
                field.weights.0,
            )
        });
        Some(union(queries.collect()))
    }

    fn pattern(&self, pattern: &str, scope: Scope) -> Result<Boxed, SearchError> {
        let pattern = regex_of(&fold::fold(pattern));
        let fields = self.text_fields(scope).into_iter();
        Ok(union(
            fields
                .map(|f| self.regex(&pattern, f.exact, f.weights.0))
                .collect(),
        ))
    }

    fn regex(&self, pattern: &str, field: IndexField, weight: f32) -> Boxed {
        match RegexQuery::from_pattern(pattern, field) {
            Ok(query) => boosted(Box::new(query), weight),
            // The pattern is of our own making; one too large for the automaton finds nothing.
            Err(_) => Box::new(EmptyQuery),
        }
    }

    fn fuzzy(&self, word: &str, distance: u8, scope: Scope) -> Option<Boxed> {
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

    /// `*`, alone or in a field: releases in which that field is filled.
    fn filled(&self, scope: Scope) -> Result<Boxed, SearchError> {
        match scope {
            Scope::Everywhere | Scope::Only(Field::Body | Field::Path) => Ok(self.every_release()),
            scope => {
                let fields = self.text_fields(scope).into_iter();
                Ok(union(
                    fields
                        .map(|field| self.regex(".*", field.exact, 0.0))
                        .collect(),
                ))
            }
        }
    }

    /// What is asked of a field of whole values; `path` is looked through as text.
    fn facet_node(&mut self, node: &Node, facet: Facet) -> Result<Option<Boxed>, SearchError> {
        let written = match &node.kind {
            Kind::And(nodes) => {
                let scope = Scope::Only(facet.field());
                return self.all_of(nodes, scope);
            }
            Kind::Or(nodes) => return self.any_of(nodes, Scope::Only(facet.field())),
            Kind::Not(inner) => {
                let inner = self.facet_node(inner, facet)?;
                return Ok(inner.map(|inner| self.but(inner)));
            }
            Kind::Field { field, node } => return self.node(node, Scope::Only(*field)),
            Kind::Date(range) => return Ok(Some(self.date_range(*range))),
            Kind::All => return Ok(Some(self.has_value(facet))),
            Kind::Word(word) => word.clone(),
            Kind::Phrase { words, .. } => words.join(" "),
            Kind::Prefix(start) => format!("{start}*"),
            Kind::Wildcard(pattern) => pattern.clone(),
            Kind::Fuzzy { word, .. } => word.clone(),
        };
        let Facet::Values(name) = facet else {
            return Ok(Some(self.path(&written)));
        };
        if matches!(node.kind, Kind::Prefix(_) | Kind::Wildcard(_)) {
            return self.values_like(name, &written).map(Some);
        }
        let resolved = self
            .values
            .resolve(self.searcher, self.names, name, &[written])?;
        Ok(Some(self.resolved(name, resolved)))
    }

    fn path(&self, written: &str) -> Boxed {
        let pattern = format!(".*{}.*", regex_of(written));
        constant(self.regex(&pattern, self.fields.path, 0.0))
    }

    /// Values whose key fits a pattern.
    fn values_like(&self, facet: &'static str, pattern: &str) -> Result<Boxed, SearchError> {
        let Some(field) = self.fields.facet(facet) else {
            return Ok(Box::new(EmptyQuery));
        };
        let folded: Vec<char> = fold::fold(pattern).chars().collect();
        let values = self.values.of(self.searcher, facet).map_err(damaged)?;
        let fitting = values
            .iter()
            .filter(|value| crate::snippet::fits(&folded, &value.key));
        let terms = fitting.map(|value| Term::from_field_text(field, &value.value));
        Ok(constant(Box::new(TermSetQuery::new(
            terms.collect::<Vec<_>>(),
        ))))
    }

    fn has_value(&self, facet: Facet) -> Boxed {
        match facet {
            Facet::Values(name) => constant(Box::new(tantivy::query::ExistsQuery::new(
                name.to_owned(),
                false,
            ))),
            Facet::Path => self.every_release(),
        }
    }

    /// Releases with one of the values, or with none when those are meant.
    fn resolved(&mut self, facet: &'static str, resolved: Resolved) -> Boxed {
        self.warnings.extend(resolved.warnings);
        let terms = resolved.values.iter().filter_map(|(facet, value)| {
            Some(Term::from_field_text(self.fields.facet(facet)?, value))
        });
        let values = constant(Box::new(TermSetQuery::new(terms.collect::<Vec<_>>())));
        if !resolved.missing {
            return values;
        }
        let missing = self.but(self.has_value(Facet::Values(facet)));
        union(vec![values, missing])
    }

    /// Releases whose date may lie in the range.
    fn date_range(&self, range: DateRange) -> Boxed {
        let at_least = range
            .since
            .map_or(0, |date: PartialDate| day_key(date.first_day()));
        let at_most = range
            .until
            .map_or(u64::MAX, |date| day_key(date.last_day()));
        let term = |field, day| Term::from_field_u64(field, day);
        let fields = &self.fields;
        let ends = RangeQuery::new(
            Bound::Included(term(fields.last_day, at_least)),
            Bound::Unbounded,
        );
        let begins = RangeQuery::new(
            Bound::Unbounded,
            Bound::Included(term(fields.first_day, at_most)),
        );
        constant(Box::new(BooleanQuery::intersection(vec![
            Box::new(ends),
            Box::new(begins),
        ])))
    }

    /// Filters as clauses to join to the query, and those on `held_out` fields as gates.
    pub(crate) fn filters(
        &mut self,
        filters: &Filters,
        held_out: &[&'static str],
    ) -> Result<(Vec<(Occur, Boxed)>, Vec<Gate>), SearchError> {
        let mut clauses = Vec::new();
        let mut gates = Vec::new();
        for (name, choice) in &filters.fields {
            let field = crate::facet::named(name)?;
            if !choice.any.is_empty() {
                let any = self
                    .values
                    .resolve(self.searcher, self.names, field, &choice.any)?;
                if held_out.contains(&field) {
                    self.warnings.extend(any.warnings.clone());
                    gates.push(Gate {
                        field,
                        values: any.values,
                        missing: any.missing,
                    });
                } else {
                    clauses.push((Occur::Must, self.resolved(field, any)));
                }
            }
            for written in &choice.not {
                let not = self.values.resolve(
                    self.searcher,
                    self.names,
                    field,
                    std::slice::from_ref(written),
                )?;
                let query = if written == MISSING {
                    self.but(self.has_value(Facet::Values(field)))
                } else {
                    self.resolved(field, not)
                };
                clauses.push((Occur::MustNot, query));
            }
        }
        let range = DateRange {
            since: filters.since,
            until: filters.until,
        };
        if range != DateRange::default() {
            clauses.push((Occur::Must, self.date_range(range)));
        }
        if filters.certain_date {
            let certain = Term::from_field_u64(self.fields.certain, 1);
            let bounds = (Bound::Included(certain.clone()), Bound::Included(certain));
            clauses.push((
                Occur::Must,
                constant(Box::new(RangeQuery::new(bounds.0, bounds.1))),
            ));
        }
        Ok((clauses, gates))
    }
}

/// A field of whole values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Facet {
    Values(&'static str),
    Path,
}

impl Facet {
    fn field(self) -> Field {
        match self {
            Self::Path => Field::Path,
            Self::Values(name) => Field::named(name).unwrap_or(Field::Organisation),
        }
    }
}

fn facet_of(field: Field) -> Option<Facet> {
    match field {
        Field::Title | Field::Body | Field::Quote | Field::Date => None,
        Field::Path => Some(Facet::Path),
        field => Some(Facet::Values(field.name())),
    }
}

/// Whether a node asks for words, so that without it an answer may still be of use.
fn is_wordy(node: &Node) -> bool {
    match &node.kind {
        Kind::All | Kind::Not(_) | Kind::Date(_) => false,
        Kind::Field { field, .. } => facet_of(*field).is_none(),
        Kind::And(nodes) | Kind::Or(nodes) => nodes.iter().any(is_wordy),
        _ => true,
    }
}

/// Whether any `AND` of a tree joins words, so that an OR of them may find more.
pub(crate) fn joins_words(node: &Node) -> bool {
    match &node.kind {
        Kind::And(nodes) => {
            nodes.iter().filter(|node| is_wordy(node)).count() > 1 || nodes.iter().any(joins_words)
        }
        Kind::Or(nodes) => nodes.iter().any(joins_words),
        Kind::Field { node, .. } => joins_words(node),
        _ => false,
    }
}

/// Whether a tree asks for words at all, so that matches have scores.
pub(crate) fn has_words(node: &Node) -> bool {
    is_wordy(node)
}

fn terms(field: IndexField, words: &[String]) -> Vec<Term> {
    words
        .iter()
        .map(|word| Term::from_field_text(field, word))
        .collect()
}

fn boosted(query: Boxed, weight: f32) -> Boxed {
    Box::new(BoostQuery::new(query, weight))
}

fn constant(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn union(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        1 => queries.pop().unwrap_or_else(|| Box::new(EmptyQuery)),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// `?` and `*` as a regular expression, all else itself.
fn regex_of(pattern: &str) -> String {
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
