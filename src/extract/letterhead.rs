//! Lines of a head that name people, their offices and parties, and nothing more; and lines
//! that a scan made of a coat of arms.
//!
//! "Senator the Hon. Ada Tam | Minister for Ports and Boats | Senator for Halden": the
//! letterhead of a member or minister, above the headline in thousands of releases. It is
//! read as a row of pieces (labels, styles, names beside them, offices with what they are
//! for, parties); a line with anything else in it is a headline.

use crate::extract::labels::is_label;
use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::text::Span;
use crate::text::tokens::{Case, Kind, undotted, without_possessive};

/// No letterhead has more tokens.
const LONGEST: usize = 70;
/// No line made of a crest is longer, in bytes.
const CREST: usize = 160;
/// A name has at most so many words.
const NAME: usize = 3;

/// Letters behind a name, and what stands for a style.
#[rustfmt::skip]
const STYLES: &[&str] = &[
    "mp", "mhr", "mla", "mlc", "msp", "mep", "td", "qc", "kc", "sc", "am", "ao", "ac", "mbe", "obe",
    "hon", "honourable", "honorable", "right", "rt", "dr", "senator", "sen", "mr", "mrs", "ms",
    "miss",
];

/// What letterheads say of the text itself and of where it comes from.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "media", "news", "press", "release", "releases", "statement", "ministerial", "from", "by",
    "joint", "issued", "office", "transcript", "embargo", "date", "no", "number", "page",
];

/// Words of offices that are no offices by themselves, and of parties.
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "shadow", "assistant", "assisting", "acting", "parliamentary", "leader", "deputy", "federal",
    "state", "local", "national", "member", "opposition", "whip", "government", "senate", "house",
    "spokesperson", "spokesman", "spokeswoman", "chief", "manager", "father", "party", "labor",
    "labour", "liberal", "liberals", "nationals", "democrat", "democrats", "democratic", "greens",
    "green", "coalition", "conservative", "conservatives", "independent", "republican", "alliance",
    "parliament", "commons", "lords", "cabinet", "interim", "australian", "british", "canadian",
    "scottish", "welsh", "progressive",
];

/// Verbs of headlines that have the form of a name where every word has a capital.
#[rustfmt::skip]
const HEADLINES: &[&str] = &[
    "opens", "launches", "visits", "meets", "signs", "releases", "attends", "backs", "slams",
    "seeks", "heads", "leads", "wins", "hosts", "joins", "gives", "makes", "takes", "gets", "sends",
    "fails", "moves", "presents", "unveils", "tours", "receives", "rejects", "tables", "introduce",
    "introduces", "mourns", "honored", "honoured", "condemns", "also", "to", "must", "should",
    "will", "is", "are", "has", "have", "was", "were", "can", "not", "wants", "needs", "on",
];

/// Titles that are as often part of the name of a place, a thing or a family.
#[rustfmt::skip]
const NO_OFFICES: &[&str] = &[
    "king", "queen", "prince", "princess", "pope", "judge", "justice", "general", "major", "father",
    "brother", "sister", "captain", "m", "lord", "lady", "sheikh", "imam",
];

/// Whether token `at` is a verb where headlines have capitals, not a name.
pub fn is_headline_verb(reading: &Reading<'_>, at: usize) -> bool {
    is_verb(reading, at) || reading.is_one_of(at, HEADLINES)
}

/// Whether the tokens `first..last` name a person or an office and nothing else.
pub fn names_officer(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    if last - first > LONGEST {
        return false;
    }
    let (mut at, mut told, mut named) = (first, false, false);
    while at < last {
        if !reading.tokens[at].is_word() {
            at += 1;
            continue;
        }
        let word = lower(reading, at);
        if HEADLINES.contains(&word.as_str()) || is_verb(reading, at) {
            return false;
        }
        let style = STYLES.contains(&word.as_str()) || reading.is(at, Traits::COURTESY);
        let office = reading.is(at, Traits::ROLE.and(Traits::TITLE));
        told |= office && !NO_OFFICES.contains(&word.as_str())
            || style && !matches!(word.as_str(), "am" | "ao" | "ac" | "right");
        let small = reading.small(at);
        at += 1;
        if office && ties(reading, at, last) {
            let Some(end) = field_end(reading, at, last) else {
                return false;
            };
            at = end;
        } else if style || office {
            at = name_end(reading, at, last);
        } else if !is_piece(reading, at - 1, &word) {
            // A name stands before its style or office: one of them, and near.
            let from = at - 1;
            if small || named || !is_name_part(reading, from) {
                return false;
            }
            at = name_end(reading, from, last);
            if from > first && (at >= last || !followed(reading, at, last)) {
                return false;
            }
            named = true;
        }
    }
    told
}

/// The word at `at` in small letters, without the dots of "M.P.".
fn lower(reading: &Reading<'_>, at: usize) -> String {
    undotted(reading.word(at)).to_lowercase()
}

/// Whether token `at` is a verb that headlines have.
fn is_verb(reading: &Reading<'_>, at: usize) -> bool {
    let other = Traits::NOUN_TOO
        .and(Traits::ROLE)
        .and(Traits::FIELD)
        .and(Traits::ROLE_MODIFIER);
    reading.is(at, Traits::CUE.and(Traits::CUE_ING)) && !reading.is(at, other)
}

/// Whether the word can stand in a letterhead by itself.
fn is_piece(reading: &Reading<'_>, at: usize, word: &str) -> bool {
    let part = Traits::LINK
        .and(Traits::DETERMINER)
        .and(Traits::ROLE_MODIFIER)
        .and(Traits::FIELD)
        .and(Traits::CALENDAR);
    LABELS.contains(&word)
        || OFFICES.contains(&word)
        || STYLES.contains(&word)
        || reading.is(at, part)
        // Letters a scan or a spaced print left single.
        || word.chars().count() <= 2
        || is_label(word)
}

fn is_name_part(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        reading.tokens[at].kind,
        Kind::Word(Case::Capital | Case::Capitals | Case::Initial)
    )
}

/// Where the name that may begin at `at` ends.
fn name_end(reading: &Reading<'_>, at: usize, last: usize) -> usize {
    let mut end = at;
    let mut words = 0;
    while end < last && words < NAME {
        let initial = reading.mark(end, '.') || reading.mark(end, '’') || reading.mark(end, '\'');
        let word = lower(reading, end);
        let other = STYLES.contains(&word.as_str())
            || OFFICES.contains(&word.as_str())
            || LABELS.contains(&word.as_str())
            || is_headline_verb(reading, end)
            || reading.is(end, Traits::ROLE.and(Traits::LINK).and(Traits::CALENDAR));
        if !initial && (other || !is_name_part(reading, end)) {
            break;
        }
        words += usize::from(!initial && word.len() > 1);
        end += 1;
    }
    end
}

/// Whether a style or an office follows at `at`, perhaps behind a mark.
fn followed(reading: &Reading<'_>, at: usize, last: usize) -> bool {
    let next = (at..last.min(at + 3)).find(|&next| reading.tokens[next].is_word());
    next.is_none_or(|next| {
        let word = lower(reading, next);
        reading.is(
            next,
            Traits::ROLE.and(Traits::TITLE).and(Traits::ROLE_MODIFIER),
        ) || STYLES.contains(&word.as_str())
            || OFFICES.contains(&word.as_str())
    })
}

/// Whether what an office is for begins at `at`: "for Ports", "of the Opposition", "Assisting the …";
/// scans read the f of "for" as l or t.
fn ties(reading: &Reading<'_>, at: usize, last: usize) -> bool {
    at < last
        && matches!(
            lower(reading, at).as_str(),
            "for" | "of" | "in" | "to" | "assisting" | "on" | "lor" | "tor"
        )
}

/// Where the words an office is for end: before the next office or style; none where they are
/// no such words.
fn field_end(reading: &Reading<'_>, from: usize, last: usize) -> Option<usize> {
    let mut at = from + 1;
    while at < last {
        if reading.tokens[at].is_word() {
            let word = lower(reading, at);
            let office = reading.is(at, Traits::ROLE.and(Traits::TITLE));
            let style = STYLES.contains(&word.as_str());
            if at > from + 1 && (office || style) {
                return Some(at);
            }
            let link = reading.is(at, Traits::LINK.and(Traits::DETERMINER)) || office;
            if HEADLINES.contains(&word.as_str()) && word != "on"
                || is_verb(reading, at)
                || reading.small(at) && !link && word.len() > 2
            {
                return None;
            }
        }
        at += 1;
    }
    Some(last)
}

/// A member of a legislature as a letterhead names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sitting {
    /// The tokens of the name.
    pub name: (usize, usize),
    /// Whether they sit in a senate.
    pub senator: bool,
}

/// The member a letterhead names: "Senator Ada Tam", "Ada Tam MP", "Ada Tam, Member for Halden".
pub fn sitting(reading: &Reading<'_>, first: usize, last: usize) -> Option<Sitting> {
    let lower = |at: usize| lower(reading, at);
    let wide = |(from, to): (usize, usize)| {
        let words = (from..to).filter(|&at| reading.word(at).len() > 2).count();
        (words >= 2).then_some((from, to))
    };
    (first..last).find_map(|at| match lower(at).as_str() {
        "mp" | "mhr" | "mla" | "mlc" | "msp" | "mep" => {
            let name = wide(name_before(reading, first, at))?;
            Some(Sitting {
                name,
                senator: false,
            })
        }
        "member" | "senator" | "sen" if ties(reading, at + 1, last) => {
            let name = wide(name_before(reading, first, at))?;
            let senator = lower(at) != "member";
            Some(Sitting { name, senator })
        }
        "senator" | "sen" => {
            let style = |next: &usize| {
                !reading.tokens[*next].is_word()
                    || STYLES.contains(&lower(*next).as_str())
                    || lower(*next) == "the"
            };
            let from = (at + 1..last).find(|next| !style(next))?;
            let name = wide((from, name_end(reading, from, last)))?;
            Some(Sitting {
                name,
                senator: true,
            })
        }
        _ => None,
    })
}

/// The name that ends before `at`, perhaps with offices or parties of one word between.
fn name_before(reading: &Reading<'_>, first: usize, at: usize) -> (usize, usize) {
    let lower = |at: usize| lower(reading, at);
    let between = |at: usize| {
        !reading.tokens[at].is_word()
            || OFFICES.contains(&lower(at).as_str())
            || STYLES.contains(&lower(at).as_str())
    };
    let mut end = at;
    while end > first && between(end - 1) {
        end -= 1;
    }
    let part = |at: usize| {
        is_name_part(reading, at)
            && !STYLES.contains(&lower(at).as_str())
            && !LABELS.contains(&lower(at).as_str())
            && !is_headline_verb(reading, at)
            && !reading.is(at, Traits::ROLE.and(Traits::LINK).and(Traits::CALENDAR))
    };
    let mut start = end;
    while start > first
        && end - start <= NAME
        && (part(start - 1) || reading.mark(start - 1, '.') && start > first + 1 && part(start - 2))
    {
        start -= 1;
    }
    (start, end)
}

/// Whether the tokens `first..last` are a personal name and nothing else, of somebody the text
/// names again.
pub fn names_person(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    let words = (2..=NAME + 1).contains(&(last - first))
        && (first..last).all(|at| is_name_part(reading, at) && !is_verb(reading, at));
    let surname = reading.word(last.saturating_sub(1)).to_lowercase();
    // "Senator Ada Tam", "Mr Tam", further down.
    let addressed = |at: usize| {
        (at.saturating_sub(NAME)..at)
            .rev()
            .take_while(|&before| reading.capital(before) || reading.mark(before, '.'))
            .any(|before| reading.is(before, Traits::TITLE.and(Traits::COURTESY)))
    };
    words
        && surname.len() > 2
        && name_end(reading, first, last) == last
        && (last..reading.tokens.len())
            .filter(|&at| reading.capital(at))
            .filter(|&at| without_possessive(reading.word(at)).to_lowercase() == surname)
            .any(addressed)
}

/// Where a headline ends that has its day behind it: "Boats are back Monday, 15 March 2010".
/// `last` where there is none, and where a preposition makes the day part of it.
pub fn before_day(reading: &Reading<'_>, first: usize, last: usize) -> usize {
    let part = |at: usize| {
        reading.is(at, Traits::CALENDAR)
            || reading.tokens[at].kind == Kind::Number
            || matches!(
                reading.tokens[at].kind,
                Kind::Mark(',' | ':' | '/' | '.' | '|' | '-' | '–')
            )
    };
    let mut start = last;
    while start > first && part(start - 1) {
        start -= 1;
    }
    let words =
        |wanted: fn(&Reading<'_>, usize) -> bool| (start..last).any(|at| wanted(reading, at));
    let month = words(|reading, at| reading.is(at, Traits::CALENDAR));
    let days = words(|reading, at| {
        let word = reading.word(at);
        reading.is(at, Traits::CALENDAR) && word.to_lowercase().ends_with("day")
    });
    let year = words(|reading, at| {
        let word = reading.word(at);
        word.len() == 4 && word.starts_with(['1', '2'])
    });
    let begins = start < last && reading.tokens[start].is_word();
    let tied = start > first
        && (reading.is(
            start - 1,
            Traits::PREPOSITION
                .and(Traits::LINK)
                .and(Traits::DETERMINER),
        ) || reading.is(start - 1, Traits::SUBORDINATE));
    // Without its weekday it is a day of the headline's own, unless it has its own line.
    let apart = days || start < last && reading.tokens[start].breaks;
    if month && year && begins && apart && !tied && start >= first + 3 {
        start
    } else {
        last
    }
}

/// Whether the line is what a scan made of a crest, a stamp or letters set apart: most of its
/// words have one letter or two, or most of its signs are none.
pub fn is_scanned(reading: &Reading<'_>, span: Span) -> bool {
    if span.len() > CREST {
        return false;
    }
    let text = span.of(reading.text);
    let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
    let words = || {
        let spoken =
            |&at: &usize| reading.tokens[at].is_word() || reading.tokens[at].kind == Kind::Number;
        (first..last).filter(spoken)
    };
    let short = words()
        .filter(|&at| reading.word(at).chars().count() <= 2)
        .count();
    let count = words().count();
    if count >= 5 && short * 3 > count * 2 {
        return true;
    }
    let signs = text.chars().filter(|c| !c.is_whitespace());
    let (mut letters, mut others) = (0usize, 0usize);
    for sign in signs {
        if sign.is_alphanumeric() {
            letters += 1;
        } else {
            others += 1;
        }
    }
    // "IOM" on a line of its own is a letterhead.
    let acronym = others == 0 && text.chars().all(char::is_uppercase);
    letters < 4 && !acronym || others > letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn officer(line: &str) -> bool {
        let reading = Reading::new(line, 0);
        names_officer(&reading, 0, reading.tokens.len())
    }

    #[test]
    fn people_and_their_offices_are_a_letterhead() {
        for line in [
            "Ada Tam MP",
            "THE HON ADA TAM MP",
            "Senator Ada Tam",
            "Senator the Hon. Ada Tam Minister for Ports, Boats and the Arts",
            "Media release Senator Ada Tam Minister for Ports, Minister Assisting the Premier for Boats",
            "Shadow Minister for Ports and Boats Member for Halden",
            "Ada Tam MP - Independent Member for Halden",
            "From the Minister for Ports and Coastal Affairs. THE HON. ADA TAM",
            "PARLIAMENTARY SECRETARY TO THE MINISTER FOR PORTS THE HON ADA TAM MP",
            "Ada Tam Shadow Minister for Ports",
            "Leader of the Opposition in the Senate Labor Senator for Halden",
        ] {
            assert!(officer(line), "{line}");
        }
    }

    #[test]
    fn members_are_read_with_their_chamber() {
        for (line, name, senator) in [
            (
                "Senator the Hon. Ada Tam Minister for Ports",
                "Ada Tam",
                true,
            ),
            ("ADA TAM Senator for Halden", "ADA TAM", true),
            (
                "Hon Dr Ada Tam MP Federal Member for Halden",
                "Ada Tam",
                false,
            ),
            ("Ada Tam Member for Halden", "Ada Tam", false),
            ("Ada Tam, Federal Member for Halden", "Ada Tam", false),
        ] {
            let reading = Reading::new(line, 0);
            let found = sitting(&reading, 0, reading.tokens.len()).unwrap();
            assert_eq!(reading.folded(found.name.0, found.name.1), name, "{line}");
            assert_eq!(found.senator, senator, "{line}");
        }
        let reading = Reading::new("Shadow Minister for Ports", 0);
        assert_eq!(sitting(&reading, 0, reading.tokens.len()), None);
    }

    #[test]
    fn headlines_are_none() {
        for line in [
            "Harbour crews ask for a second pier",
            "Minister for Ports Launches Boat Appeal",
            "Minister announces new pier for Halden",
            "Senator Tam to visit refugee camps",
            "Statement on the arrival of boats in Halden",
            "Changes at the Harbour Review Board",
            "Minister must explain delay of Halden pier",
            "Finding nets for every crew in Halden",
            "Boats and nets",
            "Tam Welcomes Record Number of Women Senators",
            "Senator Ada Tam Mourns the Loss of Senator Roe",
            "Senator Ada Tam to Give State-of-the-Harbour Address",
        ] {
            assert!(!officer(line), "{line}");
        }
    }

    #[test]
    fn a_headline_ends_before_its_day() {
        for (line, end) in [
            (
                "Boats are back in Halden Monday, 15 March 2010",
                "Boats are back in Halden",
            ),
            (
                "Boats are back Friday, 18 November 2011 17:30",
                "Boats are back",
            ),
            (
                "What was said on Monday, 15 March 2010",
                "What was said on Monday, 15 March 2010",
            ),
            ("Budget for Halden 2010", "Budget for Halden 2010"),
        ] {
            let reading = Reading::new(line, 0);
            let last = before_day(&reading, 0, reading.tokens.len());
            assert_eq!(reading.folded(0, last), end);
        }
    }

    #[test]
    fn crests_are_told_from_words() {
        for (line, scanned) in [
            ("K l 7 e i Q", true),
            ("7Ð ÐÐ © ]¤¬§ | }¶", true),
            ("M E D I A R E L E A S E", true),
            (",:k2", true),
            ("IOM", false),
            ("All boats are back in Halden", false),
            ("$2 m for us", false),
        ] {
            let reading = Reading::new(line, 0);
            assert_eq!(
                is_scanned(&reading, Span::new(0, line.len())),
                scanned,
                "{line}"
            );
        }
    }
}
