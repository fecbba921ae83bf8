//! A web page: its text as a person reads it, beginning with the headline, and what it
//! says of itself.
//!
//! The markup becomes a tree (`tree`), the tree tells what is stated (`stated`,
//! `linked_data`), which heading is the headline (`headline`), what is noise (`noise`)
//! and where the text stands (`main_text`), which `flow` writes down.

mod elements;
mod flow;
mod headline;
mod linked_data;
mod main_text;
mod noise;
mod stated;
mod tree;

use super::super::decode::decode;
use super::super::read::{Contents, Item, Note, Reader};
use super::super::skip::SkipReason;
use super::Source;
use crate::document::{Given, PartialDate, Release};

use headline::Headline;
use main_text::Choice;
use stated::Stated;
use tree::{NodeId, Tree};

/// A page whose text is shorter, in bytes, may be drawn by a script from what JSON-LD has.
const SHORT_TEXT: usize = 250;

/// One page is one release.
pub(super) fn page(source: Source<'_>, _reader: &Reader) -> Result<Contents, SkipReason> {
    let decoded = match source.decoded {
        Some(decoded) => decoded,
        None => decode(source.bytes)?,
    };
    let (text, given) = read(&decoded.text)?;
    let mut notes = Vec::new();
    if decoded.malformed > 0 {
        notes.push(Note::Malformed {
            encoding: decoded.encoding,
            pieces: decoded.malformed,
        });
    }
    let release = Release {
        text,
        given,
        file_name: source.name.to_owned(),
    };
    Ok(Contents {
        items: vec![Item {
            part: None,
            release,
            notes,
        }],
        lost: Vec::new(),
    })
}

/// A page's text and what it says of itself.
///
/// # Errors
/// When it is made to exhaust whoever reads it, or holds no text.
pub(super) fn read(markup: &str) -> Result<(String, Given), SkipReason> {
    let tree = Tree::parse(markup)?;
    let stated = Stated::of(&tree);
    let hidden = noise::hidden(&tree);
    let headline = Headline::of(&tree, &stated, &hidden);
    let choice = main_text::choose(&tree, &hidden, headline.heading);
    let mut body = flow::flow(&tree, choice.main, &choice.unseen);
    if body.is_empty() {
        // A page of a few words has no prose to tell by.
        body = flow::flow(&tree, 0, &choice.unseen);
    }
    if body.is_empty() {
        body = flow::flow(&tree, 0, &hidden);
    }
    if body.len() < SHORT_TEXT
        && let Some(stated) = stated
            .body
            .as_deref()
            .filter(|stated| stated.len() > 2 * body.len())
    {
        body = fragment(stated)?;
    }
    let text = headline.lead(body);
    if text.trim().is_empty() {
        return Err(SkipReason::Empty);
    }
    let date = stated
        .date()
        .or_else(|| timed(&tree, &choice, headline.heading));
    let given = Given {
        title: headline.title,
        date,
        modified: stated.modified,
        publisher: stated.publisher,
        creators: stated.creators,
        url: stated.url,
        language: stated.language,
        body_start: 0,
    };
    Ok((text, given))
}

/// The text of a piece of markup, all of it that is shown.
///
/// # Errors
/// When it is made to exhaust whoever reads it.
pub(super) fn fragment(markup: &str) -> Result<String, SkipReason> {
    let tree = Tree::parse(markup)?;
    let hidden = noise::hidden(&tree);
    Ok(flow::flow(&tree, 0, &hidden))
}

/// Whether HTML has an element of this name, in small letters.
pub(super) fn is_element(name: &str) -> bool {
    elements::element(name.as_bytes()).0 != elements::OTHER
}

/// How words for a change begin, in small letters.
const CHANGES: &[&str] = &[
    "updat",
    "modif",
    "revis",
    "mis à jour",
    "mise à jour",
    "actualiz",
    "aktualis",
    "aggiorna",
    "atualiz",
    "تحديث",
];

/// The date of the first `<time>` behind the headline, else the last before it under the
/// same roof, which is neither of a change nor in the midst of a sentence.
fn timed(tree: &Tree, choice: &Choice, headline: Option<NodeId>) -> Option<PartialDate> {
    let main = tree.within(choice.main);
    let is_page = |id: &NodeId| matches!(tree.name(*id), "html" | "body");
    let roof = headline.and_then(|headline| {
        tree.ancestors(headline)
            .nth(1)
            .filter(|roof| !is_page(roof))
    });
    let above = roof.map_or(0..0, |roof| roof..headline.unwrap_or(roof));
    let below = headline.unwrap_or(main.start)..main.end;
    let mut times = below.chain(above.rev()).filter(|id| {
        let seen = !choice.unseen.get(*id).copied().unwrap_or_default();
        tree.name(*id) == "time" && seen && is_of_release(tree, *id)
    });
    times
        .find_map(|id| stated::written_date(tree, id))
        .map(|stated| stated.date)
}

/// Whether a `<time>` stands by itself or behind a label, which is none of a change.
fn is_of_release(tree: &Tree, id: NodeId) -> bool {
    /// A label is no longer, in bytes.
    const LABEL: usize = 40;
    let parent = |id: NodeId| tree.node(id).map(|node| node.parent);
    let beside = |other: NodeId| {
        let text = tree.text(other).trim();
        if parent(other) == parent(id) {
            text.to_lowercase()
        } else {
            String::new()
        }
    };
    let before = id.checked_sub(1).map(beside).unwrap_or_default();
    let after = beside(tree.within(id).end);
    let names = ["class", "itemprop"].map(|key| tree.attribute(id, key).unwrap_or_default());
    let of_change = |text: &str| CHANGES.iter().any(|word| text.contains(word));
    let apart = before.len() <= LABEL && after.len() <= LABEL;
    apart && !of_change(&before) && !of_change(&names.join(" ").to_lowercase())
}

#[cfg(test)]
mod tests;
