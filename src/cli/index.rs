//! `dateline index`: bring an index up to date with its directories.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;
use dateline::corpus::Corpus;
use dateline::indexer::Options;

use super::accounting;
use super::bodies::Bodies;
use super::console::Console;
use super::home::IndexPlace;
use super::progress::Bar;
use super::read_apart::reader;
use super::{Format, Outcome};

/// Read directories and bring their index up to date.
///
/// New and changed files are read, those that are gone are taken out. The index lies in
/// DIR/.dateline; patterns in .datelineignore keep files out of it, and organisations.toml
/// adds organisations to those known.
#[derive(Debug, Args)]
pub(super) struct IndexCommand {
    /// The directories to read [default: those of the index there is].
    #[arg(value_name = "DIR")]
    directories: Vec<PathBuf>,
    #[command(flatten)]
    place: IndexPlace,
    /// Remove the index and build it from nothing.
    #[arg(long)]
    rebuild: bool,
    /// How the closing account is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl IndexCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let corpus = Corpus::open(&self.roots()?)?;
        let home = self.place.of_corpus(&corpus);
        let options = Options {
            rebuild: self.rebuild,
            reader: reader(),
            ..Options::default()
        };
        let bodies = Bodies::of_corpus(corpus.base())?;
        let bar = Bar::new();
        let updated = accounting::update(&home, &corpus, &bodies, &options, &bar);
        bar.clear();
        let account = updated?;
        match self.format {
            Format::Json => console.json(&account)?,
            Format::Text => accounting::print(&mut console.out, &account)?,
        }
        Ok(Outcome::found(account.seen > 0))
    }

    /// The directories named, or those of the index found.
    fn roots(&self) -> Result<Vec<PathBuf>> {
        if !self.directories.is_empty() {
            return Ok(self.directories.clone());
        }
        let known = self.place.existing().ok().and_then(|home| home.mark());
        known.map(|mark| mark.roots).ok_or_else(|| {
            anyhow!("no directory named and no index found; run `dateline index DIR`")
        })
    }
}
