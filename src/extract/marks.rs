//! Quotation marks: which open, which close, and what they enclose.
//!
//! Marks are paired a paragraph at a time, and an open one never crosses a paragraph's
//! end on its own: only when the next paragraph opens with a mark does a quotation go
//! on. That keeps one odd mark from swallowing a document.

use memchr::memmem;

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

/// A paragraph whose marks are paired.
#[derive(Clone, Copy)]
pub struct Stretch<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// The paragraph's first token.
    pub first: usize,
    /// One past its last.
    pub last: usize,
    /// The mark the next paragraph begins with, if it opens there: a quotation left open
    /// here goes on in that one.
    pub next: Option<char>,
    /// Whether straight single marks are what the text quotes with.
    pub singles: bool,
}

impl Stretch<'_> {
    /// Whether the next paragraph opens with a mark of the family of the one at `open`.
    fn goes_on_from(&self, open: usize) -> bool {
        let single = |mark: char| family(mark) == Some(Family::Single);
        let here = match self.tokens[open].kind {
            Kind::Mark(mark) => single(mark),
            _ => false,
        };
        // Single marks go on only whole paragraphs long.
        self.next
            .is_some_and(|next| single(next) == here && (!here || open == self.first))
    }
}

/// The outermost marked stretches of one paragraph.
pub fn pair(stretch: Stretch<'_>) -> Vec<Marked> {
    let Stretch {
        tokens,
        first,
        last,
        ..
    } = stretch;
    let (mut found, open) = run(stretch, true);
    let Some(open) = open else { return found };
    let leads = open == first || led_in(tokens, first, open);
    if leads && stretch.goes_on_from(open) {
        found.push(Marked {
            open,
            close: last,
            closed: false,
        });
        return found;
    }
    // Something was left open: nesting was a misreading, or a closing mark is missing.
    let (mut flat, open) = run(stretch, false);
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
fn run(stretch: Stretch<'_>, nests: bool) -> (Vec<Marked>, Option<usize>) {
    let Stretch {
        tokens,
        first,
        last,
        ..
    } = stretch;
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
        let turn = turn(&tokens[..last], at, mark, top);
        let closes = match turn {
            Turn::Open => false,
            Turn::Close => true,
            Turn::Either => inside.is_some(),
        };
        match (closes, inside) {
            (true, Some(0)) if family == Family::Single && owns(stretch, at) => {}
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
            (false, _)
                if family == Family::Single
                    && stack.is_empty()
                    && !opens_alone(stretch, &mut closers, (at, mark), turn) => {}
            (false, Some(_)) if !nests => {
                stack.clear();
                stack.push((family, mark, at));
            }
            (false, _) => stack.push((family, mark, at)),
        }
    }
    let open = stack
        .iter()
        .find(|(family, _, at)| *family != Family::Single || stretch.goes_on_from(*at))
        .map(|s| s.2);
    (found, open)
}

/// Whether the single mark at `at` opens a quotation that stands in no other.
fn opens_alone(
    stretch: Stretch<'_>,
    closers: &mut Closers,
    (at, mark): (usize, char),
    turn: Turn,
) -> bool {
    // A straight one is an apostrophe unless the text quotes with such marks.
    let told = mark != '\'' || stretch.singles && turn == Turn::Open && opens_word(stretch, at);
    told && (stretch.goes_on_from(at) || closers.follow(stretch.tokens, at, stretch.last))
}

/// Words whose first letters an apostrophe stands for, and ends of words that a scan cut off.
const ELIDED: &[&str] = &[
    "s",
    "t",
    "d",
    "m",
    "n",
    "re",
    "ll",
    "ve",
    "em",
    "er",
    "im",
    "tis",
    "twas",
    "til",
    "till",
    "cause",
    "cos",
    "bout",
    "round",
    "ndrangheta",
];

/// Whether a word follows the straight single mark at `at` that is whole without it; of two
/// side by side, neither is a single mark.
fn opens_word(stretch: Stretch<'_>, at: usize) -> bool {
    let doubled = at > stretch.first
        && stretch.tokens[at - 1].is_mark('\'')
        && stretch.tokens[at - 1].span.end == stretch.tokens[at].span.start;
    !doubled
        && stretch.tokens.get(at + 1).is_some_and(|next| {
            let word = next.span.of(stretch.text);
            next.is_word() && !ELIDED.iter().any(|part| part.eq_ignore_ascii_case(word))
        })
}

/// A possessive is told from a closing mark by what stands so many tokens behind it at most.
const OWNED: usize = 64;

/// Whether the single mark at `at` is a plural's possessive within a quotation, "the migrants’
/// boats": a noun follows, and another mark closes before the next opens.
fn owns(stretch: Stretch<'_>, at: usize) -> bool {
    let Stretch {
        text, tokens, last, ..
    } = stretch;
    let touches = |here: usize| tokens[here].span.end == tokens[here + 1].span.start;
    let plural = at > stretch.first
        && touches(at - 1)
        && tokens[at - 1].is_word()
        && tokens[at - 1].span.of(text).ends_with(['s', 'S']);
    let noun = tokens.get(at + 1).is_some_and(Token::is_word) && at + 1 < last;
    if !plural || !noun {
        return false;
    }
    for here in at + 1..last.min(at + OWNED) {
        if closes_single(tokens, here) && closes_surely(tokens, here) {
            return true;
        }
        let single = matches!(tokens[here].kind, Kind::Mark('‘' | '\''));
        if single && !touches(here - 1) {
            return false;
        }
    }
    false
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
    // A look over the bytes spares most texts the count.
    let may = memmem::find(text.as_bytes(), b" '").is_some()
        || memmem::find(text.as_bytes(), b"\n'").is_some()
        || text.starts_with('\'');
    let singles = may && quotes_with_singles(tokens);
    for (number, &(first, last)) in paragraphs.iter().enumerate() {
        let next = paragraphs
            .get(number + 1)
            .filter(|&&(next, end)| next < end)
            .and_then(|&(next, end)| opens(tokens, next, end));
        let stretch = Stretch {
            text,
            tokens,
            first,
            last,
            next,
            singles,
        };
        for marked in pair(stretch) {
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
            goes_on = !marked.closed && stretch.goes_on_from(marked.open);
        }
    }
    found
}

/// Whether the text quotes with straight single marks, as British and Australian releases do:
/// it has no double ones, or fewer than single ones that close a sentence or a clause. In a
/// text that has both the single ones stand in headlines and inside the others.
fn quotes_with_singles(tokens: &[Token]) -> bool {
    let (mut single, mut straight, mut double) = (0, 0, 0);
    let mut before: Option<&Token> = None;
    for token in tokens {
        let touched = before.filter(|before| before.span.end == token.span.start);
        match token.kind {
            // Typed twice for a double one.
            Kind::Mark('\'') if touched.is_some_and(|before| before.is_mark('\'')) => double += 1,
            Kind::Mark('\'') => {
                let clause =
                    |before: &Token| matches!(before.kind, Kind::Mark(',' | '.' | '?' | '!'));
                single += usize::from(touched.is_some_and(clause));
            }
            Kind::Mark('"') => straight += 1,
            Kind::Mark('“' | '„' | '«') => double += 1,
            _ => {}
        }
        before = Some(token);
    }
    let double = double + straight / 2;
    double == 0 || double < single
}

/// The mark at `at`, where a paragraph begins, if it opens a quotation.
fn opens(tokens: &[Token], at: usize, end: usize) -> Option<char> {
    let Kind::Mark(mark) = tokens[at].kind else {
        return None;
    };
    let touches = at + 1 < end && tokens[at].span.end == tokens[at + 1].span.start;
    let single = matches!(mark, '‘' | '\'') && touches && tokens[at + 1].is_word();
    (is_opening(mark) || single).then_some(mark)
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
        assert_eq!(read("'We stay,' said Ola."), ["We stay,"]);
        assert_eq!(
            read("Ola called it 'cruel and unfair' on Monday."),
            ["cruel and unfair"]
        );
    }

    #[test]
    fn straight_apostrophes_open_nothing() {
        for text in [
            "They left in the '90s and took the migrants' boats.",
            "Let 'em go, said the crews' union, or else.",
            "The Government 's plan is the crews', not ours.",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_possessive_within_single_marks_closes_nothing() {
        assert_eq!(
            read("'The crews' boats are back in the harbour,' said Ola."),
            ["The crews' boats are back in the harbour,"]
        );
        assert_eq!(
            read("He spoke of 'illegal crews' and 'queue jumpers'."),
            ["illegal crews", "queue jumpers"]
        );
    }

    #[test]
    fn single_marks_go_on_over_paragraphs() {
        let text = "'One is here.\n\n'Two is gone,' said Ola.\n\n'Three,' she said.";
        assert_eq!(read(text), ["One is here.\n\n'Two is gone,", "Three,"]);
        let text = "‘One is here.\n\n‘Two is gone,’ said Ola.";
        assert_eq!(read(text), ["One is here.\n\n‘Two is gone,"]);
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
