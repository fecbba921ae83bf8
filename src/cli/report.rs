//! `index --report FILE`: everything a run did not read, as a table or as JSON.
//!
//! A row for each file skipped and each part lost from a file that was indexed: its path, the
//! reason as a key and as a sentence, and which of the two it is. JSON is the whole account.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use dateline::corpus::{Corpus, key_of};
use dateline::export::table::{cell, record};
use dateline::indexer::{Account, Skip};
use dateline::schema::Home;

use super::whole::WholeFile;

const COLUMNS: [&str; 4] = ["path", "reason", "detail", "what"];

/// A report that is written at the end of the run.
pub(super) struct Report {
    path: PathBuf,
}

impl Report {
    /// Makes sure before the run that it can be written after it, and that it is never read
    /// as a release where it lies in the corpus.
    ///
    /// # Errors
    /// When its directory cannot be written, or the index cannot take a note of it.
    pub(super) fn prepare(path: &Path, corpus: &Corpus, home: &Home) -> Result<Self> {
        let (directory, name) = (path.parent().unwrap_or(Path::new("")), path.file_name());
        let name = name.ok_or_else(|| anyhow!("{} names no file", path.display()))?;
        let directory = if directory.as_os_str().is_empty() {
            Path::new(".")
        } else {
            directory
        };
        let directory = directory
            .canonicalize()
            .map_err(|error| anyhow!("{}: {error}", directory.display()))?;
        let whole = directory.join(name);
        drop(WholeFile::create(&whole)?);
        if corpus.roots().iter().any(|root| whole.starts_with(root)) {
            home.leave_out(&key_of(corpus.base(), &whole))?;
        }
        Ok(Self { path: whole })
    }

    /// Where it is written.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn write(&self, account: &Account) -> Result<()> {
        let mut file = WholeFile::create(&self.path)?;
        let ending = self.path.extension();
        if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
            serde_json::to_writer_pretty(&mut file, account)?;
            writeln!(file)?;
        } else {
            table(&mut file, account)?;
        }
        file.finish()
    }
}

fn table(out: &mut dyn Write, account: &Account) -> Result<()> {
    record(out, &COLUMNS.map(str::to_owned))?;
    let files = account.skips.iter().map(|skip| (skip, "file"));
    let parts = account.failures.iter().map(|skip| (skip, "part"));
    for (
        Skip {
            path,
            reason,
            detail,
        },
        what,
    ) in files.chain(parts)
    {
        record(
            out,
            &[cell(path), reason.clone(), cell(detail), what.to_owned()],
        )?;
    }
    Ok(())
}
