//! `dateline export`: every match, never truncated, as it comes.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use dateline::export::{Entry, Format, Head, Rows, Writer};
use dateline::search::{Engine, LocalEngine, QueryReport, Request};

use super::Outcome;
use super::console::{Console, note};
use super::filters::FilterArguments;
use super::home::AskedIndex;
use super::paging::Order;
use super::question::{Strictness, notices, tell_answer, tell_warnings};
use super::rows::{self, is_json};
use super::whole::WholeFile;

/// Write every release or quotation that a query finds, for other programs.
///
/// Each format carries the query, the count and the index's generation: json and atom
/// at the top, bibtex in a comment, csv in its last columns, ndjson, csl and ris in each row.
#[derive(Debug, Args)]
pub(super) struct ExportCommand {
    /// What to look for; everything when left out.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    place: AskedIndex,
    /// Quotations instead of releases; filters mean what they mean in `dateline quotes`.
    #[arg(long)]
    quotes: bool,
    /// The order of rows.
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// The format.
    #[arg(long, value_enum, default_value_t = ExportFormat::Ndjson)]
    format: ExportFormat,
    /// Write to this file, whole or not at all, instead of stdout.
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Passages of each release; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 0)]
    snippets: usize,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    filters: FilterArguments,
}

/// The formats that are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
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

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Json => Self::Json,
            ExportFormat::Ndjson => Self::Ndjson,
            ExportFormat::Csv => Self::Csv,
            ExportFormat::Bibtex => Self::Bibtex,
            ExportFormat::Ris => Self::Ris,
            ExportFormat::Csl => Self::Csl,
            ExportFormat::Atom => Self::Atom,
        }
    }
}

impl ExportCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let (input, query) = self.strictness.parse(&self.query)?;
        let request = Request {
            query: input,
            filters: self.filters.filters(),
            collapse: self.filters.collapse(),
            sort: self.sort.into(),
            limit: 1,
            snippets: self.snippets,
            ..Request::default()
        };
        request.check()?;
        let engine = self.place.open(console)?;
        tell_warnings(console, &request.query, &query);
        let mut head = self.head(&engine, &request, &query.root)?;
        tell_answer(&head.query);
        head.query.warnings.splice(0..0, notices(&query));
        let format = Format::from(self.format);
        match &self.output {
            Some(path) => {
                let mut file = WholeFile::create(path)?;
                self.write(&engine, &request, &query.root, &head, &mut file)?;
                file.finish()?;
                let rows = if self.quotes { "quotation" } else { "release" };
                let count = super::accounting::counted(head.total, rows);
                note(&format!("{count} written to {}", path.display()));
            }
            None => {
                let mut out = console.data(is_json(format));
                self.write(&engine, &request, &query.root, &head, &mut out)?;
                out.flush()?;
            }
        }
        if head.total == 0 && self.output.is_none() {
            note(&format!("nothing found for {}", head.query.understood));
        }
        Ok(Outcome::found(head.total > 0))
    }

    /// What there is, told before the first row.
    fn head(
        &self,
        engine: &LocalEngine,
        request: &Request,
        tree: &dateline::query::Node,
    ) -> Result<Head> {
        let (rows, query, index, total): (_, QueryReport, _, _) = if self.quotes {
            let answer = engine.quotes(request, tree)?;
            (Rows::Quotes, answer.query, answer.index, answer.total)
        } else {
            let first = Request {
                snippets: 0,
                ..request.clone()
            };
            let answer = engine.search(&first, tree)?;
            (Rows::Releases, answer.query, answer.index, answer.total)
        };
        Ok(rows::head(rows, (&query, &request.filters), &index, total))
    }

    fn write(
        &self,
        engine: &LocalEngine,
        request: &Request,
        tree: &dateline::query::Node,
        head: &Head,
        out: &mut dyn Write,
    ) -> Result<()> {
        let mut writer = Writer::begin(out, self.format.into(), head)?;
        let mut written = Ok(());
        if self.quotes {
            engine.every_quote(request, tree, &mut |hit| {
                written = writer.row(Entry::Quote(&hit));
                written.is_ok()
            })?;
        } else {
            engine.every(request, tree, &mut |hit, _| {
                written = writer.row(Entry::Release(&hit));
                written.is_ok()
            })?;
        }
        written?;
        let rows = writer.end()?;
        if rows != head.total {
            bail!(
                "{rows} rows were written of {}; please report this",
                head.total
            );
        }
        Ok(())
    }
}
