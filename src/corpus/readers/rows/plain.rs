//! Markup in a field turned to text: [`text`], the one door to it.
//!
//! Content systems give the body as HTML. A field without a tag or an entity is left as it is.

/// Tags that stand between blocks of text.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "figure",
    "header",
    "footer",
    "hr",
    "pre",
];

/// Tags that end a line.
const LINES: &[&str] = &["br", "li", "tr", "dt", "dd", "figcaption"];

/// Tags within a line.
const INLINE: &[&str] = &[
    "a", "b", "strong", "i", "em", "u", "span", "font", "small", "sup", "sub", "q", "cite", "abbr",
    "time", "img", "td", "th", "tbody", "thead", "html", "body", "head", "title", "meta", "link",
    "script", "style", "iframe", "center", "o:p",
];

/// Names of tags and entities are shorter.
const MAX_NAME: usize = 12;

/// Entities by name; HTML 4's that prose uses.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("sbquo", '‚'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("sect", '§'),
    ("deg", '°'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("Eacute", 'É'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("aring", 'å'),
    ("ccedil", 'ç'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("oslash", 'ø'),
    ("aelig", 'æ'),
    ("shy", '\u{ad}'),
    ("zwnj", '\u{200c}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
];

/// The text a person would see of `written`.
pub(in super::super) fn text(written: &str) -> String {
    if has_tag(written) {
        stripped(written)
    } else if written.contains('&') {
        without_entities(written)
    } else {
        written.to_owned()
    }
}

fn has_tag(written: &str) -> bool {
    let Some(end) = written.rfind('>') else {
        return false;
    };
    let mut starts = memchr::memchr_iter(b'<', written.as_bytes()).take_while(|at| *at < end);
    starts.any(|at| {
        let name = tag_name(written.get(at..).unwrap_or_default());
        name.is_some_and(|name| {
            [BLOCKS, LINES, INLINE]
                .iter()
                .any(|list| list.contains(&name.as_str()))
        })
    })
}

/// The name of the tag that `rest` opens with.
fn tag_name(rest: &str) -> Option<String> {
    let inner = rest.strip_prefix('<')?;
    let named = inner.strip_prefix('/').unwrap_or(inner);
    let end = named
        .bytes()
        .take(MAX_NAME)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b':')
        .count();
    let name = named.get(..end)?;
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| name.to_ascii_lowercase())
}

/// The name of the tag that `rest` opens with, and how long it is; of a comment `!`.
///
/// `last` are the last ends of a tag and of a comment there are, from the end of the text,
/// so that nothing is looked for in vain time and again.
fn tag(rest: &str, last: (usize, usize)) -> Option<(String, usize)> {
    if rest.starts_with("<!--") && rest.len() > last.1 {
        return Some(("!".to_owned(), rest.find("-->")? + 3));
    }
    let name = tag_name(rest).filter(|_| rest.len() > last.0)?;
    Some((name, rest.find('>')? + 1))
}

fn stripped(html: &str) -> String {
    let mut lines = Lines::default();
    let mut rest = html;
    let from_end = |end: &str| html.rfind(end).map_or(usize::MAX, |at| html.len() - at);
    let last = (from_end(">"), from_end("-->"));
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (words, after) = rest.split_at(at);
        lines.words(&without_entities(words));
        rest = after;
        let Some((name, length)) = tag(rest, last) else {
            let literal = rest.chars().next().map_or(0, char::len_utf8);
            lines.words(rest.get(..literal).unwrap_or_default());
            rest = rest.get(literal..).unwrap_or_default();
            continue;
        };
        let closing = rest.starts_with("</");
        rest = rest.get(length..).unwrap_or_default();
        match name.as_str() {
            "script" | "style" if !closing => {
                let end = rest.find("</").unwrap_or(rest.len());
                rest = rest.get(end..).unwrap_or_default();
            }
            "td" | "th" => lines.words(" "),
            "br" => lines.end(lines.ends + 1),
            name if BLOCKS.contains(&name) => lines.end(2),
            name if LINES.contains(&name) => lines.end(1),
            _ => {}
        }
    }
    lines.text.trim_end().to_owned()
}

/// Text with white space as a browser shows it.
#[derive(Default)]
struct Lines {
    text: String,
    ends: usize,
    gap: bool,
}

impl Lines {
    fn words(&mut self, words: &str) {
        for c in words.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.gap = true;
                continue;
            }
            if !self.text.is_empty() {
                match self.ends {
                    0 if self.gap => self.text.push(' '),
                    ends => (0..ends.min(2)).for_each(|_| self.text.push('\n')),
                }
            }
            (self.ends, self.gap) = (0, false);
            self.text.push(c);
        }
    }

    fn end(&mut self, ends: usize) {
        (self.ends, self.gap) = (self.ends.max(ends), false);
    }
}

fn without_entities(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let name = after.get(1..).unwrap_or_default();
        let end = name.bytes().take(MAX_NAME).position(|byte| byte == b';');
        let name = end.and_then(|end| name.get(..end));
        match name.and_then(|name| Some((name, entity(name)?))) {
            Some((name, c)) => {
                text.push(c);
                rest = after.get(name.len() + 2..).unwrap_or_default();
            }
            None => {
                text.push('&');
                rest = after.get(1..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    text
}

fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return ENTITIES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, c)| *c);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // HTML reads the controls of Latin-1 as Windows does.
    if let 0x80..=0x9F = code {
        let byte = [code as u8];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
        return text.chars().next().filter(|c| !c.is_control());
    }
    char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_become_paragraphs_and_words_stay_together() {
        let html = "<div><h1>New centre</h1>\n<p>It has <b>40</b> beds,<br/>she\nsaid.</p><ul><li>One</li><li>Two &amp; three</li></ul></div>\
                    <script>if (a<b) {}</script><!-- x --><style>p{}</style>";
        assert_eq!(
            text(html),
            "New centre\n\nIt has 40 beds,\nshe said.\n\nOne\nTwo & three"
        );
    }

    #[test]
    fn text_that_is_none_stays_as_it_is() {
        for plain in [
            "Profit < 5 & > 3\n\n  as told",
            "a <b",
            "Write to <press@a.example>.",
            "R&D; AT&T",
        ] {
            assert_eq!(text(plain), plain);
        }
        assert_eq!(
            text("Harbour&#8217;s &ldquo;aid&rdquo; &#x2013; &#146;"),
            "Harbour’s “aid” – ’"
        );
    }

    #[test]
    fn markup_made_to_take_long_does_not() {
        for piece in ["<p", "<!--", "&", "<zz", "</", "<!-- <p>"] {
            let begun = std::time::Instant::now();
            let hostile = piece.repeat((1 << 20) / piece.len());
            let _ = text(&hostile);
            let _ = text(&format!("<p>{hostile}"));
            let _ = text(&format!("{hostile}>"));
            assert!(begun.elapsed().as_secs() < 2, "{piece}");
        }
    }

    proptest! {
        #[test]
        fn any_markup_gives_text(written in "[<>/&;#x!a-p \\-0-9\"é]{0,80}") {
            let _ = text(&written);
        }
    }
}
