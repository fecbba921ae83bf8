//! Whether two names are of the same body: written alike, the same to the register, or nearly so.

use crate::document::Organisation;
use crate::organisations::{Register, fold_name};

use super::label::BodyLabel;

/// Words that tell no two bodies apart: articles and joints, and `office`, which heads the
/// name of a person's office in one text and is left out in the next.
const UNTELLING: &[&str] = &[
    "the", "of", "for", "and", "in", "on", "to", "office", "us", "a", "de", "la", "le", "les",
    "des", "du", "del", "y", "et", "e", "und", "der", "die", "das", "fur",
];

/// Titles that stand short or in full in the names of offices.
const SHORT: &[(&str, &str)] = &[
    ("rep", "representative"),
    ("reps", "representatives"),
    ("sen", "senator"),
    ("sens", "senators"),
    ("gov", "governor"),
    ("dept", "department"),
];

/// Share of telling words two names must have in common to be nearly the same.
const NEAR: f64 = 0.8;
/// Words they must have in common at least; one alone is too little.
const NEAR_WORDS: usize = 2;

/// A body with all its known names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Forms {
    /// The name it goes by.
    pub(super) name: String,
    /// Others it is written with.
    pub(super) others: Vec<String>,
}

impl Forms {
    pub(super) fn of_label(label: &BodyLabel) -> Self {
        Self {
            name: label.name.clone(),
            others: label.written.clone(),
        }
    }

    pub(super) fn of_found(body: &Organisation) -> Self {
        Self {
            name: body.name.clone(),
            others: body.acronym.iter().cloned().collect(),
        }
    }

    /// A name, with the other names the bodies of the same text have for it.
    pub(super) fn among(name: &str, bodies: &[Self]) -> Self {
        let same = bodies
            .iter()
            .find(|body| fold_name(&body.name) == fold_name(name));
        Self {
            name: name.to_owned(),
            others: same.map(|body| body.others.clone()).unwrap_or_default(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.others.iter().map(String::as_str))
    }
}

/// How near names that only resemble each other must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearness {
    /// Not counted at all.
    Never,
    /// Four in five of the telling words of both together.
    Both,
    /// Four in five of those of the shorter: one name may say more than the other.
    Shorter,
}

/// How surely two names are of one body, 0 the surest; none when they are not.
///
/// 0: a name of one, folded, is a name of the other. 1: the register has one body for
/// both. 2: their words are nearly the same.
pub(super) fn same_body(
    wanted: &Forms,
    found: &Forms,
    register: &Register,
    nearness: Nearness,
) -> Option<u8> {
    let written_alike = wanted
        .all()
        .any(|one| found.all().any(|other| fold_name(one) == fold_name(other)));
    if written_alike {
        return Some(0);
    }
    if registered(wanted, register)
        .iter()
        .any(|name| registered(found, register).contains(name))
    {
        return Some(1);
    }
    near(&wanted.name, &found.name, nearness).then_some(2)
}

/// The register's names for a body. A lone word such as `Commission` stands for another
/// body in every text, so only acronyms and longer names are looked up.
fn registered<'a>(body: &Forms, register: &'a Register) -> Vec<&'a str> {
    let telling = |form: &&str| {
        form.contains(char::is_whitespace) || form.chars().filter(|c| c.is_uppercase()).count() >= 2
    };
    let first = std::iter::once(body.name.as_str());
    let others = body.others.iter().map(String::as_str).filter(telling);
    first
        .chain(others)
        .flat_map(|form| register.resolve(form.trim_start_matches("the ")))
        .map(|body| body.name.as_str())
        .collect()
}

fn near(one: &str, other: &str, nearness: Nearness) -> bool {
    let (one, other) = (telling_words(one), telling_words(other));
    let common = one.iter().filter(|word| other.contains(word)).count();
    let of = match nearness {
        Nearness::Never => return false,
        Nearness::Both => (one.len() + other.len()) as f64 / 2.0,
        Nearness::Shorter => one.len().min(other.len()) as f64,
    };
    common >= NEAR_WORDS && common as f64 >= NEAR * of
}

/// The words that tell a name from others, folded.
pub(super) fn telling_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold_name(name)
        .replace("united states", "us")
        .split(' ')
        .map(|word| word.trim_end_matches('.'))
        .map(|word| {
            let long = SHORT.iter().find(|(short, _)| *short == word);
            long.map_or(word, |(_, long)| long).to_owned()
        })
        .filter(|word| !word.is_empty() && !UNTELLING.contains(&word.as_str()))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(name: &str, others: &[&str]) -> Forms {
        Forms {
            name: name.into(),
            others: others.iter().map(|&other| other.into()).collect(),
        }
    }

    fn same(wanted: &Forms, found: &Forms) -> Option<u8> {
        same_body(wanted, found, Register::builtin(), Nearness::Both)
    }

    #[test]
    fn a_name_or_an_acronym_in_common_is_enough() {
        let wanted = forms("Harbour Safety Board of Valmora", &["HSB", "the Board"]);
        assert_eq!(
            same(&wanted, &forms("HARBOUR SAFETY  BOARD OF VALMORA", &[])),
            Some(0)
        );
        assert_eq!(
            same(&wanted, &forms("Havensicherheitsbehörde", &["H.S.B."])),
            Some(0)
        );
        assert_eq!(same(&wanted, &forms("Board of Trade", &["BT"])), None);
    }

    #[test]
    fn the_register_knows_other_names() {
        let wanted = forms("UN Refugee Agency", &[]);
        let found = forms("United Nations High Commissioner for Refugees", &[]);
        assert_eq!(same(&wanted, &found), Some(1));
    }

    #[test]
    fn a_lone_word_is_not_looked_up() {
        let wanted = forms("Straits Ferry Commission", &["Commission"]);
        assert_eq!(same(&wanted, &forms("European Commission", &["EC"])), None);
    }

    #[test]
    fn nearly_the_same_words_are_the_same_body() {
        let wanted = forms("Office of U.S. Representative Ana Quill", &[]);
        assert_eq!(same(&wanted, &forms("Rep. Ana Quill", &[])), Some(2));
        assert_eq!(same(&wanted, &forms("Rep. Bo Quill", &[])), None);
        assert_eq!(
            same(&forms("Port Authority", &[]), &forms("Port Police", &[])),
            None
        );
    }

    #[test]
    fn one_name_may_say_more_where_that_is_allowed() {
        let (short, long) = (
            forms("Ferry Safety Board", &[]),
            forms("Ferry Safety Board, Inland Waters Branch", &[]),
        );
        let graded = |nearness| same_body(&short, &long, Register::builtin(), nearness);
        assert_eq!(graded(Nearness::Both), None);
        assert_eq!(graded(Nearness::Shorter), Some(2));
        assert_eq!(graded(Nearness::Never), None);
    }
}
