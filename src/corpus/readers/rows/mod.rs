//! From a record, whatever table or list it stood in, to a release: [`Rows`].
//!
//! Which field holds what is told by the mapping for the file, else by the usual names
//! (`fields`). Fields that are neither are not read; the first release of a file notes them.

mod dates;
mod fields;
mod plain;

use serde_json::{Map, Value};

use super::super::front_matter::{is_address, language};
use super::super::read::{Item, Note};
use super::super::settings::{Mapping, Names};
use super::super::sink::Sink;
use super::super::skip::SkipReason;
use crate::document::{Given, Release};
pub(super) use fields::normalised;
use fields::{Role, known, reach, texts, unwrapped};

/// Longer ones do not serve as an id.
const MAX_ID: usize = 200;

/// How far below the top of a text its title may be repeated.
const TITLE_LINES: usize = 5;

/// A record: names and values.
pub(super) type Record = Map<String, Value>;

/// Turns the records of one file into releases.
pub(super) struct Rows<'a> {
    file_name: &'a str,
    mapping: Option<&'a Mapping>,
    noted: bool,
}

impl<'a> Rows<'a> {
    pub(super) const fn new(file_name: &'a str, mapping: Option<&'a Mapping>) -> Self {
        Self {
            file_name,
            mapping,
            noted: false,
        }
    }

    /// Gives the release of the record that stands at `place` of its file, or says why not.
    pub(super) fn give(
        &mut self,
        record: &Record,
        place: u64,
        mut notes: Vec<Note>,
        sink: &mut Sink<'_>,
    ) {
        let part = self.part(record, place, sink);
        match self.release(record) {
            Ok(release) => {
                notes.extend(self.unread(record));
                sink.item(Item {
                    part: Some(part),
                    release,
                    notes,
                });
            }
            Err(reason) => sink.lost(Some(&part), reason),
        }
    }

    /// The one release of a file that is one record.
    pub(super) fn single(&mut self, record: &Record) -> Result<Item, SkipReason> {
        let release = self.release(record)?;
        Ok(Item {
            part: None,
            release,
            notes: self.unread(record).into_iter().collect(),
        })
    }

    /// Whether a field of the record is known to hold text.
    pub(super) fn has_text(&self, record: &Record) -> bool {
        self.text(unwrapped(record)).is_some()
    }

    /// Whether one of these column names is known to hold a text or title.
    pub(super) fn knows_column(&self, columns: &[String]) -> bool {
        let is = |role: Role, column: &String| match self.mapped(role) {
            Some(names) => names
                .0
                .iter()
                .any(|name| normalised(name) == normalised(column)),
            None => known(role).contains(&normalised(column).as_str()),
        };
        columns
            .iter()
            .any(|column| is(Role::Text, column) || is(Role::Title, column))
    }

    /// Its own id where no other part has it, else where it stands.
    fn part(&self, record: &Record, place: u64, sink: &Sink<'_>) -> String {
        let own = self.first(unwrapped(record), Role::Id);
        own.or_else(|| self.first(record, Role::Id))
            .filter(|id| id.len() <= MAX_ID && sink.is_free(id))
            .unwrap_or_else(|| place.to_string())
    }

    fn release(&self, record: &Record) -> Result<Release, SkipReason> {
        let record = unwrapped(record);
        let title = self.title(record);
        let text = self.text(record);
        let Some(body) = text.or_else(|| title.clone().filter(|_| self.is_titled(record))) else {
            return Err(SkipReason::NoTextField(record.keys().cloned().collect()));
        };
        if body.trim().is_empty() {
            return Err(SkipReason::Empty);
        }
        let list = |role| self.all(record, role);
        Ok(Release {
            text: with_title(title.as_deref(), body),
            given: Given {
                title,
                date: self
                    .values(record, Role::Date)
                    .into_iter()
                    .find_map(dates::of_value),
                publisher: list(Role::Publisher)
                    .into_iter()
                    .filter(|name| !is_address(name))
                    .collect(),
                creators: list(Role::Speaker),
                url: list(Role::Url).into_iter().find(|url| is_address(url)),
                language: self
                    .first(record, Role::Language)
                    .and_then(|tag| language(&tag)),
                ..Given::default()
            },
            file_name: self.file_name.to_owned(),
        })
    }

    fn title(&self, record: &Record) -> Option<String> {
        let title = self.first(record, Role::Title)?;
        let title = plain::text(&title)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        (!title.is_empty()).then_some(title)
    }

    /// Whether its title is called one, so that it may stand without a text: of much that
    /// has a `name` no release is meant.
    fn is_titled(&self, record: &Record) -> bool {
        self.mapped(Role::Title).is_some()
            || record.keys().any(|key| {
                normalised(key) != "name" && known(Role::Title).contains(&normalised(key).as_str())
            })
    }

    /// The text: the mapped fields in their order, or the longest of those usual.
    fn text(&self, record: &Record) -> Option<String> {
        let values = self.values(record, Role::Text);
        if values.is_empty() {
            return None;
        }
        let all = values.into_iter().map(|value| {
            let paragraphs: Vec<String> =
                texts(value).iter().map(|text| plain::text(text)).collect();
            paragraphs.join("\n\n")
        });
        if self.mapped(Role::Text).is_some() {
            let filled: Vec<String> = all.filter(|text| !text.trim().is_empty()).collect();
            return Some(filled.join("\n\n"));
        }
        all.max_by_key(|text| text.trim().len())
    }

    fn first(&self, record: &Record, role: Role) -> Option<String> {
        let values = self.values(record, role);
        values
            .into_iter()
            .flat_map(texts)
            .find(|text| !text.is_empty())
    }

    /// All values of the first field of this role, or of all that are mapped to it.
    fn all(&self, record: &Record, role: Role) -> Vec<String> {
        let filled = |value: &Value| -> Vec<String> {
            let list = texts(value);
            let split = |text: &String| -> Vec<String> {
                let cut: &[char] = if role == Role::Url {
                    &['\n']
                } else {
                    &[';', '|', '\n']
                };
                text.split(cut)
                    .map(|name| plain::text(name.trim()))
                    .collect()
            };
            let names = list.iter().flat_map(split);
            names.filter(|name| !name.is_empty()).collect()
        };
        let values = self.values(record, role);
        if self.mapped(role).is_some() {
            return values.into_iter().flat_map(filled).collect();
        }
        values
            .into_iter()
            .map(filled)
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    /// The values of the fields of a role, in the order of trust.
    fn values<'r>(&self, record: &'r Record, role: Role) -> Vec<&'r Value> {
        match self.mapped(role) {
            Some(names) => names
                .0
                .iter()
                .flat_map(|name| reach(record, name))
                .collect(),
            None => known(role)
                .iter()
                .filter_map(|name| record.iter().find(|(key, _)| normalised(key) == **name))
                .map(|(_, value)| value)
                .collect(),
        }
    }

    fn mapped(&self, role: Role) -> Option<&Names> {
        let mapping = self.mapping?;
        let names = match role {
            Role::Id => &mapping.id,
            Role::Title => &mapping.title,
            Role::Text => &mapping.text,
            Role::Date => &mapping.date,
            Role::Url => &mapping.url,
            Role::Publisher => &mapping.publisher,
            Role::Speaker => &mapping.speaker,
            Role::Language => &mapping.language,
        };
        (!names.0.is_empty()).then_some(names)
    }

    /// The fields that are not read, once for a file.
    fn unread(&mut self, record: &Record) -> Option<Note> {
        if std::mem::replace(&mut self.noted, true) {
            return None;
        }
        let is_read = |key: &String| {
            let key = normalised(key);
            Role::ALL.into_iter().any(|role| match self.mapped(role) {
                Some(names) => names.0.iter().any(|name| {
                    let path = normalised(name);
                    let top = normalised(name.split('.').next().unwrap_or_default());
                    path == key || top == key
                }),
                None => known(role).contains(&key.as_str()),
            })
        };
        let unread: Vec<String> = unwrapped(record)
            .keys()
            .filter(|key| !is_read(key))
            .cloned()
            .collect();
        (!unread.is_empty()).then_some(Note::UnreadFields(unread))
    }
}

/// The text as it is read: the title as its first line, unless it opens with it.
fn with_title(title: Option<&str>, body: String) -> String {
    let Some(title) = title else { return body };
    let same = |line: &str| {
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        };
        words(line) == words(title)
    };
    let mut lines = body
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(TITLE_LINES);
    if lines.any(same) || same(&body) {
        return body;
    }
    format!("{title}\n\n{}", body.trim_start_matches(['\r', '\n']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn release(value: Value) -> Result<Release, SkipReason> {
        mapped(value, None)
    }

    fn mapped(value: Value, mapping: Option<&Mapping>) -> Result<Release, SkipReason> {
        let Value::Object(record) = value else {
            panic!("no record")
        };
        Rows::new("a.json", mapping)
            .single(&record)
            .map(|item| item.release)
    }

    #[test]
    fn the_usual_names_are_known_however_they_are_written() {
        let read = release(json!({
            "Headline": "New centre opens", "Pub_Date": "Fri, 26 Apr 2024 09:00:00 GMT", "BODY": "It has 40 beds.",
            "components": ["Harbour Aid", "Quay Trust"], "Author": {"name": "Ada Quill"}, "permalink": "https://a.example/1",
            "lang": "en-GB",
        }))
        .unwrap();
        assert_eq!(read.text, "New centre opens\n\nIt has 40 beds.");
        let given = read.given;
        assert_eq!(given.title.as_deref(), Some("New centre opens"));
        assert_eq!(given.date.unwrap().to_string(), "2024-04-26");
        assert_eq!(given.publisher, ["Harbour Aid", "Quay Trust"]);
        assert_eq!(given.creators, ["Ada Quill"]);
        assert_eq!(given.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(given.language.as_deref(), Some("en"));
    }

    #[test]
    fn the_longest_text_wins_and_markup_goes() {
        let read = release(json!({
            "title": {"rendered": "Arrivals &#8211; a year"}, "description": "Short.",
            "content": {"rendered": "<p>Arrivals rose.</p><p>&ldquo;We help,&rdquo; she said.</p>"},
        }))
        .unwrap();
        assert_eq!(
            read.text,
            "Arrivals – a year\n\nArrivals rose.\n\n“We help,” she said."
        );
    }

    #[test]
    fn a_title_at_the_top_is_not_repeated() {
        let read =
            release(json!({"title": "New  centre", "text": "12 May\n\nNEW CENTRE\n\nIt opened."}))
                .unwrap();
        assert_eq!(read.text, "12 May\n\nNEW CENTRE\n\nIt opened.");
    }

    #[test]
    fn a_record_without_text_says_which_fields_it_has() {
        let told = release(json!({"lead": "It opened.", "n": 3}))
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("it has lead, n") && told.contains("dateline.toml"),
            "{told}"
        );
        assert_eq!(release(json!({"text": " "})), Err(SkipReason::Empty));
        assert_eq!(
            release(json!({"headline": "A line"})).unwrap().text,
            "A line"
        );
        assert!(release(json!({"name": "package"})).is_err());
    }

    #[test]
    fn a_mapping_goes_before_the_usual_names() {
        let mapping = Mapping {
            text: Names(vec!["lead".into(), "parts.body".into()]),
            title: Names(vec!["Überschrift".into()]),
            speaker: Names(vec!["who".into(), "also".into()]),
            ..Mapping::default()
        };
        let value = json!({
            "überschrift": "Titel", "lead": "Vorspann.", "parts": [{"body": "Eins."}, {"body": "Zwei."}],
            "text": "Not this, which is a good deal longer than the others are.", "who": "A", "also": "B; C",
        });
        let read = mapped(value, Some(&mapping)).unwrap();
        assert_eq!(read.text, "Titel\n\nVorspann.\n\nEins.\n\nZwei.");
        assert_eq!(read.given.creators, ["A", "B", "C"]);
    }

    #[test]
    fn what_is_not_read_is_noted_once() {
        let Value::Object(record) = json!({"text": "A.", "views": 3, "tags": []}) else {
            panic!()
        };
        let mut rows = Rows::new("a", None);
        let note = rows.single(&record).unwrap().notes;
        assert_eq!(
            note,
            [Note::UnreadFields(vec!["tags".into(), "views".into()])]
        );
        assert_eq!(rows.single(&record).unwrap().notes, []);
    }
}
