//! Folding of words, so that one name written in several ways is one.
//!
//! Case, accents, Arabic vowel signs and alef forms, the dots of `U.N.`, the
//! possessive ending and `&` are folded away.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::tokens::{Kind, tokens, without_possessive};

/// One word, folded.
pub fn fold_word(word: &str) -> Cow<'_, str> {
    let bare = without_possessive(word);
    // A headline in capitals has its possessives in capitals.
    let word = bare.strip_suffix("’S").unwrap_or(bare);
    let (mut plain, mut small, mut dotted) = (true, true, false);
    for byte in word.bytes() {
        plain &= byte.is_ascii();
        small &= byte.is_ascii_lowercase() || byte.is_ascii_digit();
        dotted |= byte == b'.';
    }
    if small {
        return Cow::Borrowed(word);
    }
    if plain {
        let mut folded = word.to_ascii_lowercase();
        if dotted {
            folded.retain(|letter| letter != '.');
        }
        return Cow::Owned(folded);
    }
    Cow::Owned(
        word.nfd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(fold_letter)
            .collect(),
    )
}

fn fold_letter(letter: char) -> impl Iterator<Item = char> {
    let mapped = match letter {
        '.' | '\u{640}' | '\u{ad}' => None,
        '’' => Some('\''),
        '\u{2010}' | '\u{2011}' => Some('-'),
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' => Some('ي'),
        'ı' => Some('i'),
        'ø' | 'Ø' => Some('o'),
        'ł' | 'Ł' => Some('l'),
        other => Some(other),
    };
    mapped.into_iter().flat_map(char::to_lowercase)
}

/// A whole name, folded to its words with single blanks; marks and a leading article left out.
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for token in tokens(name) {
        let word = match token.kind {
            Kind::Mark('&') => Cow::Borrowed("and"),
            Kind::Mark(_) => continue,
            _ => fold_word(token.span.of(name)),
        };
        if folded.is_empty() && word == "the" {
            continue;
        }
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_many_dresses() {
        for written in [
            "The Ministry of Ports & Fisheries",
            "MINISTRY OF PORTS AND FISHERIES",
            "Ministry of Ports and Fisheries’s",
        ] {
            assert_eq!(
                fold_name(written),
                "ministry of ports and fisheries",
                "{written}"
            );
        }
        assert_eq!(fold_word("U.N.H.C.R."), "unhcr");
        assert_eq!(fold_word("Türkiye’s"), "turkiye");
        assert_eq!(fold_word("الأمم"), fold_word("الامم"));
    }
}
