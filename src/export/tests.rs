//! Every format over the same two rows, and over rows that mean harm.

use super::*;
use crate::document::{OrganisationRole, PartialDate, QuoteKind};
use crate::search::{
    Filters, Hit, HitDate, HitOrganisation, IndexReport, QueryReport, QuoteHit, QuoteSpeaker,
};

fn head(rows: Rows) -> Head {
    Head {
        rows,
        query: QueryReport {
            input: "safe {passage} @".into(),
            understood: "safe AND \"{passage}\"".into(),
            ..QueryReport::default()
        },
        filters: Filters::default().pick("organisation", "Harbour Aid"),
        index: IndexReport {
            generation: "7".into(),
            releases: 9,
            version: "0.0.0".into(),
        },
        total: 2,
        written: "2026-01-02T03:04:05Z".into(),
    }
}

fn hit(title: &str, date: &str, inferred: bool) -> Hit {
    let value = PartialDate::parse(date).unwrap();
    Hit {
        id: "0123456789ab".into(),
        score: 1.5,
        path: "north/a_1.txt".into(),
        url: Some("https://harbour.example/a?b={c}&d=1".into()),
        title: Some(title.into()),
        language: Some("en".into()),
        date: Some(HitDate {
            value,
            precision: value.precision(),
            inferred,
            rule: "dateline".into(),
        }),
        place: Some("Portby".into()),
        publisher: vec![
            "Harbour Aid & Sons".into(),
            "Ministry of Ferries, Quays".into(),
        ],
        organisations: vec![HitOrganisation {
            name: "Harbour Aid & Sons".into(),
            acronym: None,
            role: OrganisationRole::Publisher,
        }],
        speakers: vec![crate::document::Voice {
            name: "Noor Haddad".into(),
            role: None,
            organisation: None,
        }],
        copies: 1,
        snippets: Vec::new(),
        explain: Vec::new(),
    }
}

fn quote(text: &str) -> QuoteHit {
    QuoteHit {
        id: "0123456789ab:3".into(),
        release: hit("Quays open", "2024-05", true),
        text: text.into(),
        start: 10,
        end: 20,
        highlights: Vec::new(),
        speaker: Some(QuoteSpeaker {
            name: "Noor Haddad".into(),
            written: Some("she".into()),
            role: Some("Director".into()),
            organisation: Some("Harbour Aid".into()),
        }),
        kind: QuoteKind::Direct,
        confidence: 0.9,
        context: format!("“{text}” she said."),
        context_start: 9,
        copies: 0,
    }
}

fn written(format: Format, rows: Rows) -> String {
    let (first, second) = (
        hit("=Ferries: 50% {more} & _less_", "2024-05-06", false),
        hit("Évian\u{1b}]0;x\u{7} <b>\u{202e}", "2023", true),
    );
    let (third, fourth) = (quote("+We go\non."), quote("No \"end\""));
    let head = head(rows);
    let mut out = Vec::new();
    let mut writer = Writer::begin(&mut out, format, &head).unwrap();
    match rows {
        Rows::Releases => {
            writer.row(Entry::Release(&first)).unwrap();
            writer.row(Entry::Release(&second)).unwrap();
        }
        Rows::Quotes => {
            writer.row(Entry::Quote(&third)).unwrap();
            writer.row(Entry::Quote(&fourth)).unwrap();
        }
    }
    assert_eq!(writer.end().unwrap(), 2);
    String::from_utf8(out).unwrap()
}

#[test]
fn releases_in_every_format() {
    for (name, format) in FORMATS {
        insta::assert_snapshot!(format!("releases_{name}"), written(format, Rows::Releases));
    }
}

#[test]
fn quotations_in_every_format() {
    for (name, format) in FORMATS {
        insta::assert_snapshot!(format!("quotes_{name}"), written(format, Rows::Quotes));
    }
}

const FORMATS: [(&str, Format); 7] = [
    ("json", Format::Json),
    ("ndjson", Format::Ndjson),
    ("csv", Format::Csv),
    ("bibtex", Format::Bibtex),
    ("ris", Format::Ris),
    ("csl", Format::Csl),
    ("atom", Format::Atom),
];

#[test]
fn every_format_says_query_count_and_generation() {
    for (name, format) in FORMATS {
        for rows in [Rows::Releases, Rows::Quotes] {
            let text = written(format, rows);
            assert!(text.contains("safe"), "{name}: {text}");
            assert!(text.contains("Harbour Aid"), "{name}: {text}");
            assert!(text.contains('7') && text.contains('2'), "{name}");
        }
    }
}

#[test]
fn the_json_formats_are_json() {
    let whole: serde_json::Value =
        serde_json::from_str(&written(Format::Json, Rows::Quotes)).unwrap();
    assert_eq!(whole["hits"][1]["text"], "No \"end\"");
    assert_eq!(whole["index"]["generation"], "7");
    let items: serde_json::Value =
        serde_json::from_str(&written(Format::Csl, Rows::Releases)).unwrap();
    assert_eq!(
        items[0]["issued"]["date-parts"],
        serde_json::json!([[2024, 5, 6]])
    );
    assert_eq!(items[1]["issued"]["circa"], true);
    assert_eq!(items[1]["custom"]["dateline"]["total"], 2);
    for line in written(Format::Ndjson, Rows::Releases).lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["export"]["generation"], "7");
    }
}
