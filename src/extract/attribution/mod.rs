//! Who said a quotation: the patterns beside it, and what it inherits from its neighbours.
//!
//! Every pattern looks at the stretch between a quotation and the next one, to the right
//! first ("…," said X), then to the left (X said: "…"). What no pattern reaches
//! inherits, at lower confidence: from its sentence, its paragraph, the paragraph before.
//! The confidences are the shares right measured on news and releases
//! (`docs/evaluation.md`).

mod abroad;
mod clause;
mod left;
mod right;
mod speech;
mod trailing;

use crate::document::QuoteKind;
use crate::extract::bodies::Bodies;
use crate::extract::lexicon::Traits;
use crate::extract::marks::{Marked, Quotation};
use crate::extract::phrase::{Phrase, Who};
use crate::extract::reading::Reading;

pub use speech::kind_of;

/// The finding for one quotation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attribution {
    /// Which quotation of the reading.
    pub quotation: usize,
    /// Sentence or fragment.
    pub kind: QuoteKind,
    /// Who said it.
    pub phrase: Phrase,
    /// What a pronoun stands for, by the sentences before it in its paragraph.
    pub antecedent: Option<Phrase>,
    /// The token of the word that attributes.
    pub cue: Option<usize>,
    /// The pattern.
    pub rule: &'static str,
    /// The share of such findings that are right.
    pub confidence: f32,
}

/// A finding of one pattern, before it is tied to its quotation.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    phrase: Phrase,
    cue: Option<usize>,
    rule: &'static str,
    confidence: f32,
}

/// A quotation's place among the others: the free stretches on its two sides.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The quotation.
    pub quotation: usize,
    /// Paragraph of its first part.
    pub first_paragraph: usize,
    /// Paragraph of its last part.
    pub last_paragraph: usize,
    /// The free tokens before its first part, within the paragraph.
    pub before: (usize, usize),
    /// The free tokens behind its last part.
    pub behind: (usize, usize),
    /// First token inside the marks, and one past the last.
    pub words: (usize, usize),
}

/// Finds who said each quotation that is speech; the others have no entry.
pub fn attribute(reading: &Reading<'_>, bodies: &Bodies) -> Vec<Attribution> {
    let places = places(reading, bodies);
    let mut hits: Vec<Option<Hit>> = places
        .iter()
        .map(|place| beside(reading, bodies, place))
        .collect();
    inherit(reading, bodies, &places, &mut hits);
    places
        .iter()
        .zip(hits)
        .filter_map(|(place, hit)| {
            let hit = hit?;
            let pronoun = hit.phrase.who == Who::Pronoun && hit.phrase.first >= place.before.0;
            Some(Attribution {
                quotation: place.quotation,
                kind: kind_of(reading, place),
                phrase: hit.phrase,
                antecedent: pronoun
                    .then(|| left::antecedent(reading, bodies, place))
                    .flatten(),
                cue: hit.cue,
                rule: hit.rule,
                confidence: hit.confidence,
            })
        })
        .collect()
}

/// The people whose speech the text reports without marks: "Tam said that the boats were back".
pub fn reported(reading: &Reading<'_>, bodies: &Bodies) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut quotations = reading.quotations.iter().flat_map(|q| &q.parts).peekable();
    for &(first, last) in &reading.paragraphs {
        let mut start = first;
        while start < last {
            let stop = (start..last).find(|&at| reading.tokens[at].is_stop());
            let end = stop.unwrap_or(last);
            while quotations
                .next_if(|(_, part)| part.close <= start)
                .is_some()
            {}
            // Behind a quotation of the sentence the patterns beside it have looked.
            let free = quotations
                .peek()
                .map_or(end, |(_, part)| part.open.min(end));
            found.extend(
                report(reading, bodies, start, free)
                    .or_else(|| abroad::reported(reading, bodies, start, free)),
            );
            start = end + 1;
        }
    }
    found
}

/// The person a sentence begins with, where it tells that they spoke.
fn report(reading: &Reading<'_>, bodies: &Bodies, start: usize, end: usize) -> Option<Phrase> {
    let cue = (start + 1..end).find(|&at| right::reports(reading, start, at))?;
    let phrase = clause::subject_of(reading, bodies, start, cue)
        .filter(|phrase| matches!(phrase.who, Who::Person(_)))?;
    let verb = clause::verb_start(reading, start, cue);
    let adjacent = phrase.last >= verb || verb > start && reading.mark(verb - 1, ',');
    let main = clause::main_clause(reading, start, cue);
    let leads = Traits::ROLE
        .and(Traits::ROLE_MODIFIER)
        .and(Traits::DETERMINER)
        .and(Traits::LINK);
    let begins = (main..phrase.first).all(|at| reading.capital(at) || reading.is(at, leads));
    (adjacent && begins).then_some(phrase)
}

/// What the patterns on both sides of a quotation say.
fn beside(reading: &Reading<'_>, bodies: &Bodies, place: &Place) -> Option<Hit> {
    if speech::is_label(reading, place) {
        return None;
    }
    let right = right::find(reading, bodies, place);
    if right.is_some_and(|hit| hit.confidence >= 0.95) {
        return right;
    }
    let left = left::find(reading, bodies, place);
    match (left, right) {
        (Some(left), Some(right)) => Some(if left.confidence > right.confidence {
            left
        } else {
            right
        }),
        (left, right) => left
            .or(right)
            .or_else(|| abroad::inside(reading, bodies, place)),
    }
}

/// `منظمة "أطباء بلا حدود"`: the marks hold the name of a body and nothing else.
fn names_body(bodies: &Bodies, parts: &[(usize, Marked)]) -> bool {
    let [(_, part)] = parts else { return false };
    bodies
        .at(part.open + 1)
        .is_some_and(|mention| mention.first == part.open + 1 && mention.last == part.close)
}

/// The stretches around every quotation; what is a body's name in marks is none and parts nothing.
fn places(reading: &Reading<'_>, bodies: &Bodies) -> Vec<Place> {
    let quotations = reading.quotations.iter().enumerate();
    let spoken: Vec<(usize, &Quotation)> = quotations
        .filter(|(_, quotation)| !names_body(bodies, &quotation.parts))
        .collect();
    let mut found: Vec<Place> = Vec::with_capacity(spoken.len());
    for (at, &(number, quotation)) in spoken.iter().enumerate() {
        let (Some(first), Some(last)) = (quotation.parts.first(), quotation.parts.last()) else {
            continue;
        };
        let (begin, _) = reading.paragraphs[first.0];
        let (_, end) = reading.paragraphs[last.0];
        let before = found
            .last()
            .filter(|p| p.last_paragraph == first.0)
            .map_or(begin, |p| p.behind.0);
        let behind_from = if last.1.closed {
            last.1.close + 1
        } else {
            last.1.close
        };
        let next = spoken.get(at + 1).and_then(|(_, q)| q.parts.first());
        let behind_to = next.filter(|n| n.0 == last.0).map_or(end, |n| n.1.open);
        found.push(Place {
            quotation: number,
            first_paragraph: first.0,
            last_paragraph: last.0,
            before: (before.min(first.1.open), first.1.open),
            behind: (behind_from.min(behind_to), behind_to),
            words: (first.1.open + 1, last.1.close),
        });
    }
    found
}

/// Gives what no pattern reached the speaker of a neighbour, where that is usual.
fn inherit(reading: &Reading<'_>, bodies: &Bodies, places: &[Place], hits: &mut [Option<Hit>]) {
    let next = next_hits(hits);
    let mut latest = None;
    for at in 0..places.len() {
        if at > 0 && hits[at - 1].is_some() {
            latest = Some(at - 1);
        }
        if hits[at].is_some() || speech::is_label(reading, &places[at]) {
            continue;
        }
        hits[at] = same_sentence(reading, places, hits, at)
            .or_else(|| same_paragraph(reading, bodies, places, hits, at, (latest, next[at])))
            .or_else(|| introduced(reading, bodies, &places[at]))
            .or_else(|| paragraph_before(reading, places, hits, at))
            .or_else(|| sentence_before(reading, bodies, &places[at]))
            .or_else(|| left::subject(reading, bodies, &places[at]));
    }
    for at in (0..places.len().saturating_sub(1)).rev() {
        if hits[at].is_none() && !speech::is_label(reading, &places[at]) {
            hits[at] = sentence_goes_on(reading, places, hits, at);
        }
    }
}

/// "They are “cruel” and “unfair”, said X": the attribution comes with a later quotation of the sentence.
fn sentence_goes_on(
    reading: &Reading<'_>,
    places: &[Place],
    hits: &[Option<Hit>],
    at: usize,
) -> Option<Hit> {
    let (here, next) = (&places[at], &places[at + 1]);
    let (from, to) = next.before;
    let one = here.last_paragraph == next.first_paragraph
        && !(from..to).any(|i| reading.tokens[i].is_stop())
        && !speech::ends_sentence(reading, here);
    let behind = hits[at + 1].filter(|hit| hit.phrase.first >= next.behind.0)?;
    (one && !speech::is_scare(reading, here)).then(|| with(behind, "same-sentence", 0.9))
}

/// For each quotation the next one behind it that has a finding: a paragraph may hold
/// thousands of quotations, so none of them looks for it by itself.
fn next_hits(hits: &[Option<Hit>]) -> Vec<Option<usize>> {
    let mut next = None;
    let mut found = vec![None; hits.len()];
    for at in (0..hits.len()).rev() {
        found[at] = next;
        if hits[at].is_some() {
            next = Some(at);
        }
    }
    found
}

fn with(hit: Hit, rule: &'static str, share: f32) -> Hit {
    Hit {
        cue: None,
        rule,
        confidence: hit.confidence * share,
        ..hit
    }
}

/// "called it “cruel” and “unfair”": the sentence goes on from the quotation before.
fn same_sentence(
    reading: &Reading<'_>,
    places: &[Place],
    hits: &[Option<Hit>],
    at: usize,
) -> Option<Hit> {
    let here = &places[at];
    let before = at
        .checked_sub(1)
        .map(|b| &places[b])
        .filter(|b| b.last_paragraph == here.first_paragraph)?;
    let (from, to) = here.before;
    let unbroken =
        !(from..to).any(|i| reading.tokens[i].is_stop()) && !speech::ends_sentence(reading, before);
    if !unbroken || speech::is_scare(reading, here) {
        return None;
    }
    hits[at - 1].map(|hit| with(hit, "same-sentence", 0.9))
}

/// `"A," said X. "B."`: the same voice goes on; or the attribution comes with the next quotation.
/// `near` are the quotations with a finding next to this one, before and behind.
fn same_paragraph(
    reading: &Reading<'_>,
    bodies: &Bodies,
    places: &[Place],
    hits: &[Option<Hit>],
    at: usize,
    near: (Option<usize>, Option<usize>),
) -> Option<Hit> {
    let here = &places[at];
    if kind_of(reading, here) != QuoteKind::Direct {
        return None;
    }
    let paragraph = here.first_paragraph;
    let (from, to) = here.before;
    // A sentence of its own between the two that reports somebody's words takes the voice over.
    let stops = (from..to).filter(|&i| reading.tokens[i].is_stop()).count();
    let between = if stops >= 2 || at == 0 || places[at - 1].last_paragraph != paragraph {
        left::report(reading, bodies, from, to)
    } else {
        None
    };
    if let Some(hit) =
        between.filter(|hit| matches!(hit.phrase.who, Who::Person(_) | Who::Body(_) | Who::Pronoun))
    {
        return Some(Hit {
            confidence: 0.85,
            ..hit
        });
    }
    let before = near
        .0
        .filter(|&b| places[b].last_paragraph == paragraph)
        .and_then(|b| hits[b]);
    if let Some(hit) = before {
        return Some(with(hit, "same-paragraph", 0.97));
    }
    let after = near
        .1
        .filter(|&a| places[a].first_paragraph == paragraph)
        .and_then(|a| hits[a]);
    let lone = here.before.0 == here.before.1;
    after
        .filter(|_| lone)
        .map(|hit| with(hit, "same-paragraph", 0.88))
}

/// The paragraph before ends in a colon: "X issued the following statement:".
fn introduced(reading: &Reading<'_>, bodies: &Bodies, here: &Place) -> Option<Hit> {
    if here.before.0 < here.before.1 {
        return None;
    }
    let (first, last) = reading.paragraphs[here.first_paragraph.checked_sub(1)?];
    reading
        .mark(last - 1, ':')
        .then(|| left::introduction(reading, bodies, first, last))
        .flatten()
}

/// A paragraph that begins with a quotation goes on with the voice of the one before.
fn paragraph_before(
    reading: &Reading<'_>,
    places: &[Place],
    hits: &[Option<Hit>],
    at: usize,
) -> Option<Hit> {
    let here = &places[at];
    if here.before.0 < here.before.1 || kind_of(reading, here) != QuoteKind::Direct {
        return None;
    }
    let before = at.checked_sub(1)?;
    if places[before].last_paragraph + 1 != here.first_paragraph {
        return None;
    }
    // A whole paragraph between marks is a continued statement; one with words of its own less surely so.
    let alone = here.behind.0 >= here.behind.1;
    hits[before].map(|hit| with(hit, "previous-paragraph", if alone { 0.85 } else { 0.7 }))
}

/// The paragraph before ends in a report of what somebody said, and the quotation bears it out.
fn sentence_before(reading: &Reading<'_>, bodies: &Bodies, here: &Place) -> Option<Hit> {
    if here.before.0 < here.before.1 || kind_of(reading, here) != QuoteKind::Direct {
        return None;
    }
    let (first, last) = reading.paragraphs[here.first_paragraph.checked_sub(1)?];
    let hit = left::report(reading, bodies, first, last)?;
    Some(Hit {
        cue: None,
        rule: "previous-sentence",
        confidence: 0.7,
        ..hit
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::phrase::Who;
    use crate::organisations::Register;

    /// Words, speaker as written, and pattern of each quotation.
    fn read(text: &str) -> Vec<(String, String, &'static str)> {
        let reading = Reading::new(text, 0);
        let bodies = Bodies::find(&reading, Register::builtin());
        attribute(&reading, &bodies)
            .iter()
            .map(|a| {
                let quote = reading.quotations[a.quotation].span.of(text);
                let who = match a.phrase.who {
                    Who::Person(name) => reading.folded(name.first, name.last),
                    _ => reading.folded(a.phrase.first, a.phrase.last),
                };
                (quote.to_owned(), who, a.rule)
            })
            .collect()
    }

    fn one(text: &str, who: &str, rule: &str) {
        let found = read(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].1.as_str(), found[0].2), (who, rule), "{text}");
    }

    #[test]
    fn to_the_right() {
        one(
            "“We stay on,” said Mr. Ola Tam, the Foreign Secretary.",
            "Ola Tam",
            "quotation-said-name",
        );
        one(
            "“We stay on” said Mr. Ola Tam.",
            "Ola Tam",
            "quotation-said-name",
        );
        one(
            "“We stay on,” Tam added. He left.",
            "Tam",
            "quotation-name-said",
        );
        one(
            "“Why do we stay?” Mina Roe, head of the mission, asked.",
            "Mina Roe",
            "quotation-name-said",
        );
        one(
            "“We stay on,” according to Mina Roe.",
            "Mina Roe",
            "according-to",
        );
        one(
            "“We stay on,” the Halden Boat Council said in a statement.",
            "Halden Boat Council",
            "quotation-name-said",
        );
        one("“We stay on,” she said.", "she", "quotation-name-said");
        one(
            "“We stay here for ever and a day.” — Mina Roe, director",
            "Mina Roe",
            "quotation-dash-name",
        );
    }

    #[test]
    fn to_the_left() {
        one(
            "The Deputy Head of the Halden Boat Council, Mr. Ola Tam, highlighted: “We stay on here.”",
            "Ola Tam",
            "name-said-quotation",
        );
        one(
            "In a meeting with Ola Tam on Monday, Mina Roe said, “We stay on here.”",
            "Mina Roe",
            "name-said-quotation",
        );
        one("Mina Roe: “We stay on here.”", "Mina Roe", "name-colon");
        one(
            "Mina Roe praised the crews, saying “we stay on for as long as it takes”.",
            "Mina Roe",
            "name-saying",
        );
        one(
            "According to Mina Roe, “we stay on for as long as it takes”.",
            "Mina Roe",
            "according-to",
        );
        one(
            "She visited the camp and added: “We stay on here.”",
            "She",
            "name-said-quotation",
        );
    }

    #[test]
    fn voices_go_on() {
        let found = read("“We stay,” said Ola Tam. “We will not go.”\n\n“We never will.”");
        assert_eq!(
            found.iter().map(|f| f.1.as_str()).collect::<Vec<_>>(),
            ["Ola Tam"; 3]
        );
        assert_eq!(found[2].2, "previous-paragraph");
        let found = read(
            "Mina Roe issued the following statement today:\n\n“We stay.\n\n“We will not go.”",
        );
        assert_eq!(
            (found[0].1.as_str(), found[0].2),
            ("Mina Roe", "introduced")
        );
    }

    #[test]
    fn fragments_have_the_sentence_subject() {
        one(
            "Mina Roe called the plan “cruel and unfair” on Monday.",
            "Mina Roe",
            "name-said-quotation",
        );
    }

    #[test]
    fn titles_and_terms_are_nobodys() {
        for text in [
            "They read the report entitled “Boats of the North” on Monday.",
            "The so-called “hot return” is banned.",
            "The boat was known as “the Gull”.",
            "A seminar on “Migration and Ports” opened.",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }
}
