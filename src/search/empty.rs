//! Why nothing was found: which word or filter emptied the answer, and what would fill it.
//!
//! Each word is counted by itself, and the query is counted without each word and each
//! filter. A word that is in no release gets the nearest one that is: as an offer, never
//! in its place.

use std::collections::HashMap;

use tantivy::Searcher;

use super::answer::{FilterReport, WordReport};
use super::compile::is_wordy;
use super::engine::LocalEngine;
use super::request::{Filters, Request};
use super::{SearchError, damaged};
use crate::query::{Kind, Node};
use crate::schema::words::words;

/// Words, and filters of the query, counted one by one; a query has more only when it is pasted.
const COUNTED: usize = 12;
/// Shorter words have too many neighbours to name one.
const LEAST_LETTERS: usize = 4;

/// Counts the matches of a request with another tree.
pub(super) type Count<'a> = dyn Fn(&Request, &Node) -> Result<u64, SearchError> + 'a;

impl LocalEngine {
    /// What each word of a query comes to: see [`WordReport`].
    pub(super) fn word_reports(
        &self,
        request: &Request,
        tree: &Node,
        count: &Count<'_>,
    ) -> Result<Vec<WordReport>, SearchError> {
        let parts = parts(tree);
        let bare = Request {
            filters: Filters::default(),
            ..plain(request)
        };
        let mut reports = Vec::new();
        for (at, part) in parts
            .iter()
            .enumerate()
            .filter(|(_, part)| is_wordy(part))
            .take(COUNTED)
        {
            let releases = count(&bare, part)?;
            let without = match others(&parts, at) {
                Some(rest) => count(&plain(request), &rest)?,
                None => 0,
            };
            let nearest = match single_word(part).filter(|_| releases == 0) {
                Some(word) => nearest(&self.searcher(), &word).map_err(damaged)?,
                None => None,
            };
            reports.push(WordReport {
                word: part.to_string(),
                releases,
                without,
                nearest,
            });
        }
        Ok(reports)
    }

    /// What each filter comes to, those in the query as well: see [`FilterReport`].
    pub(super) fn filter_reports(
        &self,
        request: &Request,
        tree: &Node,
        count: &Count<'_>,
    ) -> Result<Vec<FilterReport>, SearchError> {
        let mut reports = Vec::new();
        for (name, only, without) in each_filter(&request.filters) {
            let with = |filters| Request {
                filters,
                ..plain(request)
            };
            reports.push(FilterReport {
                filter: name,
                releases: count(&with(only), &Kind::All.into())?,
                without: count(&with(without), tree)?,
            });
        }
        let parts = parts(tree);
        let is_filter =
            |part: &Node| !is_wordy(part) && !matches!(part.kind, Kind::All | Kind::Not(_));
        let filters = parts.iter().enumerate().filter(|(_, part)| is_filter(part));
        for (at, part) in filters.take(COUNTED) {
            let bare = Request {
                filters: Filters::default(),
                ..plain(request)
            };
            reports.push(FilterReport {
                filter: part.to_string(),
                releases: count(&bare, part)?,
                without: match others(&parts, at) {
                    Some(rest) => count(&plain(request), &rest)?,
                    None => 0,
                },
            });
        }
        Ok(reports)
    }
}

/// The request without what does not bear on its matches.
fn plain(request: &Request) -> Request {
    Request {
        query: request.query.clone(),
        filters: request.filters.clone(),
        ..Request::default()
    }
}

/// What is joined by AND.
fn parts(tree: &Node) -> Vec<Node> {
    match &tree.kind {
        Kind::And(nodes) => nodes.clone(),
        _ => vec![tree.clone()],
    }
}

/// All but one of the parts, if that asks for anything.
fn others(parts: &[Node], but: usize) -> Option<Node> {
    let rest = parts.iter().enumerate().filter(|(at, _)| *at != but);
    let rest: Vec<Node> = rest.map(|(_, part)| part.clone()).collect();
    (!rest.is_empty()).then(|| Node::and(rest))
}

fn single_word(node: &Node) -> Option<String> {
    let written = match &node.kind {
        Kind::Word(word) => word,
        Kind::Field { node, .. } => return single_word(node),
        _ => return None,
    };
    let mut folded = words(written);
    let word = folded.pop().filter(|_| folded.is_empty())?;
    (word.chars().count() >= LEAST_LETTERS).then_some(word)
}

/// Each filter by itself, and all filters without it.
fn each_filter(filters: &Filters) -> Vec<(String, Filters, Filters)> {
    let mut each = Vec::new();
    for (field, choice) in &filters.fields {
        let mut only = Filters::default();
        only.fields.insert(field.clone(), choice.clone());
        let mut without = filters.clone();
        without.fields.remove(field);
        each.push((field.clone(), only, without));
    }
    let mut add = |name: &str, change: &dyn Fn(&Filters, &mut Filters, &mut Filters)| {
        let (mut only, mut without) = (Filters::default(), filters.clone());
        change(filters, &mut only, &mut without);
        if without != *filters {
            each.push((name.to_owned(), only, without));
        }
    };
    add("since", &|from, only, without| {
        only.since = from.since;
        without.since = None;
    });
    add("until", &|from, only, without| {
        only.until = from.until;
        without.until = None;
    });
    add("certain_date", &|from, only, without| {
        only.certain_date = from.certain_date;
        without.certain_date = false;
    });
    each
}

/// The word of titles and texts that differs least, the more frequent of equals.
fn nearest(searcher: &Searcher, word: &str) -> tantivy::Result<Option<String>> {
    let letters = word.chars().count();
    let farthest = if letters < 6 { 1 } else { 2 };
    let mut near: HashMap<String, (usize, u64)> = HashMap::new();
    for segment in searcher.segment_readers() {
        for name in ["title", "body"] {
            let inverted = segment.inverted_index(segment.schema().get_field(name)?)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((key, info)) = terms.next() {
                let Ok(other) = std::str::from_utf8(key) else {
                    continue;
                };
                // No letter takes more than four bytes.
                if other.len() + 8 < word.len() || other.len() > word.len() * 4 + 8 {
                    continue;
                }
                if other.chars().count().abs_diff(letters) > farthest {
                    continue;
                }
                let distance = strsim::osa_distance(other, word);
                if (1..=farthest).contains(&distance) {
                    let found = near.entry(other.to_owned()).or_insert((distance, 0));
                    found.1 += u64::from(info.doc_freq);
                }
            }
        }
    }
    let best = near.into_iter().min_by(|a, b| {
        let by_distance = a.1.0.cmp(&b.1.0);
        by_distance.then(b.1.1.cmp(&a.1.1)).then(a.0.cmp(&b.0))
    });
    Ok(best.map(|(word, _)| word))
}
