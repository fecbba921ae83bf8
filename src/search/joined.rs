//! Hyphenated, joined and parted forms of a word meet: [`meeting`].
//!
//! `anti-trafficking` in a query is also `antitrafficking`; `antitrafficking` is also
//! `anti trafficking`, and the two words beside each other are also the joined one, where
//! some release writes them with a hyphen: the index keeps every hyphenated word as such,
//! and only those are joined or parted, so that `maybe` never meets `may be`. Where a part is
//! a function word it takes more than a single `to-day` for `today` to meet every `day to day`.

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::names::Names;
use crate::query::{Kind, Node};
use crate::schema::Fields;
use crate::schema::function_words::is_of_any;
use crate::schema::words::{beginning, compound, parts, words};

/// The fewest letters of a word that is parted: `us` is not `u-s`.
const LEAST_PARTED: usize = 4;

/// Of so many releases with the joined word one must have the hyphenated one, where a part is a
/// function word.
const JOINED_EACH: u64 = 100;

/// Words of the longest name that is known among words without quotation marks.
const LONGEST_NAME: usize = 6;

/// `tree` with what its words are also written as.
pub(super) fn meeting(
    tree: &Node,
    searcher: &Searcher,
    fields: &Fields,
    names: &dyn Names,
) -> tantivy::Result<Node> {
    let known = Known {
        searcher,
        names,
        fields: [fields.body, fields.title, fields.boilerplate],
    };
    known.node(tree)
}

struct Known<'a> {
    searcher: &'a Searcher,
    names: &'a dyn Names,
    fields: [Field; 3],
}

impl Known<'_> {
    /// How many releases have a word in the field where most do.
    fn having(&self, word: &str) -> tantivy::Result<u64> {
        let terms = self.fields.map(|field| Term::from_field_text(field, word));
        let mut most = 0;
        for term in &terms {
            most = most.max(self.searcher.doc_freq(term)?);
        }
        Ok(most)
    }

    fn has(&self, word: &str) -> tantivy::Result<bool> {
        Ok(self.having(word)? > 0)
    }

    /// Whether a word of these parts and the joined one are the same word.
    fn meets<P: AsRef<str>>(&self, parts: &[P], joined: &str) -> tantivy::Result<bool> {
        let hyphenated = self.having(&compound(parts))?;
        let rare = match parts.iter().any(|part| is_of_any(part.as_ref())) {
            true => self.having(joined)? / JOINED_EACH,
            false => 0,
        };
        Ok(hyphenated > rare)
    }

    fn node(&self, node: &Node) -> tantivy::Result<Node> {
        let all = |nodes: &[Node]| -> tantivy::Result<Vec<Node>> {
            nodes.iter().map(|node| self.node(node)).collect()
        };
        let kind = match &node.kind {
            Kind::Word(word) => return self.word(node, word),
            Kind::And(nodes) => return Ok(Node::and(self.neighbours(nodes)?)),
            Kind::Or(nodes) => return Ok(Node::or(all(nodes)?)),
            Kind::Not(inner) => Kind::Not(Box::new(self.node(inner)?)),
            Kind::Field { field, node } => Kind::Field {
                field: *field,
                node: Box::new(self.node(node)?),
            },
            kind => kind.clone(),
        };
        Ok(Node::new(kind, node.span))
    }

    /// A word, or any of the forms it is also written in.
    fn word(&self, node: &Node, word: &str) -> tantivy::Result<Node> {
        let parts = words(word);
        let other: Option<Kind> = match parts.as_slice() {
            [single] => self.parted(single)?,
            [_, _, ..] => {
                let joined = parts.concat();
                self.has(&joined)?.then_some(Kind::Word(joined))
            }
            [] => None,
        };
        Ok(match other {
            Some(kind) => Node::or(vec![node.clone(), Node::new(kind, node.span)]),
            None => node.clone(),
        })
    }

    /// The words that a release joins with hyphens to this one.
    fn parted(&self, word: &str) -> tantivy::Result<Option<Kind>> {
        let start = beginning(word);
        if word.chars().count() < LEAST_PARTED || !self.has(&start)? {
            return Ok(None);
        }
        let mut first: Option<String> = None;
        for segment in self.searcher.segment_readers() {
            for field in self.fields {
                let inverted = segment.inverted_index(field)?;
                let from = inverted.terms().range().gt(start.as_bytes());
                let mut terms = from.into_stream()?;
                if !terms.advance() || !terms.key().starts_with(start.as_bytes()) {
                    continue;
                }
                let term = String::from_utf8_lossy(terms.key());
                if first.as_deref().is_none_or(|first| *term < *first) {
                    first = Some(term.into_owned());
                }
            }
        }
        let Some(parts) = first.as_deref().and_then(parts) else {
            return Ok(None);
        };
        Ok(self.meets(&parts, word)?.then(|| Kind::Phrase {
            words: parts.into_iter().map(str::to_owned).collect(),
            slop: 0,
        }))
    }

    /// Nodes that must all be met; two words that releases join are also their one.
    fn neighbours(&self, nodes: &[Node]) -> tantivy::Result<Vec<Node>> {
        let mut met = Vec::with_capacity(nodes.len());
        let mut rest = nodes;
        while let Some((node, after)) = rest.split_first() {
            if let Some((name, words)) = self.name(rest) {
                let (run, after) = rest.split_at(words);
                let each = run.iter().map(|node| self.node(node));
                let each = each.collect::<tantivy::Result<_>>()?;
                met.push(Node::or(vec![Node::and(each), name]));
                rest = after;
                continue;
            }
            rest = after;
            let joined = match after.first() {
                Some(next) => self.joined(node, next)?,
                None => None,
            };
            match (joined, after.split_first()) {
                (Some(joined), Some((next, after))) => {
                    let both = Node::and(vec![node.clone(), next.clone()]);
                    met.push(Node::or(vec![both, joined]));
                    rest = after;
                }
                _ => met.push(self.node(node)?),
            }
        }
        Ok(met)
    }

    /// The longest name of a body that begins the nodes, as a phrase, and how many words it has.
    fn name(&self, nodes: &[Node]) -> Option<(Node, usize)> {
        let words = nodes.iter().map_while(|node| match &node.kind {
            Kind::Word(word) => Some(word.clone()),
            _ => None,
        });
        let mut words: Vec<String> = words.take(LONGEST_NAME).collect();
        while words.len() > 1 {
            if self.names.organisation(&words.join(" ")).len() == 1 {
                let count = words.len();
                return Some((Kind::Phrase { words, slop: 0 }.into(), count));
            }
            words.pop();
        }
        None
    }

    fn joined(&self, node: &Node, next: &Node) -> tantivy::Result<Option<Node>> {
        let (Kind::Word(one), Kind::Word(other)) = (&node.kind, &next.kind) else {
            return Ok(None);
        };
        let (one, other) = (words(one), words(other));
        let ([one], [other]) = (one.as_slice(), other.as_slice()) else {
            return Ok(None);
        };
        let joined = format!("{one}{other}");
        let known = self.has(&joined)? && self.meets(&[one, other], &joined)?;
        Ok(known.then(|| Kind::Word(joined).into()))
    }
}
