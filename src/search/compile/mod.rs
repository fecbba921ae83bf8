//! From the tree of a query to tantivy's query. The one place that knows both.
//!
//! A word asks headline, text and boilerplate for its stem in each language of the index.
//! The query finds without scores; what of the tree is weighed, and how, is laid down
//! beside it as a [`Plan`]. Filters and what is excluded never add to a score.

mod bodies;
mod values;
mod words;

use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::answer::Operator;
use super::names::{Names, Values};
use super::score::{Plan, Weights};
use super::{SearchError, damaged};
use crate::query::{Field, Kind, Node};
use crate::schema::function_words;
use crate::schema::stems::LANGUAGES;
use crate::schema::words::words as words_of;
use crate::schema::{Fields, KIND_RELEASE};
use values::facet_of;

type Boxed = Box<dyn Query>;

/// Neighbours weighed; a query of more words is a text.
const MOST_PAIRS: usize = 64;

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
    /// The bodies that words of the tree name, by their one names.
    pub(crate) bodies: Vec<String>,
    /// What of the tree is weighed.
    pub(crate) plan: Plan,
    /// Whether every match will be weighed, and so may be settled by its score.
    pub(crate) weighs: bool,
    /// Whether what is compiled is weighed; what is excluded is not.
    scoring: bool,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        searcher: &'a Searcher,
        values: &'a Values,
        names: &'a dyn Names,
        (fields, weights): (Fields, Weights),
    ) -> Result<Self, SearchError> {
        let present = values.of(searcher, "language").map_err(damaged)?;
        let stemmed = LANGUAGES.iter().map(|(code, _)| *code);
        let languages = stemmed.filter(|code| present.iter().any(|value| value.value == *code));
        Ok(Self {
            plan: Plan::new(searcher, &fields, weights).map_err(damaged)?,
            scoring: true,
            weighs: false,
            fields,
            searcher,
            values,
            names,
            operator: Operator::And,
            languages: languages.collect(),
            warnings: Vec::new(),
            bodies: Vec::new(),
        })
    }

    /// The query of a tree; of every release when it asks for nothing.
    pub(crate) fn tree(&mut self, tree: &Node) -> Result<Boxed, SearchError> {
        if self.weighs && is_phrase(tree) {
            self.plan.settle();
        }
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
            Kind::Not(inner) => {
                let inner = self.excluded(inner, scope)?;
                Ok(inner.map(|inner| self.but(inner)))
            }
            Kind::Field { field, node } => self.node(node, Scope::Only(*field)),
            Kind::Date(range) => Ok(Some(self.date_range(*range))),
            Kind::Word(word) => {
                let asked = self.words(words_of(word), 0, scope)?;
                self.by_any_name(word, asked, scope)
            }
            Kind::Phrase { words, slop } => {
                let folded = words.iter().flat_map(|word| words_of(word)).collect();
                let asked = self.words(folded, *slop, scope)?;
                match slop {
                    0 => self.by_any_name(&words.join(" "), asked, scope),
                    _ => Ok(asked),
                }
            }
            Kind::Prefix(start) => self.prefix(words_of(start), scope),
            Kind::Wildcard(pattern) => self.pattern(pattern, scope).map(Some),
            Kind::Fuzzy { word, distance } => self.fuzzy(word, *distance, scope),
        }
    }

    /// The query of a node that is not weighed.
    fn excluded(&mut self, node: &Node, scope: Scope) -> Result<Option<Boxed>, SearchError> {
        let scoring = std::mem::replace(&mut self.scoring, false);
        let query = self.node(node, scope);
        self.scoring = scoring;
        query
    }

    /// Clauses for all of the nodes; those that exclude take out of the rest.
    fn clauses(
        &mut self,
        nodes: &[Node],
        scope: Scope,
    ) -> Result<Vec<(Occur, Boxed)>, SearchError> {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            if is_repeated(nodes, at) {
                self.weigh_again(node, scope)?;
                continue;
            }
            let (occur, query) = match &node.kind {
                Kind::Not(inner) => (Occur::MustNot, self.excluded(inner, scope)?),
                _ => (Occur::Must, self.node(node, scope)?),
            };
            clauses.extend(query.map(|query| (occur, query)));
        }
        Ok(clauses)
    }

    /// All of the nodes.
    fn all_of(&mut self, nodes: &[Node], scope: Scope) -> Result<Option<Boxed>, SearchError> {
        let clauses = self.clauses(nodes, scope)?;
        self.weigh_neighbours(nodes, scope)?;
        Ok(self.joined(clauses))
    }

    /// Any of the words, all of what is no word: for when all words were found nowhere.
    fn as_many_as_there_are(
        &mut self,
        nodes: &[Node],
        scope: Scope,
    ) -> Result<Option<Boxed>, SearchError> {
        let (words, others): (Vec<Node>, Vec<Node>) = nodes.iter().cloned().partition(is_wordy);
        let words = self.telling(words.into_iter().flat_map(alternatives).collect());
        let any = self.any_of(&words, scope)?;
        self.weigh_neighbours(&words, scope)?;
        let mut clauses = self.clauses(&others, scope)?;
        clauses.extend(any.map(|query| (Occur::Must, query)));
        Ok(self.joined(clauses))
    }

    /// The nodes without function words, unless there is nothing else.
    fn telling(&self, nodes: Vec<Node>) -> Vec<Node> {
        let folded: Vec<Option<String>> = nodes.iter().map(single_word).collect();
        let words: Vec<&str> = folded
            .iter()
            .map(|word| word.as_deref().unwrap_or(""))
            .collect();
        let are = function_words::among(&words, &self.languages);
        if are.iter().all(|is| *is) {
            return nodes;
        }
        let told = nodes.into_iter().zip(are).filter(|(_, is)| !is);
        told.map(|(node, _)| node).collect()
    }

    /// Weighs each two words that follow each other in the query by how near they stand.
    fn weigh_neighbours(&mut self, nodes: &[Node], scope: Scope) -> Result<(), SearchError> {
        if !self.scoring || !matches!(scope, Scope::Everywhere | Scope::Only(Field::Body)) {
            return Ok(());
        }
        let words: Vec<Node> = (nodes.iter())
            .filter(|node| single_word(node).is_some())
            .cloned()
            .collect();
        let words: Vec<String> = self.telling(words).iter().filter_map(single_word).collect();
        let mut weighed: Vec<&[String]> = Vec::new();
        for pair in words.windows(2).take(MOST_PAIRS) {
            if let [one, other] = pair
                && one != other
                && !weighed.contains(&pair)
            {
                weighed.push(pair);
                self.plan
                    .pair(self.searcher, [one, other])
                    .map_err(damaged)?;
            }
        }
        Ok(())
    }

    /// A word that is said again weighs more. Patterns are not looked for again.
    fn weigh_again(&mut self, node: &Node, scope: Scope) -> Result<(), SearchError> {
        if self.scoring && single_word(node).is_some() {
            self.node(node, scope)?;
        }
        Ok(())
    }

    fn any_of(&mut self, nodes: &[Node], scope: Scope) -> Result<Option<Boxed>, SearchError> {
        let mut clauses = Vec::new();
        let weighed = self.plan.parts();
        for (at, node) in nodes.iter().enumerate() {
            if is_repeated(nodes, at) {
                self.weigh_again(node, scope)?;
                continue;
            }
            clauses.extend(self.node(node, scope)?.map(|query| (Occur::Should, query)));
        }
        if are_one_word(nodes) {
            self.plan.make_one(weighed);
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
        Box::new(TermQuery::new(kind, IndexRecordOption::Basic))
    }

    /// `*`, alone or in a field: releases in which that field is filled.
    fn filled(&self, scope: Scope) -> Result<Boxed, SearchError> {
        match scope {
            Scope::Everywhere | Scope::Only(Field::Body | Field::Path) => Ok(self.every_release()),
            scope => {
                let fields = self.exact(scope);
                Ok(union(
                    fields.map(|(_, field)| self.regex(".*", field)).collect(),
                ))
            }
        }
    }
}

/// Whether an earlier node asks for the same: it then asks for nothing more.
fn is_repeated(nodes: &[Node], at: usize) -> bool {
    let earlier = nodes.iter().take(at);
    nodes
        .get(at)
        .is_some_and(|node| earlier.clone().any(|other| other == node))
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

/// What to look for when any of it will do: each of several, each part of a joined word.
fn alternatives(node: Node) -> Vec<Node> {
    match node.kind {
        Kind::Or(nodes) => nodes.into_iter().flat_map(alternatives).collect(),
        Kind::Word(ref word) => match words_of(word) {
            parts if parts.len() > 1 => {
                let parts = parts.into_iter().map(Kind::Word);
                parts.map(|part| Node::new(part, node.span)).collect()
            }
            _ => vec![node],
        },
        _ => vec![node],
    }
}

/// Whether a tree is a phrase of very neighbours and nothing else, in whatever field.
fn is_phrase(tree: &Node) -> bool {
    match &tree.kind {
        Kind::Phrase { slop, .. } => *slop == 0,
        Kind::Field { field, node } => facet_of(*field).is_none() && is_phrase(node),
        _ => false,
    }
}

/// Whether the nodes are ways to write one word: joined, with hyphens, in parts.
fn are_one_word(nodes: &[Node]) -> bool {
    let joined = |node: &Node| match &node.kind {
        Kind::Word(word) => Some(words_of(word).concat()),
        Kind::Phrase { words, slop: 0 } => Some(words_of(&words.join(" ")).concat()),
        _ => None,
    };
    let mut all = nodes.iter().map(joined);
    let first = all.next().flatten();
    first.is_some() && all.all(|other| other == first)
}

/// The folded word of a node that is one.
fn single_word(node: &Node) -> Option<String> {
    let Kind::Word(word) = &node.kind else {
        return None;
    };
    let mut words = words_of(word);
    let word = words.pop()?;
    words.is_empty().then_some(word)
}

/// Terms from so many on are looked for with an automaton, which takes a while to build.
const MANY: usize = 16;

/// Whatever has any of the terms.
pub(crate) fn any_term(terms: Vec<Term>) -> Boxed {
    if terms.len() >= MANY {
        return Box::new(TermSetQuery::new(terms));
    }
    union(each(terms))
}

/// What has each of the terms.
fn each(terms: impl IntoIterator<Item = Term>) -> Vec<Boxed> {
    let queries = terms
        .into_iter()
        .map(|term| -> Boxed { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) });
    queries.collect()
}

fn all(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 | 1 => queries.pop().unwrap_or_else(|| Box::new(EmptyQuery)),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn union(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 | 1 => queries.pop().unwrap_or_else(|| Box::new(EmptyQuery)),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}
