//! The filters that `search`, `facets` and their like share.

use clap::Args;
use dateline::document::PartialDate;
use dateline::query::dates::{self, DateError};
use dateline::search;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// What releases must be, apart from the query.
#[derive(Debug, Default, Args)]
#[command(
    next_help_heading = "Filters (repeat for OR; =NAME is that very name; _missing asks for none; each also as --not-...)"
)]
pub(super) struct FilterArguments {
    /// An organisation in any role, by name, acronym or alias; on quotations whom the speaker speaks for.
    #[arg(long, alias = "org", value_name = "NAME")]
    organisation: Vec<String>,
    /// An organisation that issued the release.
    #[arg(long, value_name = "NAME")]
    publisher: Vec<String>,
    /// An organisation that is quoted.
    #[arg(long, value_name = "NAME")]
    quoted: Vec<String>,
    /// A person who speaks.
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Where the release is dated from.
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// The country of that place.
    #[arg(long, value_name = "NAME")]
    country: Vec<String>,
    /// The language, as two letters.
    #[arg(long, alias = "lang", value_name = "CODE")]
    language: Vec<String>,
    /// An organisation or any part of it: of the United Nations also UNHCR.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    part_of: Vec<String>,
    /// Leave out an organisation in any role.
    #[arg(long, alias = "not-org", value_name = "NAME", hide_short_help = true)]
    not_organisation: Vec<String>,
    /// Leave out what an organisation issued.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    not_publisher: Vec<String>,
    /// Leave out where an organisation is quoted.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    not_quoted: Vec<String>,
    /// Leave out where a person speaks.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    not_speaker: Vec<String>,
    /// Leave out a place.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    not_place: Vec<String>,
    /// Leave out a country.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    not_country: Vec<String>,
    /// Leave out a language.
    #[arg(long, alias = "not-lang", value_name = "CODE", hide_short_help = true)]
    not_language: Vec<String>,
    /// Leave out an organisation and every part of it.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    not_part_of: Vec<String>,
    /// From then on: 2023, 2023-05, 2023-05-04, or 90d, 6m, 2y back from today.
    #[arg(long, value_name = "DATE", value_parser = bound)]
    since: Option<PartialDate>,
    /// Until then, in the same forms.
    #[arg(long, value_name = "DATE", value_parser = bound)]
    until: Option<PartialDate>,
    /// Only releases whose date was read whole, not inferred.
    #[arg(long)]
    certain_date: bool,
    /// Give every copy of a release by itself instead of one that stands for all.
    #[arg(long)]
    no_collapse: bool,
}

/// The day it is, in UTC, so that an answer does not hang on where it is asked.
pub(super) fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

fn bound(written: &str) -> Result<PartialDate, DateError> {
    dates::bound(written, today())
}

impl FilterArguments {
    /// Whether one release stands for its copies.
    pub(super) const fn collapse(&self) -> bool {
        !self.no_collapse
    }

    /// As the engine takes them.
    pub(super) fn filters(&self) -> search::Filters {
        let fields = [
            ("organisation", &self.organisation, &self.not_organisation),
            ("publisher", &self.publisher, &self.not_publisher),
            ("quoted", &self.quoted, &self.not_quoted),
            ("speaker", &self.speaker, &self.not_speaker),
            ("place", &self.place, &self.not_place),
            ("country", &self.country, &self.not_country),
            ("language", &self.language, &self.not_language),
            ("part_of", &self.part_of, &self.not_part_of),
        ];
        let chosen = fields
            .into_iter()
            .filter(|(_, any, not)| !any.is_empty() || !not.is_empty());
        search::Filters {
            fields: chosen
                .map(|(field, any, not)| {
                    (
                        field.to_owned(),
                        search::Choice {
                            any: any.clone(),
                            not: not.clone(),
                        },
                    )
                })
                .collect(),
            since: self.since,
            until: self.until,
            certain_date: self.certain_date,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        filters: FilterArguments,
    }

    #[test]
    fn flags_become_filters() {
        let line = [
            "x",
            "--org",
            "UNHCR",
            "--organisation",
            "IOM",
            "--not-place",
            "Geneva",
            "--since",
            "2023-05",
        ];
        let filters = Line::parse_from(line).filters.filters();
        let expected = search::Filters::default()
            .pick("organisation", "UNHCR")
            .pick("organisation", "IOM")
            .exclude("place", "Geneva");
        assert_eq!(filters.fields, expected.fields);
        assert_eq!(filters.since, PartialDate::month(2023, 5));
    }

    #[test]
    fn a_date_that_is_none_is_told_the_forms() {
        let Err(error) = Line::try_parse_from(["x", "--until", "soon"]) else {
            panic!("taken");
        };
        assert!(
            error
                .to_string()
                .contains("`soon` is not a date; write 2023, 2023-05, 2023-05-04")
        );
    }
}
