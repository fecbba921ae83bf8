//! Dates all in numbers: `2021-12-07`, `13.8.2019`, `07/12/2021`, `02.28.13`, and
//! `07/12` without a year.

use super::scan::{Lead, PrintedDate, exists};
use super::tokens::{digit, next_digit};
use crate::document::PartialDate;
use crate::text::Span;

/// The year two digits mean: 1940 to 2039.
pub(super) fn full_year(two_digits: u32) -> i16 {
    let year = if two_digits < 40 {
        2000 + two_digits
    } else {
        1900 + two_digits
    };
    year as i16
}

/// A run of digits: value, how many, and the byte after it.
#[derive(Debug, Clone, Copy)]
struct Run {
    value: u32,
    digits: usize,
    end: usize,
}

/// Every date in numbers in `text[range]`, in order.
pub(super) fn scan(text: &str, range: Span) -> Vec<PrintedDate> {
    let mut found = Vec::new();
    let bytes = range.of(text).as_bytes();
    let mut at = 0;
    while let Some(digit) = next_digit(bytes, at) {
        let start = range.start + digit;
        let Some(run) = run(text, start) else {
            at = digit + 1;
            continue;
        };
        let date = date_at(text, start, run).filter(|date| date.span.end <= range.end);
        at = date.map_or(run.end, |date| date.span.end) - range.start;
        found.extend(date);
    }
    found
}

fn run(text: &str, start: usize) -> Option<Run> {
    let mut run = Run {
        value: 0,
        digits: 0,
        end: start,
    };
    for letter in text.get(start..)?.chars() {
        let Some(value) = digit(letter) else { break };
        run.value = run.value.saturating_mul(10).saturating_add(value);
        run.digits += 1;
        run.end += letter.len_utf8();
    }
    (run.digits > 0).then_some(run)
}

fn date_at(text: &str, start: usize, first: Run) -> Option<PrintedDate> {
    if first.digits > 4 || !stands_free(text.get(..start)?.chars().next_back()) {
        return None;
    }
    let (separator, second_at) = separator(text, first.end)?;
    let second = run(text, second_at).filter(|run| run.digits <= 2)?;
    let third = match self::separator(text, second.end) {
        Some((same, at)) if same == separator => run(text, at),
        _ => None,
    };
    let end = third.map_or(second.end, |run| run.end);
    let after = text.get(end..).unwrap_or_default();
    if !ends_free(after) {
        return None;
    }
    let span = Span::new(start, end);
    match third {
        Some(third) if first.digits == 4 && third.digits <= 2 => {
            let year = i16::try_from(first.value)
                .ok()
                .filter(|year| (1600..=2099).contains(year))?;
            whole(span, year, second.value, third.value)
        }
        Some(third) if first.digits <= 2 && matches!(third.digits, 2 | 4) => {
            let year = match third.digits {
                2 => full_year(third.value),
                _ => i16::try_from(third.value)
                    .ok()
                    .filter(|year| (1600..=2099).contains(year))?,
            };
            either(span, Some(year), first.value, second.value)
        }
        None if separator == '/' && first.digits == 2 && second.digits == 2 => {
            either(span, None, first.value, second.value)
        }
        _ => None,
    }
}

/// The separator at `at`, and where the next number starts: one blank may follow.
fn separator(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = text.get(at..)?;
    let mark = rest
        .chars()
        .next()
        .filter(|mark| matches!(mark, '/' | '.' | '-'))?;
    let blank = rest
        .get(1..)
        .is_some_and(|tail| tail.starts_with(' ') && mark != '-');
    Some((mark, at + 1 + usize::from(blank)))
}

fn stands_free(before: Option<char>) -> bool {
    !before.is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '$' | '€' | '£' | '_' | ':')
    })
}

/// A date does not go on: no further number, no per cent, no clock.
fn ends_free(after: &str) -> bool {
    let mut rest = after.chars();
    match rest.next() {
        Some('T') => rest.next().is_some_and(|c| c.is_ascii_digit()),
        Some('.' | '-' | '/' | ':') => rest.next().is_none_or(|c| digit(c).is_none()),
        Some('%' | '_') => false,
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

fn either(span: Span, year: Option<i16>, first: u32, second: u32) -> Option<PrintedDate> {
    match (first, second) {
        (1..=12, 1..=12) if first != second => Some(PrintedDate {
            ambiguous: true,
            ..made(span, year, second, first)?
        }),
        (13..=31, 1..=12) | (1..=12, 1..=12) => made(span, year, second, first),
        (1..=12, 13..=31) => Some(PrintedDate {
            lead: Lead::Month,
            ..made(span, year, first, second)?
        }),
        _ => None,
    }
}

fn whole(span: Span, year: i16, month: u32, day: u32) -> Option<PrintedDate> {
    let date = made(span, Some(year), month, day)?;
    date.date()?;
    Some(PrintedDate {
        lead: Lead::Year,
        ..date
    })
}

fn made(span: Span, year: Option<i16>, month: u32, day: u32) -> Option<PrintedDate> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    exists(month, day).then_some(PrintedDate {
        span,
        year,
        month,
        day: Some(day),
        last_day: None,
        weekday: None,
        ambiguous: false,
        numeric: true,
        lead: Lead::Day,
    })
}

/// A date in a file name or address: `2019-06-20`, `20190620`, `2019/06/20`,
/// `2019_06_20`, `2021/07` (a month).
pub(super) fn in_name(name: &str) -> Option<PartialDate> {
    let mut best: Option<PartialDate> = None;
    let mut at = 0;
    while let Some(byte) = name.as_bytes().get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let Some(first) = run(name, at) else { break };
        let date = compact(first).or_else(|| parted(name, first));
        let finer = |date: &PartialDate| {
            best.is_none_or(|best| date.precision() as u8 > best.precision() as u8)
        };
        if let Some(date) = date.filter(finer) {
            best = Some(date);
        }
        at = first.end;
    }
    best
}

fn in_living_memory(year: u32) -> Option<i16> {
    i16::try_from(year)
        .ok()
        .filter(|year| (1900..=2099).contains(year))
}

fn compact(run: Run) -> Option<PartialDate> {
    if run.digits != 8 {
        return None;
    }
    let (year, month, day) = (run.value / 10_000, run.value / 100 % 100, run.value % 100);
    PartialDate::day(in_living_memory(year)?, month as u8, day as u8)
}

fn parted(name: &str, first: Run) -> Option<PartialDate> {
    let year = in_living_memory(first.value).filter(|_| first.digits == 4)?;
    let next = |after: usize| {
        let mark = name
            .get(after..)?
            .chars()
            .next()
            .filter(|c| matches!(c, '-' | '_' | '/' | '.'))?;
        run(name, after + 1)
            .filter(|run| (1..=2).contains(&run.digits))
            .map(|run| (mark, run))
    };
    let (mark, month) = next(first.end)?;
    let month_number = u8::try_from(month.value).ok()?;
    match next(month.end).filter(|(same, _)| *same == mark) {
        Some((_, day)) => PartialDate::day(year, month_number, u8::try_from(day.value).ok()?),
        // "2019-20" is a financial year; only an address gives months by themselves.
        None if mark == '/' && month.digits == 2 => PartialDate::month(year, month_number),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_hold_a_date() {
        for (name, expected) in [
            ("2019-06-20-floods.txt", Some("2019-06-20")),
            ("release_20190620_final.pdf", Some("2019-06-20")),
            ("2019_06_20.html", Some("2019-06-20")),
            (
                "https://example.org/news/2021/07/29/a-plan",
                Some("2021-07-29"),
            ),
            ("https://example.org/news/2021/07/a-plan", Some("2021-07")),
            ("report-2019-20.pdf", None),
            ("release-1234.txt", None),
            ("12345678.txt", None),
        ] {
            assert_eq!(
                in_name(name).map(|date| date.to_string()).as_deref(),
                expected,
                "{name}"
            );
        }
    }
}
