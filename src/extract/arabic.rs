//! Personal names and names of bodies in Arabic, which no capitals show.
//!
//! A name is told by what stands before it: a title ("السيد كريم الطامي"), an office with
//! what it is for ("وزير الداخلية كريم الطامي"), a verb of speech or "according to". What
//! none of them leads to is no name; later the surname alone is known.

use crate::extract::bodies::Bodies;
use crate::extract::lexicon::Traits;
use crate::extract::names::Name;
use crate::extract::reading::Reading;
use crate::extract::runs::Run;
use crate::organisations::Match;
use crate::text::tokens::Kind;

/// Names have at most so many words.
const LONGEST: usize = 5;

/// The personal names among the tokens `first..last`, in order.
pub fn names(reading: &Reading<'_>, bodies: &Bodies, first: usize, last: usize) -> Vec<Name> {
    let mut found = Vec::new();
    let mut at = first;
    while at < last {
        let name = if bodies.at(at).is_some() {
            None
        } else {
            name_at(reading, bodies, at, (first, last))
        };
        at = name.map_or(at, |name: Name| name.last - 1) + 1;
        found.extend(name);
    }
    found
}

/// The name that begins at `at`, or that the word there leads to.
fn name_at(
    reading: &Reading<'_>,
    bodies: &Bodies,
    at: usize,
    (first, last): (usize, usize),
) -> Option<Name> {
    if reading.is(at, Traits::COURTESY) {
        let end = run_end(reading, bodies, at + 1, last);
        return name(at, at + 1, end, true);
    }
    if reading.is(at, Traits::ROLE) {
        return behind_office(reading, bodies, at, last);
    }
    // The word that leads to it may stand before the stretch asked for.
    let leads = at > 0
        && at >= first
        && (leads_to_name(reading, at - 1) || behind_closed_office(reading, at));
    if leads {
        let end = run_end(reading, bodies, at, last);
        if end >= at + 2 && !is_definite(reading, at) && closes(reading, end) {
            return name(at, at, end, false);
        }
    }
    (reading.caseless(at) && reading.is_surname(at) && is_word(reading, bodies, at))
        .then(|| name(at, at, at + 1, false))
        .flatten()
}

fn name(titled_from: usize, first: usize, last: usize, titled: bool) -> Option<Name> {
    (first < last && last - first <= LONGEST).then_some(Name {
        first,
        last,
        titled_from,
        titled,
        possessive: false,
    })
}

/// Whether a name may follow token `at`: a verb of speech, "according to".
fn leads_to_name(reading: &Reading<'_>, at: usize) -> bool {
    reading.is(at, Traits::CUE)
        || matches!(reading.word(at), "بحسب" | "حسب" | "وبحسب" | "عن")
        || reading.word(at) == "ل" && at > 0
}

/// "المتحدث باسم الوزارة، كريم الطامي،": an office before the comma at the token before `at`.
fn behind_closed_office(reading: &Reading<'_>, at: usize) -> bool {
    let Some(comma) = at.checked_sub(1).filter(|&comma| reading.mark(comma, ',')) else {
        return false;
    };
    let mut words = (0..comma)
        .rev()
        .take(8)
        .take_while(|&before| reading.caseless(before) && !reading.is(before, Traits::CUE));
    words.any(|before| reading.is(before, Traits::ROLE))
}

/// Whether what stands at `end` closes a name that only a verb led to.
fn closes(reading: &Reading<'_>, end: usize) -> bool {
    reading
        .tokens
        .get(end)
        .is_none_or(|token| match token.kind {
            Kind::Mark(_) => true,
            _ => reading.is(end, Traits::COMMON.and(Traits::COURTESY)),
        })
}

/// "وزير الداخلية كريم الطامي": what the office is for ends in a word with the article, and
/// the name begins behind it with one that has none.
fn behind_office(reading: &Reading<'_>, bodies: &Bodies, at: usize, last: usize) -> Option<Name> {
    let mut end = at + 1;
    let mut from = at + 1;
    while end < last {
        // "رئيسة مكتب المنظمة في جيبوتي هيلين أبراهام": where the office is.
        if reading.word(end) == "في" && end + 2 < last && reading.caseless(end + 1) {
            end += 2;
            from = end;
        } else if part_of_office(reading, end) || bodies.at(end).is_some() {
            end += 1;
        } else {
            break;
        }
    }
    // "انتقد الوزير كريم الطامي القرار": a second word with the article is an object.
    let object = |end: usize| {
        is_definite(reading, end - 1)
            && is_definite(reading, end - 2)
            && !is_servant(reading, end - 2)
    };
    if end > at + 3 && object(end) {
        end -= 1;
    }
    let mut first = end;
    while first > from && is_word(reading, bodies, first - 1) {
        let behind = first < end && !is_definite(reading, first);
        let joined = matches!(
            bare(reading.word(first - 1)),
            "عبد" | "أبو" | "ابو" | "بو" | "بن"
        );
        if is_definite(reading, first - 1) && behind && !joined && !is_servant(reading, first - 1) {
            break;
        }
        first -= 1;
    }
    // A courtesy inside the office ("رئيس المجلس الدكتور …") leads to the name itself.
    if first >= end || reading.is(first - 1, Traits::COURTESY) || is_definite(reading, first) {
        return None;
    }
    // An office without the article must say what it is for before a name can begin.
    let complete = is_definite(reading, at) || first > at + 1;
    (complete && end - first >= 2)
        .then(|| name(first, first, end, false))
        .flatten()
}

/// Whether the word at `at` is the second of a forename in two: "عبد الرحمن".
fn is_servant(reading: &Reading<'_>, at: usize) -> bool {
    at > 0 && bare(reading.word(at - 1)) == "عبد"
}

/// A word that may stand in an office or in the name behind it.
fn part_of_office(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.word(at);
    let inside = matches!(word, "باسم" | "لشؤون") || reading.is(at, Traits::ROLE.and(Traits::BODY));
    reading.caseless(at)
        && (inside
            || !reading.is(
                at,
                Traits::COMMON
                    .and(Traits::CUE)
                    .and(Traits::CUE_ING)
                    .and(Traits::COURTESY)
                    .and(Traits::PREPOSITION),
            ))
}

/// One past the last word of a name that begins at `from`.
fn run_end(reading: &Reading<'_>, bodies: &Bodies, from: usize, last: usize) -> usize {
    (from..last.min(from + LONGEST + 1))
        .find(|&at| !is_word(reading, bodies, at))
        .unwrap_or(last.min(from + LONGEST + 1))
}

/// Whether token `at` may be a word of a name.
fn is_word(reading: &Reading<'_>, bodies: &Bodies, at: usize) -> bool {
    let other = Traits::COMMON
        .and(Traits::CUE)
        .and(Traits::CUE_ING)
        .and(Traits::ROLE)
        .and(Traits::BODY)
        .and(Traits::GROUP)
        .and(Traits::PREPOSITION)
        .and(Traits::COURTESY);
    // Plurals of things and of people.
    let plural = ["ات", "ون", "ين"]
        .iter()
        .any(|ending| reading.word(at).chars().count() > 5 && reading.word(at).ends_with(ending));
    reading.caseless(at) && !reading.is(at, other) && bodies.at(at).is_none() && !plural
}

/// "وزارة الشؤون الاجتماعية", "النيابة العامة": in Arabic, without capitals, a head and the words
/// with the article behind it.
pub fn body_run(reading: &Reading<'_>, matches: &[Match], at: usize, last: usize) -> Option<Run> {
    let taken = matches.get(matches.partition_point(|m| m.last <= at));
    let free = taken.is_none_or(|m| m.first > at);
    if !free || !reading.is(at, Traits::BODY) || !reading.caseless(at) {
        return None;
    }
    let limit = last.min(at + 1 + BODY_WORDS);
    let definite = |next: usize| {
        let word = reading.word(next);
        let article = ["ال", "لل", "وال", "لشؤون"]
            .iter()
            .any(|lead| word.starts_with(lead));
        let other = Traits::ROLE
            .and(Traits::CUE)
            .and(Traits::COMMON)
            .and(Traits::COURTESY)
            .and(Traits::CALENDAR);
        // "لحقوق الإنسان": what it is for, with the article behind.
        let purpose = word.starts_with('ل')
            && word.chars().count() >= 4
            && reading.word(next + 1).starts_with("ال");
        (article || purpose) && reading.caseless(next) && !reading.is(next, other)
    };
    let end = (at + 1..limit)
        .find(|&next| !definite(next))
        .unwrap_or(limit);
    // A register's name behind the head belongs to neither.
    let end = taken.map_or(end, |m| end.min(m.first));
    // "مكتب المنظمة": another body's, which has no name here.
    let owned = end == at + 2 && reading.is(at + 1, Traits::BODY);
    let named = end > at + 1 && !owned && !GENERIC.contains(&reading.word(at + 1));
    let place = || crate::places::country(&reading.folded(at + 1, end)).is_some();
    (named && (end > at + 3 || !place())).then_some(Run {
        first: at,
        last: end,
        rule: "head",
        inside: None,
    })
}

/// Words behind the head of an Arabic name, at most.
const BODY_WORDS: usize = 6;

/// Words behind a head that name nothing: "the working committee", "the said ministry".
const GENERIC: &[&str] = &[
    "المذكورة",
    "المذكور",
    "المعنية",
    "المعني",
    "المختصة",
    "المختص",
    "الجديدة",
    "الجديد",
    "الحالية",
    "الحالي",
    "نفسها",
    "نفسه",
    "الأخرى",
    "المحلية",
    "المحلي",
    "الرئيسي",
    "الرئيسية",
    "الماضي",
    "الماضية",
    "التي",
    "الذي",
    "الاول",
    "الأول",
];

/// Whether the word has the article.
pub fn is_definite(reading: &Reading<'_>, at: usize) -> bool {
    bare(reading.word(at)).starts_with("ال")
}

/// The word without an "and" before its article.
fn bare(word: &str) -> &str {
    word.strip_prefix('و')
        .filter(|rest| rest.starts_with("ال"))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::Register;

    fn read(text: &str) -> Vec<String> {
        let mut reading = Reading::new(text, 0);
        reading.tell_language(Some("ar".into()));
        let bodies = Bodies::find(&reading, Register::builtin());
        names(&reading, &bodies, 0, reading.tokens.len())
            .iter()
            .map(|n| reading.folded(n.first, n.last))
            .collect()
    }

    #[test]
    fn titles_offices_and_verbs_lead_to_names() {
        assert_eq!(read("وصل السيد كريم الطامي أمس."), ["كريم الطامي"]);
        assert_eq!(read("وصل وزير الداخلية كريم الطامي."), ["كريم الطامي"]);
        assert_eq!(read("قالت مينا الروي: نعم."), ["مينا الروي"]);
        assert_eq!(
            read("قال رئيس الشبكة عبد الرحمن الطامي: نعم."),
            ["عبد الرحمن الطامي"]
        );
    }

    #[test]
    fn an_office_alone_is_no_name() {
        assert!(read("والأمين").is_empty());
    }

    #[test]
    fn what_nothing_leads_to_is_no_name() {
        assert!(read("وصلت القوارب إلى ميناء المدينة أمس.").is_empty());
        assert!(read("قال سكان المخيم إن القوارب وصلت.").is_empty());
        assert!(read("قال وزير الداخلية إن القوارب وصلت.").is_empty());
    }
}
