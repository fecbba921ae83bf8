//! One release in every form of pages, feeds, records and archives says the same as in plain
//! text, and a document the same packed and unpacked.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::io::{Cursor, Write};
use std::path::Path;

use dateline::corpus::Reader;
use dateline::extract::extract_with;
use dateline::organisations::Register;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

const TITLE: &str = "New shelter opens for displaced families";
const BODY: &str = "NAIROBI, 3 May 2024 (IOM) – A shelter for four hundred displaced families opened on \
     Friday.\n\n“The roof holds, the water runs,” said Berin Okoth, IOM Chief of Mission. “Nobody sleeps outside.”\n\n\
     The centre takes people in from Monday on.";

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn archive(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file(name, SimpleFileOptions::default())
        .unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

/// Title, date, speakers and quotations of the one release of a file.
fn told(name: &str, bytes: &[u8]) -> Value {
    let contents = Reader::default().read_content(name, bytes).unwrap();
    let [item] = contents.items.as_slice() else {
        panic!("{name}: {contents:?}");
    };
    let text = &item.release.text;
    let read = extract_with(&item.release, Register::builtin());
    let quotes: Vec<&str> = read
        .quotes
        .iter()
        .map(|quote| quote.span.of(text))
        .collect();
    json!({
        "title": read.title.unwrap().value,
        "date": read.date.unwrap().value,
        "speakers": read.speakers.iter().map(|speaker| &speaker.name).collect::<Vec<_>>(),
        "quotes": quotes,
    })
}

#[test]
fn every_form_says_the_same() {
    let text = format!("{TITLE}\n\n{BODY}\n");
    let record = json!({"title": TITLE, "date": "2024-05-03", "text": BODY});
    let html: String = BODY
        .split("\n\n")
        .map(|block| format!("<p>{}</p>", block.replace('“', "&ldquo;")))
        .collect();
    let marked = json!({"title": {"rendered": TITLE}, "date": "2024-05-03T09:00:00", "content": {"rendered": html}});
    let table = |separator: char| {
        format!(
            "Titel{separator}Datum{separator}Text\n{TITLE}{separator}3.5.2024{separator}\"{BODY}\"\n"
        )
    };
    let paragraphs: String = html.clone();
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><title>{TITLE} | IOM</title>\
         <meta property=\"article:published_time\" content=\"2024-05-03T09:00:00Z\"></head><body><nav><a href=/>Home</a> \
         <a href=/news>News</a></nav><main><article><h1>{TITLE}</h1>{paragraphs}</article></main></body></html>"
    );
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>IOM news</title><link>https://iom.example/</link>\
         <description>News</description><item><title>{TITLE}</title><guid>https://iom.example/1</guid>\
         <pubDate>Fri, 03 May 2024 09:00:00 GMT</pubDate><description><![CDATA[{paragraphs}]]></description></item></channel></rss>"
    );
    let forms = [
        ("a.html", page),
        ("a.xml", feed),
        (
            "a.md",
            format!("---\ntitle: {TITLE}\ndate: 2024-05-03\n---\n{BODY}\n"),
        ),
        ("a.json", record.to_string()),
        ("b.json", json!({"results": [record]}).to_string()),
        ("c.json", marked.to_string()),
        ("a.ndjson", format!("{record}\n")),
        ("a.csv", table(';')),
        ("b.csv", table('|')),
    ];
    let expected = told("a.txt", text.as_bytes());
    assert_eq!(expected["speakers"], json!(["Berin Okoth"]));
    assert_eq!(expected["quotes"].as_array().unwrap().len(), 2);
    for (name, form) in forms {
        let bytes = form.as_bytes();
        assert_eq!(told(name, bytes), expected, "{name}");
        assert_eq!(
            told(&format!("{name}.gz"), &gz(bytes)),
            expected,
            "{name}.gz"
        );
        assert_eq!(
            told("a.zip", &archive(&format!("folder/{name}"), bytes)),
            expected,
            "{name} in zip"
        );
    }
}

#[test]
fn a_document_says_the_same_in_an_archive() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    for name in [
        "rescue-browser.pdf",
        "rescue-office.pdf",
        "rescue.docx",
        "rescue.odt",
        "rescue.eml",
    ] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let expected = told(name, &bytes);
        assert_eq!(expected["speakers"].as_array().unwrap().len(), 2, "{name}");
        let packed = told(&format!("{name}.gz"), &gz(&bytes));
        assert_eq!(packed, expected, "{name}.gz");
        let packed = told("a.zip", &archive(&format!("folder/{name}"), &bytes));
        assert_eq!(packed, expected, "{name} in zip");
    }
}
