//! Extraction held against labels, field by field: [`score`].

use std::iter;

use crate::document::{Extraction, Speaker};
use crate::extract::extract_with;
use crate::organisations::{Register, fold_name};

use super::gold::{Gold, Labelled};
use super::names::{Forms, Nearness, same_body};
use super::pairing::{pair, unpaired};
use super::people::{same_person, same_role};
use super::quotations;
use super::report::{Field, FieldReport, FieldScore, MissKind, Tally};
use super::sheet::{Answer, Marks, Sheet};
use super::{DateLabel, SpeakerLabel};

/// Reads every labelled text with the organisations of `register` and holds what was read
/// against its label.
pub fn score(gold: &Gold, register: &Register) -> FieldReport {
    let mut marks = Marks::default();
    for labelled in &gold.labelled {
        let extraction = extract_with(&labelled.release, register);
        mark(labelled, &extraction, register, &mut marks);
    }
    report(gold.labelled.len(), marks)
}

/// Marks one file.
pub(super) fn mark(
    labelled: &Labelled,
    extraction: &Extraction,
    register: &Register,
    marks: &mut Marks,
) {
    let sheet = Sheet::new(labelled, extraction, register);
    let label = &labelled.label;
    if let Some(wanted) = &label.title {
        title(&sheet, wanted.as_deref(), marks);
    }
    if let Some(wanted) = &label.date {
        date(&sheet, wanted.as_ref(), marks);
    }
    if let Some(wanted) = &label.place {
        place(&sheet, wanted.as_deref(), marks);
    }
    if let Some(wanted) = &label.publisher {
        publisher(&sheet, wanted, marks);
    }
    if label.organisations.is_some() {
        organisations(&sheet, marks);
    }
    if let Some(wanted) = &label.speakers {
        speakers(&sheet, wanted, marks);
    }
    quotations::mark(&sheet, marks);
}

fn report(files: usize, mut marks: Marks) -> FieldReport {
    let fields = Field::ALL.map(|field| FieldScore::new(field, tally(field, &marks)));
    // Stable, so that what is of one label stays in the order of its text.
    marks.misses.sort_by_key(|miss| miss.field);
    FieldReport {
        files,
        fields: fields.to_vec(),
        not_quotes_taken: marks.not_quotes_taken(),
        attribution: marks.bands(),
        misses: marks.misses,
    }
}

fn tally(field: Field, marks: &Marks) -> Tally {
    let mut tally = Tally {
        right: marks.right.iter().filter(|right| **right == field).count(),
        ..Tally::default()
    };
    for miss in marks.misses.iter().filter(|miss| miss.field == field) {
        tally.wrong += usize::from(miss.kind != MissKind::Missing);
        tally.missed += usize::from(miss.kind != MissKind::Extra);
    }
    tally
}

/// White space and case folded.
fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Marks a field that has one value at most.
fn single(
    sheet: &Sheet<'_>,
    field: Field,
    wanted: Option<Answer>,
    found: Option<Answer>,
    same: impl Fn(&str, &str) -> bool,
    marks: &mut Marks,
) {
    match (&wanted, &found) {
        (None, None) => {}
        (Some(one), Some(other)) if same(&one.text, &other.text) => marks.right.push(field),
        _ => marks.misses.push(sheet.miss(field, wanted, found)),
    }
}

fn title(sheet: &Sheet<'_>, wanted: Option<&str>, marks: &mut Marks) {
    let found = sheet.extraction.title.as_ref();
    let found = found.map(|title| sheet.answer(&title.value, title.span, &title.rule));
    let same = |one: &str, other: &str| fold(one) == fold(other);
    single(
        sheet,
        Field::Title,
        wanted.map(Answer::text),
        found,
        same,
        marks,
    );
}

/// A date the text does not print counts neither way, unless one is said to stand in it.
fn date(sheet: &Sheet<'_>, wanted: Option<&DateLabel>, marks: &mut Marks) {
    let printed = wanted.filter(|date| date.printed.is_some());
    let value = printed.and_then(|date| date.value);
    let known = wanted.and_then(|date| date.value);
    let found = sheet
        .extraction
        .date
        .as_ref()
        .filter(|date| value.is_some() || (date.span.is_some() && Some(date.value) != known));
    let found = found.map(|date| sheet.answer(&date.value.to_string(), date.span, &date.rule));
    let wanted = value.map(|value| Answer::text(value.to_string()));
    single(
        sheet,
        Field::Date,
        wanted,
        found,
        |one, other| one == other,
        marks,
    );
}

fn place(sheet: &Sheet<'_>, wanted: Option<&str>, marks: &mut Marks) {
    let found = sheet.extraction.place.as_ref();
    let name = found.map(|place| place.value.name.as_str());
    let same = |one: &str, other: &str| {
        holds_either_way(one, other) || name.is_some_and(|name| holds_either_way(one, name))
    };
    let found = found.map(|place| sheet.answer(&place.value.written, place.span, &place.rule));
    single(
        sheet,
        Field::Place,
        wanted.map(Answer::text),
        found,
        same,
        marks,
    );
}

/// Whether the words of one stand in the other, in order and next to each other.
fn holds_either_way(one: &str, other: &str) -> bool {
    let (one, other) = (fold_name(one), fold_name(other));
    let holds = |whole: &str, part: &str| {
        !part.is_empty() && format!(" {whole} ").contains(&format!(" {part} "))
    };
    holds(&one, &other) || holds(&other, &one)
}

fn publisher(sheet: &Sheet<'_>, wanted: &[String], marks: &mut Marks) {
    let found = &sheet.extraction.publisher;
    let wanted: Vec<Forms> = wanted
        .iter()
        .map(|name| Forms::among(name, &sheet.wanted_bodies))
        .collect();
    let forms: Vec<Forms> = found
        .iter()
        .map(|one| Forms::among(&one.value, &sheet.found_bodies))
        .collect();
    let answer = |at: usize| {
        let found = found.get(at)?;
        Some(sheet.answer(&found.value, found.span, &found.rule))
    };
    bodies(
        sheet,
        Field::Publisher,
        &wanted,
        &forms,
        Nearness::Shorter,
        answer,
        marks,
    );
}

fn organisations(sheet: &Sheet<'_>, marks: &mut Marks) {
    let found = &sheet.extraction.organisations;
    let answer = |at: usize| {
        let body = found.get(at)?;
        Some(sheet.answer(&body.name, body.mentions.first().copied(), &body.rule))
    };
    let (wanted, forms) = (&sheet.wanted_bodies, &sheet.found_bodies);
    bodies(
        sheet,
        Field::Organisations,
        wanted,
        forms,
        Nearness::Both,
        answer,
        marks,
    );
}

/// Marks a field of bodies; `answer` gives the found one at an index.
fn bodies(
    sheet: &Sheet<'_>,
    field: Field,
    wanted: &[Forms],
    found: &[Forms],
    nearness: Nearness,
    answer: impl Fn(usize) -> Option<Answer>,
    marks: &mut Marks,
) {
    let optional: Vec<Forms> = sheet
        .labelled
        .optional
        .iter()
        .map(|name| Forms::among(name, &[]))
        .collect();
    let same = |one: &Forms, other: &Forms| same_body(one, other, sheet.register, nearness);
    let is_optional = |name: &str| {
        optional
            .iter()
            .any(|other| fold_name(&other.name) == fold_name(name))
    };
    let paired = pair(wanted, found, same);
    for (body, at) in wanted.iter().zip(&paired) {
        match at {
            _ if is_optional(&body.name) => {}
            Some(_) => marks.right.push(field),
            None => marks
                .misses
                .push(sheet.miss(field, Some(Answer::text(&body.name)), None)),
        }
    }
    for at in unpaired(&paired, found.len()) {
        let counts = !optional
            .iter()
            .any(|other| same(other, &found[at]).is_some());
        if counts {
            marks.misses.push(sheet.miss(field, None, answer(at)));
        }
    }
}

fn speakers(sheet: &Sheet<'_>, wanted: &[SpeakerLabel], marks: &mut Marks) {
    let found = &sheet.extraction.speakers;
    let paired = pair(wanted, found, |one, other| {
        same_speaker(sheet, one, &other.name)
    });
    for (speaker, at) in wanted.iter().zip(&paired) {
        match at.and_then(|at| found.get(at)) {
            Some(other) => {
                marks.right.push(Field::Speakers);
                role(sheet, speaker, other, marks);
            }
            None => {
                let wanted = Some(Answer::text(&speaker.name));
                marks.misses.push(sheet.miss(Field::Speakers, wanted, None));
            }
        }
    }
    for at in unpaired(&paired, found.len()) {
        let speaker = &found[at];
        // A body that speaks may stand at its quotation alone.
        let is_quoted = sheet.labelled.label.quotes.iter().flatten().any(|quote| {
            quote
                .speaker
                .as_deref()
                .is_some_and(|name| is_speaker(sheet, name, &speaker.name))
        });
        if !is_quoted {
            let span = speaker.mentions.first().copied();
            let answer = sheet.answer(&speaker.name, span, "speaker");
            marks
                .misses
                .push(sheet.miss(Field::Speakers, None, Some(answer)));
        }
    }
}

/// Marks the role of a speaker who was found; where none is labelled, none is scored.
fn role(sheet: &Sheet<'_>, wanted: &SpeakerLabel, found: &Speaker, marks: &mut Marks) {
    let Some(role) = &wanted.role else { return };
    let span = found.mentions.first().copied();
    let answer = found.role.as_ref().map(|role| {
        let text = format!("{role} ({})", found.name);
        sheet.answer(&text, span, "role")
    });
    if found
        .role
        .as_ref()
        .is_some_and(|other| same_role(role, other))
    {
        marks.right.push(Field::Roles);
    } else {
        let wanted = Answer::text(format!("{role} ({})", wanted.name));
        marks
            .misses
            .push(sheet.miss(Field::Roles, Some(wanted), answer));
    }
}

/// How surely a labelled speaker and a found name are one, 0 the surest.
fn same_speaker(sheet: &Sheet<'_>, wanted: &SpeakerLabel, found: &str) -> Option<u8> {
    let forms = iter::once(&wanted.name).chain(&wanted.written);
    if forms
        .clone()
        .any(|form| fold_name(form) == fold_name(found))
    {
        return Some(0);
    }
    if same_person(&wanted.name, found) {
        return Some(1);
    }
    let wanted = Forms::among(&wanted.name, &sheet.wanted_bodies);
    let found = Forms::among(found, &sheet.found_bodies);
    same_body(&wanted, &found, sheet.register, Nearness::Never).map(|_| 2)
}

/// Whether the name at a labelled quotation is that of the speaker found.
pub(super) fn is_speaker(sheet: &Sheet<'_>, wanted: &str, found: &str) -> bool {
    let speakers = sheet.labelled.label.speakers.iter().flatten();
    let known = speakers
        .into_iter()
        .find(|speaker| fold_name(&speaker.name) == fold_name(wanted))
        .cloned();
    let wanted = known.unwrap_or_else(|| SpeakerLabel {
        name: wanted.to_owned(),
        written: Vec::new(),
        role: None,
    });
    same_speaker(sheet, &wanted, found).is_some()
}

#[cfg(test)]
mod tests;
