//! The plain text of a mail: lines that the sender's program broke are joined again where
//! it says that it broke them (`format=flowed`, RFC 3676); all others stand as they are.

use mail_parser::{MessagePart, MimeHeaders};

/// The text of a part with its soft line breaks undone.
pub(super) fn unfolded(text: &str, part: &MessagePart<'_>) -> String {
    let attribute = |name: &str| {
        let kind = part.content_type()?;
        kind.attribute(name).map(str::to_ascii_lowercase)
    };
    let text = text.replace("\r\n", "\n");
    if attribute("format").as_deref() != Some("flowed") {
        return text;
    }
    flowed(&text, attribute("delsp").as_deref() == Some("yes"))
}

fn flowed(text: &str, blank_is_soft: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = line.get(depth..).unwrap_or_default();
        let content = content.strip_prefix(' ').unwrap_or(content);
        if open.is_some_and(|before| before != depth) {
            out.push('\n');
            open = None;
        }
        if open.is_none() && depth > 0 {
            out.push_str(&">".repeat(depth));
            out.push(' ');
        }
        // The line above a signature ends in a blank and is broken all the same.
        let flows = content.ends_with(' ') && content != "-- ";
        let kept = if flows && blank_is_soft {
            content.trim_end_matches(' ')
        } else {
            content
        };
        out.push_str(kept);
        if flows {
            open = Some(depth);
        } else {
            out.push('\n');
            open = None;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_end_in_a_blank_flow_into_the_next() {
        let text = "The crew \npassed lines.\n\n From here\n> quoted \n> on\nnot\n-- \nAda\n";
        assert_eq!(
            flowed(text, false),
            "The crew passed lines.\n\nFrom here\n> quoted on\nnot\n-- \nAda\n"
        );
    }

    #[test]
    fn with_delsp_the_blank_is_the_breaks() {
        assert_eq!(flowed("難民 \nの支援\n", true), "難民の支援\n");
    }
}
