//! Quotation marks: which open, which close, and what they enclose.
//!
//! Marks are paired a paragraph at a time, and an open one never crosses a paragraph's
//! end on its own: only when the next paragraph opens with a mark does a quotation go
//! on. That keeps one odd mark from swallowing a document.

use crate::text::Span;
use crate::text::tokens::{Kind, Token};

/// A stretch between an opening mark and its closing one, within one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// Index of the opening mark's token.
    pub open: usize,
    /// Index of the closing mark's token; one past the paragraph's last when it stays open.
    pub close: usize,
    /// Whether a closing mark was found.
    pub closed: bool,
}

/// Marks that pair with each other; one family closes another's only by mistake.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Angle,
    Single,
    Corner,
}

/// What a mark does where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Open,
    Close,
    /// Nothing beside it tells: it closes what is open, or opens.
    Either,
}

fn family(mark: char) -> Option<Family> {
    match mark {
        '“' | '”' | '"' | '„' | '‟' | '＂' | '〝' | '〞' => Some(Family::Double),
        '«' | '»' | '《' | '》' => Some(Family::Angle),
        '‘' | '’' | '\'' | '‹' | '›' | '‚' => Some(Family::Single),
        '「' | '」' | '『' | '』' => Some(Family::Corner),
        _ => None,
    }
}

/// Whether `mark` may open a quotation that counts (single marks do only inside others or by themselves).
pub fn is_opening(mark: char) -> bool {
    matches!(
        mark,
        '“' | '"' | '„' | '«' | '»' | '「' | '『' | '〝' | '＂' | '‟'
    )
}

/// Whether `mark` may close a quotation.
pub fn is_closing(mark: char) -> bool {
    family(mark).is_some() && !matches!(mark, '„' | '‚' | '‘' | '「' | '『' | '《')
}

fn turn(tokens: &[Token], at: usize, mark: char, top: Option<char>) -> Turn {
    let free_before = at == 0 || tokens[at - 1].span.end < tokens[at].span.start;
    let free_after = tokens
        .get(at + 1)
        .is_none_or(|next| next.span.start > tokens[at].span.end);
    match mark {
        // „German“ closes with the English opening mark, »so« and «so» both exist.
        '“' if top == Some('„') && !free_before => Turn::Close,
        '“' if free_after && !free_before => Turn::Close,
        '«' if top == Some('»') => Turn::Close,
        '»' if top == Some('«') => Turn::Close,
        '»' if free_before && !free_after => Turn::Open,
        '”' if free_before && !free_after => Turn::Either,
        '“' | '„' | '«' | '‘' | '‹' | '‚' | '「' | '『' | '《' | '〝' => Turn::Open,
        '”' | '»' | '’' | '›' | '」' | '』' | '》' | '〞' => Turn::Close,
        _ => straight(tokens, at, free_before, free_after),
    }
}

/// The turn of a straight mark, from what touches it.
fn straight(tokens: &[Token], at: usize, free_before: bool, free_after: bool) -> Turn {
    let bracket_before = at > 0
        && matches!(
            tokens[at - 1].kind,
            Kind::Mark('(' | '[' | '—' | '–' | '/' | '“' | '‘' | '\'' | '-')
        );
    let stop_after = tokens.get(at + 1).is_some_and(|t| {
        matches!(
            t.kind,
            Kind::Mark(',' | '.' | ';' | ':' | '?' | '!' | ')' | ']')
        )
    });
    match (free_before || bracket_before, free_after || stop_after) {
        (true, false) => Turn::Open,
        (false, true) => Turn::Close,
        _ => Turn::Either,
    }
}

/// The outermost marked stretches among `tokens[first..last]`, one paragraph.
///
/// `next_opens` tells that the next paragraph begins with an opening mark, so that a
/// quotation left open here goes on there.
pub fn pair(tokens: &[Token], first: usize, last: usize, next_opens: bool) -> Vec<Marked> {
    let (mut found, open) = run(tokens, first, last, true);
    let Some(open) = open else { return found };
    let leads = open == first || led_in(tokens, first, open);
    if next_opens && leads {
        found.push(Marked {
            open,
            close: last,
            closed: false,
        });
        return found;
    }
    // Something was left open: nesting was a misreading, or a closing mark is missing.
    let (mut flat, open) = run(tokens, first, last, false);
    if let Some(open) = open
        && (open == first || led_in(tokens, first, open))
        && last - open > 4
    {
        flat.push(Marked {
            open,
            close: last,
            closed: false,
        });
    }
    flat
}

/// Whether a colon or comma leads into the mark at `open`.
fn led_in(tokens: &[Token], first: usize, open: usize) -> bool {
    open > first
        && matches!(
            tokens[open - 1].kind,
            Kind::Mark(':' | ',' | '–' | '—' | '-' | '.')
        )
}

/// One pass; gives the closed stretches and the outermost mark left open.
fn run(tokens: &[Token], first: usize, last: usize, nests: bool) -> (Vec<Marked>, Option<usize>) {
    let mut found = Vec::new();
    let mut stack: Vec<(Family, char, usize)> = Vec::new();
    let mut closers = Closers::default();
    for at in first..last {
        let Kind::Mark(mark) = tokens[at].kind else {
            continue;
        };
        let Some(family) = family(mark) else { continue };
        let inside = stack.iter().rposition(|&(f, _, _)| f == family);
        let top = inside.map(|depth| stack[depth].1);
        let closes = match turn(&tokens[..last], at, mark, top) {
            Turn::Open => false,
            Turn::Close => true,
            Turn::Either => inside.is_some(),
        };
        match (closes, inside) {
            (true, Some(depth)) => {
                let opened = stack[depth].2;
                stack.truncate(depth);
                if stack.is_empty() {
                    found.push(Marked {
                        open: opened,
                        close: at,
                        closed: true,
                    });
                }
            }
            // A closing mark of nothing: an apostrophe, or the opening one was lost.
            (true, None) => {}
            // A straight single mark is an apostrophe first: it quotes only inside other marks.
            (false, _) if mark == '\'' && stack.is_empty() => {}
            (false, _)
                if family == Family::Single
                    && stack.is_empty()
                    && !closers.follow(tokens, at, last) => {}
            (false, Some(_)) if !nests => {
                stack.clear();
                stack.push((family, mark, at));
            }
            (false, _) => stack.push((family, mark, at)),
        }
    }
    let open = stack
        .iter()
        .find(|(family, _, _)| *family != Family::Single)
        .map(|s| s.2);
    (found, open)
}

/// The single marks that may close, sought once a paragraph however many open.
#[derive(Default)]
struct Closers {
    /// The first sure one at or behind the place last asked of, or the paragraph's end.
    sure: usize,
}

impl Closers {
    /// Tokens within which a mark closes that may as well be a plural's possessive.
    const NEAR: usize = 8;

    /// Whether the single mark at `at` opens a quotation: a matching one closes it before the paragraph's end.
    fn follow(&mut self, tokens: &[Token], at: usize, last: usize) -> bool {
        let near = last.min(at + 1 + Self::NEAR);
        if (at + 1..near).any(|here| closes_single(tokens, here)) {
            return true;
        }
        self.sure = self.sure.max(near);
        while self.sure < last
            && !(closes_single(tokens, self.sure) && closes_surely(tokens, self.sure))
        {
            self.sure += 1;
        }
        self.sure < last
    }
}

/// Whether a single mark touches what is before it and no word behind it.
fn closes_single(tokens: &[Token], here: usize) -> bool {
    let mark = &tokens[here];
    matches!(mark.kind, Kind::Mark('’' | '\'' | '›' | '‘'))
        && tokens[here - 1].span.end == mark.span.start
        && tokens
            .get(here + 1)
            .is_none_or(|next| next.span.start > mark.span.end || !next.is_word())
}

/// A plural's possessive is followed by a noun: `the migrants’ boats`.
fn closes_surely(tokens: &[Token], here: usize) -> bool {
    matches!(tokens[here - 1].kind, Kind::Mark(_))
        || tokens.get(here + 1).is_none_or(|next| !next.is_word())
}

/// A quotation as the marks show it: one stretch, or one a paragraph of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Its stretches, each in a paragraph of its own: paragraph index and marks.
    pub parts: Vec<(usize, Marked)>,
    /// The words, from the first part's first to the last part's last.
    pub span: Span,
}

/// Finds all quotations; `paragraphs` are ranges of token indices.
pub fn quotations(text: &str, tokens: &[Token], paragraphs: &[(usize, usize)]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut goes_on = false;
    for (number, &(first, last)) in paragraphs.iter().enumerate() {
        let next_opens = paragraphs
            .get(number + 1)
            .is_some_and(|&(next, end)| next < end && opens(tokens, next));
        for marked in pair(tokens, first, last, next_opens) {
            let Some(span) = words(text, tokens, marked) else {
                continue;
            };
            let continues = goes_on && marked.open == first;
            match found.last_mut() {
                Some(before) if continues => {
                    before.span = Span::new(before.span.start, span.end);
                    before.parts.push((number, marked));
                }
                _ => found.push(Quotation {
                    parts: vec![(number, marked)],
                    span,
                }),
            }
            goes_on = !marked.closed && next_opens;
        }
    }
    found
}

fn opens(tokens: &[Token], at: usize) -> bool {
    matches!(tokens[at].kind, Kind::Mark(mark) if is_opening(mark))
}

/// The words between the marks, without blanks at the ends; none if there are none.
fn words(text: &str, tokens: &[Token], marked: Marked) -> Option<Span> {
    let last = tokens.get(marked.close.checked_sub(1)?)?;
    let start = tokens[marked.open].span.end;
    let end = if marked.closed {
        tokens[marked.close].span.start
    } else {
        last.span.end
    };
    (start < end)
        .then(|| Span::new(start, end).trimmed(text))
        .filter(|span| !span.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::tokens;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        let tokens = tokens(text);
        let layout = crate::extract::layout::Layout::of(text, 0);
        let ranges = crate::extract::reading::ranges(&tokens, &layout.paragraphs);
        quotations(text, &tokens, &ranges)
            .iter()
            .map(|q| q.span.of(text).to_owned())
            .collect()
    }

    #[test]
    fn every_kind_of_mark_pairs() {
        for (open, close) in [
            ("“", "”"),
            ("\"", "\""),
            ("«", "»"),
            ("»", "«"),
            ("„", "“"),
            ("„", "”"),
            ("« ", " »"),
            ("「", "」"),
        ] {
            assert_eq!(
                read(&format!("She said: {open}We went home.{close} He left.")),
                ["We went home."],
                "{open}{close}"
            );
        }
    }

    #[test]
    fn inner_marks_belong_to_the_outer_quotation() {
        assert_eq!(
            read("“It needs a “full answer” that helps,” said Ola."),
            ["It needs a “full answer” that helps,"]
        );
        assert_eq!(
            read("\"The \"as it comes\" plan failed.\" He left."),
            ["The \"as it comes\" plan failed."]
        );
        assert_eq!(
            read("“They said ‘go home’ to us,” Ola said."),
            ["They said ‘go home’ to us,"]
        );
    }

    #[test]
    fn an_odd_mark_stays_in_its_paragraph() {
        assert_eq!(
            read("He was 6' 2\" tall and left.\n\n“We stay,” she said."),
            ["We stay,"]
        );
    }

    #[test]
    fn paragraphs_each_opened_and_the_last_closed_are_one() {
        let text = "“One.\n\n“Two.\n\n“Three,” said Ola.\n\n“Four,” she said.";
        assert_eq!(read(text), ["One.\n\n“Two.\n\n“Three,", "Four,"]);
    }

    #[test]
    fn a_missing_closing_mark_loses_one_quotation_at_most() {
        assert_eq!(read("“We stay, said Ola. “We go,” said Tam."), ["We go,"]);
    }

    #[test]
    fn a_possessive_opens_nothing() {
        assert_eq!(
            read("The migrants' boats and the sailors’ nets were there."),
            Vec::<String>::new()
        );
    }

    #[test]
    fn single_marks_quote_when_nothing_else_does() {
        assert_eq!(read("‘We stay,’ said Ola."), ["We stay,"]);
    }

    proptest! {
        #[test]
        fn quotations_lie_in_order(text in "[“”\"«»„‘’' a-zA-Z,.\n]{0,120}") {
            let tokens = tokens(&text);
            let layout = crate::extract::layout::Layout::of(&text, 0);
            let ranges = crate::extract::reading::ranges(&tokens, &layout.paragraphs);
            let mut end = 0;
            for quotation in quotations(&text, &tokens, &ranges) {
                prop_assert!(quotation.span.start >= end && quotation.span.end <= text.len());
                end = quotation.span.end;
            }
        }
    }
}
