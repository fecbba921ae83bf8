//! What the README shows a command print is what it prints.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The first block of program output behind `mark`.
fn shown<'r>(readme: &'r str, mark: &str) -> &'r str {
    let behind = readme.split_once(mark).expect(mark).1;
    let block = behind.split_once("```text\n").expect("a block").1;
    block.split_once("```").expect("its end").0
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (name, to) = (entry.file_name(), to.join(entry.file_name()));
        if name == ".dateline" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn the_outputs_shown_are_those_printed() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let place = tempfile::tempdir().unwrap();
    copy(
        &Path::new(ROOT).join("corpus"),
        &place.path().join("corpus"),
    );
    let search = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg("search")
            .args(arguments)
            .args(["--corpus", "corpus"])
            .current_dir(place.path())
            .env_remove("DATELINE_INDEX")
            .env_remove("COLUMNS")
            .output()
            .unwrap();
        [run.stdout, run.stderr].map(|out| String::from_utf8(out).unwrap())
    };
    let [out, _] = search(&["rescue at sea", "-n", "2"]);
    assert_eq!(out, shown(&readme, "\"rescue at sea\" -n 2"));
    let [out, told] = search(&["smugling ("]);
    let shown = shown(&readme, "with a mark under the place");
    assert!(out.is_empty() && told.ends_with(shown), "{told}\n{shown}");
}
