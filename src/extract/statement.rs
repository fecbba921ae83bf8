//! Texts that are one person's throughout, and transcripts: words without marks.
//!
//! "This is a summary of what was said by X – to whom quoted text may be attributed",
//! "Statement by X", a byline of name and office, "issued the following statement:"; and
//! turns that begin with a name and a colon.

use std::sync::LazyLock;

use crate::extract::bodies::Bodies;
use crate::extract::head::Head;
use crate::extract::lexicon::Traits;
use crate::extract::phrase::{Phrase, Who, phrase};
use crate::extract::reading::Reading;
use crate::text::Span;
use crate::text::key::Key;
use rustc_hash::FxHashSet;

/// A stretch of words that is one voice's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// The words.
    pub span: Span,
    /// Who speaks.
    pub phrase: Phrase,
    /// The form that tells.
    pub rule: &'static str,
    /// How sure.
    pub confidence: f32,
}

/// Finds such stretches; `ends` is where boilerplate begins.
pub fn stretches(reading: &Reading<'_>, bodies: &Bodies, head: &Head, ends: usize) -> Vec<Stretch> {
    let turns = turns(reading, bodies, ends);
    if !turns.is_empty() {
        return turns;
    }
    statement(reading, bodies, head, ends).into_iter().collect()
}

/// Whose remarks or interview the head says the text is; in it "THE MINISTER:" means them.
pub fn author(reading: &Reading<'_>, bodies: &Bodies, head: &Head) -> Option<Phrase> {
    let last = head.title_paragraph.map_or(1, |at| at + 2);
    let paragraphs = reading.paragraphs.iter().take(last);
    paragraphs
        .filter_map(|&(first, last)| statement_by(reading, bodies, first, last))
        .next()
}

/// Paragraphs in which a statement names its speaker.
const HEAD: usize = 6;

fn statement(reading: &Reading<'_>, bodies: &Bodies, head: &Head, ends: usize) -> Option<Stretch> {
    let body = head.title_paragraph.map_or(0, |at| at + 1);
    for (at, &(first, last)) in reading.paragraphs.iter().enumerate().take(HEAD + body) {
        if reading.tokens[first].span.start >= ends {
            break;
        }
        let (from, found) = if let Some(found) = summary(reading, bodies, first, last) {
            (at + 1, Some((found, "briefing", 0.97)))
        } else if let Some(found) = statement_by(reading, bodies, first, last) {
            (
                at.max(head.title_paragraph.unwrap_or(0)) + 1,
                Some((found, "statement-by", 0.9)),
            )
        } else if let Some(found) = following(reading, bodies, first, last) {
            (at + 1, Some((found, "following-statement", 0.92)))
        } else {
            (
                at + 1,
                byline(reading, bodies, first, last)
                    .filter(|_| at >= body && at <= body + 1)
                    .map(|p| (p, "byline", 0.85)),
            )
        };
        let Some((phrase, rule, confidence)) = found else {
            continue;
        };
        let span = body_span(reading, from, ends)?;
        // Where the text itself has marks, they show the words better than the form does.
        let marked = reading
            .quotations
            .iter()
            .filter(|q| span.contains(q.span))
            .map(|q| q.span.len())
            .sum::<usize>();
        if rule == "following-statement" && marked * 2 > span.len()
            || rule == "statement-by" && marked * 3 > span.len()
        {
            return None;
        }
        return Some(Stretch {
            span,
            phrase,
            rule,
            confidence,
        });
    }
    None
}

/// From the paragraph `from` to the boilerplate.
fn body_span(reading: &Reading<'_>, from: usize, ends: usize) -> Option<Span> {
    let (first, _) = *reading.paragraphs.get(from)?;
    let start = reading.tokens[first].span.start;
    let last = reading
        .paragraphs
        .iter()
        .rfind(|&&(first, _)| reading.tokens[first].span.start < ends)?
        .1;
    let end = reading.tokens[last - 1].span.end.min(ends);
    (start < end).then(|| Span::new(start, end).trimmed(reading.text))
}

/// Words one of which every summary of somebody's words has, whatever their case; a look at
/// their keys spares most paragraphs a copy in small letters.
#[rustfmt::skip]
static SUMMARY: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let words = [
        "summary", "attributed", "porte-parole", "porte-paroles", "ex-porte-parole", "co-porte-parole",
    ];
    words.into_iter().filter_map(Key::of).collect()
});

/// "This is a summary of what was said by X – to whom quoted text may be attributed –".
fn summary(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> Option<Phrase> {
    let keys = reading.keys.get(first..last).unwrap_or_default();
    if !keys.iter().flatten().any(|key| SUMMARY.contains(key)) {
        return None;
    }
    let text = reading.span(first, last).of(reading.text).to_lowercase();
    if !(text.contains("summary of what was said")
        || text.contains("may be attributed")
        || text.contains("résumé de") && text.contains("porte-parole"))
    {
        return None;
    }
    let by = (first..last).find(|&at| {
        matches!(reading.word(at), "by" | "par" | "to" | "por")
            && reading.tokens.get(at + 1).is_some_and(|t| t.is_word())
    })?;
    let end = (by + 1..last)
        .find(|&at| matches!(reading.word(at), "–" | "-" | "—"))
        .unwrap_or(last);
    phrase(reading, bodies, by + 1, end, false).filter(|p| matches!(p.who, Who::Person(_)))
}

/// What a text that is one person's is called in its head.
const SPOKEN: &[&str] = &[
    "statement",
    "remarks",
    "speech",
    "address",
    "message",
    "testimony",
    "déclaration",
    "declaración",
    "erklärung",
    "dichiarazione",
    "declaração",
    "allocution",
    "mensaje",
    "mensagem",
    "messaggio",
    "discorso",
    "ansprache",
    "entretien",
    "entrevista",
    "intervista",
    "discours",
    "discurso",
    "rede",
    "بيان",
    "كلمة",
    "statements",
    "transcript",
    "interview",
    "doorstop",
    "conference",
];

/// What ties the person to it.
const BY: &[&str] = &[
    "by", "of", "from", "with", "de", "von", "par", "mit", "con", "avec", "del", "du", "d’", "d'",
    "di", "da", "do", "della", "der", "des", "com",
];

/// "Statement by X", "Remarks of X, director", "Speech by".
fn statement_by(
    reading: &Reading<'_>,
    bodies: &Bodies,
    first: usize,
    last: usize,
) -> Option<Phrase> {
    if last - first > 60 {
        return None;
    }
    let lead = (first..last.min(first + 5)).find(|&at| reading.is_one_of(at, SPOKEN))?;
    let by = (lead + 1..last.min(lead + 8)).find(|&at| reading.is_one_of(at, BY))?;
    let before = (lead + 1..by).all(|at| {
        reading.is(at, Traits::LINK.and(Traits::PREPOSITION))
            || !reading.capital(at)
            || reading.tokens[at].is_name_like()
    });
    let found = phrase(reading, bodies, by + 1, last, false)?;
    (before && matches!(found.who, Who::Person(_))).then_some(found)
}

/// "X issued the following statement:" at a paragraph's end, with no mark behind.
fn following(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> Option<Phrase> {
    if !reading.mark(last - 1, ':') && !reading.mark(last - 1, '.') {
        return None;
    }
    let start = (first..last - 1)
        .rev()
        .find(|&at| reading.tokens[at].is_stop())
        .map_or(first, |at| at + 1);
    let says = (start..last).any(|at| {
        let near = match reading.word(at) {
            "following" => at..last.min(at + 4),
            "suivant" | "suivante" | "siguiente" | "folgende" | "folgendes" | "seguente"
            | "seguinte" | "التالي" => at.saturating_sub(3).max(start)..last.min(at + 4),
            _ => return false,
        };
        near.into_iter()
            .any(|next| reading.is(next, Traits::SPEECH_NOUN))
    });
    let said = reading.mark(last - 1, ':')
        && last >= 2
        && matches!(
            reading.word(last - 2),
            "said" | "statement" | "says" | "remarks" | "déclaré" | "dijo"
        );
    if !says && !said {
        return None;
    }
    let opens = reading.tokens.get(last).is_some_and(|t| matches!(t.kind, crate::text::tokens::Kind::Mark(m) if crate::extract::marks::is_opening(m)));
    let verb = (start..last)
        .find(|&at| {
            reading.small(at) && reading.is(at, Traits::CUE.and(Traits::AUXILIARY))
                || matches!(
                    reading.word(at),
                    "issued"
                        | "released"
                        | "made"
                        | "gave"
                        | "delivered"
                        | "emitió"
                        | "publicó"
                        | "difundió"
                        | "hizo"
                        | "emitiu"
                        | "divulgou"
                        | "veröffentlichte"
                        | "أصدر"
                        | "أصدرت"
                )
        })
        .unwrap_or(last);
    let found = phrase(reading, bodies, start, verb, true)?;
    (!opens && matches!(found.who, Who::Person(_) | Who::Body(_))).then_some(found)
}

/// A line that is only a name and its office: "Ola Tam, Secretary of State".
fn byline(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> Option<Phrase> {
    if last - first > 16 || reading.tokens[last - 1].is_stop() {
        return None;
    }
    let found = phrase(reading, bodies, first, last, false)?;
    let Who::Person(name) = found.who else {
        return None;
    };
    let (_, office_end) = found.office?;
    (name.titled_from == first
        && name.words() >= 2
        && office_end == last
        && reading.mark(name.last, ','))
    .then_some(found)
}

/// A turn's label has at most so many tokens.
const LABEL: usize = 7;

/// Turns of a transcript: at least three paragraphs that begin with a label and a colon, two of them alike.
fn turns(reading: &Reading<'_>, bodies: &Bodies, ends: usize) -> Vec<Stretch> {
    let labelled: Vec<(usize, usize)> = reading
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(_, range)| reading.tokens[range.0].span.start < ends)
        .filter_map(|(at, &(first, last))| label_end(reading, first, last).map(|colon| (at, colon)))
        .collect();
    let label = |&(at, colon): &(usize, usize)| {
        reading
            .span(reading.paragraphs[at].0, colon)
            .of(reading.text)
    };
    let mut known = FxHashSet::default();
    let repeated = labelled.iter().any(|one| !known.insert(label(one)));
    let distinct = labelled.iter().any(|one| label(one) != label(&labelled[0]))
        || reading
            .paragraphs
            .iter()
            .filter(|range| asks(reading, range.0, range.1))
            .count()
            >= 2;
    if labelled.len() < 3 || !repeated || !distinct {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (n, &(at, colon)) in labelled.iter().enumerate() {
        let first = reading.paragraphs[at].0;
        let Some(phrase) = turn_voice(reading, bodies, first, colon) else {
            continue;
        };
        let next = labelled
            .get(n + 1)
            .map_or(reading.paragraphs.len(), |next| next.0);
        let next = (at + 1..next)
            .find(|&p| asks(reading, reading.paragraphs[p].0, reading.paragraphs[p].1))
            .unwrap_or(next);
        let last = (at..next)
            .rfind(|&p| reading.tokens[reading.paragraphs[p].0].span.start < ends)
            .unwrap_or(at);
        let end = reading.paragraphs[last].1;
        if colon + 1 < end {
            let span = reading.span(colon + 1, end).trimmed(reading.text);
            found.push(Stretch {
                span,
                phrase,
                rule: "turn",
                confidence: 0.95,
            });
        }
    }
    found
}

/// A question without a colon, as stenographers mark it: "Q What do you think?".
fn asks(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    matches!(reading.word(first), "Q" | "Q." | "QUESTION")
        && !reading.mark(first + 1, ':')
        && (first..last).any(|at| reading.mark(at, '?'))
}

/// The colon of a label that begins the paragraph: capitals, or a name, or "Q".
fn label_end(reading: &Reading<'_>, first: usize, last: usize) -> Option<usize> {
    let colon = (first + 1..last.min(first + LABEL)).find(|&at| reading.mark(at, ':'))?;
    let named = (first..colon).all(|at| {
        reading.capital(at)
            || reading.is(at, Traits::LINK)
            || matches!(reading.word(at), "." | "(" | ")" | ",")
    });
    named.then_some(colon)
}

/// Who a label means; nobody for those who ask.
fn turn_voice(
    reading: &Reading<'_>,
    bodies: &Bodies,
    first: usize,
    colon: usize,
) -> Option<Phrase> {
    let asks = |at: usize| {
        matches!(
            reading.word(at).to_lowercase().trim_end_matches('s'),
            "journalist"
                | "reporter"
                | "question"
                | "q"
                | "interviewer"
                | "host"
                | "presenter"
                | "compere"
                | "a"
                | "answer"
                | "contact"
                | "date"
                | "subject"
                | "tel"
                | "email"
                | "moderator"
                | "note"
        )
    };
    if (first..colon).any(asks) {
        return None;
    }
    phrase(reading, bodies, first, colon, false)
        .filter(|p| matches!(p.who, Who::Person(_) | Who::Body(_) | Who::Office))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::Register;

    fn read(text: &str) -> Vec<(String, String, &'static str)> {
        let reading = Reading::new(text, 0);
        let bodies = Bodies::find(&reading, Register::builtin());
        let head =
            crate::extract::head::head(&reading, &bodies, &crate::document::Given::default(), None);
        stretches(&reading, &bodies, &head, text.len())
            .iter()
            .map(|s| {
                let Who::Person(name) = s.phrase.who else {
                    return (String::new(), String::new(), s.rule);
                };
                (
                    reading.folded(name.first, name.last),
                    s.span.of(text).to_owned(),
                    s.rule,
                )
            })
            .collect()
    }

    #[test]
    fn a_briefing_is_its_speakers() {
        let found = read(
            "Boats return to Halden\n\nThis is a summary of what was said by Harbour Union spokesperson Ola Tam – to whom quoted text may be attributed – at today’s briefing.\n\nThe boats are back.\n\nAll crews are well.",
        );
        assert_eq!(
            found,
            [(
                "Ola Tam".to_owned(),
                "The boats are back.\n\nAll crews are well.".to_owned(),
                "briefing"
            )]
        );
    }

    #[test]
    fn a_statement_is_its_authors() {
        let found =
            read("Statement by Mina Roe, Minister of Ports, on the boats\n\nThe boats are back.");
        assert_eq!(
            (found[0].0.as_str(), found[0].2),
            ("Mina Roe", "statement-by")
        );
    }

    #[test]
    fn turns_are_told_by_their_labels() {
        let found = read(
            "Interview on the boats\n\nJOURNALIST: Are they back?\n\nMINA ROE: They are.\n\nJOURNALIST: All?\n\nMINA ROE: All of them.\n\nAnd the nets.",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].1, "All of them.\n\nAnd the nets.");
    }
}
