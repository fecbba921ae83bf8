//! Rows for other programs: the formats, and how they are printed.

use std::io::{self, Write};

use clap::ValueEnum;
use dateline::export::{Entry, Format, Head, Rows, Writer};
use dateline::search::{Filters, IndexReport, QueryReport};
use jiff::Timestamp;

use super::console::Console;

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RowFormat {
    /// For people.
    Text,
    /// One object.
    Json,
    /// One row a line.
    Ndjson,
    /// A table, safe to open in a spreadsheet.
    Csv,
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    Csl,
    /// An Atom feed.
    Atom,
}

impl RowFormat {
    /// The format of rows; none for text.
    pub(super) const fn of_rows(self) -> Option<Format> {
        Some(match self {
            Self::Text => return None,
            Self::Json => Format::Json,
            Self::Ndjson => Format::Ndjson,
            Self::Csv => Format::Csv,
            Self::Bibtex => Format::Bibtex,
            Self::Ris => Format::Ris,
            Self::Csl => Format::Csl,
            Self::Atom => Format::Atom,
        })
    }
}

/// What an export of an answer says of itself.
pub(super) fn head(
    rows: Rows,
    (query, filters): (&QueryReport, &Filters),
    index: &IndexReport,
    total: u64,
) -> Head {
    Head {
        rows,
        query: query.clone(),
        filters: filters.clone(),
        index: index.clone(),
        total,
        written: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

/// Whether a format is JSON, whose escapes keep a terminal safe and the text whole.
pub(super) const fn is_json(format: Format) -> bool {
    matches!(format, Format::Json | Format::Ndjson | Format::Csl)
}

/// Prints rows that are there already.
pub(super) fn print<'a>(
    console: &mut Console,
    format: Format,
    head: &Head,
    entries: impl Iterator<Item = Entry<'a>>,
) -> io::Result<()> {
    let mut out = console.data(is_json(format));
    let mut writer = Writer::begin(&mut out, format, head)?;
    for entry in entries {
        writer.row(entry)?;
    }
    writer.end()?;
    out.flush()
}
