//! What is read off a release: [`extract`], a pure function from a [`Release`] to an [`Extraction`].
//!
//! No I/O, no failure: what cannot be told stays empty. The steps, in order: the text
//! as tokens and paragraphs (`reading`), bodies, dateline and head, boilerplate, people,
//! who said what, date, publisher.

mod ambiguity;
mod arabic;
mod attribution;
mod bodies;
mod companies;
pub mod date;
pub mod dateline;
pub mod definitions;
mod folded;
mod head;
mod labels;
mod language;
mod languages;
mod layout;
mod letterhead;
mod lexicon;
mod marks;
mod names;
mod office;
mod people;
mod phrase;
mod publisher;
mod reading;
mod runs;
mod sections;
mod speakers;
mod statement;

use crate::document::{Extraction, Found, Organisation, OrganisationRole, Place, Release};
use crate::organisations::Register;
use crate::text::Span;
use bodies::Bodies;
use dateline::Dateline;
use people::People;
use publisher::Evidence;
use reading::Reading;
use rustc_hash::FxHashSet;
use speakers::Speakers;

/// Changes whenever the same text may give another extraction, so that indexes know what to re-read.
pub const VERSION: u32 = 5;

/// Reads everything off `release`, with the built-in register.
pub fn extract(release: &Release) -> Extraction {
    extract_with(release, Register::builtin())
}

/// Reads everything off `release`, with the organisations of `register`.
pub fn extract_with(release: &Release, register: &Register) -> Extraction {
    let given = &release.given;
    let dateline = dateline::find(&release.text, given.body_start);
    let mut reading = Reading::new(&release.text, given.body_start);
    let language = given
        .language
        .clone()
        .or_else(|| language::language(&reading));
    reading.tell_language(language);
    reading.dated_from = dateline
        .as_ref()
        .and_then(|d| Some(d.place.as_ref()?.1.clone()));
    let sections = sections::sections(&reading);
    let mut bodies = Bodies::find(&reading, register);
    let start = dateline.as_ref().map(|d| d.span.start);
    let head = head::head(&reading, &bodies, given, start);
    let evidence = Evidence {
        reading: &reading,
        register,
        head: &head,
        dateline: dateline.as_ref(),
        sections: &sections,
        given,
    };
    let publisher = publisher::publishers(&evidence, &mut bodies);
    let date = date::read(&date::Sources {
        text: &release.text,
        given,
        file_name: &release.file_name,
        dateline: dateline.as_ref(),
        language: reading.language.as_deref(),
    });
    let end = sections.iter().find(|s| s.kind == "end");
    let ends = end.map_or(release.text.len(), |s| s.span.start);
    let (speakers, quotes, spoken_for) = voices(&reading, &bodies, &head, ends, &publisher);
    let publisher = publisher::with_speakers(publisher, &speakers, &bodies, &reading, register);
    let organisations = organisations(&reading, &bodies, &publisher, &spoken_for);
    Extraction {
        title: head.title,
        date,
        place: dateline.and_then(place),
        language: reading.language,
        publisher,
        organisations,
        speakers,
        quotes,
        sections,
    }
}

fn place(dateline: Dateline) -> Option<Found<Place>> {
    let (span, place) = dateline.place?;
    Some(Found {
        value: place,
        span: Some(span),
        rule: "dateline".into(),
        confidence: 0.97,
    })
}

type Voices = (
    Vec<crate::document::Speaker>,
    Vec<crate::document::Quote>,
    Vec<usize>,
);

/// Who speaks, what they say, and which bodies they speak for.
fn voices(
    reading: &Reading<'_>,
    bodies: &Bodies,
    head: &head::Head,
    ends: usize,
    publisher: &[Found<String>],
) -> Voices {
    let mut people = People::find(reading, bodies);
    let own = publisher
        .first()
        .and_then(|p| bodies.entities.iter().position(|e| e.name == p.value));
    let mut speakers = Speakers::new(reading, bodies, &mut people);
    for attribution in attribution::attribute(reading, bodies) {
        speakers.take(&attribution, own);
    }
    let stretches = statement::stretches(reading, bodies, head, ends);
    if stretches.iter().any(|stretch| stretch.rule == "turn")
        && let Some(author) = statement::author(reading, bodies, head)
    {
        speakers.resolve(&author, author.first, own);
    }
    for stretch in stretches {
        let Some((voice, share)) = speakers.resolve(&stretch.phrase, stretch.phrase.first, own)
        else {
            continue;
        };
        let written = reading.span(stretch.phrase.first, stretch.phrase.last);
        speakers.take_statement(
            stretch.span,
            voice,
            written,
            stretch.rule,
            stretch.confidence * share,
        );
    }
    for phrase in attribution::reported(reading, bodies) {
        speakers.take_reported(&phrase);
    }
    let (speakers, mut quotes, spoken_for) = speakers.finish();
    quotes.sort_by_key(|quote| quote.span);
    (speakers, quotes, spoken_for)
}

/// The organisations with their roles: publishers first, then those quoted, then by place.
fn organisations(
    reading: &Reading<'_>,
    bodies: &Bodies,
    publisher: &[Found<String>],
    spoken_for: &[usize],
) -> Vec<Organisation> {
    let mut mentions: Vec<Vec<Span>> = vec![Vec::new(); bodies.entities.len()];
    for mention in &bodies.mentions {
        mentions[mention.entity].push(reading.span(mention.first, mention.last));
    }
    let spoken_for: FxHashSet<usize> = spoken_for.iter().copied().collect();
    let mut found: Vec<Organisation> = bodies
        .entities
        .iter()
        .zip(mentions)
        .enumerate()
        .map(|(at, (entity, mentions))| {
            let publishes = publisher.iter().any(|p| p.value == entity.name);
            let role = match (spoken_for.contains(&at), publishes) {
                (true, _) => OrganisationRole::Quoted,
                (_, true) => OrganisationRole::Publisher,
                _ => OrganisationRole::Mentioned,
            };
            Organisation {
                name: entity.name.clone(),
                acronym: entity.acronym.clone(),
                parent: entity.parent.clone(),
                role,
                mentions,
                rule: entity.rule.clone(),
                confidence: entity.confidence,
            }
        })
        .collect();
    let wholes: Vec<String> = found
        .iter()
        .filter(|body| body.role == OrganisationRole::Quoted)
        .filter_map(|body| body.named_after().map(str::to_owned))
        .collect();
    for body in found.iter_mut().filter(|body| wholes.contains(&body.name)) {
        body.role = OrganisationRole::Quoted;
    }
    let rank = |o: &Organisation| {
        (
            !publisher.iter().any(|p| p.value == o.name),
            o.role != OrganisationRole::Quoted,
            o.mentions.first().copied(),
        )
    };
    found.sort_by_key(rank);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts of what the steps look for, in any order.
    fn scraps() -> impl Strategy<Value = String> {
        let scrap = prop_oneof![
            "\\PC{0,12}",
            prop::sample::select(vec![
                "“",
                "”",
                "\"",
                "«",
                "»",
                "‘",
                "’",
                "„",
                "said",
                " said ",
                "Mr. Ola Tam",
                "she",
                "the minister",
                ", ",
                ". ",
                ": ",
                "\n",
                "\n\n",
                "(",
                ")",
                "UNHCR",
                "Ministry of Ports",
                "(MoP)",
                "GENEVA, Aug 28 –",
                "according to",
                "About us",
                "###",
                "Statement by",
                "JOURNALIST:",
                "’s",
                "M.",
                "и",
                "قال",
                "،",
                "\u{301}",
                "2024",
                "12/07/2021",
                "-t-elle",
                "\u{feff}",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
    }

    proptest! {
        #[test]
        fn every_span_lies_in_the_text(text in scraps(), from in 0_usize..40) {
            let body_start = if text.is_char_boundary(from) { from } else { 0 };
            let given = crate::document::Given { body_start, ..Default::default() };
            let release = Release { text, given, ..Default::default() };
            let read = extract(&release);
            let mut spans: Vec<_> = read.quotes.iter().map(|q| q.span).collect();
            spans.extend(read.quotes.iter().filter_map(|q| q.written));
            spans.extend(read.organisations.iter().flat_map(|o| o.mentions.clone()));
            spans.extend(read.speakers.iter().flat_map(|s| s.mentions.clone()));
            spans.extend(read.publisher.iter().filter_map(|p| p.span));
            spans.extend(read.title.iter().filter_map(|t| t.span));
            spans.extend(read.sections.iter().map(|s| s.span));
            for span in spans {
                prop_assert!(release.text.get(span.start..span.end).is_some_and(|piece| !piece.is_empty()), "{span:?}");
            }
            for quote in &read.quotes {
                prop_assert!(quote.speaker.is_none_or(|at| at < read.speakers.len()));
            }
        }
    }
}
