//! Datelines in all their forms, and lines that only look like one.

use super::*;
use proptest::prelude::*;

const BODY: &str = "The agency said that more than four thousand people had crossed the border since \
                    the start of the week and that many of them needed shelter.";

/// Place, country, agency and date (`year-month-day`) of the dateline of a release
/// that starts with a title.
fn read(dateline: &str) -> String {
    let text = format!("Aid reaches the valley\n\n0\n708\n\n{dateline} {BODY}\n");
    show(&text)
}

fn show(text: &str) -> String {
    let Some(found) = find(text, 0) else {
        return "none".to_owned();
    };
    let (span, place) = found.place.unwrap();
    assert_eq!(span.of(text), place.written);
    let mut out = format!("{}/{}", place.name, place.country.unwrap_or_default());
    if let Some(agency) = found.agency {
        out += &format!(" ({})", agency.of(text));
    }
    if let Some(date) = found.date {
        let year = date.year.map_or("?".to_owned(), |year| year.to_string());
        out += &format!(" {year}-{}-{}", date.month, date.day.unwrap_or(0));
    }
    out
}

#[test]
fn datelines_of_every_form() {
    for (written, expected) in [
        ("ISLAMABAD, APR 26 /DNA/ –", "Islamabad/PK (DNA) ?-4-26"),
        ("GENEVA, Aug 28 (UNHCR) –", "Geneva/CH (UNHCR) ?-8-28"),
        ("LESBOS, Greece (UNHCR) –", "Lesbos/GR (UNHCR)"),
        ("Conakry –", "Conakry/GN"),
        ("Tunis, Tunisia – 1 February 2017.", "Tunis/TN 2017-2-1"),
        ("WASHINGTON, D.C. –", "Washington/US"),
        ("WASHINGTON —", "Washington/US"),
        ("WASHINGTON, D.C. Today", "Washington/US"),
        ("[WASHINGTON, DC] –", "Washington/US"),
        ("(Oakland, CA) ", "Oakland/US"),
        ("Geneva/Nairobi, 3 May 2019 -", "Geneva/CH 2019-5-3"),
        ("GENEVA and NEW YORK, 3 May 2019 -", "Geneva/CH 2019-5-3"),
        ("(Geneva, 12 June 2021)", "Geneva/CH 2021-6-12"),
        ("(Beirut) –", "Beirut/LB"),
        (
            "NEW YORK, 23 July (Amira Sol) --",
            "New York/US (Amira Sol) ?-7-23",
        ),
        (
            "PORT-AU-PRINCE, Haiti, March 3, 2021 (GLOBE NEWSWIRE) --",
            "Port-au-Prince/HT (GLOBE NEWSWIRE) 2021-3-3",
        ),
        ("GENÈVE, le 12 mars 2021 –", "Geneva/CH 2021-3-12"),
        ("Madrid, 4 de mayo de 2022.–", "Madrid/ES 2022-5-4"),
        ("Berlin, 3. Juni 2020 –", "Berlin/DE 2020-6-3"),
        ("Berlin, den 3. Juni 2020 –", "Berlin/DE 2020-6-3"),
        ("Roma, 5 maggio 2019 –", "Rome/IT 2019-5-5"),
        ("Lisboa, 12 de março de 2021 –", "Lisbon/PT 2021-3-12"),
        ("عمان، 12 مارس 2023 –", "Amman/JO 2023-3-12"),
        ("GENÈVE, le 3 mars –", "Geneva/CH ?-3-3"),
        ("Genève, 1er mars 2021 –", "Geneva/CH 2021-3-1"),
        ("PARIS, mercredi 3 mars 2021 –", "Paris/FR 2021-3-3"),
        ("Ginebra, 3 de marzo (ACNUR) –", "Geneva/CH (ACNUR) ?-3-3"),
        ("Bogotá, 3 de marzo de 2021 –", "Bogotá/CO 2021-3-3"),
        (
            "CIUDAD DE MÉXICO, 3 de marzo de 2021.-",
            "Mexico City/MX 2021-3-3",
        ),
        ("Berlin, 3. März 2021 –", "Berlin/DE 2021-3-3"),
        ("Berlin (dpa), 3. März 2021 –", "Berlin/DE (dpa) 2021-3-3"),
        ("Genève/Nairobi, le 3 mars 2021 –", "Geneva/CH 2021-3-3"),
        ("Roma, lì 3 marzo 2021 –", "Rome/IT 2021-3-3"),
        ("Brasília, 03 de março de 2021 –", "Brasília/BR 2021-3-3"),
        ("Madrid, a 3 de marzo de 2021.-", "Madrid/ES 2021-3-3"),
        ("بيروت، 3 آذار 2021 –", "Beirut/LB 2021-3-3"),
        ("WIEN, 3. März –", "Vienna/AT ?-3-3"),
        ("Roma, 3 marzo 2021 –", "Rome/IT 2021-3-3"),
        ("ROMA, 3 marzo –", "Rome/IT ?-3-3"),
        ("Lisboa, 3 de março de 2021 –", "Lisbon/PT 2021-3-3"),
        (
            "Brasília, 3 de março de 2021 (ACNUR) –",
            "Brasília/BR (ACNUR) 2021-3-3",
        ),
        ("جنيف، 3 مارس 2021 –", "Geneva/CH 2021-3-3"),
        ("جنيف، ٣ آذار/مارس ٢٠٢١ –", "Geneva/CH 2021-3-3"),
        ("PORTLAND, Ore., Feb 26 -", "Portland/US ?-2-26"),
        ("CHEVY CHASE, Md., - March 4 -", "Chevy Chase/US ?-3-4"),
        ("RICHMOND, Va. Feb 26 -", "Richmond/US ?-2-26"),
        ("JOHANNESBURG March 13 -", "Johannesburg/ZA ?-3-13"),
        ("La paz, march 4 -", "La Paz/BO ?-3-4"),
        ("ROME, March 13, Reuter -", "Rome/IT (Reuter) ?-3-13"),
        ("LITTLE NOWHERE, March 13 -", "Little Nowhere/ ?-3-13"),
        ("BRUSSELS (AP) _", "Brussels/BE (AP)"),
        (
            "GENEVA, Tuesday, 4 May 2021 (UN) –",
            "Geneva/CH (UN) 2021-5-4",
        ),
        ("2 May 2024, Geneva –", "Geneva/CH 2024-5-2"),
        ("FOR IMMEDIATE RELEASE: NAIROBI, Kenya –", "Nairobi/KE"),
        ("ISLAMABAD:", "Islamabad/PK"),
        (
            "WASHINGTON Two companies that smuggled workers pleaded guilty.",
            "Washington/US",
        ),
        (
            "December 5, 2017 (WASHINGTON)  Today",
            "Washington/US 2017-12-5",
        ),
        ("RIPLEY, W. Va., March 19 -", "Ripley/US ?-3-19"),
        ("FARMINGTON Conn., March 9 -", "Farmington/US ?-3-9"),
        ("****LONDON, March 5 -", "London/GB ?-3-5"),
        ("GEORGETOWN, Far Cay, March 25 -", "Georgetown/ ?-3-25"),
        ("Cox’s Bazar, Bangladesh –", "Cox's Bazar/BD"),
    ] {
        assert_eq!(read(written), expected, "{written}");
    }
}

#[test]
fn what_only_looks_like_a_dateline_is_none() {
    for written in [
        "Refugees – a new report.",
        "Statement – 5 May 2020 –",
        "UPDATE, May 5 -",
        "Geneva-based agencies, May 5,",
        "Geneva Conventions – the text.",
        "Lebanon – what comes next.",
        "Today, the minister said.",
        "WASHINGTON Post reporters found out.",
        "On 26 April – the day",
        "Minister Smith – who leads the office –",
        "Mission – we protect",
        "Media – contacts below.",
        "In Paris, France, June 12-13, the envoy",
        "Since its start in March 2007, the office",
        "Smith will be heard on May 25, 2016, where",
    ] {
        assert_eq!(read(written), "none", "{written}");
    }
}

#[test]
fn a_title_is_no_dateline_and_a_transcript_has_none() {
    assert_eq!(
        show("Lampedusa – a year on\n\nText follows here, and it goes on."),
        "none"
    );
    let turns = format!("HOUSTON: {BODY}\n\nQUESTION: Why?\n\nHOUSTON: {BODY}\n");
    assert_eq!(show(&format!("Briefing\n\n{turns}")), "none");
}

#[test]
fn a_transcript_has_its_place_on_a_line_of_its_own() {
    let text =
        format!("Remarks at the border\n\nThe Old Theatre\nWarsaw, Poland\n\n3:28 P.M.\n\n{BODY}");
    assert_eq!(show(&text), "Warsaw/PL");
    let address = format!("Remarks\n\nRoom 12, 40 High Street\nWarsaw, Poland\n\n{BODY}");
    assert_eq!(show(&address), "none");
}

#[test]
fn a_letter_is_dated_at_its_end() {
    let text = format!("An open letter\n\n{BODY}\n\nYours,\n\nCanberra, 4 November 1992\n");
    assert_eq!(show(&text), "Canberra/AU 1992-11-4");
}

#[test]
fn the_span_holds_the_dash() {
    let text = format!("Aid\n\nISLAMABAD, APR 26 /DNA/ – {BODY}");
    assert_eq!(
        find(&text, 0).unwrap().span.of(&text),
        "ISLAMABAD, APR 26 /DNA/ –"
    );
}

#[test]
fn agencies_stand_in_many_ways() {
    for (head, wanted) in [
        ("(ANSA) - ROMA, 12 APR -", "Rome/IT (ANSA) ?-4-12"),
        ("Roma, 15 gen. (askanews) -", "Rome/IT (askanews) ?-1-15"),
        (
            "Palermo (Italia), 3 ago. (LaPresse) –",
            "Palermo/IT (LaPresse) ?-8-3",
        ),
        ("Kassel (epd).", "Kassel/DE (epd)"),
        (
            "Magdeburg (mdz Hafendienst) -",
            "Magdeburg/DE (mdz Hafendienst)",
        ),
    ] {
        let text = format!("Boote\n\n{head} {BODY}");
        assert_eq!(show(&text), wanted, "{head}");
    }
}

#[test]
fn a_part_of_a_town_is_in_the_town() {
    let text = format!("Boote\n\nBern-Wabern, 03.02.2015 - {BODY}");
    let place = find(&text, 0).unwrap().place.unwrap().1;
    assert_eq!(
        (place.name.as_str(), place.country.as_deref()),
        ("Bern", Some("CH"))
    );
}

#[test]
fn time_is_linear_in_what_repeats() {
    for piece in [
        "(", "A", "A ", "-", "GENEVA, ", "GENEVA: ", "1", "May 1 ", "\n", "/", "a\n\n",
    ] {
        let text = piece.repeat(400_000 / piece.len());
        let start = std::time::Instant::now();
        find(&text, 0);
        assert!(
            start.elapsed().as_secs() < 2,
            "{piece:?}: {:?}",
            start.elapsed()
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC|GENEVA|, |D\\.C\\.| – |May 5|\\(|/|\n|ü){0,40}", start in 0_usize..50) {
        if let Some(found) = find(&text, start) {
            let (place, _) = found.place.unwrap();
            prop_assert!(text.get(found.span.start..found.span.end).is_some());
            prop_assert!(text.get(place.start..place.end).is_some());
            prop_assert!(found.span.contains(place));
        }
    }
}
