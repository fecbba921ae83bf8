//! A mail's HTML as text: [`text_of_html`]. Mail is laid out with tables and breaks, so
//! every cell is a paragraph, and two breaks part paragraphs as well.

use super::super::blocks::Blocks;
use super::super::package::resolved;

/// Elements whose text runs on inside a paragraph; all others part paragraphs.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "o:p", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Elements whose content is not to be read.
const LEFT_OUT: &[&str] = &[
    "script", "style", "head", "title", "template", "noscript", "svg", "object",
];
/// Elements that have no end.
const VOID: &[&str] = &[
    "img", "br", "hr", "wbr", "input", "meta", "link", "col", "area", "base", "source",
];
/// A reference to a character is no longer, in bytes.
const LONGEST_REFERENCE: usize = 32;

/// The text of an HTML document.
pub(super) fn text_of_html(html: &str) -> String {
    let mut text = Text::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        text.take(before);
        rest = text.tag(from);
    }
    text.take(rest);
    text.end();
    text.blocks.into_text()
}

#[derive(Default)]
struct Text {
    blocks: Blocks,
    /// The last character was a blank, or none was.
    blank: bool,
    breaks: usize,
    /// What stands before the next paragraph.
    mark: &'static str,
    /// The element that is being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
}

impl Text {
    /// Takes the tag that `from` begins with, and says what follows it.
    fn tag<'a>(&mut self, from: &'a str) -> &'a str {
        if let Some(comment) = from.strip_prefix("<!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let inner = from.get(1..).unwrap_or_default();
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            self.take("<");
            return inner;
        }
        let Some(end) = end_of_tag(inner) else {
            return "";
        };
        let (tag, rest) = inner.split_at(end);
        let rest = rest.get(1..).unwrap_or_default();
        let (closes, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let name: String = tag
            .chars()
            .take_while(|c| !c.is_whitespace() && *c != '/')
            .take(LONGEST_REFERENCE)
            .collect::<String>()
            .to_ascii_lowercase();
        self.element(&name, tag, closes);
        rest
    }

    fn element(&mut self, name: &str, tag: &str, closes: bool) {
        let is_void = VOID.contains(&name) || tag.ends_with('/');
        if let Some((left_out, open)) = &mut self.left_out {
            if left_out == name && closes {
                *open -= 1;
            } else if left_out == name && !is_void {
                *open += 1;
            }
            if *open == 0 {
                self.left_out = None;
            }
            return;
        }
        if !closes && !is_void && (LEFT_OUT.contains(&name) || is_hidden(tag)) {
            self.left_out = Some((name.to_owned(), 1));
        } else if name == "br" {
            self.breaks += 1;
            self.blank = true;
        } else if !INLINE.contains(&name) {
            self.end();
            if name == "li" && !closes {
                self.mark = "- ";
            }
        }
    }

    fn end(&mut self) {
        self.blocks.end();
        self.breaks = 0;
        self.blank = true;
    }

    fn take(&mut self, written: &str) {
        if self.left_out.is_some() {
            return;
        }
        let decoded = decoded(written);
        if decoded.trim().is_empty() && (!self.blocks.is_open() || self.breaks > 0) {
            return;
        }
        match std::mem::take(&mut self.breaks) {
            0 => {}
            1 if self.blocks.is_open() => self.blocks.text("\n"),
            _ => self.blocks.end(),
        }
        if !self.blocks.is_open() {
            self.blocks.begin(std::mem::take(&mut self.mark));
            self.blank = true;
        }
        let mut folded = String::with_capacity(decoded.len());
        for c in decoded.chars().filter(|c| !is_padding(*c)) {
            let is_blank = matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}');
            if !is_blank {
                folded.push(c);
            } else if !self.blank {
                folded.push(' ');
            }
            self.blank = is_blank;
        }
        self.blocks.text(&folded);
    }
}

/// Where a tag ends: the first `>` outside the marks of a value.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut mark = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (byte, mark) {
            (b'>', None) => return Some(at),
            (b'"' | b'\'', None) => mark = Some(byte),
            (byte, Some(open)) if byte == open => mark = None,
            _ => {}
        }
    }
    // A mark that nothing closes: then the first `>` of all.
    tag.find('>')
}

/// What newsletters hide: the line that mail programs show beside the subject.
fn is_hidden(tag: &str) -> bool {
    let tag: String = tag
        .to_ascii_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    tag.contains("display:none")
}

/// Characters of no width that newsletters pad with.
fn is_padding(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200d}' | '\u{34f}' | '\u{feff}' | '\u{ad}' | '\u{2060}'
    )
}

fn decoded(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inner = from.get(1..).unwrap_or_default();
        let end = inner
            .bytes()
            .take(LONGEST_REFERENCE)
            .position(|byte| byte == b';' || byte == b'&' || byte.is_ascii_whitespace())
            .filter(|end| inner.as_bytes().get(*end) == Some(&b';'));
        match end.and_then(|end| Some((inner.get(..end)?, inner.get(end + 1..)?))) {
            Some((name, after)) => {
                out.push_str(&resolved(name));
                rest = after;
            }
            None => {
                out.push('&');
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_part_paragraphs_and_inline_elements_do_not() {
        let html = "<html><head><title>x</title><style>p{a>b}</style></head><body><h1>New\n centre</h1>\
            <p>&ldquo;They <b>came</b> back,&rdquo;<br>she said.<br><br>Then &amp; now&#8217;s</p>\
            <table><tr><td>One</td><td>Two</td></tr></table><ul><li>Item</ul></body></html>";
        assert_eq!(
            text_of_html(html),
            "New centre\n\n\u{201c}They came back,\u{201d}\nshe said.\n\nThen & now\u{2019}s\n\nOne\n\nTwo\n\n- Item\n"
        );
    }

    #[test]
    fn what_is_hidden_is_left_out_and_what_is_no_tag_stays() {
        let html = "<div style=\"display: none\">pre<div>view</div></div><!-- <p>no</p> -->a < b &unknown; R&D\
            <p title='a>b'>Text";
        assert_eq!(text_of_html(html), "a < b &unknown; R&D\n\nText\n");
    }

    proptest! {
        #[test]
        fn any_markup_is_read(html in "(<|>|/|!--|-->|p|br|li|&|;|#x41|\"|'| |é|script|style='display:none'){0,60}") {
            let _ = text_of_html(&html);
        }
    }
}
