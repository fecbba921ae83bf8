//! Releases like one: its telling words and its organisations, asked of all others.
//!
//! A word tells by how often it stands in the release and how rarely in others (tf-idf);
//! a candidate must have a good part of them. The release itself and its near-copies are
//! left out: what is wanted is the next release, not the same one again.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};
use xxhash_rust::xxh3::xxh3_64;

use super::answer::{Answer, Operator, QueryReport};
use super::collect::{Collect, Ranked};
use super::compile::Compiler;
use super::cursor::Rows;
use super::engine::{LocalEngine, facet_names, guarded};
use super::found::Found;
use super::request::{Request, Sort};
use super::score::{Plan, rarity};
use super::{SearchError, damaged};
use crate::copies::Group;
use crate::query::{Kind, Node};
use crate::schema::Release;
use crate::schema::record::{id_of_order, order_of};
use crate::schema::words::words;
use crate::text::border_before;

/// A part of a query, and whether it must match.
type Clause = (Occur, Box<dyn Query>);

/// What stands before an id as the query of such an answer.
pub const SIMILAR: &str = "similar:";
/// Words asked for: more add little and cost time.
const ASKED: usize = 25;
/// The share of them a candidate must have.
const LEAST_SHARE: f32 = 0.15;
/// A word of the headline tells as much as this many of the text.
const TITLE: f32 = 3.0;
/// What an organisation in common adds, by how rare it is.
const BODY_IN_COMMON: f32 = 0.5;
/// How many of the best are looked at for near-copies; these come first.
const LOOKED_AT: usize = 50;
/// Words of a shingle, and the share of shingles in common that makes a near-copy.
const SHINGLE: usize = 5;
const COPIED: f32 = 0.7;
/// Bytes of a text that are read.
const READ: usize = 128 * 1024;

impl LocalEngine {
    pub(super) fn like(&self, wanted: &str, request: &Request) -> Result<Answer, SearchError> {
        let begun = Instant::now();
        request.check()?;
        let release = super::lookup::show(self, wanted)?;
        let searcher = self.searcher();
        let words = |rarest| guarded(|| telling(&searcher, self, &release, rarest));
        let asked: Node = Kind::Word(format!("{SIMILAR}{}", release.id)).into();
        let resumed = self.resume(request, &asked, Rows::Releases)?;
        let mut compiler = self.compiler(&searcher)?;
        let facets = facet_names(&request.facets)?;
        let (mut clauses, gates) = compiler.filters(&request.filters, &facets)?;
        let rarest = words(2)?;
        let by_likeness = Collect {
            sort: Sort::Relevance,
            plan: Some(Arc::new(self.likeness_plan(&compiler, &release, &rarest)?)),
            keep: LOOKED_AT,
            ..Collect::default()
        };
        let first = self.likeness(&release, &rarest);
        let mut copies = self.near_copies(&searcher, &release, first, &by_likeness)?;
        copies.extend(self.own_copies(&release));
        // Words that only the copies have lead to nothing else.
        let telling = words(2 + copies.len() as u64)?;
        clauses.extend(self.likeness(&release, &telling));
        clauses.extend(copies);
        let plan = Arc::new(self.likeness_plan(&compiler, &release, &telling)?);
        let query: Box<dyn Query> = Box::new(BooleanQuery::new(clauses));
        let collect = Collect {
            plan: Some(plan.clone()),
            keep: request.offset + request.limit + 1,
            ..self.collect(request, resumed, &facets, &gates)?
        };
        let collected = guarded(|| searcher.search(&*query, &collect))?;
        let found = Found {
            operator: Operator::And,
            meant: self.meeting(&any_of(&telling))?,
            bodies: Vec::new(),
            plan: Some(plan),
            collected,
            gates,
            warnings: std::mem::take(&mut compiler.warnings),
        };
        let report = QueryReport {
            input: format!("{SIMILAR}{}", release.id),
            understood: any_of(&telling).to_string(),
            warnings: found.warnings.iter().cloned().map(Into::into).collect(),
            ..QueryReport::default()
        };
        let mut answer = self.page(request, &asked, found, report)?;
        answer.took_ms = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(answer)
    }

    /// Clauses that find what has enough of the words.
    fn likeness(&self, release: &Release, telling: &[(String, f32)]) -> Vec<Clause> {
        let words = telling.iter().map(|(word, _)| -> Clause {
            let of = |field| -> Box<dyn Query> { term(field, word) };
            let either = BooleanQuery::union(vec![of(self.fields.title), of(self.fields.body)]);
            (Occur::Should, Box::new(either))
        });
        let words: Vec<_> = words.collect();
        let least = ((words.len() as f32 * LEAST_SHARE).ceil() as usize).max(1);
        let words = BooleanQuery::with_minimum_required_clauses(words, least);
        vec![
            (Occur::Must, Box::new(words)),
            (Occur::MustNot, term(self.fields.id, &release.id)),
        ]
    }

    /// Weighs the words by how much they tell, and organisations in common.
    fn likeness_plan(
        &self,
        compiler: &Compiler<'_>,
        release: &Release,
        telling: &[(String, f32)],
    ) -> Result<Plan, SearchError> {
        let searcher = compiler.searcher;
        let mut plan = Plan::new(searcher, &self.fields, self.weights).map_err(damaged)?;
        let most = telling.first().map_or(1.0, |(_, weight)| *weight);
        for (word, weight) in telling {
            compiler
                .weigh(&mut plan, word, weight / most)
                .map_err(damaged)?;
        }
        if let Some(field) = self.fields.facet("organisation") {
            let mut names: Vec<&str> = release
                .extraction
                .organisations
                .iter()
                .map(|body| &*body.name)
                .collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                let frequency = searcher
                    .doc_freq(&Term::from_field_text(field, name))
                    .map_err(damaged)?;
                let weight = BODY_IN_COMMON * rarity(self.releases, frequency);
                if weight > 0.0 {
                    plan.common(searcher, name, &*term(field, name), weight)
                        .map_err(damaged)?;
                }
            }
        }
        Ok(plan)
    }

    /// Exclusions of the copies the index knows of.
    fn own_copies(&self, release: &Release) -> Vec<Clause> {
        let group = self.groups.of(order_of(&release.path));
        let members = group.into_iter().flat_map(Group::members);
        members
            .map(|order| (Occur::MustNot, term(self.fields.id, &id_of_order(order))))
            .collect()
    }

    /// Exclusions of the near-copies among the best.
    fn near_copies(
        &self,
        searcher: &Searcher,
        release: &Release,
        clauses: Vec<Clause>,
        collect: &Collect,
    ) -> Result<Vec<Clause>, SearchError> {
        let query = BooleanQuery::new(clauses);
        let best: Vec<Ranked> = guarded(|| searcher.search(&query, collect))?.best;
        let own = shingles(&release.text);
        let mut copies: Vec<Clause> = Vec::new();
        for ranked in best {
            let other = self.release(searcher, ranked.address)?;
            if in_common(&own, &shingles(&other.text)) >= COPIED {
                copies.push((Occur::MustNot, term(self.fields.id, &other.id)));
            }
        }
        Ok(copies)
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn any_of(telling: &[(String, f32)]) -> Node {
    Node::or(
        telling
            .iter()
            .map(|(word, _)| Kind::Word(word.clone()).into())
            .collect(),
    )
}

/// The words that tell most, with their weights, most telling first; of those in fewer
/// than `rarest` releases none.
fn telling(
    searcher: &Searcher,
    engine: &LocalEngine,
    release: &Release,
    rarest: u64,
) -> tantivy::Result<Vec<(String, f32)>> {
    let mut counts: BTreeMap<String, f32> = BTreeMap::new();
    let extraction = &release.extraction;
    for word in words(body(release)) {
        *counts.entry(word).or_default() += 1.0;
    }
    for word in extraction
        .title
        .iter()
        .flat_map(|title| words(&title.value))
    {
        *counts.entry(word).or_default() += TITLE;
    }
    let mut telling = Vec::new();
    for (word, count) in counts {
        if word.chars().count() < 3 || word.chars().all(char::is_numeric) {
            continue;
        }
        let frequency = searcher.doc_freq(&Term::from_field_text(engine.fields.body, &word))?;
        if frequency >= rarest {
            let weight = (1.0 + count.ln().max(0.0)) * rarity(engine.releases, frequency);
            telling.push((word, weight));
        }
    }
    telling.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    telling.truncate(ASKED);
    Ok(telling)
}

/// The text behind its head of metadata, up to its first boilerplate that reaches the end.
fn body(release: &Release) -> &str {
    let text = &release.text;
    let start = release.given.body_start;
    let end = (release.extraction.sections.iter())
        .filter(|section| section.span.end >= text.trim_end().len() && section.span.start > start)
        .map(|section| section.span.start)
        .min()
        .unwrap_or(text.len())
        .min(start + READ);
    text.get(start..border_before(text, end)).unwrap_or(text)
}

fn shingles(text: &str) -> HashSet<u64> {
    let words = words(text.get(..border_before(text, READ)).unwrap_or_default());
    let hash = |words: &[String]| xxh3_64(words.join(" ").as_bytes());
    if words.len() < SHINGLE {
        return HashSet::from([hash(&words)]);
    }
    words.windows(SHINGLE).map(hash).collect()
}

/// The share of the shorter text's shingles that the longer has too.
fn in_common(one: &HashSet<u64>, other: &HashSet<u64>) -> f32 {
    let least = one.len().min(other.len()).max(1);
    one.intersection(other).count() as f32 / least as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_another_around_it_is_its_copy() {
        let text = "The harbour council counted nine boats in a single night of May.";
        let longer = format!("For immediate release. {text} Contact us.");
        assert_eq!(in_common(&shingles(text), &shingles(&longer)), 1.0);
        assert!(
            in_common(
                &shingles(text),
                &shingles("Nine boats were counted in May.")
            ) < 0.1
        );
    }

    #[test]
    fn a_rare_word_tells_more() {
        assert!(rarity(1_000, 2) > rarity(1_000, 500));
        assert!(rarity(10, 10) > 0.0);
    }
}
