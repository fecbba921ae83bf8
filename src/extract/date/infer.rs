//! The year of a date that is printed without one, from what else the text tells.
//!
//! What it tells as past bounds the year from below ("capsized on 14 June 2023"),
//! what it tells as to come bounds it from above ("2022-2025", "by 2030"), and a
//! printed weekday leaves about one year in six. The answer is the first year that
//! fits, and only when more than one thing speaks for it: the text alone is weak,
//! and an unknown year is better than a wrong one.

use super::evidence::{Evidence, Told, gather};
use super::scan::PrintedDate;
use crate::document::{DateEvidence, PartialDate};

/// Years looked at from the lower bound on.
const SPAN_OF_YEARS: i16 = 8;
/// Years from the lower bound within which a fitting weekday is believed.
const WEEKDAY_REACH: usize = 3;

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
    let value = *fitting.first()?;
    let confidence = confidence(&evidence, below, above, date, value, &years)?;
    let mut bounds = vec![bound(below, "event-before")];
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

/// The share of right answers for what speaks for this one, measured with the
/// year hidden; none when too little does.
fn confidence(
    evidence: &[Evidence],
    below: &Evidence,
    above: Option<&Evidence>,
    date: PrintedDate,
    value: PartialDate,
    years: &[PartialDate],
) -> Option<f32> {
    let place = years.iter().position(|year| *year == value)?;
    if date.weekday.is_some() {
        return (place < WEEKDAY_REACH).then_some(if place == 0 { 0.95 } else { 0.8 });
    }
    let near = |one: &&Evidence| value.year - one.value.year <= 1 && one.value.year <= value.year;
    let recent = evidence
        .iter()
        .filter(|one| one.told == Told::Past)
        .filter(near)
        .count();
    let precise = below.value.month.is_some();
    match above {
        Some(above) if above.value.year <= value.year + 1 => Some(0.85),
        Some(_) if precise => Some(0.75),
        _ if precise && recent >= 2 => Some(0.7),
        _ => None,
    }
}
