//! Any file content is read or skipped with a reason: encodings, formats, front matter.
//!
//! The first byte picks the name, because what content leaves open the name settles.
#![no_main]

use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &["release", "a.txt", "a.md", "a.json", "a.ndjson", "a.eml", "a.html", "a.csv", "a.xml", "a.rss"];

fuzz_target!(|data: &[u8]| {
    let Some((first, content)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
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
