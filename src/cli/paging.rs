//! Order and pages, which the commands that find rows share.

use clap::{Args, ValueEnum};
use dateline::search::{Recency, Request, Sort};

use super::filters::today;

/// Which rows of all are given, in which order.
#[derive(Debug, Args)]
pub(super) struct Paging {
    /// The order of rows.
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// Let newer releases gain: one of today its score once more, one so old half of it.
    #[arg(long, value_name = "HALF-LIFE", value_parser = half_life)]
    recency: Option<u32>,
    /// Rows to print, at most 1000.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Rows to pass over, to 10000 in all.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: usize,
    /// Go on after the page that gave this cursor.
    #[arg(long, value_name = "CURSOR", hide_short_help = true)]
    cursor: Option<String>,
}

/// The order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Order {
    /// Best first.
    Relevance,
    /// Newest first, undated last.
    Newest,
    /// Oldest first, undated last.
    Oldest,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
        }
    }
}

impl Paging {
    /// `request` with this order and page.
    pub(super) fn of(&self, request: Request) -> Request {
        Request {
            sort: self.sort.into(),
            recency: self.recency.map(|half_life| Recency {
                half_life,
                today: today(),
            }),
            limit: self.limit,
            offset: self.offset,
            cursor: self.cursor.clone(),
            ..request
        }
    }
}

/// Days of `180d`, `26w`, `6m` or `1y`.
fn half_life(written: &str) -> Result<u32, String> {
    let wrong = || format!("`{written}` is no half-life; write a number and d, w, m or y, as 180d");
    let (number, unit) = written
        .char_indices()
        .next_back()
        .and_then(|(at, _)| written.split_at_checked(at))
        .ok_or_else(wrong)?;
    let days = match unit {
        "d" => 1,
        "w" => 7,
        "m" => 30,
        "y" => 365,
        _ => return Err(wrong()),
    };
    let number: u32 = number.parse().map_err(|_| wrong())?;
    number.checked_mul(days).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_life_is_a_number_of_days_weeks_months_or_years() {
        assert_eq!(half_life("180d"), Ok(180));
        assert_eq!(half_life("2w"), Ok(14));
        assert_eq!(half_life("1y"), Ok(365));
        for wrong in ["", "d", "180", "-3d", "3x", "99999999999d", "4294967295y"] {
            assert!(half_life(wrong).is_err(), "{wrong}");
        }
    }
}
