//! The formats that are read, each with its reader: [`of`]. One file a format.
//!
//! A reader of whole files turns a [`Source`] into its releases. Those of many parts read
//! from a stream as well (`parts`), so that a file may be larger than memory.

mod csv;
mod gzip;
mod json;
pub(super) mod parts;
mod plain;
mod rows;
pub(super) mod zip;
mod dates;
mod feed;
mod feed_item;
mod html;
mod publishing;
mod blocks;
mod docx;
mod mail;
mod odt;
mod package;
mod pdf;
mod properties;

use crate::document::{Given, Release};

use super::decode::{Decoded, decode};
use super::format::Format;
use super::read::{Contents, Item, Note, Reader};
use super::skip::SkipReason;

pub(super) use pdf::{PdfText, read as read_pdf};

/// A file as its reader gets it.
pub(super) struct Source<'a> {
    /// The file's name.
    pub(super) name: &'a str,
    /// Its path below the corpus, or that of the archive it lies in.
    pub(super) path: &'a str,
    /// Its content.
    pub(super) bytes: &'a [u8],
    /// Its content as text, when it was known by its text.
    pub(super) decoded: Option<Decoded>,
}

impl Source<'_> {
    /// The content as text, and what of it was not of its encoding.
    fn text(self) -> Result<(String, Option<Note>), SkipReason> {
        let decoded = match self.decoded {
            Some(decoded) => decoded,
            None => decode(self.bytes)?,
        };
        let note = Note::of(&decoded);
        Ok((decoded.text, note))
    }

    /// The file as one release with this text, read out of markup.
    fn text_with(&self, text: String, given: Given) -> Result<Contents, SkipReason> {
        if text.trim().is_empty() {
            return Err(SkipReason::Empty);
        }
        let release = Release {
            text,
            given,
            file_name: self.name.to_owned(),
        };
        Ok(Contents {
            items: vec![Item {
                part: None,
                release,
                notes: Vec::new(),
            }],
            lost: Vec::new(),
        })
    }
}

/// Turns a file of one format into its releases.
pub(super) type Read = fn(Source<'_>, &Reader) -> Result<Contents, SkipReason>;

/// The formats that are read; the others are skipped by name.
const READERS: &[(Format, Read)] = &[
    (Format::Text, plain::text),
    (Format::Markdown, plain::markdown),
    (Format::Json, json::whole),
    (Format::JsonLines, json::whole_lines),
    (Format::Csv, csv::whole),
    (Format::Gzip, gzip::whole),
    (Format::Zip, zip::whole),
    (Format::Html, html::page),
    (Format::Feed, feed::feed),
    (Format::Pdf, pdf::pdf),
    (Format::Docx, docx::docx),
    (Format::Odt, odt::odt),
    (Format::Email, mail::email),
    (Format::Mailbox, mail::mailbox),
];

/// The reader of a format.
pub(super) fn of(format: Format) -> Result<Read, SkipReason> {
    let known = READERS.iter().find(|(readable, _)| *readable == format);
    known
        .map(|(_, reader)| *reader)
        .ok_or(SkipReason::UnknownFormat(format))
}

#[cfg(test)]
mod tests;
