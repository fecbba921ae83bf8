//! What a mail's header fields say of the release in it.

use mail_parser::Message;

use crate::document::{Given, PartialDate};

use super::super::properties::fold;

/// What mail programs put before the subject of an answer or of a mail passed on.
const ANSWERS: &[&str] = &["re", "aw", "sv", "antw", "rif", "r", "res"];
const PASSED_ON: &[&str] = &[
    "fw", "fwd", "wg", "tr", "rv", "enc", "i", "doorst", "vs", "vl",
];
/// What offices put before a title.
const LABELS: &[&str] = &[
    "press release",
    "media release",
    "news release",
    "press statement",
    "media advisory",
    "press note",
    "pressemitteilung",
    "communiqué de presse",
    "comunicado de prensa",
    "nota de prensa",
    "comunicato stampa",
    "comunicado de imprensa",
    "for immediate release",
];
/// A subject of fewer words is a label more often than a title.
const LEAST_WORDS: usize = 3;
/// Paragraphs of the head in which the title is looked for.
const HEAD: usize = 12;

/// What is given of the message with this text.
pub(super) fn given(message: &Message<'_>, text: &str) -> Given {
    let creators: Vec<String> = message
        .from()
        .and_then(|from| from.first())
        .and_then(|sender| sender.name())
        .map(|name| fold(name.trim_matches(['"', '\''])))
        .filter(|name| !name.is_empty() && !name.contains('@'))
        .into_iter()
        .collect();
    let (subject, is_own) = subject(message.subject().unwrap_or_default());
    if !is_own {
        return Given {
            title: printed(&subject, text),
            ..Given::default()
        };
    }
    let is_title = subject.split(' ').count() >= LEAST_WORDS;
    Given {
        title: printed(&subject, text).or_else(|| is_title.then_some(subject)),
        date: message.date().and_then(|date| {
            PartialDate::day(i16::try_from(date.year).ok()?, date.month, date.day)
        }),
        creators,
        ..Given::default()
    }
}

/// The subject without what was put before it, and whether it is the sender's own.
fn subject(written: &str) -> (String, bool) {
    let folded = fold(written);
    let mut rest = folded.as_str();
    let mut is_own = true;
    loop {
        if let Some((tag, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            if tag.len() > 40 || after.trim().is_empty() {
                break;
            }
            rest = after.trim_start();
            continue;
        }
        let Some((before, after)) = rest.split_once(':') else {
            break;
        };
        let before =
            before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | ' '));
        let before = before.to_lowercase();
        if ANSWERS.contains(&before.as_str()) || PASSED_ON.contains(&before.as_str()) {
            is_own = false;
        } else if !LABELS.contains(&before.as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    (without_label(rest).to_owned(), is_own)
}

/// Without a label that a dash or bar sets off.
fn without_label(subject: &str) -> &str {
    for mark in [" – ", " — ", " - ", " | "] {
        if let Some((before, after)) = subject.split_once(mark)
            && LABELS.contains(&before.to_lowercase().as_str())
        {
            return after;
        }
    }
    subject
}

/// The title as the head of the text prints it, in its own capitals and to its end.
fn printed(subject: &str, text: &str) -> Option<String> {
    if subject.is_empty() {
        return None;
    }
    let wanted = subject.to_lowercase();
    let cut = wanted
        .strip_suffix("...")
        .or_else(|| wanted.strip_suffix('…'));
    let mut head = text.split("\n\n").take(HEAD).map(fold);
    head.find(|paragraph| {
        let paragraph = paragraph.to_lowercase();
        paragraph == wanted
            || cut.is_some_and(|cut| cut.len() > 20 && paragraph.starts_with(cut.trim_end()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_subject_is_taken_off() {
        let cases = [
            (
                "New centre opens in Haldvik",
                "New centre opens in Haldvik",
                true,
            ),
            (
                "[press-list]  PRESS RELEASE: New centre\n opens",
                "New centre opens",
                true,
            ),
            ("Media release – New centre opens", "New centre opens", true),
            ("Fwd: Re[2]: New centre opens", "New centre opens", false),
            (
                "WG: AW: Pressemitteilung: Neue Stelle",
                "Neue Stelle",
                false,
            ),
            (
                "Haldvik: new centre opens",
                "Haldvik: new centre opens",
                true,
            ),
            ("[Update]", "[Update]", true),
        ];
        for (written, clean, is_own) in cases {
            assert_eq!(subject(written), (clean.to_owned(), is_own), "{written}");
        }
    }

    #[test]
    fn the_printed_form_of_the_subject_is_the_title() {
        let text = "NEWS\n\nNew Centre Opens in Haldvik\nafter two years\n\nText.";
        let title = "New Centre Opens in Haldvik after two years";
        assert_eq!(
            printed("New centre opens in Haldvik after two years", text).as_deref(),
            Some(title)
        );
        assert_eq!(
            printed("New centre opens in Hald…", text).as_deref(),
            Some(title)
        );
        assert_eq!(printed("New centre", text), None);
    }
}
