//! Names of companies, told by what ends them: "Odden Pty Ltd", "Tam Holdings, Inc.".

use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::extract::runs::{Run, ending_at, name_part, trim_left};
use crate::organisations::Match;
use crate::text::tokens::{Case, Kind, without_possessive};

/// What ends the names of companies and of nothing else.
const COMPANIES: &[&str] = &[
    "Inc",
    "Ltd",
    "LLC",
    "LLP",
    "GmbH",
    "plc",
    "PLC",
    "Pty",
    "Corp",
    "Limited",
    "Incorporated",
    "SpA",
    "Srl",
    "Ltda",
];

/// Whether a name is a company's by its end.
pub fn is_company(name: &str) -> bool {
    is_suffix(name.rsplit(' ').next().unwrap_or_default())
}

fn is_suffix(word: &str) -> bool {
    COMPANIES.contains(&word.strip_suffix('.').unwrap_or(word))
}

/// "Odden Pty Ltd", "Tam Holdings, Inc.": the company that the suffix at `at` ends.
pub fn company(reading: &Reading<'_>, matches: &[Match], first: usize, at: usize) -> Option<Run> {
    let suffix = |at: usize| is_suffix(without_possessive(reading.word(at)));
    if !reading.is(at, Traits::COMPANY) || !suffix(at) || suffix(at + 1) {
        return None;
    }
    let mut start = at;
    while start > first && suffix(start - 1) {
        start -= 1;
    }
    start -= usize::from(start > first && reading.mark(start - 1, ','));
    let name = start;
    let part =
        |at: usize| (name_part(reading, at) && !reading.possessive(at)) || reading.mark(at, '&');
    // A body of the register before it is another, unless it is the whole name: "ABC Pty Ltd".
    let free = |start: usize| start == name || ending_at(matches, start).is_none();
    while start > first && name - start < 6 && part(start - 1) && free(start) {
        start -= 1;
    }
    let mut start = trim_left(reading, start, name);
    // "WASHINGTON Tam Holdings Inc.": a dateline that lost its dash.
    let shouted = reading.tokens[start].kind == Kind::Word(Case::Capitals);
    if start == first
        && start + 1 < name
        && shouted
        && crate::places::look_up(reading.word(start)).is_some()
    {
        start += 1;
    }
    let named = (start..name).any(|at| reading.capital(at) && !reading.is(at, Traits::COMPANY));
    (named && reading.capital(start)).then_some(Run {
        first: start,
        last: at + 1,
        rule: "suffix",
        inside: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::Register;

    fn read(text: &str) -> Vec<String> {
        let reading = Reading::new(text, 0);
        let matches = Register::builtin().find(text, &reading.tokens, &reading.keys);
        let last = reading.tokens.len();
        (0..last)
            .filter_map(|at| company(&reading, &matches, 0, at))
            .map(|run| reading.folded(run.first, run.last))
            .collect()
    }

    #[test]
    fn a_company_is_what_stands_before_its_suffix() {
        assert_eq!(
            read(
                "A report into ABC Pty Ltd’s boats was paid for by Tam & Roe Holdings, Inc. and Odden GmbH."
            ),
            ["ABC Pty Ltd", "Tam & Roe Holdings, Inc.", "Odden GmbH"]
        );
        assert_eq!(
            read("WASHINGTON Tam Boats Inc. has paid."),
            ["Tam Boats Inc."]
        );
        assert!(read("The limited supply of boats in Halden Limited.").len() == 1);
        assert!(read("the Co. Inc. of old").is_empty());
    }
}
