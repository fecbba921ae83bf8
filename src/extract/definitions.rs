//! Acronyms a text defines: `Long Form (ACR)` and `ACR (Long Form)`.
//!
//! The letters of the acronym are sought in the words before it, the first at the start
//! of a word, as do Schwartz and Hearst, "A simple algorithm for identifying abbreviation
//! definitions in biomedical text", PSB 2003. They take the nearest word that serves; here
//! every beginning is weighed by how well its words spell the letters, so that an `O` is
//! the Office and not its "of".

use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::text::Span;
use crate::text::tokens::{Kind, without_possessive};

/// What it costs that a long form begins small and ends in a capital.
const MIXED: usize = 3;

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

/// The definitions of a plain text, in order: where the long form stands, and where the acronym.
pub fn defined(text: &str) -> Vec<(Span, Span)> {
    let reading = Reading::new(text, 0);
    let found = definitions(&reading);
    // Some texts have lost every apostrophe: "the Harbour Commissions (HC) boats".
    let lost = !text.contains("’s") && !text.contains("'s");
    let spans = found.iter().map(|d| {
        let long = bare(text, reading.span(d.first, d.last), lost);
        (long, bare(text, reading.tokens[d.short].span, false))
    });
    spans.collect()
}

/// What names of bodies and laws end in and hardly ever in the plural.
const OWNERS: [&str; 9] = [
    "Act",
    "Administration",
    "Association",
    "Commission",
    "Corporation",
    "Department",
    "Development",
    "Enforcement",
    "General",
];

/// `span` without a possessive ending, or what is left of one where the apostrophe is lost.
fn bare(text: &str, span: Span, lost: bool) -> Span {
    let written = span.of(text);
    let mut end = span.start + without_possessive(written).len();
    let singular = |word: &str| OWNERS.contains(&word);
    let owner = written
        .rsplit(char::is_whitespace)
        .next()
        .and_then(|word| word.strip_suffix('s'));
    if lost && owner.is_some_and(singular) {
        end -= 1;
    }
    Span::new(span.start, end)
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

/// A party and a state or district, as behind a member's name: `D-CA`, `R-TX-23`.
fn is_seat(word: &str) -> bool {
    let mut parts = word.split(['-', '–', '‑']);
    let party = parts
        .next()
        .is_some_and(|party| matches!(party, "D" | "R" | "I"));
    party && parts.next().is_some_and(|state| state.len() == 2)
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
    if !is_short_form(word) || is_seat(word) {
        return None;
    }
    let letters = word
        .trim_end_matches('s')
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count();
    let reach = (letters + 5).min(letters * 2 + 2);
    // “Safe Harbour Act” (SHA): marks around the long form are not part of it.
    let outside = |at: &usize| {
        !matches!(
            reading.tokens[*at].kind,
            Kind::Mark(',' | '"' | '”' | '’' | '\'' | '»')
        )
    };
    let last = (first..open).rev().find(outside)? + 1;
    let start = reach_back(reading, first, last, reach);
    let first = best_long(reading, start, last, word)?;
    Some(Definition { first, last, short })
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

/// The first token of at most `words` words before `open`, within the sentence; link words do not count.
fn reach_back(reading: &Reading<'_>, first: usize, open: usize, words: usize) -> usize {
    let mut at = open;
    let mut left = words;
    while at > first && left > 0 {
        let token = &reading.tokens[at - 1];
        match token.kind {
            Kind::Word(_) if links(reading, at - 1) => {}
            Kind::Word(_) | Kind::Number => left -= 1,
            Kind::Mark(',' | '&' | '-' | '–' | '/' | '\'' | '’') => {}
            Kind::Mark(_) => break,
        }
        at -= 1;
    }
    at
}

/// Where the long form of `short` begins among the tokens `start..end`: the beginning from
/// which its words spell the acronym best, and of equals the nearest.
fn best_long(reading: &Reading<'_>, start: usize, end: usize, short: &str) -> Option<usize> {
    let short = short.trim_end_matches('s').to_lowercase();
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut best: Option<(usize, usize)> = None;
    let mut all = None;
    for at in (start..end).rev() {
        let first = reading.word(at).chars().next();
        let begins = first.and_then(|c| c.to_lowercase().next()) == letters.first().copied();
        if !begins || links(reading, at) || !reading.tokens[at].is_word() {
            continue;
        }
        let all = all.get_or_insert_with(|| words_between(reading, start, end));
        let words = all.get(all.partition_point(|part| part.token < at)..);
        let Some(words) = words.filter(|words| several(words)) else {
            continue;
        };
        if let Some(cost) = spelling_cost(words, &letters)
            && best.is_none_or(|(least, _)| cost < least)
        {
            best = Some((cost, at));
        }
    }
    let (_, at) = best?;
    Some(with_head(reading, at, end))
}

/// A word that joins others in a name and does not begin one.
fn links(reading: &Reading<'_>, at: usize) -> bool {
    reading.small(at)
        && reading.is(
            at,
            Traits::LINK
                .and(Traits::PREPOSITION)
                .and(Traits::DETERMINER)
                .and(Traits::AUXILIARY),
        )
        || matches!(reading.word(at), "The" | "A" | "An" | "Of" | "And" | "For")
}

/// A word of what may be a long form, in small letters.
struct Part {
    /// The token it stands in.
    token: usize,
    letters: Vec<char>,
    /// What it costs to find no letter in it.
    passing: usize,
    small: bool,
}

fn words_between(reading: &Reading<'_>, first: usize, last: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let told = |at: &usize| !matches!(reading.tokens[*at].kind, Kind::Mark(_));
    for at in (first..last).filter(told) {
        let pieces = without_possessive(reading.word(at))
            .split(['-', '.', '–'])
            .filter(|piece| !piece.is_empty());
        let letters = |piece: &str| {
            let small = piece.chars().flat_map(char::to_lowercase);
            small.filter(|c| c.is_alphanumeric()).collect()
        };
        parts.extend(pieces.map(|piece| Part {
            token: at,
            letters: letters(piece),
            passing: passing(reading, at),
            small: reading.small(at),
        }));
    }
    parts
}

/// What it costs to pass over a word: nothing for a link or number, little for a part of a
/// name, more for a small word, most for what makes a clause.
fn passing(reading: &Reading<'_>, at: usize) -> usize {
    let clause = Traits::AUXILIARY.and(Traits::SUBORDINATE);
    if reading.small(at) && reading.is(at, clause) && !reading.is(at, Traits::LINK) {
        3
    } else if !reading.tokens[at].is_word() || links(reading, at) {
        0
    } else if reading.small(at) {
        2
    } else {
        1
    }
}

/// A long form has several words; two halves of one word are none if they are a person's initials.
fn several(words: &[Part]) -> bool {
    words.len() > 2 || words.len() == 2 && words.iter().all(|word| word.letters.len() > 1)
}

/// How far the words are from spelling the letters, or nothing if they do not spell them.
///
/// A letter that begins a word costs nothing, one inside a word 1; a word that gives no
/// letter costs what passing over it does. At least half of the letters begin words.
fn spelling_cost(words: &[Part], letters: &[char]) -> Option<usize> {
    // The least cost at which the words so far have spelt so many letters, and how many of them inside words.
    let mut costs: Vec<Option<(usize, usize)>> = vec![None; letters.len() + 1];
    costs[0] = Some((0, 0));
    for (place, word) in words.iter().enumerate() {
        let mut next = vec![None; letters.len() + 1];
        for (spelt, cost) in costs.iter().enumerate() {
            let Some((cost, inside)) = *cost else {
                continue;
            };
            if place > 0 {
                lower(&mut next[spelt], (cost + word.passing, inside));
            }
            for taken in 1..=taken_by(&word.letters, &letters[spelt..]) {
                let more = taken - 1;
                lower(&mut next[spelt + taken], (cost + more, inside + more));
            }
        }
        costs = next;
    }
    let small_first = words.first().is_some_and(|word| word.small)
        && words.last().is_some_and(|word| !word.small);
    let (cost, inside) = costs.last().copied().flatten()?;
    let cost = cost + if small_first { MIXED } else { 0 };
    (cost <= letters.len() + 1 && inside * 2 <= letters.len()).then_some(cost)
}

fn lower(least: &mut Option<(usize, usize)>, cost: (usize, usize)) {
    if least.is_none_or(|known| cost < known) {
        *least = Some(cost);
    }
}

/// How many of `letters` a word can give: the first begins it, the others follow inside in order.
fn taken_by(word: &[char], letters: &[char]) -> usize {
    if word.first() != letters.first() {
        return 0;
    }
    let mut taken = 0;
    for letter in word {
        if letters.get(taken) == Some(letter) {
            taken += 1;
        }
    }
    taken
}

/// The head an acronym has no letter for: "Department of Health and Human Services (HHS)".
fn with_head(reading: &Reading<'_>, at: usize, end: usize) -> usize {
    let named = matches!(
        reading.word(end.saturating_sub(1)),
        "Act"
            | "Bill"
            | "Program"
            | "Programme"
            | "Project"
            | "Initiative"
            | "Strategy"
            | "Plan"
            | "Law"
            | "Treaty"
            | "Agreement"
            | "Convention"
    );
    let Some(head) = at.checked_sub(2).filter(|_| !named) else {
        return at;
    };
    let headed = matches!(
        reading.word(head),
        "Department" | "Bureau" | "Ministry" | "Dept."
    );
    if headed && reading.word(head + 1) == "of" && reading.capital(at) {
        head
    } else {
        at
    }
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
    (words >= 2 && long == begin && !is_seat(reading.word(short))).then_some(Definition {
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
    fn the_long_form_is_whole() {
        for (text, long, short) in [
            (
                "grants of the Office of Harbour Programs (OHP) were",
                "Office of Harbour Programs",
                "OHP",
            ),
            (
                "the Department of Ports and Shore Services (PSS) met",
                "Department of Ports and Shore Services",
                "PSS",
            ),
            (
                "the Office of Special Counsel for Crew-Related Unfair Practices (OSC) met",
                "Office of Special Counsel for Crew-Related Unfair Practices",
                "OSC",
            ),
            (
                "the U.S. Department of Boats (USDB) met",
                "U.S. Department of Boats",
                "USDB",
            ),
            (
                "the “Safe Harbour Act” (SHA) passed",
                "Safe Harbour Act",
                "SHA",
            ),
            (
                "the Harbour Crimes Enforcement Network (HARCEN) met",
                "Harbour Crimes Enforcement Network",
                "HARCEN",
            ),
            (
                "as Halden helped create the Shore Guard Office’s Crew Rights Division (CRD) in May",
                "Crew Rights Division",
                "CRD",
            ),
        ] {
            assert_eq!(read(text), one(long, short), "{text}");
        }
    }

    #[test]
    fn a_possessive_is_no_part_of_it() {
        let spans = |text: &'static str| {
            let found = defined(text);
            found
                .iter()
                .map(|(long, short)| (long.of(text), short.of(text)))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            spans("the Harbour Workers Union’s (HWU) boats"),
            [("Harbour Workers Union", "HWU")]
        );
        assert_eq!(
            spans("the Ports and Boats Administrations (PBA) rules"),
            [("Ports and Boats Administration", "PBA")]
        );
    }

    #[test]
    fn a_member_of_a_party_is_no_definition() {
        assert!(read("In Halden, D.C. today, Councillor Ada Tam (D-CA) met.").is_empty());
        assert!(read("Reps. Mark Odden (R-MO) and others met.").is_empty());
    }

    #[test]
    fn a_clause_is_no_name() {
        assert!(read("it processed and marketed oil that was controlled (PMOC) by him").is_empty());
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
