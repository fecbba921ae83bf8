//! Bringing an index up to date with its corpus: [`update`].
//!
//! A walk is compared with the stamps in the index; only new and changed files are
//! read. What is read goes through a bounded pipeline on all cores. One commit ends the
//! run, so that a run that dies leaves the index as it was; when nothing changed there
//! is no commit and the generation stays.

mod account;
mod adder;
mod budget;
mod known;
mod pipeline;
mod reading;
mod touched;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, Term};

pub use account::{Account, Skip};

use crate::corpus::{Corpus, Reader};
use crate::document::{Extraction, Release};
use crate::schema::{Fields, Home, IndexError, Mark};
use adder::Weighed;
use known::{Known, Plan, known_files};
use pipeline::{Pipeline, State};
use touched::Touched;

/// Fewer files than this are one thread's work, and make one segment.
const FEW_FILES: usize = 256;
/// And fewer bytes than this; a file may hold thousands of releases.
const FEW_BYTES: u64 = 16 * 1024 * 1024;
/// tantivy takes no less for a thread.
const LEAST_HEAP: usize = 16 * 1024 * 1024;
/// tantivy's own bound.
const MOST_THREADS: usize = 8;

/// What reads fields off a release.
#[derive(Clone, Copy)]
pub struct Extractor<'a> {
    /// Rises when extraction changes: files read with another are read again.
    pub version: u32,
    /// The extraction; a panic in it costs the file, not the run.
    pub extract: &'a (dyn Fn(&Release) -> Extraction + Sync),
}

/// How a run works.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads that extract, and as many that index (at most 8).
    pub threads: usize,
    /// Bytes tantivy may hold before it writes a segment, over all threads.
    pub heap: usize,
    /// What reads files.
    pub reader: Reader,
    /// Remove the index and build it from nothing.
    pub rebuild: bool,
}

impl Default for Options {
    /// All cores, and 160 MB of heap: with the text in flight and tantivy's own buffers
    /// a run stays near 256 MB.
    fn default() -> Self {
        Self {
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            heap: 160 * 1024 * 1024,
            reader: Reader::default(),
            rebuild: false,
        }
    }
}

/// Told how far a run is, from any thread.
pub trait Progress: Sync {
    /// The walk is done: this many files and bytes are to be read.
    fn begin(&self, files: u64, bytes: u64);
    /// So many files and bytes more are done.
    fn done(&self, files: u64, bytes: u64);
}

/// Nobody is told.
impl Progress for () {
    fn begin(&self, _files: u64, _bytes: u64) {}
    fn done(&self, _files: u64, _bytes: u64) {}
}

/// Brings the index in `home` up to date with `corpus`, making it when there is none.
///
/// An index of another schema version is built anew, and the account says so.
///
/// # Errors
/// When the place is not ours, another process writes, the index is damaged or the disk
/// refuses; the last committed state stands in every case but a rebuild.
pub fn update(
    home: &Home,
    corpus: &Corpus,
    extractor: &Extractor<'_>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Account, IndexError> {
    let begun = Instant::now();
    let mut mark = Mark::new(
        corpus.base().into(),
        corpus.roots().into(),
        extractor.version,
    );
    let mut account = Account::default();
    let (index, committed) = open(home, &mark, options, &mut account)?;
    mark.generation = committed.generation;
    mark.made = committed.made;
    let files = reading::list(corpus, &mut account);
    let touched = Touched::read(home);
    let plan = Plan::new(files, known(home, &index)?, &touched, extractor.version);
    account.unchanged = plan.unchanged;
    account.duplicates = plan.duplicates;
    account.removed = plan.gone.len() as u64;
    let run = Run {
        home,
        index: &index,
        extractor,
        options,
        progress,
    };
    let mut account = run.apply(&plan, account, touched, &mut mark)?;
    account.generation = mark.generation;
    account.skips.sort();
    account.took_ms = begun.elapsed().as_secs_f64() * 1000.0;
    debug_assert!(account.balances(), "{account:?}");
    Ok(account)
}

fn open(
    home: &Home,
    mark: &Mark,
    options: &Options,
    account: &mut Account,
) -> Result<(Index, Mark), IndexError> {
    if options.rebuild {
        account.rebuilt = home.mark().map(|_| "as asked".to_owned());
        home.remove()?;
    }
    match home.open_to_write(mark) {
        Err(IndexError::OtherVersion { found, .. }) => {
            account.rebuilt = Some(format!("it was made with schema {found}"));
            home.remove()?;
            home.open_to_write(mark)
        }
        opened => opened,
    }
}

fn known(home: &Home, index: &Index) -> Result<std::collections::HashMap<u64, Known>, IndexError> {
    // Damaged columns make tantivy panic as often as not.
    catch_unwind(AssertUnwindSafe(|| known_files(&searcher(index)?)))
        .map_err(|_| home.damaged("a column does not hold what it should"))?
        .map_err(|error| home.damaged(error))
}

fn searcher(index: &Index) -> tantivy::Result<Searcher> {
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok(reader.searcher())
}

/// One run over one index.
struct Run<'a> {
    home: &'a Home,
    index: &'a Index,
    extractor: &'a Extractor<'a>,
    options: &'a Options,
    progress: &'a dyn Progress,
}

impl Run<'_> {
    fn apply(
        &self,
        plan: &Plan,
        account: Account,
        touched: Touched,
        mark: &mut Mark,
    ) -> Result<Account, IndexError> {
        let bytes: u64 = plan.pending.iter().map(|file| file.entry.size).sum();
        self.progress.begin(plan.pending.len() as u64, bytes);
        if plan.pending.is_empty() && plan.gone.is_empty() && mark.generation > 0 {
            return Ok(account);
        }
        let mut writer = self.writer(plan.pending.len() < FEW_FILES && bytes < FEW_BYTES)?;
        // Another run may have ended between our look at the index and our lock.
        if self.home.committed_mark(self.index)?.generation != mark.generation {
            return Err(IndexError::Locked(self.home.path().to_owned()));
        }
        let fields = Fields::build().1;
        for file in plan.gone.keys() {
            writer.delete_term(Term::from_field_u64(fields.file, *file));
        }
        let state = State {
            account,
            touched,
            held: plan.held.clone(),
            // The first run commits even when it finds nothing: an empty corpus has an index.
            changed: !plan.gone.is_empty() || mark.generation == 0,
            error: None,
        };
        let gone: HashSet<u64> = plan.gone.values().copied().collect();
        let pipeline = Pipeline::new(
            &writer,
            self.extractor,
            self.options,
            self.progress,
            &gone,
            state,
        );
        let state = pipeline.run(&plan.pending);
        if let Some(error) = state.error {
            return Err(self.home.writing(&error));
        }
        if state.changed {
            mark.generation += 1;
            self.commit(&mut writer, mark)?;
            self.settle(writer)?;
        }
        state.touched.write(self.home)?;
        Ok(state.account)
    }

    fn writer(&self, few: bool) -> Result<IndexWriter<Weighed>, IndexError> {
        let most = if few { 1 } else { self.options.threads };
        let threads = most.clamp(1, MOST_THREADS);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread((self.options.heap / threads).max(LEAST_HEAP))
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter<Weighed> = self
            .index
            .writer_with_options(options)
            .map_err(|error| self.home.writing(&error))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }

    fn commit(&self, writer: &mut IndexWriter<Weighed>, mark: &Mark) -> Result<(), IndexError> {
        let committed = writer.prepare_commit().and_then(|mut commit| {
            commit.set_payload(&mark.print());
            commit.commit()
        });
        committed.map_err(|error| self.home.writing(&error))?;
        self.home.sync()
    }

    /// Lets merges end and removes what they replaced.
    fn settle(&self, writer: IndexWriter<Weighed>) -> Result<(), IndexError> {
        writer
            .wait_merging_threads()
            .map_err(|error| self.home.writing(&error))?;
        self.home.sync()
    }
}

#[cfg(test)]
mod tests;
