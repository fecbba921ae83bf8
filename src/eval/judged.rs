//! Queries and which releases answer them, as people judged it: [`read_judged`].
//!
//! Two files of columns parted by tabs, as in text retrieval conferences: `id, query` and
//! `query id, document, grade`. Blank lines and lines from `#` are passed over.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use super::EvalError;

/// The highest grade: its gain, two to the power of it less one, stays a whole number.
const HIGHEST: u32 = 10;

/// A query with its judged releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedQuery {
    /// Its id.
    pub id: String,
    /// As a person would type it.
    pub query: String,
    /// Each judged release, by path or id, with its grade; 0 is of no use.
    pub grades: Vec<(String, u32)>,
}

/// Judged queries, in the order of their file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// The queries.
    pub queries: Vec<JudgedQuery>,
}

/// Reads queries and their judgements.
///
/// # Errors
/// Naming file and line when one is not of the form, is there twice, or judges a query
/// that does not exist.
pub fn read_judged(queries: &Path, judgements: &Path) -> Result<Judged, EvalError> {
    let asked = content(queries)?;
    let grades = content(judgements)?;
    let mut judged = parse_queries(&queries.display().to_string(), &asked)?;
    add_grades(&mut judged, &judgements.display().to_string(), &grades)?;
    Ok(judged)
}

fn content(path: &Path) -> Result<String, EvalError> {
    fs::read_to_string(path).map_err(|source| EvalError::Unreadable {
        path: path.display().to_string(),
        source,
    })
}

/// The lines that say something, with their numbers from 1.
fn lines(content: &str) -> impl Iterator<Item = (usize, &str)> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    let all = content.lines().enumerate().map(|(at, line)| (at + 1, line));
    all.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

fn wrong(path: &str, line: usize, what: impl Into<String>) -> EvalError {
    EvalError::Line {
        path: path.to_owned(),
        line,
        what: what.into(),
    }
}

fn parse_queries(path: &str, content: &str) -> Result<Judged, EvalError> {
    let mut judged = Judged::default();
    let mut seen = HashSet::new();
    for (at, line) in lines(content) {
        let parts = line.split_once('\t');
        let parts = parts.map(|(id, query)| (id.trim(), query.trim()));
        let Some((id, query)) = parts.filter(|(id, query)| !id.is_empty() && !query.is_empty())
        else {
            return Err(wrong(path, at, "not a query; write id, tab, query"));
        };
        if !seen.insert(id) {
            return Err(wrong(
                path,
                at,
                format!("the id `{id}` is there twice; give each query its own"),
            ));
        }
        judged.queries.push(JudgedQuery {
            id: id.to_owned(),
            query: query.to_owned(),
            grades: Vec::new(),
        });
    }
    if judged.queries.is_empty() {
        let path = path.to_owned();
        return Err(EvalError::NoQueries { path });
    }
    Ok(judged)
}

fn add_grades(judged: &mut Judged, path: &str, content: &str) -> Result<(), EvalError> {
    let places: HashMap<String, usize> = judged
        .queries
        .iter()
        .enumerate()
        .map(|(at, query)| (query.id.clone(), at))
        .collect();
    let mut seen = HashSet::new();
    for (at, line) in lines(content) {
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let &[id, document, grade] = columns.as_slice() else {
            let told = "not a judgement; write query id, tab, document, tab, grade";
            return Err(wrong(path, at, told));
        };
        let Some(grade) = grade.parse().ok().filter(|grade| *grade <= HIGHEST) else {
            let told = format!("`{grade}` is not a grade; write 0 to {HIGHEST}, 0 for of no use");
            return Err(wrong(path, at, told));
        };
        let query = places
            .get(id)
            .and_then(|&place| judged.queries.get_mut(place));
        let Some(query) = query else {
            return Err(wrong(path, at, format!("no query has the id `{id}`")));
        };
        if !seen.insert((id, document)) {
            let told = format!("`{document}` is judged twice for query `{id}`; keep one line");
            return Err(wrong(path, at, told));
        }
        query.grades.push((document.to_owned(), grade));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(queries: &str, judgements: &str) -> Result<Judged, String> {
        let mut judged = parse_queries("q.tsv", queries).map_err(|error| error.to_string())?;
        add_grades(&mut judged, "j.tsv", judgements).map_err(|error| error.to_string())?;
        Ok(judged)
    }

    #[test]
    fn queries_keep_their_order_and_their_grades() {
        let judged = read(
            "# asked in spring\nb\tferry fire\r\n\na\t\"night ferry\"\n",
            "a\tport/one.txt\t2\nb\ttwo.txt\t0\na\ttwo.txt\t1\n",
        )
        .unwrap();
        let ids: Vec<&str> = judged
            .queries
            .iter()
            .map(|query| query.id.as_str())
            .collect();
        assert_eq!(ids, ["b", "a"]);
        assert_eq!(judged.queries[0].query, "ferry fire");
        let grades = [("port/one.txt".to_owned(), 2), ("two.txt".to_owned(), 1)];
        assert_eq!(judged.queries[1].grades, grades);
    }

    #[test]
    fn a_line_that_is_not_of_the_form_is_named() {
        for (queries, judgements, told) in [
            ("a ferry", "", "q.tsv:1: not a query; write id, tab, query"),
            ("a\tx\na\ty", "", "q.tsv:2: the id `a` is there twice"),
            ("# none", "", "q.tsv holds no queries"),
            ("a\tx", "a\tone.txt", "j.tsv:1: not a judgement"),
            (
                "a\tx",
                "a\tone.txt\tgood",
                "j.tsv:1: `good` is not a grade; write 0 to 10",
            ),
            ("a\tx", "a\tone.txt\t11", "`11` is not a grade"),
            (
                "a\tx",
                "\nb\tone.txt\t1",
                "j.tsv:2: no query has the id `b`",
            ),
            (
                "a\tx",
                "a\tone.txt\t1\na\tone.txt\t2",
                "judged twice for query `a`",
            ),
        ] {
            let error = read(queries, judgements).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }
}
