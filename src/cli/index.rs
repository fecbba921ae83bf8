//! `dateline index`: bring an index up to date with its directories.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, anyhow};
use clap::Args;
use dateline::corpus::Corpus;
use dateline::indexer::{Account, Options, Progress, Stop};
use dateline::schema::Home;

use super::accounting;
use super::bodies::Bodies;
use super::console::{Console, note};
use super::home::{IndexPlace, reader_of};
use super::interrupt::stop_on_interrupt;
use super::progress::Bar;
use super::report::Report;
use super::{Format, Outcome, watch};

/// Read directories and bring their index up to date.
///
/// New and changed files are read, those that are gone are taken out; Ctrl-C ends it between two
/// files and keeps what was done. The index lies in DIR/.dateline; patterns in .datelineignore
/// keep files out of it, organisations.toml adds organisations to those known, and dateline.toml
/// says which fields of JSON and CSV records hold what. Exit: 0 done, 1 no files there, 2 an
/// error or no file could be read, 130 interrupted.
#[derive(Debug, Args)]
pub(super) struct IndexCommand {
    /// The directories to read [default: those of the index there is].
    #[arg(value_name = "DIR")]
    directories: Vec<PathBuf>,
    #[command(flatten)]
    place: IndexPlace,
    /// Build the index from nothing; the one there is answers until the new one is done.
    #[arg(long)]
    rebuild: bool,
    /// Write every file and part that was not read to FILE, with the reason: CSV, or JSON by its
    /// name. FILE is never read as a release.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Stay, look for changes every so many seconds and follow them, until Ctrl-C.
    #[arg(
        long,
        value_name = "SECONDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "2",
        value_parser = clap::value_parser!(u64).range(1..=86_400)
    )]
    watch: Option<u64>,
    /// How the closing account is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Where a run reads and writes.
struct Places {
    roots: Vec<PathBuf>,
    home: Home,
    report: Option<Report>,
    stop: Stop,
}

impl IndexCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let corpus = Corpus::open(&self.roots()?)?;
        let home = self.place.of_corpus(&corpus);
        let report = self.report.as_deref();
        let places = Places {
            report: report
                .map(|path| Report::prepare(path, &corpus, &home))
                .transpose()?,
            roots: corpus.roots().to_vec(),
            home,
            stop: stop_on_interrupt()?,
        };
        let bar = Bar::new();
        let updated = places.update(&corpus, self.rebuild, &bar);
        bar.clear();
        let account = updated?;
        self.print(console, &account, &places)?;
        let Some(seconds) = self.watch.filter(|_| !account.stopped) else {
            return Ok(outcome(&account));
        };
        note("following the directories; Ctrl-C ends it");
        watch::follow(
            Duration::from_secs(seconds),
            &places.stop,
            account.generation,
            // Settings may have changed as well, and a drive may be away.
            || places.update(&Corpus::open(&places.roots)?, false, &()),
            |account| self.print_line(console, account),
        )
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

    fn print(&self, console: &mut Console, account: &Account, places: &Places) -> Result<()> {
        match self.format {
            Format::Json => console.json(account)?,
            Format::Text => {
                accounting::print(&mut console.out, account)?;
                console.out.flush()?;
                accounting::advise(account, places.report.as_ref().map(Report::path));
            }
        }
        Ok(console.out.flush()?)
    }

    fn print_line(&self, console: &mut Console, account: &Account) -> Result<()> {
        match self.format {
            Format::Json => console.json_line(account)?,
            Format::Text => writeln!(console.out, "{}", accounting::summary(account))?,
        }
        Ok(console.out.flush()?)
    }
}

impl Places {
    fn update(&self, corpus: &Corpus, rebuild: bool, progress: &dyn Progress) -> Result<Account> {
        let options = Options {
            rebuild,
            reader: reader_of(corpus.base())?,
            stop: self.stop.clone(),
            ..Options::default()
        };
        let bodies = Bodies::of_corpus(corpus.base())?;
        let account = accounting::update(&self.home, corpus, &bodies, &options, progress)?;
        if let Some(report) = &self.report {
            report.write(&account)?;
        }
        Ok(account)
    }
}

fn outcome(account: &Account) -> Outcome {
    if account.stopped {
        Outcome::Stopped
    } else if account.nothing_read() {
        Outcome::Failed
    } else {
        Outcome::found(account.seen > 0)
    }
}
