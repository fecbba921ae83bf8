//! The command line: [`Arguments`], one file a subcommand, and what they share.
//!
//! stdout carries the answer and nothing else; warnings, progress and errors go to stderr.

mod accounting;
mod batch;
mod bodies;
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
mod links;
mod man;
mod new;
mod paging;
mod queries;
mod progress;
mod question;
mod read_apart;
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
mod whole;

use std::io::{self, Write};
use std::process::ExitCode;

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
}

impl Outcome {
    const fn found(any: bool) -> Self {
        if any { Self::Found } else { Self::Nothing }
    }
}

/// Runs the subcommand.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let mut console = Console::new(arguments.color, arguments.hyperlinks);
    let outcome = match arguments.command {
        Command::Index(command) => command.run(&mut console),
        Command::Search(command) => command.run(&mut console),
        Command::Quotes(command) => command.run(&mut console),
        Command::Facets(command) => command.run(&mut console),
        Command::Timeline(command) => command.run(&mut console),
        Command::Batch(command) => command.run(&mut console),
        Command::New(command) => command.run(&mut console),
        Command::Export(command) => command.run(&mut console),
        Command::Similar(command) => command.run(&mut console),
        Command::Show(command) => command.run(&mut console),
        Command::Extract(command) => command.run(&mut console),
        Command::Status(command) => command.run(&mut console),
        Command::Eval(command) => command.run(&mut console),
        Command::Completions(command) => command.run(&mut console, Arguments::command()),
        Command::Man(command) => command.run(&mut console, Arguments::command()),
        Command::ReadApart(command) => command.run(),
    }?;
    console.out.flush()?;
    Ok(outcome)
}

/// The exit code of an outcome; tells an error on stderr.
///
/// 0 found, 1 nothing found, 2 error. Whoever closes the pipe has read enough: that is
/// success.
pub(crate) fn exit_code(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
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
