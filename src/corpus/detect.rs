//! Which format a file is in: by content first ([`by_signature`] on its bytes,
//! [`by_text`] once decoded), by name where content cannot tell.

use memchr::memmem;

use super::format::Format;

/// Bytes a format begins with. From the formats' own specifications, as collected by `file(1)`.
const SIGNATURES: &[(&[u8], Format)] = &[
    (b"%PDF-", Format::Pdf),
    (b"{\\rtf", Format::Rtf),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::OldOffice),
    (b"\x1F\x8B\x08", Format::Gzip),
    (b"BZh91AY&SY", Format::Archive),
    (b"\xFD7zXZ\0", Format::Archive),
    (b"\x28\xB5\x2F\xFD", Format::Archive),
    (b"7z\xBC\xAF\x27\x1C", Format::Archive),
    (b"Rar!\x1A\x07", Format::Archive),
    (b"\x89PNG\r\n\x1A\n", Format::Image),
    (b"\xFF\xD8\xFF", Format::Image),
    (b"GIF87a", Format::Image),
    (b"GIF89a", Format::Image),
    (b"II*\0", Format::Image),
    (b"MM\0*", Format::Image),
    (b"OggS", Format::Media),
    (b"ID3\x03", Format::Media),
    (b"ID3\x04", Format::Media),
    (b"\x1A\x45\xDF\xA3", Format::Media),
];

/// Bytes that stand a way into a file of the format.
const INNER_SIGNATURES: &[(usize, &[u8], Format)] = &[
    (257, b"ustar", Format::Tar),
    (8, b"WEBPVP8", Format::Image),
    (8, b"WAVEfmt ", Format::Media),
    (8, b"AVI LIST", Format::Media),
    (4, b"ftypisom", Format::Media),
    (4, b"ftypmp4", Format::Media),
    (4, b"ftypM4A ", Format::Media),
    (4, b"ftypqt  ", Format::Media),
];

/// What a zip archive with such a piece among its names and first entry is.
const ZIP_CONTENTS: &[(&[u8], Format)] = &[
    (
        b"mimetypeapplication/vnd.oasis.opendocument.text",
        Format::Odt,
    ),
    (
        b"mimetypeapplication/vnd.oasis.opendocument",
        Format::Office,
    ),
    (b"mimetypeapplication/epub+zip", Format::Epub),
    (b"word/document.xml", Format::Docx),
    (b"xl/workbook", Format::Office),
    (b"ppt/presentation", Format::Office),
];

/// What a name's ending says of a text whose content does not tell.
const ENDINGS: &[(&str, Format)] = &[
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("tab", Format::Csv),
];

/// How far into a file a telling piece is looked for.
const HEAD: usize = 4 * 1024;

/// A format that is not text, by its first bytes.
pub(super) fn by_signature(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip_content(bytes));
    }
    let known = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature));
    if let Some((_, format)) = known {
        return Some(*format);
    }
    let inner = INNER_SIGNATURES.iter().find(|(at, signature, _)| {
        bytes
            .get(*at..)
            .is_some_and(|rest| rest.starts_with(signature))
    });
    if let Some((_, _, format)) = inner {
        return Some(*format);
    }
    // Readers accept a PDF behind a kilobyte of anything (ISO 32000-1, annex H.3.4.1).
    let is_late_pdf = memmem::find(head_of(bytes, 1024), b"%PDF-").is_some()
        && memmem::rfind(bytes, b"startxref").is_some();
    is_late_pdf.then_some(Format::Pdf)
}

fn zip_content(bytes: &[u8]) -> Format {
    // The first entry stands at the start, the list of names at the end.
    const NAMES: usize = 64 * 1024;
    let tail = bytes
        .get(bytes.len().saturating_sub(NAMES)..)
        .unwrap_or(bytes);
    let within = |piece: &[u8]| {
        memmem::find(head_of(bytes, NAMES), piece).is_some() || memmem::find(tail, piece).is_some()
    };
    ZIP_CONTENTS
        .iter()
        .find(|(piece, _)| within(piece))
        .map_or(Format::Zip, |(_, format)| *format)
}

/// The format of a text, with `name`, the file's, to settle what the text leaves open.
pub(super) fn by_text(text: &str, name: &str) -> Format {
    let ending = name
        .rsplit_once('.')
        .map_or_else(String::new, |(_, end)| end.to_ascii_lowercase());
    let body = text.trim_start();
    markup(body, &ending)
        .or_else(|| json(body, &ending))
        .or_else(|| mail(text, &ending))
        .or_else(|| {
            ENDINGS
                .iter()
                .find(|(known, _)| *known == ending)
                .map(|(_, format)| *format)
        })
        .unwrap_or(Format::Text)
}

/// The format of a text of which only the `head` is known, if that tells it to be one of rows.
pub(super) fn by_head(head: &str, name: &str) -> Option<Format> {
    let ending = name
        .rsplit_once('.')
        .map_or_else(String::new, |(_, end)| end.to_ascii_lowercase());
    let body = head.trim_start();
    if body.starts_with('<') {
        return None;
    }
    if body.starts_with(['{', '[']) {
        // The last line may be cut.
        let lines = body.rsplit_once('\n').map_or("", |(lines, _)| lines);
        let mut lines = lines.lines().filter(|line| !line.trim().is_empty());
        let mut is_record = || {
            lines.next().is_some_and(|line| {
                line.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
            })
        };
        let by_rows = matches!(ending.as_str(), "ndjson" | "jsonl") || is_record();
        return by_rows.then_some(Format::JsonLines);
    }
    let known = ENDINGS.iter().find(|(known, _)| *known == ending);
    known
        .map(|(_, format)| *format)
        .filter(|format| *format == Format::Csv)
}

fn markup(body: &str, ending: &str) -> Option<Format> {
    if !body.starts_with('<') {
        return None;
    }
    let head = String::from_utf8_lossy(head_of(body.as_bytes(), HEAD)).to_ascii_lowercase();
    let is_html = ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|tag| head.starts_with(tag))
        || ((head.starts_with("<?xml") || head.starts_with("<!--")) && head.contains("<html"))
        || matches!(ending, "html" | "htm" | "xhtml");
    if is_html {
        return Some(Format::Html);
    }
    let is_xml = head.starts_with("<?xml") || ending == "xml";
    let is_feed = |tag: &str| head.starts_with(tag) || (is_xml && head.contains(tag));
    if ["<rss", "<feed", "<rdf:rdf"].into_iter().any(is_feed) {
        return Some(Format::Feed);
    }
    is_xml.then_some(Format::Xml)
}

fn json(body: &str, ending: &str) -> Option<Format> {
    if !body.starts_with(['{', '[']) {
        return None;
    }
    let parses = |piece: &str| serde_json::from_str::<serde::de::IgnoredAny>(piece).is_ok();
    let mut lines = body.lines().filter(|line| !line.trim().is_empty());
    let mut is_object = || {
        lines
            .next()
            .is_some_and(|line| line.starts_with('{') && parses(line))
    };
    match ending {
        "ndjson" | "jsonl" => Some(Format::JsonLines),
        "json" => Some(Format::Json),
        _ if is_object() && is_object() => Some(Format::JsonLines),
        _ => parses(body).then_some(Format::Json),
    }
}

/// Mail by its header fields (RFC 5322).
///
/// Releases themselves open with `From:`, `To:`, `Subject:` and `Date:`, so without
/// the ending `.eml` it takes a field that only a mail program writes.
fn mail(text: &str, ending: &str) -> Option<Format> {
    let is_mailbox = text.starts_with("From ");
    let fields: Vec<String> = text
        .lines()
        .skip(usize::from(is_mailbox))
        .take(200)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| {
            line.split_once(':')
                .map_or("", |(field, _)| field)
                .to_ascii_lowercase()
        })
        .collect();
    let are_fields = fields.iter().all(|field| {
        !field.is_empty()
            && field
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let has = |names: &[&str]| fields.iter().any(|field| names.contains(&field.as_str()));
    let by_machine = has(&[
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "delivered-to",
    ]);
    let by_hand = has(&["from", "to", "subject", "date"]);
    if !are_fields || !by_hand || !(by_machine || ending == "eml") {
        return None;
    }
    Some(if is_mailbox {
        Format::Mailbox
    } else {
        Format::Email
    })
}

fn head_of(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(..length).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_signature_tells_what_is_not_text() {
        let mut tar = vec![b'a'; 300];
        tar[257..262].copy_from_slice(b"ustar");
        let cases: [(&[u8], Format); 10] = [
            (b"%PDF-1.7\n", Format::Pdf),
            (b"\n\nfront\n%PDF-1.4 ... startxref\n9\n%%EOF", Format::Pdf),
            (b"PK\x03\x04....word/document.xml", Format::Docx),
            (
                b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.textPK",
                Format::Odt,
            ),
            (b"PK\x03\x04....notes.txt", Format::Zip),
            (b"\x1F\x8B\x08\0", Format::Gzip),
            (b"{\\rtf1\\ansi", Format::Rtf),
            (b"RIFF....WEBPVP8 ", Format::Image),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::OldOffice),
            (&tar, Format::Tar),
        ];
        for (bytes, format) in cases {
            assert_eq!(
                by_signature(bytes),
                Some(format),
                "{}",
                bytes.escape_ascii()
            );
        }
    }

    #[test]
    fn text_that_speaks_of_a_format_has_no_signature() {
        for text in [
            "A file that begins with %PDF-1.4 is a PDF.",
            "PKK is named",
            "",
            "{rtf",
        ] {
            assert_eq!(by_signature(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn content_goes_before_the_name() {
        let cases = [
            ("<!DOCTYPE html><p>x", "a.txt", Format::Html),
            ("\n<?xml version='1.0'?>\n<html>", "a", Format::Html),
            (
                "<?xml version='1.0'?><rss version='2.0'>",
                "a.txt",
                Format::Feed,
            ),
            ("<feed xmlns='x'>", "a", Format::Feed),
            ("<?xml version='1.0'?><nitf>", "a", Format::Xml),
            ("{\"title\": 1}", "a.txt", Format::Json),
            ("{\"a\":1}\n{\"a\":2}\n", "a.txt", Format::JsonLines),
            (
                "Message-ID: <1@x>\nFrom: a@b.example\n\nHi",
                "a.txt",
                Format::Email,
            ),
            (
                "From a@b Mon\nReceived: x\nFrom: a@b\n\nHi",
                "a",
                Format::Mailbox,
            ),
            ("The council met.", "release.pdf", Format::Text),
            ("The council met.", "a.html", Format::Text),
            ("The council met.", "a.json", Format::Text),
        ];
        for (text, name, format) in cases {
            assert_eq!(by_text(text, name), format, "{name}: {text}");
        }
    }

    #[test]
    fn a_name_settles_what_content_leaves_open() {
        let cases = [
            ("# Title", "a.MD", Format::Markdown),
            ("# Title", "a.markdown", Format::Markdown),
            ("# Title", "a.txt", Format::Text),
            ("a,b\n1,2", "a.csv", Format::Csv),
            ("a,b\n1,2", "a.txt", Format::Text),
            ("<div>x</div>", "a.htm", Format::Html),
            ("From: a@b\nSubject: c\n\nHi", "a.eml", Format::Email),
            ("{broken", "a.json", Format::Json),
        ];
        for (text, name, format) in cases {
            assert_eq!(by_text(text, name), format, "{name}: {text}");
        }
    }

    #[test]
    fn a_release_that_looks_like_something_else_stays_text() {
        let releases = [
            "From: Harbour Aid\nTo: editors\nSubject: New centre\nDate: 4 May 2023\n\nText.",
            "[Embargoed until 5 May]\nText.",
            "{Photo: the harbour}\nText.",
            "<Embargo> until Friday\nText.",
            "From Monday on the centre is open.\nIt is free.\n",
        ];
        for text in releases {
            assert_eq!(by_text(text, "a.txt"), Format::Text, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_format(text in "\\PC{0,80}", name in "\\PC{0,12}") {
            let _ = by_signature(text.as_bytes());
            let _ = by_text(&text, &name);
        }
    }
}
