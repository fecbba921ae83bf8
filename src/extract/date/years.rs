//! Years that stand by themselves or inside a number: `2005`, `2002-03`, `2022 to
//! 2025`, a release's number `139/89`, a day in a file's name `140789`.

use super::evidence::Evidence;
use super::labels::last_chars;
use super::numeric::full_year;
use super::scan::PrintedDate;
use super::told::{Told, told, told_period};
use crate::document::PartialDate;
use crate::text::Span;

/// Bytes from the start within which a number with a year is the release's.
const HEAD: usize = 1_500;
/// Bytes on either side of the date within which it is.
const BESIDE: usize = 200;
/// Digits of the number before the year: `6/83` to `190801/01`.
const NUMBER_DIGITS: std::ops::RangeInclusive<usize> = 1..=6;

/// Adds every year in `text[range]` that is in none of the spans `taken`, which
/// are in order.
pub(super) fn gather(
    text: &str,
    range: Span,
    date: PrintedDate,
    taken: &[Span],
    found: &mut Vec<Evidence>,
) {
    let bytes = range.of(text).as_bytes();
    let mut at = 0;
    let mut passed = 0;
    while let Some(byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits = bytes.get(at..).unwrap_or_default();
        let run = digits
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let span = Span::new(range.start + at, range.start + at + run);
        at += run;
        while taken
            .get(passed)
            .is_some_and(|taken| taken.end <= span.start)
        {
            passed += 1;
        }
        if taken.get(passed).is_some_and(|taken| taken.overlaps(span)) {
            continue;
        }
        let one = match run {
            2..=4 => reference(text, span, date).or_else(|| year_at(text, span)),
            6 | 8 => day_mark(text, span, date),
            _ => None,
        };
        // The second year of a period was read with the first.
        at = one.map_or(at, |one| one.span.end - range.start);
        found.extend(one);
    }
}

fn evidence(year: i16, span: Span, told: Told) -> Option<Evidence> {
    Some(Evidence {
        value: PartialDate::year(year)?,
        span,
        told,
        beside: false,
    })
}

/// The year of a release's number: `No 139/89`, `H86/2003`, `096/2009` at the
/// text's head or beside the date.
fn reference(text: &str, span: Span, date: PrintedDate) -> Option<Evidence> {
    let near = span.start < HEAD
        || span.start < date.span.end + BESIDE && date.span.start < span.end + BESIDE;
    let before = text.get(..span.start)?.strip_suffix('/')?;
    let letters = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = before.len() - letters.len();
    let after = text.get(span.end..).unwrap_or_default();
    let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '%'))
        || letters.ends_with(['/', '.', '-', ':', '$']);
    if !near || !NUMBER_DIGITS.contains(&digits) || goes_on {
        return None;
    }
    let written: i16 = span.of(text).parse().ok()?;
    let number: u32 = before.get(letters.len()..)?.parse().ok()?;
    // "95/48": the year comes first.
    if digits == 2 && number >= 60 && span.end - span.start == 2 && written < 60 {
        return evidence(full_year(number), span, Told::Reference);
    }
    let named = letters.ends_with(|c: char| c.is_alphabetic()) || ends_in_number_sign(letters);
    if span.end - span.start == 3 {
        return None;
    }
    let year = if span.end - span.start == 4 {
        written
    } else {
        full_year(u32::try_from(written).ok()?)
    };
    // "2001/02" is a period, "9/11" and "12/24" are days or fractions.
    let whole_year = digits == 4 && (1900..=2099).contains(&number);
    let fraction = !named && span.end - span.start == 2 && number <= 31 && written <= 31;
    let plausible = (1940..=2099).contains(&year) && !whole_year && !fraction;
    plausible
        .then(|| evidence(year, span, Told::Reference))
        .flatten()
}

/// `No`, `No.`, `#` or capitals before a number.
fn ends_in_number_sign(letters: &str) -> bool {
    let word = last_chars(letters, LONGEST_CODE)
        .trim_end_matches([' ', '.', ':', '\u{A0}'])
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or_default();
    matches!(word, "No" | "NO" | "no" | "Nr" | "Ref" | "#" | "№")
        || (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The year of a number that is the date itself: `060901`, `20010906`.
fn day_mark(text: &str, span: Span, date: PrintedDate) -> Option<Evidence> {
    let written = span.of(text);
    let number = |from: usize, to: usize| -> Option<u32> { written.get(from..to)?.parse().ok() };
    let is_day = |month: Option<u32>, day: Option<u32>| {
        month == Some(u32::from(date.month)) && day == date.day.map(u32::from)
    };
    let year = if written.len() == 8 {
        let (front, back) = (number(0, 4)?, number(4, 8)?);
        if is_day(number(4, 6), number(6, 8)) {
            front
        } else if is_day(number(2, 4), number(0, 2)) || is_day(number(0, 2), number(2, 4)) {
            back
        } else {
            return None;
        }
    } else if is_day(number(2, 4), number(0, 2)) || is_day(number(0, 2), number(2, 4)) {
        u32::try_from(full_year(number(4, 6)?)).ok()?
    } else if is_day(number(2, 4), number(4, 6)) {
        u32::try_from(full_year(number(0, 2)?)).ok()?
    } else {
        return None;
    };
    let year = i16::try_from(year).ok()?;
    (1940..=2099)
        .contains(&year)
        .then(|| evidence(year, span, Told::Reference))
        .flatten()
}

fn year_at(text: &str, span: Span) -> Option<Evidence> {
    if span.end - span.start != 4 {
        return None;
    }
    let year: i16 = span
        .of(text)
        .parse()
        .ok()
        .filter(|year| (1900..=2099).contains(year))?;
    let head = text.get(..span.start)?;
    let before = head.chars().next_back();
    let after = text.get(span.end..).unwrap_or_default();
    if before == Some('/') && after.starts_with('/') {
        return evidence(year, span, Told::Address);
    }
    if before.is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '.' | ',' | '/' | '#' | '_' | '=')
    }) {
        return None;
    }
    if after.starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '_'))
        || counts_things(after)
        || is_of_an_address(head, after)
    {
        return None;
    }
    if let Some((end, length)) = range_end(after, year) {
        let whole = Span::new(span.start, span.end + length);
        return if end == year + 1 {
            evidence(year, whole, Told::SplitYear)
        } else {
            evidence(end, whole, told_period(text, whole))
        };
    }
    // The second half of "2022-2025", or of what is no period.
    if matches!(before, Some('-' | '–')) || after.starts_with('/') {
        return None;
    }
    evidence(year, span, told(text, span))
}

/// "2000 people": a number of things, not a year.
fn counts_things(after: &str) -> bool {
    let word: &str = after
        .strip_prefix(' ')
        .and_then(|rest| rest.split([' ', '.', ',', '\n']).next())
        .unwrap_or_default();
    [
        "people", "refugees", "asylum", "migrants", "families", "children", "persons", "tonnes",
        "places", "men", "women", "cases", "boat", "million", "km",
    ]
    .contains(&word)
}

/// The code of a postal address or a part of a telephone number: `NSW 2001`,
/// `6127 1999`, `Box 2010`.
fn is_of_an_address(head: &str, after: &str) -> bool {
    let digits_follow = after
        .strip_prefix([' ', '\u{A0}'])
        .is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= 3);
    let near = last_chars(head, LONGEST_CODE).trim_end();
    let word = near
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or_default();
    let telephone = word.len() >= 2
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'(' | b')' | b'+'));
    digits_follow || telephone || CODES.contains(&word.trim_end_matches(','))
}

/// Characters before a number in which such a word stands.
const LONGEST_CODE: usize = 12;

/// Words before a postal code, box or room.
const CODES: &[&str] = &[
    "NSW", "N.S.W.", "ACT", "A.C.T.", "VIC", "Vic", "Vic.", "QLD", "Qld", "SA", "S.A.", "WA",
    "W.A.", "TAS", "Tas", "NT", "Box", "Room", "Suite", "Tel", "Tel:", "Fax", "Fax:", "Ext", "DC",
    "D.C.",
];

/// The end of `2022-2025`, `2022–25`, `2002/03` or `2022 to 2025`, given what follows
/// the first year, and its length.
fn range_end(after: &str, first: i16) -> Option<(i16, usize)> {
    let joiner = ["-", "–", "\u{2010}", " - ", " – ", "- ", " to ", "/"]
        .into_iter()
        .find(|joiner| after.starts_with(joiner))?;
    let rest = after.get(joiner.len()..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: i16 = rest.get(..digits)?.parse().ok()?;
    let end = match digits {
        4 => number,
        2 => first - first % 100 + number + if number == 0 { 100 } else { 0 },
        _ => return None,
    };
    let longest = if joiner == "/" { 1 } else { 20 };
    (end > first && end <= first + longest).then_some((end, joiner.len() + digits))
}

#[cfg(test)]
mod tests {
    use super::super::evidence::gather;
    use super::super::scan::scan;
    use super::*;

    /// What `text`, which begins with the date `7 September`, holds besides: year and rule.
    fn years(text: &str) -> Vec<(i16, Told)> {
        let text = format!("7 September {text}");
        let date = scan(&text, Span::new(0, 11))[0];
        let found = gather(&text, date);
        found.iter().map(|one| (one.value.year, one.told)).collect()
    }

    #[test]
    fn a_year_is_found_in_each_form() {
        for (text, expected) in [
            ("| No 139/89", vec![(1989, Told::Reference)]),
            ("| 210/95 |", vec![(1995, Told::Reference)]),
            ("| H86/2003 |", vec![(2003, Told::Reference)]),
            ("| 95/48 |", vec![(1995, Told::Reference)]),
            ("| 6/83 |", vec![(1983, Told::Reference)]),
            ("//media/0901/rel070901.html", vec![(2001, Told::Reference)]),
            ("| 20010907 |", vec![(2001, Told::Reference)]),
            ("www.news.example/2007/aid.htm", vec![(2007, Told::Address)]),
            ("in 2002-03", vec![(2002, Told::SplitYear)]),
            ("in 1999/2000", vec![(1999, Told::SplitYear)]),
            ("in 1999-00", vec![(1999, Told::SplitYear)]),
            ("the plan 2022 to 2025", vec![(2025, Told::RangeEnd)]),
            ("on 07/12/2021.", vec![(2021, Told::Plain)]),
        ] {
            assert_eq!(years(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_that_is_no_year_is_none() {
        for text in [
            "| 2000 people",
            "| open 24/7",
            "| since 9/11",
            "| 12/24 |",
            "| 110901 |",
            "| NSW 2001",
            "| GPO Box 2010",
            "| (02) 6127 1999",
            "| 1999 7640",
            "| $2010",
            "| 2010%",
        ] {
            assert_eq!(years(text), vec![], "{text}");
        }
    }
}
