//! `dateline facets`: how often each value of a field occurs.

use anyhow::Result;
use clap::{Args, ValueEnum};
use dateline::export::table::{cell, record};
use dateline::facet::{self, Facet};
use dateline::search::{Engine, Request};
use serde_json::json;

use super::console::{Console, note};
use super::filters::FilterArguments;
use super::home::AskedIndex;
use super::question::{Strictness, tell_warnings};
use super::{Outcome, counts};

/// Count the values of a field over all releases, or those a query finds.
///
/// Fields: organisation, part_of (organisations with their parts), publisher, quoted,
/// mentioned, parent, speaker, place, country, language, year, month, day.
#[derive(Debug, Args)]
pub(super) struct FacetsCommand {
    /// The field.
    #[arg(value_name = "FIELD", value_parser = field)]
    field: String,
    /// Only releases that this finds.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    place: AskedIndex,
    /// Values to list, the most frequent first.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// List only values that these words find, by a word's beginning, acronym or alias.
    #[arg(long, value_name = "TEXT")]
    facet_query: Option<String>,
    /// How the counts are printed; ndjson and csv are one value a line.
    #[arg(long, value_enum, default_value_t = CountFormat::Text)]
    format: CountFormat,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    filters: FilterArguments,
}

/// How counts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CountFormat {
    /// For people.
    Text,
    /// One object.
    Json,
    /// One value a line.
    Ndjson,
    /// A table, one value a row.
    Csv,
}

fn field(written: &str) -> Result<String, facet::UnknownFacet> {
    facet::named(written).map(str::to_owned)
}

impl FacetsCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let (input, query) = self.strictness.parse(&self.query)?;
        let engine = self.place.open(console)?;
        tell_warnings(console, &input, &query);
        let request = Request {
            query: input,
            filters: self.filters.filters(),
            collapse: self.filters.collapse(),
            facet_query: self.facet_query.clone(),
            ..Request::default()
        };
        let counted = engine.facet(&request, &query.root, &self.field, self.limit)?;
        match self.format {
            CountFormat::Json => console.json(&json!({ "field": self.field, "facet": counted }))?,
            CountFormat::Text if counted.values.is_empty() => {
                note(&format!("no release found with a value of {}", self.field));
            }
            CountFormat::Ndjson => counted
                .values
                .iter()
                .try_for_each(|value| console.json_line(value))?,
            CountFormat::Csv => csv(console, &counted)?,
            CountFormat::Text => counts::print(console, &counted)?,
        }
        Ok(Outcome::found(!counted.values.is_empty()))
    }
}

/// What is not listed, and releases without any value, have rows of their own.
fn csv(console: &mut Console, counted: &Facet) -> Result<()> {
    let mut out = console.data(false);
    record(&mut out, &["value", "count"].map(str::to_owned))?;
    for value in &counted.values {
        record(&mut out, &[cell(&value.value), value.count.to_string()])?;
    }
    for (name, count) in [("_other", counted.other), ("_missing", counted.missing)] {
        if count > 0 {
            record(&mut out, &[name.to_owned(), count.to_string()])?;
        }
    }
    Ok(())
}
