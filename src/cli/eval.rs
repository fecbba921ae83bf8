//! `dateline eval`: how good extraction and ranking are on what people labelled.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use dateline::eval::{read_gold, score};
use dateline::organisations::Register;

use super::console::{Console, note};
use super::{Format, Outcome, scores};

/// Measure extraction on labelled files.
///
/// GOLD is a folder of labels, or one of them: a .json file beside each text that says what
/// is to be read off it. docs/evaluation.md has the form of a label and how each field is
/// scored.
#[derive(Debug, Args)]
pub(super) struct EvalCommand {
    /// The folder of labels, or one label.
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// Show every miss.
    #[arg(long)]
    errors: bool,
    /// How it is printed; JSON always has the misses.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl EvalCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        self.fields(console, &self.gold)
    }

    fn fields(&self, console: &mut Console, path: &Path) -> Result<Outcome> {
        let gold = read_gold(path)?;
        for told in &gold.notes {
            note(&format!("warning: {told}"));
        }
        let report = score(&gold, Register::builtin());
        match self.format {
            Format::Json => console.json(&report)?,
            Format::Text => scores::print_fields(console, &report, self.errors)?,
        }
        Ok(Outcome::Found)
    }
}
