//! Rows as CSL-JSON items; each has query, count and generation under `custom`, for the
//! format is a bare list.

use serde_json::{Map, Value, json};

use super::entry::{Entry, Head};

pub(super) fn item(head: &Head, entry: Entry<'_>) -> Value {
    let release = entry.release();
    let mut item = Map::new();
    let mut put = |key: &str, value: Value| item.insert(key.to_owned(), value);
    put("id", json!(entry.key()));
    // What styles print as "[Press release]" behind the title.
    put("type", json!("report"));
    put("genre", json!("Press release"));
    put("title", json!(entry.title()));
    if !release.publisher.is_empty() {
        let names = release
            .publisher
            .iter()
            .map(|name| json!({ "literal": name }));
        put("author", Value::Array(names.collect()));
        put("publisher", json!(release.publisher.join("; ")));
    }
    if let Some(date) = entry.date() {
        let value = date.value;
        let mut parts = vec![i64::from(value.year)];
        parts.extend(value.month.map(i64::from));
        parts.extend(value.month.and(value.day).map(i64::from));
        let mut issued = json!({ "date-parts": [parts] });
        if let Some(issued) = issued.as_object_mut().filter(|_| date.inferred) {
            issued.insert("circa".to_owned(), json!(true));
        }
        put("issued", issued);
    }
    for (key, value) in [
        ("publisher-place", &release.place),
        ("language", &release.language),
    ] {
        if let Some(value) = value {
            put(key, json!(value));
        }
    }
    if let Some(url) = entry.url() {
        put("URL", json!(url));
    }
    if let Some(quotation) = entry.quotation() {
        put("annote", json!(quotation));
    }
    if let Some(note) = entry.date_note() {
        put("note", json!(note));
    }
    put("archive_location", json!(release.path));
    put("custom", json!({ "dateline": head.origin() }));
    Value::Object(item)
}
