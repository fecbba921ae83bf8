//! A hundred hostile files among a hundred good ones: every good one is found, every bad one
//! is named with a reason, and nothing hangs, fills memory or reaches the terminal raw.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "hostile/files.rs"]
mod files;

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

/// What a run came to, with the most memory it was seen to hold.
struct Run {
    output: Output,
    peak_kib: u64,
    took: Duration,
}

fn dateline(folder: &Path, arguments: &[&str]) -> Run {
    let begun = Instant::now();
    // What it prints goes to files, so that a full pipe cannot hold it up.
    let (out, err) = (
        tempfile::NamedTempFile::new().unwrap(),
        tempfile::NamedTempFile::new().unwrap(),
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("DATELINE_INDEX")
        .stdin(Stdio::null())
        .stdout(out.reopen().unwrap())
        .stderr(err.reopen().unwrap())
        .spawn()
        .unwrap();
    let mut peak_kib = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        peak_kib = peak_kib.max(held(child.id()));
        if begun.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            panic!("{arguments:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let output = Output {
        status,
        stdout: fs::read(out.path()).unwrap(),
        stderr: fs::read(err.path()).unwrap(),
    };
    Run {
        output,
        peak_kib,
        took: begun.elapsed(),
    }
}

/// The most memory a process has held so far, where the system tells it.
fn held(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}

/// Writes to the end of a file as long as `work` goes on.
fn while_growing<T>(file: &Path, work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::File::options().append(true).open(file).unwrap();
            for _ in 0..4_000 {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                file.write_all("The harbour grows by a line.\n".repeat(100).as_bytes())
                    .unwrap();
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        let worked = work();
        done.store(true, Ordering::Relaxed);
        worked
    })
}

fn json(run: &Run) -> Value {
    let told = String::from_utf8_lossy(&run.output.stderr);
    assert_eq!(run.output.status.code(), Some(0), "{told}");
    serde_json::from_slice(&run.output.stdout).unwrap()
}

fn paths(account: &Value, list: &str) -> Vec<String> {
    let all = account[list].as_array().unwrap();
    all.iter()
        .map(|skip| {
            assert!(!skip["reason"].as_str().unwrap().is_empty());
            assert!(!skip["detail"].as_str().unwrap().is_empty());
            skip["path"].as_str().unwrap().to_owned()
        })
        .collect()
}

fn assert_no_controls(told: &[u8]) {
    let told = String::from_utf8_lossy(told);
    let control = told.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(control, None, "{told:?}");
}

#[test]
fn a_hundred_hostile_files_cost_none_of_a_hundred_good_ones() {
    let folder = files::Folder::new();
    let good = files::good(&folder);
    let bad = files::hostile(&folder);
    assert!(
        good.len() == 100 && bad.len() >= 100,
        "{} and {}",
        good.len(),
        bad.len()
    );

    let indexed = while_growing(&folder.path("bad/growing.txt"), || {
        dateline(folder.root(), &["index", ".", "--format", "json"])
    });
    let account = json(&indexed);
    let count = |key: &str| account[key].as_u64().unwrap();
    let settled = count("indexed") + count("unchanged") + count("duplicates") + count("skipped");
    assert_eq!(count("seen"), settled);
    assert_eq!(
        count("skipped"),
        account["skips"].as_array().unwrap().len() as u64
    );

    let mut named = paths(&account, "skips");
    named.extend(paths(&account, "failures"));
    let is_named = |path: &str| {
        let inside = |named: &String| {
            let rest = named.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', '/']))
        };
        named.iter().any(inside)
    };
    let silent: Vec<&str> = bad
        .iter()
        .filter(|bad| bad.is_lost && !is_named(&bad.path))
        .map(|bad| bad.path.as_str())
        .collect();
    assert!(silent.is_empty(), "not named: {silent:?}");
    let lost: Vec<&String> = good.iter().filter(|path| is_named(path)).collect();
    assert!(lost.is_empty(), "good and skipped: {lost:?}");

    let search = ["search", files::PHRASE, "-n", "300", "--format", "json"];
    let found = dateline(folder.root(), &search);
    let answer = json(&found);
    let hits = answer["hits"].as_array().unwrap();
    let found: HashSet<&str> = hits
        .iter()
        .map(|hit| hit["path"].as_str().unwrap().split('#').next().unwrap())
        .collect();
    let missing: Vec<&String> = good
        .iter()
        .filter(|path| !found.contains(path.as_str()))
        .collect();
    assert!(missing.is_empty(), "not found: {missing:?}");

    println!(
        "{:.1} s, {} MiB",
        indexed.took.as_secs_f64(),
        indexed.peak_kib / 1024
    );
    assert!(indexed.took < Duration::from_secs(60), "{:?}", indexed.took);
    assert!(indexed.peak_kib < 1024 * 1024, "{} KiB", indexed.peak_kib);

    for arguments in [
        &["index", "."][..],
        &["search", files::PHRASE, "-n", "300"],
        &["status"],
    ] {
        let run = dateline(folder.root(), arguments);
        assert_no_controls(&run.output.stdout);
        assert_no_controls(&run.output.stderr);
    }
}
