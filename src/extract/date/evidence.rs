//! What a text tells of years: what is past in it, what is to come.

use super::scan::scan;
use crate::document::PartialDate;
use crate::text::Span;

/// Bytes of a text that are read for evidence.
const REACH: usize = 200_000;
/// Bytes before a year that tell whether it is past.
const BEFORE: usize = 72;

/// How a date is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// As past: the release is not older.
    Past,
    /// As to come: the release is not younger.
    Coming,
    /// As the end of a period that runs: not younger.
    RangeEnd,
    /// As the day a page was printed or changed: not younger.
    PrintedOut,
    /// As the year of copyright: not younger, and seldom much older.
    Copyright,
    /// Neither.
    Plain,
}

impl Told {
    pub(super) fn is_coming(self) -> bool {
        !matches!(self, Self::Past | Self::Plain)
    }

    /// The rule's name for a bound from above.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Past => "event-before",
            Self::Coming => "event-after",
            Self::RangeEnd => "range-end",
            Self::PrintedOut => "printed-out",
            Self::Copyright => "copyright",
            Self::Plain => "mention",
        }
    }
}

/// A date or year in the text, and how it is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub(super) value: PartialDate,
    pub(super) span: Span,
    pub(super) told: Told,
}

/// Every date with a year and every bare year but what overlaps `except`.
pub(super) fn gather(text: &str, except: Span) -> Vec<Evidence> {
    let mut end = REACH.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let range = Span::new(0, end);
    let mut found = Vec::new();
    let mut taken = vec![except];
    for date in scan(text, range) {
        let Some(value) = date.date().filter(|_| !date.ambiguous) else {
            continue;
        };
        taken.push(date.span);
        if !date.span.overlaps(except) {
            found.push(Evidence {
                value,
                span: date.span,
                told: told(text, date.span),
            });
        }
    }
    taken.sort();
    bare_years(text, range, &taken, &mut found);
    found
}

fn bare_years(text: &str, range: Span, taken: &[Span], found: &mut Vec<Evidence>) {
    let bytes = range.of(text).as_bytes();
    let mut at = 0;
    let mut passed = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let span = Span::new(at, at + run);
        at += run;
        while taken
            .get(passed)
            .is_some_and(|span| span.end <= span_start(at, run))
        {
            passed += 1;
        }
        let in_date = taken.get(passed).is_some_and(|date| date.overlaps(span));
        if run == 4
            && !in_date
            && let Some(evidence) = year_at(text, span)
        {
            found.push(evidence);
        }
    }
}

fn span_start(end: usize, length: usize) -> usize {
    end - length
}

fn year_at(text: &str, span: Span) -> Option<Evidence> {
    let year: i16 = span
        .of(text)
        .parse()
        .ok()
        .filter(|year| (1900..=2099).contains(year))?;
    let before = text.get(..span.start)?.chars().next_back();
    if before.is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '.' | ',' | '/' | '#' | '_' | '=')
    }) {
        return None;
    }
    let after = text.get(span.end..).unwrap_or_default();
    if after.starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '/' | '_'))
        || counts_things(after)
    {
        return None;
    }
    if let Some((end, length)) = range_end(after, year) {
        let whole = Span::new(span.start, span.end + length);
        return Some(Evidence {
            value: PartialDate::year(end)?,
            span: whole,
            told: Told::RangeEnd,
        });
    }
    // The second half of "2022-2025" was read with the first.
    if matches!(before, Some('-' | '–')) {
        return None;
    }
    Some(Evidence {
        value: PartialDate::year(year)?,
        span,
        told: told(text, span),
    })
}

/// "2000 people": a number of things, not a year.
fn counts_things(after: &str) -> bool {
    let word: &str = after
        .strip_prefix(' ')
        .and_then(|rest| rest.split([' ', '.', ',', '\n']).next())
        .unwrap_or_default();
    [
        "people", "refugees", "asylum", "migrants", "families", "children", "persons", "tonnes",
        "places", "men", "women", "cases", "boat", "million", "km",
    ]
    .contains(&word)
}

/// The end of `2022-2025`, `2022–25` or `2022 to 2025`, given what follows the first year.
fn range_end(after: &str, first: i16) -> Option<(i16, usize)> {
    let joiner = ["-", "–", " - ", " – ", " to "]
        .into_iter()
        .find(|joiner| after.starts_with(joiner))?;
    let rest = after.get(joiner.len()..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: i16 = rest.get(..digits)?.parse().ok()?;
    let end = match digits {
        4 => number,
        2 => first - first % 100 + number,
        _ => return None,
    };
    (end > first && end <= first + 20).then_some((end, joiner.len() + digits))
}

fn told(text: &str, span: Span) -> Told {
    let mut start = span.start.saturating_sub(BEFORE);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text.get(start..span.start).unwrap_or_default();
    if before.contains('©') || before.contains("opyright") {
        return Told::Copyright;
    }
    let lower = before.to_lowercase();
    if PAGE.iter().any(|label| lower.contains(label)) {
        return Told::PrintedOut;
    }
    // A sentence's start ends the view: what was said before is of another date.
    let clause = lower.rsplit(['\n', ';']).next().unwrap_or_default();
    let clause = clause.rsplit(". ").next().unwrap_or_default();
    let words: Vec<&str> = clause
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let last = words.last().copied().unwrap_or_default();
    if COMING_RIGHT_BEFORE.contains(&last) || words.iter().any(|word| COMING.contains(word)) {
        return Told::Coming;
    }
    let past = words
        .iter()
        .any(|word| PAST.contains(word) || is_past_form(word));
    if past { Told::Past } else { Told::Plain }
}

fn is_past_form(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ed")
        && ![
            "need",
            "united",
            "indeed",
            "speed",
            "planned",
            "expected",
            "scheduled",
            "proposed",
            "limited",
        ]
        .contains(&word)
}

const PAGE: &[&str] = &[
    "accessed on",
    "last modified",
    "last updated",
    "printed",
    "page updated",
    "retrieved",
    "archived",
];

const COMING_RIGHT_BEFORE: &[&str] = &[
    "by", "until", "through", "till", "to", "before", "for", "from", "next", "horizon", "bis",
    "jusqu", "hasta",
];

const COMING: &[&str] = &[
    "will",
    "shall",
    "plans",
    "planned",
    "expected",
    "scheduled",
    "upcoming",
    "forthcoming",
    "expires",
    "deadline",
    "target",
    "goal",
    "goals",
    "agenda",
    "intends",
    "sera",
    "será",
    "wird",
];

const PAST: &[&str] = &[
    "was", "were", "had", "has", "have", "since", "ago", "last", "began", "came", "fled", "became",
    "took", "made", "saw", "left", "rose", "fell", "went", "held", "won", "gave", "grew", "met",
    "said", "depuis", "desde", "seit", "dal", "été", "wurde", "wurden", "war", "fue", "fueron",
    "stato", "foi",
];
