//! Which comes first in `07/12/2021`, day or month.
//!
//! Evidence, the strongest first: another date of the text in numbers that can
//! be read one way only; the same date written in words; the way the text writes
//! months in words ("March 5" or "5 March"); the country of the dateline; the
//! language; countries the text names. With none, day first, as most of the world
//! writes, at low confidence.

use super::scan::{Lead, PrintedDate, scan};
use crate::document::PartialDate;
use crate::text::{Span, border_before};

/// Bytes of the text that are looked at for evidence.
const REACH: usize = 20_000;

/// The order settled on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) month_first: bool,
    /// Whether anything but habit speaks for it.
    pub(super) settled: bool,
}

/// Settles the order of `date`, which is ambiguous.
pub(super) fn settle(
    text: &str,
    date: PrintedDate,
    country: Option<&str>,
    language: Option<&str>,
) -> Order {
    let end = border_before(text, REACH);
    let others = scan(text, Span::new(0, end));
    let order = |month_first| Order {
        month_first,
        settled: true,
    };
    if let Some(month_first) = in_numbers(&others).or_else(|| same_in_words(&others, date)) {
        return order(month_first);
    }
    if let Some(month_first) = country.map(writes_month_first) {
        return order(month_first);
    }
    if language.is_some_and(|language| language != "en") {
        return order(false);
    }
    match in_words(&others).or_else(|| countries_named(text.get(..end).unwrap_or_default())) {
        Some(month_first) => order(month_first),
        None => Order {
            month_first: false,
            settled: false,
        },
    }
}

fn writes_month_first(country: &str) -> bool {
    matches!(
        country,
        "US" | "PH" | "PR" | "GU" | "AS" | "VI" | "MP" | "FM" | "MH" | "PW"
    )
}

fn in_numbers(dates: &[PrintedDate]) -> Option<bool> {
    let plain = |date: &&PrintedDate| date.numeric && !date.ambiguous && date.lead != Lead::Year;
    // "05/05" is unambiguous and tells nothing.
    let telling = |date: &&PrintedDate| date.day.is_some_and(|day| day > 12);
    dates
        .iter()
        .filter(plain)
        .find(telling)
        .map(|date| date.lead == Lead::Month)
}

fn same_in_words(dates: &[PrintedDate], date: PrintedDate) -> Option<bool> {
    let words: Vec<PartialDate> = dates
        .iter()
        .filter(|other| !other.numeric)
        .filter_map(PrintedDate::date)
        .collect();
    if words.contains(&date.date()?) {
        return Some(false);
    }
    words.contains(&date.month_first().date()?).then_some(true)
}

fn in_words(dates: &[PrintedDate]) -> Option<bool> {
    let words = || {
        dates
            .iter()
            .filter(|date| !date.numeric && date.day.is_some())
    };
    let month = words().filter(|date| date.lead == Lead::Month).count();
    let day = words().count() - month;
    (month != day).then_some(month > day)
}

/// Names that tell where a text is from, by the order its country writes.
fn countries_named(text: &str) -> Option<bool> {
    let count = |words: &[&str]| {
        let of = |word: &&str| {
            memchr::memmem::find_iter(text.as_bytes(), word)
                .take(20)
                .count()
        };
        words.iter().map(of).sum::<usize>()
    };
    let (month, day) = (count(MONTH_FIRST), count(DAY_FIRST));
    let telling = month + day >= 2 && (month >= 2 * day || day >= 2 * month);
    telling.then_some(month > day)
}

const MONTH_FIRST: &[&str] = &[
    "U.S.",
    "Congress",
    "Washington",
    "D.C.",
    "United States",
    "Senator ",
    "Rep. ",
    "Philippine",
    "Manila",
];

const DAY_FIRST: &[&str] = &[
    "Australia",
    "Canberra",
    "Melbourne",
    "Sydney",
    "Britain",
    "United Kingdom",
    "London",
    "Ireland",
    "Zealand",
    "Europe",
    "India",
    "Pakistan",
    "Bangladesh",
    "Kenya",
    "Nigeria",
    "Geneva",
    "Genève",
    "Brussels",
    "Nairobi",
    "UNHCR",
    "Africa",
];
