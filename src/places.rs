//! Places: which city, region or country a written name means.
//!
//! The gazetteer is compiled in (`data/places.tsv`, `data/countries.tsv`): 34,000
//! cities of [GeoNames](https://www.geonames.org/) (CC BY 4.0) with the names they
//! have in the languages releases are written in (some from Unicode CLDR), the
//! states and provinces that qualify a dateline, and the regions, islands and camps
//! that stand in one. A name that is nobody's is nobody's: nothing is guessed from
//! likeness.
//!
//! ```
//! let place = dateline::places::resolve("DEL RIO, Tex.").expect("a known place");
//! assert_eq!((place.name.as_str(), place.country.as_deref()), ("Del Rio", Some("US")));
//! ```

mod fold;
mod table;

pub use fold::fold;
use fold::{first_plain, fold_plain};
pub use table::{Country, fingerprint};

use crate::document::Place;
use crate::text::key::Key;
use table::{Area, NameKey, Row, table};

/// What sort of place a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A city, a region or an island of the gazetteer.
    Known,
    /// A whole country.
    Country,
    /// A name that is not in the gazetteer, before a state or country that is.
    Qualified,
}

/// A written place and how well it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The place.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
    /// Thousands of people; 0 when not known.
    pub thousands: u32,
    /// Whether a state or country behind the name agrees with it.
    pub qualified: bool,
}

/// The place `written` means, with or without qualifiers: `ISLAMABAD`,
/// `Tunis, Tunisia`, `DEL RIO, TX`, `Geneva/Nairobi` (the first). A name of
/// several is that of the most people, unless a qualifier says otherwise.
pub fn resolve(written: &str) -> Option<Place> {
    look_up(written).map(|resolved| resolved.place)
}

/// As [`resolve`], with what is known of the place.
pub fn look_up(written: &str) -> Option<Resolved> {
    if is_unheard_of(written) {
        return None;
    }
    let first = written.split('/').next().unwrap_or_default();
    let mut segments = first
        .split(',')
        .map(str::trim)
        .filter(|segment| !segment.is_empty());
    let head = segments.next()?;
    let qualifiers: Vec<&str> = segments.collect();
    if qualifiers.is_empty() {
        return alone(head, written).or_else(|| with_state_behind(head, written));
    }
    qualified(head, &qualifiers, written).or_else(|| alone(head, written))
}

/// Whether `written` is a country or its adjective, a place of `thousands` people or
/// one that its state or country vouches for, or a state.
pub fn is_named(written: &str, thousands: u32) -> bool {
    if is_unheard_of(written) {
        return false;
    }
    // Most of what is asked is a bare name: one key of it answers every question.
    if !is_bare(written) {
        return country(written).is_some()
            || look_up(written).is_some_and(|p| p.thousands >= thousands || p.qualified)
            || is_qualifier(written);
    }
    let key = key_of(without_article(written));
    let table = table();
    table.acronym(written).is_some()
        || table.country(key).is_some()
        || table.adjective(key).is_some()
        || best(key, |_| true).is_some_and(|(row, _)| row.thousands >= thousands)
        || is_area(written, key)
}

/// Whether `written` is a name alone, without a state or country behind it or another
/// place beside it.
fn is_bare(written: &str) -> bool {
    let bytes = written.as_bytes();
    let parted = memchr::memchr2(b',', b'/', bytes).is_some();
    let behind = bytes.iter().rposition(|byte| *byte == b' ');
    let last = behind
        .and_then(|at| written.get(at + 1..))
        .unwrap_or(written);
    !parted
        && !written.is_empty()
        && !written.starts_with(char::is_whitespace)
        && !written.ends_with(char::is_whitespace)
        && (last.len() == written.len() || !is_abbreviated(last))
}

/// `name` without `the` before it.
fn without_article(name: &str) -> &str {
    name.strip_prefix("the ").unwrap_or(name)
}

/// No acronym of a country is longer, in bytes.
const LONGEST_ACRONYM: usize = 8;

/// Whether the gazetteer has nothing of such a name, which one look tells of most:
/// names of people are asked about far more often than places.
fn is_unheard_of(written: &str) -> bool {
    if !is_bare(written) {
        return false;
    }
    let bare = without_article(written);
    let known = may_begin(bare) && table().may_know(key_of(bare));
    !known && !is_acronym(written)
}

/// Whether a name that begins with a whole word of this key may be a place or a country's
/// acronym; when not, it surely is none.
pub(crate) fn may_begin_with(word: Key) -> bool {
    table().may_begin_with(word)
}

/// As [`may_begin_with`], of a name that is this word and no more.
pub(crate) fn may_be(word: Key) -> bool {
    table().may_be(word)
}

/// The key of `name` as the gazetteer keeps it.
fn key_of(name: &str) -> NameKey {
    let mut buffer = [0; 48];
    match fold_plain(name, &mut buffer) {
        Some(plain) => NameKey::of(plain),
        None => NameKey::of(fold(name).as_bytes()),
    }
}

/// Whether the gazetteer may have a name with this one's first word.
fn may_begin(name: &str) -> bool {
    let mut buffer = [0; 24];
    first_plain(name, &mut buffer)
        .and_then(Key::of)
        .is_none_or(may_begin_with)
}

/// Whether nothing begins as `bare` and `name`, the same with its article, is no acronym, so that
/// it surely names nothing.
fn begins_as_none(bare: &str, name: &str) -> bool {
    !may_begin(bare) && !is_acronym(name)
}

/// Whether `name` is a country's acronym; case counts.
fn is_acronym(name: &str) -> bool {
    name.len() <= LONGEST_ACRONYM && table().acronym(name).is_some()
}

/// Whether `state` may be a state's abbreviation: `Tex.`, `NV`.
fn is_abbreviated(state: &str) -> bool {
    state.ends_with('.') || state.len() <= 3 && !state.contains(char::is_lowercase)
}

/// The country of that name, in any of the languages of the table, by its
/// acronym (`UAE`; case counts) or by its adjective (`Afghan`).
pub fn country(name: &str) -> Option<Country> {
    let name = name.trim();
    let bare = without_article(name);
    if begins_as_none(bare, name) {
        return None;
    }
    let key = key_of(bare);
    let table = table();
    table
        .acronym(name)
        .or_else(|| table.country(key))
        .or_else(|| table.adjective(key))
}

/// The country with an ISO 3166 alpha-2 code, in capitals.
pub fn country_by_code(code: &str) -> Option<Country> {
    countries()
        .iter()
        .find(|country| country.code == code)
        .copied()
}

/// Every country and territory, by code.
pub fn countries() -> &'static [Country] {
    table().countries()
}

/// Whether `name` is a state, province or country, as stands behind a place.
pub fn is_qualifier(name: &str) -> bool {
    !areas(name).is_empty()
}

/// A name printed in capitals as it is usually written: `PORT-AU-PRINCE` is
/// `Port-au-Prince`. A name in small letters is left alone.
pub fn title_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    for word in name.split_inclusive([' ', '-']) {
        let lower = word.to_lowercase();
        let bare = lower.trim_end_matches([' ', '-']);
        let mut letters = lower.chars();
        match letters.next() {
            Some(first) if out.is_empty() || !PARTICLES.contains(&bare) => {
                out.extend(first.to_uppercase());
                out.push_str(letters.as_str());
            }
            _ => out.push_str(&lower),
        }
    }
    out
}

/// Words inside a place's name that keep small letters.
const PARTICLES: &[&str] = &[
    "au", "aux", "da", "das", "de", "del", "der", "des", "di", "do", "dos", "du", "el", "en", "es",
    "la", "las", "le", "les", "los", "of", "on", "sur", "the", "upon",
];

fn alone(head: &str, written: &str) -> Option<Resolved> {
    let key = key_of(without_article(head));
    let table = table();
    let row = best(key, |_| true);
    let country = table.acronym(head).or_else(|| table.country(key));
    match country {
        Some(country) if row.is_none_or(|(_, weight)| !beats(weight, country, key)) => {
            let place = place(country.name, written, country.code);
            Some(Resolved {
                place,
                kind: Kind::Country,
                thousands: 0,
                qualified: false,
            })
        }
        _ => row.map(|(row, _)| known(row, written, false)),
    }
}

/// Whether a city's claim to a name is better than a country's: it is when the
/// name is only one of the country's other names and the city is large, as with
/// Salvador in Brazil and with Amman, which Arabic spells as it spells Oman.
fn beats(weight: u64, country: Country, key: NameKey) -> bool {
    weight >= 1_000 && key_of(country.name) != key
}

/// `LAS VEGAS NV`, `Washington D.C.`: an abbreviation behind the name without a comma.
fn with_state_behind(head: &str, written: &str) -> Option<Resolved> {
    let (name, state) = head.rsplit_once(' ')?;
    let known = is_abbreviated(state) && !table().states(key_of(state)).is_empty();
    let resolved = known
        .then(|| qualified(name.trim(), &[state], written))
        .flatten();
    resolved.filter(|resolved| resolved.kind == Kind::Known)
}

fn qualified(head: &str, qualifiers: &[&str], written: &str) -> Option<Resolved> {
    let key = key_of(head);
    let areas: Vec<Area> = qualifiers.iter().flat_map(|name| areas(name)).collect();
    let row = areas
        .iter()
        .find_map(|area| best(key, |row| lies_in(row, *area)));
    if let Some((row, _)) = row {
        return Some(known(row, written, true));
    }
    let area = areas.first().filter(|_| key != NameKey::of(b""))?;
    let place = place(&title_case(head), written, area.country);
    Some(Resolved {
        place,
        kind: Kind::Qualified,
        thousands: 0,
        qualified: true,
    })
}

fn areas(name: &str) -> Vec<Area> {
    if is_small(name) || begins_as_none(without_article(name), name.trim()) {
        return Vec::new();
    }
    areas_of(name, key_of(without_article(name))).collect()
}

/// Whether `name`, whose key is `key`, is a state, a country or a region.
fn is_area(name: &str, key: NameKey) -> bool {
    !is_small(name) && areas_of(name, key).next().is_some()
}

/// "on" is no Ontario.
fn is_small(name: &str) -> bool {
    name.starts_with(char::is_lowercase) && !name.starts_with("the ")
}

fn areas_of(name: &str, key: NameKey) -> impl Iterator<Item = Area> {
    let table = table();
    let country = table.country(key).or_else(|| table.acronym(name.trim()));
    let states = table.states(key).iter().copied();
    let regions = table
        .rows(key)
        .filter(move |(row, own)| *own && row.state.is_none() && country.is_none())
        .map(|(row, _)| Area {
            country: row.country,
            state: None,
        });
    states
        .chain(country.map(|country| Area {
            country: country.code,
            state: None,
        }))
        .chain(regions.take(1))
}

fn lies_in(row: &Row, area: Area) -> bool {
    let same_state = match (row.state, area.state) {
        (Some(row), Some(area)) => row == area,
        _ => true,
    };
    row.country == area.country && same_state
}

/// The row of that name with most people, and its weight: thousands of
/// people, ten times over under its own name, so that this wins over an old name
/// of a somewhat larger city.
fn best(key: NameKey, fits: impl Fn(&Row) -> bool) -> Option<(&'static Row, u64)> {
    table()
        .rows(key)
        .filter(|(row, _)| fits(row))
        .map(|(row, own)| (row, u64::from(row.thousands) * if own { 10 } else { 1 }))
        .max_by_key(|(_, weight)| *weight)
}

fn known(row: &Row, written: &str, qualified: bool) -> Resolved {
    let place = place(row.name, written, row.country);
    Resolved {
        place,
        kind: Kind::Known,
        thousands: row.thousands,
        qualified,
    }
}

fn place(name: &str, written: &str, country: &str) -> Place {
    Place {
        name: name.to_owned(),
        written: written.to_owned(),
        country: Some(country.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(written: &str) -> Option<(String, String)> {
        resolve(written).map(|place| (place.name, place.country.unwrap_or_default()))
    }

    #[test]
    fn a_name_is_read_with_and_without_qualifiers() {
        for (written, name, country) in [
            ("ISLAMABAD", "Islamabad", "PK"),
            ("Tunis, Tunisia", "Tunis", "TN"),
            ("DEL RIO, TX", "Del Rio", "US"),
            ("WASHINGTON, D.C.", "Washington", "US"),
            ("Washington DC", "Washington", "US"),
            ("WASHINGTON", "Washington", "US"),
            ("LAS VEGAS NV", "Las Vegas", "US"),
            ("LESBOS, Greece", "Lesbos", "GR"),
            ("Geneva", "Geneva", "CH"),
            ("GENÈVE", "Geneva", "CH"),
            ("Genf", "Geneva", "CH"),
            ("Ginebra", "Geneva", "CH"),
            ("جنيف", "Geneva", "CH"),
            ("عمّان", "Amman", "JO"),
            ("PORT-AU-PRINCE, Haiti", "Port-au-Prince", "HT"),
            ("PORTLAND, Ore.", "Portland", "US"),
            ("PARIS, Texas", "Paris", "US"),
            ("PARIS", "Paris", "FR"),
            ("LONDON, Ontario", "London", "CA"),
            ("TBILISI, Georgia", "Tbilisi", "GE"),
            ("ATLANTA, Georgia", "Atlanta", "US"),
            ("Geneva/Nairobi", "Geneva", "CH"),
            ("ST. LOUIS, Mo.", "St. Louis", "US"),
            ("NEW YORK", "New York", "US"),
            ("Cox’s Bazar", "Cox's Bazar", "BD"),
            ("Pékin", "Beijing", "CN"),
            ("Mexico", "Mexico", "MX"),
            ("Damas", "Damascus", "SY"),
            ("عمان", "Amman", "JO"),
            ("Salvador", "Salvador", "BR"),
            ("Georgia", "Georgia", "GE"),
            ("PERTH, W.A.", "Perth", "AU"),
        ] {
            assert_eq!(
                read(written),
                Some((name.into(), country.into())),
                "{written}"
            );
        }
    }

    #[test]
    fn a_qualifier_vouches_for_a_name_nobody_knows() {
        let resolved = look_up("UPPER NOWHERETON, Ill.").unwrap();
        assert_eq!(resolved.place.name, "Upper Nowhereton");
        assert_eq!(resolved.place.country.as_deref(), Some("US"));
        assert_eq!(resolved.kind, Kind::Qualified);
    }

    #[test]
    fn what_is_no_place_is_none() {
        for written in ["", ",", " / ", "Qwertzuiop", "The agency said", "–"] {
            assert_eq!(resolve(written), None, "{written}");
        }
    }

    #[test]
    fn a_country_goes_by_many_names() {
        for (name, code) in [
            ("Pakistan", "PK"),
            ("Türkiye", "TR"),
            ("Turkey", "TR"),
            ("Deutschland", "DE"),
            ("Allemagne", "DE"),
            ("the Netherlands", "NL"),
            ("UAE", "AE"),
            ("DRC", "CD"),
            ("Afghan", "AF"),
            ("Marruecos", "MA"),
            ("الأردن", "JO"),
            ("Côte d’Ivoire", "CI"),
        ] {
            assert_eq!(country(name).map(|c| c.code), Some(code), "{name}");
        }
        assert_eq!(country("us"), None, "an acronym in small letters is a word");
        assert_eq!(country_by_code("LY").map(|c| c.name), Some("Libya"));
    }

    #[test]
    fn capitals_become_a_name() {
        assert_eq!(title_case("PORT-AU-PRINCE"), "Port-au-Prince");
        assert_eq!(title_case("EL GENEINA"), "El Geneina");
        assert_eq!(title_case("La Paz"), "La Paz");
    }

    #[test]
    fn one_key_answers_as_every_look_up_does() {
        let slowly = |written: &str, thousands| {
            country(written).is_some()
                || look_up(written).is_some_and(|p| p.thousands >= thousands || p.qualified)
                || is_qualifier(written)
        };
        for written in [
            "Geneva",
            "the Sahel",
            "Afghan",
            "UAE",
            "us",
            "on",
            "Ontario",
            "Tex.",
            "Salvador",
            "Amman",
            "St. Louis",
            "Las Vegas NV",
            "Del Rio",
            "the",
            "Genève",
            "Ola Tam",
            "Oregon",
        ] {
            for thousands in [1, 100, 10_000] {
                assert_eq!(
                    is_named(written, thousands),
                    slowly(written, thousands),
                    "{written}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn any_string_is_looked_up(written in "\\PC{0,60}") {
            if let Some(place) = resolve(&written) {
                prop_assert_eq!(place.written, written);
            }
        }
    }
}
