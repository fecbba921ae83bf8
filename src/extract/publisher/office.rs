//! Officers who speak for a body without naming it: "Ada Tam, Secretary of State", "announced
//! Assistant Attorney General Tam", "Remarks by President Tam".
//!
//! A few offices belong to one body wherever they are met in English releases; an American
//! "Secretary of X" heads the Department of X.

use memchr::memmem;

use super::{Evidence, found, inferred, is_subject, title};
use crate::document::Found;
use crate::extract::bodies::Bodies;
use crate::extract::head::{Line, classify};
use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::organisations::Register;
use crate::text::tokens::{Case, Kind};

const STATE: &str = "U.S. Department of State";
const JUSTICE: &str = "U.S. Department of Justice";
const WHITE_HOUSE: &str = "White House";

/// Offices, in small letters, and the body each speaks for.
const OFFICES: &[(&str, &str)] = &[
    ("secretary of state", STATE),
    ("department spokesperson", STATE),
    ("office of the spokesperson", STATE),
    ("attorney general", JUSTICE),
    (
        "high commissioner for refugees",
        "United Nations High Commissioner for Refugees",
    ),
    (
        "high commissioner for human rights",
        "Office of the United Nations High Commissioner for Human Rights",
    ),
];

/// Who has lived in the White House while releases were put on the web, and who went with them.
const PRESIDENTS: &[&str] = &[
    "biden", "trump", "obama", "bush", "clinton", "reagan", "carter",
];
const VICE_PRESIDENTS: &[&str] = &["harris", "pence", "cheney", "gore", "vance"];

/// What headlines of a president's office begin with.
const KINDS: &[&str] = &[
    "remarks",
    "statement",
    "readout",
    "fact",
    "press",
    "background",
    "memorandum",
    "letter",
    "message",
    "proclamation",
    "executive",
    "transcript",
    "joint",
    "on-the-record",
    "nominations",
    "op-ed",
];

/// Paragraphs under the headline in which a byline stands.
const BYLINES: usize = 4;

/// The body behind a line with a person and their office alone.
pub fn byline(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let title = evidence.head.title_paragraph.map_or(0, |at| at + 1);
    let below = reading.layout.paragraphs.iter().skip(title).take(BYLINES);
    below.take_while(|span| span.len() < 160).find_map(|span| {
        let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
        if last - first > 16 || (first..last).any(|at| reading.tokens[at].is_stop()) {
            return None;
        }
        if let Some(name) = (first..last).find_map(|at| body_of_office(evidence, bodies, at)) {
            return Some(inferred(name, Some(*span), "byline", 0.85));
        }
        let mention = bodies.within(first, last).first().copied()?;
        (classify(reading, bodies, *span) == Line::Byline)
            .then(|| found(bodies, mention.entity, Some(*span), "byline", 0.8))
    })
}

/// "Statement by Ada Tam, Secretary of the Harbour Union, on": the body in the headline behind "by".
pub fn stating(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let (first, last) = title(evidence)?;
    let by = (first..last.min(first + 6)).find(|&at| {
        matches!(reading.word(at), "by" | "from" | "By" | "BY")
            && reading.is(at.saturating_sub(1), Traits::SPEECH_NOUN)
    })?;
    let on = (by + 1..last).find(|&at| {
        matches!(
            reading.word(at),
            "on" | "at" | "regarding" | "after" | "following"
        )
    });
    let mention = bodies.within(by + 1, last).first().copied()?;
    if on.is_some_and(|on| on < mention.first) {
        return None;
    }
    let span = reading.span(mention.first, mention.last);
    (!is_subject(evidence.register, bodies, mention.entity))
        .then(|| found(bodies, mention.entity, Some(span), "statement-by", 0.8))
}

/// A letterhead that is an office of a body: the body publishes with it.
pub fn with_whole(evidence: &Evidence<'_, '_>, tag: Found<String>) -> Vec<Found<String>> {
    let reading = evidence.reading;
    let american = ["U.S.", "United States", "Secretary "]
        .iter()
        .any(|sign| reading.text.contains(sign));
    let lower = tag.value.to_lowercase();
    let whole = OFFICES
        .iter()
        .find(|(office, _)| american && *office == lower);
    let whole = whole.map(|(_, name)| inferred((*name).to_owned(), tag.span, "office", 0.85));
    whole.into_iter().chain(Some(tag)).collect()
}

/// The officer who announces in the first sentence, or begins it.
pub fn announcing(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let (from, end) = super::lead::sentence(evidence)?;
    // "WASHINGTON Attorney General Tam": a place whose dash is lost.
    let shouted = |at: &usize| reading.tokens[*at].kind == Kind::Word(Case::Capitals);
    let from = from + (from..end.min(from + 3)).take_while(shouted).count();
    let opening = from + usize::from(matches!(reading.word(from), "Today" | "The"));
    let opening = opening + usize::from(reading.mark(opening, ','));
    let said = (from..end)
        .filter(|&at| matches!(reading.word(at), "announced" | "said"))
        .map(|at| at + 1);
    std::iter::once(opening).chain(said).find_map(|at| {
        let modifiers = |at: usize| {
            matches!(
                reading.word(at),
                "the"
                    | "Acting"
                    | "Principal"
                    | "Deputy"
                    | "Assistant"
                    | "Associate"
                    | "Under"
                    | "U.S."
            )
        };
        let begin = (at..end.min(at + 5)).find(|&at| !modifiers(at))?;
        let name = body_of_office(evidence, bodies, begin)?;
        Some(inferred(
            name,
            Some(reading.span(begin, begin + 1)),
            "officer",
            0.7,
        ))
    })
}

/// The body of the office named at token `at`.
fn body_of_office(evidence: &Evidence<'_, '_>, bodies: &Bodies, at: usize) -> Option<String> {
    let reading = evidence.reading;
    let (_, body) = OFFICES
        .iter()
        .find(|(office, _)| {
            let mut words = office.split(' ').enumerate();
            words.all(|(place, word)| reading.is_one_of(at + place, &[word]))
        })
        .copied()
        .unwrap_or_default();
    // "the Halden Attorney General": a state's own.
    let own = at > 0
        && reading.capital(at - 1)
        && !reading.tokens[at].breaks
        && reading.tokens[at - 1].kind != Kind::Word(Case::Capitals)
        && !matches!(
            reading.word(at - 1),
            "U.S." | "Acting" | "Deputy" | "Assistant" | "Associate" | "Former" | "Under"
        );
    if body == JUSTICE
        && (own
            || !(of_justice(evidence.register, bodies)
                || reading.text.contains("Justice Department")))
    {
        return None;
    }
    if !body.is_empty() {
        return Some(body.to_owned());
    }
    secretary(reading, evidence.register, at)
}

/// "Secretary of Homeland Security": the American department of this name, if there is one.
fn secretary(reading: &Reading<'_>, register: &Register, at: usize) -> Option<String> {
    if reading.word(at) != "Secretary" || reading.word(at + 1) != "of" {
        return None;
    }
    let last = (at + 2..at + 8)
        .take_while(|&next| reading.capital(next) || matches!(reading.word(next), "the" | "and"))
        .last()?;
    (at + 3..=last + 1).rev().find_map(|end| {
        let name = reading.folded(at + 2, end);
        register
            .named(&format!("U.S. Department of {name}"))
            .map(|body| body.name.clone())
    })
}

/// Whether the text names the Department of Justice, one of its parts, or its attorneys.
fn of_justice(register: &Register, bodies: &Bodies) -> bool {
    bodies
        .entities
        .iter()
        .any(|entity| entity.name == JUSTICE || register.parents(&entity.name).contains(&JUSTICE))
}

/// A release told by the attorneys who bring the case.
pub fn prosecuting(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Option<Found<String>> {
    let reading = evidence.reading;
    let pair = |at: usize| {
        matches!(
            (reading.word(at), reading.word(at + 1)),
            ("U.S.", "Attorney" | "Attorneys") | ("Trial", "Attorney" | "Attorneys")
        ) || (reading.word(at), reading.word(at + 1), reading.word(at + 2))
            == ("Assistant", "Attorney", "General")
    };
    // One look over the bytes spares most texts one at every word.
    memmem::find(reading.text.as_bytes(), b"Attorney")?;
    let mut offices = (0..reading.tokens.len()).filter(|&at| reading.capital(at) && pair(at));
    let first = offices.next()?;
    let several = offices.next().is_some() || of_justice(evidence.register, bodies);
    several.then(|| {
        inferred(
            JUSTICE.to_owned(),
            Some(reading.span(first, first + 2)),
            "prosecutors",
            0.55,
        )
    })
}

/// A president's office: its headlines, its transcripts, and what a president signs.
pub fn head_of_state(evidence: &Evidence<'_, '_>) -> Option<Found<String>> {
    let reading = evidence.reading;
    let title = evidence
        .head
        .title_paragraph
        .and_then(|at| reading.layout.paragraphs.get(at));
    let headline = title.and_then(|span| {
        let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
        let mut words = first..last.min(first + 4);
        let kind = words.any(|at| reading.is_one_of(at, KINDS));
        let reach = if kind { 10 } else { 1 };
        (first..last.min(first + reach)).find(|&at| {
            let led = at == first
                || !reading.tokens[at - 1].is_word()
                || matches!(
                    reading.word(at - 1),
                    "by" | "from" | "of" | "From" | "By" | "Of" | "Vice" | "Deputy" | "Principal"
                );
            led && (president(reading, at) || kind && presidential(reading, at))
        })
    });
    if let Some(at) = headline {
        return Some(inferred(
            WHITE_HOUSE.to_owned(),
            Some(reading.span(at, at + 1)),
            "president-headline",
            0.8,
        ));
    }
    let turn = [
        "\nTHE PRESIDENT: ",
        "vested in me as President",
        "vested in me by the Constitution",
    ]
    .iter()
    .any(|sign| reading.text.contains(sign));
    let opens = super::lead::sentence(evidence).and_then(|(from, end)| {
        let mut words = from..end.min(from + 12);
        words
            .find(|&at| president(reading, at) && (at == from || !reading.tokens[at - 1].is_word()))
    });
    if turn || opens.is_some() {
        let span = opens.map(|at| reading.span(at, at + 1));
        return Some(inferred(WHITE_HOUSE.to_owned(), span, "president", 0.65));
    }
    None
}

/// "President Biden", "Vice President Kamala Harris": the office and one who held it.
fn president(reading: &Reading<'_>, at: usize) -> bool {
    let vice = reading.word(at) == "Vice";
    let at = at + usize::from(vice);
    let holders = if vice { VICE_PRESIDENTS } else { PRESIDENTS };
    let name =
        (at + 1..at + 5).take_while(|&next| reading.capital(next) || reading.mark(next, ','));
    let holder = |next: usize| {
        let word = crate::text::tokens::without_possessive(reading.word(next)).to_lowercase();
        holders.contains(&word.as_str())
    };
    matches!(reading.word(at), "President" | "PRESIDENT") && name.into_iter().any(holder)
}

/// Others who speak from the same house.
fn presidential(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        (reading.word(at), reading.word(at + 1)),
        ("Press", "Secretary") | ("First", "Lady") | ("White", "House") | ("Second", "Gentleman")
    )
}
