//! What the release's date is read as, form by form.

use super::*;
use crate::extract::dateline;
use proptest::prelude::*;

fn read_text(text: &str) -> Option<ReleaseDate> {
    read_with(text, &Given::default(), "")
}

fn read_with(text: &str, given: &Given, file_name: &str) -> Option<ReleaseDate> {
    let dateline = dateline::find(text, given.body_start);
    read(&Sources {
        text,
        given,
        file_name,
        dateline: dateline.as_ref(),
        language: None,
    })
}

fn value(text: &str) -> String {
    read_text(text).map_or("none".to_owned(), |date| date.value.to_string())
}

const BODY: &str = "The agency said that four thousand people had crossed the border, and that many of them needed shelter.";

#[test]
fn a_printed_date_is_read() {
    for (head, expected) in [
        ("Aid reaches the valley\n\n1 March 2005\n", "2005-03-01"),
        (
            "Today's date: Wednesday, 2 March 2005\n\nAid\n\n1 March 2005\n",
            "2005-03-01",
        ),
        (
            "Media Release | For immediate release: Thursday 2 April 2020\n",
            "2020-04-02",
        ),
        ("Date  26 Sept 2014\n", "2014-09-26"),
        ("18 MAY 2016  The Council, the peak body\n", "2016-05-18"),
        (
            "Wednesday, 12 September 2001\nMedia Statement - 11 September 2001\n",
            "2001-09-11",
        ),
        (
            "MEDIA RELEASE\n\nTuesday, 16 June 2015\n\nThe hearing will be held on 17 June 2015.\n",
            "2015-06-16",
        ),
        ("Aid\n\nGENEVA, 3 May 2019 – ", "2019-05-03"),
        ("Aid\n\n19/08/2004\n", "2004-08-19"),
        ("EMBARGOED UNTIL 4 May 2021\n", "2021-05-04"),
        ("EMBARGOED UNTIL 4 May 2021\n\n3 May 2021\n", "2021-05-03"),
        ("Date: 13 August 1990\n", "1990-08-13"),
        ("Aid\n\nMarch 2021\n", "2021-03"),
        (
            "Communiqué de presse\nPublié le 4 juin 2020\n",
            "2020-06-04",
        ),
        (
            "Speech by A. Person\n\nOn 5 June 2019, the minister met the mayor.\n",
            "none",
        ),
        ("Aid\n\nDeadline: 5 June 2019\n", "none"),
        ("Aid\n\nLast updated: 5 June 2019\n", "none"),
        ("Aid\n\nPrinted on 5 June 2019\n", "none"),
        (
            "Aid\n\nThis page was printed on Wednesday, 5 June 2019\n",
            "none",
        ),
        ("Aid\n\nApplications close 5 June 2019\n", "none"),
        ("Aid\n\nالموعد النهائي: 5 يونيو 2019\n", "none"),
        (
            "Aid\n\nClosing date for applications: 5 June 2019\n",
            "none",
        ),
        ("Aid\n\nSubmissions are due by 5 June 2019\n", "none"),
        ("Aid\n\nRegister before 5 June 2019\n", "none"),
        ("Aid\n\nWhen: Wednesday, 5 June 2019\n", "none"),
        ("Aid\n\nModified: 5 June 2019\n", "none"),
        ("Aid\n\nMis à jour le 5 juin 2019\n", "none"),
        ("Aid\n\nActualizado el 5 de junio de 2019\n", "none"),
        ("Aid\n\nZuletzt aktualisiert am 5. Juni 2019\n", "none"),
        ("Aid\n\nAggiornato il 5 giugno 2019\n", "none"),
        ("Aid\n\nAtualizado em 5 de junho de 2019\n", "none"),
        ("Aid\n\nآخر تحديث: 5 يونيو 2019\n", "none"),
        ("Aid\n\nDate limite : 5 juin 2019\n", "none"),
        ("Aid\n\nFecha límite: 5 de junio de 2019\n", "none"),
        ("Aid\n\nBewerbungsschluss: 5. Juni 2019\n", "none"),
        ("Aid\n\nScadenza: 5 giugno 2019\n", "none"),
        ("Aid\n\nPrazo: 5 de junho de 2019\n", "none"),
        (
            "Aid\n\nPublished: 3 June 2019 Modified: 5 June 2019\n",
            "2019-06-03",
        ),
        (
            "Aid\n\nLast updated: 5 June 2019\nPublished: 3 June 2019\n",
            "2019-06-03",
        ),
        (
            "Aid\n\nPublished: 3 June 2019 | Last modified: 5 June 2019\n",
            "2019-06-03",
        ),
        (
            "Aid\n\n3 June 2019\n\nApplications close 5 July 2019\n",
            "2019-06-03",
        ),
        ("Aid\n\nPublié le 1er mars 2021\n", "2021-03-01"),
        ("Aid\n\nFecha: 3 de marzo de 2021\n", "2021-03-03"),
        ("Aid\n\nPressemitteilung vom 3. März 2021\n", "2021-03-03"),
        ("Aid\n\nPubblicato il 3 marzo 2021\n", "2021-03-03"),
        ("Aid\n\nPublicado em 3 de março de 2021\n", "2021-03-03"),
        ("Aid\n\nتاريخ النشر: ٣ مارس ٢٠٢١\n", "2021-03-03"),
    ] {
        assert_eq!(value(&format!("{head}{BODY}\n")), expected, "{head}");
    }
}

#[test]
fn a_letter_is_dated_at_its_end() {
    assert_eq!(
        value(&format!(
            "Open letter\n\n{BODY}\n\nCanberra\n\n7 April 1999\n"
        )),
        "1999-04-07"
    );
}

#[test]
fn what_is_given_beats_what_is_printed() {
    let given = Given {
        date: PartialDate::parse("2020-01-02"),
        ..Given::default()
    };
    let date = read_with("Aid\n\n3 January 2020\n", &given, "2019-12-31-aid.txt").unwrap();
    assert_eq!(
        (date.value.to_string().as_str(), &*date.rule),
        ("2020-01-02", "given")
    );
    let beaten: Vec<&str> = date.candidates.iter().map(|other| &*other.rule).collect();
    assert_eq!(beaten, ["printed-line", "file-name"]);
}

#[test]
fn a_coarse_date_gives_way_to_a_finer_one_inside_it() {
    let given = Given {
        date: PartialDate::parse("2020-01"),
        ..Given::default()
    };
    let date = read_with("Aid\n\n3 January 2020\n", &given, "").unwrap();
    assert_eq!(date.value.to_string(), "2020-01-03");
}

#[test]
fn address_and_file_name_count() {
    let given = Given {
        url: Some("https://example.org/2021/07/29/aid".into()),
        ..Given::default()
    };
    assert_eq!(
        read_with(BODY, &given, "").unwrap().value.to_string(),
        "2021-07-29"
    );
    let date = read_with(BODY, &Given::default(), "20190620.txt").unwrap();
    assert_eq!(
        (date.value.to_string().as_str(), &*date.rule),
        ("2019-06-20", "file-name")
    );
}

#[test]
fn a_month_in_the_address_fills_in_the_year() {
    let given = Given {
        url: Some("https://example.org/2021/07/aid".into()),
        ..Given::default()
    };
    for (day, expected) in [("29 July", "2021-07-29"), ("29 June", "2021-07")] {
        let date = read_with(&format!("Aid\n\n{day}\n\n{BODY}"), &given, "").unwrap();
        assert_eq!(date.value.to_string(), expected, "{day}");
    }
}

#[test]
fn the_order_of_day_and_month_follows_the_evidence() {
    for (text, expected) in [
        ("07/12/2021\n\nPARIS, France – ", "2021-12-07"),
        ("07/12/2021\n\nAUSTIN, Texas – ", "2021-07-12"),
        (
            "07/12/2021\n\nThe report of 25/11/2021 says so. ",
            "2021-12-07",
        ),
        (
            "07/12/2021\n\nThe report of 11/25/2021 says so. ",
            "2021-07-12",
        ),
        (
            "07/12/2021\n\nIt was signed today, July 12, 2021. ",
            "2021-07-12",
        ),
    ] {
        assert_eq!(value(&format!("{text}{BODY}\n")), expected, "{text}");
    }
    let unsettled = read_text(&format!("07/12/2021\n\n{BODY}")).unwrap();
    assert!(unsettled.confidence < 0.7);
    assert_eq!(unsettled.candidates[0].value.to_string(), "2021-07-12");
}

#[test]
fn a_year_is_inferred_from_what_bounds_it() {
    let text = "Agencies meet\n\nNAIROBI, MAY 3 /XNA/ – The agencies meet. A boat capsized on 14 June 2021, and a \
                plan was launched in November 2021. The programme runs on (2020-2023).";
    let date = read_text(text).unwrap();
    assert_eq!(date.value.to_string(), "2022-05-03");
    assert!(date.inferred);
    let bounds: Vec<(String, &str)> = date
        .bounds
        .iter()
        .map(|bound| (bound.value.to_string(), &*bound.rule))
        .collect();
    assert_eq!(
        bounds,
        [
            ("2021-11".to_owned(), "event-before"),
            ("2021-06-14".to_owned(), "event-before"),
            ("2023".to_owned(), "range-end")
        ]
    );
    assert_eq!(date.candidates[0].value.to_string(), "2023-05-03");
}

#[test]
fn a_weekday_leaves_few_years() {
    let text = format!("Aid\n\nGENEVA, Tuesday, 3 May – {BODY} The camp was opened in March 2020.");
    assert_eq!(value(&text), "2022-05-03");
}

#[test]
fn each_kind_of_evidence_tells_a_year() {
    for (head, text, expected) in [
        ("27 January 6/83", "", "1983-01-27"),
        ("17 October | Media Release 109/97", "", "1997-10-17"),
        (
            "13 August",
            "The boat was found on 10 August 2002, and its crew was heard on 12 August 2002.",
            "2002-08-13",
        ),
        (
            "7 June",
            "The grants of the 2010-11 financial year, like others of 2010-11, are open until 30 June 2010.",
            "2010-06-07",
        ),
        (
            "2 July",
            "The site was closed in May 2007. © Office of Settlement 2007",
            "2007-07-02",
        ),
        (
            "Wednesday, 12 September",
            "Since 2001 the office has had no money.",
            "2001-09-12",
        ),
    ] {
        let date = read_text(&format!("Aid\n\n{head}\n\n{BODY} {text}\n")).unwrap();
        assert_eq!(date.value.to_string(), expected, "{head}: {text}");
        assert!(date.inferred && !date.bounds.is_empty(), "{head}: {text}");
    }
}

#[test]
fn a_date_without_year_is_not_passed_over_for_a_worse_one() {
    let enclosed = "12 March\n\nA letter of the office follows, as it was sent to the council by its head, who asks for \
                    room for three hundred people in the winter to come, and for beds, stoves and food for all of them.\n\n\
                    9 March 2004\n";
    let date = read_text(&format!("Aid\n\n{enclosed}\n{BODY}")).unwrap();
    assert_eq!(
        (date.value.to_string().as_str(), date.inferred),
        ("2004-03-12", true)
    );
    let twice = "12 March\n\nThe Aid Office 12 March 2004\n";
    let date = read_text(&format!("Aid\n\n{twice}\n{BODY}")).unwrap();
    assert_eq!(
        (date.value.to_string().as_str(), date.inferred),
        ("2004-03-12", false)
    );
}

#[test]
fn an_appointment_has_no_say_in_the_date() {
    for line in [
        "Town hall: Tuesday, 17 August, 6:00 pm",
        "Tuesday, August 17 – 6:00pm",
    ] {
        let text = format!("{line}\n\n{BODY} It was founded on 15 August 2021.");
        assert_eq!(value(&text), "none", "{line}");
    }
}

#[test]
fn a_number_of_the_release_is_no_part_of_its_date() {
    assert_eq!(
        value(&format!("Aid\n\n27 January 1983 6/83\n\n{BODY}")),
        "1983-01-27"
    );
}

#[test]
fn without_evidence_the_year_stays_unknown() {
    assert_eq!(
        value(&format!("Aid\n\nGENEVA, Aug 28 (UNHCR) – {BODY}")),
        "none"
    );
    assert_eq!(
        value(&format!(
            "Aid\n\nGENEVA, Aug 28 (UNHCR) – {BODY} It was founded in 1951."
        )),
        "none"
    );
}

#[test]
fn time_is_linear_in_what_repeats() {
    for piece in [
        "2001-",
        "2001",
        "2001 ",
        "No 1/01 ",
        "1/01/",
        "Monday, 3 May ",
        "5 May 2001 ",
        "2001 Bill ",
        "070901/",
        "5 May 2001. Page 1 of 2 ",
        "2001–2002",
        "é2001",
    ] {
        let text = format!("3 May\n\n{}", piece.repeat(300_000 / piece.len()));
        let start = std::time::Instant::now();
        read_text(&text);
        assert!(
            start.elapsed().as_secs() < 2,
            "{piece:?}: {:?}",
            start.elapsed()
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC|May 5|2021|GENEVA, | – |Date: |on |\n|٣|12/11/20|6/83|2002-03|Bill |© |Monday ){0,40}", name in "\\PC{0,20}", start in 0_usize..60) {
        let given = Given { body_start: start, url: Some(name.clone()), ..Given::default() };
        if let Some(date) = read_with(&text, &given, &name) {
            if let Some(span) = date.span {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
            prop_assert!((0.0..=1.0).contains(&date.confidence));
        }
    }
}
