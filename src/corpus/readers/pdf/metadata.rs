//! What a PDF says of itself: its Info dictionary, and where that is silent its XMP packet.
//! The day it was made is as often that of a print-out and is not taken (see `properties`).

use lopdf::{Document, Object};

use super::super::package::{Piece, each_piece};

/// Bytes an XMP packet may unpack to.
const MAX_BYTES: usize = 1024 * 1024;

/// The title and authors a document states.
pub(super) fn stated(document: &Document) -> (Option<String>, Vec<String>) {
    let info = document
        .trailer
        .get_deref(b"Info", document)
        .and_then(Object::as_dict)
        .ok();
    let field = |key: &[u8]| {
        let text = lopdf::decode_text_string(info?.get_deref(key, document).ok()?).ok()?;
        (!text.trim().is_empty()).then_some(text)
    };
    let (mut title, author) = (field(b"Title"), field(b"Author"));
    let mut authors: Vec<String> = author
        .iter()
        .flat_map(|all| all.split(';'))
        .map(str::to_owned)
        .collect();
    if title.is_none() || authors.is_empty() {
        let packet = packet(document).unwrap_or_default();
        let (stated, by) = of_packet(&packet);
        title = title.or(stated);
        if authors.is_empty() {
            authors = by;
        }
    }
    (title, authors)
}

fn packet(document: &Document) -> Option<String> {
    let stream = document
        .catalog()
        .ok()?
        .get_deref(b"Metadata", document)
        .ok()?;
    let bytes = stream
        .as_stream()
        .ok()?
        .decompressed_content_with_limit(MAX_BYTES)
        .ok()?;
    String::from_utf8(bytes).ok()
}

fn of_packet(packet: &str) -> (Option<String>, Vec<String>) {
    let (mut titles, mut authors) = (Vec::new(), Vec::new());
    let mut within = None;
    // A packet that cannot be read states nothing.
    let _ = each_piece(packet, |piece| match piece {
        Piece::Open(name @ ("title" | "creator"), _) => within = Some(name == "title"),
        Piece::Close("title" | "creator") => within = None,
        Piece::Text(text) if !text.trim().is_empty() => match within {
            Some(true) => titles.push(text.to_owned()),
            Some(false) => authors.push(text.to_owned()),
            None => {}
        },
        _ => {}
    });
    (titles.into_iter().next(), authors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_states_title_and_authors() {
        let packet = "<x:xmpmeta><rdf:RDF><rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>New centre\
            </rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Tor</rdf:li></rdf:Seq>\
            </dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>";
        assert_eq!(
            of_packet(packet),
            (
                Some("New centre".to_owned()),
                vec!["Ada".to_owned(), "Tor".to_owned()]
            )
        );
    }
}
