//! From the tree of a query to tantivy's query. The one place that knows both.
//!
//! A word asks the headline, the text and the quotations for itself and for its stem
//! in each language of the index, weighted so that the very word comes before its
//! forms and the headline before the text. Filters on fields never add to a score.

mod values;
mod words;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::answer::Operator;
use super::names::{Names, Values};
use super::{SearchError, damaged};
use crate::query::{Field, Kind, Node};
use crate::schema::stems::LANGUAGES;
use crate::schema::words::words as words_of;
use crate::schema::{Fields, KIND_RELEASE};
use values::facet_of;

type Boxed = Box<dyn Query>;

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Everywhere,
    Only(Field),
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
            Kind::Word(word) => Ok(self.words(words_of(word), 0, scope)),
            Kind::Phrase {
                words: written,
                slop,
            } => {
                let folded = written.iter().flat_map(|word| words_of(word)).collect();
                Ok(self.words(folded, *slop, scope))
            }
            Kind::Prefix(start) => Ok(self.prefix(words_of(start), scope)),
            Kind::Wildcard(pattern) => self.pattern(pattern, scope).map(Some),
            Kind::Fuzzy { word, distance } => Ok(self.fuzzy(word, *distance, scope)),
        }
    }

    /// All of the nodes; those that exclude take out of the rest.
    fn all_of(&mut self, nodes: &[Node], scope: Scope) -> Result<Option<Boxed>, SearchError> {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        for node in each_once(nodes) {
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
        let (words, others): (Vec<Node>, Vec<Node>) = nodes.iter().cloned().partition(is_wordy);
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
        for node in each_once(nodes) {
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
}

/// What is said twice asks for nothing more.
fn each_once(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    let numbered = nodes.iter().enumerate();
    numbered
        .filter(|(at, node)| !nodes.iter().take(*at).any(|earlier| earlier == *node))
        .map(|(_, node)| node)
}

/// Whether a node asks for words, so that without it an answer may still be of use.
pub(crate) fn is_wordy(node: &Node) -> bool {
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
