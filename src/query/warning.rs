//! What was wrong with a query: [`Warning`]s it was answered in spite of, and
//! [`QueryError`]s it is refused for.

use serde::Serialize;
use unicode_width::UnicodeWidthChar;

use crate::terminal::is_unsafe;

/// Something in a query that was not understood, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What was wrong and what was made of it: lower case, no full stop.
    pub message: String,
    /// Where it begins in the query, in Unicode scalar values.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
}

/// Why a query is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Over the limit of characters.
    #[error("the query has {found} characters; at most {limit} are taken")]
    TooLong {
        /// How many it has.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
    /// Over the limit of nesting.
    #[error(
        "the query is nested {found} deep; at most {limit} levels of ( ), NOT and field: are taken"
    )]
    TooDeep {
        /// How deep it is.
        found: usize,
        /// How deep it may be.
        limit: usize,
    },
    /// Over the limit of clauses.
    #[error("the query has {found} words and phrases; at most {limit} are taken")]
    TooManyClauses {
        /// How many it has.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
    /// Over the limit of a phrase.
    #[error("a phrase of the query has {found} words; at most {limit} are taken")]
    PhraseTooLong {
        /// How many it has.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
    /// Over the limit of a word.
    #[error("a word of the query has {found} characters; at most {limit} are taken")]
    WordTooLong {
        /// How many it has.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
    /// Over the limit of words that stand for many.
    #[error(
        "the query has {found} words with `*`, `?` or `~`, of which one that begins with fewer than two letters counts as four; at most {limit} are taken"
    )]
    TooManyPatterns {
        /// How many it has.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
    /// Over the limit of wildcards in a word.
    #[error("a word of the query has {found} wildcards; at most {limit} are taken")]
    TooManyWildcards {
        /// How many it has.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
    /// The first warning, when asked to be strict.
    #[error("the query is not right at character {}: {}", .0.start + 1, .0.message)]
    Strict(Warning),
}

/// The query on one line and, below, carets under the place of `warning` and its message.
///
/// Meant for a terminal: blanks stand for control and other invisible characters, and
/// wide ones get two carets. A query longer than `width` columns is shown in part.
pub fn underlined(input: &str, warning: &Warning, width: usize) -> String {
    let (start, end) = (warning.start, warning.end.max(warning.start + 1));
    // What stands before the place is shown to a third of the width.
    let from = start.saturating_sub(width / 3);
    let mut line = String::new();
    let mut carets = String::new();
    let mut columns = 0;
    for (index, character) in input.chars().chain([' ']).enumerate().skip(from) {
        let shown = if is_unsafe(character) { ' ' } else { character };
        let wide = shown.width().unwrap_or(0);
        columns += wide;
        if columns > width.max(1) {
            break;
        }
        line.push(shown);
        if index < end {
            let mark = if index < start { " " } else { "^" };
            carets.push_str(&mark.repeat(wide));
        }
    }
    format!("{}\n{carets} {}", line.trim_end(), warning.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warning(start: usize, end: usize) -> Warning {
        Warning {
            message: "m".into(),
            start,
            end,
        }
    }

    #[test]
    fn carets_stand_under_the_place() {
        assert_eq!(underlined("a AND", &warning(2, 5), 80), "a AND\n  ^^^ m");
        assert_eq!(underlined("a", &warning(1, 1), 80), "a\n ^ m");
    }

    #[test]
    fn wide_and_invisible_characters_keep_the_columns() {
        assert_eq!(underlined("難民 (", &warning(3, 4), 80), "難民 (\n     ^ m");
        assert_eq!(
            underlined("a\u{1b}\u{202e}(", &warning(3, 4), 80),
            "a  (\n   ^ m"
        );
    }

    #[test]
    fn a_long_query_is_shown_around_the_place() {
        let input = format!("{}({}", "a".repeat(500), "b".repeat(500));
        let shown = underlined(&input, &warning(500, 501), 30);
        assert_eq!(shown, "aaaaaaaaaa(bbbbbbbbbbbbbbbbbbb\n          ^ m");
    }

    #[test]
    fn a_strict_error_counts_characters_from_one() {
        let said = QueryError::Strict(warning(0, 1)).to_string();
        assert_eq!(said, "the query is not right at character 1: m");
    }
}
