//! What the office formats share: a zip archive of XML parts, read within limits.
//!
//! A part is unpacked up to a number of bytes and no further, whatever the archive says of
//! its size; XML is read as a flat run of [`Piece`]s, up to a depth; entities of a document
//! type are never resolved, so none can expand.

use std::io::{Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::super::decode::decode;
use super::super::skip::SkipReason;

/// Bytes a part may unpack to.
const MAX_PART: u64 = 32 * 1024 * 1024;
/// No document of an office program nests so deep.
const MAX_DEPTH: usize = 256;
/// Entries of an archive that are looked at: a document has dozens.
const MAX_ENTRIES: usize = 10_000;

/// An archive of parts.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, SkipReason> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if archive.len() > MAX_ENTRIES {
            let why = format!("it holds {} parts, over {MAX_ENTRIES}", archive.len());
            return Err(SkipReason::Damaged(why));
        }
        Ok(Self { archive })
    }

    /// A part's text; none when there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, SkipReason> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        let mut bytes = Vec::new();
        file.take(MAX_PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| SkipReason::Damaged(format!("{name}: {error}")))?;
        if bytes.len() as u64 > MAX_PART {
            return Err(SkipReason::UnpacksTooLarge { limit: MAX_PART });
        }
        Ok(Some(decode(&bytes)?.text))
    }
}

fn damaged(error: &ZipError) -> SkipReason {
    match error {
        ZipError::UnsupportedArchive(why) if why.contains("assword") => SkipReason::NeedsPassword,
        ZipError::InvalidPassword => SkipReason::NeedsPassword,
        _ => SkipReason::Damaged(error.to_string()),
    }
}

/// A piece of XML; names are without their prefix.
pub(super) enum Piece<'a> {
    /// An element opens; an empty one opens and closes.
    Open(&'a str, Attributes<'a>),
    /// An element closes.
    Close(&'a str),
    /// Text between.
    Text(&'a str),
}

/// The attributes of an element.
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute of this name, whatever its prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let found = all
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        Some(found.value.into_owned())
    }
}

/// Hands over an XML text piece by piece.
pub(super) fn each_piece(xml: &str, mut take: impl FnMut(Piece<'_>)) -> Result<(), SkipReason> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut depth = 0usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| SkipReason::Damaged(error.to_string()))?;
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    let why = format!("its elements nest over {MAX_DEPTH} deep");
                    return Err(SkipReason::Damaged(why));
                }
                take(Piece::Open(
                    element.local_name().as_ref(),
                    Attributes(&element),
                ));
            }
            Event::Empty(element) => {
                let name = element.local_name();
                let name = name.as_ref();
                take(Piece::Open(name, Attributes(&element)));
                take(Piece::Close(name));
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                take(Piece::Close(element.local_name().as_ref()));
            }
            Event::Text(text) => take(Piece::Text(&text)),
            Event::CData(text) => take(Piece::Text(&text)),
            Event::GeneralRef(name) => {
                take(Piece::Text(&resolved(&name)));
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The characters of `&name;`: a number, a name of HTML, or as it stands.
pub(super) fn resolved(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|digits| {
        let hexadecimal = digits.strip_prefix(['x', 'X']);
        let code = match hexadecimal {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => digits.parse(),
        };
        char::from_u32(code.ok()?)
    });
    if let Some(character) = number {
        return character.to_string();
    }
    quick_xml::escape::resolve_html5_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// The text of the first element of each of `names`, in their order.
pub(super) fn texts_of<const N: usize>(xml: &str, names: [&str; N]) -> [Option<String>; N] {
    let mut found = [const { None }; N];
    let mut within: Option<usize> = None;
    // Metadata that cannot be read is no metadata; the text is what counts.
    let _ = each_piece(xml, |piece| match piece {
        Piece::Open(name, _) => within = names.iter().position(|known| *known == name),
        Piece::Close(_) => within = None,
        Piece::Text(text) => {
            if let Some(slot) = within.and_then(|at| found.get_mut(at)) {
                slot.get_or_insert_with(String::new).push_str(text);
            }
        }
    });
    found
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use super::*;

    /// An archive of these parts.
    pub(in super::super) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, content) in parts {
            out.start_file(*name, options).unwrap();
            out.write_all(content.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn a_part_that_unpacks_over_the_limit_is_refused() {
        let big = " ".repeat(MAX_PART as usize + 1);
        let bytes = archive(&[("a.xml", &big)]);
        assert!(bytes.len() < 200_000);
        let reason = Package::open(&bytes).unwrap().part("a.xml").unwrap_err();
        assert_eq!(reason.name(), "unpacks-too-large");
    }

    #[test]
    fn elements_over_the_depth_are_refused() {
        let deep = "<a>".repeat(MAX_DEPTH + 1);
        assert_eq!(each_piece(&deep, |_| {}).unwrap_err().name(), "damaged");
        assert!(each_piece(&"<a/>".repeat(100_000), |_| {}).is_ok());
    }

    #[test]
    fn entities_of_a_document_type_stay_as_they_stand() {
        let xml = "<!DOCTYPE a [<!ENTITY b 'boom'>]><a>&b;&amp;&#8220;&eacute;</a>";
        let mut text = String::new();
        each_piece(xml, |piece| {
            if let Piece::Text(piece) = piece {
                text.push_str(piece);
            }
        })
        .unwrap();
        assert_eq!(text, "&b;&\u{201c}é");
    }
}
