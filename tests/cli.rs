//! The real program over invented releases in directories of their own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fmt::Debug;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const RELEASES: [(&str, &str); 4] = [
    (
        "2024/arrivals.txt",
        "Arrivals by sea double in Valmora\n\nGENEVA, 12 March 2024 (UNHCR) – Arrivals by sea to Valmora doubled \
         in a year, the agency said today.\n\n“We need safe passage for every family,” said Ada Quill, UNHCR \
         Representative in Valmora. “Nobody should drown for a future.”\n\nThe International Organization for \
         Migration (IOM) supports the reception centres.\n",
    ),
    (
        "2024/shelter.txt",
        "New shelter opens for displaced families\n\nNAIROBI, 3 May 2024 (IOM) – A shelter for four hundred \
         displaced families opened on Friday.\n\n“The roof holds, the water runs,” said Berin Okoth, IOM Chief \
         of Mission.\n",
    ),
    (
        "2023/smuggling.txt",
        "Police dismantle smuggling ring\n\nVIENNA, 7 June 2023 (UNODC) – Officers arrested nine people in a \
         smuggling ring that moved migrants across three borders.\n",
    ),
    (
        "hostile.txt",
        "Title \u{1b}]0;owned\u{7}\u{202e}drawkcab\n\nAn unusual zebra crossing was reported.\n",
    ),
];

/// A corpus in a directory of its own, and the program run in it.
struct Corpus(TempDir);

/// How a run of the program ended.
struct Run {
    arguments: String,
    code: i32,
    out: String,
    err: String,
}

impl Corpus {
    /// Releases on disk, not indexed yet.
    fn fresh() -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (path, text) in RELEASES {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(directory)
    }

    /// Releases and their index.
    fn indexed() -> Self {
        let corpus = Self::fresh();
        corpus.run(&["index", "."]).expect_code(0);
        corpus
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments).current_dir(self.path());
        for variable in ["DATELINE_INDEX", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(arguments, self.command(arguments).output().unwrap())
    }
}

impl Run {
    fn of(arguments: &[&str], output: Output) -> Self {
        Self {
            arguments: arguments.join(" "),
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn fail(&self, what: impl Debug) -> ! {
        panic!(
            "{what:?}\n$ dateline {}\ncode {}\n--- stdout\n{}\n--- stderr\n{}",
            self.arguments, self.code, self.out, self.err
        )
    }

    #[track_caller]
    fn expect_code(&self, code: i32) -> &Self {
        if self.code != code {
            self.fail(format!("code {code} expected"));
        }
        self
    }

    #[track_caller]
    fn expect_out(&self, piece: &str) -> &Self {
        if !self.out.contains(piece) {
            self.fail(format!("not on stdout: {piece}"));
        }
        self
    }

    #[track_caller]
    fn expect_err(&self, piece: &str) -> &Self {
        if !self.err.contains(piece) {
            self.fail(format!("not on stderr: {piece}"));
        }
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| self.fail(error))
    }
}

#[track_caller]
fn expect_keys(value: &Value, mut keys: Vec<&str>) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"));
    let mut found: Vec<&str> = object.keys().map(String::as_str).collect();
    found.sort_unstable();
    keys.sort_unstable();
    assert_eq!(found, keys);
}

#[test]
fn one_command_on_a_fresh_checkout_does_the_whole_job() {
    let corpus = Corpus::fresh();
    let first = corpus.run(&["search", "--corpus", ".", "smuggling"]);
    first
        .expect_code(0)
        .expect_out("1 release")
        .expect_out("Police dismantle smuggling ring");
    first.expect_err("4 indexed + 0 unchanged + 0 duplicates + 0 skipped = 4 files");
    let second = corpus.run(&["search", "--corpus", ".", "smuggling"]);
    assert_eq!(
        second.expect_code(0).err,
        "",
        "nothing changed, so nothing is told"
    );
}

#[test]
fn what_is_found_decides_the_exit_code() {
    let corpus = Corpus::indexed();
    corpus.run(&["search", "shelter"]).expect_code(0);
    let nothing = corpus.run(&["search", "xylophone"]);
    assert_eq!(
        nothing
            .expect_code(1)
            .expect_err("no release found for xylophone")
            .out,
        ""
    );
    let empty = corpus
        .run(&["search", "xylophone", "--format", "json"])
        .expect_code(1)
        .json();
    assert_eq!(
        (&empty["total"], &empty["hits"]),
        (&Value::from(0), &Value::Array(vec![]))
    );
    corpus
        .run(&["search", "--", "-shelter"])
        .expect_code(0)
        .expect_out("3 releases");
    corpus
        .run(&["search"])
        .expect_code(0)
        .expect_out("4 releases");
    corpus.run(&["query", "shelter"]).expect_code(0);
}

#[test]
fn errors_name_the_thing_and_what_to_type_instead() {
    let corpus = Corpus::indexed();
    for (arguments, told) in [
        (
            &["search", "a", "--organisation", "Xyzzy"][..],
            "no organisation is called `Xyzzy`",
        ),
        (
            &["search", "a", "--since", "soon"],
            "`soon` is not a date; write 2023, 2023-05, 2023-05-04, or 90d",
        ),
        (
            &["search", "a", "--since", "2024", "--until", "2023"],
            "since 2024 lies after until 2023",
        ),
        (&["search", "a", "--facet", "yeer"], "did you mean `year`?"),
        (&["search", "a", "-n", "0"], "limit is 0; give 1 to 1000"),
        (
            &["search", "a", "--strict", "AND"],
            "nothing stands after `AND`",
        ),
        (
            &["search", "a", "--index", "nowhere"],
            "make one with `dateline index DIR`",
        ),
        (&["search", "a", "--sinc", "2023"], "--since"),
        (
            &["facets", "colour"],
            "`colour` is no field to count or filter by",
        ),
        (
            &["show", "ffffffffffff"],
            "no release has the id or path `ffffffffffff`",
        ),
        (&["index", "nowhere"], "nowhere: No such file"),
        (&["index", "hostile.txt"], "hostile.txt is not a directory"),
        (&["extract", "nowhere.txt"], "nowhere.txt: "),
        (
            &["extract", "2024"],
            "2024: it is a directory; name the files in it",
        ),
        (&["man", "woman"], "no command is called `woman`"),
    ] {
        let run = corpus.run(arguments);
        run.expect_code(2).expect_err(told).expect_err("error: ");
        assert_eq!(run.out, "", "{arguments:?}");
    }
}

#[test]
fn without_an_index_it_says_how_to_make_one() {
    let corpus = Corpus::fresh();
    let run = corpus.run(&["search", "shelter"]);
    run.expect_code(2)
        .expect_err("no index found from ")
        .expect_err("run `dateline index DIR` first, or give --corpus DIR");
}

#[test]
fn the_index_is_found_upwards_and_where_it_is_said() {
    let corpus = Corpus::indexed();
    let below = corpus
        .command(&["search", "shelter"])
        .current_dir(corpus.path().join("2024"))
        .output()
        .unwrap();
    Run::of(&["search"], below).expect_code(0);
    let elsewhere = tempfile::tempdir().unwrap();
    let said = elsewhere.path().join("index");
    let said = said.to_str().unwrap();
    corpus.run(&["index", ".", "--index", said]).expect_code(0);
    let from_environment = corpus
        .command(&["status", "--format", "json"])
        .env("DATELINE_INDEX", said)
        .current_dir("/")
        .output()
        .unwrap();
    let status = Run::of(&["status"], from_environment).expect_code(0).json();
    assert_eq!(status["path"], said);
}

#[test]
fn a_query_that_is_not_right_is_answered_with_a_caret_under_the_place() {
    let corpus = Corpus::indexed();
    let run = corpus.run(&["search", "shelter AND"]);
    run.expect_code(0).expect_out("New shelter opens");
    run.expect_err("warning: nothing stands after `AND`, so it is left out\n    shelter AND\n            ^^^\n");
    let json = corpus
        .run(&["search", "shelter AND", "--format", "json"])
        .expect_code(0)
        .json();
    let warning = &json["query"]["warnings"][0];
    assert_eq!(
        (&warning["start"], &warning["end"]),
        (&Value::from(8), &Value::from(11))
    );
}

#[test]
fn when_all_words_find_nothing_some_of_them_are_and_it_says_so() {
    let corpus = Corpus::indexed();
    let run = corpus.run(&["search", "shelter", "smuggling"]);
    run.expect_code(0)
        .expect_out("2 releases with some of the words")
        .expect_err("no release has all of these words");
    let json = corpus
        .run(&["search", "shelter smuggling", "--format", "json"])
        .json();
    assert_eq!(json["query"]["operator"], "or");
}

#[test]
fn filters_and_facets_narrow_and_count() {
    let corpus = Corpus::indexed();
    corpus
        .run(&["search", "--since", "2024", "--format", "ndjson"])
        .expect_code(0)
        .expect_out("arrivals.txt");
    let run = corpus.run(&[
        "search",
        "--since",
        "2024",
        "--not-publisher",
        "UNHCR",
        "--format",
        "ndjson",
    ]);
    let hits: Vec<Value> = run
        .expect_code(0)
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(hits.len(), 1, "{}", run.out);
    assert_eq!(hits[0]["path"], "2024/shelter.txt");
    let json = corpus
        .run(&["search", "--facet", "year:1", "--format", "json"])
        .expect_code(0)
        .json();
    let years = &json["facets"]["year"];
    expect_keys(years, vec!["values", "missing", "other"]);
    expect_keys(&years["values"][0], vec!["value", "count", "selected"]);
    assert_eq!(
        (&years["values"][0]["value"], &years["values"][0]["count"]),
        (&"2024".into(), &2.into())
    );
    corpus
        .run(&["facets", "year"])
        .expect_code(0)
        .expect_out("  2  2024\n  1  2023\n");
    corpus.run(&["facets", "year", "xylophone"]).expect_code(1);
}

#[test]
fn the_answer_has_the_keys_that_are_documented() {
    let corpus = Corpus::indexed();
    let json = corpus
        .run(&["search", "passage", "--format", "json"])
        .expect_code(0)
        .json();
    expect_keys(
        &json,
        vec![
            "query",
            "index",
            "total",
            "took_ms",
            "hits",
            "facets",
            "next_cursor",
        ],
    );
    expect_keys(
        &json["query"],
        vec!["input", "understood", "operator", "warnings"],
    );
    expect_keys(&json["index"], vec!["generation", "releases", "version"]);
    let hit = &json["hits"][0];
    expect_keys(
        hit,
        vec![
            "id",
            "score",
            "path",
            "url",
            "title",
            "language",
            "date",
            "place",
            "publisher",
            "organisations",
            "speakers",
            "copies",
            "snippets",
        ],
    );
    expect_keys(&hit["date"], vec!["value", "precision", "inferred", "rule"]);
    expect_keys(&hit["organisations"][0], vec!["name", "acronym", "role"]);
    expect_keys(&hit["speakers"][0], vec!["name", "role", "organisation"]);
    let snippet = &hit["snippets"][0];
    let keys = "text start end highlights section speaker";
    expect_keys(snippet, keys.split(' ').collect());
    assert_eq!(snippet["section"], "quotation");
    expect_keys(&snippet["speaker"], vec!["name", "role", "organisation"]);
    assert_eq!(snippet["speaker"]["name"], "Ada Quill");
    let marked = &snippet["highlights"][0];
    let (from, to) = (
        marked[0].as_u64().unwrap() as usize,
        marked[1].as_u64().unwrap() as usize,
    );
    let characters: Vec<char> = snippet["text"].as_str().unwrap().chars().collect();
    assert_eq!(characters[from..to].iter().collect::<String>(), "passage");
    let explained = corpus
        .run(&["search", "passage", "--format", "json", "--explain"])
        .json();
    let hit = &explained["hits"][0];
    let reasons = hit["explain"].as_array().unwrap();
    expect_keys(&reasons[0], vec!["of", "how", "zone", "count", "value"]);
    let values = reasons
        .iter()
        .map(|reason| reason["value"].as_f64().unwrap());
    assert!((values.sum::<f64>() - hit["score"].as_f64().unwrap()).abs() < 1e-3);
    let text = corpus.run(&["search", "passage", "--explain"]).out;
    assert!(text.contains("  score\n"), "{text}");
    assert!(text.contains("passage: the very word in body"), "{text}");
}

#[test]
fn pages_join_to_the_whole() {
    let corpus = Corpus::indexed();
    let page = |arguments: &[&str]| {
        corpus
            .run(&[&["search", "--format", "json", "-n", "3"], arguments].concat())
            .json()
    };
    let first = page(&[]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let by_cursor = page(&["--cursor", cursor]);
    assert_eq!(by_cursor["hits"].as_array().map(Vec::len), Some(1));
    assert_eq!(by_cursor["hits"], page(&["--offset", "3"])["hits"]);
    assert_eq!(by_cursor["next_cursor"], Value::Null);
}

#[test]
fn an_extraction_has_the_keys_that_are_documented() {
    let corpus = Corpus::fresh();
    let run = corpus.run(&["extract", "2024/arrivals.txt", "--format", "json"]);
    let json = run.expect_code(0).json();
    let keys =
        "path text title date place country language publisher organisations speakers quotes";
    expect_keys(&json, keys.split(' ').collect());
    expect_keys(
        &json["title"],
        "value start end rule confidence".split(' ').collect(),
    );
    let keys = "value precision inferred start end rule confidence candidates bounds";
    expect_keys(&json["date"], keys.split(' ').collect());
    assert_eq!(json["date"]["value"], "2024-03-12");
    let quote = &json["quotes"][0];
    let keys = "start end text kind speaker speaker_start speaker_end cue rule confidence";
    expect_keys(quote, keys.split(' ').collect());
    expect_keys(
        &quote["speaker"],
        "name written role organisation".split(' ').collect(),
    );
    assert_eq!(quote["speaker"]["name"], "Ada Quill");
    let text: Vec<char> = json["text"].as_str().unwrap().chars().collect();
    let (start, end) = (
        quote["start"].as_u64().unwrap() as usize,
        quote["end"].as_u64().unwrap() as usize,
    );
    assert_eq!(
        text[start..end].iter().collect::<String>(),
        quote["text"].as_str().unwrap()
    );
}

#[test]
fn several_files_give_one_object_a_line_and_one_missing_does_not_stop_the_rest() {
    let corpus = Corpus::fresh();
    let run = corpus.run(&[
        "extract",
        "2024/arrivals.txt",
        "none.txt",
        "2024/shelter.txt",
        "--format",
        "json",
    ]);
    run.expect_code(2).expect_err("error: none.txt: ");
    let paths: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["path"].clone())
        .collect();
    assert_eq!(paths, ["2024/arrivals.txt", "2024/shelter.txt"]);
    corpus
        .run(&["extract", "2024/arrivals.txt"])
        .expect_code(0)
        .expect_out("2024-03-12")
        .expect_out("Ada Quill");
}

#[test]
fn a_release_is_shown_by_id_and_by_path() {
    let corpus = Corpus::indexed();
    let by_path = corpus
        .run(&["show", "2024/arrivals.txt", "--format", "json"])
        .expect_code(0)
        .json();
    let id = by_path["id"].as_str().unwrap();
    assert_eq!(
        corpus
            .run(&["show", &id[..6], "--format", "json"])
            .expect_code(0)
            .json(),
        by_path
    );
    assert_eq!(by_path["text"], RELEASES[0].1);
    let text = corpus.run(&["show", id]);
    text.expect_code(0)
        .expect_out("Nobody should drown")
        .expect_out("dateline");
}

#[test]
fn the_account_adds_up_and_names_each_skip() {
    let corpus = Corpus::fresh();
    fs::write(corpus.path().join("empty.txt"), " \n").unwrap();
    fs::copy(
        corpus.path().join("2024/shelter.txt"),
        corpus.path().join("copy.txt"),
    )
    .unwrap();
    let account = corpus
        .run(&["index", ".", "--format", "json"])
        .expect_code(0)
        .json();
    let count = |key: &str| account[key].as_u64().unwrap();
    assert_eq!(count("seen"), 6);
    assert_eq!(
        count("seen"),
        count("indexed") + count("unchanged") + count("duplicates") + count("skipped")
    );
    assert_eq!((count("duplicates"), count("skipped")), (1, 1));
    fs::remove_file(corpus.path().join("copy.txt")).unwrap();
    let text = corpus.run(&["index"]);
    text.expect_code(0)
        .expect_out("empty.txt: it holds no text")
        .expect_out("1 removed");
}

#[test]
fn a_pipe_gets_no_colour_and_no_wrapping() {
    let corpus = Corpus::indexed();
    let plain = corpus.run(&["search", "smuggling"]);
    assert!(!plain.out.contains('\u{1b}'), "{}", plain.out);
    plain.expect_out("Officers arrested nine people in a smuggling ring that moved migrants across three borders.");
    let coloured = corpus.run(&["search", "smuggling", "--color", "always"]);
    coloured.expect_out("\u{1b}[1;31msmuggling\u{1b}[0m");
    let forbidden = corpus
        .command(&["search", "smuggling"])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert_eq!(Run::of(&["search"], forbidden).out, plain.out);
}

#[test]
fn a_document_cannot_drive_the_terminal() {
    let corpus = Corpus::indexed();
    for arguments in [
        &["search", "zebra"][..],
        &["show", "hostile.txt"],
        &["extract", "hostile.txt"],
    ] {
        let run = corpus.run(arguments);
        run.expect_code(0).expect_out("drawkcab");
        let unsafe_left = run
            .out
            .chars()
            .find(|c| matches!(c, '\u{1b}' | '\u{7}' | '\u{202e}'));
        assert_eq!(unsafe_left, None, "{}", run.out);
    }
}

#[test]
fn whoever_closes_the_pipe_has_read_enough() {
    let corpus = Corpus::fresh();
    // More than a pipe holds, so that the program is still writing when its reader goes.
    fs::write(
        corpus.path().join("long.txt"),
        "Shelter for all. ".repeat(40_000),
    )
    .unwrap();
    let mut child = corpus
        .command(&["extract", "long.txt", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn status_completions_and_manual_are_printed() {
    let corpus = Corpus::indexed();
    let status = corpus
        .run(&["status", "--format", "json"])
        .expect_code(0)
        .json();
    assert_eq!(
        (&status["releases"], &status["generation"]),
        (&4.into(), &1.into())
    );
    corpus
        .run(&["status"])
        .expect_code(0)
        .expect_out("releases    4");
    for shell in ["bash", "zsh", "fish"] {
        corpus
            .run(&["completions", shell])
            .expect_code(0)
            .expect_out("dateline");
    }
    corpus
        .run(&["man"])
        .expect_code(0)
        .expect_out(".TH dateline");
    corpus
        .run(&["man", "search"])
        .expect_code(0)
        .expect_out("dateline\\-search");
}

#[test]
fn organisations_of_the_users_own_are_known_and_followed() {
    let corpus = Corpus::indexed();
    let quay = "Boats return to Valmora\n\nVALMORA, 8 July 2024 – The boats are back, Quayside Circle said.\n";
    fs::write(corpus.path().join("2024/quay.txt"), quay).unwrap();
    let table = corpus.path().join("organisations.toml");
    let circle = "[[organisation]]\nname = \"Valmora Quayside Circle\"\nacronym = \"VQC\"\n\
        aliases = [\"Quayside Circle\"]\nkind = \"ngo\"\n";
    fs::write(&table, circle).unwrap();
    corpus.run(&["index", "."]).expect_out("= 5 files");
    corpus
        .run(&["search", "--org", "vqc", "--format", "ndjson"])
        .expect_code(0)
        .expect_out("2024/quay.txt");
    corpus
        .run(&["extract", "2024/quay.txt"])
        .expect_out("Valmora Quayside Circle");

    fs::write(&table, "[[organisation]]\nname = 3\n").unwrap();
    corpus
        .run(&["index", "."])
        .expect_code(2)
        .expect_err("organisations.toml");

    fs::remove_file(&table).unwrap();
    corpus.run(&["index", "."]).expect_code(0);
    corpus.run(&["search", "--org", "vqc"]).expect_code(2);
}
