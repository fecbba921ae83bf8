//! `dateline eval`: how good extraction and ranking are on what people labelled.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use dateline::eval::{rank, read_gold, read_judged, score};

use super::accounting::counted;
use super::bodies::Bodies;
use super::console::{Console, note};
use super::filters::today;
use super::home::{self, IndexPlace};
use super::{Format, Outcome, scores};

/// Judged releases named that are not in the index.
const NAMED: usize = 3;

/// Measure extraction on labelled files, or ranking on judged queries.
///
/// GOLD is a folder of labels, or one of them: a .json file for each text that says what is
/// to be read off it. With --queries and --judgements the index is asked instead.
/// docs/evaluation.md has the forms, and how each figure comes about.
#[derive(Debug, Args)]
pub(super) struct EvalCommand {
    /// The folder of labels, or one label.
    #[arg(
        value_name = "GOLD",
        required_unless_present = "queries",
        conflicts_with = "queries"
    )]
    gold: Option<PathBuf>,
    /// Queries, one a line: id, tab, query.
    #[arg(long, value_name = "FILE", requires = "judgements")]
    queries: Option<PathBuf>,
    /// Judgements, one a line: query id, tab, path or id of a release, tab, grade from 0.
    #[arg(long, value_name = "FILE", requires = "queries")]
    judgements: Option<PathBuf>,
    /// Bring the index of this directory up to date first, then ask it.
    #[arg(long, value_name = "DIR", requires = "queries")]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    place: IndexPlace,
    /// Show every miss.
    #[arg(long)]
    errors: bool,
    /// How it is printed; JSON always has the misses.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl EvalCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        if let (Some(queries), Some(judgements)) = (&self.queries, &self.judgements) {
            self.ranking(console, queries, judgements)?;
        }
        if let Some(gold) = &self.gold {
            self.fields(console, gold)?;
        }
        Ok(Outcome::Found)
    }

    fn fields(&self, console: &mut Console, path: &Path) -> Result<()> {
        let gold = read_gold(path, &super::read_apart::reader())?;
        for told in &gold.notes {
            note(&format!("warning: {told}"));
        }
        let bodies = Bodies::near(path)?;
        let report = score(&gold, &bodies);
        match self.format {
            Format::Json => console.json(&report)?,
            Format::Text => scores::print_fields(console, &report, self.errors)?,
        }
        Ok(())
    }

    fn ranking(&self, console: &mut Console, queries: &Path, judgements: &Path) -> Result<()> {
        let judged = read_judged(queries, judgements)?;
        let engine = home::open(&self.place.up_to_date(&self.corpus)?)?;
        let report = rank(&engine, &judged, today())?;
        tell_unknown(&report.unknown);
        match self.format {
            Format::Json => console.json(&report)?,
            Format::Text => scores::print_ranking(console, &report, self.errors)?,
        }
        Ok(())
    }
}

/// Judged releases that are not in the index lower every figure, which has to be told.
fn tell_unknown(unknown: &[String]) {
    if unknown.is_empty() {
        return;
    }
    let named: Vec<&str> = unknown.iter().take(NAMED).map(String::as_str).collect();
    let more = if unknown.len() > NAMED {
        ", and others"
    } else {
        ""
    };
    note(&format!(
        "warning: {} not in the index and counted as not found: {}{more}",
        counted(unknown.len() as u64, "judged release"),
        named.join(", ")
    ));
}
