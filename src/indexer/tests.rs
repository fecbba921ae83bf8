//! Runs over directories of invented releases.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::document::Found;

/// A directory of its own, removed at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("dateline-indexer-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn home(&self) -> Home {
        Home::of_corpus(&self.0)
    }

    fn run(&self, version: u32) -> Account {
        let extractor = Extractor {
            version,
            extract: &first_line,
        };
        self.run_with(&extractor)
    }

    fn run_with(&self, extractor: &Extractor<'_>) -> Account {
        let corpus = Corpus::open(std::slice::from_ref(&self.0)).unwrap();
        let options = Options {
            threads: 2,
            heap: 32 << 20,
            ..Options::default()
        };
        let account = update(&self.home(), &corpus, extractor, &options, &()).unwrap();
        assert!(account.balances(), "{account:?}");
        account
    }

    fn corpus(&self) -> Corpus {
        Corpus::open(std::slice::from_ref(&self.0)).unwrap()
    }

    fn update(&self, home: &Home, options: &Options) -> Result<Account, IndexError> {
        let extractor = Extractor {
            version: 1,
            extract: &first_line,
        };
        update(home, &self.corpus(), &extractor, options, &())
    }

    /// A run that is stopped once so many releases were extracted.
    fn stopped_after(&self, releases: usize, options: &Options) -> Account {
        let stop = Stop::default();
        let seen = std::sync::atomic::AtomicUsize::new(1);
        let counted = |release: &Release| {
            if seen.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= releases {
                stop.raise();
            }
            first_line(release)
        };
        let extractor = Extractor {
            version: 1,
            extract: &counted,
        };
        let options = Options {
            stop: stop.clone(),
            threads: 1,
            ..options.clone()
        };
        update(&self.home(), &self.corpus(), &extractor, &options, &()).unwrap()
    }

    fn set_modified(&self, name: &str, time: SystemTime) {
        let file = fs::File::options()
            .write(true)
            .open(self.0.join(name))
            .unwrap();
        file.set_modified(time).unwrap();
    }

    /// How many builds lie in the index's directory.
    fn builds(&self) -> usize {
        let entries = fs::read_dir(self.home().path()).unwrap().flatten();
        entries.filter(|entry| entry.path().is_dir()).count()
    }

    /// Paths of what is searched, in order.
    fn searched(&self) -> Vec<String> {
        let (index, _) = self.home().open_to_search().unwrap();
        let searcher = searcher(&index).unwrap();
        let fields = Fields::build().1;
        let mut paths = Vec::new();
        for (at, segment) in searcher.segment_readers().iter().enumerate() {
            for document in segment.doc_ids_alive() {
                let address = tantivy::DocAddress::new(at as u32, document);
                let document = searcher.doc(address).unwrap();
                paths.extend(crate::schema::Release::read(&fields, &document).map(|it| it.path));
            }
        }
        paths.sort();
        paths
    }

    fn documents(&self) -> u64 {
        let (index, _) = self.home().open_to_search().unwrap();
        searcher(&index).unwrap().num_docs()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn first_line(release: &Release) -> Extraction {
    assert!(!release.text.contains("trip the extractor"), "tripped");
    let title = release.text.lines().next().map(|line| Found {
        value: line.to_owned(),
        span: None,
        rule: "first-line".into(),
        confidence: 1.0,
    });
    Extraction {
        title,
        language: Some("en".into()),
        ..Extraction::default()
    }
}

fn is_file(path: &Path) -> bool {
    path.is_file()
}

#[test]
fn a_run_indexes_and_the_next_changes_nothing() {
    let place = Place::new("twice");
    place.write("a.txt", "Boats arrive\nMany people came ashore today.");
    place.write("b.txt", "Schools open\nChildren went to school.");
    let first = place.run(1);
    assert_eq!((first.seen, first.indexed, first.generation), (2, 2, 1));
    assert!(is_file(&place.home().path().join(".gitignore")));
    let second = place.run(1);
    assert_eq!(
        (second.unchanged, second.indexed, second.generation),
        (2, 0, 1)
    );
    assert_eq!(place.documents(), 2);
}

#[test]
fn changed_moved_and_vanished_files_are_followed() {
    let place = Place::new("follow");
    place.write("a.txt", "First words of a file.");
    place.write("b.txt", "Second words of a file.");
    place.write("c.txt", "Third words of a file.");
    place.run(1);
    place.write("a.txt", "First words, altered and longer.");
    fs::rename(place.0.join("b.txt"), place.0.join("d.txt")).unwrap();
    fs::remove_file(place.0.join("c.txt")).unwrap();
    let account = place.run(1);
    assert_eq!(
        (
            account.seen,
            account.indexed,
            account.moved,
            account.removed
        ),
        (2, 2, 1, 2)
    );
    assert_eq!(place.documents(), 2);
}

#[test]
fn a_touched_file_is_read_once_and_not_indexed() {
    let place = Place::new("touched");
    place.write("a.txt", "The same words as before.");
    place.run(1);
    place.set_modified("a.txt", SystemTime::UNIX_EPOCH);
    let account = place.run(1);
    assert_eq!(
        (account.unchanged, account.indexed, account.generation),
        (1, 0, 1)
    );
    assert_eq!(place.run(1).unchanged, 1);
}

#[test]
fn the_first_of_equal_files_is_indexed_and_another_takes_its_place() {
    let place = Place::new("copies");
    for name in ["a.txt", "b.txt", "c.txt"] {
        place.write(name, "The very same words in each.");
    }
    let first = place.run(1);
    assert_eq!((first.indexed, first.duplicates, first.releases), (1, 2, 1));
    assert_eq!(place.run(1).duplicates, 2);
    fs::remove_file(place.0.join("a.txt")).unwrap();
    let after = place.run(1);
    assert_eq!((after.indexed, after.duplicates, after.removed), (1, 1, 1));
    assert_eq!(place.documents(), 2);
}

#[test]
fn a_newer_extractor_reads_all_again() {
    let place = Place::new("extractor");
    place.write("a.txt", "Words that stay as they are.");
    place.run(1);
    assert_eq!(place.run(2).indexed, 1);
    assert_eq!(place.run(2).unchanged, 1);
    assert_eq!(place.documents(), 1);
}

#[test]
fn a_panic_costs_one_file_and_is_told() {
    let place = Place::new("panic");
    place.write("a.txt", "This will trip the extractor for sure.");
    place.write("b.txt", "This will not.");
    let account = place.run(1);
    assert_eq!((account.indexed, account.skipped), (1, 1));
    assert_eq!(account.skips[0].reason, "extraction-failed");
    assert_eq!(account.skips[0].path, "a.txt");
}

#[test]
fn a_directory_of_others_is_refused_and_left_alone() {
    let place = Place::new("foreign");
    place.write("a.txt", "Words of a file.");
    let other = place.0.join("other");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("thesis.doc"), "mine").unwrap();
    let home = Home::new(&other);
    for rebuild in [false, true] {
        let options = Options {
            rebuild,
            ..Options::default()
        };
        let refused = place.update(&home, &options).unwrap_err();
        assert!(matches!(refused, IndexError::Foreign(_)));
        assert!(refused.to_string().contains("--index"));
    }
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1);
    assert!(is_file(&other.join("thesis.doc")));
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let place = Place::new("locked");
    place.write("a.txt", "Words of a file.");
    place.run(1);
    let _lock = place.home().lock().unwrap();
    place.write("b.txt", "More words.");
    let refused = place.update(&place.home(), &Options::default());
    assert!(matches!(refused, Err(IndexError::Locked(_))), "{refused:?}");
}

#[test]
fn an_index_of_another_schema_is_built_anew() {
    let place = Place::new("schema");
    place.write("a.txt", "Words of a file.");
    place.run(1);
    let mut mark = place.home().mark().unwrap();
    mark.schema = 2;
    place
        .home()
        .write_file("dateline.json", &mark.print())
        .unwrap();
    let told = place.home().open_to_search().unwrap_err().to_string();
    assert!(
        told.contains("schema 2") && told.contains("--rebuild"),
        "{told}"
    );
    let account = place.run(1);
    assert_eq!((account.indexed, account.rebuilt.is_some()), (1, true));
    assert_eq!(place.builds(), 1);
}

/// As it was before schema 3: the index lay in the directory itself, with no seals.
#[test]
fn an_index_of_the_old_layout_is_recognised_and_built_anew() {
    let place = Place::new("old-layout");
    place.write("a.txt", "Words of a file.");
    let home = place.home();
    fs::create_dir_all(home.path()).unwrap();
    let mut mark = Mark::new(place.0.clone(), vec![place.0.clone()], 1);
    mark.schema = 2;
    fs::write(home.path().join("dateline.json"), mark.print()).unwrap();
    for file in ["meta.json", "0a.term", "touched.json", "seen-1", ".tmp-x"] {
        fs::write(home.path().join(file), "old").unwrap();
    }
    assert_eq!(home.mark(), Some(mark));
    let account = place.run(1);
    let why = account.rebuilt.unwrap();
    assert_eq!(why, "it was made with schema 2");
    assert_eq!((account.indexed, place.documents()), (1, 1));
    let left: Vec<bool> = ["meta.json", "0a.term", "touched.json", "seen-1"]
        .iter()
        .map(|file| is_file(&home.path().join(file)))
        .collect();
    assert_eq!(left, [false, false, false, true]);
}

#[test]
fn the_old_index_is_searched_until_the_new_one_is_whole() {
    let place = Place::new("rebuild");
    place.write("a.txt", "Words of a file.");
    place.run(1);
    let home = place.home();
    home.write_file("seen-1", "kept").unwrap();
    let (old, before) = home.open_to_search().unwrap();
    let old = searcher(&old).unwrap();
    place.write("b.txt", "Words of another file.");
    let checked = |release: &Release| {
        let (index, mark) = place.home().open_to_search().unwrap();
        assert_eq!((mark.made, mark.generation), (before.made, 1));
        assert_eq!(searcher(&index).unwrap().num_docs(), 1);
        first_line(release)
    };
    let options = Options {
        rebuild: true,
        ..Options::default()
    };
    let extractor = Extractor {
        version: 1,
        extract: &checked,
    };
    let account = update(&home, &place.corpus(), &extractor, &options, &()).unwrap();
    assert_eq!((account.indexed, place.documents()), (2, 2));
    assert_ne!(home.mark().unwrap().made, before.made);
    assert_eq!(
        (place.builds(), home.read_file("seen-1").unwrap()),
        (1, "kept".into())
    );
    // Whoever had the old one open goes on.
    let found: tantivy::TantivyDocument = old.doc(tantivy::DocAddress::new(0, 0)).unwrap();
    assert!(crate::schema::Release::read(&Fields::build().1, &found).is_some());
}

#[test]
fn a_stopped_rebuild_leaves_the_index_as_it_was() {
    let place = Place::new("stopped-rebuild");
    for at in 0..20 {
        place.write(&format!("{at:02}.txt"), &format!("Words of file {at}."));
    }
    place.run(1);
    let before = place.home().mark().unwrap();
    let options = Options {
        rebuild: true,
        ..Options::default()
    };
    let account = place.stopped_after(3, &options);
    assert!(account.stopped && account.balances(), "{account:?}");
    assert_eq!((account.seen, account.left), (0, 20));
    assert_eq!(place.home().mark(), Some(before));
    assert_eq!((place.builds(), place.documents()), (1, 20));
}

#[test]
fn a_stopped_run_keeps_what_it_did_and_the_next_does_the_rest() {
    let place = Place::new("stopped");
    for at in 0..20 {
        place.write(&format!("{at:02}.txt"), &format!("Words of file {at}."));
    }
    let account = place.stopped_after(3, &Options::default());
    assert!(account.stopped && account.balances(), "{account:?}");
    assert!(account.indexed >= 3 && account.left > 0, "{account:?}");
    assert_eq!(account.seen + account.left, 20);
    assert_eq!(place.documents(), account.indexed);
    let rest = place.run(1);
    assert_eq!(
        (rest.stopped, rest.unchanged, rest.indexed),
        (false, account.indexed, account.left)
    );
}

#[test]
fn a_file_of_rows_that_is_stopped_in_the_middle_is_no_part_of_the_index() {
    let place = Place::new("stopped-rows");
    place.write("a.ndjson", &many_rows(7, "First."));
    let account = place.stopped_after(100, &Options::default());
    assert_eq!((account.left, account.indexed), (1, 0));
    assert_eq!(place.documents(), 0);
    assert_eq!((place.run(1).releases, place.documents()), (20_000, 20_000));
}

#[test]
fn what_runs_that_died_have_left_is_swept() {
    let place = Place::new("left-overs");
    place.write("a.txt", "Words of a file.");
    let home = place.home();
    // One died before its first index was whole.
    fs::create_dir_all(home.path().join("build-0000000000000001")).unwrap();
    place.run(1);
    assert_eq!(place.builds(), 1);
    let build = home.build(&home.mark().unwrap());
    for directory in [home.path(), &build] {
        fs::write(directory.join(".tmp-1-meta.json"), "half").unwrap();
    }
    fs::create_dir_all(home.path().join("build-ffff")).unwrap();
    let orphan = build.join("0123456789abcdef0123456789abcdef.7.del");
    fs::write(&orphan, "half").unwrap();
    let hour = std::time::Duration::from_secs(4000);
    let old = fs::File::options()
        .write(true)
        .open(home.path().join(".tmp-1-meta.json"))
        .unwrap();
    old.set_modified(SystemTime::now() - hour).unwrap();
    place.write("b.txt", "Words of another file.");
    place.run(1);
    assert_eq!(place.builds(), 1);
    assert!(!is_file(&orphan));
    for directory in [home.path(), &build] {
        assert!(!is_file(&directory.join(".tmp-1-meta.json")));
    }
}

#[test]
fn a_change_in_the_tick_of_the_reading_is_not_missed() {
    let place = Place::new("racy");
    place.write("a.txt", "Words of a file: one.");
    let time = fs::metadata(place.0.join("a.txt"))
        .unwrap()
        .modified()
        .unwrap();
    place.run(1);
    place.write("a.txt", "Words of a file: two.");
    place.set_modified("a.txt", time);
    let account = place.run(1);
    assert_eq!((account.indexed, account.unchanged), (1, 0));
}

#[test]
fn a_file_of_doubtful_time_is_read_again_until_it_is_sure() {
    let place = Place::new("unsure");
    place.write("a.txt", "Words of a file: one.");
    let reads = |version| {
        let read = std::sync::atomic::AtomicU64::new(0);
        struct Count<'a>(&'a std::sync::atomic::AtomicU64);
        impl Progress for Count<'_> {
            fn begin(&self, files: u64, _bytes: u64) {
                self.0.store(files, std::sync::atomic::Ordering::Relaxed);
            }
            fn done(&self, _files: u64, _bytes: u64) {}
        }
        let extractor = Extractor {
            version,
            extract: &first_line,
        };
        let options = Options::default();
        update(
            &place.home(),
            &place.corpus(),
            &extractor,
            &options,
            &Count(&read),
        )
        .unwrap();
        read.into_inner()
    };
    assert_eq!((reads(1), reads(1)), (1, 1));
    std::thread::sleep(TICK + TICK / 10);
    assert_eq!((reads(1), reads(1)), (1, 0));
}

#[cfg(unix)]
#[test]
fn a_file_put_in_the_place_of_another_is_not_missed() {
    let place = Place::new("replaced");
    let time = SystemTime::now() - Duration::from_secs(60);
    place.write("a.txt", "Words of a file: one.");
    place.set_modified("a.txt", time);
    std::thread::sleep(TICK + TICK / 10);
    place.run(1);
    place.write(".other", "Words of a file: two.");
    place.set_modified(".other", time);
    fs::rename(place.0.join(".other"), place.0.join("a.txt")).unwrap();
    let account = place.run(1);
    assert_eq!((account.indexed, account.unchanged), (1, 0));
}

#[test]
fn the_first_of_equal_files_is_the_one_searched_whatever_came_first() {
    let place = Place::new("holder");
    place.write("b.txt", "The very same words in each.");
    place.write("c.txt", "The very same words in each.");
    place.run(1);
    place.write("a.txt", "The very same words in each.");
    let account = place.run(1);
    assert_eq!(
        (account.indexed, account.unchanged, account.duplicates),
        (1, 0, 2)
    );
    assert_eq!(place.searched(), ["a.txt"]);
    assert_eq!(place.run(1).generation, account.generation);
}

#[test]
fn what_the_program_wrote_itself_is_no_release() {
    let place = Place::new("left-out");
    place.write("a.txt", "Words of a file.");
    place.write("skips.csv", "title,text\na,Words of a row.\n");
    place.home().leave_out("skips.csv").unwrap();
    for rebuild in [false, true] {
        let options = Options {
            rebuild,
            ..Options::default()
        };
        let account = place.update(&place.home(), &options).unwrap();
        assert_eq!((account.seen, account.indexed), (1, 1));
    }
}

#[test]
fn a_damaged_index_is_an_error_that_says_what_to_do() {
    let place = Place::new("damaged");
    place.write("a.txt", "Words of a file.");
    place.run(1);
    let home = place.home();
    let build = home.build(&home.mark().unwrap());
    for entry in fs::read_dir(build).unwrap().flatten() {
        if entry.path().extension().is_some_and(|end| end == "fast") {
            fs::write(entry.path(), "not a column").unwrap();
        }
    }
    let corpus = Corpus::open(std::slice::from_ref(&place.0)).unwrap();
    let extractor = Extractor {
        version: 1,
        extract: &first_line,
    };
    let told = update(&place.home(), &corpus, &extractor, &Options::default(), &()).unwrap_err();
    assert!(
        told.to_string().contains("dateline index --rebuild"),
        "{told}"
    );
}

/// Rows enough to be read part by part, of which row `other` differs.
fn many_rows(other: usize, text: &str) -> String {
    let row = |at| {
        let own = if at == other {
            text
        } else {
            "Words of a row that is like the others in its length."
        };
        format!("{{\"id\": \"r{at}\", \"text\": \"{at}: {own}\"}}\n")
    };
    (0..20_000).map(row).collect()
}

#[test]
fn a_file_of_many_rows_is_one_file_and_its_rows_go_with_it() {
    let place = Place::new("rows");
    place.write("a.ndjson", &many_rows(7, "First."));
    let account = place.run(1);
    assert_eq!(
        (account.seen, account.indexed, account.releases),
        (1, 1, 20_000)
    );
    assert_eq!((place.run(1).unchanged, place.documents()), (1, 20_000));
    place.write("a.ndjson", &many_rows(7, "Second, which is longer."));
    assert_eq!((place.run(1).indexed, place.documents()), (1, 20_000));
    let fewer: String = many_rows(0, "")
        .lines()
        .skip(5)
        .map(|row| format!("{row}\n"))
        .collect();
    place.write("a.ndjson", &fewer);
    assert_eq!((place.run(1).releases, place.documents()), (19_995, 19_995));
    place.write("b.ndjson", &fewer);
    assert_eq!((place.run(1).duplicates, place.documents()), (1, 19_996));
    fs::remove_file(place.0.join("a.ndjson")).unwrap();
    assert_eq!((place.run(1).moved, place.documents()), (1, 19_995));
    fs::remove_file(place.0.join("b.ndjson")).unwrap();
    assert_eq!((place.run(1).removed, place.documents()), (1, 0));
}

#[test]
fn rows_that_cannot_be_read_or_extracted_are_lost_one_by_one() {
    let place = Place::new("lost-rows");
    let broken = "{\"text\": \n{\"text\": \"trip the extractor\"}\n";
    place.write("a.ndjson", &format!("{broken}{}", many_rows(0, "First.")));
    place.write("b.ndjson", &broken.repeat(20_000));
    let account = place.run(1);
    assert_eq!(
        (account.indexed, account.skipped, account.releases),
        (1, 1, 20_000)
    );
    let lost: Vec<(&str, &str)> = account
        .failures
        .iter()
        .map(|skip| (skip.path.as_str(), skip.reason.as_str()))
        .collect();
    assert!(lost.contains(&("a.ndjson#1", "damaged")), "{lost:?}");
    assert!(
        lost.contains(&("a.ndjson#2", "extraction-failed")),
        "{lost:?}"
    );
    assert_eq!(account.skips[0].path, "b.ndjson");
}
