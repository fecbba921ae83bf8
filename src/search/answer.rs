//! What is answered: [`Answer`], in the shape of `search --format json` and `/v1/search`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::score::Reason;
use crate::document::{OrganisationRole, PartialDate, Precision, Voice};
use crate::facet::Facet;
use crate::schema::Release;
use crate::snippet::Snippet;

/// The answer to one search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// How the query was understood.
    pub query: QueryReport,
    /// Which index answered.
    pub index: IndexReport,
    /// All matches, not only those on the page.
    pub total: u64,
    /// Time taken, in milliseconds.
    pub took_ms: f64,
    /// The page.
    pub hits: Vec<Hit>,
    /// Counts by facet asked for.
    pub facets: BTreeMap<String, Facet>,
    /// Give this as `cursor` for the next page; none at the end.
    pub next_cursor: Option<String>,
}

/// How the query was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryReport {
    /// As typed.
    pub input: String,
    /// As read.
    pub understood: String,
    /// `and`, or `or` when all words together were found nowhere.
    pub operator: Operator,
    /// What to know about the answer.
    pub warnings: Vec<Notice>,
    /// When nothing has all that was asked: what each word comes to.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub words: Vec<WordReport>,
    /// When nothing was found: what each filter comes to.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub filters: Vec<FilterReport>,
}

/// A word or phrase of the query by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordReport {
    /// As in the query.
    pub word: String,
    /// Matches of it alone, without filters; for `quotes` these are quotations.
    pub releases: u64,
    /// Matches of all else, with the filters; 0 when there is nothing else.
    pub without: u64,
    /// What is in the index and may have been meant, when this word is not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nearest: Option<String>,
}

/// A filter by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterReport {
    /// The field, `since`, `until` or `certain_date`; a filter of the query as understood.
    pub filter: String,
    /// Matches of it alone, whatever the query.
    pub releases: u64,
    /// Matches of the query with all other filters.
    pub without: u64,
}

/// Something to know about an answer, with its place in the query if it has one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What: lower case, no full stop.
    pub message: String,
    /// Where it begins in the query, in Unicode scalar values.
    pub start: Option<usize>,
    /// Where it ends.
    pub end: Option<usize>,
}

impl From<String> for Notice {
    fn from(message: String) -> Self {
        Self {
            message,
            start: None,
            end: None,
        }
    }
}

/// How words that stand next to each other were joined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operator {
    /// All of them.
    #[default]
    And,
    /// Any of them.
    Or,
}

/// Which index answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexReport {
    /// Changes with every commit that changes something.
    pub generation: String,
    /// Releases in it.
    pub releases: u64,
    /// The program's version.
    pub version: String,
}

/// One release found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// Its score; 0 when only filters were given.
    pub score: f32,
    /// Its path below the corpus.
    pub path: String,
    /// Where it was published, if its file says so.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Its date.
    pub date: Option<HitDate>,
    /// Where it is dated from.
    pub place: Option<String>,
    /// Who issued it.
    pub publisher: Vec<String>,
    /// The organisations in it.
    pub organisations: Vec<HitOrganisation>,
    /// Those who speak in it.
    pub speakers: Vec<Voice>,
    /// Other files and releases it stands for: copies that are not given by themselves.
    pub copies: u64,
    /// Passages, best first.
    pub snippets: Vec<Snippet>,
    /// What the score is the sum of, when asked; nothing when the order is by date.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub explain: Vec<Reason>,
}

/// A release's date with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitDate {
    /// The date.
    pub value: PartialDate,
    /// How finely it is known.
    pub precision: Precision,
    /// Whether the year was inferred.
    pub inferred: bool,
    /// The rule that found it.
    pub rule: String,
}

/// An organisation of a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitOrganisation {
    /// Its one name.
    pub name: String,
    /// Its acronym.
    pub acronym: Option<String>,
    /// What it does in the release.
    pub role: OrganisationRole,
}

impl Hit {
    /// What a release says of itself, without score, copies and passages.
    pub fn of(release: &Release) -> Self {
        let extraction = &release.extraction;
        let date = extraction.date.as_ref().map(|date| HitDate {
            value: date.value,
            precision: date.value.precision(),
            inferred: date.inferred,
            rule: date.rule.clone().into_owned(),
        });
        let organisations = extraction.organisations.iter().map(|body| HitOrganisation {
            name: body.name.clone(),
            acronym: body.acronym.clone(),
            role: body.role,
        });
        let speakers = extraction.speakers.iter().map(Voice::of);
        Self {
            id: release.id.clone(),
            score: 0.0,
            path: release.path.clone(),
            url: release.given.url.clone(),
            title: extraction.title.as_ref().map(|title| title.value.clone()),
            language: extraction.language.clone(),
            date,
            place: extraction
                .place
                .as_ref()
                .map(|place| place.value.name.clone()),
            publisher: extraction
                .publisher
                .iter()
                .map(|found| found.value.clone())
                .collect(),
            organisations: organisations.collect(),
            speakers: speakers.collect(),
            copies: 0,
            snippets: Vec::new(),
            explain: Vec::new(),
        }
    }
}
