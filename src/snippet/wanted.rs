//! What a query asks of a text, one [`Wanted`] for each word, phrase or pattern.

use crate::query::limits::MAX_CLAUSES;
use crate::query::{Field, Kind, Node};
use crate::schema::fold;
use crate::schema::words::{once_each, words};

/// The most things wanted of one query: as many as it may have clauses.
pub(super) const MOST_WANTED: usize = MAX_CLAUSES;

/// One thing the query asks for, in folded words.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    /// A word, or another with its stem.
    Word(String),
    /// Words next to each other, moved by at most `slop` places.
    Phrase {
        words: Vec<String>,
        /// Their numbers in the matcher that looks for them.
        ids: Vec<u32>,
        slop: usize,
        /// How the word behind them begins, if one must follow.
        begun: Option<String>,
    },
    /// Words that begin so.
    Prefix(String),
    /// Words that fit a pattern of `?` and `*`.
    Pattern(Vec<char>),
    /// Words within so many edits, or another with its stem.
    Fuzzy { word: String, distance: usize },
}

/// What `tree` asks of the text, each once.
pub(super) fn wanted(tree: &Node) -> Vec<Wanted> {
    let mut list = List::default();
    list.gather(tree);
    list.0.truncate(MOST_WANTED);
    list.0
}

#[derive(Default)]
struct List(Vec<Wanted>);

impl List {
    fn gather(&mut self, node: &Node) {
        match &node.kind {
            Kind::All | Kind::Date(_) | Kind::Not(_) => {}
            Kind::Word(word) => self.words(words(word), 0),
            Kind::Phrase {
                words: written,
                slop,
            } => {
                let folded = written.iter().flat_map(|word| words(word)).collect();
                self.words(folded, *slop as usize);
            }
            Kind::Prefix(start) => self.prefix(words(start)),
            Kind::Wildcard(pattern) => {
                let pattern = fold::fold(pattern).chars().collect();
                self.want(Wanted::Pattern(pattern));
            }
            Kind::Fuzzy { word, distance } => self.fuzzy(words(word), usize::from(*distance)),
            Kind::Field {
                field: Field::Title | Field::Body | Field::Quote,
                node,
            } => self.gather(node),
            Kind::Field { .. } => {}
            Kind::And(nodes) | Kind::Or(nodes) => nodes.iter().for_each(|node| self.gather(node)),
        }
    }

    fn words(&mut self, words: Vec<String>, slop: usize) {
        let mut words = if slop > 0 { once_each(words) } else { words };
        match words.len() {
            0 => {}
            1 => words
                .drain(..)
                .for_each(|word| self.want(Wanted::Word(word))),
            _ => self.want(Wanted::Phrase {
                words,
                ids: Vec::new(),
                slop,
                begun: None,
            }),
        }
    }

    fn prefix(&mut self, mut words: Vec<String>) {
        let Some(last) = words.pop() else { return };
        self.want(if words.is_empty() {
            Wanted::Prefix(last)
        } else {
            Wanted::Phrase {
                words,
                ids: Vec::new(),
                slop: 0,
                begun: Some(last),
            }
        });
    }

    /// Of several words no single one may differ, as in the search itself.
    fn fuzzy(&mut self, mut words: Vec<String>, distance: usize) {
        match words.len() {
            1 => words
                .drain(..)
                .for_each(|word| self.want(Wanted::Fuzzy { word, distance })),
            _ => self.words(words, 0),
        }
    }

    fn want(&mut self, wanted: Wanted) {
        if !self.0.contains(&wanted) {
            self.0.push(wanted);
        }
    }
}

/// Whether `word` fits a pattern of `?` and `*`; by going back to the last `*` only.
pub(crate) fn fits(pattern: &[char], word: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    let (mut p, mut w) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while w < word.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(letter) if *letter == '?' || Some(letter) == word.get(w) => {
                p += 1;
                w += 1;
            }
            _ => {
                let Some((at, taken)) = star else {
                    return false;
                };
                star = Some((at, taken + 1));
                p = at + 1;
                w = taken + 1;
            }
        }
    }
    pattern
        .get(p..)
        .unwrap_or_default()
        .iter()
        .all(|letter| *letter == '*')
}
