//! A timeline without gaps, whole or split by a field: [`Series`].
//!
//! Steps in which nothing is dated stand with a zero, from the first to the last there is,
//! or from `since` to `until` where these are given. A split counts each of the field's
//! most frequent values by itself; a release with two of them is in both.

use std::collections::HashMap;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use super::answer::{IndexReport, QueryReport};
use super::timeline::{Step, TimelineValue, timeline};
use super::{Engine, Request, SearchError};
use crate::document::PartialDate;
use crate::facet;
use crate::query::Node;

/// More steps than this are no timeline; a wrong date may lie centuries away.
const MOST_STEPS: usize = 10_000;
/// The most values a timeline is split by: each is a query.
pub const MOST_SERIES: usize = 100;

/// Releases by time, without gaps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// How the query was understood.
    pub query: QueryReport,
    /// Which index answered.
    pub index: IndexReport,
    /// All matches, dated or not.
    pub total: u64,
    /// The length of a step.
    pub by: Step,
    /// Every step from first to last: `2024`, `2024-05` or `2024-W18`.
    pub values: Vec<TimelineValue>,
    /// Releases whose date is not known so finely.
    pub missing: u64,
    /// By values of a field, when asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub split: Option<Split>,
}

/// A timeline by the values of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The field.
    pub field: String,
    /// Its most frequent values, most frequent first.
    pub series: Vec<SplitValue>,
}

/// One value's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitValue {
    /// The value.
    pub value: String,
    /// All its releases, dated or not.
    pub count: u64,
    /// Its releases in each step of [`Series::values`].
    pub counts: Vec<u64>,
}

/// The timeline of a request's matches, perhaps split by a field's `size` first values.
///
/// # Errors
/// As for [`Engine::facet`], and when there are more steps than can be meant.
pub fn series(
    engine: &dyn Engine,
    request: &Request,
    tree: &Node,
    by: Step,
    split: Option<(&str, usize)>,
) -> Result<Series, SearchError> {
    let first = Request {
        limit: 1,
        snippets: 0,
        facets: Vec::new(),
        ..request.clone()
    };
    let answer = engine.search(&first, tree)?;
    let found = timeline(engine, request, tree, by)?;
    let counts = counts_of(&found.values);
    let steps = steps(request, &found.values, by)?;
    let split = match split {
        Some((field, size)) => Some(split_by(engine, request, tree, by, (field, size), &steps)?),
        None => None,
    };
    let values = steps.into_iter().map(|value| TimelineValue {
        count: counts.get(value.as_str()).copied().unwrap_or(0),
        value,
    });
    Ok(Series {
        values: values.collect(),
        query: answer.query,
        index: answer.index,
        total: answer.total,
        by,
        missing: found.missing,
        split,
    })
}

fn split_by(
    engine: &dyn Engine,
    request: &Request,
    tree: &Node,
    by: Step,
    (field, size): (&str, usize),
    steps: &[String],
) -> Result<Split, SearchError> {
    if !(1..=MOST_SERIES).contains(&size) {
        let told = format!("split asks for {size} values; give 1 to {MOST_SERIES}");
        return Err(SearchError::Request(told));
    }
    let field = facet::named(field)?;
    let most = engine.facet(request, tree, field, size)?;
    let mut series = Vec::new();
    for value in most.values.into_iter().take(size) {
        let mut only = request.clone();
        let choice = only.filters.fields.entry(field.to_owned()).or_default();
        choice.any = vec![format!("={}", value.value)];
        let found = timeline(engine, &only, tree, by)?;
        let counts = counts_of(&found.values);
        series.push(SplitValue {
            value: value.value,
            count: value.count,
            counts: steps
                .iter()
                .map(|step| counts.get(step.as_str()).copied().unwrap_or(0))
                .collect(),
        });
    }
    Ok(Split {
        field: field.to_owned(),
        series,
    })
}

fn counts_of(values: &[TimelineValue]) -> HashMap<&str, u64> {
    values
        .iter()
        .map(|value| (value.value.as_str(), value.count))
        .collect()
}

/// Every step from the first to the last, those asked for included.
fn steps(request: &Request, found: &[TimelineValue], by: Step) -> Result<Vec<String>, SearchError> {
    let days = found.iter().filter_map(|value| day_of(&value.value, by));
    let bound = |date: Option<PartialDate>, day: fn(&PartialDate) -> (i16, u8, u8)| {
        let (year, month, day) = day(&date?);
        Date::new(year, month as i8, day as i8).ok()
    };
    let since = bound(request.filters.since, PartialDate::first_day);
    let until = bound(request.filters.until, PartialDate::last_day);
    // A date known to the month may lie before its bound, so both count.
    let days: Vec<Date> = days.chain(since).chain(until).collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
        return Ok(Vec::new());
    };
    let mut steps = Vec::new();
    let mut day = begin(*first, by);
    while day <= *last {
        if steps.len() == MOST_STEPS {
            return Err(SearchError::Request(format!(
                "from {first} to {last} there are more than {MOST_STEPS} steps; give since and until, or take longer steps"
            )));
        }
        steps.push(name_of(day, by));
        match day.checked_add(length(by)) {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    Ok(steps)
}

fn length(by: Step) -> Span {
    match by {
        Step::Year => 1.year(),
        Step::Month => 1.month(),
        Step::Week => 1.week(),
    }
}

/// The first day of a day's step.
fn begin(day: Date, by: Step) -> Date {
    match by {
        Step::Year => Date::new(day.year(), 1, 1).unwrap_or(day),
        Step::Month => day.first_of_month(),
        Step::Week => {
            let since_monday = day.weekday().since(Weekday::Monday);
            day.checked_sub(i64::from(since_monday).days())
                .unwrap_or(day)
        }
    }
}

fn name_of(day: Date, by: Step) -> String {
    match by {
        Step::Year => format!("{:04}", day.year()),
        Step::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Step::Week => {
            let week = day.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
    }
}

/// The first day of a step by its name.
fn day_of(name: &str, by: Step) -> Option<Date> {
    if by == Step::Week {
        let (year, week) = name.split_once("-W")?;
        let week =
            jiff::civil::ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday);
        return Some(week.ok()?.date());
    }
    let (year, month, day) = PartialDate::parse(name)?.first_day();
    Date::new(year, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(names: &[&str]) -> Vec<TimelineValue> {
        let value = |name: &&str| TimelineValue {
            value: (*name).to_owned(),
            count: 1,
        };
        names.iter().map(value).collect()
    }

    #[test]
    fn gaps_are_filled() {
        let all = |names: &[&str], by| steps(&Request::default(), &found(names), by).unwrap();
        assert_eq!(
            all(&["2023-11", "2024-02"], Step::Month),
            ["2023-11", "2023-12", "2024-01", "2024-02"]
        );
        assert_eq!(
            all(&["2020-W53", "2021-W02"], Step::Week),
            ["2020-W53", "2021-W01", "2021-W02"]
        );
        assert_eq!(all(&[], Step::Year), [""; 0]);
    }

    #[test]
    fn bounds_asked_for_are_the_ends() {
        let mut request = Request::default();
        request.filters.since = PartialDate::year(2020);
        request.filters.until = PartialDate::parse("2023-02-03");
        let steps = steps(&request, &found(&["2022"]), Step::Year).unwrap();
        assert_eq!(steps, ["2020", "2021", "2022", "2023"]);
    }

    #[test]
    fn a_date_centuries_away_is_told() {
        let error = steps(
            &Request::default(),
            &found(&["0203-W01", "2024-W01"]),
            Step::Week,
        );
        assert!(error.unwrap_err().to_string().contains("take longer steps"));
    }

    proptest! {
        #[test]
        fn every_day_lies_in_the_step_of_its_name(days in 0_i64..1_000_000) {
            let day = jiff::civil::date(1, 1, 1).checked_add(days.days()).unwrap();
            for by in [Step::Year, Step::Month, Step::Week] {
                let first = begin(day, by);
                prop_assert_eq!(day_of(&name_of(day, by), by), Some(first));
                prop_assert!(first <= day && day < first.checked_add(length(by)).unwrap());
            }
        }
    }
}
