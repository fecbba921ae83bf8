//! The command line: [`Arguments`], one file a subcommand, and what they share.
//!
//! stdout carries the answer and nothing else; warnings, progress and errors go to stderr.

mod accounting;
mod batch;
mod bodies;
mod check;
mod completions;
mod console;
mod counts;
mod eval;
mod evidence;
mod export;
mod extract;
mod facets;
mod filters;
mod hits;
mod home;
mod index;
mod interrupt;
mod links;
mod man;
mod new;
mod paging;
mod queries;
mod progress;
mod question;
mod read_apart;
mod report;
mod quotations;
mod quotes;
mod rows;
mod scores;
mod search;
mod show;
mod similar;
mod sparkline;
mod status;
mod styled;
mod timeline;
mod watch;
mod whole;

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use anyhow::anyhow;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use console::{Colour, Console};
use links::Hyperlinks;

/// Search press releases about migration: who said what, for whom, when and where.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// When to use colour.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Colour::Auto, hide_short_help = true)]
    color: Colour,

    /// When paths and titles are links.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Hyperlinks::Auto, hide_short_help = true)]
    hyperlinks: Hyperlinks,
}

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::IndexCommand),
    Search(search::SearchCommand),
    Quotes(quotes::QuotesCommand),
    Facets(facets::FacetsCommand),
    Timeline(timeline::TimelineCommand),
    Batch(batch::BatchCommand),
    New(new::NewCommand),
    Export(export::ExportCommand),
    Similar(similar::SimilarCommand),
    Show(show::ShowCommand),
    Extract(extract::ExtractCommand),
    Status(status::StatusCommand),
    Check(check::CheckCommand),
    Eval(eval::EvalCommand),
    Completions(completions::CompletionsCommand),
    Man(man::ManCommand),
    #[command(hide = true)]
    ReadApart(read_apart::ReadApartCommand),
}

/// Text for people or JSON for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// How a command that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It found, or did, something.
    Found,
    /// There was nothing to find.
    Nothing,
    /// Part of it failed and was told on stderr.
    Failed,
    /// It was interrupted, and ended in good order.
    Stopped,
}

impl Outcome {
    const fn found(any: bool) -> Self {
        if any { Self::Found } else { Self::Nothing }
    }
}

/// Runs the subcommand. A panic is an error as well: whoever reads the exit code of a script
/// need not know of a third kind of end.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let mut console = Console::new(arguments.color, arguments.hyperlinks);
    let ran = catch_unwind(AssertUnwindSafe(|| arguments.command.run(&mut console)));
    let outcome = ran.unwrap_or_else(|_| {
        Err(anyhow!(
            "the program failed; `dateline check` tells whether the index is damaged, if not \
             please report it with the words above"
        ))
    })?;
    console.out.flush()?;
    Ok(outcome)
}

impl Command {
    fn run(self, console: &mut Console) -> anyhow::Result<Outcome> {
        match self {
            Self::Index(command) => command.run(console),
            Self::Search(command) => command.run(console),
            Self::Quotes(command) => command.run(console),
            Self::Facets(command) => command.run(console),
            Self::Timeline(command) => command.run(console),
            Self::Batch(command) => command.run(console),
            Self::New(command) => command.run(console),
            Self::Export(command) => command.run(console),
            Self::Similar(command) => command.run(console),
            Self::Show(command) => command.run(console),
            Self::Extract(command) => command.run(console),
            Self::Status(command) => command.run(console),
            Self::Check(command) => command.run(console),
            Self::Eval(command) => command.run(console),
            Self::Completions(command) => command.run(console, Arguments::command()),
            Self::Man(command) => command.run(console, Arguments::command()),
            Self::ReadApart(command) => command.run(),
        }
    }
}

/// The exit code of an outcome; tells an error on stderr.
///
/// 0 found, 1 nothing found, 2 error, 130 interrupted. Whoever closes the pipe has read enough: that is
/// success.
pub(crate) fn exit_code(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Ok(Outcome::Stopped) => ExitCode::from(interrupt::INTERRUPTED),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console::note(&format!("error: {}", told(&error)));
            ExitCode::from(2)
        }
    }
}

/// An error with its causes, without those that it tells itself.
fn told(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |mut told, cause| {
        let cause = cause.to_string();
        if !told.contains(&cause) {
            let gap = if told.is_empty() { "" } else { ": " };
            told.push_str(gap);
            told.push_str(&cause);
        }
        told
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = cause
            .downcast_ref::<io::Error>()
            .map(io::Error::kind)
            .or_else(|| {
                cause
                    .downcast_ref::<serde_json::Error>()
                    .and_then(serde_json::Error::io_error_kind)
            });
        kind == Some(io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests;
