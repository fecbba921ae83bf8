//! Filters: fields of whole values, the path, dates.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, ExistsQuery, Occur, RangeQuery};

use super::words::regex_of;
use super::{Boxed, Compiler, Scope, any_term, union};
use crate::document::PartialDate;
use crate::facet::{self, Gate};
use crate::query::{DateRange, Field, Kind, Node};
use crate::schema::fold;
use crate::schema::record::day_key;
use crate::search::names::Resolved;
use crate::search::request::{Filters, MISSING};
use crate::search::{SearchError, damaged};

/// A part of a tantivy query, and whether it must match.
type Clause = (Occur, Boxed);

/// A field of whole values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    Values(&'static str),
    Path,
}

impl Facet {
    fn field(self) -> Field {
        match self {
            Self::Path => Field::Path,
            Self::Values(name) => Field::named(name).unwrap_or(Field::Organisation),
        }
    }
}

pub(super) fn facet_of(field: Field) -> Option<Facet> {
    match field {
        Field::Title | Field::Body | Field::Quote | Field::Date => None,
        Field::Path => Some(Facet::Path),
        field => Some(Facet::Values(field.name())),
    }
}

impl Compiler<'_> {
    /// What is asked of a field of whole values; `path` is looked through as text.
    pub(super) fn facet_node(
        &mut self,
        node: &Node,
        facet: Facet,
    ) -> Result<Option<Boxed>, SearchError> {
        let written = match &node.kind {
            Kind::And(nodes) => {
                let scope = Scope::Only(facet.field());
                return self.all_of(nodes, scope);
            }
            Kind::Or(nodes) => return self.any_of(nodes, Scope::Only(facet.field())),
            Kind::Not(inner) => {
                let inner = self.excluded(inner, Scope::Only(facet.field()))?;
                return Ok(inner.map(|inner| self.but(inner)));
            }
            Kind::Field { field, node } => return self.node(node, Scope::Only(*field)),
            Kind::Date(range) => return Ok(Some(self.date_range(*range))),
            Kind::All => return Ok(Some(self.has_value(facet))),
            Kind::Word(word) => word.clone(),
            Kind::Phrase { words, .. } => words.join(" "),
            Kind::Prefix(start) => format!("{start}*"),
            Kind::Wildcard(pattern) => pattern.clone(),
            Kind::Fuzzy { word, .. } => word.clone(),
        };
        let Facet::Values(name) = facet else {
            return Ok(Some(self.path(&written)));
        };
        if matches!(node.kind, Kind::Prefix(_) | Kind::Wildcard(_)) {
            return self.values_like(name, &written).map(Some);
        }
        let resolved = self
            .values
            .resolve(self.searcher, self.names, name, &[written])?;
        Ok(Some(self.resolved(name, resolved)))
    }

    pub(super) fn path(&self, written: &str) -> Boxed {
        let pattern = format!(".*{}.*", regex_of(written, "."));
        self.regex(&pattern, self.fields.path)
    }

    /// Values whose key fits a pattern.
    pub(super) fn values_like(
        &self,
        facet: &'static str,
        pattern: &str,
    ) -> Result<Boxed, SearchError> {
        let Some(field) = self.fields.facet(facet) else {
            return Ok(Box::new(EmptyQuery));
        };
        let folded: Vec<char> = fold::fold(pattern).chars().collect();
        let values = self.values.of(self.searcher, facet).map_err(damaged)?;
        let fitting = values
            .iter()
            .filter(|value| crate::snippet::fits(&folded, &value.key));
        let terms = fitting.map(|value| Term::from_field_text(field, &value.value));
        Ok(any_term(terms.collect()))
    }

    pub(super) fn has_value(&self, facet: Facet) -> Boxed {
        match facet {
            Facet::Values(name) => {
                let column = facet::column_of(name).to_owned();
                Box::new(ExistsQuery::new(column, false))
            }
            Facet::Path => self.every_release(),
        }
    }

    /// Releases with one of the values, or with none when those are meant.
    pub(super) fn resolved(&mut self, facet: &'static str, resolved: Resolved) -> Boxed {
        self.warnings.extend(resolved.warnings);
        let terms = resolved.values.iter().filter_map(|(facet, value)| {
            Some(Term::from_field_text(self.fields.facet(facet)?, value))
        });
        let values = any_term(terms.collect());
        if !resolved.missing {
            return values;
        }
        let missing = self.but(self.has_value(Facet::Values(facet)));
        union(vec![values, missing])
    }

    /// Releases whose date may lie in the range.
    pub(super) fn date_range(&self, range: DateRange) -> Boxed {
        let at_least = range
            .since
            .map_or(0, |date: PartialDate| day_key(date.first_day()));
        let at_most = range
            .until
            .map_or(u64::MAX, |date| day_key(date.last_day()));
        let term = |field, day| Term::from_field_u64(field, day);
        let fields = &self.fields;
        let ends = RangeQuery::new(
            Bound::Included(term(fields.last_day, at_least)),
            Bound::Unbounded,
        );
        let begins = RangeQuery::new(
            Bound::Unbounded,
            Bound::Included(term(fields.first_day, at_most)),
        );
        Box::new(BooleanQuery::intersection(vec![
            Box::new(ends),
            Box::new(begins),
        ]))
    }

    /// Filters as clauses to join to the query, and those on `held_out` fields as gates.
    pub(crate) fn filters(
        &mut self,
        filters: &Filters,
        held_out: &[&'static str],
    ) -> Result<(Vec<Clause>, Vec<Gate>), SearchError> {
        let mut clauses = Vec::new();
        let mut gates = Vec::new();
        for (name, choice) in &filters.fields {
            let field = facet::named(name)?;
            if !choice.any.is_empty() {
                let any = self
                    .values
                    .resolve(self.searcher, self.names, field, &choice.any)?;
                if held_out.contains(&field) {
                    self.warnings.extend(any.warnings.clone());
                    gates.push(Gate {
                        field,
                        values: any.values,
                        missing: any.missing,
                    });
                } else {
                    clauses.push((Occur::Must, self.resolved(field, any)));
                }
            }
            for written in &choice.not {
                let not = self.values.resolve(
                    self.searcher,
                    self.names,
                    field,
                    std::slice::from_ref(written),
                )?;
                let query = if written == MISSING {
                    self.but(self.has_value(Facet::Values(field)))
                } else {
                    self.resolved(field, not)
                };
                clauses.push((Occur::MustNot, query));
            }
        }
        let range = DateRange {
            since: filters.since,
            until: filters.until,
        };
        if range != DateRange::default() {
            clauses.push((Occur::Must, self.date_range(range)));
        }
        if filters.certain_date {
            let certain = Term::from_field_u64(self.fields.certain, 1);
            let bounds = (Bound::Included(certain.clone()), Bound::Included(certain));
            clauses.push((Occur::Must, Box::new(RangeQuery::new(bounds.0, bounds.1))));
        }
        Ok((clauses, gates))
    }
}
