//! Records and archives through the door that every file goes through.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use crate::corpus::{Contents, Limits, Note, Reader, Settings, SkipReason};

fn read(name: &str, bytes: &[u8]) -> Contents {
    Reader::default().read_content(name, bytes).unwrap()
}

fn refused(name: &str, bytes: &[u8]) -> SkipReason {
    Reader::default().read_content(name, bytes).unwrap_err()
}

fn parts(contents: &Contents) -> Vec<&str> {
    contents
        .items
        .iter()
        .map(|item| item.part.as_deref().unwrap_or_default())
        .collect()
}

fn lost(contents: &Contents) -> Vec<(&str, &str)> {
    contents
        .lost
        .iter()
        .map(|lost| (lost.part.as_str(), lost.reason.name()))
        .collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn lines_are_named_by_their_id_or_their_number() {
    let text = "{\"id\": \"a\", \"text\": \"One.\"}\n\n{\"text\": \"Two.\"}\n{\"id\": \"a\", \"text\": \"Three.\"}\n{broken\n\
                [1]\n{\"id\": 7, \"text\": \"Four.\"}\n{\"id\": 8}\n";
    let contents = read("a.ndjson", text.as_bytes());
    assert_eq!(parts(&contents), ["a", "3", "4", "7"]);
    assert_eq!(
        lost(&contents),
        [("5", "damaged"), ("6", "damaged"), ("8", "no-text-field")]
    );
    assert_eq!(contents.items[3].release.text, "Four.");
    assert_eq!(contents.items[3].release.file_name, "a.ndjson");
}

#[test]
fn an_object_is_one_release_and_a_list_several() {
    let one = read(
        "a.json",
        br#"{"title": "A", "text": "Words.", "items": [{"text": "not this"}]}"#,
    );
    assert_eq!(
        (parts(&one), one.items[0].part.as_deref()),
        (vec![""], None)
    );
    for list in [
        r#"[{"text": "One."}, {"text": "Two.", "id": "x"}]"#,
        r#"{"count": 2, "results": [{"text": "One."}, {"text": "Two.", "id": "x"}]}"#,
        r#"{"response": {"docs": [{"text": "One."}, {"text": "Two.", "id": "x"}]}}"#,
        r#"{"hits": {"total": 2, "hits": [{"_source": {"text": "One."}}, {"_id": "x", "_source": {"text": "Two."}}]}}"#,
    ] {
        assert_eq!(
            parts(&read("a.json", list.as_bytes())),
            ["1", "x"],
            "{list}"
        );
    }
    // Records of lines under the name of a document.
    assert_eq!(
        parts(&read(
            "a.json",
            b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n"
        )),
        ["1", "2"]
    );
    assert_eq!(refused("a.json", b"{\"text\": \"One.\"").name(), "damaged");
    assert_eq!(
        refused("a.json", b"{\"results\": []}").name(),
        "no-text-field"
    );
    assert_eq!(refused("a.json", b"[]").name(), "empty");
    let deep = format!(
        "{{\"text\": {}1{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(refused("a.json", deep.as_bytes()).name(), "damaged");
}

#[test]
fn a_table_is_read_whatever_separates_its_cells() {
    for separator in [",", ";", "\t", "|"] {
        let table = [
            "Id,Title,Date,Body",
            "x,New centre,26.04.2024,\"It opened.",
            "",
            "\"\"We help,\"\" she said.\"",
            ",Other,2024,Text",
        ]
        .join("\r\n");
        let table = table.replace("help,", "help").replace(',', separator);
        let contents = read("a.csv", format!("\u{feff}{table}").as_bytes());
        assert_eq!(parts(&contents), ["x", "5"], "{separator:?}");
        let release = &contents.items[0].release;
        assert_eq!(
            release.text,
            "New centre\n\nIt opened.\r\n\r\n\"We help\" she said."
        );
        assert_eq!(release.given.date.unwrap().to_string(), "2024-04-26");
    }
}

#[test]
fn a_table_in_windows_1252_is_decoded() {
    let table = "title;text\nMüller eröffnet Beratungsstelle;Der Verein „Brücke“ eröffnet in Köln eine Beratungsstelle.\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(table);
    let text = &read("a.csv", &bytes).items[0].release.text;
    assert!(
        text.ends_with("Der Verein „Brücke“ eröffnet in Köln eine Beratungsstelle."),
        "{text}"
    );
}

#[test]
fn rows_that_do_not_fit_their_header_are_lost_by_number() {
    let table = "title,text\na,b,\nc\nd,e,f\n\ng,h\n,\n\"i,open\nmore\n";
    let contents = read("a.csv", table.as_bytes());
    assert_eq!(parts(&contents), ["2", "3", "6"]);
    assert_eq!(lost(&contents), [("4", "ragged-row"), ("8", "damaged")]);
    let told = refused("a.csv", b"1,New centre,It opened\n2,Other,It closed\n").to_string();
    assert!(
        told.contains("(1, New centre, It opened)") && told.contains("[[records]]"),
        "{told}"
    );
}

#[test]
fn the_settings_say_where_the_fields_are() {
    let toml = "[[records]]\nfiles = 'exports/*.csv'\ntitle = 'Überschrift'\ntext = ['lead', 'inhalt']\ndate = 'tag'\n";
    let reader = Reader {
        settings: Arc::new(Settings::parse(toml, Path::new("")).unwrap()),
        ..Reader::default()
    };
    let table =
        "überschrift;lead;inhalt;tag;text\nTitel;Vorspann.;Rumpf.;1.2.2023;anderes\n".as_bytes();
    let item = reader
        .read_bytes("exports/a.csv", "a.csv", table)
        .unwrap()
        .items
        .remove(0);
    assert_eq!(item.release.text, "Titel\n\nVorspann.\n\nRumpf.");
    assert_eq!(item.release.given.date.unwrap().to_string(), "2023-02-01");
    assert_eq!(item.notes, [Note::UnreadFields(vec!["text".into()])]);
    let item = reader
        .read_bytes("b.csv", "b.csv", table)
        .unwrap()
        .items
        .remove(0);
    assert_eq!(item.release.text, "Titel\n\nanderes");
}

#[test]
fn what_is_packed_is_read_as_if_it_lay_there() {
    let text = read("2024-04-26-a.txt.gz", &gz(b"New centre\n\nIt opened.\n"));
    assert_eq!(text.items[0].part, None);
    assert_eq!(text.items[0].release.file_name, "2024-04-26-a.txt");
    let twice = read("a.md.gz.gz", &gz(&gz(b"---\ntitle: A\n---\nBody\n")));
    assert_eq!(twice.items[0].release.given.title.as_deref(), Some("A"));
    let members = [gz(b"{\"text\": \"One.\"}\n"), gz(b"{\"text\": \"Two.\"}\n")].concat();
    assert_eq!(parts(&read("a.jsonl.gz", &members)), ["1", "2"]);
    assert_eq!(parts(&read("a.csv.gz", &gz(b"id,text\nx,One.\n"))), ["x"]);
}

#[test]
fn what_is_packed_and_broken_says_so() {
    let whole = gz("The council met on Friday. ".repeat(400).as_bytes());
    assert_eq!(
        refused("a.txt.gz", &whole[..whole.len() / 2]).to_string(),
        "it is damaged: it breaks off"
    );
    let mut flipped = whole.clone();
    let at = flipped.len() - 6;
    flipped[at] ^= 0x40;
    assert_eq!(refused("a.txt.gz", &flipped).name(), "damaged");
    assert_eq!(refused("a.gz", &gz(b"")).name(), "empty");
    let mut deep = b"Text.".to_vec();
    for _ in 0..4 {
        deep = gz(&deep);
    }
    assert_eq!(
        refused("a.gz", &deep),
        SkipReason::NestedArchives { limit: 3 }
    );
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let bomb = gz(&vec![b'a'; 40 << 20]);
    let begun = std::time::Instant::now();
    assert_eq!(refused("a.txt.gz", &bomb).name(), "bomb");
    assert_eq!(refused("a.gz", &gz(&bomb)).name(), "bomb");
    assert!(begun.elapsed().as_secs() < 5);
    // As much text, which does not pack so well, is only too much for one release.
    let reader = Reader {
        limits: Limits {
            max_bytes: 1 << 20,
            max_ratio: 10_000,
            ..Limits::default()
        },
        ..Reader::default()
    };
    assert_eq!(
        reader.read_content("a.txt.gz", &bomb).unwrap_err().name(),
        "too-large"
    );
}

#[test]
fn a_file_over_a_mebibyte_is_read_the_same_part_by_part() {
    let directory = tempfile::tempdir().unwrap();
    let mut rows = String::from("\u{feff}");
    for at in 0..30_000 {
        rows.push_str(&format!(
            "{{\"id\": \"r{at}\", \"title\": \"Number {at}\", \"text\": \"Words of it.\"}}\r\n"
        ));
    }
    rows.push_str(&format!(
        "{{\"text\": \"{}\"}}\n{{\"text\": \"last\"}}",
        "x".repeat(9 << 20)
    ));
    for (name, bytes) in [
        ("a.ndjson", rows.clone().into_bytes()),
        ("b", rows.clone().into_bytes()),
        ("c.jsonl.gz", gz(rows.as_bytes())),
    ] {
        std::fs::write(directory.path().join(name), bytes).unwrap();
        let contents = Reader::default()
            .read_path(&directory.path().join(name))
            .unwrap();
        assert_eq!(contents.items.len(), 30_001, "{name}");
        assert_eq!(
            contents.items[29_999].release.text,
            "Number 29999\n\nWords of it."
        );
        assert_eq!(contents.items[30_000].part.as_deref(), Some("30002"));
        assert_eq!(lost(&contents), [("30001", "too-large")]);
    }
    let table = format!("text\n{}", "\"Words,\nof it.\"\n".repeat(100_000));
    std::fs::write(directory.path().join("d.csv"), table).unwrap();
    let contents = Reader::default()
        .read_path(&directory.path().join("d.csv"))
        .unwrap();
    assert_eq!(contents.items.len(), 100_000);
    assert_eq!(contents.items[99_999].part.as_deref(), Some("200000"));
}

proptest! {
    #[test]
    fn parts_of_a_file_are_named_apart(ids in proptest::collection::vec("[1-5a]{0,1}", 0..12)) {
        let rows: String = ids.iter().map(|id| format!("{{\"id\": \"{id}\", \"text\": \"x\"}}\n")).collect();
        if let Ok(contents) = Reader::default().read_content("a.ndjson", rows.as_bytes()) {
            let mut names = parts(&contents);
            prop_assert_eq!(names.len(), ids.len());
            names.sort_unstable();
            names.dedup();
            prop_assert_eq!(names.len(), ids.len());
        }
    }

    #[test]
    fn any_table_is_read_or_says_why(body in "[a,;|\"\t\r\n\u{e9}]{0,60}", head in "(text|title;text|text\ttitle)\n") {
        let _ = Reader::default().read_content("a.csv", format!("{head}{body}").as_bytes());
    }

    #[test]
    fn any_damage_to_what_is_packed_is_told(at in 0_usize..60, bit in 0_u8..8) {
        let mut bytes = gz(b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n");
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        let _ = Reader::default().read_content("a.ndjson.gz", &bytes);
    }
}
