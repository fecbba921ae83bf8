//! A query asked of single quotations: [`Asked`], made from a tree once an answer.
//!
//! The index finds releases; whether a quotation of theirs answers is decided here, so
//! that all words stand in the same one. On quotations an organisation, in the query or
//! as a filter, means whom the speaker speaks for: that body or a part of it, of the
//! United Nations also UNHCR. A speaker is who said this very quotation. All other
//! fields are the release's.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use tantivy::Searcher;

use super::answer::Operator;
use super::compile::is_wordy;
use super::names::{Names, Values, without_article};
use super::quotes::speaker_of;
use super::request::{Filters, MISSING};
use super::{SearchError, damaged};
use crate::document::{Extraction, Quote};
use crate::query::{DateRange, Field, Kind, Node};
use crate::schema::record::{day_key, facet_values};
use crate::schema::words::name_key;
use crate::schema::{Release, fold};
use crate::snippet::{Matcher, Stemmers, fits};
use crate::text::Span;

/// Where words must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Quote,
    Title,
    Body,
}

/// What a quotation must be.
enum Asked {
    Anything,
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Not(Box<Asked>),
    Words(Matcher, Place),
    Value(Wanted),
    Path(Vec<char>),
    Date(DateRange),
}

/// The values a field may have.
struct Wanted {
    field: &'static str,
    keys: HashSet<String>,
    /// Whether it may have none.
    missing: bool,
    /// Whether it may have any.
    filled: bool,
}

/// Makes [`Asked`] of trees and filters for one index.
pub(super) struct Reader<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) values: &'a Values,
    pub(super) names: &'a dyn Names,
    pub(super) operator: Operator,
    /// One for all words asked for.
    pub(super) stemmers: Stemmers,
}

/// Tells the quotations of a release that answer.
pub(super) struct Test<'a> {
    asked: Asked,
    filters: Vec<(Asked, bool)>,
    names: &'a dyn Names,
    /// Keys of a body and of all it is part of by the register.
    bodies: RefCell<HashMap<String, Vec<String>>>,
}

/// Fields whose filters are meant of the quotation, not of its release.
pub(super) const OF_QUOTES: [&str; 3] = ["organisation", "quoted", "speaker"];

impl<'a> Reader<'a> {
    /// What a tree and filters ask of a quotation.
    ///
    /// # Errors
    /// For an organisation nobody knows.
    pub(super) fn test(&self, tree: &Node, filters: &Filters) -> Result<Test<'a>, SearchError> {
        let mut wanted = Vec::new();
        for field in OF_QUOTES {
            let Some(choice) = filters.fields.get(field) else {
                continue;
            };
            for (names, keep) in [(&choice.any, true), (&choice.not, false)] {
                if !names.is_empty() {
                    wanted.push((Asked::Value(self.wanted(field, names)?), keep));
                }
            }
        }
        Ok(Test {
            asked: self.tree(tree, Field::Quote)?,
            filters: wanted,
            names: self.names,
            bodies: RefCell::default(),
        })
    }

    fn wanted(&self, field: &'static str, names: &[String]) -> Result<Wanted, SearchError> {
        let resolved = self
            .values
            .resolve(self.searcher, self.names, field, names)?;
        let mut keys: HashSet<String> = resolved
            .values
            .iter()
            .map(|(_, value)| name_key(value))
            .collect();
        if field != "speaker" {
            let bare = names.iter().filter_map(|name| without_article(name));
            let written = names.iter().map(String::as_str).chain(bare);
            let known = written.flat_map(|name| self.names.organisation(name));
            keys.extend(known.map(|name| name_key(&name)));
        }
        Ok(Wanted {
            field,
            keys,
            missing: resolved.missing,
            filled: false,
        })
    }

    fn tree(&self, node: &Node, field: Field) -> Result<Asked, SearchError> {
        let all = |nodes: &[Node]| -> Result<Vec<Asked>, SearchError> {
            nodes.iter().map(|node| self.tree(node, field)).collect()
        };
        let place = match field {
            Field::Quote => Some(Place::Quote),
            Field::Title => Some(Place::Title),
            Field::Body => Some(Place::Body),
            _ => None,
        };
        Ok(match &node.kind {
            Kind::And(nodes) if self.operator == Operator::Or && place.is_some() => {
                let (words, others): (Vec<Node>, Vec<Node>) =
                    nodes.iter().cloned().partition(is_wordy);
                let mut asked = all(&others)?;
                if !words.is_empty() {
                    asked.push(Asked::Any(all(&words)?));
                }
                Asked::All(asked)
            }
            Kind::And(nodes) => Asked::All(all(nodes)?),
            Kind::Or(nodes) => Asked::Any(all(nodes)?),
            Kind::Not(inner) => Asked::Not(Box::new(self.tree(inner, field)?)),
            Kind::Field { field, node } => self.tree(node, *field)?,
            Kind::Date(range) => Asked::Date(*range),
            Kind::All if place.is_some() || field == Field::Path => Asked::Anything,
            _ => match place {
                Some(place) => self.words(node, place),
                None => self.value(&node.kind, field)?,
            },
        })
    }

    /// A word of punctuation alone asks for nothing, as in a search for releases.
    fn words(&self, node: &Node, place: Place) -> Asked {
        let matcher = Matcher::sharing(node, &self.stemmers);
        if matcher.is_empty() {
            return Asked::Anything;
        }
        Asked::Words(matcher, place)
    }

    /// One value asked of a field that is no text.
    fn value(&self, kind: &Kind, field: Field) -> Result<Asked, SearchError> {
        let written = match kind {
            Kind::Word(word) | Kind::Fuzzy { word, .. } => word.clone(),
            Kind::Phrase { words, .. } => words.join(" "),
            Kind::Prefix(start) => format!("{start}*"),
            Kind::Wildcard(pattern) => pattern.clone(),
            _ => String::new(),
        };
        if field == Field::Path {
            return Ok(Asked::Path(format!("*{written}*").chars().collect()));
        }
        let name = field.name();
        let mut wanted = Wanted {
            field: name,
            keys: HashSet::new(),
            missing: false,
            filled: matches!(kind, Kind::All),
        };
        if matches!(kind, Kind::Prefix(_) | Kind::Wildcard(_)) {
            let pattern: Vec<char> = fold::fold(&written).chars().collect();
            let values = self.values.of(self.searcher, name).map_err(damaged)?;
            let fitting = values.iter().filter(|value| fits(&pattern, &value.key));
            wanted.keys = fitting.map(|value| value.key.clone()).collect();
        } else if !wanted.filled {
            wanted = self.wanted(name, &[written])?;
        }
        Ok(Asked::Value(wanted))
    }

    /// The values of `quoted`, and bodies as parents, that may speak for one of `names`:
    /// what the index is asked to find releases.
    pub(super) fn speaking_for(
        &self,
        names: &[String],
    ) -> Result<(Vec<String>, Vec<String>), SearchError> {
        let wanted = self.wanted("organisation", names)?;
        let of = |facet: &str| self.values.of(self.searcher, facet).map_err(damaged);
        let speaks = |name: &str, key: &str| {
            wanted.keys.contains(key)
                || self
                    .names
                    .parents(name)
                    .iter()
                    .any(|parent| wanted.keys.contains(&name_key(parent)))
        };
        let quoted = of("quoted")?.iter().filter(|v| speaks(&v.value, &v.key));
        let parents = of("parent")?.iter().filter(|v| speaks(&v.value, &v.key));
        Ok((
            quoted.map(|value| value.value.clone()).collect(),
            parents.map(|value| value.value.clone()).collect(),
        ))
    }
}

impl Test<'_> {
    /// The quotations of a release that answer, by number.
    pub(super) fn answering(&self, release: &Release) -> Vec<usize> {
        let quotes = release.extraction.quotes.iter().enumerate();
        let answers = |quote: &Quote| {
            let mut filters = self.filters.iter();
            filters.all(|(asked, keep)| self.holds(asked, release, quote) == *keep)
                && self.holds(&self.asked, release, quote)
        };
        quotes
            .filter(|(_, quote)| answers(quote))
            .map(|(number, _)| number)
            .collect()
    }

    fn holds(&self, asked: &Asked, release: &Release, quote: &Quote) -> bool {
        let extraction = &release.extraction;
        let language = extraction.language.as_deref();
        let has =
            |matcher: &Matcher, text: &str, within: Span| matcher.is_in(text, within, language);
        match asked {
            Asked::Anything => true,
            Asked::All(parts) => parts.iter().all(|part| self.holds(part, release, quote)),
            Asked::Any(parts) => parts.iter().any(|part| self.holds(part, release, quote)),
            Asked::Not(inner) => !self.holds(inner, release, quote),
            Asked::Words(matcher, Place::Quote) => has(matcher, &release.text, quote.span),
            Asked::Words(matcher, Place::Body) => {
                has(matcher, &release.text, Span::new(0, release.text.len()))
            }
            Asked::Words(matcher, Place::Title) => extraction
                .title
                .as_ref()
                .is_some_and(|title| has(matcher, &title.value, Span::new(0, title.value.len()))),
            Asked::Value(wanted) => self.has(wanted, release, quote),
            Asked::Path(pattern) => fits(pattern, &release.path),
            Asked::Date(range) => in_range(extraction, *range),
        }
    }

    fn has(&self, wanted: &Wanted, release: &Release, quote: &Quote) -> bool {
        let keys: Vec<String> = match wanted.field {
            "speaker" => speaker_of(release, quote)
                .map(|speaker| name_key(&speaker.name))
                .into_iter()
                .collect(),
            "organisation" | "quoted" => self.spoken_for(release, quote),
            field => {
                let values: BTreeSet<String> = facet_values(&release.extraction, field);
                values.iter().map(|value| name_key(value)).collect()
            }
        };
        if keys.is_empty() {
            return wanted.missing;
        }
        wanted.filled || keys.iter().any(|key| wanted.keys.contains(key))
    }

    /// Keys of the body the speaker speaks for and of those it is part of.
    fn spoken_for(&self, release: &Release, quote: &Quote) -> Vec<String> {
        let Some(name) = organisation_of(release, quote) else {
            return Vec::new();
        };
        let named = |body: &&crate::document::Organisation| body.name == name;
        let parent = release.extraction.organisations.iter().find(named);
        let parent = parent.and_then(|body| body.parent.as_deref());
        let mut keys = self.with_parents(name);
        keys.extend(
            parent
                .map(|parent| self.with_parents(parent))
                .unwrap_or_default(),
        );
        keys
    }

    fn with_parents(&self, name: &str) -> Vec<String> {
        if let Some(keys) = self.bodies.borrow().get(name) {
            return keys.clone();
        }
        let parents = self.names.parents(name);
        let keys: Vec<String> = std::iter::once(name)
            .chain(parents.iter().map(String::as_str))
            .map(name_key)
            .collect();
        self.bodies
            .borrow_mut()
            .insert(name.to_owned(), keys.clone());
        keys
    }
}

/// Whom the speaker of a quotation speaks for; a body that speaks is its own.
pub(super) fn organisation_of<'a>(release: &'a Release, quote: &Quote) -> Option<&'a str> {
    let speaker = speaker_of(release, quote)?;
    let bodies = &release.extraction.organisations;
    speaker.organisation.as_deref().or_else(|| {
        let body = bodies.iter().find(|body| body.name == speaker.name);
        body.map(|body| body.name.as_str())
    })
}

/// Whether the release's date may lie in the range.
fn in_range(extraction: &Extraction, range: DateRange) -> bool {
    let Some(date) = extraction.date.as_ref().map(|date| date.value) else {
        return false;
    };
    let since = range
        .since
        .is_none_or(|since| day_key(date.last_day()) >= day_key(since.first_day()));
    let until = range
        .until
        .is_none_or(|until| day_key(date.first_day()) <= day_key(until.last_day()));
    since && until
}

/// The tree that finds the releases: its words asked of quotations, what is decided of
/// each quotation left open.
pub(super) fn asked_of_quotes(node: &Node) -> Node {
    let inner = |nodes: &[Node]| nodes.iter().map(asked_of_quotes).collect();
    let any_quote = || Node::field(Field::Quote, Kind::All.into());
    match &node.kind {
        Kind::And(nodes) => Node::and(inner(nodes)),
        Kind::Or(nodes) => Node::or(inner(nodes)),
        // A release may hold one quotation with the word and one without.
        Kind::Not(_) => any_quote(),
        Kind::Field {
            field: Field::Organisation | Field::Quoted | Field::Speaker,
            ..
        } => any_quote(),
        Kind::Field { .. } | Kind::Date(_) => node.clone(),
        _ => Node::field(Field::Quote, node.clone()),
    }
}

/// The filters that find the releases, without those decided of each quotation.
pub(super) fn of_releases(filters: &Filters) -> Filters {
    let mut filters = filters.clone();
    filters
        .fields
        .retain(|field, _| !OF_QUOTES.contains(&field.as_str()));
    filters
}

/// The names a filter picks, unless it also picks quotations without any.
pub(super) fn narrowing<'f>(filters: &'f Filters, field: &str) -> Option<&'f [String]> {
    let any = &filters.fields.get(field)?.any;
    let narrows = !any.is_empty() && !any.iter().any(|name| name == MISSING);
    narrows.then_some(any.as_slice())
}
