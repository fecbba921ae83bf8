//! Names of bodies told by their heads: "Ministry of X and Y", "X Y Authority".
//!
//! A run is a head word with a capital ([`Traits::BODY`]) and the capitals that belong
//! to it: those directly before it, and those a link word ("of", "for") ties on behind.
//! Headlines, where every word has a capital, give no runs of their own.

use crate::extract::arabic;
use crate::extract::companies::company;
use crate::extract::languages::names_body;
use crate::extract::lexicon::Traits;
use crate::extract::office::portfolio;
use crate::extract::reading::Reading;
use crate::organisations::Match;
use crate::text::is_among;
use crate::text::tokens::{Case, Kind, without_possessive};

/// A name told by its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The first token.
    pub first: usize,
    /// One past the last.
    pub last: usize,
    /// `head` ("Ministry of X") or `suffix` ("X Ministry").
    pub rule: &'static str,
    /// A body of the register that is named inside it.
    pub inside: Option<usize>,
}

/// Longer names are sentences in capitals.
const LONGEST: usize = 14;

/// Finds the runs of a text; a run that is no more than a match of the register is left to it.
pub fn body_runs(reading: &Reading<'_>, matches: &[Match]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let arabic = reading.in_language("ar");
    for (paragraph, &(first, last)) in reading.paragraphs.iter().enumerate() {
        if !arabic && reading.is_headline(paragraph) {
            continue;
        }
        let mut at = first;
        while at < last {
            // Most words neither head a name nor end one.
            if !reading.is(at, Traits::BODY.and(Traits::COMPANY)) {
                at += 1;
                continue;
            }
            let run = if arabic {
                arabic::body_run(reading, matches, at, last)
            } else {
                run_around(reading, matches, first, at, last)
                    .or_else(|| company(reading, matches, first, at))
                    .filter(|run| portfolio(reading, run.first).is_none())
            };
            match run {
                Some(run) => {
                    at = run.last.max(at + 1);
                    push(&mut found, run);
                }
                None => at += 1,
            }
        }
    }
    found
}

fn push(found: &mut Vec<Run>, run: Run) {
    match found.last_mut() {
        // "Texas Department of Public Safety Commission": the longer reading swallows the shorter.
        Some(before) if run.first < before.last => {
            if run.last - run.first > before.last - before.first {
                *before = run;
            }
        }
        _ => found.push(run),
    }
}

/// The run whose head is token `at`, if it is one.
fn run_around(
    reading: &Reading<'_>,
    matches: &[Match],
    first: usize,
    at: usize,
    last: usize,
) -> Option<Run> {
    let capital = matches!(
        reading.tokens[at].kind,
        Kind::Word(Case::Capital | Case::Capitals)
    );
    if !capital || !reading.is(at, Traits::BODY) || is_person_part(reading, first, at) {
        return None;
    }
    let start = extend_left(reading, matches, first, at);
    let end = extend_right(reading, matches, start, at, last);
    // "das Sozialministerium": a German compound says whose it is in one word.
    let whole = reading.in_language("de") && names_body(reading.word(at));
    let bare = start == at && end == at + 1 && !whole;
    if bare || end - start > LONGEST || !whole && is_generic(reading, start, end) {
        return None;
    }
    let inner = matches
        .get(matches.partition_point(|m| m.last <= start))
        .filter(|m| m.first < end);
    if let Some(one) = inner {
        let whole = one.first <= start && end <= one.last;
        let heads_outside = !(one.first..one.last).contains(&at);
        // What the register knows stands, unless another head makes a narrower body of it.
        if whole || !heads_outside && !adds_words(reading, one, start, end) {
            return None;
        }
    }
    let rule = if end > at + 1 { "head" } else { "suffix" };
    Some(Run {
        first: start,
        last: end,
        rule,
        inside: inner.filter(|m| !m.weak).map(|m| m.body),
    })
}

/// Words that go with a head without naming anything: "the Task Force", "a Regional Office".
const GENERIC: &[&str] = &[
    "air",
    "task",
    "field",
    "strike",
    "regional",
    "sheriff",
    "sheriffs",
    "armed",
    "working",
    "special",
    "uniformed",
    "general",
    "generals",
    "inspector",
    "attorney",
    "attorneys",
    "press",
    "media",
    "local",
    "joint",
    "senior",
    "executive",
    "advisory",
    "investigative",
    "support",
    "main",
    "public",
    "private",
    "junior",
    "high",
    "law",
    "city",
    "county",
    "district",
    "appeals",
];

/// `word` without a possessive ending, in capitals too: "ATTORNEY’S".
fn owner(word: &str) -> &str {
    let shouted = word.strip_suffix("’S").or_else(|| word.strip_suffix("'S"));
    shouted.unwrap_or_else(|| without_possessive(word))
}

/// Whether no word of the run names a body of its own; or it is a person's term of office or a state.
fn is_generic(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let generic = |at: usize| {
        let word = owner(reading.word(at));
        reading.is(at, Traits::BODY) || is_among(word, GENERIC)
    };
    let named = (start..end).any(|at| reading.capital(at) && !generic(at));
    let term = is_among(owner(reading.word(end - 1)), &["administration"])
        && end - start == 2
        && !matches!(
            reading.word(start),
            "National"
                | "Federal"
                | "State"
                | "General"
                | "Civil"
                | "Public"
                | "Prison"
                | "Customs"
                | "Port"
                | "Migration"
                | "Border"
        );
    !named || term || crate::places::country(&reading.folded(start, end)).is_some()
}

/// Whether the run has capitals outside the match, beyond links.
fn adds_words(reading: &Reading<'_>, one: &Match, start: usize, end: usize) -> bool {
    (start..end).any(|at| !(one.first..one.last).contains(&at) && reading.capital(at))
}

/// A head word inside a person's office: "Council President Ola", "Chief Justice".
fn is_person_part(reading: &Reading<'_>, first: usize, at: usize) -> bool {
    let after_title =
        at > first && reading.is(at - 1, Traits::TITLE) && reading.word(at - 1).ends_with('.');
    after_title && !reading.capital(at + 1)
}

fn extend_left(reading: &Reading<'_>, matches: &[Match], first: usize, head: usize) -> usize {
    let mut at = head;
    while at > first && head - at < 8 {
        let before = at - 1;
        let possessive =
            reading.possessive(before) || ending_at(matches, at).is_some_and(|m| m.possessive);
        let and = matches!(reading.word(before), "and" | "&");
        if and && joins_left(reading, matches, first, before) {
            at = before;
            continue;
        }
        if possessive || !name_part(reading, before) {
            break;
        }
        if let Some(one) = ending_at(matches, at).filter(|m| m.first >= first && !m.acronym) {
            // A register's name directly before the head belongs to it whole: "European Union Office".
            at = one.first;
            continue;
        }
        at = before;
    }
    trim_left(reading, at, head)
}

/// A word that may stand before the head as part of the name.
pub(super) fn name_part(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        reading.tokens[at].kind,
        Kind::Word(Case::Capital | Case::Capitals | Case::Initial)
    ) && !reading.is(at, Traits::CALENDAR.and(Traits::DETERMINER))
        && !(reading.is(at, Traits::ROLE.and(Traits::TITLE))
            && !reading.is(at, Traits::ROLE_MODIFIER.and(Traits::BODY)))
}

/// Whether "and" before the head joins two words of one name: "Refugee and Migrant Council".
fn joins_left(reading: &Reading<'_>, matches: &[Match], first: usize, and: usize) -> bool {
    let Some(before) = and.checked_sub(1).filter(|&b| b >= first) else {
        return false;
    };
    name_part(reading, before)
        && !reading.is(before, Traits::BODY)
        && ending_at(matches, and).is_none()
        && before.checked_sub(1).is_none_or(|b| {
            // "Ministry of Ports and Halden Police": the word belongs to the head before.
            let tied = matches!(reading.word(b), "of" | "for" | "on");
            !tied && (b < first || !reading.capital(b) || reading.is(b, Traits::COMMON))
        })
}

/// Leaves out what only begins a sentence, and bare modifiers.
pub(super) fn trim_left(reading: &Reading<'_>, mut at: usize, head: usize) -> usize {
    while at < head {
        let opener = reading.is(
            at,
            Traits::COMMON
                .and(Traits::DETERMINER)
                .and(Traits::PREPOSITION),
        ) && !is_nationality(reading, at)
            || reading.is(at, Traits::LINK) && reading.small(at);
        if !opener {
            break;
        }
        at += 1;
    }
    at
}

/// Nationalities are no names by themselves but belong to the names of bodies; so does "First", "New".
fn is_nationality(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.word(at);
    word.ends_with("an")
        || word.ends_with("ish")
        || word.ends_with("ese")
        || word.ends_with("ch")
        || word == "New"
        || word == "First"
        || matches!(
            word,
            "Democratic"
                | "Republican"
                | "Christian"
                | "Muslim"
                | "Jewish"
                | "Catholic"
                | "International"
                | "Conference"
        )
}

fn extend_right(
    reading: &Reading<'_>,
    matches: &[Match],
    start: usize,
    head: usize,
    last: usize,
) -> usize {
    let mut end = head + 1;
    if reading.possessive(head) {
        return end;
    }
    // Capitals directly behind: "Commission Nationale", "Police Service", "Department Civil Division".
    while end < last
        && name_part(reading, end)
        && !reading.is(end, Traits::COMMON)
        && !reading.is(end, Traits::TITLE)
        && glued(reading, end)
    {
        end += 1;
        if reading.possessive(end - 1) {
            return end;
        }
    }
    // Without a body word at its end that stretch is a person behind a body: "Ministry Ola Tam".
    if end > head + 1
        && !(head + 1..end).any(|at| reading.is(at, Traits::BODY))
        && (reading.in_english() || holder_follows(reading, head, end))
        && !non_english(reading, head)
    {
        end = head + 1;
    }
    let mut at = end;
    loop {
        let Some(next) = linked(reading, matches, at, last) else {
            return end;
        };
        // "Rescue Unit of the Coast Guard": two bodies, one inside the other. "Harbour Centre and
        // Tam Halden": a name its head has ended, and another.
        let joined = reading.in_english() && is_and(reading.word(at));
        if start < head && (begins_at(matches, next) || joined && end == head + 1) {
            return end;
        }
        let (stop, closed) = behind_link(reading, next, last);
        if closed {
            return stop;
        }
        if stop == next {
            return end;
        }
        end = stop;
        at = stop;
    }
}

/// One past the capitals that begin at `next`, behind a link, and whether the name ends there.
fn behind_link(reading: &Reading<'_>, next: usize, last: usize) -> (usize, bool) {
    let mut stop = next;
    while stop < last && (part_behind_link(reading, stop) || plural_possessive(reading, stop)) {
        // "Families’ Office of Boats": an office of the body before it.
        let owner = plural_possessive(reading, stop)
            && reading.is(stop + 1, Traits::BODY)
            && matches!(reading.word(stop + 2), "of" | "for");
        if owner {
            return (stop, true);
        }
        stop += 1;
        if reading.possessive(stop - 1) {
            return (stop, true);
        }
    }
    (stop, false)
}

fn is_and(word: &str) -> bool {
    matches!(word, "and" | "&" | "et" | "y" | "e" | "und")
}

/// The register's match that ends before token `at`; they stand in order and apart.
pub(super) fn ending_at(matches: &[Match], at: usize) -> Option<&Match> {
    matches
        .get(matches.partition_point(|m| m.last < at))
        .filter(|m| m.last == at)
}

/// Whether a match of the register begins at token `at`.
fn begins_at(matches: &[Match], at: usize) -> bool {
    matches.binary_search_by_key(&at, |one| one.first).is_ok()
}

/// "Richter am Landgericht Ola Tam": an office in a body, and who holds it.
fn holder_follows(reading: &Reading<'_>, head: usize, end: usize) -> bool {
    let office = (head.saturating_sub(4)..head).find(|&at| reading.is(at, Traits::ROLE));
    // "Mina Roë, présidente du Collectif Mer Libre": the holder stands before the comma.
    let behind = |at: usize| (at.saturating_sub(3)..at).any(|before| reading.mark(before, ','));
    office.is_some_and(|at| !behind(at)) && end >= head + 3
}

/// Whether no line end parts token `at` from the one before.
fn glued(reading: &Reading<'_>, at: usize) -> bool {
    !reading.tokens[at].breaks || !reading.tokens[at - 1].is_stop()
}

fn non_english(reading: &Reading<'_>, at: usize) -> bool {
    !reading.word(at).is_ascii()
}

/// The apostrophe of "Communities’ Councils".
fn plural_possessive(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.tokens[at].kind, Kind::Mark('’' | '\''))
        && reading.tokens[at - 1].span.end == reading.tokens[at].span.start
        && reading.word(at - 1).ends_with('s')
        && reading.capital(at + 1)
}

fn part_behind_link(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        reading.tokens[at].kind,
        Kind::Word(Case::Capital | Case::Capitals | Case::Initial)
    ) && !reading.is(at, Traits::CALENDAR)
        && !(reading.is(at, Traits::TITLE) && reading.word(at).ends_with('.'))
}

/// The first capital behind the link words (or list comma) at `at`, if the name goes on there.
fn linked(reading: &Reading<'_>, matches: &[Match], at: usize, last: usize) -> Option<usize> {
    let comma = reading.mark(at, ',');
    let mut next = at + usize::from(comma);
    let links = next;
    while next < last && reading.is(next, Traits::LINK) && !reading.capital(next)
        || next < last && reading.mark(next, '&')
    {
        next += 1;
    }
    if next >= last || next - links > 3 || !part_behind_link(reading, next) {
        return None;
    }
    let and = is_and(reading.word(links));
    if comma {
        // "Population, Refugees, and Migration": only a list that an "and" closes.
        return (closes_list(reading, next, last)
            && !reading.is(next, Traits::BODY)
            && !begins_at(matches, next))
        .then_some(next);
    }
    if next == links {
        return None;
    }
    let place_tail = matches!(reading.word(links), "in" | "at" | "against");
    let starts_other = reading.is(next, Traits::BODY)
        || begins_at(matches, next)
        || heads_soon(reading, next, last)
        || (next..last.min(next + 4))
            .take_while(|&at| reading.capital(at))
            .any(|at| reading.is(at, Traits::ROLE.and(Traits::TITLE)));
    let determined = links + 1 < next && reading.is(links + 1, Traits::DETERMINER);
    if and && (starts_other || determined) || place_tail {
        return None;
    }
    Some(next)
}

/// Whether the capitals from `at` on end in a head of their own.
fn heads_soon(reading: &Reading<'_>, at: usize, last: usize) -> bool {
    (at..last.min(at + 6))
        .take_while(|&i| reading.capital(i))
        .any(|i| reading.is(i, Traits::BODY))
}

/// Whether the list that goes on at `at` is closed by "and" within a few words: `Refugees, and Migration`.
fn closes_list(reading: &Reading<'_>, at: usize, last: usize) -> bool {
    let mut next = at;
    for _ in 0..4 {
        while next < last && part_behind_link(reading, next) {
            next += 1;
        }
        let and = next + usize::from(reading.mark(next, ','));
        if matches!(reading.word(and), "and" | "&") {
            return reading.capital(and + 1) || reading.is(and + 1, Traits::LINK);
        }
        if !reading.mark(next, ',') {
            return false;
        }
        next += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::Register;

    fn read(text: &str) -> Vec<String> {
        let reading = Reading::new(text, 0);
        let matches = Register::builtin().find(text, &reading.tokens, &reading.keys);
        body_runs(&reading, &matches)
            .iter()
            .map(|r| reading.folded(r.first, r.last))
            .collect()
    }

    #[test]
    fn heads_reach_behind_links() {
        assert_eq!(
            read("It was the Ministry of Ports, Boats and Nets that met."),
            ["Ministry of Ports, Boats and Nets"]
        );
        assert_eq!(
            read("It was the Office for the Protection of Seafarers that met."),
            ["Office for the Protection of Seafarers"]
        );
    }

    #[test]
    fn two_bodies_stay_two() {
        assert_eq!(
            read("They met the Ministry of Ports and the Halden Border Police today."),
            ["Ministry of Ports", "Halden Border Police"]
        );
        assert_eq!(
            read("They met the Ministry of Ports and Halden Border Police today."),
            ["Ministry of Ports", "Halden Border Police"]
        );
    }

    #[test]
    fn offices_and_possessives_are_left_out() {
        assert_eq!(
            read("The Director of Norland’s Fisheries Council met Deputy Minister Ola Tam."),
            ["Fisheries Council"]
        );
    }

    #[test]
    fn a_headline_gives_none() {
        assert!(read("Minister Opens New Border Police Academy in Halden").is_empty());
    }

    #[test]
    fn a_head_alone_is_none() {
        assert!(read("The Ministry said that the Council had met.").is_empty());
    }
}
