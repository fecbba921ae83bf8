//! Attributions that stand farther behind a quotation: at the end of its sentence, or signed below it.

use super::abroad;
use super::clause::verb_start;
use super::right::{SUBJECT, cue_at, dash_name, finite_cue};
use super::{Hit, Place};
use crate::extract::bodies::Bodies;
use crate::extract::lexicon::Traits;
use crate::extract::phrase::{Phrase, Who, phrase};
use crate::extract::reading::Reading;
use crate::text::tokens::Kind;

/// `"…," Tam fumed`, `"…," exhorted Tam`: any verb tied to a name where a quotation breaks off.
pub fn said_somehow(reading: &Reading<'_>, bodies: &Bodies, at: usize, end: usize) -> Option<Hit> {
    if !reading.in_english() {
        return abroad::said_somehow(reading, bodies, at, end);
    }
    let not_verb = Traits::PREPOSITION
        .and(Traits::LINK)
        .and(Traits::ROLE)
        .and(Traits::ADVERB)
        .and(Traits::AUXILIARY)
        .and(Traits::DETERMINER);
    let verb = |i: usize| {
        reading.small(i)
            && !reading.is(i, not_verb)
            && reading.word(i).len() > 4
            && reading.word(i).ends_with("ed")
    };
    let inverted = verb(at);
    let cue = if inverted {
        at
    } else {
        (at..end.min(at + SUBJECT)).find(|&i| verb(i))?
    };
    let found = if inverted {
        phrase(reading, bodies, cue + 1, end, false).filter(|p| p.first <= cue + 2)
    } else {
        phrase(reading, bodies, at, cue, true)
    }?;
    let tied = inverted || found.last == verb_start(reading, at, cue);
    (tied && matches!(found.who, Who::Person(_) | Who::Pronoun)).then_some(Hit {
        phrase: found,
        cue: Some(cue),
        rule: "quotation-name-verb",
        confidence: 0.85,
    })
}

/// A sentence's end is sought for its attribution behind so many of its commas.
const COMMAS: usize = 4;

/// `"…" for ever, Tam said`, `"…" for ever, said Tam`: the sentence goes on and ends in the attribution.
pub fn trailing(reading: &Reading<'_>, bodies: &Bodies, at: usize, end: usize) -> Option<Hit> {
    let commas = (at..end).rev().filter(|&i| reading.mark(i, ','));
    let mut office = None;
    for comma in commas.take(COMMAS) {
        let hit = said_behind(reading, bodies, comma + 1, end)
            .or_else(|| names_behind(reading, bodies, comma + 1, end));
        match hit.map(|hit| hit.phrase.who) {
            Some(Who::Person(_) | Who::Body(_) | Who::Pronoun) => return hit,
            Some(_) => office = office.or(hit),
            None => {}
        }
    }
    office
}

/// ", said Tam".
fn said_behind(reading: &Reading<'_>, bodies: &Bodies, at: usize, end: usize) -> Option<Hit> {
    let cue = cue_at(reading, at, end).filter(|&cue| !reading.is(cue, Traits::WEAK_CUE))?;
    let phrase = phrase(reading, bodies, cue + 1, end, false)?;
    phrase
        .begins_by(cue + 2)
        .then(|| behind(phrase, cue))
        .flatten()
}

/// ", Tam said".
fn names_behind(reading: &Reading<'_>, bodies: &Bodies, at: usize, end: usize) -> Option<Hit> {
    let cue = finite_cue(reading, at, end.min(at + SUBJECT))
        .filter(|&cue| cue > at && !reading.is(cue, Traits::WEAK_CUE))?;
    let phrase = phrase(reading, bodies, at, cue, true)?;
    let verb = verb_start(reading, phrase.last, cue);
    let tied = phrase.last == verb || reading.mark(verb - 1, ',');
    (phrase.first <= at + 1 && tied)
        .then(|| behind(phrase, cue))
        .flatten()
}

fn behind(phrase: Phrase, cue: usize) -> Option<Hit> {
    (phrase.who != Who::Other).then_some(Hit {
        phrase,
        cue: Some(cue),
        rule: "sentence-name-said",
        confidence: 0.88,
    })
}

/// A quotation that ends its paragraph, and under it a dash and a name: "— Mina Roe, director".
pub fn signed(reading: &Reading<'_>, bodies: &Bodies, place: &Place) -> Option<Hit> {
    let &(first, last) = reading.paragraphs.get(place.last_paragraph + 1)?;
    let dash = matches!(
        reading.tokens[first].kind,
        Kind::Mark('-' | '–' | '—' | '―')
    );
    (dash && place.before.0 == place.before.1 && first + 1 < last)
        .then(|| dash_name(reading, bodies, first + 1, last))
        .flatten()
}
