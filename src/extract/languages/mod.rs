//! What words may be in one language only: French, Spanish, German, Italian, Portuguese, Arabic.
//!
//! The table of [`lexicon`](crate::extract::lexicon) holds for every text; these words
//! count only where the text is in their language, for elsewhere they mean other things
//! ("so", "die", "note", "per"). Regular verbs stand as stems; the endings are made.

mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::extract::lexicon::{Traits, traits};
use words::{LANGUAGES, Words};

type Table = HashMap<String, (Traits, Traits)>;

static TABLES: LazyLock<Vec<(&'static str, Table)>> = LazyLock::new(|| {
    LANGUAGES
        .iter()
        .map(|words| (words.code, table(words)))
        .collect()
});

/// What each word is beside the common table, and what of that it is not.
fn table(words: &Words) -> Table {
    let mut table = Table::new();
    for stem in words.stems.0.split_whitespace() {
        for ending in words.stems.1 {
            table.entry(format!("{stem}{ending}")).or_default().0 = Traits::CUE;
        }
    }
    for (traits, list) in words.lists {
        for word in list.split_whitespace() {
            let entry = table.entry(word.to_owned()).or_default();
            entry.0 = entry.0.and(*traits);
        }
    }
    for (traits, list) in words.not {
        for word in list.split_whitespace() {
            let entry = table.entry(word.to_owned()).or_default();
            entry.1 = entry.1.and(*traits);
        }
    }
    table
}

fn table_of(language: &str) -> Option<&'static Table> {
    let found = TABLES.iter().find(|(code, _)| *code == language);
    found.map(|(_, table)| table)
}

/// Whether a language has words of its own here.
pub fn knows(language: &str) -> bool {
    table_of(language).is_some()
}

/// What `word` may be in a text in `language`, where these tables know the language.
pub fn traits_in(language: &str, word: &str) -> Option<Traits> {
    let table = table_of(language)?;
    let lower = bare(word).to_lowercase();
    let known = look_up(table, &lower);
    if known != Traits::default() {
        return Some(known);
    }
    Some(match language {
        "ar" => behind_clitics(table, &lower),
        "de" => compound(word, &lower),
        _ => prefixed(table, &lower),
    })
}

/// `word` without its last dot and the signs of Arabic vowels.
fn bare(word: &str) -> String {
    let word = word.strip_suffix('.').unwrap_or(word);
    let vowel = |c: char| matches!(c, '\u{64b}'..='\u{652}' | '\u{640}');
    word.chars().filter(|&c| !vowel(c)).collect()
}

fn look_up(table: &Table, word: &str) -> Traits {
    let (more, less) = table.get(word).copied().unwrap_or_default();
    traits(word).without(less).and(more)
}

/// Whether an Arabic word as it stands, without anything joined to it, heads the name of a body.
pub fn heads_body(word: &str) -> bool {
    table_of("ar").is_some_and(|table| look_up(table, word).any(Traits::BODY))
}

/// Arabic writes "and" and the article in one with the word: "وأكدت", "الوزير", "والمدير".
fn behind_clitics(table: &Table, word: &str) -> Traits {
    let joined = ["و", "ف"].iter().find_map(|and| word.strip_prefix(and));
    let rest = joined.unwrap_or(word);
    let known = look_up(table, rest);
    if known != Traits::default() {
        return known;
    }
    let noun = Traits::ROLE.and(Traits::BODY).and(Traits::GROUP);
    let article = rest.strip_prefix("ال").map(|bare| look_up(table, bare));
    article.map_or(Traits::default(), |found| found.only(noun))
}

/// "coprésidente", "vice-presidente", "médecin-chef": an office with something before or behind it.
fn prefixed(table: &Table, word: &str) -> Traits {
    let whole = |part: &str| look_up(table, part).only(Traits::ROLE);
    for prefix in ["vice", "co", "ex", "sub", "sous", "sotto"] {
        if let Some(rest) = word.strip_prefix(prefix) {
            let found = whole(rest.trim_start_matches('-'));
            if found != Traits::default() {
                return found;
            }
        }
    }
    let parts = word.split('-').filter(|part| part.len() > 3);
    parts.map(whole).fold(Traits::default(), Traits::and)
}

/// The ends of German compounds that name offices.
const OFFICES: &[&str] = &[
    "minister",
    "ministerin",
    "sprecher",
    "sprecherin",
    "präsident",
    "präsidentin",
    "leiter",
    "leiterin",
    "direktor",
    "direktorin",
    "beauftragte",
    "beauftragter",
    "sekretär",
    "sekretärin",
    "vorsitzende",
    "vorsitzender",
    "kommissar",
    "kommissarin",
    "meister",
    "meisterin",
    "führer",
    "führerin",
    "koordinator",
    "koordinatorin",
    "chef",
    "chefin",
    "dezernent",
    "dezernentin",
    "anwalt",
    "anwältin",
    "referent",
    "referentin",
    "politiker",
    "politikerin",
    "forscher",
    "forscherin",
    "rätin",
    "richter",
    "richterin",
    "vorstand",
    "vorständin",
    "bischof",
    "bischöfin",
];

/// The ends of German compounds that name bodies, with the endings of the genitive.
const BODIES: &[&str] = &[
    "ministerium",
    "ministeriums",
    "amt",
    "amtes",
    "amts",
    "behörde",
    "verband",
    "verbandes",
    "verbands",
    "rat",
    "rates",
    "rats",
    "gericht",
    "gerichts",
    "polizei",
    "verein",
    "vereins",
    "werk",
    "werks",
    "agentur",
    "zentrum",
    "zentrums",
    "kommission",
    "hochschule",
    "stiftung",
    "konferenz",
    "inspektion",
    "anwaltschaft",
    "direktion",
    "dienst",
    "dienstes",
    "bund",
    "bundes",
    "bündnis",
    "bündnisses",
];

/// Words that German writes as compounds and that name no body by themselves.
const COMMON_COMPOUNDS: &[&str] = &[
    "dachverband",
    "landesverband",
    "bundesverband",
    "stadtrat",
    "gemeinderat",
    "aufsichtsrat",
    "beirat",
    "betriebsrat",
    "vorrat",
    "verrat",
    "pressekonferenz",
    "videokonferenz",
    "gottesdienst",
    "rettungsdienst",
    "dienst",
    "pressedienst",
    "freiwilligendienst",
    "wehrdienst",
    "verdienst",
    "kunstwerk",
    "bauwerk",
    "stockwerk",
    "kraftwerk",
    "feuerwerk",
    "handwerk",
    "ausländerbehörde",
    "nachrichtenagentur",
    "hilfswerk",
    "netzwerk",
    "bündnis",
    "werk",
    "verein",
    "verband",
    "gericht",
    "behörde",
    "agentur",
    "zentrum",
    "kommission",
    "polizei",
    "ministerium",
    "hochschule",
    "stiftung",
    "amt",
    "rat",
    "bund",
];

/// Whether a German compound names a body by itself: "Sozialministerium", "Innenministerkonferenz".
pub fn names_body(word: &str) -> bool {
    let lower = word.to_lowercase();
    let inflected = |common: &&str| {
        lower
            .strip_prefix(*common)
            .is_some_and(|rest| rest.len() <= 3)
    };
    // Of courts and centres there are many of one name.
    let kind = ["gericht", "gerichts", "zentrum", "zentrums"]
        .iter()
        .any(|end| lower.ends_with(end));
    compound(word, &lower).any(Traits::BODY) && !kind && !COMMON_COMPOUNDS.iter().any(inflected)
}

/// A German compound that names a body, out of the genitive: "Hafenverbandes" is the Hafenverband.
pub fn nominative(word: &str) -> &str {
    const ENDINGS: &[(&str, usize)] = &[
        ("ministeriums", 1),
        ("amtes", 2),
        ("amts", 1),
        ("verbandes", 2),
        ("verbands", 1),
        ("rates", 2),
        ("rats", 1),
        ("vereins", 1),
        ("werks", 1),
        ("dienstes", 2),
        ("bundes", 2),
        ("bündnisses", 3),
    ];
    let lower = word.to_lowercase();
    let ending = ENDINGS.iter().find(|(end, _)| lower.ends_with(end));
    ending.map_or(word, |(_, cut)| &word[..word.len() - cut])
}

/// Whether two words name one office: the same, or in German one with more before the other
/// ("Innenministerin", later "Ministerin" or "Landesinnenministerin").
pub fn same_office(language: Option<&str>, one: &str, other: &str) -> bool {
    let within = |long: &str, short: &str| short.len() >= 4 && long.ends_with(short);
    one == other || language == Some("de") && (within(one, other) || within(other, one))
}

/// A German compound is what its last part is: "Innenministerin", "Landesamtes".
fn compound(word: &str, lower: &str) -> Traits {
    if !word.starts_with(char::is_uppercase) {
        return Traits::default();
    }
    let ends = |list: &[&str]| {
        list.iter().any(|end| {
            lower
                .strip_suffix(end)
                .is_some_and(|rest| rest.is_empty() || rest.chars().count() >= 3)
        })
    };
    if ends(OFFICES) {
        Traits::ROLE
    } else if ends(BODIES) {
        Traits::BODY
    } else {
        Traits::default()
    }
}

/// Whether verbs of this language may stand without a subject: "«…», añadió".
pub fn drops_pronouns(language: Option<&str>) -> bool {
    matches!(language, Some("es" | "it" | "pt" | "ar"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_in_its_own_language() {
        let cue = |language, word| traits_in(language, word).unwrap().any(Traits::CUE);
        assert!(cue("fr", "martèle") && cue("es", "relató") && cue("it", "ribadisce"));
        assert!(!cue("de", "ribadisce"));
        assert!(traits_in("nl", "zegt").is_none());
        assert!(!traits_in("fr", "a").unwrap().any(Traits::DETERMINER));
    }

    #[test]
    fn compounds_and_clitics_are_what_their_head_is() {
        let role = |language, word| traits_in(language, word).unwrap().any(Traits::ROLE);
        assert!(
            role("de", "Innenministerin") && role("fr", "coprésidente") && role("ar", "والمديرة")
        );
        assert!(!role("de", "Hafen"));
        assert!(traits_in("de", "Landesamtes").unwrap().any(Traits::BODY));
        assert!(traits_in("ar", "وأكّدت").unwrap().any(Traits::CUE));
    }
}
