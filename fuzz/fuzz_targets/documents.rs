//! Any document is read or skipped with a reason: PDF in this process, the XML of DOCX and
//! ODT in an archive made around it, mail and mailboxes.
//!
//! The first byte picks the format. Archives are built here, because no mutation of a packed
//! one gets past its checksums.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;

const MIMETYPE: &str = "application/vnd.oasis.opendocument.text";

fuzz_target!(|data: &[u8]| {
    let Some((first, content)) = data.split_first() else { return };
    let (name, bytes) = match first % 5 {
        0 => ("a.pdf", [b"%PDF-1.7\n", content].concat()),
        1 => ("a.docx", archive(&[("word/document.xml", content)])),
        2 => ("a.odt", archive(&[("mimetype", MIMETYPE.as_bytes()), ("content.xml", content)])),
        3 => ("a.eml", [b"Message-ID: <1@x>\nFrom: a@b.example\n", content].concat()),
        _ => ("a.mbox", [b"From a@b\nMessage-ID: <1@x>\nFrom: a@b.example\n", content].concat()),
    };
    if let Err(reason) = dateline::corpus::Reader::default().read_content(name, &bytes) {
        assert!(!reason.to_string().is_empty());
    }
});

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        out.start_file(*name, stored).expect("a part begins");
        out.write_all(content).expect("a part is written to memory");
    }
    out.finish().expect("the archive ends").into_inner()
}
