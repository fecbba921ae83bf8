//! Any markup is read as a page, and as a feed, or refused with a reason: never a panic,
//! never a text that is blank, no two items of one name.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let reader = dateline::corpus::Reader::default();
    // The bare input would be plain text most of the time.
    for (name, head) in [("a.html", "<html>"), ("a.xml", "<rss><channel><item><description>"), ("a.xml", "<feed><entry>")] {
        let content = [head.as_bytes(), data].concat();
        let Ok(contents) = reader.read_content(name, &content) else { continue };
        let mut parts: Vec<_> = contents.items.iter().map(|item| item.part.clone()).collect();
        parts.sort_unstable();
        assert!(parts.windows(2).all(|pair| pair[0] != pair[1]));
        for item in contents.items {
            assert!(!item.release.text.trim().is_empty());
        }
    }
});
