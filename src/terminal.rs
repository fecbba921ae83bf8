//! Text for a terminal: characters that could take it over are shown, not sent; lines
//! are wrapped by the columns they take.
//!
//! Documents, file names and queries are others' words. None may move the cursor, set
//! the window's title or turn the reading direction of what stands after it.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether a character could act on a terminal or hide: C0 and C1 controls, DEL, the
/// bidirectional controls, and those that take no room but change the reading.
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// `text` for one field on one line: tabs and line ends become blanks, other unsafe
/// characters U+FFFD.
pub fn escape(text: &str) -> Cow<'_, str> {
    escape_but(text, &[])
}

/// As [`escape`], but line ends stay, for a text shown whole.
pub fn escape_lines(text: &str) -> Cow<'_, str> {
    escape_but(text, &['\n'])
}

fn escape_but<'a>(text: &'a str, kept: &[char]) -> Cow<'a, str> {
    let changes = |c: char| is_unsafe(c) && !kept.contains(&c);
    if !text.contains(changes) {
        return Cow::Borrowed(text);
    }
    let safe = |c: char| if kept.contains(&c) { c } else { shown(c) };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(safe).collect())
}

/// What stands for one character on a line: a blank for tabs and line ends, U+FFFD for
/// other unsafe ones, otherwise itself.
pub fn shown(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        _ if is_unsafe(character) => '\u{FFFD}',
        _ => character,
    }
}

/// The columns `text` takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` cut to `limit` columns, with `…` for what is missing.
pub fn truncate(text: &str, limit: usize) -> Cow<'_, str> {
    if columns(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used < limit
    };
    let kept: String = text.chars().take_while(fits).collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// The byte ranges of `text`'s lines when wrapped at blanks to `limit` columns; a word
/// longer than that is broken. Line ends in `text` end a line too.
pub fn wrap(text: &str, limit: usize) -> Vec<(usize, usize)> {
    let limit = limit.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(line, start, limit, &mut lines);
        start += line.len() + 1;
    }
    lines
}

fn wrap_line(line: &str, offset: usize, limit: usize, lines: &mut Vec<(usize, usize)>) {
    let mut start = 0;
    let mut used = 0;
    // The end of the last whole word, where the next begins, and the columns up to there.
    let mut last_break: Option<(usize, usize, usize)> = None;
    for (at, character) in line.char_indices() {
        let wide = character.width().unwrap_or(0);
        if character == ' ' {
            last_break = Some((at, at + 1, used + wide));
        }
        while character != ' ' && used > 0 && used + wide > limit {
            let (end, next, before) = last_break.take().unwrap_or((at, at, used));
            lines.push((offset + start, offset + end));
            start = next;
            used -= before;
        }
        used += wide;
    }
    lines.push((offset + start, offset + line.len()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrapped(text: &str, limit: usize) -> Vec<&str> {
        wrap(text, limit)
            .into_iter()
            .map(|(start, end)| &text[start..end])
            .collect()
    }

    #[test]
    fn nothing_that_drives_a_terminal_gets_through() {
        assert_eq!(escape("a\u{1b}]0;b\u{7}c"), "a\u{FFFD}]0;b\u{FFFD}c");
        assert_eq!(
            escape("a\u{202E}b\u{9b}c\u{7f}"),
            "a\u{FFFD}b\u{FFFD}c\u{FFFD}"
        );
        assert_eq!(escape("a\tb\r\nc"), "a b c");
        assert_eq!(escape_lines("a\r\nb\u{1b}"), "a\nb\u{FFFD}");
    }

    #[test]
    fn letters_of_every_script_pass() {
        for text in [
            "Përparim",
            "難民",
            "لاجئون",
            "e\u{301}",
            "👩‍👧",
            "‘so’ “so” – …",
        ] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("a\n\nb", 8), ["a", "", "b"]);
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("難民 難民", 5), ["難民", "難民"]);
    }

    #[test]
    fn a_cut_text_says_so() {
        assert_eq!(truncate("abcdef", 4), "abc…");
        assert_eq!(truncate("abcd", 4), "abcd");
        assert_eq!(truncate("難民難民", 4), "難…");
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_only_blanks(text in "[a-z é難\n]{0,60}", limit in 2_usize..20) {
            let lines = wrapped(&text, limit);
            for line in &lines {
                prop_assert!(columns(line.trim_end()) <= limit, "{line:?}");
            }
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn an_escaped_text_is_safe(text in any::<String>()) {
            prop_assert!(!escape(&text).contains(is_unsafe));
            prop_assert!(!escape_lines(&text).replace('\n', "").contains(is_unsafe));
        }
    }
}
