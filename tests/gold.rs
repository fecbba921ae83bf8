//! The labels of the example corpus: true to its files, and mostly found by extraction.
//!
//! The labels (`tests/gold/*.json`) name their file and give quotations with offsets in
//! Unicode scalar values into its decoded text.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a label that cannot be read is a failure of the test"
)]

use std::fs;
use std::path::{Path, PathBuf};

use dateline::corpus::Reader;
use dateline::document::Release;
use dateline::extract::extract;
use dateline::text::CharOffsets;
use serde_json::Value;

/// Every label file with what it says and the release it is about.
fn labelled() -> Vec<(PathBuf, Value, Release)> {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let mut files: Vec<PathBuf> = fs::read_dir(&gold)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let label: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let file = gold.join(label["file"].as_str().unwrap());
            let contents = Reader::default()
                .read_path(&file)
                .unwrap_or_else(|reason| panic!("{}: {reason}", file.display()));
            (
                path,
                label,
                contents.items.into_iter().next().unwrap().release,
            )
        })
        .collect()
}

/// Start and end of a labelled piece, in Unicode scalar values, with its text.
fn pieces(label: &Value, key: &str) -> Vec<(usize, usize, String)> {
    let all = label[key].as_array().unwrap();
    all.iter()
        .map(|piece| {
            let text = piece["text"].as_str().unwrap().to_owned();
            let start = piece["start"].as_u64().unwrap() as usize;
            (start, start + text.chars().count(), text)
        })
        .collect()
}

#[test]
fn labels_stand_where_they_say() {
    let all = labelled();
    assert!(all.len() >= 60, "{} labels", all.len());
    for (path, label, release) in &all {
        let text: Vec<char> = release.text.chars().collect();
        for key in ["quotes", "not_quotes"] {
            for (start, end, wanted) in pieces(label, key) {
                let found: String = text[start..end].iter().collect();
                assert_eq!(found, wanted, "{} {key}", path.display());
            }
        }
    }
}

#[test]
fn most_labelled_quotations_and_dates_are_found() {
    let (mut quotes, mut found, mut dates, mut right) = (0, 0, 0, 0);
    for (_, label, release) in labelled() {
        let read = extract(&release);
        let offsets = CharOffsets::new(&release.text);
        let spans: Vec<(usize, usize)> =
            read.quotes.iter().map(|q| offsets.range(q.span)).collect();
        for (start, end, _) in pieces(&label, "quotes") {
            quotes += 1;
            let inside = spans.iter().any(|&(a, b)| a <= start + 1 && end <= b + 1);
            found += usize::from(inside);
        }
        if let (Some(wanted), Some(date)) = (label["date"]["value"].as_str(), &read.date) {
            dates += 1;
            right += usize::from(date.value.to_string() == wanted);
        }
    }
    assert!(found * 100 >= quotes * 80, "{found} of {quotes} quotations");
    assert!(right * 100 >= dates * 90, "{right} of {dates} dates");
}
