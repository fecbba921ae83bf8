//! The forms of releases in French, Spanish, German, Italian, Portuguese and Arabic:
//! for each short text its quotations with who says them, by name, office and body.
//!
//! The rows stand in `languages/*.txt`, one a line, with people, bodies and places that
//! do not exist. A row that begins with `?` is known to be read wrongly and is not held to.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a row that cannot be read is a failure of the test"
)]

use std::fs;
use std::path::Path;

use dateline::document::{Given, Release};
use dateline::extract::extract;

/// What is read off `text`, written as the rows write it.
fn read(text: &str, language: &str) -> String {
    let given = Given {
        language: Some(language.to_owned()),
        ..Given::default()
    };
    let release = Release {
        text: text.replace(" ⏎ ", "\n\n"),
        given,
        ..Release::default()
    };
    let found = extract(&release);
    if found.quotes.is_empty() {
        return "-".to_owned();
    }
    let spans = found
        .quotes
        .iter()
        .map(|quote| quote.span.of(&release.text));
    let words = spans.collect::<Vec<_>>().join(" ;; ");
    let mut voices: Vec<String> = Vec::new();
    for quote in &found.quotes {
        let voice = quote.speaker.map(|at| &found.speakers[at]);
        let told = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let voice = [
            told(voice.map(|v| v.name.as_str())),
            told(voice.and_then(|v| v.role.as_deref())),
            told(voice.and_then(|v| v.organisation.as_deref())),
        ];
        let voice = voice.join(" | ");
        if !voices.contains(&voice) {
            voices.push(voice);
        }
    }
    format!("{words} | {}", voices.join(" ;; "))
}

/// Reads every row of a language and holds those it must to what they say.
fn rows(language: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/languages")
        .join(format!("{language}.txt"));
    let table = fs::read_to_string(path).unwrap();
    let (mut all, mut wrong, mut known) = (0, Vec::new(), 0);
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let (text, wanted) = row.split_once(" => ").unwrap();
        let held = !text.starts_with("? ");
        let found = read(text.trim_start_matches("? "), language);
        all += 1;
        if found != wanted && held {
            wrong.push(format!("{text}\n  wanted {wanted}\n  found  {found}"));
        }
        known += usize::from(found != wanted && !held);
    }
    let right = all - known - wrong.len();
    assert!(
        wrong.is_empty(),
        "{language}: {right} of {all} right\n{}",
        wrong.join("\n")
    );
    assert!(
        known * 8 <= all,
        "{language}: {known} of {all} known to be wrong"
    );
}

#[test]
fn french() {
    rows("fr");
}

#[test]
fn spanish() {
    rows("es");
}

#[test]
fn german() {
    rows("de");
}

#[test]
fn italian() {
    rows("it");
}

#[test]
fn portuguese() {
    rows("pt");
}

#[test]
fn arabic() {
    rows("ar");
}
