//! `dateline similar`: releases like one.

use anyhow::Result;
use clap::Args;
use dateline::search::{Engine, Request};

use super::Outcome;
use super::console::Console;
use super::filters::FilterArguments;
use super::home::AskedIndex;
use super::paging::Paging;
use super::rows::RowFormat;
use super::search::print_answer;

/// Find releases like one: by its telling words and its organisations.
///
/// The release itself and its near-copies are left out.
#[derive(Debug, Args)]
pub(super) struct SimilarCommand {
    /// Its id, the beginning of its id, or its path.
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    place: AskedIndex,
    #[command(flatten)]
    paging: Paging,
    /// Passages of each release.
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    /// How the answer is printed; ndjson is one release a line.
    #[arg(long, value_enum, default_value_t = RowFormat::Text)]
    format: RowFormat,
    #[command(flatten)]
    filters: FilterArguments,
}

impl SimilarCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let request = self.paging.of(Request {
            filters: self.filters.filters(),
            collapse: self.filters.collapse(),
            snippets: self.snippets,
            ..Request::default()
        });
        let engine = self.place.open(console)?;
        let answer = engine.similar(&self.id, &request)?;
        print_answer(console, &request, &answer, self.format)?;
        Ok(Outcome::found(answer.total > 0))
    }
}
