//! The copies of a release: counted for a hit, listed for one that is shown.

use serde::{Deserialize, Serialize};
use tantivy::collector::{Count, TopDocs};
use tantivy::columnar::Column;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::SearchError;
use super::collect::Ranked;
use super::compile::any_term;
use super::engine::{LocalEngine, guarded};
use crate::copies::{self, Group, Kind};
use crate::document::PartialDate;
use crate::schema::record::{id_of_order, order_of};
use crate::schema::{Fields, KIND_COPY, Release};

/// The most files of one content that are listed.
const LISTED: usize = 1_000;

/// A copy of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// Its id.
    pub id: String,
    /// Its path below the corpus.
    pub path: String,
    /// Where it was published, if its file says so.
    pub url: Option<String>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// What it is to the release shown.
    pub kind: Kind,
    /// Whether it stands for all of them in answers.
    pub stands: bool,
    /// What it has otherwise, in a few words each.
    pub differs: Vec<String>,
}

/// The hashes of path and content of each release, by segment; opened once an index.
pub(super) struct Columns {
    segments: Vec<[Column<u64>; 2]>,
    /// Whether there are files with the content of another.
    any_copy: bool,
}

impl Columns {
    pub(super) fn open(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter();
        let opened = segments.map(|segment| {
            let columns = segment.fast_fields();
            Ok([columns.u64("order")?, columns.u64("content")?])
        });
        let copy = Term::from_field_u64(fields.kind, KIND_COPY);
        Ok(Self {
            segments: opened.collect::<tantivy::Result<_>>()?,
            any_copy: searcher.doc_freq(&copy)? > 0,
        })
    }

    /// Path and content of the release at `address`.
    pub(super) fn of(&self, address: DocAddress) -> [Option<u64>; 2] {
        let columns = self.segments.get(address.segment_ord as usize);
        columns.map_or([None; 2], |columns| {
            columns
                .each_ref()
                .map(|column| column.first(address.doc_id))
        })
    }
}

impl LocalEngine {
    /// How many copies a hit has that are not given by themselves.
    pub(super) fn count_copies(
        &self,
        searcher: &Searcher,
        ranked: &Ranked,
        collapse: bool,
    ) -> Result<u64, SearchError> {
        let mut addresses = vec![ranked.address];
        if collapse {
            let [order, _] = self.columns.of(ranked.address);
            let group = order.and_then(|order| self.groups.of(order));
            let others = group.into_iter().flat_map(Group::members);
            for other in others.filter(|other| Some(*other) != order) {
                addresses.extend(self.address_of(searcher, other)?);
            }
        }
        let others = addresses.len() as u64 - 1;
        Ok(others + self.same_files(searcher, &addresses, &Count)? as u64)
    }

    /// Files that hold the very content of releases, as `collector` gathers them.
    fn same_files<C: tantivy::collector::Collector>(
        &self,
        searcher: &Searcher,
        addresses: &[DocAddress],
        collector: &C,
    ) -> Result<C::Fruit, SearchError> {
        guarded(|| {
            let mut terms = Vec::new();
            let asked = addresses.iter().filter(|_| self.columns.any_copy);
            for address in asked {
                let [_, content] = self.columns.of(*address);
                let term = content.map(|hash| Term::from_field_u64(self.fields.copy_of, hash));
                // Most releases have none, which the dictionary tells at once.
                if let Some(term) = term
                    && searcher.doc_freq(&term)? > 0
                {
                    terms.push(term);
                }
            }
            if terms.is_empty() {
                return collector.merge_fruits(Vec::new());
            }
            searcher.search(&*any_term(terms), collector)
        })
    }

    /// Where the release lies whose path has the hash `order`.
    pub(super) fn address_of(
        &self,
        searcher: &Searcher,
        order: u64,
    ) -> Result<Option<DocAddress>, SearchError> {
        let id = Term::from_field_text(self.fields.id, &id_of_order(order));
        let query = TermQuery::new(id, IndexRecordOption::Basic);
        guarded(|| {
            let found = searcher.search(&query, &TopDocs::with_limit(8).order_by_score())?;
            for (_, address) in found {
                let [met, _] = self.columns.of(address);
                if met == Some(order) {
                    return Ok(Some(address));
                }
            }
            Ok(None)
        })
    }

    pub(super) fn copies_of(&self, release: &Release) -> Result<Vec<Copy>, SearchError> {
        let searcher = self.searcher();
        let own = order_of(&release.path);
        let group = self.groups.of(own);
        let first = group.map_or(own, |group| group.first);
        let mut found = Vec::new();
        let mut exact = self.same_as(&searcher, own, release, None)?;
        for other in group.into_iter().flat_map(Group::members) {
            let Some(address) = self.address_of(&searcher, other)?.filter(|_| other != own) else {
                continue;
            };
            let copy = self.release(&searcher, address)?;
            let made = Copy {
                id: copy.id.clone(),
                path: copy.path.clone(),
                url: copy.given.url.clone(),
                date: date_of(&copy),
                kind: copies::compare(release, &copy).unwrap_or(Kind::Near),
                stands: other == first,
                differs: copies::differences(release, &copy),
            };
            exact.extend(self.same_as(&searcher, other, &copy, Some(&made))?);
            found.push(made);
        }
        found.extend(exact);
        found.sort_by(|a, b| (!a.stands, &a.path).cmp(&(!b.stands, &b.path)));
        Ok(found)
    }

    /// The files with the very content of a release, told as `like`.
    fn same_as(
        &self,
        searcher: &Searcher,
        order: u64,
        release: &Release,
        like: Option<&Copy>,
    ) -> Result<Vec<Copy>, SearchError> {
        let Some(address) = self.address_of(searcher, order)? else {
            return Ok(Vec::new());
        };
        let listed = TopDocs::with_limit(LISTED).order_by_score();
        let files = self.same_files(searcher, &[address], &listed)?;
        let files = files.into_iter().map(|(_, address)| {
            let document: TantivyDocument = guarded(|| searcher.doc(address))?;
            let text = |field| {
                let value = document.get_first(field);
                let value = value.and_then(|value| value.as_str());
                value.unwrap_or_default().to_owned()
            };
            Ok(Copy {
                id: text(self.fields.id),
                path: text(self.fields.path),
                url: release.given.url.clone(),
                date: date_of(release),
                kind: like.map_or(Kind::Exact, |like| like.kind),
                stands: false,
                differs: like.map_or_else(Vec::new, |like| like.differs.clone()),
            })
        });
        files.collect()
    }
}

fn date_of(release: &Release) -> Option<PartialDate> {
    release.extraction.date.as_ref().map(|date| date.value)
}
