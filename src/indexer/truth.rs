//! Whatever happens to a corpus and to the runs over it, the index is in the end the one that
//! a run from nothing makes.
//!
//! Files are as alike as they can be: one length, one time of change. `DATELINE_TRUTH_CASES`
//! sets how many sequences are tried.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use tantivy::schema::Value;
use tantivy::{DocAddress, IndexWriter, TantivyDocument};

use super::*;
use crate::document::Found;
use crate::schema::{Release as Stored, seal};

const FILES: [&str; 6] = ["a.txt", "b.txt", "c.txt", "d/a.txt", "d/b.txt", "e.ndjson"];
const CONTENTS: [&str; 6] = [
    "{\"text\": \"One and one, only.\"}\n{\"text\": \"Two and two!\"}\n",
    "{\"text\": \"One and one, only.\"}\n{\"text\": \"Two and six!\"}\n",
    "{\"text\": \"One and six, only.\"}\n{\"text\": \"Two and two!\"}\n",
    "Nothing of the kind, and yet just as long as they are...",
    "This one makes the extractor fail and is as long as all.",
    "                                                        ",
];
/// Longer than a step of the times any file system here keeps.
const SHORT_TICK: Duration = Duration::from_millis(10);

#[derive(Debug, Clone)]
enum Step {
    Write(usize, usize),
    Rename(usize, usize),
    Delete(usize),
    Touch(usize, u64),
    Wait,
    Run,
    Newer,
    Rebuild,
    /// Stopped once so many releases were read.
    Stopped(usize),
    /// Died before its commit.
    Killed,
    /// Died right after its commit.
    Torn,
}

fn step() -> impl Strategy<Value = Step> {
    let (file, content) = (0..FILES.len(), 0..CONTENTS.len());
    prop_oneof![
        6 => (file.clone(), content).prop_map(|(file, content)| Step::Write(file, content)),
        3 => (file.clone(), file.clone()).prop_map(|(from, to)| Step::Rename(from, to)),
        2 => file.clone().prop_map(Step::Delete),
        2 => (file, 0..3_u64).prop_map(|(file, time)| Step::Touch(file, time)),
        2 => Just(Step::Wait),
        4 => Just(Step::Run),
        1 => Just(Step::Newer),
        1 => Just(Step::Rebuild),
        3 => (0..4_usize).prop_map(Step::Stopped),
        1 => Just(Step::Killed),
        1 => Just(Step::Torn),
    ]
}

struct World {
    directory: tempfile::TempDir,
    version: u32,
}

impl World {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir_all(directory.path().join("corpus/d")).unwrap();
        Self {
            directory,
            version: 1,
        }
    }

    fn file(&self, at: usize) -> PathBuf {
        self.directory.path().join("corpus").join(FILES[at])
    }

    fn home(&self) -> Home {
        Home::new(self.directory.path().join("index"))
    }

    fn set_time(path: &Path, seconds: u64) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds);
        if let Ok(file) = fs::File::options().write(true).open(path) {
            file.set_modified(time).unwrap();
        }
    }

    fn run(&self, home: &Home, options: Options, stop_after: Option<usize>) -> Account {
        let corpus = Corpus::open(&[self.directory.path().join("corpus")]).unwrap();
        let stop = Stop::default();
        if stop_after == Some(0) {
            stop.raise();
        }
        let read = AtomicUsize::new(1);
        let extract = |release: &Release| {
            if Some(read.fetch_add(1, Ordering::Relaxed)) == stop_after {
                stop.raise();
            }
            assert!(!release.text.contains("makes the extractor fail"), "failed");
            let value = format!("{} by {}", release.text, self.version);
            Extraction {
                title: Some(Found {
                    value,
                    span: None,
                    rule: "all".into(),
                    confidence: 1.0,
                }),
                ..Extraction::default()
            }
        };
        let extractor = Extractor {
            version: self.version,
            extract: &extract,
        };
        let options = Options {
            threads: 2,
            heap: 32 << 20,
            stop: stop.clone(),
            tick: SHORT_TICK,
            ..options
        };
        let account = update(home, &corpus, &extractor, &options, &()).unwrap();
        assert!(account.balances(), "{account:?}");
        account
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Write(file, content) => {
                fs::write(self.file(file), CONTENTS[content]).unwrap();
                Self::set_time(&self.file(file), 0);
            }
            Step::Rename(from, to) => drop(fs::rename(self.file(from), self.file(to))),
            Step::Delete(file) => drop(fs::remove_file(self.file(file))),
            Step::Touch(file, time) => Self::set_time(&self.file(file), time),
            Step::Wait => std::thread::sleep(SHORT_TICK + SHORT_TICK / 2),
            Step::Run => drop(self.run(&self.home(), Options::default(), None)),
            Step::Newer => {
                self.version += 1;
                self.run(&self.home(), Options::default(), None);
            }
            Step::Rebuild => {
                let options = Options {
                    rebuild: true,
                    ..Options::default()
                };
                self.run(&self.home(), options, None);
            }
            Step::Stopped(after) => {
                drop(self.run(&self.home(), Options::default(), Some(after)));
            }
            Step::Killed => self.be_killed(),
            Step::Torn => self.be_torn(),
        }
    }

    /// What a run leaves that dies with its files written and not committed.
    fn be_killed(&self) {
        let home = self.home();
        let lock = home.lock().unwrap();
        let mark = Mark::new(self.directory.path().join("corpus"), vec![], 1);
        let index = match home.mark() {
            Some(_) => home.open_to_write(&lock).unwrap().0,
            None => home.begin(&mark, &lock).unwrap(),
        };
        let mut writer: IndexWriter = index.writer(LEAST_HEAP).unwrap();
        let fields = Fields::build().1;
        for name in FILES {
            let file = crate::schema::record::file_hash(name);
            writer.delete_term(Term::from_field_u64(fields.file, file));
        }
        let stamp = crate::schema::record::Stamp {
            size: 1,
            modified: 1,
            changed: 1,
            content: 1,
            extractor: 1,
        };
        let document = crate::schema::record::copy_document(&fields, "never.txt", &stamp);
        writer.add_document(document).unwrap();
        drop(writer.prepare_commit().unwrap());
        drop(writer);
    }

    /// A run that dies after its commit and before what follows it.
    fn be_torn(&self) {
        let home = self.home();
        let Some(mark) = home.mark() else {
            return;
        };
        let files = [
            home.path().join("dateline.json"),
            home.build(&mark).join("touched.json"),
        ];
        let before = files.each_ref().map(|file| fs::read(file).unwrap());
        self.run(&home, Options::default(), None);
        for (file, before) in files.iter().zip(before) {
            fs::write(file, before).unwrap();
        }
    }
}

/// Everything an index holds, in an order that says nothing of its segments.
fn dump(home: &Home) -> Vec<String> {
    let (index, _) = home.open_to_search().unwrap();
    let searcher = searcher(&index).unwrap();
    let fields = Fields::build().1;
    let mut documents = Vec::new();
    for (at, segment) in searcher.segment_readers().iter().enumerate() {
        let columns = known::Columns::open(segment).unwrap();
        for document in segment.doc_ids_alive() {
            let (file, known) = columns.at(document).unwrap();
            let stored: TantivyDocument =
                searcher.doc(DocAddress::new(at as u32, document)).unwrap();
            let path = stored.get_first(fields.path).unwrap();
            let stamp = known.stamp;
            documents.push(format!(
                "{} {file} {} {} {} {} {:?}",
                path.as_str().unwrap(),
                known.copy,
                stamp.size,
                stamp.content,
                stamp.extractor,
                Stored::read(&fields, &stored)
            ));
        }
    }
    documents.sort();
    documents
}

fn cases() -> u32 {
    let asked = std::env::var("DATELINE_TRUTH_CASES").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    // Elsewhere nothing tells of a change that puts the old time back.
    #[cfg(unix)]
    #[test]
    fn the_index_is_in_the_end_what_a_run_from_nothing_makes(
        steps in prop::collection::vec(step(), 1..24),
    ) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
        }
        world.run(&world.home(), Options::default(), None);
        let fresh = Home::new(world.directory.path().join("fresh"));
        world.run(&fresh, Options::default(), None);
        prop_assert_eq!(dump(&world.home()), dump(&fresh));
        prop_assert_eq!(whole(&world.home()).unwrap().faults, []);
        prop_assert_eq!(whole(&world.home()).unwrap(), whole(&fresh).unwrap());
        // What is left to do, if anything, is to read again what was changed a moment ago.
        let again = world.run(&world.home(), Options::default(), None);
        prop_assert_eq!((again.indexed, again.removed), (0, 0));
    }
}

#[test]
fn contents_are_as_alike_as_they_can_be() {
    assert!(
        CONTENTS
            .iter()
            .all(|content| content.len() == CONTENTS[0].len())
    );
    assert!(seal::unseal(CONTENTS[0].as_bytes()).is_none());
}
