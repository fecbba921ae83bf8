//! The release's own date, from all that tells it, in the order of trust.

use super::super::dateline::Dateline;
use super::head::{Stand, Standing, standing};
use super::infer::{Inferred, infer};
use super::numeric::in_name;
use super::order::{Order, settle};
use super::scan::PrintedDate;
use crate::document::{DateEvidence, Given, PartialDate, Precision, ReleaseDate};

/// What the date is read from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The release's text.
    pub text: &'a str,
    /// What the file says of itself.
    pub given: &'a Given,
    /// The file's name.
    pub file_name: &'a str,
    /// The dateline, when one was found.
    pub dateline: Option<&'a Dateline>,
    /// ISO 639-1 code of the release's language, when known.
    pub language: Option<&'a str>,
}

/// Confidence in what is given from outside the text.
const GIVEN: f32 = 0.99;
/// Confidence in a whole date in the release's address.
const URL: f32 = 0.97;
/// Confidence in a month in the release's address.
const URL_MONTH: f32 = 0.9;
/// Confidence in a date in a file's name.
const FILE_NAME: f32 = 0.9;
/// What a reading keeps of its confidence when only habit tells day from month.
const UNSETTLED: f32 = 0.6;

/// The release's date: given, in the address, printed, in the file's name, or
/// printed without a year that the text lets infer; none when nothing tells it.
pub fn read(sources: &Sources<'_>) -> Option<ReleaseDate> {
    let printed = standing(sources.text, sources.given.body_start, sources.dateline);
    let mut readings = Vec::new();
    readings.extend(
        sources
            .given
            .date
            .map(|value| outside(value, "given", GIVEN)),
    );
    let address = sources.given.url.as_deref().and_then(in_name);
    let (address_day, address_month) = match address {
        Some(date) if date.precision() == Precision::Day => (Some(date), None),
        other => (None, other),
    };
    readings.extend(address_day.map(|value| outside(value, "url", URL)));
    let whole = |standing: &Standing| standing.stand < Stand::MonthLine;
    let (days, lesser): (Vec<_>, Vec<_>) = printed.iter().copied().partition(whole);
    let (whole, yearless) = best_standing(&days);
    readings.extend(whole.filter_map(|standing| sources.printed(standing)));
    let name = in_name(sources.file_name);
    readings.extend(name.map(|value| outside(value, "file-name", FILE_NAME)));
    if readings.is_empty() {
        // Behind running text it is too often that of a letter or an event.
        let yearless = yearless.filter(|yearless| yearless.stand < Stand::Late);
        let filled = yearless.and_then(|yearless| filled(yearless, address_month?));
        let inferred = || yearless.and_then(|yearless| sources.without_year(yearless));
        readings.extend(filled.or_else(inferred));
    }
    if yearless.is_none() {
        readings.extend(
            lesser
                .iter()
                .filter_map(|standing| sources.printed(standing)),
        );
    }
    readings.extend(address_month.map(|value| outside(value, "url", URL_MONTH)));
    best(readings)
}

/// Of what stands in print, best first: the whole dates that stand better than any
/// without a year, or are the same day, and the first without. What stands worse than that is of
/// something else, however whole it is.
fn best_standing(days: &[Standing]) -> (impl Iterator<Item = &Standing>, Option<&Standing>) {
    let without =
        |standing: &&Standing| standing.date.year.is_none() && standing.date.day.is_some();
    let at = days.iter().position(|standing| without(&standing));
    let yearless = at.and_then(|at| days.get(at));
    let same_day = move |standing: &Standing| {
        yearless.is_some_and(|yearless| {
            (standing.date.month, standing.date.day) == (yearless.date.month, yearless.date.day)
        })
    };
    let whole = days
        .iter()
        .enumerate()
        .filter_map(move |(index, standing)| {
            (at.is_none_or(|at| index < at) || same_day(standing)).then_some(standing)
        });
    (whole, yearless)
}

/// A day printed without a year, in the month that the release's address has.
fn filled(yearless: &Standing, month: PartialDate) -> Option<ReleaseDate> {
    let same_month = month.month == Some(yearless.date.month);
    let value = yearless.date.with_year(month.year).filter(|_| same_month)?;
    Some(ReleaseDate {
        inferred: true,
        span: Some(yearless.date.span),
        ..outside(value, "url", URL_MONTH)
    })
}

/// The first reading, with those it beat; a coarse one gives way to a finer one
/// that lies in it ("2021-07" in the address, "29 July 2021" in print).
fn best(readings: Vec<ReleaseDate>) -> Option<ReleaseDate> {
    let first = readings.first()?.clone();
    let lies_in = |date: &PartialDate| {
        date.precision() as u8 > first.value.precision() as u8
            && date.first_day() >= first.value.first_day()
            && date.last_day() <= first.value.last_day()
    };
    let finer = readings
        .iter()
        .find(|reading| lies_in(&reading.value))
        .cloned();
    let mut won = finer.unwrap_or(first);
    for reading in readings {
        let known = reading.value == won.value
            || won
                .candidates
                .iter()
                .any(|other| other.value == reading.value);
        if !known {
            won.candidates.push(DateEvidence {
                value: reading.value,
                span: reading.span,
                rule: reading.rule,
            });
        }
    }
    Some(won)
}

fn outside(value: PartialDate, rule: &'static str, confidence: f32) -> ReleaseDate {
    ReleaseDate {
        value,
        inferred: false,
        span: None,
        rule: rule.into(),
        confidence,
        candidates: Vec::new(),
        bounds: Vec::new(),
    }
}

impl Sources<'_> {
    fn printed(&self, standing: &Standing) -> Option<ReleaseDate> {
        let (date, settled) = self.in_order(standing.date);
        let value = date.date()?;
        let (rule, share) = standing.stand.rule();
        let confidence = if settled { share } else { share * UNSETTLED };
        let other = standing.date.ambiguous.then(|| {
            if date == standing.date {
                date.month_first()
            } else {
                standing.date
            }
        });
        let other = other.and_then(|other| other.date());
        let candidates = other.map(|value| DateEvidence {
            value,
            span: Some(date.span),
            rule: "other-order".into(),
        });
        Some(ReleaseDate {
            span: Some(date.span),
            candidates: candidates.into_iter().collect(),
            ..outside(value, rule, confidence)
        })
    }

    /// The date with day and month in the order the release writes, and whether
    /// anything but habit settled it.
    fn in_order(&self, date: PrintedDate) -> (PrintedDate, bool) {
        if !date.ambiguous {
            return (date, true);
        }
        let place = self.dateline.and_then(|dateline| dateline.place.as_ref());
        let country = place.and_then(|(_, place)| place.country.as_deref());
        let Order {
            month_first,
            settled,
        } = settle(self.text, date, country, self.language);
        (
            if month_first {
                date.month_first()
            } else {
                date
            },
            settled,
        )
    }

    fn without_year(&self, yearless: &Standing) -> Option<ReleaseDate> {
        let date = yearless.date;
        let Inferred {
            value,
            confidence,
            bounds,
            others,
        } = infer(self.text, date)?;
        let candidates = others.into_iter().map(|value| DateEvidence {
            value,
            span: Some(date.span),
            rule: "inferred-year".into(),
        });
        let rule = if yearless.stand == Stand::Dateline {
            "dateline"
        } else {
            "printed-line"
        };
        Some(ReleaseDate {
            inferred: true,
            span: Some(date.span),
            candidates: candidates.collect(),
            bounds,
            ..outside(value, rule, confidence)
        })
    }
}

#[cfg(test)]
mod tests;
