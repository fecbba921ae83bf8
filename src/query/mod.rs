//! The query language: what is typed, parsed into a tree of [`Node`]s.
//!
//! Nothing here knows the index; `docs/query-syntax.md` tells the language row for row
//! as the table test reads it.

pub mod dates;
pub mod fields;
pub mod tree;

pub use dates::{DateError, DateRange};
pub use fields::Field;
pub use tree::{Kind, Node};
