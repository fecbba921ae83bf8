//! Mail: one message (EML) or a mailbox of them. The body is a release, with the subject as
//! title and the day it was sent as its date; an attached document is a release of its own,
//! and so is a message that is attached.
//!
//! The plain text is preferred unless it is a stub beside a fuller HTML. Who sends a mail
//! need not issue what it says: the sender goes down as creator, not as publisher. A reply or
//! a mail passed on has its own subject and day, not the release's, so neither is taken as given.

mod headers;
mod plain;

use std::collections::HashMap;

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use crate::document::Release;

use super::super::detect;
use super::super::format::Format;
use super::super::read::{Contents, Item, Lost, Reader};
use super::super::skip::SkipReason;
use super::Source;
use super::html;

/// Messages inside messages are read so deep.
const MAX_DEPTH: usize = 3;
/// Attachments of one message, and messages of a mailbox.
const MAX_ATTACHMENTS: usize = 100;
const MAX_MESSAGES: usize = 50_000;
/// A plain text under so many bytes may be a stub: "This message is best seen in HTML".
const STUB: usize = 600;

/// Endings of attachments that are documents or rows of them; others say nothing of themselves.
const DOCUMENTS: &[&str] = &[
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "json", "ndjson", "jsonl", "csv",
    "tsv", "xml", "rss", "atom",
];

/// One message.
pub(super) fn email(source: Source<'_>, reader: &Reader) -> Result<Contents, SkipReason> {
    let mut read = Reading::new(reader, source.name);
    read.message(source.bytes, None, 0);
    read.contents()
}

/// Many messages in one file, each under its Message-ID.
pub(super) fn mailbox(source: Source<'_>, reader: &Reader) -> Result<Contents, SkipReason> {
    let mut read = Reading::new(reader, source.name);
    for (at, message) in MessageIterator::new(source.bytes).enumerate() {
        if at == MAX_MESSAGES {
            read.lose(
                format!("{}", at + 1),
                SkipReason::TooManyParts {
                    limit: MAX_MESSAGES,
                },
            );
            break;
        }
        match message {
            Ok(message) => read.message(message.contents(), Some(at + 1), 0),
            // The bytes are in memory, so this is a line end that never came.
            Err(_) => read.lose(format!("{}", at + 1), SkipReason::Empty),
        }
    }
    read.contents()
}

/// What has been read so far of a file.
struct Reading<'a> {
    reader: &'a Reader,
    file_name: &'a str,
    contents: Contents,
    /// The parts named so far, each with the number its name last got.
    names: HashMap<String, usize>,
}

impl<'a> Reading<'a> {
    fn new(reader: &'a Reader, file_name: &'a str) -> Self {
        Self {
            reader,
            file_name,
            contents: Contents::default(),
            names: HashMap::new(),
        }
    }

    /// All of it; the reason when the only part was lost.
    fn contents(mut self) -> Result<Contents, SkipReason> {
        if self.contents.items.is_empty() && self.contents.lost.len() <= 1 {
            return Err(self
                .contents
                .lost
                .pop()
                .map_or(SkipReason::Empty, |lost| lost.reason));
        }
        Ok(self.contents)
    }

    fn lose(&mut self, part: String, reason: SkipReason) {
        let part = self.own(part);
        self.contents.lost.push(Lost { part, reason });
    }

    /// The name, with a number behind it when it is taken.
    fn own(&mut self, name: String) -> String {
        let mut count = self.names.get(&name).copied().unwrap_or_default();
        let mut free = name.clone();
        while count > 0 && (count == 1 || self.names.contains_key(&free)) {
            count += 1;
            free = format!("{name} ({count})");
        }
        self.names.insert(name, count.max(1));
        self.names.entry(free.clone()).or_insert(1);
        free
    }

    /// Reads a message: of a mailbox the one of this `number`, or one inside another.
    fn message(&mut self, bytes: &[u8], number: Option<usize>, depth: usize) {
        let Some(message) = MessageParser::default().parse(bytes) else {
            let part = number.map_or_else(|| "message".to_owned(), |number| number.to_string());
            return self.lose(
                part,
                SkipReason::Damaged("it has no header of a mail".to_owned()),
            );
        };
        let is_whole = number.is_none() && depth == 0;
        let part = if is_whole {
            None
        } else {
            let id = message.message_id().map(str::to_owned);
            let number = number.map_or_else(|| "message".to_owned(), |number| number.to_string());
            Some(self.own(id.unwrap_or(number)))
        };
        let inside = number.is_some() || depth > 0;
        let prefix = part.clone().filter(|_| inside);
        self.body(&message, part);
        for (at, attached) in message.attachments().enumerate() {
            if at == MAX_ATTACHMENTS {
                let limit = MAX_ATTACHMENTS;
                self.lose(format!("{}", at + 1), SkipReason::TooManyParts { limit });
                break;
            }
            if let PartType::Message(inner) = &attached.body {
                self.inner(inner.raw_message(), depth + 1);
                continue;
            }
            let name = attached.attachment_name().unwrap_or("attachment");
            let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
            self.attachment(name, attached.contents(), prefix.as_deref());
        }
    }

    fn inner(&mut self, bytes: &[u8], depth: usize) {
        if depth > MAX_DEPTH {
            let why = format!("its messages nest over {MAX_DEPTH} deep");
            return self.lose("message".to_owned(), SkipReason::Damaged(why));
        }
        self.message(bytes, None, depth);
    }

    fn body(&mut self, message: &Message<'_>, part: Option<String>) {
        let part_or_body = || part.clone().unwrap_or_else(|| "body".to_owned());
        let text = match body_of(message) {
            Ok(text) => text,
            Err(reason) => {
                let part = part_or_body();
                return self.contents.lost.push(Lost { part, reason });
            }
        };
        if text.trim().is_empty() {
            // A mail that only carries its attachments has lost nothing.
            if message.attachment_count() == 0 {
                let (part, reason) = (part_or_body(), SkipReason::Empty);
                self.contents.lost.push(Lost { part, reason });
            }
            return;
        }
        let given = headers::given(message, &text);
        let release = Release {
            text,
            given,
            file_name: self.file_name.to_owned(),
        };
        self.contents.items.push(Item {
            part,
            release,
            notes: Vec::new(),
        });
    }

    /// Reads an attached document; what is no document (pictures, cards, signatures) is passed over.
    fn attachment(&mut self, name: &str, bytes: &[u8], prefix: Option<&str>) {
        let by_signature = detect::by_signature(bytes);
        let is_document = match by_signature {
            Some(Format::Pdf | Format::Docx | Format::Odt) => true,
            Some(Format::OldOffice | Format::Rtf | Format::Zip | Format::Gzip) => {
                return self.lose(named(prefix, name), unread(by_signature));
            }
            Some(_) => false,
            None => has_ending(name, DOCUMENTS),
        };
        if !is_document {
            return;
        }
        match self.reader.read_content(name, bytes) {
            Ok(read) => {
                for mut item in read.items {
                    let inner = item
                        .part
                        .take()
                        .map_or_else(|| name.to_owned(), |part| format!("{name}#{part}"));
                    item.part = Some(self.own(named(prefix, &inner)));
                    self.contents.items.push(item);
                }
                for lost in read.lost {
                    self.lose(named(prefix, &format!("{name}#{}", lost.part)), lost.reason);
                }
            }
            Err(reason) => self.lose(named(prefix, name), reason),
        }
    }
}

fn unread(format: Option<Format>) -> SkipReason {
    format.map_or(SkipReason::Binary, SkipReason::UnknownFormat)
}

fn named(prefix: Option<&str>, name: &str) -> String {
    prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}#{name}"))
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// The text of the body.
///
/// # Errors
/// When all there is of it is HTML made to exhaust whoever reads it.
fn body_of(message: &Message<'_>) -> Result<String, SkipReason> {
    let mut plain = String::new();
    for part in message.text_bodies() {
        if let PartType::Text(text) = &part.body {
            let text = plain::unfolded(text, part);
            if !plain.is_empty() {
                plain.push_str("\n\n");
            }
            plain.push_str(&text);
        }
    }
    if plain.len() >= STUB {
        return Ok(plain);
    }
    let mut html: Vec<String> = Vec::new();
    for part in message.html_bodies() {
        if let PartType::Html(markup) = &part.body {
            match html::fragment(markup) {
                Ok(text) => html.push(text),
                Err(reason) if plain.trim().is_empty() => return Err(reason),
                Err(_) => {}
            }
        }
    }
    let html = html.join("\n\n");
    let fuller = plain.trim().is_empty() || html.len() > plain.len() * 3;
    Ok(if fuller { html } else { plain })
}

#[cfg(test)]
mod tests;
