//! Who issued a release.
//!
//! Evidence, best first: what the file says of itself; a joint statement's parties; a
//! letterhead or source tag; the dateline's agency; "About X" at the end; the body whose
//! spokesperson speaks or that the text begins with. Nothing of these: nobody is named.

use crate::document::{Found, Given, Section, Speaker};
use crate::extract::bodies::Bodies;
use crate::extract::dateline::Dateline;
use crate::extract::head::{Head, Line, classify};
use crate::extract::lexicon::Traits;
use crate::extract::names::names;
use crate::extract::reading::Reading;
use crate::organisations::{Kind, Register};
use crate::text::Span;
use crate::text::tokens;

/// Paragraphs of the head in which a letterhead or tag may stand.
const HEAD: usize = 8;

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
    let tag = letterhead(evidence, bodies);
    let found = tag
        .or_else(|| agency(evidence, bodies))
        .or_else(|| about(evidence, bodies))
        .or_else(|| signature(evidence, bodies));
    let found = found
        .or_else(|| lead(evidence, bodies))
        .or_else(|| office_of_member(evidence, bodies));
    found
        .or_else(|| prominent(evidence, bodies))
        .into_iter()
        .collect()
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

fn from_given(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Vec<Found<String>> {
    let names = evidence
        .given
        .publisher
        .iter()
        .filter(|name| !name.trim().is_empty());
    names
        .map(|name| {
            let entity = bodies.enter(evidence.register, name.trim(), "front-matter".into(), 1.0);
            found(bodies, entity, None, "front-matter", 1.0)
        })
        .collect()
}

/// "Joint statement by A and B": the bodies of the title, or of the first lines.
fn joint(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Vec<Found<String>> {
    let reading = evidence.reading;
    let joint = |(first, last): &(usize, usize)| {
        let mut words = *first..(*last).min(first + 8);
        words.any(|at| {
            matches!(
                reading.word(at).to_lowercase().as_str(),
                "joint" | "conjointe" | "conjunto" | "conjunta" | "gemeinsame" | "مشترك"
            )
        })
    };
    let Some(&(first, last)) = reading.paragraphs.iter().take(4).find(|range| joint(range)) else {
        return Vec::new();
    };
    let mut parties: Vec<Found<String>> = Vec::new();
    let named: Vec<_> = bodies.within(first, last).to_vec();
    for mention in named {
        let span = reading.span(mention.first, mention.last);
        let party = found(bodies, mention.entity, Some(span), "joint-statement", 0.9);
        if !parties.iter().any(|known| known.value == party.value) {
            parties.push(party);
        }
    }
    parties
}

/// A line of the head that is only the name of a body.
fn letterhead(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let dateline = evidence.dateline.map(|d| d.span.start);
    for span in reading.layout.paragraphs.iter().take(HEAD) {
        if dateline.is_some_and(|start| span.end > start) {
            break;
        }
        let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
        if first >= last || last - first > 16 {
            continue;
        }
        let (first, last) = without_label(reading, first, last);
        if let Some(mention) = bodies.within(first, last).first().copied()
            && !is_desk(reading.word(first))
            && mention.first == first
            && last - mention.last <= 1
        {
            let span = reading.span(mention.first, mention.last);
            return Some(found(bodies, mention.entity, Some(span), "source-tag", 0.9));
        }
        if classify(reading, bodies, *span) == Line::Body && !is_desk(reading.word(first)) {
            return Some(from_line(evidence, bodies, first, last));
        }
    }
    None
}

/// "Source: X", "Issued by X": the label is not part of the name.
fn without_label(reading: &Reading<'_>, first: usize, last: usize) -> (usize, usize) {
    let lower = reading.word(first).to_lowercase();
    let label = matches!(
        lower.as_str(),
        "source" | "from" | "by" | "publisher" | "issued" | "quelle" | "fuente"
    );
    if !label {
        return (first, last);
    }
    let mut at = first + 1;
    while at < last && (reading.word(at) == "by" || !reading.tokens[at].is_word()) {
        at += 1;
    }
    (at, last)
}

fn from_line(
    evidence: &Evidence<'_, '_>,
    bodies: &mut Bodies,
    first: usize,
    last: usize,
) -> Found<String> {
    let reading = evidence.reading;
    let span = reading.span(first, last);
    let name = crate::places::title_case(&reading.folded(first, last));
    let entity = bodies.enter(evidence.register, &name, "letterhead".into(), 0.8);
    bodies.mention(reading, first, last, entity);
    found(bodies, entity, Some(span), "letterhead", 0.8)
}

/// "GENEVA, Aug 28 (UNHCR) –": the agency in the dateline, if it is no news agency between slashes.
fn agency(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Option<Found<String>> {
    let span = evidence.dateline?.agency?;
    let reading = evidence.reading;
    let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
    if first >= last {
        return None;
    }
    let known = bodies.within(first, last).first().copied();
    let wire = reading.mark(first.wrapping_sub(1), '/');
    let entity = match known {
        Some(mention) => mention.entity,
        // An unknown name between slashes is a wire that carried the release, not its publisher.
        None if wire => return None,
        None => {
            let name = reading.folded(first, last);
            let entity = bodies.enter(evidence.register, &name, "dateline-agency".into(), 0.7);
            bodies.mention(reading, first, last, entity);
            entity
        }
    };
    Some(found(
        bodies,
        entity,
        Some(span),
        "dateline-agency",
        if wire { 0.6 } else { 0.9 },
    ))
}

/// "About the Harbour Union": who explains itself at the end.
fn about(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let section = evidence.sections.iter().find(|s| s.kind == "about")?;
    let first = reading.token_at(section.span.start);
    let mention = bodies
        .within(first, (first + 12).min(reading.tokens.len()))
        .first()
        .copied()?;
    let span = reading.span(mention.first, mention.last);
    (mention.first <= first + 3).then(|| found(bodies, mention.entity, Some(span), "about", 0.85))
}

/// One of the last lines is only the name of a body, as ministries sign.
fn signature(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let lines = reading.layout.lines.iter().rev().take(6);
    lines.filter(|line| line.len() < 120).find_map(|line| {
        let (first, last) = (reading.token_at(line.start), reading.token_at(line.end));
        if first >= last {
            return None;
        }
        let whole = bodies
            .within(first, last)
            .first()
            .filter(|m| m.first == first && m.last == last)
            .map(|m| m.entity);
        let entity = whole.or_else(|| bodies.known(&reading.folded(first, last)))?;
        (!is_subject(evidence.register, bodies, entity) && !is_desk(&bodies.entities[entity].name))
            .then(|| found(bodies, entity, Some(*line), "signature", 0.8))
    })
}

/// The body the text is about: defined or named in its first lines, and named clearly more often than any other.
fn prominent(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
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
    let early = reading.paragraph_of(first.first) <= evidence.head.title_paragraph.unwrap_or(0) + 2;
    let span = reading.span(first.first, first.last);
    (most >= 3 && most >= second + 2 && early && !is_subject(evidence.register, bodies, best))
        .then(|| found(bodies, best, Some(span), "prominent", 0.5))
}

/// The first paragraph of the text begins with a body that does something: "The Harbour Union today opened".
fn lead(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
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
    let sentence = (from..last)
        .find(|&at| reading.tokens[at].is_stop())
        .unwrap_or(last);
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
    let span = reading.span(mention.first, mention.last);
    Some(found(bodies, mention.entity, Some(span), "lead", 0.7))
}

/// Bodies that texts begin with without issuing them: the press, parliaments, courts.
fn is_subject(register: &Register, bodies: &Bodies, entity: usize) -> bool {
    let kind = bodies.entities[entity]
        .registered
        .map(|index| register.body(index).kind);
    matches!(
        kind,
        Some(Kind::Media | Kind::Legislature | Kind::Court | Kind::Programme)
    ) || bodies.entities[entity].name.ends_with("Government")
        || bodies.entities[entity].rule == "ambiguous"
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

/// The body of the first who speaks for one: most releases quote their own people first.
pub fn behind_speakers(
    speakers: &[Speaker],
    bodies: &Bodies,
    reading: &Reading<'_>,
) -> Vec<Found<String>> {
    let spoken = speakers
        .iter()
        .filter_map(|s| s.organisation.as_ref())
        .find_map(|name| bodies.known(name));
    let Some(entity) = spoken else {
        return Vec::new();
    };
    let first = bodies
        .mentions
        .iter()
        .find(|m| m.entity == entity)
        .map(|m| reading.span(m.first, m.last));
    vec![found(bodies, entity, first, "spokesperson", 0.55)]
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
    let verb = (last..(last + 3).min(end))
        .any(|at| matches!(reading.word(at), "announced" | "said" | "reported"));
    verb && first > from
        && (reading.is(first - 1, Traits::DETERMINER) || reading.mark(first - 1, ','))
}

/// A member of parliament's own release: the first person named with such an office in title or lead.
fn office_of_member(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let last = reading.paragraphs.get(4).or(reading.paragraphs.last())?.1;
    let named = names(reading, bodies, 0, last);
    let name = named.iter().find(|name| {
        let from = name.titled_from.saturating_sub(4);
        name.words() >= 2 && (from..name.first).any(|at| member_title(reading.word(at)).is_some())
    })?;
    let title = (name.titled_from.saturating_sub(4)..name.first)
        .find_map(|at| member_title(reading.word(at)))?;
    let american = evidence
        .dateline
        .and_then(|d| d.place.as_ref())
        .is_some_and(|(_, place)| place.country.as_deref() == Some("US"))
        || reading.tokens.windows(2).any(|pair| {
            pair[0].span.of(reading.text) == "U.S."
                && member_title(pair[1].span.of(reading.text)).is_some()
        });
    let country = if american { "U.S. " } else { "" };
    let value = format!(
        "Office of {country}{title} {}",
        reading.folded(name.first, name.last)
    );
    let span = reading.span(name.titled_from, name.last);
    Some(Found {
        value,
        span: Some(span),
        rule: "member".into(),
        confidence: 0.55,
    })
}

fn member_title(word: &str) -> Option<&'static str> {
    Some(match tokens::undotted(word).as_str() {
        "Senator" | "Sen" => "Senator",
        "Representative" | "Rep" | "Reps" | "Representatives" | "Congressman" | "Congresswoman" => {
            "Representative"
        }
        _ => return None,
    })
}
