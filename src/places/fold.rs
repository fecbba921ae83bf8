//! One key for the many ways a place name is printed.
//!
//! `GENÈVE`, `Genève` and `geneve` are one key, and so are `St. Louis` and
//! `Saint Louis`, `Cox’s Bazar` and `Coxs Bazar`, `عمّان` and `عمان`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The key of `name`: lower case, no accents, points or apostrophes, one blank
/// between words, `saint` and `fort` written out.
pub fn fold(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    fold_into(name, &mut key);
    key
}

/// The same into a buffer that is emptied first, so that a table of names folds
/// without an allocation a name.
pub(super) fn fold_into(name: &str, key: &mut String) {
    key.clear();
    if name.is_ascii() {
        name.bytes().for_each(|byte| match byte {
            b'a'..=b'z' | b'0'..=b'9' => key.push(char::from(byte)),
            b'A'..=b'Z' => key.push(char::from(byte.to_ascii_lowercase())),
            b'\'' | b'`' | b'.' => {}
            _ => end_word(key),
        });
    } else {
        name.nfd()
            .filter(|c| !is_combining_mark(*c))
            .for_each(|c| push(c, key));
    }
    end_word(key);
    key.truncate(key.trim_end().len());
}

/// The key of a short name in ASCII without short forms, in `buffer`; none for any other,
/// which [`fold`] reads. Most names asked about are people's, and need no allocation.
pub(super) fn fold_plain<'b>(name: &str, buffer: &'b mut [u8; 48]) -> Option<&'b [u8]> {
    let (mut length, mut word) = (0, 0);
    for byte in name.bytes().chain([b' ']) {
        let letter = match byte {
            b'a'..=b'z' | b'0'..=b'9' => byte,
            b'A'..=b'Z' => byte.to_ascii_lowercase(),
            b'\'' | b'`' | b'.' => continue,
            128.. => return None,
            _ if length == word => continue,
            _ => {
                if is_short(&buffer[word..length]) {
                    return None;
                }
                word = length + 1;
                b' '
            }
        };
        *buffer.get_mut(length)? = letter;
        length += 1;
    }
    buffer.get(..length.saturating_sub(1))
}

/// The first word of the key of a name that begins with one of plain letters and no short form,
/// in `buffer`; none for any other.
pub(super) fn first_plain<'b>(name: &str, buffer: &'b mut [u8; 24]) -> Option<&'b str> {
    let mut length = 0;
    for byte in name.bytes() {
        let letter = match byte {
            b'a'..=b'z' | b'0'..=b'9' => byte,
            b'A'..=b'Z' => byte.to_ascii_lowercase(),
            b'\'' | b'`' | b'.' => continue,
            128.. => return None,
            _ => break,
        };
        *buffer.get_mut(length)? = letter;
        length += 1;
    }
    let word = buffer.get(..length)?;
    let word = Some(word).filter(|word| !word.is_empty() && !is_short(word))?;
    str::from_utf8(word).ok()
}

fn push(letter: char, key: &mut String) {
    match letter {
        'a'..='z' | '0'..='9' => key.push(letter),
        'A'..='Z' => key.push(letter.to_ascii_lowercase()),
        // U+0640 is Arabic's lengthening stroke, an ornament.
        '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '.' | '\u{640}' => {}
        'ß' => key.push_str("ss"),
        'ø' | 'Ø' => key.push('o'),
        'ł' | 'Ł' => key.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => key.push('d'),
        'ı' => key.push('i'),
        'æ' | 'Æ' => key.push_str("ae"),
        'œ' | 'Œ' => key.push_str("oe"),
        'ة' => key.push('ه'),
        'ى' => key.push('ي'),
        letter if letter.is_alphanumeric() => key.extend(letter.to_lowercase()),
        _ => end_word(key),
    }
}

/// Short forms, and what a key has for them.
pub(super) const SHORT_FORMS: [(&str, &str); 4] = [
    ("st", "saint"),
    ("ste", "sainte"),
    ("ft", "fort"),
    ("mt", "mount"),
];

fn is_short(word: &[u8]) -> bool {
    SHORT_FORMS
        .iter()
        .any(|(short, _)| short.as_bytes() == word)
}

fn end_word(key: &mut String) {
    match key.as_bytes().last() {
        None | Some(b' ') => return,
        // Only what ends in these can be one of the short forms.
        Some(b't' | b'e') => {}
        Some(_) => {
            key.push(' ');
            return;
        }
    }
    let start = key.rfind(' ').map_or(0, |blank| blank + 1);
    let form = SHORT_FORMS
        .iter()
        .find(|(short, _)| *short == &key[start..]);
    if let Some((_, whole)) = form {
        key.truncate(start);
        key.push_str(whole);
    }
    key.push(' ');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plain_name_folds_alike_without_an_allocation() {
        let names = [
            "Ola Tam",
            " New  York ",
            "Cox's Bazar",
            "St. Louis",
            "Mt Ida",
            "N.Y.",
            "",
            "-",
            "Genève",
            "Port-au-Prince",
            "a name so long that it does not fit where it should",
        ];
        for name in names {
            let mut buffer = [0; 48];
            if let Some(key) = fold_plain(name, &mut buffer) {
                assert_eq!(key, fold(name).as_bytes(), "{name:?}");
            }
        }
        assert_eq!(fold_plain("Ola  Tam", &mut [0; 48]), Some(&b"ola tam"[..]));
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (one, other) in [
            ("GENÈVE", "geneve"),
            ("St. Louis", "Saint Louis"),
            ("Ft. Worth", "FORT WORTH"),
            ("Cox’s Bazar", "COX'S  BAZAR"),
            ("Port-au-Prince", "PORT AU PRINCE"),
            ("D.C.", "DC"),
            ("عمّان", "عمان"),
            ("Straßburg", "Strassburg"),
            ("İzmir", "Izmir"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_short_form_is_no_key_of_its_own() {
        for (short, whole) in SHORT_FORMS {
            assert_eq!(fold(short), whole);
            assert_eq!(fold_plain(short, &mut [0; 48]), None);
            assert_eq!(first_plain(short, &mut [0; 24]), None);
        }
    }

    #[test]
    fn a_name_without_letters_has_an_empty_key() {
        assert_eq!(fold(" .-– "), "");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key_and_tidy(name in "\\PC{0,40}") {
            let key = fold(&name);
            prop_assert!(!key.contains("  "));
            prop_assert_eq!(key.trim(), key.as_str());
        }
    }

    proptest! {
        #[test]
        fn the_first_word_is_that_of_the_key(name in "(St|Mt|[A-Z][a-z.'-]{0,5})( [A-Za-z]{1,4}){0,2}") {
            let mut buffer = [0; 24];
            if let Some(first) = first_plain(&name, &mut buffer) {
                let key = fold(&name);
                prop_assert_eq!(Some(first), key.split(' ').next());
            }
        }
    }
}
