//! The grammar of a dateline's parts: places, date, agency, and what ends it.
//!
//! ```text
//! dateline = ["(" name ")" dash] [date sep] places {sep (date | agency)} end
//! places   = name {("," | "/" | "and") name}
//! agency   = "(" name ")" | "/" name "/" | name
//! end      = dash | ":" | "." | closing bracket | end of line | nothing
//! ```

use super::super::date::{PrintedDate, scan};
use unicode_normalization::char::is_combining_mark;

use crate::text::{Span, border_before};

/// Bytes of a line that a dateline may take.
const REACH: usize = 160;
/// Words in one name of a place: "Santa Cruz de la Sierra".
const MOST_WORDS: usize = 5;
/// Names in a dateline: a city, its state and its country, and another city's.
const MOST_NAMES: usize = 5;

/// What ends a dateline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Dash,
    Colon,
    Stop,
    Bracket,
    Line,
    /// Running text follows with nothing between.
    Nothing,
}

/// A dateline's parts, not yet judged.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) span: Span,
    /// The names of places, the first with its qualifiers behind it.
    pub(super) names: Vec<Span>,
    pub(super) date: Option<PrintedDate>,
    pub(super) agency: Option<Span>,
    pub(super) end: End,
}

/// Reads the head of a line.
pub(super) fn read(text: &str, line: Span) -> Option<Parts> {
    let ornaments = line.of(text).len() - line.of(text).trim_start_matches(is_ornament).len();
    let line = Span::new(line.start + ornaments, line.end);
    let limit = border_before(text, line.end.min(line.start + REACH));
    let dates = scan(text, Span::new(line.start, limit));
    let start = after_release_notice(text, line);
    let cursor = Cursor {
        text,
        at: start,
        limit,
        line_end: line.end,
        dates,
    };
    cursor.dateline()
}

/// Where the line goes on after "FOR IMMEDIATE RELEASE" and the like.
fn after_release_notice(text: &str, line: Span) -> usize {
    let piece = line.of(text);
    let notice = NOTICES.iter().find(|notice| {
        piece
            .get(..notice.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(notice))
    });
    let Some(notice) = notice else {
        return line.start;
    };
    let rest = piece.get(notice.len()..).unwrap_or_default();
    line.end
        - rest
            .trim_start_matches([' ', ':', '–', '—', '-', '|', '\t', '\u{A0}'])
            .len()
}

const NOTICES: &[&str] = &[
    "for immediate release",
    "press release",
    "media release",
    "news release",
];

/// A place in the head of a line.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) limit: usize,
    line_end: usize,
    dates: Vec<PrintedDate>,
}

impl Cursor<'_> {
    fn dateline(mut self) -> Option<Parts> {
        let start = self.at;
        let mut agency = self.leading_agency();
        let mut bracket = self.opening_bracket();
        let mut date = self.date();
        if date.is_some() {
            self.skip(|c| is_blank(c) || is_dash(c) || matches!(c, ',' | '،' | ':' | '|' | '-'));
            bracket = bracket.or_else(|| self.opening_bracket());
        }
        let names = self.names();
        if names.is_empty() {
            return None;
        }
        self.country_in_brackets();
        // Each turn takes a part or stops; three parts at most, plus the dash inside.
        for _ in 0..4 {
            if date.is_none() {
                date = self.date_after_separator();
            }
            if agency.is_none() {
                agency = self.agency(date.is_some());
            }
        }
        let end = self.end(bracket, date.as_ref(), agency.is_some())?;
        Some(Parts {
            span: Span::new(start, self.at),
            names,
            date,
            agency,
            end,
        })
    }

    /// Steps over an opening bracket; the one that closes it.
    fn opening_bracket(&mut self) -> Option<char> {
        let closing = match self.peek()? {
            '(' => ')',
            '[' => ']',
            _ => return None,
        };
        self.step();
        Some(closing)
    }

    fn names(&mut self) -> Vec<Span> {
        let mut names = Vec::new();
        while names.len() < MOST_NAMES {
            let before = self.at;
            let Some(name) = self.name() else {
                self.at = before;
                break;
            };
            names.push(name);
            let resume = self.at;
            if !self.joined() {
                self.at = resume;
                break;
            }
        }
        names
    }

    /// Steps over what joins two names; false when nothing does.
    fn joined(&mut self) -> bool {
        let tight = self.peek() == Some('/');
        self.skip(is_blank);
        match self.peek() {
            Some('/') if tight || self.ahead(1).is_some_and(char::is_whitespace) => self.step(),
            Some(',' | '،' | ';') => {
                self.skip(|c| matches!(c, ',' | '،' | '.' | ';'));
                self.skip(is_blank);
                return !self.at_date() && self.peek().is_some_and(char::is_alphabetic);
            }
            Some('&') => self.step(),
            _ if self.states_follow() => return true,
            _ => {
                let joiner = ["and ", "et ", "y ", "und ", "e "]
                    .into_iter()
                    .find(|word| self.rest().starts_with(word));
                let Some(joiner) = joiner else { return false };
                self.at += joiner.len();
            }
        }
        self.skip(is_blank);
        self.peek().is_some_and(char::is_alphabetic)
    }

    /// `FARMINGTON Conn.`: a state's abbreviation without a comma.
    fn states_follow(&self) -> bool {
        let word = self.word().of(self.text);
        word.ends_with('.') && !is_shouted(word) && crate::places::is_qualifier(word)
    }

    fn name(&mut self) -> Option<Span> {
        let start = self.at;
        if !self.peek()?.is_alphabetic()
            || self.peek()?.is_lowercase() && !self.small_name_follows()
        {
            return None;
        }
        let mut end = start;
        let mut capitals = None;
        for count in 0..MOST_WORDS {
            if self.at_date() {
                break;
            }
            let word = self.word();
            let written = word.of(self.text);
            let shouted = is_shouted(written);
            if word.is_empty() || capitals == Some(true) && !shouted && !is_particle(written) {
                break;
            }
            // An initial tells nothing: "W. Va.".
            if !(count == 0 && word.len() <= 2) {
                capitals = capitals.or(Some(shouted));
            }
            self.at = word.end;
            end = word.end;
            // "D.C. Today": the text goes on after an abbreviation.
            if written.ends_with('.') && written.len() > 2 && crate::places::is_qualifier(written) {
                break;
            }
            let gap = self.at;
            self.skip(is_blank);
            if self.at > gap + 1 || self.at == gap {
                self.at = gap;
                break;
            }
        }
        self.at = end;
        (end > start).then(|| Span::new(start, end))
    }

    /// Whether a word in small letters may start a name: "al-Hol", "el Geneina".
    fn small_name_follows(&self) -> bool {
        ["al-", "el ", "el-", "the "]
            .into_iter()
            .any(|article| self.rest().starts_with(article))
    }

    fn word(&self) -> Span {
        let mut end = self.at;
        let mut letters = self.rest().chars().peekable();
        while let Some(letter) = letters.next() {
            let next_is_letter = letters.peek().is_some_and(|next| next.is_alphabetic());
            let inside = match letter {
                '.' => self.is_abbreviation_point(end),
                '-' | '\'' | '’' | '‘' | 'ʻ' => end > self.at && next_is_letter,
                letter if letter.is_ascii() => letter.is_ascii_alphabetic(),
                letter => letter.is_alphabetic() || is_combining_mark(letter),
            };
            if !inside {
                break;
            }
            end += letter.len_utf8();
        }
        Span::new(self.at, end)
    }

    /// A point belongs to a word when the word is an abbreviation: `N.Y.`,
    /// `Calif.`, `St.`; not when it ends a sentence or stands before a dash.
    fn is_abbreviation_point(&self, at: usize) -> bool {
        let word = self.text.get(self.at..at).unwrap_or_default();
        let letters = word.rsplit('.').next().unwrap_or_default().chars().count();
        (1..=6).contains(&letters) && (letters <= 2 || crate::places::is_qualifier(word))
    }

    fn date(&mut self) -> Option<PrintedDate> {
        let found = self
            .dates
            .iter()
            .find(|date| date.span.start == self.at)
            .copied()?;
        self.at = found.span.end;
        Some(found)
    }

    fn at_date(&self) -> bool {
        self.dates.iter().any(|date| date.span.start == self.at)
    }

    /// A date after a blank, a comma, an article, or the dash of
    /// "Tunis, Tunisia – 1 February 2017".
    fn date_after_separator(&mut self) -> Option<PrintedDate> {
        if self.dates.is_empty() {
            return None;
        }
        let before = self.at;
        self.skip(|c| is_blank(c) || is_dash(c) || matches!(c, ',' | '،' | '.' | '-' | ';' | '|'));
        for article in [
            "le ", "den ", "am ", "em ", "il ", "lì ", "el ", "a ", "on ", "this ", "the ", "ce ",
            "في ",
        ] {
            if self
                .rest()
                .get(..article.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(article))
            {
                self.at += article.len();
                break;
            }
        }
        let date = self.date();
        if date.is_none() {
            self.at = before;
        }
        date
    }

    fn end(
        &mut self,
        bracket: Option<char>,
        date: Option<&PrintedDate>,
        agency: bool,
    ) -> Option<End> {
        let before = self.at;
        self.skip(|c| is_blank(c) || matches!(c, ',' | '،'));
        if let Some(closing) = bracket {
            if self.peek() != Some(closing) {
                return None;
            }
            self.step();
            let closed = self.at;
            self.skip(is_blank);
            return Some(if self.dash() {
                End::Dash
            } else {
                self.at = closed;
                End::Bracket
            });
        }
        if self.peek() == Some('.')
            && self
                .ahead(1)
                .is_some_and(|next| is_dash(next) || next == '-' || next == ' ')
        {
            let stop = self.at + 1;
            self.step();
            self.skip(is_blank);
            if self.dash() {
                return Some(End::Dash);
            }
            self.at = stop;
            // "Kassel (epd)." ends as a whole date does.
            let whole = agency || date.is_some_and(|date| date.year.is_some());
            return whole.then_some(End::Stop);
        }
        if self.dash() {
            return Some(End::Dash);
        }
        if self.at >= self.line_end {
            return Some(End::Line);
        }
        match self.peek() {
            Some(':') => {
                self.step();
                Some(End::Colon)
            }
            Some('.') if self.at + 1 >= self.line_end => {
                self.step();
                Some(End::Line)
            }
            _ => {
                self.at = before;
                Some(End::Nothing)
            }
        }
    }

    /// Steps over a dash that ends a dateline; a hyphen does so only with a
    /// blank at one side at least, so that "Geneva-based" is none.
    pub(super) fn dash(&mut self) -> bool {
        let blank_before = self
            .text
            .get(..self.at)
            .is_some_and(|head| head.ends_with(is_blank));
        match self.peek() {
            Some(mark) if is_dash(mark) => {
                self.skip(|c| is_dash(c) || c == '-');
                true
            }
            Some('-' | '_') => {
                let after = self.ahead(1);
                let ends = blank_before || after.is_none_or(|c| c.is_whitespace() || c == '-');
                if ends {
                    self.skip(|c| matches!(c, '-' | '_'));
                }
                ends
            }
            _ => false,
        }
    }

    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..self.limit).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn ahead(&self, count: usize) -> Option<char> {
        self.rest().chars().nth(count)
    }

    pub(super) fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn skip(&mut self, fits: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(fits).len();
    }
}

pub(super) fn is_dash(letter: char) -> bool {
    matches!(letter, '–' | '—' | '―' | '−' | '‒' | '‐' | '─')
}

/// Bullets and stars before a line's first word.
fn is_ornament(letter: char) -> bool {
    is_blank(letter) || matches!(letter, '*' | '•' | '·' | '>' | '#' | '_')
}

pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{FEFF}')
}

/// Whether a word has letters and none of them small; scripts without case are never shouted.
pub(super) fn is_shouted(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

/// Small words inside a place's name.
fn is_particle(word: &str) -> bool {
    [
        "de", "of", "the", "la", "du", "sur", "al", "el", "del", "da", "do",
    ]
    .contains(&word)
}
