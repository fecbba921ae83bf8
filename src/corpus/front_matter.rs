//! The head of metadata of a Markdown file: YAML between two lines of dashes, as
//! Jekyll, Hugo and Pandoc write it. What it says is taken as given.

use serde_json::{Map, Value};

use crate::document::{Given, PartialDate};
use crate::text::{Span, border_before, lines};

/// A head over this is not one.
const MAX_BYTES: usize = 64 * 1024;

/// How far YAML may go: enough for any head, too little for one made to exhaust memory.
const MAX_DEPTH: usize = 16;
const MAX_NODES: usize = 4096;
const MAX_ALIASES: usize = 64;

/// Reads the head of `text`; none when it has none.
///
/// # Errors
/// In words when it has one that cannot be read.
pub(super) fn given(text: &str) -> Option<Result<Given, String>> {
    let (head, body_start) = split(text)?;
    let read = match parse(head.of(text)) {
        // Two rules with prose between them are no head.
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => return None,
        Err(why) => Err(why),
    };
    Some(read.map(|fields| Given {
        body_start,
        ..from_fields(&fields)
    }))
}

/// The YAML between the dashes, and where the line behind the closing ones starts.
fn split(text: &str) -> Option<(Span, usize)> {
    if !text.starts_with("---") {
        return None;
    }
    let reach = text.get(..border_before(text, MAX_BYTES))?;
    let all = lines(reach);
    let is_rule = |line: &Span, rules: &[&str]| rules.contains(&line.of(reach).trim_end());
    let opening = all.first().filter(|line| is_rule(line, &["---"]))?;
    let at = all
        .iter()
        .skip(1)
        .position(|line| is_rule(line, &["---", "..."]))?
        + 1;
    let closing = all.get(at)?;
    let start = all.get(1).map_or(opening.end, |line| line.start);
    let behind = text.get(closing.end..).unwrap_or_default();
    let line_end = match behind.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    Some((
        Span::new(start, closing.start.max(start)),
        closing.end + line_end,
    ))
}

fn parse(yaml: &str) -> Result<Value, String> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: MAX_NODES * 4,
            max_aliases: MAX_ALIASES,
            max_anchors: MAX_ALIASES,
            max_documents: 1,
            max_total_scalar_bytes: MAX_BYTES * 4,
        },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::FirstWins,
        strict_booleans: true,
        with_snippet: false,
    };
    if yaml.trim().is_empty() {
        return Ok(Value::Null);
    }
    serde_saphyr::from_str_with_options(yaml, options).map_err(|error| error.to_string())
}

fn from_fields(fields: &Map<String, Value>) -> Given {
    let all = |names: &[&str]| -> Vec<String> {
        let named = |name: &&str| {
            let found = fields
                .iter()
                .find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
            found
                .map(|(_, value)| values(value))
                .filter(|values| !values.is_empty())
        };
        names.iter().find_map(named).unwrap_or_default()
    };
    let first = |names: &[&str]| all(names).into_iter().next();
    Given {
        title: first(&["title"]),
        date: first(&["date", "published"]).and_then(|written| date(&written)),
        modified: first(&["modified", "updated", "lastmod"]).and_then(|written| date(&written)),
        publisher: all(&["publisher"]),
        creators: all(&["creators", "creator", "authors", "author"]),
        url: all(&["url", "link", "canonical"])
            .into_iter()
            .find(|value| is_address(value)),
        language: first(&["language", "lang"]).and_then(|written| language(&written)),
        body_start: 0,
    }
}

/// The texts of a value: of a list each, of a record its name.
fn values(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        Value::String(text) => vec![text.trim().to_owned()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(list) => list.iter().flat_map(values).collect(),
        Value::Object(record) => record.get("name").map(values).unwrap_or_default(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// A date, or the date of a time, as written: no turn from one time zone to another.
fn date(written: &str) -> Option<PartialDate> {
    PartialDate::parse(written.split(['T', 't', ' ']).next()?)
}

pub(super) fn is_address(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}

/// The ISO 639-1 code at the start of a language tag (BCP 47).
pub(super) fn language(tag: &str) -> Option<String> {
    let code = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Given {
        given(text).unwrap().unwrap()
    }

    #[test]
    fn every_key_is_taken_as_given() {
        let text = "---\ntitle: New centre opens\ndate: 2024-04-26\npublisher: Harbour Aid\n\
            authors: [Ana Brandt, Joao Reis]\nurl: https://harbour.example/a\nlanguage: en-GB\n---\nBody.";
        let found = read(text);
        assert_eq!(found.title.as_deref(), Some("New centre opens"));
        assert_eq!(found.date, PartialDate::day(2024, 4, 26));
        assert_eq!(found.publisher, ["Harbour Aid"]);
        assert_eq!(found.creators, ["Ana Brandt", "Joao Reis"]);
        assert_eq!(found.url.as_deref(), Some("https://harbour.example/a"));
        assert_eq!(found.language.as_deref(), Some("en"));
        assert_eq!(&text[found.body_start..], "Body.");
    }

    #[test]
    fn a_key_has_other_names() {
        let found = read(
            "---\nPublished: 2024-04-26T23:30:00-05:00\ncreator: {name: Ana Brandt}\nlink: http://a.example\nlang: pt\n...\n",
        );
        assert_eq!(found.date, PartialDate::day(2024, 4, 26));
        assert_eq!(found.creators, ["Ana Brandt"]);
        assert_eq!(found.url.as_deref(), Some("http://a.example"));
        assert_eq!(found.language.as_deref(), Some("pt"));
    }

    #[test]
    fn a_date_may_be_partial_or_no_date() {
        let date = |written: &str| read(&format!("---\ndate: {written}\n---\n")).date;
        assert_eq!(date("2024"), PartialDate::year(2024));
        assert_eq!(date("2024-04"), PartialDate::month(2024, 4));
        assert_eq!(date("2024-04-26 10:00:00"), PartialDate::day(2024, 4, 26));
        assert_eq!(date("2024-02-31"), None);
        assert_eq!(date("last spring"), None);
    }

    #[test]
    fn any_line_end_closes_the_head() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("---{end}title: A{end}---{end}{end}Body");
            let found = read(&text);
            assert_eq!(found.title.as_deref(), Some("A"), "{end:?}");
            assert_eq!(&text[found.body_start..], format!("{end}Body"), "{end:?}");
        }
    }

    #[test]
    fn a_text_without_a_head_has_none() {
        for text in [
            "Text",
            "----\na: b\n----\n",
            "---\ntitle: never closed\n",
            "---\nProse only\n---\nmore",
            "\n---\na: b\n---\n",
        ] {
            assert_eq!(given(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_empty_head_says_nothing_but_where_the_body_starts() {
        assert_eq!(
            read("---\n---\nBody"),
            Given {
                body_start: 8,
                ..Given::default()
            }
        );
    }

    #[test]
    fn a_head_that_is_no_yaml_says_so() {
        assert!(given("---\ntitle: [unclosed\n---\nBody").unwrap().is_err());
    }

    #[test]
    fn a_head_made_to_exhaust_memory_is_refused() {
        let deep = format!("---\na: {}\n---\n", "[".repeat(5000));
        assert!(given(&deep).unwrap().is_err());
        let mut laughs = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let below = format!("*a{},", level - 1).repeat(10);
            laughs.push_str(&format!("a{level}: &a{level} [{below}]\n"));
        }
        laughs.push_str("---\n");
        assert!(given(&laughs).unwrap().is_err());
    }

    proptest! {
        #[test]
        fn a_head_never_reaches_past_the_text(middle in "[-a-z:&*\\[\\]{}'\"\r\n ,!|>#%@é.]{0,120}") {
            let text = format!("---\n{middle}\n---\nrest");
            if let Some(Ok(found)) = given(&text) {
                prop_assert!(text.get(found.body_start..).is_some());
            }
        }
    }
}
