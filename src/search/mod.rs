//! Searching: a [`Request`] in, an [`Answer`] out, through any [`Engine`].

mod answer;
mod asked;
mod collect;
mod compile;
mod copies;
mod cursor;
mod empty;
mod engine;
mod error;
mod found;
mod fresh;
mod given;
mod joined;
mod lately;
mod lookup;
mod names;
mod parts;
mod quotes;
mod rank;
mod request;
mod said;
mod saved;
mod score;
mod series;
mod similar;
mod timeline;

pub use answer::{
    Answer, FilterReport, Hit, HitDate, HitOrganisation, IndexReport, Notice, Operator,
    QueryReport, WordReport,
};
pub use copies::Copy;
pub use engine::LocalEngine;
pub use error::SearchError;
pub use fresh::{Fresh, Seen};
pub use given::{GivenError, nearest_name};
pub use lookup::Status;
pub use names::{Names, Registered};
pub use quotes::{QuoteAnswer, QuoteGroup, QuoteHit, QuoteSpeaker};
pub use request::{
    Choice, FARTHEST, FacetRequest, Filters, GroupBy, MISSING, MOST_HITS, MOST_SNIPPETS, Recency,
    Request, Sort,
};
pub use saved::{SavedError, SavedSearch, saved_searches};
pub use score::{How, Reason, Weights};
pub use series::{MOST_SERIES, Series, Split, SplitValue, series};
pub use similar::SIMILAR;
pub use timeline::{Step, Timeline, TimelineValue, timeline};

use crate::facet::Facet;
use crate::query::Node;
use crate::schema::Release;

/// What answers requests: the index on this machine, or another engine with the same words.
///
/// The query comes parsed, as `tree`; [`Request::query`] is only repeated in the answer.
pub trait Engine: Send + Sync {
    /// Ranked releases with passages and facets.
    ///
    /// # Errors
    /// See [`SearchError`].
    fn search(&self, request: &Request, tree: &Node) -> Result<Answer, SearchError>;

    /// The counts of one field over the matches of a request, whose own page is not made.
    ///
    /// # Errors
    /// See [`SearchError`].
    fn facet(
        &self,
        request: &Request,
        tree: &Node,
        field: &str,
        size: usize,
    ) -> Result<Facet, SearchError>;

    /// Calls `visit` with every match, in the order asked for, until it answers false.
    ///
    /// # Errors
    /// See [`SearchError`].
    fn every(
        &self,
        request: &Request,
        tree: &Node,
        visit: &mut dyn FnMut(Hit, Release) -> bool,
    ) -> Result<u64, SearchError>;

    /// Quotations that answer, with who said them.
    ///
    /// # Errors
    /// See [`SearchError`].
    fn quotes(&self, request: &Request, tree: &Node) -> Result<QuoteAnswer, SearchError>;

    /// Calls `visit` with every quotation that answers, in the order asked for, until it
    /// answers false; gives their number.
    ///
    /// # Errors
    /// See [`SearchError`].
    fn every_quote(
        &self,
        request: &Request,
        tree: &Node,
        visit: &mut dyn FnMut(QuoteHit) -> bool,
    ) -> Result<u64, SearchError>;

    /// Releases like the one of an id or path, without it and its near-copies.
    ///
    /// # Errors
    /// As for [`Engine::show`] and [`Engine::search`].
    fn similar(&self, wanted: &str, request: &Request) -> Result<Answer, SearchError>;

    /// One release by id, unique beginning of an id, or path.
    ///
    /// # Errors
    /// When there is none, or several ids begin so.
    fn show(&self, wanted: &str) -> Result<Release, SearchError>;

    /// The copies of a release that [`Engine::show`] gave, the one that stands for all first,
    /// then by path; itself left out.
    ///
    /// # Errors
    /// When one cannot be read.
    fn copies(&self, release: &Release) -> Result<Vec<Copy>, SearchError>;

    /// Every value of a field with its count.
    ///
    /// # Errors
    /// When there is no such field.
    fn values(&self, field: &str) -> Result<Facet, SearchError>;

    /// What is in the index.
    ///
    /// # Errors
    /// When it cannot be read.
    fn status(&self) -> Result<Status, SearchError>;
}

/// tantivy's error in a search: the index does not hold what it should.
fn damaged(error: impl std::fmt::Display) -> SearchError {
    SearchError::Damaged(error.to_string())
}

#[cfg(test)]
mod tests;
