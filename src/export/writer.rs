//! Rows written one after the other, in any format: [`Writer`].

use std::io::{self, Write};

use serde::Serialize;

use super::entry::{Entry, Head, Origin};
use super::{atom, bibtex, csl, ris, table};

/// A format of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One object: head, then the rows under `hits`.
    Json,
    /// One row a line, each with its head under `export`.
    Ndjson,
    /// CSV, the head in the last columns.
    Csv,
    /// BibTeX, the head in a comment.
    Bibtex,
    /// RIS, the head in a note of each record.
    Ris,
    /// CSL-JSON, the head under `custom` of each item.
    Csl,
    /// An Atom feed, the head in its elements.
    Atom,
}

/// Writes rows to `out` as they come; nothing is kept.
pub struct Writer<'a> {
    out: &'a mut dyn Write,
    format: Format,
    head: &'a Head,
    rows: u64,
}

#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(flatten)]
    row: &'a T,
    export: Origin<'a>,
}

impl<'a> Writer<'a> {
    /// Begins a document.
    ///
    /// # Errors
    /// Those of `out`, as with all that follows.
    pub fn begin(out: &'a mut dyn Write, format: Format, head: &'a Head) -> io::Result<Self> {
        match format {
            Format::Json => begin_json(out, head)?,
            Format::Csv => table::begin(out, head)?,
            Format::Bibtex => bibtex::begin(out, head)?,
            Format::Csl => writeln!(out, "[")?,
            Format::Atom => atom::begin(out, head)?,
            Format::Ndjson | Format::Ris => {}
        }
        Ok(Self {
            out,
            format,
            head,
            rows: 0,
        })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn row(&mut self, entry: Entry<'_>) -> io::Result<()> {
        self.rows += 1;
        let first = self.rows == 1;
        match self.format {
            Format::Json => {
                write!(self.out, "{}", if first { "\n" } else { ",\n" })?;
                match entry {
                    Entry::Release(hit) => serde_json::to_writer(&mut self.out, hit)?,
                    Entry::Quote(quote) => serde_json::to_writer(&mut self.out, quote)?,
                }
                Ok(())
            }
            Format::Ndjson => self.line(entry),
            Format::Csv => table::row(self.out, self.head, entry),
            Format::Bibtex => bibtex::row(self.out, entry),
            Format::Ris => ris::row(self.out, self.head, entry),
            Format::Csl => {
                write!(self.out, "{}", if first { "" } else { ",\n" })?;
                Ok(serde_json::to_writer(
                    &mut self.out,
                    &csl::item(self.head, entry),
                )?)
            }
            Format::Atom => atom::row(self.out, entry),
        }
    }

    fn line(&mut self, entry: Entry<'_>) -> io::Result<()> {
        let export = self.head.origin();
        match entry {
            Entry::Release(row) => serde_json::to_writer(&mut self.out, &Line { row, export })?,
            Entry::Quote(row) => serde_json::to_writer(&mut self.out, &Line { row, export })?,
        }
        writeln!(self.out)
    }

    /// Ends the document and gives the number of rows in it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end(self) -> io::Result<u64> {
        match self.format {
            Format::Json => writeln!(self.out, "\n]}}")?,
            Format::Csl => writeln!(self.out, "\n]")?,
            Format::Atom => atom::end(self.out)?,
            _ => {}
        }
        Ok(self.rows)
    }
}

fn begin_json(out: &mut dyn Write, head: &Head) -> io::Result<()> {
    write!(out, "{{\"query\":")?;
    serde_json::to_writer(&mut *out, &head.query)?;
    write!(out, ",\"filters\":")?;
    serde_json::to_writer(&mut *out, &head.filters)?;
    write!(out, ",\"index\":")?;
    serde_json::to_writer(&mut *out, &head.index)?;
    write!(out, ",\"total\":{},\"hits\":[", head.total)
}
