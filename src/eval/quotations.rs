//! Quotations against labels: the words, whose they are, and what is nobody's.

use crate::document::{Quote, QuoteKind, Speaker};

use super::label::{Piece, QuoteLabel};
use super::pairing::{Range, likeness, pair_ranges, unpaired};
use super::report::Field;
use super::score::is_speaker;
use super::sheet::{Answer, Marks, Sheet};

/// Shared characters over all characters from which a piece that is no quotation was taken for one.
const TAKEN: f64 = 0.5;

/// Marks the quotations of one file.
///
/// A statement without marks is neither right nor wrong: labels leave its words out.
pub(super) fn mark(sheet: &Sheet<'_>, marks: &mut Marks) {
    let label = &sheet.labelled.label;
    let found: Vec<&Quote> = sheet
        .extraction
        .quotes
        .iter()
        .filter(|quote| quote.kind != QuoteKind::Statement)
        .collect();
    let ranges: Vec<Range> = found.iter().map(|quote| sheet.range(quote.span)).collect();
    if let Some(wanted) = &label.quotes {
        quotes(sheet, wanted, &found, &ranges, marks);
    }
    for piece in label.not_quotes.iter().flatten() {
        marks.not_quotes.push(is_taken(piece, &ranges));
    }
}

fn is_taken(piece: &Piece, found: &[Range]) -> bool {
    found
        .iter()
        .any(|range| likeness(piece.range(), *range) >= TAKEN)
}

fn quotes(
    sheet: &Sheet<'_>,
    wanted: &[QuoteLabel],
    found: &[&Quote],
    ranges: &[Range],
    marks: &mut Marks,
) {
    let wanted_ranges: Vec<Range> = wanted.iter().map(|quote| quote.piece.range()).collect();
    let paired = pair_ranges(&wanted_ranges, ranges);
    for (label, at) in wanted.iter().zip(&paired) {
        match at.and_then(|at| found.get(at)) {
            Some(quote) => {
                marks.right.push(Field::Quotations);
                attribution(sheet, label, quote, marks);
            }
            None => {
                for field in [Field::Quotations, Field::QuotationsWithSpeaker] {
                    let answer = Answer::at(&label.piece.text, label.piece.range());
                    marks.misses.push(sheet.miss(field, Some(answer), None));
                }
            }
        }
    }
    for at in unpaired(&paired, found.len()) {
        let quote = found[at];
        let text = quote.span.of(&sheet.labelled.release.text);
        for field in [Field::Quotations, Field::QuotationsWithSpeaker] {
            let answer = Answer::at(text, ranges[at]).by(&quote.rule);
            marks.misses.push(sheet.miss(field, None, Some(answer)));
        }
    }
}

/// Marks whose words a quotation that was found is said to be.
fn attribution(sheet: &Sheet<'_>, label: &QuoteLabel, quote: &Quote, marks: &mut Marks) {
    let speaker = quote
        .speaker
        .and_then(|index| sheet.extraction.speakers.get(index));
    let right = is_right(sheet, label.speaker.as_deref(), speaker);
    if speaker.is_some() {
        marks.attributions.push((quote.confidence, right));
    }
    if right {
        marks.right.push(Field::QuotationsWithSpeaker);
        return;
    }
    let begin: String = label.piece.text.chars().take(60).collect();
    let told = |name: Option<&str>| format!("{}: {begin}", name.unwrap_or("nobody"));
    let wanted = Answer::at(told(label.speaker.as_deref()), label.piece.range());
    let found = Answer::text(told(speaker.map(|speaker| speaker.name.as_str()))).by(&quote.rule);
    let field = Field::QuotationsWithSpeaker;
    marks
        .misses
        .push(sheet.miss(field, Some(wanted), Some(found)));
}

/// Where the label names nobody, nobody is right, and so is each of those who sign.
fn is_right(sheet: &Sheet<'_>, wanted: Option<&str>, found: Option<&Speaker>) -> bool {
    match (wanted, found) {
        (None, None) => true,
        (Some(_), None) => false,
        (Some(name), Some(speaker)) => is_speaker(sheet, name, &speaker.name),
        (None, Some(speaker)) => sheet
            .labelled
            .label
            .speakers
            .iter()
            .flatten()
            .any(|signatory| is_speaker(sheet, &signatory.name, &speaker.name)),
    }
}
