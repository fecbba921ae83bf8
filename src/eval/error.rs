//! Why nothing could be measured: [`EvalError`], each naming the file at fault.

use crate::corpus::SkipReason;
use crate::query::QueryError;
use crate::search::SearchError;

/// Why labels or judgements cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// A file or folder cannot be read.
    #[error("{path}: {source}; give a folder of labels, or a file, that may be read")]
    Unreadable {
        /// As given.
        path: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A folder without labels.
    #[error(
        "{path} holds no labels; a label is a .json file that names its text as \"file\" (docs/evaluation.md has the form)"
    )]
    NoLabels {
        /// As given.
        path: String,
    },
    /// A label that is not of the form.
    #[error("{path}: not a label: {what}")]
    Malformed {
        /// The label.
        path: String,
        /// What is wrong, with its place.
        what: String,
    },
    /// The text of a label cannot be read.
    #[error("{path}: its file {file} cannot be read: {reason}")]
    Text {
        /// The label.
        path: String,
        /// As the label names it.
        file: String,
        /// Why.
        reason: SkipReason,
    },
    /// The text of a label is no single release.
    #[error("{path}: its file {file} holds {releases} releases; label files of one release each")]
    NotOneRelease {
        /// The label.
        path: String,
        /// As the label names it.
        file: String,
        /// How many it holds.
        releases: usize,
    },
    /// A labelled piece does not stand where the label says.
    #[error("{path}: {piece} does not stand at {start} of {file}, {instead}")]
    Offset {
        /// The label.
        path: String,
        /// Which piece, e.g. `quotes[2]`.
        piece: String,
        /// Where the label says it begins, in Unicode scalar values.
        start: usize,
        /// As the label names it.
        file: String,
        /// Where it does stand, or what to count.
        instead: String,
    },
    /// A line of queries or judgements that is not of the form.
    #[error("{path}:{line}: {what}")]
    Line {
        /// The file.
        path: String,
        /// Its line, from 1.
        line: usize,
        /// What is wrong and what to write.
        what: String,
    },
    /// A file of queries without any.
    #[error("{path} holds no queries; write one a line, as id, tab, query")]
    NoQueries {
        /// The file.
        path: String,
    },
    /// A query that is over a limit.
    #[error("query {id}: {source}")]
    Query {
        /// Its id.
        id: String,
        /// Why it is refused.
        source: QueryError,
    },
    /// The index cannot answer.
    #[error(transparent)]
    Search(#[from] SearchError),
}
