//! `dateline timeline`: how many releases there are over time.

use std::io::Write;

use anyhow::Result;
use clap::{Args, ValueEnum};
use dateline::export::table::{cell, record};
use dateline::search::{FacetRequest, Request, Series, Step, series};
use dateline::terminal::{columns, truncate};
use serde_json::json;

use super::accounting::counted;
use super::console::{Console, note};
use super::counts::bar_on;
use super::filters::FilterArguments;
use super::home::AskedIndex;
use super::question::{Strictness, notices, tell_answer, tell_warnings, tell_why};
use super::sparkline::sparkline;
use super::styled::{Style, Styled};
use super::{Outcome, search::facet_request};

/// The widest name of a series on a terminal.
const WIDEST_NAME: usize = 30;

/// Count releases by year, month or week, without gaps, perhaps by values of a field.
#[derive(Debug, Args)]
pub(super) struct TimelineCommand {
    /// Only releases that this finds.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    place: AskedIndex,
    /// The length of a step; weeks are those of ISO 8601.
    #[arg(long, value_enum, default_value_t = By::Year)]
    by: By,
    /// Count each of a field's most frequent values by itself.
    #[arg(long, value_name = "FIELD[:N]", value_parser = facet_request)]
    split: Option<FacetRequest>,
    /// How the counts are printed; ndjson and csv are one step a line.
    #[arg(long, value_enum, default_value_t = SeriesFormat::Text)]
    format: SeriesFormat,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    filters: FilterArguments,
}

/// The length of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Calendar years.
    Year,
    /// Calendar months.
    Month,
    /// Weeks, Monday to Sunday.
    Week,
}

/// How counts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SeriesFormat {
    /// For people.
    Text,
    /// One object.
    Json,
    /// One step a line.
    Ndjson,
    /// A table, one step a row.
    Csv,
}

impl TimelineCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let (input, query) = self.strictness.parse(&self.query)?;
        let engine = self.place.open(console)?;
        let request = Request {
            query: input,
            filters: self.filters.filters(),
            collapse: self.filters.collapse(),
            ..Request::default()
        };
        let step = match self.by {
            By::Year => Step::Year,
            By::Month => Step::Month,
            By::Week => Step::Week,
        };
        let split = self
            .split
            .as_ref()
            .map(|split| (split.field.as_str(), split.size));
        let mut counted = series(&engine, &request, &query.root, step, split)?;
        if self.format != SeriesFormat::Json {
            tell_warnings(console, &request.query, &query);
            tell_answer(&counted.query);
        }
        counted.query.warnings.splice(0..0, notices(&query));
        match self.format {
            SeriesFormat::Json => console.json(&counted)?,
            SeriesFormat::Ndjson => ndjson(console, &counted)?,
            SeriesFormat::Csv => csv(console, &counted)?,
            SeriesFormat::Text => print(console, &counted)?,
        }
        Ok(Outcome::found(counted.total > 0))
    }
}

fn ndjson(console: &mut Console, series: &Series) -> Result<()> {
    for (at, step) in series.values.iter().enumerate() {
        let mut line = json!({ "value": step.value, "count": step.count });
        if let (Some(split), Some(line)) = (&series.split, line.as_object_mut()) {
            let counts = split.series.iter().map(|one| {
                (
                    one.value.clone(),
                    json!(one.counts.get(at).copied().unwrap_or(0)),
                )
            });
            line.insert(
                split.field.clone(),
                counts.collect::<serde_json::Map<_, _>>().into(),
            );
        }
        console.json_line(&line)?;
    }
    Ok(())
}

/// Releases of no step have a row of their own at the end, so that the rows add up.
fn csv(console: &mut Console, series: &Series) -> Result<()> {
    let split = series
        .split
        .as_ref()
        .map(|split| split.series.as_slice())
        .unwrap_or_default();
    let mut out = console.data(false);
    let names = split.iter().map(|one| cell(&one.value));
    let header: Vec<String> = ["value".to_owned(), "count".to_owned()]
        .into_iter()
        .chain(names)
        .collect();
    record(&mut out, &header)?;
    for (at, step) in series.values.iter().enumerate() {
        let counts = split
            .iter()
            .map(|one| one.counts.get(at).copied().unwrap_or(0).to_string());
        let row = [step.value.clone(), step.count.to_string()]
            .into_iter()
            .chain(counts);
        record(&mut out, &row.collect::<Vec<_>>())?;
    }
    if series.missing > 0 {
        let missing = split.iter().map(|one| {
            one.count
                .saturating_sub(one.counts.iter().sum())
                .to_string()
        });
        let row = ["_missing".to_owned(), series.missing.to_string()]
            .into_iter()
            .chain(missing);
        record(&mut out, &row.collect::<Vec<_>>())?;
    }
    out.flush()?;
    Ok(())
}

fn print(console: &mut Console, series: &Series) -> Result<()> {
    if series.total == 0 {
        note(&format!("no release found for {}", series.query.understood));
        tell_why(&series.query, "release");
        return Ok(());
    }
    let mut line = counted(series.total, "release");
    if let (Some(first), Some(last)) = (series.values.first(), series.values.last()) {
        line.push_str(&format!(", {} to {}", first.value, last.value));
    }
    if series.missing > 0 {
        line.push_str(&format!(", {} of them not dated so finely", series.missing));
    }
    console.block(0, &Styled::new(&line, Style::Plain))?;
    if let Some(split) = &series.split {
        return print_split(console, series, split);
    }
    if let Some(width) = console.width {
        let counts: Vec<u64> = series.values.iter().map(|step| step.count).collect();
        writeln!(console.out, "\n  {}", sparkline(&counts, width - 2))?;
    }
    writeln!(console.out)?;
    let most = series
        .values
        .iter()
        .map(|step| step.count)
        .max()
        .unwrap_or(0);
    let digits = most.to_string().len();
    for step in &series.values {
        let bar = bar_on(console, step.count, most);
        let line = format!("  {}  {:>digits$}  {bar}", step.value, step.count);
        writeln!(console.out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// On a terminal a sparkline for each value; in a pipe a table, one step a line.
fn print_split(
    console: &mut Console,
    series: &Series,
    split: &dateline::search::Split,
) -> Result<()> {
    writeln!(console.out)?;
    let digits = split
        .series
        .iter()
        .map(|one| one.count.to_string().len())
        .max()
        .unwrap_or(1);
    let Some(width) = console.width else {
        let names: Vec<String> = split
            .series
            .iter()
            .map(|one| dateline::terminal::escape(&one.value).into_owned())
            .collect();
        let step = series.values.first().map_or(4, |step| step.value.len());
        writeln!(console.out, "  {:step$}  {}", "", names.join("  "))?;
        for (at, value) in series.values.iter().enumerate() {
            let counts = split.series.iter().zip(&names).map(|(one, name)| {
                let count = one.counts.get(at).copied().unwrap_or(0);
                format!("{count:>width$}", width = columns(name))
            });
            writeln!(
                console.out,
                "  {}  {}",
                value.value,
                counts.collect::<Vec<_>>().join("  ")
            )?;
        }
        return Ok(());
    };
    let longest = split
        .series
        .iter()
        .map(|one| columns(&one.value))
        .max()
        .unwrap_or(0);
    let name_width = longest.min(WIDEST_NAME).min(width / 2);
    let left = width.saturating_sub(name_width + digits + 6).max(8);
    for one in &split.series {
        let name = truncate(&one.value, name_width).into_owned();
        let gap = name_width.saturating_sub(columns(&name));
        let styled = Styled::new(&name, Style::Organisation).with(
            &format!(
                "{:gap$}  {:>digits$}  {}",
                "",
                one.count,
                sparkline(&one.counts, left)
            ),
            Style::Plain,
        );
        console.block(2, &styled)?;
    }
    Ok(())
}
