//! Every date printed in a text, in seven languages, in one pass.
//!
//! An automaton finds the names of months; a window of [`REACH`] bytes on either
//! side is read for day, year and weekday. Dates in numbers are found at their
//! digits ([`super::numeric`]). Both look at a bounded piece of text for each hit,
//! so the time is linear in the text whatever stands in it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::names::{MONTHS, Sureness, month_patterns, weekday};
use super::numeric;
use super::tokens::{Kind, Token, cut};
use crate::document::PartialDate;
use crate::text::Span;

/// Bytes looked at on either side of a month's name.
const REACH: usize = 64;

/// A date as it is printed; what is not printed is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedDate {
    /// All of it, its weekday included.
    pub span: Span,
    /// The year, of four digits or completed from two.
    pub year: Option<i16>,
    /// The month.
    pub month: u8,
    /// The day of the month; of a range of days the first.
    pub day: Option<u8>,
    /// The last day of a range such as `26-27 April`.
    pub last_day: Option<u8>,
    /// The weekday, Monday 1 to Sunday 7.
    pub weekday: Option<u8>,
    /// Whether it is in numbers that may be day and month or month and day; it
    /// is then given as day and month. See [`PrintedDate::month_first`].
    pub ambiguous: bool,
    /// Whether it is all numbers; none of the months' names stands in it.
    pub numeric: bool,
    /// Its first part.
    pub lead: Lead,
}

/// The part a date is printed with first, its weekday aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// `26 April`, `26/04`; also what is ambiguous.
    Day,
    /// `April 26`, `04/26`, `April 2024`.
    Month,
    /// `2024-04-26`.
    Year,
}

impl PrintedDate {
    /// The date, when its year is printed and it exists in the calendar.
    pub fn date(&self) -> Option<PartialDate> {
        self.with_year(self.year?)
    }

    /// The date in a year.
    pub fn with_year(&self, year: i16) -> Option<PartialDate> {
        match self.day {
            Some(day) => PartialDate::day(year, self.month, day),
            None => PartialDate::month(year, self.month),
        }
    }

    /// An ambiguous date read the other way, as month and day.
    pub fn month_first(self) -> Self {
        match self.day {
            Some(day) if self.ambiguous => Self {
                month: day,
                day: Some(self.month),
                ..self
            },
            _ => self,
        }
    }
}

static MONTH_NAMES: LazyLock<Option<(AhoCorasick, Vec<usize>)>> = LazyLock::new(|| {
    let (patterns, indices) = month_patterns();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(patterns);
    // The patterns are fixed and few, so building cannot fail; a test holds it to that.
    Some((automaton.ok()?, indices))
});

/// Every date printed in `text[range]`, in order, none overlapping another.
pub fn scan(text: &str, range: Span) -> Vec<PrintedDate> {
    let mut found = numeric::scan(text, range);
    in_words(text, range, &mut found);
    found.sort_by_key(|date| (date.span.start, std::cmp::Reverse(date.span.end)));
    found.dedup_by(|later, earlier| earlier.span.overlaps(later.span));
    found
}

fn in_words(text: &str, range: Span, found: &mut Vec<PrintedDate>) {
    let Some((automaton, indices)) = MONTH_NAMES.as_ref() else {
        return;
    };
    let piece = range.of(text);
    let mut reader = Reader {
        text,
        range,
        before: Vec::new(),
        after: Vec::new(),
        taken: range.start,
    };
    for hit in automaton.find_iter(piece) {
        let name = Span::new(range.start + hit.start(), range.start + hit.end());
        let index = indices
            .get(hit.pattern().as_usize())
            .copied()
            .unwrap_or(usize::MAX);
        let Some((_, month, sureness)) = MONTHS.get(index) else {
            continue;
        };
        if name.start < reader.taken || !is_whole_word(text, name) {
            continue;
        }
        if let Some(date) = reader.read(name, *month, *sureness) {
            reader.taken = date.span.end;
            found.push(date);
        }
    }
}

fn is_whole_word(text: &str, name: Span) -> bool {
    let before = text
        .get(..name.start)
        .and_then(|head| head.chars().next_back());
    let after = text.get(name.end..).and_then(|tail| tail.chars().next());
    // Arabic writes "and", "in" and "the" onto the word: "ومارس".
    let arabic = |letter: char| matches!(letter, 'و' | 'ل' | 'ب');
    !before.is_some_and(|c| c.is_alphabetic() && !arabic(c))
        && !after.is_some_and(char::is_alphabetic)
}

struct Reader<'a> {
    text: &'a str,
    range: Span,
    before: Vec<Token>,
    after: Vec<Token>,
    /// What lies before this belongs to an earlier date.
    taken: usize,
}

/// A day or a span of days, and where it ends (or, before a month, starts).
#[derive(Debug, Clone, Copy)]
struct Days {
    first: u8,
    last: Option<u8>,
    edge: usize,
}

impl Reader<'_> {
    fn read(&mut self, name: Span, month: u8, sureness: Sureness) -> Option<PrintedDate> {
        self.fill(name);
        let name_end = self.skip_second_name(name.end);
        let before = self.days_before();
        let after = self.days_after(name_end);
        let (days, mut end) = match (before, after) {
            // "Section 12 March 5, 2020": the day behind wins when a year follows it.
            (_, Some(days)) if self.year_from(days.edge).is_some() => (Some(days), days.edge),
            (Some(days), _) => (Some(days), name_end),
            (None, Some(days)) => (Some(days), days.edge),
            (None, None) => (None, name_end),
        };
        let is_before = days.is_some_and(|days| days.edge < name.start);
        let mut start = if is_before {
            days.map_or(name.start, |days| days.edge)
        } else {
            name.start
        };
        let year = self.year_from(end);
        if let Some((_, after_year)) = year {
            end = after_year;
        }
        let sure = match sureness {
            Sureness::Plain => days.is_some() || year.is_some(),
            Sureness::Doubtful => is_before && year.is_some(),
        };
        let day = days.map(|days| days.first);
        if !sure || !day.is_none_or(|day| exists(month, day)) {
            return None;
        }
        let weekday = self.weekday_before(start);
        if let Some((_, at)) = weekday {
            start = at;
        }
        Some(PrintedDate {
            span: Span::new(start, end),
            year: year.map(|(year, _)| year),
            month,
            day,
            last_day: days
                .and_then(|days| days.last)
                .filter(|last| exists(month, *last)),
            weekday: weekday.map(|(weekday, _)| weekday),
            ambiguous: false,
            numeric: false,
            lead: if is_before { Lead::Day } else { Lead::Month },
        })
    }

    fn fill(&mut self, name: Span) {
        let mut start = name.start.saturating_sub(REACH).max(self.taken);
        let cut_short = start > self.range.start;
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        let mut end = (name.end + REACH).min(self.range.end);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        cut(self.text, Span::new(start, name.start), &mut self.before);
        cut(self.text, Span::new(name.end, end), &mut self.after);
        // The piece may begin inside a word or number.
        if cut_short && start > self.taken && !self.before.is_empty() {
            self.before.remove(0);
        }
    }

    /// The end of a month given in both of Arabic's names, `آذار/مارس`.
    fn skip_second_name(&self, name_end: usize) -> usize {
        let [slash, word, ..] = self.after.as_slice() else {
            return name_end;
        };
        let second = slash.kind == Kind::Mark('/') && word.kind == Kind::Word;
        let known = || {
            MONTHS
                .iter()
                .any(|(name, ..)| *name == word.span.of(self.text))
        };
        if second && known() {
            word.span.end
        } else {
            name_end
        }
    }

    fn days_before(&self) -> Option<Days> {
        let mut rest = self.before.as_slice();
        rest = drop_last(rest, |token| matches!(token.kind, Kind::Line));
        rest = drop_last(rest, |token| {
            self.is_word(token, &["de", "of", "di", "d", "من"])
        });
        rest = drop_last(rest, |token| {
            matches!(
                token.kind,
                Kind::Mark('.' | ',' | '-' | '/' | 'º' | '°' | 'ª')
            )
        });
        let (last, rest) = self.day_ending(rest)?;
        let joined = drop_last(rest, |token| self.joins(token));
        if joined.len() < rest.len()
            && let Some((first, _)) = self.day_ending(joined)
            && first.first < last.first
        {
            return Some(Days {
                first: first.first,
                last: Some(last.first),
                edge: first.edge,
            });
        }
        Some(last)
    }

    /// The day that ends `tokens`, with its ordinal ending, and the tokens before it.
    fn day_ending<'t>(&self, tokens: &'t [Token]) -> Option<(Days, &'t [Token])> {
        let bare = drop_last(tokens, |token| {
            self.is_word(token, ORDINALS) || token.kind == Kind::Mark('.')
        });
        let (token, rest) = bare.split_last()?;
        let Kind::Number(value, 1..=2) = token.kind else {
            return None;
        };
        // "3.5 March" and "$12 May" are no days.
        let spoilt = rest.last().is_some_and(|before| {
            before.span.end == token.span.start
                && matches!(
                    before.kind,
                    Kind::Mark('.' | '$' | '€' | '£' | ':') | Kind::Word
                )
        });
        let day = u8::try_from(value)
            .ok()
            .filter(|day| (1..=31).contains(day) && !spoilt)?;
        Some((
            Days {
                first: day,
                last: None,
                edge: token.span.start,
            },
            rest,
        ))
    }

    fn days_after(&self, from: usize) -> Option<Days> {
        let mut rest = self.after_from(from);
        rest = drop_first(rest, |token| {
            matches!(token.kind, Kind::Mark('.' | ',' | '-'))
        });
        rest = drop_first(rest, |token| self.is_word(token, &["the"]));
        let (day, rest) = self.day_starting(rest)?;
        let joined = drop_first(rest, |token| self.joins(token));
        if joined.len() < rest.len()
            && let Some((last, _)) = self.day_starting(joined)
            && last.first > day.first
        {
            return Some(Days {
                first: day.first,
                last: Some(last.first),
                edge: last.edge,
            });
        }
        Some(day)
    }

    fn day_starting<'t>(&self, tokens: &'t [Token]) -> Option<(Days, &'t [Token])> {
        let (token, rest) = tokens.split_first()?;
        let Kind::Number(value, 1..=2) = token.kind else {
            return None;
        };
        let day = u8::try_from(value)
            .ok()
            .filter(|day| (1..=31).contains(day))?;
        let adjacent = |next: &Token| next.span.start == token.span.end;
        let Some(next) = rest.first().filter(|next| adjacent(next)) else {
            return Some((
                Days {
                    first: day,
                    last: None,
                    edge: token.span.end,
                },
                rest,
            ));
        };
        if self.is_word(next, ORDINALS) {
            let edge = next.span.end;
            return Some((
                Days {
                    first: day,
                    last: None,
                    edge,
                },
                rest.get(1..)?,
            ));
        }
        // A clock, a decimal, a percentage, "20th-century" words.
        let followed_by_digit = rest.get(1).is_some_and(|after| {
            matches!(after.kind, Kind::Number(..)) && after.span.start == next.span.end
        });
        let spoilt = match next.kind {
            Kind::Mark(':' | '.') => followed_by_digit,
            Kind::Mark(',') => rest.get(1).is_some_and(|after| {
                matches!(after.kind, Kind::Number(_, 3)) && after.span.start == next.span.end
            }),
            Kind::Mark('%') | Kind::Word => true,
            _ => false,
        };
        (!spoilt).then_some((
            Days {
                first: day,
                last: None,
                edge: token.span.end,
            },
            rest,
        ))
    }

    /// The year that follows byte `from`, and where it ends.
    fn year_from(&self, from: usize) -> Option<(i16, usize)> {
        let mut rest = self.after_from(from);
        for _ in 0..2 {
            rest = drop_first(rest, |token| {
                matches!(
                    token.kind,
                    Kind::Mark('.' | ',' | '،' | '-' | '/') | Kind::Line
                )
            });
        }
        rest = drop_first(rest, |token| {
            self.is_word(token, &["de", "del", "of", "عام", "سنة"])
        });
        let apostrophe = drop_first(rest, |token| matches!(token.kind, Kind::Mark('\'' | '’')));
        let (token, tail) = apostrophe.split_first()?;
        let Kind::Number(value, digits) = token.kind else {
            return None;
        };
        if digits == 4 && (1600..=2099).contains(&value) {
            return Some((value as i16, token.span.end));
        }
        if digits != 2 {
            return None;
        }
        // "19 67": a blank inside the year, as scanners leave it.
        if let (19 | 20, [next, ..]) = (value, tail)
            && let Kind::Number(rest_of_year, 2) = next.kind
            && next.span.start == token.span.end + 1
        {
            return Some(((value * 100 + rest_of_year) as i16, next.span.end));
        }
        let short = apostrophe.len() < rest.len()
            || self
                .text
                .get(..token.span.start)
                .is_some_and(|head| head.ends_with(['-', '/']));
        short.then(|| (numeric::full_year(value), token.span.end))
    }

    fn weekday_before(&self, start: usize) -> Option<(u8, usize)> {
        let count = self
            .before
            .iter()
            .take_while(|token| token.span.end <= start)
            .count();
        let mut rest = self.before.get(..count)?;
        for _ in 0..2 {
            rest = drop_last(rest, |token| {
                matches!(token.kind, Kind::Mark(',' | '.' | '،'))
                    || self.is_word(token, &["the", "le", "den", "il"])
            });
        }
        let token = rest.last().filter(|token| token.kind == Kind::Word)?;
        if let Some(number) = weekday(token.span.of(self.text)) {
            return Some((number, token.span.start));
        }
        // Portuguese weekdays have a hyphen: "sexta-feira".
        let first = rest.len().checked_sub(3).and_then(|at| rest.get(at))?;
        let whole = Span::new(first.span.start, token.span.end);
        weekday(whole.of(self.text)).map(|number| (number, whole.start))
    }

    fn after_from(&self, from: usize) -> &[Token] {
        let skip = self
            .after
            .iter()
            .take_while(|token| token.span.start < from)
            .count();
        self.after.get(skip..).unwrap_or_default()
    }

    fn joins(&self, token: &Token) -> bool {
        matches!(token.kind, Kind::Mark('-' | '–' | '—' | '/' | '&'))
            || self.is_word(
                token,
                &["to", "and", "und", "et", "y", "e", "au", "al", "bis", "a"],
            )
    }

    fn is_word(&self, token: &Token, words: &[&str]) -> bool {
        let written = token.span.of(self.text);
        token.kind == Kind::Word && words.iter().any(|word| word.eq_ignore_ascii_case(written))
    }
}

/// Endings of a day: first, second, third, fourth; premier.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "º", "ª"];

fn drop_last(tokens: &[Token], fits: impl Fn(&Token) -> bool) -> &[Token] {
    match tokens.split_last() {
        Some((last, rest)) if fits(last) => rest,
        _ => tokens,
    }
}

fn drop_first(tokens: &[Token], fits: impl Fn(&Token) -> bool) -> &[Token] {
    match tokens.split_first() {
        Some((first, rest)) if fits(first) => rest,
        _ => tokens,
    }
}

/// Whether a month has such a day in some year.
pub(super) fn exists(month: u8, day: u8) -> bool {
    PartialDate::day(2000, month, day).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The one date in `text` as `year-month-day/weekday`, `?` for what is not printed.
    fn one(text: &str) -> String {
        let found = scan(text, Span::new(0, text.len()));
        let [date] = found.as_slice() else {
            return format!("{} dates: {found:?}", found.len());
        };
        let show = |part: Option<i64>| part.map_or("?".to_owned(), |n| n.to_string());
        let mut out = format!(
            "{}-{}-{}",
            show(date.year.map(i64::from)),
            date.month,
            show(date.day.map(i64::from))
        );
        if let Some(last) = date.last_day {
            out += &format!("..{last}");
        }
        if let Some(weekday) = date.weekday {
            out += &format!("/{weekday}");
        }
        if date.ambiguous {
            out += "!";
        }
        out
    }

    #[test]
    fn dates_are_read_in_every_form_and_language() {
        for (text, expected) in [
            ("April 26, 2024", "2024-4-26"),
            ("ISLAMABAD, APR 26 /DNA/", "?-4-26"),
            ("Friday, April 26th, 2024", "2024-4-26/5"),
            ("Wednesday, 24 April 2013", "2013-4-24/3"),
            ("14th February, 19 67 .", "1967-2-14"),
            ("the 3rd of May 2021", "2021-5-3"),
            ("on 26-27 April at", "?-4-26..27"),
            ("April 19-20, 2022", "2022-4-19..20"),
            ("from 3 to 5 May 2021", "2021-5-3..5"),
            ("in November 2023, to", "2023-11-?"),
            ("Nov. 17, 2009", "2009-11-17"),
            ("26-FEB-1987 15:01", "1987-2-26"),
            ("26-FEB-87", "1987-2-26"),
            ("5 Sept '04", "2004-9-5"),
            ("4 November, 1992", "1992-11-4"),
            ("le 12 mars 2021", "2021-3-12"),
            ("mardi 1er FÉVRIER 2022", "2022-2-1/2"),
            ("4 de mayo de 2022", "2022-5-4"),
            ("miércoles, 4 de mayo de 2022", "2022-5-4/3"),
            ("3. Juni 2020", "2020-6-3"),
            ("Montag, den 1. März 2021", "2021-3-1/1"),
            ("5 maggio 2019", "2019-5-5"),
            ("12 ago 2021", "2021-8-12"),
            ("sexta-feira, 12 de março de 2021", "2021-3-12/5"),
            ("12 مارس 2023", "2023-3-12"),
            ("١٢ آذار/مارس ٢٠٢٣", "2023-3-12"),
            ("2021-12-07T10:00", "2021-12-7"),
            ("13.8.2019", "2019-8-13"),
            ("13/08/19", "2019-8-13"),
            ("02.28.13", "2013-2-28"),
            ("07/12/2021", "2021-12-7!"),
            ("7.9. 92", "1992-9-7!"),
            ("capsized on 14\nJune 2023.", "2023-6-14"),
            ("Section 12 March 5, 2020", "2020-3-5"),
        ] {
            assert_eq!(one(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "the march of 500 people",
            "it may be",
            "two years ago 12 people",
            "call 02 6277 3800",
            "9.15am to 3.45pm",
            "version 1.2.3.4",
            "31 February 2021",
            "a May\n\n5 of them",
            "$12 May offer",
            "Marchioness 12",
            "10,000 march",
            "in 2021",
        ] {
            let found = scan(text, Span::new(0, text.len()));
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_span_covers_the_date_with_its_weekday() {
        let text = "Issued Friday, April 26th, 2024 in town";
        let found = scan(text, Span::new(0, text.len()));
        assert_eq!(found[0].span.of(text), "Friday, April 26th, 2024");
    }

    #[test]
    fn a_date_read_the_other_way_swaps_day_and_month() {
        let text = "07/12/2021";
        let date = scan(text, Span::new(0, text.len()))[0].month_first();
        assert_eq!((date.month, date.day), (7, Some(12)));
    }

    #[test]
    fn time_is_linear_in_what_repeats() {
        for piece in [
            "1", "1/", "12/12/", "May ", "31 May ", "May 1", "(", "A", "١", "\n", "19 ",
        ] {
            let text = piece.repeat(400_000 / piece.len());
            let start = std::time::Instant::now();
            scan(&text, Span::new(0, text.len()));
            assert!(
                start.elapsed().as_secs() < 4,
                "{piece:?}: {:?}",
                start.elapsed()
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_scanned(text in "(\\PC|[0-9 ,./-]|May|mars|٣|19|\n){0,60}") {
            let mut end = 0;
            for date in scan(&text, Span::new(0, text.len())) {
                prop_assert!(date.span.start >= end);
                prop_assert!(!date.span.of(&text).is_empty());
                prop_assert!((1..=12).contains(&date.month));
                end = date.span.end;
            }
        }
    }
}
