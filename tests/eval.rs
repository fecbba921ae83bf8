//! `dateline eval` as a person runs it, and its figures over the example corpus.
//!
//! The figures lie in `tests/golden/`. A change that moves them shows in review; to accept
//! new ones: `INSTA_UPDATE=always cargo test --test eval`, then read the difference.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const TEXT: &str = "Ferry talks end in Elsin\n\nELSIN, 4 March 2021 – The Ferry Board met.\n\n\
    “The piers are full,” said Ada Quill, Harbour Master. The so-called “fair fare” stays.\n";

/// Code, stdout and stderr of a run in `directory`.
fn run(directory: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments).current_dir(directory);
    for variable in ["DATELINE_INDEX", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    let output = command.output().unwrap();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// A folder with one text and its label.
fn labelled(label: &Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("one.txt"), TEXT).unwrap();
    fs::write(folder.path().join("one.json"), label.to_string()).unwrap();
    folder
}

fn label() -> Value {
    let at = |piece: &str| TEXT[..TEXT.find(piece).unwrap()].chars().count();
    json!({
        "file": "one.txt",
        "title": "Ferry talks end in Elsin",
        "date": {"value": "2021-03-04", "printed": "4 March 2021", "complete": true},
        "place": "ELSIN",
        "publisher": [],
        "organisations": [{"name": "Ferry Board", "written": ["Ferry Board"]}],
        "speakers": [{"name": "Bo Osei", "written": [], "role": null}],
        "quotes": [{"text": "The piers are full,", "start": at("The piers"), "speaker": "Bo Osei"}],
        "not_quotes": [{"text": "fair fare", "start": at("fair fare")}]
    })
}

#[test]
fn a_label_is_scored_and_its_misses_shown() {
    let folder = labelled(&label());
    let (code, out, err) = run(folder.path(), &["eval", "."]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("1 labelled file\n"), "{out}");
    assert!(
        out.contains("date                          1      0       0      1.000   1.000  1.000"),
        "{out}"
    );
    assert!(
        out.contains("quotations with speaker       0      1       1      0.000   0.000  0.000"),
        "{out}"
    );
    assert!(!out.contains("missing"), "{out}");
    let (_, out, _) = run(folder.path(), &["eval", "one.json", "--errors"]);
    assert!(out.contains("  missing  one  Bo Osei\n"), "{out}");
    assert!(
        out.contains("Bo Osei: The piers are full,  ≠  Ada Quill: The piers are full,"),
        "{out}"
    );
}

#[test]
fn json_has_every_figure_and_every_miss() {
    let folder = labelled(&label());
    let (code, out, _) = run(folder.path(), &["eval", ".", "--format", "json"]);
    assert_eq!(code, 0);
    let report: Value = serde_json::from_str(&out).unwrap();
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(
        keys(&report),
        [
            "attribution",
            "fields",
            "files",
            "misses",
            "not_quotes_taken"
        ]
    );
    let fields = report["fields"].as_array().unwrap();
    let names: Vec<&str> = fields
        .iter()
        .map(|field| field["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "title",
            "date",
            "place",
            "publisher",
            "organisations",
            "speakers",
            "roles",
            "quotations",
            "quotations_with_speaker"
        ]
    );
    assert_eq!(
        fields[1],
        json!({"field": "date", "tp": 1, "fp": 0, "fn": 0, "precision": 1.0, "recall": 1.0, "f1": 1.0})
    );
    assert_eq!(fields[6]["precision"], Value::Null);
    let misses = report["misses"].as_array().unwrap();
    let wrong = misses.iter().find(|miss| miss["kind"] == "wrong").unwrap();
    assert_eq!(
        keys(wrong),
        [
            "end", "field", "file", "found", "kind", "label", "rule", "start", "wanted"
        ]
    );
    assert_eq!(
        (&wrong["label"], &wrong["file"]),
        (&json!("one"), &json!("one.txt"))
    );
    assert_eq!(wrong["start"], label()["quotes"][0]["start"]);
}

#[test]
fn a_fault_is_named_with_its_place() {
    let mut off = label();
    off["quotes"][0]["start"] = json!(3);
    let mut absent = label();
    absent["file"] = json!("two.txt");
    for (label, told) in [
        (
            off,
            "one.json: quotes[0] does not stand at 3 of one.txt, it begins at 71",
        ),
        (absent, "one.json: its file two.txt cannot be read"),
        (
            json!({"title": null}),
            "one.json: not a label: missing field `file`",
        ),
        (json!([]), "one.json: not a label: "),
    ] {
        let folder = labelled(&label);
        let (code, out, err) = run(folder.path(), &["eval", "."]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.starts_with("error: ") && err.contains(told), "{err}");
    }
}

#[test]
fn without_labels_it_says_what_to_give() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, err) = run(folder.path(), &["eval", "."]);
    assert_eq!(code, 2);
    assert!(err.contains(". holds no labels"), "{err}");
    let (code, _, err) = run(folder.path(), &["eval", "none"]);
    assert_eq!(code, 2);
    assert!(err.contains("none: "), "{err}");
    let (code, _, err) = run(folder.path(), &["eval"]);
    assert_eq!(code, 2);
    assert!(err.contains("GOLD"), "{err}");
    let (code, _, err) = run(folder.path(), &["eval", "--queries", "q.tsv"]);
    assert_eq!(code, 2);
    assert!(err.contains("--judgements"), "{err}");
}

/// Two releases about ferries and one about pears, with judged queries.
fn judged() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let texts = [
        ("a.txt", "Ferry ferry ferry\n\nThe ferry sails.\n"),
        (
            "b.txt",
            "The night boat\n\nA ferry of another make sails at night with many people on it.\n",
        ),
        ("c.txt", "Pears\n\nPears are ripe.\n"),
    ];
    fs::create_dir(folder.path().join("texts")).unwrap();
    for (name, text) in texts {
        fs::write(folder.path().join("texts").join(name), text).unwrap();
    }
    fs::write(
        folder.path().join("q.tsv"),
        "one\tferry\ntwo\tpears\nthree\tplums\n",
    )
    .unwrap();
    let judgements =
        "one\tb.txt\t2\none\ta.txt\t0\ntwo\tc.txt\t1\ntwo\ta.txt\t1\nthree\tlost.txt\t1\n";
    fs::write(folder.path().join("j.tsv"), judgements).unwrap();
    folder
}

const RANKING: [&str; 7] = [
    "eval",
    "--queries",
    "q.tsv",
    "--judgements",
    "j.tsv",
    "--corpus",
    "texts",
];

#[test]
fn judged_queries_are_asked_and_measured() {
    let folder = judged();
    let (code, out, err) = run(
        folder.path(),
        &[&RANKING[..], &["--format", "json"]].concat(),
    );
    assert_eq!(code, 0, "{err}");
    assert!(
        err.contains("1 judged release not in the index and counted as not found: lost.txt"),
        "{err}"
    );
    let report: Value = serde_json::from_str(&out).unwrap();
    let queries = report["queries"].as_array().unwrap();
    let figures = |at: usize, key: &str| queries[at][key].as_f64().unwrap();
    // The one of use comes second: its gain is halved by log2(3), its rank is 2.
    assert!(
        (figures(0, "ndcg_at_10") - 1.0 / 3_f64.log2()).abs() < 1e-9,
        "{out}"
    );
    assert!((figures(0, "reciprocal_rank") - 0.5).abs() < 1e-9);
    assert!((figures(1, "recall_at_100") - 0.5).abs() < 1e-9);
    assert!((report["means"]["mrr"].as_f64().unwrap() - 0.5).abs() < 1e-9);
    assert_eq!(
        queries[1]["low"],
        json!([{"document": "a.txt", "grade": 1, "rank": null}])
    );
    assert_eq!(report["unknown"], json!(["lost.txt"]));
}

#[test]
fn what_ranks_low_is_shown() {
    let folder = judged();
    let (code, out, _) = run(folder.path(), &[&RANKING[..], &["--errors"]].concat());
    assert_eq!(code, 0);
    assert!(
        out.starts_with("3 queries, 5 judgements, 3 releases\n"),
        "{out}"
    );
    assert!(
        out.contains("one      0.631  0.500       1.000  ferry\n"),
        "{out}"
    );
    assert!(out.contains("  not found  grade 1   a.txt\n"), "{out}");
}

#[test]
fn a_judgement_that_is_none_is_named_with_its_line() {
    let folder = judged();
    fs::write(folder.path().join("j.tsv"), "one\tb.txt\n").unwrap();
    let (code, _, err) = run(folder.path(), &RANKING);
    assert_eq!(code, 2);
    assert!(
        err.contains("j.tsv:1: not a judgement; write query id, tab, document, tab, grade"),
        "{err}"
    );
}

/// Compares with `tests/golden/NAME.snap`.
fn expect_golden(name: &str, report: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, report));
}

#[test]
fn the_fields_of_the_example_corpus_are_read_as_well_as_before() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (code, out, err) = run(root, &["eval", "tests/gold"]);
    assert_eq!((code, err.as_str()), (0, ""));
    expect_golden("fields", &out);
}

#[test]
fn the_example_corpus_is_ranked_as_well_as_before() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = tempfile::tempdir().unwrap();
    let index = index.path().join("index");
    let (queries, judgements) = ("tests/ranking/queries.tsv", "tests/ranking/judgements.tsv");
    let (code, out, err) = run(
        root,
        &[
            "eval",
            "--queries",
            queries,
            "--judgements",
            judgements,
            "--corpus",
            "corpus",
            "--index",
            index.to_str().unwrap(),
        ],
    );
    assert_eq!(code, 0, "{err}");
    assert!(!err.contains("not in the index"), "{err}");
    expect_golden("ranking", &out);
}
