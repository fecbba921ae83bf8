//! Bringing an index up to date with its corpus: [`update`].
//!
//! A walk is compared with the stamps in the index; only new and changed files are
//! read, and those whose stamp would not show a change. What is read goes through a bounded
//! pipeline on all cores. One commit ends the run, so that a run that dies leaves the index as
//! it was; when nothing changed there is no commit and the generation stays. Whatever runs led
//! to it, the index is the one that a run from nothing makes.

mod account;
mod adder;
mod budget;
mod check;
pub(crate) mod copies;
mod known;
mod pipeline;
mod reading;
mod stop;
mod touched;

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime};

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, Term};

pub use account::{Account, Skip};
pub use check::{Difference, Whole, compare, whole};
pub use stop::Stop;

use crate::corpus::{Corpus, FileEntry, Reader};
use crate::document::{Extraction, Release};
use crate::schema::{Fields, Home, IndexError, Mark, Standing, WriteLock};
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
/// The coarsest steps in which a file system keeps times (FAT).
const TICK: Duration = Duration::from_secs(2);

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
    /// Build it from nothing, and replace the one there is once that is done.
    pub rebuild: bool,
    /// Ends the run early when raised.
    pub stop: Stop,
    /// The steps in which the drive keeps times: a file changed so shortly before it was listed
    /// is read again by the next run.
    pub tick: Duration,
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
            stop: Stop::default(),
            tick: TICK,
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
/// An index of another schema version is built anew, and the account says so. A build from
/// nothing lies beside the index there is, which is searched until the new one takes its place
/// whole; a run stopped before that leaves it as it was. Any other run that is stopped keeps
/// what it has done.
///
/// # Errors
/// When the place is not ours, another process writes, the index is damaged or the disk
/// refuses; the last committed state stands.
pub fn update(
    home: &Home,
    corpus: &Corpus,
    extractor: &Extractor<'_>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Account, IndexError> {
    let begun = Instant::now();
    let run = Run {
        home,
        extractor,
        options,
        progress,
        began: SystemTime::now(),
    };
    let mark = Mark::new(
        corpus.base().into(),
        corpus.roots().into(),
        extractor.version,
    );
    let start = run.start(&mark)?;
    let mut account = Account::default();
    let files = reading::list(corpus, home, &mut account, &options.stop);
    if options.stop.is_raised() {
        // Without the whole list nobody can say what is gone.
        return Ok(run.stopped(0));
    }
    let mut account = match start {
        Start::Anew { why } => run.build(
            files,
            Account {
                rebuilt: why,
                ..account
            },
            mark,
        )?,
        Start::From(found) => run.refresh(files, account, mark, &found)?,
    };
    account.skips.sort();
    account.failures.sort();
    account.took_ms = begun.elapsed().as_secs_f64() * 1000.0;
    debug_assert!(account.balances(), "{account:?}");
    Ok(account)
}

/// What each file of the index is known by.
fn known(home: &Home, index: &Index) -> Result<HashMap<u64, Known>, IndexError> {
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

/// What a run starts from.
enum Start {
    /// Nothing, or what is not to be kept; why.
    Anew { why: Option<String> },
    /// The index there is, with its mark.
    From(Box<(Index, Mark)>),
}

/// One run.
struct Run<'a> {
    home: &'a Home,
    extractor: &'a Extractor<'a>,
    options: &'a Options,
    progress: &'a dyn Progress,
    began: SystemTime,
}

impl Run<'_> {
    fn start(&self, mark: &Mark) -> Result<Start, IndexError> {
        let anew = |why: &str| Start::Anew {
            why: Some(why.to_owned()),
        };
        match self.home.standing()? {
            Standing::Vacant => return Ok(Start::Anew { why: None }),
            Standing::Ours(_) | Standing::Broken if self.options.rebuild => {
                return Ok(anew("as asked"));
            }
            Standing::Ours(found) if !found.is_current() => {
                let schema = found.schema;
                return Ok(anew(&format!("it was made with schema {schema}")));
            }
            _ => {}
        }
        let (index, found) = self.home.open_to_search()?;
        if found.base != mark.base {
            return Err(IndexError::OtherCorpus {
                path: self.home.path().to_owned(),
                base: found.base,
            });
        }
        Ok(Start::From(Box::new((index, found))))
    }

    /// Builds from nothing, beside the index there is.
    fn build(
        &self,
        files: Vec<FileEntry>,
        account: Account,
        mut mark: Mark,
    ) -> Result<Account, IndexError> {
        let mut lock = self.home.lock()?;
        let index = self.home.begin(&mark, &lock)?;
        let touched = Touched::none();
        let plan = Plan::new(files, HashMap::new(), &touched, self.extractor.version);
        let met = account.seen;
        let replaces = account.rebuilt.is_some();
        let built = self.apply((&index, &mut lock), &plan, (account, touched), &mut mark);
        if built
            .as_ref()
            .map_or(true, |built| built.stopped && replaces)
        {
            self.home.discard(&mark, &lock);
            return built.map(|_| self.stopped(met));
        }
        self.home.adopt(&mark, &lock)?;
        built
    }

    /// What a run comes to that was stopped before it changed anything.
    fn stopped(&self, left: u64) -> Account {
        Account {
            stopped: true,
            left,
            generation: self.home.mark().map_or(0, |mark| mark.generation),
            ..Account::default()
        }
    }

    /// Brings the index there is up to date.
    fn refresh(
        &self,
        files: Vec<FileEntry>,
        mut account: Account,
        mut mark: Mark,
        (index, found): &(Index, Mark),
    ) -> Result<Account, IndexError> {
        let touched = Touched::read(self.home, found);
        let known = known(self.home, index)?;
        let plan = Plan::new(files, known, &touched, self.extractor.version);
        account.unchanged = plan.unchanged;
        account.duplicates = plan.duplicates;
        account.removed = plan.gone.len() as u64;
        account.generation = found.generation;
        if plan.pending.is_empty() && plan.gone.is_empty() {
            self.progress.begin(0, 0);
            self.mend_copies(index, found)?;
            return Ok(account);
        }
        let mut lock = self.home.lock()?;
        copies::sweep(self.home, found);
        let (index, now) = self.home.open_to_write(&lock)?;
        // Another run may have ended between our look at the index and our lock.
        if (now.made, now.generation) != (found.made, found.generation) {
            return Err(IndexError::Locked(self.home.path().to_owned()));
        }
        mark.generation = now.generation;
        mark.made = now.made;
        let account = self.apply((&index, &mut lock), &plan, (account, touched), &mut mark)?;
        if mark.generation != now.generation {
            self.home.adopt(&mark, &lock)?;
        }
        Ok(account)
    }

    /// Reads what is to be read, takes out what is gone, and commits.
    fn apply(
        &self,
        (index, lock): (&Index, &mut WriteLock),
        plan: &Plan,
        (account, mut touched): (Account, Touched),
        mark: &mut Mark,
    ) -> Result<Account, IndexError> {
        let bytes: u64 = plan.pending.iter().map(|file| file.entry.size).sum();
        self.progress.begin(plan.pending.len() as u64, bytes);
        let few = plan.pending.len() < FEW_FILES && bytes < FEW_BYTES;
        let mut writer = self.writer(index, few)?;
        let fields = Fields::build().1;
        for file in plan.gone.keys() {
            writer.delete_term(Term::from_field_u64(fields.file, *file));
            touched.forget(*file);
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
            self.unsure_from(lock),
            state,
        );
        let mut state = pipeline.run(&plan.pending);
        if let Some(error) = state.error {
            return Err(self.home.writing(&error));
        }
        if state.changed {
            mark.generation += 1;
            self.commit(&mut writer, mark)?;
            self.settle(writer)?;
        }
        copies::keep(self.home, index, mark)?;
        state.touched.write(self.home, mark)?;
        if self.options.stop.is_raised() {
            state.account.leave_the_rest();
        }
        state.account.generation = mark.generation;
        Ok(state.account)
    }

    /// Works out the copies again where a run died before it kept them.
    fn mend_copies(&self, index: &Index, found: &Mark) -> Result<(), IndexError> {
        if copies::kept(self.home, found).is_some() {
            return Ok(());
        }
        let _lock = self.home.lock()?;
        let now = self.home.mark();
        // Another run that ended since has kept its own.
        let same = |now: Mark| (now.made, now.generation) == (found.made, found.generation);
        if now.is_some_and(same) {
            copies::keep(self.home, index, found)?;
        }
        Ok(())
    }

    /// The time by the drive's clock from which on a change could leave a file's times as they
    /// were when it was listed.
    fn unsure_from(&self, lock: &mut WriteLock) -> i64 {
        let since = self.began.duration_since(SystemTime::UNIX_EPOCH);
        let sure = since
            .unwrap_or_default()
            .saturating_sub(lock.clock_behind())
            .saturating_sub(self.options.tick);
        i64::try_from(sure.as_nanos()).unwrap_or(i64::MAX)
    }

    fn writer(&self, index: &Index, few: bool) -> Result<IndexWriter<Weighed>, IndexError> {
        let most = if few { 1 } else { self.options.threads };
        let threads = most.clamp(1, MOST_THREADS);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread((self.options.heap / threads).max(LEAST_HEAP))
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter<Weighed> = index
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
        committed
            .map(drop)
            .map_err(|error| self.home.writing(&error))
    }

    /// Lets merges end and removes what they replaced.
    fn settle(&self, writer: IndexWriter<Weighed>) -> Result<(), IndexError> {
        writer
            .wait_merging_threads()
            .map_err(|error| self.home.writing(&error))
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod truth;
