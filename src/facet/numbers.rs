//! The values of a field over all segments, each under one number: [`Numbers`].
//!
//! A segment knows a value by its ordinal there. Numbers are the same in all segments and in
//! the order of the values' bytes, so that counts of several segments are added up and put in
//! order without reading a single value; only those listed are. They are made once an index.

use std::collections::BTreeSet;

use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;

use super::rollup::{COLUMNS, Rollup};

/// The values of a field.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// Each once, in the order of their bytes; a value's place is its number.
    values: Vec<String>,
    /// By segment.
    segments: Vec<Vec<Ordinals>>,
}

/// What the ordinals of one column of a segment count for.
#[derive(Debug)]
pub(super) enum Ordinals {
    /// The value itself.
    One(Vec<u32>),
    /// The value and all it is part of.
    Many(Vec<Vec<u32>>),
}

impl Numbers {
    /// Of a column.
    pub(crate) fn of_column(segments: &[SegmentReader], name: &str) -> tantivy::Result<Self> {
        let mut read = Vec::with_capacity(segments.len());
        for segment in segments {
            read.push(values_of(segment, name)?);
        }
        let mut values: Vec<String> = read.iter().flatten().cloned().collect();
        values.sort();
        values.dedup();
        let numbers = Self {
            values,
            segments: Vec::new(),
        };
        let segments = read.iter().map(|read| {
            let of = read.iter().map(|value| numbers.of(value).unwrap_or(0));
            vec![Ordinals::One(of.collect())]
        });
        let segments = segments.collect();
        Ok(Self {
            segments,
            ..numbers
        })
    }

    /// Of bodies with those they are part of.
    pub(crate) fn of_rollup(segments: &[SegmentReader], rollup: &Rollup) -> tantivy::Result<Self> {
        let mut read = Vec::with_capacity(segments.len());
        for segment in segments {
            let [bodies, parents] = COLUMNS.map(|name| values_of(segment, name));
            read.push([bodies?, parents?]);
        }
        let every = read.iter().flatten().flatten();
        let values: BTreeSet<&str> = every.flat_map(|body| rollup.above(body)).collect();
        let numbers = Self {
            values: values.into_iter().map(str::to_owned).collect(),
            segments: Vec::new(),
        };
        let above = |body: &String| {
            let above = rollup.above(body);
            above.filter_map(|name| numbers.of(name)).collect()
        };
        let segments = read.iter().map(|columns| {
            let columns = columns.iter();
            let columns = columns.map(|read| Ordinals::Many(read.iter().map(above).collect()));
            columns.collect()
        });
        let segments = segments.collect();
        Ok(Self {
            segments,
            ..numbers
        })
    }

    /// How many values there are.
    pub(super) const fn len(&self) -> usize {
        self.values.len()
    }

    /// The value of a number.
    pub(super) fn value(&self, number: u32) -> &str {
        let value = self.values.get(number as usize);
        value.map_or("", String::as_str)
    }

    /// The number of a value, if there is such a one.
    pub(super) fn of(&self, value: &str) -> Option<u32> {
        let place = self.values.binary_search_by(|met| met.as_str().cmp(value));
        place.ok().and_then(|place| u32::try_from(place).ok())
    }

    /// What the ordinals of a segment's column count for.
    pub(super) fn ordinals(&self, segment: u32, column: usize) -> Option<&Ordinals> {
        self.segments.get(segment as usize)?.get(column)
    }

    /// Values as if read off an index.
    #[cfg(test)]
    pub(super) fn given(values: Vec<String>) -> Self {
        Self {
            values,
            segments: Vec::new(),
        }
    }
}

/// The values of a segment's column, by ordinal.
pub(crate) fn values_of(segment: &SegmentReader, name: &str) -> tantivy::Result<Vec<String>> {
    let column: Option<StrColumn> = segment.fast_fields().str(name)?;
    let Some(column) = column else {
        return Ok(Vec::new());
    };
    let mut values = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        values.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(values)
}
