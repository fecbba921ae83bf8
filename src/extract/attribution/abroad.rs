//! What languages other than English do beside a quotation: subjects left to the verb,
//! verbs before their subjects, other forms of "according to".

use super::clause::{main_clause, verb_start};
use super::right::cue_at;
use super::{Hit, Place};
use crate::extract::bodies::Bodies;
use crate::extract::languages::drops_pronouns;
use crate::extract::lexicon::Traits;
use crate::extract::phrase::{Phrase, Who, phrase};
use crate::extract::reading::Reading;
use crate::text::tokens::Kind;

/// `«…», añadió.`, `„…“, fügte er hinzu`: a verb whose subject is a pronoun, said or not.
pub fn subject_left_to_verb(reading: &Reading<'_>, cue: usize, end: usize) -> Option<Hit> {
    if reading.in_english() {
        return None;
    }
    let hit = |phrase| Hit {
        phrase,
        cue: Some(cue),
        rule: "quotation-said-name",
        confidence: 0.95,
    };
    let next = cue + 1;
    if next < end && reading.small(next) && reading.is(next, Traits::PRONOUN) {
        return Some(hit(Phrase::pronoun(next)));
    }
    let closed = next >= end
        || next + 1 >= end && reading.is(next, Traits::ADVERB)
        || matches!(reading.tokens[next].kind, Kind::Mark(_));
    (drops_pronouns(reading.language.as_deref()) && closed).then(|| hit(Phrase::pronoun(cue)))
}

/// « Il faut, estime Jean Tam, rouvrir les ports. »: the attribution stands inside the marks.
pub fn inside(reading: &Reading<'_>, bodies: &Bodies, place: &Place) -> Option<Hit> {
    if reading.in_english() || reading.in_language("ar") {
        return None;
    }
    let (first, last) = place.words;
    (first + 1..last).find_map(|at| {
        let pause = |at: usize| {
            matches!(
                reading.tokens[at].kind,
                Kind::Mark(',' | '–' | '—' | ';' | '.')
            )
        };
        let cue = pause(at - 1).then(|| cue_at(reading, at, last)).flatten()?;
        let end = (cue + 1..last).find(|&end| pause(end)).unwrap_or(last);
        let found = phrase(reading, bodies, cue + 1, end, false)?;
        let near = found.begins_by(cue + 2);
        let known = matches!(found.who, Who::Person(_) | Who::Body(_));
        (known && near && !reading.is(cue, Traits::WEAK_CUE)).then_some(Hit {
            phrase: found,
            cue: Some(cue),
            rule: "said-inside",
            confidence: 0.85,
        })
    })
}

/// `«…», attacca Mina Roe`: a word no table has, between the quotation and a name, is a verb.
pub fn said_somehow(reading: &Reading<'_>, bodies: &Bodies, at: usize, end: usize) -> Option<Hit> {
    let other = Traits::PREPOSITION
        .and(Traits::LINK)
        .and(Traits::ROLE)
        .and(Traits::DETERMINER)
        .and(Traits::COMMON)
        .and(Traits::SUBORDINATE)
        .and(Traits::BODY);
    let helps = Traits::AUXILIARY.and(Traits::ADVERB);
    let cue = (at..end.min(at + 3)).find(|&i| !reading.is(i, helps))?;
    let verb = reading.small(cue) && !reading.is(cue, other) && reading.word(cue).len() > 3;
    let found = phrase(reading, bodies, cue + 1, end, false).filter(|_| verb)?;
    let office = found.office.is_some_and(|(from, _)| from <= cue + 2);
    let near = found.first <= cue + 1 || office;
    (near && matches!(found.who, Who::Person(_))).then_some(Hit {
        phrase: found,
        cue: Some(cue),
        rule: "quotation-name-verb",
        confidence: 0.85,
    })
}

/// Words that take up a quotation before the verb of the sentence behind it.
const TAKES_UP: &[&str] = &[
    "lo", "così", "ciò", "è", "quanto", "questo", "así", "eso", "esto", "c’", "c'", "est", "ce",
    "qu’", "qu'", "que", "voilà", "ainsi", "das", "dies", "so", "é", "o", "assim", "isso", "foi",
    "fue", "es", "hat", "ha", "a", "l’", "l'",
];

/// `«…». Lo sottolinea Marco Tam`, `«…». Así lo afirmó ayer Tam`, `„…“ Das sagte Tam`: the quotation
/// has ended, and the next sentence takes it up.
pub fn taken_up(reading: &Reading<'_>, bodies: &Bodies, at: usize, end: usize) -> Option<Hit> {
    let at = at + usize::from(reading.tokens.get(at)?.is_stop());
    if reading.in_english() || reading.in_language("ar") || at >= end {
        return None;
    }
    let lower = |at: usize| reading.word(at).to_lowercase();
    let verb = (at..end)
        .find(|&next| !TAKES_UP.contains(&lower(next).as_str()))
        .filter(|&verb| verb > at)?;
    let said = reading.is(verb, Traits::CUE) && reading.small(verb);
    // "Così Marco Tam, presidente": no verb at all.
    let bare = matches!(lower(at).as_str(), "così" | "so" | "así" | "ainsi") && verb == at + 1;
    if !said && !bare {
        return None;
    }
    let from = if said { verb + 1 } else { verb };
    let found = phrase(reading, bodies, from, end, false)?;
    let near = if said {
        found.begins_by(from + 3)
    } else {
        found.first <= from
    };
    let known = matches!(found.who, Who::Person(_)) || said && matches!(found.who, Who::Body(_));
    (known && near).then_some(Hit {
        phrase: found,
        cue: said.then_some(verb),
        rule: "taken-up",
        confidence: 0.9,
    })
}

/// "…, dijo el Procurador General Juan Tam", "Dazu erklärte Tam", "وقالت رئيسة المكتب مينا الروي إن":
/// the person behind a verb of speech in a sentence without quotations.
pub fn reported(
    reading: &Reading<'_>,
    bodies: &Bodies,
    start: usize,
    end: usize,
) -> Option<Phrase> {
    if reading.in_english() {
        return None;
    }
    let loose = Traits::WEAK_CUE.and(Traits::NOUN_TOO);
    let begins = |at: usize| {
        at == start
            || !reading.tokens[at - 1].is_word()
            || reading.is(
                at - 1,
                Traits::ADVERB.and(Traits::AUXILIARY).and(Traits::COMMON),
            )
            || reading.in_language("ar")
    };
    let cue = (start..end).find(|&at| {
        reading.is(at, Traits::CUE)
            && !reading.is(at, loose)
            && (reading.small(at) || reading.caseless(at) || at == start)
            && begins(at)
    })?;
    let stop = subject_end(reading, cue + 1, end);
    let found = phrase(reading, bodies, cue + 1, stop, false)?;
    let office = found.office.is_some_and(|(first, _)| first <= cue + 3);
    let near = found.first <= cue + 2 || office;
    let person = match found.who {
        // No capitals tell an Arabic name: its title or office has to.
        Who::Person(name) => name.titled || found.office.is_some() || !reading.in_language("ar"),
        _ => false,
    };
    (near && person).then_some(found)
}

/// Whether a word opens a clause that has a subject of its own.
pub fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "que" | "qu’" | "qu'" | "qui" | "dass" | "che" | "weil" | "quand" | "cuando" | "quando"
    )
}

/// Whether a sentence begins with the verb at `at`: "Añadió: «…»".
pub fn opens(reading: &Reading<'_>, from: usize, at: usize) -> bool {
    !reading.in_english() && at == from && !reading.is_surname(at)
}

/// Where the name begins behind "d’après", "de acuerdo con", "nach Angaben von", "بحسب" at `at`.
pub fn behind_according(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let language = reading.language.as_deref()?;
    let forms: &[&[&str]] = match language {
        "fr" => &[&["d’", "après"], &["d'", "après"], &["pour"], &["selon"]],
        "es" => &[
            &["de", "acuerdo", "con"],
            &["en", "palabras", "de"],
            &["a", "juicio", "de"],
            &["para"],
        ],
        "pt" => &[
            &["de", "acordo", "com"],
            &["nas", "palavras", "de"],
            &["segundo"],
            &["conforme"],
            &["para"],
        ],
        "it" => &[
            &["secondo"],
            &["a", "detta", "di"],
            &["queste", "le", "parole", "di"],
            &["per"],
        ],
        "de" => &[
            &["nach", "angaben", "von"],
            &["nach", "worten", "von"],
            &["aus", "sicht", "von"],
            &["laut"],
        ],
        "ar" => &[
            &["بحسب"],
            &["وبحسب"],
            &["حسب"],
            &["وفقا", "ل"],
            &["ووفقا", "ل"],
            &["وفقاً", "ل"],
            &["ووفقاً", "ل"],
        ],
        _ => return None,
    };
    let fits = |form: &&[&str]| {
        form.iter()
            .enumerate()
            .all(|(ahead, word)| reading.word(at + ahead).to_lowercase() == *word)
    };
    let form = forms.iter().copied().find(fits)?;
    // "For" is an "according to" only where a sentence begins with it.
    let loose = matches!(form, ["pour" | "para" | "per"]);
    (!loose || reading.capital(at)).then_some(at + form.len())
}

/// "Dazu erklärt Tam, Vorsitzender: „…“", "أكد الوزير أن «…»": the subject between its verb and the quotation.
pub fn verb_first(
    reading: &Reading<'_>,
    bodies: &Bodies,
    (start, to): (usize, usize),
    cue: usize,
) -> Option<Hit> {
    if reading.in_english() || reading.is(cue, Traits::CUE_ING) {
        return None;
    }
    let arabic = reading.in_language("ar");
    let verb = verb_start(reading, start, cue);
    let main = main_clause(reading, start, cue);
    let subject = phrase(reading, bodies, main, verb, true);
    let before = subject.is_some_and(|found| found.who != Who::Other);
    if before && !arabic {
        return None;
    }
    let hit = |phrase, confidence| Hit {
        phrase,
        cue: Some(cue),
        rule: "said-name-quotation",
        confidence,
    };
    let end = subject_end(reading, cue + 1, to);
    if end > cue + 1 {
        let found = phrase(reading, bodies, cue + 1, end, false)?;
        // "begrüßt die Grazer Hafenbund-Direktorin Mina Roe": names of bodies and towns before the office.
        let led = |first: usize| {
            first <= cue + 2
                || first <= cue + 5
                    && (cue + 1..first)
                        .all(|at| reading.capital(at) || reading.is(at, Traits::DETERMINER))
        };
        let office = found.office.is_some_and(|(first, _)| led(first));
        let near = led(found.first) || office || arabic;
        return match found.who {
            Who::Person(_) | Who::Body(_) if near => Some(hit(found, 0.93)),
            Who::Office | Who::Other if arabic => Some(hit(found, 0.8)),
            _ => None,
        };
    }
    let opens = (start..verb).all(|at| {
        !reading.tokens[at].is_word()
            || reading.is(at, Traits::ADVERB.and(Traits::COMMON).and(Traits::LINK))
    });
    (drops_pronouns(reading.language.as_deref()) && (opens || arabic))
        .then(|| hit(Phrase::pronoun(cue), 0.9))
}

/// Where what may be a subject behind a verb ends: before "that", a colon, the quotation.
fn subject_end(reading: &Reading<'_>, from: usize, to: usize) -> usize {
    let mut end = to;
    while end > from
        && (matches!(reading.tokens[end - 1].kind, Kind::Mark(_)) || is_that(reading.word(end - 1)))
    {
        end -= 1;
    }
    (from..end)
        .find(|&at| is_that(reading.word(at)))
        .unwrap_or(end)
}

fn is_that(word: &str) -> bool {
    matches!(
        word,
        "que"
            | "qu’"
            | "qu'"
            | "dass"
            | "che"
            | "أن"
            | "إن"
            | "بأن"
            | "أنه"
            | "إنه"
            | "أنها"
            | "إنها"
            | "على"
            | "إلى"
            | "من"
    )
}
