//! The `dateline` program: parses its arguments, runs the subcommand, prints an error once.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let outcome = cli::run(cli::Arguments::parse());
    cli::exit_code(outcome)
}
