//! Rows as BibTeX entries; query, count and generation stand in a comment above them.

use std::io::{self, Write};

use super::entry::{Entry, Head, one_line};
use crate::document::PartialDate;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

pub(super) fn begin(out: &mut dyn Write, head: &Head) -> io::Result<()> {
    // BibTeX reads an entry inside a comment all the same.
    let told: String = one_line(&head.sentence())
        .chars()
        .map(|c| match c {
            '{' => '(',
            '}' => ')',
            '@' => '•',
            c => c,
        })
        .collect();
    writeln!(out, "@comment{{{told}}}")
}

pub(super) fn row(out: &mut dyn Write, entry: Entry<'_>) -> io::Result<()> {
    let release = entry.release();
    write!(out, "\n@misc{{{}", entry.key())?;
    let mut field = |name: &str, value: &str| write!(out, ",\n  {name} = {value}");
    field("title", &format!("{{{{{}}}}}", escaped(entry.title())))?;
    if !release.publisher.is_empty() {
        // A body's name in braces of its own is not taken for a person's.
        let authors = release
            .publisher
            .iter()
            .map(|name| format!("{{{}}}", escaped(name)));
        field(
            "author",
            &format!("{{{}}}", authors.collect::<Vec<_>>().join(" and ")),
        )?;
    }
    if let Some(date) = entry.date() {
        field("date", &format!("{{{}}}", date.value))?;
        field("year", &format!("{{{:04}}}", date.value.year))?;
        if let Some(month) = month(date.value) {
            field("month", &month)?;
        }
    }
    field("howpublished", "{Press release}")?;
    if let Some(place) = &release.place {
        field("address", &format!("{{{}}}", escaped(place)))?;
    }
    if let Some(language) = &release.language {
        field("language", &format!("{{{}}}", escaped(language)))?;
    }
    if let Some(url) = entry.url() {
        field("url", &format!("{{{}}}", address(url)))?;
    }
    if let Some(note) = entry.date_note() {
        field("note", &format!("{{{}}}", escaped(&note)))?;
    }
    if let Some(quotation) = entry.quotation() {
        field("annote", &format!("{{{}}}", escaped(&quotation)))?;
    }
    field("file", &format!("{{{}}}", escaped(&release.path)))?;
    writeln!(out, "\n}}")
}

fn month(date: PartialDate) -> Option<String> {
    let name = MONTHS.get(usize::from(date.month?).checked_sub(1)?)?;
    Some(match date.day {
        // What every style prints after the month's name.
        Some(day) => format!("{name} # {{~{day}}}"),
        None => (*name).to_owned(),
    })
}

/// `text` as LaTeX prints it, on one line, its braces in pairs.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in one_line(text).chars() {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            // A brace that is only escaped still counts when BibTeX matches them.
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(character);
            }
            character => escaped.push(character),
        }
    }
    escaped
}

/// A web address, whose field is read as it stands, without what would end it.
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for character in url.chars() {
        if matches!(character, '{' | '}' | '\\')
            || character.is_whitespace()
            || character.is_control()
        {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                address.push_str(&format!("%{byte:02X}"));
            }
        } else {
            address.push(character);
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_latex_would_read_is_escaped() {
        assert_eq!(
            escaped("50% of {x}\n& #1_a"),
            "50\\% of \\textbraceleft{}x\\textbraceright{} \\& \\#1\\_a"
        );
        assert_eq!(
            address("https://a.example/{x} y"),
            "https://a.example/%7Bx%7D%20y"
        );
    }

    proptest! {
        #[test]
        fn braces_stay_in_pairs(text: String) {
            for written in [escaped(&text), address(&text)] {
                let mut depth = 0_i32;
                for c in written.chars() {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    prop_assert!(depth >= 0);
                }
                prop_assert_eq!(depth, 0);
            }
        }
    }
}
