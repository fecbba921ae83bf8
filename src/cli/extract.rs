//! `dateline extract`: what is read off files, with nothing indexed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use dateline::corpus::{Item, Opened, Piece, Reader, Settings, SkipReason};
use dateline::export::ExtractionReport;
use dateline::extract::extract_with;

use super::bodies::Bodies;
use super::console::{Console, note};
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
        let mut printed = 0;
        for file in &self.files {
            let bodies = Bodies::near(file)?;
            let reader = Reader {
                settings: Arc::new(Settings::near(file)?),
                ..super::read_apart::reader()
            };
            let before = printed;
            let read = self.each(file, &reader, &mut |item, several| {
                if printed > 0 && self.format == Format::Text {
                    writeln!(console.out)?;
                }
                printed += 1;
                self.print(
                    console,
                    &bodies,
                    &path_of(file, item.part.as_deref()),
                    item,
                    several,
                )
            });
            let told = match read? {
                Err(why) => Some(why),
                Ok(()) => (printed == before).then(|| SkipReason::Empty.to_string()),
            };
            if let Some(told) = told {
                note(&format!("error: {}: {told}", file.display()));
                outcome = Outcome::Failed;
            }
        }
        Ok(outcome)
    }

    /// Hands over the releases of a file with whether they are of several; tells what was lost
    /// of it. The first waits for the second, which tells.
    fn each(
        &self,
        file: &Path,
        reader: &Reader,
        print: &mut dyn FnMut(&Item, bool) -> Result<()>,
    ) -> Result<Result<(), String>> {
        let mut several = self.files.len() > 1;
        let mut first = None;
        let mut printed = Ok(());
        let mut give = |piece| {
            match piece {
                Piece::Lost(lost) => {
                    let path = path_of(file, Some(&lost.part));
                    note(&format!("warning: {path}: {}", lost.reason));
                }
                Piece::Item(item) if !several && first.is_none() => first = Some(item),
                Piece::Item(item) => {
                    several = true;
                    let waiting = first.take();
                    printed = waiting.map_or(Ok(()), |first| print(&first, true));
                    if printed.is_ok() {
                        printed = print(&item, true);
                    }
                }
            }
            printed.is_ok()
        };
        let read = pieces(file, reader, &mut give);
        printed?;
        if let Some(only) = first {
            print(&only, several)?;
        }
        Ok(read)
    }

    fn print(
        &self,
        console: &mut Console,
        bodies: &Bodies,
        path: &str,
        item: &Item,
        several: bool,
    ) -> Result<()> {
        for told in &item.notes {
            note(&format!("note: {path}: {told}"));
        }
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

/// Gives the parts of a file, or why it is not read.
fn pieces(file: &Path, reader: &Reader, give: &mut dyn FnMut(Piece) -> bool) -> Result<(), String> {
    if file.is_dir() {
        return Err("it is a directory; name the files in it".to_owned());
    }
    let told = |reason: SkipReason| reason.to_string();
    let contents = match reader.open_path(file).map_err(told)? {
        Opened::Stream(mut stream) => {
            let read = stream.each(reader, &mut |piece, _| give(piece));
            return read.map_err(told);
        }
        Opened::Whole(contents) => contents,
    };
    let mut lost = contents.lost.into_iter();
    if contents.items.is_empty()
        && let Some(first) = lost.next()
    {
        return Err(told(first.reason));
    }
    let items = contents.items.into_iter().map(Piece::Item);
    let _ = items.chain(lost.map(Piece::Lost)).all(give);
    Ok(())
}

fn path_of(file: &Path, part: Option<&str>) -> String {
    match part {
        Some(part) => format!("{}#{part}", file.display()),
        None => file.display().to_string(),
    }
}
