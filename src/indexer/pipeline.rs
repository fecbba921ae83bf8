//! The pipeline: read and hash, claim in order, extract, add. Bounded at every step.
//!
//! Readers take files in the order of the walk and run ahead of extraction, which
//! hides the disk. Before a file is passed on it waits for its turn to claim its
//! content, so that of several files with one content it is always the first of the
//! walk that is indexed and the others that are its copies.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tantivy::{IndexWriter, TantivyError, Term};

use super::account::{Account, Skip};
use super::adder::Weighed;
use super::budget::{Budget, Permit};
use super::known::{Known, Pending};
use super::reading;
use super::touched::Touched;
use super::{Extractor, Options, Progress};
use crate::corpus::{Contents, Item};
use crate::schema::Fields;
use crate::schema::record::{Record, Stamp, copy_document, file_hash};

/// Bytes of text in flight between reading and the index; the documents made of them
/// hold each text twice.
const IN_FLIGHT: u64 = 24 * 1024 * 1024;

/// What the threads of a run share.
pub(super) struct Pipeline<'a> {
    pub(super) fields: Fields,
    pub(super) writer: &'a IndexWriter<Weighed>,
    pub(super) extractor: &'a Extractor<'a>,
    pub(super) options: &'a Options,
    pub(super) progress: &'a dyn Progress,
    /// Contents of the files that are gone.
    pub(super) gone: &'a HashSet<u64>,
    pub(super) state: Mutex<State>,
    turn: Mutex<usize>,
    turned: Condvar,
    next: Mutex<usize>,
    failed: AtomicBool,
}

/// What they change.
#[derive(Default)]
pub(super) struct State {
    pub(super) account: Account,
    pub(super) touched: Touched,
    /// Contents that have an owner.
    pub(super) held: HashSet<u64>,
    /// Whether the index was changed.
    pub(super) changed: bool,
    pub(super) error: Option<TantivyError>,
}

/// One release on its way from reader to extractor.
struct Job {
    file: Arc<File>,
    item: Item,
}

/// A file in flight.
struct File {
    key: String,
    size: u64,
    stamp: Stamp,
    permit: Arc<Permit>,
    parts: usize,
    left: AtomicUsize,
    failed: AtomicUsize,
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked is counted where it is caught; the data is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Pipeline<'a> {
    pub(super) fn new(
        writer: &'a IndexWriter<Weighed>,
        extractor: &'a Extractor<'a>,
        options: &'a Options,
        progress: &'a dyn Progress,
        gone: &'a HashSet<u64>,
        state: State,
    ) -> Self {
        Self {
            fields: Fields::build().1,
            writer,
            extractor,
            options,
            progress,
            gone,
            state: Mutex::new(state),
            turn: Mutex::new(0),
            turned: Condvar::new(),
            next: Mutex::new(0),
            failed: AtomicBool::new(false),
        }
    }

    /// Runs all of `pending` through; the state tells what came of it.
    pub(super) fn run(self, pending: &[Pending]) -> State {
        let threads = self.options.threads.max(1);
        let budget = Budget::new(IN_FLIGHT);
        let (sender, receiver) = sync_channel::<Job>(threads * 4);
        let receiver = Mutex::new(receiver);
        std::thread::scope(|scope| {
            for _ in 0..threads.clamp(2, 4).min(pending.len().max(1)) {
                let (sender, budget) = (sender.clone(), &budget);
                scope.spawn(|| self.read_all(pending, budget, sender));
            }
            drop(sender);
            for _ in 0..threads {
                scope.spawn(|| self.extract_all(&receiver));
            }
        });
        self.state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn read_all(&self, pending: &[Pending], budget: &Arc<Budget>, sender: SyncSender<Job>) {
        loop {
            let Some((at, file, permit)) = self.next_file(pending, budget) else {
                return;
            };
            let read = catch_unwind(AssertUnwindSafe(|| {
                reading::read(&file.entry, &self.options.reader)
            }));
            let read = read.unwrap_or_else(|panic| {
                Err(panicked(&file.entry.key, "reading-failed", panic.as_ref()))
            });
            let jobs = self.in_turn(at, || self.claim(file, read, permit));
            for job in jobs {
                // The extractors end only when every sender is gone, so this cannot fail.
                if self.failed.load(Ordering::Relaxed) || sender.send(job).is_err() {
                    break;
                }
            }
        }
    }

    /// The next file with its share of the budget, which is given out in the same order:
    /// else a later file could hold what an earlier one waits for, and wait for its turn.
    fn next_file<'p>(
        &self,
        pending: &'p [Pending],
        budget: &Arc<Budget>,
    ) -> Option<(usize, &'p Pending, Arc<Permit>)> {
        let mut next = hold(&self.next);
        let file = pending
            .get(*next)
            .filter(|_| !self.failed.load(Ordering::Relaxed))?;
        let at = *next;
        *next += 1;
        Some((at, file, Arc::new(budget.take(file.entry.size))))
    }

    /// Runs `step` for file number `at` after that of every file before it.
    fn in_turn<T>(&self, at: usize, step: impl FnOnce() -> T) -> T {
        let turn = hold(&self.turn);
        let mut turn = self
            .turned
            .wait_while(turn, |turn| *turn != at)
            .unwrap_or_else(PoisonError::into_inner);
        let done = step();
        *turn += 1;
        self.turned.notify_all();
        done
    }

    /// Decides what becomes of a file: nothing, a copy, or releases to extract.
    fn claim(
        &self,
        file: &Pending,
        read: Result<(Contents, u64), Skip>,
        permit: Arc<Permit>,
    ) -> Vec<Job> {
        let (contents, content) = match read {
            Ok(read) => read,
            Err(skip) => {
                self.finish(file.entry.size, |account| account.skip(skip));
                self.remove(file);
                return Vec::new();
            }
        };
        let stamp = Stamp {
            size: file.entry.size,
            modified: file.entry.modified,
            content,
            extractor: self.extractor.version,
        };
        let copy = !hold(&self.state).held.insert(content);
        if self.is_as_known(file, &stamp, copy) {
            hold(&self.state)
                .touched
                .note(file_hash(&file.entry.key), &stamp);
            self.finish(file.entry.size, |account| {
                *(if copy {
                    &mut account.duplicates
                } else {
                    &mut account.unchanged
                }) += 1;
            });
            return Vec::new();
        }
        self.remove(file);
        if copy {
            self.add(copy_document(&self.fields, &file.entry.key, &stamp), None);
            self.finish(file.entry.size, |account| account.duplicates += 1);
            return Vec::new();
        }
        let lost = reading::lost(&file.entry.key, &contents);
        hold(&self.state).account.failures.extend(lost);
        jobs(file, contents.items, stamp, permit)
    }

    fn is_as_known(&self, file: &Pending, stamp: &Stamp, copy: bool) -> bool {
        let same = |known: Known| {
            known.copy == copy
                && known.stamp.content == stamp.content
                && known.stamp.extractor == stamp.extractor
        };
        file.known.is_some_and(same) && (copy || !file.forced)
    }

    fn remove(&self, file: &Pending) {
        if file.known.is_some() {
            let hash = file_hash(&file.entry.key);
            self.writer
                .delete_term(Term::from_field_u64(self.fields.file, hash));
            hold(&self.state).changed = true;
        }
    }

    fn extract_all(&self, receiver: &Mutex<Receiver<Job>>) {
        loop {
            // The lock is let go before the work begins.
            let received = hold(receiver).recv();
            let Ok(job) = received else { return };
            self.extract_one(&job);
        }
    }

    fn extract_one(&self, job: &Job) {
        let file = &job.file;
        let made = catch_unwind(AssertUnwindSafe(|| {
            let extraction = (self.extractor.extract)(&job.item.release);
            let record = Record {
                file: &file.key,
                part: job.item.part.as_deref(),
                stamp: file.stamp,
                text: &job.item.release.text,
                given: &job.item.release.given,
                extraction: &extraction,
            };
            record.document(&self.fields)
        }));
        match made {
            Ok(document) => self.add(document, Some(Arc::clone(&file.permit))),
            Err(panic) => {
                let skip = panicked(&file.key, "extraction-failed", panic.as_ref());
                self.lose_part(file, skip);
            }
        }
        if file.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.close(file);
        }
    }

    /// A file of which no part could be extracted is skipped; the panic is the reason.
    fn lose_part(&self, file: &File, skip: Skip) {
        let lost = file.failed.fetch_add(1, Ordering::AcqRel) + 1;
        let mut state = hold(&self.state);
        if lost == file.parts {
            state.account.skip(skip);
        } else {
            state.account.failures.push(skip);
        }
    }

    fn close(&self, file: &File) {
        let failed = file.failed.load(Ordering::Acquire);
        let moved = self.gone.contains(&file.stamp.content);
        self.finish(file.size, |account| {
            account.releases += (file.parts - failed) as u64;
            if failed < file.parts {
                account.indexed += 1;
                account.moved += u64::from(moved);
            }
        });
    }

    fn finish(&self, bytes: u64, count: impl FnOnce(&mut Account)) {
        count(&mut hold(&self.state).account);
        self.progress.done(1, bytes);
    }

    fn add(&self, document: tantivy::TantivyDocument, permit: Option<Arc<Permit>>) {
        let added = self.writer.add_document(Weighed {
            document,
            _permit: permit,
        });
        let mut state = hold(&self.state);
        match added {
            Ok(_) => state.changed = true,
            Err(error) => {
                // The writer is dead: nothing more can be added, so the run ends.
                self.failed.store(true, Ordering::Relaxed);
                state.error.get_or_insert(error);
            }
        }
    }
}

fn jobs(file: &Pending, items: Vec<Item>, stamp: Stamp, permit: Arc<Permit>) -> Vec<Job> {
    let file = Arc::new(File {
        key: file.entry.key.clone(),
        size: file.entry.size,
        stamp,
        permit,
        parts: items.len(),
        left: AtomicUsize::new(items.len()),
        failed: AtomicUsize::new(0),
    });
    items
        .into_iter()
        .map(|item| Job {
            file: Arc::clone(&file),
            item,
        })
        .collect()
}

fn panicked(path: &str, reason: &str, panic: &(dyn std::any::Any + Send)) -> Skip {
    let said = panic
        .downcast_ref::<&str>()
        .map(|said| (*said).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    Skip {
        path: path.to_owned(),
        reason: reason.to_owned(),
        detail: format!("it made the program fail ({said}); please report it with the file"),
    }
}
