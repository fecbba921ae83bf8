//! Which words of two texts are the same ones, in order: [`align`].
//!
//! Runs of words that stand once in each text are anchors (patience diff); the longest
//! rising chain of them is kept and each grown to both sides. What repeats within a text
//! anchors nothing, and is taken in by growing. Time is near linear in the words.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::reading::Word;

/// Words of an anchor.
const ANCHOR: usize = 4;

/// A run of equal words: where it begins in each text, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) one: usize,
    pub(super) other: usize,
    pub(super) length: usize,
}

/// What lies between, before or behind the blocks: words of the one, words of the other.
pub(super) type Gap = (Range<usize>, Range<usize>);

/// How two texts lie on one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Words that are the same.
    pub(super) core: usize,
    /// Of them those that are boilerplate in no more than one of the two.
    pub(super) telling: usize,
    /// What is before them.
    pub(super) head: Gap,
    /// What is between them, where anything is.
    pub(super) gaps: Vec<Gap>,
    /// What is behind them.
    pub(super) tail: Gap,
}

/// Aligns two texts; none when they have no run of words in common.
pub(super) fn align(one: &[Word], other: &[Word]) -> Option<Alignment> {
    let blocks = blocks(one, other);
    let (first, last) = (blocks.first()?, blocks.last()?);
    let between = blocks.windows(2).filter_map(|pair| {
        let [before, behind] = pair else { return None };
        let gap = (
            before.one + before.length..behind.one,
            before.other + before.length..behind.other,
        );
        (!gap.0.is_empty() || !gap.1.is_empty()).then_some(gap)
    });
    Some(Alignment {
        core: blocks.iter().map(|block| block.length).sum(),
        telling: blocks.iter().map(|block| telling(one, other, block)).sum(),
        head: (0..first.one, 0..first.other),
        gaps: between.collect(),
        tail: (
            last.one + last.length..one.len(),
            last.other + last.length..other.len(),
        ),
    })
}

fn telling(one: &[Word], other: &[Word], block: &Block) -> usize {
    let part = one
        .get(block.one..block.one + block.length)
        .into_iter()
        .flatten();
    let part = part.zip(other.get(block.other..).into_iter().flatten());
    part.filter(|(one, other)| !(one.aside && other.aside))
        .count()
}

fn blocks<'w>(one: &'w [Word], other: &'w [Word]) -> Vec<Block> {
    let mut grown: Vec<Block> = Vec::new();
    for (at, to) in rising(anchors(one, other)) {
        let (from_one, from_other) = grown.last().map_or((0, 0), |last| {
            (last.one + last.length, last.other + last.length)
        });
        // Inside the block before it, or across it.
        if at < from_one || to < from_other {
            continue;
        }
        let same = |pair: &(&Word, &Word)| pair.0.hash == pair.1.hash;
        let part = |words: &'w [Word], range: Range<usize>| words.get(range).unwrap_or_default();
        let back = part(one, from_one..at).iter().rev();
        let back = back.zip(part(other, from_other..to).iter().rev());
        let back = back.take_while(same).count();
        let ahead = part(one, at..one.len()).iter();
        let ahead = ahead.zip(part(other, to..other.len()));
        let ahead = ahead.take_while(same).count();
        let (start, start_other) = (at - back, to - back);
        match grown.last_mut() {
            Some(last) if (start, start_other) == (from_one, from_other) => {
                last.length += back + ahead;
            }
            _ => grown.push(Block {
                one: start,
                other: start_other,
                length: back + ahead,
            }),
        }
    }
    grown
}

/// Where runs of words stand that are once in each, in the order of the one.
fn anchors(one: &[Word], other: &[Word]) -> Vec<(usize, usize)> {
    let mut places: FxHashMap<u64, [Option<usize>; 2]> = FxHashMap::default();
    let mut repeated: rustc_hash::FxHashSet<u64> = rustc_hash::FxHashSet::default();
    for (side, words) in [one, other].into_iter().enumerate() {
        for (at, run) in words.windows(ANCHOR).enumerate() {
            let key = run.iter().fold(0_u64, |all, word| {
                (all.rotate_left(17) ^ word.hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            });
            let slot = places.entry(key).or_default().get_mut(side);
            if slot.is_some_and(|slot| slot.replace(at).is_some()) {
                repeated.insert(key);
            }
        }
    }
    let mut found: Vec<(usize, usize)> = places
        .into_iter()
        .filter(|(key, _)| !repeated.contains(key))
        .filter_map(|(_, [one, other])| Some((one?, other?)))
        .collect();
    found.sort_unstable();
    found
}

/// The longest chain that rises in both.
fn rising(anchors: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    // Of each length the chain that ends least, by its last anchor; and each one's forerunner.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(anchors.len());
    let value = |at: usize| anchors.get(at).map_or(0, |anchor| anchor.1);
    for (at, (_, to)) in anchors.iter().enumerate() {
        let length = ends.partition_point(|end| value(*end) < *to);
        before.push(
            length
                .checked_sub(1)
                .and_then(|last| ends.get(last).copied()),
        );
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        chain.extend(anchors.get(at));
        next = before.get(at).copied().flatten();
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64;

    fn words(text: &str) -> Vec<Word> {
        let words = text.split_whitespace();
        let word = |word: &str| Word {
            hash: xxh3_64(word.as_bytes()),
            span: Span::new(0, 0),
            number: false,
            name: false,
            aside: false,
        };
        words.map(word).collect()
    }

    #[test]
    fn head_gap_and_tail_are_told_apart() {
        let one = words("title one the boats came in at night to the old quay and left");
        let other = words("another the boats came in at dawn to the old quay and left again then");
        let aligned = align(&one, &other).unwrap();
        assert_eq!(aligned.head, (0..2, 0..1));
        assert_eq!(aligned.gaps, [(7..8, 6..7)]);
        assert_eq!(aligned.tail, (14..14, 13..15));
        assert_eq!(aligned.core, 11);
    }

    #[test]
    fn texts_with_nothing_in_common_do_not_align() {
        assert_eq!(align(&words("a b c d e"), &words("f g h i j")), None);
        assert_eq!(align(&[], &[]), None);
    }

    proptest! {
        #[test]
        fn all_words_are_somewhere_once(one in "[ab ]{0,60}", other in "[ab ]{0,60}", common in "[a-d ]{0,80}") {
            let one = words(&format!("{one} {common} {other}"));
            let other = words(&format!("{other} {common}"));
            let Some(aligned) = align(&one, &other) else { return Ok(()); };
            let sides = |gap: &Gap| (gap.0.len(), gap.1.len());
            let gaps = aligned.gaps.iter().chain([&aligned.head, &aligned.tail]).map(sides);
            let (outside, outside_other) = gaps.fold((0, 0), |all, gap| (all.0 + gap.0, all.1 + gap.1));
            prop_assert_eq!(aligned.core + outside, one.len());
            prop_assert_eq!(aligned.core + outside_other, other.len());
        }

        #[test]
        fn a_text_aligns_with_itself_whole(text in "[a-f]{1,3}( [a-f]{1,3}){20,60}") {
            let text = words(&text);
            if let Some(aligned) = align(&text, &text) {
                prop_assert_eq!(aligned.core, text.len());
            }
        }
    }
}
