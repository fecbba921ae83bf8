//! Patterns before a quotation: `X said: "…"`, `X: "…"`, `X …, saying "…"`, `According to X, "…"`.

use super::abroad::{opens, verb_first};
use super::clause::{
    is_relative, main_clause, sentence_subject, subject_of, subject_of_participle, verb_start,
};
use super::right::{according_before, is_finite_cue};
use super::{Hit, Place, speech};
use crate::document::QuoteKind;
use crate::extract::bodies::Bodies;
use crate::extract::lexicon::Traits;
use crate::extract::marks::is_closing;
use crate::extract::names::names;
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
    let stretch = Stretch {
        start,
        to,
        colon,
        goes_on: start == from && goes_on(reading, from),
    };
    name_colon(reading, bodies, start, to)
        .or_else(|| {
            let dash = (start..to).rev().find(|&at| is_dash(reading, at))?;
            name_colon(reading, bodies, dash + 1, to)
        })
        .or_else(|| owner(reading, bodies, start, to))
        .or_else(|| by_cue(reading, bodies, stretch))
        .or_else(|| {
            according_before(reading, bodies, start, to).map(|phrase| Hit {
                phrase,
                cue: Some(start),
                rule: "according-to",
                confidence: 0.93,
            })
        })
        .or_else(|| {
            (colon && !fragment)
                .then(|| sentence_colon(reading, bodies, start, to))
                .flatten()
        })
}

/// The free tokens of a sentence before a quotation.
#[derive(Clone, Copy)]
struct Stretch {
    start: usize,
    to: usize,
    /// Whether a colon ends it.
    colon: bool,
    /// Whether it goes on from another quotation of the same sentence.
    goes_on: bool,
}

/// Whether the stretch from `from` goes on from a quotation that did not end its sentence.
fn goes_on(reading: &Reading<'_>, from: usize) -> bool {
    let closing = from
        .checked_sub(1)
        .filter(|&at| matches!(reading.tokens[at].kind, Kind::Mark(mark) if is_closing(mark)));
    closing
        .and_then(|at| reading.tokens.get(at.checked_sub(1)?))
        .is_some_and(|last| !last.is_stop() && !matches!(last.kind, Kind::Mark('?' | '!')))
}

/// `The message is a new one: "…"`: the sentence is about somebody, and what it leads to are words.
fn sentence_colon(reading: &Reading<'_>, bodies: &Bodies, start: usize, to: usize) -> Option<Hit> {
    let main = main_clause(reading, start, to - 1);
    let phrase = sentence_subject(reading, bodies, main, to - 1)?;
    matches!(phrase.who, Who::Person(_) | Who::Body(_) | Who::Pronoun).then_some(Hit {
        phrase,
        cue: Some(to - 1),
        rule: "sentence-colon",
        confidence: 0.7,
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

fn is_dash(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.tokens[at].kind, Kind::Mark('–' | '—' | '-'))
}

/// "her assertion that “…”", "the council’s call for “…”": whose words they are stands before the noun.
fn owner(reading: &Reading<'_>, bodies: &Bodies, start: usize, to: usize) -> Option<Hit> {
    let noun = (start.max(to.saturating_sub(OWNED))..to)
        .rev()
        .find(|&at| reading.small(at) && is_claim(reading.word(at)))?;
    let verb = |at: usize| is_finite_cue(reading, start, at) || is_participle(reading, at);
    let bare = (noun + 1..to).all(|at| {
        !reading.tokens[at].is_word()
            || matches!(
                reading.word(at),
                "that" | "to" | "for" | "was" | "is" | "of"
            )
    });
    // "denounced Tam’s call for “…”" may be anybody's words; "Tam’s warning that “…”" is Tam's.
    let told = matches!(reading.word(to - 1), "that" | ",") && reading.word(noun) != "comments";
    if (noun + 1..to).any(verb) || !(told || bare && !(start..noun).any(verb)) {
        return None;
    }
    let phrase = (start.max(noun.saturating_sub(3))..noun)
        .rev()
        .find_map(|at| possessor(reading, bodies, start, at))?;
    Some(Hit {
        phrase,
        cue: Some(noun),
        rule: "owner-of-words",
        confidence: 0.8,
    })
}

/// A noun for words stands so many tokens before them at most.
const OWNED: usize = 7;

/// Whether a noun names something said.
fn is_claim(word: &str) -> bool {
    matches!(
        word,
        "assertion"
            | "claim"
            | "claims"
            | "statement"
            | "response"
            | "answer"
            | "reply"
            | "warning"
            | "promise"
            | "pledge"
            | "vow"
            | "call"
            | "calls"
            | "comment"
            | "comments"
            | "remark"
            | "remarks"
            | "contention"
            | "argument"
            | "insistence"
            | "suggestion"
            | "description"
            | "prediction"
            | "appeal"
            | "plea"
            | "demand"
            | "assurance"
            | "belief"
            | "commitment"
    )
}

/// The person, body or pronoun that owns what follows token `at`: "Tam’s", "UNHCR’s", "her".
fn possessor(reading: &Reading<'_>, bodies: &Bodies, start: usize, at: usize) -> Option<Phrase> {
    if matches!(
        reading.word(at),
        "his" | "her" | "their" | "His" | "Her" | "Their"
    ) {
        return Some(Phrase::pronoun(at));
    }
    if !reading.possessive(at) {
        return None;
    }
    if let Some(mention) = bodies.at(at).filter(|mention| mention.last == at + 1) {
        return Some(Phrase::of_body(mention));
    }
    let name = names(reading, bodies, start.max(at.saturating_sub(5)), at + 1)
        .pop()
        .filter(|name| name.last == at + 1)?;
    Some(Phrase {
        first: name.titled_from,
        last: name.last,
        who: Who::Person(name),
        office: None,
        body: None,
    })
}

/// `Mina Roe, director of ports: "…"`: a name and nothing else before the colon.
fn name_colon(reading: &Reading<'_>, bodies: &Bodies, start: usize, to: usize) -> Option<Hit> {
    if !reading.mark(to - 1, ':') || to - start > 26 {
        return None;
    }
    let verb = |at: usize| {
        (reading.is(at, Traits::CUE)
            && (is_finite_cue(reading, start, at) || is_relative(reading, start, at)))
            || reading.is(at, Traits::CUE_ING.and(Traits::AUXILIARY))
    };
    let plain = |at: usize| reading.small(at) || reading.caseless(at) || opens(reading, start, at);
    if (start..to).any(|at| plain(at) && verb(at)) {
        return None;
    }
    // "Così Gianni Tam, assessore:"
    let opener = Traits::ADVERB.and(Traits::COMMON);
    let start = if !reading.in_english() && start + 2 < to && reading.is(start, opener) {
        start + 1
    } else {
        start
    };
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
fn by_cue(reading: &Reading<'_>, bodies: &Bodies, stretch: Stretch) -> Option<Hit> {
    let Stretch { start, to, .. } = stretch;
    let cue = nearest_cue(reading, stretch)?;
    if let Some(hit) = inverted(reading, bodies, stretch, cue)
        .or_else(|| verb_first(reading, bodies, (start, to), cue))
    {
        return Some(hit);
    }
    if is_participle(reading, cue) && !reading.is(cue, Traits::CUE) {
        let phrase = subject_of_participle(reading, bodies, start, cue)
            .filter(|phrase| !(stretch.goes_on && phrase.who == Who::Other))?;
        return Some(Hit {
            phrase,
            cue: Some(cue),
            rule: "name-saying",
            confidence: if phrase.who == Who::Other { 0.5 } else { 0.86 },
        });
    }
    // "… “cruel” and said that it was “unfair”": the subject stands before the other quotation.
    if stretch.goes_on && verb_start(reading, start, cue) <= start + 1 {
        return None;
    }
    let phrase = subject_of(reading, bodies, start, cue)
        .filter(|phrase| !(stretch.goes_on && phrase.who == Who::Other))?;
    let direct = stretch.colon || to - cue <= 2 || matches!(reading.word(to - 1), "," | "that");
    let confidence = match (phrase.who, direct) {
        (Who::Other, _) => 0.6,
        (_, true) if stretch.colon => 0.89,
        (_, true) => 0.89,
        (_, false) => 0.86,
    };
    Some(Hit {
        phrase,
        cue: Some(cue),
        rule: "name-said-quotation",
        confidence,
    })
}

/// "In other words, explained Mina Roe:": the subject stands between its verb and the quotation.
fn inverted(reading: &Reading<'_>, bodies: &Bodies, stretch: Stretch, cue: usize) -> Option<Hit> {
    let Stretch { start, to, .. } = stretch;
    let first = cue == start || reading.mark(cue - 1, ',');
    let closed = to > cue + 2 && matches!(reading.tokens[to - 1].kind, Kind::Mark(',' | ':'));
    if !first || !closed || reading.is(cue, Traits::WEAK_CUE) || is_participle(reading, cue) {
        return None;
    }
    let phrase = phrase(reading, bodies, cue + 1, to - 1, false)?;
    (phrase.begins_by(cue + 2) && matches!(phrase.who, Who::Person(_) | Who::Body(_))).then_some(
        Hit {
            phrase,
            cue: Some(cue),
            rule: "said-name-quotation",
            confidence: 0.95,
        },
    )
}

/// The verb of speech nearest to the quotation; one behind "would" or "will" only where there is no other.
fn nearest_cue(reading: &Reading<'_>, stretch: Stretch) -> Option<usize> {
    let Stretch {
        start, to, colon, ..
    } = stretch;
    let reach = if colon {
        start
    } else {
        start.max(to.saturating_sub(NEAR))
    };
    let fits = |at: usize| {
        let near = to - at <= 4 || colon;
        let finite = is_finite_cue(reading, start, at)
            || reading.is(at, Traits::CUE)
                && reading.small(at)
                && is_relative(reading, start, verb_start(reading, start, at));
        (finite || is_participle(reading, at))
            && (near || !reading.is(at, Traits::WEAK_CUE) || to - at <= 9)
    };
    let modal = |at: usize| {
        (start..at).rev().take(2).any(|before| {
            matches!(
                reading.word(before),
                "would" | "will" | "could" | "can" | "may" | "might" | "must" | "shall" | "should"
            )
        })
    };
    let all = || (reach..to).rev().filter(|&at| fits(at));
    all().find(|&at| !modal(at)).or_else(|| all().next())
}

/// Whether token `at` is a verb of speech in its -ing form that is no noun.
fn is_participle(reading: &Reading<'_>, at: usize) -> bool {
    let before = Traits::DETERMINER.and(Traits::PREPOSITION);
    reading.is(at, Traits::CUE_ING) && reading.small(at) && !reading.is(at.wrapping_sub(1), before)
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
