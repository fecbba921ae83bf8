//! Any query is parsed or refused, and what is printed of it means the same again.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let today = date(2024, 4, 26);
    let Ok(query) = dateline::query::parse(input, today) else { return };
    let Some(root) = query.root else { return };
    let printed = root.to_string();
    // Printing may add brackets and names, and so pass the limits that the input kept.
    if let Ok(again) = dateline::query::parse(&printed, today) {
        let reprinted = again.root.map(|root| root.to_string());
        assert_eq!(reprinted.as_deref(), Some(printed.as_str()), "{input:?}");
    }
});
