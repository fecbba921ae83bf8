//! `dateline show`: one release with what was read off it.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use dateline::export::ExtractionReport;
use dateline::search::Engine;
use serde::Serialize;

use super::console::Console;
use super::home::IndexPlace;
use super::{Format, Outcome, evidence};

/// Print one release with what was read off it: a table, then the text with it marked.
#[derive(Debug, Args)]
pub(super) struct ShowCommand {
    /// Its id, the beginning of its id, or its path.
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    place: IndexPlace,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// A release in the shape of an extraction, with what only an index knows.
#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    url: Option<&'a str>,
    #[serde(flatten)]
    report: ExtractionReport<'a>,
}

impl ShowCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let release = self.place.open()?.show(&self.id)?;
        let report = ExtractionReport::new(&release.path, &release.text, &release.extraction);
        if self.format == Format::Json {
            let url = release.given.url.as_deref();
            console.json(&Shown {
                id: &release.id,
                url,
                report,
            })?;
            return Ok(Outcome::Found);
        }
        writeln!(
            console.out,
            "{}  {}",
            release.id,
            dateline::terminal::escape(&release.path)
        )?;
        evidence::print_table(console, &report)?;
        writeln!(console.out)?;
        evidence::print_text(console, &release.text, &release.extraction)?;
        Ok(Outcome::Found)
    }
}
