//! The usual names of a record's fields, and the ways to the values under them.

use serde_json::Value;

use super::Record;

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Id,
    Title,
    Text,
    Date,
    Url,
    Publisher,
    Speaker,
    Language,
}

impl Role {
    pub(super) const ALL: [Self; 8] = [
        Self::Id,
        Self::Title,
        Self::Text,
        Self::Date,
        Self::Url,
        Self::Publisher,
        Self::Speaker,
        Self::Language,
    ];
}

/// Objects that hold the record proper, in the answers of search engines and content systems.
const WRAPPERS: &[&str] = &[
    "source",
    "attributes",
    "fields",
    "data",
    "record",
    "article",
    "node",
    "document",
    "item",
    "post",
];

/// Parts of a value that is an object which stand for it.
const VALUES: &[&str] = &[
    "rendered", "value", "text", "name", "title", "label", "html", "plain", "content", "body",
    "oid", "date", "href", "en",
];

/// How deep a value is looked into.
const DEPTH: usize = 6;

// The usual names of each role, as [`normalised`] gives them, the surest first.
const IDS: &[&str] = &[
    "id",
    "guid",
    "identifier",
    "uuid",
    "uid",
    "nid",
    "recordid",
    "docid",
    "documentid",
    "key",
];

const TITLES: &[&str] = &[
    "title",
    "headline",
    "subject",
    "titel",
    "überschrift",
    "titre",
    "título",
    "titulo",
    "titolo",
    "heading",
    "name",
];

const TEXTS: &[&str] = &[
    "text",
    "body",
    "content",
    "contents",
    "fulltext",
    "articlebody",
    "bodytext",
    "bodyhtml",
    "contenthtml",
    "contenttext",
    "encoded",
    "story",
    "message",
    "description",
    "summary",
    "abstract",
    "inhalt",
    "volltext",
    "contenu",
    "texte",
    "texto",
    "contenido",
    "conteúdo",
    "testo",
    "contenuto",
];

const DATES: &[&str] = &[
    "date",
    "published",
    "datepublished",
    "publisheddate",
    "publishedat",
    "publishedon",
    "publicationdate",
    "publishdate",
    "pubdate",
    "releasedate",
    "datereleased",
    "issued",
    "dateissued",
    "posted",
    "posteddate",
    "dateposted",
    "datetime",
    "timestamp",
    "datum",
    "fecha",
    "created",
    "datecreated",
    "createdat",
];

const URLS: &[&str] = &[
    "url",
    "link",
    "permalink",
    "canonical",
    "canonicalurl",
    "href",
    "uri",
    "webpage",
    "weburl",
    "sourceurl",
];

const PUBLISHERS: &[&str] = &[
    "publisher",
    "organisation",
    "organization",
    "organisations",
    "organizations",
    "org",
    "agency",
    "agencies",
    "component",
    "components",
    "issuer",
    "institution",
    "newsroom",
    "department",
    "office",
    "source",
];

const SPEAKERS: &[&str] = &[
    "speaker", "speakers", "author", "authors", "creator", "creators", "byline",
];

const LANGUAGES: &[&str] = &[
    "language",
    "lang",
    "inlanguage",
    "languagecode",
    "locale",
    "langcode",
];

/// The usual names of a role, the surest first.
pub(super) const fn known(role: Role) -> &'static [&'static str] {
    match role {
        Role::Id => IDS,
        Role::Title => TITLES,
        Role::Text => TEXTS,
        Role::Date => DATES,
        Role::Url => URLS,
        Role::Publisher => PUBLISHERS,
        Role::Speaker => SPEAKERS,
        Role::Language => LANGUAGES,
    }
}

/// A name without what ways of writing differ in: case, separators, a namespace before it.
pub(in super::super) fn normalised(name: &str) -> String {
    let own = name.rsplit_once(':').map_or(name, |(_, own)| own);
    let own = if own.trim().is_empty() { name } else { own };
    own.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The record itself, or the one it wraps when none of its own fields is a text or title.
pub(super) fn unwrapped(record: &Record) -> &Record {
    let is_told = |record: &Record| {
        record.keys().any(|key| {
            let key = normalised(key);
            [Role::Text, Role::Title]
                .iter()
                .any(|role| known(*role).contains(&key.as_str()))
        })
    };
    if is_told(record) {
        return record;
    }
    let inner = WRAPPERS.iter().find_map(|wrapper| {
        let mut fields = record.iter().filter(|(key, _)| normalised(key) == *wrapper);
        fields.find_map(|(_, value)| value.as_object().filter(|inner| is_told(inner)))
    });
    inner.unwrap_or(record)
}

/// All values at a path with dots; through a list those of each of its elements.
pub(super) fn reach<'r>(record: &'r Record, path: &str) -> Vec<&'r Value> {
    let whole = normalised(path);
    if let Some((_, value)) = record.iter().find(|(key, _)| normalised(key) == whole) {
        return vec![value];
    }
    let Some((first, rest)) = path.split_once('.') else {
        return Vec::new();
    };
    let first = normalised(first);
    let field = record.iter().find(|(key, _)| normalised(key) == first);
    match field.map(|(_, value)| value) {
        Some(Value::Object(inner)) => reach(inner, rest),
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(Value::as_object)
            .flat_map(|inner| reach(inner, rest))
            .collect(),
        _ => Vec::new(),
    }
}

/// The texts of a value: of a list each, of an object the part that stands for it.
pub(super) fn texts(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, DEPTH, &mut found);
    found
}

fn collect(value: &Value, depth: usize, found: &mut Vec<String>) {
    if depth == 0 {
        return;
    }
    match value {
        Value::String(text) => {
            if !text.trim().is_empty() {
                found.push(text.trim().to_owned());
            }
        }
        Value::Number(number) => found.push(number.to_string()),
        Value::Array(list) => {
            for value in list {
                collect(value, depth - 1, found);
            }
        }
        Value::Object(record) => {
            let named = VALUES.iter().find_map(|name| {
                let mut fields = record.iter();
                fields.find(|(key, _)| normalised(key) == *name)
            });
            // Drupal keys a field's values by language.
            let only = || record.iter().next().filter(|_| record.len() == 1);
            if let Some((_, value)) = named.or_else(only) {
                collect(value, depth - 1, found);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn case_separators_and_namespaces_do_not_count() {
        for name in [
            "datePublished",
            "date_published",
            "Date Published",
            "dc:date-published",
            "@datePublished",
        ] {
            assert_eq!(normalised(name), "datepublished");
        }
        assert_eq!(normalised("_id"), "id");
    }

    #[test]
    fn every_usual_name_is_written_as_it_is_compared() {
        for role in Role::ALL {
            for name in known(role) {
                assert_eq!(normalised(name), *name);
            }
        }
    }

    #[test]
    fn a_path_leads_through_objects_lists_and_columns_with_dots() {
        let value = json!({"a": {"B": [{"c": 1}, {"c": 2}, {}]}, "x.y": 3});
        let record = value.as_object().unwrap();
        assert_eq!(reach(record, "a.b.c"), [&json!(1), &json!(2)]);
        assert_eq!(reach(record, "x.y"), [&json!(3)]);
        assert!(reach(record, "a.none").is_empty());
    }

    #[test]
    fn a_wrapped_record_is_found() {
        let value =
            json!({"_index": "releases", "_id": "7", "_source": {"title": "A", "text": "B"}});
        assert_eq!(unwrapped(value.as_object().unwrap())["text"], "B");
        let value = json!({"text": "own", "data": {"text": "inner"}});
        assert_eq!(unwrapped(value.as_object().unwrap())["text"], "own");
    }

    #[test]
    fn a_value_in_any_dress_gives_its_texts() {
        for (value, expected) in [
            (json!({"rendered": "x"}), vec!["x"]),
            (json!({"und": [{"value": "x"}]}), vec!["x"]),
            (json!([{"name": "x"}, "y", null]), vec!["x", "y"]),
            (json!({"$oid": "x"}), vec!["x"]),
            (json!([[[[[[["deep"]]]]]]]), vec![]),
        ] {
            assert_eq!(texts(&value), expected, "{value}");
        }
    }
}
