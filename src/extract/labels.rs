//! Lines that are no headline and no text: what kind of text this is, whom to ask, share bars.
//!
//! "PRESS NOTE No. 112", "For immediate release", "Tel:", "Share | Print": told by their
//! words, in small letters.

/// Lines that are a label and nothing else.
const LABELS: &[&str] = &[
    "press release",
    "media release",
    "news release",
    "press statement",
    "media statement",
    "press note",
    "news",
    "statement",
    "media alert",
    "communiqué",
    "communiqué de presse",
    "comunicado",
    "comunicado de prensa",
    "nota de prensa",
    "pressemitteilung",
    "comunicato stampa",
    "nota de imprensa",
    "بيان صحفي",
    "press briefing",
    "briefing note",
    "press briefing note",
    "media advisory",
    "news flash",
    "for the press",
    "joint press release",
    "transcript",
    "speech",
    "remarks",
    "fact sheet",
    "factsheet",
    "doorstop",
    "interview",
    "medieninformation",
    "presseinformation",
    "joint statement",
    "for press",
    "unclassified",
    "search this site",
];

/// What a label that names its body ends in: "High Court press summary".
const LABEL_ENDS: &[&str] = &[
    "press summary",
    "news room",
    "newsroom",
    "press release",
    "press releases",
    "media release",
    "media releases",
    "news release",
    "news releases",
    "press office",
];

/// What a line of conditions begins with.
const LABEL_STARTS: &[&str] = &[
    "for immediate release",
    "for release",
    "embargo",
    "under embargo",
    "not for publication",
    "for the press",
    "pour diffusion immédiate",
    "para publicación inmediata",
    "check against delivery",
];

/// Labels that a number, a date or a body follows.
const LABEL_LEADS: &[&str] = &[
    "press release",
    "press note",
    "media note",
    "information note",
    "media release",
    "news release",
    "communiqué de presse",
    "nota de prensa",
    "pressemitteilung",
    "comunicado de prensa",
    "press statement",
    "presseinformation",
    "medienmitteilung",
    "comunicato stampa",
];

/// Whether a line, in small letters, only says what kind of text this is, or where one is on a site.
pub fn is_label(lower: &str) -> bool {
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let path =
        || lower.contains(" > ") || lower.contains(" » ") || lower.matches(" / ").count() >= 2;
    let corrected = lower.starts_with("correct") && lower.contains("release");
    let led = |label: &&str| bare.starts_with(label) && bare.len() < label.len() + 40;
    // "Media Release | For immediate release: 2 April": labels side by side.
    let pieces = || {
        lower
            .split('|')
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
    };
    if lower.contains('|')
        && pieces().count() > 1
        && pieces().all(|piece| piece.len() < lower.len() && is_label(piece))
    {
        return true;
    }
    let replaces = [
        "replaces the release",
        "this replaces the",
        "this release replaces",
    ]
    .iter()
    .any(|lead| bare.starts_with(lead));
    LABELS.contains(&bare)
        || replaces && lower.len() < 240
        || is_reference(lower)
        || lower.len() < 120 && path()
        || lower.len() < 80 && (corrected || LABEL_ENDS.iter().any(|end| bare.ends_with(end)))
        || lower.len() < 90
            && (LABEL_STARTS.iter().any(|label| bare.starts_with(label))
                || LABEL_LEADS.iter().any(led))
}

/// "No. 59/2019 (replaces No. 58/2019)": the number a release goes by.
fn is_reference(lower: &str) -> bool {
    let behind = ["no. ", "nr. ", "n° ", "nº ", "no ", "nr "]
        .iter()
        .find_map(|lead| lower.strip_prefix(lead));
    behind.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains('/'))
        && lower.len() < 90
}

/// Whether a line, in small letters, tells whom to ask, or where: a contact, a reference, an address.
pub fn is_contact(lower: &str) -> bool {
    let led = [
        "contact",
        "media contact",
        "press contact",
        "for further information",
        "for more information",
        "tel",
        "phone",
        "email",
        "e-mail",
        "fax",
        "ref",
        "reference",
        "source:",
        "category:",
        "tags:",
        "www.",
        "http",
        "by:",
    ]
    .iter()
    .any(|lead| {
        lower.strip_prefix(lead).is_some_and(|rest| {
            !rest.starts_with(char::is_alphabetic) || lead.ends_with('.') || *lead == "http"
        })
    });
    let address =
        lower.contains('@') && lower.len() < 160 || lower.len() < 80 && lower.contains("www.");
    led && lower.len() < 200 || address || is_address(lower)
}

/// Whether a line is a postal address or has telephone numbers: "Halden ACT 2600 Ph (02) 5550 1234".
fn is_address(lower: &str) -> bool {
    if lower.len() >= 200 || !lower.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    let words = || {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    let phone = words().any(|word| {
        matches!(
            word,
            "ph" | "phone" | "tel" | "telephone" | "fax" | "facsimile" | "mobile" | "tollfree"
        )
    });
    let boxed =
        lower.starts_with("po box") || lower.contains(" po box ") || lower.contains("p/o box");
    // "Halden VIC 3000", "Washington, DC 20515": a postcode behind letters of a state.
    let mut before = "";
    let coded = words().any(|word| {
        let code = (4..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
        let state = (2..=3).contains(&before.len())
            && matches!(
                before,
                "act" | "nsw" | "vic" | "qld" | "tas" | "dc" | "wa" | "sa" | "nt"
            );
        before = word;
        code && state
    });
    phone && digits >= 8 && digits * 4 > letters || boxed && digits >= 2 || coded
}

/// Whether a line, in small letters, is a bar of buttons and counters.
pub fn is_bar(lower: &str) -> bool {
    const WORDS: &[&str] = &[
        "share",
        "print",
        "tweet",
        "email",
        "facebook",
        "twitter",
        "linkedin",
        "whatsapp",
        "like",
        "views",
        "view",
        "comments",
        "save",
        "pdf",
        "download",
        "a",
        "x",
        "this",
        "page",
        "article",
        "on",
        "listen",
        "copy",
        "link",
        "home",
        "back",
        "menu",
        "search",
        "english",
        "français",
        "español",
        "telegram",
        "by",
        "min",
        "read",
        "to",
        "|",
    ];
    let mut any = false;
    for word in lower.split(|c: char| {
        c.is_whitespace() || matches!(c, '|' | '/' | '•' | '·' | ',' | '>' | '»' | '-')
    }) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() || word.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        if !WORDS.contains(&word) {
            return false;
        }
        any = true;
    }
    any
}
