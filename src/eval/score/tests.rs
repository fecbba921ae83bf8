//! Scoring over invented labels and extractions written by hand.

use super::*;
use crate::document::{
    Found, Organisation, OrganisationRole, PartialDate, Place, Quote, QuoteKind, Release,
    ReleaseDate, Speaker,
};
use crate::eval::Label;
use crate::text::Span;

const TEXT: &str = "Ferry talks end\n\nELSIN, Karvenia – 4 March 2021 – The Ferry Board (FB) met.\n\n\
    “The piers are full,” said Ada Quill, Harbour Master. “We close them.”\n\n“And we mean it.”\n\n\
    The so-called “fair fare” stays.\n";

/// A piece of [`TEXT`].
fn span(piece: &str) -> Span {
    let start = TEXT.find(piece).unwrap();
    Span::new(start, start + piece.len())
}

/// A labelled quotation of [`TEXT`], in JSON.
fn piece(text: &str, speaker: Option<&str>) -> String {
    let start = TEXT[..TEXT.find(text).unwrap()].chars().count();
    serde_json::json!({"text": text, "start": start, "speaker": speaker}).to_string()
}

fn speaker(name: &str, role: Option<&str>) -> Speaker {
    Speaker {
        name: name.into(),
        role: role.map(Into::into),
        organisation: None,
        mentions: vec![],
        confidence: 0.9,
    }
}

fn quote(span: Span, speaker: Option<usize>) -> Quote {
    Quote {
        span,
        kind: QuoteKind::Direct,
        speaker,
        written: None,
        cue: None,
        rule: "quotation-said-name".into(),
        confidence: 0.95,
    }
}

fn body(name: &str, acronym: Option<&str>) -> Organisation {
    Organisation {
        name: name.into(),
        acronym: acronym.map(Into::into),
        parent: None,
        role: OrganisationRole::Mentioned,
        mentions: vec![],
        rule: "suffix".into(),
        confidence: 0.9,
    }
}

fn dated(value: &str, span: Option<Span>) -> Extraction {
    Extraction {
        date: Some(ReleaseDate {
            value: PartialDate::parse(value).unwrap(),
            inferred: false,
            span,
            rule: "printed".into(),
            confidence: 0.9,
            candidates: vec![],
            bounds: vec![],
        }),
        ..Extraction::default()
    }
}

/// What is said of an extraction by a label of these keys, with these bodies optional.
fn marked(keys: &str, optional: &[&str], extraction: &Extraction) -> FieldReport {
    let label: Label = serde_json::from_str(&format!("{{\"file\": \"a.txt\", {keys}}}")).unwrap();
    let labelled = Labelled {
        name: "a".into(),
        label,
        release: Release {
            text: TEXT.into(),
            ..Release::default()
        },
        optional: optional.iter().map(|&name| name.into()).collect(),
    };
    let mut marks = Marks::default();
    mark(&labelled, extraction, &Register::default(), &mut marks);
    report(1, marks)
}

/// Right, wrong and missed of a field.
fn counts(report: &FieldReport, field: Field) -> (usize, usize, usize) {
    let score = report.fields.iter().find(|score| score.field == field);
    let tally = score.unwrap().tally;
    (tally.right, tally.wrong, tally.missed)
}

#[test]
fn a_key_left_out_scores_nothing() {
    let report = marked("\"title\": null", &[], &dated("2021-03-04", None));
    for field in Field::ALL {
        assert_eq!(counts(&report, field), (0, 0, 0), "{field:?}");
    }
}

#[test]
fn a_title_is_compared_without_white_space_and_case() {
    let titled = |value: &str| Extraction {
        title: Some(Found {
            value: value.into(),
            span: None,
            rule: "first-line".into(),
            confidence: 0.9,
        }),
        ..Extraction::default()
    };
    let counted = |value| {
        counts(
            &marked("\"title\": \"Ferry talks end\"", &[], &titled(value)),
            Field::Title,
        )
    };
    assert_eq!(counted("FERRY  talks\nEND"), (1, 0, 0));
    assert_eq!(counted("Ferry talks"), (0, 1, 1));
    let none = marked("\"title\": null", &[], &titled("Ferry talks end"));
    assert_eq!(counts(&none, Field::Title), (0, 1, 0));
}

#[test]
fn a_printed_date_is_right_wrong_or_missed() {
    let label = r#""date": {"value": "2021-03-04", "printed": "4 March 2021"}"#;
    let counted = |extraction: &Extraction| counts(&marked(label, &[], extraction), Field::Date);
    assert_eq!(counted(&dated("2021-03-04", None)), (1, 0, 0));
    assert_eq!(counted(&dated("2021-03", None)), (0, 1, 1));
    assert_eq!(counted(&Extraction::default()), (0, 0, 1));
}

#[test]
fn a_date_that_is_not_printed_counts_only_against_one_said_to_stand_there() {
    let place = Some(span("4 March 2021"));
    for (label, extraction, expected) in [
        (
            r#""date": {"value": null, "printed": null}"#,
            dated("2021-03-04", None),
            (0, 0, 0),
        ),
        (
            r#""date": {"value": null, "printed": null}"#,
            dated("2021-03-04", place),
            (0, 1, 0),
        ),
        (r#""date": null"#, dated("2021-03-04", place), (0, 1, 0)),
        (
            r#""date": {"value": "2021-03-04"}"#,
            dated("2021-03-04", place),
            (0, 0, 0),
        ),
        (
            r#""date": {"value": "2021-03-04"}"#,
            Extraction::default(),
            (0, 0, 0),
        ),
    ] {
        let report = marked(label, &[], &extraction);
        assert_eq!(counts(&report, Field::Date), expected, "{label}");
    }
}

#[test]
fn a_place_may_have_its_country_or_not() {
    let placed = |name: &str, written: &str| Extraction {
        place: Some(Found {
            value: Place {
                name: name.into(),
                written: written.into(),
                country: None,
            },
            span: None,
            rule: "dateline".into(),
            confidence: 0.9,
        }),
        ..Extraction::default()
    };
    let counted = |label: &str, extraction: &Extraction| {
        counts(
            &marked(&format!("\"place\": {label}"), &[], extraction),
            Field::Place,
        )
    };
    let elsin = placed("Elsin", "ELSIN");
    assert_eq!(counted("\"ELSIN, Karvenia\"", &elsin), (1, 0, 0));
    assert_eq!(counted("\"Elsinore\"", &elsin), (0, 1, 1));
    assert_eq!(counted("null", &elsin), (0, 1, 0));
    assert_eq!(
        counted("\"Port Elsin\"", &placed("Elsin", "P. ELSIN")),
        (1, 0, 0)
    );
}

#[test]
fn bodies_are_counted_once_and_optional_ones_not_at_all() {
    let label = r#""organisations": [{"name": "Ferry Board", "written": ["FB"]}, {"name": "Pier Guild"},
        {"name": "Old Harbour", "written": ["Old Harbour"]}]"#;
    let extraction = Extraction {
        organisations: vec![
            body("Board of Ferries", Some("FB")),
            body("Ferry Board", None),
            body("Harbour Administration", None),
        ],
        ..Extraction::default()
    };
    let report = marked(
        label,
        &["Harbour Administration", "Old Harbour"],
        &extraction,
    );
    assert_eq!(counts(&report, Field::Organisations), (1, 1, 1));
    let told: Vec<_> = report
        .misses
        .iter()
        .map(|miss| (miss.kind, miss.wanted.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (MissKind::Missing, Some("Pier Guild")),
            (MissKind::Extra, None)
        ]
    );
}

#[test]
fn a_publisher_may_be_named_in_fewer_words() {
    let extraction = Extraction {
        publisher: vec![Found {
            value: "Ferry Safety Board, Inland Branch".into(),
            span: None,
            rule: "letterhead".into(),
            confidence: 0.9,
        }],
        ..Extraction::default()
    };
    let counted = |label: &str| counts(&marked(label, &[], &extraction), Field::Publisher);
    assert_eq!(counted(r#""publisher": ["Ferry Safety Board"]"#), (1, 0, 0));
    assert_eq!(counted(r#""publisher": ["Pier Guild"]"#), (0, 1, 1));
    assert_eq!(counted(r#""publisher": []"#), (0, 1, 0));
}

#[test]
fn roles_count_where_the_speaker_is_found_and_has_one() {
    let label = r#""speakers": [{"name": "Ada Quill", "role": "Harbour Master of Elsin"},
        {"name": "Bo Osei", "role": "Pilot"}, {"name": "Cy Tam", "role": null}]"#;
    let extraction = Extraction {
        speakers: vec![
            speaker("Quill", Some("Harbour Master")),
            speaker("Cy Tam", Some("Mate")),
            speaker("Dee Roe", None),
        ],
        ..Extraction::default()
    };
    let report = marked(label, &[], &extraction);
    assert_eq!(counts(&report, Field::Speakers), (2, 1, 1));
    assert_eq!(counts(&report, Field::Roles), (1, 0, 0));
}

#[test]
fn a_body_that_speaks_may_stand_at_its_quotation_alone() {
    let label = format!(
        "\"speakers\": [], \"quotes\": [{}]",
        piece("The piers are full,", Some("Ferry Board"))
    );
    let extraction = Extraction {
        speakers: vec![speaker("Ferry Board", None)],
        quotes: vec![quote(span("The piers are full,"), Some(0))],
        ..Extraction::default()
    };
    let report = marked(&label, &[], &extraction);
    assert_eq!(counts(&report, Field::Speakers), (0, 0, 0));
    assert_eq!(counts(&report, Field::QuotationsWithSpeaker), (1, 0, 0));
}

#[test]
fn paragraphs_joined_into_one_are_all_found() {
    let label = format!(
        "\"speakers\": [{{\"name\": \"Ada Quill\"}}], \"quotes\": [{}, {}, {}]",
        piece("The piers are full,", Some("Ada Quill")),
        piece("We close them.", Some("Ada Quill")),
        piece("And we mean it.", Some("Ada Quill"))
    );
    let joined = Span::new(span("We close them.").start, span("And we mean it.").end);
    let extraction = Extraction {
        speakers: vec![speaker("Quill", None), speaker("Bo Osei", None)],
        quotes: vec![
            quote(span("The piers are full,"), Some(1)),
            quote(joined, Some(0)),
        ],
        ..Extraction::default()
    };
    let report = marked(&label, &[], &extraction);
    assert_eq!(counts(&report, Field::Quotations), (3, 0, 0));
    assert_eq!(counts(&report, Field::QuotationsWithSpeaker), (2, 1, 1));
    let top = report.attribution.first().unwrap();
    assert_eq!((top.right.count, top.right.of), (2, 3));
}

#[test]
fn where_nobody_is_labelled_a_signatory_is_right_and_another_is_not() {
    let label = format!(
        "\"speakers\": [{{\"name\": \"Ada Quill\"}}], \"quotes\": [{}]",
        piece("We close them.", None)
    );
    for (speakers, expected) in [
        (vec![], (1, 0, 0)),
        (vec![speaker("Ada Quill", None)], (1, 0, 0)),
        (vec![speaker("Bo Osei", None)], (0, 1, 1)),
    ] {
        let index = (!speakers.is_empty()).then_some(0);
        let extraction = Extraction {
            speakers,
            quotes: vec![quote(span("We close them."), index)],
            ..Extraction::default()
        };
        let report = marked(&label, &[], &extraction);
        assert_eq!(counts(&report, Field::QuotationsWithSpeaker), expected);
    }
}

#[test]
fn a_statement_without_marks_is_neither_right_nor_wrong() {
    let mut statement = quote(span("The Ferry Board (FB) met."), Some(0));
    statement.kind = QuoteKind::Statement;
    let extraction = Extraction {
        speakers: vec![speaker("Ada Quill", None)],
        quotes: vec![statement],
        ..Extraction::default()
    };
    let report = marked(
        r#""speakers": [{"name": "Ada Quill"}], "quotes": []"#,
        &[],
        &extraction,
    );
    assert_eq!(counts(&report, Field::Speakers), (1, 0, 0));
    assert_eq!(counts(&report, Field::Quotations), (0, 0, 0));
}

#[test]
fn a_term_taken_for_a_quotation_is_counted_and_told_with_its_place() {
    let label = format!(
        "\"quotes\": [], \"not_quotes\": [{}]",
        piece("fair fare", None)
    );
    let extraction = Extraction {
        quotes: vec![quote(span("fair fare"), None)],
        ..Extraction::default()
    };
    let report = marked(&label, &[], &extraction);
    assert_eq!(
        (report.not_quotes_taken.count, report.not_quotes_taken.of),
        (1, 1)
    );
    assert_eq!(counts(&report, Field::Quotations), (0, 1, 0));
    let miss = report.misses.first().unwrap();
    let characters: Vec<char> = TEXT.chars().collect();
    let told: String = characters[miss.start.unwrap()..miss.end.unwrap()]
        .iter()
        .collect();
    assert_eq!(told, "fair fare");
    assert_eq!(miss.rule.as_deref(), Some("quotation-said-name"));
    let untouched = marked(&label, &[], &Extraction::default());
    assert_eq!(untouched.not_quotes_taken.count, 0);
}
