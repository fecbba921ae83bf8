//! Patterns before a quotation: `X said: "…"`, `X: "…"`, `X …, saying "…"`, `According to X, "…"`.

use super::right::{according_before, is_finite_cue};
use super::{Hit, Place, speech};
use crate::document::QuoteKind;
use crate::extract::bodies::Bodies;
use crate::extract::lexicon::Traits;
use crate::extract::phrase::{Phrase, Who, phrase};
use crate::extract::reading::Reading;
use crate::text::tokens::Kind;

/// How near a cue must stand to a quotation that no colon ties to it, in tokens.
const NEAR: usize = 14;

/// Looks before the quotation, in its own sentence.
pub fn find(reading: &Reading<'_>, bodies: &Bodies, place: &Place) -> Option<Hit> {
    let (from, to) = place.before;
    let start = sentence_start(reading, from, to);
    // A sentence that has ended attributes nothing by itself: what follows inherits.
    if start >= to || reading.tokens[to - 1].is_stop() {
        return None;
    }
    let colon = reading.mark(to - 1, ':');
    let fragment = super::kind_of(reading, place) == QuoteKind::Fragment;
    if fragment && speech::is_scare(reading, place) {
        return None;
    }
    name_colon(reading, bodies, start, to)
        .or_else(|| by_cue(reading, bodies, start, to, colon))
        .or_else(|| {
            according_before(reading, bodies, start, to).map(|phrase| Hit {
                phrase,
                cue: Some(start),
                rule: "according-to",
                confidence: 0.93,
            })
        })
}

/// Where the last sentence of `from..to` begins.
fn sentence_start(reading: &Reading<'_>, from: usize, to: usize) -> usize {
    (from..to)
        .rev()
        .find(|&at| {
            reading.tokens[at].is_stop() && at + 1 < to
                || reading.mark(at, ';')
                || reading.mark(at, '•')
        })
        .map_or(from, |at| at + 1)
}

/// `Mina Roe, director of ports: "…"`: a name and nothing else before the colon.
fn name_colon(reading: &Reading<'_>, bodies: &Bodies, start: usize, to: usize) -> Option<Hit> {
    if !reading.mark(to - 1, ':') || to - start > 26 {
        return None;
    }
    let verb = |at: usize| {
        (reading.is(at, Traits::CUE) && is_finite_cue(reading, start, at))
            || reading.is(at, Traits::CUE_ING.and(Traits::AUXILIARY))
    };
    if (start..to).any(|at| reading.small(at) && verb(at)) {
        return None;
    }
    let phrase = phrase(reading, bodies, start, to - 1, true)?;
    let whole = match phrase.who {
        Who::Person(name) => {
            name.titled_from == start
                || phrase
                    .office
                    .is_some_and(|(a, b)| a <= start + 1 && b <= name.titled_from + 1)
        }
        Who::Body(_) => phrase.first <= start + 1 && phrase.last + 1 >= to,
        _ => false,
    };
    whole.then_some(Hit {
        phrase,
        cue: Some(to - 1),
        rule: "name-colon",
        confidence: 0.97,
    })
}

/// The cue nearest to the quotation, and the subject before it.
fn by_cue(
    reading: &Reading<'_>,
    bodies: &Bodies,
    start: usize,
    to: usize,
    colon: bool,
) -> Option<Hit> {
    let reach = if colon {
        start
    } else {
        start.max(to.saturating_sub(NEAR))
    };
    let cue = (reach..to).rev().find(|&at| {
        let finite = is_finite_cue(reading, start, at);
        let ing = reading.is(at, Traits::CUE_ING)
            && reading.small(at)
            && !reading.is(
                at.wrapping_sub(1),
                Traits::DETERMINER.and(Traits::PREPOSITION),
            );
        let near = to - at <= 4 || colon;
        (finite || ing) && (near || !reading.is(at, Traits::WEAK_CUE) || to - at <= 9)
    })?;
    if reading.is(cue, Traits::CUE_ING) && !reading.is(cue, Traits::CUE) {
        let phrase = sentence_subject(reading, bodies, start, cue)?;
        return Some(Hit {
            phrase,
            cue: Some(cue),
            rule: "name-saying",
            confidence: 0.93,
        });
    }
    let phrase = subject_of(reading, bodies, start, cue)?;
    let direct = colon || to - cue <= 2 || matches!(reading.word(to - 1), "," | "that");
    let confidence = match (phrase.who, direct) {
        (Who::Other, _) => 0.6,
        (_, true) if colon => 0.96,
        (_, true) => 0.93,
        (_, false) => 0.86,
    };
    Some(Hit {
        phrase,
        cue: Some(cue),
        rule: "name-said-quotation",
        confidence,
    })
}

/// The subject of the verb at `cue`: the clause right before it, or what the sentence began with.
fn subject_of(reading: &Reading<'_>, bodies: &Bodies, start: usize, cue: usize) -> Option<Phrase> {
    if let Some(pronoun) = pronoun_before(reading, start, cue) {
        return Some(pronoun);
    }
    // An apposition closed by a comma: the name stands before it.
    let closed = cue > start && reading.mark(cue - 1, ',');
    let comma = (start..cue.saturating_sub(1))
        .rev()
        .find(|&at| reading.mark(at, ','));
    if let Some(found) = clause_subject(reading, bodies, start, cue) {
        return Some(found);
    }
    if let (false, Some(comma)) = (closed, comma) {
        let clause = phrase(reading, bodies, comma + 1, cue, true);
        if let Some(found) = clause.filter(|p| stands_alone(reading, comma + 1, p)) {
            return Some(found);
        }
    }
    sentence_subject(reading, bodies, start, cue)
}

/// Whether the phrase behind a comma is a subject, not an apposition or a list's end.
fn stands_alone(reading: &Reading<'_>, from: usize, phrase: &Phrase) -> bool {
    let near = phrase.first <= from + 12;
    match phrase.who {
        Who::Person(_) | Who::Pronoun => near,
        Who::Body(_) => phrase.first <= from + 1,
        // "…, one of the crew said": short, and begun like a noun phrase.
        Who::Office | Who::Other => {
            phrase.first == from
                && phrase.last - from <= 7
                && (reading.is(from, Traits::DETERMINER)
                    || matches!(
                        reading.word(from),
                        "one" | "two" | "several" | "many" | "some"
                    ))
        }
    }
}

/// "an act that Mayor Tam described as": the subject of a clause opened by a conjunction.
fn clause_subject(
    reading: &Reading<'_>,
    bodies: &Bodies,
    start: usize,
    cue: usize,
) -> Option<Phrase> {
    let opens = (start..cue).rev().take(14).find(|&at| {
        reading.small(at)
            && matches!(
                reading.word(at),
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
                    | "but"
            )
    })?;
    let found = phrase(reading, bodies, opens + 1, cue, true)?;
    let begins = found.first <= opens + 2;
    (begins && matches!(found.who, Who::Person(_) | Who::Body(_))).then_some(found)
}

/// Who a sentence is about: the first name, body, pronoun or office in it.
fn sentence_subject(
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
    if let Some(at) = (start..to).find(|&at| {
        reading.is(at, Traits::PRONOUN)
            && !matches!(reading.word(at), "it" | "It" | "who" | "we" | "We" | "I")
    }) {
        return Some(Phrase {
            first: at,
            last: at + 1,
            who: Who::Pronoun,
            office: None,
            body: None,
        });
    }
    phrase(reading, bodies, start, to, true)
}

/// Whom a pronoun beside the quotation stands for: the subject of the nearest sentence before it.
pub fn antecedent(reading: &Reading<'_>, bodies: &Bodies, place: &Place) -> Option<Phrase> {
    let (from, to) = place.before;
    let mut end = to;
    // "He has an answer." names nobody: the sentence before that one does.
    for _ in 0..4 {
        let start = sentence_start(reading, from, end);
        if start >= end {
            return None;
        }
        let subject = sentence_subject(reading, bodies, start, end);
        if let Some(found) =
            subject.filter(|p| matches!(p.who, Who::Person(_) | Who::Body(_) | Who::Office))
        {
            return Some(found);
        }
        end = start.checked_sub(1).filter(|&end| end > from)?;
    }
    None
}

/// The pronoun directly before a verb, which is its subject whatever stands before.
fn pronoun_before(reading: &Reading<'_>, start: usize, cue: usize) -> Option<Phrase> {
    let at = (start..cue)
        .rev()
        .find(|&at| !reading.is(at, Traits::ADVERB.and(Traits::AUXILIARY)))?;
    let subject = reading.is(at, Traits::PRONOUN) && !matches!(reading.word(at), "who" | "I" | "i");
    subject.then_some(Phrase {
        first: at,
        last: at + 1,
        who: Who::Pronoun,
        office: None,
        body: None,
    })
}

/// A paragraph that ends in a colon and introduces what follows.
pub fn introduction(
    reading: &Reading<'_>,
    bodies: &Bodies,
    first: usize,
    last: usize,
) -> Option<Hit> {
    let start = sentence_start(reading, first, last);
    if let Some(hit) = name_colon(reading, bodies, start, last) {
        return Some(Hit {
            rule: "introduced",
            confidence: 0.95,
            ..hit
        });
    }
    let speaks = (start..last).any(|at| {
        reading.is(at, Traits::SPEECH_NOUN)
            || is_finite_cue(reading, start, at)
            || reading.is(at, Traits::CUE_ING)
    });
    if !speaks {
        return None;
    }
    let phrase = sentence_subject(reading, bodies, start, last - 1)?;
    if matches!(phrase.who, Who::Other) {
        return None;
    }
    Some(Hit {
        phrase,
        cue: None,
        rule: "introduced",
        confidence: 0.92,
    })
}

/// A paragraph whose last sentence reports what somebody said.
pub fn report(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> Option<Hit> {
    if first >= last {
        return None;
    }
    let end = if reading.tokens[last - 1].is_stop() {
        last - 1
    } else {
        last
    };
    let start = sentence_start(reading, first, end);
    let cue = (start..end)
        .find(|&at| is_finite_cue(reading, start, at) && !reading.is(at, Traits::WEAK_CUE))?;
    let phrase = subject_of(reading, bodies, start, cue)
        .or_else(|| sentence_subject(reading, bodies, start, cue))?;
    (!matches!(phrase.who, Who::Other)).then_some(Hit {
        phrase,
        cue: Some(cue),
        rule: "previous-sentence",
        confidence: 0.7,
    })
}

/// A fragment without a cue is laid to the subject of its sentence, if the sentence is about speech.
pub fn subject(reading: &Reading<'_>, bodies: &Bodies, place: &Place) -> Option<Hit> {
    let (from, to) = place.before;
    let start = sentence_start(reading, from, to);
    if start >= to || speech::is_scare(reading, place) {
        return None;
    }
    let speaks = (start..to).any(|at| {
        reading.is(
            at,
            Traits::SPEECH_NOUN.and(Traits::CUE).and(Traits::CUE_ING),
        ) && !matches!(reading.tokens[at].kind, Kind::Mark(_))
    });
    if !speaks {
        return None;
    }
    let phrase = sentence_subject(reading, bodies, start, to)?;
    matches!(phrase.who, Who::Person(_) | Who::Body(_) | Who::Pronoun).then_some(Hit {
        phrase,
        cue: None,
        rule: "sentence-subject",
        confidence: 0.7,
    })
}
