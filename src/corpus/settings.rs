//! The user's settings, `dateline.toml` at the top of a corpus: [`Settings`].
//!
//! `[[records]]` says which fields of JSON and CSV records hold what, where the usual
//! names do not. Another kind of setting is a field more of [`Settings`].

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::key::key_of;

/// The name of the file of settings.
pub const SETTINGS_FILE: &str = "dateline.toml";

/// What the user set for a corpus.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the fields of records are, by file; the first that fits holds.
    #[serde(default)]
    pub records: Vec<Mapping>,
    /// Searches kept by name, which are no matter of reading.
    #[serde(default, rename = "searches")]
    _searches: IgnoredAny,
    /// The corpus they are of.
    #[serde(skip)]
    base: PathBuf,
    #[serde(skip)]
    patterns: Vec<Option<Gitignore>>,
}

/// Which fields of a record hold what; those not named are found by their usual names.
///
/// A name is a path with dots between its parts; case and separators do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The files it is for, a pattern as in `.datelineignore`; all when none is given.
    pub files: Option<String>,
    /// Where in a JSON object the list of records is.
    pub list: Option<String>,
    /// What tells the record from the others of its file.
    #[serde(default)]
    pub id: Names,
    /// The title.
    #[serde(default)]
    pub title: Names,
    /// The text; several are joined by a blank line.
    #[serde(default)]
    pub text: Names,
    /// The date published.
    #[serde(default)]
    pub date: Names,
    /// Where it was published.
    #[serde(default)]
    pub url: Names,
    /// Who issued it; of several names all.
    #[serde(default)]
    pub publisher: Names,
    /// Who spoke or wrote it; of several names all.
    #[serde(default)]
    pub speaker: Names,
    /// The language, as a code.
    #[serde(default)]
    pub language: Names,
}

/// One name or a list of names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "OneOrMore")]
pub struct Names(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged, expecting = "a name in quotes or a list of names")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl From<OneOrMore> for Names {
    fn from(names: OneOrMore) -> Self {
        match names {
            OneOrMore::One(name) => Self(vec![name]),
            OneOrMore::More(names) => Self(names),
        }
    }
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is there and cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// It is not of its form.
    #[error("{path}, line {line}: {what}")]
    Form {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what is right.
        what: String,
    },
}

impl Settings {
    /// The settings of the corpus at `base`; the usual ones when it has none.
    ///
    /// # Errors
    /// When they cannot be read or are not of their form.
    pub fn of_corpus(base: &Path) -> Result<Self, SettingsError> {
        let path = base.join(SETTINGS_FILE);
        match fs::read_to_string(&path) {
            Ok(toml) => Self::parse(&toml, base),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(SettingsError::Unreadable {
                path: path.display().to_string(),
                source,
            }),
        }
    }

    /// The nearest settings from a file or directory upwards.
    ///
    /// # Errors
    /// As [`Settings::of_corpus`].
    pub fn near(path: &Path) -> Result<Self, SettingsError> {
        let whole = path.canonicalize().unwrap_or_else(|_| PathBuf::from(path));
        let holds = |folder: &&Path| folder.join(SETTINGS_FILE).is_file();
        match whole.ancestors().find(holds) {
            Some(folder) => Self::of_corpus(folder),
            None => Ok(Self::default()),
        }
    }

    /// Reads settings of the corpus at `base` from TOML.
    ///
    /// # Errors
    /// When they are not of their form.
    pub fn parse(toml: &str, base: &Path) -> Result<Self, SettingsError> {
        let form = |line, what| SettingsError::Form {
            path: base.join(SETTINGS_FILE).display().to_string(),
            line,
            what,
        };
        let mut settings: Self =
            toml::from_str(toml).map_err(|error| form(line_of(toml, &error), said(&error)))?;
        base.clone_into(&mut settings.base);
        for mapping in &settings.records {
            let pattern = mapping.files.as_deref().map(pattern).transpose();
            let pattern = pattern.map_err(|why| {
                let files = mapping.files.as_deref().unwrap_or_default();
                let at = toml.lines().position(|line| line.contains(files));
                form(
                    at.unwrap_or_default() + 1,
                    format!("files = {files:?} is no pattern: {why}"),
                )
            })?;
            settings.patterns.push(pattern);
        }
        Ok(settings)
    }

    /// The number that changes when files have to be read anew; 0 for the usual settings.
    pub fn fingerprint(&self) -> u64 {
        if self.records.is_empty() {
            return 0;
        }
        xxh3_64(&serde_json::to_vec(&self.records).unwrap_or_default())
    }

    /// How a file lies in the corpus the settings are of.
    pub(super) fn key(&self, path: &Path) -> String {
        let below = path.starts_with(&self.base) && !self.base.as_os_str().is_empty();
        if below {
            key_of(&self.base, path)
        } else {
            let name = path.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        }
    }

    /// The mapping for a file, by its path below the corpus; or by its own name in an archive.
    pub(super) fn mapping(&self, path: &str, name: &str) -> Option<&Mapping> {
        let fits = |pattern: &Option<Gitignore>| {
            pattern.as_ref().is_none_or(|pattern| {
                [path, name].iter().any(|path| {
                    let path = path.trim_start_matches('/');
                    pattern.matched_path_or_any_parents(path, false).is_ignore()
                })
            })
        };
        let at = self.patterns.iter().position(fits)?;
        self.records.get(at)
    }
}

fn pattern(files: &str) -> Result<Gitignore, ignore::Error> {
    let mut builder = GitignoreBuilder::new("");
    builder.add_line(None, files)?;
    builder.build()
}

fn line_of(toml: &str, error: &toml::de::Error) -> usize {
    let start = error.span().map_or(0, |span| span.start);
    let before = toml.get(..start).unwrap_or_default();
    before.matches('\n').count() + 1
}

/// The error in one line, with the nearest of the keys it says it expected.
fn said(error: &toml::de::Error) -> String {
    let message = error.message().lines().next().unwrap_or_default();
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let Some((wrong, known)) = names.split_first() else {
        return message.to_owned();
    };
    if !message.starts_with("unknown field") {
        return message.to_owned();
    }
    let nearest = known.iter().min_by(|one, other| {
        let distance = |name: &str| strsim::normalized_damerau_levenshtein(wrong, name);
        distance(other).total_cmp(&distance(one))
    });
    let known = known.join(", ");
    match nearest {
        Some(nearest) => {
            format!("no key is called {wrong:?}; the nearest is {nearest} (of {known})")
        }
        None => format!("no key is called {wrong:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(toml: &str) -> Result<Settings, String> {
        Settings::parse(toml, Path::new("corpus")).map_err(|error| error.to_string())
    }

    #[test]
    fn the_first_mapping_that_fits_a_file_holds() {
        let toml = "[[records]]\nfiles = 'exports/*.csv'\ntitle = 'Überschrift'\ntext = ['lead', 'body']\n\
                    [[records]]\ndate = 'datum'\n";
        let settings = parse(toml).unwrap();
        let first = settings.mapping("exports/a.csv", "a.csv").unwrap();
        assert_eq!(first.text.0, ["lead", "body"]);
        let other = settings.mapping("else/a.csv", "a.csv").unwrap();
        assert_eq!(other.date.0, ["datum"]);
        assert!(Settings::default().mapping("a.csv", "a.csv").is_none());
    }

    #[test]
    fn a_wrong_key_is_told_with_its_line_and_the_nearest() {
        let told = parse("[[records]]\ntext = 'body'\ntitel = 'x'\n").unwrap_err();
        assert!(
            told.contains(
                "line 3: no key is called \"titel\"; the nearest is title (of files, list,"
            ),
            "{told}"
        );
        let told = parse("[[record]]\n").unwrap_err();
        assert!(
            told.contains("line 1") && told.contains("nearest is records"),
            "{told}"
        );
        let told = parse("[[records]]\ntext = 3\n").unwrap_err();
        assert!(
            told.contains("line 2: a name in quotes or a list of names"),
            "{told}"
        );
        let told = parse("[[records]]\nfiles = '{a'\n").unwrap_err();
        assert!(
            told.contains("line 2: files = \"{a\" is no pattern"),
            "{told}"
        );
    }

    #[test]
    fn only_what_changes_reading_changes_the_fingerprint() {
        let one = parse("[[records]]\ntext = 'a'\n").unwrap().fingerprint();
        let same = parse("# note\n[[records]]\ntext = ['a']\n")
            .unwrap()
            .fingerprint();
        let other = parse("[[records]]\ntext = 'b'\n").unwrap().fingerprint();
        assert_eq!(one, same);
        assert_ne!(one, other);
        assert_eq!(parse("").unwrap().fingerprint(), 0);
    }
}
