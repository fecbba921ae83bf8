//! Whole pages and feeds, all invented, in the forms of real sites: what is read off them
//! through the library, and what becomes of them in an index through the real program.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use dateline::corpus::Reader;
use dateline::document::{Given, PartialDate, Release};
use serde_json::Value;

/// A page in `tests/pages`, with what it says of itself; its text stands beside it.
struct Page {
    name: &'static str,
    title: &'static str,
    date: Option<&'static str>,
    modified: Option<&'static str>,
    publisher: &'static [&'static str],
    url: Option<&'static str>,
    language: Option<&'static str>,
}

const NOTHING: Page = Page {
    name: "",
    title: "",
    date: None,
    modified: None,
    publisher: &[],
    url: None,
    language: None,
};

const PAGES: &[Page] = &[
    Page {
        name: "blog",
        title: "Harbour Aid opens second clinic in Lowmere",
        date: Some("2024-05-03"),
        modified: Some("2024-07-19"),
        url: Some("https://harbouraid.example/2024/05/second-clinic/"),
        language: Some("en"),
        ..NOTHING
    },
    Page {
        name: "agency",
        title: "Valmora agrees to share rescue costs",
        date: Some("2023-11-20"),
        publisher: &["Valmora Rescue Coordination Agency"],
        url: Some("https://agency.example/press/valmora-agrees"),
        language: Some("en"),
        ..NOTHING
    },
    Page {
        name: "ministry",
        title: "Neues Zentrum in Seehafen",
        date: Some("2024-02-12"),
        modified: Some("2024-09-01"),
        language: Some("de"),
        ..NOTHING
    },
    Page {
        name: "plain_markup",
        title: "Coast guard ends search off Lowmere",
        date: Some("2022-08-31"),
        modified: Some("2022-09-02"),
        url: Some("https://wire.example/a/77"),
        language: Some("en"),
        ..NOTHING
    },
    Page {
        name: "table_layout",
        title: "Communiqué: réunion sur l'asile",
        ..NOTHING
    },
    Page {
        name: "arabic",
        title: "افتتاح مركز جديد للنازحين في المدينة الساحلية",
        date: Some("2021-06-20"),
        language: Some("ar"),
        ..NOTHING
    },
];

fn directory() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages"))
}

fn read(name: &str, bytes: &[u8]) -> Release {
    let contents = Reader::default().read_content(name, bytes).unwrap();
    assert_eq!(
        (contents.items.len(), contents.lost.len()),
        (1, 0),
        "{name}"
    );
    contents.items.into_iter().next().unwrap().release
}

#[test]
fn pages_of_many_makes_give_their_release_and_nothing_else() {
    for page in PAGES {
        let file = format!("{}.html", page.name);
        let mut bytes = fs::read(directory().join(&file)).unwrap();
        if page.name == "table_layout" {
            let text = String::from_utf8(bytes).unwrap();
            bytes = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        }
        let release = read(&file, &bytes);
        let wanted = fs::read_to_string(directory().join(format!("{}.txt", page.name))).unwrap();
        assert_eq!(release.text, wanted.trim_end(), "{file}");
        let creators = release.given.creators.clone();
        let given = Given {
            title: Some(page.title.to_owned()),
            date: page.date.and_then(PartialDate::parse),
            modified: page.modified.and_then(PartialDate::parse),
            publisher: page
                .publisher
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
            creators,
            url: page.url.map(str::to_owned),
            language: page.language.map(str::to_owned),
            body_start: 0,
        };
        assert_eq!(release.given, given, "{file}");
    }
}

/// Runs the program in `directory` and reads what it prints.
fn run(directory: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(directory)
        .env_remove("DATELINE_INDEX")
        .args(arguments)
        .args(["--format", "json"])
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str(&printed).unwrap_or_else(|_| {
        panic!(
            "{arguments:?}: {printed}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn paths(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().unwrap().iter();
    let mut paths: Vec<&str> = hits.map(|hit| hit["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    paths
}

/// What each item tells, too different to be taken for copies.
const TOLD: [&str; 4] = [
    "A zebra was on board, the harbour master of Lowmere said, and nobody knew to whom it belonged.",
    "The ministry counted 120 people from the strait; children had drawn a zebra on the wall of the centre.",
    "Volunteers sold a wooden zebra for the clinic. Doctors from three countries work there without pay.",
    "Captain Hart named his new ship Zebra, after the stripes the rust had left. She sails for Port Ash at noon.",
];

fn item(number: usize) -> String {
    let told = TOLD[number - 1];
    format!(
        "<item><title>Boats number {number} come in at Lowmere</title><guid>harbour-{number}</guid>\
         <link>https://harbour.example/{number}</link><pubDate>Fri, 0{number} May 2024 09:00:00 +0200</pubDate>\
         <description>&lt;p&gt;{told}&lt;/p&gt;</description></item>"
    )
}

#[test]
fn an_item_of_a_feed_is_a_release_of_its_own_and_goes_when_it_goes() {
    let directory = tempfile::tempdir().unwrap();
    let feed = |items: &[usize]| {
        let items: String = items.iter().map(|number| item(*number)).collect();
        let text = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour</title>{items}</channel></rss>"
        );
        fs::write(directory.path().join("feed.xml"), text).unwrap();
    };
    feed(&[1, 2, 3]);
    run(directory.path(), &["index", "."]);
    let found = run(directory.path(), &["search", "zebra"]);
    assert_eq!(
        paths(&found),
        [
            "feed.xml#harbour-1",
            "feed.xml#harbour-2",
            "feed.xml#harbour-3"
        ]
    );
    let second = run(directory.path(), &["search", "\"number 2\""]);
    let hit = &second["hits"][0];
    assert_eq!(hit["url"], "https://harbour.example/2");
    assert_eq!(hit["title"], "Boats number 2 come in at Lowmere");
    assert_eq!(hit["date"]["value"], "2024-05-02");
    feed(&[1, 3, 4]);
    run(directory.path(), &["index", "."]);
    let found = run(directory.path(), &["search", "zebra"]);
    assert_eq!(
        paths(&found),
        [
            "feed.xml#harbour-1",
            "feed.xml#harbour-3",
            "feed.xml#harbour-4"
        ]
    );
}

#[test]
fn a_page_is_found_with_its_address_and_one_made_to_exhaust_is_named() {
    let directory = tempfile::tempdir().unwrap();
    fs::copy(
        self::directory().join("agency.html"),
        directory.path().join("agency.html"),
    )
    .unwrap();
    fs::write(directory.path().join("deep.html"), "<div>".repeat(200_000)).unwrap();
    let account = run(directory.path(), &["index", "."]);
    let skipped = account["skipped"].to_string();
    assert!(account.to_string().contains("too-deep"), "{account}");
    assert!(account.to_string().contains("deep.html"), "{skipped}");
    let found = run(directory.path(), &["search", "rescues"]);
    let hit = &found["hits"][0];
    assert_eq!(hit["url"], "https://agency.example/press/valmora-agrees");
    assert_eq!(hit["date"]["value"], "2023-11-20");
    let menu = run(directory.path(), &["search", "cookies"]);
    assert_eq!(menu["total"], 0);
}
