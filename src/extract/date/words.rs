//! Dates with the name of a month: an automaton finds the names, and the tokens
//! on either side are read for day, year and weekday.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::names::{MONTHS, Sureness, month_patterns, weekday};
use super::numeric;
use super::scan::{Lead, PrintedDate, exists};
use super::tokens::{Kind, Token, cut, next_digit};
use crate::text::{Span, border_before, border_behind};

/// Bytes looked at on either side of a month's name.
const REACH: usize = 64;

/// The names of months and the automaton that finds them.
struct MonthNames {
    automaton: AhoCorasick,
    /// The row of [`MONTHS`] each pattern is of.
    rows: Vec<usize>,
    /// Bytes of the longest.
    longest: usize,
}

static MONTH_NAMES: LazyLock<Option<MonthNames>> = LazyLock::new(|| {
    let (patterns, rows) = month_patterns();
    let longest = patterns.iter().map(String::len).max().unwrap_or_default();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        // A few hundred kilobytes, for half the time of a release's dates.
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns);
    Some(MonthNames {
        // The patterns are fixed and few, so building cannot fail; a test holds it to that.
        automaton: automaton.ok()?,
        rows,
        longest,
    })
});

/// Adds every date in words in `text[range]` to `found`, in order.
pub(super) fn scan(text: &str, range: Span, found: &mut Vec<PrintedDate>) {
    let Some(names) = MONTH_NAMES.as_ref() else {
        return;
    };
    let mut reader = Reader {
        text,
        range,
        before: Vec::new(),
        after: Vec::new(),
        taken: range.start,
    };
    for near in near_digits(text, range, REACH + names.longest) {
        for hit in names.automaton.find_iter(near.of(text)) {
            let name = Span::new(near.start + hit.start(), near.start + hit.end());
            let row = names.rows.get(hit.pattern().as_usize());
            let Some((_, month, sureness)) = row.and_then(|row| MONTHS.get(*row)) else {
                continue;
            };
            if name.start < reader.taken || !is_whole_word(text, name) {
                continue;
            }
            if let Some(date) = reader.read(name, *month, *sureness) {
                reader.taken = date.span.end;
                found.push(date);
            }
        }
    }
}

/// The stretches of `text[range]` with a digit within `reach` bytes, in order: no date is
/// without a number, and most of a text has none.
fn near_digits(text: &str, range: Span, reach: usize) -> impl Iterator<Item = Span> {
    let bytes = range.of(text).as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        let first = next_digit(bytes, from)?;
        let mut last = first;
        // Stretches that would meet are one.
        while let Some(next) = next_digit(bytes, last + 1).filter(|next| next - last <= 2 * reach) {
            last = next;
        }
        from = last + 1;
        let start = border_before(
            text,
            (range.start + first).saturating_sub(reach).max(range.start),
        );
        let end = border_behind(text, (range.start + last + 1 + reach).min(range.end));
        Some(Span::new(start, end))
    })
}

fn is_whole_word(text: &str, name: Span) -> bool {
    let before = text
        .get(..name.start)
        .and_then(|head| head.chars().next_back());
    let after = text.get(name.end..).and_then(|tail| tail.chars().next());
    // Arabic writes "and", "in" and "the" onto the word: "ومارس".
    let arabic = |letter: char| matches!(letter, 'و' | 'ل' | 'ب');
    !before.is_some_and(|c| c.is_alphabetic() && !arabic(c))
        && !after.is_some_and(char::is_alphabetic)
}

struct Reader<'a> {
    text: &'a str,
    range: Span,
    before: Vec<Token>,
    after: Vec<Token>,
    /// What lies before this belongs to an earlier date.
    taken: usize,
}

/// A day or a span of days, and where it ends (or, before a month, starts).
#[derive(Debug, Clone, Copy)]
struct Days {
    first: u8,
    last: Option<u8>,
    edge: usize,
}

impl Reader<'_> {
    /// Whether the month's name has the point of an abbreviation and is no English word.
    fn is_shortened(&self, name: Span) -> bool {
        let word = name.of(self.text).to_lowercase();
        let point = self.text.as_bytes().get(name.end) == Some(&b'.');
        point && !matches!(word.as_str(), "set" | "out")
    }

    fn read(&mut self, name: Span, month: u8, sureness: Sureness) -> Option<PrintedDate> {
        self.fill(name);
        let name_end = self.skip_second_name(name.end);
        let before = self.days_before();
        let after = self.days_after(name_end);
        let (days, mut end) = match (before, after) {
            // "Section 12 March 5, 2020": the day behind wins when a year follows it.
            // A slash makes a release's number of it: "27 January 6/83".
            (first, Some(days))
                if self.year_from(days.edge).is_some()
                    && !(first.is_some() && self.slash_follows(days.edge)) =>
            {
                (Some(days), days.edge)
            }
            (Some(days), _) => (Some(days), name_end),
            (None, Some(days)) => (Some(days), days.edge),
            (None, None) => (None, name_end),
        };
        let is_before = days.is_some_and(|days| days.edge < name.start);
        let mut start = if is_before {
            days.map_or(name.start, |days| days.edge)
        } else {
            name.start
        };
        let year = self.year_from(end);
        if let Some((_, after_year)) = year {
            end = after_year;
        }
        let sure = match sureness {
            Sureness::Plain => days.is_some() || year.is_some(),
            // "15 gen. (Agenzia)": a day before it and its point behind tell as much as a year.
            Sureness::Doubtful => is_before && (year.is_some() || self.is_shortened(name)),
        };
        let day = days.map(|days| days.first);
        if !sure || !day.is_none_or(|day| exists(month, day)) {
            return None;
        }
        let weekday = self.weekday_before(start);
        if let Some((_, at)) = weekday {
            start = at;
        }
        Some(PrintedDate {
            span: Span::new(start, end),
            year: year.map(|(year, _)| year),
            month,
            day,
            last_day: days
                .and_then(|days| days.last)
                .filter(|last| exists(month, *last)),
            weekday: weekday.map(|(weekday, _)| weekday),
            ambiguous: false,
            numeric: false,
            lead: if is_before { Lead::Day } else { Lead::Month },
        })
    }

    fn fill(&mut self, name: Span) {
        let reached = name.start.saturating_sub(REACH).max(self.taken);
        let cut_short = reached > self.range.start;
        let start = border_behind(self.text, reached);
        let end = border_before(self.text, (name.end + REACH).min(self.range.end));
        cut(self.text, Span::new(start, name.start), &mut self.before);
        cut(self.text, Span::new(name.end, end), &mut self.after);
        // The piece may begin inside a word or number.
        if cut_short && start > self.taken && !self.before.is_empty() {
            self.before.remove(0);
        }
    }

    /// The end of a month given in both of Arabic's names, `آذار/مارس`.
    fn skip_second_name(&self, name_end: usize) -> usize {
        let [slash, word, ..] = self.after.as_slice() else {
            return name_end;
        };
        let second = slash.kind == Kind::Mark('/') && word.kind == Kind::Word;
        let known = || {
            MONTHS
                .iter()
                .any(|(name, ..)| *name == word.span.of(self.text))
        };
        if second && known() {
            word.span.end
        } else {
            name_end
        }
    }

    fn days_before(&self) -> Option<Days> {
        let mut rest = self.before.as_slice();
        rest = drop_last(rest, |token| matches!(token.kind, Kind::Line));
        rest = drop_last(rest, |token| {
            self.is_word(token, &["de", "of", "di", "d", "من"])
        });
        rest = drop_last(rest, |token| {
            matches!(
                token.kind,
                Kind::Mark('.' | ',' | '-' | '/' | 'º' | '°' | 'ª')
            )
        });
        let (last, rest) = self.day_ending(rest)?;
        let joined = drop_last(rest, |token| self.joins(token));
        if joined.len() < rest.len()
            && let Some((first, _)) = self.day_ending(joined)
            && first.first < last.first
        {
            return Some(Days {
                first: first.first,
                last: Some(last.first),
                edge: first.edge,
            });
        }
        Some(last)
    }

    /// The day that ends `tokens`, with its ordinal ending, and the tokens before it.
    fn day_ending<'t>(&self, tokens: &'t [Token]) -> Option<(Days, &'t [Token])> {
        let bare = drop_last(tokens, |token| {
            self.is_word(token, ORDINALS) || token.kind == Kind::Mark('.')
        });
        let (token, rest) = bare.split_last()?;
        let Kind::Number(value, 1..=2) = token.kind else {
            return None;
        };
        // "3.5 March" and "$12 May" are no days.
        let spoilt = rest.last().is_some_and(|before| {
            before.span.end == token.span.start
                && matches!(
                    before.kind,
                    Kind::Mark('.' | '$' | '€' | '£' | ':') | Kind::Word
                )
        });
        let day = u8::try_from(value)
            .ok()
            .filter(|day| (1..=31).contains(day) && !spoilt)?;
        Some((
            Days {
                first: day,
                last: None,
                edge: token.span.start,
            },
            rest,
        ))
    }

    fn days_after(&self, from: usize) -> Option<Days> {
        let mut rest = self.after_from(from);
        rest = drop_first(rest, |token| {
            matches!(token.kind, Kind::Mark('.' | ',' | '-'))
        });
        rest = drop_first(rest, |token| self.is_word(token, &["the"]));
        let (day, rest) = self.day_starting(rest)?;
        let joined = drop_first(rest, |token| self.joins(token));
        if joined.len() < rest.len()
            && let Some((last, _)) = self.day_starting(joined)
            && last.first > day.first
        {
            return Some(Days {
                first: day.first,
                last: Some(last.first),
                edge: last.edge,
            });
        }
        Some(day)
    }

    fn day_starting<'t>(&self, tokens: &'t [Token]) -> Option<(Days, &'t [Token])> {
        let (token, rest) = tokens.split_first()?;
        let Kind::Number(value, 1..=2) = token.kind else {
            return None;
        };
        let day = u8::try_from(value)
            .ok()
            .filter(|day| (1..=31).contains(day))?;
        let adjacent = |next: &Token| next.span.start == token.span.end;
        let Some(next) = rest.first().filter(|next| adjacent(next)) else {
            return Some((
                Days {
                    first: day,
                    last: None,
                    edge: token.span.end,
                },
                rest,
            ));
        };
        if self.is_word(next, ORDINALS) {
            let edge = next.span.end;
            return Some((
                Days {
                    first: day,
                    last: None,
                    edge,
                },
                rest.get(1..)?,
            ));
        }
        // A clock, a decimal, a percentage, "20th-century" words.
        let followed_by_digit = rest.get(1).is_some_and(|after| {
            matches!(after.kind, Kind::Number(..)) && after.span.start == next.span.end
        });
        let spoilt = match next.kind {
            Kind::Mark(':' | '.') => followed_by_digit,
            Kind::Mark(',') => rest.get(1).is_some_and(|after| {
                matches!(after.kind, Kind::Number(_, 3)) && after.span.start == next.span.end
            }),
            Kind::Mark('%') | Kind::Word => true,
            _ => false,
        };
        (!spoilt).then_some((
            Days {
                first: day,
                last: None,
                edge: token.span.end,
            },
            rest,
        ))
    }

    fn slash_follows(&self, at: usize) -> bool {
        self.text
            .get(at..)
            .is_some_and(|rest| rest.starts_with('/'))
    }

    /// The year that follows byte `from`, and where it ends.
    fn year_from(&self, from: usize) -> Option<(i16, usize)> {
        let mut rest = self.after_from(from);
        for _ in 0..2 {
            rest = drop_first(rest, |token| {
                matches!(
                    token.kind,
                    Kind::Mark('.' | ',' | '،' | '-' | '/') | Kind::Line
                )
            });
        }
        rest = drop_first(rest, |token| {
            self.is_word(token, &["de", "del", "of", "عام", "سنة"])
        });
        let apostrophe = drop_first(rest, |token| matches!(token.kind, Kind::Mark('\'' | '’')));
        let (token, tail) = apostrophe.split_first()?;
        let Kind::Number(value, digits) = token.kind else {
            return None;
        };
        if digits == 4 && (1600..=2099).contains(&value) {
            return Some((value as i16, token.span.end));
        }
        if digits != 2 {
            return None;
        }
        // "19 67": a blank inside the year, as scanners leave it.
        if let (19 | 20, [next, ..]) = (value, tail)
            && let Kind::Number(rest_of_year, 2) = next.kind
            && next.span.start == token.span.end + 1
        {
            return Some(((value * 100 + rest_of_year) as i16, next.span.end));
        }
        let short = apostrophe.len() < rest.len()
            || self
                .text
                .get(..token.span.start)
                .is_some_and(|head| head.ends_with(['-', '/']));
        short.then(|| (numeric::full_year(value), token.span.end))
    }

    fn weekday_before(&self, start: usize) -> Option<(u8, usize)> {
        let count = self
            .before
            .iter()
            .take_while(|token| token.span.end <= start)
            .count();
        let mut rest = self.before.get(..count)?;
        for _ in 0..2 {
            rest = drop_last(rest, |token| {
                matches!(token.kind, Kind::Mark(',' | '.' | '،'))
                    || self.is_word(token, &["the", "le", "den", "il"])
            });
        }
        let token = rest.last().filter(|token| token.kind == Kind::Word)?;
        if let Some(number) = weekday(token.span.of(self.text)) {
            return Some((number, token.span.start));
        }
        // Portuguese weekdays have a hyphen: "sexta-feira".
        let first = rest.len().checked_sub(3).and_then(|at| rest.get(at))?;
        let whole = Span::new(first.span.start, token.span.end);
        weekday(whole.of(self.text)).map(|number| (number, whole.start))
    }

    fn after_from(&self, from: usize) -> &[Token] {
        let skip = self
            .after
            .iter()
            .take_while(|token| token.span.start < from)
            .count();
        self.after.get(skip..).unwrap_or_default()
    }

    fn joins(&self, token: &Token) -> bool {
        matches!(token.kind, Kind::Mark('-' | '–' | '—' | '/' | '&'))
            || self.is_word(
                token,
                &["to", "and", "und", "et", "y", "e", "au", "al", "bis", "a"],
            )
    }

    fn is_word(&self, token: &Token, words: &[&str]) -> bool {
        let written = token.span.of(self.text);
        token.kind == Kind::Word && words.iter().any(|word| word.eq_ignore_ascii_case(written))
    }
}

/// Endings of a day: first, second, third, fourth; premier.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "º", "ª"];

fn drop_last(tokens: &[Token], fits: impl Fn(&Token) -> bool) -> &[Token] {
    match tokens.split_last() {
        Some((last, rest)) if fits(last) => rest,
        _ => tokens,
    }
}

fn drop_first(tokens: &[Token], fits: impl Fn(&Token) -> bool) -> &[Token] {
    match tokens.split_first() {
        Some((first, rest)) if fits(first) => rest,
        _ => tokens,
    }
}
