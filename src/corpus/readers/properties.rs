//! What a document file says of itself, taken with care.
//!
//! A title in a file's properties is as often the template's, the program's or the last
//! release's ("Microsoft Word - doc1.docx", "untitled"). So it is taken only where a
//! paragraph of the head prints the same. A date of creation is the day of a print-out or a
//! copy as often as the release's, and is never taken for it.

use crate::document::Given;

/// Paragraphs of the head in which the title is looked for.
const HEAD: usize = 12;
/// A title has more words than a label such as "Press release".
const LEAST_WORDS: usize = 3;

/// Authors that programs fill in by themselves.
const NOBODY: &[&str] = &[
    "user",
    "admin",
    "administrator",
    "unknown",
    "author",
    "owner",
    "default",
    "windows user",
    "microsoft office user",
    "python-docx",
    "root",
    "pc",
    "anonymous",
    "(anonymous)",
];

/// What is given of a document with this text.
pub(super) fn given(title: Option<&str>, authors: &[String], text: &str) -> Given {
    Given {
        title: title.and_then(|title| printed(title, text)),
        creators: authors
            .iter()
            .map(|author| fold(author))
            .filter(|author| is_somebody(author))
            .collect(),
        ..Given::default()
    }
}

fn printed(title: &str, text: &str) -> Option<String> {
    let title = fold(title);
    if title.split(' ').count() < LEAST_WORDS {
        return None;
    }
    let mut head = text.split("\n\n").take(HEAD);
    head.any(|paragraph| fold(paragraph) == title)
        .then_some(title)
}

fn is_somebody(author: &str) -> bool {
    author.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !NOBODY.contains(&author.to_lowercase().as_str())
}

/// With one blank between words.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "PRESS RELEASE\n\nNew centre\nopens in Haldvik\n\nText.\n";

    #[test]
    fn a_title_is_taken_where_the_head_prints_it() {
        let title = given(Some(" New centre opens in  Haldvik"), &[], TEXT).title;
        assert_eq!(title.as_deref(), Some("New centre opens in Haldvik"));
    }

    #[test]
    fn a_title_of_the_program_or_template_is_none() {
        for title in [
            "Microsoft Word - doc1.docx",
            "untitled",
            "PRESS RELEASE",
            "New centre",
            "",
        ] {
            assert_eq!(given(Some(title), &[], TEXT).title, None, "{title}");
        }
    }

    #[test]
    fn an_author_the_program_filled_in_is_nobody() {
        let authors = ["Admin", "", "Tor  Osei", "python-docx"].map(str::to_owned);
        assert_eq!(given(None, &authors, TEXT).creators, ["Tor Osei"]);
    }
}
