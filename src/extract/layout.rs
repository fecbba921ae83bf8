//! How a text is laid out: lines and paragraphs, whatever way they were wrapped.
//!
//! Paragraphs come from blank lines, from single line ends, or, in text wrapped at a
//! column, from neither: a line end there is a blank, and scanned text has blank lines
//! in the midst of a sentence. [`paragraphs`] tells these apart by the text's own habit.

use crate::text::{Span, lines};

/// Lines and paragraphs of a text, both trimmed and without empty ones.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The lines that hold something.
    pub lines: Vec<Span>,
    /// The paragraphs.
    pub paragraphs: Vec<Span>,
}

impl Layout {
    /// Reads the layout of `text` from byte `from` on.
    pub fn of(text: &str, from: usize) -> Self {
        let all: Vec<Span> = lines(text)
            .into_iter()
            .filter(|line| line.end > from)
            .map(|line| Span::new(line.start.max(from), line.end).trimmed(text))
            .collect();
        let paragraphs = paragraphs(text, &all);
        let lines = all.into_iter().filter(|line| !line.is_empty()).collect();
        Self { lines, paragraphs }
    }
}

/// A line that long, in bytes, may have been broken by a wrap.
const WRAP_MINIMUM: usize = 45;
/// No line of a text wrapped at a column is longer.
const WRAP_MAXIMUM: usize = 130;

/// The column at which `text` was wrapped, if it was: most long lines go on in the next.
fn wrap_column(text: &str, all: &[Span]) -> Option<usize> {
    let mut lengths: Vec<usize> = Vec::new();
    let (mut broken, mut ended) = (0, 0);
    for pair in all.windows(2) {
        let length = pair[0].len();
        if length > WRAP_MAXIMUM {
            return None;
        }
        if length < WRAP_MINIMUM || pair[1].is_empty() {
            continue;
        }
        lengths.push(length);
        if ends_sentence(pair[0].of(text)) {
            ended += 1;
        } else {
            broken += 1;
        }
    }
    // Three lines that break in mid-sentence are a habit, unless most end as sentences do.
    if broken < 3 || broken < ended {
        return None;
    }
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied()
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '”', '"', '»', ':', ';', '…', ')'])
}

fn is_item(line: &str) -> bool {
    line.starts_with(['•', '*', '–', '—', '▪', '·', '-', '“', '"', '«', '„'])
}

/// The paragraphs made of the trimmed lines `all`.
fn paragraphs(text: &str, all: &[Span]) -> Vec<Span> {
    let column = wrap_column(text, all);
    let mut found: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    let mut last = Span::new(0, 0);
    let mut gap = false;
    for &line in all {
        if line.is_empty() {
            gap = true;
            continue;
        }
        let goes_on = open.is_some()
            && if gap {
                torn(text, last, line)
            } else {
                wrapped(text, last, line, column)
            };
        open = match open {
            Some(paragraph) if goes_on => Some(Span::new(paragraph.start, line.end)),
            Some(paragraph) => {
                found.push(paragraph);
                Some(line)
            }
            None => Some(line),
        };
        last = line;
        gap = false;
    }
    found.extend(open);
    found
}

/// Whether the line end between two lines was made by a wrap at `column`.
fn wrapped(text: &str, before: Span, after: Span, column: Option<usize>) -> bool {
    let Some(column) = column else { return false };
    let after_text = after.of(text);
    if is_item(after_text) && ends_sentence(before.of(text)) {
        return false;
    }
    // The next word would have fitted: the writer ended the line.
    let next_word = after_text.split_whitespace().next().map_or(0, str::len);
    before.len() + 1 + next_word + column / 8 >= column
}

/// Whether a blank line tore a sentence in two, as scanning does.
fn torn(text: &str, before: Span, after: Span) -> bool {
    before.len() >= WRAP_MINIMUM
        && !ends_sentence(before.of(text))
        && (after.of(text).starts_with(char::is_lowercase) || ends_open(before.of(text)))
}

/// Whether a line ends in a word after which no sentence or heading can end: "Director of".
fn ends_open(line: &str) -> bool {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    matches!(
        last,
        "of" | "the"
            | "and"
            | "for"
            | "to"
            | "in"
            | "a"
            | "an"
            | "by"
            | "with"
            | "from"
            | "at"
            | "de"
            | "la"
            | "der"
            | "die"
            | "und"
            | "et"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        Layout::of(text, 0)
            .paragraphs
            .iter()
            .map(|p| p.of(text))
            .collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(
            read("One two.\n\n\nThree four.\n"),
            ["One two.", "Three four."]
        );
    }

    #[test]
    fn line_ends_part_paragraphs_of_unwrapped_text() {
        assert_eq!(
            read("A headline\nThe boat left on Monday.\nIt came back.").len(),
            3
        );
    }

    #[test]
    fn wrapped_lines_make_one_paragraph() {
        let text = "The harbour office said on Tuesday that all boats which had left the\n\
                    port in the night were back, and that the forty people who had been on\n\
                    board of the smallest were being looked after in the school of the old\n\
                    town.\nA second line of its own.";
        let read = read(text);
        assert_eq!(read.len(), 2);
        assert!(read[0].ends_with("town."));
    }

    #[test]
    fn a_sentence_torn_by_a_scan_is_joined() {
        let text = "The Minister for Ports, Mr Ola Tam, announced today that the\n\ngovernment would provide shelter.";
        assert_eq!(read(text).len(), 1);
    }

    #[test]
    fn the_head_of_metadata_is_left_out() {
        let text = "---\ntitle: x\n---\nBody.";
        assert_eq!(Layout::of(text, 17).paragraphs.len(), 1);
    }
}
