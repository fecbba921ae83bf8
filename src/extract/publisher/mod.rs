//! Who issued a release.
//!
//! Evidence, best first: what the file says of itself; a joint statement's parties; what
//! the release prints (`printed`: letterhead, agency, contact, address); the member or
//! officer whose act it tells (`member`, `office`); the body its opening shows as acting
//! (`lead`); the body of whoever speaks first. Nothing of these: nobody is named.

mod address;
mod lead;
mod member;
mod office;
mod printed;

use crate::document::{Found, Given, Section, Speaker};
use crate::extract::bodies::{Bodies, Mention};
use crate::extract::companies::is_company;
use crate::extract::dateline::Dateline;
use crate::extract::head::Head;
use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::organisations::{Kind, Register};
use crate::text::Span;

/// The rule of a publisher that the file names outside its text.
const GIVEN: &str = "front-matter";

/// What the publisher is read from.
pub struct Evidence<'e, 't> {
    /// The text.
    pub reading: &'e Reading<'t>,
    /// The register.
    pub register: &'e Register,
    /// The head.
    pub head: &'e Head,
    /// The dateline.
    pub dateline: Option<&'e Dateline>,
    /// Boilerplate.
    pub sections: &'e [Section],
    /// What the file says.
    pub given: &'e Given,
}

/// Finds the publishers; they are entered among the bodies.
pub fn publishers(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Vec<Found<String>> {
    let given = from_given(evidence, bodies);
    if !given.is_empty() {
        return given;
    }
    let joint = joint(evidence, bodies);
    if joint.len() > 1 {
        return joint;
    }
    if let Some(own) = printed::wire(evidence) {
        return vec![own];
    }
    if let Some(minister) = member::minister(evidence) {
        return vec![minister];
    }
    if let Some(tag) = printed::letterhead(evidence, bodies) {
        return office::with_whole(evidence, tag);
    }
    if let Some(agency) = printed::agency(evidence, bodies, false) {
        return vec![agency];
    }
    let members = member::members(evidence, bodies);
    let first = member::by_headline(evidence, &members)
        .or_else(|| member::by_letterhead(evidence, &members))
        .or_else(|| office::byline(evidence, bodies))
        .or_else(|| office::stating(evidence, bodies))
        .or_else(|| office::head_of_state(evidence))
        .or_else(|| printed::about(evidence, bodies));
    if let Some(first) = first {
        return vec![first];
    }
    let contacts = printed::contact(evidence, bodies);
    if !contacts.is_empty() {
        return contacts;
    }
    let found = printed::addressed(evidence, bodies, true)
        .or_else(|| printed::copyright(evidence, bodies))
        .or_else(|| printed::signature(evidence, bodies))
        .or_else(|| lead::lead(evidence, bodies))
        .or_else(|| office::announcing(evidence, bodies))
        .or_else(|| member::by_lead(evidence, bodies, &members))
        .or_else(|| printed::addressed(evidence, bodies, false))
        .or_else(|| printed::agency(evidence, bodies, true))
        .or_else(|| office::prosecuting(evidence, bodies))
        .or_else(|| lead::headline(evidence, bodies))
        .or_else(|| lead::prominent(evidence, bodies));
    found.into_iter().collect()
}

/// The tokens of the title.
fn title(evidence: &Evidence<'_, '_>) -> Option<(usize, usize)> {
    let reading = evidence.reading;
    let span = *reading
        .layout
        .paragraphs
        .get(evidence.head.title_paragraph?)?;
    Some((reading.token_at(span.start), reading.token_at(span.end)))
}

fn found(
    bodies: &Bodies,
    entity: usize,
    span: Option<Span>,
    rule: &'static str,
    confidence: f32,
) -> Found<String> {
    Found {
        value: bodies.entities[entity].name.clone(),
        span,
        rule: rule.into(),
        confidence,
    }
}

/// A publisher the text does not name as such: no organisation of the text is made of it.
fn inferred(
    name: String,
    span: Option<Span>,
    rule: &'static str,
    confidence: f32,
) -> Found<String> {
    Found {
        value: name,
        span,
        rule: rule.into(),
        confidence,
    }
}

fn from_given(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Vec<Found<String>> {
    let names = evidence
        .given
        .publisher
        .iter()
        .filter(|name| !name.trim().is_empty());
    names
        .map(|name| {
            let entity = bodies.enter(evidence.register, name.trim(), GIVEN.into(), 1.0);
            found(bodies, entity, None, GIVEN, 1.0)
        })
        .collect()
}

/// "Joint statement by A and B": the bodies of the title, or of the first lines.
fn joint(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Vec<Found<String>> {
    let reading = evidence.reading;
    let joint = |(first, last): &(usize, usize)| {
        let mut words = *first..(*last).min(first + 8);
        words.any(|at| {
            reading.is_one_of(
                at,
                &[
                    "joint",
                    "conjointe",
                    "conjunto",
                    "conjunta",
                    "gemeinsame",
                    "مشترك",
                ],
            )
        })
    };
    let Some(&(first, last)) = reading.paragraphs.iter().take(4).find(|range| joint(range)) else {
        return Vec::new();
    };
    let mut parties: Vec<Found<String>> = Vec::new();
    let mut named: Vec<Mention> = bodies.within(first, last).to_vec();
    let written = written_parties(reading, first, last);
    if written.len() > named.len() {
        named = written
            .into_iter()
            .map(|(from, to)| {
                let name = reading.folded(from, to);
                let entity = bodies.enter(evidence.register, &name, "joint-statement".into(), 0.8);
                bodies.mention(reading, from, to, entity);
                Mention {
                    first: from,
                    last: to,
                    entity,
                }
            })
            .collect();
    }
    for mention in named {
        let span = reading.span(mention.first, mention.last);
        let party = found(bodies, mention.entity, Some(span), "joint-statement", 0.9);
        if !parties.iter().any(|known| known.value == party.value) {
            parties.push(party);
        }
    }
    parties
}

/// "by the Crews’ Trust and the Harbour Union": runs of capitals behind "by" or "of", parted by commas and "and".
fn written_parties(reading: &Reading<'_>, first: usize, last: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let lead = (first..last).find(|&at| {
        matches!(reading.word(at), "by" | "of" | "from")
            && reading.is(at.wrapping_sub(1), Traits::SPEECH_NOUN)
    });
    let Some(mut at) = lead.map(|at| at + 1) else {
        return found;
    };
    while at < last {
        at += usize::from(matches!(reading.word(at), "the" | "The"));
        let goes_on = |next: usize| {
            reading.capital(next)
                // "Crews’ Trust"
                || (reading.mark(next, '’') || reading.mark(next, '\'')) && reading.capital(next + 1)
                || matches!(reading.word(next), "of" | "for") && reading.capital(next + 1)
        };
        let end = (at..last).find(|&next| !goes_on(next)).unwrap_or(last);
        if end < at + 2 {
            break;
        }
        found.push((at, end));
        let parted = |next: usize| reading.word(next) == "and" || reading.mark(next, ',');
        at = end + (end..last).take_while(|&next| parted(next)).count();
        if at == end {
            break;
        }
    }
    found
}

/// Bodies that texts begin with without issuing them: the press, parliaments, courts, companies.
fn is_subject(register: &Register, bodies: &Bodies, entity: usize) -> bool {
    let kind = bodies.entities[entity]
        .registered
        .map(|index| register.body(index).kind);
    kind.is_some_and(is_subject_kind)
        || bodies.entities[entity].name.ends_with("Government")
        // Companies are told of by those who sue and pay them; their own releases end in "About X".
        || is_company(&bodies.entities[entity].name)
        || bodies.entities[entity].rule == "ambiguous"
}

fn is_subject_kind(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Media | Kind::Legislature | Kind::Court | Kind::Programme
    )
}

/// The press desk of a body is not who publishes.
fn is_desk(name: &str) -> bool {
    let first = name
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    matches!(
        first.as_str(),
        "press"
            | "communications"
            | "communication"
            | "media"
            | "information"
            | "news"
            | "public"
            | "pressestelle"
            | "presse"
    )
}

/// `publishers` with those that only their speakers tell of. Of a release that names nobody it is
/// the body of the first who speaks for one: most quote their own people first. Where the
/// opening tells that several act together it is all who have somebody speak.
pub fn with_speakers(
    mut publishers: Vec<Found<String>>,
    speakers: &[Speaker],
    bodies: &Bodies,
    reading: &Reading<'_>,
    register: &Register,
) -> Vec<Found<String>> {
    let named = speakers.iter().filter_map(|s| s.organisation.as_ref());
    let mut spoken: Vec<usize> = Vec::new();
    for entity in named.filter_map(|name| bodies.known(name)) {
        if !spoken.contains(&entity) {
            spoken.push(entity);
        }
    }
    if spoken.is_empty() && publishers.is_empty() {
        return lead::spokesperson(reading, register).into_iter().collect();
    }
    let speaks = |publisher: &Found<String>| {
        let body = bodies.known(&publisher.value);
        body.is_some_and(|body| spoken.contains(&body))
    };
    // Whoever publishes is one of those that act together, or they are only its subject.
    let together = spoken.len() > 1
        && publishers
            .iter()
            .all(|one| one.rule != GIVEN && speaks(one))
        && lead::tells_of_many(reading);
    if !together {
        spoken.truncate(usize::from(publishers.is_empty()));
    }
    for entity in spoken {
        let mut mentions = bodies.mentions.iter();
        let first = mentions.find(|mention| mention.entity == entity);
        let first = first.map(|mention| reading.span(mention.first, mention.last));
        let one = found(bodies, entity, first, "spokesperson", 0.55);
        if publishers.iter().all(|known| known.value != one.value) {
            publishers.push(one);
        }
    }
    publishers
}

#[cfg(test)]
mod tests;
