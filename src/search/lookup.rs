//! One release by its name, all values of a field, and what is in the index.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use tantivy::collector::TopDocs;
use tantivy::query::{AllQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

use super::SearchError;
use super::collect::Collect;
use super::engine::{LocalEngine, guarded};
use crate::facet::{self, Facet, MOST_VALUES};
use crate::schema::Release;

/// The least digits of an id that may stand for it.
const LEAST_DIGITS: usize = 4;
/// How many ids an ambiguous beginning lists.
const LISTED: usize = 5;

/// What is in an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Where it lies.
    pub path: Option<std::path::PathBuf>,
    /// The directories indexed.
    pub roots: Vec<std::path::PathBuf>,
    /// Releases in it.
    pub releases: u64,
    /// Files with the content of another.
    pub copies: u64,
    /// Segments it is in.
    pub segments: usize,
    /// Bytes on disk.
    pub bytes: u64,
    /// Counts the commits that changed something.
    pub generation: u64,
    /// Version of its fields.
    pub schema: u32,
    /// Version of its words.
    pub analyzer: u32,
    /// Version of the extractor.
    pub extractor: u32,
    /// Releases by language.
    pub languages: Facet,
    /// Releases by year, in order.
    pub years: Facet,
}

/// A release by path, id, or unique beginning of an id.
pub(super) fn show(engine: &LocalEngine, wanted: &str) -> Result<Release, SearchError> {
    let searcher = engine.searcher();
    let fields = &engine.fields;
    if let Some(address) = by_term(&searcher, fields.path, wanted)? {
        return read(engine, &searcher, address, wanted);
    }
    let digits = wanted.to_ascii_lowercase();
    let is_id =
        digits.len() >= LEAST_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let ids = if is_id {
        ids_from(&searcher, fields.id, &digits)?
    } else {
        Vec::new()
    };
    match ids.as_slice() {
        [] => Err(SearchError::NoRelease(format!(
            "no release has the id or path `{wanted}`; `dateline search` prints both"
        ))),
        [id] => match by_term(&searcher, fields.id, id)? {
            Some(address) => read(engine, &searcher, address, wanted),
            None => Err(SearchError::NoRelease(format!(
                "the release {id} was removed"
            ))),
        },
        ids => Err(SearchError::NoRelease(format!(
            "several ids begin with `{wanted}`: {}; give more digits",
            ids.join(", ")
        ))),
    }
}

fn read(
    engine: &LocalEngine,
    searcher: &Searcher,
    address: DocAddress,
    wanted: &str,
) -> Result<Release, SearchError> {
    let document: tantivy::TantivyDocument = guarded(|| searcher.doc(address))?;
    if document.get_first(engine.fields.text).is_none() {
        return Err(SearchError::NoRelease(format!(
            "`{wanted}` has the same content as another file, under which it is listed"
        )));
    }
    engine.release_once(searcher, address)
}

fn by_term(
    searcher: &Searcher,
    field: Field,
    value: &str,
) -> Result<Option<DocAddress>, SearchError> {
    let query = TermQuery::new(
        Term::from_field_text(field, value),
        IndexRecordOption::Basic,
    );
    let found = guarded(|| searcher.search(&query, &TopDocs::with_limit(1).order_by_score()))?;
    Ok(found.first().map(|(_, address)| *address))
}

/// The ids of living releases that begin with `digits`, a few more than one.
fn ids_from(searcher: &Searcher, field: Field, digits: &str) -> Result<Vec<String>, SearchError> {
    guarded(|| {
        let mut ids: Vec<String> = Vec::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted
                .terms()
                .range()
                .ge(digits.as_bytes())
                .into_stream()?;
            while terms.advance() && ids.len() < LISTED {
                let id = String::from_utf8_lossy(terms.key()).into_owned();
                if !id.starts_with(digits) {
                    break;
                }
                let query =
                    TermQuery::new(Term::from_field_text(field, &id), IndexRecordOption::Basic);
                let lives = searcher.search(&query, &tantivy::collector::Count)? > 0;
                if lives && !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        ids.sort();
        Ok(ids)
    })
}

/// Every value of a field, most frequent first.
pub(super) fn values(engine: &LocalEngine, field: &str) -> Result<Facet, SearchError> {
    let field = facet::named(field)?;
    let mut counted = count(engine, &[field])?;
    Ok(counted.pop().unwrap_or_default())
}

fn count(engine: &LocalEngine, facets: &[&'static str]) -> Result<Vec<Facet>, SearchError> {
    let collect = Collect {
        facets: engine.numbers(facets)?,
        ..Collect::default()
    };
    let kind = Term::from_field_u64(engine.fields.kind, crate::schema::KIND_RELEASE);
    let every = TermQuery::new(kind, IndexRecordOption::Basic);
    let collected = guarded(|| engine.searcher().search(&every, &collect))?;
    let none = HashSet::new();
    let facets = collected.facets.iter();
    Ok(facets
        .map(|counts| Facet::new(counts, MOST_VALUES, &none, |_| true))
        .collect())
}

pub(super) fn status(engine: &LocalEngine) -> Result<Status, SearchError> {
    let searcher = engine.searcher();
    let all = guarded(|| searcher.search(&AllQuery, &tantivy::collector::Count))? as u64;
    let bytes = guarded(|| Ok(searcher.space_usage()?.total().get_bytes()))?;
    let mut counted = count(engine, &["language", "year"])?;
    let mut years = counted.pop().unwrap_or_default();
    years.sort_by_value();
    let mark = &engine.mark;
    Ok(Status {
        path: engine.home.as_ref().map(|home| home.path().to_owned()),
        roots: mark.roots.clone(),
        releases: engine.releases,
        copies: all - engine.releases,
        segments: searcher.segment_readers().len(),
        bytes,
        generation: mark.generation,
        schema: mark.schema,
        analyzer: mark.analyzer,
        extractor: mark.extractor,
        languages: counted.pop().unwrap_or_default(),
        years,
    })
}
