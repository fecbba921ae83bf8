//! Which of the names that pages and feeds call their publisher are bodies: sites are
//! called "News", "Newsroom" and "example.org" too, and those issue nothing.

use crate::organisations::{Kind, Register};

/// The part of a site's name that is a body of the register, which the press is not: it
/// publishes what others issue.
pub(super) fn known_body(name: &str) -> Option<String> {
    let apart = name.replace(" - ", "|");
    let parts = std::iter::once(name).chain(apart.split(['|', '–', '—', ':']));
    let mut parts = parts.map(str::trim);
    parts.find_map(|part| {
        let bodies = Register::builtin().resolve(part);
        let [body] = bodies[..] else { return None };
        (body.kind != Kind::Media).then(|| body.name.clone())
    })
}

/// Two words or more, one of them capitalised, and no address.
pub(super) fn may_be_body(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let is_address =
        name.contains("://") || name.contains('@') || (words == 1 && name.contains('.'));
    let tells = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "news"
                | "newsroom"
                | "press"
                | "media"
                | "website"
                | "site"
                | "web"
                | "portal"
                | "online"
                | "homepage"
                | "blog"
        )
    };
    (2..=15).contains(&words) && !is_address && !name.split_whitespace().any(tells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_known_by_any_part_of_a_sites_name() {
        let known = known_body("News - UNHCR | The UN Refugee Agency");
        assert_eq!(
            known.as_deref(),
            Some("United Nations High Commissioner for Refugees")
        );
        assert_eq!(known_body("Harbour Life"), None);
    }

    #[test]
    fn a_section_or_an_address_is_no_body() {
        assert!(may_be_body("Harbour Aid Trust"));
        for name in [
            "News",
            "Harbour Newsroom",
            "www.harbour.example",
            "https://a b",
        ] {
            assert!(!may_be_body(name), "{name}");
        }
    }
}
