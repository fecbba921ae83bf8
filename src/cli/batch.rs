//! `dateline batch`: many queries, a row of status for each.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use clap::{Args, ValueEnum};
use dateline::export::table::{cell, record};
use dateline::query::{self, Kind};
use dateline::search::{Answer, Engine, FacetRequest, LocalEngine, Operator, Request, Sort};
use serde::Serialize;

use super::Outcome;
use super::console::{Console, note};
use super::filters::{FilterArguments, today};
use super::home::AskedIndex;
use super::queries::{Asked, read};
use super::styled::{Style, Styled};

/// The largest list read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Organisations named beside a query that was found.
const ORGANISATIONS: usize = 3;

/// Ask many queries, one a line or from the column `query` of a CSV; a row for each.
///
/// Other columns of the CSV may be filters by the words of their flags, several values
/// of one between semicolons, and `label`, which is repeated. No query stops the rest. Exit code: 0
/// when something was found, 1 when nothing was, 2 when a query could not be asked.
#[derive(Debug, Args)]
pub(super) struct BatchCommand {
    /// The file with the queries; - reads stdin.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: AskedIndex,
    /// How the rows are printed.
    #[arg(long, value_enum, default_value_t = BatchFormat::Text)]
    format: BatchFormat,
    #[command(flatten)]
    filters: FilterArguments,
}

/// How rows of status are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BatchFormat {
    /// For people.
    Text,
    /// One list.
    Json,
    /// One object a line.
    Ndjson,
    /// A table, safe to open in a spreadsheet.
    Csv,
}

/// What became of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Found,
    None,
    Error,
}

/// One row of the answer.
#[derive(Debug, Clone, Serialize)]
struct Row {
    /// The line of the file it stands on.
    line: u64,
    label: Option<String>,
    query: String,
    understood: Option<String>,
    status: Status,
    total: u64,
    earliest: Option<String>,
    latest: Option<String>,
    top: Option<Top>,
    organisations: Vec<String>,
    /// What went wrong, or what to know.
    message: Option<String>,
}

/// The best release.
#[derive(Debug, Clone, Serialize)]
struct Top {
    id: String,
    title: Option<String>,
    path: String,
}

impl BatchCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let bytes = self.bytes()?;
        let is_table = self
            .file
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        let list = read(&bytes, is_table)?;
        for told in &list.notes {
            note(&format!("warning: {told}"));
        }
        let engine = self.place.open(console)?;
        let (mut found, mut failed) = (false, false);
        self.begin(console)?;
        for (at, asked) in list.queries.iter().enumerate() {
            let row = self.row(&engine, asked);
            found |= row.status == Status::Found;
            failed |= row.status == Status::Error;
            self.print(console, at, &row)?;
        }
        self.end(console, list.queries.is_empty())?;
        if list.queries.is_empty() {
            note(&format!("{} holds no query", self.file.display()));
        }
        Ok(if failed {
            Outcome::Failed
        } else {
            Outcome::found(found)
        })
    }

    fn bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let told = || format!("{}", self.file.display());
        let reader: Box<dyn Read> = if self.file.as_os_str() == "-" {
            Box::new(io::stdin().lock())
        } else {
            Box::new(File::open(&self.file).with_context(told)?)
        };
        reader
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .with_context(told)?;
        if bytes.len() as u64 > LARGEST {
            let most = LARGEST / 1024 / 1024;
            return Err(anyhow!(
                "{} is larger than {most} MiB; split it",
                self.file.display()
            ));
        }
        Ok(bytes)
    }

    fn row(&self, engine: &LocalEngine, asked: &Asked) -> Row {
        let mut row = Row {
            line: asked.line,
            label: asked.label.clone(),
            query: asked.query.clone(),
            understood: None,
            status: Status::Error,
            total: 0,
            earliest: None,
            latest: None,
            top: None,
            organisations: Vec::new(),
            message: None,
        };
        if let Err(error) = self.ask(engine, asked, &mut row) {
            row.status = Status::Error;
            row.message = Some(super::told(&error));
        }
        row
    }

    fn ask(&self, engine: &LocalEngine, asked: &Asked, row: &mut Row) -> Result<()> {
        if let Some(fault) = &asked.fault {
            return Err(anyhow!("{fault}"));
        }
        let mut filters = self.filters.filters();
        for (name, values) in &asked.filters {
            filters.give(name, values, today())?;
        }
        let query = query::parse(&asked.query, today())?;
        if query.root.kind == Kind::All && !query.warnings.is_empty() {
            return Err(anyhow!("nothing in it to search for"));
        }
        let mut told: Vec<String> = query.warnings.iter().map(|w| w.message.clone()).collect();
        let request = Request {
            query: asked.query.clone(),
            filters,
            collapse: self.filters.collapse(),
            limit: 1,
            snippets: 0,
            facets: vec![FacetRequest {
                field: "organisation".to_owned(),
                size: ORGANISATIONS,
            }],
            ..Request::default()
        };
        let answer = engine.search(&request, &query.root)?;
        row.understood = Some(answer.query.understood.clone());
        let only_some = answer.query.operator == Operator::Or;
        let warnings = answer.query.warnings.iter();
        let mut warnings = warnings.map(|notice| notice.message.clone());
        if only_some {
            // The last one says what the row says in its own words.
            warnings.next_back();
        }
        told.extend(warnings);
        if only_some {
            // Some of the words are another question; for a list of names, mostly noise.
            row.status = Status::None;
            told.push(format!(
                "no release has all words; {} have some of them",
                answer.total
            ));
            row.message = Some(told.join("; "));
            return Ok(());
        }
        told.extend(misspelt(&answer));
        row.message = (!told.is_empty()).then(|| told.join("; "));
        row.fill(answer);
        if row.status == Status::Found {
            row.earliest = end_date(engine, &request, &query.root, Sort::Oldest)?;
            row.latest = end_date(engine, &request, &query.root, Sort::Newest)?;
        }
        Ok(())
    }

    fn begin(&self, console: &mut Console) -> Result<()> {
        match self.format {
            BatchFormat::Json => writeln!(console.out, "[")?,
            BatchFormat::Csv => {
                let names = [
                    "line",
                    "label",
                    "query",
                    "understood",
                    "status",
                    "total",
                    "earliest",
                    "latest",
                    "top_id",
                    "top_title",
                    "top_path",
                    "organisations",
                    "message",
                ];
                record(&mut console.data(false), &names.map(str::to_owned))?;
            }
            BatchFormat::Text | BatchFormat::Ndjson => {}
        }
        Ok(())
    }

    fn print(&self, console: &mut Console, at: usize, row: &Row) -> Result<()> {
        match self.format {
            BatchFormat::Json => {
                if at > 0 {
                    writeln!(console.out, ",")?;
                }
                serde_json::to_writer(console.data(true), row)?;
            }
            BatchFormat::Ndjson => console.json_line(row)?,
            BatchFormat::Csv => record(&mut console.data(false), &cells(row))?,
            BatchFormat::Text => print_text(console, row)?,
        }
        Ok(())
    }

    fn end(&self, console: &mut Console, empty: bool) -> Result<()> {
        if self.format == BatchFormat::Json {
            writeln!(console.out, "{}]", if empty { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl Row {
    /// Takes count, best release and organisations of an answer.
    fn fill(&mut self, answer: Answer) {
        self.total = answer.total;
        self.status = if answer.total > 0 {
            Status::Found
        } else {
            Status::None
        };
        self.top = answer.hits.into_iter().next().map(|hit| Top {
            id: hit.id,
            title: hit.title,
            path: hit.path,
        });
        let organisations = answer.facets.into_values().flat_map(|facet| facet.values);
        self.organisations = organisations
            .filter(|value| value.count > 0)
            .map(|value| value.value)
            .take(ORGANISATIONS)
            .collect();
    }
}

fn misspelt(answer: &Answer) -> impl Iterator<Item = String> {
    answer.query.words.iter().filter_map(|word| {
        let nearest = word.nearest.as_ref()?;
        Some(format!(
            "`{}` is in no release; did you mean `{nearest}`?",
            word.word
        ))
    })
}

/// The date of the first release in an order, if it has one; the undated come last.
fn end_date(
    engine: &LocalEngine,
    request: &Request,
    tree: &query::Node,
    sort: Sort,
) -> Result<Option<String>> {
    let request = Request {
        sort,
        facets: Vec::new(),
        ..request.clone()
    };
    let first = engine.search(&request, tree)?.hits.into_iter().next();
    Ok(first
        .and_then(|hit| hit.date)
        .map(|date| date.value.to_string()))
}

fn cells(row: &Row) -> Vec<String> {
    let text = |text: &Option<String>| text.as_deref().map(cell).unwrap_or_default();
    let top = row.top.as_ref();
    let status = serde_json::to_value(row.status).unwrap_or_default();
    vec![
        row.line.to_string(),
        text(&row.label),
        cell(&row.query),
        text(&row.understood),
        status.as_str().unwrap_or_default().to_owned(),
        row.total.to_string(),
        row.earliest.clone().unwrap_or_default(),
        row.latest.clone().unwrap_or_default(),
        top.map(|top| top.id.clone()).unwrap_or_default(),
        top.and_then(|top| top.title.as_deref())
            .map(cell)
            .unwrap_or_default(),
        top.map(|top| cell(&top.path)).unwrap_or_default(),
        cell(&row.organisations.join("; ")),
        text(&row.message),
    ]
}

/// Count and query on a line; below it what there is to know.
fn print_text(console: &mut Console, row: &Row) -> io::Result<()> {
    let count = match row.status {
        Status::Error => "error".to_owned(),
        _ => row.total.to_string(),
    };
    let lead = format!("{count:>7}  ");
    let mut line = Styled::default();
    if let Some(label) = &row.label {
        line = line.with(&format!("{label}: "), Style::Plain);
    }
    line = line.with(&row.query, Style::Heading);
    if let (Some(earliest), Some(latest)) = (&row.earliest, &row.latest) {
        let dates = if earliest == latest {
            format!("  {earliest}")
        } else {
            format!("  {earliest} to {latest}")
        };
        line = line.with(&dates, Style::Setting);
    }
    console.hanging(&lead, &line)?;
    if !row.organisations.is_empty() {
        let names = row.organisations.join(", ");
        console.block(lead.len(), &Styled::new(&names, Style::Organisation))?;
    }
    if let Some(top) = &row.top {
        let title = top.title.as_deref().unwrap_or(&top.path);
        let line = Styled::new(title, Style::Plain).with(&format!("  {}", top.id), Style::Faint);
        console.block(lead.len(), &line)?;
    }
    if let Some(message) = &row.message {
        console.block(lead.len(), &Styled::new(message, Style::Match))?;
    }
    Ok(())
}
