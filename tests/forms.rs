//! One release in every form of records and archives says the same as in plain text.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::io::{Cursor, Write};

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
    let forms = [
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
