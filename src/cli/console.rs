//! Where answers are printed: a terminal of some width with colours, or a pipe.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use clap::ValueEnum;
use serde::Serialize;

use super::styled::Styled;

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// stdout and what it can show.
pub(super) struct Console {
    pub(super) out: BufWriter<StdoutLock<'static>>,
    /// Columns of the terminal; none in a pipe, where nothing is wrapped.
    pub(super) width: Option<usize>,
    /// Whether colours are used.
    pub(super) colour: bool,
}

/// Lines longer than this tire the eye, however wide the window.
const WIDEST: usize = 100;
const NARROWEST: usize = 30;

impl Console {
    pub(super) fn new(colour: Colour) -> Self {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        let columns =
            || terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        Self {
            out: BufWriter::new(stdout.lock()),
            width: is_terminal.then(|| columns().clamp(NARROWEST, WIDEST)),
            colour: match colour {
                Colour::Always => true,
                Colour::Never => false,
                Colour::Auto => is_terminal && colours_are_welcome(|name| std::env::var_os(name)),
            },
        }
    }

    /// Whether a person looks at it.
    pub(super) const fn is_terminal(&self) -> bool {
        self.width.is_some()
    }

    /// Prints `text` wrapped to the terminal, each line after `indent` blanks.
    pub(super) fn block(&mut self, indent: usize, text: &Styled) -> io::Result<()> {
        self.hanging(&" ".repeat(indent), text)
    }

    /// Prints `text` after `lead`, its further lines below its first.
    pub(super) fn hanging(&mut self, lead: &str, text: &Styled) -> io::Result<()> {
        let indent = dateline::terminal::columns(lead);
        let limit = self
            .width
            .map(|width| width.saturating_sub(indent).max(NARROWEST / 2));
        for (at, line) in text.lines(limit, self.colour).iter().enumerate() {
            if line.is_empty() {
                writeln!(self.out)?;
            } else if at == 0 {
                writeln!(self.out, "{lead}{line}")?;
            } else {
                writeln!(self.out, "{:indent$}{line}", "")?;
            }
        }
        Ok(())
    }

    /// Prints `value` as JSON: indented on a terminal, on one line in a pipe.
    pub(super) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        if self.is_terminal() {
            serde_json::to_writer_pretty(&mut self.out, value)?;
        } else {
            serde_json::to_writer(&mut self.out, value)?;
        }
        writeln!(self.out)
    }

    /// Prints `value` as one line of JSON.
    pub(super) fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        writeln!(self.out)
    }
}

/// See <https://no-color.org>: any value but an empty one says no.
fn colours_are_welcome(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    variable("NO_COLOR").is_none_or(|value| value.is_empty())
        && variable("TERM").is_none_or(|term| term != "dumb")
}

/// Says something beside the answer on stderr, made safe for a terminal.
pub(super) fn note(message: &str) {
    // When stderr is gone there is nobody to tell.
    let _ = writeln!(
        io::stderr(),
        "{}",
        dateline::terminal::escape_lines(message)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_and_a_dumb_terminal_are_obeyed() {
        let with = |set: &'static str, value: &'static str| {
            colours_are_welcome(move |name| (name == set).then(|| value.into()))
        };
        assert!(with("TERM", "xterm"));
        assert!(with("NO_COLOR", ""));
        assert!(!with("NO_COLOR", "1"));
        assert!(!with("TERM", "dumb"));
    }
}
