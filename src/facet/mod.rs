//! Exact counts by value over all matches of a query: [`Facet`].
//!
//! Counted over the ordinals of string columns, one array a segment, added up at the end
//! under numbers that are one for all segments (`numbers`): no cap, no sampling. A release
//! counts once for each of its values. Counts of a field leave that field's own filter out
//! (`Gate` in one pass, not a query each). [`PART_OF`] is no column: bodies counted with all
//! they are part of (`rollup`).

mod count;
mod gate;
mod numbers;
mod rollup;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

pub(crate) use count::{Counts, SegmentCount};
pub(crate) use gate::{Gate, SegmentGate};
pub(crate) use numbers::{Numbers, values_of};
pub(crate) use rollup::Rollup;

use crate::schema::FACETS;

/// Organisations with their parts: a release counts once for each body it names and once for
/// each body one of those is part of, by the register or by its text.
pub const PART_OF: &str = "part_of";

/// How many values of a facet are listed when nothing else is said.
pub const DEFAULT_SIZE: usize = 10;
/// The most values listed.
pub const MOST_VALUES: usize = 10_000;
/// Names less alike than this (Jaro-Winkler) are not offered as a correction.
const ALIKE: f64 = 0.75;

/// The counts of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// The values, most frequent first; picked ones are always among them.
    pub values: Vec<FacetValue>,
    /// Releases without any value.
    pub missing: u64,
    /// The sum of the counts that are not listed.
    pub other: u64,
}

/// One value and its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// Releases that have it.
    pub count: u64,
    /// Whether it is picked by a filter.
    pub selected: bool,
}

/// A field that is no facet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is no field to count or filter by; {}", .nearest.map_or_else(
    || format!("there are {}", fields().collect::<Vec<_>>().join(", ")),
    |nearest| format!("did you mean `{nearest}`?"),
))]
pub struct UnknownFacet {
    /// As given.
    pub name: String,
    /// The nearest that exists, if any is near.
    pub nearest: Option<&'static str>,
}

/// Every field that can be counted and filtered by.
pub fn fields() -> impl Iterator<Item = &'static str> {
    FACETS.into_iter().chain([PART_OF])
}

/// The column that is empty where a field has no value.
pub(crate) fn column_of(field: &str) -> &str {
    if field == PART_OF {
        "organisation"
    } else {
        field
    }
}

/// The facet of a name, with the short forms `org` and `lang`.
///
/// # Errors
/// Naming the nearest when there is none.
pub fn named(name: &str) -> Result<&'static str, UnknownFacet> {
    let full = match name {
        "org" | "organization" => "organisation",
        "lang" => "language",
        name => name,
    };
    fields().find(|known| *known == full).ok_or_else(|| {
        let alike = fields().map(|known| (strsim::jaro_winkler(known, name), known));
        let nearest = alike
            .filter(|(alike, _)| *alike >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        UnknownFacet {
            name: name.to_owned(),
            nearest: nearest.map(|(_, known)| known),
        }
    })
}

impl Facet {
    /// The `size` most frequent of `counts` among those that `fit`, and the picked whatever
    /// their count; what does not fit is not among the others either.
    pub(crate) fn new(
        counts: &Counts,
        size: usize,
        picked: &HashSet<String>,
        fit: impl Fn(&str) -> bool,
    ) -> Self {
        let numbers = counts.numbers();
        let mut met: Vec<(u32, u64)> = counts.met().collect();
        met.retain(|(number, _)| {
            let value = numbers.value(*number);
            fit(value) || picked.contains(value)
        });
        let mut other: u64 = met.iter().map(|(_, count)| count).sum();
        // Numbers are in the order of the values.
        let by_count = |a: &(u32, u64), b: &(u32, u64)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
        if met.len() > size {
            // Only those listed need their order; there may be a hundred thousand others.
            met.select_nth_unstable_by(size, by_count);
        }
        let cut = size.min(met.len());
        let (listed, others) = met.split_at_mut(cut);
        listed.sort_unstable_by(by_count);
        let mut values: Vec<FacetValue> = Vec::with_capacity(listed.len() + picked.len());
        for (number, count) in &*listed {
            let value = numbers.value(*number);
            values.push(FacetValue {
                value: value.to_owned(),
                count: *count,
                selected: picked.contains(value),
            });
        }
        let mut unlisted: Vec<FacetValue> = picked
            .iter()
            .filter(|value| !values.iter().any(|listed| listed.value == **value))
            .map(|value| {
                let number = numbers.of(value);
                let count = others.iter().find(|(met, _)| Some(*met) == number);
                FacetValue {
                    value: value.clone(),
                    count: count.map_or(0, |(_, count)| *count),
                    selected: true,
                }
            })
            .collect();
        unlisted.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        values.append(&mut unlisted);
        other -= values.iter().map(|value| value.count).sum::<u64>();
        Self {
            values,
            missing: counts.missing,
            other,
        }
    }

    /// The values by name instead of by count, as a timeline wants them.
    pub fn sort_by_value(&mut self) {
        self.values.sort_by(|a, b| a.value.cmp(&b.value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picked_value_is_listed_whatever_its_count() {
        let values = [("a", 5), ("b", 3), ("c", 3), ("d", 1)];
        let picked = HashSet::from(["d".to_owned(), "z".to_owned()]);
        let facet = Facet::new(&Counts::given(&values, 2), 2, &picked, |_| true);
        let listed: Vec<_> = facet
            .values
            .iter()
            .map(|v| (v.value.as_str(), v.count, v.selected))
            .collect();
        assert_eq!(
            listed,
            [
                ("a", 5, false),
                ("b", 3, false),
                ("d", 1, true),
                ("z", 0, true)
            ]
        );
        assert_eq!((facet.missing, facet.other), (2, 3));
    }

    #[test]
    fn a_search_within_values_lists_those_and_what_is_picked() {
        let values = [("ab", 5), ("b", 3), ("bc", 2), ("d", 1)];
        let picked = HashSet::from(["d".to_owned()]);
        let counts = Counts::given(&values, 2);
        let facet = Facet::new(&counts, 1, &picked, |value| value.contains('b'));
        let listed: Vec<_> = facet.values.iter().map(|v| v.value.as_str()).collect();
        assert_eq!(listed, ["ab", "d"]);
        assert_eq!((facet.missing, facet.other), (2, 5));
    }

    #[test]
    fn a_misspelt_field_names_the_nearest() {
        assert_eq!(named("org"), Ok("organisation"));
        let told = named("organisaton").unwrap_err().to_string();
        assert!(told.ends_with("did you mean `organisation`?"), "{told}");
        assert!(
            named("zzz")
                .unwrap_err()
                .to_string()
                .contains("there are organisation")
        );
    }
}
