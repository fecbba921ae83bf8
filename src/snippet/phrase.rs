//! Where phrases stand among the words of a text: [`occurrences`].
//!
//! A near phrase has a budget of places that its words are moved by in all. A word's own
//! place is where it stands less its number in the phrase, so that words in order and side
//! by side are at one place; each further word costs the way to the nearest one taken
//! before it, in either direction, which is how the index counts.

use super::matcher::Placed;
use crate::text::Span;

/// Every stretch that holds the words of a phrase, in order of its first word's place.
///
/// `ids` are the numbers of its words. When it `is_begun`, the word behind them must be
/// one of which `begins` holds.
pub(super) fn occurrences(
    text: &[Placed],
    ids: &[u32],
    slop: usize,
    is_begun: bool,
    begins: impl Fn(Placed) -> bool,
) -> Vec<Span> {
    let Some(first) = ids.first() else {
        return Vec::new();
    };
    let starts = (0..text.len()).filter(|at| text.get(*at).is_some_and(|p| p.word == *first));
    if slop > 0 {
        let places = Places::of(text, ids);
        return starts
            .filter_map(|start| places.around(start, slop))
            .filter_map(|(from, to)| stretch(text, from, to))
            .collect();
    }
    let more = usize::from(is_begun);
    starts
        .filter(|start| {
            let here = text.get(*start..).unwrap_or_default();
            here.len() >= ids.len() + more
                && here.iter().zip(ids).all(|(placed, id)| placed.word == *id)
                && (!is_begun || here.get(ids.len()).copied().is_some_and(&begins))
        })
        .filter_map(|start| stretch(text, start, start + ids.len() + more - 1))
        .collect()
}

fn stretch(text: &[Placed], from: usize, to: usize) -> Option<Span> {
    let (from, to) = (text.get(from)?, text.get(to)?);
    Some(Span::new(from.span.start, to.span.end))
}

/// Where each word of a near phrase stands, less its number in the phrase.
struct Places {
    words: Vec<Vec<isize>>,
}

impl Places {
    fn of(text: &[Placed], ids: &[u32]) -> Self {
        let words = ids.iter().enumerate().map(|(number, id)| {
            let places = text.iter().enumerate().filter(|(_, p)| p.word == *id);
            places.map(|(at, _)| own(at, number)).collect()
        });
        Self {
            words: words.collect(),
        }
    }

    /// The first and last word of the phrase whose first word stands at `start`, with
    /// the nearest of each further one, if that is within the budget.
    fn around(&self, start: usize, slop: usize) -> Option<(usize, usize)> {
        let mut taken = vec![own(start, 0)];
        let (mut from, mut to) = (start, start);
        let mut left = slop;
        for (number, places) in self.words.iter().enumerate().skip(1) {
            let (cost, place) = taken
                .iter()
                .filter_map(|place| nearest(places, *place))
                .min()?;
            left = left.checked_sub(cost)?;
            taken.push(place);
            let at = place.checked_add_unsigned(number)?.try_into().ok()?;
            (from, to) = (from.min(at), to.max(at));
        }
        Some((from, to))
    }
}

fn own(at: usize, number: usize) -> isize {
    at as isize - number as isize
}

/// The place nearest to `to`, with the way there.
fn nearest(places: &[isize], to: isize) -> Option<(usize, isize)> {
    let behind = places.partition_point(|place| *place < to);
    let candidates = [behind.checked_sub(1), Some(behind)];
    candidates
        .into_iter()
        .flatten()
        .filter_map(|at| places.get(at))
        .map(|place| (place.abs_diff(to), *place))
        .min()
}
