//! What a page says of itself in JSON-LD (schema.org): [`read`].
//!
//! A page may describe itself several times: as an article and as the page the article
//! stands on, alone, in a list or in a `@graph`. The article is believed first. Parts
//! may be named by `@id` and described elsewhere.

use serde_json::{Map, Value};

use super::tree::Tree;

/// What JSON-LD says of the page.
#[derive(Debug, Default, PartialEq)]
pub(super) struct LinkedData {
    /// The headline.
    pub(super) title: Option<String>,
    /// When it was published, as written.
    pub(super) published: Option<String>,
    /// When it was changed last, as written.
    pub(super) modified: Option<String>,
    /// Who published it.
    pub(super) publisher: Vec<String>,
    /// Who wrote it.
    pub(super) creators: Vec<String>,
    /// Where it was published.
    pub(super) url: Option<String>,
    /// Its language.
    pub(super) language: Option<String>,
    /// Its text.
    pub(super) body: Option<String>,
}

/// Types of what may be a release, the best first.
const TYPES: &[&str] = &[
    "NewsArticle",
    "PressRelease",
    "Article",
    "ReportageNewsArticle",
    "Report",
    "BlogPosting",
    "GovernmentService",
    "CreativeWork",
    "ItemPage",
    "WebPage",
];

/// How many records are looked at.
const MAX_RECORDS: usize = 1000;

/// Reads all JSON-LD of a page.
pub(super) fn read(tree: &Tree) -> LinkedData {
    let is_linked = |id: &usize| {
        tree.attribute(*id, "type")
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    };
    let scripts: Vec<Value> = tree
        .elements("script")
        .filter(is_linked)
        .filter_map(|id| parse(&tree.raw(id)))
        .collect();
    let mut records = Vec::new();
    scripts
        .iter()
        .for_each(|script| gather(script, &mut records));
    let mut pages: Vec<(usize, &Map<String, Value>)> = records
        .iter()
        .filter_map(|record| Some((rank(record)?, *record)))
        .collect();
    pages.sort_by_key(|(rank, _)| *rank);
    let graph = Graph { records: &records };
    let mut told = LinkedData::default();
    for (_, page) in pages {
        graph.add(page, &mut told);
    }
    told
}

/// Many pages break lines inside a string, which JSON does not allow.
fn parse(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->");
    let read = serde_json::from_str(script).ok();
    read.or_else(|| serde_json::from_str(&script.replace(char::is_control, " ")).ok())
}

fn gather<'v>(value: &'v Value, records: &mut Vec<&'v Map<String, Value>>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if records.len() >= MAX_RECORDS {
            return;
        }
        match value {
            Value::Array(list) => open.extend(list.iter().rev()),
            Value::Object(record) => {
                records.push(record);
                open.extend(record.get("mainEntity"));
                open.extend(record.get("@graph"));
            }
            _ => {}
        }
    }
}

fn rank(record: &Map<String, Value>) -> Option<usize> {
    let types = texts(record.get("@type")?);
    let of = |kind: &String| TYPES.iter().position(|known| *known == kind.trim());
    types.iter().filter_map(of).min()
}

struct Graph<'v> {
    records: &'v [&'v Map<String, Value>],
}

impl Graph<'_> {
    /// Adds what a record says to what better ones said.
    fn add(&self, page: &Map<String, Value>, told: &mut LinkedData) {
        let first = |keys: &[&str]| {
            let value = keys.iter().find_map(|key| page.get(*key))?;
            texts(value).into_iter().next()
        };
        let fill = |slot: &mut Option<String>, keys: &[&str]| {
            if slot.is_none() {
                *slot = first(keys);
            }
        };
        fill(&mut told.title, &["headline", "name"]);
        fill(&mut told.published, &["datePublished"]);
        fill(&mut told.modified, &["dateModified"]);
        fill(&mut told.url, &["url", "mainEntityOfPage"]);
        fill(&mut told.language, &["inLanguage"]);
        fill(&mut told.body, &["articleBody"]);
        if told.publisher.is_empty() {
            told.publisher = page
                .get("publisher")
                .map_or_else(Vec::new, |value| self.names(value));
        }
        if told.creators.is_empty() {
            told.creators = page
                .get("author")
                .map_or_else(Vec::new, |value| self.names(value));
        }
    }

    /// The names of what a value describes, itself or by its `@id`.
    fn names(&self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(list) => list
                .iter()
                .take(50)
                .flat_map(|one| self.names_of_one(one))
                .collect(),
            one => self.names_of_one(one),
        }
    }

    fn names_of_one(&self, value: &Value) -> Vec<String> {
        let Value::Object(record) = value else {
            return texts(value);
        };
        if let Some(name) = record.get("name") {
            return texts(name);
        }
        let Some(id) = record.get("@id").and_then(Value::as_str) else {
            return Vec::new();
        };
        let is_it = |known: &&&Map<String, Value>| {
            known.get("@id").and_then(Value::as_str) == Some(id) && known.contains_key("name")
        };
        let named = self
            .records
            .iter()
            .find(is_it)
            .and_then(|known| known.get("name"));
        named.map(texts).unwrap_or_default()
    }
}

/// The texts of a value: of a list each, of a record its address or value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        Value::String(text) => vec![text.trim().to_owned()],
        Value::Array(list) => list.iter().take(50).flat_map(texts).collect(),
        Value::Object(record) => {
            let inner = record.get("@id").or_else(|| record.get("@value"));
            inner
                .and_then(Value::as_str)
                .map(|text| vec![text.to_owned()])
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(script: &str) -> LinkedData {
        let page = format!("<script type=application/ld+json>{script}</script>");
        read(&Tree::parse(&page).unwrap())
    }

    #[test]
    fn the_article_is_believed_before_the_page_and_its_parts_are_found_by_id() {
        let data = told(
            r##"{"@graph": [
            {"@type": "WebPage", "name": "Harbour Aid: boats", "datePublished": "2019-01-01", "inLanguage": "en-GB"},
            {"@type": ["Article"], "headline": "Boats come in", "datePublished": "2024-05-03T10:00:00+02:00",
             "publisher": {"@id": "#us"}, "author": [{"name": "Ana Brandt"}, "Joao Reis"]},
            {"@type": "Organization", "@id": "#us", "name": "Harbour Aid"}]}"##,
        );
        assert_eq!(data.title.as_deref(), Some("Boats come in"));
        assert_eq!(data.published.as_deref(), Some("2024-05-03T10:00:00+02:00"));
        assert_eq!(data.language.as_deref(), Some("en-GB"));
        assert_eq!(data.publisher, ["Harbour Aid"]);
        assert_eq!(data.creators, ["Ana Brandt", "Joao Reis"]);
    }

    #[test]
    fn a_line_break_in_a_string_is_forgiven_and_nonsense_ignored() {
        let data = told("[{\"@type\": \"NewsArticle\", \"headline\": \"Boats\ncome in\"}]");
        assert_eq!(data.title.as_deref(), Some("Boats come in"));
        assert_eq!(told("{\"@type\": "), LinkedData::default());
        assert_eq!(told(&"[".repeat(100_000)), LinkedData::default());
    }
}
