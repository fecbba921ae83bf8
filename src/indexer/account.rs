//! The closing account of a run: every file seen is in exactly one of its counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What became of the files of a run.
///
/// `seen = indexed + unchanged + duplicates + skipped`, always.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Files met, without those left.
    pub seen: u64,
    /// Files read into the index, new or changed.
    pub indexed: u64,
    /// Files the index already holds as they are.
    pub unchanged: u64,
    /// Files with the same content as another.
    pub duplicates: u64,
    /// Files not indexed, each of them in `skips`.
    pub skipped: u64,
    /// Of the indexed, those whose content stood under another path before.
    pub moved: u64,
    /// Files that are gone and were taken out.
    pub removed: u64,
    /// Releases added; a file may hold several.
    pub releases: u64,
    /// How many were skipped for each reason.
    pub reasons: BTreeMap<String, u64>,
    /// Every file skipped, by path.
    pub skips: Vec<Skip>,
    /// Releases lost from a file whose others were indexed.
    pub failures: Vec<Skip>,
    /// Whether the run was stopped before its end.
    #[serde(default)]
    pub stopped: bool,
    /// Files a stopped run did not come to; the next run reads them.
    #[serde(default)]
    pub left: u64,
    /// Why the index was built from nothing, when it was.
    pub rebuilt: Option<String>,
    /// The index's generation after the run; the same as before when nothing changed.
    pub generation: u64,
    /// How long the run took, in milliseconds.
    pub took_ms: f64,
}

/// A file that was not indexed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skip {
    /// Its path below the corpus.
    pub path: String,
    /// The reason as a key, e.g. `too-large`.
    pub reason: String,
    /// The reason as a sentence.
    pub detail: String,
}

impl Account {
    /// Counts a file as skipped.
    pub fn skip(&mut self, skip: Skip) {
        self.skipped += 1;
        *self.reasons.entry(skip.reason.clone()).or_default() += 1;
        self.skips.push(skip);
    }

    /// Takes the files that a stopped run did not come to out of those seen.
    pub(super) fn leave_the_rest(&mut self) {
        let done = self.indexed + self.unchanged + self.duplicates + self.skipped;
        self.left = self.seen.saturating_sub(done);
        self.seen = done;
        self.stopped = self.left > 0;
    }

    /// Whether there were files and none of them could be read, now or before.
    pub const fn nothing_read(&self) -> bool {
        self.seen > 0 && self.seen == self.skipped
    }

    /// Whether every file seen is accounted for.
    pub const fn balances(&self) -> bool {
        self.seen == self.indexed + self.unchanged + self.duplicates + self.skipped
    }
}
