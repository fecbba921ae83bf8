//! Filters given by name, as columns of a table and keys of a file have them: the same
//! words as the flags.

use jiff::civil::Date;

use super::request::Filters;
use crate::facet;
use crate::query::dates;

/// Names less alike than this (Jaro-Winkler) are not offered as a correction.
const ALIKE: f64 = 0.8;
/// The filters people are told of; every facet is one.
const KEYS: [&str; 11] = [
    "organisation",
    "publisher",
    "quoted",
    "speaker",
    "place",
    "country",
    "language",
    "part_of",
    "since",
    "until",
    "certain_date",
];

/// Why a filter given by name cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GivenError {
    /// No filter is called so.
    #[error("`{name}` is no filter{}", .nearest.as_ref().map_or_else(
        || format!("; there are {}, and the first eight with not_ before them", KEYS.join(", ")),
        |nearest| format!("; did you mean `{nearest}`?"),
    ))]
    Unknown {
        /// As given.
        name: String,
        /// The nearest that exists, if any is near.
        nearest: Option<String>,
    },
    /// Its value is none it can have.
    #[error("{0}")]
    Value(String),
}

/// The name nearest to `name` among `known`, if any is near.
pub fn nearest_name<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|known| (strsim::jaro_winkler(known, name), known))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

impl Filters {
    /// The filters on one line, by the names they are given by; empty when there are none.
    pub fn told(&self) -> String {
        let mut told = Vec::new();
        for (field, choice) in &self.fields {
            for (name, values) in [
                (field.clone(), &choice.any),
                (format!("not_{field}"), &choice.not),
            ] {
                if !values.is_empty() {
                    told.push(format!("{name}: {}", values.join(", ")));
                }
            }
        }
        told.extend(self.since.map(|since| format!("since: {since}")));
        told.extend(self.until.map(|until| format!("until: {until}")));
        told.extend(self.certain_date.then(|| "certain_date: true".to_owned()));
        told.join("; ")
    }

    /// Adds the values of a filter by its name: a facet, perhaps with `not_` before it,
    /// `since`, `until` or `certain_date`; hyphens are as good as underscores.
    ///
    /// # Errors
    /// Naming the nearest filter, or what its value may be.
    pub fn give(&mut self, name: &str, values: &[String], today: Date) -> Result<(), GivenError> {
        let name = name.trim().to_lowercase().replace(['-', ' '], "_");
        match name.as_str() {
            "since" | "until" => {
                let Some(written) = values.last() else {
                    return Ok(());
                };
                let date = dates::bound(written, today)
                    .map_err(|error| GivenError::Value(format!("{name}: {error}")))?;
                if name == "since" {
                    self.since = Some(date);
                } else {
                    self.until = Some(date);
                }
                Ok(())
            }
            "certain_date" => {
                let written = values.last().map_or("", String::as_str).to_lowercase();
                self.certain_date = match written.as_str() {
                    "true" | "yes" | "1" => true,
                    "false" | "no" | "0" | "" => false,
                    _ => {
                        let told = format!("certain_date is `{written}`; give true or false");
                        return Err(GivenError::Value(told));
                    }
                };
                Ok(())
            }
            _ => self.give_values(&name, values),
        }
    }

    fn give_values(&mut self, name: &str, values: &[String]) -> Result<(), GivenError> {
        let (bare, excluded) = match name.strip_prefix("not_") {
            Some(bare) => (bare, true),
            None => (name, false),
        };
        let Ok(field) = facet::named(bare) else {
            let known = KEYS.iter().copied();
            let nearest = nearest_name(bare, known).map(|nearest| {
                if excluded {
                    format!("not_{nearest}")
                } else {
                    nearest.to_owned()
                }
            });
            return Err(GivenError::Unknown {
                name: name.to_owned(),
                nearest,
            });
        };
        if values.is_empty() {
            return Ok(());
        }
        let choice = self.fields.entry(field.to_owned()).or_default();
        let kept = if excluded {
            &mut choice.not
        } else {
            &mut choice.any
        };
        kept.extend(values.iter().cloned());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn give(name: &str, value: &str) -> Result<Filters, GivenError> {
        let mut filters = Filters::default();
        filters.give(name, &[value.to_owned()], jiff::civil::date(2026, 3, 31))?;
        Ok(filters)
    }

    #[test]
    fn names_are_those_of_the_flags() {
        assert_eq!(
            give("org", "IOM"),
            Ok(Filters::default().pick("organisation", "IOM"))
        );
        assert_eq!(
            give("Not-Speaker", "A"),
            Ok(Filters::default().exclude("speaker", "A"))
        );
        assert_eq!(
            give("since", "90d").unwrap().since.unwrap().to_string(),
            "2025-12-31"
        );
        assert!(give("certain_date", "yes").unwrap().certain_date);
    }

    #[test]
    fn filters_are_told_by_their_names() {
        let mut filters = Filters::default()
            .pick("organisation", "IOM")
            .exclude("place", "Geneva");
        filters.since = crate::document::PartialDate::year(2023);
        assert_eq!(
            filters.told(),
            "organisation: IOM; not_place: Geneva; since: 2023"
        );
        assert_eq!(Filters::default().told(), "");
    }

    #[test]
    fn a_slip_names_the_nearest() {
        for (name, value, told) in [
            ("organisaton", "x", "did you mean `organisation`?"),
            ("not_speker", "x", "did you mean `not_speaker`?"),
            ("colour", "x", "there are organisation, publisher"),
            ("since", "soon", "since: `soon` is not a date"),
            ("certain_date", "maybe", "give true or false"),
        ] {
            let error = give(name, value).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
