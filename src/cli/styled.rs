//! Text with styles: [`Styled`], which others' words enter only escaped.

use std::fmt::Write;
use std::rc::Rc;

use dateline::terminal;

/// How a piece of text looks on a terminal with colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Style {
    /// As the terminal has it.
    #[default]
    Plain,
    /// A headline or heading.
    Heading,
    /// What was asked for.
    Match,
    /// What stands back.
    Faint,
    /// A date or place.
    Setting,
    /// An organisation.
    Organisation,
    /// A person.
    Speaker,
    /// Words somebody said.
    Quote,
}

impl Style {
    /// The codes of "select graphic rendition" (ECMA-48, 8.3.117).
    const fn codes(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Heading => "1",
            Self::Match => "1;31",
            Self::Faint => "2",
            Self::Setting => "35",
            Self::Organisation => "36",
            Self::Speaker => "33",
            Self::Quote => "32",
        }
    }
}

/// Escaped text in runs of one style each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Styled {
    text: String,
    runs: Vec<Run>,
}

/// A piece of the text that looks one way.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    /// Where it ends, in bytes.
    end: usize,
    style: Style,
    /// Where it leads, printable ASCII only.
    link: Option<Rc<str>>,
}

/// What a terminal can show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) colour: bool,
    pub(super) links: bool,
}

impl Styled {
    /// `text` on one line, in one style.
    pub(super) fn new(text: &str, style: Style) -> Self {
        Self::default().with(text, style)
    }

    /// With `text` after it, on the same line.
    pub(super) fn with(mut self, text: &str, style: Style) -> Self {
        self.text.push_str(&terminal::escape(text));
        self.end_run(style, None);
        self
    }

    /// With `text` after it, leading to an address made by [`super::links::Links`].
    pub(super) fn linked(mut self, text: &str, style: Style, address: Option<&str>) -> Self {
        self.text.push_str(&terminal::escape(text));
        self.end_run(style, address.map(Rc::from));
        self
    }

    /// Adds one character in a style; a line end stays one.
    pub(super) fn push(&mut self, character: char, style: Style) {
        let kept = character == '\n';
        self.text.push(if kept {
            character
        } else {
            terminal::shown(character)
        });
        self.end_run(style, None);
    }

    /// `text` on one line with runs of blanks as one, its ranges of characters `marks` in
    /// the style of matches.
    pub(super) fn marked(text: &str, marks: &[(usize, usize)]) -> Self {
        let mut styled = Self::default();
        let mut marks = marks.iter().peekable();
        let mut after_blank = true;
        for (at, character) in text.chars().enumerate() {
            while marks.peek().is_some_and(|mark| mark.1 <= at) {
                marks.next();
            }
            let inside = marks.peek().is_some_and(|mark| mark.0 <= at);
            let blank = character.is_whitespace();
            if blank && after_blank {
                continue;
            }
            after_blank = blank;
            let style = if inside { Style::Match } else { Style::Plain };
            styled.push(if blank { ' ' } else { character }, style);
        }
        styled
    }

    /// A headline that leads to an address, its ranges of characters `marks` in the style of
    /// matches.
    pub(super) fn heading(text: &str, marks: &[(usize, usize)], address: Option<&str>) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let piece = |from: usize, to: usize| -> String {
            let piece = letters.get(from..to.min(letters.len()));
            piece.into_iter().flatten().collect()
        };
        let mut styled = Self::default();
        let mut at = 0;
        for (from, to) in marks {
            styled = styled
                .linked(&piece(at, *from), Style::Heading, address)
                .linked(&piece(*from, *to), Style::Match, address);
            at = *to;
        }
        styled.linked(&piece(at, letters.len()), Style::Heading, address)
    }

    fn end_run(&mut self, style: Style, link: Option<Rc<str>>) {
        let end = self.text.len();
        match self.runs.last_mut() {
            Some(last) if last.style == style && last.link == link => last.end = end,
            Some(last) if last.end == end => {}
            _ => self.runs.push(Run { end, style, link }),
        }
    }

    /// The columns it takes on one line.
    pub(super) fn columns(&self) -> usize {
        terminal::columns(&self.text)
    }

    /// Its lines, wrapped to `limit` columns if there is one.
    pub(super) fn lines(&self, limit: Option<usize>, look: Look) -> Vec<String> {
        let ends = terminal::wrap(&self.text, limit.unwrap_or(usize::MAX));
        ends.into_iter()
            .map(|(start, end)| self.painted(start, end, look))
            .collect()
    }

    fn painted(&self, start: usize, end: usize, look: Look) -> String {
        let line = self.text.get(start..end).unwrap_or_default().trim_end();
        if look == Look::default() {
            return line.to_owned();
        }
        let end = start + line.len();
        let mut painted = String::with_capacity(line.len());
        let mut begun = 0;
        for run in &self.runs {
            let piece = self
                .text
                .get(begun.max(start)..run.end.min(end))
                .unwrap_or_default();
            begun = run.end;
            if !piece.is_empty() {
                paint(&mut painted, piece, run, look);
            }
        }
        painted
    }
}

/// Colour and link end with the piece, so that a line never leaves one open.
fn paint(out: &mut String, piece: &str, run: &Run, look: Look) {
    let codes = if look.colour { run.style.codes() } else { "" };
    let piece = match codes {
        "" => piece.to_owned(),
        codes => format!("\x1b[{codes}m{piece}\x1b[0m"),
    };
    let link = run.link.as_deref().filter(|_| look.links);
    // Writing to a string cannot fail.
    let _ = match link {
        Some(link) => write!(out, "\x1b]8;;{link}\x1b\\{piece}\x1b]8;;\x1b\\"),
        None => write!(out, "{piece}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look {
        colour: false,
        links: false,
    };
    const COLOURED: Look = Look {
        colour: true,
        links: false,
    };

    #[test]
    fn a_link_ends_with_its_line_and_is_sent_only_where_wanted() {
        let styled =
            Styled::new("at ", Style::Plain).linked("a b", Style::Plain, Some("file:///a"));
        let links = Look {
            links: true,
            ..PLAIN
        };
        assert_eq!(
            styled.lines(Some(4), links),
            [
                "at \x1b]8;;file:///a\x1b\\a\x1b]8;;\x1b\\",
                "\x1b]8;;file:///a\x1b\\b\x1b]8;;\x1b\\"
            ]
        );
        assert_eq!(styled.lines(None, COLOURED), ["at a b"]);
    }

    #[test]
    fn matches_are_marked_by_characters() {
        let styled = Styled::marked("Été à  Malte", &[(0, 3), (7, 12)]);
        assert_eq!(styled.lines(None, PLAIN), ["Été à Malte"]);
        assert_eq!(
            styled.lines(None, COLOURED),
            ["\x1b[1;31mÉté\x1b[0m à \x1b[1;31mMalte\x1b[0m"]
        );
    }

    #[test]
    fn a_colour_ends_with_its_line() {
        let styled = Styled::new("one two", Style::Heading);
        assert_eq!(
            styled.lines(Some(3), COLOURED),
            ["\x1b[1mone\x1b[0m", "\x1b[1mtwo\x1b[0m"]
        );
    }

    #[test]
    fn others_words_cannot_colour() {
        let styled = Styled::new("a\x1b[31mb", Style::Plain).with("\u{202E}", Style::Plain);
        assert_eq!(styled.lines(None, COLOURED), ["a\u{FFFD}[31mb\u{FFFD}"]);
        let marked = Styled::marked("a\x1bb", &[]);
        assert_eq!(marked.lines(None, PLAIN), ["a\u{FFFD}b"]);
    }
}
