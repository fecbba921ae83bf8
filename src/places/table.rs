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

use super::fold::fold_into;

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
    /// The same of the first word of each.
    begins: Bits,
}

/// A set of hashes that may hold others as well, small enough to stay near.
#[derive(Default)]
struct Bits {
    words: Vec<u64>,
    /// Bits of a hash that choose its own.
    wide: u32,
}

impl Bits {
    fn new(wide: u32) -> Self {
        Self {
            words: vec![0; 1 << (wide - 6)],
            wide,
        }
    }

    const fn at(&self, hash: u64) -> (usize, u64) {
        let bit = hash >> (64 - self.wide);
        ((bit >> 6) as usize, 1 << (bit & 63))
    }

    fn add(&mut self, hash: u64) {
        let (word, bit) = self.at(hash);
        if let Some(bits) = self.words.get_mut(word) {
            *bits |= bit;
        }
    }

    fn may_have(&self, hash: u64) -> bool {
        let (word, bit) = self.at(hash);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

/// A million bits for 60,000 names.
const HEARD_BITS: u32 = 20;
/// A quarter of a million for the words they begin with, some 40,000.
const BEGINS_BITS: u32 = 18;

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

pub(super) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    fn read() -> Self {
        let mut table = Self::default();
        let mut key = String::new();
        let (mut heard, mut begins) = (Bits::new(HEARD_BITS), Bits::new(BEGINS_BITS));
        let mut hash = |name: &str| {
            fold_into(name, &mut key);
            let hash = xxh3_64(key.as_bytes());
            heard.add(hash);
            let first = key.split(' ').next().unwrap_or_default();
            begins.add(xxh3_64(first.as_bytes()));
            hash
        };
        for line in rows_of(COUNTRIES) {
            table.add_country(line, &mut hash);
        }
        for line in rows_of(PLACES) {
            table.add_place(line, &mut hash);
        }
        table.heard = heard;
        table.begins = begins;
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
    pub(super) fn may_know(&self, key: &[u8]) -> bool {
        self.heard.may_have(xxh3_64(key))
    }

    /// Whether any name may begin with the word `key`; when not, surely none does.
    pub(super) fn may_begin(&self, key: &[u8]) -> bool {
        self.begins.may_have(xxh3_64(key))
    }

    /// Every row named `key`, with whether that is its first name.
    pub(super) fn rows(&self, key: &str) -> impl Iterator<Item = (&Row, bool)> {
        let mut at = self.first.get(&xxh3_64(key.as_bytes())).copied();
        std::iter::from_fn(move || {
            let link = self.links.get(at? as usize)?;
            at = link.next;
            Some((self.rows.get(link.row as usize)?, link.own))
        })
    }

    /// The states `key` is the name or an abbreviation of.
    pub(super) fn states(&self, key: &str) -> &[Area] {
        self.abbreviations
            .get(&xxh3_64(key.as_bytes()))
            .map_or(&[], Vec::as_slice)
    }

    pub(super) fn country(&self, key: &str) -> Option<Country> {
        self.nth(self.country_names.get(&xxh3_64(key.as_bytes())))
    }

    pub(super) fn adjective(&self, key: &str) -> Option<Country> {
        self.nth(self.adjectives.get(&xxh3_64(key.as_bytes())))
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
