//! From tokens to the tree, by recursive descent over a checked depth.
//!
//! ```text
//! any  = all { OR all }
//! all  = unit { [AND] unit }
//! unit = NOT unit | field: unit | ( any ) | phrase | term
//! ```
//!
//! Nothing is refused: what does not fit is left out or read as words, with a warning.

use jiff::civil::Date;

use super::fields::{FIELDS, Field};
use super::lexer::{Piece, Token};
use super::tree::{Kind, Node};
use super::warning::Warning;
use crate::text::{CharOffsets, Span};

/// The tree of `tokens` and what was wrong with them.
pub(super) fn parse(input: &str, tokens: &[Token], today: Date) -> (Node, Vec<Warning>) {
    let mut parser = Parser {
        input,
        tokens,
        next: 0,
        today,
        offsets: CharOffsets::new(input),
        warnings: Vec::new(),
    };
    let root = parser.any(Within::Top).unwrap_or_else(|| parser.nothing());
    (root, parser.warnings)
}

/// What a part stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// The query itself.
    Top,
    /// Brackets.
    Group,
    /// `date:`, or brackets after it: words are dates.
    Date,
}

pub(super) struct Parser<'a> {
    pub(super) input: &'a str,
    tokens: &'a [Token],
    next: usize,
    pub(super) today: Date,
    offsets: CharOffsets<'a>,
    warnings: Vec<Warning>,
}

impl<'a> Parser<'a> {
    pub(super) fn warn(&mut self, span: Span, message: impl Into<String>) {
        let (start, end) = self.offsets.range(span);
        self.warnings.push(Warning {
            message: message.into(),
            start,
            end,
        });
    }

    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.next)
    }

    fn is_next(&self, kind: &Piece) -> bool {
        self.peek().is_some_and(|token| token.kind == *kind)
    }

    /// The whole input without a usable part: everything, and a word about it.
    fn nothing(&mut self) -> Node {
        let whole = Span::new(0, self.input.len());
        if !self.input.trim().is_empty() {
            self.warn(
                whole,
                "nothing here to search for, so every release is listed",
            );
        }
        Node::new(Kind::All, whole)
    }

    fn any(&mut self, within: Within) -> Option<Node> {
        let mut parts: Vec<Node> = self.all(within).into_iter().collect();
        let mut nothing_before = parts.is_empty();
        while let Some(token) = self.peek().filter(|token| token.kind == Piece::Or) {
            self.next += 1;
            self.check_sides(token, "OR", nothing_before);
            let part = self.all(within);
            nothing_before = part.is_none();
            parts.extend(part);
        }
        (!parts.is_empty()).then(|| Node::or(parts))
    }

    /// Warns when nothing stands before the operator `token`, or else after it. What is
    /// between two operators is told once, of the second.
    fn check_sides(&mut self, token: &Token, operator: &str, nothing_before: bool) {
        let another = self.is_next(&Piece::And) || self.is_next(&Piece::Or);
        let side = match nothing_before {
            true => "before",
            false if !self.starts_unit() && !another => "after",
            false => return,
        };
        self.warn(
            token.span,
            format!("nothing stands {side} `{operator}`, so it is left out"),
        );
    }

    fn all(&mut self, within: Within) -> Option<Node> {
        let mut parts: Vec<Node> = Vec::new();
        let mut nothing_before = true;
        while let Some(token) = self.peek() {
            match token.kind {
                Piece::Or => break,
                Piece::Close if within != Within::Top => break,
                Piece::Close => {
                    self.next += 1;
                    self.warn(token.span, "no `(` opens this, so it is left out");
                }
                Piece::And => {
                    self.next += 1;
                    self.check_sides(token, "AND", nothing_before);
                    nothing_before = true;
                }
                _ => {
                    parts.extend(self.unit(within));
                    nothing_before = false;
                }
            }
        }
        (!parts.is_empty()).then(|| Node::and(parts))
    }

    fn starts_unit(&self) -> bool {
        self.peek()
            .is_some_and(|token| !matches!(token.kind, Piece::And | Piece::Or | Piece::Close))
    }

    fn unit(&mut self, within: Within) -> Option<Node> {
        let token = self.peek()?;
        self.next += 1;
        match &token.kind {
            Piece::Not => self.negated(token, within),
            Piece::Field(field) => self.in_field(token, *field),
            Piece::Unknown => self.unknown_field(token, within),
            Piece::Open => self.group(token, within),
            Piece::Phrase {
                words,
                closed,
                reach,
            } => self.phrase(token, words, *closed, *reach, within),
            Piece::Term(word) if within == Within::Date => self.date(word, token.span),
            Piece::Term(word) => Some(self.term(word, token.span)),
            // The callers see to these three.
            Piece::Close | Piece::And | Piece::Or => None,
        }
    }

    fn negated(&mut self, token: &Token, within: Within) -> Option<Node> {
        if !self.starts_unit() {
            self.warn(token.span, "nothing stands after `NOT`, so it is left out");
            return None;
        }
        let node = self.unit(within)?;
        let span = Span::new(token.span.start, node.span.end);
        Some(Node::not(node).at(span))
    }

    fn group(&mut self, token: &Token, within: Within) -> Option<Node> {
        let inner = if within == Within::Date {
            Within::Date
        } else {
            Within::Group
        };
        let before = self.warnings.len();
        let node = self.any(inner);
        let end = self.peek().map_or(self.input.len(), |close| close.span.end);
        if self.is_next(&Piece::Close) {
            self.next += 1;
        } else {
            self.warn(token.span, "no `)` closes this, so it reaches to the end");
        }
        let span = Span::new(token.span.start, end);
        if node.is_none() && self.warnings.len() == before {
            self.warn(
                span,
                "nothing stands in these brackets, so they are left out",
            );
        }
        node.map(|node| node.at(span))
    }

    fn in_field(&mut self, token: &Token, field: Field) -> Option<Node> {
        let Some(value) = self.peek().filter(|_| self.starts_value()) else {
            return self.empty_field(token);
        };
        let between = self
            .input
            .get(token.span.end..value.span.start)
            .unwrap_or_default();
        if between.contains(char::is_whitespace) {
            let message =
                format!("a blank stands after `{field}:`; taken as `{field}:` of what follows");
            self.warn(Span::new(token.span.start, value.span.end), message);
        }
        if field == Field::Date {
            return self.unit(Within::Date);
        }
        let node = self.unit(Within::Group)?;
        let span = Span::new(token.span.start, node.span.end);
        Some(Node::field(field, node).at(span))
    }

    fn starts_value(&self) -> bool {
        let names = |token: &Token| matches!(token.kind, Piece::Field(_) | Piece::Unknown);
        self.starts_unit() && !self.peek().is_some_and(names)
    }

    /// `speaker:` with nothing after it is taken as the word.
    fn empty_field(&mut self, token: &Token) -> Option<Node> {
        let span = Span::new(token.span.start, token.span.end.saturating_sub(1));
        let name = span.of(self.input);
        self.warn(
            token.span,
            format!("nothing stands after `{name}:`, so it is taken as a word"),
        );
        Some(Node::new(Kind::Word(name.to_owned()), span))
    }

    fn unknown_field(&mut self, token: &Token, within: Within) -> Option<Node> {
        let span = Span::new(token.span.start, token.span.end.saturating_sub(1));
        let name = span.of(self.input);
        self.warn(token.span, unknown_message(name));
        let word = Node::new(Kind::Word(name.to_owned()), span);
        let adjacent = self
            .peek()
            .is_some_and(|value| value.span.start == token.span.end);
        let value = if adjacent && self.starts_unit() {
            self.unit(within)
        } else {
            None
        };
        Some(Node::and(std::iter::once(word).chain(value).collect()))
    }
}

fn unknown_message(name: &str) -> String {
    match Field::nearest(name) {
        Some(nearest) => {
            format!("no field is called `{name}`; did you mean `{nearest}:`? taken as words")
        }
        None => {
            let names: Vec<&str> = FIELDS.iter().map(|row| row.1).collect();
            format!(
                "no field is called `{name}` (there are {}); taken as words",
                names.join(", ")
            )
        }
    }
}
