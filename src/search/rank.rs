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

    /// Its numbers, as part of a cursor.
    pub(crate) const fn parts(self) -> [u64; 3] {
        self.0
    }

    /// From what [`Rank::parts`] gave.
    pub(crate) const fn of_parts(parts: [u64; 3]) -> Self {
        Self(parts)
    }

    /// The first day and the hash of the path it was made from.
    pub(crate) const fn day_and_order(self, sort: Sort) -> (u64, u64) {
        let [first, second, third] = self.0;
        match sort {
            Sort::Relevance => (second, u64::MAX - third),
            Sort::Newest => (first, u64::MAX - second),
            Sort::Oldest if first == 0 => (0, u64::MAX - second),
            Sort::Oldest => (u64::MAX - first, u64::MAX - second),
        }
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
        fn day_and_order_come_out_as_they_went_in(day in 1_u64..99_999_999, order: u64) {
            for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
                for day in [day, 0] {
                    let rank = Rank::new(sort, 1.5, day, order);
                    prop_assert_eq!(Rank::of_parts(rank.parts()), rank);
                    prop_assert_eq!(rank.day_and_order(sort), (day, order));
                }
            }
        }
    }
}
