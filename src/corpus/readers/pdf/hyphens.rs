//! Words that a line's end cut: [`Hyphens`]. A soft hyphen always goes. A plain one goes
//! unless the document writes the word with it elsewhere, or its halves are such as make
//! compounds ("north-west", "self-reliance").

use std::collections::HashSet;

/// First halves that keep their hyphen.
const FIRSTS: &[&str] = &[
    "self", "non", "ex", "vice", "cross", "well", "long", "short", "high", "low", "north", "south",
    "east", "west", "mid", "all", "full", "part", "half", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "first", "second", "third", "life", "decision", "policy", "asylum",
    "follow", "multi", "semi", "anti", "co", "so", "year", "search",
];
/// Second halves that keep it.
const SECONDS: &[&str] = &[
    "based",
    "led",
    "old",
    "wide",
    "related",
    "term",
    "making",
    "makers",
    "seekers",
    "seeker",
    "east",
    "west",
    "general",
    "being",
    "known",
    "scale",
    "level",
    "border",
    "profit",
    "governmental",
    "free",
    "time",
    "year",
    "saving",
    "funded",
    "run",
    "off",
    "up",
    "to",
    "in",
    "and",
    "the",
];

/// The words a document writes.
pub(super) struct Hyphens {
    words: HashSet<String>,
}

impl Hyphens {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            let all = line.split(|c: char| !(c.is_alphabetic() || matches!(c, '-' | '\u{2010}')));
            words.extend(
                all.filter(|word| word.len() > 3)
                    .map(|word| word.to_lowercase().replace('\u{2010}', "-")),
            );
        }
        Self { words }
    }

    /// Puts a line behind the text of its paragraph.
    pub(super) fn join(&self, text: &mut String, line: &str) {
        if text.ends_with('\u{ad}') {
            text.pop();
        } else if text.ends_with(['-', '\u{2010}']) {
            let before = last_word(text);
            let after: String = line.chars().take_while(|c| c.is_alphabetic()).collect();
            let is_cut = before.chars().count() > 1 && line.starts_with(char::is_lowercase);
            let is_dash = before.is_empty()
                && !text
                    .trim_end_matches(['-', '\u{2010}'])
                    .ends_with(char::is_alphanumeric);
            if is_dash {
                text.push(' ');
            } else if is_cut && !self.keeps(&before, &after) {
                text.pop();
            }
        } else if !text.ends_with(is_wide) || !line.starts_with(is_wide) {
            text.push(' ');
        }
        text.push_str(line);
    }

    fn keeps(&self, before: &str, after: &str) -> bool {
        let (before, after) = (before.to_lowercase(), after.to_lowercase());
        if self.words.contains(&format!("{before}{after}")) {
            return false;
        }
        self.words.contains(&format!("{before}-{after}"))
            || FIRSTS.contains(&before.as_str())
            || SECONDS.contains(&after.as_str())
    }
}

/// The letters before the hyphen at the end of a text.
fn last_word(text: &str) -> String {
    let trimmed = text.trim_end_matches(['-', '\u{2010}']);
    let start = trimmed
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphabetic())
        .last();
    start
        .and_then(|(at, _)| trimmed.get(at..))
        .unwrap_or_default()
        .to_owned()
}

/// Scripts that write no blanks.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(first: &str, second: &str, elsewhere: &str) -> String {
        let mut text = first.to_owned();
        Hyphens::of([elsewhere].into_iter()).join(&mut text, second);
        text
    }

    #[test]
    fn a_cut_word_is_mended_and_a_compound_kept() {
        let cases = [
            ("the condi-", "tions were", "", "the conditions were"),
            ("the north-", "west wind", "", "the north-west wind"),
            (
                "a re-",
                "signed man",
                "they re-signed it",
                "a re-signed man",
            ),
            (
                "the co-",
                "operation of",
                "their cooperation",
                "the cooperation of",
            ),
            ("in 2019-", "twenty", "", "in 2019-twenty"),
            ("Lindqvist-", "Aas said", "", "Lindqvist-Aas said"),
            ("con\u{ad}", "ditions", "", "conditions"),
            ("it ended -", "at dawn", "", "it ended - at dawn"),
            ("難民", "支援", "", "難民支援"),
        ];
        for (first, second, elsewhere, whole) in cases {
            assert_eq!(joined(first, second, elsewhere), whole);
        }
    }
}
