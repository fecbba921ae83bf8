//! The real program on copies: found, collapsed, shown, and the same after every run as in
//! an index built anew. All releases are invented.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const BODY: &str = "The harbour council opened a second quay for rescue boats on the north shore and asked all \
crews to register with the watch before dawn.\n\nNobody who comes ashore at night should wait for a blanket until \
morning, the head of the watch told the people who had gathered by the lighthouse. Volunteers of four villages \
cook for the crews, and the school has lent its kitchen until the summer holidays are over.\n\nThe council pays \
for fuel and for the lamps along the wall, which fishermen had asked for since the storm took the old ones away. \
A doctor comes every second evening, and those who need more are driven to the clinic in the valley.\n";

struct Corpus(TempDir);

impl Corpus {
    fn new() -> Self {
        let corpus = Self(TempDir::new().unwrap());
        corpus.write(
            "council/quay.txt",
            &format!("Second quay opens\n\nPORTBY, 4 May 2024 – {BODY}"),
        );
        corpus.write(
            "other.txt",
            "Ferries run again\n\nVALMORA, 2 May 2024 – Ferries to the islands and the quay run twice a day.\n",
        );
        corpus
    }

    /// A copy of each kind, dated behind the original.
    fn copy(&self) {
        let whole = format!("Second quay opens\n\nPORTBY, 4 May 2024 – {BODY}");
        let cut: String = whole.chars().take(400).collect();
        let wrapped = whole.split_whitespace().collect::<Vec<_>>();
        let wrapped: Vec<String> = wrapped.chunks(7).map(|line| line.join(" ")).collect();
        self.write("wire/cut.txt", &format!("{cut}..."));
        self.write("wire/wrapped.txt", &wrapped.join("\n"));
        self.write(
            "wire/headed.txt",
            &format!("What the shore needs now\n\nVALMORA, 5 May 2024 (HW) – {BODY}"),
        );
        self.write("wire/same.txt", &whole);
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let run = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("DATELINE_INDEX")
            .output()
            .unwrap();
        assert_ne!(
            run.status.code(),
            Some(2),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        run
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[arguments, &["--format", "json"]].concat());
        serde_json::from_slice(&run.stdout).unwrap()
    }

    fn index(&self) {
        self.run(&["index", "."]);
    }

    fn copies_of(&self, path: &str) -> BTreeSet<(String, String)> {
        let shown = self.json(&["show", path]);
        let copies = shown["copies"].as_array().unwrap().iter();
        let text = |copy: &Value, key: &str| copy[key].as_str().unwrap().to_owned();
        copies
            .map(|copy| (text(copy, "path"), text(copy, "kind")))
            .collect()
    }
}

fn paths(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["path"].as_str().unwrap()).collect()
}

#[test]
fn one_stands_for_its_copies_and_all_are_given_when_asked_for() {
    let corpus = Corpus::new();
    corpus.copy();
    corpus.index();
    let answer = corpus.json(&["search", "quay", "--facet", "language"]);
    assert_eq!(answer["total"], 2, "{answer}");
    let counts = answer["facets"]["language"]["values"].as_array().unwrap();
    let counted: u64 = counts
        .iter()
        .map(|value| value["count"].as_u64().unwrap())
        .sum();
    let missing = answer["facets"]["language"]["missing"].as_u64().unwrap();
    assert_eq!(counted + missing, 2, "facets count as the total does");
    let first = &answer["hits"]
        .as_array()
        .unwrap()
        .iter()
        .find(|hit| hit["path"] == "council/quay.txt");
    assert_eq!(first.unwrap()["copies"], 4);

    let all = corpus.json(&["search", "quay", "--no-collapse"]);
    assert_eq!(all["total"], 5, "files of one content are one release");
    let exported = corpus.run(&["export", "quay", "--format", "ndjson"]);
    assert_eq!(String::from_utf8_lossy(&exported.stdout).lines().count(), 2);
    assert_eq!(
        corpus.json(&["facets", "place", "quay"])["facet"]["values"]
            .as_array()
            .unwrap()
            .len(),
        2
    );

    let similar = corpus.json(&["similar", "council/quay.txt"]);
    assert!(
        paths(&similar)
            .iter()
            .all(|path| !path.starts_with("wire/")),
        "{similar}"
    );
}

#[test]
fn a_copy_is_found_by_words_that_the_one_that_stands_has_not() {
    let corpus = Corpus::new();
    corpus.copy();
    corpus.index();
    let answer = corpus.json(&["search", "shore needs now"]);
    assert_eq!(paths(&answer), ["wire/headed.txt"]);
    assert_eq!(answer["hits"][0]["copies"], 4);
}

#[test]
fn show_lists_copies_with_what_differs() {
    let corpus = Corpus::new();
    corpus.copy();
    corpus.index();
    let kinds = [
        ("cut", "cut"),
        ("headed", "re-headed"),
        ("same", "exact"),
        ("wrapped", "exact"),
    ];
    let kinds = kinds.map(|(name, kind)| (format!("wire/{name}.txt"), kind.to_owned()));
    assert_eq!(corpus.copies_of("council/quay.txt"), kinds.into());
    let shown = corpus.run(&["show", "wire/headed.txt"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(
        shown.contains("4 copies")
            && shown.contains("council/quay.txt  2024-05-04  re-headed  shown in answers"),
        "{shown}"
    );
}

#[test]
fn pages_give_each_group_once() {
    let corpus = Corpus::new();
    corpus.copy();
    corpus.index();
    for sort in ["relevance", "newest", "oldest"] {
        let ask = ["search", "quay", "--sort", sort, "--limit", "1"];
        let first = corpus.json(&ask);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = corpus.json(&[&ask[..], &["--cursor", cursor]].concat());
        let both: BTreeSet<&str> = paths(&first).into_iter().chain(paths(&second)).collect();
        assert_eq!(
            both,
            BTreeSet::from(["council/quay.txt", "other.txt"]),
            "{sort}"
        );
        assert!(second["next_cursor"].is_null());
    }
}

#[test]
fn an_earlier_copy_that_comes_between_two_pages_takes_nothing_from_the_next() {
    let corpus = Corpus::new();
    corpus.index();
    let ask = ["search", "quay", "--sort", "oldest", "--limit", "1"];
    let first = corpus.json(&ask);
    assert_eq!(paths(&first), ["other.txt"]);
    corpus.write(
        "early.txt",
        &format!("An early word\n\nPORTBY, 1 May 2024 – {BODY}"),
    );
    corpus.index();
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = corpus.json(&[&ask[..], &["--cursor", cursor]].concat());
    assert_eq!(paths(&second), ["council/quay.txt"]);
    assert_eq!(
        paths(&corpus.json(&ask)),
        ["early.txt"],
        "it stands for both now"
    );
}

#[test]
fn groups_after_several_runs_are_those_of_an_index_built_anew() {
    let corpus = Corpus::new();
    corpus.index();
    corpus.copy();
    corpus.index();
    corpus.write(
        "council/quay.txt",
        &format!("Quay opens\n\nPORTBY, 4 May 2024 – {BODY}"),
    );
    fs::remove_file(corpus.0.path().join("wire/wrapped.txt")).unwrap();
    corpus.index();
    let ask = ["search", "quay"];
    let look = |corpus: &Corpus| {
        let mut hits: Vec<String> = corpus.json(&ask)["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| format!("{} {}", hit["path"], hit["copies"]))
            .collect();
        hits.sort();
        (hits, corpus.copies_of("council/quay.txt"))
    };
    let grown = look(&corpus);
    assert_eq!(grown.1.len(), 3);
    corpus.run(&["index", ".", "--rebuild"]);
    assert_eq!(look(&corpus), grown);
}

#[test]
fn groups_that_were_lost_are_worked_out_again() {
    let corpus = Corpus::new();
    corpus.copy();
    corpus.index();
    let builds = fs::read_dir(corpus.0.path().join(".dateline")).unwrap();
    let mut builds = builds.map(|entry| entry.unwrap().path().join("copies.json"));
    let kept = builds.find(|path| path.is_file()).unwrap();
    let before = fs::read_to_string(&kept).unwrap();
    for damage in [None, Some("dateline copies 1 0 0 0\n"), Some("\u{0}")] {
        match damage {
            None => fs::remove_file(&kept).unwrap(),
            Some(text) => fs::write(&kept, text).unwrap(),
        }
        assert_eq!(corpus.json(&["search", "quay"])["total"], 2);
        corpus.index();
        assert_eq!(fs::read_to_string(&kept).unwrap(), before);
    }
}
