//! Dates: those printed in a text ([`scan`]) and the release's own among them ([`read`]).

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

pub use read::{Sources, read};
pub use scan::{Lead, PrintedDate, scan};
