//! Boilerplate: what stands in a release without saying anything in it.
//!
//! "About X", notes to editors, contacts, share bars, "###". A closing mark ends the
//! release; a heading opens a section that reaches to the next heading or the end.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::document::Section;
use crate::extract::reading::Reading;
use crate::text::Span;

/// Headings that open a section, by kind; compared in small letters with the line's beginning.
const HEADINGS: &[(&str, &[&str])] = &[
    (
        "about",
        &[
            "about ",
            "à propos d",
            "acerca de ",
            "sobre ",
            "über ",
            "informazioni su",
            "نبذة عن",
            "من نحن",
            "who we are",
            "qui sommes-nous",
            "quiénes somos",
            "chi siamo",
            "quem somos",
            "wer wir sind",
        ],
    ),
    (
        "notes",
        &[
            "note to editors",
            "notes to editors",
            "notes to the editor",
            "note to editor",
            "notes for editors",
            "editor's note",
            "editors' note",
            "editor’s note",
            "notes aux rédactions",
            "note aux rédactions",
            "nota para editores",
            "notas para editores",
            "nota a los editores",
            "note ai redattori",
            "note per i redattori",
            "nota aos editores",
            "notas aos editores",
            "nota à redação",
            "anmerkungen für die redaktion",
            "hinweis für redaktionen",
            "hinweise für redaktionen",
            "ملاحظة للمحررين",
            "ملاحظات للمحررين",
        ],
    ),
    (
        "contact",
        &[
            "media contact",
            "press contact",
            "contact:",
            "contacts:",
            "contact for media",
            "contact presse",
            "contacts presse",
            "contact information",
            "media enquiries",
            "media inquiries",
            "press office",
            "for further information",
            "for more information",
            "for media inquiries",
            "for additional information",
            "further information",
            "for interviews",
            "contacto",
            "contactos",
            "para más información",
            "pressekontakt",
            "kontakt",
            "rückfragen",
            "pour plus d",
            "للمزيد من المعلومات",
            "للتواصل",
            "جهة الاتصال",
            "contatti",
            "ufficio stampa",
            "per ulteriori informazioni",
            "per maggiori informazioni",
            "contato",
            "assessoria de imprensa",
            "para mais informações",
            "weitere informationen",
            "service de presse",
            "relations presse",
            "لمزيد من المعلومات",
            "الاتصال الإعلامي",
        ],
    ),
    (
        "share",
        &[
            "share this",
            "share on",
            "follow us",
            "subscribe",
            "sign up for",
            "print this",
            "tweet this",
            "partager",
            "compartir",
            "condividi",
            "compartilh",
            "شارك هذا",
        ],
    ),
    (
        "links",
        &[
            "related links",
            "related articles",
            "read more",
            "see also",
            "related news",
            "more on this",
            "tags:",
            "topics:",
        ],
    ),
];

/// Lines that end a release.
const ENDS: &[&str] = &[
    "###",
    "# # #",
    "-ends-",
    "- ends -",
    "ends",
    "– ends –",
    "-end-",
    "- end -",
    "–ends–",
    "***",
    "* * *",
    "-30-",
    "- 30 -",
    "fin",
    "-fin-",
    "ende",
    "(end)",
    "/ends",
    "end",
    "// ends",
    "ends/",
];

/// Bytes of the longest of them.
const LONGEST_END: usize = 12;

/// Finds the sections, in order, none overlapping.
pub fn sections(reading: &Reading<'_>) -> Vec<Section> {
    let paragraphs = &reading.layout.paragraphs;
    let mut found: Vec<Section> = Vec::new();
    let mut open: Option<(usize, &'static str)> = None;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let text = paragraph.of(reading.text);
        let lower = head_of(text);
        if at > 0 && text.len() <= LONGEST_END && ENDS.contains(&lower.trim()) {
            close(&mut found, &mut open, paragraph.start);
            open = Some((paragraph.start, "end"));
            continue;
        }
        let heading = heading(&lower, text, at);
        if let Some(kind) = heading {
            close(&mut found, &mut open, paragraph.start);
            open = Some((paragraph.start, kind));
        } else if matches!(open, Some((_, "contact" | "share" | "links"))) && reads_on(text) {
            // A contact block in the head ends where the text begins.
            close(&mut found, &mut open, paragraph.start);
        }
    }
    let end = paragraphs.last().map_or(0, |p| p.end);
    close(&mut found, &mut open, end);
    found
}

fn close(found: &mut Vec<Section>, open: &mut Option<(usize, &'static str)>, end: usize) {
    if let Some((start, kind)) = open.take()
        && start < end
    {
        found.push(Section {
            span: Span::new(start, end),
            kind: kind.into(),
        });
    }
}

/// The first letters of a line, small, for comparison.
fn head_of(text: &str) -> String {
    let head = match text.as_bytes().get(..48) {
        Some(head) if head.is_ascii() => std::str::from_utf8(head).unwrap_or_default(),
        None if text.is_ascii() => text,
        _ => return text.chars().take(48).flat_map(char::to_lowercase).collect(),
    };
    head.to_ascii_lowercase()
}

/// A kind and one of its headings.
type Heading = (&'static str, &'static str);

/// The headings by their first byte, in the order of [`HEADINGS`].
static BY_LETTER: LazyLock<FxHashMap<Option<u8>, Vec<Heading>>> = LazyLock::new(|| {
    let mut by_letter = FxHashMap::<_, Vec<_>>::default();
    for (kind, headings) in HEADINGS {
        for heading in *headings {
            let near = by_letter.entry(heading.bytes().next()).or_default();
            near.push((*kind, *heading));
        }
    }
    by_letter
});

fn heading(lower: &str, text: &str, at: usize) -> Option<&'static str> {
    let near = BY_LETTER.get(&lower.bytes().next())?;
    let &(kind, lead) = near.iter().find(|(_, lead)| lower.starts_with(lead))?;
    let alone = text.chars().count() <= 70 && !text.ends_with('.');
    let labelled = text.chars().take(48).any(|c| c == ':');
    match kind {
        // "About 40 people drowned" is text; "About the Harbour Union" alone on its line is a heading.
        "about" => (at > 1 && names_somebody(text, lead) && (alone || labelled)).then_some("about"),
        "contact" => (alone
            || labelled
            || text.contains('@')
            || text.chars().filter(char::is_ascii_digit).count() >= 7)
            .then_some("contact"),
        kind => (alone || labelled).then_some(kind),
    }
}

/// Whether a name, an article or nothing follows the `lead` of a heading: "About the Union", "À propos d’Ola".
fn names_somebody(text: &str, lead: &str) -> bool {
    let rest: String = text.chars().skip(lead.chars().count()).collect();
    // "à propos d" may go on with "e", "u" or "es".
    let rest = if lead.ends_with('d') {
        rest.trim_start_matches(['e', 'u', 's'])
    } else {
        &rest
    };
    let word = rest.split_whitespace().next().unwrap_or_default();
    let word = word.trim_start_matches(['l', 'L', '’', '\'']);
    let Some(first) = word.chars().next() else {
        return true;
    };
    let article = matches!(word, "the" | "de" | "us" | "la" | "die" | "den" | "el");
    let other = matches!(
        word,
        "del" | "uns" | "las" | "los" | "les" | "le" | "das" | "o" | "a" | "os" | "as" | "il"
    );
    let small = article || other && lead != "about ";
    first.is_alphabetic() && (!first.is_lowercase() || small)
}

/// Running text: long, and with a stop at its end.
fn reads_on(text: &str) -> bool {
    text.chars().count() > 160
        && text.ends_with(['.', '”', '"', '»', '!', '?', ':'])
        && !text.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let reading = Reading::new(text, 0);
        sections(&reading)
            .iter()
            .map(|s| (s.kind.to_string(), s.span.of(text).trim().to_owned()))
            .collect()
    }

    #[test]
    fn headings_open_sections() {
        let text = "Boats are back\n\nThe boats are back.\n\nAbout the Harbour Union\n\nThe Union is old.\n\nMedia contact: Ola Tam, ola@harbour.example";
        let kinds: Vec<String> = read(text).into_iter().map(|s| s.0).collect();
        assert_eq!(kinds, ["about", "contact"]);
    }

    #[test]
    fn headings_are_known_in_other_languages() {
        for heading in [
            "À propos de l’Union des Quais",
            "À propos d’Ola",
            "Acerca de la Red",
            "Über die Hafenhilfe",
            "Informazioni su Mare Libero",
            "Sobre o Comitê",
            "نبذة عن الشبكة",
            "Chi siamo",
        ] {
            let text = format!("Titre\n\nTexte du jour.\n\n{heading}\n\nSuite.");
            let found = read(&text);
            assert_eq!(found.len(), 1, "{heading}: {found:?}");
            assert_eq!(found[0].0, "about");
        }
    }

    #[test]
    fn an_end_mark_closes_the_release() {
        let found = read("Title here\n\nThe boats are back.\n\n-ends-\n\nThe Union is old.");
        assert_eq!(
            found,
            [("end".to_owned(), "-ends-\n\nThe Union is old.".to_owned())]
        );
    }

    #[test]
    fn a_sentence_that_begins_with_about_is_text() {
        assert!(read("Title here\n\nSaid he.\n\nAbout 40 people were on board of the boat.\n\nAbout Halden there was much talk in those days, and it went on.").is_empty());
    }
}
