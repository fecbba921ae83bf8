//! Whom a clause is about: the subject of a verb, however the sentence leads up to it.
//!
//! "On Monday, Tam, the envoy, praised the crews and said": what only introduces is
//! passed over, an apposition closed by a comma belongs to the name before it, and a
//! verb behind "and" has the subject of the verb before.

use super::abroad;
use super::right::is_finite_cue;
use crate::extract::bodies::Bodies;
use crate::extract::lexicon::Traits;
use crate::extract::names::names;
use crate::extract::phrase::{Phrase, Who, phrase};
use crate::extract::reading::Reading;

/// A clause's opening word is sought so many tokens before its verb.
const CLAUSE: usize = 14;

/// The subject of the verb at `cue`: the clause right before it, or what the sentence began with.
pub fn subject_of(
    reading: &Reading<'_>,
    bodies: &Bodies,
    start: usize,
    cue: usize,
) -> Option<Phrase> {
    let start = main_clause(reading, start, cue);
    let verb = verb_start(reading, start, cue);
    if let Some(found) =
        pronoun_before(reading, start, verb).or_else(|| relative(reading, bodies, start, verb))
    {
        return Some(found);
    }
    if coordinated(reading, start, verb) {
        return sentence_subject(reading, bodies, start, verb - 1);
    }
    if let Some(found) = clause_subject(reading, bodies, start, verb) {
        return Some(found);
    }
    // An apposition closed by a comma: the name stands before it.
    let closed = reading.mark(verb.saturating_sub(1), ',');
    let comma = (start..verb.saturating_sub(1))
        .rev()
        .find(|&at| reading.mark(at, ','));
    if let (false, Some(comma)) = (closed, comma) {
        let clause = phrase(reading, bodies, comma + 1, verb, true);
        if let Some(found) = clause.filter(|p| stands_alone(reading, comma + 1, p)) {
            return Some(found);
        }
    }
    sentence_subject(reading, bodies, start, cue)
}

/// The subject of a participle: "with Tam noting", "Tam said, adding", "Tam left, saying".
pub fn subject_of_participle(
    reading: &Reading<'_>,
    bodies: &Bodies,
    start: usize,
    cue: usize,
) -> Option<Phrase> {
    let clause = (start..cue)
        .rev()
        .take(10)
        .find(|&at| reading.mark(at, ',') || reading.word(at) == "with");
    if let Some(with) = clause.filter(|&at| reading.word(at) == "with") {
        let found = phrase(
            reading,
            bodies,
            with + 1,
            verb_start(reading, start, cue),
            true,
        );
        if found.is_some() {
            return found;
        }
    }
    let said = (start..cue)
        .rev()
        .take(12)
        .find(|&at| is_finite_cue(reading, start, at) && !reading.is(at, Traits::WEAK_CUE));
    said.and_then(|said| subject_of(reading, bodies, start, said))
        .filter(|found| found.who != Who::Other)
        .or_else(|| {
            let main = main_clause(reading, start, cue);
            sentence_subject(reading, bodies, main, cue)
        })
}

/// Where the main clause begins, behind what only introduces it: "On Monday, …", "Asked about it, …".
pub fn main_clause(reading: &Reading<'_>, start: usize, cue: usize) -> usize {
    let mut begin = start;
    for _ in 0..3 {
        let first = (begin..cue)
            .find(|&at| {
                reading.tokens[at].is_word()
                    && !matches!(reading.word(at), "And" | "But" | "and" | "but")
            })
            .unwrap_or(cue);
        if !introduces(reading, first) {
            return begin;
        }
        let Some(comma) = (first + 1..cue.saturating_sub(1))
            .find(|&at| reading.mark(at, ',') && begins_subject(reading, at + 1))
        else {
            return begin;
        };
        begin = comma + 1;
    }
    begin
}

/// Whether the word at `at` begins what only introduces a clause.
fn introduces(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.word(at);
    let opener = Traits::PREPOSITION
        .and(Traits::SUBORDINATE)
        .and(Traits::ADVERB);
    // "Under Secretary Ola Tam": a preposition in an office.
    let office = reading.capital(at + 1) && reading.is(at + 1, Traits::ROLE.and(Traits::TITLE));
    let participle = word.len() > 4 && (word.ends_with("ing") || word.ends_with("ed"));
    reading.is(at, opener) && !reading.is(at, Traits::DETERMINER) && !office
        || participle && reading.capital(at) && !reading.capital(at + 1)
}

/// Whether a subject can begin at `at`: an article, a pronoun, a name; no relative clause.
fn begins_subject(reading: &Reading<'_>, at: usize) -> bool {
    let noun = Traits::DETERMINER
        .and(Traits::PRONOUN)
        .and(Traits::GROUP)
        .and(Traits::ROLE);
    !matches!(reading.word(at), "who" | "which" | "that" | "and" | "or")
        && (reading.capital(at) || reading.is(at, noun))
}

/// Where the verb begins with its auxiliaries and adverbs: "has since repeatedly said".
pub fn verb_start(reading: &Reading<'_>, start: usize, cue: usize) -> usize {
    let mut verb = cue;
    while verb > start
        && reading.small(verb - 1)
        && (reading.is(verb - 1, Traits::ADVERB.and(Traits::AUXILIARY))
            || reading.word(verb - 1).ends_with("ly"))
    {
        verb -= 1;
    }
    verb
}

/// Whether an "and" or "but" right before the verb at `verb` gives it the subject of a verb before.
fn coordinated(reading: &Reading<'_>, start: usize, verb: usize) -> bool {
    verb > start + 1
        && (matches!(reading.word(verb - 1), "and" | "but" | "then" | "or")
            || !reading.in_english()
                && matches!(
                    reading.word(verb - 1),
                    "et" | "y" | "e" | "und" | "mais" | "pero" | "ma" | "mas"
                ))
}

/// The pronoun directly before a verb, which is its subject whatever stands before.
fn pronoun_before(reading: &Reading<'_>, start: usize, verb: usize) -> Option<Phrase> {
    let at = verb.checked_sub(1).filter(|&at| at >= start)?;
    let subject = reading.is(at, Traits::PRONOUN) && !matches!(reading.word(at), "who" | "I" | "i");
    subject.then(|| Phrase::pronoun(at))
}

/// Whether a relative pronoun is the subject of the verb that begins at `verb`: "who said".
pub fn is_relative(reading: &Reading<'_>, start: usize, verb: usize) -> bool {
    verb > start + 1 && matches!(reading.word(verb - 1), "who" | "which")
}

/// "Mina Roe, the mayor, who said": the nearest name before the relative pronoun.
fn relative(reading: &Reading<'_>, bodies: &Bodies, start: usize, verb: usize) -> Option<Phrase> {
    if !is_relative(reading, start, verb) {
        return None;
    }
    let who = verb - 1;
    let end = if reading.mark(who - 1, ',') {
        who - 1
    } else {
        who
    };
    let name = names(reading, bodies, start, end)
        .into_iter()
        .rfind(|name| !name.possessive);
    let body = bodies.within(start, end).last();
    let first = match (name, body) {
        (Some(name), Some(body)) if reading.word(who) == "which" && body.first > name.last => {
            body.first
        }
        (Some(name), _) => name.titled_from,
        (None, Some(body)) => body.first,
        (None, None) => return None,
    };
    // Written from the name to the pronoun, which is what stands at the verb.
    phrase(reading, bodies, first, end, false).map(|found| Phrase {
        last: verb,
        ..found
    })
}

/// Whether the phrase behind a comma is a subject, not an apposition or a list's end.
fn stands_alone(reading: &Reading<'_>, from: usize, phrase: &Phrase) -> bool {
    let near = phrase.first <= from + 12;
    match phrase.who {
        Who::Person(_) | Who::Pronoun => near,
        Who::Body(_) => phrase.first <= from + 1,
        // "…, one of the crew said": short, and begun like a noun phrase.
        Who::Office | Who::Other => phrase.first == from && is_noun_phrase(reading, phrase, 8),
    }
}

/// Whether a phrase without a name is short and begins like a noun phrase.
fn is_noun_phrase(reading: &Reading<'_>, phrase: &Phrase, longest: usize) -> bool {
    let first = phrase.first;
    phrase.last - first <= longest
        && (reading.is(first, Traits::DETERMINER.and(Traits::GROUP))
            || reading.capital(first)
            || matches!(
                reading.word(first),
                "one" | "two" | "several" | "many" | "some" | "others" | "former" | "senior"
            ))
}

/// "an act that Mayor Tam described as": the subject of a clause opened by a conjunction.
fn clause_subject(
    reading: &Reading<'_>,
    bodies: &Bodies,
    start: usize,
    verb: usize,
) -> Option<Phrase> {
    let opens = (start..verb).rev().take(CLAUSE).find(|&at| {
        let word = reading.word(at);
        let opens = if reading.in_english() {
            opens_clause(word)
        } else {
            abroad::opens_clause(word)
        };
        reading.small(at) && opens
    })?;
    let found = phrase(reading, bodies, opens + 1, verb, true)?;
    let begins = found.first <= opens + 2;
    let whole = match found.who {
        Who::Person(_) | Who::Body(_) => true,
        Who::Pronoun => false,
        // "that a friend called": nothing but the noun phrase between the two.
        Who::Office | Who::Other => found.last == verb && is_noun_phrase(reading, &found, 8),
    };
    (begins && whole).then_some(found)
}

fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "which"
            | "whom"
            | "what"
            | "because"
            | "when"
            | "while"
            | "as"
            | "where"
            | "after"
            | "although"
            | "though"
            | "but"
    )
}

/// Who a sentence is about: the first name, body, pronoun or office in it.
pub fn sentence_subject(
    reading: &Reading<'_>,
    bodies: &Bodies,
    start: usize,
    to: usize,
) -> Option<Phrase> {
    let first_verb = (start..to)
        .find(|&at| {
            reading.small(at) && reading.is(at, Traits::AUXILIARY.and(Traits::CUE)) && at > start
        })
        .unwrap_or(to);
    let before_verb =
        phrase(reading, bodies, start, first_verb, true).filter(|p| !matches!(p.who, Who::Other));
    if before_verb.is_some() {
        return before_verb;
    }
    if let Some(found) = phrase(reading, bodies, start, to, true)
        .filter(|p| matches!(p.who, Who::Person(_) | Who::Body(_) | Who::Office))
    {
        return Some(found);
    }
    let spoken = (start..to).find(|&at| {
        reading.is(at, Traits::PRONOUN)
            && !matches!(reading.word(at), "it" | "It" | "who" | "we" | "We" | "I")
    });
    spoken
        .map(Phrase::pronoun)
        .or_else(|| phrase(reading, bodies, start, to, true))
}
