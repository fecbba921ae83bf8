//! Acronyms a text defines: `Long Form (ACR)` and `ACR (Long Form)`.
//!
//! The letters of the acronym are sought from right to left in the words before it,
//! the first at the start of a word: Schwartz and Hearst, "A simple algorithm for
//! identifying abbreviation definitions in biomedical text", PSB 2003.

use crate::extract::reading::Reading;
use crate::text::tokens::Kind;

/// An acronym and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// First token of the long form.
    pub first: usize,
    /// One past the last token of the long form.
    pub last: usize,
    /// The token of the acronym.
    pub short: usize,
}

/// Finds all definitions in a text.
pub fn definitions(reading: &Reading<'_>) -> Vec<Definition> {
    let mut found = Vec::new();
    for &(first, last) in &reading.paragraphs {
        for open in first..last {
            if !reading.tokens[open].is_mark('(') {
                continue;
            }
            found.extend(
                short_inside(reading, first, open, last)
                    .or_else(|| long_inside(reading, first, open, last)),
            );
        }
    }
    found
}

/// Whether `word` has the shape of an acronym: 2 to 10 letters, two of them capitals, or capitals and digits.
pub fn is_short_form(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=10).contains(&letters)
        && capitals >= 2
        && capitals * 2 >= letters
        && word.starts_with(char::is_alphanumeric)
}

/// `Long Form (ACR)`.
fn short_inside(
    reading: &Reading<'_>,
    first: usize,
    open: usize,
    last: usize,
) -> Option<Definition> {
    let short = quoted_inside(reading, open + 1, last)?;
    let word = reading.word(short);
    if !is_short_form(word) {
        return None;
    }
    let letters = word
        .trim_end_matches('s')
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count();
    let reach = (letters + 5).min(letters * 2 + 2);
    let start = reach_back(reading, first, open, reach);
    let long = best_long(reading, start, open, word)?;
    Some(Definition {
        first: long,
        last: open,
        short,
    })
}

/// The one word in the brackets, perhaps in marks or behind "the": `(IOM)`, `("IOM")`, `(the “IOM”)`, `(IOM,`.
fn quoted_inside(reading: &Reading<'_>, mut at: usize, last: usize) -> Option<usize> {
    let skip = |at: usize| {
        at < last
            && (matches!(
                reading.tokens[at].kind,
                Kind::Mark('"' | '“' | '‘' | '\'' | '«')
            ) || reading.word(at) == "the")
    };
    while skip(at) {
        at += 1;
    }
    if at >= last || !reading.tokens[at].is_word() {
        return None;
    }
    let after = reading.tokens.get(at + 1)?;
    matches!(
        after.kind,
        Kind::Mark(')' | '"' | '”' | '’' | '\'' | '»' | ',' | ';')
    )
    .then_some(at)
}

/// The first token of at most `words` words before `open`, within the sentence.
fn reach_back(reading: &Reading<'_>, first: usize, open: usize, words: usize) -> usize {
    let mut at = open;
    let mut left = words;
    while at > first && left > 0 {
        let token = &reading.tokens[at - 1];
        match token.kind {
            Kind::Word(_) | Kind::Number => left -= 1,
            Kind::Mark(',' | '&' | '-' | '–' | '/' | '\'' | '’') => {}
            Kind::Mark(_) => break,
        }
        at -= 1;
    }
    at
}

/// Where the long form of `short` begins among the tokens `start..end`.
fn best_long(reading: &Reading<'_>, start: usize, end: usize, short: &str) -> Option<usize> {
    let short = short.trim_end_matches('s').to_lowercase();
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut wanted = letters.len();
    for at in (start..end).rev() {
        let word = reading.word(at).to_lowercase();
        let chars: Vec<char> = word.chars().collect();
        for place in (0..chars.len()).rev() {
            if chars[place] != letters[wanted - 1] {
                continue;
            }
            let at_start = place == 0 || !chars[place - 1].is_alphanumeric();
            if wanted > 1 {
                // An inner letter may match inside a word only when the word's own start does not serve better.
                wanted -= 1;
            } else if at_start && chars[0] == letters[0] {
                return accept(reading, at, end, &letters).then_some(at);
            }
        }
    }
    None
}

/// Whether the long form has the weight of one: several words that account for the letters.
fn accept(reading: &Reading<'_>, first: usize, last: usize, letters: &[char]) -> bool {
    let words: Vec<&str> = (first..last)
        .filter(|&at| reading.tokens[at].is_word())
        .map(|at| reading.word(at))
        .collect();
    if words.len() < 2 && !words.iter().any(|w| w.contains('-')) {
        return false;
    }
    let starts: Vec<char> = words
        .iter()
        .flat_map(|word| word.split('-'))
        .filter_map(|part| part.chars().next())
        .flat_map(char::to_lowercase)
        .collect();
    // How many letters of the acronym begin a word, in order.
    let mut next = 0;
    for &start in &starts {
        if letters.get(next) == Some(&start) {
            next += 1;
        }
    }
    next * 2 >= letters.len()
}

/// `ACR (Long Form)`.
fn long_inside(
    reading: &Reading<'_>,
    first: usize,
    open: usize,
    last: usize,
) -> Option<Definition> {
    let short = open.checked_sub(1).filter(|&at| at >= first)?;
    if !reading.tokens[short].is_word() || !is_short_form(reading.word(short)) {
        return None;
    }
    let close = (open + 1..last.min(open + 14)).find(|&at| reading.tokens[at].is_mark(')'))?;
    let words = (open + 1..close)
        .filter(|&at| reading.tokens[at].is_word())
        .count();
    let mut begin = open + 1;
    if reading.word(begin) == "the" {
        begin += 1;
    }
    let long = best_long(reading, begin, close, reading.word(short))?;
    (words >= 2 && long == begin).then_some(Definition {
        first: long,
        last: close,
        short,
    })
}


#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let reading = Reading::new(text, 0);
        definitions(&reading)
            .iter()
            .map(|d| {
                (
                    reading.folded(d.first, d.last),
                    reading.word(d.short).to_owned(),
                )
            })
            .collect()
    }

    fn one(long: &str, short: &str) -> Vec<(String, String)> {
        vec![(long.to_owned(), short.to_owned())]
    }

    #[test]
    fn both_orders_are_read() {
        assert_eq!(
            read("The Office for Ports and Boats (OPB) met."),
            one("Office for Ports and Boats", "OPB")
        );
        assert_eq!(
            read("The OPB (Office for Ports and Boats) met."),
            one("Office for Ports and Boats", "OPB")
        );
    }

    #[test]
    fn small_letters_in_an_acronym_are_the_link_words() {
        assert_eq!(
            read("the Ministry of Coastal Affairs (MoCA) met"),
            one("Ministry of Coastal Affairs", "MoCA")
        );
    }

    #[test]
    fn a_plural_and_marks_do_not_hide_it() {
        assert_eq!(
            read("two reception and identification centres (“RICs”) opened"),
            one("reception and identification centres", "RICs")
        );
    }

    #[test]
    fn what_does_not_spell_the_letters_defines_nothing() {
        assert!(
            read("Captain Ola Tam (BFP) and two sailors (aged 9) met in Spain (EU).").is_empty()
        );
    }
}
