//! Dates: those printed in a text ([`scan`]) and the release's own among them.

mod names;
mod numeric;
mod scan;
mod tokens;

pub use scan::{PrintedDate, scan};
