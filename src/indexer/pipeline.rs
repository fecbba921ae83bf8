//! The pipeline: read and hash, claim in order, extract, add. Bounded at every step.
//!
//! Readers take files in the order of the walk and run ahead of extraction, which
//! hides the disk. Before a file is passed on it waits for its turn to claim its
//! content, so that of several files with one content it is always the first of the
//! walk that is indexed and the others that are its copies. A file of many parts is read
//! behind its turn, one release at a time; it counts when the last of them is through.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tantivy::{IndexWriter, TantivyError, Term};

use super::account::{Account, Skip};
use super::adder::Weighed;
use super::budget::{Budget, Permit};
use super::known::{Holder, Known, Pending};
use super::reading;
use super::touched::Touched;
use super::{Extractor, Options, Progress};
use crate::copies::Sketch;
use crate::corpus::{Item, Opened, Piece, Stream};
use crate::schema::Fields;
use crate::schema::record::{Record, Stamp, copy_document, file_hash, path_of};

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
    /// Nanoseconds since 1970 from which on a file could be changed again unseen.
    pub(super) unsure_from: i64,
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
    /// Contents that have a holder.
    pub(super) held: HashMap<u64, Holder>,
    /// Whether the index was changed.
    pub(super) changed: bool,
    pub(super) error: Option<TantivyError>,
}

/// One release on its way from reader to extractor, with its share of the budget.
struct Job {
    file: Arc<File>,
    item: Item,
    permit: Arc<Permit>,
}

/// A file in flight.
struct File {
    key: String,
    size: u64,
    stamp: Stamp,
    /// Releases handed on so far.
    parts: AtomicUsize,
    /// Releases still on their way, and one more while there may be further ones.
    left: AtomicUsize,
    failed: AtomicUsize,
    /// Parts that were lost, in reading or in extraction.
    lost: Mutex<Vec<Skip>>,
    /// Whether what was read is two states mixed.
    spoiled: AtomicBool,
    /// Whether the run was stopped in the middle of it.
    abandoned: AtomicBool,
    /// Bytes of it whose progress was told.
    told: AtomicU64,
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
        unsure_from: i64,
        state: State,
    ) -> Self {
        Self {
            fields: Fields::build().1,
            writer,
            extractor,
            options,
            progress,
            gone,
            unsure_from,
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
            if read.is_err() && self.options.stop.is_raised() {
                // The signal that stops us may have ended the process that reads PDFs.
                self.in_turn(at, || ());
                continue;
            }
            let claimed = self.in_turn(at, || self.claim(file, read));
            let Some((file, opened)) = claimed else {
                continue;
            };
            match opened {
                Opened::Whole(contents) => {
                    hold(&file.lost).extend(
                        contents
                            .lost
                            .iter()
                            .map(|lost| reading::lost(&file.key, lost)),
                    );
                    let permit = Arc::new(permit);
                    let mut items = contents.items.into_iter();
                    let _ =
                        items.all(|item| self.hand_on(&file, item, Arc::clone(&permit), &sender));
                }
                Opened::Stream(stream) => {
                    // Its releases are weighed one by one.
                    drop(permit);
                    self.hand_on_all(&file, stream, budget, &sender);
                }
            }
            self.done_with_one(&file);
        }
    }

    /// Sends a release to the extractors; false when the run has failed.
    fn hand_on(
        &self,
        file: &Arc<File>,
        item: Item,
        permit: Arc<Permit>,
        sender: &SyncSender<Job>,
    ) -> bool {
        file.parts.fetch_add(1, Ordering::AcqRel);
        file.left.fetch_add(1, Ordering::AcqRel);
        let file = Arc::clone(file);
        // The extractors end only when every sender is gone, so sending cannot fail.
        sender.send(Job { file, item, permit }).is_ok() && !self.failed.load(Ordering::Relaxed)
    }

    /// Sends the releases of a file that is read part by part.
    fn hand_on_all(
        &self,
        file: &Arc<File>,
        mut stream: Stream,
        budget: &Arc<Budget>,
        sender: &SyncSender<Job>,
    ) {
        let mut give = |piece: Piece, at: u64| {
            if self.options.stop.is_raised() {
                file.abandoned.store(true, Ordering::Release);
                return false;
            }
            let at = at.min(file.size);
            self.progress
                .done(0, at - file.told.swap(at, Ordering::AcqRel).min(at));
            match piece {
                Piece::Item(item) => {
                    let permit = Arc::new(budget.take(item.release.text.len() as u64));
                    self.hand_on(file, item, permit, sender)
                }
                Piece::Lost(lost) => {
                    hold(&file.lost).push(reading::lost(&file.key, &lost));
                    true
                }
            }
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            let read = stream.each(&self.options.reader, &mut give);
            let mut whole = || stream.hash().ok() == Some(file.stamp.content);
            read.is_ok() && (file.abandoned.load(Ordering::Acquire) || whole())
        }));
        match read {
            Ok(true) => {}
            Ok(false) => file.spoiled.store(true, Ordering::Release),
            Err(panic) => {
                hold(&file.lost).push(panicked(&file.key, "reading-failed", panic.as_ref()))
            }
        }
    }

    /// The next file with its share of the budget, which is given out in the same order:
    /// else a later file could hold what an earlier one waits for, and wait for its turn.
    fn next_file<'p>(
        &self,
        pending: &'p [Pending],
        budget: &Arc<Budget>,
    ) -> Option<(usize, &'p Pending, Permit)> {
        let mut next = hold(&self.next);
        let file = pending
            .get(*next)
            .filter(|_| !self.failed.load(Ordering::Relaxed) && !self.options.stop.is_raised())?;
        let at = *next;
        *next += 1;
        Some((at, file, budget.take(file.entry.size)))
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
        read: Result<(Opened, u64), Skip>,
    ) -> Option<(Arc<File>, Opened)> {
        let (opened, content) = match read {
            Ok(read) => read,
            Err(skip) => {
                self.finish(file.entry.size, |account| account.skip(skip));
                self.remove(file);
                return None;
            }
        };
        let stamp = self.stamp(file, content);
        let copy = !self.hold_content(file.at, content);
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
            return None;
        }
        self.remove(file);
        if copy {
            self.add(copy_document(&self.fields, &file.entry.key, &stamp), None);
            self.finish(file.entry.size, |account| account.duplicates += 1);
            return None;
        }
        Some((Arc::new(File::new(file, stamp)), opened))
    }

    fn stamp(&self, file: &Pending, content: u64) -> Stamp {
        let entry = &file.entry;
        let latest = entry.modified.max(entry.changed);
        Stamp {
            size: entry.size,
            modified: entry.modified,
            changed: if latest < self.unsure_from {
                entry.changed
            } else {
                Stamp::UNSURE
            },
            content,
            extractor: self.extractor.version,
        }
    }

    /// Makes the file at a place in the walk the holder of its content, unless an earlier one
    /// is; a later one that stays becomes its copy.
    fn hold_content(&self, at: usize, content: u64) -> bool {
        let mut state = hold(&self.state);
        let holder = state.held.get(&content);
        if holder.is_some_and(|holder| holder.at < at) {
            return false;
        }
        let later = state.held.insert(content, Holder { at, stays: None });
        let Some((key, stamp)) = later.and_then(|later| later.stays) else {
            return true;
        };
        state.account.unchanged -= 1;
        state.account.duplicates += 1;
        drop(state);
        self.writer
            .delete_term(Term::from_field_u64(self.fields.file, file_hash(&key)));
        self.add(copy_document(&self.fields, &key, &stamp), None);
        true
    }

    fn is_as_known(&self, file: &Pending, stamp: &Stamp, copy: bool) -> bool {
        let same = |known: Known| {
            known.copy == copy
                && known.stamp.content == stamp.content
                && known.stamp.extractor == stamp.extractor
        };
        file.known.is_some_and(same)
    }

    fn remove(&self, file: &Pending) {
        if file.known.is_some() {
            let hash = file_hash(&file.entry.key);
            self.writer
                .delete_term(Term::from_field_u64(self.fields.file, hash));
            let mut state = hold(&self.state);
            state.changed = true;
            state.touched.forget(hash);
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
            let release = &job.item.release;
            let sketch = Sketch::of(&release.text, &release.given, &extraction);
            let record = Record {
                file: &file.key,
                part: job.item.part.as_deref(),
                stamp: file.stamp,
                text: &release.text,
                given: &release.given,
                extraction: &extraction,
                sketch: (sketch.wording, &sketch.prints),
            };
            record.document(&self.fields)
        }));
        match made {
            Ok(document) => self.add(document, Some(Arc::clone(&job.permit))),
            Err(panic) => {
                let path = path_of(&file.key, job.item.part.as_deref());
                let skip = panicked(&path, "extraction-failed", panic.as_ref());
                file.failed.fetch_add(1, Ordering::AcqRel);
                hold(&file.lost).push(skip);
            }
        }
        self.done_with_one(file);
    }

    fn done_with_one(&self, file: &File) {
        if file.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.close(file);
        }
    }

    /// Counts a file all of whose releases are through. One of which no part is in the index
    /// is skipped, for the reason of the first that was lost.
    fn close(&self, file: &File) {
        let parts = file.parts.load(Ordering::Acquire);
        let added = parts - file.failed.load(Ordering::Acquire);
        let mut lost = std::mem::take(&mut *hold(&file.lost));
        let moved = self.gone.contains(&file.stamp.content);
        let spoiled = file.spoiled.load(Ordering::Acquire);
        let abandoned = file.abandoned.load(Ordering::Acquire);
        if spoiled || abandoned {
            self.writer
                .delete_term(Term::from_field_u64(self.fields.file, file_hash(&file.key)));
            lost = vec![reading::changed(&file.key)];
        }
        if abandoned {
            return;
        }
        let told = file.told.load(Ordering::Acquire);
        self.finish(file.size - told.min(file.size), |account| {
            if spoiled || added == 0 {
                let mut lost = lost.into_iter();
                let why = lost.next().unwrap_or_else(|| reading::changed(&file.key));
                account.skip(Skip {
                    path: file.key.clone(),
                    ..why
                });
                account.failures.extend(lost);
            } else {
                account.failures.extend(lost);
                account.releases += added as u64;
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

impl File {
    fn new(file: &Pending, stamp: Stamp) -> Self {
        Self {
            key: file.entry.key.clone(),
            size: file.entry.size,
            stamp,
            parts: AtomicUsize::new(0),
            left: AtomicUsize::new(1),
            failed: AtomicUsize::new(0),
            lost: Mutex::default(),
            spoiled: AtomicBool::new(false),
            abandoned: AtomicBool::new(false),
            told: AtomicU64::new(0),
        }
    }
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
