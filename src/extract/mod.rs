//! What is read off a release.

mod attribution;
mod bodies;
mod definitions;
mod head;
mod language;
mod layout;
mod lexicon;
mod marks;
mod names;
mod people;
mod phrase;
mod reading;
mod runs;
mod sections;
mod speakers;
