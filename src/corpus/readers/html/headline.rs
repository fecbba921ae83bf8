//! Which heading of a page is its headline: [`Headline::of`], and how the text of a
//! release comes to begin with it: [`Headline::lead`].
//!
//! A heading that says what the page's stated title says is the headline, as printed. The
//! window's title names the site as well, so only a heading tells where the one ends.

use super::elements::Traits;
use super::noise::suspicion;
use super::stated::Stated;
use super::tree::{NodeId, Tree};

/// A page's headline.
#[derive(Debug, Default)]
pub(super) struct Headline {
    /// In one line.
    pub(super) title: Option<String>,
    /// The heading.
    pub(super) heading: Option<NodeId>,
}

/// So many headings are looked at.
const MAX_HEADINGS: usize = 200;
/// A heading in so few letters is no headline unless the title says the same.
const SHORTEST: usize = 12;
/// The headline is looked for among so many paragraphs.
const PARAGRAPHS: usize = 16;
/// What parts a title from the site's name.
const PARTS: &[&str] = &[
    " | ", " » ", " :: ", " · ", " — ", " – ", " - ", " < ", " « ",
];

/// A heading of the page.
struct Heading {
    id: NodeId,
    text: String,
    folded: String,
}

impl Heading {
    fn all(tree: &Tree, hidden: &[bool]) -> Vec<Self> {
        let is_shown = |id: &NodeId| !hidden.get(*id).copied().unwrap_or_default();
        (0..tree.nodes().len())
            .filter(|id| tree.traits(*id).any(Traits::HEADING))
            .filter(is_shown)
            .take(MAX_HEADINGS)
            .map(|id| {
                let text = tree.plain(id);
                let folded = fold(&text);
                Self { id, text, folded }
            })
            .filter(|heading| !heading.folded.is_empty())
            .collect()
    }

    fn as_headline(&self) -> Headline {
        Headline {
            title: Some(self.text.clone()),
            heading: Some(self.id),
        }
    }

    /// Whether it may be the headline without a title that says so.
    fn may_be_headline(&self, tree: &Tree, names: &[String]) -> bool {
        tree.name(self.id) == "h1"
            && self.folded.chars().count() >= SHORTEST
            && !names.contains(&self.folded)
            && tree
                .ancestors(self.id)
                .all(|above| suspicion(tree, above).is_none())
    }
}

impl Headline {
    /// Finds the headline; `hidden` marks what is not shown.
    pub(super) fn of(tree: &Tree, stated: &Stated, hidden: &[bool]) -> Self {
        let headings = Heading::all(tree, hidden);
        let names = site_names(stated);
        let titles = stated
            .titles
            .iter()
            .chain(&stated.window)
            .map(|title| fold(title));
        for title in titles {
            let says = |heading: &&Heading| {
                agrees(&title, &heading.folded) && !names.contains(&heading.folded)
            };
            let length = |heading: &&Heading| heading.folded.chars().count();
            // Of equals the first.
            let best = headings.iter().rev().filter(says).max_by_key(length);
            if let Some(best) = best {
                return best.as_headline();
            }
        }
        let mut own = headings
            .iter()
            .filter(|heading| heading.may_be_headline(tree, &names));
        let (first, second) = (own.next(), own.next());
        let told = stated
            .titles
            .first()
            .map(|title| without_site(title, &names));
        if let (Some(only), None, None) = (first, second, &told) {
            return only.as_headline();
        }
        let window = || {
            stated
                .window
                .as_deref()
                .map(|title| without_site(title, &names))
        };
        let title = told.or_else(window).filter(|title| !title.is_empty());
        Self {
            title: title.or_else(|| first.map(|heading| heading.text.clone())),
            heading: None,
        }
    }

    /// The text with the headline as its first line, once.
    pub(super) fn lead(&self, text: String) -> String {
        let Some(title) = self.title.as_deref() else {
            return text;
        };
        let wanted = fold(title);
        let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
        let is_it = |paragraph: &&str| fold(paragraph) == wanted;
        let at = paragraphs.iter().take(PARAGRAPHS).position(&is_it);
        if let Some(at) = at {
            paragraphs.remove(at);
            // Some pages print it twice, above the picture and below.
            if let Some(again) = paragraphs.iter().take(PARAGRAPHS).position(is_it) {
                paragraphs.remove(again);
            }
        }
        paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
        paragraphs.insert(0, title);
        paragraphs.join("\n\n")
    }
}

/// Whether a page's title says what a heading says: the same, or the same and the
/// site's name, or its beginning.
fn agrees(title: &str, heading: &str) -> bool {
    if title == heading {
        return true;
    }
    let whole = |longer: &str, shorter: &str| {
        shorter.chars().count() >= SHORTEST
            && (longer.starts_with(shorter) || longer.ends_with(shorter))
    };
    // A title may be cut short, but not to less than half.
    let cut = || {
        heading.starts_with(title)
            && title.len() * 2 > heading.len()
            && title.chars().count() >= SHORTEST
    };
    whole(title, heading) || cut()
}

/// Letters and digits, small: titles and headings differ in marks and blanks.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What the site is called.
fn site_names(stated: &Stated) -> Vec<String> {
    let names = stated.site.iter().chain(&stated.publisher);
    names.map(|name| fold(name)).collect()
}

/// A title without the name of its site at either end.
fn without_site(title: &str, names: &[String]) -> String {
    let mut title = title.trim();
    for part in PARTS {
        let is_bar = !part.contains(['-', '–', '—']);
        while let Some((front, back)) = title.rsplit_once(part) {
            let short = back.split_whitespace().count() * 2 <= front.split_whitespace().count();
            if names.contains(&fold(back))
                || (is_bar && front.len() >= SHORTEST)
                || (short && front.len() >= 3 * SHORTEST)
            {
                title = front.trim();
            } else {
                break;
            }
        }
        if let Some((front, back)) = title.split_once(part)
            && names.contains(&fold(front))
        {
            title = back.trim();
        }
    }
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}
