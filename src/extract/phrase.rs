//! Who a noun phrase names: a person with an office, a body, a pronoun, an office alone.
//!
//! Given the stretch beside a cue verb ("Jeremy Tam, the envoy to Norland," said), it
//! gives the name, the office as printed, and the body spoken for.

use crate::extract::arabic::is_definite;
use crate::extract::bodies::{Bodies, Mention};
use crate::extract::lexicon::Traits;
use crate::extract::names::{Name, names};
use crate::extract::office::{office_before, office_behind};
use crate::extract::reading::Reading;
use crate::text::tokens::Kind;

/// What a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A person by name.
    Person(Name),
    /// A body, by its entity.
    Body(usize),
    /// "she", "he", "they".
    Pronoun,
    /// Somebody by office or kind: "the minister", "a spokesperson", "residents".
    Office,
    /// Anything else.
    Other,
}

/// A noun phrase that may name a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// The first token of what names the speaker.
    pub first: usize,
    /// One past the last.
    pub last: usize,
    /// Who it is.
    pub who: Who,
    /// The office as printed, as a range of tokens.
    pub office: Option<(usize, usize)>,
    /// The body spoken for, by its entity.
    pub body: Option<usize>,
}

impl Phrase {
    /// Whether the phrase, or the office in it, begins at token `at` or before.
    pub fn begins_by(&self, at: usize) -> bool {
        self.first <= at || self.office.is_some_and(|(first, _)| first <= at)
    }

    /// The pronoun at token `at`.
    pub fn pronoun(at: usize) -> Self {
        Self {
            first: at,
            last: at + 1,
            who: Who::Pronoun,
            office: None,
            body: None,
        }
    }

    /// A body where it is named.
    pub fn of_body(mention: &Mention) -> Self {
        Self {
            first: mention.first,
            last: mention.last,
            who: Who::Body(mention.entity),
            office: None,
            body: Some(mention.entity),
        }
    }
}

/// Reads the phrase that fills the tokens `first..last`; `subject` when it stands before its verb.
pub fn phrase(
    reading: &Reading<'_>,
    bodies: &Bodies,
    first: usize,
    last: usize,
    subject: bool,
) -> Option<Phrase> {
    let (first, last) = trimmed(reading, first, last);
    if first >= last {
        return None;
    }
    let found = names(reading, bodies, first, last);
    if let Some(name) = best_name(reading, &found, first, last, subject) {
        return Some(person(reading, bodies, name, first, last));
    }
    if last - first == 1 && reading.is(first, Traits::PRONOUN) {
        return Some(Phrase::pronoun(first));
    }
    nameless(reading, bodies, first, last)
}

/// As [`phrase`] of the tokens `first..last` for the name `known[at]`, if it heads them;
/// `known` are the names of its paragraph, which need not be read again.
pub fn phrase_of_name(
    reading: &Reading<'_>,
    bodies: &Bodies,
    known: &[Name],
    at: usize,
    (first, last): (usize, usize),
) -> Option<Phrase> {
    // "Senator Tam, Mayor Roe": what stands before another name is that one's office.
    let whole = |name: &&Name| name.words() >= 2 || name.titled;
    let before = known[..at].last().filter(whole);
    let first = before.map_or(first, |name| first.max(name.last));
    let (first, last) = trimmed(reading, first, last);
    let name = best_name(reading, &known[at..=at], first, last, false)?;
    let found = person(reading, bodies, name, first, last);
    // "Mayor Roe, Senator Ola Tam": what follows is the next one's office and name.
    let next = known.get(at + 1).filter(whole);
    let another = |(begin, end): (usize, usize)| {
        begin >= name.last
            && next.is_some_and(|next| {
                (begin..=end).contains(&next.first)
                    && (begin..next.titled_from.max(begin)).all(|at| reading.capital(at))
            })
    };
    Some(if found.office.is_some_and(another) {
        person(reading, bodies, name, first, name.last)
    } else {
        found
    })
}

/// Leaves out what only leads into the phrase or out of it: "and", "but", adverbs, auxiliaries, marks.
fn trimmed(reading: &Reading<'_>, mut first: usize, mut last: usize) -> (usize, usize) {
    let outer = Traits::ADVERB.and(Traits::AUXILIARY);
    // "However, the crew": an opener and its comma.
    if first + 2 < last
        && reading.is(first, Traits::COMMON.and(Traits::ADVERB))
        && reading.mark(first + 1, ',')
    {
        first += 2;
    }
    while first < last
        && (!reading.tokens[first].is_word()
            || reading.is(first, outer)
                && reading.small(first)
                && !reading.is(first, Traits::DETERMINER)
            || matches!(
                reading.word(first),
                "and" | "but" | "as" | "And" | "But" | "et" | "y" | "und"
            ))
    {
        first += 1;
    }
    while first < last
        && (matches!(reading.tokens[last - 1].kind, Kind::Mark(mark) if mark != ')')
            || reading.is(last - 1, outer) && reading.small(last - 1))
    {
        last -= 1;
    }
    (first, last)
}

/// The name that heads the phrase. Before its verb a whole name wins over a part of one; behind it the first does.
fn best_name(
    reading: &Reading<'_>,
    found: &[Name],
    first: usize,
    last: usize,
    subject: bool,
) -> Option<Name> {
    let head = |name: &&Name| {
        !name.possessive
            && !owned(reading, name, first)
            && !modifies(reading, name, last)
            && !inside_office(reading, name, first)
            && !in_clause(reading, name, first)
    };
    let whole = |name: &&Name| name.words() >= 2 || name.titled;
    let any = found.iter().find(head);
    if !subject {
        return any.copied();
    }
    found.iter().filter(head).find(whole).or(any).copied()
}

/// Whether the run is the end of an office's field: "Minister for Labour and Social Security".
fn inside_office(reading: &Reading<'_>, name: &Name, first: usize) -> bool {
    if name.titled || name.first <= first {
        return false;
    }
    let before = reading.word(name.first - 1);
    let english = matches!(
        before,
        "and" | "&" | "y" | "et" | "of" | "for" | "de" | "und"
    );
    if !reading.in_english() {
        return inside_foreign_office(reading, name, first);
    }
    if !english {
        return false;
    }
    (first..name.first)
        .rev()
        .take_while(|&at| reading.capital(at) || reading.is(at, Traits::LINK))
        .any(|at| reading.is(at, Traits::ROLE))
}

/// As [`inside_office`], where offices have small letters: "ministre de l’Intérieur", "ministro del Interior".
fn inside_foreign_office(reading: &Reading<'_>, name: &Name, first: usize) -> bool {
    let tie = Traits::LINK.and(Traits::PREPOSITION);
    if !reading.is(name.first - 1, tie.and(Traits::DETERMINER)) || reading.caseless(name.first) {
        return false;
    }
    let part = tie
        .and(Traits::DETERMINER)
        .and(Traits::ROLE_MODIFIER)
        .and(Traits::FIELD);
    // "secretário de Justiça e Direitos Humanos": what the office is for has capitals as well.
    let inside = |at: usize| reading.is(at, part) || reading.capital(at);
    let office = (first..name.first)
        .rev()
        .find(|&at| !inside(at) || reading.is(at, Traits::ROLE));
    office.is_some_and(|at| {
        reading.is(at, Traits::ROLE) && (at + 1..name.first).any(|i| reading.is(i, tie))
    })
}

/// Whether the name only qualifies a noun behind it: "the Tam campaign manager".
fn modifies(reading: &Reading<'_>, name: &Name, last: usize) -> bool {
    let other = Traits::PREPOSITION
        .and(Traits::CUE)
        .and(Traits::CUE_ING)
        .and(Traits::ADVERB)
        .and(Traits::AUXILIARY)
        .and(Traits::SUBORDINATE)
        .and(Traits::LINK);
    name.last < last
        && name.words() == 1
        && !name.titled
        && reading.small(name.last)
        && (reading.is(name.last, Traits::ROLE.and(Traits::GROUP).and(Traits::BODY))
            || !reading.is(name.last, other) && reading.is(name.last + 1, Traits::ROLE))
}

/// Whether a preposition other than "by" ties the name to another head: "a friend of Tam".
fn owned(reading: &Reading<'_>, name: &Name, first: usize) -> bool {
    let mut at = name.titled_from;
    while at > first
        && reading.is(
            at - 1,
            Traits::DETERMINER
                .and(Traits::ROLE)
                .and(Traits::ROLE_MODIFIER),
        )
    {
        at -= 1;
    }
    let tie = Traits::PREPOSITION.and(Traits::LINK);
    let joins = Traits::ROLE.and(Traits::TITLE);
    if !reading.in_english() && at > first + 1 && reading.small(at - 1) {
        // "le président de l’union de Saint-Aubert": the end of another name.
        let and = matches!(reading.word(at - 1), "et" | "y" | "e" | "und");
        return reading.is(at - 1, tie) && !and && !reading.is(at - 1, joins) && !name.titled;
    }
    at > first + 1
        && reading.small(at - 1)
        && matches!(
            reading.word(at - 1),
            "of" | "for"
                | "to"
                | "with"
                | "against"
                | "from"
                | "by"
                | "about"
                | "at"
                | "than"
                | "on"
                | "in"
                | "near"
                | "inside"
                | "outside"
        )
}

/// Whether the name stands in a clause of its own before the verb: "the man who met Tam".
fn in_clause(reading: &Reading<'_>, name: &Name, first: usize) -> bool {
    (first..name.titled_from)
        .any(|at| reading.is(at, Traits::SUBORDINATE) && reading.small(at) && at > first)
        && !reading.mark(name.titled_from.saturating_sub(1), ',')
}

fn person(reading: &Reading<'_>, bodies: &Bodies, name: Name, first: usize, last: usize) -> Phrase {
    // "Tam, Senator Ola Roe": the next one of a list, with an office and a name.
    let listed = |&(begin, end): &(usize, usize)| {
        let next = names(reading, bodies, begin, end).first().copied();
        next.is_some_and(|next| next.titled && next.titled_from == begin && next.words() >= 2)
    };
    let behind = office_behind(reading, name.last, last).filter(|office| !listed(office));
    let before = || office_before(reading, name, first);
    let office = match behind {
        // "Representative Roe, member of the council": the office is the one before.
        Some((begin, _)) if reading.word(begin) == "member" => before().or(behind),
        Some(_) => behind,
        None => before(),
    };
    // The office may leave the body to what stands beside it: "Tam, of the Harbour Union".
    let around = office.map_or((name.last, last.min(name.last + 12)), |(a, b)| (a, b));
    let in_office = bodies
        .within(around.0, around.1)
        .last()
        .filter(|_| office.is_some());
    let behind = bodies
        .within(name.last, last.min(name.last + 12))
        .first()
        .filter(|m| tied(reading, name.last, m.first));
    let body = in_office.or(behind).map(|m| m.entity);
    Phrase {
        first: name.titled_from,
        last: name.last,
        who: Who::Person(name),
        office,
        body,
    }
}

/// Whether only "of", "from", "with", "for", an article or a comma stands between a name and a body.
fn tied(reading: &Reading<'_>, from: usize, to: usize) -> bool {
    to > from
        && to - from <= 3
        && (from..to).all(|at| {
            matches!(
                reading.word(at),
                "of" | "from" | "with" | "for" | "at" | "the" | "," | "de" | "du" | "del" | "la"
            )
        })
}

/// A phrase without a name: a body, an office, or some other noun.
fn nameless(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> Option<Phrase> {
    let last = nameless_end(reading, first, last);
    let named = bodies.within(first, last);
    let has = |wanted: Traits| (first..last).any(|at| reading.is(at, wanted));
    // "o texto", "le communiqué": whose words they are is told before.
    let issued = !reading.in_english()
        && reading.is(first, Traits::DETERMINER)
        && last - first <= 3
        && (has(Traits::SPEECH_NOUN)
            || matches!(
                reading.word(first + 1),
                "texto" | "texte" | "testo" | "Text"
            ));
    let definite = reading.in_language("ar") && is_definite(reading, first);
    let office = issued
        || definite && reading.is(first, Traits::BODY)
        || has(Traits::ROLE.and(Traits::GROUP))
        || (first..last)
            .any(|at| reading.is(at, Traits::BODY) && reading.is(first, Traits::DETERMINER));
    if let Some(mention) = named.first() {
        let begins = (first..mention.first).all(|at| {
            reading.is(at, Traits::DETERMINER.and(Traits::COMMON)) || reading.mark(at, '-')
        });
        let ends = mention.last == last || !has_head_behind(reading, mention.last, last);
        if begins && ends {
            return Some(Phrase::of_body(mention));
        }
        return Some(Phrase {
            first,
            last: last.min(first + 16),
            who: Who::Office,
            office: None,
            body: Some(mention.entity),
        });
    }
    let who = if office { Who::Office } else { Who::Other };
    Some(Phrase {
        first,
        last: last.min(first + 16),
        who,
        office: None,
        body: None,
    })
}

/// A phrase without a name ends at a comma, a clause, or a time or place that is none of its own.
fn nameless_end(reading: &Reading<'_>, first: usize, last: usize) -> usize {
    let ends = |at: usize| {
        at > first
            && (matches!(
                reading.tokens[at].kind,
                Kind::Mark(',' | ';' | ':' | '(' | '—' | '–' | '.')
            ) || reading.small(at)
                && reading.is(at, Traits::SUBORDINATE)
                && !matches!(reading.word(at), "des" | "der" | "die" | "das")
                || matches!(reading.word(at), "on" | "in" | "at" | "during")
                    && reading.is(
                        at + 1,
                        Traits::CALENDAR
                            .and(Traits::DETERMINER)
                            .and(Traits::SPEECH_NOUN),
                    ))
    };
    (first..last).find(|&at| ends(at)).unwrap_or(last)
}

/// Whether another head follows the body: "UNHCR’s spokesperson", "Ministry officials".
fn has_head_behind(reading: &Reading<'_>, from: usize, last: usize) -> bool {
    let next = reading.is(
        from,
        Traits::ROLE.and(Traits::GROUP).and(Traits::ROLE_MODIFIER),
    );
    from < last
        && (reading.possessive(from - 1)
            || next
            || reading.small(from) && !reading.is(from, Traits::PREPOSITION.and(Traits::CUE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::Register;

    /// Name, office and body of the phrase `text`, read within a sentence.
    fn read(text: &str) -> (String, Option<String>, Option<String>) {
        let sentence = format!("{text} said that they had gone home again.");
        let reading = Reading::new(&sentence, 0);
        let bodies = Bodies::find(&reading, Register::builtin());
        let phrase = phrase(&reading, &bodies, 0, reading.token_at(text.len()), true).unwrap();
        let name = match phrase.who {
            Who::Person(name) => reading.folded(name.first, name.last),
            Who::Body(entity) => format!("body {}", bodies.entities[entity].name),
            Who::Pronoun => "pronoun".into(),
            Who::Office => "office".into(),
            Who::Other => "other".into(),
        };
        let office = phrase.office.map(|(a, b)| reading.folded(a, b));
        (
            name,
            office,
            phrase.body.map(|b| bodies.entities[b].name.clone()),
        )
    }

    fn is(text: &str, name: &str, office: Option<&str>, body: Option<&str>) {
        assert_eq!(
            read(text),
            (
                name.to_owned(),
                office.map(str::to_owned),
                body.map(str::to_owned)
            ),
            "{text}"
        );
    }

    #[test]
    fn name_then_office() {
        is(
            "Mr. Ola Per Tam, the Foreign Secretary",
            "Ola Per Tam",
            Some("Foreign Secretary"),
            None,
        );
        is(
            "Mina Roe, head of rescue at the Halden Boat Council in Norland,",
            "Mina Roe",
            Some("head of rescue at the Halden Boat Council in Norland"),
            Some("Halden Boat Council"),
        );
    }

    #[test]
    fn office_then_name() {
        is(
            "The Deputy Head of the Halden Boat Council, Mr. Ola Tam,",
            "Ola Tam",
            Some("Deputy Head of the Halden Boat Council"),
            Some("Halden Boat Council"),
        );
        is(
            "Halden Boat Council spokesperson Mina Roe",
            "Mina Roe",
            Some("Halden Boat Council spokesperson"),
            Some("Halden Boat Council"),
        );
        is("Senator Roe", "Roe", Some("Senator"), None);
    }

    #[test]
    fn the_next_of_a_list_is_no_office() {
        is(
            "Senator Mina Roe (D-Nev.), Representative Ola Tam (TX-23),",
            "Mina Roe",
            Some("Senator"),
            None,
        );
    }

    #[test]
    fn a_party_and_district_is_no_office() {
        is("Rep. Ola Tam (TX-23)", "Ola Tam", Some("Rep."), None);
    }

    #[test]
    fn bodies_pronouns_offices() {
        is(
            "the Halden Boat Council",
            "body Halden Boat Council",
            None,
            Some("Halden Boat Council"),
        );
        is("she", "pronoun", None, None);
        is("the minister", "office", None, None);
        is(
            "a spokesperson for the Halden Boat Council",
            "office",
            None,
            Some("Halden Boat Council"),
        );
        is("two of the boats", "other", None, None);
    }

    #[test]
    fn the_head_is_named_not_its_owner() {
        is(
            "Ola Tam’s adviser Mina Roe",
            "Mina Roe",
            Some("Ola Tam’s adviser"),
            None,
        );
    }
}
