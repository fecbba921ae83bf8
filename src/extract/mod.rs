//! What is read off a release.

mod bodies;
mod definitions;
mod layout;
mod lexicon;
mod marks;
mod reading;
mod runs;
