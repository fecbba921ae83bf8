//! Counts over time: [`Timeline`], by year, month or week.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Engine, Request, SearchError};
use crate::document::PartialDate;
use crate::facet::{Facet, MOST_VALUES};
use crate::query::Node;

/// The length of a step of a timeline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Calendar years.
    #[default]
    Year,
    /// Calendar months.
    Month,
    /// ISO 8601 weeks, Monday to Sunday.
    Week,
}

/// Releases by time, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The steps in which there is a release: `2024`, `2024-05` or `2024-W18`.
    pub values: Vec<TimelineValue>,
    /// Releases whose date is not known so finely.
    pub missing: u64,
}

/// One step and its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineValue {
    /// The step.
    pub value: String,
    /// Releases in it.
    pub count: u64,
}

/// The timeline of a request's matches.
///
/// # Errors
/// As for [`Engine::facet`].
pub fn timeline(
    engine: &dyn Engine,
    request: &Request,
    tree: &Node,
    step: Step,
) -> Result<Timeline, SearchError> {
    let field = match step {
        Step::Year => "year",
        Step::Month => "month",
        Step::Week => "day",
    };
    let facet = engine.facet(request, tree, field, MOST_VALUES)?;
    Ok(gather(facet, step))
}

fn gather(facet: Facet, step: Step) -> Timeline {
    let mut steps: BTreeMap<String, u64> = BTreeMap::new();
    for value in facet.values {
        let named = if step == Step::Week {
            week_of(&value.value)
        } else {
            Some(value.value)
        };
        if let Some(named) = named {
            *steps.entry(named).or_default() += value.count;
        }
    }
    let values = steps
        .into_iter()
        .map(|(value, count)| TimelineValue { value, count });
    Timeline {
        values: values.collect(),
        missing: facet.missing,
    }
}

fn week_of(day: &str) -> Option<String> {
    let date = PartialDate::parse(day)?;
    let (year, month, day) = date.first_day();
    let date = jiff::civil::Date::new(year, month as i8, day as i8).ok()?;
    let week = date.iso_week_date();
    Some(format!("{:04}-W{:02}", week.year(), week.week()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facet::FacetValue;

    #[test]
    fn days_gather_into_the_weeks_of_iso_8601() {
        let value = |value: &str, count| FacetValue {
            value: value.into(),
            count,
            selected: false,
        };
        let values = vec![
            value("2024-12-30", 2),
            value("2025-01-05", 1),
            value("2025-01-06", 4),
        ];
        let timeline = gather(
            Facet {
                values,
                missing: 3,
                other: 0,
            },
            Step::Week,
        );
        let steps: Vec<_> = timeline
            .values
            .iter()
            .map(|v| (v.value.as_str(), v.count))
            .collect();
        assert_eq!(steps, [("2025-W01", 3), ("2025-W02", 4)]);
        assert_eq!(timeline.missing, 3);
    }
}
