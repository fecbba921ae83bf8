//! Counting words that stand together, from their positions in one field.

/// How often `second` follows `first` at once, and how often one stands within `window`
/// words of the other. Both in rising order.
pub(super) fn together(first: &[u32], second: &[u32], window: u32) -> (u32, u32) {
    let (mut adjacent, mut near) = (0, 0);
    let mut from = 0;
    for &one in first {
        while second.get(from).is_some_and(|&other| other + window < one) {
            from += 1;
        }
        let others = second.get(from..).unwrap_or_default();
        for &other in others.iter().take_while(|&&other| other <= one + window) {
            adjacent += u32::from(other == one + 1);
            near += u32::from(other != one);
        }
    }
    (adjacent, near)
}

/// How often the words stand in a row, each at its place, or one after the other
/// with up to `slop` other places among them. Uses up where they stand.
pub(super) fn phrases(words: &mut [Vec<u32>], places: &[u32], slop: u32) -> u32 {
    let Some((first, rest)) = words.split_first_mut() else {
        return 0;
    };
    if slop == 0 {
        let begin = places.first().copied().unwrap_or_default();
        for (place, word) in places.iter().skip(1).zip(rest) {
            keep_before(first, word, place - begin);
        }
        return first.len() as u32;
    }
    let follows = |start: u32| {
        let mut at = start;
        for word in &*rest {
            let next = word.partition_point(|&place| place <= at);
            match word.get(next) {
                Some(&place) => at = place,
                None => return false,
            }
        }
        (at - start) as usize <= rest.len() + slop as usize
    };
    first.iter().filter(|&&start| follows(start)).count() as u32
}

/// Keeps of `first` what stands so many places before one of `second`.
fn keep_before(first: &mut Vec<u32>, second: &[u32], places: u32) {
    let (mut at, mut other, mut kept) = (0, 0, 0);
    // Without branches: which of the two is ahead cannot be foretold, and a phrase of function
    // words asks this of most releases.
    while let (Some(&start), Some(&place)) = (first.get(at), second.get(other)) {
        let wanted = start + places;
        if let Some(keep) = first.get_mut(kept) {
            *keep = start;
        }
        kept += usize::from(wanted == place);
        at += usize::from(wanted <= place);
        other += usize::from(place <= wanted);
    }
    first.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn neighbours_are_counted_in_order_and_nearness_both_ways() {
        assert_eq!(together(&[3, 20], &[4, 15, 40], 8), (1, 2));
        assert_eq!(together(&[4], &[3], 8), (0, 1));
        assert_eq!(together(&[4], &[4], 8), (0, 0));
        assert_eq!(together(&[], &[1], 8), (0, 0));
    }

    #[test]
    fn a_phrase_is_its_words_in_order() {
        let places = |words: &[&[u32]]| -> Vec<Vec<u32>> {
            words.iter().map(|places| places.to_vec()).collect()
        };
        let three: &[&[u32]] = &[&[1, 9], &[2, 11], &[3, 12]];
        assert_eq!(phrases(&mut places(three), &[0, 1, 2], 0), 1);
        assert_eq!(phrases(&mut places(three), &[1, 3, 4], 0), 1);
        assert_eq!(phrases(&mut places(three), &[0, 1, 2], 1), 2);
        assert_eq!(phrases(&mut places(&[&[2], &[1]]), &[0, 1], 0), 0);
    }

    fn positions() -> impl Strategy<Value = Vec<u32>> {
        proptest::collection::btree_set(0_u32..60, 0..12)
            .prop_map(|set: BTreeSet<u32>| set.into_iter().collect())
    }

    proptest! {
        #[test]
        fn as_counted_pair_by_pair(first in positions(), second in positions(), window in 1_u32..10) {
            let pairs = || first.iter().flat_map(|a| second.iter().map(move |b| (*a, *b)));
            let adjacent = pairs().filter(|(a, b)| *b == a + 1).count() as u32;
            let near = pairs().filter(|(a, b)| a != b && a.abs_diff(*b) <= window).count() as u32;
            prop_assert_eq!(together(&first, &second, window), (adjacent, near));
            let mut within = [first.clone(), second.clone()];
            let followed = first.iter().filter(|a| second.iter().any(|b| b > a && b - **a < 4));
            prop_assert_eq!(phrases(&mut within, &[0, 1], 2), followed.count() as u32);
            prop_assert_eq!(phrases(&mut [first, second], &[0, 1], 0), adjacent);
        }
    }
}
