//! The formats that are read, each with its reader: [`of`]. One file a format.

mod blocks;
mod docx;
mod mail;
mod odt;
mod package;
mod pdf;
mod plain;
mod properties;

use crate::document::{Given, Release};

use super::decode::Decoded;
use super::format::Format;
use super::read::{Contents, Item, Reader};
use super::skip::SkipReason;

pub(super) use pdf::{PdfText, read as read_pdf};

/// A file as its reader gets it.
pub(super) struct Source<'a> {
    /// The file's name.
    pub(super) name: &'a str,
    /// Its content.
    pub(super) bytes: &'a [u8],
    /// Its content as text, when it was known by its text.
    pub(super) decoded: Option<Decoded>,
}

impl Source<'_> {
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
