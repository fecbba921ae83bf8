//! Runs over directories of invented releases.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::document::Found;
use crate::schema::SCHEMA_VERSION;

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
    let file = fs::File::options()
        .write(true)
        .open(place.0.join("a.txt"))
        .unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    let account = place.run(1);
    assert_eq!(
        (account.unchanged, account.indexed, account.generation),
        (1, 0, 1)
    );
    assert!(is_file(&place.home().path().join("touched.json")));
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
    let other = place.0.join("other");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("thesis.doc"), "mine").unwrap();
    let mark = Mark::new(place.0.clone(), vec![], 1);
    let home = Home::new(&other);
    let refused = home.open_to_write(&mark).unwrap_err();
    assert!(matches!(refused, IndexError::Foreign(_)));
    assert!(refused.to_string().contains("--index"));
    assert!(home.remove().is_err());
    assert!(is_file(&other.join("thesis.doc")));
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let place = Place::new("locked");
    place.write("a.txt", "Words of a file.");
    place.run(1);
    let mark = Mark::new(place.0.canonicalize().unwrap(), vec![], 1);
    let (index, _) = place.home().open_to_write(&mark).unwrap();
    let _writer: IndexWriter = index.writer(LEAST_HEAP).unwrap();
    place.write("b.txt", "More words.");
    let corpus = Corpus::open(std::slice::from_ref(&place.0)).unwrap();
    let extractor = Extractor {
        version: 1,
        extract: &first_line,
    };
    let refused = update(&place.home(), &corpus, &extractor, &Options::default(), &());
    assert!(matches!(refused, Err(IndexError::Locked(_))), "{refused:?}");
}

#[test]
fn an_index_of_another_schema_is_built_anew() {
    let place = Place::new("schema");
    place.write("a.txt", "Words of a file.");
    place.run(1);
    let file = place.home().path().join("dateline.json");
    let older = fs::read_to_string(&file)
        .unwrap()
        .replace(&format!("\"schema\":{SCHEMA_VERSION}"), "\"schema\":0");
    fs::write(&file, older).unwrap();
    let told = place.home().open_to_search().unwrap_err().to_string();
    assert!(
        told.contains("schema 0") && told.contains("--rebuild"),
        "{told}"
    );
    let account = place.run(1);
    assert_eq!((account.indexed, account.rebuilt.is_some()), (1, true));
}

#[test]
fn a_damaged_index_is_an_error_that_says_what_to_do() {
    let place = Place::new("damaged");
    place.write("a.txt", "Words of a file.");
    place.run(1);
    for entry in fs::read_dir(place.home().path()).unwrap().flatten() {
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
