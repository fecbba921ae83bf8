//! The query language: what is typed, parsed into a tree of [`Node`]s.
//!
//! ```
//! use dateline::query;
//!
//! let today = jiff::civil::date(2026, 3, 31);
//! let query = query::parse("smuggling -libya OR org:unodc", today)?;
//! assert_eq!(query.root.to_string(), "(smuggling AND NOT libya) OR organisation:unodc");
//! assert!(query.warnings.is_empty());
//! # Ok::<(), query::QueryError>(())
//! ```
//!
//! Nothing here knows the index; `docs/query-syntax.md` tells the language row for row
//! as the table test reads it.

pub mod dates;
pub mod fields;
mod lexer;
pub mod limits;
mod parser;
mod printer;
mod terms;
pub mod tree;
pub mod warning;

use jiff::civil::Date;

pub use dates::{DateError, DateRange};
pub use fields::Field;
pub use tree::{Kind, Node};
pub use warning::{QueryError, Warning, underlined};

/// A query as understood. `root.to_string()` is its canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is asked.
    pub root: Node,
    /// What was not understood, in the order it was met.
    pub warnings: Vec<Warning>,
}

/// Parses `input` as well as can be; dates like `90d` count back from `today`.
///
/// Refuses only what is over the [`limits`].
pub fn parse(input: &str, today: Date) -> Result<Query, QueryError> {
    limits::check_length(input)?;
    let tokens = lexer::tokens(input);
    limits::check(&tokens)?;
    let (root, warnings) = parser::parse(input, &tokens, today);
    Ok(Query { root, warnings })
}

impl Query {
    /// The query, or its first warning as an error.
    pub fn strict(self) -> Result<Self, QueryError> {
        match self.warnings.into_iter().next() {
            Some(warning) => Err(QueryError::Strict(warning)),
            None => Ok(Self {
                root: self.root,
                warnings: Vec::new(),
            }),
        }
    }
}

#[cfg(test)]
mod tests;
