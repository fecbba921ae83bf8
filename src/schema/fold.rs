//! Folding: one spelling for letters that differ only in case or accent.
//!
//! `Türkiye` and `turkiye`, `Łódź` and `lodz` become the same. Marks are dropped in
//! the scripts whose readers leave them out when they type (Latin, Greek, Cyrillic,
//! Hebrew points, Arabic vowels), never where they carry the vowel (Devanagari, Thai).

use unicode_normalization::char::decompose_compatible;

/// Appends the folded form of `letter` to `out`; nothing for a mark that is dropped.
pub fn fold_into(letter: char, out: &mut String) {
    if letter.is_ascii() {
        out.push(letter.to_ascii_lowercase());
        return;
    }
    if let Some(spelled) = spelled_out(letter) {
        out.push_str(spelled);
        return;
    }
    if ('\u{AC00}'..='\u{D7A3}').contains(&letter) {
        // A Hangul syllable decomposes into jamo; whole it is what people type.
        out.push(letter);
        return;
    }
    for lower in letter.to_lowercase() {
        decompose_compatible(lower, |part| {
            if !is_dropped(part) {
                out.push(part);
            }
        });
    }
}

/// `text` folded letter by letter, all else left as it is.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        fold_into(letter, &mut folded);
    }
    folded
}

/// Letters whose plain spelling Unicode does not give by decomposition.
const fn spelled_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'ħ' | 'Ħ' => "h",
        'ı' | 'İ' => "i",
        'þ' | 'Þ' => "th",
        // A letter of its own in Russian and Ukrainian, which its stemmer looks for.
        'й' | 'Й' => "й",
        'ї' | 'Ї' => "ї",
        // Soft hyphen, zero-width joiners, Arabic tatweel: layout, not letters.
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{640}' => "",
        _ => return None,
    })
}

/// Whether a mark is dropped: accents, Hebrew points, Arabic vowel signs.
const fn is_dropped(mark: char) -> bool {
    matches!(mark,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{5BF}'
        | '\u{5C1}' | '\u{5C2}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{1AB0}'..='\u{1AFF}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_fold() {
        for (written, plain) in [
            ("Türkiye", "turkiye"),
            ("İSTANBUL", "istanbul"),
            ("Łódź", "lodz"),
            ("Straße", "strasse"),
            ("Ελλάδα", "ελλαδα"),
            ("أوروبا", "اوروبا"),
            ("Чёрный", "черныи".replace('и', "й").as_str()),
        ] {
            assert_eq!(fold(written), plain, "{written}");
        }
    }

    #[test]
    fn vowel_signs_that_carry_meaning_stay() {
        assert_eq!(fold("हिन्दी"), "हिन्दी");
        assert_eq!(fold("난민"), "난민");
    }
}
