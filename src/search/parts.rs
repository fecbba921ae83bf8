//! Bodies with their parts, and values looked for by their words: what facets need to know
//! of names beyond what a filter does.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use tantivy::Searcher;

use super::SearchError;
use super::engine::{LocalEngine, guarded};
use super::names::{Names, Value, Values, is_organisation, without_article};
use crate::facet::{Numbers, PART_OF, Rollup};
use crate::schema::FACETS;
use crate::schema::words::{name_key, words};

impl LocalEngine {
    /// Facets with the numbers of their values.
    pub(super) fn numbers(
        &self,
        facets: &[&'static str],
    ) -> Result<Vec<(&'static str, Arc<Numbers>)>, SearchError> {
        let searcher = self.searcher();
        let of = |facet| self.values.numbers(&searcher, &*self.names, facet);
        let facets = facets.iter().map(|facet| Ok((*facet, of(facet)?)));
        guarded(|| facets.collect())
    }
}

impl Values {
    /// Each body of the index with those it is part of.
    pub(crate) fn rollup(
        &self,
        searcher: &Searcher,
        names: &dyn Names,
    ) -> tantivy::Result<Arc<Rollup>> {
        if let Some(rollup) = self.rollup.get() {
            return Ok(Arc::clone(rollup));
        }
        let bodies = self.of(searcher, "organisation")?.iter();
        let bodies = bodies.chain(self.of(searcher, "parent")?);
        let bodies = bodies.map(|value| value.value.as_str());
        let made = Arc::new(Rollup::new(bodies, |name| names.parents(name)));
        Ok(Arc::clone(self.rollup.get_or_init(|| made)))
    }

    /// The numbers a facet is counted under.
    pub(super) fn numbers(
        &self,
        searcher: &Searcher,
        names: &dyn Names,
        facet: &str,
    ) -> tantivy::Result<Arc<Numbers>> {
        let place = FACETS.iter().position(|known| *known == facet);
        let slot = self.numbers.get(place.unwrap_or(FACETS.len()));
        if let Some(numbers) = slot.and_then(OnceLock::get) {
            return Ok(Arc::clone(numbers));
        }
        let segments = searcher.segment_readers();
        let made = Arc::new(if facet == PART_OF {
            Numbers::of_rollup(segments, &*self.rollup(searcher, names)?)?
        } else {
            Numbers::of_column(segments, facet)?
        });
        Ok(slot.map_or_else(
            || Arc::clone(&made),
            |slot| Arc::clone(slot.get_or_init(|| Arc::clone(&made))),
        ))
    }

    /// Every body, and every body one is part of, by key.
    fn wholes(&self, searcher: &Searcher, names: &dyn Names) -> tantivy::Result<&[Value]> {
        if let Some(wholes) = self.wholes.get() {
            return Ok(wholes);
        }
        let rollup = self.rollup(searcher, names)?;
        let mut wholes: Vec<Value> = rollup
            .names()
            .into_iter()
            .map(|name| Value {
                key: name_key(name),
                value: name.to_owned(),
            })
            .collect();
        wholes.sort();
        Ok(self.wholes.get_or_init(|| wholes))
    }

    /// What [`PART_OF`] a body means: the body itself under that name, and all that are
    /// part of it under the columns that name them.
    pub(super) fn find_parts(
        &self,
        searcher: &Searcher,
        names: &dyn Names,
        written: &str,
    ) -> tantivy::Result<Vec<(&'static str, String)>> {
        let wholes = self.wholes(searcher, names)?;
        let mut keys = HashSet::new();
        let very = written.strip_prefix('=');
        let mut ask = |written: &str| -> tantivy::Result<()> {
            keys.insert(name_key(written));
            let known = names.organisation(written).into_iter();
            keys.extend(known.map(|name| name_key(&name)));
            let called = self.by_acronym(searcher, written)?.iter();
            keys.extend(called.map(|name| name_key(name)));
            Ok(())
        };
        if very.is_none() {
            ask(written)?;
            without_article(written).map_or(Ok(()), ask)?;
        }
        let meant = wholes.iter().filter(|whole| match very {
            Some(very) => whole.value == very,
            None => keys.contains(&whole.key),
        });
        let rollup = self.rollup(searcher, names)?;
        let mut found = Vec::new();
        for whole in meant {
            found.push((PART_OF, whole.value.clone()));
            for part in rollup.parts(&whole.value) {
                found.push(("organisation", part.to_owned()));
                found.push(("parent", part.to_owned()));
            }
        }
        Ok(found)
    }

    /// Whether a value of a facet is meant by words typed to find it among the others: each
    /// begins a word of the value, or they are an acronym, alias or other name of it.
    pub(super) fn containing<'a>(
        &self,
        searcher: &Searcher,
        names: &'a dyn Names,
        facet: &'static str,
        written: &str,
    ) -> tantivy::Result<impl Fn(&str) -> bool + use<'a>> {
        let wanted = words(written);
        let also = self.find(searcher, names, facet, written)?;
        let mut also: HashSet<String> = also
            .into_iter()
            .filter(|(of, _)| *of == facet)
            .map(|(_, value)| value)
            .collect();
        let key = name_key(written);
        if is_organisation(facet) && !key.is_empty() {
            let begun = self.acronyms(searcher)?.range(key.clone()..);
            let begun = begun.take_while(|(acronym, _)| acronym.starts_with(&key));
            also.extend(begun.flat_map(|(_, bodies)| bodies.iter().cloned()));
        }
        Ok(move |value: &str| {
            let called = names
                .country_name(value)
                .filter(|_| facet == "country")
                .unwrap_or_default();
            let has = |text: &str| {
                let met = words(text);
                wanted
                    .iter()
                    .all(|word| met.iter().any(|met| met.starts_with(word)))
            };
            also.contains(value) || has(value) || (!called.is_empty() && has(&called))
        })
    }
}
