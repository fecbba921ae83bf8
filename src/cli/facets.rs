//! `dateline facets`: how often each value of a field occurs.

use anyhow::Result;
use clap::Args;
use dateline::facet;
use dateline::search::{Engine, Request};
use serde_json::json;

use super::console::{Console, note};
use super::filters::FilterArguments;
use super::home::IndexPlace;
use super::question::{Strictness, tell_warnings};
use super::{Format, Outcome, counts};

/// Count the values of a field over all releases, or those a query finds.
///
/// Fields: organisation, publisher, quoted, mentioned, parent, speaker, place, country,
/// language, year, month.
#[derive(Debug, Args)]
pub(super) struct FacetsCommand {
    /// The field.
    #[arg(value_name = "FIELD", value_parser = field)]
    field: String,
    /// Only releases that this finds.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    place: IndexPlace,
    /// Values to list, the most frequent first.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// How the counts are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    filters: FilterArguments,
}

fn field(written: &str) -> Result<String, facet::UnknownFacet> {
    facet::named(written).map(str::to_owned)
}

impl FacetsCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let (input, query) = self.strictness.parse(&self.query)?;
        let engine = self.place.open()?;
        tell_warnings(console, &input, &query);
        let request = Request {
            query: input,
            filters: self.filters.filters(),
            ..Request::default()
        };
        let counted = engine.facet(&request, &query.root, &self.field, self.limit)?;
        match self.format {
            Format::Json => console.json(&json!({ "field": self.field, "facet": counted }))?,
            Format::Text if counted.values.is_empty() => {
                note(&format!("no release found with a value of {}", self.field));
            }
            Format::Text => counts::print(console, &counted)?,
        }
        Ok(Outcome::found(!counted.values.is_empty()))
    }
}
