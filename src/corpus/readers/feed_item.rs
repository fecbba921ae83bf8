//! One item of a feed on its way to a release: [`Entry`], what the feed says for all of
//! them ([`Channel`]), and what they are called ([`Names`]).

use std::collections::HashSet;

use super::super::front_matter;
use super::super::skip::SkipReason;
use super::dates::date;
use super::html;
use super::publishing::{known_body, may_be_body};
use crate::document::{Given, PartialDate, Release};

/// What an item says; values are HTML.
#[derive(Default)]
pub(super) struct Entry {
    fields: Vec<(String, String)>,
}

/// What a feed says for all its items.
#[derive(Default)]
pub(super) struct Channel {
    /// Its language's tag.
    pub(super) language: Option<String>,
    publisher: Vec<String>,
    title: Option<String>,
}

/// No item has more fields that are kept.
const MAX_FIELDS: usize = 64;

const BODIES: &[&str] = &[
    "content:encoded",
    "content",
    "description",
    "summary",
    "dc:description",
];
const PUBLISHED: &[&str] = &[
    "published",
    "pubdate",
    "issued",
    "dc:date",
    "dcterms:issued",
];
const MODIFIED: &[&str] = &["updated", "modified", "dcterms:modified"];

impl Channel {
    /// Adds a field, when it is one that matters.
    pub(super) fn add(&mut self, name: &str, value: String) {
        match name {
            "title" => self.title = self.title.take().or(Some(plain(&value))),
            "language" | "dc:language" => self.language = self.language.take().or(Some(value)),
            "dc:publisher" => self.publisher.push(plain(&value)),
            _ => {}
        }
    }
}

impl Entry {
    /// Adds a field, when it is one that matters.
    pub(super) fn add(&mut self, name: &str, value: String) {
        const OTHERS: &[&str] = &[
            "title",
            "dc:title",
            "guid",
            "id",
            "link",
            "source",
            "dc:publisher",
            "dc:creator",
            "author",
            "dc:language",
        ];
        let known = [OTHERS, BODIES, PUBLISHED, MODIFIED]
            .iter()
            .any(|names| names.contains(&name));
        if known && self.fields.len() < MAX_FIELDS {
            self.fields.push((name.to_owned(), value));
        }
    }

    /// The first value of the first of `names` that has one.
    fn first(&self, names: &[&str]) -> Option<&str> {
        let value = |name: &&str| {
            let mut own = self.fields.iter().filter(|(known, _)| known == name);
            own.find_map(|(_, value)| Some(value.trim()).filter(|value| !value.is_empty()))
        };
        names.iter().find_map(value)
    }

    fn all<'s>(&'s self, names: &'s [&'s str]) -> impl Iterator<Item = &'s str> {
        let values = self
            .fields
            .iter()
            .filter(|(known, _)| names.contains(&known.as_str()));
        values
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The release it is.
    ///
    /// # Errors
    /// When it says nothing, or its markup cannot be read.
    pub(super) fn release(
        &self,
        channel: &Channel,
        file_name: &str,
    ) -> Result<Release, SkipReason> {
        let title = self
            .first(&["title", "dc:title"])
            .map(plain)
            .filter(|title| !title.is_empty());
        let body = html::fragment(self.first(BODIES).unwrap_or_default())?;
        let text = joined(title.as_deref(), &body);
        if text.trim().is_empty() {
            return Err(SkipReason::Empty);
        }
        let dated = |names: &[&str]| -> Option<PartialDate> {
            names
                .iter()
                .find_map(|name| date(self.first(&[name])?))
                .map(|stated| stated.date)
        };
        let (published, modified) = (dated(PUBLISHED), dated(MODIFIED));
        let given = Given {
            title,
            date: published.or(modified),
            modified,
            publisher: self.publisher(channel),
            creators: self
                .all(&["dc:creator", "author"])
                .map(author)
                .filter(|name| !name.is_empty())
                .collect(),
            url: self.address(),
            language: self
                .first(&["dc:language"])
                .or(channel.language.as_deref())
                .and_then(|tag| front_matter::language(tag.trim())),
            body_start: 0,
        };
        Ok(Release {
            text,
            given,
            file_name: file_name.to_owned(),
        })
    }

    fn publisher(&self, channel: &Channel) -> Vec<String> {
        let named: Vec<String> = self
            .all(&["dc:publisher"])
            .map(plain)
            .chain(channel.publisher.iter().cloned())
            .collect();
        let body =
            |name: &String| known_body(name).or_else(|| may_be_body(name).then(|| name.clone()));
        let stated: Vec<String> = named.iter().filter_map(body).take(4).collect();
        if !stated.is_empty() {
            return stated;
        }
        let source = self.all(&["source"]).map(plain);
        source
            .chain(channel.title.clone())
            .find_map(|name| known_body(&name))
            .into_iter()
            .collect()
    }

    fn address(&self) -> Option<String> {
        let all = self
            .all(&["link"])
            .chain(self.all(&["guid", "id"]))
            .map(plain);
        let mut addresses =
            all.filter(|value| value.starts_with("https://") || value.starts_with("http://"));
        addresses.find(|value| value.len() <= 2048)
    }
}

/// Markup of one line as plain text.
fn plain(markup: &str) -> String {
    let text = html::fragment(markup).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// RSS has `mail@example.org (Ana Brandt)`.
fn author(value: &str) -> String {
    let value = plain(value);
    match value.split_once(" (") {
        Some((mail, name)) if mail.contains('@') => name.trim_end_matches(')').to_owned(),
        _ => value,
    }
}

/// Title and body; a body that begins with the title keeps its own.
fn joined(title: Option<&str>, body: &str) -> String {
    // Blogs end each item with a link to itself.
    let body = match body.rsplit_once("\n\n") {
        Some((front, last))
            if last.starts_with("The post ") && last.contains(" appeared first on ") =>
        {
            front
        }
        _ => body,
    };
    let first = body.lines().next().unwrap_or_default();
    let Some(title) = title.filter(|title| *title != first.trim()) else {
        return body.to_owned();
    };
    if body.is_empty() {
        return title.to_owned();
    }
    format!("{title}\n\n{body}")
}

/// What the items of one feed are called, no two the same.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// The name of an item, the `number`th.
    pub(super) fn of(&mut self, entry: &Entry, number: usize) -> String {
        /// A longer name is cut; the index could not keep it.
        const LONGEST: usize = 512;
        let told = entry
            .first(&["guid", "id"])
            .or_else(|| entry.first(&["link"]))
            .map(plain);
        let told = told
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| number.to_string());
        let told: String = told
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST)
            .collect();
        if self.taken.insert(told.clone()) {
            return told;
        }
        // Another of the same name keeps its own as long as the ones before it stay.
        let mut count = 2_usize;
        loop {
            let next = format!("{told}~{count}");
            if self.taken.insert(next.clone()) {
                return next;
            }
            count = if count < 16 {
                count + 1
            } else {
                self.taken.len() + 1
            };
        }
    }

    /// What is behind the `read`th item.
    pub(super) fn rest(&self, read: usize) -> String {
        format!("{} and on", read + 1)
    }
}
