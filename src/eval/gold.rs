//! From a folder of labels to labels with their texts, each checked: [`read_gold`].
//!
//! `optional.json` beside the labels maps a label's name (its file's, without `.json`)
//! to bodies that are neither right nor wrong in it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::EvalError;
use super::label::{KEYS, Label, Piece};
use crate::corpus::Reader;
use crate::document::Release;

/// The file with the bodies that do not count.
const OPTIONAL: &str = "optional.json";

/// A label with the text it is about.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The label's name: that of its file, without `.json`.
    pub name: String,
    /// What it says.
    pub label: Label,
    /// The text.
    pub release: Release,
    /// Bodies that are neither right nor wrong here.
    pub optional: Vec<String>,
}

/// Labels with their texts, by name.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// The labels.
    pub labelled: Vec<Labelled>,
    /// What their owner should know, a sentence each.
    pub notes: Vec<String>,
}

/// Reads the labels in the folder `path`, or the one label `path`, with their texts.
///
/// # Errors
/// When there is none, or one is malformed, has no text or does not fit it.
pub fn read_gold(path: &Path, reader: &Reader) -> Result<Gold, EvalError> {
    let files = label_files(path)?;
    let folder = if path.is_dir() {
        Some(path)
    } else {
        path.parent()
    };
    let optional = folder.map_or_else(|| Ok(BTreeMap::new()), optional)?;
    let mut gold = Gold::default();
    for file in files {
        let labelled = read_one(reader, &file, &optional, &mut gold.notes)?;
        gold.labelled.push(labelled);
    }
    Ok(gold)
}

fn label_files(path: &Path) -> Result<Vec<PathBuf>, EvalError> {
    let unreadable = |source| EvalError::Unreadable {
        path: path.display().to_string(),
        source,
    };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        let is_json = file.extension() == Some(OsStr::new("json"));
        if is_json && file.file_name() != Some(OsStr::new(OPTIONAL)) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        let path = path.display().to_string();
        return Err(EvalError::NoLabels { path });
    }
    Ok(files)
}

fn optional(folder: &Path) -> Result<BTreeMap<String, Vec<String>>, EvalError> {
    let path = folder.join(OPTIONAL);
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    parse(&path, &content(&path)?)
}

fn read_one(
    reader: &Reader,
    path: &Path,
    optional: &BTreeMap<String, Vec<String>>,
    notes: &mut Vec<String>,
) -> Result<Labelled, EvalError> {
    let content = content(path)?;
    let label: Label = parse(path, &content)?;
    note_unknown_keys(path, &content, notes);
    let file = path.parent().unwrap_or(Path::new("")).join(&label.file);
    let shown = path.display().to_string();
    let read = reader.read_path(&file);
    let items = read
        .map(|contents| contents.items)
        .map_err(|reason| EvalError::Text {
            path: shown.clone(),
            file: label.file.clone(),
            reason,
        })?;
    let releases = items.len();
    let mut items = items.into_iter();
    let (Some(item), None) = (items.next(), items.next()) else {
        return Err(EvalError::NotOneRelease {
            path: shown,
            file: label.file,
            releases,
        });
    };
    check_pieces(&shown, &label, &item.release.text)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(Labelled {
        optional: optional.get(&*name).cloned().unwrap_or_default(),
        name: name.into_owned(),
        label,
        release: item.release,
    })
}

fn content(path: &Path) -> Result<String, EvalError> {
    fs::read_to_string(path).map_err(|source| EvalError::Unreadable {
        path: path.display().to_string(),
        source,
    })
}

fn parse<T: DeserializeOwned>(path: &Path, content: &str) -> Result<T, EvalError> {
    // An editor's byte-order mark is no fault of the label.
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    serde_json::from_str(content).map_err(|error| EvalError::Malformed {
        path: path.display().to_string(),
        what: error.to_string(),
    })
}

/// A misspelt key would leave its field unscored without a word.
fn note_unknown_keys(path: &Path, content: &str, notes: &mut Vec<String>) {
    let Ok(Value::Object(label)) = parse(path, content) else {
        return;
    };
    for key in label.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        notes.push(format!(
            "{}: no key of a label is called `{key}`, so it is not scored; keys are {}",
            path.display(),
            KEYS.join(", ")
        ));
    }
}

/// Every labelled piece stands where its label says.
fn check_pieces(path: &str, label: &Label, text: &str) -> Result<(), EvalError> {
    let quotes = label.quotes.iter().flatten().map(|quote| &quote.piece);
    let others = label.not_quotes.iter().flatten();
    let quotes = quotes.enumerate().map(|(at, piece)| ("quotes", at, piece));
    let others = others
        .enumerate()
        .map(|(at, piece)| ("not_quotes", at, piece));
    for (key, at, piece) in quotes.chain(others) {
        if piece.text.trim().is_empty() {
            return Err(EvalError::Malformed {
                path: path.to_owned(),
                what: format!("{key}[{at}] has no text"),
            });
        }
        if !stands_at(piece, text) {
            return Err(EvalError::Offset {
                path: path.to_owned(),
                piece: format!("{key}[{at}]"),
                start: piece.start,
                file: label.file.clone(),
                instead: instead(piece, text),
            });
        }
    }
    Ok(())
}

fn stands_at(piece: &Piece, text: &str) -> bool {
    // `nth` of the end is none just past the last character, where the rest is empty.
    let start = text.char_indices().nth(piece.start).map(|(byte, _)| byte);
    start
        .and_then(|byte| text.get(byte..))
        .is_some_and(|rest| rest.starts_with(&piece.text))
}

fn instead(piece: &Piece, text: &str) -> String {
    let mut places = text.match_indices(&piece.text).map(|(byte, _)| byte);
    let Some(byte) = places.next() else {
        return "nor anywhere in it; copy it exactly, white space included".to_owned();
    };
    let start = text.get(..byte).unwrap_or_default().chars().count();
    let more = if places.next().is_some() {
        " (and again later)"
    } else {
        ""
    };
    format!("it begins at {start}{more}; count Unicode characters from 0")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ärzte warn\n\n“No bed is left,” said Ona Birk. “No bed.”\n";

    fn folder(label: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("one.txt"), TEXT).unwrap();
        fs::write(folder.path().join("one.json"), label).unwrap();
        folder
    }

    fn error(label: &str) -> String {
        let folder = folder(label);
        let told = read_gold(folder.path(), &Reader::default())
            .unwrap_err()
            .to_string();
        let place = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
        told.replace(&place, "")
    }

    #[test]
    fn a_folder_and_a_single_label_are_read() {
        let folder =
            folder(r#"{"file": "one.txt", "quotes": [{"text": "No bed is left,", "start": 13}]}"#);
        fs::write(folder.path().join(OPTIONAL), r#"{"one": ["Ward Nine"]}"#).unwrap();
        for path in [folder.path().to_owned(), folder.path().join("one.json")] {
            let gold = read_gold(&path, &Reader::default()).unwrap();
            let names: Vec<&str> = gold.labelled.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(names, ["one"]);
            assert_eq!(gold.labelled[0].optional, ["Ward Nine"]);
            assert_eq!(gold.notes, [""; 0]);
        }
    }

    #[test]
    fn a_piece_off_its_place_is_told_with_the_right_one() {
        let label = |start| {
            format!(
                r#"{{"file": "one.txt", "quotes": [{{"text": "No bed is", "start": {start}}}]}}"#
            )
        };
        assert_eq!(
            error(&label(14)),
            "one.json: quotes[0] does not stand at 14 of one.txt, it begins at 13; count Unicode characters from 0"
        );
        assert!(error(&label(usize::MAX)).contains("it begins at 13"));
        let absent = r#"{"file": "one.txt", "not_quotes": [{"text": "bett", "start": 3}]}"#;
        assert_eq!(
            error(absent),
            "one.json: not_quotes[0] does not stand at 3 of one.txt, nor anywhere in it; copy it exactly, white space included"
        );
    }

    #[test]
    fn a_malformed_label_is_named_with_its_fault() {
        assert!(error("{").starts_with("one.json: not a label: EOF while parsing"));
        assert!(error("{}").contains("missing field `file`"));
        assert!(error(r#"{"file": "one.txt", "quotes": "none"}"#).contains("expected a sequence"));
        let blank = r#"{"file": "one.txt", "quotes": [{"text": " ", "start": 5}]}"#;
        assert_eq!(error(blank), "one.json: not a label: quotes[0] has no text");
    }

    #[test]
    fn a_text_that_is_not_there_is_named() {
        assert!(
            error(r#"{"file": "two.txt"}"#)
                .starts_with("one.json: its file two.txt cannot be read: ")
        );
    }

    #[test]
    fn a_folder_without_labels_says_what_a_label_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(OPTIONAL), "{}").unwrap();
        let told = read_gold(folder.path(), &Reader::default())
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("holds no labels; a label is a .json file"),
            "{told}"
        );
        let told = read_gold(&folder.path().join("none"), &Reader::default()).unwrap_err();
        assert!(matches!(told, EvalError::Unreadable { .. }), "{told}");
    }

    #[test]
    fn a_misspelt_key_is_told() {
        let folder = folder(r#"{"file": "one.txt", "speaker": []}"#);
        let gold = read_gold(folder.path(), &Reader::default()).unwrap();
        assert!(gold.notes[0].contains("no key of a label is called `speaker`"));
    }
}
