//! The map from a font's codes to letters that a PDF carries (ToUnicode, ISO 32000-1, 9.10.3):
//! hexadecimal codes between `beginbfchar` and `endbfchar`, and ranges of them.

use rustc_hash::FxHashMap;

/// Codes one map may name; a font has at most 65,536.
const MAX_CODES: usize = 70_000;
/// A code stands for no longer text, in UTF-16 units.
const LONGEST: usize = 32;

/// A map from codes to text.
#[derive(Default)]
pub(super) struct CodeMap {
    texts: FxHashMap<u32, String>,
    /// Bytes of the longest code, as the map declares.
    code_length: usize,
}

#[derive(Debug)]
enum Token<'a> {
    Hex(&'a [u8]),
    Open,
    Close,
    Word(&'a [u8]),
}

impl CodeMap {
    /// Reads a map; what of it cannot be read is left out.
    pub(super) fn parse(content: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut rest = content;
        while let Some(token) = next(&mut rest) {
            if let Token::Word(word) = token {
                match word {
                    b"endbfchar" => map.characters(&operands),
                    b"endbfrange" => map.ranges(&operands),
                    b"endcodespacerange" => map.code_space(&operands),
                    _ => {}
                }
                operands.clear();
            } else if operands.len() < MAX_CODES * 4 {
                operands.push(token);
            }
        }
        map
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text of a code.
    pub(super) fn get(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    /// Bytes of a code, 1 or 2; none when the map does not say.
    pub(super) fn code_length(&self) -> Option<usize> {
        (1..=2)
            .contains(&self.code_length)
            .then_some(self.code_length)
    }

    fn code_space(&mut self, operands: &[Token<'_>]) {
        for token in operands {
            if let Token::Hex(digits) = token {
                self.code_length = self.code_length.max(digits.len().div_ceil(2));
            }
        }
    }

    fn characters(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(code), Token::Hex(text)] = pair {
                self.put(number(code), text_of(&units(text)));
            }
        }
    }

    fn ranges(&mut self, operands: &[Token<'_>]) {
        let mut rest = operands.iter();
        while let (Some(Token::Hex(first)), Some(Token::Hex(last))) = (rest.next(), rest.next()) {
            let (first, last) = (number(first), number(last));
            match rest.next() {
                Some(Token::Hex(text)) => {
                    let mut units = units(text);
                    for code in first..=last.min(first.saturating_add(0xFFFF)) {
                        self.put(code, text_of(&units));
                        if let Some(unit) = units.last_mut() {
                            *unit = unit.wrapping_add(1);
                        }
                    }
                }
                Some(Token::Open) => {
                    let mut code = first;
                    for token in rest.by_ref() {
                        let Token::Hex(text) = token else { break };
                        self.put(code, text_of(&units(text)));
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    fn put(&mut self, code: u32, text: String) {
        if self.texts.len() < MAX_CODES {
            self.texts.insert(code, text);
        }
    }
}

fn next<'a>(rest: &mut &'a [u8]) -> Option<Token<'a>> {
    loop {
        let (&first, after) = rest.split_first()?;
        *rest = after;
        match first {
            b'%' => {
                let end = after.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                *rest = after.get(end?..)?;
            }
            b'[' => return Some(Token::Open),
            b']' => return Some(Token::Close),
            b'<' if after.first() == Some(&b'<') => *rest = after.get(1..)?,
            b'<' => {
                let end = after.iter().position(|byte| *byte == b'>')?;
                let digits = after.get(..end)?;
                *rest = after.get(end + 1..)?;
                return Some(Token::Hex(digits));
            }
            byte if byte.is_ascii_alphabetic() => {
                let end = after
                    .iter()
                    .position(|byte| !byte.is_ascii_alphanumeric())
                    .unwrap_or(after.len());
                return word(rest, after, end);
            }
            _ => {}
        }
    }
}

/// The word of one letter before `after` and `end` bytes of it.
fn word<'a>(rest: &mut &'a [u8], after: &'a [u8], end: usize) -> Option<Token<'a>> {
    *rest = after.get(end..)?;
    // Only words of several letters are asked for, and those by their tail.
    let word = after.get(..end)?;
    Some(Token::Word(match word {
        b"ndbfchar" => b"endbfchar",
        b"ndbfrange" => b"endbfrange",
        b"ndcodespacerange" => b"endcodespacerange",
        _ => b"",
    }))
}

fn digits(hex: &[u8]) -> impl Iterator<Item = u32> {
    hex.iter().filter_map(|byte| char::from(*byte).to_digit(16))
}

fn number(hex: &[u8]) -> u32 {
    digits(hex).take(8).fold(0, |sum, digit| sum << 4 | digit)
}

fn units(hex: &[u8]) -> Vec<u16> {
    let digits: Vec<u32> = digits(hex).take(LONGEST * 4).collect();
    digits
        .chunks(4)
        .map(|four| four.iter().fold(0, |sum, digit| sum << 4 | *digit as u16))
        .collect()
}

fn text_of(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
        .chars()
        .filter(|c| *c != '\0')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_ranges_and_lists_are_read() {
        let map = CodeMap::parse(
            b"/CIDInit begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0003> <0020>\n<0004><00660066 0069> endbfchar % remark <0005> <0041>\n\
              2 beginbfrange <0010><0012><0061> <0020> <0021> [<201C> <D83DDE00>] endbfrange",
        );
        assert_eq!(map.code_length(), Some(2));
        let read: Vec<Option<&str>> = [3, 4, 5, 0x10, 0x12, 0x20, 0x21]
            .map(|code| map.get(code))
            .into();
        assert_eq!(
            read,
            [
                Some(" "),
                Some("ffi"),
                None,
                Some("a"),
                Some("c"),
                Some("\u{201c}"),
                Some("😀")
            ]
        );
    }

    #[test]
    fn a_range_made_to_exhaust_memory_is_bounded() {
        let map = CodeMap::parse(
            b"beginbfrange <00000000><FFFFFFFF><0041> <0><FFFFFFFF><0041> endbfrange",
        );
        assert!(map.texts.len() <= MAX_CODES);
    }

    proptest! {
        #[test]
        fn any_content_is_read(content in "(<|>|\\[|\\]|00|FF|endbfchar|endbfrange|%|\n| ){0,60}") {
            let _ = CodeMap::parse(content.as_bytes());
        }
    }
}
