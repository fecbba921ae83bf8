//! What a release prints of its publisher: a letterhead, a tag, a label, the dateline's agency,
//! a signature, "About X", a copyright line, a contact.

use super::{Evidence, address, found, inferred, is_desk, is_subject, is_subject_kind};
use crate::document::Found;
use crate::extract::bodies::Bodies;
use crate::extract::head::{Line, classify};
use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::organisations::{Kind, fold_name};
use crate::text::Span;
use crate::text::tokens::{Case, Kind as Word};

/// Paragraphs of the head in which a letterhead or tag may stand.
const HEAD: usize = 8;
/// Pieces of a paragraph of the head that are looked at.
const PIECES: usize = 6;
/// Paragraphs at the end in which contacts and addresses are the publisher's own.
const TAIL: usize = 8;

/// Services that carry the releases of others, as datelines have them.
const DISTRIBUTORS: &[&str] = &[
    "ots",
    "apa-ots",
    "news aktuell",
    "presseportal",
    "prnewswire",
    "pr newswire",
    "prweb",
    "business wire",
    "globe newswire",
    "globenewswire",
    "marketwired",
    "eqs",
    "newswire",
];

/// A line of the head, or a piece of one between bars, that is only the name of a body.
pub fn letterhead(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let dateline = evidence.dateline.map(|d| d.span.start);
    let title = evidence.head.title_paragraph;
    let mut below = false;
    for (at, span) in reading.layout.paragraphs.iter().enumerate().take(HEAD) {
        if dateline.is_some_and(|start| span.end > start) {
            break;
        }
        // Below running text, a line with a name is a heading.
        below |= span.len() > 250;
        for piece in pieces(reading, *span) {
            let (first, last) = (reading.token_at(piece.start), reading.token_at(piece.end));
            if first >= last || last - first > 16 {
                continue;
            }
            let (first, last) = without_label(reading, first, last);
            if first < last
                && let Some(tag) = tagged(evidence, bodies, first, last, below || title == Some(at))
            {
                return Some(tag);
            }
        }
    }
    None
}

/// The paragraph as a whole, its lines, and what stands between bars in them.
fn pieces(reading: &Reading<'_>, paragraph: Span) -> Vec<Span> {
    let mut found = vec![paragraph];
    let text = paragraph.of(reading.text);
    // Running text, as most of it is, has none of them.
    let parted = memchr::memchr3(b'\n', b'|', b'>', text.as_bytes()).is_some();
    if !parted && !text.contains('»') {
        return found;
    }
    let mut start = 0;
    for piece in text.split_inclusive(['\n', '|', '>', '»']) {
        let bare = piece.trim_end_matches(['\n', '|', '>', '»', ' ', '\t', '\r']);
        if bare.len() < text.len() && !bare.trim().is_empty() {
            let from = paragraph.start + start;
            found.push(Span::new(from, from + bare.len()));
        }
        start += piece.len();
    }
    found.truncate(PIECES);
    found
}

/// A body that fills the tokens `first..last`, with its label or without.
fn tagged(
    evidence: &Evidence<'_, '_>,
    bodies: &mut Bodies,
    first: usize,
    last: usize,
    title: bool,
) -> Option<Found<String>> {
    let reading = evidence.reading;
    if let Some(tag) = labelled(evidence, bodies, first, last) {
        return Some(tag);
    }
    if is_desk(reading.word(first)) {
        return None;
    }
    if let Some(mention) = bodies.within(first, last).first().copied()
        && mention.first == first
        && last - mention.last <= 1
    {
        let span = reading.span(mention.first, mention.last);
        return Some(found(bodies, mention.entity, Some(span), "source-tag", 0.9));
    }
    // "Bills Sent to the Senate": a headline that ends in a body.
    let mut within = bodies.within(first, last).iter();
    let about = within.any(|m| m.first > first && is_subject(evidence.register, bodies, m.entity));
    let in_line = (first + 1..last).all(|at| !reading.tokens[at].breaks);
    let whole = classify(reading, bodies, reading.span(first, last)) == Line::Body
        || !title && in_line && is_name(reading, first, last);
    (whole && !about).then(|| from_line(evidence, bodies, first, last))
}

/// A line in capitals and links with a head in it: "City of Halden", "Federal Office for Boats of Norland".
fn is_name(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    let links = |at: usize| {
        matches!(
            reading.word(at).to_lowercase().as_str(),
            "of" | "for" | "on" | "and" | "the" | "der" | "de" | "des" | "du"
        )
    };
    let town = matches!(
        reading.word(first),
        "City" | "Government" | "Municipality" | "Stadt" | "Ville" | "State"
    );
    let head = |at: usize| {
        reading.is(at, Traits::BODY)
            && !matches!(reading.word(at), "House" | "Press" | "Group")
            && (at + 1 == last || at == first || links(at + 1))
    };
    last - first >= 2
        && last - first <= 10
        && (first..last).all(|at| reading.capital(at) || links(at))
        && (town && last - first <= 5 || (first..last).any(head))
}

/// "Source: X", "Issued by X": the label is not part of the name.
fn without_label(reading: &Reading<'_>, first: usize, last: usize) -> (usize, usize) {
    let lower = reading.word(first).to_lowercase();
    let kind = matches!(
        lower.as_str(),
        "press"
            | "media"
            | "news"
            | "communiqué"
            | "comunicado"
            | "presseinformation"
            | "pressemitteilung"
            | "medienmitteilung"
    );
    let of = |at: &usize| {
        matches!(
            reading.word(*at),
            "of" | "from" | "by" | "der" | "des" | "vom" | "du"
        )
    };
    // "Press release of the Harbour Union", "Presseinformation der Stadt".
    if kind && let Some(of) = (first + 1..last.min(first + 5)).find(of) {
        return (of + 1 + usize::from(reading.word(of + 1) == "the"), last);
    }
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

/// "GENEVA, Aug 28 (UNHCR) –": the agency in the dateline. Between slashes stands a wire: it
/// publishes only if the text names it by its whole name or nobody else is found.
pub fn agency(
    evidence: &Evidence<'_, '_>,
    bodies: &mut Bodies,
    wire: bool,
) -> Option<Found<String>> {
    let span = evidence.dateline?.agency?;
    let reading = evidence.reading;
    let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
    if first >= last || wire != reading.mark(first.wrapping_sub(1), '/') {
        return None;
    }
    if DISTRIBUTORS.contains(&span.of(reading.text).to_lowercase().as_str()) {
        return None;
    }
    let written = fold_name(&reading.folded(first, last));
    let mut names = bodies.entities.iter().map(|entity| &entity.name);
    let spelt = names.position(|name| address::spells(name, &written));
    let known = bodies.within(first, last).first().map(|m| m.entity);
    let entity = match spelt.or(known) {
        Some(entity) => entity,
        // An unknown wire carried the release; it is not its publisher.
        None if wire => return None,
        None => {
            let name = reading.folded(first, last);
            let entity = bodies.enter(evidence.register, &name, "dateline-agency".into(), 0.7);
            bodies.mention(reading, first, last, entity);
            entity
        }
    };
    let confidence = if wire { 0.6 } else { 0.9 };
    Some(found(
        bodies,
        entity,
        Some(span),
        "dateline-agency",
        confidence,
    ))
}

/// "About the Harbour Union": who explains itself at the end.
pub fn about(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Option<Found<String>> {
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
pub fn signature(evidence: &Evidence<'_, '_>, bodies: &mut Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let lines: Vec<Span> = reading.layout.lines.iter().rev().take(6).copied().collect();
    lines
        .into_iter()
        .filter(|line| line.len() < 120)
        .find_map(|line| {
            let (first, last) = (reading.token_at(line.start), reading.token_at(line.end));
            if first >= last || is_desk(reading.word(first)) {
                return None;
            }
            let whole = bodies
                .within(first, last)
                .first()
                .filter(|m| m.first == first && m.last == last)
                .map(|m| m.entity);
            let known = whole.or_else(|| bodies.known(&reading.folded(first, last)));
            let Some(entity) = known else {
                return is_name(reading, first, last)
                    .then(|| from_line(evidence, bodies, first, last))
                    .map(|found| Found {
                        rule: "signature".into(),
                        ..found
                    });
            };
            (!is_subject(evidence.register, bodies, entity)
                && !is_desk(&bodies.entities[entity].name))
            .then(|| found(bodies, entity, Some(line), "signature", 0.8))
        })
}

/// "UNHCR Press Releases", "Harbour Union Media Release": a body and the kind of text.
fn labelled(
    evidence: &Evidence<'_, '_>,
    bodies: &Bodies,
    first: usize,
    last: usize,
) -> Option<Found<String>> {
    let reading = evidence.reading;
    let mention = bodies.within(first, last).first().copied()?;
    let kind = |at: usize| {
        matches!(
            reading.word(at).to_lowercase().as_str(),
            "press"
                | "media"
                | "news"
                | "release"
                | "releases"
                | "statement"
                | "statements"
                | "room"
                | "newsroom"
                | "office"
                | "briefing"
                | "note"
                | "notes"
        )
    };
    let words = mention.last..last;
    let said = mention.first == first && words.len() > 1 && words.clone().all(kind);
    let span = || reading.span(mention.first, mention.last);
    (said
        && !reading.possessive(mention.last - 1)
        && !is_subject(evidence.register, bodies, mention.entity))
    .then(|| found(bodies, mention.entity, Some(span()), "label", 0.85))
}

/// The last line is a news agency's name alone, as its articles end: "Reuters", "(AP)".
pub fn wire(evidence: &Evidence<'_, '_>) -> Option<Found<String>> {
    let reading = evidence.reading;
    let line = *reading
        .layout
        .lines
        .iter()
        .rev()
        .find(|line| !line.of(reading.text).trim().is_empty())?;
    let bare = |c: char| !c.is_alphanumeric();
    let written = line.of(reading.text).trim_matches(bare);
    if written.len() >= 40 {
        return None;
    }
    let resolved = evidence.register.resolve(written);
    let media = resolved.iter().find(|body| body.kind == Kind::Media)?;
    Some(inferred(media.name.clone(), Some(line), "wire", 0.85))
}

/// "© 2005 Harbour Union", "Copyright Harbour Union".
pub fn copyright(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    reading.layout.lines.iter().rev().take(12).find_map(|line| {
        let text = line.of(reading.text);
        if line.len() > 200 || !(text.contains('©') || text.to_lowercase().contains("copyright")) {
            return None;
        }
        let (first, last) = (reading.token_at(line.start), reading.token_at(line.end));
        let mention = bodies.within(first, last).first().copied()?;
        let span = reading.span(mention.first, mention.last);
        Some(found(bodies, mention.entity, Some(span), "copyright", 0.75))
    })
}

/// Every body a contact line names: "Media contact: Ola Tam, Harbour Union, 12 34 56". Of several, all publish.
pub fn contact(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Vec<Found<String>> {
    let reading = evidence.reading;
    let mut named: Vec<Found<String>> = Vec::new();
    for span in outer(reading) {
        let text = span.of(reading.text);
        if span.len() > 300 {
            continue;
        }
        let number = text.bytes().filter(u8::is_ascii_digit).count() >= 6;
        if !number && !text.contains('@') {
            continue;
        }
        let lower = text.to_lowercase();
        let contact = ["contact", "enquiries", "inquiries", "comments"]
            .iter()
            .any(|word| lower.contains(word));
        if !(contact || number && !named.is_empty()) {
            continue;
        }
        let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
        for (entity, span) in named_in_contact(reading, bodies, first, last) {
            let name = &bodies.entities[entity].name;
            let taken = named.iter().any(|known| known.value == *name);
            if !taken && !is_desk(name) && !is_subject(evidence.register, bodies, entity) {
                named.push(found(bodies, entity, Some(span), "contact", 0.75));
            }
        }
    }
    named
}

/// The bodies of a contact line; "the HU Office" is the Harbour Union, and HU the body with these initials.
fn named_in_contact(
    reading: &Reading<'_>,
    bodies: &Bodies,
    first: usize,
    last: usize,
) -> Vec<(usize, Span)> {
    let initials = |at: usize| {
        let capitals = reading.tokens[at].kind == Word::Word(Case::Capitals);
        let label = fold_name(reading.word(at));
        let mut names = bodies.entities.iter().map(|entity| &entity.name);
        names.position(|name| capitals && address::spells(name, &label))
    };
    let mut found = Vec::new();
    let mut at = first;
    while at < last {
        let mention = bodies.at(at).filter(|m| m.first == at && m.last <= last);
        if let Some(mention) = mention {
            let own = desk_of(reading, bodies, mention.first, mention.last)
                .or_else(|| bodies.known(reading.word(at)))
                .unwrap_or(mention.entity);
            found.push((own, reading.span(mention.first, mention.last)));
            at = mention.last;
            continue;
        }
        if let Some(entity) = initials(at) {
            found.push((entity, reading.span(at, at + 1)));
        }
        at += 1;
    }
    found
}

/// "Press office of the Harbour Union": the body whose desk it is.
fn desk_of(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> Option<usize> {
    let mut of = (first..last).filter(|_| is_desk(reading.word(first)));
    let of = of.find(|&at| matches!(reading.word(at), "of" | "de" | "der" | "du"))?;
    let begin = of + 1 + usize::from(reading.word(of + 1) == "the");
    (begin < last).then(|| bodies.known(&reading.folded(begin, last)))?
}

/// The body whose addresses stand in head and end, if all are of one: mail addresses, or those of the web.
pub fn addressed(
    evidence: &Evidence<'_, '_>,
    bodies: &Bodies,
    mail: bool,
) -> Option<Found<String>> {
    let reading = evidence.reading;
    let edges: Vec<Span> = outer(reading).collect();
    let mut owners: Vec<(String, Span)> = Vec::new();
    for one in address::addresses(reading.text)
        .into_iter()
        .filter(|one| one.mail == mail)
    {
        let outer = edges
            .iter()
            .any(|edge| edge.start <= one.host.start && one.host.end <= edge.end);
        if outer
            && let Some(name) = address::owner(evidence.register, bodies, one.host.of(reading.text))
        {
            owners.push((name, one.host));
        }
    }
    let (name, span) = owners.first()?.clone();
    let agreed = owners.iter().all(|(other, _)| *other == name);
    let subject = evidence
        .register
        .named(&name)
        .is_some_and(|body| is_subject_kind(body.kind));
    let (rule, confidence) = if mail {
        ("mail-address", 0.8)
    } else {
        ("web-address", 0.6)
    };
    (agreed && !subject).then(|| inferred(name, Some(span), rule, confidence))
}

/// The paragraphs of the head and of the end.
fn outer<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Span> + 'r {
    let all = &reading.layout.paragraphs;
    let tail = all.len().saturating_sub(TAIL).max(HEAD.min(all.len()));
    all.iter().take(HEAD).chain(all.iter().skip(tail)).copied()
}
