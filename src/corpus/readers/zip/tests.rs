//! Archives made here, some of them as no honest program makes them.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::corpus::{Contents, Limits, Reader, SkipReason};

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        if name.ends_with('/') {
            writer
                .add_directory(*name, SimpleFileOptions::default())
                .unwrap();
        } else {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn read(bytes: &[u8]) -> Contents {
    Reader::default().read_content("a.zip", bytes).unwrap()
}

fn refused(bytes: &[u8]) -> SkipReason {
    Reader::default().read_content("a.zip", bytes).unwrap_err()
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
fn each_entry_is_a_part_under_its_path() {
    let inner = archive(&[("deep/2024-05-01.txt", b"Deep words.")]);
    let contents = read(&archive(&[
        ("dir/", b""),
        ("dir/a.txt", b"New centre\n\nIt opened.\n"),
        (
            "rows.ndjson",
            b"{\"id\": \"x\", \"text\": \"One.\"}\n{\"text\": \"Two.\"}\n{\n",
        ),
        ("b.txt.gz", &gz(b"Packed words.")),
        ("inner.zip", &inner),
        ("../../etc/passwd", b"A label, nothing more."),
        ("line\n\u{1b}[31m.txt", b"Odd name."),
        (".hidden", b"no"),
        ("__MACOSX/a.txt", b"no"),
        ("empty.txt", b""),
        ("binary.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0"),
    ]));
    let expected = [
        "dir/a.txt",
        "rows.ndjson#x",
        "rows.ndjson#2",
        "b.txt.gz",
        "inner.zip#deep/2024-05-01.txt",
        "../../etc/passwd",
        "line\n\u{1b}[31m.txt",
    ];
    assert_eq!(parts(&contents), expected);
    let told = [
        ("rows.ndjson#3", "damaged"),
        ("empty.txt", "empty"),
        ("binary.txt", "binary"),
    ];
    assert_eq!(lost(&contents), told);
    let names: Vec<&str> = contents
        .items
        .iter()
        .map(|item| item.release.file_name.as_str())
        .collect();
    assert_eq!(names[3..6], ["b.txt", "2024-05-01.txt", "passwd"]);
}

#[test]
fn an_archive_of_nothing_is_empty() {
    assert_eq!(refused(&archive(&[])), SkipReason::Empty);
    assert_eq!(refused(&archive(&[("dir/", b"")])), SkipReason::Empty);
}

#[test]
fn archives_in_archives_have_an_end() {
    let mut deep = archive(&[("a.txt", b"Words.")]);
    for _ in 0..3 {
        deep = archive(&[("a.zip", &deep)]);
    }
    let contents = read(&deep);
    assert_eq!(lost(&contents), [("a.zip#a.zip#a.zip", "nested-archives")]);
}

#[test]
fn a_bomb_costs_its_entry_only() {
    let bytes = archive(&[("bomb.txt", &vec![b'a'; 40 << 20]), ("a.txt", b"Words.")]);
    let contents = read(&bytes);
    assert_eq!(
        (parts(&contents), lost(&contents)),
        (vec!["a.txt"], vec![("bomb.txt", "bomb")])
    );
}

#[test]
fn too_many_entries_are_not_even_listed() {
    let reader = Reader {
        limits: Limits {
            max_entries: 2,
            ..Limits::default()
        },
        ..Reader::default()
    };
    let bytes = archive(&[("a.txt", b"A."), ("b.txt", b"B."), ("c.txt", b"C.")]);
    let told = reader.read_content("a.zip", &bytes).unwrap_err();
    assert_eq!(
        told,
        SkipReason::TooManyEntries {
            entries: 3,
            limit: 2
        }
    );
}

#[test]
fn a_locked_entry_and_another_method_are_named() {
    let mut bytes = archive(&[("a.txt", b"Words of it."), ("b.txt", b"Others.")]);
    // The flag of encryption in the list of entries and before the entry itself.
    let list = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[list + 8] |= 1;
    bytes[6] |= 1;
    let contents = read(&bytes);
    assert_eq!(
        (parts(&contents), lost(&contents)),
        (vec!["b.txt"], vec![("a.txt", "needs-password")])
    );
    let mut bytes = archive(&[("a.txt", b"Words of it."), ("b.txt", b"Others.")]);
    (bytes[list + 10], bytes[8]) = (12, 12);
    let contents = read(&bytes);
    assert_eq!(
        (parts(&contents), lost(&contents)),
        (vec!["b.txt"], vec![("a.txt", "unreadable")])
    );
}

#[test]
fn an_archive_cut_short_is_damaged() {
    let bytes = archive(&[("a.txt", "Words of it. ".repeat(50).as_bytes())]);
    assert_eq!(refused(&bytes[..bytes.len() / 2]).name(), "damaged");
}

proptest! {
    #[test]
    fn any_damage_is_told(at in 0_usize..400, bit in 0_u8..8, cut in 0_usize..400) {
        let mut bytes = archive(&[("a.txt", b"Words."), ("b.csv", b"text\nOne.\n")]);
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        let _ = Reader::default().read_content("a.zip", &bytes);
        let _ = Reader::default().read_content("a.zip", &bytes[..cut.min(bytes.len())]);
    }
}
