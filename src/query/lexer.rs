//! Cuts a query into [`Token`]s with their places: one pass, nothing refused.
//!
//! What is odd is left to the parser, which knows what surrounds it.

use super::fields::Field;
use crate::text::Span;

/// A piece of the input that the grammar knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Piece,
    pub(super) span: Span,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Open,
    Close,
    And,
    Or,
    /// `NOT`, or a dash before a term.
    Not,
    /// `field:` of a known field.
    Field(Field),
    /// `name:` of an unknown one.
    Unknown,
    /// Words between quotation marks.
    Phrase {
        words: Vec<String>,
        closed: bool,
        reach: Reach,
    },
    /// A word, perhaps with wildcards or a fuzzy mark.
    Term(String),
}

/// What stands after a phrase's closing mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Nothing.
    Exact,
    /// `~` without a number.
    Unsaid,
    /// `~5`; `u32::MAX` for a number that does not fit.
    Near(u32),
}

/// Every mark that opens or closes a phrase; any of them closes what any opened, since
/// languages disagree on which is which („so“, “so”, ”so”, «so», »so«).
const DOUBLE_MARKS: &[char] = &[
    '"', '\u{201C}', '\u{201D}', '\u{201E}', '\u{201F}', '\u{AB}', '\u{BB}', '\u{FF02}',
];

/// Single marks by pairs: those that open, and those that close them.
const SINGLE_MARKS: &[(&[char], &[char])] = &[
    (
        &['\u{2018}', '\u{201A}', '\u{201B}'],
        &['\u{2019}', '\u{2018}'],
    ),
    (&['\u{2039}', '\u{203A}'], &['\u{203A}', '\u{2039}']),
];

/// Punctuation that ends a sentence or clause, not a word: `refugees, where?`.
const TRAILING: &[char] = &[',', ';', ':', '?'];

/// The tokens of `input`, in order.
pub(super) fn tokens(input: &str) -> Vec<Token> {
    let closing = |c: &char| SINGLE_MARKS.iter().any(|(_, close)| close.contains(c));
    let last = input.char_indices().rfind(|(_, c)| closing(c));
    let last_single = last.map_or(0, |(at, mark)| at + mark.len_utf8());
    let mut lexer = Lexer {
        input,
        at: 0,
        last_single,
        found: Vec::new(),
    };
    while let Some(next) = lexer.peek() {
        lexer.step(next);
    }
    lexer.found
}

struct Lexer<'a> {
    input: &'a str,
    at: usize,
    /// The end of the last mark that may close a single-quoted phrase, so that a text
    /// full of opening ones is not searched to its end for each.
    last_single: usize,
    found: Vec<Token>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.input.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, kind: Piece, end: usize) {
        self.found.push(Token {
            kind,
            span: Span::new(self.at, end),
        });
        self.at = end;
    }

    fn step(&mut self, next: char) {
        let after = self.at + next.len_utf8();
        match next {
            _ if next.is_whitespace() => self.at = after,
            '(' => self.push(Piece::Open, after),
            ')' => self.push(Piece::Close, after),
            '-' => self.dashes(),
            _ if DOUBLE_MARKS.contains(&next) => self.double_quoted(after),
            _ => match self.single_quoted_end(next, after) {
                Some((end, after_mark)) => self.phrase(after, end, after_mark, true),
                // Left in the word it might pair with a later mark once printed.
                None if opens_single(next) => self.at = after,
                None => self.run(),
            },
        }
    }

    /// Each dash directly before a term excludes it; dashes before a blank are only dashes.
    fn dashes(&mut self) {
        let rest = self.rest();
        let body = rest.trim_start_matches('-');
        let end = self.at + (rest.len() - body.len());
        if body.is_empty() || body.starts_with(|c: char| c.is_whitespace() || c == ')') {
            self.at = end;
            return;
        }
        while self.at < end {
            self.push(Piece::Not, self.at + 1);
        }
    }

    fn double_quoted(&mut self, start: usize) {
        let body = self.input.get(start..).unwrap_or_default();
        match body.char_indices().find(|(_, c)| DOUBLE_MARKS.contains(c)) {
            Some((length, mark)) => {
                self.phrase(
                    start,
                    start + length,
                    start + length + mark.len_utf8(),
                    true,
                );
            }
            None => self.phrase(start, self.input.len(), self.input.len(), false),
        }
    }

    /// Where a single-quoted phrase that `mark` opens ends, before and after its mark.
    /// None when the mark is an apostrophe: nothing closes it at the end of a word.
    fn single_quoted_end(&self, mark: char, start: usize) -> Option<(usize, usize)> {
        let (_, closing) = SINGLE_MARKS.iter().find(|(open, _)| open.contains(&mark))?;
        let body = self.input.get(start..self.last_single)?;
        let mut marks = body.char_indices().filter(|(_, c)| closing.contains(c));
        let (length, close) = marks.find(|(offset, close)| {
            let after = self
                .input
                .get(start + offset + close.len_utf8()..)
                .unwrap_or_default();
            !after.starts_with(char::is_alphanumeric)
        })?;
        let end = start + length;
        let quoted = self.input.get(start..end)?;
        let plain = quoted.contains(char::is_alphanumeric) && !quoted.contains(DOUBLE_MARKS);
        plain.then_some((end, end + close.len_utf8()))
    }

    fn phrase(&mut self, start: usize, end: usize, after_mark: usize, closed: bool) {
        let text = self.input.get(start..end).unwrap_or_default();
        let words = text.split_whitespace().map(str::to_owned).collect();
        let (reach, end) = reach(self.input, after_mark);
        self.push(
            Piece::Phrase {
                words,
                closed,
                reach,
            },
            end,
        );
    }

    /// A run of characters up to a blank, a bracket or a mark.
    fn run(&mut self) {
        let rest = self.rest();
        let stops =
            |c: char| c.is_whitespace() || c == '(' || c == ')' || DOUBLE_MARKS.contains(&c);
        let run = rest.find(stops).map_or(rest, |end| rest.split_at(end).0);
        if let Some((kind, length)) = self.field_in(run) {
            let end = self.at + length;
            return self.push(kind, end);
        }
        let word = run.trim_end_matches(TRAILING);
        let kind = match word {
            "AND" => Piece::And,
            "OR" => Piece::Or,
            "NOT" => Piece::Not,
            _ => Piece::Term(word.to_owned()),
        };
        let whole = self.at + run.len();
        // A run of punctuation alone says nothing, to an index neither.
        if word.contains(char::is_alphanumeric) || is_all(word) {
            self.push(kind, self.at + word.len());
        }
        self.at = whole;
    }

    /// The `field:` a run opens with, and its length. A colon right after another field's
    /// is part of the value (`path:C:\x`), as are those of an address (`https://`).
    fn field_in(&self, run: &str) -> Option<(Piece, usize)> {
        let (name, value) = run.split_once(':')?;
        let letters = |c: char| c.is_alphabetic() || c == '_' || c == '-';
        if name.is_empty() || !name.chars().all(letters) || self.follows_field() {
            return None;
        }
        if let Some(field) = Field::named(name) {
            return Some((Piece::Field(field), name.len() + 1));
        }
        let ends = self.input.len() == self.at + run.len();
        let bare = value.trim_end_matches(TRAILING).is_empty()
            && (ends
                || !self
                    .input
                    .get(self.at + run.len()..)?
                    .starts_with(opens_value));
        (!bare && !value.starts_with("//")).then_some((Piece::Unknown, name.len() + 1))
    }

    fn follows_field(&self) -> bool {
        self.found
            .last()
            .is_some_and(|token| matches!(token.kind, Piece::Field(_)) && token.span.end == self.at)
    }
}

fn opens_single(c: char) -> bool {
    SINGLE_MARKS.iter().any(|(open, _)| open.contains(&c))
}

fn opens_value(c: char) -> bool {
    c == '(' || DOUBLE_MARKS.contains(&c)
}

/// Whether a word is `*`, which stands for everything.
pub(super) fn is_all(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c == '*')
}

fn reach(input: &str, after_mark: usize) -> (Reach, usize) {
    let rest = input.get(after_mark..).unwrap_or_default();
    let Some(tail) = rest.strip_prefix('~') else {
        return (Reach::Exact, after_mark);
    };
    let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let end = after_mark + 1 + digits;
    match tail.get(..digits) {
        None | Some("") => (Reach::Unsaid, end),
        Some(number) => (Reach::Near(number.parse().unwrap_or(u32::MAX)), end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &str) -> Vec<(Piece, &str)> {
        tokens(input)
            .into_iter()
            .map(|t| (t.kind, t.span.of(input)))
            .collect()
    }

    fn phrase_of(input: &str) -> Option<String> {
        match tokens(input).first().map(|t| t.kind.clone()) {
            Some(Piece::Phrase { words, .. }) => Some(words.join(" ")),
            _ => None,
        }
    }

    #[test]
    fn quotation_marks_of_many_languages_make_a_phrase() {
        for input in [
            "\"a b\"",
            "“a b”",
            "„a b“",
            "”a b”",
            "«a b»",
            "« a b »",
            "»a b«",
            "‘a b’",
            "‚a b‘",
            "‹a b›",
        ] {
            assert_eq!(phrase_of(input).as_deref(), Some("a b"), "{input}");
        }
    }

    #[test]
    fn an_apostrophe_is_part_of_its_word() {
        assert_eq!(read("’tis"), [(Piece::Term("’tis".into()), "’tis")]);
        assert_eq!(phrase_of("‘tis migrants").as_deref(), None);
        assert_eq!(phrase_of("‘migrants’ rights’").as_deref(), Some("migrants"));
        assert_eq!(read("women’s").len(), 1);
    }

    #[test]
    fn a_dash_excludes_only_before_a_term() {
        assert_eq!(read("-a").first().map(|t| &t.0), Some(&Piece::Not));
        assert_eq!(read("a - b -- c").len(), 3);
        assert_eq!(read("cross-border").len(), 1);
    }

    #[test]
    fn punctuation_around_words_is_left_out() {
        assert_eq!(
            read("floods, & where?"),
            [
                (Piece::Term("floods".into()), "floods"),
                (Piece::Term("where".into()), "where"),
            ]
        );
    }

    #[test]
    fn colons_that_name_no_field_stay_in_the_word() {
        for input in ["https://example.org/a", "10:30", "path:C:\\x"] {
            let last = read(input).pop();
            assert!(matches!(last, Some((Piece::Term(_), _))), "{input}");
        }
        assert_eq!(
            read("UN: who"),
            [
                (Piece::Term("UN".into()), "UN"),
                (Piece::Term("who".into()), "who"),
            ]
        );
        assert_eq!(read("who:(a)").first(), Some(&(Piece::Unknown, "who:")));
    }
}
