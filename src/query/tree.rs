//! The tree a query is parsed into: [`Node`], its [`Kind`]s, and the ways to build one.
//!
//! Every node knows the bytes of the input it was read from; two trees are equal
//! when they ask the same, wherever it was written.

use super::dates::DateRange;
use super::fields::Field;
use crate::text::Span;

/// A part of a query and where it stands in the input.
#[derive(Debug, Clone, Eq)]
pub struct Node {
    /// What it asks.
    pub kind: Kind,
    /// The bytes of the input it was read from; empty at 0 for a tree built by hand.
    pub span: Span,
}

/// What a node asks of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Every release; inside a field, every release in which the field is filled.
    All,
    /// A word as typed. It may still fall into several tokens (`COVID-19`), which
    /// then stand next to each other as in a phrase.
    Word(String),
    /// Words in their order.
    Phrase {
        /// The words as typed, split at white space; at least one.
        words: Vec<String>,
        /// How many places the words may be moved in all; 0 for an exact phrase.
        slop: u32,
    },
    /// Words that begin so, without the `*`.
    Prefix(String),
    /// A pattern for a word: `?` is one character, `*` any number, the rest itself.
    Wildcard(String),
    /// Words within an edit distance.
    Fuzzy {
        /// The word as typed.
        word: String,
        /// 1 or 2 edits.
        distance: u8,
    },
    /// What is asked of one field; an inner field overrides an outer one.
    Field {
        /// The field; never [`Field::Date`], which becomes [`Kind::Date`].
        field: Field,
        /// What is asked of it.
        node: Box<Node>,
    },
    /// A date in a range; in one open at both ends: any date at all (`date:*`).
    Date(DateRange),
    /// All of them; two or more, none itself an `And`.
    And(Vec<Node>),
    /// At least one of them; two or more, none itself an `Or`.
    Or(Vec<Node>),
    /// Not this. Alone it asks for all releases but these.
    Not(Box<Node>),
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl From<Kind> for Node {
    /// A node that was not read from an input.
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            span: Span::new(0, 0),
        }
    }
}

impl Node {
    /// A node read from `span`.
    pub const fn new(kind: Kind, span: Span) -> Self {
        Self { kind, span }
    }

    /// All of `nodes`: [`Kind::All`] of none, the node itself of one.
    pub fn and(nodes: Vec<Self>) -> Self {
        Self::joined(nodes, Kind::And, |kind| match kind {
            Kind::And(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// At least one of `nodes`: [`Kind::All`] of none, the node itself of one.
    pub fn or(nodes: Vec<Self>) -> Self {
        Self::joined(nodes, Kind::Or, |kind| match kind {
            Kind::Or(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// Not `node`.
    #[expect(
        clippy::should_implement_trait,
        reason = "it builds a tree, as `and` and `or` do"
    )]
    pub fn not(node: Self) -> Self {
        let span = node.span;
        Self::new(Kind::Not(Box::new(node)), span)
    }

    /// `node` asked of `field`.
    pub fn field(field: Field, node: Self) -> Self {
        let span = node.span;
        Self::new(
            Kind::Field {
                field,
                node: Box::new(node),
            },
            span,
        )
    }

    /// The same node, read from `span`.
    pub fn at(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    fn joined(
        nodes: Vec<Self>,
        join: fn(Vec<Self>) -> Kind,
        open: fn(Kind) -> Result<Vec<Self>, Kind>,
    ) -> Self {
        let mut flat: Vec<Self> = Vec::with_capacity(nodes.len());
        for Self { kind, span } in nodes {
            match open(kind) {
                Ok(inner) => flat.extend(inner),
                Err(kind) => flat.push(Self::new(kind, span)),
            }
        }
        if flat.len() <= 1 {
            return flat.pop().unwrap_or_else(|| Kind::All.into());
        }
        let start = flat.iter().map(|node| node.span.start).min().unwrap_or(0);
        let end = flat.iter().map(|node| node.span.end).max().unwrap_or(start);
        Self::new(join(flat), Span::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Node {
        Kind::Word(text.into()).into()
    }

    #[test]
    fn equality_ignores_the_place() {
        assert_eq!(word("a"), word("a").at(Span::new(3, 4)));
        assert_ne!(word("a"), word("b"));
    }

    #[test]
    fn joining_flattens_and_unwraps() {
        assert_eq!(Node::and(vec![]), Kind::All.into());
        assert_eq!(Node::and(vec![word("a")]), word("a"));
        let nested = Node::and(vec![word("a"), Node::and(vec![word("b"), word("c")])]);
        assert_eq!(
            nested,
            Kind::And(vec![word("a"), word("b"), word("c")]).into()
        );
    }

    #[test]
    fn a_joined_node_spans_its_parts() {
        let parts = vec![word("b").at(Span::new(5, 6)), word("a").at(Span::new(1, 2))];
        assert_eq!(Node::or(parts).span, Span::new(1, 6));
    }
}
