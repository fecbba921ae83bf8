//! `dateline show`: one release with what was read off it.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use dateline::export::ExtractionReport;
use dateline::search::{Copy, Engine};
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
    /// Its copies in the index, with what they have otherwise.
    copies: &'a [Copy],
    #[serde(flatten)]
    report: ExtractionReport<'a>,
}

impl ShowCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let engine = self.place.open()?;
        let release = engine.show(&self.id)?;
        let copies = engine.copies(&release)?;
        let report = ExtractionReport::new(&release.path, &release.text, &release.extraction);
        if self.format == Format::Json {
            let url = release.given.url.as_deref();
            console.json(&Shown {
                id: &release.id,
                url,
                copies: &copies,
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
        print_copies(console, &copies)?;
        writeln!(console.out)?;
        evidence::print_text(console, &release.text, &release.extraction)?;
        Ok(Outcome::Found)
    }
}

/// The copies of the release, each with its kind and what it has otherwise.
fn print_copies(console: &mut Console, copies: &[Copy]) -> Result<()> {
    if copies.is_empty() {
        return Ok(());
    }
    let count = match copies.len() {
        1 => "1 copy".to_owned(),
        count => format!("{count} copies"),
    };
    writeln!(console.out, "\n{count}")?;
    for copy in copies {
        let date = copy.date.map(|date| format!("  {date}"));
        let stands = if copy.stands {
            "  shown in answers"
        } else {
            ""
        };
        let line = format!(
            "  {}  {}{}  {}{stands}",
            copy.id,
            copy.path,
            date.unwrap_or_default(),
            copy.kind
        );
        writeln!(console.out, "{}", dateline::terminal::escape(&line))?;
        for told in &copy.differs {
            writeln!(console.out, "      {}", dateline::terminal::escape(told))?;
        }
    }
    Ok(())
}
