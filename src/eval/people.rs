//! Whether two names are of the same person, and whether two roles say the same.

use crate::organisations::fold_name;

use super::names::telling_words;

/// Words before or after a name that are no part of it.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "hon",
    "rep",
    "reps",
    "representative",
    "sen",
    "sens",
    "senator",
    "gov",
    "governor",
    "ambassador",
    "minister",
    "president",
    "judge",
    "justice",
    "captain",
    "general",
    "colonel",
    "sheriff",
    "rev",
    "father",
    "sister",
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "phd",
    "md",
    "esq",
    "m",
    "mme",
    "mlle",
    "herr",
    "frau",
    "señor",
    "senor",
    "senora",
    "sra",
    "don",
    "dona",
    "he",
];

/// Token F1 from which two roles say the same.
const SAME_ROLE: f64 = 0.5;

/// Whether two names can be of one person: the same surname, and forenames that do not clash.
///
/// A name without forename clashes with none; an initial agrees with what begins with it.
/// A name that holds all of another of two words or more is the same too, since some
/// surnames are double.
pub(super) fn same_person(one: &str, other: &str) -> bool {
    let (one, other) = (name_words(one), name_words(other));
    let (Some((surname, forenames)), Some((other_surname, other_forenames))) =
        (one.split_last(), other.split_last())
    else {
        return false;
    };
    let (shorter, longer) = if one.len() < other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    if shorter.len() > 1 && shorter.iter().all(|word| longer.contains(word)) {
        return true;
    }
    surname == other_surname
        && (forenames.is_empty()
            || other_forenames.is_empty()
            || forenames
                .iter()
                .any(|word| other_forenames.iter().any(|other| agree(word, other))))
}

/// The words of a personal name, folded, without titles.
fn name_words(name: &str) -> Vec<String> {
    let folded = fold_name(name);
    let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
    let bare: Vec<String> = words
        .iter()
        .filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str()))
        .cloned()
        .collect();
    if bare.is_empty() { words } else { bare }
}

fn agree(one: &str, other: &str) -> bool {
    let is_initial = |word: &str| word.chars().count() == 1;
    one == other
        || (is_initial(one) && other.starts_with(one))
        || (is_initial(other) && one.starts_with(other))
}

/// Whether two roles say the same: half their telling words in common, or one in the other.
pub(super) fn same_role(wanted: &str, found: &str) -> bool {
    let (wanted, found) = (role_words(wanted), role_words(found));
    let common = wanted.iter().filter(|word| found.contains(word)).count();
    let total = wanted.len() + found.len();
    let f1 = 2.0 * common as f64 / total.max(1) as f64;
    let contained = common > 0 && common == wanted.len().min(found.len());
    f1 >= SAME_ROLE || contained
}

/// The telling words of a role, of which several may hold it at once: `Representatives`.
fn role_words(role: &str) -> Vec<String> {
    let singular = |word: String| match word.strip_suffix('s') {
        Some(one) if one.len() > 3 => one.to_owned(),
        _ => word,
    };
    telling_words(role).into_iter().map(singular).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_surname_and_forenames_that_agree() {
        for (one, other) in [
            ("Ada Quill", "ADA QUILL"),
            ("Ada Quill", "Ms. Quill"),
            ("Ada Quill", "A. Quill"),
            ("Ada Berta Quill", "Ada Quill"),
            ("Sen. Ada Quill Jr.", "Ada Quill"),
            ("Ada Quill Osei", "Ada Quill"),
            ("José Peña", "Jose Pena"),
        ] {
            assert!(same_person(one, other), "{one} {other}");
            assert!(same_person(other, one), "{other} {one}");
        }
        for (one, other) in [
            ("Ada Quill", "Bo Quill"),
            ("Ada Quill", "Ada Osei"),
            ("Ada Quill", "Ada"),
            ("", "Ada Quill"),
            ("Harbour Union", "Students Union"),
        ] {
            assert!(!same_person(one, other), "{one} {other}");
            assert!(!same_person(other, one), "{other} {one}");
        }
    }

    #[test]
    fn roles_say_the_same_in_more_or_fewer_words() {
        assert!(same_role(
            "Deputy Head of the Ferry Delegation",
            "Deputy Head"
        ));
        assert!(same_role(
            "Harbour Master of Elsin",
            "the Elsin harbour master"
        ));
        assert!(same_role("Representative for Tarn", "Representatives"));
        assert!(!same_role("Harbour Master", "Chief Physician"));
        assert!(!same_role("Harbour Master", ""));
    }
}
