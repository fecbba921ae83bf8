//! Whom the opening shows as acting: "The Harbour Union today opened", "…, the Ministry of Ports
//! announced"; failing that, whom the text is about.

use super::{Evidence, found, inferred, is_subject, title};
use crate::document::Found;
use crate::extract::bodies::{Bodies, Mention};
use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::organisations::{Kind, Register};

/// Paragraphs of the opening, with the headline and what stands above it.
const OPENING: usize = 5;

/// The first paragraph of the text begins with a body that does something: "The Harbour Union today opened".
pub fn lead(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let (from, sentence) = sentence(evidence)?;
    let opener = |at: &usize| {
        reading.is(*at, Traits::DETERMINER.and(Traits::COMMON)) || !reading.tokens[*at].is_word()
    };
    let opens = from + (from..sentence).take_while(opener).count();
    let mention = bodies.within(from, sentence).iter().find(|m| {
        let begins = m.first <= opens;
        let announces = announced(reading, from, m.first, m.last, sentence);
        (begins && acts(reading, m.last, sentence) || announces)
            && !is_subject(evidence.register, bodies, m.entity)
    })?;
    let mention = first_of_several(evidence, bodies, from, mention);
    let span = reading.span(mention.first, mention.last);
    Some(found(bodies, mention.entity, Some(span), "lead", 0.7))
}

/// "The Ports Ministry and the Coast Guard announced": of bodies that act together the first.
fn first_of_several<'b>(
    evidence: &Evidence<'_, '_>,
    bodies: &'b Bodies,
    from: usize,
    last: &'b Mention,
) -> &'b Mention {
    let reading = evidence.reading;
    let mut chosen = last;
    for before in bodies.within(from, last.first).iter().rev() {
        let mut between = before.last..chosen.first;
        let joined = between.len() <= 5
            && between.all(|at| {
                !reading.tokens[at].is_word()
                    || reading.is(at, Traits::DETERMINER)
                    || matches!(reading.word(at), "and" | "U.S." | "US")
            });
        if !joined || is_subject(evidence.register, bodies, before.entity) {
            break;
        }
        chosen = before;
    }
    chosen
}

/// The first sentence of the running text, behind title and dateline, as tokens.
pub fn sentence(evidence: &Evidence<'_, '_>) -> Option<(usize, usize)> {
    let reading = evidence.reading;
    let after_title = evidence.head.title_paragraph.map_or(0, |at| at + 1);
    let from = match evidence.dateline.filter(|d| d.place.is_some()) {
        Some(dateline) => reading.token_at(dateline.span.end),
        None => {
            let paragraphs = reading.layout.paragraphs.iter().skip(after_title);
            let text = paragraphs.clone().find(|p| p.len() > 120)?;
            reading.token_at(text.start)
        }
    };
    let last = reading
        .paragraphs
        .get(reading.paragraph_of(from))
        .map_or(from, |p| p.1);
    let stop = |from: usize| {
        let mut rest = from..last;
        rest.find(|&at| reading.tokens[at].is_stop())
            .unwrap_or(last)
    };
    let mut from = from;
    // "Halden – 1 February 2017. The Harbour Union opened": what is left of a dateline is no sentence.
    if stop(from) < from + 5 && stop(from) + 1 < last {
        from = stop(from) + 1;
    }
    let end = stop(from);
    (from < end).then_some((from, end))
}

/// "Frontex launches new operation": the body that begins the headline and does something.
pub fn headline(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let (first, last) = title(evidence)?;
    let begin = first + usize::from(reading.is(first, Traits::DETERMINER));
    let mention = bodies
        .within(begin, last)
        .first()
        .filter(|m| m.first == begin)?;
    let acts = reading.small(mention.last)
        && !reading.is(mention.last, Traits::PREPOSITION.and(Traits::LINK))
        || reading.is(mention.last, Traits::CUE);
    let span = reading.span(mention.first, mention.last);
    (acts
        && !reading.possessive(mention.last - 1)
        && !is_subject(evidence.register, bodies, mention.entity))
    .then(|| found(bodies, mention.entity, Some(span), "headline", 0.5))
}

/// The body the text is about: defined or named in its first lines, and named clearly more often than any other.
pub fn prominent(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let mut counts = vec![0_usize; bodies.entities.len()];
    bodies.mentions.iter().for_each(|m| counts[m.entity] += 1);
    let (best, most) = counts
        .iter()
        .copied()
        .enumerate()
        .max_by_key(|&(at, count)| (count, std::cmp::Reverse(at)))?;
    let second = counts
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != best)
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0);
    let first = bodies.mentions.iter().find(|m| m.entity == best)?;
    // Parties are talked about by everybody.
    let party = bodies.entities[best]
        .registered
        .is_some_and(|body| evidence.register.body(body).kind == Kind::Party);
    let early = reading.paragraph_of(first.first) <= evidence.head.title_paragraph.unwrap_or(0) + 2;
    let span = reading.span(first.first, first.last);
    (!party
        && most >= 3
        && most >= second + 2
        && early
        && !is_subject(evidence.register, bodies, best))
    .then(|| found(bodies, best, Some(span), "prominent", 0.5))
}

/// "the Greens spokesperson": an ambiguous name that its office shows to be a body's; of
/// several bodies the one all words of whose name the text has.
pub fn spokesperson(reading: &Reading<'_>, register: &Register) -> Option<Found<String>> {
    let office = |at: usize| {
        let word = reading.word(at);
        ["spokesperson", "spokesman", "spokeswoman"]
            .iter()
            .any(|office| word.eq_ignore_ascii_case(office))
    };
    // Few texts have such an office behind a capital, and only they pay for this.
    let said = std::cell::OnceCell::new();
    let told = |name: &str| {
        let said = said.get_or_init(|| reading.text.to_lowercase());
        name.to_lowercase()
            .split(' ')
            .all(|word| said.contains(word))
    };
    let mut offices = (1..reading.tokens.len()).filter(|&at| reading.capital(at - 1) && office(at));
    offices.find_map(|at| {
        let bodies = register.resolve(&reading.folded(at - 1, at));
        let body = bodies.into_iter().find(|body| told(&body.name))?;
        let span = reading.span(at - 1, at);
        Some(inferred(
            body.name.clone(),
            Some(span),
            "spokesperson",
            0.55,
        ))
    })
}

/// Whether the opening tells that several act as one: "A coalition of lawyers today called on".
pub fn tells_of_many(reading: &Reading<'_>) -> bool {
    let opening = reading.paragraphs.iter().take(OPENING);
    let words = opening.flat_map(|(first, last)| *first..(*last).min(first + 40));
    let one = |at: usize| {
        matches!(
            reading.word(at).to_lowercase().as_str(),
            "a" | "an" | "une" | "una" | "ein" | "uma"
        )
    };
    let of = |at: usize| matches!(reading.word(at), "of" | "de" | "di" | "von" | "aus");
    // "a broad coalition of": of a party's Coalition and the sides of a war this is not said so.
    let mut unions = words.filter(|&at| is_union(reading.word(at)) && of(at + 1));
    unions.any(|at| (at.saturating_sub(2)..at).any(one))
}

/// A word for bodies that act together, in the languages read.
fn is_union(word: &str) -> bool {
    matches!(
        word,
        "coalition"
            | "alliance"
            | "coalición"
            | "alianza"
            | "coalizione"
            | "alleanza"
            | "coligação"
            | "coalizão"
            | "aliança"
            | "Bündnis"
            | "Allianz"
    )
}

/// Whether the body is the subject: a verb, an adverb, an acronym or an apposition follows.
fn acts(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    at < end
        && !reading.possessive(at - 1)
        && (reading.small(at) && !reading.is(at, Traits::PREPOSITION)
            || reading.mark(at, '(')
            || reading.mark(at, ',')
            || matches!(reading.word(at), "and" | "et" | "y"))
}

/// "…, the Justice Department announced today".
fn announced(reading: &Reading<'_>, from: usize, first: usize, last: usize, end: usize) -> bool {
    let close =
        (last..(last + 4).min(end)).find(|&at| reading.mark(last, '(') && reading.mark(at, ')'));
    let behind = close.map_or(last, |at| at + 1);
    let cue = reading.small(behind)
        && reading.is(behind, Traits::CUE)
        && !reading.is(behind, Traits::NOUN_TOO)
        && matches!(reading.word(first.saturating_sub(1)), "the" | "The");
    let verb = cue
        || (behind..(behind + 3).min(end + 1))
            .any(|at| matches!(reading.word(at), "announced" | "said" | "reported"));
    verb && first > from
        && (reading.is(first - 1, Traits::DETERMINER) || reading.mark(first - 1, ','))
}
