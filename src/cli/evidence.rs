//! What was read off a text, for people: a table of values with where each stands, by
//! which rule and how surely; and the text with all of it marked.

use std::fmt::Display;
use std::io;

use dateline::document::Extraction;
use dateline::export::ExtractionReport;
use dateline::export::extraction::{Date, Quotation, Range};
use dateline::terminal::columns;
use dateline::text::Span;

use super::console::Console;
use super::styled::{Style, Styled};

/// One row: what it is, the value, where it stands, the rule, the confidence.
struct Row {
    what: &'static str,
    style: Style,
    value: String,
    place: String,
    rule: String,
    confidence: String,
}

impl Row {
    fn new(what: &'static str, style: Style, value: impl Display) -> Self {
        let empty = String::new;
        Self {
            what,
            style,
            value: value.to_string(),
            place: empty(),
            rule: empty(),
            confidence: empty(),
        }
    }

    fn with(mut self, range: Range, rule: &str, confidence: f32) -> Self {
        if let (Some(start), Some(end)) = (range.start, range.end) {
            self.place = format!("{start}..{end}");
        }
        rule.clone_into(&mut self.rule);
        self.confidence = format!("{confidence:.2}");
        self
    }
}

/// Prints the table; offsets count characters. The value stands last, where it may wrap.
pub(super) fn print_table(console: &mut Console, report: &ExtractionReport<'_>) -> io::Result<()> {
    let rows = rows(report);
    let widest = |column: fn(&Row) -> &str| {
        rows.iter()
            .map(|row| columns(column(row)))
            .max()
            .unwrap_or(0)
    };
    let (what, place, rule) = (
        widest(|row| row.what),
        widest(|row| &row.place),
        widest(|row| &row.rule),
    );
    for row in &rows {
        let Row {
            what: name,
            place: at,
            rule: by,
            confidence,
            ..
        } = row;
        let lead = format!("{name:what$}  {confidence:>4}  {by:rule$}  {at:place$}  ");
        console.hanging(&lead, &Styled::new(&row.value, row.style))?;
    }
    Ok(())
}

fn rows(report: &ExtractionReport<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(title) = &report.title {
        rows.push(Row::new("title", Style::Heading, title.value).with(
            title.range,
            title.rule,
            title.confidence,
        ));
    }
    if let Some(date) = &report.date {
        rows.extend(date_rows(date));
    }
    if let Some(place) = &report.place {
        let value = match report.country {
            Some(country) => format!("{} ({country})", place.value),
            None => place.value.to_owned(),
        };
        rows.push(Row::new("place", Style::Setting, value).with(
            place.range,
            place.rule,
            place.confidence,
        ));
    }
    if let Some(language) = report.language {
        rows.push(Row::new("language", Style::Plain, language));
    }
    for found in &report.publisher {
        rows.push(Row::new("publisher", Style::Organisation, found.name).with(
            found.range,
            found.rule,
            found.confidence,
        ));
    }
    rows.extend(report.organisations.iter().map(|body| {
        let value = match body.acronym {
            Some(acronym) => format!("{} ({})", body.name, acronym),
            None => body.name.to_owned(),
        };
        let row = Row::new(role_name(body.role), Style::Organisation, value);
        row.with(first(&body.mentions), body.rule, body.confidence)
    }));
    rows.extend(report.speakers.iter().map(|speaker| {
        let known = [Some(speaker.name), speaker.role, speaker.organisation];
        let value = known.into_iter().flatten().collect::<Vec<_>>().join(", ");
        Row::new("speaker", Style::Speaker, value).with(
            first(&speaker.mentions),
            "",
            speaker.confidence,
        )
    }));
    rows.extend(report.quotes.iter().map(quote_row));
    rows
}

fn date_rows(date: &Date<'_>) -> Vec<Row> {
    let doubt = if date.inferred {
        " (year inferred)"
    } else {
        ""
    };
    let mut rows = vec![
        Row::new("date", Style::Setting, format!("{}{doubt}", date.value)).with(
            date.range,
            date.rule,
            date.confidence,
        ),
    ];
    for (what, others) in [("  not", &date.candidates), ("  bound", &date.bounds)] {
        rows.extend(others.iter().map(|other| {
            let mut row =
                Row::new(what, Style::Faint, other.value).with(other.range, other.rule, 0.0);
            row.confidence.clear();
            row
        }));
    }
    rows
}

fn quote_row(quote: &Quotation<'_>) -> Row {
    let words = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let who = quote.speaker.as_ref().map_or("?", |speaker| speaker.name);
    let value = format!("{}: “{}”", who, words);
    let range = Range {
        start: Some(quote.start),
        end: Some(quote.end),
    };
    Row::new("quote", Style::Quote, value).with(range, quote.rule, quote.confidence)
}

const fn role_name(role: dateline::document::OrganisationRole) -> &'static str {
    use dateline::document::OrganisationRole;
    match role {
        OrganisationRole::Publisher => "publishes",
        OrganisationRole::Quoted => "quoted",
        OrganisationRole::Mentioned => "mentioned",
    }
}

fn first(mentions: &[(usize, usize)]) -> Range {
    let ends = mentions.first();
    Range {
        start: ends.map(|ends| ends.0),
        end: ends.map(|ends| ends.1),
    }
}

/// Prints the text, with what was read off it in the colours of the table.
pub(super) fn print_text(
    console: &mut Console,
    text: &str,
    extraction: &Extraction,
) -> io::Result<()> {
    let marks = marks(extraction);
    let mut styled = Styled::default();
    let mut next = 0;
    let mut open: Vec<(Span, Style)> = Vec::new();
    for (at, character) in text.char_indices() {
        open.retain(|(span, _)| at < span.end);
        while let Some(mark) = marks.get(next).filter(|(span, _)| span.start <= at) {
            open.push(*mark);
            next += 1;
        }
        // The innermost: a name inside a quotation keeps its own colour.
        let style = open
            .iter()
            .filter(|(span, _)| at < span.end)
            .min_by_key(|(span, _)| span.len());
        if character != '\r' {
            styled.push(character, style.map_or(Style::Plain, |(_, style)| *style));
        }
    }
    console.block(0, &styled)
}

/// What is marked, in the order of the text.
fn marks(extraction: &Extraction) -> Vec<(Span, Style)> {
    let found = |span: Option<Span>, style| span.map(|span| (span, style));
    let mut marks: Vec<(Span, Style)> = Vec::new();
    marks.extend(
        extraction
            .title
            .as_ref()
            .and_then(|title| found(title.span, Style::Heading)),
    );
    marks.extend(
        extraction
            .date
            .as_ref()
            .and_then(|date| found(date.span, Style::Setting)),
    );
    marks.extend(
        extraction
            .place
            .as_ref()
            .and_then(|place| found(place.span, Style::Setting)),
    );
    for body in &extraction.organisations {
        marks.extend(
            body.mentions
                .iter()
                .map(|span| (*span, Style::Organisation)),
        );
    }
    for speaker in &extraction.speakers {
        marks.extend(speaker.mentions.iter().map(|span| (*span, Style::Speaker)));
    }
    marks.extend(
        extraction
            .quotes
            .iter()
            .map(|quote| (quote.span, Style::Quote)),
    );
    marks.sort_by_key(|(span, _)| *span);
    marks
}
