//! Which index a command means: `--index`, `DATELINE_INDEX`, or the nearest upwards.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use dateline::corpus::Corpus;
use dateline::organisations::Register;
use dateline::schema::Home;
use dateline::search::{LocalEngine, Registered};

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

    /// Opens the index there is.
    pub(super) fn open(&self) -> Result<LocalEngine> {
        open(&self.existing()?)
    }
}

/// Opens an index for searching, with the names that are known without it.
pub(super) fn open(home: &Home) -> Result<LocalEngine> {
    let names = Registered(Register::builtin());
    Ok(LocalEngine::open(home, Box::new(names))?)
}
