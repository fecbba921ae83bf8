//! Rows as an Atom feed (RFC 4287); query, count and generation are elements of the feed,
//! the first two as OpenSearch has them.

use std::borrow::Cow;
use std::io::{self, Write};

use xxhash_rust::xxh3::xxh3_64;

use super::entry::{Entry, Head, one_line};

/// What an entry without a date was updated at; the format asks for one, and this sorts last.
const UNDATED: &str = "1970-01-01T00:00:00Z";

pub(super) fn begin(out: &mut dyn Write, head: &Head) -> io::Result<()> {
    let understood = &head.query.understood;
    let feed = xxh3_64(format!("{:?} {understood}", head.rows).as_bytes());
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" \
         xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" \
         xmlns:dateline=\"urn:x-dateline:export\">\n\
         <id>urn:x-dateline:feed:{feed:016x}</id>\n\
         <title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{}</updated>\n\
         <author><name>dateline</name></author>\n\
         <generator version=\"{}\">dateline</generator>\n\
         <opensearch:totalResults>{}</opensearch:totalResults>\n\
         <opensearch:Query role=\"request\" searchTerms=\"{}\"/>\n\
         <dateline:generation>{}</dateline:generation>\n",
        xml(understood),
        xml(&head.sentence()),
        head.written,
        xml(&head.index.version),
        head.total,
        xml(&head.query.input),
        xml(&head.index.generation),
    )
}

pub(super) fn row(out: &mut dyn Write, entry: Entry<'_>) -> io::Result<()> {
    let release = entry.release();
    writeln!(out, "<entry>\n<id>urn:x-dateline:{}</id>", xml(entry.id()))?;
    let title = match entry.quote().and_then(|quote| quote.speaker.as_ref()) {
        Some(speaker) => format!("{}: {}", speaker.name, entry.title()),
        None => entry.title().to_owned(),
    };
    writeln!(out, "<title>{}</title>", xml(&one_line(&title)))?;
    let day = entry.date().map(|date| {
        let (year, month, day) = date.value.first_day();
        format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
    });
    let updated = day.as_deref().unwrap_or(UNDATED);
    writeln!(out, "<updated>{updated}</updated>")?;
    if let Some(date) = entry.date() {
        if date.value.day.is_some() {
            writeln!(out, "<published>{updated}</published>")?;
        }
        let inferred = date.inferred;
        writeln!(
            out,
            "<dateline:date inferred=\"{inferred}\">{}</dateline:date>",
            date.value
        )?;
    }
    for name in &release.publisher {
        writeln!(out, "<author><name>{}</name></author>", xml(name))?;
    }
    if let Some(url) = entry.url() {
        writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", xml(url))?;
    }
    let mut terms: Vec<&str> = release
        .organisations
        .iter()
        .map(|body| &*body.name)
        .collect();
    terms.dedup();
    for term in terms {
        writeln!(
            out,
            "<category scheme=\"urn:x-dateline:organisation\" term=\"{}\"/>",
            xml(term)
        )?;
    }
    texts(out, entry)?;
    writeln!(out, "</entry>")
}

/// Summary and content; an entry has a link or content.
fn texts(out: &mut dyn Write, entry: Entry<'_>) -> io::Result<()> {
    let release = entry.release();
    let passage = release.snippets.first();
    let summary = entry
        .quotation()
        .or_else(|| passage.map(|passage| one_line(&passage.text)));
    if let Some(summary) = summary {
        writeln!(out, "<summary>{}</summary>", xml(&summary))?;
    }
    let content = match entry.quote() {
        Some(quote) => &quote.context,
        None if entry.url().is_none() => &release.path,
        None => return Ok(()),
    };
    writeln!(out, "<content type=\"text\">{}</content>", xml(content))
}

pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</feed>")
}

/// `text` as character data or in an attribute; characters XML 1.0 has no place for
/// become U+FFFD.
pub(super) fn xml(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'' | '\r') && is_xml(c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\r' => escaped.push_str("&#13;"),
            character if is_xml(character) => escaped.push(character),
            _ => escaped.push('\u{FFFD}'),
        }
    }
    Cow::Owned(escaped)
}

/// Char of XML 1.0, 2.2, without the controls it discourages.
const fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{7E}' | '\u{85}' | '\u{A0}'..='\u{D7FF}'
        | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_opens_an_element_or_breaks_the_document() {
        assert_eq!(
            xml("<a b=\"1\">&\u{1b}\u{0}"),
            "&lt;a b=&quot;1&quot;&gt;&amp;\u{FFFD}\u{FFFD}"
        );
        assert_eq!(xml("Åland – 難民"), "Åland – 難民");
    }
}
