//! The fields a query may name, with their aliases, in one table.

use std::fmt;

/// A field of a release that a query may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The headline.
    Title,
    /// The whole text.
    Body,
    /// Words inside quotations.
    Quote,
    /// An organisation in any role.
    Organisation,
    /// An organisation that issued the release.
    Publisher,
    /// An organisation someone speaks for.
    Quoted,
    /// A person who speaks.
    Speaker,
    /// Where the release is dated from.
    Place,
    /// ISO 3166 alpha-2 code of the place's country.
    Country,
    /// ISO 639-1 code of the language.
    Language,
    /// The release's date.
    Date,
    /// The file's path below the corpus.
    Path,
}

/// Every field: its one name and what else it answers to.
pub const FIELDS: &[(Field, &str, &[&str])] = &[
    (Field::Title, "title", &["headline"]),
    (Field::Body, "body", &["text"]),
    (Field::Quote, "quote", &["quotes"]),
    (
        Field::Organisation,
        "organisation",
        &["org", "organization"],
    ),
    (Field::Publisher, "publisher", &[]),
    (Field::Quoted, "quoted", &[]),
    (Field::Speaker, "speaker", &[]),
    (Field::Place, "place", &[]),
    (Field::Country, "country", &[]),
    (Field::Language, "language", &["lang"]),
    (Field::Date, "date", &[]),
    (Field::Path, "path", &[]),
];

/// Names less alike than this (Jaro-Winkler) are not offered as a correction.
const ALIKE: f64 = 0.75;

impl Field {
    /// The field of that name or alias, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let row = FIELDS.iter().find(|(_, own, aliases)| {
            own.eq_ignore_ascii_case(name) || aliases.iter().any(|a| a.eq_ignore_ascii_case(name))
        })?;
        Some(row.0)
    }

    /// Its one name, as flags, parameters and JSON keys have it.
    pub fn name(self) -> &'static str {
        FIELDS
            .iter()
            .find(|row| row.0 == self)
            .map_or("", |row| row.1)
    }

    /// The name nearest to a misspelt one, if any is near.
    pub fn nearest(name: &str) -> Option<&'static str> {
        let lower = name.to_lowercase();
        FIELDS
            .iter()
            .flat_map(|row| std::iter::once(row.1).chain(row.2.iter().copied()))
            .map(|known| (strsim::jaro_winkler(known, &lower), known))
            .filter(|(alike, _)| *alike >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, known)| known)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_and_alias_leads_to_its_field() {
        for (field, name, aliases) in FIELDS {
            assert_eq!(Field::named(name), Some(*field));
            assert_eq!(field.name(), *name);
            for alias in *aliases {
                assert_eq!(Field::named(&alias.to_uppercase()), Some(*field), "{alias}");
            }
        }
    }

    #[test]
    fn a_slip_finds_the_name_meant() {
        assert_eq!(Field::nearest("speker"), Some("speaker"));
        assert_eq!(Field::nearest("Organisatoin"), Some("organisation"));
        assert_eq!(Field::nearest("zzz"), None);
    }
}
