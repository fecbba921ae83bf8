//! Rows as CSV (RFC 4180, UTF-8): one row each, with query, count and generation at its end.
//!
//! A text that a spreadsheet would take for a formula gets a `'` before it; numbers,
//! dates and ids are left as they are.

use std::io::{self, Write};

use super::entry::{Entry, Head, Origin, Rows};
use crate::search::{HitDate, QuoteHit};

const RELEASE: &[&str] = &[
    "id",
    "date",
    "date_precision",
    "date_inferred",
    "title",
    "publisher",
    "place",
    "language",
    "organisations",
    "speakers",
    "url",
    "path",
    "copies",
    "score",
];
const QUOTE: &[&str] = &[
    "id",
    "date",
    "date_precision",
    "date_inferred",
    "speaker",
    "role",
    "organisation",
    "kind",
    "text",
    "context",
    "start",
    "end",
    "confidence",
    "copies",
    "title",
    "publisher",
    "place",
    "language",
    "url",
    "path",
];
const ORIGIN: &[&str] = &[
    "query",
    "understood",
    "operator",
    "filters",
    "total",
    "generation",
];

/// What a spreadsheet may take for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text cell, safe to open in a spreadsheet.
pub fn cell(text: &str) -> String {
    if text.starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Writes one record, quoted where it must be, ended by CR LF.
///
/// # Errors
/// The writer's own.
pub fn record(out: &mut dyn Write, cells: &[String]) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(cells).map_err(io::Error::other)?;
    let bytes = writer
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))?;
    out.write_all(&bytes)
}

pub(super) fn begin(out: &mut dyn Write, head: &Head) -> io::Result<()> {
    let columns = match head.rows {
        Rows::Releases => RELEASE,
        Rows::Quotes => QUOTE,
    };
    let names: Vec<String> = columns
        .iter()
        .chain(ORIGIN)
        .map(ToString::to_string)
        .collect();
    record(out, &names)
}

pub(super) fn row(out: &mut dyn Write, head: &Head, entry: Entry<'_>) -> io::Result<()> {
    let mut cells = match entry {
        Entry::Release(_) => release(entry),
        Entry::Quote(quote) => quotation(entry, quote),
    };
    let Origin {
        query,
        understood,
        operator,
        filters,
        total,
        generation,
    } = head.origin();
    cells.extend([
        cell(query),
        cell(understood),
        text(serde_json::to_value(operator).unwrap_or_default().as_str()),
        cell(&filters.told()),
        total.to_string(),
        generation.to_owned(),
    ]);
    record(out, &cells)
}

fn release(entry: Entry<'_>) -> Vec<String> {
    let hit = entry.release();
    let mut cells = vec![hit.id.clone()];
    cells.extend(date(entry.date()));
    let bodies = hit.organisations.iter().map(|body| body.name.as_str());
    let speakers = hit.speakers.iter().map(|speaker| speaker.name.as_str());
    cells.extend([
        text(hit.title.as_deref()),
        several(hit.publisher.iter().map(String::as_str)),
        text(hit.place.as_deref()),
        text(hit.language.as_deref()),
        several(bodies),
        several(speakers),
        text(hit.url.as_deref()),
        cell(&hit.path),
        hit.copies.to_string(),
        hit.score.to_string(),
    ]);
    cells
}

fn quotation(entry: Entry<'_>, quote: &QuoteHit) -> Vec<String> {
    let hit = entry.release();
    let speaker = quote.speaker.as_ref();
    let kind = serde_json::to_value(quote.kind).unwrap_or_default();
    let mut cells = vec![quote.id.clone()];
    cells.extend(date(entry.date()));
    cells.extend([
        text(speaker.map(|speaker| speaker.name.as_str())),
        text(speaker.and_then(|speaker| speaker.role.as_deref())),
        text(speaker.and_then(|speaker| speaker.organisation.as_deref())),
        text(kind.as_str()),
        cell(&quote.text),
        cell(&quote.context),
        quote.start.to_string(),
        quote.end.to_string(),
        quote.confidence.to_string(),
        quote.copies.to_string(),
        text(hit.title.as_deref()),
        several(hit.publisher.iter().map(String::as_str)),
        text(hit.place.as_deref()),
        text(hit.language.as_deref()),
        text(hit.url.as_deref()),
        cell(&hit.path),
    ]);
    cells
}

fn date(date: Option<&HitDate>) -> [String; 3] {
    let Some(date) = date else {
        return Default::default();
    };
    let precision = serde_json::to_value(date.precision).unwrap_or_default();
    [
        date.value.to_string(),
        text(precision.as_str()),
        date.inferred.to_string(),
    ]
}

fn text(text: Option<&str>) -> String {
    text.map(cell).unwrap_or_default()
}

fn several<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    cell(&texts.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_is_text() {
        for start in FORMULA {
            assert_eq!(cell(&format!("{start}1+1")), format!("'{start}1+1"));
        }
        assert_eq!(cell("a=1"), "a=1");
    }

    proptest! {
        #[test]
        fn any_record_is_read_as_written(cells in prop::collection::vec("\\PC*[\"\n\r,;']?", 2..6)) {
            let mut written = Vec::new();
            record(&mut written, &cells).unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*written);
            let read = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(read.iter().collect::<Vec<_>>(), cells);
        }
    }
}
