//! The gazetteer in memory: rows, and chains of rows by the hash of a name's key.
//!
//! It is read once, at the first look-up, from the two tables in `data/`. Names
//! are kept as hashes (64 bits, so that two of some 60,000 names meet by chance
//! about once in ten billion builds), which spares a copy of every key.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::fold::{SHORT_FORMS, fold_into};
use crate::text::key::{Bits, Key};

const PLACES: &str = include_str!("../../data/places.tsv");
const COUNTRIES: &str = include_str!("../../data/countries.tsv");

/// A number that changes with the gazetteer.
pub fn fingerprint() -> u64 {
    xxh3_64(PLACES.as_bytes()) ^ xxh3_64(COUNTRIES.as_bytes()).rotate_left(1)
}

/// A country or territory with a code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-2 code.
    pub code: &'static str,
    /// Its usual English name.
    pub name: &'static str,
}

/// A city, or a state, region or island that stands in a dateline by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) country: &'static str,
    pub(super) state: Option<&'static str>,
    pub(super) thousands: u32,
}

/// One name of a row, and the next row of that name.
#[derive(Debug, Clone, Copy)]
struct Link {
    row: u32,
    /// Whether it is the row's first name, not one of its others.
    own: bool,
    next: Option<u32>,
}

/// What a place may be qualified by: a country, or one of its states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) country: &'static str,
    pub(super) state: Option<&'static str>,
}

/// A folded name as the table keeps it: its hash, made once for all that is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NameKey(u64);

impl NameKey {
    /// The key of a name that is folded.
    pub(super) fn of(folded: &[u8]) -> Self {
        Self(xxh3_64(folded))
    }
}

/// Keys are hashes already.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Identity>>;

#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    links: Vec<Link>,
    first: ByHash<u32>,
    abbreviations: ByHash<Vec<Area>>,
    countries: Vec<Country>,
    country_names: ByHash<u32>,
    adjectives: ByHash<u32>,
    acronyms: FxHashMap<&'static str, u32>,
    /// A bit for each name's hash, in a table small enough to stay near: what has none is no name.
    heard: Bits,
    /// The same of the key of the first word of each, and of acronyms.
    begins: Bits,
    /// The same of the key of each name that is one word, and of acronyms.
    words: Bits,
}

/// A million bits for 60,000 names.
const HEARD_BITS: u32 = 20;
/// Half a million for the words they begin with, some 40,000.
const WORDS_BITS: u32 = 19;

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

pub(super) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    fn read() -> Self {
        let mut table = Self::default();
        let mut key = String::new();
        let mut heard = Bits::new(HEARD_BITS);
        let (mut begins, mut words) = (Bits::new(WORDS_BITS), Bits::new(WORDS_BITS));
        let mut begin = |word: &str, whole: bool| {
            begins.add_word(word);
            if whole {
                words.add_word(word);
            }
        };
        for (short, _) in SHORT_FORMS {
            begin(short, true);
        }
        let mut hash = |name: &str| {
            fold_into(name, &mut key);
            let hash = xxh3_64(key.as_bytes());
            heard.add(hash);
            let first = key.split(' ').next().unwrap_or_default();
            begin(first, first.len() == key.len());
            hash
        };
        for line in rows_of(COUNTRIES) {
            table.add_country(line, &mut hash);
        }
        for line in rows_of(PLACES) {
            table.add_place(line, &mut hash);
        }
        for acronym in table.acronyms.keys() {
            begin(acronym.split(' ').next().unwrap_or_default(), true);
        }
        table.heard = heard;
        table.begins = begins;
        table.words = words;
        table
    }

    fn add_country(&mut self, line: &'static str, hash: &mut impl FnMut(&str) -> u64) {
        let [code, name, others, adjectives, acronyms] = columns(line);
        let index = self.countries.len() as u32;
        self.countries.push(Country { code, name });
        for name in names(name, others) {
            self.country_names.entry(hash(name)).or_insert(index);
        }
        for adjective in parts(adjectives) {
            self.adjectives.entry(hash(adjective)).or_insert(index);
        }
        for acronym in parts(acronyms) {
            self.acronyms.entry(acronym).or_insert(index);
        }
    }

    fn add_place(&mut self, line: &'static str, hash: &mut impl FnMut(&str) -> u64) {
        let [name, area, thousands, others, abbreviations] = columns(line);
        let area = match area.split_once('-') {
            Some((country, state)) => Area {
                country,
                state: Some(state),
            },
            None => Area {
                country: area,
                state: None,
            },
        };
        let row = self.rows.len() as u32;
        self.rows.push(Row {
            name,
            country: area.country,
            state: area.state,
            thousands: thousands.parse().unwrap_or(1),
        });
        for (at, written) in names(name, others).enumerate() {
            self.link(hash(written), row, at == 0);
        }
        if abbreviations.is_empty() {
            return;
        }
        for written in names(name, others).chain(parts(abbreviations)) {
            self.abbreviations
                .entry(hash(written))
                .or_default()
                .push(area);
        }
    }

    fn link(&mut self, hash: u64, row: u32, own: bool) {
        let link = self.links.len() as u32;
        let next = self.first.insert(hash, link);
        self.links.push(Link { row, own, next });
    }

    /// Whether `key` may be any name of the table; when not, it surely is none.
    pub(super) fn may_know(&self, key: NameKey) -> bool {
        self.heard.may_have(key.0)
    }

    /// Whether any name may begin with such a word, of letters and digits alone; when not,
    /// surely none does.
    pub(super) fn may_begin_with(&self, word: Key) -> bool {
        self.begins.may_have(word.hashed())
    }

    /// Whether such a word may be a whole name.
    pub(super) fn may_be(&self, word: Key) -> bool {
        self.words.may_have(word.hashed())
    }

    /// Every row named `key`, with whether that is its first name.
    pub(super) fn rows(&self, key: NameKey) -> impl Iterator<Item = (&Row, bool)> {
        let mut at = self.first.get(&key.0).copied();
        std::iter::from_fn(move || {
            let link = self.links.get(at? as usize)?;
            at = link.next;
            Some((self.rows.get(link.row as usize)?, link.own))
        })
    }

    /// The states `key` is the name or an abbreviation of.
    pub(super) fn states(&self, key: NameKey) -> &[Area] {
        self.abbreviations.get(&key.0).map_or(&[], Vec::as_slice)
    }

    pub(super) fn country(&self, key: NameKey) -> Option<Country> {
        self.nth(self.country_names.get(&key.0))
    }

    pub(super) fn adjective(&self, key: NameKey) -> Option<Country> {
        self.nth(self.adjectives.get(&key.0))
    }

    pub(super) fn acronym(&self, written: &str) -> Option<Country> {
        self.nth(self.acronyms.get(written))
    }

    pub(super) fn countries(&self) -> &[Country] {
        &self.countries
    }

    fn nth(&self, index: Option<&u32>) -> Option<Country> {
        self.countries.get(*index? as usize).copied()
    }
}

fn rows_of(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn columns(line: &'static str) -> [&'static str; 5] {
    let mut columns = line.split('\t');
    std::array::from_fn(|_| columns.next().unwrap_or_default())
}

fn parts(column: &'static str) -> impl Iterator<Item = &'static str> {
    column.split('|').filter(|part| !part.is_empty())
}

fn names(name: &'static str, others: &'static str) -> impl Iterator<Item = &'static str> {
    std::iter::once(name).chain(parts(others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_dismissed_by_its_first_word() {
        let table = table();
        let cities = table.rows.iter().map(|row| row.name);
        let countries = table.countries.iter().map(|country| country.name);
        let acronyms = table.acronyms.keys().copied();
        for name in cities.chain(countries).chain(acronyms) {
            let first = name.split(' ').next().unwrap();
            let plain = first.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let Some(key) = Key::of(first).filter(|_| plain) else {
                continue;
            };
            assert!(table.may_begin_with(key), "{name}");
            assert!(first.len() < name.len() || table.may_be(key), "{name}");
        }
        let unknown = ["Qwertzuiop", "Xylograph"].map(|word| Key::of(word).unwrap());
        assert!(unknown.iter().any(|key| !table.may_begin_with(*key)));
    }

    #[test]
    fn every_row_is_whole() {
        let table = table();
        assert!(table.rows.len() > 34_000);
        assert!(table.countries.len() > 240);
        for row in &table.rows {
            assert!(!row.name.is_empty() && row.thousands > 0, "{row:?}");
            assert!(
                table.countries.iter().any(|c| c.code == row.country),
                "{row:?}"
            );
        }
    }
}
