//! How large a query may be, checked on its tokens before it is parsed.
//!
//! The caps keep a search under a second and the parser's recursion shallow: measured
//! on tantivy 0.27, 10,000 clauses took 0.5 s, a phrase of 10,000 words 2.9 s, a fuzzy
//! word of 20,000 characters 297 MB, and some 720 levels of nesting a 2 MiB stack.

use super::lexer::{Piece, Token, is_all};
use super::warning::QueryError;

/// Characters (Unicode scalar values) of a query.
pub const MAX_CHARACTERS: usize = 1_024;
/// Levels of brackets, `NOT` and `field:` one inside the other.
pub const MAX_NESTING: usize = 32;
/// Words and phrases of a query.
pub const MAX_CLAUSES: usize = 256;
/// Words of a phrase.
pub const MAX_PHRASE_WORDS: usize = 64;
/// Characters of a word.
pub const MAX_WORD_CHARACTERS: usize = 256;
/// Words of a query with `*`, `?` or `~`, of which one that begins with fewer than two
/// letters counts as [`WIDE_PATTERN`]: each reads all words of the index that fit.
pub const MAX_PATTERNS: usize = 16;
/// What `*ation` and `a*` count for: on 30,000 releases ten times what `anti*` takes.
pub const WIDE_PATTERN: usize = 4;
/// Wildcards of one word.
pub const MAX_WILDCARDS: usize = 8;
/// How far apart the words of a near phrase may be asked to stand.
pub const MAX_SLOP: u32 = 64;

/// Refuses an input that is too long to cut into tokens.
pub(super) fn check_length(input: &str) -> Result<(), QueryError> {
    let found = input.chars().count();
    if found > MAX_CHARACTERS {
        return Err(QueryError::TooLong {
            found,
            limit: MAX_CHARACTERS,
        });
    }
    Ok(())
}

/// Refuses tokens that would make too large or too deep a tree.
pub(super) fn check(tokens: &[Token]) -> Result<(), QueryError> {
    let found = nesting(tokens);
    if found > MAX_NESTING {
        return Err(QueryError::TooDeep {
            found,
            limit: MAX_NESTING,
        });
    }
    let is_clause = |token: &&Token| matches!(token.kind, Piece::Term(_) | Piece::Phrase { .. });
    let found = tokens.iter().filter(is_clause).count();
    if found > MAX_CLAUSES {
        return Err(QueryError::TooManyClauses {
            found,
            limit: MAX_CLAUSES,
        });
    }
    check_patterns(tokens)?;
    tokens.iter().try_for_each(|token| match &token.kind {
        Piece::Phrase { words, .. } => check_phrase(words),
        Piece::Term(word) => check_word(word),
        _ => Ok(()),
    })
}

fn check_phrase(words: &[String]) -> Result<(), QueryError> {
    if words.len() > MAX_PHRASE_WORDS {
        return Err(QueryError::PhraseTooLong {
            found: words.len(),
            limit: MAX_PHRASE_WORDS,
        });
    }
    words.iter().try_for_each(|word| check_word(word))
}

fn check_word(word: &str) -> Result<(), QueryError> {
    let found = word.chars().count();
    if found > MAX_WORD_CHARACTERS {
        return Err(QueryError::WordTooLong {
            found,
            limit: MAX_WORD_CHARACTERS,
        });
    }
    Ok(())
}

fn check_patterns(tokens: &[Token]) -> Result<(), QueryError> {
    let words = tokens.iter().filter_map(|token| match &token.kind {
        Piece::Term(word) if !is_all(word) => Some(word),
        _ => None,
    });
    let mut found = 0;
    for word in words {
        let wildcards = word.matches(['*', '?']).count();
        if wildcards > MAX_WILDCARDS {
            return Err(QueryError::TooManyWildcards {
                found: wildcards,
                limit: MAX_WILDCARDS,
            });
        }
        found += match word.find(['*', '?']) {
            Some(_) if word.chars().take_while(|c| !matches!(c, '*' | '?')).count() > 1 => 1,
            Some(_) => WIDE_PATTERN,
            None => usize::from(word.contains('~')),
        };
    }
    if found > MAX_PATTERNS {
        return Err(QueryError::TooManyPatterns {
            found,
            limit: MAX_PATTERNS,
        });
    }
    Ok(())
}

/// The deepest nesting: open brackets, and what stands before one without closing.
fn nesting(tokens: &[Token]) -> usize {
    let mut open: Vec<usize> = Vec::new();
    let mut depth = 0;
    let mut pending = 0;
    let mut deepest = 0;
    for token in tokens {
        match token.kind {
            Piece::Open => {
                depth += pending + 1;
                open.push(pending + 1);
                pending = 0;
            }
            Piece::Not | Piece::Field(_) => pending += 1,
            Piece::Close => {
                depth -= open.pop().unwrap_or(0);
                pending = 0;
            }
            _ => pending = 0,
        }
        deepest = deepest.max(depth + pending);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::super::lexer::tokens;
    use super::*;

    /// What makes a query of some size, the size it may have, what one over it is told.
    type Case = (fn(usize) -> String, usize, &'static str);

    fn checked(input: &str) -> Result<(), QueryError> {
        check_length(input)?;
        check(&tokens(input))
    }

    #[test]
    fn at_the_limit_a_query_passes_and_one_over_it_is_refused() {
        let cases: [Case; 12] = [
            (|n| "a ".repeat(n), MAX_CLAUSES, "257 words and phrases"),
            (|n| "(".repeat(n) + "a", MAX_NESTING, "nested 33 deep"),
            (|n| "NOT ".repeat(n) + "a", MAX_NESTING, "nested 33 deep"),
            (|n| "-".repeat(n) + "a", MAX_NESTING, "nested 33 deep"),
            (
                |n| format!("\"{}\"", "b ".repeat(n)),
                MAX_PHRASE_WORDS,
                "65 words",
            ),
            (|n| "é".repeat(n), MAX_WORD_CHARACTERS, "257 characters"),
            (|n| "bo* ".repeat(n), MAX_PATTERNS, "17 words with `*`"),
            (|n| "bo?t ".repeat(n), MAX_PATTERNS, "17 words with `*`"),
            (|n| "boat~2 ".repeat(n), MAX_PATTERNS, "17 words with `*`"),
            (
                |n| "*ts b* ".repeat(n / 8) + &"bo* ".repeat(n % 8),
                MAX_PATTERNS,
                "17 words with `*`",
            ),
            (
                |n| format!("ab{}c", "?".repeat(n)),
                MAX_WILDCARDS,
                "9 wildcards",
            ),
            (|n| " ".repeat(n), MAX_CHARACTERS, "1025 characters"),
        ];
        for (make, limit, said) in cases {
            assert_eq!(checked(&make(limit)), Ok(()));
            let refused = checked(&make(limit + 1)).unwrap_err().to_string();
            assert!(refused.contains(said), "{refused}");
        }
    }

    #[test]
    fn quoted_brackets_do_not_nest() {
        assert_eq!(checked(&format!("\"{}\"", "(".repeat(200))), Ok(()));
    }

    #[test]
    fn a_closed_bracket_gives_its_levels_back() {
        assert_eq!(nesting(&tokens(&"-(a) ".repeat(100))), 2);
        assert_eq!(nesting(&tokens("title:(-(a) -b)")), 4);
    }
}
