//! `dateline extract`: what is read off files, with nothing indexed.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use dateline::corpus::{Item, Reader, SkipReason};
use dateline::export::ExtractionReport;
use dateline::extract::extract_with;

use super::bodies::Bodies;
use super::console::{Console, note};
use super::read_apart::reader;
use super::{Format, Outcome, evidence};

/// Print what is read off files, with evidence, and index nothing.
///
/// The columns are: what it is, the confidence, the rule that found it, where it stands in
/// characters, the value. In JSON several files give one object a line.
#[derive(Debug, Args)]
pub(super) struct ExtractCommand {
    /// The files to read.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl ExtractCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let mut outcome = Outcome::Found;
        let several = self.files.len() > 1;
        let reader = reader();
        for (at, file) in self.files.iter().enumerate() {
            let bodies = Bodies::near(file)?;
            match read(&reader, file) {
                Ok(items) => {
                    let several = several || items.len() > 1;
                    for (part, item) in items.iter().enumerate() {
                        if at + part > 0 && self.format == Format::Text {
                            writeln!(console.out)?;
                        }
                        self.print(console, &bodies, &path_of(file, item), item, several)?;
                    }
                }
                Err(reason) => {
                    note(&format!("error: {}: {reason}", file.display()));
                    outcome = Outcome::Failed;
                }
            }
        }
        Ok(outcome)
    }

    fn print(
        &self,
        console: &mut Console,
        bodies: &Bodies,
        path: &str,
        item: &Item,
        several: bool,
    ) -> Result<()> {
        let extraction = extract_with(&item.release, bodies);
        let report = ExtractionReport::new(path, &item.release.text, &extraction);
        match self.format {
            Format::Json if several => console.json_line(&report)?,
            Format::Json => console.json(&report)?,
            Format::Text => {
                writeln!(console.out, "{}", dateline::terminal::escape(path))?;
                evidence::print_table(console, &report)?;
            }
        }
        Ok(())
    }
}

/// The releases of a file, or why it is not read.
fn read(reader: &Reader, file: &Path) -> Result<Vec<Item>, String> {
    if file.is_dir() {
        return Err("it is a directory; name the files in it".to_owned());
    }
    match reader.read_path(file) {
        Ok(contents) if contents.items.is_empty() => {
            let lost = contents.lost.first();
            Err(lost
                .map_or(&SkipReason::Empty, |lost| &lost.reason)
                .to_string())
        }
        Ok(contents) => {
            for lost in &contents.lost {
                note(&format!(
                    "warning: {}#{}: {}",
                    file.display(),
                    lost.part,
                    lost.reason
                ));
            }
            Ok(contents.items)
        }
        Err(reason) => Err(reason.to_string()),
    }
}

fn path_of(file: &Path, item: &Item) -> String {
    match &item.part {
        Some(part) => format!("{}#{part}", file.display()),
        None => file.display().to_string(),
    }
}
