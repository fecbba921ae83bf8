//! The leaves of the tree: words with their wildcards and fuzzy marks, phrases, dates.

use super::dates::DateRange;
use super::lexer::{Reach, Token, is_all};
use super::limits::MAX_SLOP;
use super::parser::{Parser, Within};
use super::tree::{Kind, Node};
use crate::text::Span;

impl Parser<'_> {
    pub(super) fn phrase(
        &mut self,
        token: &Token,
        words: &[String],
        closed: bool,
        reach: Reach,
        within: Within,
    ) -> Option<Node> {
        if !closed {
            let mark = self
                .input
                .get(token.span.start..)
                .and_then(|rest| rest.chars().next());
            let end = token.span.start + mark.map_or(0, char::len_utf8);
            let message = "no mark closes this phrase, so it reaches to the end";
            self.warn(Span::new(token.span.start, end), message);
        }
        if !words
            .iter()
            .any(|word| word.contains(char::is_alphanumeric))
        {
            self.warn(
                token.span,
                "no word stands between these marks, so they are left out",
            );
            return None;
        }
        if within == Within::Date {
            return self.date(&words.join(" "), token.span);
        }
        let slop = self.slop(token.span, reach);
        Some(Node::new(
            Kind::Phrase {
                words: words.to_vec(),
                slop,
            },
            token.span,
        ))
    }

    fn slop(&mut self, span: Span, reach: Reach) -> u32 {
        match reach {
            Reach::Exact => 0,
            Reach::Near(slop) if slop <= MAX_SLOP => slop,
            Reach::Near(_) => {
                self.warn(
                    span,
                    format!("words are near up to {MAX_SLOP} places; ~{MAX_SLOP} is taken"),
                );
                MAX_SLOP
            }
            Reach::Unsaid => {
                self.warn(
                    span,
                    "how near is not said, as in \"two words\"~5; the exact phrase is taken",
                );
                0
            }
        }
    }

    /// A date, or nothing with a warning: a date's text as words would find no release.
    pub(super) fn date(&mut self, written: &str, span: Span) -> Option<Node> {
        if is_all(written) {
            return Some(Node::new(Kind::Date(DateRange::default()), span));
        }
        match DateRange::parse(written, self.today) {
            Ok(range) => Some(Node::new(Kind::Date(range), span)),
            Err(error) => {
                self.warn(span, format!("{error}; left out"));
                None
            }
        }
    }

    pub(super) fn term(&mut self, word: &str, span: Span) -> Node {
        let kind = match word.rsplit_once('~') {
            Some((stem, distance)) if is_fuzzy(stem, distance) => self.fuzzy(stem, distance, span),
            _ => plain(word),
        };
        Node::new(kind, span)
    }

    fn fuzzy(&mut self, stem: &str, distance: &str, span: Span) -> Kind {
        let mut word = stem.to_owned();
        if stem.contains(is_wild) {
            // All marks go: without the wildcard one could open a field or a phrase.
            word.retain(char::is_alphanumeric);
            self.warn(
                span,
                "a word is either fuzzy or has wildcards; its wildcards are left out",
            );
        }
        let distance = match distance {
            "" | "1" => 1,
            "2" => 2,
            _ => {
                self.warn(
                    span,
                    "a word may differ by 1 or 2 letters; the nearer of these is taken",
                );
                if distance.trim_start_matches('0').is_empty() {
                    1
                } else {
                    2
                }
            }
        };
        Kind::Fuzzy { word, distance }
    }
}

fn is_fuzzy(stem: &str, distance: &str) -> bool {
    stem.contains(char::is_alphanumeric) && distance.bytes().all(|b| b.is_ascii_digit())
}

const fn is_wild(c: char) -> bool {
    matches!(c, '*' | '?')
}

/// A word without a fuzzy mark.
fn plain(word: &str) -> Kind {
    if is_all(word) {
        return Kind::All;
    }
    match word.strip_suffix('*') {
        Some(stem) if !stem.contains(is_wild) => Kind::Prefix(stem.to_owned()),
        _ if word.contains(is_wild) => Kind::Wildcard(word.to_owned()),
        _ => Kind::Word(word.to_owned()),
    }
}
