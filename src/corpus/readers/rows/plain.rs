//! Markup in a field turned to text: [`text`], the one door to it.
//!
//! Content systems give the body as HTML, which is read as a page's is. A field without a
//! tag keeps its white space, and without an entity stays as it is.

use super::super::html::{fragment, is_element};

/// Names of tags and entities are shorter.
const MAX_NAME: usize = 32;

/// The text a person would see of `written`.
pub(in super::super) fn text(written: &str) -> String {
    if has_tag(written) {
        // Markup made to exhaust whoever reads it stays as it is written.
        fragment(written).unwrap_or_else(|_| written.to_owned())
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
        name.is_some_and(|name| is_element(&name))
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
            Some((name, meant)) => {
                text.push_str(&meant);
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

/// What an entity of HTML stands for, by name or number.
fn entity(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return quick_xml::escape::resolve_html5_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // HTML reads the controls of Latin-1 as Windows does.
    if let 0x80..=0x9F = code {
        let byte = [code as u8];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
        return (!text.contains(char::is_control)).then(|| text.into_owned());
    }
    let letter = char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace());
    letter.map(String::from)
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
            "New centre\n\nIt has 40 beds,\nshe said.\n\n• One\n• Two & three"
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
