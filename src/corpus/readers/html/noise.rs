//! What of a page is not its text: what is never shown, and menus, breadcrumbs, bars for
//! sharing and cookies, comments, related pages, footers: [`hidden`] and [`suspicion`].
//!
//! Told by the element, by the role it is given for the blind, and by the words its
//! class and id are made of. A word alone convicts nothing that holds the headline or
//! most of the page's text: themes call whole pages `one-sidebar`.

use super::elements::Traits;
use super::tree::{NodeId, Tree};

/// Marks the elements, with all inside, that are not shown, at most to a screen reader.
pub(super) fn hidden(tree: &Tree) -> Vec<bool> {
    let mut marks = vec![false; tree.nodes().len()];
    let mut id = 0;
    while id < marks.len() {
        let end = tree.within(id).end;
        if tree.traits(id).any(Traits::UNSEEN) || is_hidden(tree, id) {
            marks.get_mut(id..end).unwrap_or_default().fill(true);
            id = end;
        } else {
            id += 1;
        }
    }
    marks
}

/// Classes that themes hide by.
const HIDDEN_CLASSES: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "element-invisible",
    "element-hidden",
    "screen-reader-text",
    "screen-reader-only",
    "show-for-sr",
    "skip-link",
    "d-none",
];

fn is_hidden(tree: &Tree, id: NodeId) -> bool {
    if matches!(tree.name(id), "html" | "body" | "main" | "article") {
        // What opens over a page hides the page.
        return false;
    }
    let of_class = |class: &str| {
        class
            .split_ascii_whitespace()
            .any(|class| HIDDEN_CLASSES.contains(&class))
    };
    let of_style = |style: &str| {
        let style: String = style
            .split_whitespace()
            .collect::<String>()
            .to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    // Blogs print both dates and hide the later one in their style sheet.
    let is_later_date = tree.name(id) == "time"
        && tree.attribute(id, "class").is_some_and(|class| {
            class
                .split_ascii_whitespace()
                .any(|class| class == "updated")
        });
    is_later_date
        || tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "aria-hidden") == Some("true")
        || tree.attribute(id, "class").is_some_and(of_class)
        || tree.attribute(id, "style").is_some_and(of_style)
}

/// Why an element is taken for noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Suspicion {
    /// By the words of its class or id.
    Words,
    /// By its name or role.
    Kind,
}

/// Words in a class or an id that tell noise.
const WORDS: &[&str] = &[
    "addthis",
    "addtoany",
    "ads",
    "adsbygoogle",
    "advert",
    "advertisement",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "breaking",
    "carousel",
    "ccpa",
    "colophon",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "disqus",
    "footer",
    "gdpr",
    "langswitch",
    "login",
    "masthead",
    "menu",
    "menubar",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "overlay",
    "pager",
    "pagination",
    "paginator",
    "popup",
    "promo",
    "recommendations",
    "recommended",
    "related",
    "relatedposts",
    "respond",
    "search",
    "share",
    "sharedaddy",
    "sharethis",
    "sharing",
    "sidebar",
    "signup",
    "skip",
    "skiplink",
    "slider",
    "social",
    "sponsored",
    "submenu",
    "subscribe",
    "subscription",
    "tagcloud",
    "tags",
    "teasers",
    "ticker",
    "toolbar",
    "topbar",
    "trending",
];

/// Neighbouring words that do so only together.
const PAIRS: &[(&str, &str)] = &[
    ("also", "like"),
    ("author", "bio"),
    ("author", "box"),
    ("back", "top"),
    ("cat", "links"),
    ("follow", "us"),
    ("global", "header"),
    ("language", "switcher"),
    ("lang", "switcher"),
    ("latest", "news"),
    ("more", "news"),
    ("most", "popular"),
    ("most", "read"),
    ("print", "links"),
    ("quick", "links"),
    ("read", "next"),
    ("see", "also"),
    ("site", "header"),
    ("site", "info"),
    ("social", "media"),
    ("tag", "links"),
    ("widget", "area"),
];

/// Beside these a word tells of the page, not of the element.
const QUALIFIERS: &[&str] = &[
    "no", "has", "with", "without", "open", "closed", "enabled", "disabled", "one", "two", "both",
    "hide", "under", "affairs",
];

const ROLES: &[&str] = &[
    "alert",
    "alertdialog",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "toolbar",
    "tooltip",
];

/// Whether, and by what, `id` is taken for noise.
pub(super) fn suspicion(tree: &Tree, id: NodeId) -> Option<Suspicion> {
    let name = tree.name(id);
    if matches!(name, "" | "html" | "body" | "main" | "article") {
        return None;
    }
    let in_quotation = || {
        tree.ancestors(id)
            .take(2)
            .any(|above| tree.name(above) == "blockquote")
    };
    let in_article = || {
        let is_part = |above| matches!(tree.name(above), "article" | "main" | "section");
        tree.ancestors(id).any(is_part)
    };
    let by_kind = match name {
        "nav" | "aside" | "dialog" => true,
        "footer" => !in_quotation(),
        "header" => !in_article(),
        _ => tree
            .attribute(id, "role")
            .is_some_and(|role| ROLES.contains(&role.trim())),
    };
    if by_kind {
        return Some(Suspicion::Kind);
    }
    let tells = |attribute: &str| {
        let names = tree.attribute(id, attribute).unwrap_or_default();
        names.split_ascii_whitespace().any(tells_noise)
    };
    (tells("class") || tells("id")).then_some(Suspicion::Words)
}

/// Whether one class or id tells noise.
fn tells_noise(name: &str) -> bool {
    let mut words: Vec<String> = Vec::new();
    let mut was_small = false;
    for c in name.chars().take(200) {
        if !c.is_alphanumeric() {
            words.push(String::new());
        } else if c.is_uppercase() && was_small || words.is_empty() {
            words.push(c.to_lowercase().collect());
        } else if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    let word_at = |at: usize| words.get(at).map_or("", String::as_str);
    let is_one = |word: &String| WORDS.binary_search(&word.as_str()).is_ok();
    let is_pair = |at: usize| PAIRS.contains(&(word_at(at), word_at(at + 1)));
    let qualified = words.iter().any(|word| QUALIFIERS.contains(&word.as_str()));
    !qualified && (words.iter().any(is_one) || (0..words.len()).any(is_pair))
}

/// How a heading over links to other pages begins, in small letters.
const LINKS_BELOW: &[&str] = &[
    "related",
    "see also",
    "read also",
    "read more",
    "read next",
    "more news",
    "more stories",
    "more from",
    "more on this",
    "latest",
    "recent",
    "you may also",
    "you might also",
    "share",
    "recommended",
    "other news",
    "most read",
    "most popular",
    "popular",
    "follow us",
    "follow",
    "stay connected",
    "trending",
    "explore more",
    "previous",
    "next",
    "à lire aussi",
    "lire aussi",
    "articles liés",
    "articles similaires",
    "voir aussi",
    "sur le même sujet",
    "partager",
    "noticias relacionadas",
    "artículos relacionados",
    "le puede interesar",
    "te puede interesar",
    "compartir",
    "ver también",
    "lea también",
    "relacionad",
    "ähnliche",
    "mehr zum thema",
    "verwandte",
    "siehe auch",
    "teilen",
    "weitere",
    "leggi anche",
    "articoli correlati",
    "condividi",
    "notícias relacionadas",
    "leia também",
    "veja também",
    "compartilh",
    "مواضيع ذات صلة",
    "أخبار ذات صلة",
    "اقرأ أيضا",
    "شارك",
    "المزيد من",
    "موضوعات ذات صلة",
];

/// Whether a short text is the heading of links to other pages.
pub(super) fn announces_links(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    lower.chars().count() <= 40 && LINKS_BELOW.iter().any(|start| lower.starts_with(start))
}

/// What buttons and bars say, in small letters.
const BARS: &[&str] = &[
    "share",
    "share this",
    "share this page",
    "share on facebook",
    "share on twitter",
    "tweet",
    "print",
    "print this page",
    "email",
    "e-mail",
    "facebook",
    "twitter",
    "x",
    "linkedin",
    "whatsapp",
    "telegram",
    "copy link",
    "back to top",
    "top",
    "read more",
    "skip to main content",
    "skip to content",
    "home",
    "listen",
    "download pdf",
    "pdf version",
    "print version",
    "send",
    "save",
    "like",
    "follow",
    "follow us",
    "subscribe",
    "sign up",
    "log in",
    "login",
    "menu",
    "search",
    "close",
    "accept",
    "accept all",
    "back",
    "back to news",
    "imprimer",
    "partager",
    "compartir",
    "imprimir",
    "drucken",
    "teilen",
    "stampa",
    "condividi",
    "مشاركة",
    "طباعة",
];

/// Whether a text is no more than a button says.
pub(super) fn is_bar(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(':').to_lowercase();
    let parts: Vec<&str> = lower
        .split(['|', '•', '·', '»', '›', '>'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    !parts.is_empty() && parts.iter().all(|part| BARS.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.is_sorted(), "{WORDS:?}");
    }

    #[test]
    fn a_class_is_told_by_its_words() {
        for name in [
            "main-menu",
            "cookieBanner",
            "l-region--sidebar-second",
            "share_links",
            "tag-links",
        ] {
            assert!(tells_noise(name), "{name}");
        }
        for name in [
            "one-sidebar",
            "no-comments",
            "content",
            "navy",
            "comments-closed",
            "social-affairs",
            "footers",
        ] {
            assert!(!tells_noise(name), "{name}");
        }
    }

    #[test]
    fn a_bar_is_only_what_buttons_say() {
        assert!(is_bar("Share | Tweet | Print"));
        assert!(!is_bar("Share of refugees rises"));
        assert!(announces_links("Related news"));
        assert!(!announces_links(
            "Related offences were tried in the same court that year"
        ));
    }
}
