//! The order of hits: [`Rank`], total and the same on every run, so that pages join.

use super::request::Sort;

/// Where a release stands; the greater comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank([u64; 3]);

impl Rank {
    /// From the score, the first day (0 when undated) and the hash of the path.
    pub(crate) fn new(sort: Sort, score: f32, day: u64, order: u64) -> Self {
        // The smaller hash, and so the smaller id, comes first.
        let order = u64::MAX - order;
        Self(match sort {
            // The bits of a float that is not negative order as the float does.
            Sort::Relevance => [u64::from(score.max(0.0).to_bits()), day, order],
            Sort::Newest => [day, order, 0],
            Sort::Oldest => [if day == 0 { 0 } else { u64::MAX - day }, order, 0],
        })
    }

    /// As part of a cursor.
    pub(crate) fn print(self) -> String {
        self.0.map(|part| format!("{part:x}")).join("-")
    }

    /// Reads what [`Rank::print`] wrote.
    pub(crate) fn parse(written: &str) -> Option<Self> {
        let mut parts = written
            .split('-')
            .map(|part| u64::from_str_radix(part, 16).ok());
        let rank = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(Self(rank))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn better_newer_then_smaller_id() {
        let rank = |score, day, order| Rank::new(Sort::Relevance, score, day, order);
        assert!(rank(2.0, 0, 9) > rank(1.5, 20_240_101, 1));
        assert!(rank(1.0, 20_240_101, 9) > rank(1.0, 20_230_101, 1));
        assert!(rank(1.0, 20_240_101, 1) > rank(1.0, 20_240_101, 2));
    }

    #[test]
    fn the_undated_come_last_either_way() {
        for sort in [Sort::Newest, Sort::Oldest] {
            assert!(Rank::new(sort, 0.0, 20_000_101, 5) > Rank::new(sort, 0.0, 0, 1));
        }
    }

    proptest! {
        #[test]
        fn a_rank_is_read_as_printed(score in 0.0_f32..1e6, day: u64, order: u64) {
            let rank = Rank::new(Sort::Relevance, score, day, order);
            prop_assert_eq!(Rank::parse(&rank.print()), Some(rank));
        }
    }
}
