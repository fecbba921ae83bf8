//! The year of a date that is printed without one, from what else the text tells.
//!
//! Each year that may be is scored: every clue adds the logarithm of the odds it was
//! measured to be worth ([`super::clues`]), and the share of the best year among
//! all is the confidence. Below [`SURE`] the year stays unknown: the text alone
//! is weak, and an unknown year is better than a wrong one.

use super::clues::{self, Clue, KINDS};
use super::evidence::{Evidence, gather};
use super::scan::{PrintedDate, scan};
use super::told::Told;
use crate::document::{DateEvidence, PartialDate};
use crate::text::{Span, border_before};

/// Share of a year among all from which on it is given.
const SURE: f32 = 0.75;
/// What is left of that share as confidence, by what was measured.
const MEASURED: f32 = 0.95;
/// Years after the last one named that may be the release's.
const AFTER: i16 = 12;
/// Years before the last one named that may be.
const BEFORE: i16 = 60;
/// Pieces of evidence looked at.
const MOST: usize = 2_000;
/// Years without any mention, counted at most.
const SILENCE: i16 = 10;
/// Years after the last one named within which a weekday alone tells the year.
const WEEKDAY_REACH: i16 = 2;
/// Bytes of a text that are read for weekdays.
const REACH: usize = 20_000;
/// Bounds told that lie before.
const MOST_BEFORE: usize = 3;
/// Bounds told that lie after.
const MOST_AFTER: usize = 2;

/// An inferred date.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inferred {
    pub(super) value: PartialDate,
    pub(super) confidence: f32,
    pub(super) bounds: Vec<DateEvidence>,
    /// The other years that were possible, the likeliest first.
    pub(super) others: Vec<PartialDate>,
}

/// Infers the year of `date`, which is printed in `text` without one.
pub(super) fn infer(text: &str, date: PrintedDate) -> Option<Inferred> {
    let mut evidence = gather(text, date);
    evidence.truncate(MOST);
    let mut scored = scored(&evidence, &weekdays(text, date), date);
    scored.sort_by(|one, other| other.1.total_cmp(&one.1));
    let (value, best) = *scored.first()?;
    let all: f32 = scored.iter().map(|(_, score)| (score - best).exp()).sum();
    let share = 1.0 / all;
    if share < SURE {
        return None;
    }
    let mut bounds = bounds(&evidence, value);
    // What only speaks against other years is not enough for this one.
    let by_weekday = date.weekday.is_some() && silence(&evidence, value.year) <= WEEKDAY_REACH;
    if bounds.is_empty() && !by_weekday {
        return None;
    }
    if date.weekday.is_some() {
        bounds.push(DateEvidence {
            value,
            span: Some(date.span),
            rule: "weekday".into(),
        });
    }
    Some(Inferred {
        value,
        confidence: MEASURED * share,
        bounds,
        others: scored
            .iter()
            .skip(1)
            .take(3)
            .map(|(year, _)| *year)
            .collect(),
    })
}

/// Every year that may be that of `date`, with its score.
fn scored(
    evidence: &[Evidence],
    weekdays: &[PrintedDate],
    date: PrintedDate,
) -> Vec<(PartialDate, f32)> {
    let years = || evidence.iter().map(|one| one.value.year);
    let (Some(first), Some(last)) = (years().min(), years().max()) else {
        return Vec::new();
    };
    let first = (first - 1).max(last - BEFORE);
    (first..=last + AFTER)
        .filter_map(|year| date.with_year(year))
        .map(|value| (value, score(evidence, weekdays, value)))
        .collect()
}

fn score(evidence: &[Evidence], weekdays: &[PrintedDate], value: PartialDate) -> f32 {
    let mut counts = [(0.0_f32, 0.0_f32); KINDS];
    let told = evidence.iter().filter_map(|one| clues::clue(one, value));
    let weekdays = weekdays
        .iter()
        .filter_map(|printed| clues::weekday_clue(*printed, value));
    for clue in told.chain(weekdays) {
        if let Some((count, weight)) = counts.get_mut(clue as usize) {
            *count += 1.0;
            *weight = clue.weight();
        }
    }
    // A second mention says less than the first.
    let told: f32 = counts
        .iter()
        .map(|(count, weight)| weight * (1.0 + count).log2())
        .sum();
    told + Clue::SilentYear.weight() * f32::from(silence(evidence, value.year))
}

/// Years from the last that is named up to `year`; a period's end is no year told of.
fn silence(evidence: &[Evidence], year: i16) -> i16 {
    evidence
        .iter()
        .filter(|one| one.told != Told::RangeEnd)
        .map(|one| year - one.value.year)
        .filter(|years| *years >= 0)
        .min()
        .unwrap_or(SILENCE)
        .min(SILENCE)
}

/// The date itself and others that are printed with a weekday and without a year.
fn weekdays(text: &str, date: PrintedDate) -> Vec<PrintedDate> {
    let end = border_before(text, REACH);
    let mut found: Vec<PrintedDate> = scan(text, Span::new(0, end))
        .into_iter()
        .filter(|printed| printed.year.is_none() && printed.weekday.is_some())
        .filter(|printed| printed.span != date.span)
        .collect();
    found.extend(date.weekday.map(|_| date));
    found
}

/// What tells the year of `value`: what lies before it, the last first, then what
/// lies after it.
fn bounds(evidence: &[Evidence], value: PartialDate) -> Vec<DateEvidence> {
    let tells = |one: &&Evidence| {
        let runs = one.told == Told::RangeEnd && one.value.year >= value.year;
        runs || clues::clue(one, value).is_some_and(Clue::tells)
    };
    let mut telling: Vec<&Evidence> = evidence.iter().filter(tells).collect();
    telling
        .sort_by_key(|one| std::cmp::Reverse((one.value.first_day(), one.value.precision() as u8)));
    telling.dedup_by_key(|one| (one.value, one.told));
    let is_after =
        |one: &&Evidence| one.told == Told::RangeEnd || one.value.first_day() > value.last_day();
    let (after, before): (Vec<_>, Vec<_>) = telling.into_iter().partition(is_after);
    let nearest = after.into_iter().rev().take(MOST_AFTER);
    let latest = before.into_iter().take(MOST_BEFORE);
    latest.chain(nearest).map(bound).collect()
}

fn bound(evidence: &Evidence) -> DateEvidence {
    DateEvidence {
        value: evidence.value,
        span: Some(evidence.span),
        rule: evidence.told.rule().into(),
    }
}
