//! Why an index cannot be opened or written: [`IndexError`]. Each says what to type next.

use std::io;
use std::path::PathBuf;

use super::SCHEMA_VERSION;
use super::analysis::ANALYZER_VERSION;

/// Why an index cannot be opened or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is none.
    #[error("no index in {}; make one with `dateline index DIR`", .0.display())]
    NotFound(PathBuf),
    /// The directory holds something else.
    #[error("{} is not a dateline index and not empty; give another place with --index", .0.display())]
    Foreign(PathBuf),
    /// It was made by another version.
    #[error("the index in {} was made by another version of this program (schema {found}, analyzer {analyzer}; this one reads {SCHEMA_VERSION}, {ANALYZER_VERSION}); run `dateline index --rebuild`", .path.display())]
    OtherVersion {
        /// Where it lies.
        path: PathBuf,
        /// Its schema's version.
        found: u32,
        /// Its analyzer's version.
        analyzer: u32,
    },
    /// It was made over another corpus.
    #[error("the index in {} is of {}; give another place with --index, or replace it with --rebuild", .path.display(), .base.display())]
    OtherCorpus {
        /// Where it lies.
        path: PathBuf,
        /// The corpus it was made over.
        base: PathBuf,
    },
    /// Another process writes.
    #[error("another process is writing the index in {}; wait for it to end", .0.display())]
    Locked(PathBuf),
    /// tantivy cannot read it.
    #[error("the index in {} cannot be read ({detail}); run `dateline index --rebuild`", .path.display())]
    Damaged {
        /// Where it lies.
        path: PathBuf,
        /// What tantivy said.
        detail: String,
    },
    /// The system refused.
    #[error("{}: {source}; nothing that was indexed before is lost", .path.display())]
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// Writing failed inside tantivy.
    #[error("writing the index in {} failed ({detail}); nothing that was indexed before is lost", .path.display())]
    Writing {
        /// Where it lies.
        path: PathBuf,
        /// What tantivy said.
        detail: String,
    },
}
