//! Which of a group stands for it: the publisher's own, else the earliest, else the whole
//! before the cut, else the first by path.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::reading::Reading;
use crate::schema::words::words;

/// Labels of hosts and names of directories that are shared by many.
const LEAST_LABEL: usize = 3;

/// The place in order of one among its group; the least stands for it.
pub(super) type Standing<'r> = (Reverse<bool>, (i16, u8, u8), Reverse<usize>, &'r str);

/// Who published what a group says, by most of its members: the names and acronyms.
pub(super) fn publishers<'r>(members: impl Iterator<Item = &'r Reading>) -> BTreeSet<String> {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    let mut all = 0;
    for member in members {
        all += 1;
        for label in labels_of(member) {
            *counts.entry(label).or_default() += 1;
        }
    }
    let most = counts.into_iter().filter(|(_, count)| count * 2 >= all);
    most.map(|(label, _)| label).collect()
}

/// Where a release stands among those published by `publishers`.
pub(super) fn standing<'r>(reading: &'r Reading, publishers: &BTreeSet<String>) -> Standing<'r> {
    let release = &reading.release;
    let date = release.extraction.date.as_ref();
    // Undated ones come behind all dated.
    let day = date.map_or((i16::MAX, 0, 0), |date| date.value.first_day());
    (
        Reverse(places_of(reading).any(|place| publishers.contains(&place))),
        day,
        Reverse(reading.words.len()),
        &release.path,
    )
}

/// Name and acronym of each publisher, without spaces.
fn labels_of(reading: &Reading) -> BTreeSet<String> {
    let extraction = &reading.release.extraction;
    let mut labels = BTreeSet::new();
    for found in &extraction.publisher {
        labels.insert(words(&found.value).concat());
        let bodies = extraction.organisations.iter();
        let acronyms = bodies.filter(|body| body.name == found.value);
        let acronyms = acronyms.filter_map(|body| body.acronym.as_deref());
        labels.extend(acronyms.map(|acronym| words(acronym).concat()));
    }
    labels.retain(|label| label.chars().count() >= LEAST_LABEL);
    labels
}

/// The labels of the host it was published on and the directories its file lies in.
fn places_of(reading: &Reading) -> impl Iterator<Item = String> {
    let url = reading.release.given.url.as_deref().unwrap_or_default();
    let host = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let (directories, _) = reading.release.path.rsplit_once('/').unwrap_or_default();
    let places = host.split('.').chain(directories.split('/'));
    places.map(|place| words(place).concat())
}
