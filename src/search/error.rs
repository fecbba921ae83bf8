//! Why a search fails: [`SearchError`], the asker's fault apart from ours.

use crate::facet::UnknownFacet;
use crate::schema::IndexError;

/// Why a search cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A parameter is out of bounds.
    #[error("{0}")]
    Request(String),
    /// A field does not exist.
    #[error(transparent)]
    Field(#[from] UnknownFacet),
    /// A value of a filter is not known.
    #[error("no {field} is called `{value}`{}", .nearest.as_ref().map_or_else(
        || "; `dateline facets` lists what there is".to_owned(),
        |nearest| format!("; the nearest is `{nearest}`"),
    ))]
    UnknownValue {
        /// The field.
        field: &'static str,
        /// As given.
        value: String,
        /// The nearest that exists, if any is near.
        nearest: Option<String>,
    },
    /// No release has that id or path, or several do.
    #[error("{0}")]
    NoRelease(String),
    /// What tantivy reads is not what was written.
    #[error("the index cannot be read ({0}); run `dateline index --rebuild`")]
    Damaged(String),
    /// The index cannot be opened.
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl SearchError {
    /// Whether another request may succeed; otherwise the fault is ours.
    pub const fn is_askers(&self) -> bool {
        !matches!(self, Self::Index(_) | Self::Damaged(_))
    }
}
