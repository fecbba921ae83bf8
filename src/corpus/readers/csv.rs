//! Tables of cells with a separator between them: a row a record, the first names the columns.
//!
//! The separator is found out: comma, semicolon, tab or bar. Cells may be in quotes and then
//! hold line ends. Rows are read one at a time; one over the limit is read over and told.

use std::io::{BufRead, Read};

use csv_core::ReadRecordResult;
use serde_json::Value;

use super::super::read::{Contents, Reader};
use super::super::sink::{Sink, collected};
use super::super::skip::SkipReason;
use super::Source;
use super::json::text_of;
use super::parts::{self, Unpacking};
use super::rows::{Record, Rows};

const SEPARATORS: [u8; 4] = *b",;\t|";

/// How much is looked at to find the separator, and how many rows of it.
const SAMPLE: usize = 64 * 1024;
const SAMPLE_ROWS: usize = 20;

/// More columns than this are no table of releases.
const MAX_COLUMNS: usize = 4096;

/// A file that is a table.
pub(super) fn whole(source: Source<'_>, reader: &Reader) -> Result<Contents, SkipReason> {
    let (name, path) = (source.name, source.path);
    let (text, note) = source.text()?;
    let unpacking = Unpacking::new(reader, path);
    let mut contents = collected(|sink| rows(&mut text.as_bytes(), name, &unpacking, sink))?;
    if let (Some(note), Some(first)) = (note, contents.items.first_mut()) {
        first.notes.push(note);
    }
    Ok(contents)
}

/// Gives the record of each row.
pub(super) fn rows(
    mut input: &mut dyn BufRead,
    name: &str,
    unpacking: &Unpacking<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let mut sample = Vec::new();
    (&mut input)
        .take(SAMPLE as u64)
        .read_to_end(&mut sample)
        .map_err(parts::broken)?;
    let whole = sample.len() < SAMPLE;
    let start = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&sample);
    let mut table = Table::new(separator(start, whole), unpacking.reader.limits.max_row);
    let mut input = std::io::BufReader::new(std::io::Cursor::new(start).chain(input));
    let mapping = unpacking.reader.settings.mapping(unpacking.path, name);
    let mut records = Rows::new(name, mapping);
    let columns = match table.next(&mut input)? {
        Some((_, Ok(cells))) => cells,
        Some((_, Err(reason))) => return Err(reason),
        None => return Err(SkipReason::Empty),
    };
    if !records.knows_column(&columns) {
        return Err(SkipReason::NoHeader(columns));
    }
    while !sink.is_stopped() {
        let Some((at, row)) = table.next(&mut input)? else {
            break;
        };
        match row.and_then(|cells| record(&columns, cells)) {
            Ok(Some(record)) => records.give(&record, at, Vec::new(), sink),
            Ok(None) => {}
            Err(reason) => sink.lost(Some(&at.to_string()), reason),
        }
    }
    if sink.met() == 0 {
        return Err(SkipReason::Empty);
    }
    Ok(())
}

/// The cells under their columns; none of an empty row.
fn record(columns: &[String], cells: Vec<String>) -> Result<Option<Record>, SkipReason> {
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(None);
    }
    let further = cells.iter().skip(columns.len());
    if further.into_iter().any(|cell| !cell.trim().is_empty()) {
        return Err(SkipReason::Ragged {
            cells: cells.len(),
            columns: columns.len(),
        });
    }
    let mut record = Record::new();
    for (column, cell) in columns.iter().zip(cells) {
        let filled = record
            .get(column)
            .and_then(Value::as_str)
            .is_some_and(|cell| !cell.is_empty());
        if !filled {
            record.insert(column.clone(), Value::String(cell));
        }
    }
    Ok(Some(record))
}

/// The separator that gives the sample's rows the most even cells.
fn separator(sample: &[u8], whole: bool) -> u8 {
    let evenness = |separator: u8| {
        let mut table = Table::new(separator, SAMPLE as u64);
        let mut input = sample;
        let mut counts = Vec::new();
        while counts.len() < SAMPLE_ROWS {
            match table.next(&mut input) {
                Ok(Some((_, Ok(cells)))) => counts.push(cells.len()),
                _ => break,
            }
        }
        if !whole && counts.len() > 1 {
            counts.pop();
        }
        let columns = counts.first().copied().unwrap_or_default();
        let even = counts.iter().filter(|count| **count == columns).count();
        let share = even * 100 / counts.len().max(1);
        if columns > 1 {
            (share, columns)
        } else {
            (0, 0)
        }
    };
    let best = SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(|separator| evenness(*separator));
    best.unwrap_or(b',')
}

/// A table that is read row by row.
struct Table {
    core: csv_core::Reader,
    limit: u64,
    line: u64,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// A row: the line it starts on, and its cells or why it has none.
type Row = (u64, Result<Vec<String>, SkipReason>);

/// What was seen of a row.
#[derive(Default)]
struct Seen {
    bytes: u64,
    lines: u64,
    quotes: u64,
    length: usize,
    ends: usize,
    too_wide: bool,
    at_end: bool,
}

impl Table {
    fn new(separator: u8, limit: u64) -> Self {
        Self {
            core: csv_core::ReaderBuilder::new().delimiter(separator).build(),
            limit,
            line: 1,
            cells: vec![0; 8 * 1024],
            ends: vec![0; 64],
        }
    }

    /// The next row.
    fn next(&mut self, input: &mut dyn BufRead) -> Result<Option<Row>, SkipReason> {
        self.over_empty_lines(input)?;
        let mut seen = Seen::default();
        while !self.step(input, &mut seen)? {}
        if seen.bytes == 0 && seen.at_end {
            return Ok(None);
        }
        let at = self.line;
        self.line += seen.lines;
        Ok(Some((at, self.row(&seen))))
    }

    /// Line ends before a row, which the parser would count to it.
    fn over_empty_lines(&mut self, input: &mut dyn BufRead) -> Result<(), SkipReason> {
        loop {
            let available = input.fill_buf().map_err(parts::broken)?;
            let ends = available
                .iter()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
            let lines =
                memchr::memchr_iter(b'\n', available.get(..ends).unwrap_or_default()).count();
            self.line += lines as u64;
            input.consume(ends);
            if ends == 0 {
                return Ok(());
            }
        }
    }

    /// Takes up what there is; true when the row is whole.
    fn step(&mut self, input: &mut dyn BufRead, seen: &mut Seen) -> Result<bool, SkipReason> {
        let available = input.fill_buf().map_err(parts::broken)?;
        seen.at_end = available.is_empty();
        let cells = self.cells.get_mut(seen.length..).unwrap_or_default();
        let ends = self.ends.get_mut(seen.ends..).unwrap_or_default();
        let (result, taken, written, ended) = self.core.read_record(available, cells, ends);
        let part = available.get(..taken).unwrap_or_default();
        seen.bytes += taken as u64;
        seen.lines += memchr::memchr_iter(b'\n', part).count() as u64;
        seen.quotes += memchr::memchr_iter(b'"', part).count() as u64;
        input.consume(taken);
        seen.length += written;
        seen.ends += ended;
        match result {
            ReadRecordResult::InputEmpty => Ok(false),
            ReadRecordResult::OutputFull => {
                if seen.bytes > self.limit {
                    // What is read over is written over.
                    seen.length = 0;
                } else {
                    self.cells.resize(self.cells.len() * 2, 0);
                }
                Ok(false)
            }
            ReadRecordResult::OutputEndsFull => {
                if self.ends.len() >= MAX_COLUMNS {
                    (seen.too_wide, seen.ends) = (true, 0);
                } else {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                Ok(false)
            }
            ReadRecordResult::Record | ReadRecordResult::End => Ok(true),
        }
    }

    fn row(&self, seen: &Seen) -> Result<Vec<String>, SkipReason> {
        if seen.at_end && seen.quotes % 2 == 1 && seen.lines > 1 {
            return Err(SkipReason::Damaged(
                "a quote that opens in the row is never closed, so the rest of the file is lost; close or double it"
                    .to_owned(),
            ));
        }
        if seen.bytes > self.limit {
            return Err(SkipReason::TooLarge {
                size: seen.bytes,
                limit: self.limit,
            });
        }
        if seen.too_wide {
            return Err(SkipReason::Damaged(format!(
                "it has over {MAX_COLUMNS} cells"
            )));
        }
        let mut start = 0;
        let ends = self.ends.get(..seen.ends).unwrap_or_default();
        let cells: Vec<&[u8]> = ends
            .iter()
            .map(|end| {
                self.cells
                    .get(std::mem::replace(&mut start, *end)..*end)
                    .unwrap_or_default()
            })
            .collect();
        cells_of(&cells)
    }
}

/// The cells as text, all in the encoding that the row is in.
fn cells_of(cells: &[&[u8]]) -> Result<Vec<String>, SkipReason> {
    let plain: Result<Vec<String>, _> = cells
        .iter()
        .map(|cell| std::str::from_utf8(cell).map(str::to_owned))
        .collect();
    if let Ok(plain) = plain {
        return Ok(plain);
    }
    // A cell alone says too little of its encoding; this control stands in none.
    let (text, _) = text_of(&cells.join(&b'\x1f'))?;
    Ok(text.split('\x1f').map(str::to_owned).collect())
}
