//! JSON: a record or a list of records, [`whole`]; a record a line, [`lines`].

use std::io::BufRead;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::decode::decode;
use super::super::read::{Contents, Note, Reader};
use super::super::settings::Mapping;
use super::super::sink::{Sink, collected};
use super::super::skip::SkipReason;
use super::Source;
use super::parts::{self, Unpacking};
use super::rows::{Record, Rows, normalised};

/// Usual names of a list of records in an object, or of an object that has it.
const LISTS: &[&str] = &[
    "results",
    "items",
    "releases",
    "pressreleases",
    "records",
    "articles",
    "entries",
    "documents",
    "docs",
    "posts",
    "news",
    "stories",
    "hits",
    "data",
    "response",
    "result",
    "feed",
    "channel",
    "rows",
    "value",
    "list",
    "item",
    "entry",
];

/// How deep in an object the list may be.
const DEPTH: usize = 3;

/// A file of JSON.
pub(super) fn whole(source: Source<'_>, reader: &Reader) -> Result<Contents, SkipReason> {
    let (name, path) = (source.name, source.path);
    let (text, note) = source.text()?;
    let text = text.trim_start_matches('\u{feff}');
    let mapping = reader.settings.mapping(path, name);
    let mut rows = Rows::new(name, mapping);
    let top: &RawValue = match serde_json::from_str(text) {
        Ok(top) => top,
        Err(_) if is_lines(text) => return json_lines(text, name, path, reader),
        Err(error) => return Err(SkipReason::Damaged(format!("it is not JSON: {error}"))),
    };
    let mut contents = collected(|sink| {
        Top {
            mapping,
            sink,
            rows: &mut rows,
        }
        .read(top)
    })?;
    if let (Some(note), Some(first)) = (note, contents.items.first_mut()) {
        first.notes.push(note);
    }
    Ok(contents)
}

/// A file of a JSON object a line, read whole.
pub(super) fn whole_lines(source: Source<'_>, reader: &Reader) -> Result<Contents, SkipReason> {
    let (name, path) = (source.name, source.path);
    let (text, _) = source.text()?;
    json_lines(&text, name, path, reader)
}

fn json_lines(text: &str, name: &str, path: &str, reader: &Reader) -> Result<Contents, SkipReason> {
    let unpacking = Unpacking::new(reader, path);
    collected(|sink| lines(&mut text.as_bytes(), name, &unpacking, sink))
}

/// Whether the first line that is not empty is a record of its own.
fn is_lines(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| serde_json::from_str::<Record>(line).is_ok())
}

/// Gives the record of each line.
pub(super) fn lines(
    input: &mut dyn BufRead,
    name: &str,
    unpacking: &Unpacking<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let limit = unpacking.reader.limits.max_row;
    let mapping = unpacking.reader.settings.mapping(unpacking.path, name);
    let mut rows = Rows::new(name, mapping);
    let mut row = Vec::new();
    let mut at = 0_u64;
    while !sink.is_stopped() {
        let read = match parts::line(input, limit as usize, &mut row) {
            Ok(Some(read)) => read,
            Ok(None) => break,
            Err(error) => return Err(parts::broken(error)),
        };
        at += 1;
        if let Err(size) = read {
            sink.lost(Some(&at.to_string()), SkipReason::TooLarge { size, limit });
            continue;
        }
        match record(&row) {
            Ok(Some((record, notes))) => rows.give(&record, at, notes, sink),
            Ok(None) => {}
            Err(reason) => sink.lost(Some(&at.to_string()), reason),
        }
    }
    if sink.met() == 0 {
        return Err(SkipReason::Empty);
    }
    Ok(())
}

/// The record of a line; none of an empty one.
fn record(row: &[u8]) -> Result<Option<(Record, Vec<Note>)>, SkipReason> {
    let row = row
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(row)
        .trim_ascii();
    if row.is_empty() {
        return Ok(None);
    }
    let (text, note) = text_of(row)?;
    // Some write their lists a record a line, in brackets and with commas.
    let text = text.trim_end_matches(',');
    if matches!(text, "[" | "]") {
        return Ok(None);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(record)) => Ok(Some((record, note.into_iter().collect()))),
        Ok(_) => Err(no_record()),
        Err(error) => Err(SkipReason::Damaged(format!("it is not JSON: {error}"))),
    }
}

/// A row's text, in whatever encoding, and a note of what was not of it.
pub(super) fn text_of(row: &[u8]) -> Result<(String, Option<Note>), SkipReason> {
    if let Ok(text) = std::str::from_utf8(row) {
        return Ok((text.to_owned(), None));
    }
    let decoded = decode(row)?;
    let note = Note::of(&decoded);
    Ok((decoded.text, note))
}

fn no_record() -> SkipReason {
    SkipReason::Damaged("it is no record: an object with fields was expected".to_owned())
}

/// A JSON document on its way to its records.
struct Top<'t, 'r, 's> {
    mapping: Option<&'t Mapping>,
    sink: &'t mut Sink<'s>,
    rows: &'t mut Rows<'r>,
}

impl Top<'_, '_, '_> {
    fn read(mut self, top: &RawValue) -> Result<(), SkipReason> {
        let is_list = |value: &RawValue| value.get().starts_with('[');
        if is_list(top) {
            return self.list(top);
        }
        if !top.get().starts_with('{') {
            return Err(no_record());
        }
        let path = self.mapping.and_then(|mapping| mapping.list.as_deref());
        let found = match path {
            Some(path) => at_path(top, path),
            None => find_list(top, DEPTH),
        };
        if let Some(list) = found {
            let single = path.is_none().then(|| parsed(top)).and_then(Result::ok);
            if single.is_none_or(|single| !self.rows.has_text(&single)) {
                return self.list(list);
            }
        }
        let item = self.rows.single(&parsed(top)?)?;
        self.sink.item(item);
        Ok(())
    }

    /// Gives the records of a list one by one, so that only one is in memory as values.
    fn list(&mut self, list: &RawValue) -> Result<(), SkipReason> {
        let mut elements = serde_json::Deserializer::from_str(list.get());
        let read = Elements(self).deserialize(&mut elements);
        read.map_err(|error| SkipReason::Damaged(format!("it is not JSON: {error}")))?;
        if self.sink.met() == 0 {
            return Err(SkipReason::Empty);
        }
        Ok(())
    }

    fn element(&mut self, at: u64, value: &RawValue) {
        match serde_json::from_str(value.get()) {
            Ok(Value::Object(record)) => self.rows.give(&record, at, Vec::new(), self.sink),
            Ok(_) => self.sink.lost(Some(&at.to_string()), no_record()),
            Err(error) => self.sink.lost(
                Some(&at.to_string()),
                SkipReason::Damaged(error.to_string()),
            ),
        }
    }
}

fn parsed(value: &RawValue) -> Result<Record, SkipReason> {
    serde_json::from_str(value.get())
        .map_err(|error| SkipReason::Damaged(format!("it is not JSON: {error}")))
}

/// The fields of an object, none of them looked into.
type Fields<'a> = std::collections::BTreeMap<std::borrow::Cow<'a, str>, &'a RawValue>;

fn fields(value: &RawValue) -> Fields<'_> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

fn at_path<'v>(value: &'v RawValue, path: &str) -> Option<&'v RawValue> {
    let mut value = value;
    for name in path.split('.') {
        let name = normalised(name);
        let fields = fields(value);
        value = fields
            .into_iter()
            .find(|(key, _)| normalised(key) == name)?
            .1;
    }
    Some(value).filter(|value| value.get().starts_with('['))
}

/// The list of records under a usual name, the nearest to the top.
fn find_list(value: &RawValue, depth: usize) -> Option<&RawValue> {
    let fields = fields(value);
    let named = |name: &&str| {
        fields
            .iter()
            .find(|(key, _)| normalised(key) == **name)
            .map(|(_, value)| *value)
    };
    let is_records = |value: &&RawValue| {
        let inner = value.get().strip_prefix('[');
        inner.is_some_and(|inner| inner.trim_start().starts_with('{'))
    };
    let here = LISTS.iter().filter_map(named).find(is_records);
    here.or_else(|| {
        let inner = LISTS
            .iter()
            .filter_map(named)
            .filter(|value| value.get().starts_with('{'));
        (depth > 1)
            .then(|| {
                inner
                    .into_iter()
                    .find_map(|value| find_list(value, depth - 1))
            })
            .flatten()
    })
}

/// Reads the elements of a list in turn.
struct Elements<'e, 't, 'r, 's>(&'e mut Top<'t, 'r, 's>);

impl<'de> DeserializeSeed<'de> for Elements<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<(), D::Error> {
        list.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut at = 0;
        while let Some(value) = elements.next_element::<&RawValue>()? {
            at += 1;
            self.0.element(at, value);
        }
        Ok(())
    }
}
