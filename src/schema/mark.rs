//! The mark that says an index is dateline's, and of which versions and corpus.
//!
//! It stands twice: in the file `dateline.json`, sealed, which names the build in use, and in
//! the payload of every commit, where it is exact whatever a run died of.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::analysis::ANALYZER_VERSION;
use super::{SCHEMA_VERSION, seal};

/// The first line anyone reads who opens the directory.
const FORMAT: &str = "dateline index";
/// The first schema version whose mark files are sealed.
const FIRST_SEALED: u32 = 3;

/// Whose index it is, of which versions, over which directories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    format: String,
    /// [`SCHEMA_VERSION`] when it was made.
    pub schema: u32,
    /// [`ANALYZER_VERSION`] when it was made.
    pub analyzer: u32,
    /// The extractor's version of the last run.
    pub extractor: u32,
    /// The program's version of the last run.
    pub version: String,
    /// The directory that paths are relative to.
    pub base: PathBuf,
    /// The directories indexed.
    pub roots: Vec<PathBuf>,
    /// Counts the commits that changed something.
    pub generation: u64,
    /// When it was made, nanoseconds since 1970: tells it from itself once built anew, and
    /// names its directory.
    #[serde(default)]
    pub made: u64,
}

impl Mark {
    /// The mark of an index made now, of generation 0.
    pub fn new(base: PathBuf, roots: Vec<PathBuf>, extractor: u32) -> Self {
        Self {
            format: FORMAT.to_owned(),
            schema: SCHEMA_VERSION,
            analyzer: ANALYZER_VERSION,
            extractor,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            base,
            roots,
            generation: 0,
            made: now(),
        }
    }

    /// Reads a mark; none when it is not one of ours.
    pub fn parse(json: &str) -> Option<Self> {
        let mark: Self = serde_json::from_str(json).ok()?;
        (mark.format == FORMAT).then_some(mark)
    }

    /// Reads a mark file. Before schema 3 it was not sealed.
    pub fn unseal(bytes: &[u8]) -> Option<Self> {
        let sealed = seal::unseal(bytes);
        let text = std::str::from_utf8(sealed.unwrap_or(bytes)).ok()?;
        Self::parse(text).filter(|mark| sealed.is_some() || mark.schema < FIRST_SEALED)
    }

    /// The mark as JSON.
    pub fn print(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether this program reads and writes an index so marked.
    pub fn is_current(&self) -> bool {
        self.schema == SCHEMA_VERSION && self.analyzer == ANALYZER_VERSION
    }
}

fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_printed_and_nothing_else_is_one() {
        let mark = Mark::new("/corpus".into(), vec!["/corpus/a".into()], 3);
        assert_eq!(Mark::parse(&mark.print()), Some(mark));
        assert_eq!(Mark::parse("{\"format\":\"other\"}"), None);
        assert_eq!(Mark::parse("no json"), None);
    }

    #[test]
    fn a_mark_file_is_sealed_but_for_those_of_old() {
        let mut mark = Mark::new("/corpus".into(), vec![], 3);
        let sealed = seal::seal(mark.print().as_bytes());
        assert_eq!(Mark::unseal(&sealed), Some(mark.clone()));
        assert_eq!(Mark::unseal(mark.print().as_bytes()), None);
        mark.schema = 2;
        assert_eq!(Mark::unseal(mark.print().as_bytes()), Some(mark));
    }
}
