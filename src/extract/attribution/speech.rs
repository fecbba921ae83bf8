//! Telling speech from other words in marks: titles, terms, names, scare quotes.

use super::Place;
use crate::document::QuoteKind;
use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::text::tokens::{Case, Kind};

/// Whether the quotation is a sentence of its own or a fragment of another's.
pub fn kind_of(reading: &Reading<'_>, place: &Place) -> QuoteKind {
    let (first, last) = place.words;
    let capital = reading
        .tokens
        .get(first)
        .is_some_and(|token| match token.kind {
            Kind::Word(case) => case != Case::Lower,
            Kind::Number => true,
            Kind::Mark(_) => reading.capital(first + 1),
        });
    let words = (first..last)
        .filter(|&at| reading.tokens[at].is_word())
        .count();
    let ended = last > first
        && matches!(
            reading.tokens[last - 1].kind,
            Kind::Mark('.' | ',' | '?' | '!' | '…' | '،' | '؟' | '-' | '—')
        );
    // «Nos vamos». has its stop behind the mark.
    let ended = ended || !reading.in_english() && ends_behind(reading, place);
    if capital && (ended && words >= 2 || words >= 8) || words >= 14 {
        QuoteKind::Direct
    } else {
        QuoteKind::Fragment
    }
}

/// Whether a colon leads to the quotation and its sentence ends right behind it.
fn ends_behind(reading: &Reading<'_>, place: &Place) -> bool {
    let (behind, end) = place.behind;
    place.before.1 > place.before.0
        && reading.mark(place.before.1 - 1, ':')
        && (behind >= end || reading.tokens[behind].is_stop())
}

/// Whether the quotation ends a sentence by its own stop.
pub fn ends_sentence(reading: &Reading<'_>, place: &Place) -> bool {
    let last = place.words.1;
    last > place.words.0 && reading.tokens[last - 1].is_stop() && reading.capital(place.behind.0)
}

/// Whether what is in marks is a title, a name or a term by what stands before it or by its own form.
pub fn is_label(reading: &Reading<'_>, place: &Place) -> bool {
    let (first, last) = place.words;
    if first >= last {
        return true;
    }
    let open = place.before.1;
    let behind_cue = open > place.before.0
        && reading.is(open - 1, Traits::CUE.and(Traits::CUE_ING))
        || attributed_behind(reading, place);
    if is_term(reading, place) {
        return true;
    }
    if introduced_as_label(reading, place.before.0, open) && !behind_cue {
        return kind_of(reading, place) == QuoteKind::Fragment || !reading.mark(open - 1, ':');
    }
    title_case(reading, first, last)
        && (!behind_cue || names_a_work(reading, place.before.0, open, (first, last)))
}

/// A term has at most so many words.
const TERM: usize = 3;

/// "“transit country” was a term", "what it calls “low thresholds”", "announced as “free”".
fn is_term(reading: &Reading<'_>, place: &Place) -> bool {
    let (first, last) = place.words;
    let words = (first..last)
        .filter(|&at| reading.tokens[at].is_word())
        .count();
    if words > TERM {
        return false;
    }
    let (behind, open) = (place.behind.0, place.before.1);
    let article = |at: usize| reading.is(at, Traits::DETERMINER);
    let named_behind = matches!(reading.word(behind), "is" | "was")
        && article(behind + 1)
        && reading.is(behind + 2, Traits::TITLED);
    let before = |back: usize| open.checked_sub(back).filter(|&at| at >= place.before.0);
    let offered = before(2).is_some_and(|at| {
        matches!(
            reading.word(at),
            "billed" | "advertised" | "announced" | "marketed" | "presented" | "sold"
        )
    }) && before(1).is_some_and(|at| reading.word(at) == "as");
    let called = before(1).is_some_and(|at| matches!(reading.word(at), "call" | "calls"))
        && (place.before.0..open)
            .rev()
            .take(6)
            .any(|at| reading.word(at) == "what");
    named_behind || offered || called
}

/// "on Northern Radio’s “Harbour Talk,” Tam said": a short title behind a preposition or an owner.
fn names_a_work(
    reading: &Reading<'_>,
    from: usize,
    open: usize,
    (first, last): (usize, usize),
) -> bool {
    let words = (first..last)
        .filter(|&at| reading.tokens[at].is_word())
        .count();
    let before = open.saturating_sub(1);
    let led = open > from
        && (reading.is(before, Traits::PREPOSITION.and(Traits::TITLED)) && reading.small(before)
            || reading.possessive(before));
    led && words <= 6
}

/// Whether the quotation ends in a comma or the like and a verb of speech follows: then it is speech.
fn attributed_behind(reading: &Reading<'_>, place: &Place) -> bool {
    let (from, to) = place.behind;
    let pause = matches!(
        reading.tokens[place.words.1 - 1].kind,
        Kind::Mark(',' | '?' | '!')
    );
    pause && (from..to.min(from + 8)).any(|at| reading.is(at, Traits::CUE))
}

/// "entitled", "known as", "the report", "so-called" right before the mark.
fn introduced_as_label(reading: &Reading<'_>, from: usize, open: usize) -> bool {
    let mut at = open;
    while at > from
        && matches!(
            reading.tokens[at - 1].kind,
            Kind::Mark(',' | ':' | '(' | '-')
        )
    {
        at -= 1;
    }
    if at == from {
        return false;
    }
    let word = reading.word(at - 1);
    if reading.is(at - 1, Traits::TITLED) && !reading.capital(at - 1) {
        return !matches!(word, "title") || at < open || reading.is(at - 1, Traits::TITLED);
    }
    // "known as the", "a seminar on", "the theme of".
    let link = matches!(
        word,
        "as" | "the" | "on" | "of" | "is" | "was" | "to" | "for"
    ) && at >= from + 2;
    link && matches!(
        reading.word(at - 2),
        "known"
            | "defined"
            | "dubbed"
            | "seminar"
            | "workshop"
            | "conference"
            | "session"
            | "panel"
            | "theme"
            | "title"
            | "motto"
            | "slogan"
            | "term"
            | "phrase"
            | "concept"
            | "titled"
            | "listed"
            | "classified"
            | "designated"
            | "category"
            | "as"
    )
}

/// Two words or more, each with a capital but for links, and no stop: the title of something.
fn title_case(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    // German nouns have capitals: "ein Schutz von Kindern" is no title.
    if reading.in_language("de") && reading.small(first) {
        return false;
    }
    let (mut capitals, mut small) = (0, 0);
    for at in first..last {
        match reading.tokens[at].kind {
            // A script without case shows no titles.
            Kind::Word(Case::Caseless) => return false,
            Kind::Word(Case::Lower)
                if reading.is(
                    at,
                    Traits::LINK
                        .and(Traits::PREPOSITION)
                        .and(Traits::DETERMINER),
                ) => {}
            Kind::Word(Case::Lower) => small += 1,
            Kind::Word(_) => capitals += 1,
            _ => {}
        }
    }
    let ended = matches!(reading.tokens[last - 1].kind, Kind::Mark('?' | '!' | '…'));
    capitals >= 2 && small == 0 && !ended
}

/// Whether a fragment is so short, and so far from any verb of speech, that the marks only hold it at a distance.
pub fn is_scare(reading: &Reading<'_>, place: &Place) -> bool {
    if kind_of(reading, place) == QuoteKind::Direct {
        return false;
    }
    let (first, last) = place.words;
    let words = (first..last)
        .filter(|&at| reading.tokens[at].is_word())
        .count();
    let (from, open) = place.before;
    // Of one or two words only what stands right at its verb is somebody's: called it “absurd”.
    let near = (open.saturating_sub(3).max(from)..open).any(|at| {
        reading.is(at, Traits::CUE.and(Traits::CUE_ING))
            && (reading.small(at) || reading.caseless(at))
    });
    words <= 2 && !near
}
