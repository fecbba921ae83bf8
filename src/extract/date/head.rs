//! Where a release prints its date: the lines of its head, and its last lines.

use super::super::dateline::Dateline;
use super::labels::{self, Label};
use super::scan::{PrintedDate, scan};
use crate::text::{Span, border_before, border_behind, last_line, lines_from_end, lines_with_ends};

/// Lines with text, from the body's start, that may hold the release's date.
const HEAD_LINES: usize = 20;
/// Bytes of them.
const HEAD_BYTES: usize = 3_000;
/// Lines with text at the end.
const TAIL_LINES: usize = 8;
/// Bytes of them.
const TAIL_BYTES: usize = 1_200;
/// Bytes from the start within which a date beside running text counts.
const OPENING: usize = 700;
/// Bytes from the start within which a short line with a date is a header.
const HEADER: usize = 1_500;
/// Bytes of a line that is a paragraph of running text.
const PROSE: usize = 200;
/// Characters before or after a date that still make a line of a letterhead.
const SHORT: usize = 48;

/// How a date stands, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stand {
    /// Behind "Date:", "Published" and the like.
    Labelled,
    /// On a line of its own.
    OwnLine,
    /// In the dateline.
    Dateline,
    /// On a short line with a name or a number.
    HeaderLine,
    /// At the start of a paragraph.
    LineStart,
    /// At the end of a line that is no sentence.
    LineEnd,
    /// Among the first words, where lines were lost.
    Opening,
    /// On a line of its own at the end, as letters have it.
    ClosingLine,
    /// Behind a paragraph of running text: often that of a letter it encloses.
    Late,
    /// A month and year by themselves.
    MonthLine,
    /// "Embargoed until".
    Embargo,
}

impl Stand {
    /// The name of the rule, and the share of its readings that are right: between
    /// that in 400 releases of a library catalogue, whose dates are those printed,
    /// and that in 3,700 of US offices, whose dates are those of their pages and
    /// differ by a day or two (see `examples/measure_dates.rs`).
    pub(super) fn rule(self) -> (&'static str, f32) {
        match self {
            Self::Labelled => ("printed-label", 0.96),
            Self::OwnLine => ("printed-line", 0.98),
            Self::Dateline => ("dateline", 0.97),
            Self::HeaderLine => ("printed-header", 0.96),
            Self::LineStart => ("printed-start", 0.9),
            Self::LineEnd => ("printed-end", 0.95),
            Self::Opening => ("printed-opening", 0.88),
            Self::ClosingLine => ("printed-closing", 0.88),
            Self::Late => ("printed-late", 0.7),
            Self::MonthLine => ("printed-month", 0.8),
            Self::Embargo => ("embargo", 0.6),
        }
    }
}

/// A date that may be the release's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) date: PrintedDate,
    pub(super) stand: Stand,
}

/// Every date of head and tail that may be the release's, best first; those
/// without a year among them.
pub(super) fn standing(
    text: &str,
    body_start: usize,
    dateline: Option<&Dateline>,
) -> Vec<Standing> {
    let head = head_of(text, body_start);
    let mut found = Vec::new();
    if let Some(date) = dateline.and_then(|dateline| dateline.date) {
        found.push(Standing {
            date,
            stand: Stand::Dateline,
        });
    }
    let taken = dateline.map(|dateline| dateline.span);
    let prose = first_prose(text, head);
    for date in scan(text, head) {
        if taken.is_some_and(|taken| taken.overlaps(date.span)) {
            continue;
        }
        let place = Place { text, head, date };
        let late = date.span.start > prose;
        let stand = place
            .stand()
            .map(|stand| if late { stand.max(Stand::Late) } else { stand });
        found.extend(stand.map(|stand| Standing { date, stand }));
    }
    let tail = tail_of(text, head.end);
    for date in scan(text, tail) {
        let place = Place {
            text,
            head: tail,
            date,
        };
        let stand = match place.stand() {
            Some(Stand::Labelled | Stand::OwnLine) => Stand::ClosingLine,
            Some(Stand::HeaderLine) if place.names_a_place() => Stand::ClosingLine,
            _ => continue,
        };
        found.push(Standing { date, stand });
    }
    found.sort_by_key(|standing| (standing.stand, standing.date.span.start));
    found
}

/// Where the first paragraph of running text ends; the head's end when there is none.
fn first_prose(text: &str, head: Span) -> usize {
    let mut at = head.start;
    for line in lines_with_ends(head.of(text)) {
        let whole = line.trim_end();
        if whole.len() >= PROSE && whole.ends_with(['.', ':', '”', '"', '’', '»']) {
            return at + whole.len();
        }
        at += line.len();
    }
    head.end
}

fn head_of(text: &str, body_start: usize) -> Span {
    let start = border_behind(text, body_start);
    let limit = border_before(text, start + HEAD_BYTES);
    let piece = text.get(start..limit).unwrap_or_default();
    let mut lines = 0;
    let mut end = limit;
    let mut at = start;
    for line in lines_with_ends(piece) {
        at += line.len();
        lines += usize::from(!line.trim().is_empty());
        if lines == HEAD_LINES {
            end = at;
            break;
        }
    }
    Span::new(start, end)
}

fn tail_of(text: &str, head_end: usize) -> Span {
    let start = border_behind(text, text.len().saturating_sub(TAIL_BYTES).max(head_end));
    let piece = text.get(start..).unwrap_or_default();
    let mut lines = 0;
    let mut at = text.len();
    for line in lines_from_end(piece) {
        at -= line.len();
        lines += usize::from(!line.trim().is_empty());
        if lines == TAIL_LINES || at <= start {
            break;
        }
        at -= 1;
    }
    Span::new(at.max(start), text.len())
}

/// A date and what stands round it.
struct Place<'a> {
    text: &'a str,
    head: Span,
    date: PrintedDate,
}

impl<'a> Place<'a> {
    fn stand(&self) -> Option<Stand> {
        let (before, after) = self.sides();
        let label = labels::before(before).or_else(|| self.label_above(before));
        match label {
            Some(Label::Page | Label::Event) => return None,
            Some(Label::Embargo) => return Some(Stand::Embargo),
            _ => {}
        }
        // Without a year, a day and an hour are an appointment.
        let hour = self.date.year.is_none() && strip_time(after).len() < after.len();
        let event =
            self.date.last_day.is_some() || opens_a_range(after) || self.a_time_follows() || hour;
        if event || is_citation(before, after) || self.heads_a_letter(before) {
            return None;
        }
        let stand = match label {
            Some(Label::Release) if is_anothers(before) => Stand::HeaderLine,
            Some(Label::Release) => Stand::Labelled,
            _ => self.by_line(before, after)?,
        };
        // A bare "07/12" in a line is too often a fraction or a reference.
        let bare = self.date.numeric && self.date.year.is_none();
        match self.date.day {
            _ if bare && stand > Stand::OwnLine => None,
            None if self.date.numeric || stand > Stand::OwnLine => None,
            None => Some(Stand::MonthLine),
            Some(_) => Some(stand),
        }
    }

    fn by_line(&self, before: &str, after: &str) -> Option<Stand> {
        let bare_before = strip_marks(before);
        let bare_after = strip_marks(strip_time(after));
        if self.continues_a_sentence(before) {
            return None;
        }
        if bare_before.is_empty() && bare_after.is_empty() {
            return Some(Stand::OwnLine);
        }
        let name_follows = begins_anew(bare_after) && !after.trim_start().starts_with(',');
        let short_before = bare_before.chars().count() <= SHORT;
        let short_after = bare_after.chars().count() <= SHORT;
        let set_off = ends_in_blanks(before);
        let name_before = set_off || !ends_in_small_word(bare_before);
        let depth = self.date.span.start - self.head.start;
        let header = short_before && short_after && (bare_before.is_empty() || name_before);
        if depth < HEADER && header && (bare_after.is_empty() || name_follows) {
            return Some(Stand::HeaderLine);
        }
        if depth >= OPENING {
            return None;
        }
        if bare_before.is_empty() && name_follows {
            return Some(Stand::LineStart);
        }
        if bare_after.is_empty() && name_before && !after.trim_start().starts_with('.') {
            return Some(Stand::LineEnd);
        }
        let free = set_off
            || after.starts_with(|c: char| c.is_whitespace()) && begins_in_blanks(after)
            || in_capitals(bare_before, bare_after);
        (name_before && name_follows && free).then_some(Stand::Opening)
    }

    /// `Date: 12 August` over `Time: 6 p.m.` announces an event.
    fn a_time_follows(&self) -> bool {
        let rest = self
            .text
            .get(self.date.span.end..self.head.end)
            .unwrap_or_default();
        let mut lines = rest
            .split(['\n', '\r'])
            .skip(1)
            .map(str::trim)
            .filter(|line| !line.is_empty());
        lines
            .next()
            .and_then(|line| line.get(..5))
            .is_some_and(|start| start.eq_ignore_ascii_case("time:"))
    }

    /// The line's text before and after the date.
    fn sides(&self) -> (&'a str, &'a str) {
        let before = self
            .text
            .get(self.head.start..self.date.span.start)
            .unwrap_or_default();
        let after = self
            .text
            .get(self.date.span.end..self.head.end)
            .unwrap_or_default();
        let before = last_line(before);
        let after = after.split(['\n', '\r']).next().unwrap_or_default();
        (before, after)
    }

    /// The label on the line above: "Date" over "26 Sept 2014".
    fn label_above(&self, before: &str) -> Option<Label> {
        if !strip_marks(before).is_empty() {
            return None;
        }
        let above = self
            .text
            .get(self.head.start..self.date.span.start - before.len())?
            .trim_end();
        let line = last_line(above);
        // A line with a number of its own is no mere label.
        let bare = line.len() <= SHORT && !line.contains(|c: char| c.is_ascii_digit());
        let label = bare.then(|| labels::before(line)).flatten()?;
        (label != Label::Event || line.trim_end().ends_with(':')).then_some(label)
    }

    /// Whether the line above announces the text of a letter, whose date this is then.
    fn heads_a_letter(&self, before: &str) -> bool {
        let above = self
            .text
            .get(self.head.start..self.date.span.start - before.len())
            .unwrap_or_default();
        let line = last_line(above.trim_end());
        let end = labels::last_chars(line, 80).to_lowercase();
        line.len() > SHORT
            && strip_marks(before).is_empty()
            && ["letter", "below", "follows"]
                .iter()
                .any(|word| end.contains(word))
    }

    /// Whether the line above breaks off in a sentence: "will be held on".
    fn continues_a_sentence(&self, before: &str) -> bool {
        if !before.trim().is_empty() {
            return false;
        }
        let above = self
            .text
            .get(self.head.start..self.date.span.start - before.len())
            .unwrap_or_default();
        let above = above
            .strip_suffix('\n')
            .unwrap_or(above)
            .trim_end_matches(['\r', ' ', '\t']);
        !above.ends_with('\n') && ends_in_small_word(above) && above.len() > SHORT
    }

    fn names_a_place(&self) -> bool {
        let (before, after) = self.sides();
        let name = strip_marks(before);
        strip_marks(after).is_empty() && crate::places::resolve(name).is_some()
    }
}

/// `A. Person - Media Release, 3 May 2021`: a label behind a name is often that of
/// a release that is quoted.
fn is_anothers(before: &str) -> bool {
    let name = [" - ", " – ", " — "]
        .into_iter()
        .find_map(|dash| before.split_once(dash))
        .map_or("", |(name, _)| name.trim());
    name.split_whitespace().count() >= 2 && labels::before(name).is_none()
}

/// `[Tweet, 3/7/22]`, `(The Hill, 3/11/13)`, `– A. Person, June 11, 2021`: the
/// date of something quoted.
fn is_citation(before: &str, after: &str) -> bool {
    let open = before.rfind(['(', '[']).is_some_and(|at| {
        let inside = before.get(at + 1..).unwrap_or_default();
        !inside.contains([')', ']']) && inside.chars().any(char::is_alphabetic)
    });
    let quoted =
        before.trim_start().starts_with(['–', '—', '-']) && !strip_marks(before).is_empty();
    open && after.trim_start().starts_with([')', ']']) || quoted
}

fn ends_in_blanks(before: &str) -> bool {
    before
        .chars()
        .rev()
        .take_while(|c| c.is_whitespace())
        .count()
        >= 2
        && !before.trim().is_empty()
}

fn begins_in_blanks(after: &str) -> bool {
    after.chars().take_while(|c| c.is_whitespace()).count() >= 2
}

/// Whether the words on either side are in capitals or numbers, as in a
/// letterhead whose lines ran together.
fn in_capitals(before: &str, after: &str) -> bool {
    let shouted = |word: Option<&str>| word.is_some_and(|word| !word.contains(char::is_lowercase));
    shouted(before.split_whitespace().next_back()) && shouted(after.split_whitespace().next())
}

/// `19 July to 21 July`, `March 5 – 7 May`.
fn opens_a_range(after: &str) -> bool {
    let rest = after.trim_start();
    let joined = ["to ", "- ", "– ", "through ", "until "]
        .into_iter()
        .find_map(|joiner| rest.strip_prefix(joiner));
    joined.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && !scan(rest, Span::new(0, border_before(rest, 24))).is_empty()
    })
}

fn strip_marks(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_ascii_punctuation()
            || matches!(c, '–' | '—' | '•' | '·' | '،' | '\u{200B}'..='\u{200F}')
    })
}

/// Leaves out a clock behind a date: "at 11:00 am", "2:32 p.m. EDT", "GMT".
fn strip_time(after: &str) -> &str {
    let rest = after.trim_start_matches([' ', ',', '\t', '|', '-', '–', '\u{A0}']);
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let clock = rest
        .get(digits..)
        .filter(|tail| (1..=2).contains(&digits) && tail.starts_with([':', '.', 'h', ' ']));
    let Some(tail) = clock else { return after };
    let tail =
        tail.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | 'h'));
    [
        "a.m.", "p.m.", "am", "pm", "AM", "PM", "A.M.", "P.M.", "Uhr",
    ]
    .into_iter()
    .find_map(|half| tail.strip_prefix(half))
    .unwrap_or(tail)
}

fn begins_anew(after: &str) -> bool {
    after.chars().next().is_some_and(|c| {
        !c.is_lowercase() && (c.is_alphanumeric() || matches!(c, '(' | '[' | '"' | '“' | '‘' | '«'))
    })
}

/// Whether words end in one without a capital: a sentence is going on.
fn ends_in_small_word(before: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    last.starts_with(char::is_lowercase) && !before.trim_end().ends_with([':', '.'])
}
