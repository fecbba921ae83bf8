//! Where on a page its text stands: [`choose`].
//!
//! Each block's own text is worth its characters when it reads as prose, and costs them
//! when most of it are links; headings and labels cost little. The element whose blocks
//! are worth most together holds the text: one further out has more links than prose to
//! add, one further in lacks paragraphs. Noise is taken out first.

use super::elements::Traits;
use super::noise::{Suspicion, announces_links, is_bar, suspicion};
use super::tree::{NodeId, Tree};

/// A block with so many characters and a stop reads as prose.
const SENTENCE: usize = 40;
/// One with so many does without a stop.
const LONG: usize = 120;
/// What the headline is worth, in characters.
const HEADLINE: i64 = 150;
/// Share of the page's prose from which on words alone do not make an element noise, in percent.
const MOST: i64 = 50;

/// The element that holds a page's text, and what in it is not to be read.
pub(super) struct Choice {
    /// The element.
    pub(super) main: NodeId,
    /// By node: hidden, or noise.
    pub(super) unseen: Vec<bool>,
}

/// Finds the page's text; `headline` is the heading that is its title, if one is.
pub(super) fn choose(tree: &Tree, hidden: &[bool], headline: Option<NodeId>) -> Choice {
    let mut unseen = hidden.to_vec();
    let blocks = Blocks::of(tree, &unseen);
    take_out_noise(tree, &blocks, headline, &mut unseen);
    take_out_links(tree, &blocks, headline, &mut unseen);
    let worth = sums(tree, |id| {
        let is_headline = headline == Some(id);
        let worth = if is_headline {
            HEADLINE
        } else {
            blocks.worth(tree, id)
        };
        if unseen.get(id).copied().unwrap_or_default() {
            0
        } else {
            worth
        }
    });
    let of = |id: NodeId| {
        let worth = between(&worth, tree.within(id));
        if worth > 0 && is_named_text(tree, id) {
            worth + worth / 10
        } else {
            worth
        }
    };
    let candidates = (0..tree.nodes().len()).filter(|id| {
        tree.traits(*id).any(Traits::BLOCK) && !unseen.get(*id).copied().unwrap_or_default()
    });
    // Of equals the innermost, which comes last.
    let best = candidates.max_by_key(|id| of(*id));
    // Where nothing reads as prose, nothing tells the text from the rest.
    let main = best.filter(|id| of(*id) > 0).unwrap_or(0);
    Choice { main, unseen }
}

/// What stands in each block itself, not in blocks inside it.
struct Blocks {
    own: Vec<Own>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Own {
    characters: usize,
    linked: usize,
    links: usize,
    stops: usize,
}

impl Blocks {
    fn of(tree: &Tree, unseen: &[bool]) -> Self {
        let count = tree.nodes().len();
        let mut own = vec![Own::default(); count];
        // By node: the block it stands in, and whether in a link.
        let mut place: Vec<(NodeId, bool)> = vec![(0, false); count];
        for id in 0..count {
            let above = tree.node(id).map_or(0, |node| node.parent);
            let (mut block, mut linked) = place.get(above).copied().unwrap_or_default();
            if tree.traits(id).any(Traits::BLOCK) {
                block = id;
            }
            let is_link = tree.name(id) == "a" && tree.attribute(id, "href").is_some();
            linked |= is_link;
            if let Some(slot) = place.get_mut(id) {
                *slot = (block, linked);
            }
            let Some(own) = own
                .get_mut(block)
                .filter(|_| !unseen.get(id).copied().unwrap_or_default())
            else {
                continue;
            };
            own.links += usize::from(is_link);
            let text = tree.text(id);
            let characters = text
                .split_whitespace()
                .map(|word| word.chars().count() + 1)
                .sum::<usize>();
            own.characters += characters;
            own.linked += if linked { characters } else { 0 };
            own.stops += text
                .matches([
                    '.', '!', '?', ',', ';', '。', '，', '؟', '،', '؛', '”', '"', '»',
                ])
                .count();
        }
        Self { own }
    }

    fn own(&self, id: NodeId) -> Own {
        self.own.get(id).copied().unwrap_or_default()
    }

    fn worth(&self, tree: &Tree, id: NodeId) -> i64 {
        let own = self.own(id);
        let all = own.characters as i64;
        if own.linked * 2 > own.characters {
            return -all;
        }
        if tree.traits(id).any(Traits::HEADING) {
            return 0;
        }
        let is_paragraph = tree.traits(id).any(Traits::PARAGRAPH);
        let stops = own.stops > 0 && (own.characters >= SENTENCE || is_paragraph);
        if own.characters >= LONG || stops {
            return all - own.linked as i64;
        }
        if is_paragraph { 0 } else { -all / 5 }
    }

    /// Characters of prose.
    fn prose(&self, tree: &Tree, id: NodeId) -> i64 {
        self.worth(tree, id).max(0)
    }
}

/// Sums from the first node on, so that any element's is a difference.
fn sums(tree: &Tree, of: impl Fn(NodeId) -> i64) -> Vec<i64> {
    let mut sum = 0;
    let mut sums = vec![0];
    sums.extend((0..tree.nodes().len()).map(|id| {
        sum += of(id);
        sum
    }));
    sums
}

fn between(sums: &[i64], range: std::ops::Range<NodeId>) -> i64 {
    let at = |id: NodeId| sums.get(id).copied().unwrap_or_default();
    at(range.end) - at(range.start)
}

fn mark(unseen: &mut [bool], range: std::ops::Range<NodeId>) {
    unseen.get_mut(range).unwrap_or_default().fill(true);
}

fn take_out_noise(tree: &Tree, blocks: &Blocks, headline: Option<NodeId>, unseen: &mut [bool]) {
    let prose = sums(tree, |id| blocks.prose(tree, id));
    let all = between(&prose, tree.within(0));
    let mut id = 0;
    while id < tree.nodes().len() {
        let within = tree.within(id);
        let own = between(&prose, within.clone());
        let holds_headline = headline.is_some_and(|headline| within.contains(&headline));
        let convicted = match suspicion(tree, id) {
            _ if holds_headline => false,
            None => false,
            // Comments can be longer than a release; the text is where the headline is.
            Some(Suspicion::Kind) => own * 100 <= all * MOST || headline.is_some(),
            Some(Suspicion::Words) => own * 100 <= all * MOST,
        };
        let convicted = convicted || is_bar_block(tree, blocks, id) || is_trail(tree, blocks, id);
        if convicted {
            mark(unseen, within.clone());
            id = within.end;
        } else {
            id += 1;
        }
    }
}

/// A block that says what buttons say.
fn is_bar_block(tree: &Tree, blocks: &Blocks, id: NodeId) -> bool {
    let own = blocks.own(id);
    let alone = tree.traits(id).any(Traits::BLOCK) && (1..=60).contains(&own.characters);
    alone && !holds_block(tree, id) && (is_bar(&tree.plain(id)) || leads_nowhere(tree, own, id))
}

/// Nothing but a link to another place of the page: "Back to top", "Skip to content".
fn leads_nowhere(tree: &Tree, own: Own, id: NodeId) -> bool {
    let mut links = tree
        .within(id)
        .filter_map(|inner| tree.attribute(inner, "href"));
    own.linked == own.characters && links.all(|address| address.starts_with('#'))
}

fn holds_block(tree: &Tree, id: NodeId) -> bool {
    let mut inside = tree.within(id).skip(1);
    inside.any(|inner| tree.traits(inner).any(Traits::BLOCK))
}

/// "Home > News > Releases": links with signs between them, and the page's own name last.
fn is_trail(tree: &Tree, blocks: &Blocks, id: NodeId) -> bool {
    const LEADING: [char; 4] = ['>', '»', '›', '→'];
    const PARTING: [char; 7] = ['/', '|', '«', '‹', '•', '·', '<'];
    let own = blocks.own(id);
    let stands = tree.traits(id).any(Traits::BLOCK) && own.links > 1 && own.characters <= 300;
    if !stands || holds_block(tree, id) {
        return false;
    }
    let texts = tree.within(id).map(|inner| tree.text(inner).trim());
    let signs: Vec<&str> = texts
        .filter(|text| text.starts_with(LEADING) || text.starts_with(PARTING))
        .collect();
    let leads = signs
        .iter()
        .filter(|text| text.starts_with(LEADING))
        .count();
    let parts = signs
        .iter()
        .filter(|text| text.chars().count() == 1)
        .count();
    leads + 1 >= own.links || (parts + 1 >= own.links && own.linked * 2 > own.characters)
}

/// Takes out headings over links to other pages, with the links.
fn take_out_links(tree: &Tree, blocks: &Blocks, headline: Option<NodeId>, unseen: &mut [bool]) {
    let prose = sums(tree, |id| blocks.prose(tree, id));
    let holds = |id: NodeId| headline.is_some_and(|headline| tree.within(id).contains(&headline));
    for id in 0..tree.nodes().len() {
        let short = (1..=60).contains(&blocks.own(id).characters);
        if !short
            || unseen.get(id).copied().unwrap_or_default()
            || holds(id)
            || holds_block(tree, id)
        {
            continue;
        }
        if !announces_links(&tree.plain(id)) {
            continue;
        }
        let is_heading = tree.traits(id).any(Traits::HEADING);
        let mut next = tree.within(id).end;
        let parent = tree.node(id).map_or(0, |node| node.parent);
        let mut taken = id;
        while let Some(node) = tree.node(next).filter(|node| node.parent == parent) {
            let within = tree.within(next);
            let ends = tree.traits(next).any(Traits::HEADING) || holds(next);
            let teasers = is_heading && links(blocks, within.clone()) > 1;
            if ends || (between(&prose, within) > 0 && !teasers) {
                break;
            }
            taken = next;
            next = node.end;
        }
        if taken > id {
            mark(unseen, id..tree.within(taken).end);
        }
    }
}

fn links(blocks: &Blocks, range: std::ops::Range<NodeId>) -> usize {
    range.map(|id| blocks.own(id).links).sum()
}

/// Whether the page itself says that this is its text.
fn is_named_text(tree: &Tree, id: NodeId) -> bool {
    const CLASSES: &[&str] = &[
        "article-body",
        "article__body",
        "article-content",
        "entry-content",
        "post-content",
        "post-body",
        "story-body",
        "news-body",
        "field--name-body",
        "node__content",
        "node-content",
        "press-release",
        "release-body",
        "body-content",
        "content-body",
        "main-content",
    ];
    let has = |name: &str, values: &[&str]| {
        let own = tree.attribute(id, name).unwrap_or_default();
        own.split_ascii_whitespace()
            .any(|value| values.contains(&value))
    };
    matches!(tree.name(id), "article" | "main")
        || has("role", &["main", "article"])
        || has("itemprop", &["articleBody", "text"])
        || has("class", CLASSES)
        || has("id", CLASSES)
}
