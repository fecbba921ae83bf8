//! Patterns behind a quotation: `"…," said X`, `"…," X said`, `"…," according to X`, `"…" — X`.

use super::abroad;
use super::trailing::{said_somehow, signed, trailing};
use super::{Hit, Place};
use crate::document::QuoteKind;
use crate::extract::bodies::Bodies;
use crate::extract::languages::traits_in;
use crate::extract::lexicon::{Traits, traits};
use crate::extract::marks::is_closing;
use crate::extract::phrase::{Phrase, Who, phrase};
use crate::extract::reading::Reading;
use crate::text::tokens::Kind;

/// A subject between quotation and verb has at most so many tokens.
pub const SUBJECT: usize = 40;

/// Looks behind the quotation.
pub fn find(reading: &Reading<'_>, bodies: &Bodies, place: &Place) -> Option<Hit> {
    let (from, to) = place.behind;
    let end = sentence_end(reading, from, to);
    let mut at = from;
    let mut dash = false;
    let mut comma = false;
    while at < end
        && matches!(
            reading.tokens[at].kind,
            Kind::Mark(',' | '-' | '–' | '—' | '―' | ')')
        )
    {
        dash |= !matches!(reading.tokens[at].kind, Kind::Mark(',' | ')'));
        comma |= reading.mark(at, ',');
        at += 1;
    }
    if at >= end {
        let next = sentence_end(reading, end + 1, to);
        return signed(reading, bodies, place)
            .or_else(|| abroad::taken_up(reading, bodies, end, next.max(end)));
    }
    let ended = stops(reading, place) || asks(reading, place) && opens_sentence(reading, at);
    let pause = comma || pauses(reading, place) && !ended;
    if opens_new_clause(reading, at) {
        return None;
    }
    inverted(reading, at, end)
        .or_else(|| said_name(reading, bodies, at, end, pause))
        .or_else(|| according(reading, bodies, at, end))
        .or_else(|| name_said(reading, bodies, place, (at, end), pause))
        .or_else(|| dash.then(|| dash_name(reading, bodies, at, to)).flatten())
        .or_else(|| {
            pause
                .then(|| said_somehow(reading, bodies, at, end))
                .flatten()
        })
        .or_else(|| {
            (!ended)
                .then(|| trailing(reading, bodies, at, end))
                .flatten()
        })
        .or_else(|| {
            ended
                .then(|| abroad::taken_up(reading, bodies, at, end))
                .flatten()
        })
}

/// `"…," and Tam added that`: what is joined on reports something of its own.
fn opens_new_clause(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        reading.word(at),
        "and"
            | "but"
            | "while"
            | "whereas"
            | "though"
            | "although"
            | "when"
            | "if"
            | "because"
            | "just"
            | "et"
            | "y"
            | "und"
            | "mais"
            | "pero"
            | "aber"
    )
}

/// Where the sentence that goes on behind the quotation ends.
fn sentence_end(reading: &Reading<'_>, from: usize, to: usize) -> usize {
    (from..to)
        .find(|&at| reading.tokens[at].is_stop() || reading.mark(at, ';'))
        .unwrap_or(to)
}

/// The mark the words end in, before the marks that close a quotation inside them: `“… ‘we stay,’”`.
fn last_mark(reading: &Reading<'_>, place: &Place) -> Option<char> {
    (place.words.0..place.words.1)
        .rev()
        .take(3)
        .map(|at| match reading.tokens[at].kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        })
        .find(|mark| !mark.is_some_and(is_closing))
        .flatten()
}

/// Whether the quotation ends in a mark after which its sentence goes on.
fn pauses(reading: &Reading<'_>, place: &Place) -> bool {
    matches!(
        last_mark(reading, place),
        Some(',' | '?' | '!' | '…' | '-' | '—' | '–' | '،')
    )
}

fn stops(reading: &Reading<'_>, place: &Place) -> bool {
    last_mark(reading, place) == Some('.')
}

fn asks(reading: &Reading<'_>, place: &Place) -> bool {
    matches!(last_mark(reading, place), Some('?' | '!'))
}

/// Whether the word at `at` has its capital only from a sentence it begins: "She", "The".
fn opens_sentence(reading: &Reading<'_>, at: usize) -> bool {
    reading.capital(at)
        && !reading.caseless(at)
        && reading.is(at, Traits::PRONOUN.and(Traits::DETERMINER))
}

/// The cue at `at`, perhaps behind an auxiliary or adverb: "a déclaré", "has said".
pub fn cue_at(reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
    let mut cue = at;
    while cue < end
        && cue < at + 3
        && reading.is(cue, Traits::AUXILIARY.and(Traits::ADVERB))
        && !reading.is(cue, Traits::CUE)
    {
        cue += 1;
    }
    let verb = cue < end && reading.is(cue, Traits::CUE) && !reading.tokens[cue].span.is_empty();
    (verb && (reading.small(cue) || reading.caseless(cue))).then_some(cue)
}

/// French inversion: "a-t-elle déclaré", "dit-il", "ajoute-t-elle".
fn inverted(reading: &Reading<'_>, at: usize, end: usize) -> Option<Hit> {
    // "se souvient-elle", "s’est-il indigné".
    let reflexive = matches!(reading.word(at), "se" | "s’" | "s'") && at + 1 < end;
    let at = at + usize::from(reflexive);
    let word = reading.word(at).to_lowercase();
    let (verb, pronoun) = word
        .rsplit_once('-')
        .filter(|(_, last)| matches!(*last, "il" | "elle" | "ils" | "elles" | "on"))?;
    let verb = verb.strip_suffix("-t").unwrap_or(verb);
    let language = reading.language.as_deref().unwrap_or_default();
    let known = traits_in(language, verb).unwrap_or_else(|| traits(verb));
    let spoken = known.any(Traits::CUE);
    let behind = at + 1 < end && reading.is(at + 1, Traits::CUE);
    let phrase = Phrase::pronoun(at);
    (pronoun != "on" && (spoken || behind)).then_some(Hit {
        phrase,
        cue: Some(at + usize::from(behind && !spoken)),
        rule: "quotation-said-name",
        confidence: 0.97,
    })
}

fn said_name(
    reading: &Reading<'_>,
    bodies: &Bodies,
    at: usize,
    end: usize,
    pause: bool,
) -> Option<Hit> {
    let cue = cue_at(reading, at, end).or_else(|| german_so(reading, at, end))?;
    if reading.is(cue, Traits::WEAK_CUE) && !pause {
        return None;
    }
    if let Some(found) = abroad::subject_left_to_verb(reading, cue, end) {
        return pause.then_some(found);
    }
    let phrase = phrase(reading, bodies, cue + 1, end, false)?;
    // "said in a statement that", "said on Monday": no subject stands there.
    let elsewhere = phrase.first > cue + 1 && !matches!(phrase.who, Who::Person(_) | Who::Body(_));
    let preposition = reading.is(cue + 1, Traits::PREPOSITION)
        && !(reading.is(cue + 1, Traits::DETERMINER)
            && (reading.in_english() || reading.is(cue + 2, Traits::ROLE.and(Traits::BODY))));
    // "a assuré à la presse la ministre Mina Roë": whom it was said to, and then who said it.
    let whom = preposition && !reading.in_english() && matches!(phrase.who, Who::Person(_));
    let adverbial = preposition && !whom || matches!(reading.word(cue + 1), "that" | "it" | "as");
    if matches!(phrase.who, Who::Office | Who::Other) && (elsewhere || adverbial)
        || adverbial && phrase.first > cue + 2
    {
        return None;
    }
    let confidence = match phrase.who {
        Who::Person(_) | Who::Body(_) | Who::Pronoun => 0.98,
        Who::Office => 0.95,
        Who::Other => 0.94,
    };
    Some(Hit {
        phrase,
        cue: Some(cue),
        rule: "quotation-said-name",
        confidence,
    })
}

/// "„…“, so Tam": in German a verb in itself.
fn german_so(reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
    (reading.in_language("de") && reading.word(at) == "so" && at + 1 < end).then_some(at)
}

/// `"…," Tam said`: behind a comma any such sentence is the quotation's; behind a stop only a bare one.
fn name_said(
    reading: &Reading<'_>,
    bodies: &Bodies,
    place: &Place,
    (at, end): (usize, usize),
    pause: bool,
) -> Option<Hit> {
    let cue = finite_cue(reading, at, end.min(at + SUBJECT))?;
    let near = cue - at <= 6;
    if !pause && !near {
        return None;
    }
    let phrase = phrase(reading, bodies, at, cue, true)?;
    if matches!(phrase.who, Who::Other) && (!pause || !near) {
        return None;
    }
    if !pause && !belongs(reading, place, &phrase, cue, end) {
        return None;
    }
    // `"Why?" Tam writes back, "…"`: the verb may as well lead to what follows.
    let shared = asks(reading, place) && leads_on(reading, place, end);
    let confidence = match phrase.who {
        Who::Other => 0.8,
        _ if !pause => 0.93,
        _ if shared => 0.9,
        Who::Person(_) | Who::Body(_) | Who::Pronoun => 0.97,
        Who::Office => 0.95,
    };
    Some(Hit {
        phrase,
        cue: Some(cue),
        rule: "quotation-name-said",
        confidence,
    })
}

/// Whether a subject and verb behind a quotation that has ended, or breaks off without a mark, are its own.
fn belongs(reading: &Reading<'_>, place: &Place, phrase: &Phrase, cue: usize, end: usize) -> bool {
    if leads_on(reading, place, end) {
        return false;
    }
    let ended = stops(reading, place) || asks(reading, place);
    if end <= cue + 2 && ended {
        return true;
    }
    let named = matches!(phrase.who, Who::Person(_) | Who::Body(_) | Who::Pronoun);
    let tied = named && phrase.last == super::clause::verb_start(reading, phrase.last, cue);
    tied && !ended && (end <= cue + 2 || super::kind_of(reading, place) == QuoteKind::Direct)
}

/// Whether a comma or colon leads from the stretch that ends at `end` to the next quotation: "Tam said, “".
fn leads_on(reading: &Reading<'_>, place: &Place, end: usize) -> bool {
    end > 0 && end >= place.behind.1 && (reading.mark(end - 1, ':') || reading.mark(end - 1, ','))
}

/// The first verb in `from..to` that can attribute: no noun, no clause's own verb.
pub fn finite_cue(reading: &Reading<'_>, from: usize, to: usize) -> Option<usize> {
    (from..to).find(|&at| is_finite_cue(reading, from, at))
}

/// Whether token `at` is a cue used as the verb of a main clause.
pub fn is_finite_cue(reading: &Reading<'_>, from: usize, at: usize) -> bool {
    if particle_verb(reading, at) {
        return true;
    }
    if !reading.is(at, Traits::CUE)
        || !(reading.small(at) || reading.caseless(at) || abroad::opens(reading, from, at))
        || is_passive(reading, from, at)
    {
        return false;
    }
    if at == from {
        return true;
    }
    let before = at - 1;
    let noun = reading.is(before, Traits::DETERMINER)
        || !reading.in_english() && reading.is(before, Traits::PREPOSITION)
        || matches!(
            reading.word(before),
            "to" | "of" | "in" | "for" | "by" | "with" | "from" | "on"
        );
    let clause = matches!(
        reading.word(before),
        "who" | "which" | "whom" | "what" | "that" | "qui" | "que"
    );
    // "the latest report", "US claims": an adjective or noun before a form that is a noun as well.
    let base = reading.is(at, Traits::NOUN_TOO);
    let named = reading.capital(before)
        || reading.is(before, Traits::PRONOUN)
        || matches!(reading.tokens[before].kind, Kind::Mark(_));
    !(noun || clause || base && (!named || reading.possessive(before)))
}

/// Whether token `at` is a verb that tells by itself that somebody spoke: "said", "warned".
pub fn reports(reading: &Reading<'_>, from: usize, at: usize) -> bool {
    let loose = Traits::WEAK_CUE.and(Traits::NOUN_TOO);
    let thought = |at: usize| {
        matches!(
            reading.word(at),
            "thought"
                | "think"
                | "thinks"
                | "read"
                | "reads"
                | "put"
                | "puts"
                | "began"
                | "begins"
                | "agreed"
                | "agree"
                | "agrees"
        )
    };
    reading.is(at, Traits::CUE)
        && !reading.is(at, loose)
        && !thought(at)
        && is_finite_cue(reading, from, at)
}

/// "shot back", "went on", "cut in": verbs of speech only with their particle.
fn particle_verb(reading: &Reading<'_>, at: usize) -> bool {
    if !reading.is(at, Traits::PARTICLE_VERB) {
        return false;
    }
    match reading.word(at) {
        "shot" | "shoots" | "fired" | "fires" | "hit" | "hits" | "clapped" | "snapped" => {
            reading.word(at + 1) == "back"
        }
        "went" | "goes" => reading.word(at + 1) == "on",
        "cut" | "chimed" | "broke" => reading.word(at + 1) == "in",
        _ => false,
    }
}

/// "Tam was asked": the subject of a passive verb says nothing.
fn is_passive(reading: &Reading<'_>, from: usize, at: usize) -> bool {
    let addressed = matches!(
        reading.word(at),
        "asked"
            | "told"
            | "informed"
            | "reminded"
            | "urged"
            | "advised"
            | "quoted"
            | "accused"
            | "called"
            | "described"
            | "praised"
            | "criticized"
            | "criticised"
            | "mocked"
            | "cited"
            | "challenged"
            | "questioned"
            | "pressed"
    );
    addressed
        && (from..at).rev().take(3).any(|before| {
            matches!(
                reading.word(before),
                "was" | "were" | "is" | "are" | "be" | "been" | "being" | "when" | "When"
            )
        })
}

fn according(reading: &Reading<'_>, bodies: &Bodies, at: usize, end: usize) -> Option<Hit> {
    let words_of = |of: usize| {
        reading.word(at) == "in"
            && reading.word(at + 1) == "the"
            && reading.word(at + 2) == "words"
            && reading.word(of) == "of"
    };
    let behind = match reading.word(at) {
        "in" if words_of(at + 3) => at + 4,
        "according" | "According" if reading.word(at + 1) == "to" => at + 2,
        "selon" | "Selon" | "según" | "Según" | "laut" | "Laut" | "secondo" | "segundo" => at + 1,
        _ => abroad::behind_according(reading, at)?,
    };
    if behind >= end {
        return None;
    }
    let phrase = phrase(reading, bodies, behind, end, false)?;
    Some(Hit {
        phrase,
        cue: Some(at),
        rule: "according-to",
        confidence: 0.93,
    })
}

/// `"…" — Mina Roe, director`: the name signs, and nothing but its office follows.
pub fn dash_name(reading: &Reading<'_>, bodies: &Bodies, at: usize, end: usize) -> Option<Hit> {
    if end - at > 24
        || (at..end).any(|i| reading.is(i, Traits::CUE.and(Traits::AUXILIARY)) && reading.small(i))
    {
        return None;
    }
    let phrase = phrase(reading, bodies, at, end, false)?;
    let begins = matches!(phrase.who, Who::Person(name) if name.titled_from == at || phrase.office.is_some());
    begins.then_some(Hit {
        phrase,
        cue: None,
        rule: "quotation-dash-name",
        confidence: 0.92,
    })
}

/// As [`according`], for a sentence that begins with it or ends in it; the phrase ends at the comma.
pub fn according_before(
    reading: &Reading<'_>,
    bodies: &Bodies,
    from: usize,
    to: usize,
) -> Option<Phrase> {
    let comma = (from..to)
        .rev()
        .find(|&i| reading.mark(i, ','))
        // "Laut Tam sind die Häfen „voll“": the verb follows without a comma.
        .or_else(|| (!reading.in_english()).then_some(to))?;
    let inner = (from..comma)
        .rev()
        .find(|&at| reading.word(at) == "according" && comma + 1 == to);
    let at = inner.unwrap_or(from);
    according(reading, bodies, at, comma).map(|hit| hit.phrase)
}
