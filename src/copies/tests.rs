//! Groups over invented releases.

use std::convert::Infallible;

use proptest::prelude::*;

use super::*;
use crate::document::{Extraction, Found, Given, PartialDate, ReleaseDate};

const BODY: [&str; 6] = [
    "The harbour council opened a second quay for rescue boats on the north shore and asked all crews to \
     register with the watch before dawn.",
    "Nobody who comes ashore at night should wait for a blanket until morning, the head of the watch told \
     the people who had gathered by the lighthouse.",
    "Volunteers of four villages cook for the crews, and the school has lent its kitchen until the summer \
     holidays are over and the children return.",
    "The council pays for fuel and for the lamps along the wall, which fishermen had asked for since the \
     storm took the old ones away in winter.",
    "A doctor comes every second evening, and those who need more are driven to the clinic in the valley \
     by the fire brigade without being asked for papers.",
    "Letters of thanks hang in the boathouse, some of them from families who now live far inland and come \
     back once a year to see the sea.",
];

fn release(path: &str, date: &str, text: &str) -> Release {
    let found = |value: &str| Found {
        value: value.to_owned(),
        span: Some(crate::text::Span::new(0, value.len())),
        rule: "test".into(),
        confidence: 1.0,
    };
    let date = PartialDate::parse(date).map(|value| ReleaseDate {
        value,
        inferred: false,
        span: None,
        rule: "test".into(),
        confidence: 1.0,
        candidates: vec![],
        bounds: vec![],
    });
    Release {
        id: path.into(),
        path: path.into(),
        text: text.into(),
        given: Given::default(),
        extraction: Extraction {
            title: text.lines().next().map(found),
            date,
            ..Extraction::default()
        },
    }
}

fn original() -> Release {
    let text = format!(
        "Second quay opens\n\nPORTBY, 4 May 2024 – {}\n",
        BODY.join("\n\n")
    );
    release("council/quay.txt", "2024-05-04", &text)
}

fn with(path: &str, date: &str, change: impl Fn(&str) -> String) -> Release {
    release(path, date, &change(&original().text))
}

/// Groups as paths: the one that stands first, each other with its kind.
fn grouped(releases: &[Release]) -> Vec<(String, Vec<(String, Kind)>)> {
    let order = |at: usize| xxhash_rust::xxh3::xxh3_64(releases[at].path.as_bytes());
    let entries = (0..releases.len()).map(|at| Entry {
        order: order(at),
        sketch: Sketch::of(
            &releases[at].text,
            &releases[at].given,
            &releases[at].extraction,
        ),
    });
    let find = |wanted: u64| (0..releases.len()).find(|at| order(*at) == wanted).unwrap();
    let mut read =
        |wanted: u64| -> Result<Release, Infallible> { Ok(releases[find(wanted)].clone()) };
    let Ok(groups) = group(entries.collect(), &mut read);
    let path = |order: u64| releases[find(order)].path.clone();
    let named = groups.into_iter().map(|group| {
        let mut copies: Vec<_> = (group.copies.into_iter())
            .map(|(order, kind)| (path(order), kind))
            .collect();
        copies.sort();
        (path(group.first), copies)
    });
    let mut named: Vec<_> = named.collect();
    named.sort();
    named
}

fn copies() -> Vec<Release> {
    let cut: String = original().text.chars().take(420).collect();
    vec![
        original(),
        with("wire/a.txt", "2024-05-05", |text| {
            text.replace(['\n', ' '], " \n").to_uppercase()
        }),
        with("wire/b.txt", "2024-05-05", |text| {
            text.replace(
                "Second quay opens\n\nPORTBY, 4 May 2024 –",
                "Harbour Wire\nWhat the shore needs now\n\nVALMORA (HW) –",
            )
        }),
        release("wire/c.txt", "2024-05-05", &format!("{cut}...")),
        with("council/quay-2.txt", "2024-05-06", |text| {
            text.replace("Second quay", "CORRECTED: Second quay")
                .replace("four villages", "nine villages")
        }),
    ]
}

#[test]
fn each_kind_of_copy_is_joined_and_named() {
    let expected = [
        ("council/quay-2.txt", Kind::Correction),
        ("wire/a.txt", Kind::Exact),
        ("wire/b.txt", Kind::ReHeaded),
        ("wire/c.txt", Kind::Cut),
    ];
    let expected = expected.map(|(path, kind)| (path.to_owned(), kind));
    assert_eq!(
        grouped(&copies()),
        [("council/quay.txt".to_owned(), expected.to_vec())]
    );
}

#[test]
fn a_form_filled_in_anew_is_another_release() {
    let form = |week: &str, date: &str, arrivals: &str, who: &str| {
        let text = format!(
            "Weekly report {week}\n\nPORTBY – {} In this week {arrivals} people came ashore. {} {who} \
             counted them at the north quay, as every week. {} {}",
            BODY[0], BODY[1], BODY[2], BODY[3]
        );
        release(&format!("{week}.txt"), date, &text)
    };
    let reports = [
        form("11", "2024-03-15", "345", "Ada Quill"),
        form("12", "2024-03-22", "412", "Ada Quill"),
        form("13", "2024-03-29", "412", "Berin Okoth"),
    ];
    assert_eq!(grouped(&reports), []);
}

#[test]
fn releases_that_end_alike_are_no_copies() {
    let about = BODY[3..].join(" ");
    let one = release(
        "a.txt",
        "2024-05-04",
        &format!("Quay\n\n{} {} {about}", BODY[0], BODY[1]),
    );
    let text = "Ferries to the islands run twice a day from Monday, said the port, and carry bicycles \
                for nothing as long as the bridge is closed to all who walk or ride across it. ";
    let other = release(
        "b.txt",
        "2024-05-04",
        &format!("Ferries\n\n{text}{text}{about}"),
    );
    assert_eq!(grouped(&[one, other]), []);
}

#[test]
fn a_page_that_failed_to_load_does_not_join_what_is_called_otherwise() {
    let page = |path: &str, date: &str, title: &str| {
        let mut release = release(path, date, &BODY.join(" "));
        let title = title.to_owned();
        release.extraction.title = release.extraction.title.map(|found| Found {
            value: title.clone(),
            span: None,
            ..found
        });
        release
    };
    let pages = [
        page("a.html", "2024-01-02", "On fishing"),
        page("b.html", "2024-03-09", "On lighthouses"),
    ];
    assert_eq!(grouped(&pages), []);
}

#[test]
fn the_publishers_own_stands_though_another_came_earlier() {
    let published = |mut release: Release, url: &str| {
        release.given.url = Some(url.to_owned());
        release.extraction.publisher = vec![Found {
            value: "Harbour Council".into(),
            span: None,
            rule: "test".into(),
            confidence: 1.0,
        }];
        release
    };
    let own = published(
        release("x.txt", "2024-05-04", &original().text),
        "https://harbourcouncil.example/quay",
    );
    let wire = published(
        with("a.txt", "2024-05-03", |text| text.replace('\n', " ")),
        "https://wire.example/quay",
    );
    assert_eq!(grouped(&[wire, own])[0].0, "x.txt");
}

#[test]
fn what_differs_is_told() {
    let copies = copies();
    let told = |at: usize| differences(&copies[0], &copies[at]).join("; ");
    assert!(told(1).ends_with("dated 2024-05-05"), "{}", told(1));
    assert!(
        told(2).contains("begins with “Harbour Wire What the shore"),
        "{}",
        told(2)
    );
    assert!(told(3).contains("words earlier"), "{}", told(3));
    assert!(told(4).contains("“nine” instead of “four”"), "{}", told(4));
}

proptest! {
    #[test]
    fn groups_do_not_hang_on_the_order(keys in prop::collection::vec(any::<u64>(), 9)) {
        let mut all = copies();
        for (at, piece) in BODY.iter().enumerate().take(4) {
            let text = format!("Note {at}\n\n{piece} {}", BODY[at + 1].replace("the", "this"));
            all.push(release(&format!("note-{at}.txt"), "2024-06-01", &text));
        }
        let expected = grouped(&all);
        let mut mixed: Vec<_> = keys.into_iter().zip(all).collect();
        mixed.sort_by_key(|(key, _)| *key);
        let mixed: Vec<Release> = mixed.into_iter().map(|(_, release)| release).collect();
        prop_assert_eq!(grouped(&mixed), expected);
    }
}
