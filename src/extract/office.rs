//! The office beside a personal name, before it or in the apposition behind it.
//!
//! "Deputy Head of Mission Ola Tam", "Mina Roe, head of rescue at the Boat Council,":
//! where it begins and ends, and how it is written down.

use crate::extract::bodies::Bodies;
use crate::extract::lexicon::Traits;
use crate::extract::names::Name;
use crate::extract::reading::Reading;
use crate::text::tokens::Kind;

/// The office in the apposition behind a name: ", the envoy to Norland,".
pub fn office_behind(reading: &Reading<'_>, from: usize, last: usize) -> Option<(usize, usize)> {
    let mut at = from;
    // "(D-Tex.)", "(TX-23)": a party and district, not an office.
    if reading.mark(at, '(') {
        let close = (at..last.min(at + 10)).find(|&i| reading.mark(i, ')'))?;
        at = close + 1;
    }
    let copula = copula(reading, at);
    let comma = reading.mark(at, ',') || copula;
    if comma {
        at += 1;
    } else if !matches!(reading.word(at), "of" | "from" | "with" | "at") {
        return None;
    }
    if at < last && reading.tokens[at].kind == Kind::Number && reading.mark(at + 1, ',') {
        // An age: "Tam, 43, a fisherman".
        at += 2;
    }
    let start = at;
    let end = office_end(reading, at, last);
    let begin = (start..end).find(|&i| {
        !reading.is(i, Traits::DETERMINER)
            || reading.capital(i) && !reading.is(i, Traits::DETERMINER)
    })?;
    // "Tam, and Senator Roe": somebody else.
    if matches!(reading.word(begin), "and" | "&" | "or") {
        return None;
    }
    // "Tam, who leads the unit", "Tam, reports in its newsletter": a clause and no office.
    if reading.small(begin)
        && reading.is(begin, Traits::SUBORDINATE.and(Traits::CUE))
        && !reading.is(begin, Traits::ROLE)
    {
        return None;
    }
    let named = (begin..end).any(|i| {
        let body = comma && reading.is(i, Traits::BODY) && reading.small(i);
        reading.is(i, Traits::ROLE) || body && reading.in_english()
    });
    (named && begin < end && comma).then_some((begin, end))
}

/// "Mina Roe es ministra": a verb that gives the name before it an office.
fn copula(reading: &Reading<'_>, at: usize) -> bool {
    let is = matches!(reading.word(at), "est" | "es" | "ist" | "è" | "é");
    let article = usize::from(reading.is(at + 1, Traits::DETERMINER));
    !reading.in_english() && is && reading.is(at + 1 + article, Traits::ROLE)
}

/// Where an apposition ends: at a comma that no list goes on behind, a stop, a clause or a verb.
fn office_end(reading: &Reading<'_>, from: usize, last: usize) -> usize {
    let mut at = from;
    while at < last {
        match reading.tokens[at].kind {
            Kind::Mark(',') if list_goes_on(reading, at + 1, last) => {}
            Kind::Mark('(') => {
                let Some(close) = (at..last.min(at + 8)).find(|&i| reading.mark(i, ')')) else {
                    break;
                };
                at = close;
            }
            Kind::Mark('&' | '/' | '-' | '’' | '\'' | '–') => {}
            Kind::Mark(_) => break,
            _ if reading.small(at) && at > from && ends_office(reading, at) => break,
            _ => {}
        }
        at += 1;
    }
    while at > from
        && (reading.small(at - 1)
            && reading.is(
                at - 1,
                Traits::PREPOSITION
                    .and(Traits::DETERMINER)
                    .and(Traits::LINK),
            )
            || reading.mark(at - 1, ','))
    {
        at -= 1;
    }
    at
}

fn ends_office(reading: &Reading<'_>, at: usize) -> bool {
    let verb = reading.is(at, Traits::CUE.and(Traits::CUE_ING).and(Traits::AUXILIARY))
        && !reading.is(at, Traits::ROLE);
    let clause = reading.is(at, Traits::SUBORDINATE)
        && !matches!(
            reading.word(at),
            "as" | "since" | "des" | "der" | "die" | "das"
        );
    let adverbial = matches!(
        reading.word(at),
        "during"
            | "after"
            | "before"
            | "today"
            | "yesterday"
            | "following"
            | "while"
            | "adding"
            | "speaking"
    );
    verb || clause || adverbial
}

/// Whether "Equality, Migration and Ports" or "President and Founder, of X" goes on behind a comma.
fn list_goes_on(reading: &Reading<'_>, at: usize, last: usize) -> bool {
    let mut next = at;
    while next < last
        && next < at + 4
        && reading.capital(next)
        && !reading.is(next, Traits::ROLE.and(Traits::TITLE))
    {
        next += 1;
    }
    next > at
        && (matches!(reading.word(next), "and" | "&")
            || reading.mark(next, ',') && matches!(reading.word(next + 1), "and" | "&"))
        && reading.capital(next + 1)
}

/// The office in the words before a name: "Harbour Union spokesperson Ola Tam".
pub fn office_before(reading: &Reading<'_>, name: Name, first: usize) -> Option<(usize, usize)> {
    // Titles of courtesy are no office; "Senator", "Minister" are.
    let mut end = name.first;
    while end > first && reading.is(end - 1, Traits::COURTESY) {
        end -= 1;
    }
    if end > first && reading.mark(end - 1, ',') {
        end -= 1;
    }
    let mut start = end;
    while start > first && !parts_office(reading, start - 1) {
        start -= 1;
    }
    let end = before_rank(reading, start, end);
    let start = last_office(reading, start, end);
    let start = (start..end).find(|&at| {
        reading.tokens[at].is_word()
            && !opens_sentence(reading, at)
            && !(reading.small(at) && reading.is(at, Traits::PREPOSITION))
            && (!reading.is(at, Traits::DETERMINER) || reading.is(at, Traits::ROLE))
    })?;
    let start = head_of_office(reading, start, end);
    let named = (start..end).any(|at| reading.is(at, Traits::ROLE));
    (named && end - start <= 24).then_some((start, end))
}

/// In other languages an office begins with its noun: "à la presse la ministre", "lunedì il prefetto".
fn head_of_office(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    if reading.in_english() {
        return start;
    }
    let mut at = (start..end)
        .find(|&at| reading.is(at, Traits::ROLE))
        .unwrap_or(start);
    while at > start && reading.is(at - 1, Traits::ROLE_MODIFIER) {
        at -= 1;
    }
    at
}

/// Whether token `at` cannot stand inside an office: a stop, a verb, a clause's beginning.
fn parts_office(reading: &Reading<'_>, at: usize) -> bool {
    match reading.tokens[at].kind {
        Kind::Mark(mark) => !matches!(mark, ',' | '&' | '-' | '/' | '’' | '\'' | '(' | ')'),
        _ => {
            let verb = reading.is(at, Traits::AUXILIARY)
                || reading.is(at, Traits::CUE)
                    && !reading.is(at, Traits::ROLE.and(Traits::NOUN_TOO));
            let clause = matches!(
                reading.word(at),
                "that" | "who" | "which" | "when" | "while"
            );
            let plain = reading.small(at) || reading.caseless(at);
            plain && !reading.is(at, Traits::DETERMINER) && (verb || clause)
        }
    }
}

/// "The Minister for Ports, Senator Tam": the rank before the name is not the office where there is one.
fn before_rank(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let rank = |at: usize| {
        matches!(
            reading.word(at),
            "Senator"
                | "Professor"
                | "General"
                | "Colonel"
                | "Councillor"
                | "Sen."
                | "Prof."
                | "Judge"
                | "Captain"
                | "Admiral"
        )
    };
    let Some(last) = end
        .checked_sub(1)
        .filter(|&last| last > start && rank(last))
    else {
        return end;
    };
    let comma = reading.mark(last - 1, ',');
    let before = last - usize::from(comma);
    let tied = comma || reading.is(before - 1, Traits::FIELD);
    let office = (start..before).any(|at| reading.is(at, Traits::ROLE));
    if tied && office { before } else { end }
}

/// Of what commas part, the last piece that names an office: "Since March, Vice President".
fn last_office(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let mut piece_end = end;
    for comma in (start..end).rev().filter(|&at| reading.mark(at, ',')) {
        if (comma + 1..piece_end).any(|at| reading.is(at, Traits::ROLE)) {
            return comma + 1;
        }
        piece_end = comma;
    }
    start
}

/// The office in words: without the body that owns it, abbreviations written out, one person's.
pub fn office_words(
    reading: &Reading<'_>,
    bodies: &Bodies,
    (first, last): (usize, usize),
) -> String {
    let owned = (first..last.saturating_sub(1)).find(|&at| {
        reading.possessive(at) && bodies.at(at).is_some_and(|body| body.last == at + 1)
    });
    let role_behind = |from: usize| (from..last).any(|at| reading.is(at, Traits::ROLE));
    let first = owned
        .map(|at| at + 1)
        .filter(|&from| role_behind(from))
        .unwrap_or(first);
    let mut words = reading.folded(first, last);
    let end = words.rfind(' ').map_or(0, |at| at + 1);
    if let Some(whole) = written_out(&words[end..]) {
        words.replace_range(end.., whole);
    }
    words
}

/// The whole word of an abbreviated or plural office that stands before a name: "Reps. Tam and Roe".
fn written_out(word: &str) -> Option<&'static str> {
    Some(match word {
        "Rep." | "Reps." | "Rep" | "Reps" | "Representatives" => "Representative",
        "Sen." | "Sens." | "Sen" | "Sens" | "Senators" => "Senator",
        "Gov." | "Gov" | "Governors" => "Governor",
        "Ministers" => "Minister",
        "Presidents" => "President",
        "Secretaries" => "Secretary",
        "Attorneys" => "Attorney",
        "Congressmen" => "Congressman",
        "Commissioners" => "Commissioner",
        "Ambassadors" => "Ambassador",
        _ => return None,
    })
}

fn opens_sentence(reading: &Reading<'_>, at: usize) -> bool {
    reading.is(at, Traits::COMMON)
        && !reading.is(
            at,
            Traits::ROLE.and(Traits::ROLE_MODIFIER).and(Traits::BODY),
        )
        && (!reading.in_english()
            || matches!(
                reading.word(at),
                "But" | "And" | "Yesterday" | "Today" | "However" | "Also" | "Meanwhile"
            ))
}

/// Words of what a minister is for, at most.
const PORTFOLIO: usize = 24;

/// The "Minister for" in whose field token `at` stands: "Minister for Ports, Boats and the Arts".
/// The first token of the office, its modifiers included.
pub fn portfolio(reading: &Reading<'_>, at: usize) -> Option<usize> {
    if !reading.in_english() {
        return None;
    }
    let mut before = at;
    while before > 0 && at - before < PORTFOLIO {
        before -= 1;
        if reading.word(before) == "for" {
            return minister_before(reading, before);
        }
        let part = reading.capital(before)
            || matches!(reading.word(before), "and" | "the" | "&")
            || reading.mark(before, ',')
            || reading.mark(before, '&');
        if !part {
            return None;
        }
    }
    None
}

/// The office that "for" at `tie` belongs to: "Shadow Minister", "Parliamentary Secretary".
fn minister_before(reading: &Reading<'_>, tie: usize) -> Option<usize> {
    let mut start = tie.checked_sub(1)?;
    if !matches!(
        reading.word(start),
        "Minister" | "Ministers" | "Secretary" | "minister"
    ) {
        return None;
    }
    while start > 0
        && matches!(
            reading.word(start - 1),
            "Shadow"
                | "Assistant"
                | "Acting"
                | "Parliamentary"
                | "Deputy"
                | "Federal"
                | "shadow"
                | "acting"
        )
    {
        start -= 1;
    }
    Some(start)
}

/// Whether a name of the register at token `at` is only what a minister is for: "Minister for
/// Justice, Customs and Border Protection".
pub fn minister_of(reading: &Reading<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| reading.word(before));
    // A look at the word before spares most names the way back.
    matches!(before, "for" | "and" | "&" | ",")
        && portfolio(reading, at).is_some_and(|start| {
            (start..at)
                .any(|part| matches!(reading.word(part), "Minister" | "Ministers" | "minister"))
        })
}

/// Who sign a letter together: the first of them named leads it.
pub fn signs_together(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "members"
            | "lawmakers"
            | "legislators"
            | "senators"
            | "congressmen"
            | "signatories"
            | "parliamentarians"
            | "mps"
            | "meps"
            | "députés"
            | "diputados"
            | "legisladores"
            | "congresistas"
            | "parlamentarios"
            | "parlamentares"
            | "deputados"
            | "deputati"
            | "senatori"
            | "sénateurs"
            | "abgeordneten"
    )
}
