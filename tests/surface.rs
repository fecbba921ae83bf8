//! The real program: quotations, timelines, exports, lists of queries, saved searches,
//! similar releases, as text and as data.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const HOSTILE: &str = "Title \u{1b}]0;owned\u{7}\u{202e}drawkcab";

const RELEASES: [(&str, &str); 6] = [
    (
        "arrivals.txt",
        "Arrivals by sea double in Valmora\n\nGENEVA, 12 March 2024 (UNHCR) – Arrivals by sea to Valmora doubled \
         in a year, the agency said today.\n\n“We need safe passage for every family that has to flee,” said Ada \
         Quill, UNHCR Representative in Valmora. “Nobody should drown for a future.”\n\nThe International \
         Organization for Migration (IOM) supports the reception centres.\n",
    ),
    (
        "wire/arrivals.txt",
        "Valmora arrivals double, agency says\n\nPORTBY, 13 March 2024 – Twice as many people came to Valmora by \
         sea as a year ago.\n\n“We need safe passage for every family that has to flee,” said Ada Quill, UNHCR \
         Representative in Valmora.\n\nThe harbour stayed open through the night, port workers told this wire.\n",
    ),
    (
        "shelter.txt",
        "New shelter opens for displaced families\n\nNAIROBI, 3 May 2024 (IOM) – A shelter for four hundred \
         displaced families opened on Friday.\n\n“The roof holds, the water runs and every family has a door to \
         close,” said Berin Okoth, IOM Chief of Mission.\n",
    ),
    (
        "smuggling.txt",
        "Police dismantle smuggling ring\n\nVIENNA, 7 June 2020 (UNODC) – Officers arrested nine people in a \
         smuggling ring that moved migrants across three borders by sea.\n",
    ),
    (
        "undated.txt",
        "=SUM(A1) ferries resume\n\nFerries between the islands run again after the storms of the winter.\n",
    ),
    ("hostile.txt", "placeholder"),
];

/// A corpus in a directory of its own, indexed, and the program run in it.
struct Corpus(TempDir);

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Corpus {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (path, text) in RELEASES {
            write(directory.path(), path, text);
        }
        let hostile = format!(
            "{HOSTILE}\n\nPORTBY, 9 May 2023 – A zebra crossing was reported.\n\n“A zebra \u{1b}[31mcrossed\u{202e} \
             all of the \u{9b}1mroad today,” said Noor Haddad, Harbour Officer.\n"
        );
        write(directory.path(), "hostile.txt", &hostile);
        let corpus = Self(directory);
        assert_eq!(corpus.run(&["index", "."]).code, 0);
        corpus
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments).current_dir(self.path());
        for variable in ["DATELINE_INDEX", "NO_COLOR", "COLUMNS"] {
            command.env_remove(variable);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(arguments);
        serde_json::from_str(&run.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err))
    }
}

fn write(base: &Path, path: &str, text: &str) {
    let path = base.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What was printed, without what differs from run to run.
fn stable(run: &Run) -> String {
    format!(
        "code {}\n--- stdout\n{}--- stderr\n{}",
        run.code, run.out, run.err
    )
}

#[test]
fn who_said_what_is_one_command() {
    let corpus = Corpus::new();
    let answer = corpus.json(&[
        "quotes",
        "passage",
        "--org",
        "UNHCR",
        "--since",
        "2023",
        "--group-by",
        "speaker",
        "--format",
        "json",
    ]);
    assert_eq!(
        (&answer["total"], &answer["groups_total"]),
        (&1.into(), &1.into())
    );
    let group = &answer["groups"][0];
    assert_eq!(group["value"], "Ada Quill");
    assert_eq!(
        (&group["earliest"], &group["count"]),
        (&group["latest"], &1.into())
    );
    let hit = &answer["hits"][0];
    assert_eq!(hit["copies"], 1, "the wire's is a copy");
    assert_eq!(hit["speaker"]["name"], "Ada Quill");
    assert_eq!(
        hit["speaker"]["organisation"],
        "United Nations High Commissioner for Refugees"
    );
    assert_eq!(
        (&group["hits"][0], &hit["kind"]),
        (&hit["id"], &"direct".into())
    );
    for key in [
        "id",
        "release",
        "text",
        "start",
        "end",
        "speaker",
        "kind",
        "confidence",
        "context",
    ] {
        assert!(!hit[key].is_null(), "{key}");
    }
    // Whom the speaker speaks for, with the bodies that is part of, not who is mentioned.
    let total = |arguments: &[&str]| {
        let all = [&["quotes", "--format", "json"], arguments].concat();
        corpus.json(&all)["total"].as_u64().unwrap()
    };
    assert_eq!(
        total(&["--org", "United Nations"]),
        total(&["--org", "UNHCR"])
    );
    assert_eq!(total(&["passage", "--org", "IOM"]), 0);
    assert_eq!(total(&["org:unhcr", "passage"]), 1);
    assert_eq!(total(&["passage", "--not-organisation", "UNHCR"]), 0);
    assert_eq!(total(&["door", "--speaker", "okoth"]), 1);
    assert_eq!(total(&["family", "door"]), 1, "both in one quotation");
}

#[test]
fn quotations_are_shown_with_speaker_and_place() {
    let corpus = Corpus::new();
    insta::assert_snapshot!(
        "quotes",
        stable(&corpus.run(&["quotes", "family", "--sort", "oldest"]))
    );
    let grouped = corpus.run(&["quotes", "--group-by", "organisation", "--per-group", "1"]);
    insta::assert_snapshot!("quotes_grouped", stable(&grouped));
    insta::assert_snapshot!(
        "quotes_none",
        stable(&corpus.run(&["quotes", "pasage", "--org", "UNHCR"]))
    );
}

#[test]
fn a_timeline_has_no_gaps_and_adds_up() {
    let corpus = Corpus::new();
    insta::assert_snapshot!("timeline", stable(&corpus.run(&["timeline"])));
    insta::assert_snapshot!(
        "timeline_split",
        stable(&corpus.run(&["timeline", "--by", "year", "--split", "place:2"]))
    );
    for by in ["year", "month", "week"] {
        let line = corpus.json(&["timeline", "--by", by, "--format", "json"]);
        let values = line["values"].as_array().unwrap();
        let sum: u64 = values
            .iter()
            .map(|value| value["count"].as_u64().unwrap())
            .sum();
        assert_eq!(
            sum + line["missing"].as_u64().unwrap(),
            line["total"].as_u64().unwrap()
        );
        assert!(
            values.iter().any(|value| value["count"] == 0),
            "{by} has gaps filled"
        );
    }
    let csv = corpus.run(&[
        "timeline",
        "sea",
        "--by",
        "year",
        "--split",
        "publisher:1",
        "--format",
        "csv",
    ]);
    assert!(csv.out.starts_with("value,count,"), "{}", csv.out);
    let facet = corpus.run(&["facets", "place", "-n", "1", "--format", "csv"]);
    assert_eq!(
        facet.out,
        "value,count\r\nPortby,2\r\n_other,3\r\n_missing,1\r\n"
    );
    let wrong = corpus.run(&["timeline", "--split", "colour"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("no field to count"),
        "{}",
        wrong.err
    );
}

#[test]
fn an_export_has_every_row_and_says_of_what() {
    let corpus = Corpus::new();
    for rows in [&["--quotes"][..], &[]] {
        let run = |format: &str| {
            let arguments = [&["export", "--sort", "newest", "--format", format], rows].concat();
            let run = corpus.run(&arguments);
            assert_eq!(run.code, 0, "{format}: {}", run.err);
            run.out
        };
        let whole: Value = serde_json::from_str(&run("json")).unwrap();
        let total = whole["total"].as_u64().unwrap() as usize;
        assert!(total > 2);
        let count = |text: &str, piece: &str| text.matches(piece).count();
        assert_eq!(whole["hits"].as_array().unwrap().len(), total);
        assert_eq!(run("ndjson").lines().count(), total);
        assert_eq!(count(&run("bibtex"), "\n@misc{"), total);
        assert_eq!(count(&run("ris"), "TY  - "), total);
        assert_eq!(count(&run("atom"), "<entry>"), total);
        let items: Vec<Value> = serde_json::from_str(&run("csl")).unwrap();
        assert_eq!(items.len(), total);
        assert_eq!(items[0]["custom"]["dateline"]["total"], total);
        let table = run("csv");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        assert_eq!(reader.records().filter(|row| row.is_ok()).count(), total);
    }
    let table = corpus.run(&["export", "ferries", "--format", "csv"]).out;
    assert!(table.contains(",'=SUM(A1) ferries resume,"), "{table}");
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let corpus = Corpus::new();
    let out = corpus.path().join("out.csv");
    fs::write(&out, "old").unwrap();
    let run = corpus.run(&[
        "export", "x", "--org", "Xyzzy", "--format", "csv", "-o", "out.csv",
    ]);
    assert_eq!(
        (run.code, fs::read_to_string(&out).unwrap().as_str()),
        (2, "old")
    );
    let run = corpus.run(&["export", "sea", "--format", "csv", "-o", "out.csv"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(
        run.err.contains("releases written to out.csv"),
        "{}",
        run.err
    );
    assert!(fs::read_to_string(&out).unwrap().starts_with("id,date,"));
    let missing = corpus.run(&["export", "sea", "-o", "no/such/out.csv"]);
    assert!(
        missing.code == 2 && missing.err.contains("no/such/out.csv"),
        "{}",
        missing.err
    );
}

#[test]
fn search_prints_every_format() {
    let corpus = Corpus::new();
    for (format, piece) in [
        ("csv", "smuggling.txt"),
        ("bibtex", "@misc{dateline-"),
        ("ris", "TY  - RPRT\r\n"),
        ("csl", "\"genre\":\"Press release\""),
        (
            "atom",
            "<opensearch:totalResults>1</opensearch:totalResults>",
        ),
        ("ndjson", "\"generation\":\"1\""),
    ] {
        let run = corpus.run(&["search", "smuggling", "--format", format]);
        assert!(
            run.code == 0 && run.out.contains(piece),
            "{format}: {}",
            run.out
        );
    }
}

#[test]
fn a_cursor_goes_on_while_the_index_grows_and_refuses_what_it_cannot() {
    let corpus = Corpus::new();
    let page = |cursor: &str| {
        let mut arguments = vec!["search", "--sort", "newest", "-n", "2", "--format", "json"];
        if !cursor.is_empty() {
            arguments.extend(["--cursor", cursor]);
        }
        corpus.json(&arguments)
    };
    let ids = |answer: &Value| -> Vec<String> {
        let hits = answer["hits"].as_array().unwrap();
        hits.iter()
            .map(|hit| hit["path"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = page("");
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    write(
        corpus.path(),
        "newer.txt",
        "Boats return\n\nPORTBY, 8 July 2025 – The boats are back in the harbour.\n",
    );
    corpus.run(&["index", "."]);
    let mut all = ids(&first);
    let mut next = page(&cursor);
    all.extend(ids(&next));
    while let Some(cursor) = next["next_cursor"].as_str() {
        next = page(cursor);
        all.extend(ids(&next));
    }
    let mut sorted = all.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((all.len(), sorted.len()), (6, 6), "{all:?}");

    let words = corpus.json(&["search", "sea", "-n", "1", "--format", "json"]);
    let words = words["next_cursor"].as_str().unwrap().to_owned();
    write(
        corpus.path(),
        "more.txt",
        "More by sea\n\nPORTBY, 9 July 2025 – More came by sea.\n",
    );
    corpus.run(&["index", "."]);
    for (arguments, told) in [
        (
            vec!["search", "sea", "-n", "1", "--cursor", &words],
            "scores with it",
        ),
        (vec!["search", "boats", "--cursor", &words], "another query"),
        (vec!["quotes", "sea", "--cursor", &words], "another query"),
        (
            vec!["search", "sea", "--cursor", "garbage"],
            "none that dateline gave",
        ),
    ] {
        let run = corpus.run(&arguments);
        assert!(
            run.code == 2 && run.err.contains(told),
            "{arguments:?}: {}",
            run.err
        );
    }
    corpus.run(&["index", ".", "--rebuild"]);
    let run = corpus.run(&["search", "--sort", "newest", "-n", "2", "--cursor", &cursor]);
    assert!(
        run.code == 2 && run.err.contains("built anew"),
        "{}",
        run.err
    );
}

#[test]
fn a_list_of_queries_has_a_row_for_each() {
    let corpus = Corpus::new();
    let lines = "smuggling ring\nxylophone\n\norg:Xyzzy\nsmugling\nsmuggling xylophone\n";
    let text = corpus.run_with(&["batch", "-"], lines);
    insta::assert_snapshot!("batch", stable(&text));
    let csv =
        "label,query,organisation,since\nA,passage,UNHCR; IOM,2023\nB,passage,IOM,\nC,,Xyzzy,\n";
    fs::write(corpus.path().join("list.csv"), csv).unwrap();
    let rows = corpus.json(&["batch", "list.csv", "--format", "json"]);
    let status: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["status"].as_str().unwrap())
        .collect();
    assert_eq!(status, ["found", "found", "error"]);
    assert_eq!(rows[0]["latest"], "2024-03-13");
    let table = corpus.run(&["batch", "list.csv", "--format", "csv"]);
    assert_eq!(
        (table.code, table.out.lines().count()),
        (2, 4),
        "{}",
        table.out
    );
    assert_eq!(corpus.run_with(&["batch", "-"], "smuggling\n").code, 0);
    assert_eq!(corpus.run_with(&["batch", "-"], "xylophone\n").code, 1);
    let missing = corpus.run(&["batch", "no.txt"]);
    assert!(
        missing.code == 2 && missing.err.contains("no.txt"),
        "{}",
        missing.err
    );
}

#[test]
fn a_saved_search_tells_what_is_new() {
    let corpus = Corpus::new();
    let settings = "[[searches]]\nname = \"sea\"\nquery = \"sea\"\nsince = \"9000d\"\n\
        [[searches]]\nname = \"iom\"\norganisation = \"IOM\"\n";
    fs::write(corpus.path().join("dateline.toml"), settings).unwrap();
    let new = |name: &str, more: &[&str]| {
        let arguments = [&["new", name, "--format", "json"], more].concat();
        corpus.json(&arguments)["new"].as_u64().unwrap()
    };
    assert_eq!(
        (new("sea", &["--peek"]), new("sea", &[]), new("sea", &[])),
        (3, 3, 0)
    );
    // Old by its date, new to the corpus.
    write(
        corpus.path(),
        "old.txt",
        "Old boats\n\nPORTBY, 8 July 2019 – Boats came by sea.\n",
    );
    fs::rename(
        corpus.path().join("smuggling.txt"),
        corpus.path().join("moved.txt"),
    )
    .unwrap();
    let answer = corpus.json(&["new", "sea", "--corpus", ".", "--format", "json", "--peek"]);
    assert_eq!(answer["hits"][0]["path"], "old.txt", "moving is not new");
    assert_eq!((new("sea", &[]), new("sea", &[])), (1, 0));
    write(
        corpus.path(),
        "old.txt",
        "Old boats\n\nPORTBY, 8 July 2019 – Two boats came by sea.\n",
    );
    corpus.run(&["index", "."]);
    assert_eq!(new("sea", &[]), 1, "changed");
    corpus.run(&["index", ".", "--rebuild"]);
    let list = corpus.run(&["new"]);
    insta::assert_snapshot!("new_list", stable(&list));
    let wrong = corpus.run(&["new", "see"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("the nearest is `sea`"),
        "{}",
        wrong.err
    );
    let settings =
        "[[searches]]\nname = \"x\"\norganisation = \"Xyzzy\"\n[[searches]]\nname = \"b\"\n";
    fs::write(corpus.path().join("dateline.toml"), settings).unwrap();
    let list = corpus.run(&["new"]);
    assert!(
        list.code == 2
            && list.out.contains("new  b")
            && list.err.contains("the search `x`: no org"),
        "{}{}",
        list.out,
        list.err
    );
    fs::write(
        corpus.path().join("dateline.toml"),
        "[[searches]]\nname = \"a\"\nspeeker = \"b\"\n",
    )
    .unwrap();
    let wrong = corpus.run(&["new"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("did you mean `speaker`?"),
        "{}",
        wrong.err
    );
}

#[test]
fn what_is_seen_stays_when_its_record_is_damaged() {
    let corpus = Corpus::new();
    fs::write(
        corpus.path().join("dateline.toml"),
        "[[searches]]\nname = \"sea\"\nquery = \"sea\"\n",
    )
    .unwrap();
    assert_eq!(corpus.run(&["new", "sea"]).code, 0);
    let index = fs::read_dir(corpus.path().join(".dateline")).unwrap();
    let record = index
        .flatten()
        .find(|entry| entry.file_name().to_string_lossy().starts_with("seen-"));
    fs::write(record.unwrap().path(), "half").unwrap();
    let run = corpus.run(&["new", "sea"]);
    assert!(
        run.code == 2 && run.err.contains("remove it to begin anew"),
        "{}",
        run.err
    );
}

#[test]
fn similar_leaves_out_the_release_itself() {
    let corpus = Corpus::new();
    let answer = corpus.json(&["similar", "arrivals.txt", "--format", "json"]);
    let paths: Vec<&str> = answer["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["path"].as_str().unwrap())
        .collect();
    assert!(
        paths.contains(&"wire/arrivals.txt") && !paths.contains(&"arrivals.txt"),
        "{paths:?}"
    );
    assert_eq!(answer["total"], paths.len());
    let copy = RELEASES[0]
        .1
        .replace("GENEVA,", "For immediate release. GENEVA,");
    write(corpus.path(), "copy.txt", &copy);
    corpus.run(&["index", "."]);
    let answer = corpus.json(&["similar", "arrivals.txt", "--format", "json"]);
    assert!(
        !answer["hits"].to_string().contains("copy.txt"),
        "near-copies are left out: {answer}"
    );
    let wrong = corpus.run(&["similar", "nowhere.txt"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("no release has the id or path"),
        "{}",
        wrong.err
    );
}

#[test]
fn a_document_cannot_drive_the_terminal_by_any_command() {
    let corpus = Corpus::new();
    fs::write(
        corpus.path().join("dateline.toml"),
        "[[searches]]\nname = \"z\"\nquery = \"zebra\"\n",
    )
    .unwrap();
    for arguments in [
        &["quotes", "zebra"][..],
        &[
            "quotes",
            "zebra",
            "--group-by",
            "speaker",
            "--color",
            "always",
            "--hyperlinks",
            "never",
        ],
        &["timeline", "zebra", "--split", "speaker"],
        &["similar", "smuggling.txt"],
        &["new", "z"],
        &["search", "zebra", "--sort", "newest"],
    ] {
        let out = corpus.run(arguments).out.replace("\u{1b}[0m", "");
        let driven = out.contains("\u{1b}]")
            || out.contains("\u{1b}[31m") && out.contains("crossed\u{202e}");
        let left = out
            .chars()
            .any(|c| matches!(c, '\u{7}' | '\u{202e}' | '\u{9b}'));
        assert!(!driven && !left, "{arguments:?}: {out:?}");
    }
    let batch = corpus.run_with(&["batch", "-"], "zebra\n\u{1b}]0;x\u{7}\n");
    assert!(
        !batch.out.contains('\u{1b}') && !batch.out.contains('\u{7}'),
        "{:?}",
        batch.out
    );
}

#[test]
fn links_are_sent_when_asked_for() {
    let corpus = Corpus::new();
    let plain = corpus.run(&["search", "smuggling"]);
    assert!(!plain.out.contains('\u{1b}'), "{}", plain.out);
    let linked = corpus.run(&["search", "smuggling", "--hyperlinks", "always"]);
    let base = corpus.path().canonicalize().unwrap();
    let address = format!("\u{1b}]8;;file://{}/smuggling.txt\u{1b}\\", base.display());
    assert!(linked.out.contains(&address), "{:?}", linked.out);
}

/// Releases that call one body by different names, and what only looks like a name.
const NAMES: [(&str, &str); 6] = [
    (
        "agency.txt",
        "Agency opens an office\n\nPORTBY, 4 May 2024 – The UN Refugee Agency opened an office in Portby on \
         Friday and will register families there.\n",
    ),
    (
        "whole.txt",
        "Families registered\n\nPORTBY, 5 May 2024 – Staff of the United Nations High Commissioner for Refugees \
         registered four hundred families.\n",
    ),
    (
        "acronym.txt",
        "Tents for Portby\n\nPORTBY, 6 May 2024 – UNHCR sent tents to the families who wait in Portby.\n",
    ),
    (
        "oficina.txt",
        "Abre una oficina\n\nPORTBY, 7 de mayo de 2024 – El ACNUR abrió una oficina para las familias que \
         esperan en el puerto desde el invierno.\n",
    ),
    (
        "health.txt",
        "Nurses arrive\n\nPORTBY, 8 May 2024 – The World Health Organization sent nurses to the clinic.\n",
    ),
    (
        "institute.txt",
        "A study of sleep\n\nPORTBY, 9 May 2024 – The Institute of Medicine (IOM) published a study of sleep.\n",
    ),
];

#[test]
fn a_body_is_found_under_any_of_its_names_in_words() {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in NAMES {
        write(directory.path(), path, text);
    }
    let corpus = Corpus(directory);
    assert_eq!(corpus.run(&["index", "."]).code, 0);
    let found = |query: &str| {
        let answer = corpus.json(&["search", query, "--format", "json"]);
        assert_eq!(answer["query"]["operator"], "and", "{query}");
        let hits = answer["hits"].as_array().unwrap().iter();
        let mut paths: Vec<String> = hits
            .map(|hit| hit["path"].as_str().unwrap().to_owned())
            .collect();
        paths.sort();
        paths
    };
    let all = ["acronym.txt", "agency.txt", "oficina.txt", "whole.txt"];
    for name in [
        "UNHCR",
        "unhcr",
        "U.N.H.C.R.",
        "HCR",
        "ACNUR",
        "acnur",
        "UN Refugee Agency",
        "the UN Refugee Agency Portby",
        "\"UN Refugee Agency\"",
        "united nations high commissioner for refugees",
    ] {
        // "the" stands in no Spanish text.
        let asked: Vec<&str> = match name.starts_with("the") {
            true => all
                .into_iter()
                .filter(|path| *path != "oficina.txt")
                .collect(),
            false => all.to_vec(),
        };
        assert_eq!(found(name), asked, "{name}");
    }
    assert_eq!(found("ACNUR office"), ["agency.txt"]);
    assert_eq!(found("office -ACNUR"), Vec::<String>::new());
    // In a field the words are words.
    assert_eq!(found("body:ACNUR"), ["oficina.txt"]);
    // Small words are no acronyms, and an acronym of several bodies is nobody's other name.
    assert_eq!(found("who"), ["acronym.txt"]);
    assert_eq!(found("WHO nurses"), ["health.txt"]);
    assert_eq!(found("IOM"), ["institute.txt"]);

    // What is found is marked, and the sum tells of it.
    let answer = corpus.json(&["search", "ACNUR", "--explain", "--format", "json"]);
    for hit in answer["hits"].as_array().unwrap() {
        let snippet = &hit["snippets"][0];
        let text: Vec<char> = snippet["text"].as_str().unwrap().chars().collect();
        let range = |at: &Value| at.as_u64().unwrap() as usize;
        let marked = snippet["highlights"]
            .as_array()
            .unwrap()
            .iter()
            .map(|mark| {
                let (from, to) = (range(&mark[0]), range(&mark[1]));
                text[from..to].iter().collect::<String>()
            });
        let marked: Vec<String> = marked.collect();
        let name = match hit["path"].as_str().unwrap() {
            "agency.txt" => "UN Refugee Agency",
            "whole.txt" => "United Nations High Commissioner for Refugees",
            "acronym.txt" => "UNHCR",
            _ => "ACNUR",
        };
        assert!(marked.iter().any(|mark| mark == name), "{marked:?}");
        let reasons = hit["explain"].as_array().unwrap();
        assert!(reasons.iter().any(|reason| reason["how"] == "body"));
        let sum: f64 = reasons.iter().map(|r| r["value"].as_f64().unwrap()).sum();
        assert!((sum - hit["score"].as_f64().unwrap()).abs() < 1e-3);
    }
}
