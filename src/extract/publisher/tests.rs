//! Whole releases, invented, and who issued them.

use crate::document::Release;
use crate::extract::extract;

fn published(text: &str) -> Vec<String> {
    let release = Release {
        text: text.to_owned(),
        ..Release::default()
    };
    let found = extract(&release).publisher;
    found.into_iter().map(|publisher| publisher.value).collect()
}

const REST: &str = "The boats had been at sea for three nights, and the crews slept in the hall of the old customs house until noon.";

#[test]
fn a_member_is_known_by_headline_lead_or_address() {
    for head in [
        "Tam, Odden Introduce Bill on Harbour Permits\n\nWASHINGTON, DC – Today, U.S. Representatives Ada Tam (CA-19), Chair of the House Subcommittee on Boats, and Ola Odden (GA-04) introduced the Harbour Permits Act.",
        "Tam Statement on Harbour Ruling\n\nHALDEN — Congresswoman Ada Tam (D-CA) issued the following statement:",
        "Boats are Back in Halden\n\nWASHINGTON, DC – Congresswoman Ada Tam (D-CA) welcomed the crews at the quay.",
        "Boats are Back in Halden\n\nContact: press@tam.house.gov\n\nThe crews were met at the quay by Representative Ada Tam (CA-19) and others.",
    ] {
        assert_eq!(
            published(&format!("{head}\n\n{REST}")),
            ["Office of U.S. Representative Ada Tam"],
            "{head}"
        );
    }
}

#[test]
fn a_member_others_speak_of_is_no_publisher() {
    let text = "At the quay, Brandal assails Tam’s record\n\nCity Council Speaker Sunniva Brandal came to the quay on Monday to assail Sen. Ada Tam ahead of the vote.";
    assert!(published(&format!("{text}\n\n{REST}")).is_empty());
}

#[test]
fn officers_speak_for_their_department() {
    for head in [
        "Halden Day\n\nAda Tam, Secretary of State\n\nOn behalf of the United States I send best wishes to all in Halden on their national day and to those at sea.",
        "Talks in Halden\n\nOffice of the Spokesperson\n\nSecretary of State Ada Tam will travel to Halden on Monday for talks with the harbour masters of the region.",
    ] {
        let found = published(&format!("{head}\n\n{REST}"));
        assert_eq!(
            found.first().map(String::as_str),
            Some("U.S. Department of State"),
            "{head}"
        );
    }
}

#[test]
fn a_contact_or_address_names_the_body() {
    let head = "Crews left without pay\n\nA leading group has criticised the port for its treatment of crews, the Harbour Crews Law Centre’s director Ola Tam said on Monday in Halden.";
    for end in [
        "Contact: press@hclc.example",
        "Media contact: Ada Odden, HCLC: 0400 111 222",
    ] {
        assert_eq!(
            published(&format!("{head}\n\n{REST}\n\n{end}\n")),
            ["Harbour Crews Law Centre"],
            "{end}"
        );
    }
}

#[test]
fn of_bodies_that_act_together_the_first_issues() {
    let text = "Boats return\n\nHALDEN – Forty boats are back, the Harbour Boats Agency and the Halden Coast Guard announced today.";
    assert_eq!(
        published(&format!("{text}\n\n{REST}")),
        ["Harbour Boats Agency"]
    );
}

#[test]
fn all_who_speak_for_a_coalition_publish() {
    let joined = |opening: &str| {
        format!(
            "Crews held in port must go home\n\n{opening} on the port to let four hundred crews go home before the winter, as \
             the halls are full.\n\nAda Tam, Director at the Harbour Crews Law Centre:\n\n“The halls are full and nobody \
             can keep a distance there. They must go home.”\n\nOla Odden, Chief Executive of the Lantern Boats Trust:\n\n\
             “Crews tell us that they sleep six to a room and eat in one hall.”\n"
        )
    };
    assert_eq!(
        published(&joined("A broad coalition of lawyers today called")),
        ["Harbour Crews Law Centre", "Lantern Boats Trust"]
    );
    assert_eq!(
        published(&joined("The ruling coalition was called today")),
        ["Harbour Crews Law Centre"]
    );
}

#[test]
fn both_parties_of_a_joint_statement_publish() {
    let text = "Joint statement by the Lantern Crews’ Trust and the Harbour Boats Union on pay\n\nHALDEN, 3 May 2021 – We call on all ports to pay.";
    assert_eq!(
        published(&format!("{text}\n\n{REST}")),
        ["Lantern Crews’ Trust", "Harbour Boats Union"]
    );
}

#[test]
fn pieces_between_bars_are_letterheads() {
    let text = "Harbour Boats Agency | Newsroom | 3 May 2021\n\nForty boats are back in port after the storm\n\nForty boats came back today.";
    assert_eq!(
        published(&format!("{text}\n\n{REST}")),
        ["Harbour Boats Agency"]
    );
}

#[test]
fn a_wire_signs_its_articles() {
    let text = "BOATS RETURN TO HALDEN\n\nHALDEN, March 31 - The Halden Coast Guard announced that boats were back.";
    assert_eq!(
        published(&format!("{text}\n{REST}\n Reuter\n")),
        ["Reuters"]
    );
}

#[test]
fn a_ministers_letterhead_is_the_office() {
    let text = "The Hon Ada Tam MP\nMinister for Ports and Boats\n\nMEDIA RELEASE\n\n20 July 2017\n\nForty boats are back in port after the storm\n\nForty boats came back today.";
    assert_eq!(
        published(&format!("{text}\n\n{REST}")),
        ["Minister for Ports and Boats"]
    );
}
