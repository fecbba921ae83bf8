//! The head of a release: its title, and the noise that stands before and below it.
//!
//! Above or below the headline stand counters, source tags, "FOR IMMEDIATE RELEASE",
//! reference numbers, dates and contacts. A line is told by its form alone; the first
//! that is none of these is the title.

use crate::document::{Found, Given};
use crate::extract::bodies::Bodies;
use crate::extract::labels::{is_bar, is_contact, is_label};
use crate::extract::letterhead::{before_day, is_scanned, names_officer, names_person};
use crate::extract::lexicon::Traits;
use crate::extract::phrase::{Who, phrase};
use crate::extract::reading::{Reading, fold_blanks};
use crate::organisations::fold_word;
use crate::text::Span;
use crate::text::tokens::{Case, Kind};

/// What a line of the head is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// "FOR IMMEDIATE RELEASE", "Media release", "NEWS".
    Label,
    /// Digits and little else: counters, reference numbers, a date.
    Number,
    /// Mail address, telephone, web address, "Contact:".
    Contact,
    /// "Share", "Print", "Tweet".
    Bar,
    /// A date and little else.
    Date,
    /// Only the name of a body: a source tag or letterhead.
    Body,
    /// Only a person and their office.
    Byline,
    /// Anything else: a headline or the text.
    Words,
}

/// The title, and the first paragraph that may be of the body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// The title.
    pub title: Option<Found<String>>,
    /// Index of the paragraph the title stands in.
    pub title_paragraph: Option<usize>,
}

/// A paragraph with the dateline that is no longer, in bytes, is that and nothing more.
const DATELINE_ALONE: usize = 60;

/// Lines of the head are sought among the first so many paragraphs.
const PARAGRAPHS: usize = 14;
/// A line that is shorter, in bytes, is a headline only where nothing else speaks against it.
const SHORTEST: usize = 24;
/// A line that is shorter, in bytes, is no headline below a letterhead.
const SHORT: usize = 10;
/// A headline stands within so many paragraphs below a letterhead.
const BELOW: usize = 6;
/// No headline is longer, in bytes.
const LONGEST: usize = 300;

/// Reads the head of a text; `dateline` is where its dateline begins, if it has one.
pub fn head(
    reading: &Reading<'_>,
    bodies: &Bodies,
    given: &Given,
    dateline: Option<usize>,
) -> Head {
    let printed = printed_title(reading, bodies, dateline);
    let title_paragraph = printed.as_ref().map(|(at, _)| *at);
    let title = match &given.title {
        Some(title) => Some(Found {
            value: fold_blanks(title),
            span: None,
            rule: "front-matter".into(),
            confidence: 1.0,
        }),
        None => printed.map(|(_, title)| title),
    };
    Head {
        title,
        title_paragraph,
    }
}

fn printed_title(
    reading: &Reading<'_>,
    bodies: &Bodies,
    dateline: Option<usize>,
) -> Option<(usize, Found<String>)> {
    let paragraphs = &reading.layout.paragraphs;
    let mut fallback = None;
    let (mut below_dateline, mut signed) = (false, false);
    for (at, &span) in paragraphs.iter().enumerate().take(PARAGRAPHS) {
        if dateline.is_some_and(|start| span.start <= start && start < span.end) {
            // Place and day on a line of their own stand above many a title.
            if span.len() > DATELINE_ALONE || signed {
                break;
            }
            below_dateline = true;
            continue;
        }
        let kind = classify(reading, bodies, span);
        if kind == Line::Body && fallback.is_none() {
            fallback = Some(at);
        }
        signed |= kind == Line::Byline;
        if kind != Line::Words {
            continue;
        }
        if below_dateline && !looks_like_title(reading, span) {
            break;
        }
        if span.len() > LONGEST || reads_as_text(reading, span) {
            break;
        }
        if is_officer(reading, span) && headline_below(reading, bodies, at, dateline) {
            fallback = fallback.or(Some(at));
            continue;
        }
        if begins_with_head(reading, span) && better_below(reading, bodies, at, dateline) {
            fallback = fallback.or(Some(at));
            continue;
        }
        let (span, confidence) = whole_title(reading, bodies, at, dateline);
        return Some((at, found(reading, span, "first-line", confidence)));
    }
    let at = fallback?;
    Some((at, found(reading, paragraphs[at], "letterhead", 0.3)))
}

fn found(reading: &Reading<'_>, span: Span, rule: &'static str, confidence: f32) -> Found<String> {
    Found {
        value: fold_blanks(span.of(reading.text)),
        span: Some(span),
        rule: rule.into(),
        confidence,
    }
}

/// The title with the paragraphs a wrap or scan cut off it.
fn whole_title(
    reading: &Reading<'_>,
    bodies: &Bodies,
    at: usize,
    dateline: Option<usize>,
) -> (Span, f32) {
    let paragraphs = &reading.layout.paragraphs;
    let mut span = paragraphs[at];
    for next in paragraphs.iter().skip(at + 1).take(2) {
        let text = next.of(reading.text);
        let before = span.of(reading.text);
        let apart = dateline.is_some_and(|start| next.start <= start && start < next.end);
        let shouted = is_shouted(before) && is_shouted(text) && next.start - span.end <= 3;
        let torn = text.starts_with(char::is_lowercase) || ends_open(before);
        if apart
            || next.len() > LONGEST / 2
            || !(shouted || torn)
            || classify(reading, bodies, *next) != Line::Words
        {
            break;
        }
        span = Span::new(span.start, next.end);
    }
    let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
    let day = before_day(reading, first, last);
    let span = if day < last {
        reading.span(first, day)
    } else {
        span
    };
    let ended = span.of(reading.text).ends_with('.');
    (span, if ended { 0.8 } else { 0.93 })
}

/// Whether a line ends in a word after which a title cannot end.
fn ends_open(line: &str) -> bool {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    line.ends_with(',')
        || matches!(
            last.to_lowercase().as_str(),
            "of" | "the" | "and" | "to" | "for" | "in" | "on" | "with" | "a" | "at" | "by" | "from"
        )
}

fn is_shouted(line: &str) -> bool {
    line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase)
}

/// A paragraph of running text: two sentences, or one of some length with its stop.
fn reads_as_text(reading: &Reading<'_>, span: Span) -> bool {
    let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
    let stops = (first..last).filter(|&at| reading.mark(at, '.')).count();
    let words = (first..last)
        .filter(|&at| reading.tokens[at].is_word())
        .count();
    stops >= 2 && words > 25 || stops >= 1 && words > 32
}

/// What the line or paragraph `span` is, by its form.
pub fn classify(reading: &Reading<'_>, bodies: &Bodies, span: Span) -> Line {
    let text = span.of(reading.text);
    let lower = text.to_lowercase();
    if is_label(&lower) {
        return Line::Label;
    }
    if is_contact(&lower) {
        return Line::Contact;
    }
    if is_bar(&lower) {
        return Line::Bar;
    }
    if is_scanned(reading, span) {
        return Line::Number;
    }
    let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
    let words = (first..last)
        .filter(|&at| reading.tokens[at].is_word())
        .count();
    let numbers = (first..last)
        .filter(|&at| reading.tokens[at].kind == Kind::Number)
        .count();
    let calendar = (first..last)
        .filter(|&at| reading.is(at, Traits::CALENDAR))
        .count();
    if calendar > 0 && words <= calendar + 2 && numbers > 0
        || lower.starts_with("date") && numbers > 0 && words <= 5
    {
        return Line::Date;
    }
    if words == 0 || numbers > 0 && words <= 2 && span.len() < 40 {
        return Line::Number;
    }
    let known = || bodies.may_name(words) && is_known_body(reading, bodies, first, last);
    if is_letterhead(reading, first, last, words) || known() {
        return Line::Body;
    }
    if is_byline(reading, bodies, first, last) {
        Line::Byline
    } else {
        Line::Words
    }
}

/// The very name of a body the text names elsewhere, perhaps with its acronym behind.
fn is_known_body(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> bool {
    let bracket = (first..last)
        .find(|&at| reading.mark(at, '('))
        .filter(|&at| at > first && last - at <= 3);
    bodies
        .known(&reading.folded(first, bracket.unwrap_or(last)))
        .is_some()
}

/// "Sunniva Tam, Press Officer": a name and an office, and nothing else.
fn is_byline(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> bool {
    if last - first > 14 || !(first..last).any(|at| reading.mark(at, ',')) {
        return false;
    }
    let Some(found) = phrase(reading, bodies, first, last, false) else {
        return false;
    };
    let Who::Person(name) = found.who else {
        return false;
    };
    name.titled_from == first && found.office.is_some_and(|(_, end)| end == last)
}

/// A line that begins with a head word, as letterheads in any language do.
fn begins_with_head(reading: &Reading<'_>, span: Span) -> bool {
    let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
    let verb = |at: usize| reading.is(at, Traits::CUE.and(Traits::AUXILIARY)) && reading.small(at);
    let state = matches!(
        fold_word(reading.word(first)).as_ref(),
        "republic"
            | "kingdom"
            | "city"
            | "state"
            | "government"
            | "commonwealth"
            | "stadt"
            | "ville"
            | "ayuntamiento"
    );
    let named = (first..last).all(|at| reading.capital(at) || reading.is(at, Traits::LINK));
    let tied = |at: usize| {
        reading.is(at, Traits::BODY)
            && (at + 1 == last || matches!(fold_word(reading.word(at + 1)).as_ref(), "of" | "for"))
    };
    let headed = reading.is(first, Traits::BODY) || named && (state || (first..last).any(tied));
    headed
        && last - first <= 10
        && !(first..last)
            .any(|at| verb(at) || reading.tokens[at].kind == Kind::Number || reading.mark(at, ','))
}

/// Whether a line has a headline's length and no stop at its end.
fn looks_like_title(reading: &Reading<'_>, span: Span) -> bool {
    let text = span.of(reading.text);
    // "MINISTER TAM: Good morning": a turn.
    let turn = text
        .split_once(':')
        .is_some_and(|(label, _)| label.len() < 40 && is_shouted(label));
    span.len() > SHORTEST && !text.ends_with(['.', ':']) && !turn
}

/// Whether another line below, before the running text, can be the title.
fn better_below(
    reading: &Reading<'_>,
    bodies: &Bodies,
    at: usize,
    dateline: Option<usize>,
) -> bool {
    below(reading, at, dateline)
        .any(|p| classify(reading, bodies, p) == Line::Words && looks_like_title(reading, p))
}

/// The paragraphs below the one at `at` in which a headline may stand: before the running text.
fn below(reading: &Reading<'_>, at: usize, dateline: Option<usize>) -> impl Iterator<Item = Span> {
    let dated = move |p: &Span| {
        dateline.is_some_and(|start| p.start <= start && start < p.end && p.len() > DATELINE_ALONE)
    };
    let below = reading.layout.paragraphs.iter().skip(at + 1).take(BELOW);
    below
        .copied()
        .take_while(move |p| !dated(p) && !reads_as_text(reading, *p))
}

/// Whether the line is a person's or an office's letterhead, or the name of a person of the text.
fn is_officer(reading: &Reading<'_>, span: Span) -> bool {
    let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
    names_officer(reading, first, last) || names_person(reading, first, last)
}

/// Whether a line below a letterhead, before the running text, can be the headline.
fn headline_below(
    reading: &Reading<'_>,
    bodies: &Bodies,
    at: usize,
    dateline: Option<usize>,
) -> bool {
    below(reading, at, dateline).any(|p| {
        let text = p.of(reading.text);
        p.len() >= SHORT
            && !text.ends_with([':', ';', ','])
            && classify(reading, bodies, p) == Line::Words
            && !is_officer(reading, p)
    })
}

/// A line that is only the name of a body or an office: no verb, no stop, a head word or an acronym.
fn is_letterhead(reading: &Reading<'_>, first: usize, last: usize, words: usize) -> bool {
    if words == 0
        || words > 12
        || (first..last).any(|at| reading.tokens[at].is_stop() || reading.mark(at, ':'))
    {
        return false;
    }
    if words == 1 {
        return matches!(reading.tokens[first].kind, Kind::Word(Case::Capitals))
            && reading.word(first).len() <= 10;
    }
    let all_named = (first..last).all(|at| {
        !reading.tokens[at].is_word() || reading.capital(at) || reading.is(at, Traits::LINK)
    });
    let head = Traits::BODY;
    let begins = reading.is(first, head)
        || reading.word(first) == "Office"
        || reading.word(first) == "OFFICE";
    let begins_office = reading.is(first, Traits::ROLE)
        && matches!(
            reading.word(first + 1).to_lowercase().as_str(),
            "of" | "for"
        );
    let ends = reading.is(last - 1, head) && words <= 7;
    all_named
        && (begins
            && matches!(
                reading.word(first + 1).to_lowercase().as_str(),
                "of" | "for" | "de" | "des" | "du" | "del"
            )
            || begins_office
            || ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<String> {
        let reading = Reading::new(text, 0);
        let bodies = Bodies::find(&reading, crate::organisations::Register::builtin());
        head(&reading, &bodies, &Given::default(), None)
            .title
            .map(|t| t.value)
    }

    #[test]
    fn noise_around_the_title_is_left_out() {
        let body = "The harbour office said on Tuesday that all boats which had left the port in the night were back. It thanked the crews who had gone out again to look for them.";
        for noise in [
            "FOR IMMEDIATE RELEASE",
            "12 May 2021",
            "Ref: 12/2021",
            "Contact: Ola Tam, +47 12 34 56",
            "MINISTRY OF PORTS",
            "0\n708",
            "Share | Tweet | Print",
        ] {
            let text = format!("{noise}\n\nAll boats are back in Halden\n\n{body}");
            assert_eq!(
                title(&text).as_deref(),
                Some("All boats are back in Halden"),
                "{noise}"
            );
        }
    }

    #[test]
    fn the_title_comes_without_counters() {
        assert_eq!(
            title("Boats, nets and crews return to port\n\n0\n708\nOPB\n\nText here.").as_deref(),
            Some("Boats, nets and crews return to port")
        );
    }

    #[test]
    fn a_text_without_a_title_has_none() {
        let text = "The harbour office said on Tuesday that all boats were back and that the crews slept. It thanked them all for going out in the night when nobody else had wanted to.";
        assert_eq!(title(text), None);
    }
}
