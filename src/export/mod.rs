//! The shapes in which releases and answers leave dateline.
//!
//! Every offset here counts Unicode scalar values; the types borrow what they print.
//! [`Writer`] writes releases and quotations in the formats of other programs, each with
//! the query, the count and the index's generation in it (`docs/export.md`).

mod atom;
mod bibtex;
mod csl;
pub mod entry;
pub mod extraction;
mod ris;
pub mod table;
mod writer;

pub use entry::{Entry, Head, Rows};
pub use extraction::ExtractionReport;
pub use writer::{Format, Writer};

#[cfg(test)]
mod tests;
