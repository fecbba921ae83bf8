//! Messages and mailboxes, whole and damaged.

use proptest::prelude::*;

use super::super::super::read::{Contents, Reader};
use super::super::super::skip::SkipReason;
use super::super::package::tests::archive;
use crate::document::PartialDate;

fn read(message: &str) -> Result<Contents, SkipReason> {
    Reader::default().read_content("a.eml", message.replace('\n', "\r\n").as_bytes())
}

const HEAD: &str = "From: =?utf-8?q?Harbour_Aid_=E2=80=93_Press?= <press@aid.example>\nTo: list@x.example\n\
    Date: Thu, 3 Oct 2019 23:30:00 -0400\nMessage-ID: <1@aid.example>\nMIME-Version: 1.0\n";

#[test]
fn the_fields_are_given_and_the_body_is_the_text() {
    let message = format!(
        "{HEAD}Subject: =?iso-8859-1?q?New_caf=E9_opens_in_Haldvik?=\nContent-Type: text/plain; charset=windows-1252\n\
         Content-Transfer-Encoding: quoted-printable\n\n=93They came back,=94 she=\n said.\n"
    );
    let item = read(&message).unwrap().items.remove(0);
    assert_eq!(item.part, None);
    assert_eq!(
        item.release.text,
        "\u{201c}They came back,\u{201d} she said.\n"
    );
    let given = item.release.given;
    assert_eq!(given.title.as_deref(), Some("New café opens in Haldvik"));
    assert_eq!(given.date, PartialDate::day(2019, 10, 3));
    assert_eq!(given.creators, ["Harbour Aid – Press"]);
}

#[test]
fn a_mail_passed_on_gives_neither_day_nor_sender() {
    let message =
        format!("{HEAD}Subject: Fwd: New centre opens\n\nBegin forwarded message:\n\nThe text.\n");
    let given = read(&message).unwrap().items.remove(0).release.given;
    assert_eq!(
        (given.date, given.title, given.creators.len()),
        (None, None, 0)
    );
}

fn of_parts(kind: &str, parts: &[&str]) -> String {
    let inner: Vec<String> = parts.iter().map(|part| format!("--b\n{part}\n")).collect();
    format!(
        "{HEAD}Subject: New centre opens in Haldvik\nContent-Type: multipart/{kind}; boundary=b\n\n{}--b--\n",
        inner.concat()
    )
}

#[test]
fn a_stub_gives_way_to_the_html_and_a_text_does_not() {
    let html = format!(
        "Content-Type: text/html\n\n<p>{}</p>",
        "The centre is open. ".repeat(20)
    );
    let stub = "Content-Type: text/plain\n\nPlease view this in HTML.";
    let text = read(&of_parts("alternative", &[stub, &html]))
        .unwrap()
        .items
        .remove(0)
        .release
        .text;
    assert!(text.starts_with("The centre is open."), "{text}");
    let full = format!(
        "Content-Type: text/plain\n\n{}",
        "The plain text. ".repeat(50)
    );
    let text = read(&of_parts("alternative", &[&full, &html]))
        .unwrap()
        .items
        .remove(0)
        .release
        .text;
    assert!(text.starts_with("The plain text."), "{text}");
}

fn attached(name: &str, content: &[u8]) -> String {
    let escaped: String = content.iter().map(|byte| format!("={byte:02X}")).collect();
    let lines: Vec<String> = escaped
        .as_bytes()
        .chunks(60)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    format!(
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"{name}\"\n\
         Content-Transfer-Encoding: quoted-printable\n\n{}",
        lines.join("=\n")
    )
}

#[test]
fn documents_attached_are_parts_of_their_own_and_pictures_are_not() {
    let docx = archive(&[(
        "word/document.xml",
        "<w:p><w:r><w:t>A release.</w:t></w:r></w:p>",
    )]);
    let parts = [
        "Content-Type: text/plain\n\nPlease find it attached.".to_owned(),
        attached("../x/release.docx", &docx),
        attached("release.docx", &docx),
        attached("logo.png", b"\x89PNG\r\n\x1A\nx"),
        attached("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1x"),
        attached("notes.txt", b"Notes."),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let contents = read(&of_parts("mixed", &parts)).unwrap();
    let names: Vec<Option<&str>> = contents
        .items
        .iter()
        .map(|item| item.part.as_deref())
        .collect();
    assert_eq!(
        names,
        [
            None,
            Some("release.docx"),
            Some("release.docx (2)"),
            Some("notes.txt")
        ]
    );
    assert_eq!(contents.items[1].release.text, "A release.\n");
    let lost: Vec<(&str, &str)> = contents
        .lost
        .iter()
        .map(|lost| (lost.part.as_str(), lost.reason.name()))
        .collect();
    assert_eq!(lost, [("old.doc", "unknown-format")]);
}

#[test]
fn pages_and_rows_attached_are_read_and_what_holds_none_is_named() {
    let page = format!(
        "<h1>Harbour opens</h1><p>{}</p>",
        "The harbour is open. ".repeat(9)
    );
    let parts = [
        "Content-Type: text/plain\n\nPlease find it attached.".to_owned(),
        attached("page.html", page.as_bytes()),
        attached(
            "rows.csv",
            b"title,text\nOne,First text.\nTwo,Second text.\n",
        ),
        attached(
            "one.json",
            b"{\"title\":\"Three\",\"text\":\"Third text.\"}",
        ),
        attached("numbers.json", b"[1, 2]"),
        attached("packed.gz", &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0]),
        attached("card.vcf", b"BEGIN:VCARD"),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let contents = read(&of_parts("mixed", &parts)).unwrap();
    let read: Vec<(&str, &str)> = contents
        .items
        .iter()
        .skip(1)
        .map(|item| {
            let first = item.release.text.lines().next();
            (
                item.part.as_deref().unwrap_or_default(),
                first.unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("page.html", "Harbour opens"),
            ("rows.csv#2", "One"),
            ("rows.csv#3", "Two"),
            ("one.json", "Three")
        ]
    );
    let lost: Vec<&str> = contents
        .lost
        .iter()
        .map(|lost| lost.part.as_str())
        .collect();
    assert_eq!(lost, ["numbers.json#1", "numbers.json#2", "packed.gz"]);
}

#[test]
fn a_body_of_markup_is_read_as_a_page_is() {
    let html = "Content-Type: text/html\n\n<div style=\"display: none\">pre<div>view</div></div>\
        <table><tr><td><h1>New\n centre</h1><p>&ldquo;They <b>came</b> back,&rdquo;<br>she said.\
        <br><br>Then &amp; now&#8217;s</p></td></tr></table>";
    let item = read(&of_parts("mixed", &[html])).unwrap().items.remove(0);
    assert_eq!(
        item.release.text,
        "New centre\n\n\u{201c}They came back,\u{201d}\nshe said.\n\nThen & now\u{2019}s"
    );
    let deep = format!("Content-Type: text/html\n\n{}", "<div>".repeat(5_000));
    let refused = read(&of_parts("mixed", &[&deep])).unwrap_err();
    assert_ne!(refused, SkipReason::Empty, "{refused:?}");
}

#[test]
fn a_message_attached_is_read_as_one() {
    let inner = "Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: The inner one is here\nMessage-ID: <2@b>\n\nInner.\n";
    let contents = read(&of_parts(
        "mixed",
        &["Content-Type: text/plain\n\nOuter.", inner],
    ))
    .unwrap();
    let parts: Vec<Option<&str>> = contents
        .items
        .iter()
        .map(|item| item.part.as_deref())
        .collect();
    assert_eq!(parts, [None, Some("2@b")]);
    assert_eq!(contents.items[1].release.text.trim(), "Inner.");
}

#[test]
fn every_message_of_a_mailbox_is_a_release() {
    let message = |id: &str, text: &str| {
        format!(
            "From a@b Thu Oct  3 10:00:00 2019\n{}Subject: New centre opens\n\n{text}\n\n",
            HEAD.replace("<1@", id)
        )
    };
    let mailbox = [
        message("<1@", "One.\n>From here on."),
        message("<2@", "Two."),
        message("<2@", ""),
    ]
    .concat();
    let contents = Reader::default()
        .read_content("a.mbox", mailbox.as_bytes())
        .unwrap();
    let read: Vec<(&str, &str)> = contents
        .items
        .iter()
        .map(|item| {
            (
                item.part.as_deref().unwrap_or_default(),
                item.release.text.trim(),
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("1@aid.example", "One.\nFrom here on."),
            ("2@aid.example", "Two.")
        ]
    );
    assert_eq!(contents.lost[0].part, "2@aid.example (2)");
    assert_eq!(contents.lost[0].reason, SkipReason::Empty);
}

#[test]
fn messages_inside_messages_end_somewhere() {
    let mut message = "Subject: x\nMessage-ID: <0@x>\n\nCore.\n".to_owned();
    for at in 1..40 {
        message = format!(
            "Message-ID: <{at}@x>\nMIME-Version: 1.0\nSubject: x\nContent-Type: message/rfc822\n\n{message}"
        );
    }
    let contents = read(&message);
    assert!(contents.is_err() || contents.is_ok_and(|contents| contents.items.len() < 40));
}

proptest! {
    #[test]
    fn any_message_is_read_or_says_why(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: message/rfc822\n", "--b\n", "--b--\n", "\n",
        "Content-Transfer-Encoding: base64\n", "AAAA=\n", "Subject: =?utf-8?q?=E9?=\n", "From a@b\n",
        "Content-Disposition: attachment; filename=a.txt\n", "Content-Type: text/html\n", "<p>x\n", "Message-ID: <1@x>\n",
    ]), 0..40)) {
        for name in ["a.eml", "a.mbox"] {
            let start = if name == "a.mbox" { "From a@b\n" } else { "" };
            let _ = Reader::default().read_content(name, format!("{start}From: a@b.example\nMessage-ID: <1@x>\n{}", pieces.concat()).as_bytes());
        }
    }
}
