//! The agency or desk of a dateline, in brackets, between slashes or bare, before or behind
//! the place; and the country in brackets that is none.

use super::grammar::{Cursor, is_blank};
use crate::text::Span;

impl Cursor<'_> {
    /// "(ANSA) - ROMA": the agency before the place.
    pub(super) fn leading_agency(&mut self) -> Option<Span> {
        let before = self.at;
        if self.peek() != Some('(') {
            return None;
        }
        let inside = self.enclosed(')')?;
        let written = inside.of(self.text);
        if !names_agency(written) || crate::places::look_up(written).is_some() {
            return None;
        }
        self.at = inside.end + 1;
        self.skip(is_blank);
        if !self.dash() {
            self.at = before;
            return None;
        }
        self.skip(is_blank);
        Some(inside)
    }

    /// "Palermo (Italia),": the country behind a place.
    pub(super) fn country_in_brackets(&mut self) {
        let before = self.at;
        self.skip(is_blank);
        let inside = (self.peek() == Some('('))
            .then(|| self.enclosed(')'))
            .flatten();
        self.at = inside
            .filter(|inside| crate::places::country(inside.of(self.text).trim()).is_some())
            .map_or(before, |inside| inside.end + 1);
    }

    /// What stands between the mark here, of one byte, and the next `closing`.
    fn enclosed(&self, closing: char) -> Option<Span> {
        let length = self.rest().get(1..)?.find(closing)?;
        Some(Span::new(self.at + 1, self.at + 1 + length))
    }

    pub(super) fn agency(&mut self, dated: bool) -> Option<Span> {
        let before = self.at;
        self.skip(|c| is_blank(c) || matches!(c, ',' | '،' | '.'));
        let closing = match self.peek() {
            Some('(') => ')',
            Some('/') => '/',
            Some('[') => ']',
            Some(_) if dated => return self.bare_agency(before),
            _ => {
                self.at = before;
                return None;
            }
        };
        let inside = self.enclosed(closing).filter(|inside| {
            let name = inside.trimmed(self.text);
            names_agency(name.of(self.text))
        });
        self.at = inside.map_or(before, |inside| inside.end + 1);
        inside.map(|inside| inside.trimmed(self.text))
    }

    /// `March 12, Reuter -`: one or two capitalised words up to the dash.
    fn bare_agency(&mut self, before: usize) -> Option<Span> {
        let start = self.at;
        let dash = self
            .rest()
            .find([' ', '\n'])
            .and_then(|_| self.rest().find(" -").or_else(|| self.rest().find(" –")));
        let inside = dash.map(|dash| Span::new(start, start + dash).trimmed(self.text));
        let fits = |inside: &Span| {
            inside.len() <= 24
                && is_agency(inside.of(self.text))
                && !inside.of(self.text).contains([',', ':', '-'])
        };
        match inside.filter(fits) {
            Some(inside) => {
                self.at = inside.end;
                Some(inside)
            }
            None => {
                self.at = before;
                None
            }
        }
    }
}

/// Whether what stands in brackets may be an agency, by its name or its mark.
fn names_agency(name: &str) -> bool {
    is_agency(name) || is_wire(name)
}

/// Whether it may be the name of an agency or desk: short, begins with a
/// capital (perhaps behind a wire's mark, "dpa Regionaldienst"), few digits, no sentence.
fn is_agency(name: &str) -> bool {
    let (mark, behind) = name.split_once(' ').unwrap_or_default();
    let begins = if is_wire(mark) { behind } else { name }
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    begins && name.len() <= 48 && name.split_whitespace().count() <= 5 && !name.contains(". ")
}

/// Whether it is a wire's mark in small letters: `dpa`, `epd`.
fn is_wire(mark: &str) -> bool {
    (3..=4).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_lowercase())
        || mark == "askanews"
}
