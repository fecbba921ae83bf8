//! What a text tells of years: its dates, bare years and numbers that hold one,
//! each with how it is told.

use super::scan::{PrintedDate, scan};
use super::told::{Told, told};
use super::years;
use crate::document::PartialDate;
use crate::text::{Span, border_before};

/// Bytes of a text that are read for evidence.
const REACH: usize = 200_000;

/// A date or year in the text, and how it is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub(super) value: PartialDate,
    pub(super) span: Span,
    pub(super) told: Told,
    /// Whether it stands close to the date whose year is asked for.
    pub(super) beside: bool,
}

/// Bytes on either side of the date that are beside it.
const BESIDE: usize = 300;

/// Everything in `text` that holds a year, `date` itself left out.
pub(super) fn gather(text: &str, date: PrintedDate) -> Vec<Evidence> {
    let end = border_before(text, REACH);
    let range = Span::new(0, end);
    let mut found = Vec::new();
    let mut taken = vec![date.span];
    for printed in scan(text, range) {
        let Some(value) = printed.date() else {
            continue;
        };
        taken.push(printed.span);
        // Of a date whose day and month cannot be told apart the year is sure.
        let value = if printed.ambiguous {
            PartialDate::year(value.year)
        } else {
            Some(value)
        };
        if !printed.span.overlaps(date.span) {
            found.extend(value.map(|value| Evidence {
                value,
                span: printed.span,
                told: told(text, printed.span),
                beside: false,
            }));
        }
    }
    taken.sort();
    years::gather(text, range, date, &taken, &mut found);
    for one in &mut found {
        one.beside =
            one.span.start < date.span.end + BESIDE && date.span.start < one.span.end + BESIDE;
    }
    found
}
