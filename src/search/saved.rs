//! Searches that a corpus keeps: `[[searches]]` of its `dateline.toml`.
//!
//! ```toml
//! [[searches]]
//! name = "returns"
//! query = "returns OR deportation"
//! organisation = ["IOM", "Frontex"]
//! since = "90d"
//! ```
//!
//! Other tables of the file are others' and left alone.

use jiff::civil::Date;
use toml::{Table, Value};

use super::given::{GivenError, nearest_name};
use super::request::Filters;
use crate::query::{self, Query};

/// A search by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its name.
    pub name: String,
    /// The query as written; none asks for every release.
    pub input: String,
    /// The query as read.
    pub query: Query,
    /// Its filters.
    pub filters: Filters,
    /// All of it as written, which does not change with the day as `since = "90d"` does.
    pub written: String,
}

/// Why the searches of a file cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The file is no TOML.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A search is not of its form.
    #[error("the search {search}: {what}")]
    Search {
        /// Its name, or its number when it has none.
        search: String,
        /// What is wrong.
        what: String,
    },
    /// `searches` is no list of tables.
    #[error("`searches` is no list of tables; begin each search with [[searches]]")]
    Form,
}

/// The searches of a `dateline.toml`, in its order; days back are counted from `today`.
///
/// # Errors
/// Naming the search and what is wrong with it; an unknown key names the nearest.
pub fn saved_searches(toml: &str, today: Date) -> Result<Vec<SavedSearch>, SavedError> {
    let file: Table = toml.parse()?;
    let Some(searches) = file.get("searches") else {
        return Ok(Vec::new());
    };
    let Value::Array(tables) = searches else {
        return Err(SavedError::Form);
    };
    let mut found: Vec<SavedSearch> = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let Value::Table(table) = table else {
            return Err(SavedError::Form);
        };
        let named = table
            .get("name")
            .and_then(Value::as_str)
            .map(|name| format!("`{name}`"));
        let wrong = |what: String| SavedError::Search {
            search: named
                .clone()
                .unwrap_or_else(|| format!("number {}", at + 1)),
            what,
        };
        let search = one(table, today).map_err(wrong)?;
        if found.iter().any(|other| other.name == search.name) {
            return Err(wrong(
                "another has the same name; give it one of its own".to_owned(),
            ));
        }
        found.push(search);
    }
    Ok(found)
}

fn one(table: &Table, today: Date) -> Result<SavedSearch, String> {
    let mut filters = Filters::default();
    let (mut name, mut input) = (String::new(), String::new());
    for (key, value) in table {
        let values = values_of(value)
            .ok_or_else(|| format!("`{key}` is neither a text nor a list of texts"))?;
        match key.as_str() {
            "name" => name = values.join(" "),
            "query" => input = values.join(" "),
            _ => filters
                .give(key, &values, today)
                .map_err(|error| match error {
                    GivenError::Unknown { nearest, .. } => unknown(key, nearest),
                    GivenError::Value(told) => told,
                })?,
        }
    }
    if name.trim().is_empty() {
        return Err("it has no name; write name = \"...\"".to_owned());
    }
    let query = query::parse(&input, today).map_err(|error| error.to_string())?;
    Ok(SavedSearch {
        name,
        input,
        query,
        filters,
        written: table.to_string(),
    })
}

fn unknown(key: &str, nearest: Option<String>) -> String {
    let nearest =
        nearest.or_else(|| nearest_name(key, ["name", "query"].into_iter()).map(str::to_owned));
    match nearest {
        Some(nearest) => format!("`{key}` is no key of a search; did you mean `{nearest}`?"),
        None => format!(
            "`{key}` is no key of a search; there are name, query and the filters by their flags"
        ),
    }
}

fn values_of(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(values) => {
            let each = values.iter().map(|value| match value {
                Value::Array(_) | Value::Table(_) => None,
                value => values_of(value)?.pop(),
            });
            each.collect()
        }
        Value::String(text) => Some(vec![text.clone()]),
        Value::Integer(number) => Some(vec![number.to_string()]),
        Value::Boolean(yes) => Some(vec![yes.to_string()]),
        Value::Datetime(date) => Some(vec![date.to_string()]),
        Value::Float(_) | Value::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Result<Vec<SavedSearch>, SavedError> {
        saved_searches(toml, jiff::civil::date(2026, 3, 31))
    }

    #[test]
    fn a_search_is_read_with_the_words_of_the_flags() {
        let toml = "[[records]]\nmatch = \"x\"\n[[searches]]\nname = \"returns\"\n\
            query = \"returns -visa\"\norganisation = [\"IOM\", \"Frontex\"]\nnot_place = \"Geneva\"\n\
            since = \"90d\"\nuntil = 2026-02-03\ncertain_date = true\n[[searches]]\nname = \"all\"\n";
        let found = read(toml).unwrap();
        assert_eq!(found.len(), 2);
        let first = &found[0];
        assert_eq!(first.query.root.to_string(), "returns AND NOT visa");
        let expected = Filters::default()
            .pick("organisation", "IOM")
            .pick("organisation", "Frontex")
            .exclude("place", "Geneva");
        assert_eq!(first.filters.fields, expected.fields);
        assert_eq!(first.filters.until.unwrap().to_string(), "2026-02-03");
        assert!(first.filters.certain_date);
        assert_eq!(read("").unwrap(), []);
    }

    #[test]
    fn what_is_wrong_names_the_search_and_the_nearest_key() {
        for (toml, told) in [
            (
                "[[searches]]\nname = \"a\"\norganisaton = \"x\"",
                "the search `a`: `organisaton` is no key of a search; did you mean `organisation`?",
            ),
            (
                "[[searches]]\nname = \"a\"\nquerry = \"x\"",
                "did you mean `query`?",
            ),
            (
                "[[searches]]\nquery = \"x\"",
                "the search number 1: it has no name",
            ),
            (
                "[[searches]]\nname = \"a\"\n[[searches]]\nname = \"a\"",
                "another has the same name",
            ),
            (
                "[[searches]]\nname = \"a\"\nsince = \"soon\"",
                "`soon` is not a date",
            ),
            (
                "[[searches]]\nname = \"a\"\nplace = 1.5",
                "neither a text nor a list",
            ),
            ("searches = 3", "begin each search with [[searches]]"),
            ("[[searches", "unclosed"),
        ] {
            let error = read(toml).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
