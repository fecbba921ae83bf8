//! Values together with what they are part of: [`Rollup`], as [`super::PART_OF`] has it.

use std::collections::{BTreeSet, HashMap};

/// The columns that name bodies: those of a release, and those its text calls their parents.
pub(super) const COLUMNS: [&str; 2] = ["organisation", "parent"];

/// Each body with those it is part of, itself first.
#[derive(Debug, Default)]
pub(crate) struct Rollup {
    above: HashMap<String, Vec<String>>,
}

impl Rollup {
    /// Of these bodies, by what tells the parents of one, nearest first.
    pub(crate) fn new<'v>(
        bodies: impl Iterator<Item = &'v str>,
        parents: impl Fn(&str) -> Vec<String>,
    ) -> Self {
        let above = bodies.map(|body| (body.to_owned(), parents(body)));
        Self {
            above: above.collect(),
        }
    }

    /// Every body and every parent, each once, in order.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        let above = self.above.values().flatten();
        self.above.keys().chain(above).map(String::as_str).collect()
    }

    /// A body and all it is part of.
    pub(super) fn above<'a>(&'a self, body: &'a str) -> impl Iterator<Item = &'a str> {
        let above = self.above.get(body).into_iter().flatten();
        std::iter::once(body).chain(above.map(String::as_str))
    }

    /// The bodies that are `whole` or part of it.
    pub(crate) fn parts<'a>(&'a self, whole: &'a str) -> impl Iterator<Item = &'a str> {
        let parts = self
            .above
            .iter()
            .filter(move |(body, above)| *body == whole || above.iter().any(|name| name == whole));
        parts.map(|(body, _)| body.as_str())
    }
}
