//! PDF: the text a person would read. A page's letters with their places ([`page`]) become
//! rows, rows without running heads become lines in reading order, lines paragraphs.
//!
//! A crafted PDF can make any parser abort, hang or eat memory, so a program reads them in
//! processes of their own ([`Apart`](super::super::Apart)); without one they are read here.

mod cmap;
mod columns;
mod font;
mod furniture;
mod hyphens;
mod matrix;
mod metadata;
mod page;
mod paragraphs;
mod rows;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, Error, LoadOptions, Object};

use serde::{Deserialize, Serialize};

use crate::document::Given;

use super::super::read::{Contents, Lost, Reader};
use super::super::skip::SkipReason;
use super::{Source, properties};
use page::{Budget, Fonts, Page};

/// Bytes one stream may unpack to, and those of all pages together.
const MAX_STREAM: usize = 32 * 1024 * 1024;
const MAX_CONTENT: usize = 128 * 1024 * 1024;
/// Operations and letters of all pages: a thousand times those of a release.
const MAX_OPERATIONS: usize = 8_000_000;
const MAX_GLYPHS: usize = 3_000_000;
const MAX_PAGES: usize = 3_000;

/// A PDF, read in a process of its own where there is one.
pub(super) fn pdf(source: Source<'_>, reader: &Reader) -> Result<Contents, SkipReason> {
    let read = match &reader.apart {
        Some(apart) => apart.read(source.bytes)?,
        None => read(source.bytes)?,
    };
    let mut contents = source.text_with(read.text, read.given)?;
    contents.lost = read.lost.iter().map(|page| lost(*page)).collect();
    Ok(contents)
}

fn lost(page: usize) -> Lost {
    let reason = if page > MAX_PAGES {
        SkipReason::TooManyParts { limit: MAX_PAGES }
    } else {
        SkipReason::Damaged("the page cannot be unpacked".to_owned())
    };
    Lost {
        part: format!("page-{page}"),
        reason,
    }
}

/// A PDF as read.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct PdfText {
    /// What a person would read.
    pub(in super::super) text: String,
    /// What it says of itself.
    pub(in super::super) given: Given,
    /// The pages, from 1, of which something cannot be unpacked; one past [`MAX_PAGES`]
    /// stands for all that follow.
    pub(in super::super) lost: Vec<usize>,
}

/// The text of a PDF and what it says of itself; a panic of the parser is a reason.
pub(in super::super) fn read(bytes: &[u8]) -> Result<PdfText, SkipReason> {
    catch_unwind(AssertUnwindSafe(|| read_here(bytes))).unwrap_or(Err(SkipReason::Crashed))
}

fn read_here(bytes: &[u8]) -> Result<PdfText, SkipReason> {
    let options = LoadOptions {
        max_decompressed_size: Some(MAX_STREAM),
        ..LoadOptions::default()
    };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| reason(&error))?;
    if document.trailer.has(b"Encrypt") && !document.was_encrypted() {
        return Err(SkipReason::NeedsPassword);
    }
    let (text, lost) = text_of(&document)?;
    let (title, authors) = metadata::stated(&document);
    let given = properties::given(title.as_deref(), &authors, &text);
    Ok(PdfText { text, given, lost })
}

fn reason(error: &Error) -> SkipReason {
    match error {
        Error::InvalidPassword | Error::Decryption(_) => SkipReason::NeedsPassword,
        Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { limit }) => {
            SkipReason::UnpacksTooLarge {
                limit: *limit as u64,
            }
        }
        _ => SkipReason::Damaged(error.to_string()),
    }
}

/// The text and the pages of which something is lost.
fn text_of(document: &Document) -> Result<(String, Vec<usize>), SkipReason> {
    let mut lost = Vec::new();
    let mut fonts = Fonts::default();
    let mut budget = Budget {
        operations: MAX_OPERATIONS,
        glyphs: MAX_GLYPHS,
        bytes: MAX_CONTENT,
    };
    let mut pages = Vec::new();
    let (mut seen, mut unknown, mut has_picture) = (0usize, 0usize, false);
    for id in document.page_iter() {
        if pages.len() == MAX_PAGES {
            lost.push(MAX_PAGES + 1);
            break;
        }
        let turned = document
            .get_dictionary(id)
            .map_or(0, |page| turned(document, page));
        let mut page = Page::new(document, &mut fonts, &mut budget, turned);
        page.run(id);
        has_picture |= page.has_picture;
        if page.is_broken {
            lost.push(pages.len() + 1);
        }
        seen += page.glyphs.len();
        unknown += page
            .glyphs
            .iter()
            .filter(|glyph| glyph.text == "\u{fffd}")
            .count();
        pages.push(rows::rows(page.glyphs));
    }
    if budget.operations == 0 || budget.glyphs == 0 || budget.bytes == 0 {
        return Err(SkipReason::UnpacksTooLarge {
            limit: MAX_CONTENT as u64,
        });
    }
    if pages.is_empty() {
        return Err(SkipReason::Damaged("it has no pages".to_owned()));
    }
    if seen > 0 && unknown * 2 > seen {
        return Err(SkipReason::NoText);
    }
    let text = written(pages);
    if text.chars().any(char::is_alphabetic) {
        Ok((text, lost))
    } else if !lost.is_empty() {
        Err(SkipReason::Damaged(
            "its pages cannot be unpacked".to_owned(),
        ))
    } else if has_picture {
        Err(SkipReason::NoText)
    } else {
        Err(SkipReason::Empty)
    }
}

/// The pages' rows as running text.
fn written(mut pages: Vec<Vec<rows::Row>>) -> String {
    furniture::take_off(&mut pages);
    let mut block = 0;
    let lines: Vec<columns::Line> = pages
        .into_iter()
        .flat_map(|rows| columns::lines(rows, &mut block))
        .collect();
    paragraphs::text(&lines)
}

/// How far a page is turned, which it may have from those above it in the tree.
fn turned(document: &Document, page: &Dictionary) -> i64 {
    const MAX_DEPTH: usize = 32;
    let mut node = page;
    for _ in 0..MAX_DEPTH {
        if let Ok(turned) = node.get_deref(b"Rotate", document).and_then(Object::as_i64) {
            return turned;
        }
        match node
            .get_deref(b"Parent", document)
            .and_then(Object::as_dict)
        {
            Ok(parent) => node = parent,
            Err(_) => return 0,
        }
    }
    0
}
