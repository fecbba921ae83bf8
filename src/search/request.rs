//! What is asked: [`Request`], plain data for command line, HTTP and any engine alike.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::SearchError;
use crate::document::PartialDate;
use crate::facet;
use crate::query::limits::MAX_CHARACTERS;

/// The most hits of one page.
pub const MOST_HITS: usize = 1_000;
/// How far pages reach by offset; a cursor goes on from there.
pub const FARTHEST: usize = 10_000;
/// The most passages of a hit.
pub const MOST_SNIPPETS: usize = 20;
/// The value of a filter that asks for releases without any.
pub const MISSING: &str = "_missing";

/// One search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    /// The query as typed.
    pub query: String,
    /// What releases must be, apart from the query.
    pub filters: Filters,
    /// The facets to count, with how many values of each.
    pub facets: Vec<FacetRequest>,
    /// Only values that these words find are listed in facets, and what is picked.
    pub facet_query: Option<String>,
    /// The order of hits.
    pub sort: Sort,
    /// Whether newer releases gain, in order of relevance.
    pub recency: Option<Recency>,
    /// Hits on the page, 1 to [`MOST_HITS`].
    pub limit: usize,
    /// Hits to pass over.
    pub offset: usize,
    /// Where the page before ended, from [`super::Answer::next_cursor`].
    pub cursor: Option<String>,
    /// Passages of each hit.
    pub snippets: usize,
    /// Whether passages may come from contacts, notes to editors and the like.
    pub boilerplate: bool,
    /// Whether each score is explained.
    pub explain: bool,
    /// Whether one release stands for all its copies; else each is given by itself.
    pub collapse: bool,
    /// For quotations: by whom they are gathered; pages are then pages of groups.
    pub group_by: Option<GroupBy>,
    /// For quotations: how many of each group are given.
    pub per_group: usize,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: Filters::default(),
            facets: Vec::new(),
            facet_query: None,
            sort: Sort::Relevance,
            recency: None,
            limit: 10,
            offset: 0,
            cursor: None,
            snippets: 1,
            boilerplate: false,
            explain: false,
            collapse: true,
            group_by: None,
            per_group: 3,
        }
    }
}

/// How much newer releases gain: a release of `today` its score once more, one of
/// `half_life` days before half as much, and so on; an undated one nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recency {
    /// Days after which the gain is half, 1 to 36,500.
    pub half_life: u32,
    /// From which day on a release is new.
    pub today: Date,
}

/// The longest half-life, in days.
pub const LONGEST_HALF_LIFE: u32 = 36_500;

/// A facet to count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetRequest {
    /// The field.
    pub field: String,
    /// How many values to list.
    pub size: usize,
}

/// By whom quotations are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupBy {
    /// Who said them.
    Speaker,
    /// Whom the speaker speaks for.
    Organisation,
}

/// The order of hits; equals come newest first, then by id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first, undated last.
    Newest,
    /// Oldest first, undated last.
    Oldest,
}

/// Filters: fields are ANDed, the values of one ORed, exclusions taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filters {
    /// By field of [`crate::facet::fields`].
    pub fields: BTreeMap<String, Choice>,
    /// From the first day this may mean.
    pub since: Option<PartialDate>,
    /// To the last day this may mean.
    pub until: Option<PartialDate>,
    /// Only releases whose date was read whole, not inferred.
    pub certain_date: bool,
}

/// What one field must and must not be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// At least one of these; [`MISSING`] for none at all.
    pub any: Vec<String>,
    /// None of these.
    pub not: Vec<String>,
}

impl Filters {
    /// Adds a value to pick.
    pub fn pick(mut self, field: &str, value: &str) -> Self {
        self.fields
            .entry(field.to_owned())
            .or_default()
            .any
            .push(value.to_owned());
        self
    }

    /// Adds a value to exclude.
    pub fn exclude(mut self, field: &str, value: &str) -> Self {
        self.fields
            .entry(field.to_owned())
            .or_default()
            .not
            .push(value.to_owned());
        self
    }
}

impl Request {
    /// Checks limits and field names.
    ///
    /// # Errors
    /// Naming the parameter and what it may be.
    pub fn check(&self) -> Result<(), SearchError> {
        let wrong = |what: String| Err(SearchError::Request(what));
        if !(1..=MOST_HITS).contains(&self.limit) {
            return wrong(format!("limit is {}; give 1 to {MOST_HITS}", self.limit));
        }
        if self.offset.saturating_add(self.limit) > FARTHEST {
            return wrong(format!(
                "offset and limit reach past {FARTHEST}; go on with cursor instead"
            ));
        }
        if self.cursor.is_some() && self.offset > 0 {
            return wrong("cursor and offset are both given; give one of them".to_owned());
        }
        if self.cursor.is_some() && self.group_by.is_some() {
            return wrong("groups are paged by offset; leave cursor out".to_owned());
        }
        if !(1..=MOST_HITS).contains(&self.per_group) {
            let given = self.per_group;
            return wrong(format!("per_group is {given}; give 1 to {MOST_HITS}"));
        }
        if self.snippets > MOST_SNIPPETS {
            return wrong(format!(
                "snippets is {}; give 0 to {MOST_SNIPPETS}",
                self.snippets
            ));
        }
        self.check_recency()?;
        let typed = self
            .facet_query
            .as_ref()
            .map_or(0, |typed| typed.chars().count());
        if typed > MAX_CHARACTERS {
            return wrong(format!(
                "facet_query has {typed} characters; at most {MAX_CHARACTERS} are taken"
            ));
        }
        for asked in &self.facets {
            facet::named(&asked.field)?;
            if !(1..=facet::MOST_VALUES).contains(&asked.size) {
                let most = facet::MOST_VALUES;
                return wrong(format!(
                    "the facet {} asks for {} values; give 1 to {most}",
                    asked.field, asked.size
                ));
            }
        }
        for field in self.filters.fields.keys() {
            facet::named(field)?;
        }
        match (self.filters.since, self.filters.until) {
            (Some(since), Some(until)) if since.first_day() > until.last_day() => {
                wrong(format!("since {since} lies after until {until}"))
            }
            _ => Ok(()),
        }
    }

    fn check_recency(&self) -> Result<(), SearchError> {
        let Some(recency) = self.recency else {
            return Ok(());
        };
        let given = recency.half_life;
        if !(1..=LONGEST_HALF_LIFE).contains(&given) {
            return Err(SearchError::Request(format!(
                "the half-life of recency is {given} days; give 1 to {LONGEST_HALF_LIFE}"
            )));
        }
        if self.sort != Sort::Relevance {
            let what = "recency weighs relevance; leave it out of an order by date";
            return Err(SearchError::Request(what.to_owned()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_and_say_what_to_give() {
        for (request, told) in [
            (
                Request {
                    limit: 0,
                    ..Request::default()
                },
                "limit is 0; give 1 to 1000",
            ),
            (
                Request {
                    limit: 1_000_000_000,
                    ..Request::default()
                },
                "give 1 to 1000",
            ),
            (
                Request {
                    offset: usize::MAX,
                    ..Request::default()
                },
                "cursor instead",
            ),
            (
                Request {
                    offset: 9_991,
                    ..Request::default()
                },
                "cursor instead",
            ),
            (
                Request {
                    filters: Filters::default().pick("sprecher", "x"),
                    ..Request::default()
                },
                "no field to count or filter by",
            ),
        ] {
            let error = request.check().unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
        assert!(
            Request {
                offset: 9_990,
                ..Request::default()
            }
            .check()
            .is_ok()
        );
    }

    #[test]
    fn an_unknown_parameter_is_refused() {
        assert!(serde_json::from_str::<Request>("{\"limt\": 5}").is_err());
    }
}
