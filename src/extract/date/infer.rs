//! The year of a date that is printed without one, from what else the text tells.
//!
//! What it tells as past bounds the year from below ("capsized on 14 June 2023"),
//! what it tells as to come bounds it from above ("2022-2025", "by 2030"), and a
//! printed weekday leaves about one year in six. The answer is the first year that
//! fits, or the last before a day that is near to come, and only when two things
//! speak for it and none against: the text alone is weak, and an unknown year is
//! better than a wrong one. With the years of 3,300 printed dates hidden it
//! answers few, of which nine in ten are right (`examples/measure_dates.rs`).

use super::evidence::{Evidence, Told, gather};
use super::scan::PrintedDate;
use crate::document::{DateEvidence, PartialDate};

/// Years looked at from the lower bound on.
const SPAN_OF_YEARS: i16 = 8;
/// Years from the lower bound within which a fitting weekday is believed.
const WEEKDAY_REACH: usize = 3;
/// Days from a release to what it announces for a certain day.
const ANNOUNCED: i32 = 60;
/// Days from what a release tells as just past to the release.
const JUST_PAST: i32 = 90;

/// An inferred date.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inferred {
    pub(super) value: PartialDate,
    pub(super) confidence: f32,
    pub(super) bounds: Vec<DateEvidence>,
    /// The other years that were possible.
    pub(super) others: Vec<PartialDate>,
}

/// Infers the year of `date`, which is printed in `text` without one.
pub(super) fn infer(text: &str, date: PrintedDate) -> Option<Inferred> {
    let evidence = gather(text, date.span);
    let below = latest_past(&evidence)?;
    let above = earliest_coming(&evidence, below);
    let fits = |value: &PartialDate| {
        let ends = above.is_none_or(|above| value.first_day() <= above.value.last_day());
        value.last_day() >= below.value.first_day() && ends
    };
    let first = below.value.year;
    let years: Vec<PartialDate> = (first..=first + SPAN_OF_YEARS)
        .filter_map(|year| date.with_year(year))
        .filter(fits)
        .collect();
    let fitting: Vec<PartialDate> = match date.weekday {
        Some(weekday) => years
            .iter()
            .copied()
            .filter(|value| falls_on(*value, weekday))
            .collect(),
        None => years.clone(),
    };
    let (value, confidence) = match date.weekday {
        Some(_) => by_weekday(&fitting, &years, below, above)?,
        None => by_neighbours(&years, below, above?)?,
    };
    let mut bounds = past_bounds(&evidence, value);
    bounds.extend(above.map(|above| bound(above, above.told.rule())));
    if date.weekday.is_some() {
        bounds.push(DateEvidence {
            value,
            span: Some(date.span),
            rule: "weekday".into(),
        });
    }
    let others = years
        .into_iter()
        .filter(|other| *other != value)
        .take(3)
        .collect();
    Some(Inferred {
        value,
        confidence,
        bounds,
        others,
    })
}

/// The latest things told as past, the last first, up to three of the year before `value`.
fn past_bounds(evidence: &[Evidence], value: PartialDate) -> Vec<DateEvidence> {
    let near =
        |one: &&Evidence| one.told == Told::Past && one.value.first_day() <= value.last_day();
    let mut past: Vec<&Evidence> = evidence.iter().filter(near).collect();
    past.sort_by_key(|one| std::cmp::Reverse((one.value.first_day(), one.value.precision() as u8)));
    past.dedup_by_key(|one| one.value);
    let recent = |(at, one): &(usize, &Evidence)| *at == 0 || one.value.year >= value.year - 1;
    past.into_iter()
        .enumerate()
        .filter(recent)
        .take(3)
        .map(|(_, one)| bound(one, "event-before"))
        .collect()
}

fn bound(evidence: &Evidence, rule: &'static str) -> DateEvidence {
    DateEvidence {
        value: evidence.value,
        span: Some(evidence.span),
        rule: rule.into(),
    }
}

fn latest_past(evidence: &[Evidence]) -> Option<&Evidence> {
    evidence
        .iter()
        .filter(|one| one.told == Told::Past)
        .max_by_key(|one| (one.value.first_day(), one.value.precision() as u8))
}

/// The earliest thing to come that does not contradict what is past.
fn earliest_coming<'e>(evidence: &'e [Evidence], below: &Evidence) -> Option<&'e Evidence> {
    let coming = evidence.iter().filter(|one| one.told.is_coming());
    coming
        .filter(|one| one.value.last_day() >= below.value.first_day())
        .min_by_key(|one| one.value.last_day())
}

fn falls_on(value: PartialDate, weekday: u8) -> bool {
    let (Some(month), Some(day)) = (value.month, value.day) else {
        return false;
    };
    jiff::civil::Date::new(value.year, month as i8, day as i8)
        .is_ok_and(|date| date.weekday().to_monday_one_offset() == weekday as i8)
}

/// The first year whose weekday fits, and the share of such that are right.
fn by_weekday(
    fitting: &[PartialDate],
    years: &[PartialDate],
    below: &Evidence,
    above: Option<&Evidence>,
) -> Option<(PartialDate, f32)> {
    let value = *fitting.first()?;
    let place = years.iter().position(|year| *year == value)?;
    let bounded = below.value.month.is_some() || above.is_some();
    (bounded && place < WEEKDAY_REACH).then_some((value, 0.9))
}

/// The year that what is past and what is to come agree on.
fn by_neighbours(
    years: &[PartialDate],
    below: &Evidence,
    above: &Evidence,
) -> Option<(PartialDate, f32)> {
    let first = *years.first()?;
    let announced = years.iter().rev().find(|value| {
        above.value.day.is_some() && (0..=ANNOUNCED).contains(&days_between(**value, above.value))
    });
    let just_past = days_between(below.value, first) <= JUST_PAST;
    let precise = below.value.month.is_some();
    match announced {
        Some(value) if *value == first => Some((first, 0.9)),
        Some(_) if just_past => None,
        Some(value) => Some((*value, 0.7)),
        None if precise && above.told != Told::Coming => Some((first, 0.8)),
        None if precise && just_past => Some((first, 0.75)),
        None => None,
    }
}

/// Days from the last day `from` may mean to the first of `to`.
fn days_between(from: PartialDate, to: PartialDate) -> i32 {
    let civil =
        |(year, month, day): (i16, u8, u8)| jiff::civil::Date::new(year, month as i8, day as i8);
    let (Ok(from), Ok(to)) = (civil(from.last_day()), civil(to.first_day())) else {
        return i32::MAX;
    };
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
