//! The formats that are read, each with its reader: [`of`]. One file a format.

mod dates;
mod feed;
mod feed_item;
mod html;
mod plain;
mod publishing;

use super::decode::Decoded;
use super::format::Format;
use super::read::{Contents, Reader};
use super::skip::SkipReason;

/// A file as its reader gets it.
pub(super) struct Source<'a> {
    /// The file's name.
    pub(super) name: &'a str,
    /// Its content.
    pub(super) bytes: &'a [u8],
    /// Its content as text, when it was known by its text.
    pub(super) decoded: Option<Decoded>,
}

/// Turns a file of one format into its releases.
pub(super) type Read = fn(Source<'_>, &Reader) -> Result<Contents, SkipReason>;

/// The formats that are read; the others are skipped by name.
const READERS: &[(Format, Read)] = &[
    (Format::Text, plain::text),
    (Format::Markdown, plain::markdown),
    (Format::Html, html::page),
    (Format::Feed, feed::feed),
];

/// The reader of a format.
pub(super) fn of(format: Format) -> Result<Read, SkipReason> {
    let known = READERS.iter().find(|(readable, _)| *readable == format);
    known
        .map(|(_, reader)| *reader)
        .ok_or(SkipReason::UnknownFormat(format))
}
