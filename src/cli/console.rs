//! Where answers are printed: a terminal of some width with colours, or a pipe.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use clap::ValueEnum;
use serde::Serialize;

use super::links::{Hyperlinks, Links};
use super::styled::{Look, Styled};

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
    /// Where links lead, and whether they are sent.
    pub(super) links: Links,
}

/// Lines longer than this tire the eye, however wide the window.
const WIDEST: usize = 100;
const NARROWEST: usize = 30;

impl Console {
    pub(super) fn new(colour: Colour, hyperlinks: Hyperlinks) -> Self {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        let told = || std::env::var("COLUMNS").ok()?.parse::<usize>().ok();
        let sized = || Some(usize::from(terminal_size::terminal_size()?.0.0));
        let known = |columns: &usize| *columns > 0;
        let columns = || {
            told()
                .filter(known)
                .or_else(|| sized().filter(known))
                .unwrap_or(80)
        };
        Self {
            out: BufWriter::new(stdout.lock()),
            width: is_terminal.then(|| columns().clamp(NARROWEST, WIDEST)),
            colour: match colour {
                Colour::Always => true,
                Colour::Never => false,
                Colour::Auto => is_terminal && colours_are_welcome(|name| std::env::var_os(name)),
            },
            links: Links::new(hyperlinks, is_terminal),
        }
    }

    /// Whether a person looks at it.
    pub(super) const fn is_terminal(&self) -> bool {
        self.width.is_some()
    }

    /// What it can show.
    pub(super) const fn look(&self) -> Look {
        Look {
            colour: self.colour,
            links: self.links.sent,
        }
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
        for (at, line) in text.lines(limit, self.look()).iter().enumerate() {
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
            serde_json::to_writer_pretty(self.data(true), value)?;
        } else {
            serde_json::to_writer(&mut self.out, value)?;
        }
        writeln!(self.out)
    }

    /// Prints `value` as one line of JSON.
    pub(super) fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(self.data(true), value)?;
        writeln!(self.out)
    }

    /// Where data goes: to a pipe as it is; to a terminal with what could drive it as an
    /// escape of JSON, or U+FFFD in other formats.
    pub(super) fn data(&mut self, is_json: bool) -> Data<'_> {
        Data {
            safe: self.is_terminal().then_some(is_json),
            out: &mut self.out,
        }
    }
}

/// stdout for data; every write is of whole characters.
pub(super) struct Data<'a> {
    /// On a terminal, whether it is JSON.
    safe: Option<bool>,
    out: &'a mut BufWriter<StdoutLock<'static>>,
}

impl Write for Data<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(is_json) = self.safe else {
            return self.out.write(bytes);
        };
        let text = String::from_utf8_lossy(bytes);
        self.out.write_all(safe(&text, is_json).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn safe(text: &str, is_json: bool) -> String {
    if !is_json {
        return dateline::terminal::escape_lines(text).into_owned();
    }
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\n' || !dateline::terminal::is_unsafe(character) {
            safe.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            safe.push_str(&format!("\\u{unit:04x}"));
        }
    }
    safe
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
    fn json_stays_json_on_a_terminal() {
        let text = "a\u{202e}\u{e0001}b\u{9b}";
        let json = serde_json::to_string(text).unwrap();
        let shown = safe(&json, true);
        assert!(shown.is_ascii(), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        assert_eq!(safe("a\u{1b}\nb", false), "a\u{FFFD}\nb");
    }

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
