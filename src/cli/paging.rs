//! Order and pages, which the commands that find rows share.

use clap::{Args, ValueEnum};
use dateline::search::{Request, Sort};

/// Which rows of all are given, in which order.
#[derive(Debug, Args)]
pub(super) struct Paging {
    /// The order of rows.
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
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
            limit: self.limit,
            offset: self.offset,
            cursor: self.cursor.clone(),
            ..request
        }
    }
}
