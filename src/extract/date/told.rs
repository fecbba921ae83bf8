//! How a date or year is told: as past, as to come, as that of a print-out.
//!
//! The words of its own clause before it tell that, and for a page's own marks
//! (a print-out's foot, a law's number) what stands right round it.

use crate::text::{Span, border_before, border_behind};

/// Bytes before a date that tell whether it is past.
const BEFORE: usize = 72;

/// How a date is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// As past: the release is not older.
    Past,
    /// As to come: the release is not younger.
    Coming,
    /// As a financial or school year, `2002-03`, given by the year it begins in.
    SplitYear,
    /// As a period of several years that runs, `the plan for 2022-2025`, by its last.
    RangeEnd,
    /// As any other period, by its last year.
    Period,
    /// As the day a page was printed or changed: not younger.
    PrintedOut,
    /// As the year of copyright: not younger, and seldom much older.
    Copyright,
    /// As part of a law's name, `Migration Act 1958`.
    Law,
    /// As part of the name of a law that is not passed yet, `Migration Bill 1999`.
    Bill,
    /// As what an anniversary is of.
    Remembered,
    /// In the release's own number, `No 139/89`, or its day in a file's name, `140789`.
    Reference,
    /// As a step of an address, `/2007/`.
    Address,
    /// None of these.
    Plain,
}

impl Told {
    /// The rule's name for what is told so.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Past => "event-before",
            Self::Coming => "event-after",
            Self::SplitYear => "split-year",
            Self::RangeEnd => "range-end",
            Self::Period => "period",
            Self::PrintedOut => "printed-out",
            Self::Copyright => "copyright",
            Self::Law | Self::Bill => "law",
            Self::Remembered => "anniversary",
            Self::Reference => "reference",
            Self::Address => "address",
            Self::Plain => "mention",
        }
    }
}

/// How the date at `span` is told.
pub(super) fn told(text: &str, span: Span) -> Told {
    let start = border_behind(text, span.start.saturating_sub(BEFORE));
    let before = text.get(start..span.start).unwrap_or_default();
    if before.contains('©') || before.contains("opyright") {
        return Told::Copyright;
    }
    let lower = before.to_lowercase();
    let after = text.get(span.end..).unwrap_or_default();
    if PAGE.iter().any(|label| lower.contains(label)) || is_page_foot(&lower, after) {
        return Told::PrintedOut;
    }
    // A sentence's start ends the view: what was said before is of another date.
    let clause = lower.rsplit(['\n', ';']).next().unwrap_or_default();
    let clause = clause.rsplit(". ").next().unwrap_or_default();
    let words: Vec<&str> = clause
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let last = words.last().copied().unwrap_or_default();
    if let Some(law) = law(&lower) {
        return law;
    }
    if words.iter().any(|word| word.starts_with("anniversar")) {
        return Told::Remembered;
    }
    if COMING_RIGHT_BEFORE.contains(&last) || words.iter().any(|word| COMING.contains(word)) {
        return Told::Coming;
    }
    let past = words
        .iter()
        .any(|word| PAST.contains(word) || is_past_form(word));
    if past { Told::Past } else { Told::Plain }
}

/// Whether words end in a law's name: `Settlement Act`, `Settlement Bill (No. 2)`.
fn law(lower: &str) -> Option<Told> {
    let words = lower.trim_end();
    let bare = match words.strip_suffix(')').and_then(|inside| inside.rfind('(')) {
        Some(at) => words.get(..at)?.trim_end(),
        None => words,
    };
    let last = bare.rsplit(|c: char| !c.is_alphabetic()).next()?;
    if last == "bill" {
        return Some(Told::Bill);
    }
    LAWS.contains(&last).then_some(Told::Law)
}

/// `Page 1 of 5  20/03/2008`, `19/12/2011 http://`, `05/01/98 14:32:14`: as browsers
/// print at the edge of a page.
fn is_page_foot(lower: &str, after: &str) -> bool {
    let line = lower.rsplit(['\n', '\r']).next().unwrap_or_default();
    let numbered = line
        .find("page ")
        .and_then(|at| line.get(at + 5..))
        .is_some_and(|rest| {
            rest.split_whitespace()
                .all(|word| word == "of" || word.bytes().all(|byte| byte.is_ascii_digit()))
        });
    let rest = after.trim_start_matches([' ', '\u{A0}', ',', '\t']);
    let clock: Vec<usize> = rest
        .get(..8)
        .unwrap_or_default()
        .split(':')
        .map(str::len)
        .collect();
    numbered || rest.starts_with("http") || clock == [2, 2, 2]
}

fn is_past_form(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ed")
        && ![
            "need",
            "united",
            "indeed",
            "speed",
            "planned",
            "expected",
            "scheduled",
            "proposed",
            "limited",
        ]
        .contains(&word)
}

/// How a period of years at `span` is told: most that have a name run.
pub(super) fn told_period(text: &str, span: Span) -> Told {
    let start = border_behind(text, span.start.saturating_sub(BEFORE));
    let end = border_before(text, span.end + AFTER);
    let around = text.get(start..end).unwrap_or_default().to_lowercase();
    let runs = around
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| PROGRAMMES.contains(&word) || COMING.contains(&word));
    if runs { Told::RangeEnd } else { Told::Period }
}

/// Bytes behind a period in which its name may stand.
const AFTER: usize = 40;

/// What has a period that runs.
#[rustfmt::skip]
const PROGRAMMES: &[&str] = &[
    "programme", "program", "programmes", "plan", "strategy", "framework", "project", "agenda",
    "compact", "appeal", "phase", "runs", "running", "agreement", "partnership", "action",
    "programa", "estrategia", "stratégie", "projet", "strategie", "programm", "piano", "plano",
];

/// Words that end a law's name.
const LAWS: &[&str] = &["act", "acts", "regulation", "regulations"];

#[rustfmt::skip]
const PAGE: &[&str] = &[
    "accessed on", "last modified", "last updated", "printed", "page updated", "retrieved",
    "archived", "last update", "last reviewed",
];

#[rustfmt::skip]
const COMING_RIGHT_BEFORE: &[&str] = &[
    "by", "until", "through", "till", "next", "horizon", "bis", "jusqu", "hasta",
];

#[rustfmt::skip]
const COMING: &[&str] = &[
    "will", "shall", "plans", "planned", "expected", "scheduled", "upcoming", "forthcoming",
    "expires", "deadline", "target", "goal", "goals", "agenda", "intends", "sera", "será", "wird",
];

#[rustfmt::skip]
const PAST: &[&str] = &[
    "was", "were", "had", "has", "have", "since", "ago", "last", "began", "came", "fled",
    "became", "took", "made", "saw", "left", "rose", "fell", "went", "held", "won", "gave",
    "grew", "met", "said", "depuis", "desde", "seit", "dal", "été", "wurde", "wurden", "war",
    "fue", "fueron", "stato", "foi",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its brackets, and what stood in them.
    fn marked(text: &str) -> (String, Span) {
        let start = text.find('[').unwrap();
        let end = text.find(']').unwrap() - 1;
        (text.replace(['[', ']'], ""), Span::new(start, end))
    }

    #[test]
    fn the_words_round_a_date_tell_how_it_is_meant() {
        for (text, expected) in [
            ("The camp was opened in [March 2020].", Told::Past),
            ("Since [2018], the numbers", Told::Past),
            ("depuis [2018], le nombre", Told::Past),
            ("The hearing will be held on [5 May 2021].", Told::Coming),
            ("It ended. The plan for [2024] is new", Told::Plain),
            ("a place for all by [2030]", Told::Coming),
            ("Last updated [5 May 2021]", Told::PrintedOut),
            ("Printed on [5 May 2021]", Told::PrintedOut),
            (
                "  Page 2 of 5   [20/03/2008]  The Ministry",
                Told::PrintedOut,
            ),
            (
                "Aid | News [19/12/2011] http://news.example",
                Told::PrintedOut,
            ),
            ("aa  [05/01/98] 14:32:14", Told::PrintedOut),
            ("© Office of Settlement [2010]", Told::Copyright),
            ("under the Settlement Act [1958] they", Told::Law),
            ("the Settlement Bill [1999] was", Told::Bill),
            ("the Settlement Amendment Bill (No. 2) [1995]", Told::Bill),
            (
                "the anniversary of the fire of [4 June 1989]",
                Told::Remembered,
            ),
            ("A report, [2007]", Told::Plain),
        ] {
            let (text, span) = marked(text);
            assert_eq!(told(&text, span), expected, "{text}");
        }
    }

    #[test]
    fn a_period_runs_when_it_has_a_programme() {
        for (text, expected) in [
            ("the programme runs on ([2020-2023])", Told::RangeEnd),
            ("in the [2022-2025] Strategy", Told::RangeEnd),
            ("fewer boats than in [2003-2007] together", Told::Period),
        ] {
            let (text, span) = marked(text);
            assert_eq!(told_period(&text, span), expected, "{text}");
        }
    }
}
