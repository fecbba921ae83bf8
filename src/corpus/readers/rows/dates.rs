//! Dates as records write them: ISO, RFC 2822, with a month's name, numbers, seconds since 1970.
//!
//! The date is that which is written: no turn from one time zone to another. Of
//! `03/04/2024` nobody can say whether it is in March or April, so it gives only the year.

use serde_json::Value;

use crate::document::PartialDate;

/// Months by the first letters that tell them, in the languages releases are read in.
const MONTHS: &[(u8, &[&str])] = &[
    (1, &["jan", "jän", "ene", "gen"]),
    (2, &["feb", "fév", "fev"]),
    (3, &["mar", "mär", "mrz"]),
    (4, &["apr", "avr", "abr"]),
    (5, &["may", "mai", "mag"]),
    (6, &["jun", "juin", "giu"]),
    (7, &["jul", "juil", "lug"]),
    (8, &["aug", "aoû", "aou", "ago"]),
    (9, &["sep", "set"]),
    (10, &["oct", "okt", "out", "ott"]),
    (11, &["nov"]),
    (12, &["dec", "dez", "déc", "dic"]),
];

/// The date in a field's value.
pub(super) fn of_value(value: &Value) -> Option<PartialDate> {
    if let Some(number) = value.as_f64() {
        return of_number(number);
    }
    super::texts(value).iter().find_map(|text| of_text(text))
}

/// A date as written.
pub(super) fn of_text(written: &str) -> Option<PartialDate> {
    let written = written.trim();
    if written.len() > 80 {
        return None;
    }
    let digits = written.strip_prefix('-').unwrap_or(written);
    if digits.len() > 8 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_number(written.parse().ok()?);
    }
    // A time behind the date, as ISO 8601 and databases write it.
    let day = written.split(['T', 't']).next().unwrap_or(written);
    let day = if day.contains('-') { day } else { written };
    day.split_whitespace()
        .next()
        .and_then(PartialDate::parse)
        .or_else(|| in_numbers(written))
        .or_else(|| with_month(written))
}

/// Eight digits are a day, four a year, more are seconds, milli- or microseconds since 1970.
fn of_number(number: f64) -> Option<PartialDate> {
    if number.fract() == 0.0 && (1000.0..=9999.0).contains(&number) {
        return PartialDate::year(number as i16);
    }
    if (10_000_101.0..=99_991_231.0).contains(&number) {
        let day = number as u32;
        let written = PartialDate::day(
            (day / 10_000) as i16,
            (day / 100 % 100) as u8,
            (day % 100) as u8,
        );
        if written.is_some_and(|date| (1900..=2100).contains(&date.year)) {
            return written;
        }
    }
    let seconds = match number.abs() {
        size if size < 1e8 => return None,
        size if size < 1e11 => number,
        size if size < 1e14 => number / 1e3,
        size if size < 1e17 => number / 1e6,
        _ => return None,
    };
    let moment = jiff::Timestamp::from_second(seconds.floor() as i64).ok()?;
    let date = jiff::tz::Offset::UTC.to_datetime(moment).date();
    PartialDate::day(date.year(), date.month() as u8, date.day() as u8)
}

/// `2024/04/26`, `26.04.2024`, `20240426`; `04/26/2024` where only one reading is a date.
fn in_numbers(written: &str) -> Option<PartialDate> {
    let first = written.split([' ', 'T', ',']).next()?;
    if first.len() == 8 && first.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_number(first.parse().ok()?);
    }
    let parts: Vec<&str> = first.split(['/', '.', '-']).collect();
    let [one, two, three] = parts.as_slice() else {
        return None;
    };
    let small = |part: &str| (part.len() <= 2).then(|| part.parse::<u8>().ok()).flatten();
    let year = |part: &str| {
        (part.len() == 4)
            .then(|| part.parse::<i16>().ok())
            .flatten()
    };
    if let Some(year) = year(one) {
        return PartialDate::day(year, small(two)?, small(three)?);
    }
    let (one, two, year) = (small(one)?, small(two)?, year(three)?);
    let day_first = PartialDate::day(year, two, one);
    let month_first = PartialDate::day(year, one, two);
    match (day_first, month_first) {
        // Dots stand where the day comes first.
        (Some(date), _) if first.contains('.') => Some(date),
        (Some(date), Some(other)) if date == other => Some(date),
        (Some(_), Some(_)) => PartialDate::year(year),
        (one, other) => one.or(other),
    }
}

/// `26 April 2024`, `April 26, 2024`, `Fri, 26 Apr 2024 10:00:00 +0200`, `26 de abril de 2024`.
fn with_month(written: &str) -> Option<PartialDate> {
    let words = written.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'));
    let (mut day, mut month, mut year) = (None, None, None);
    for word in words.filter(|word| !word.is_empty()) {
        let number = word.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º');
        if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            match number.len() {
                4 if year.is_none() => year = number.parse().ok(),
                1 | 2 if day.is_none() => day = number.parse().ok(),
                _ => {}
            }
        } else if month.is_none() {
            month = month_of(word);
        }
    }
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => PartialDate::day(year, month, day),
        (Some(year), Some(month), None) => PartialDate::month(year, month),
        _ => None,
    }
}

fn month_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    // Weekdays begin like months: Monday does not, martes and mardi do.
    if ["mardi", "martes", "martedì", "marted"].contains(&word.as_str()) {
        return None;
    }
    let begins = |(_, names): &&(u8, &[&str])| names.iter().any(|name| word.starts_with(name));
    MONTHS.iter().find(begins).map(|(month, _)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn the_forms_of_feeds_tables_and_databases_are_read() {
        let same = [
            json!("2024-04-26"),
            json!("2024-04-26T23:30:00-04:00"),
            json!("2024-04-26 09:00:00"),
            json!("Fri, 26 Apr 2024 09:00:00 GMT"),
            json!("26 April 2024"),
            json!("April 26th, 2024"),
            json!("26-Apr-2024"),
            json!("26. April 2024"),
            json!("26 avril 2024"),
            json!("26 de abril de 2024"),
            json!("26.04.2024"),
            json!("26/04/2024"),
            json!("04/26/2024 10:00"),
            json!("2024/04/26"),
            json!("20240426"),
            json!(20_240_426),
            json!(1_714_122_000),
            json!(1_714_122_000_000_i64),
            json!("1714122000000"),
            json!({"$date": "2024-04-26T00:00:00Z"}),
        ];
        for value in same {
            let read = of_value(&value).map(|date| date.to_string());
            assert_eq!(read.as_deref(), Some("2024-04-26"), "{value}");
        }
    }

    #[test]
    fn what_is_not_told_stays_open() {
        for (written, expected) in [
            ("2024-04", Some("2024-04")),
            ("April 2024", Some("2024-04")),
            ("2024", Some("2024")),
            ("03/04/2024", Some("2024")),
            ("04/04/2024", Some("2024-04-04")),
            ("mardi 5 juin 2024", Some("2024-06-05")),
            ("31 April 2024", None),
            ("yesterday", None),
            ("12", None),
            ("", None),
        ] {
            let read = of_text(written).map(|date| date.to_string());
            assert_eq!(read.as_deref(), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn anything_written_is_a_date_or_none(text in "\\PC{0,40}", number: f64) {
            let _ = of_text(&text);
            let _ = of_number(number);
        }
    }
}
