//! `dateline status`: what is in an index.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use clap::Args;
use dateline::search::{Engine, Status};
use dateline::terminal::escape;

use super::accounting::counted;
use super::console::Console;
use super::home::IndexPlace;
use super::{Format, Outcome, counts};

/// Tell what is in an index: where it lies, of which directories, how much, which years.
#[derive(Debug, Args)]
pub(super) struct StatusCommand {
    #[command(flatten)]
    place: IndexPlace,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl StatusCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let status = self.place.open()?.status()?;
        match self.format {
            Format::Json => console.json(&status)?,
            Format::Text => print(console, &status)?,
        }
        Ok(Outcome::Found)
    }
}

fn print(console: &mut Console, status: &Status) -> io::Result<()> {
    let shown = |path: &Path| escape(&path.display().to_string()).into_owned();
    let roots: Vec<String> = status.roots.iter().map(|root| shown(root)).collect();
    let size = format!(
        "{} in {}",
        bytes(status.bytes),
        counted(status.segments as u64, "segment")
    );
    let versions = format!(
        "schema {}, analyzer {}, extractor {}, program {}",
        status.schema,
        status.analyzer,
        status.extractor & 0xff,
        env!("CARGO_PKG_VERSION")
    );
    let rows = [
        (
            "index",
            status
                .path
                .as_deref()
                .map_or_else(|| "in memory".to_owned(), shown),
        ),
        ("corpus", roots.join(", ")),
        ("releases", status.releases.to_string()),
        ("copies", status.copies.to_string()),
        ("size", size),
        ("generation", status.generation.to_string()),
        ("versions", versions),
    ];
    for (name, value) in rows {
        writeln!(console.out, "{name:<11} {value}")?;
    }
    let facets = [
        ("language".to_owned(), &status.languages),
        ("year".to_owned(), &status.years),
    ];
    counts::print_all(console, facets.iter().map(|(name, facet)| (name, *facet)))
}

/// A size to three digits, in units of 1024.
fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut size = count as f64;
    let mut units = UNITS.iter().peekable();
    while let Some(unit) = units.next() {
        if size < 1024.0 || units.peek().is_none() {
            let digits = usize::from(size < 10.0 && *unit != "B");
            return format!("{size:.digits$} {unit}");
        }
        size /= 1024.0;
    }
    count.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_short() {
        let shown = [0, 1023, 1024, 15 << 20, 3 << 50].map(bytes);
        assert_eq!(shown, ["0 B", "1023 B", "1.0 KiB", "15 MiB", "3072 TiB"]);
    }
}
