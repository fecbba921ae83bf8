//! Stops that end no sentence: [`goes_on`].
//!
//! Titles never end one. What counts (`No. 5`, `Jan. 5`) goes on before a number. Initials,
//! companies and forms of single letters (`U.N.`, `a.m.`) may well end one: then the next
//! word tells, which is one that begins sentences far more often than it is a name.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Forms that stand before a name.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "messrs", "dr", "dra", "prof", "st", "ste", "hon", "rev", "fr", "sr",
    "sra", "srta", "mme", "mlle", "mm", "hr", "dipl", "ing", "gen", "col", "lt", "sgt", "maj",
    "capt", "cmdr", "adm", "brig", "sen", "rep", "reps", "sens", "gov", "amb", "sec", "supt",
    "pres", "vs", "cf", "approx", "ca", "bzw", "av",
];

/// Forms that stand before a number.
const NUMBERED: &[&str] = &[
    "no", "nos", "nr", "núm", "art", "arts", "p", "pp", "par", "para", "paras", "fig", "vol", "ch",
    "abs", "ext", "tel", "res", "doc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "janv", "févr", "juil", "déc", "ene", "dic", "s",
];

/// Forms that stand behind a name or at the end of a list.
const TRAILING: &[&str] = &[
    "al", "inc", "ltd", "co", "corp", "llc", "plc", "bros", "jr", "etc", "dept", "est", "gmbh",
    "cie",
];

/// Months of languages that write a day with a stop: `am 5. Mai`.
const MONTHS: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Words that begin a sentence, where a name or the rest of one seldom begins so.
const OPENERS: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "during",
    "each",
    "earlier",
    "every",
    "for",
    "four",
    "from",
    "he",
    "her",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "more",
    "most",
    "my",
    "no",
    "nobody",
    "not",
    "now",
    "on",
    "once",
    "one",
    "our",
    "over",
    "she",
    "since",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "three",
    "through",
    "to",
    "today",
    "two",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "while",
    "who",
    "with",
    "without",
    "yet",
    "you",
    "your",
    // French, Spanish, Italian, Portuguese.
    "le",
    "la",
    "les",
    "l",
    "un",
    "une",
    "il",
    "elle",
    "ils",
    "elles",
    "on",
    "nous",
    "ce",
    "cette",
    "ces",
    "en",
    "dans",
    "pour",
    "mais",
    "selon",
    "el",
    "los",
    "las",
    "una",
    "ella",
    "ellos",
    "esta",
    "este",
    "según",
    "pero",
    "lo",
    "gli",
    "nel",
    "nella",
    "o",
    "os",
    "as",
    "um",
    "uma",
    "ele",
    "ela",
    "eles",
    "segundo",
    // German.
    "der",
    "die",
    "das",
    "ein",
    "eine",
    "er",
    "sie",
    "es",
    "wir",
    "im",
    "am",
    "bei",
    "nach",
    "seit",
    "auch",
    "aber",
    "dies",
    "diese",
    "niemand",
];

/// What is listed of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Listed {
    title: bool,
    numbered: bool,
    trailing: bool,
    opener: bool,
}

/// Every listed word, so that one look tells all of it: each stop of a text that is shown asks.
static LISTED: LazyLock<FxHashMap<&str, Listed>> = LazyLock::new(|| {
    let mut listed: FxHashMap<&str, Listed> = FxHashMap::default();
    for word in TITLES {
        listed.entry(word).or_default().title = true;
    }
    for word in NUMBERED {
        listed.entry(word).or_default().numbered = true;
    }
    for word in TRAILING {
        listed.entry(word).or_default().trailing = true;
    }
    for word in OPENERS {
        listed.entry(word).or_default().opener = true;
    }
    listed
});

/// Bytes of the longest listed word; no longer one is looked for.
const LONGEST: usize = 9;

fn listed(word: &str) -> Listed {
    if word.len() > LONGEST {
        return Listed::default();
    }
    let found = match word.chars().any(char::is_uppercase) {
        true => LISTED.get(word.to_lowercase().as_str()),
        false => LISTED.get(word),
    };
    found.copied().unwrap_or_default()
}

/// Whether a sentence that reads `before` up to a stop goes on behind it with `next`.
pub(super) fn goes_on(before: &str, next: &str) -> bool {
    let first = before
        .char_indices()
        .rev()
        .take_while(|(_, letter)| letter.is_alphanumeric())
        .last();
    let Some((at, _)) = first else { return false };
    let word = before.get(at..).unwrap_or_default();
    let ahead = before.get(..at).unwrap_or_default();
    let number_follows = next.starts_with(|letter: char| letter.is_ascii_digit());
    if word.chars().all(|letter| letter.is_ascii_digit()) {
        return word.len() <= 2 && MONTHS.contains(&word_of(next));
    }
    let listed = listed(word);
    if listed.title || (number_follows && listed.numbered) {
        return true;
    }
    let one_letter = word.chars().nth(1).is_none();
    // `U.N`, `a.m`, `Ph.D`: letters with stops between them.
    let dotted = ahead.ends_with('.') && word.chars().count() <= 2;
    let initial = one_letter && word.chars().all(char::is_uppercase);
    (initial || dotted || listed.trailing) && !opens(next)
}

/// Whether `next` begins as sentences do.
fn opens(next: &str) -> bool {
    let word = word_of(next);
    let behind = next.get(word.len()..).unwrap_or_default();
    // `A.` is an initial, no article; a mark opens words of somebody.
    (!behind.starts_with('.') && listed(word).opener)
        || next.starts_with(['“', '"', '«', '„', '‘', '('])
}

fn word_of(text: &str) -> &str {
    let end = text
        .find(|letter: char| !letter.is_alphanumeric())
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_listed_word_is_too_long_to_be_looked_for() {
        assert!(LISTED.keys().all(|word| word.len() <= LONGEST));
        assert!(listed("Mr").title && listed("however").opener && listed("núm").numbered);
    }
}
