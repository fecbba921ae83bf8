//! Any file content is read or skipped with a reason: encodings, formats, front matter, records, archives.
//!
//! The first byte picks the name, because what content leaves open the name settles, and how the
//! content opens, because signatures and lists are long to find.
#![no_main]

use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &["release", "a.txt", "a.md", "a.json", "a.ndjson", "a.eml", "a.html", "a.csv", "a.gz", "a.ndjson.gz", "a.zip", "a.xml", "a.rss"];
const HEADS: &[&[u8]] = &[
    b"",
    b"[{\"text\": \"",
    b"{\"items\": [{\"title\": \"A\", \"body\": ",
    b"{\"text\": \"A\"}\n{\"date\": \"",
    b"title,date,text\n",
    b"title;text\n\"",
    b"\x1F\x8B\x08\0\0\0\0\0\0\x03",
    b"PK\x03\x04\x14\0\0\0\x08\0",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, content)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let head = HEADS[usize::from(*first) / NAMES.len() % HEADS.len()];
    let content = &[head, content].concat();
    match dateline::corpus::Reader::default().read_content(name, content) {
        Err(reason) => assert!(!reason.to_string().is_empty()),
        Ok(contents) => {
            for item in contents.items {
                let body = item.release.given.body_start;
                assert!(item.release.text.is_char_boundary(body));
            }
        }
    }
});
