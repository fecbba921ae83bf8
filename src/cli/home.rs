//! Which index a command means: `--index`, `DATELINE_INDEX`, or the nearest upwards.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use dateline::corpus::{Corpus, Reader, Settings};
use dateline::indexer::Options;
use dateline::schema::{Home, IndexError};
use dateline::search::{LocalEngine, Registered};

use super::accounting::{self, counted};
use super::bodies::Bodies;
use super::console::{Console, note};
use super::progress::Bar;

/// Where the index lies.
#[derive(Debug, Args)]
pub(super) struct IndexPlace {
    /// Where the index lies [default: the nearest .dateline from here upwards].
    #[arg(
        long,
        value_name = "PATH",
        env = "DATELINE_INDEX",
        hide_env_values = true
    )]
    index: Option<PathBuf>,
}

impl IndexPlace {
    /// The index there is.
    pub(super) fn existing(&self) -> Result<Home> {
        if let Some(path) = &self.index {
            return Ok(Home::new(path));
        }
        let here = std::env::current_dir().context("the working directory cannot be read")?;
        Home::find_from(&here).ok_or_else(|| {
            anyhow!(
                "no index found from {} upwards; run `dateline index DIR` first, or give --corpus DIR to `dateline search`",
                here.display()
            )
        })
    }

    /// The index of a corpus, whether or not it exists yet.
    pub(super) fn of_corpus(&self, corpus: &Corpus) -> Home {
        match &self.index {
            Some(path) => Home::new(path),
            None => Home::of_corpus(corpus.base()),
        }
    }

    /// The index to ask, brought up to date first when a corpus is named.
    pub(super) fn up_to_date(&self, corpus: &[PathBuf]) -> Result<Home> {
        if corpus.is_empty() {
            return self.existing();
        }
        let corpus = Corpus::open(corpus)?;
        let home = self.of_corpus(&corpus);
        let bar = Bar::new();
        let bodies = Bodies::of_corpus(corpus.base())?;
        let options = Options {
            reader: reader_of(corpus.base())?,
            ..Options::default()
        };
        let updated = accounting::update(&home, &corpus, &bodies, &options, &bar);
        bar.clear();
        match updated {
            Ok(account) if accounting::changed(&account) => note(&accounting::summary(&account)),
            Ok(account) if account.skipped > 0 => {
                let files = counted(account.skipped, "file");
                note(&format!(
                    "{files} skipped; `dateline index` names each with its reason"
                ));
            }
            Ok(_) => {}
            Err(IndexError::Locked(_)) if home.mark().is_some() => {
                note(
                    "warning: another process is bringing the index up to date; searching it as it stands",
                );
            }
            Err(IndexError::Io { source, .. }) if may_be_read(&source) && home.mark().is_some() => {
                note(&format!(
                    "warning: the index cannot be brought up to date ({source}); searching it as it stands"
                ));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(home)
    }

    /// Opens the index there is.
    pub(super) fn open(&self) -> Result<LocalEngine> {
        open(&self.existing()?)
    }
}

/// Whether the system refuses writing only.
fn may_be_read(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
}

/// What reads the files of the corpus at `base`, by the settings there.
pub(super) fn reader_of(base: &Path) -> Result<Reader> {
    Ok(Reader {
        settings: Arc::new(Settings::of_corpus(base)?),
        ..super::read_apart::reader()
    })
}

/// The index that is asked, perhaps brought up to date first.
#[derive(Debug, Args)]
pub(super) struct AskedIndex {
    /// Bring the index of this directory up to date first, then ask it.
    #[arg(long, value_name = "DIR")]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    place: IndexPlace,
}

impl AskedIndex {
    /// Opens it, and lets paths lead to its corpus.
    pub(super) fn open(&self, console: &mut Console) -> Result<LocalEngine> {
        open(&self.home(console)?)
    }

    /// Where it lies, up to date if that was asked for.
    pub(super) fn home(&self, console: &mut Console) -> Result<Home> {
        let home = self.place.up_to_date(&self.corpus)?;
        link(console, &home);
        Ok(home)
    }
}

/// Lets paths lead to the corpus of an index.
fn link(console: &mut Console, home: &Home) {
    if let Some(mark) = home.mark() {
        console.links.below(&mark.base);
    }
}

/// Opens an index for searching, with the names that are known without it.
pub(super) fn open(home: &Home) -> Result<LocalEngine> {
    let bodies = match home.mark() {
        Some(mark) => Bodies::of_corpus(&mark.base)?,
        None => Bodies::builtin(),
    };
    let names = Registered(bodies);
    Ok(LocalEngine::open(home, Box::new(names))?)
}
