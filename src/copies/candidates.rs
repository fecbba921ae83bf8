//! Which releases may be copies of each other: those whose sketches share prints.
//!
//! Releases are gathered by print. A print that few have pairs all of them; one that many
//! have (a stock phrase, a form letter) pairs each with its next ones in an order that puts
//! like sketches together, so that the work stays linear however often a phrase occurs.

use super::sketch::Sketch;

/// A print that more releases have pairs neighbours alone.
const COMMON: usize = 16;
/// How many of the next ones of a common print.
const NEXT: usize = 2;
/// Prints two releases must share, and their share of those of the one that has fewer.
const LEAST_SHARED: usize = 3;
const LEAST_SHARE: f32 = 0.35;

/// Pairs of places in `sketches`, the smaller first, ascending, each once.
///
/// The sketches must come in an order of their own, not that of their arrival.
pub(super) fn candidates(sketches: &[&Sketch]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<u64> = Vec::new();
    let entries = entries(sketches);
    for bucket in entries.chunk_by(|one, other| one >> 32 == other >> 32) {
        let next = if bucket.len() > COMMON { NEXT } else { COMMON };
        for (at, one) in bucket.iter().enumerate() {
            let others = bucket.iter().skip(at + 1).take(next);
            pairs.extend(others.map(|other| (one << 32) | (other & u64::from(u32::MAX))));
        }
    }
    pairs.sort_unstable();
    let met = pairs.chunk_by(|one, other| one == other);
    let met = met.filter_map(|times| times.first());
    met.map(|pair| ((pair >> 32) as u32, *pair as u32))
        .filter(|(one, other)| {
            let sketch = |at: u32| sketches.get(at as usize);
            sketch(*one)
                .zip(sketch(*other))
                .is_some_and(|(one, other)| alike(one, other))
        })
        .collect()
}

/// Print and place of each, in one number, ascending.
fn entries(sketches: &[&Sketch]) -> Vec<u64> {
    let count = sketches.iter().map(|sketch| sketch.prints.len()).sum();
    let mut entries: Vec<u64> = Vec::with_capacity(count);
    for (at, sketch) in sketches.iter().enumerate() {
        let prints = sketch.prints.iter();
        entries.extend(prints.map(|print| u64::from(*print) << 32 | at as u64));
    }
    entries.sort_unstable();
    entries
}

fn alike(one: &Sketch, other: &Sketch) -> bool {
    let shared = shared(&one.prints, &other.prints);
    let fewer = one.prints.len().min(other.prints.len());
    shared >= LEAST_SHARED && shared as f32 >= fewer as f32 * LEAST_SHARE
}

/// How many numbers two ascending lists share.
fn shared(mut one: &[u32], mut other: &[u32]) -> usize {
    let mut count = 0;
    while let (Some((first, rest)), Some((second, others))) =
        (one.split_first(), other.split_first())
    {
        count += usize::from(first == second);
        if first <= second {
            one = rest;
        }
        if second <= first {
            other = others;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sketches(prints: &[Vec<u32>]) -> Vec<Sketch> {
        let sketch = |prints: &Vec<u32>| Sketch {
            wording: 1,
            prints: prints.clone(),
        };
        prints.iter().map(sketch).collect()
    }

    fn of(prints: &[Vec<u32>]) -> Vec<(u32, u32)> {
        let made = sketches(prints);
        candidates(&made.iter().collect::<Vec<_>>())
    }

    #[test]
    fn those_that_share_enough_are_paired() {
        let prints = [
            vec![1, 2, 3, 4],
            vec![1, 2, 3, 9, 11],
            vec![4, 9, 20],
            vec![],
        ];
        assert_eq!(of(&prints), [(0, 1)]);
    }

    #[test]
    fn a_phrase_that_all_have_costs_no_more_than_a_few_pairs_each() {
        let prints: Vec<Vec<u32>> = (0..1_000).map(|_| vec![1, 2, 3]).collect();
        assert!(of(&prints).len() <= NEXT * prints.len());
    }

    proptest! {
        #[test]
        fn what_is_shared_is_counted(one: std::collections::BTreeSet<u8>, other: std::collections::BTreeSet<u8>) {
            let list = |set: &std::collections::BTreeSet<u8>| set.iter().map(|n| u32::from(*n)).collect::<Vec<_>>();
            prop_assert_eq!(shared(&list(&one), &list(&other)), one.intersection(&other).count());
        }
    }
}
