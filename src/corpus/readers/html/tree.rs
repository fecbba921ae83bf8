//! From markup to a tree: [`Tree::parse`].
//!
//! html5gum makes the tokens, in one pass and without recursion; this joins them to
//! a tree by the rules a page needs to be read: what ends a paragraph, an item, a cell,
//! and which end tag is whose. A whole parser (html5ever) takes time with the square of
//! the nesting; here each tag looks at no more than [`MAX_DEPTH`] open elements. Nodes
//! lie in document order, a parent before its children, so nothing need recurse.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};

use super::super::super::skip::SkipReason;
use super::elements::{Name, Traits, attribute, element};

/// How deep elements may lie in each other; browsers stop at 512 too.
pub(super) const MAX_DEPTH: usize = 512;
/// How many elements, texts and kept attributes a page may have: a hundred times a large one.
pub(super) const MAX_NODES: usize = 500_000;
/// No attribute that is kept says anything beyond so many bytes.
const MAX_ATTRIBUTE: usize = 16 * 1024;

/// A node's number; a parent's is smaller than its children's.
pub(super) type NodeId = usize;

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node {
    /// The element it lies in; its own number for the root.
    pub(super) parent: NodeId,
    /// The first number behind all that lies in it.
    pub(super) end: NodeId,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A text, as a range of the buffer.
    Text(usize, usize),
    /// An element with its attributes, as a range of them.
    Element(Name, Traits, usize, usize),
}

/// A page's tree.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<(Name, usize, usize)>,
    buffer: String,
}

impl Tree {
    /// Parses `markup`.
    ///
    /// # Errors
    /// When it is nested deeper, or holds more, than any page that is read.
    pub(super) fn parse(markup: &str) -> Result<Self, SkipReason> {
        let mut builder = Builder::new();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: TokenSpan<()>| {
            builder.take(event).err()
        });
        emitter.naively_switch_states(true);
        // Reading from memory cannot fail, so the first token, if there is one, is a refusal.
        let mut tokens = Tokenizer::new_with_emitter(markup, emitter);
        let refusal = tokens.next().and_then(Result::ok);
        drop(tokens);
        match refusal {
            Some(reason) => Err(reason),
            None => Ok(builder.finish()),
        }
    }

    /// The nodes, the root first.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node `id`.
    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The element's name; nothing for a text.
    pub(super) fn name(&self, id: NodeId) -> Name {
        match self.nodes.get(id).map(|node| node.kind) {
            Some(Kind::Element(name, ..)) => name,
            _ => "",
        }
    }

    /// The element's traits; none for a text.
    pub(super) fn traits(&self, id: NodeId) -> Traits {
        match self.nodes.get(id).map(|node| node.kind) {
            Some(Kind::Element(_, traits, ..)) => traits,
            _ => Traits::NONE,
        }
    }

    /// The text of a text node; nothing for an element.
    pub(super) fn text(&self, id: NodeId) -> &str {
        match self.nodes.get(id).map(|node| node.kind) {
            Some(Kind::Text(start, end)) => self.buffer.get(start..end).unwrap_or_default(),
            _ => "",
        }
    }

    /// The value of an element's attribute.
    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let Kind::Element(_, _, first, last) = self.nodes.get(id)?.kind else {
            return None;
        };
        let (_, start, end) = self
            .attributes
            .get(first..last)?
            .iter()
            .find(|(known, ..)| *known == name)?;
        self.buffer.get(*start..*end)
    }

    /// The elements called `name`, in order.
    pub(super) fn elements<'a>(&'a self, name: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        (0..self.nodes.len()).filter(move |id| self.name(*id) == name)
    }

    /// The numbers of the nodes inside `id`, itself first.
    pub(super) fn within(&self, id: NodeId) -> std::ops::Range<NodeId> {
        id..self.nodes.get(id).map_or(id, |node| node.end)
    }

    /// The elements that `id` lies in, the nearest first.
    pub(super) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.above(id), |at| self.above(*at))
    }

    fn above(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.nodes.get(id)?.parent;
        (parent != id).then_some(parent)
    }

    /// All text inside `id`, white space folded, whether it is seen or not.
    pub(super) fn plain(&self, id: NodeId) -> String {
        let mut texts = String::new();
        for inner in self.within(id) {
            texts.push_str(self.text(inner));
            if self.name(inner) == "br" || self.traits(inner).any(Traits::BLOCK) {
                texts.push(' ');
            }
        }
        texts.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text inside `id` as it stands.
    pub(super) fn raw(&self, id: NodeId) -> String {
        self.within(id).map(|inner| self.text(inner)).collect()
    }
}

/// An element that is open.
struct Open {
    id: NodeId,
    name: Name,
    traits: Traits,
}

/// A tree that is being built.
struct Builder {
    tree: Tree,
    open: Vec<Open>,
    /// The start tag being read, with its first attribute.
    tag: Option<(Name, Traits, usize)>,
    /// Its attribute being read.
    attribute: Option<Name>,
}

impl Builder {
    fn new() -> Self {
        let (name, traits) = element(b"html");
        let root = Node {
            parent: 0,
            end: 0,
            kind: Kind::Element(name, traits, 0, 0),
        };
        let tree = Tree {
            nodes: vec![root],
            ..Tree::default()
        };
        let open = vec![Open {
            id: 0,
            name,
            traits,
        }];
        Self {
            tree,
            open,
            tag: None,
            attribute: None,
        }
    }

    fn take(&mut self, event: CallbackEvent<'_>) -> Result<(), SkipReason> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let (name, traits) = element(name);
                self.tag = Some((name, traits, self.tree.attributes.len()));
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => self.name_attribute(name),
            CallbackEvent::AttributeValue { value } => self.value_attribute(value),
            CallbackEvent::CloseStartTag { .. } => self.start()?,
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                self.end(element(name).0)?;
            }
            CallbackEvent::String { value } => self.text(value)?,
            _ => {}
        }
        Ok(())
    }

    fn name_attribute(&mut self, name: &[u8]) {
        self.attribute = None;
        let (Some((_, _, first)), Some(name)) = (self.tag, attribute(name)) else {
            return;
        };
        let own = self.tree.attributes.get(first..).unwrap_or_default();
        // Of an attribute given twice the first counts.
        if own.iter().all(|(known, ..)| *known != name) {
            let at = self.tree.buffer.len();
            self.tree.attributes.push((name, at, at));
            self.attribute = Some(name);
        }
    }

    fn value_attribute(&mut self, value: &[u8]) {
        let wanted = self.attribute.take().is_some() && value.len() <= MAX_ATTRIBUTE;
        if let Some((_, start, end)) = self.tree.attributes.last_mut().filter(|_| wanted) {
            *start = self.tree.buffer.len();
            self.tree.buffer.push_str(&String::from_utf8_lossy(value));
            *end = self.tree.buffer.len();
        }
    }

    fn start(&mut self) -> Result<(), SkipReason> {
        let Some((name, traits, first)) = self.tag.take() else {
            return Ok(());
        };
        let last = self.tree.attributes.len();
        if name == "html" {
            // One root, with what the first tag says of it.
            if let Some(root) = self.tree.nodes.first_mut()
                && matches!(root.kind, Kind::Element(_, _, 0, 0))
            {
                root.kind = Kind::Element(name, traits, first, last);
            }
            return Ok(());
        }
        self.end_implied(name, traits);
        let id = self.push(Kind::Element(name, traits, first, last))?;
        if !traits.any(Traits::VOID) {
            self.open.push(Open { id, name, traits });
            if self.open.len() > MAX_DEPTH {
                return Err(SkipReason::TooDeep { limit: MAX_DEPTH });
            }
        }
        Ok(())
    }

    /// Ends what the start of an element ends without an end tag.
    fn end_implied(&mut self, name: Name, traits: Traits) {
        if !traits.any(Traits::META) {
            self.end_nearest(Traits::HEAD, Traits::BLOCK);
        }
        if !traits.any(Traits::BLOCK) {
            if matches!(name, "a" | "option" | "optgroup" | "rt" | "rp") {
                self.close(name);
            }
            return;
        }
        self.end_nearest(Traits::PARAGRAPH, Traits::CELL.and(Traits::TABLE));
        if traits.any(Traits::HEADING) {
            let inner = self
                .open
                .last()
                .filter(|open| open.traits.any(Traits::HEADING));
            if inner.is_some() {
                self.open.pop();
            }
        } else if traits.any(Traits::ITEM) {
            self.end_nearest(
                Traits::ITEM,
                Traits::LIST.and(Traits::CELL).and(Traits::TABLE),
            );
        } else if traits.any(Traits::CELL) {
            self.end_nearest(Traits::CELL, Traits::ROW.and(Traits::TABLE));
        } else if traits.any(Traits::ROW) {
            self.end_nearest(Traits::ROW, Traits::ROWS.and(Traits::TABLE));
        } else if traits.any(Traits::ROWS) {
            self.end_nearest(Traits::ROWS, Traits::TABLE);
        }
    }

    /// Ends the nearest open element of `these` unless one of `bounds` comes first.
    fn end_nearest(&mut self, these: Traits, bounds: Traits) {
        let either = these.and(bounds);
        let found = self.open.iter().rposition(|open| open.traits.any(either));
        if let Some(at) = found
            && self.open.get(at).is_some_and(|open| open.traits.any(these))
        {
            self.open.truncate(at);
        }
    }

    fn end(&mut self, name: Name) -> Result<(), SkipReason> {
        if name == "br" {
            self.push(Kind::Element("br", Traits::VOID, 0, 0))?;
            return Ok(());
        }
        if !matches!(name, "html" | "body") {
            self.close(name);
        }
        Ok(())
    }

    /// Ends the nearest open element called `name`, with what is open in it.
    fn close(&mut self, name: Name) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        let own = self.open.get(at).map_or(Traits::NONE, |open| open.traits);
        let of_table = Traits::CELL
            .and(Traits::ROW)
            .and(Traits::ROWS)
            .and(Traits::TABLE);
        let inner = self.open.get(at + 1..).unwrap_or_default();
        // What stands in a cell ends nothing outside of it.
        let bound = if own.any(of_table) {
            Traits::TABLE
        } else {
            Traits::CELL
        };
        if at == 0 || inner.iter().any(|open| open.traits.any(bound)) {
            return;
        }
        if !own.any(Traits::BLOCK) && inner.iter().any(|open| open.traits.any(Traits::BLOCK)) {
            // `<b><p></b>`: the paragraph goes on.
            self.open.remove(at);
        } else {
            self.open.truncate(at);
        }
    }

    fn text(&mut self, value: &[u8]) -> Result<(), SkipReason> {
        let in_head = self
            .open
            .last()
            .is_some_and(|open| open.traits.any(Traits::HEAD));
        if in_head && !value.iter().all(u8::is_ascii_whitespace) {
            self.open.pop();
        }
        let start = self.tree.buffer.len();
        self.tree.buffer.push_str(&String::from_utf8_lossy(value));
        let end = self.tree.buffer.len();
        self.push(Kind::Text(start, end)).map(|_| ())
    }

    fn push(&mut self, kind: Kind) -> Result<NodeId, SkipReason> {
        let id = self.tree.nodes.len();
        if id + self.tree.attributes.len() >= MAX_NODES {
            return Err(SkipReason::TooMany {
                what: "elements",
                limit: MAX_NODES,
            });
        }
        let parent = self.open.last().map_or(0, |open| open.id);
        self.tree.nodes.push(Node {
            parent,
            end: id + 1,
            kind,
        });
        Ok(id)
    }

    fn finish(mut self) -> Tree {
        for id in (1..self.tree.nodes.len()).rev() {
            let (parent, end) = self
                .tree
                .nodes
                .get(id)
                .map_or((0, 0), |node| (node.parent, node.end));
            if let Some(above) = self.tree.nodes.get_mut(parent) {
                above.end = above.end.max(end);
            }
        }
        if let Some(root) = self.tree.nodes.first_mut() {
            root.end = root.end.max(1);
        }
        self.tree
    }
}
