//! Places in a text: spans, the turn from bytes to characters, lines, paragraphs.
//!
//! Inside dateline every offset is a byte offset into UTF-8 text, as Rust slices it.
//! Outside (JSON, HTTP) every offset counts Unicode scalar values from 0; the turn
//! from one to the other is made by [`CharOffsets`] and nowhere else.

mod plain;
pub mod tokens;
pub mod key;
pub mod elision;

use memchr::{memchr2, memrchr2};
use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a text, on character borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; `start` must not lie behind `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// The piece of `text` this span covers; empty when it lies outside or off a border.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Length in bytes.
    pub const fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(&self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(&self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span without white space at its two ends.
    pub fn trimmed(&self, text: &str) -> Self {
        let piece = self.of(text);
        let start = self.start + (piece.len() - piece.trim_start().len());
        Self::new(start, start + piece.trim().len())
    }
}

/// The character border at byte `at` of `text` or the next before it; the end of a shorter text.
pub fn border_before(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The character border at byte `at` of `text` or the next behind it; the end of a shorter text.
pub fn border_behind(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Turns byte offsets of one text into offsets in Unicode scalar values.
///
/// Keeps a count at every 256th byte, so that a look-up reads at most 256 bytes
/// and the table is a sixty-fourth of the text.
pub struct CharOffsets<'a> {
    text: &'a [u8],
    counts: Vec<u32>,
}

const STRIDE: usize = 256;

fn scalars(bytes: &[u8]) -> usize {
    // A scalar value is counted at its first byte: those that are not 0b10xxxxxx. Few enough at
    // a time to fit a byte, of which many are added at once.
    let few = |some: &[u8]| some.iter().fold(0, |n, b| n + u8::from((b & 0xC0) != 0x80));
    bytes.chunks(128).map(|some| usize::from(few(some))).sum()
}

impl<'a> CharOffsets<'a> {
    /// Counts `text` once.
    pub fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let mut counts = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut total = 0_u32;
        for block in text.chunks(STRIDE) {
            counts.push(total);
            total += scalars(block) as u32;
        }
        counts.push(total);
        Self { text, counts }
    }

    /// The number of scalar values before byte `byte`.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = byte / STRIDE;
        self.counts[block] as usize + scalars(&self.text[block * STRIDE..byte])
    }

    /// Start and end of `span` in scalar values.
    pub fn range(&self, span: Span) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }
}

/// The lines of `text`, without their ends (`\n`, `\r\n`, `\r`), empty ones included.
pub fn lines(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(length) = bytes
        .get(start..)
        .and_then(|rest| memchr2(b'\n', b'\r', rest))
    {
        let end = start + length;
        found.push(Span::new(start, end));
        let pair = bytes.get(end..end + 2) == Some(b"\r\n");
        start = end + if pair { 2 } else { 1 };
    }
    if start < bytes.len() {
        found.push(Span::new(start, bytes.len()));
    }
    found
}

/// The pieces of `text` that line ends part, each with the `\n` or `\r` that ends it.
pub fn lines_with_ends(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr2(b'\n', b'\r', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// The pieces of `text` between line ends, the last first, empty ones included.
pub fn lines_from_end(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let piece = rest?;
        let end = memrchr2(b'\n', b'\r', piece.as_bytes());
        rest = end.and_then(|at| piece.get(..at));
        piece.get(end.map_or(0, |at| at + 1)..)
    })
}

/// Whether `word`, whatever its case, is one of `words`, which are in small letters.
pub fn is_among(word: &str, words: &[&str]) -> bool {
    if word.is_ascii() {
        return words.iter().any(|one| one.eq_ignore_ascii_case(word));
    }
    words.contains(&word.to_lowercase().as_str())
}

/// What stands behind the last line end of `text`, or all of it.
pub fn last_line(text: &str) -> &str {
    lines_from_end(text).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_know_every_line_end() {
        let text = "a\r\nb\n\nc\rd";
        let read: Vec<&str> = lines(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(read, ["a", "b", "", "c", "d"]);
    }

    #[test]
    fn lines_are_read_from_the_end() {
        for text in ["", "a", "a\n", "\ra\r\nb\n\nc", "é\n≠"] {
            let read: Vec<&str> = lines_from_end(text).collect();
            let parts: Vec<&str> = text.rsplit(['\n', '\r']).collect();
            assert_eq!(read, parts, "{text:?}");
            assert_eq!(last_line(text), parts[0]);
        }
    }

    #[test]
    fn borders_are_sought_either_way_and_end_with_the_text() {
        let text = "aé≠";
        let before: Vec<usize> = (0..9).map(|at| border_before(text, at)).collect();
        assert_eq!(before, [0, 1, 1, 3, 3, 3, 6, 6, 6]);
        let behind: Vec<usize> = (0..9).map(|at| border_behind(text, at)).collect();
        assert_eq!(behind, [0, 1, 3, 3, 6, 6, 6, 6, 6]);
    }

    #[test]
    fn a_trimmed_span_of_blanks_is_empty() {
        assert!(Span::new(0, 3).trimmed("   ").is_empty());
    }

    proptest! {
        #[test]
        fn offsets_agree_with_counting(text in "\\PC{0,700}") {
            let offsets = CharOffsets::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.at(byte), count);
            }
            prop_assert_eq!(offsets.at(text.len()), text.chars().count());
        }
    }
}
