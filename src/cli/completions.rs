//! `dateline completions`: completions for a shell.

use std::io::Write;

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::Shell;

use super::Outcome;
use super::console::Console;

/// Print completions for a shell.
///
/// For bash: dateline completions bash > ~/.local/share/bash-completion/completions/dateline
#[derive(Debug, Args)]
pub(super) struct CompletionsCommand {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl CompletionsCommand {
    pub(super) fn run(self, console: &mut Console, mut command: Command) -> Result<Outcome> {
        // Into memory first: the generator panics when its writer fails.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "dateline", &mut script);
        console.out.write_all(&script)?;
        Ok(Outcome::Found)
    }
}
