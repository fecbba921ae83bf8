//! `dateline read-apart`: a worker that reads PDFs for the process that started it. Hidden:
//! nobody types it.

use std::io;

use anyhow::Result;
use clap::Args;
use dateline::corpus::{Apart, Reader, serve};

use super::Outcome;

/// Read documents for another process, over standard input and output.
#[derive(Debug, Args)]
pub(super) struct ReadApartCommand {}

impl ReadApartCommand {
    pub(super) fn run(self) -> Result<Outcome> {
        super::interrupt::outlive_interrupt()?;
        serve(&mut io::stdin().lock(), &mut io::stdout().lock())?;
        Ok(Outcome::Found)
    }
}

/// The reader of every command: PDFs in processes of this program.
pub(super) fn reader() -> Reader {
    let arguments = vec!["read-apart".to_owned()];
    let apart = this_program().map(|program| Apart::new(program, arguments, Apart::DEADLINE));
    Reader {
        apart: apart.map(Into::into),
        ..Reader::default()
    }
}

fn this_program() -> Option<std::path::PathBuf> {
    // On Linux a path that leads here even when the file was replaced while we run.
    let itself = std::path::Path::new("/proc/self/exe");
    if cfg!(target_os = "linux") && itself.exists() {
        return Some(itself.to_owned());
    }
    std::env::current_exe().ok()
}
