//! French and Italian words that are written in one with the next: [`elision`].

use super::Span;
use super::tokens::{Case, Kind, Token, case_of, lower_ascii};

/// French and Italian words that lose their last vowel before another and are written in one with it.
const ELIDED: &str =
    "l d qu n s c j m t jusqu lorsqu puisqu quoiqu dell all nell sull dall un quell";

/// How many bytes of `word` are an elided article or the like with its apostrophe: 4 of `l’agence`.
///
/// `D’Angelo` is a name.
pub fn elision(word: &str) -> Option<usize> {
    // Nearly no word has a mark: one byte of ’ or the straight one.
    if !word
        .bytes()
        .take(10)
        .any(|byte| matches!(byte, b'\'' | 0xe2))
    {
        return None;
    }
    let (at, mark) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’'))?;
    let (before, behind) = (&word[..at], &word[at + mark.len_utf8()..]);
    let mut buffer = [0; 8];
    let lower = lower_ascii(before, &mut buffer)?;
    let name = before == "D" && behind.starts_with(char::is_uppercase);
    let known = ELIDED.split(' ').any(|elided| elided.as_bytes() == lower);
    (known && !name && !behind.is_empty()).then_some(at + mark.len_utf8())
}

/// `tokens` with elided words apart from those they are written in one with: `l’`, `agence`.
pub fn split_elisions(text: &str, tokens: &[Token]) -> Vec<Token> {
    let mut found = Vec::with_capacity(tokens.len() + 64);
    for token in tokens {
        let word = token.span.of(text);
        let Some(cut) = elision(word).filter(|_| token.is_word()) else {
            found.push(*token);
            continue;
        };
        let cut = token.span.start + cut;
        found.push(Token {
            span: Span::new(token.span.start, cut),
            kind: Kind::Word(Case::Lower),
            breaks: token.breaks,
        });
        found.push(Token {
            span: Span::new(cut, token.span.end),
            kind: Kind::Word(case_of(&text[cut..token.span.end])),
            breaks: false,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::tokens;

    #[test]
    fn elided_words_come_apart() {
        let text = "L’Agence d'Ola vit aujourd’hui dell’acqua à D’Angelo.";
        let split = split_elisions(text, &tokens(text));
        let words: Vec<&str> = split.iter().map(|t| t.span.of(text)).collect();
        assert_eq!(
            words,
            [
                "L’",
                "Agence",
                "d'",
                "Ola",
                "vit",
                "aujourd’hui",
                "dell’",
                "acqua",
                "à",
                "D’Angelo",
                "."
            ]
        );
    }
}
