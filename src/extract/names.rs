//! Personal names: where a run of capitals is one, and where office ends and name begins.
//!
//! "ICE Assistant Secretary John Morton" is an organisation, an office and a name; the
//! office words of [`lexicon`](crate::extract::lexicon) and the bodies already found tell them apart.

use crate::extract::arabic;
use crate::extract::bodies::{Bodies, InOrder};
use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::places;
use crate::text::key::Key;
use crate::text::tokens::{Case, Kind};

/// A personal name, without titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// The first token of the name itself.
    pub first: usize,
    /// One past the last.
    pub last: usize,
    /// The first token with the titles before it: "Mr. Ola Tam".
    pub titled_from: usize,
    /// Whether a title stands before it.
    pub titled: bool,
    /// Whether it ends in a possessive: "Tam’s", so that somebody else follows.
    pub possessive: bool,
}

impl Name {
    /// How many words the name has.
    pub fn words(&self) -> usize {
        self.last - self.first
    }
}

/// Names have at most so many words.
const LONGEST: usize = 6;

/// The personal names among the tokens `first..last`, in order, none over another.
pub fn names(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> Vec<Name> {
    let mut found = Vec::new();
    if reading.in_language("ar") {
        found = arabic::names(reading, bodies, first, last);
    }
    let of_other_letters = found.len();
    let mut bodies = bodies.from(first);
    let mut at = first;
    while at < last {
        if !may_begin(reading, at) {
            at += 1;
            continue;
        }
        if let Some(mention) = bodies.at(at) {
            at = mention.last.max(at + 1);
            continue;
        }
        let end = run_end(reading, &mut bodies, at, last);
        found.extend(name_of_run(reading, at, end));
        at = end.max(at + 1);
    }
    // An Arabic text that names people in Latin letters as well.
    if of_other_letters > 0 && found.len() > of_other_letters {
        found.sort_by_key(|name| name.first);
        let mut end = first;
        found.retain(|name| {
            let apart = name.first >= end;
            end = end.max(name.last);
            apart
        });
    }
    found
}

/// As [`names`], for a paragraph that opens the text; kept for [`names_of_paragraph`].
pub fn opening_names(
    reading: &Reading<'_>,
    bodies: &Bodies,
    (first, last): (usize, usize),
) -> Vec<Name> {
    let found = names(reading, bodies, first, last);
    reading.opening.borrow_mut().insert(first, found.clone());
    found
}

/// As [`names`], for a whole paragraph, which may have been read already.
pub fn names_of_paragraph(
    reading: &Reading<'_>,
    bodies: &Bodies,
    (first, last): (usize, usize),
) -> Vec<Name> {
    let known = reading.opening.borrow_mut().remove(&first);
    known.unwrap_or_else(|| names(reading, bodies, first, last))
}

fn may_begin(reading: &Reading<'_>, at: usize) -> bool {
    match reading.tokens[at].kind {
        Kind::Word(Case::Capital | Case::Capitals | Case::Initial) => true,
        Kind::Word(Case::Lower) => small_title(reading, at),
        _ => false,
    }
}

/// A title in small letters directly before a capital: "president Ola Tam", "el señor Tam".
fn small_title(reading: &Reading<'_>, at: usize) -> bool {
    let courtesy = !reading.in_english() && reading.is(at, Traits::COURTESY);
    reading.is(at, Traits::TITLE)
        && reading.capital(at + 1)
        && (courtesy
            || matches!(
                reading.word(at),
                "señor" | "señora" | "herr" | "frau" | "don" | "doña" | "monsieur" | "madame"
            ))
}

/// One past the last token of the capitals that begin at `first`.
fn run_end(reading: &Reading<'_>, bodies: &mut InOrder<'_>, first: usize, last: usize) -> usize {
    let mut at = first + 1;
    while at < last {
        // "Castro Statement on Ports": a headline's noun, not a surname.
        if reading.possessive(at - 1)
            || bodies.at(at).is_some()
            || reading.is(at, Traits::SPEECH_NOUN)
            || joins_headline(reading, at)
        {
            break;
        }
        let goes_on = match reading.tokens[at].kind {
            Kind::Word(Case::Capital | Case::Capitals | Case::Initial) => true,
            // A particle goes on only before another capital.
            Kind::Word(Case::Lower) => {
                // "Leiter des Lagers": what an office is for.
                let field = !reading.in_english() && reading.is(at - 1, Traits::ROLE);
                reading.is(at, Traits::PARTICLE) && !field && particle_goes_on(reading, at, last)
            }
            // "Robert “Bob” Tam", "Ola (Olly) Tam": a nickname.
            Kind::Mark('“' | '"' | '‘' | '(') => nickname(reading, at, last),
            _ => false,
        };
        if !goes_on {
            break;
        }
        at += if matches!(reading.tokens[at].kind, Kind::Mark(_)) {
            3
        } else {
            1
        };
    }
    at.min(last)
}

/// "President Tam After Meeting the Crews": a word that only joins has its capital from the headline.
fn joins_headline(reading: &Reading<'_>, at: usize) -> bool {
    reading.is(at, Traits::PREPOSITION.and(Traits::SUBORDINATE))
        && !reading.is(at, Traits::PARTICLE.and(Traits::FIELD))
        && reading.word(at).len() > 3
}

fn particle_goes_on(reading: &Reading<'_>, at: usize, last: usize) -> bool {
    let next = (at + 1..last.min(at + 3))
        .find(|&i| !reading.is(i, Traits::PARTICLE) || reading.capital(i));
    next.is_some_and(|i| {
        matches!(
            reading.tokens[i].kind,
            Kind::Word(Case::Capital | Case::Capitals)
        ) && !reading.is(i, Traits::BODY)
            && !is_place(reading, i, i + 1)
    })
}

fn nickname(reading: &Reading<'_>, at: usize, last: usize) -> bool {
    at + 3 < last
        && matches!(reading.tokens[at + 1].kind, Kind::Word(Case::Capital))
        && matches!(
            reading.tokens[at + 2].kind,
            Kind::Mark('”' | '"' | '’' | ')')
        )
        && matches!(reading.tokens[at + 3].kind, Kind::Word(Case::Capital))
        && !reading.is(at + 1, Traits::ROLE.and(Traits::BODY))
        && !(reading.mark(at, '(') && reading.tokens[at + 1].span.len() < 4)
}

/// Honours and degrees behind a name are no part of it: "Ola Tam MP".
fn before_letters(reading: &Reading<'_>, run: usize, end: usize) -> usize {
    let letters = |at: usize| {
        matches!(
            reading.word(at),
            "MP" | "MEP"
                | "MSP"
                | "TD"
                | "QC"
                | "KC"
                | "OBE"
                | "CBE"
                | "MBE"
                | "AO"
                | "AM"
                | "AC"
                | "PhD"
                | "MD"
                | "DL"
        )
    };
    let mut end = end;
    while end > run + 1 && letters(end - 1) {
        end -= 1;
    }
    end
}

/// The name in a run of capitals: what is left behind the titles and office words.
fn name_of_run(reading: &Reading<'_>, run: usize, end: usize) -> Option<Name> {
    // "The", "In": most capitals that stand alone begin a sentence.
    if end == run + 1 && is_common(reading, run) && !reading.is_surname(run) {
        return None;
    }
    let end = before_letters(reading, run, end);
    let office = Traits::TITLE.and(Traits::ROLE).and(Traits::ROLE_MODIFIER);
    if is_place(reading, run, end) && !(end - run == 1 && reading.is_surname(run)) {
        return None;
    }
    let mut first = run;
    let mut titled = false;
    let last_role = (run..end).rfind(|&at| reading.is(at, Traits::ROLE));
    for at in run..end {
        // "Mina Richter": in German many surnames are offices.
        let surname = reading.in_language("de") && at + 1 == end && at > first;
        let word_office = reading.is(at, office) && !is_initial(reading, at) && !surname;
        let adjective =
            reading.is(at, Traits::COMMON.and(Traits::BODY).and(Traits::CALENDAR)) && at < end - 1;
        let field = at == first && at < end - 1 && reading.is(at, Traits::FIELD);
        if field {
            first = at + 1;
        } else if word_office {
            titled |= reading.is(at, Traits::TITLE.and(Traits::ROLE));
            first = at + 1;
        } else if adjective && (at == first || reading.is(at, Traits::BODY)) {
            first = at + 1;
        } else if at == first
            && last_role.is_some_and(|role| role > at)
            && is_place(reading, at, at + 1)
        {
            // "Texas Governor Ola Tam": a place before an office is no first name.
            first = at + 1;
        }
    }
    first = behind_field(reading, first, end);
    if first < end && reading.is(end - 1, Traits::PARTICLE) && reading.small(end - 1) {
        return None;
    }
    // "secretária de Estado das Migrações": what an office is for, not a name.
    let field = first > run
        && first < end
        && matches!(
            reading.word(first),
            "de" | "da" | "do" | "das" | "dos" | "du" | "des" | "del" | "della" | "dei" | "degli"
        );
    if field || first >= end || end - first > LONGEST {
        return None;
    }
    let titled_from = title_start(reading, run, first);
    let name = Name {
        first,
        last: end,
        titled_from,
        titled,
        possessive: reading.possessive(end - 1),
    };
    is_name(reading, &name).then_some(name)
}

/// "Minister for the Middle East Ola Tam": where the place an office is for ends and the name begins.
fn behind_field(reading: &Reading<'_>, first: usize, end: usize) -> usize {
    let tied =
        |at: usize| reading.small(at) && matches!(reading.word(at), "for" | "of" | "to" | "in");
    let link = first.checked_sub(1).map(|at| {
        if reading.word(at) == "the" {
            at.saturating_sub(1)
        } else {
            at
        }
    });
    let office = link.is_some_and(|at| {
        tied(at) && (at.saturating_sub(3)..at).any(|before| reading.is(before, Traits::ROLE))
    });
    if !office || end - first < 3 {
        return first;
    }
    let place = (first + 1..end - 1)
        .rev()
        .take(3)
        .find(|&at| is_region(reading.word(at - 1)) || is_place(reading, first, at));
    // "Director of Permits Ola Tam": with no place in it, two words are taken for the name.
    let initials = (first..end)
        .any(|at| is_initial(reading, at) || reading.is(at, Traits::PARTICLE) && reading.small(at));
    match place {
        Some(behind) => behind,
        None if initials => first,
        None => end - 2,
    }
}

/// Whether a word ends the name of a part of the world, which no gazetteer of cities has.
fn is_region(word: &str) -> bool {
    matches!(
        word,
        "East"
            | "West"
            | "North"
            | "South"
            | "Africa"
            | "Asia"
            | "America"
            | "Americas"
            | "Europe"
            | "Pacific"
            | "Caribbean"
            | "Balkans"
            | "Sahel"
            | "Mediterranean"
            | "Region"
            | "Islands"
    )
}

fn is_initial(reading: &Reading<'_>, at: usize) -> bool {
    // In French "M." is Monsieur.
    let monsieur = reading.word(at) == "M." && reading.language.as_deref() == Some("fr");
    reading.tokens[at].kind == Kind::Word(Case::Initial) && !monsieur
}

/// The first of the titles ("Mr.", "Senator") that stand directly before the name.
fn title_start(reading: &Reading<'_>, run: usize, first: usize) -> usize {
    let mut at = first;
    while at > run
        && reading.is(
            at - 1,
            Traits::TITLE.and(Traits::ROLE).and(Traits::ROLE_MODIFIER),
        )
    {
        at -= 1;
    }
    at
}

/// Whether what is left can be a name.
fn is_name(reading: &Reading<'_>, name: &Name) -> bool {
    let (first, last) = (name.first, name.last);
    if (first..last).all(|at| is_initial(reading, at)) || reading.is(last - 1, Traits::FIELD) {
        return false;
    }
    let common = |at: usize| is_common(reading, at);
    if last - first == 1 && reading.is_surname(first) {
        return true;
    }
    if !reading.in_english() && !name.titled && name.titled_from > 0 {
        // "la organización Mar Libre": the noun says what it is.
        let noun = name.titled_from - 1;
        if reading.small(noun) && reading.is(noun, Traits::BODY) {
            return false;
        }
    }
    if reading.in_language("de") && is_german_noun(reading, name) {
        return false;
    }
    if last - first == 1 {
        // "Añadió": a verb that begins its sentence.
        let article = Traits::DETERMINER
            .and(Traits::PREPOSITION)
            .and(Traits::LINK);
        let verb = !reading.in_english() && reading.is(first, Traits::CUE.and(article));
        return !common(first)
            && !verb
            && !only_begins(reading, first)
            && (name.titled || !is_place(reading, first, last))
            && !reading.is(first, Traits::BODY.and(Traits::TITLED).and(Traits::GROUP));
    }
    if common(first) || common(last - 1) && !name.titled {
        return false;
    }
    !(first..last).any(|at| reading.is(at, Traits::BODY.and(Traits::COMPANY)))
        && (name.titled || !is_place(reading, first, last))
}

/// Whether the word is one of those that every text has and no name is made of.
fn is_common(reading: &Reading<'_>, at: usize) -> bool {
    let common = Traits::COMMON
        .and(Traits::PREPOSITION)
        .and(Traits::CALENDAR)
        .and(Traits::DETERMINER)
        .and(Traits::AUXILIARY)
        .and(Traits::PRONOUN);
    reading.is(at, common) && !reading.is(at, Traits::PARTICLE)
}

/// Whether capitals show no more than nouns, as all have them in German: one alone, or behind an article.
fn is_german_noun(reading: &Reading<'_>, name: &Name) -> bool {
    let article = name
        .titled_from
        .checked_sub(1)
        .is_some_and(|at| reading.small(at) && reading.is(at, Traits::DETERMINER));
    let noun = |at: usize| {
        let word = reading.word(at);
        [
            "ung", "ungen", "heit", "keit", "schaft", "schaften", "tion", "tionen", "tät", "ismus",
        ]
        .iter()
        .any(|ending| word.ends_with(ending) && word.len() > ending.len() + 2)
    };
    let capitals = (name.first..name.last).filter(|&at| reading.capital(at));
    !name.titled && (capitals.count() == 1 || article) || (name.first..name.last).any(noun)
}

/// Whether a word alone has its capital from the sentence it begins: "Addressing the crews", "Shortly".
fn only_begins(reading: &Reading<'_>, at: usize) -> bool {
    let begins = at == 0
        || reading.tokens[at - 1].is_stop()
        || matches!(reading.tokens[at - 1].kind, Kind::Mark(_))
        || reading.tokens[at].breaks;
    let word = reading.word(at);
    begins
        && word.len() > 4
        && ["ing", "ed", "ly"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// Whether the tokens are the name of a place.
pub fn is_place(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    !begins_no_place(reading, first, last)
        && reading.place(first, last, || ask_gazetteer(reading, first, last))
}

/// Whether the first word tells that the tokens are no place: of most names of people the
/// gazetteer need not be asked.
fn begins_no_place(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    let word = reading.word(first);
    let plain = |at: usize| matches!(reading.tokens[at].kind, Kind::Word(Case::Capital));
    // A state's abbreviation at the end vouches for any name.
    let whole = plain(first)
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (last == first + 1
            || (first + 1..last).all(|at| reading.tokens[at].is_word())
                && plain(last - 1)
                && !reading.word(last - 1).ends_with('.')
                && !reading.possessive(last - 1));
    let unknown = |key: &Key| match last - first {
        1 => !places::may_be(*key),
        _ => !places::may_begin_with(*key),
    };
    let dated_from = || {
        let place = reading.dated_from.as_ref();
        place.is_some_and(|place| {
            let letter = |name: &str| name.bytes().next().map(|byte| byte.to_ascii_lowercase());
            letter(&place.name) == letter(word)
        })
    };
    whole && reading.keys[first].as_ref().is_some_and(unknown) && !dated_from()
}

fn ask_gazetteer(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    let written = reading.written(first, last);
    if reading
        .dated_from
        .as_ref()
        .is_some_and(|place| place.name.eq_ignore_ascii_case(&written))
    {
        return true;
    }
    places::is_named(&written, 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::Register;

    fn read(text: &str) -> Vec<String> {
        let reading = Reading::new(text, 0);
        let bodies = Bodies::find(&reading, Register::builtin());
        names(&reading, &bodies, 0, reading.tokens.len())
            .iter()
            .map(|n| reading.folded(n.first, n.last))
            .collect()
    }

    #[test]
    fn titles_and_offices_are_left_out() {
        assert_eq!(
            read("Yesterday Mr. Ola Per Tam met Deputy Assistant Secretary Mina Roe and Sen. Osk."),
            ["Ola Per Tam", "Mina Roe", "Osk"]
        );
        assert_eq!(
            read("A letter from ICE Assistant Secretary Jon Mortensen came."),
            ["Jon Mortensen"]
        );
    }

    #[test]
    fn particles_and_initials_belong_to_the_name() {
        assert_eq!(
            read("We met Ursel von der Laan and Juan de la Cruz with J. P. Osk."),
            ["Ursel von der Laan", "Juan de la Cruz", "J. P. Osk"]
        );
    }

    #[test]
    fn places_bodies_and_days_are_no_names() {
        assert!(
            read("On Monday the Ministry of Ports in New Zealand and UNHCR in Geneva met.")
                .is_empty()
        );
    }

    #[test]
    fn what_begins_no_place_is_none_to_the_gazetteer_either() {
        let text = "Tamsen, Halden Tam, Qwertzuiop Roe Warren, Geneva, New York, Fort Tam, UAE, Tam W.Va., Osk Fla.";
        let reading = Reading::new(text, 0);
        let all = reading.tokens.len();
        let stretches = (0..all)
            .flat_map(|first| (first + 1..=all.min(first + 4)).map(move |last| (first, last)));
        let mut dismissed = 0;
        for (first, last) in stretches {
            if begins_no_place(&reading, first, last) {
                dismissed += 1;
                assert!(
                    !ask_gazetteer(&reading, first, last),
                    "{}",
                    reading.folded(first, last)
                );
            }
        }
        assert!(dismissed > 3, "{dismissed}");
    }

    #[test]
    fn a_nickname_does_not_end_a_name() {
        assert_eq!(
            read("We met Robert “Bob” Tamsen today."),
            ["Robert “Bob” Tamsen"]
        );
    }

    #[test]
    fn names_of_two_scripts_come_in_order_and_apart() {
        let text = "التقت Ola Tam أمس السيد كريم الطامي ثم Mina Roe في المدينة.";
        let mut reading = Reading::new(text, 0);
        reading.tell_language(Some("ar".into()));
        let bodies = Bodies::find(&reading, Register::builtin());
        let found = names(&reading, &bodies, 0, reading.tokens.len());
        let read: Vec<_> = found
            .iter()
            .map(|n| reading.folded(n.first, n.last))
            .collect();
        assert_eq!(read, ["Ola Tam", "كريم الطامي", "Mina Roe"]);
    }
}
