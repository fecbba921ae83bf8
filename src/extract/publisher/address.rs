//! Whose addresses a release gives: `press@unhcr.org`, `www.iom.int`, `tam.house.gov`.
//!
//! A host belongs to a body if one of its labels is the body's acronym, its initials or its
//! name; a few governments use words instead. Hosts that everybody uses belong to nobody.

use crate::extract::bodies::Bodies;
use crate::organisations::{Register, fold_name};
use crate::text::Span;

/// A web or mail address met in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// The host alone, without `www.`.
    pub host: Span,
    /// Whether it is a mail address.
    pub mail: bool,
}

/// Hosts that are a body's own name for itself and neither its acronym nor its name.
const KNOWN: &[(&str, &str)] = &[
    ("whitehouse.gov", "White House"),
    ("state.gov", "U.S. Department of State"),
    ("justice.gov", "U.S. Department of Justice"),
    ("usdoj.gov", "U.S. Department of Justice"),
    ("treasury.gov", "U.S. Department of the Treasury"),
    ("defense.gov", "U.S. Department of Defense"),
    ("ed.gov", "U.S. Department of Education"),
    ("va.gov", "U.S. Department of Veterans Affairs"),
    ("ec.europa.eu", "European Commission"),
    ("europarl.europa.eu", "European Parliament"),
    ("consilium.europa.eu", "Council of the European Union"),
    ("homeoffice.gov.uk", "Home Office"),
    ("fco.gov.uk", "Foreign and Commonwealth Office"),
];

/// Labels of hosts that name no body of their own.
const SHARED: &[&str] = &[
    "www",
    "mail",
    "press",
    "media",
    "news",
    "info",
    "com",
    "org",
    "net",
    "gov",
    "int",
    "edu",
    "co",
    "ac",
    "eu",
    "gmail",
    "yahoo",
    "hotmail",
    "outlook",
    "aol",
    "facebook",
    "twitter",
    "youtube",
    "youtu",
    "instagram",
    "linkedin",
    "flickr",
    "google",
    "bit",
    "goo",
    "t",
    "x",
    "zoom",
    "house",
    "senate",
    "congress",
    "europa",
    "go",
    "gob",
    "gouv",
    "gc",
    "wordpress",
    "blogspot",
    "parliament",
    "aph",
    "live",
    "en",
    "secure",
];

/// All web and mail addresses of a text, in order.
pub fn addresses(text: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    for at in memchr::memchr3_iter(b'@', b'/', b'.', bytes) {
        let before = at.saturating_sub(3);
        let (begin, mail) = match bytes[at] {
            b'@' => (at + 1, true),
            b'/' if text[at..].starts_with("//") && text[..at].ends_with(':') => (at + 2, false),
            b'.' if bytes[before..at].eq_ignore_ascii_case(b"www")
                && !text[..before]
                    .ends_with(|c: char| c.is_alphanumeric() || c == '/' || c == '.') =>
            {
                (before, false)
            }
            _ => continue,
        };
        let body = &text[begin..];
        let length = body
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
            .unwrap_or(body.len());
        let host = body[..length].trim_end_matches('.');
        if host.contains('.') && host.len() > 4 {
            found.push(Address {
                host: Span::new(begin, begin + host.len()),
                mail,
            });
        }
    }
    found
}

/// The body whose host this is, by its name.
pub fn owner(register: &Register, bodies: &Bodies, host: &str) -> Option<String> {
    let host = host.to_ascii_lowercase();
    let known = KNOWN.iter().find(|(end, _)| {
        host.strip_suffix(end)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    });
    let labels: Vec<&str> = host.split('.').collect();
    let country = labels.len().saturating_sub(1);
    for (at, label) in labels.iter().enumerate() {
        if at == country || label.len() < 2 || SHARED.contains(label) {
            continue;
        }
        if let Some(name) = of_label(register, bodies, label) {
            return Some(name);
        }
    }
    known.map(|(_, name)| (*name).to_owned())
}

/// The body a label of a host stands for: one the text names, or one the register has by this acronym.
fn of_label(register: &Register, bodies: &Bodies, label: &str) -> Option<String> {
    let named = bodies.entities.iter().find(|entity| {
        let acronym = entity
            .acronym
            .as_deref()
            .is_some_and(|acronym| fold_name(acronym) == label);
        acronym || spells(&entity.name, label)
    });
    if let Some(entity) = named {
        return Some(entity.name.clone());
    }
    let resolved = register.resolve(label);
    let [body] = resolved[..] else { return None };
    let acronym = body
        .acronym
        .as_deref()
        .is_some_and(|acronym| acronym.eq_ignore_ascii_case(label));
    let sure = acronym
        && label.len() >= 3
        && !body
            .weak
            .iter()
            .any(|weak| weak.eq_ignore_ascii_case(label));
    sure.then(|| body.name.clone())
}

/// Whether a label is a name written without blanks, or its initials.
pub fn spells(name: &str, label: &str) -> bool {
    let bare = fold_name(name);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let content = words
        .iter()
        .filter(|word| !matches!(**word, "of" | "the" | "for" | "and" | "de" | "des" | "du"));
    let initials: String = content.filter_map(|word| word.chars().next()).collect();
    let all: String = words.concat();
    label.len() >= 3 && words.len() >= 3 && initials == label || label.len() >= 5 && all == label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::Reading;

    fn hosts(text: &str) -> Vec<(&str, bool)> {
        addresses(text)
            .iter()
            .map(|one| (one.host.of(text), one.mail))
            .collect()
    }

    #[test]
    fn hosts_are_read_out_of_addresses() {
        assert_eq!(
            hosts(
                "Write to press@opb.example.org. See www.opb.example.org or https://tam.example.gov/news/1."
            ),
            [
                ("opb.example.org", true),
                ("www.opb.example.org", false),
                ("tam.example.gov", false)
            ]
        );
        assert!(hosts("a meeting @ noon, 3/4, www. and w/o").is_empty());
    }

    #[test]
    fn a_host_belongs_to_the_body_whose_initials_it_has() {
        let text = "The Harbour Crews Law Centre met. The Boats Agency did not.";
        let reading = Reading::new(text, 0);
        let register = Register::builtin();
        let bodies = Bodies::find(&reading, register);
        let owned = |host: &str| owner(register, &bodies, host);
        assert_eq!(
            owned("www.hclc.org.au").as_deref(),
            Some("Harbour Crews Law Centre")
        );
        assert_eq!(owned("gmail.com"), None);
        assert_eq!(owned("example.org"), None);
    }
}
