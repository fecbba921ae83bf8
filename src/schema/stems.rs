//! Stems of words by language, with a cache, since stemming is the dearest step.
//!
//! A stem is written `en:organis`: the language is part of the term, so that a French
//! stem never meets an English one by chance. Stemming works on folded words, so
//! that a word typed without its accents has the stem of the word with them.

use rust_stemmers::{Algorithm, Stemmer};
use xxhash_rust::xxh3::xxh3_64;

/// Slots of the cache: a power of two; words repeat, so most look-ups hit.
const SLOTS: usize = 1 << 14;
/// Slots when only some texts are read.
const FEW_SLOTS: usize = 1 << 6;

/// The languages with a stemmer, by ISO 639-1 code.
pub const LANGUAGES: [(&str, Algorithm); 18] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

#[derive(Clone, Default)]
struct Slot {
    word: String,
    stem: String,
}

/// Stems words of one language.
pub struct Stems {
    language: &'static str,
    slots: usize,
    stemmer: Stemmer,
    cache: Vec<Slot>,
}

impl Stems {
    /// The stemmer of a language, if there is one.
    pub fn of(language: &str) -> Option<Self> {
        let (language, algorithm) = *LANGUAGES.iter().find(|(code, _)| *code == language)?;
        Some(Self {
            language,
            slots: SLOTS,
            stemmer: Stemmer::create(algorithm),
            cache: Vec::new(),
        })
    }

    /// The same with a small cache: for the texts of one answer, for which a large one costs
    /// more than it saves.
    pub fn for_some_texts(language: &str) -> Option<Self> {
        Some(Self {
            slots: FEW_SLOTS,
            ..Self::of(language)?
        })
    }

    /// Its ISO 639-1 code.
    pub const fn language(&self) -> &'static str {
        self.language
    }

    /// The stem of a folded word, as the term that is indexed.
    pub fn stem(&mut self, word: &str) -> &str {
        if self.cache.is_empty() {
            self.cache = vec![Slot::default(); self.slots];
        }
        let at = xxh3_64(word.as_bytes()) as usize & (self.slots - 1);
        let slot = &mut self.cache[at];
        if slot.word != word || slot.stem.is_empty() {
            slot.word.clear();
            slot.word.push_str(word);
            slot.stem.clear();
            slot.stem.push_str(self.language);
            slot.stem.push(':');
            slot.stem.push_str(&self.stemmer.stem(word));
        }
        &slot.stem
    }
}

/// What stands before a word of a language without stemmer, where others have a stem.
pub const UNSTEMMED: char = ':';

/// A folded word as it is indexed among stems for a language without stemmer.
pub fn unstemmed(word: &str) -> String {
    format!("{UNSTEMMED}{word}")
}

/// How many letters of a stem, if it has as many, are those its words begin with: Arabic and
/// Tamil lose prefixes, Greek has one form of each letter, Turkish hardens the last one that is
/// left (`dini` is `t`); all others change behind the first. English keeps two, but in `dying`
/// and its like ([`changes_early`]).
pub fn letters_kept(language: &str) -> usize {
    match language {
        "ar" | "el" | "ta" | "tr" => 0,
        "en" => 2,
        _ => 1,
    }
}

/// Whether a word keeps fewer letters than its language's others: the English stem of `dying`
/// is `die`.
pub fn changes_early(word: &str) -> bool {
    word.len() == 5 && word.ends_with("ying")
}

/// The stem of one folded word, without a cache: for queries.
pub fn stem_of(language: &str, word: &str) -> Option<String> {
    let (language, algorithm) = *LANGUAGES.iter().find(|(code, _)| *code == language)?;
    Some(format!(
        "{language}:{}",
        Stemmer::create(algorithm).stem(word)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn word_forms_share_a_stem_within_a_language() {
        let mut english = Stems::of("en").unwrap();
        let first = english.stem("deportation").to_owned();
        assert_eq!(english.stem("deportations"), first);
        assert!(first.starts_with("en:"));
        let mut french = Stems::of("fr").unwrap();
        assert_ne!(french.stem("deportation"), first);
    }

    #[test]
    fn a_language_without_stemmer_has_none() {
        assert!(Stems::of("zh").is_none());
    }

    proptest! {
        #[test]
        fn stems_begin_as_their_words(word in "([a-z]{1,8}|[a-z]{0,3}(ing|ies|ied|ung|ando|ait|eren))") {
            for (language, _) in LANGUAGES {
                let stem = stem_of(language, &word).unwrap();
                let stem = stem.split_once(':').unwrap().1;
                let kept = letters_kept(language).min(if changes_early(&word) { 1 } else { 2 });
                let begin: String = stem.chars().take(kept).collect();
                prop_assert!(word.starts_with(&begin), "{language} {stem}");
            }
        }

        #[test]
        fn stems_of_another_script_begin_as_their_words(word in "([а-яё]{1,9})") {
            let stem = stem_of("ru", &word).unwrap();
            let stem = stem.split_once(':').unwrap().1;
            prop_assert_eq!(stem.chars().next(), word.chars().next(), "{}", word);
        }
    }

    proptest! {
        #![proptest_config(crate::cases::cases(64))]
        #[test]
        fn stemming_never_panics_and_repeats(word in "\\PC{0,20}") {
            for (language, _) in LANGUAGES {
                let mut stems = Stems::of(language).unwrap();
                let once = stems.stem(&word).to_owned();
                prop_assert_eq!(stems.stem(&word), once);
            }
        }
    }
}
