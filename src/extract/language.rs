//! Which language a release is in, as an ISO 639-1 code.
//!
//! Function words decide at once in the clear cases; `whatlang` (trigrams) where they do not.

use std::sync::LazyLock;

use crate::extract::reading::Reading;
use crate::text::border_before;
use crate::text::key::{ByWord, Key};

/// Words so frequent that a text of a language cannot do without them.
const MARKERS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "of", "and", "to", "that", "for", "with", "said", "was", "is", "by",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "des", "et", "du", "une", "dans", "pour", "est", "qui", "aux",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "y", "del", "una", "para", "que", "con", "por", "se",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "das", "den", "mit", "von", "ist", "nicht", "für", "im",
        ],
    ),
    (
        "it",
        &[
            "il", "di", "che", "della", "per", "gli", "sono", "nel", "con", "alla",
        ],
    ),
    (
        "pt",
        &[
            "o", "os", "da", "do", "dos", "e", "para", "em", "uma", "com", "não",
        ],
    ),
];

/// Tokens looked at.
const SAMPLE: usize = 160;
/// Share of a sample that a language's markers must make up to decide.
const CLEAR: f32 = 0.16;
/// The share that decides where no other language comes near.
const FAINT: f32 = 0.09;
/// Bytes handed to the trigram detector.
const BYTES: usize = 1200;

/// The language of a text; none when there is too little of it to tell.
pub fn language(reading: &Reading<'_>) -> Option<String> {
    by_markers(reading)
        .map(str::to_owned)
        .or_else(|| by_trigrams(reading))
}

fn by_markers(reading: &Reading<'_>) -> Option<&'static str> {
    let mut counts = [0_u32; MARKERS.len()];
    let mut words = 0_u32;
    let words_of = reading.tokens.iter().zip(&reading.keys);
    let sample = words_of.filter(|(token, _)| token.is_word());
    for (token, key) in sample.take(SAMPLE) {
        words += 1;
        let languages = marked(|| token.span.of(reading.text), *key);
        if languages == 0 {
            continue;
        }
        for (at, count) in counts.iter_mut().enumerate() {
            *count += u32::from(languages >> at & 1);
        }
    }
    if words < 20 {
        return None;
    }
    let mut shares: Vec<(&str, f32)> = MARKERS
        .iter()
        .zip(counts)
        .map(|((code, _), count)| (*code, count as f32 / words as f32))
        .collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (first, second) = (shares[0].1, shares[1].1);
    let clear = first >= CLEAR && first >= 2.0 * second || first >= FAINT && first >= 4.0 * second;
    clear.then_some(shares[0].0)
}

/// The languages `word` marks, a bit each in the order of [`MARKERS`].
fn marked<'w>(word: impl FnOnce() -> &'w str, key: Option<Key>) -> u8 {
    let found = match key {
        Some(key) => MARKED.keyed(key),
        // No marker is longer than six bytes; a longer word is none in small letters either.
        None => Some(word())
            .filter(|word| word.len() <= 12 && !word.is_ascii())
            .and_then(|word| MARKED.get(&word.to_lowercase())),
    };
    found.copied().unwrap_or_default()
}

static MARKED: LazyLock<ByWord<u8>> = LazyLock::new(|| {
    let mut marked = ByWord::default();
    for (at, (_, markers)) in MARKERS.iter().enumerate() {
        for marker in *markers {
            *marked.entry(marker, 0) |= 1 << at;
        }
    }
    marked
});

fn by_trigrams(reading: &Reading<'_>) -> Option<String> {
    let start = reading.tokens.first()?.span.start;
    let end = border_before(reading.text, start + BYTES);
    let info = whatlang::detect(reading.text.get(start..end)?)?;
    let sure = info.is_reliable() || info.script() != whatlang::Script::Latin;
    sure.then(|| two_letters(info.lang()))
        .flatten()
        .map(str::to_owned)
}

/// ISO 639-1 of the languages releases come in.
fn two_letters(language: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang;
    let code = match language {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Deu => "de",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Ara => "ar",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Nld => "nl",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Pol => "pl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Fin => "fi",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Ces => "cs",
        Lang::Bul => "bg",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        Lang::Cat => "ca",
        _ => return None,
    };
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let texts = [
            (
                "en",
                "The boats that left the port on Monday were back in the night, said the harbour office, and the crews went home to sleep for the day.",
            ),
            (
                "fr",
                "Les bateaux qui ont quitté le port lundi sont revenus dans la nuit, a indiqué la capitainerie, et les équipages sont rentrés pour dormir dans les maisons du quartier.",
            ),
            (
                "es",
                "Los barcos que salieron del puerto el lunes regresaron por la noche, informó la capitanía, y las tripulaciones se fueron a casa para dormir hasta el mediodía.",
            ),
            (
                "ar",
                "عادت القوارب التي غادرت الميناء يوم الاثنين في الليل، بحسب مكتب الميناء، وعاد البحارة إلى منازلهم للنوم",
            ),
        ];
        for (code, text) in texts {
            assert_eq!(
                language(&Reading::new(text, 0)).as_deref(),
                Some(code),
                "{text}"
            );
        }
    }

    #[test]
    fn too_little_is_unknown() {
        assert_eq!(language(&Reading::new("12.4", 0)), None);
    }
}
