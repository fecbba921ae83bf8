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
    let tail = last_chars(words, 48).to_lowercase();
    let tail = tail.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|' | '.' | ',' | '/')
    });
    if PAGE.iter().any(|label| tail.contains(label)) {
        return Some(Label::Page);
    }
    if tail.contains("embargo") || tail.contains("sperrfrist") {
        return Some(Label::Embargo);
    }
    if ends_in(tail, RELEASE) {
        return Some(Label::Release);
    }
    if ends_in(tail, EVENT) {
        Some(Label::Event)
    } else {
        None
    }
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

const PAGE: &[&str] = &[
    "accessed",
    "archived",
    "date printed",
    "downloaded",
    "last modified",
    "last reviewed",
    "last revised",
    "last update",
    "page updated",
    "print date",
    "printed",
    "retrieved",
    "today's date",
    "today’s date",
    "consulté le",
    "mis à jour",
    "mise à jour",
    "imprimé le",
    "actualizado",
    "última actualización",
    "consultado",
    "abgerufen",
    "gedruckt",
    "zuletzt",
    "aktualisiert",
    "aggiornato",
    "stampato",
    "atualizado",
    "impresso",
    "آخر تحديث",
];

const RELEASE: &[&str] = &[
    "date",
    "dated",
    "date of release",
    "immediate release",
    "issued",
    "issued on",
    "posted",
    "posted on",
    "posted at",
    "published",
    "published on",
    "publication date",
    "press release",
    "media release",
    "news release",
    "press statement",
    "media statement",
    "release date",
    "released",
    "released on",
    "for release",
    "story date",
    "this is",
    "today is",
    "today",
    "media alert",
    "media advisory",
    "date de publication",
    "publié le",
    "publiée le",
    "communiqué de presse",
    "communiqué",
    "fecha",
    "fecha de publicación",
    "publicado el",
    "publicado",
    "comunicado de prensa",
    "nota de prensa",
    "datum",
    "veröffentlicht am",
    "veröffentlicht",
    "pressemitteilung",
    "pressemitteilung vom",
    "data",
    "pubblicato il",
    "comunicato stampa",
    "publicado em",
    "comunicado de imprensa",
    "nota à imprensa",
    "التاريخ",
    "تاريخ النشر",
    "بيان صحفي",
    "نشر في",
];

const EVENT: &[&str] = &[
    "a",
    "after",
    "am",
    "and",
    "around",
    "as of",
    "at",
    "au",
    "bis",
    "before",
    "between",
    "by",
    "closing date",
    "da",
    "deadline",
    "depuis",
    "dès",
    "during",
    "due",
    "desde",
    "effective",
    "el",
    "em",
    "end of",
    "ending",
    "expires",
    "for",
    "from",
    "held",
    "held on",
    "hasta",
    "in",
    "jusqu'au",
    "of",
    "on",
    "since",
    "starting",
    "seit",
    "since the",
    "the",
    "through",
    "till",
    "to",
    "until",
    "vom",
    "was",
    "when",
    "wann",
    "quand",
    "cuándo",
    "event date",
    "born",
    "dal",
    "al",
    "do",
    "zum",
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
            ("update ", None),
            ("", None),
        ] {
            assert_eq!(before(words), label, "{words:?}");
        }
    }
}
