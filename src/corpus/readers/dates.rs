//! Dates as machines write them into pages and feeds: [`date`].

use crate::document::PartialDate;

/// A date that a machine wrote, with whether its time is in UTC and may so be
/// the day before or after where it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stated {
    /// The date as written: no turn from one time zone to another.
    pub(super) date: PartialDate,
    /// Whether it is a time in UTC.
    pub(super) is_utc: bool,
}

/// Reads `2024-05-03T09:00:00Z`, `20240503`, `2024/05/03`, `Fri, 3 May 2024 09:00 GMT`, `May 3, 2024`.
pub(super) fn date(written: &str) -> Option<Stated> {
    let written = written.trim();
    let date = iso(written).or_else(|| worded(written))?;
    let has_time = written.contains(':');
    let ends = ["Z", "+00:00", "+0000", "GMT", "UTC", "UT"];
    let is_utc = has_time && ends.iter().any(|end| written.ends_with(end));
    // A machine that knows no date writes one of these.
    (date.year >= 1900).then_some(Stated { date, is_utc })
}

fn iso(written: &str) -> Option<PartialDate> {
    let head = written.split(['T', 't', ' ']).next()?;
    if head.len() == 8 && head.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, rest) = head.split_at(4);
        let (month, day) = rest.split_at(2);
        return PartialDate::day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    }
    let mut parts = head.split(['-', '/', '.']).map(str::trim);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut small = || match parts.next() {
        None | Some("") => Some(None),
        Some(part) if part.len() <= 2 => part.parse::<u8>().ok().map(Some),
        Some(_) => None,
    };
    match (small()?, small()?) {
        (None, _) => PartialDate::year(year),
        (Some(month), None) => PartialDate::month(year, month),
        (Some(month), Some(day)) => PartialDate::day(year, month, day),
    }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A date with the month's English name, whatever the order (RFC 2822 and print).
fn worded(written: &str) -> Option<PartialDate> {
    if written.len() > 100 {
        return None;
    }
    let (mut year, mut month, mut day) = (None, None, None);
    let is_part = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '.');
    for word in written.split(is_part).filter(|word| !word.is_empty()) {
        if word.contains(':') {
            break;
        }
        let lower = word.to_lowercase();
        let ending = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|ending| lower.strip_suffix(ending));
        let digits = ending.unwrap_or(&lower);
        match (digits.parse::<u16>(), digits.len()) {
            (Ok(number), 1 | 2) if day.is_none() => day = Some(number as u8),
            (Ok(number), 4) if year.is_none() => year = Some(number as i16),
            _ => {
                let named = MONTHS.iter().position(|start| lower.starts_with(start));
                month = month.or(named.filter(|_| lower.chars().all(char::is_alphabetic)));
            }
        }
    }
    PartialDate::day(year?, month? as u8 + 1, day?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_write_dates_in_many_ways() {
        let cases = [
            ("2024-05-03", "2024-05-03", false),
            ("2024-05-03T23:30:00Z", "2024-05-03", true),
            ("2024-05-03T00:00:00-04:00", "2024-05-03", false),
            ("2024-05-03 09:00", "2024-05-03", false),
            ("20240503", "2024-05-03", false),
            ("2024/5/3", "2024-05-03", false),
            ("2024-05", "2024-05", false),
            ("Fri, 03 May 2024 09:00:00 GMT", "2024-05-03", true),
            ("Fri, 3 May 2024 09:00:00 +0200", "2024-05-03", false),
            ("May 3rd, 2024", "2024-05-03", false),
            ("Friday, May 3, 2024 - 10:00", "2024-05-03", false),
        ];
        for (written, wanted, is_utc) in cases {
            let read = date(written).map(|stated| (stated.date.to_string(), stated.is_utc));
            assert_eq!(read, Some((wanted.to_owned(), is_utc)), "{written}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for written in [
            "",
            "today",
            "0001-01-01T00:00:00Z",
            "12/05/2024",
            "2024-13-01",
            "May 2024 or so",
            "999",
        ] {
            assert_eq!(date(written), None, "{written}");
        }
    }
}
