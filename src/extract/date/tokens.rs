//! The words, numbers and marks beside a month's name.

use crate::text::Span;

/// A piece of text near a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of digits: its value and how many.
    Number(u32, u8),
    /// A run of letters, hyphens inside words included.
    Word,
    /// Any other character but a blank.
    Mark(char),
    /// One line end.
    Line,
    /// An empty line: nothing reads across it.
    Gap,
}

/// A piece with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// The value of a digit, Western or Arabic-Indic (also the Persian ones).
pub(super) fn digit(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => letter.to_digit(10),
        '\u{660}'..='\u{669}' => Some(letter as u32 - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(letter as u32 - 0x6F0),
        _ => None,
    }
}

/// Bytes asked at once whether one of them begins a digit.
const STRIDE: usize = 16;

/// The first byte at or behind `from` that may begin a digit: 0xD9 and 0xDB begin the
/// Arabic-Indic and Persian ones, and other letters.
pub(super) fn next_digit(bytes: &[u8], from: usize) -> Option<usize> {
    let may_be = |byte: &u8| byte.is_ascii_digit() || matches!(byte, 0xD9 | 0xDB);
    let mut at = from;
    // Most of a text has no digit. Without a way out in the middle the compiler asks a
    // whole stride in a few instructions.
    while let Some(stride) = bytes.get(at..at + STRIDE)
        && !stride.iter().fold(false, |any, byte| any | may_be(byte))
    {
        at += STRIDE;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(may_be).map(|ahead| at + ahead)
}

/// Cuts `text[range]` into tokens; `into` is emptied first.
pub(super) fn cut(text: &str, range: Span, into: &mut Vec<Token>) {
    into.clear();
    let piece = range.of(text);
    let mut rest = piece.char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        let start = range.start + at;
        let mut end = start + letter.len_utf8();
        let kind = if let Some(value) = digit(letter) {
            let mut number = (value, 1_u8);
            while let Some((_, next)) = rest.next_if(|(_, next)| digit(*next).is_some()) {
                number.0 = number
                    .0
                    .saturating_mul(10)
                    .saturating_add(digit(next).unwrap_or(0));
                number.1 = number.1.saturating_add(1);
                end += next.len_utf8();
            }
            Kind::Number(number.0, number.1)
        } else if letter.is_alphabetic() {
            while let Some((_, next)) = rest.next_if(|(_, next)| next.is_alphabetic()) {
                end += next.len_utf8();
            }
            Kind::Word
        } else if letter == '\n' {
            match into
                .last_mut()
                .filter(|last| matches!(last.kind, Kind::Line | Kind::Gap))
            {
                Some(last) => {
                    last.kind = Kind::Gap;
                    continue;
                }
                None => Kind::Line,
            }
        } else if letter.is_whitespace() || is_invisible(letter) {
            continue;
        } else {
            Kind::Mark(letter)
        };
        into.push(Token {
            kind,
            span: Span::new(start, end),
        });
    }
}

/// Direction marks and joiners, which Arabic texts are strewn with.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_digit_is_found_wherever_it_stands() {
        for before in 0..70 {
            let text = format!("{}7 and 8", "x".repeat(before));
            for from in 0..=before {
                assert_eq!(next_digit(text.as_bytes(), from), Some(before));
            }
            assert_eq!(next_digit(text.as_bytes(), before + 1), Some(before + 6));
            assert_eq!(next_digit(text.as_bytes(), before + 7), None);
            assert_eq!(next_digit(text.as_bytes(), text.len() + 9), None);
        }
    }

    #[test]
    fn text_is_cut_into_numbers_words_and_marks() {
        let text = "le 1er mai,\n\n٢٠٢٣";
        let mut tokens = Vec::new();
        cut(text, Span::new(0, text.len()), &mut tokens);
        let kinds: Vec<Kind> = tokens.iter().map(|token| token.kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::Word,
                Kind::Number(1, 1),
                Kind::Word,
                Kind::Word,
                Kind::Mark(','),
                Kind::Gap,
                Kind::Number(2023, 4)
            ]
        );
    }
}
