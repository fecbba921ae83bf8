//! What is known of one release: the text as read, what its file says of itself
//! ([`Given`]), and what is read off the text ([`Extraction`]).
//!
//! Every value read off a text is a [`Found`]: the value, the span it was read
//! from, the rule that found it and a confidence. Plain data only: no I/O, no index.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// The name of the rule that found a value, e.g. `dateline` or `front-matter`.
pub type Rule = Cow<'static, str>;

/// A value with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found<T> {
    /// What was read.
    pub value: T,
    /// Where in the text; none when it was given from outside the text (file name, metadata).
    pub span: Option<Span>,
    /// The rule that found it.
    pub rule: Rule,
    /// 0 to 1: the share of such readings that are right.
    pub confidence: f32,
}

/// A calendar date of which the day, or day and month, may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year, 1 to 9999.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day of the month; only with a month.
    pub day: Option<u8>,
}

/// How finely a [`PartialDate`] is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
}

impl PartialDate {
    /// A whole date, if it exists in the calendar.
    pub fn day(year: i16, month: u8, day: u8) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let date = jiff::civil::Date::new(year, month as i8, day as i8).ok()?;
        Some(Self {
            year: date.year(),
            month: Some(month),
            day: Some(day),
        })
    }

    /// A month of a year.
    pub fn month(year: i16, month: u8) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self {
            year,
            month: Some(month),
            day: None,
        })
    }

    /// A year.
    pub fn year(year: i16) -> Option<Self> {
        (1..=9999).contains(&year).then_some(Self {
            year,
            month: None,
            day: None,
        })
    }

    /// Parses `2024`, `2024-04` or `2024-04-26`.
    pub fn parse(written: &str) -> Option<Self> {
        let mut parts = written.split('-');
        let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let two = |part: &str| (part.len() == 2).then(|| part.parse::<u8>().ok()).flatten();
        match (parts.next(), parts.next(), parts.next()) {
            (None, None, None) => Self::year(year),
            (Some(month), None, None) => Self::month(year, two(month)?),
            (Some(month), Some(day), None) => Self::day(year, two(month)?, two(day)?),
            _ => None,
        }
    }

    /// How finely it is known.
    pub fn precision(&self) -> Precision {
        match (self.month, self.day) {
            (Some(_), Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            _ => Precision::Year,
        }
    }

    /// The first day it may mean.
    pub fn first_day(&self) -> (i16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day it may mean.
    pub fn last_day(&self) -> (i16, u8, u8) {
        let month = self.month.unwrap_or(12);
        let last = jiff::civil::Date::new(self.year, month as i8, 1)
            .map_or(28, |first| first.days_in_month() as u8);
        (self.year, month, self.day.unwrap_or(last))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(out, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(out, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&written)
            .ok_or_else(|| serde::de::Error::custom(format!("{written:?} is not a date")))
    }
}

/// One date that was considered for the release, with where it stands and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DateEvidence {
    /// The date as read (its year may be a bound, not the release's).
    pub value: PartialDate,
    /// Where it stands.
    pub span: Option<Span>,
    /// The rule, e.g. `printed`, `url`, `event-before`, `range-end`, `weekday`.
    pub rule: Rule,
}

/// The release's date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReleaseDate {
    /// The date; its precision is that of what is filled in.
    pub value: PartialDate,
    /// Whether the year was inferred rather than read.
    pub inferred: bool,
    /// Where the date, or the part of it that is printed, stands.
    pub span: Option<Span>,
    /// The rule that won.
    pub rule: Rule,
    /// 0 to 1.
    pub confidence: f32,
    /// The values it beat.
    pub candidates: Vec<DateEvidence>,
    /// What bounded an inferred year.
    pub bounds: Vec<DateEvidence>,
}

/// The place a release is dated from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The place's usual name, e.g. `Islamabad`.
    pub name: String,
    /// As printed, e.g. `ISLAMABAD`.
    pub written: String,
    /// ISO 3166 alpha-2 code of the country, when known.
    pub country: Option<String>,
}

/// What an organisation does in a release, the strongest of its roles.
///
/// Being quoted is the stronger one: who publishes stands in [`Extraction::publisher`]
/// as well, so that a publisher that is also quoted loses neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrganisationRole {
    /// It is named.
    Mentioned,
    /// It issued the release.
    Publisher,
    /// Someone speaks for it.
    Quoted,
}

/// An organisation in a release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its one name: the register's, or the fullest in the text.
    pub name: String,
    /// Its acronym, from the register or the text.
    pub acronym: Option<String>,
    /// The organisation it is part of, by name.
    pub parent: Option<String>,
    /// What it does here.
    pub role: OrganisationRole,
    /// Every place it is named, in order.
    pub mentions: Vec<Span>,
    /// The rule that found it first.
    pub rule: Rule,
    /// 0 to 1.
    pub confidence: f32,
}

impl Organisation {
    /// The organisation it is a named part of, for which it speaks as well: of "Delegation
    /// of the European Union to Norland" the European Union, of UNHCR not the United Nations.
    pub fn named_after(&self) -> Option<&str> {
        let parent = self.parent.as_deref()?;
        self.name
            .to_lowercase()
            .contains(&parent.to_lowercase())
            .then_some(parent)
    }
}

/// A person, or an organisation, to whom words are attributed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name in the text, without title.
    pub name: String,
    /// The role as printed.
    pub role: Option<String>,
    /// The organisation they speak for, by its one name.
    pub organisation: Option<String>,
    /// Every place they are named, in order.
    pub mentions: Vec<Span>,
    /// 0 to 1.
    pub confidence: f32,
}

/// A speaker as answers name one: without the places in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// The name.
    pub name: String,
    /// The role as printed.
    pub role: Option<String>,
    /// Whom they speak for.
    pub organisation: Option<String>,
}

impl Voice {
    /// Of a speaker.
    pub fn of(speaker: &Speaker) -> Self {
        Self {
            name: speaker.name.clone(),
            role: speaker.role.clone(),
            organisation: speaker.organisation.clone(),
        }
    }
}

/// The kind of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// A sentence or more between marks, or a turn of a transcript.
    Direct,
    /// A few words between marks inside another's sentence.
    Fragment,
    /// The whole text is one person's, without marks.
    Statement,
}

/// Words somebody said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The words, without the outer marks; of several paragraphs from the first to the last.
    pub span: Span,
    /// The kind.
    pub kind: QuoteKind,
    /// Index into [`Extraction::speakers`], when somebody is named.
    pub speaker: Option<usize>,
    /// The speaker as written at the attribution, e.g. `Milsom` or `she`.
    pub written: Option<Span>,
    /// The word that attributes, e.g. `said`.
    pub cue: Option<Span>,
    /// The pattern that found the speaker.
    pub rule: Rule,
    /// 0 to 1: that the speaker is right.
    pub confidence: f32,
}

/// A part of the text that does not count as saying something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// What it covers.
    pub span: Span,
    /// What it is, e.g. `about`, `contact`, `notes`, `front-matter`.
    pub kind: Rule,
}

/// All that is read off one release.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The headline.
    pub title: Option<Found<String>>,
    /// The release's date.
    pub date: Option<ReleaseDate>,
    /// Where it is dated from.
    pub place: Option<Found<Place>>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// Who issued it, by their one name.
    pub publisher: Vec<Found<String>>,
    /// The organisations named, publishers first, then by role and place.
    pub organisations: Vec<Organisation>,
    /// Those who speak, in order of first quotation.
    pub speakers: Vec<Speaker>,
    /// Their words, in order.
    pub quotes: Vec<Quote>,
    /// Parts that are boilerplate.
    pub sections: Vec<Section>,
}

/// What a file says of itself outside its text; taken as given, marked as such.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The title.
    pub title: Option<String>,
    /// The date published.
    pub date: Option<PartialDate>,
    /// The date it was changed last, which is never taken for that.
    #[serde(default)]
    pub modified: Option<PartialDate>,
    /// Who issued it.
    pub publisher: Vec<String>,
    /// Who wrote or spoke it.
    pub creators: Vec<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Where the body starts in the text, when a head of metadata comes first.
    pub body_start: usize,
}

/// A release as a reader hands it over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Release {
    /// The decoded text, unchanged.
    pub text: String,
    /// What the file says of itself.
    pub given: Given,
    /// The file's name, for the date in it.
    pub file_name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_prints_what_it_knows() {
        for written in ["2024", "2024-04", "2024-04-26"] {
            assert_eq!(
                PartialDate::parse(written)
                    .map(|d| d.to_string())
                    .as_deref(),
                Some(written)
            );
        }
    }

    #[test]
    fn a_date_outside_the_calendar_is_none() {
        for written in [
            "2023-02-29",
            "2024-13",
            "24-01-01",
            "2024-1-1",
            "0000",
            "2024-01-01-01",
        ] {
            assert_eq!(PartialDate::parse(written), None, "{written}");
        }
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let february = PartialDate::month(2024, 2).unwrap();
        assert_eq!(february.last_day(), (2024, 2, 29));
        assert_eq!(february.first_day(), (2024, 2, 1));
    }
}
