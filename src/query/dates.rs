//! Dates in queries and filters: `2023`, `2023-05`, `2023-05-04`, `90d`, `6m`, `2y`
//! and ranges of them (`2023..2024-06`).
//!
//! `--since`, `--until` and `date:` share [`bound`], so that all three take the same forms.

use std::fmt;

use jiff::{Span as Length, civil::Date};

use crate::document::PartialDate;

/// The forms a date may take, for help and errors.
pub const FORMS: &str = "2023, 2023-05, 2023-05-04, or 90d, 6m, 2y back from today";

/// Days from the first of `since` to the last of `until`, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DateRange {
    /// Begins on the first day this may mean; open when none.
    pub since: Option<PartialDate>,
    /// Ends on the last day this may mean; open when none.
    pub until: Option<PartialDate>,
}

/// Why a date was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It has none of the forms, or is not in the calendar.
    #[error("`{0}` is not a date; write {FORMS}")]
    Form(String),
    /// It lies before the year 1.
    #[error("`{0}` goes back before the year 1")]
    TooFar(String),
    /// The range holds nothing: its ends are missing.
    #[error("`{0}` has neither beginning nor end; write 2023..2024-06, 2023.. or ..2024")]
    Endless(String),
    /// The range ends before it begins.
    #[error("the range `{0}` ends before it begins")]
    Reversed(String),
}

impl DateRange {
    /// The range of one date: all days it may mean.
    pub const fn on(date: PartialDate) -> Self {
        Self {
            since: Some(date),
            until: Some(date),
        }
    }

    /// Whether it ends before it begins.
    pub fn is_reversed(&self) -> bool {
        match (self.since, self.until) {
            (Some(since), Some(until)) => since.first_day() > until.last_day(),
            _ => false,
        }
    }

    /// Parses one date or `since..until`, of which one end may be missing.
    ///
    /// A relative date alone means from that day on.
    pub fn parse(written: &str, today: Date) -> Result<Self, DateError> {
        let Some((since, until)) = written.split_once("..") else {
            let date = bound(written, today)?;
            let until = (!is_relative(written)).then_some(date);
            return Ok(Self {
                since: Some(date),
                until,
            });
        };
        let end = |side: &str| match side {
            "" => Ok(None),
            side => bound(side, today).map(Some),
        };
        let range = Self {
            since: end(since)?,
            until: end(until)?,
        };
        if range == Self::default() {
            return Err(DateError::Endless(written.into()));
        }
        if range.is_reversed() {
            return Err(DateError::Reversed(written.into()));
        }
        Ok(range)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.since, self.until) {
            (Some(since), Some(until)) if since == until => write!(out, "{since}"),
            (since, until) => {
                if let Some(since) = since {
                    write!(out, "{since}")?;
                }
                out.write_str("..")?;
                until.map_or(Ok(()), |until| write!(out, "{until}"))
            }
        }
    }
}

/// Reads one end of a range: a date, or a length of time back from `today`.
pub fn bound(written: &str, today: Date) -> Result<PartialDate, DateError> {
    if let Some(date) = PartialDate::parse(written) {
        return Ok(date);
    }
    let length = relative(written).ok_or_else(|| DateError::Form(written.into()))?;
    let day = length.and_then(|length| today.checked_sub(length).ok());
    day.and_then(|day| PartialDate::day(day.year(), day.month() as u8, day.day() as u8))
        .ok_or_else(|| DateError::TooFar(written.into()))
}

fn is_relative(written: &str) -> bool {
    relative(written).is_some()
}

/// `None` when it is not a length; `Some(None)` when it is one too long to count.
fn relative(written: &str) -> Option<Option<Length>> {
    let unit = written.chars().next_back()?;
    let count = written.get(..written.len() - unit.len_utf8())?;
    if count.is_empty() || !count.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let length: fn(i64) -> Option<Length> = match unit {
        'd' => |count| Length::new().try_days(count).ok(),
        'w' => |count| Length::new().try_weeks(count).ok(),
        'm' => |count| Length::new().try_months(count).ok(),
        'y' => |count| Length::new().try_years(count).ok(),
        _ => return None,
    };
    Some(count.parse().ok().and_then(length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 3, 31);

    fn read(written: &str) -> String {
        DateRange::parse(written, TODAY).map_or_else(|e| e.to_string(), |r| r.to_string())
    }

    #[test]
    fn each_form_is_read() {
        for (written, printed) in [
            ("2023", "2023"),
            ("2023-05", "2023-05"),
            ("2023-05-04", "2023-05-04"),
            ("2023..2024-06", "2023..2024-06"),
            ("2023..", "2023.."),
            ("..2024-06-01", "..2024-06-01"),
            ("2024..2024", "2024"),
            ("90d", "2025-12-31.."),
            ("2w", "2026-03-17.."),
            ("1m", "2026-02-28.."),
            ("2y", "2024-03-31.."),
            ("6m..30d", "2025-09-30..2026-03-01"),
        ] {
            assert_eq!(read(written), printed, "{written}");
        }
    }

    #[test]
    fn what_is_no_date_is_told_the_forms() {
        for written in [
            "yesterday",
            "2023-13",
            "2023-02-30",
            "23",
            "d",
            "-5d",
            "5h",
            "",
            "٣d",
        ] {
            assert_eq!(
                read(written),
                format!("`{written}` is not a date; write {FORMS}")
            );
        }
    }

    #[test]
    fn ranges_that_hold_nothing_are_refused() {
        assert!(read("2024..2023").ends_with("ends before it begins"));
        assert!(read("..").starts_with("`..` has neither"));
        assert!(read("9999y").ends_with("before the year 1"));
        assert!(read("99999999999999999999d").ends_with("before the year 1"));
    }

    #[test]
    fn a_range_within_one_year_is_not_reversed() {
        let range = DateRange::parse("2024-06..2024", TODAY);
        assert_eq!(range.map(|r| r.is_reversed()), Ok(false));
    }
}
