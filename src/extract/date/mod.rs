//! Dates: those printed in a text ([`scan`]) and the release's own among them ([`read`]).

mod clues;
mod evidence;
mod head;
mod infer;
mod labels;
mod names;
mod numeric;
mod order;
mod read;
mod scan;
mod tokens;
mod told;
mod words;
mod years;

pub use read::{Sources, read};
pub use scan::{Lead, PrintedDate, scan};
