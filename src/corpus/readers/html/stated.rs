//! What a page says of itself in its markup: [`Stated::of`].
//!
//! Order of trust, for each field: JSON-LD, then `<meta>` (Open Graph's article, Dublin
//! Core, news search engines), then microdata and RDFa, then `<time>`. The first that
//! says anything is taken, with one exception: a time in UTC that another source puts
//! on a neighbouring day gives way to it, for that is the day where it was published.

use super::super::dates::{self, date};
use super::super::publishing::{known_body, may_be_body};
use super::linked_data::{self, LinkedData};
use super::tree::{NodeId, Tree};
use crate::document::PartialDate;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// Titles, the most trusted first; without that of the window.
    pub(super) titles: Vec<String>,
    /// The title of the window, which mostly names the site too.
    pub(super) window: Option<String>,
    /// The site's name.
    pub(super) site: Option<String>,
    /// Dates published, the most trusted first.
    pub(super) published: Vec<dates::Stated>,
    /// When it was changed last.
    pub(super) modified: Option<PartialDate>,
    /// Who published it, as far as that is a body's name.
    pub(super) publisher: Vec<String>,
    /// Who wrote it.
    pub(super) creators: Vec<String>,
    /// Where it was published.
    pub(super) url: Option<String>,
    /// ISO 639-1 code.
    pub(super) language: Option<String>,
    /// Its text.
    pub(super) body: Option<String>,
}

/// Names under which `<meta>` says each thing, the most trusted first.
const TITLES: &[&str] = &[
    "og:title",
    "dcterms.title",
    "dc.title",
    "twitter:title",
    "headline",
];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dc:date",
    "dcterms:issued",
    "dcterms:date",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "date",
    "dcterms.created",
    "dc.date.created",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
];
const PUBLISHERS: &[&str] = &[
    "dcterms.publisher",
    "dc.publisher",
    "publisher",
    "dc:publisher",
];
const CREATORS: &[&str] = &[
    "dcterms.creator",
    "dc.creator",
    "dc:creator",
    "author",
    "article:author",
];

impl Stated {
    /// All a page says.
    pub(super) fn of(tree: &Tree) -> Self {
        let data = linked_data::read(tree);
        let meta = Meta::of(tree);
        let titles = data.title.iter().cloned().chain(meta.all(TITLES)).collect();
        let mut published: Vec<dates::Stated> = data
            .published
            .as_deref()
            .and_then(date)
            .into_iter()
            .collect();
        published.extend(meta.all(PUBLISHED).filter_map(|written| date(&written)));
        published.extend(properties(
            tree,
            &[
                "datepublished",
                "dc:date",
                "dc:issued",
                "dcterms:issued",
                "schema:datepublished",
            ],
        ));
        let modified = data.modified.iter().cloned().chain(meta.all(MODIFIED));
        let site = meta.all(&["og:site_name", "application-name"]).next();
        Self {
            titles,
            window: window_title(tree),
            publisher: publishers(&data, &meta, site.as_deref()),
            site,
            published,
            modified: modified
                .filter_map(|written| date(&written))
                .map(|stated| stated.date)
                .next(),
            creators: creators(&data, &meta),
            url: address(tree, &data, &meta),
            language: language(tree, &data, &meta),
            body: data.body,
        }
    }

    /// The date published.
    pub(super) fn date(&self) -> Option<PartialDate> {
        let first = self.published.first()?;
        let is_local =
            |other: &&dates::Stated| !other.is_utc && days_apart(first.date, other.date) == Some(1);
        let local = self
            .published
            .iter()
            .filter(|_| first.is_utc)
            .find(is_local);
        Some(local.unwrap_or(first).date)
    }
}

fn days_apart(one: PartialDate, other: PartialDate) -> Option<i32> {
    let day = |date: PartialDate| {
        jiff::civil::Date::new(date.year, date.month? as i8, date.day? as i8).ok()
    };
    let apart = day(one)?.until(day(other)?).ok()?;
    Some(apart.get_days().abs())
}

/// The `<meta>` of a page, names in small letters.
struct Meta<'t> {
    told: Vec<(String, &'t str)>,
}

impl<'t> Meta<'t> {
    fn of(tree: &'t Tree) -> Self {
        let told = tree.elements("meta").filter_map(|id| {
            let name = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|key| tree.attribute(id, key))?;
            let content = tree.attribute(id, "content")?.trim();
            (!content.is_empty()).then(|| (name.trim().to_ascii_lowercase(), content))
        });
        Self {
            told: told.take(2000).collect(),
        }
    }

    /// What stands under any of `names`, in their order.
    fn all<'s>(&'s self, names: &'s [&'s str]) -> impl Iterator<Item = String> + 's {
        names.iter().flat_map(|name| {
            let told = self.told.iter().filter(move |(known, _)| known == name);
            told.map(|(_, content)| content.split_whitespace().collect::<Vec<_>>().join(" "))
        })
    }
}

/// Dates that microdata or RDFa mark as those of publication.
fn properties(tree: &Tree, names: &[&str]) -> Vec<dates::Stated> {
    let is_named = |id: NodeId| {
        let own = ["itemprop", "property"]
            .iter()
            .filter_map(|key| tree.attribute(id, key));
        let mut words = own.flat_map(str::split_ascii_whitespace);
        words.any(|word| names.contains(&word.to_ascii_lowercase().as_str()))
    };
    (0..tree.nodes().len())
        .filter(|id| tree.name(*id) != "meta" && is_named(*id))
        .take(20)
        .filter_map(|id| written_date(tree, id))
        .collect()
}

/// The date an element gives, in an attribute or as its text.
pub(super) fn written_date(tree: &Tree, id: NodeId) -> Option<dates::Stated> {
    let given = ["datetime", "content"]
        .iter()
        .find_map(|key| tree.attribute(id, key));
    given.and_then(date).or_else(|| date(&tree.plain(id)))
}

fn window_title(tree: &Tree) -> Option<String> {
    let in_page = |id: &NodeId| tree.ancestors(*id).all(|above| tree.name(above) != "svg");
    let title = tree.elements("title").find(in_page)?;
    Some(tree.plain(title)).filter(|title| !title.is_empty())
}

/// Names of bodies only: what the register knows, or, where the page names its
/// publisher as such, what is at least no address and no section of a site.
fn publishers(data: &LinkedData, meta: &Meta<'_>, site: Option<&str>) -> Vec<String> {
    let named = data.publisher.iter().cloned().chain(meta.all(PUBLISHERS));
    let mut found: Vec<String> = Vec::new();
    for name in named {
        let body = known_body(&name).or_else(|| may_be_body(&name).then_some(name));
        found.extend(body.filter(|body| !found.contains(body)));
    }
    if found.is_empty() {
        found.extend(site.and_then(known_body));
    }
    found.truncate(4);
    found
}

fn creators(data: &LinkedData, meta: &Meta<'_>) -> Vec<String> {
    let all = data.creators.iter().cloned().chain(meta.all(CREATORS));
    let is_login = |name: &str| {
        matches!(
            name.to_lowercase().as_str(),
            "admin" | "administrator" | "webmaster" | "editor" | "root" | "web"
        )
    };
    let mut found: Vec<String> = Vec::new();
    for name in all {
        if !name.contains("://") && !is_login(&name) && name.len() <= 200 && !found.contains(&name)
        {
            found.push(name);
        }
    }
    found.truncate(20);
    found
}

fn address(tree: &Tree, data: &LinkedData, meta: &Meta<'_>) -> Option<String> {
    let is_canonical = |id: &NodeId| {
        let rel = tree.attribute(*id, "rel").unwrap_or_default();
        rel.split_ascii_whitespace()
            .any(|rel| rel.eq_ignore_ascii_case("canonical"))
    };
    let canonical = tree.elements("link").filter(is_canonical);
    let canonical = canonical
        .filter_map(|id| tree.attribute(id, "href"))
        .map(str::to_owned);
    let all = canonical
        .chain(meta.all(&["og:url"]))
        .chain(data.url.clone());
    all.map(|url| url.trim().to_owned()).find(|url| {
        (url.starts_with("https://") || url.starts_with("http://")) && url.len() <= 2048
    })
}

fn language(tree: &Tree, data: &LinkedData, meta: &Meta<'_>) -> Option<String> {
    let root = ["lang", "xml:lang"]
        .iter()
        .find_map(|key| tree.attribute(0, key))
        .map(str::to_owned);
    let all = root.into_iter().chain(data.language.clone());
    all.chain(meta.all(&[
        "content-language",
        "dc.language",
        "dcterms.language",
        "og:locale",
    ]))
    .find_map(|tag| super::super::super::front_matter::language(tag.trim()))
}
