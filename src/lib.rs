//! dateline: a search engine over press releases about migration.
//!
//! It reads a folder of releases, works out date, place, organisations, speakers
//! and quotations of each, with the place in the text each was read from, and
//! answers queries over them from one Tantivy index.
//!
//! The modules stand in the order the data flows; each uses only those above it
//! (`tests/architecture.rs` checks it). `ARCHITECTURE.md` tells the whole on one page.

#[cfg(test)]
mod cases;
pub mod text;
pub mod terminal;
pub mod document;
pub mod places;
pub mod organisations;
pub mod corpus;
pub mod extract;
pub mod schema;
pub mod copies;
pub mod indexer;
pub mod query;
pub mod facet;
pub mod snippet;
pub mod search;
pub mod export;
pub mod eval;
