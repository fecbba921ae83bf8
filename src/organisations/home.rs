//! Which country's text it is, by the bodies it names.

use rustc_hash::FxHashMap;

use super::{Match, Register};

/// The country whose bodies the text names for sure, when it is one country's text: two namings or more, and two thirds of all.
pub fn home_country(register: &Register, matches: &[Match]) -> Option<String> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for one in matches.iter().filter(|m| !m.weak) {
        if let Some(country) = register.body(one.body).country.as_deref() {
            *counts.entry(country).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return agreed_country(register, matches);
    }
    let all: usize = counts.values().sum();
    let (country, most) = counts
        .into_iter()
        .max_by_key(|&(country, count)| (count, country))?;
    (most >= 2 && most * 3 >= all * 2).then(|| country.to_owned())
}

/// Ambiguous forms settle each other: "Congress" beside "the Senate", when no other country has both.
fn agreed_country(register: &Register, matches: &[Match]) -> Option<String> {
    let country = |m: &Match| register.body(m.body).country.as_deref();
    let first = matches
        .iter()
        .find_map(|m| country(m).map(|c| (m.body, c)))?;
    let agree = matches.iter().filter_map(country).all(|c| c == first.1);
    let several = matches
        .iter()
        .any(|m| m.body != first.0 && country(m).is_some());
    (agree && several).then(|| first.1.to_owned())
}
