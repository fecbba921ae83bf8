//! The words round a date that tell what it is the date of.

/// What the words before a date make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// "Date:", "Published", "For immediate release": the release's own.
    Release,
    /// "Embargoed until": the release's, when nothing better is printed.
    Embargo,
    /// "Printed on", "Last updated", "Accessed": the page's, not the release's.
    Page,
    /// "Deadline:", "When:", "on", "until": of something told about.
    Event,
}

/// Reads the words that end right before a date.
pub(super) fn before(words: &str) -> Option<Label> {
    let tail = one_blank(&last_chars(words, 48).to_lowercase());
    let tail = tail.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|' | '.' | ',' | '/')
    });
    if PAGE.iter().any(|label| tail.contains(label)) || ends_in(tail, PAGE_AT_END) {
        return Some(Label::Page);
    }
    if tail.contains("embargo") || tail.contains("sperrfrist") {
        return Some(Label::Embargo);
    }
    if ends_in(tail, RELEASE)
        || ends_in(tail, RELEASE_AT_START) && words.trim().chars().count() <= LONGEST_LABEL
    {
        return Some(Label::Release);
    }
    // A heading in capitals ("SPEECH AT THE OPENING, SYDNEY, ON 21 SEPTEMBER")
    // says when its own speech was given.
    let heading = tail.ends_with(" on") && !words.contains(char::is_lowercase);
    (!heading && ends_in(tail, EVENT)).then_some(Label::Event)
}

/// Characters of a line that is all label: "Date of publication (online):".
const LONGEST_LABEL: usize = 32;

/// Runs of white space as one blank: scanners and no-break spaces double them.
fn one_blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether `tail` ends in one of the labels as whole words.
fn ends_in(tail: &str, labels: &[&str]) -> bool {
    labels.iter().any(|label| {
        tail.strip_suffix(label)
            .is_some_and(|head| !head.ends_with(char::is_alphanumeric))
    })
}

/// The last `count` characters.
pub(super) fn last_chars(text: &str, count: usize) -> &str {
    match text.char_indices().rev().nth(count.saturating_sub(1)) {
        Some((at, _)) => text.get(at..).unwrap_or_default(),
        None => text,
    }
}

#[rustfmt::skip]
const PAGE: &[&str] = &[
    "accessed", "archived", "date printed", "downloaded", "last modified", "last reviewed",
    "last revised", "last update", "page updated", "print date", "printed", "retrieved",
    "today's date", "today’s date", "consulté le", "mis à jour", "mise à jour", "imprimé le",
    "actualizado", "última actualización", "consultado", "abgerufen", "gedruckt", "zuletzt",
    "aktualisiert", "aggiornato", "stampato", "atualizado", "impresso", "آخر تحديث",
];

/// Words of a page's own dates that are words of a sentence too.
#[rustfmt::skip]
const PAGE_AT_END: &[&str] = &[
    "modified", "modified on", "updated", "updated on", "modifié le", "modificado",
    "modificado el", "geändert", "geändert am", "modificato il", "modificado em",
];

/// Labels that are nothing else wherever they stand.
#[rustfmt::skip]
const RELEASE: &[&str] = &[
    "date of release", "immediate release", "publication date", "press release", "media release",
    "news release", "press statement", "media statement", "release date", "for release",
    "story date", "media alert", "media advisory", "today", "posted on", "date de publication",
    "communiqué de presse", "fecha de publicación", "comunicado de prensa", "nota de prensa",
    "pressemitteilung", "pressemitteilung vom", "comunicato stampa", "comunicado de imprensa",
    "nota à imprensa", "تاريخ النشر", "بيان صحفي",
];

/// Labels that are words of a sentence too: only as all that stands on a line.
#[rustfmt::skip]
const RELEASE_AT_START: &[&str] = &[
    "date", "dated", "issued", "issued on", "posted", "posted at", "published", "published on",
    "released", "released on", "this is", "today is", "publié le", "publiée le", "communiqué",
    "fecha", "publicado el", "publicado", "datum", "veröffentlicht am", "veröffentlicht", "data",
    "pubblicato il", "publicado em", "التاريخ", "نشر في",
];

#[rustfmt::skip]
const EVENT: &[&str] = &[
    "a", "after", "am", "and", "around", "as of", "at", "au", "bis", "before", "between", "by",
    "apply", "apply by", "bewerbungsschluss", "close", "closes", "closing", "closing date", "da",
    "date limite", "date limite de dépôt", "deadline", "due date", "einsendeschluss", "fecha límite",
    "frist", "prazo", "prazo final", "register by", "rsvp", "scadenza", "submit by", "termine",
    "الموعد النهائي", "آخر موعد", "depuis", "dès", "during", "due", "desde", "effective",
    "el", "em", "end of", "ending", "expires", "for", "from", "held", "held on", "hasta", "in",
    "jusqu'au", "of", "on", "since", "starting", "seit", "since the", "the", "through", "till",
    "to", "until", "vom", "was", "when", "wann", "quand", "cuándo", "event date", "born", "dal",
    "al", "do", "zum",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_date_tell_whose_it_is() {
        for (words, label) in [
            ("Date: ", Some(Label::Release)),
            ("MEDIA RELEASE  ", Some(Label::Release)),
            ("For immediate release: ", Some(Label::Release)),
            ("Publié le ", Some(Label::Release)),
            ("Today's date: ", Some(Label::Page)),
            ("This page was accessed on ", Some(Label::Page)),
            ("EMBARGOED UNTIL 9am ", Some(Label::Embargo)),
            ("The hearing will be held on ", Some(Label::Event)),
            ("Deadline: ", Some(Label::Event)),
            ("The Hon. A. Person MP ", None),
            (
                "The memo rescinds the guidelines issued on ",
                Some(Label::Event),
            ),
            ("Media\u{a0} release  ", Some(Label::Release)),
            ("SPEECH AT THE OPENING IN SYDNEY ON ", None),
            ("update ", None),
            ("", None),
        ] {
            assert_eq!(before(words), label, "{words:?}");
        }
    }
}
