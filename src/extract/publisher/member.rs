//! A member of a legislature's own release: "Office of U.S. Representative Ada Tam".
//!
//! Such releases seldom print an office. They open with what the member did: the surname
//! in the headline ("Tam, Odden Introduce Bill"), the member as subject of the first
//! sentence, an address of the member's own. A member whom others speak of is no publisher.

use super::{Evidence, address, title};
use crate::document::Found;
use crate::extract::bodies::Bodies;
use crate::extract::letterhead::{is_headline_verb, names_officer, sitting};
use crate::extract::lexicon::Traits;
use crate::extract::names::{Name, names, opening_names};
use crate::extract::reading::Reading;
use crate::organisations::fold_name;
use crate::text::tokens::undotted;

/// Paragraphs in which the member is introduced.
const INTRODUCED: usize = 10;
/// Words of a headline within which its subject stands.
const HEADLINE: usize = 7;

/// A member as the text introduces them.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    name: Name,
    office: Office,
    american: bool,
}

/// A head line that is no more than names and offices is no longer, in bytes.
const LETTERHEAD: usize = 260;
/// Paragraphs in which such a line stands.
const HEAD: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Office {
    Representative,
    Senator,
    StateSenator,
    StateRepresentative,
    Speaker,
}

impl Office {
    fn written(self, american: bool) -> &'static str {
        match (self, american) {
            (Self::Representative, true) => "U.S. Representative",
            (Self::Representative, false) => "Representative",
            (Self::Senator, true) => "U.S. Senator",
            (Self::Senator, false) => "Senator",
            (Self::StateSenator, _) => "State Senator",
            (Self::StateRepresentative, _) => "State Representative",
            (Self::Speaker, _) => "Speaker",
        }
    }
}

/// The member whose release it clearly is: by the headline or by the address.
pub fn by_headline(evidence: &Evidence<'_, '_>, members: &[Member]) -> Option<Found<String>> {
    let reading = evidence.reading;
    if members.is_empty() {
        return None;
    }
    if let Some(member) = by_address(reading, members) {
        return Some(office(reading, member, "member-address", 0.9));
    }
    let (first, last) = title(evidence)?;
    let mut words = first..last.min(first + HEADLINE);
    let member = words.find_map(|at| {
        let owns = reading.possessive(at) && at > first + 3;
        let object = at > first
            && reading.small(at - 1)
            && !reading.is(at - 1, Traits::PREPOSITION.and(Traits::LINK));
        let surname = fold_name(crate::text::tokens::without_possessive(reading.word(at)));
        let named = |member: &&Member| surname_of(reading, member.name) == surname;
        members
            .iter()
            .find(named)
            .filter(|_| !owns && !object && reading.capital(at))
    })?;
    Some(office(reading, member, "member-headline", 0.85))
}

/// "Ada Tam MP, Minister for Ports and Boats": the office a head line names.
pub fn minister(evidence: &Evidence<'_, '_>) -> Option<Found<String>> {
    head_lines(evidence).find_map(|(first, last, title)| {
        // A headline may speak of a minister; a letterhead gives them their style.
        let styled = (first..last).any(|at| {
            let word = undotted(evidence.reading.word(at)).to_uppercase();
            matches!(word.as_str(), "HON" | "MP" | "MHR")
        });
        ministry(evidence.reading, first, last).filter(|_| !title || styled)
    })
}

/// "Senator Ada Tam", "Ola Odden MP, Member for Halden": a member's own letterhead.
pub fn by_letterhead(evidence: &Evidence<'_, '_>, members: &[Member]) -> Option<Found<String>> {
    let reading = evidence.reading;
    // American members have no letterhead of this form; a line under a headline looks like one.
    let abroad = || !members.iter().any(|member| member.american) && !american(evidence);
    head_lines(evidence)
        .filter(|(.., title)| !title)
        .find_map(|(first, last, _)| {
            let own =
                |member: &&Member| !member.american && (first..last).contains(&member.name.first);
            if let Some(member) = members.iter().find(own) {
                return Some(office(reading, member, "member-letterhead", 0.8));
            }
            let sitting = sitting(reading, first, last)
                .filter(|_| names_officer(reading, first, last) && abroad())?;
            let (from, to) = sitting.name;
            let name = crate::places::title_case(&reading.folded(from, to));
            let value = if sitting.senator {
                format!("Office of Senator {name}")
            } else {
                format!("Office of {name} MP")
            };
            Some(Found {
                value,
                span: Some(reading.span(from, to)),
                rule: "member-letterhead".into(),
                confidence: 0.75,
            })
        })
}

/// The paragraphs of the head that are names and offices alone, as tokens; whether each is the title.
fn head_lines<'e>(
    evidence: &'e Evidence<'_, '_>,
) -> impl Iterator<Item = (usize, usize, bool)> + 'e {
    let reading = evidence.reading;
    let head = reading.layout.paragraphs.iter().enumerate().take(HEAD);
    let short = head.take_while(|(_, span)| span.len() < LETTERHEAD);
    let lines = short.map(move |(at, span)| {
        let (first, last) = (reading.token_at(span.start), reading.token_at(span.end));
        (first, last, evidence.head.title_paragraph == Some(at))
    });
    lines.filter(move |&(first, last, _)| {
        let link = |at: usize| !reading.tokens[at].is_word() || reading.is(at, Traits::LINK);
        (first..last).all(|at| reading.capital(at) || link(at))
    })
}

/// What begins another office or a name behind an office.
const ENDS: &[&str] = &[
    "the",
    "minister",
    "hon",
    "mp",
    "senator",
    "sen",
    "media",
    "press",
    "news",
    "mr",
    "ms",
    "parliament",
    "joint",
    "shadow",
    "federal",
    "member",
    "leader",
    "assistant",
    "parliamentary",
    "liberal",
    "labor",
    "attorney-general",
];

/// "Shadow Minister for Ports and Boats", "Leader of the Opposition": the office a line names.
fn ministry(reading: &Reading<'_>, first: usize, last: usize) -> Option<Found<String>> {
    let is = |at: usize, words: &[&str]| reading.is_one_of(at, words);
    let parliamentary = |at: usize| at > first && is(at - 1, &["parliamentary"]);
    let at = (first..last).find(|&at| {
        is(at, &["minister"]) && is(at + 1, &["for", "of"])
            || is(at, &["secretary"]) && parliamentary(at) && is(at + 1, &["for", "to"])
            || is(at, &["premier"]) && is(at + 1, &["of"])
    })?;
    // "Parliamentary Secretary to the Minister for Ports" is another office.
    if at > first + 1 && is(at - 1, &["the"]) && is(at - 2, &["to"]) {
        return None;
    }
    let modifier = |at: &usize| {
        is(
            *at,
            &[
                "assistant",
                "shadow",
                "deputy",
                "prime",
                "acting",
                "parliamentary",
            ],
        )
    };
    let begin = (first..at).rev().take_while(modifier).last().unwrap_or(at);
    let ends = |next: usize| {
        is(next, ENDS)
            || reading.word(next).len() < 2 && reading.capital(next)
            || !(reading.capital(next)
                || is(next, &["and", "of", "for"])
                || reading.mark(next, ',')
                || reading.mark(next, '’')
                || reading.mark(next, '&'))
    };
    let mut from = at + 2;
    // "Secretary to the Minister for Ports": the other's office belongs to it.
    if is(at + 1, &["to"]) && is(from, &["the"]) {
        from += 1;
        while from < last && is(from, &["prime", "minister", "premier", "treasurer"]) {
            from += 1;
        }
        from += usize::from(is(from, &["for", "of"]));
    }
    let mut end = (from..last).find(|&next| ends(next)).unwrap_or(last);
    while end > at + 2 && !reading.capital(end - 1) {
        end -= 1;
    }
    (end > at + 2 && end - begin <= 14).then(|| Found {
        value: office_case(&reading.folded(begin, end)),
        span: Some(reading.span(begin, end)),
        rule: "minister".into(),
        confidence: 0.75,
    })
}

/// An office in capitals as it is written in a text.
fn office_case(written: &str) -> String {
    let cased = crate::places::title_case(written);
    let words = cased.split(' ').map(|word| match word {
        "For" | "And" | "Of" | "The" => word.to_lowercase(),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The member who does what the first sentence tells.
pub fn by_lead(
    evidence: &Evidence<'_, '_>,
    bodies: &Bodies,
    members: &[Member],
) -> Option<Found<String>> {
    let reading = evidence.reading;
    if members.is_empty() {
        return None;
    }
    let (from, end) = super::lead::sentence(evidence)?;
    let first = names(reading, bodies, from, end).first().copied()?;
    let member = members
        .iter()
        .find(|member| member.name.first == first.first)?;
    let before = (from..first.titled_from).rev().find(|&at| {
        reading.word(at) != "U.S" && reading.word(at) != "U.S." && reading.word(at) != "US"
    });
    let free = before.is_none_or(|at| {
        !reading.tokens[at].is_word()
            || reading.is(
                at,
                Traits::DETERMINER.and(Traits::CALENDAR).and(Traits::ADVERB),
            )
            || matches!(
                reading.word(at).to_lowercase().as_str(),
                "today" | "by" | "yesterday" | "and"
            )
            || reading.capital(at)
    });
    (free && !reading.possessive(first.last - 1)).then(|| office(reading, member, "member", 0.7))
}

fn office(
    reading: &Reading<'_>,
    member: &Member,
    rule: &'static str,
    confidence: f32,
) -> Found<String> {
    let name = reading.folded(member.name.first, member.name.last);
    Found {
        value: format!(
            "Office of {} {name}",
            member.office.written(member.american)
        ),
        span: Some(reading.span(member.name.titled_from, member.name.last)),
        rule: rule.into(),
        confidence,
    }
}

/// `tam.house.gov`, `press@tam.senate.gov`: a member's own host.
fn by_address<'m>(reading: &Reading<'_>, members: &'m [Member]) -> Option<&'m Member> {
    address::addresses(reading.text).iter().find_map(|one| {
        let host = one.host.of(reading.text).to_ascii_lowercase();
        let owner = host
            .strip_suffix(".house.gov")
            .or_else(|| host.strip_suffix(".senate.gov"))?;
        let owner = owner.trim_start_matches("www.");
        members.iter().find(|member| {
            let surname = surname_of(reading, member.name);
            surname == owner
                || fold_name(&reading.folded(member.name.first, member.name.last)).replace(' ', "")
                    == owner
        })
    })
}

/// The surname, folded; "Jr." and degrees are none.
fn surname_of(reading: &Reading<'_>, name: Name) -> String {
    let suffix = |at: &usize| {
        matches!(
            &*undotted(reading.word(*at)),
            "Jr" | "Sr" | "II" | "III" | "IV" | "MD"
        )
    };
    let last = (name.first..name.last)
        .rev()
        .find(|at| !suffix(at))
        .unwrap_or(name.first);
    fold_name(crate::text::tokens::without_possessive(reading.word(last)))
}

/// The members the first paragraphs introduce by their whole names, in order.
pub fn members(evidence: &Evidence<'_, '_>, bodies: &Bodies) -> Vec<Member> {
    let reading = evidence.reading;
    let mut bodies_of = bodies
        .entities
        .iter()
        .filter_map(|entity| entity.registered);
    let mut congress = bodies_of
        .any(|body| evidence.register.body(body).country.as_deref() == Some("US"))
        || american(evidence);
    let title = title(evidence).map(|(first, _)| first);
    // A headline's capitals run on behind a name, so that it is read last.
    let head = reading.paragraphs.iter().take(INTRODUCED);
    let (titles, texts): (Vec<_>, Vec<_>) = head.partition(|(first, _)| Some(*first) == title);
    let mut found: Vec<Member> = Vec::new();
    for (first, last) in texts.into_iter().chain(titles).copied() {
        // "Representatives A, chair of the House Committee, and B (Y-2)": the title counts for all that follow with a seat.
        let mut plural = None;
        for mut name in opening_names(reading, bodies, (first, last)) {
            // "Ada Tam Announces": a headline's verb.
            while name.words() > 2 && reading.is(name.last - 1, Traits::CUE) {
                name.last -= 1;
            }
            let title = title_before(reading, first, name);
            if title.is_some_and(|(_, many)| many) {
                plural = title.map(|(office, _)| office);
            }
            let seat = seat_behind(reading, name.last, last);
            let seated = seat.map(|numbered| {
                plural.unwrap_or(if numbered {
                    Office::Representative
                } else {
                    Office::Senator
                })
            });
            let office = title
                .map(|(office, _)| office)
                .or(seated.filter(|_| plural.is_some() || seat == Some(true)));
            let named =
                || (2..=5).contains(&name.words()) && !is_headline_verb(reading, name.first);
            if let Some(office) = office.filter(|_| named()) {
                congress |= seat.is_some();
                let american = congress;
                found.push(Member {
                    name,
                    office,
                    american,
                });
            }
        }
    }
    // One seat in the text tells the country of all.
    for member in &mut found {
        member.american |= congress;
    }
    found
}

/// The office among the words before a name, and whether it is in the plural.
fn title_before(reading: &Reading<'_>, first: usize, name: Name) -> Option<(Office, bool)> {
    let from = name.titled_from.saturating_sub(3).max(first);
    let near = (from..name.first).rev();
    near.take_while(|&at| reading.tokens[at].is_word())
        .find_map(|at| {
            let state = at > first && matches!(reading.word(at - 1), "State" | "state");
            let council = at > first
                && reading.capital(at - 1)
                && !matches!(
                    reading.word(at - 1),
                    "House" | "U.S." | "US" | "Today" | "Former"
                );
            let word = undotted(reading.word(at));
            Some(match &*word {
                "Senator" | "Sen" | "Senators" | "Sens" if state => {
                    (Office::StateSenator, word.ends_with('s'))
                }
                "Representative" | "Rep" | "Representatives" | "Reps" if state => {
                    (Office::StateRepresentative, word.ends_with('s'))
                }
                "Senator" | "Sen" => (Office::Senator, false),
                "Senators" | "Sens" => (Office::Senator, true),
                "Representative" | "Rep" | "Congressman" | "Congresswoman" | "Congressmember" => {
                    (Office::Representative, false)
                }
                "Representatives" | "Reps" | "Congressmen" | "Congresswomen" => {
                    (Office::Representative, true)
                }
                "Speaker" if !council => (Office::Speaker, false),
                _ => return None,
            })
        })
}

/// Whether a party and state stand behind a name, "(D-CA)", ", R-Texas", or a district, "(TX-23)"; true for a district.
fn seat_behind(reading: &Reading<'_>, at: usize, last: usize) -> Option<bool> {
    if !(reading.mark(at, '(') || reading.mark(at, ',')) || at + 1 >= last {
        return None;
    }
    let begin = reading.tokens[at + 1].span.start;
    let rest = reading.text.get(begin..)?;
    let seat: String = rest
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '‑'))
        .collect();
    let mut parts = seat.split(['-', '–', '‑']).filter(|part| !part.is_empty());
    let (head, behind) = (parts.next()?, parts.next()?);
    let more = parts.next();
    let number = |part: &str| part.chars().all(|c| c.is_ascii_digit()) || part == "AL";
    if matches!(head, "D" | "R" | "I") && behind.starts_with(char::is_uppercase) {
        Some(more.is_some_and(number))
    } else {
        (head.len() == 2 && head.chars().all(char::is_uppercase) && number(behind)).then_some(true)
    }
}

/// Whether the text is of the United States: dated there, or with words only its Congress has.
fn american(evidence: &Evidence<'_, '_>) -> bool {
    let reading = evidence.reading;
    let dated = evidence
        .dateline
        .and_then(|d| d.place.as_ref())
        .is_some_and(|(_, place)| place.country.as_deref() == Some("US"));
    let seated = || {
        ["(D-", "(R-", "(I-"]
            .iter()
            .any(|seat| reading.text.contains(seat))
    };
    let before_others = 0..reading.tokens.len().saturating_sub(1);
    let named = before_others.filter(|&at| reading.capital(at));
    dated
        || seated()
        || named.into_iter().any(|at| {
            let (word, next) = (reading.word(at), reading.word(at + 1));
            matches!(word, "Congressman" | "Congresswoman" | "Congressmen")
                || word == "House" && matches!(next, "Committee" | "Republicans" | "Democrats")
                || matches!(word, "U.S." | "US")
                    && matches!(
                        next,
                        "Senator"
                            | "Senators"
                            | "Representative"
                            | "Representatives"
                            | "Senate"
                            | "House"
                            | "Sen."
                            | "Rep."
                    )
        })
}
