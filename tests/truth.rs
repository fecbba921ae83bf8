//! The real program: the report of a run, Ctrl-C, `--watch`, `--rebuild` and `check`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

struct Corpus(TempDir);

impl Corpus {
    fn new() -> Self {
        let corpus = Self(tempfile::tempdir().unwrap());
        corpus.write(
            "ferry.txt",
            "Ferries resume\n\nPORTBY, 3 May 2024 – Ferries between the islands run again.\n",
        );
        corpus.write(
            "shelter.txt",
            "Shelter opens\n\nKELDA, 4 May 2024 – A shelter for displaced families opened.\n",
        );
        corpus
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments).current_dir(self.0.path());
        for variable in ["DATELINE_INDEX", "NO_COLOR", "COLUMNS"] {
            command.env_remove(variable);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap_or(-1), text(stdout), text(stderr))
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let (code, out, err) = self.run(arguments);
        let json = serde_json::from_str(&out);
        (
            code,
            json.unwrap_or_else(|error| panic!("{error}: {out}{err}")),
        )
    }

    /// The files of the build in use, by name.
    fn build(&self) -> Vec<PathBuf> {
        let directories = fs::read_dir(self.path(".dateline")).unwrap().flatten();
        let build = directories.map(|entry| entry.path()).find(|it| it.is_dir());
        let mut files: Vec<PathBuf> = fs::read_dir(build.unwrap())
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| !path.to_string_lossy().ends_with(".lock"))
            .collect();
        files.sort();
        files
    }
}

#[test]
fn a_report_names_what_was_not_read_and_is_no_release() {
    let corpus = Corpus::new();
    corpus.write("=scan.bin", [0_u8, 159, 146, 150, 0, 1]);
    corpus.write(
        "rows.ndjson",
        "{\"text\": \n{\"text\": \"Words of a row.\"}\n",
    );
    let (code, out, err) = corpus.run(&["index", ".", "--report", "skips.csv"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(
        out.contains("3 indexed + 0 unchanged + 0 duplicates + 1 skipped = 4 files"),
        "{out}"
    );
    assert!(err.contains("what was not read is in"), "{err}");
    let report = fs::read_to_string(corpus.path("skips.csv")).unwrap();
    let rows: Vec<&str> = report.lines().collect();
    assert_eq!(rows[0], "path,reason,detail,what");
    assert!(
        rows[1].starts_with("'=scan.bin,binary,") && rows[1].ends_with(",file"),
        "{report}"
    );
    assert!(
        rows[2].starts_with("rows.ndjson#1,damaged,") && rows[2].ends_with(",part"),
        "{report}"
    );
    // It is there now, and no part of the corpus: not even after a rebuild.
    for arguments in [
        &["index", "--format", "json"][..],
        &["index", "--rebuild", "--format", "json"],
    ] {
        let (code, account) = corpus.json(arguments);
        assert_eq!((code, &account["seen"]), (0, &Value::from(4)), "{account}");
    }
    let (code, _, err) = corpus.run(&["index", "--report", "skips.json"]);
    assert_eq!(code, 0, "{err}");
    let report = fs::read_to_string(corpus.path("skips.json")).unwrap();
    let account: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(account["skips"][0]["path"], "=scan.bin");
    assert_eq!(account["seen"], 4);
    let (_, _, err) = corpus.run(&["index"]);
    assert!(err.contains("--report FILE"), "{err}");
}

#[test]
fn when_nothing_can_be_read_or_nothing_is_there_that_is_an_error() {
    let corpus = Corpus::new();
    fs::create_dir(corpus.path("bin")).unwrap();
    corpus.write("bin/a.bin", [0_u8, 159, 146, 150, 0, 1]);
    let (code, _, err) = corpus.run(&["index", "bin"]);
    assert!(
        code == 2 && err.contains("none of these files"),
        "{code} {err}"
    );
    let (code, _, err) = corpus.run(&["index", "none"]);
    assert!(code == 2 && err.contains("none"), "{code} {err}");
    let (code, _, err) = corpus.run(&["index", ".", "--report", "none/skips.csv"]);
    assert!(code == 2 && err.contains("none"), "{code} {err}");
    assert!(!corpus.path(".dateline").exists());
}

#[test]
fn check_tells_whole_behind_and_damaged() {
    let corpus = Corpus::new();
    let (code, _, err) = corpus.run(&["check"]);
    assert!(code == 2 && err.contains("dateline index DIR"), "{err}");
    corpus.write("scan.bin", [0_u8, 159, 146, 150, 0, 1]);
    corpus.run(&["index", "."]);
    let (code, out, err) = corpus.run(&["check"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("yes: 2 releases from 2 files"), "{out}");
    corpus.write("new.txt", "New words of a release.\n");
    corpus.write(
        "ferry.txt",
        "Ferries stop\n\nPORTBY, 5 May 2024 – Ferries stop again.\n",
    );
    fs::remove_file(corpus.path("shelter.txt")).unwrap();
    let (code, told) = corpus.json(&["check", "--format", "json"]);
    assert_eq!(code, 1, "{told}");
    assert_eq!(
        (&told["whole"], &told["true"]),
        (&Value::from(true), &Value::from(false))
    );
    let of = |kind: &str| told["corpus"][kind][0].clone();
    assert_eq!(
        [of("new"), of("changed"), of("gone")],
        ["new.txt", "ferry.txt", "shelter.txt"].map(Value::from)
    );
    let (code, out, _) = corpus.run(&["check"]);
    assert!(code == 1 && out.contains("run `dateline index`"), "{out}");
    corpus.run(&["index"]);
    assert_eq!(corpus.run(&["check"]).0, 0);
    let settings = "[[records]]\ntext = 'Wortlaut'\n";
    corpus.write("dateline.toml", settings);
    let (code, told) = corpus.json(&["check", "--format", "json"]);
    assert_eq!(
        (code, told["corpus"]["changed"].as_array().unwrap().len()),
        (1, 2)
    );
    corpus.run(&["index"]);
    assert_eq!(corpus.run(&["check"]).0, 0);
}

/// Each file of a small index damaged in three ways: found, told, and no command dies of it.
#[test]
fn every_damage_is_found_and_told_and_a_rebuild_mends_it() {
    let corpus = Corpus::new();
    corpus.run(&["index", "."]);
    corpus.write("third.txt", "Third words of a release.\n");
    corpus.run(&["index"]);
    let mut files = corpus.build();
    files.push(corpus.path(".dateline/dateline.json"));
    assert!(files.len() > 12, "{files:?}");
    for (at, file) in files.iter().enumerate() {
        let whole = fs::read(file).unwrap();
        damage(file, &whole, at % 3);
        let (code, out, err) = corpus.run(&["check"]);
        assert_eq!(code, 2, "{}: {out}{err}", file.display());
        assert!(
            format!("{out}{err}").contains("dateline index"),
            "{out}{err}"
        );
        let (code, _, err) = corpus.run(&["search", "ferries"]);
        assert!((0..=2).contains(&code), "{}: {err}", file.display());
        if code == 2 {
            assert!(err.contains("dateline index"), "{}: {err}", file.display());
        }
        fs::write(file, whole).unwrap();
    }
    assert_eq!(corpus.run(&["check"]).0, 0);
    damage(files.last().unwrap(), b"x", 1);
    let (code, _, err) = corpus.run(&["index"]);
    assert!(code == 2 && err.contains("no directory named"), "{err}");
    let (code, _, err) = corpus.run(&["index", "."]);
    assert!(code == 2 && err.contains("--rebuild"), "{err}");
    assert_eq!(corpus.run(&["index", "--rebuild", "."]).0, 0);
    assert_eq!(corpus.run(&["check"]).0, 0);
}

fn damage(file: &Path, whole: &[u8], how: usize) {
    let mut bytes = whole.to_vec();
    match how {
        0 => {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 4;
        }
        1 => bytes.truncate(bytes.len() / 2),
        _ => return fs::remove_file(file).unwrap(),
    }
    fs::write(file, bytes).unwrap();
}

#[cfg(unix)]
mod signals {
    use std::io::{BufRead, BufReader};
    use std::process::Child;
    use std::time::{Duration, Instant};

    use super::*;

    fn interrupt(child: &Child) {
        let sent = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    #[test]
    fn ctrl_c_ends_a_run_cleanly_and_the_next_does_the_rest() {
        let corpus = Corpus::new();
        for at in 0..3_000 {
            let text = format!("Release {at}\n\nPORTBY, 3 May 2024 – Words number {at}.\n");
            corpus.write(&format!("{at:04}.txt"), text.repeat(20));
        }
        let child = corpus
            .command(&["index", ".", "--format", "json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while !corpus.path(".dateline/writer.lock").exists() {
            assert!(begun.elapsed() < Duration::from_secs(60));
            std::thread::sleep(Duration::from_millis(5));
        }
        interrupt(&child);
        let output = child.wait_with_output().unwrap();
        let account: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(130), "{account}");
        assert_eq!(account["stopped"], true);
        let number = |key: &str| account[key].as_u64().unwrap();
        assert_eq!(number("seen") + number("left"), 3_002);
        assert!(number("left") > 0);
        let (code, rest) = corpus.json(&["index", "--format", "json"]);
        assert_eq!((code, rest["indexed"].as_u64()), (0, Some(number("left"))));
        assert_eq!(corpus.run(&["check"]).0, 0);
    }

    #[test]
    fn watching_follows_changes_and_ends_with_ctrl_c() {
        let corpus = Corpus::new();
        let mut child = corpus
            .command(&["index", ".", "--watch=1", "--format", "json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut next =
            || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
        assert_eq!(next()["indexed"], 2);
        corpus.write("third.txt", "Third words of a release.\n");
        assert_eq!(next()["indexed"], 1);
        fs::remove_file(corpus.path("ferry.txt")).unwrap();
        assert_eq!(next()["removed"], 1);
        interrupt(&child);
        assert_eq!(child.wait().unwrap().code(), Some(0));
        assert_eq!(corpus.run(&["check"]).0, 0);
    }
}
