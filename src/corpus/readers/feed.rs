//! A feed, RSS (0.9x, 1.0, 2.0) or Atom: each item a release.
//!
//! Read as a stream of events, so that an error costs what comes behind it and not the
//! items before. Entities that a document type defines are never expanded. An item is
//! called by its guid or id, else its address, else its number.

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};

use super::super::decode::decode;
use super::super::read::{Contents, Item, Lost, Note, Reader};
use super::super::skip::SkipReason;
use super::Source;
use super::feed_item::{Channel, Entry, Names};

/// How deep elements may lie in each other; those of feeds lie six deep, marked-up text some more.
const MAX_DEPTH: usize = 128;
/// How many items a feed may have: a hundred times a large one.
const MAX_ITEMS: usize = 50_000;

/// Each item of a feed.
pub(super) fn feed(source: Source<'_>, _reader: &Reader) -> Result<Contents, SkipReason> {
    let decoded = match source.decoded {
        Some(decoded) => decoded,
        None => decode(source.bytes)?,
    };
    let mut stream = Stream::default();
    let ended = stream.run(&decoded.text);
    let Stream {
        entries, channel, ..
    } = stream;
    let mut names = Names::default();
    let mut contents = Contents::default();
    for (at, entry) in entries.into_iter().enumerate() {
        let part = names.of(&entry, at + 1);
        match entry.release(&channel, source.name) {
            Ok(release) => contents.items.push(Item {
                part: Some(part),
                release,
                notes: Vec::new(),
            }),
            Err(reason) => contents.lost.push(Lost { part, reason }),
        }
    }
    if decoded.malformed > 0
        && let Some(first) = contents.items.first_mut()
    {
        first.notes.push(Note::Malformed {
            encoding: decoded.encoding,
            pieces: decoded.malformed,
        });
    }
    if let Err(reason) = ended {
        if contents.items.is_empty() && contents.lost.is_empty() {
            return Err(reason);
        }
        let part = names.rest(contents.items.len() + contents.lost.len());
        contents.lost.push(Lost { part, reason });
    }
    if contents.items.is_empty() && contents.lost.is_empty() {
        return Err(SkipReason::Empty);
    }
    Ok(contents)
}

/// A field of an item or of the channel that is being read.
struct Field {
    name: String,
    /// How deep its element lies.
    depth: usize,
    /// Its text, in HTML.
    value: String,
    /// Whether its text is plain and its signs mean themselves (Atom's `type="text"`).
    is_plain: bool,
}

/// What has been read.
#[derive(Default)]
struct Stream {
    entries: Vec<Entry>,
    channel: Channel,
    is_atom: bool,
    /// The names of the open elements.
    open: Vec<String>,
    /// How deep the open item lies.
    item: Option<usize>,
    field: Option<Field>,
}

impl Stream {
    fn run(&mut self, text: &str) -> Result<(), SkipReason> {
        let mut reader = XmlReader::from_str(text);
        let settings = reader.config_mut();
        settings.check_end_names = false;
        settings.allow_unmatched_ends = true;
        settings.allow_dangling_amp = true;
        loop {
            let event = reader.read_event().map_err(|error| {
                let line = text
                    .get(..reader.error_position() as usize)
                    .map_or(0, |read| read.matches('\n').count());
                SkipReason::Damaged(format!("line {}: {error}", line + 1))
            })?;
            match event {
                Event::Start(tag) => self.start(&tag)?,
                Event::Empty(tag) => {
                    self.start(&tag)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(name) => self.reference(&name.xml10_content()),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), SkipReason> {
        let name = tag.name().as_ref().to_ascii_lowercase();
        let name = name
            .strip_prefix("atom:")
            .map(str::to_owned)
            .unwrap_or(name);
        if self.open.len() >= MAX_DEPTH {
            return Err(SkipReason::TooDeep { limit: MAX_DEPTH });
        }
        let depth = self.open.len();
        self.open.push(name.clone());
        if let Some(field) = &mut self.field {
            // Marked-up text that was not escaped.
            field.value.push_str(&format!("<{name}>"));
            return Ok(());
        }
        let local = name.rsplit(':').next().unwrap_or_default();
        if self.item.is_none() && matches!(local, "item" | "entry") {
            if self.entries.len() >= MAX_ITEMS {
                return Err(SkipReason::TooMany {
                    what: "items",
                    limit: MAX_ITEMS,
                });
            }
            self.item = Some(depth);
            let mut entry = Entry::default();
            if let Some(about) = attribute(tag, "rdf:about") {
                entry.add("guid", about);
            }
            self.entries.push(entry);
            return Ok(());
        }
        if depth == 0 {
            self.is_atom = local == "feed";
            self.channel.language = attribute(tag, "xml:lang");
        }
        self.open_field(tag, name, depth);
        Ok(())
    }

    fn open_field(&mut self, tag: &BytesStart<'_>, name: String, depth: usize) {
        let above = depth
            .checked_sub(1)
            .and_then(|above| self.open.get(above))
            .map_or("", String::as_str);
        let of_item = self.item.is_some_and(|item| depth == item + 1);
        let of_channel = self.item.is_none() && matches!(above, "channel" | "feed");
        // The name of an author and the title of a source lie one deeper.
        let inner = self.item.is_some_and(|item| depth == item + 2)
            && matches!(
                (above, name.as_str()),
                ("author", "name") | ("source", "title")
            );
        if matches!(name.as_str(), "author" | "source") && self.is_atom {
            return;
        }
        if name == "link"
            && let Some(address) = attribute(tag, "href")
        {
            let rel = attribute(tag, "rel").unwrap_or_else(|| "alternate".to_owned());
            if let Some(entry) = self
                .entries
                .last_mut()
                .filter(|_| of_item && rel == "alternate")
            {
                entry.add("link", address);
            }
            return;
        }
        if of_item || of_channel || inner {
            let kind = attribute(tag, "type");
            let is_markup = kind.is_some_and(|kind| kind.contains("html"));
            self.field = Some(Field {
                name: if inner { above.to_owned() } else { name },
                depth,
                value: String::new(),
                is_plain: self.is_atom && !is_markup,
            });
        }
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        let depth = self.open.len();
        if let Some(field) = &mut self.field {
            if depth > field.depth {
                field.value.push_str(&format!("</{name}>"));
                return;
            }
            if let Some(field) = self.field.take() {
                match self.entries.last_mut().filter(|_| self.item.is_some()) {
                    Some(entry) => entry.add(&field.name, field.value),
                    None => self.channel.add(&field.name, field.value),
                }
            }
        } else if self.item == Some(depth) {
            self.item = None;
        }
    }

    fn text(&mut self, text: &str) {
        let depth = self.open.len();
        let Some(field) = &mut self.field else { return };
        // In escaped markup the signs are markup; plain text and unescaped markup keep them.
        if field.is_plain || depth > field.depth + 1 {
            field
                .value
                .push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
        } else {
            field.value.push_str(text);
        }
    }

    fn reference(&mut self, name: &str) {
        let own = match name {
            "lt" => "<".to_owned(),
            "gt" => ">".to_owned(),
            "amp" => "&".to_owned(),
            "quot" => "\"".to_owned(),
            "apos" => "'".to_owned(),
            // Signs by number, and names of HTML that XML does not know, are HTML's.
            other => {
                if let Some(field) = &mut self.field {
                    field.value.push_str(&format!("&{other};"));
                }
                return;
            }
        };
        self.text(&own);
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref().eq_ignore_ascii_case(name))?;
    let value = attribute.value.replace("&amp;", "&");
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
#[path = "feed_tests.rs"]
mod tests;
