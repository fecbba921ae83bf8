//! Ambiguous forms of names: when "IOM", "Congress" or "WHO" counts as the register's body.
//!
//! A form several bodies share, or that is a common word, needs support: another form of
//! the body, its family, or the country the text is about. What nothing supports is left
//! apart under the form that is written.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::extract::bodies::Bodies;
use crate::extract::definitions::is_short_form;
use crate::extract::lexicon::Traits;
use crate::extract::reading::Reading;
use crate::organisations::{Match, Register, home_country};
use crate::text::tokens::{Case, Kind};

/// For each match whether it counts: a sure form, or a weak one that something supports.
pub fn supported(
    reading: &Reading<'_>,
    register: &Register,
    matches: &[Match],
    defined: &FxHashMap<Cow<'_, str>, usize>,
    bodies: &Bodies,
) -> Vec<bool> {
    // Dated from a country, a form that means that country's body counts.
    let country = reading
        .dated_from
        .as_ref()
        .and_then(|place| place.country.clone());
    let home = country.or_else(|| home_country(register, matches));
    let national = |body: usize| {
        let own = register.body(body).country.as_deref();
        own.is_some() && own == home.as_deref()
    };
    let named: FxHashSet<usize> = matches.iter().filter(|m| !m.weak).map(|m| m.body).collect();
    let sure = |body: usize| {
        named.contains(&body)
            || defined
                .values()
                .any(|&entity| bodies.entities[entity].registered == Some(body))
    };
    let family = |body: usize| {
        let parent = register.body(body).parent.as_deref();
        named.iter().any(|&one| {
            let other = register.body(one);
            one != body
                && (other.parent.as_deref() == parent && parent.is_some()
                    || Some(other.name.as_str()) == parent
                    || other.parent.as_deref() == Some(register.body(body).name.as_str()))
        })
    };
    let mut known: FxHashMap<usize, bool> = FxHashMap::default();
    matches
        .iter()
        .map(|one| {
            !one.weak
                || *known
                    .entry(one.body)
                    .or_insert_with(|| sure(one.body) || family(one.body) || national(one.body))
        })
        .collect()
}

/// Whether the match stands in a stretch all in capitals, where an acronym is no sign.
pub fn shouts(reading: &Reading<'_>, one: &Match) -> bool {
    let around = one.first.saturating_sub(3)..(one.last + 3).min(reading.tokens.len());
    let words =
        around.filter(|&at| !(one.first..one.last).contains(&at) && reading.tokens[at].is_word());
    let (mut all, mut small) = (0, 0);
    for at in words {
        all += 1;
        small += usize::from(reading.small(at));
    }
    all >= 2 && small == 0 && reading.tokens[one.first].kind == Kind::Word(Case::Capitals)
}

/// An unsupported form left apart must at least look like a name: an acronym, or a capital in mid-sentence.
pub fn stands_as_name(reading: &Reading<'_>, one: &Match) -> bool {
    if one.last - one.first > 1 {
        // "MERIDIAN REFUGEE COUNCIL": the end of a longer name is none of its own.
        return !one.first.checked_sub(1).is_some_and(|at| {
            reading.capital(at)
                && !reading.is(at, Traits::COMMON.and(Traits::DETERMINER))
                && !reading.tokens[one.first].breaks
        });
    }
    if one.acronym {
        return is_short_form(reading.word(one.first));
    }
    // "the Commonwealth of Norland": a noun, and what it is of.
    let owned = matches!(reading.word(one.last), "of" | "de");
    let before = one.first.checked_sub(1).filter(|_| !owned);
    before.is_some_and(|at| {
        reading.is(at, Traits::DETERMINER.and(Traits::PREPOSITION)) && !reading.capital(at + 2)
    })
}
