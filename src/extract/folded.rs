//! A word of a name as it is compared with others: [`Folded`].
//!
//! A text names the same people again and again. A short plain word is its key, so that
//! nothing is copied and nothing read letter by letter; any other is its folded letters.

use std::sync::LazyLock;

use crate::organisations::fold_word;
use crate::text::key::Key;

/// A word without its case, accents, dots and possessive ending.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Folded {
    /// Of plain letters, 16 at most.
    Short(Key),
    /// Any other: longer, or in other letters.
    Other(Box<str>),
}

/// What stands behind a surname and is none.
static SUFFIXES: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let suffixes = ["jr", "sr", "ii", "iii"];
    suffixes.into_iter().filter_map(Key::of).collect()
});

impl Folded {
    /// `word`, whose key is known.
    pub fn new<'w>(word: impl FnOnce() -> &'w str, key: Option<Key>) -> Self {
        if let Some(key) = key {
            return Self::Short(key);
        }
        // "Tám" and "Tam" are one.
        let folded = fold_word(word());
        Key::of(&folded).map_or_else(|| Self::Other(folded.into()), Self::Short)
    }

    /// Whether it stands behind a surname: "Tam Jr."
    pub fn is_suffix(&self) -> bool {
        matches!(self, Self::Short(key) if SUFFIXES.contains(key))
    }

    /// Whether it is one letter, and `long` begins with it.
    pub fn is_initial_of(&self, long: &Self) -> bool {
        match (self, long) {
            (Self::Short(short), Self::Short(long)) => {
                short.is_letter() && short.first() == long.first()
            }
            (Self::Short(short), Self::Other(long)) => {
                short.is_letter() && long.as_bytes().first() == Some(&short.first())
            }
            (Self::Other(short), Self::Other(long)) => {
                short.chars().count() == 1 && long.starts_with(&**short)
            }
            (Self::Other(_), Self::Short(_)) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> Folded {
        Folded::new(|| word, Key::of(word))
    }

    #[test]
    fn one_word_in_many_dresses() {
        for (one, other) in [
            ("Tam", "TAM"),
            ("Tam’s", "tam"),
            ("Tám", "Tam"),
            ("J.P.", "JP"),
            ("O’Dea", "O'DEA"),
            ("Tørresen-Hallingdal", "torresen-hallingdal"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} and {other}");
        }
        assert_ne!(folded("Tam"), folded("Tams"));
    }

    #[test]
    fn an_initial_is_one_letter_and_the_first() {
        for (short, long, is) in [
            ("O.", "Ola", true),
            ("O", "Ólafur", true),
            ("o", "Osk-Tam-Hallingdal-Roe", true),
            ("A.", "Ola", false),
            ("Ol", "Ola", false),
            ("ك", "كريم", true),
            ("ك", "Karim", false),
        ] {
            assert_eq!(
                folded(short).is_initial_of(&folded(long)),
                is,
                "{short} {long}"
            );
        }
    }
}
