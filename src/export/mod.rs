//! The shapes in which releases and answers leave dateline.
//!
//! Every offset here counts Unicode scalar values; the types borrow what they print.

pub mod extraction;

pub use extraction::ExtractionReport;
