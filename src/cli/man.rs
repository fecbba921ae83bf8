//! `dateline man`: manual pages.

use anyhow::{Result, anyhow};
use clap::{Args, Command};
use clap_mangen::Man;

use super::Outcome;
use super::console::Console;

/// Print a manual page in roff: dateline man | man -l -
#[derive(Debug, Args)]
pub(super) struct ManCommand {
    /// The command it is about [default: the program].
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl ManCommand {
    pub(super) fn run(self, console: &mut Console, mut program: Command) -> Result<Outcome> {
        program.build();
        let page = match &self.command {
            None => program,
            Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
                anyhow!("no command is called `{name}`; `dateline --help` lists them")
            })?,
        };
        Man::new(page).render(&mut console.out)?;
        Ok(Outcome::Found)
    }
}
