//! The dateline of a release: `ISLAMABAD, APR 26 /DNA/ –`, `Tunis, Tunisia – 1
//! February 2017.`, `LESBOS, Greece (UNHCR) –`, `Conakry –`, `GENÈVE, le 12 mars 2021 –`.
//!
//! The head of each of the first lines is read by `grammar` and then judged:
//! the fewer marks of a dateline it carries (date, agency, state or country,
//! capitals, dash), the better the place has to be known. A title with a dash in
//! it ("Refugees – a new report") is none.

mod agency;
mod grammar;

use crate::document::Place;
use crate::places::{self, Kind, Resolved};
use crate::text::{Span, last_line, lines_from_end};

use super::date::PrintedDate;
use grammar::{End, Parts, is_shouted};

/// Lines with text that a dateline may stand in, counted from the body's start.
const HEAD_LINES: usize = 15;
/// Lines with text at the very end that may hold place and date, as in letters.
const TAIL_LINES: usize = 6;
/// Characters that must follow a bare place and dash: a sentence, not a title's second half.
const LEAST_TEXT: usize = 60;
/// Thousands of people that make a city known by its bare name.
const LARGE_CITY: u32 = 100;

/// A dateline and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Dateline {
    /// All of it, with the dash, stop or bracket that ends it.
    pub span: Span,
    /// The place, and where it is written with its state or country.
    pub place: Option<(Span, Place)>,
    /// The agency or desk it names, without brackets or slashes.
    pub agency: Option<Span>,
    /// The date as printed.
    pub date: Option<PrintedDate>,
}

/// The dateline of the release in `text`, whose body starts at byte `body_start`:
/// within the first 15 lines that hold text, else a line of place and whole date
/// among the last six, as letters and statements end.
pub fn find(text: &str, body_start: usize) -> Option<Dateline> {
    let body = Span::new(body_start.min(text.len()), text.len());
    let head = Lines {
        text,
        at: body.start,
    }
    .take(HEAD_LINES);
    let found = head.enumerate().find_map(|(index, line)| {
        let line = Line {
            text,
            span: line,
            is_first: index == 0,
        };
        grammar::read(text, line.span).and_then(|parts| line.judge(parts))
    });
    found.or_else(|| at_the_end(text, body))
}

fn at_the_end(text: &str, body: Span) -> Option<Dateline> {
    let lines = lines_from_end(body.of(text))
        .map(str::trim)
        .filter(|line| !line.is_empty());
    lines.take(TAIL_LINES).find_map(|piece| {
        // `piece` is a slice of `text`, so its address gives its place.
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        let line = Line {
            text,
            span: Span::new(start, start + piece.len()),
            is_first: false,
        };
        let parts = grammar::read(text, line.span)?;
        let whole = matches!(parts.end, End::Line | End::Stop) && parts.span.end == line.span.end;
        let dated = parts
            .date
            .is_some_and(|date| date.year.is_some() && date.day.is_some());
        (whole && dated).then(|| line.judge(parts)).flatten()
    })
}

/// The lines that hold text, one after the other, found only as far as asked for.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while self.at < self.text.len() {
            let rest = self.text.get(self.at..)?;
            let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            let line = Span::new(self.at, self.at + length).trimmed(self.text);
            self.at += length + 1;
            if !line.is_empty() {
                return Some(line);
            }
        }
        None
    }
}

struct Line<'a> {
    text: &'a str,
    span: Span,
    is_first: bool,
}

/// What the marks of a dateline add up to.
#[derive(Debug, Clone, Copy)]
struct Marks {
    dated: bool,
    year: bool,
    agency: bool,
    capitals: bool,
    end: End,
}

impl Line<'_> {
    fn judge(&self, parts: Parts) -> Option<Dateline> {
        let (span, resolved) = self.place(&parts)?;
        let written = span.of(self.text);
        let marks = Marks {
            dated: parts.date.is_some(),
            year: parts.date.is_some_and(|date| date.year.is_some()),
            agency: parts.agency.is_some(),
            capitals: is_shouted(written.split(',').next().unwrap_or(written)),
            end: parts.end,
        };
        let accepted = match &resolved {
            Some(resolved) => self.accepts(resolved, marks, parts.span, span),
            None => is_unknown_place(written, marks),
        };
        if !accepted {
            return None;
        }
        let place = resolved.map_or_else(
            || Place {
                name: places::title_case(written),
                written: written.to_owned(),
                country: None,
            },
            |resolved| resolved.place,
        );
        let end = if parts.end == End::Nothing {
            span.end
        } else {
            parts.span.end
        };
        Some(Dateline {
            span: Span::new(parts.span.start, end.max(span.end)),
            place: Some((span, place)),
            agency: parts.agency,
            date: parts.date,
        })
    }

    /// The first place with the states and countries behind it, and what it
    /// means. None when a name behind it is neither that nor another place.
    fn place(&self, parts: &Parts) -> Option<(Span, Option<Resolved>)> {
        let first = *parts.names.first()?;
        if parts.end == End::Nothing && parts.date.is_none() && parts.names.len() == 1 {
            return self.leading_place(first);
        }
        let mut whole = first;
        for (index, name) in parts.names.iter().enumerate().skip(1) {
            let written = name.of(self.text);
            let qualifies = places::is_qualifier(written) && whole.end + 3 >= name.start;
            if qualifies && index <= 2 {
                whole = Span::new(whole.start, name.end);
            } else if places::look_up(written).is_none() {
                // "WILMINGTON, Dela., March 5 -": surely a place, but whose is not known.
                let sure = parts.date.is_some() && parts.end == End::Dash;
                return sure.then_some((first, None));
            }
        }
        let written = whole.of(self.text);
        // "Bern-Wabern": a part of the town before the hyphen.
        let town = || {
            let (town, part) = written.split_once('-')?;
            let named = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
            (named(town) && named(part) && !part.contains(' '))
                .then(|| places::look_up(town))
                .flatten()
        };
        Some((whole, places::look_up(written).or_else(town)))
    }

    /// The longest run of words at the start of `name` that is a place:
    /// "WASHINGTON A federal judge" has "WASHINGTON".
    fn leading_place(&self, name: Span) -> Option<(Span, Option<Resolved>)> {
        let mut end = name.end;
        loop {
            let span = Span::new(name.start, end).trimmed(self.text);
            if let Some(resolved) = places::look_up(span.of(self.text)) {
                return Some((span, Some(resolved)));
            }
            end = name.start + span.of(self.text).rfind(' ')?;
        }
    }

    fn accepts(&self, resolved: &Resolved, marks: Marks, whole: Span, place: Span) -> bool {
        if resolved.kind == Kind::Qualified && !is_name(place.of(self.text), marks) {
            return false;
        }
        let named = marks.capitals || resolved.qualified || resolved.thousands >= LARGE_CITY;
        let settled = resolved.kind == Kind::Known && named;
        let bare = !marks.dated && !marks.agency;
        match marks.end {
            End::Dash if bare => self.is_bare_dateline(resolved, marks, whole),
            End::Dash => settled || resolved.kind != Kind::Known || marks.dated,
            End::Bracket => settled && (marks.dated || self.text_follows(whole.end)),
            End::Stop => (marks.dated || marks.agency) && settled,
            End::Line if marks.dated => settled,
            End::Line => self.is_place_line(resolved, whole),
            End::Colon => {
                settled && (marks.dated || self.heads_a_story(resolved, marks, place, whole))
            }
            End::Nothing if marks.dated => {
                settled && marks.year && self.text_follows(whole.end) && !self.goes_on(whole.end)
            }
            End::Nothing => self.runs_on(resolved, marks, place),
        }
    }

    /// A place and a dash, nothing else: "Conakry – The".
    fn is_bare_dateline(&self, resolved: &Resolved, marks: Marks, whole: Span) -> bool {
        let rest = self.text.get(whole.end..).unwrap_or_default().trim_start();
        let begins_small = rest.chars().next().is_some_and(char::is_lowercase);
        let known = match resolved.kind {
            Kind::Country => marks.capitals && !self.is_first,
            _ => {
                resolved.qualified
                    || resolved.thousands >= if marks.capitals { 15 } else { LARGE_CITY }
            }
        };
        let is_title = self.is_first && self.is_short();
        let goes_on = begins_small && !marks.capitals;
        known && self.text_follows(whole.end) && !is_title && !goes_on
    }

    /// `ISLAMABAD: The ministry ...`, as South Asian papers print it; not a
    /// speaker of a transcript, who speaks more than once.
    fn heads_a_story(&self, resolved: &Resolved, marks: Marks, place: Span, whole: Span) -> bool {
        let bare = marks.capitals && (resolved.qualified || resolved.thousands >= LARGE_CITY);
        if !bare || self.is_first || !self.text_follows(whole.end) {
            return false;
        }
        let mut turn = place.of(self.text).to_owned();
        turn.push(':');
        self.text.matches(turn.as_str()).take(2).count() < 2
    }

    /// `Warsaw, Poland` on a line of its own, as transcripts print it; not the
    /// last line of an address, which has numbers in the line above.
    fn is_place_line(&self, resolved: &Resolved, whole: Span) -> bool {
        let above = self.text.get(..self.span.start).unwrap_or_default();
        let above = last_line(above.trim_end());
        let stopped = whole.of(self.text).ends_with('.') && !whole.of(self.text).ends_with("D.C.");
        let alone = resolved.qualified && resolved.kind == Kind::Known && !stopped;
        alone && !self.is_first && !above.contains(|c: char| c.is_ascii_digit())
    }

    /// Whether the sentence goes on: "In Paris, June 12-13, the minister".
    fn goes_on(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default().trim_start();
        rest.starts_with([',', ';', '(']) || rest.starts_with(char::is_lowercase)
    }

    /// A place right before running text: "WASHINGTON, D.C. Today", or "WASHINGTON
    /// Two companies" where a dash was lost.
    fn runs_on(&self, resolved: &Resolved, marks: Marks, place: Span) -> bool {
        let rest = self.text.get(place.end..self.span.end).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        let word = rest.split_whitespace().next().unwrap_or_default();
        if resolved.kind == Kind::Country || !self.text_follows(place.end) || rest.starts_with(',')
        {
            return false;
        }
        if resolved.qualified && (blanks > 1 || DAYS_OF_NEWS.contains(&word.trim_matches(','))) {
            return true;
        }
        let sentence_starts = word.chars().next().is_some_and(char::is_uppercase)
            && rest
                .split_whitespace()
                .take(2)
                .any(|word| word.chars().any(char::is_lowercase))
            && !is_lower_after_first(rest);
        !self.is_first
            && marks.capitals
            && blanks > 0
            && resolved.thousands >= LARGE_CITY
            && sentence_starts
            && !self.is_short()
    }

    /// Whether a sentence's worth of text follows byte `at` in its paragraph.
    fn text_follows(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default().trim_start();
        let paragraph = rest.split("\n\n").next().unwrap_or_default();
        paragraph.chars().take(LEAST_TEXT).count() == LEAST_TEXT
    }

    /// Whether the line is no longer than a title.
    fn is_short(&self) -> bool {
        self.span.len() < 2 * LEAST_TEXT
    }
}

const DAYS_OF_NEWS: &[&str] = &[
    "Today",
    "Yesterday",
    "Tonight",
    "Earlier",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "This",
];

/// "WASHINGTON Post reporters": a capitalised word that goes on a name.
fn is_lower_after_first(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    matches!(
        words.next(),
        Some("Post" | "Times" | "State" | "University" | "City" | "Street" | "Office")
    )
}

/// Whether a name nobody knows, before a state or country, is written as a
/// name: capitalised words, not "In Paris, France" or "Since its start in March".
fn is_name(written: &str, marks: Marks) -> bool {
    let name = written.split(',').next().unwrap_or(written);
    let words = || name.split_whitespace();
    let capitalised = words().all(|word| !word.starts_with(char::is_lowercase));
    let preposition = words()
        .next()
        .is_some_and(|first| PREPOSITIONS.contains(&first));
    marks.end != End::Nothing && capitalised && !preposition && words().count() <= 4
}

const PREPOSITIONS: &[&str] = &[
    "A", "After", "At", "Before", "By", "During", "For", "From", "In", "Near", "On", "Since",
    "The", "To", "When", "With",
];

/// A short name in capitals with date and dash is a place, known or not:
/// nothing else is printed so.
fn is_unknown_place(written: &str, marks: Marks) -> bool {
    let first = written.split(' ').next().unwrap_or_default();
    let few = written.split(' ').count() <= 3 && !written.contains(',');
    marks.capitals && marks.dated && marks.end == End::Dash && few && !HEADINGS.contains(&first)
}

/// First words of headings that stand before a date in capitals.
const HEADINGS: &[&str] = &[
    "ADVISORY",
    "ALERT",
    "BACKGROUND",
    "BREAKING",
    "BRIEFING",
    "BULLETIN",
    "COMMUNIQUÉ",
    "DATE",
    "EMBARGO",
    "EMBARGOED",
    "EXCLUSIVE",
    "FACT",
    "FLASH",
    "FOR",
    "INTERVIEW",
    "INVITATION",
    "JOINT",
    "MEDIA",
    "MEMO",
    "NEWS",
    "NOTE",
    "PRESS",
    "PUBLIC",
    "RELEASE",
    "REMARKS",
    "REPORT",
    "SITUATION",
    "SPEECH",
    "STATEMENT",
    "TRANSCRIPT",
    "UPDATE",
    "UPDATED",
    "WEEKLY",
];

#[cfg(test)]
mod tests;
