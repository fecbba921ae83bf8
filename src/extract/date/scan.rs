//! Every date printed in a text, in seven languages, in one pass.
//!
//! Dates in words are found at the months' names ([`super::words`]), those in
//! numbers at their digits ([`super::numeric`]). Both look at a bounded piece of text for each hit,
//! so the time is linear in the text whatever stands in it.

use super::{numeric, words};
use crate::document::PartialDate;
use crate::text::Span;

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

/// Every date printed in `text[range]`, in order, none overlapping another.
pub fn scan(text: &str, range: Span) -> Vec<PrintedDate> {
    let mut found = numeric::scan(text, range);
    words::scan(text, range, &mut found);
    found.sort_by_key(|date| (date.span.start, std::cmp::Reverse(date.span.end)));
    found.dedup_by(|later, earlier| earlier.span.overlaps(later.span));
    found
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
            ("27 January 6/83", "?-1-27"),
            ("1er mars 2021", "2021-3-1"),
            ("le 3 mars 2021", "2021-3-3"),
            ("le mercredi 3 mars 2021", "2021-3-3/3"),
            ("Mercredi 3 MARS 2021", "2021-3-3/3"),
            ("3 août 2021", "2021-8-3"),
            ("3 déc. 2021", "2021-12-3"),
            ("3. März 2021", "2021-3-3"),
            ("3. MÄRZ 2021", "2021-3-3"),
            ("Mittwoch, 3. März 2021", "2021-3-3/3"),
            ("3. Jänner 2021", "2021-1-3"),
            ("3. Dez. 2021", "2021-12-3"),
            ("3 de marzo de 2021", "2021-3-3"),
            ("3 de marzo del 2021", "2021-3-3"),
            ("1º de marzo de 2021", "2021-3-1"),
            ("miércoles 3 de marzo de 2021", "2021-3-3/3"),
            ("3 de septiembre de 2021", "2021-9-3"),
            ("3 marzo 2021", "2021-3-3"),
            ("mercoledì 3 marzo 2021", "2021-3-3/3"),
            ("1° marzo 2021", "2021-3-1"),
            ("3 de março de 2021", "2021-3-3"),
            ("1º de março de 2021", "2021-3-1"),
            ("quarta-feira, 3 de março de 2021", "2021-3-3/3"),
            ("3 de outubro de 2021", "2021-10-3"),
            ("٣ مارس ٢٠٢١", "2021-3-3"),
            ("3 آذار/مارس 2021", "2021-3-3"),
            ("3 آذار 2021", "2021-3-3"),
            ("الأربعاء 3 مارس 2021", "2021-3-3/3"),
            ("3 كانون الثاني/يناير 2021", "2021-1-3"),
            ("3 تشرين الأول 2021", "2021-10-3"),
            ("٢٠٢١/٠٣/٠٣", "2021-3-3"),
            ("٢٣/٣/٢٠٢١", "2021-3-23"),
            ("3 مارس/آذار 2021", "2021-3-3"),
            ("3 من مارس 2021", "2021-3-3"),
            ("3 مارس، 2021", "2021-3-3"),
            ("في 3 مارس 2021", "2021-3-3"),
            ("3 FÉVR. 2021", "2021-2-3"),
            ("1er-3 mars 2021", "2021-3-1..3"),
            ("3 DE MARZO DE 2021", "2021-3-3"),
            ("03 de março de 2021", "2021-3-3"),
            ("terça-feira, 2 de março de 2021", "2021-3-2/2"),
            ("Dienstag, den 2. März 2021", "2021-3-2/2"),
            ("3 sett. 2021", "2021-9-3"),
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
