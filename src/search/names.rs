//! From what a filter says to the values in the index: [`Values::resolve`].
//!
//! Names are compared by their folded words. An organisation is also known by what
//! a register of bodies says ([`Names`]) and by the acronyms its texts give; a speaker
//! by any whole words of the name; a place by its country too. A name that begins with
//! `=` means that very value, as a facet lists it.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use tantivy::{Searcher, TantivyError};

use super::request::MISSING;
use super::{SearchError, damaged};
use crate::facet::{Numbers, PART_OF, Rollup, values_of};
use crate::organisations::Register;
use crate::places;
use crate::schema::FACETS;
use crate::schema::words::name_key;

/// Names less alike than this (Jaro-Winkler of their folded forms) are not offered.
const ALIKE: f64 = 0.8;

/// What is known of names outside the index; nothing, by default.
pub trait Names: Send + Sync {
    /// The one names of the bodies known by `written`: an acronym, alias or name in
    /// another language, which several may share.
    fn organisation(&self, _written: &str) -> Vec<String> {
        Vec::new()
    }

    /// The one names of all bodies known, to find the nearest of an unknown one.
    fn organisations(&self) -> Vec<String> {
        Vec::new()
    }

    /// The bodies that the one of this very name is part of, nearest first.
    fn parents(&self, _name: &str) -> Vec<String> {
        Vec::new()
    }

    /// The usual name of a place known by `written`.
    fn place(&self, _written: &str) -> Option<String> {
        None
    }

    /// The ISO 3166 alpha-2 code of a country known by `written`.
    fn country(&self, _written: &str) -> Option<String> {
        None
    }

    /// The name of the country with this code.
    fn country_name(&self, _code: &str) -> Option<String> {
        None
    }
}

/// Nothing is known outside the index.
impl Names for () {}

/// The register of organisations with the table of places.
pub struct Registered<R>(pub R);

impl<R: Deref<Target = Register> + Send + Sync> Names for Registered<R> {
    fn organisation(&self, written: &str) -> Vec<String> {
        self.0
            .resolve(written)
            .into_iter()
            .map(|body| body.name.clone())
            .collect()
    }

    fn organisations(&self) -> Vec<String> {
        self.0
            .bodies()
            .iter()
            .map(|body| body.name.clone())
            .collect()
    }

    fn parents(&self, name: &str) -> Vec<String> {
        let parents = self.0.parents(name).into_iter();
        parents.map(str::to_owned).collect()
    }

    fn place(&self, written: &str) -> Option<String> {
        places::resolve(written).map(|place| place.name)
    }

    fn country(&self, written: &str) -> Option<String> {
        let code = written.to_ascii_uppercase();
        places::country_by_code(&code)
            .or_else(|| places::country(written))
            .map(|country| country.code.to_owned())
    }

    fn country_name(&self, code: &str) -> Option<String> {
        places::country_by_code(code).map(|country| country.name.to_owned())
    }
}

/// What a filter's values mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// Values in the index with the facet that holds them.
    pub(crate) values: Vec<(&'static str, String)>,
    /// Whether releases without any are meant.
    pub(crate) missing: bool,
    /// What to tell the asker.
    pub(crate) warnings: Vec<String>,
}

/// The values of each facet with their keys; read once an index, when first asked for.
#[derive(Default)]
pub(crate) struct Values {
    by_facet: [OnceLock<Vec<Value>>; FACETS.len()],
    pub(super) wholes: OnceLock<Vec<Value>>,
    pub(super) rollup: OnceLock<Arc<Rollup>>,
    /// Those of [`FACETS`], and of [`PART_OF`] behind them.
    pub(super) numbers: [OnceLock<Arc<Numbers>>; FACETS.len() + 1],
    acronyms: OnceLock<BTreeMap<String, Vec<String>>>,
}

/// A value and what it is compared by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Value {
    pub(crate) key: String,
    pub(crate) value: String,
}

pub(super) fn is_organisation(facet: &str) -> bool {
    matches!(
        facet,
        "organisation" | "publisher" | "quoted" | "mentioned" | "parent" | PART_OF
    )
}

impl Values {
    /// Every value of a facet, by key.
    pub(crate) fn of(&self, searcher: &Searcher, facet: &str) -> tantivy::Result<&[Value]> {
        let Some(slot) = FACETS
            .iter()
            .position(|f| *f == facet)
            .and_then(|at| self.by_facet.get(at))
        else {
            return Ok(&[]);
        };
        if let Some(values) = slot.get() {
            return Ok(values);
        }
        let read = column_values(searcher, facet)?;
        let mut values: Vec<Value> = read
            .into_iter()
            .map(|value| Value {
                key: name_key(&value),
                value,
            })
            .collect();
        values.sort();
        Ok(slot.get_or_init(|| values))
    }

    /// What the values of a filter on `facet` mean.
    ///
    /// # Errors
    /// For an organisation nobody knows, naming the nearest.
    pub(crate) fn resolve(
        &self,
        searcher: &Searcher,
        names: &dyn Names,
        facet: &'static str,
        written: &[String],
    ) -> Result<Resolved, SearchError> {
        let mut resolved = Resolved::default();
        for written in written {
            if written == MISSING {
                resolved.missing = true;
                continue;
            }
            let found = self
                .find(searcher, names, facet, written)
                .map_err(damaged)?;
            if found.is_empty() {
                self.unknown(searcher, names, facet, written, &mut resolved)?;
            }
            resolved.values.extend(found);
        }
        resolved.values.sort();
        resolved.values.dedup();
        Ok(resolved)
    }

    /// The values one written name means.
    pub(crate) fn find(
        &self,
        searcher: &Searcher,
        names: &dyn Names,
        facet: &'static str,
        written: &str,
    ) -> tantivy::Result<Vec<(&'static str, String)>> {
        if facet == PART_OF {
            return self.find_parts(searcher, names, written);
        }
        let values = self.of(searcher, facet)?;
        let under = |name: &str| {
            let key = name_key(name);
            let from = values.partition_point(|value| value.key < key);
            let named = values.iter().skip(from);
            let named = named.take_while(move |value| value.key == key);
            named
                .map(|value| (facet, value.value.clone()))
                .collect::<Vec<_>>()
        };
        if let Some(very) = written.strip_prefix('=') {
            let mut found = under(very);
            found.retain(|(_, value)| value == very);
            return Ok(found);
        }
        let found = under(written);
        match facet {
            facet if is_organisation(facet) => {
                let mut found = found;
                found.extend(
                    names
                        .organisation(written)
                        .iter()
                        .flat_map(|name| under(name)),
                );
                for name in self.by_acronym(searcher, written)? {
                    found.extend(under(name));
                }
                match without_article(written) {
                    Some(bare) if found.is_empty() => self.find(searcher, names, facet, bare),
                    _ => Ok(found),
                }
            }
            "speaker" => Ok(by_words(values, facet, written)),
            "place" if found.is_empty() => {
                let place = names
                    .place(written)
                    .map(|name| under(&name))
                    .unwrap_or_default();
                let code = names.country(written).unwrap_or_else(|| written.to_owned());
                let country = self.find(searcher, names, "country", &code)?;
                Ok(if place.is_empty() { country } else { place })
            }
            "country" if found.is_empty() => Ok(names
                .country(written)
                .map(|code| under(&code))
                .unwrap_or_default()),
            _ => Ok(found),
        }
    }

    pub(super) fn by_acronym(
        &self,
        searcher: &Searcher,
        written: &str,
    ) -> tantivy::Result<&[String]> {
        let acronyms = self.acronyms(searcher)?;
        Ok(acronyms.get(&name_key(written)).map_or(&[], Vec::as_slice))
    }

    /// Bodies by the key of their acronyms.
    pub(super) fn acronyms(
        &self,
        searcher: &Searcher,
    ) -> tantivy::Result<&BTreeMap<String, Vec<String>>> {
        Ok(match self.acronyms.get() {
            Some(acronyms) => acronyms,
            None => {
                let mut read: BTreeMap<String, Vec<String>> = BTreeMap::new();
                for pair in column_values(searcher, "acronym")? {
                    if let Some((acronym, name)) = pair.split_once('\t') {
                        read.entry(name_key(acronym))
                            .or_default()
                            .push(name.to_owned());
                    }
                }
                self.acronyms.get_or_init(|| read)
            }
        })
    }

    /// An organisation nobody knows is an error; one only the register knows, and any
    /// other name, is a filter that lets nothing through, and is told.
    fn unknown(
        &self,
        searcher: &Searcher,
        names: &dyn Names,
        facet: &'static str,
        written: &str,
        resolved: &mut Resolved,
    ) -> Result<(), SearchError> {
        let organisation = is_organisation(facet);
        let registered = if organisation {
            let bare = without_article(written).unwrap_or(written);
            let found = names.organisation(written).into_iter();
            found.chain(names.organisation(bare)).collect()
        } else {
            Vec::new()
        };
        if let Some(name) = registered.first() {
            let told = format!("no release has {name} as {facet}");
            resolved.warnings.push(told);
            return Ok(());
        }
        let listed = if organisation { "organisation" } else { facet };
        let values = self.of(searcher, listed).map_err(damaged)?;
        let known = values.iter().map(|value| value.value.clone());
        let register = if organisation {
            names.organisations()
        } else {
            Vec::new()
        };
        let nearest = nearest(written, facet, known.chain(register));
        if organisation {
            // Known in another role is no slip of the pen.
            let elsewhere = self
                .find(searcher, names, "organisation", written)
                .map_err(damaged)?;
            if let Some((_, name)) = elsewhere.first() {
                resolved
                    .warnings
                    .push(format!("no release has {name} as {facet}"));
                return Ok(());
            }
            return Err(SearchError::UnknownValue {
                field: facet,
                value: written.to_owned(),
                nearest,
            });
        }
        let hint = nearest.map_or_else(String::new, |name| format!("; the nearest is `{name}`"));
        resolved
            .warnings
            .push(format!("no {facet} is called `{written}`{hint}"));
        Ok(())
    }
}

/// The values with all words of `written` next to each other.
fn by_words(values: &[Value], facet: &'static str, written: &str) -> Vec<(&'static str, String)> {
    let wanted = format!(" {} ", name_key(written));
    if wanted.trim().is_empty() {
        return Vec::new();
    }
    let named = |value: &&Value| format!(" {} ", value.key).contains(&wanted);
    values
        .iter()
        .filter(named)
        .map(|value| (facet, value.value.clone()))
        .collect()
}

/// Articles people write before an organisation's name.
const ARTICLES: [&str; 14] = [
    "the", "le", "la", "les", "el", "los", "las", "il", "lo", "gli", "der", "die", "das", "o",
];

/// A name without the article before it, if it has one: `the UN Refugee Agency`.
pub(super) fn without_article(written: &str) -> Option<&str> {
    let (first, rest) = written.trim_start().split_once(' ')?;
    let is_article = ARTICLES
        .iter()
        .any(|article| first.eq_ignore_ascii_case(article));
    is_article
        .then(|| rest.trim_start())
        .filter(|rest| !rest.is_empty())
}

/// The name most like `written` as a whole; of persons also by a single word, the surname.
fn nearest(written: &str, facet: &str, names: impl Iterator<Item = String>) -> Option<String> {
    /// One word alike says a little less than all of them.
    const BY_WORD: f64 = 0.95;
    let key = name_key(written);
    let likeness = |name: &str| {
        let name = name_key(name);
        let whole = strsim::jaro_winkler(&name, &key);
        let words = name.split(' ').filter(|_| facet == "speaker");
        words
            .map(|word| strsim::jaro_winkler(word, &key) * BY_WORD)
            .fold(whole, f64::max)
    };
    names
        .map(|name| (likeness(&name), name))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)))
        .map(|(_, name)| name)
}

/// Every value of a string column, each once. A value only removed releases had may
/// be among them until their segment is merged.
fn column_values(searcher: &Searcher, name: &str) -> tantivy::Result<Vec<String>> {
    // A damaged dictionary makes tantivy panic.
    catch_unwind(AssertUnwindSafe(|| read_column(searcher, name))).unwrap_or_else(|_| {
        let what = format!("the column {name} does not hold what it should");
        Err(TantivyError::InternalError(what))
    })
}

fn read_column(searcher: &Searcher, name: &str) -> tantivy::Result<Vec<String>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        found.append(&mut values_of(segment, name)?);
    }
    found.sort();
    found.dedup();
    Ok(found)
}
