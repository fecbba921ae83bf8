//! `dateline quotes`: who said what.

use anyhow::Result;
use clap::{Args, ValueEnum};
use dateline::export::{Entry, Format, Rows};
use dateline::search::{Engine, GroupBy, Operator, QuoteAnswer, Request};

use super::accounting::counted;
use super::console::{Console, note};
use super::filters::FilterArguments;
use super::home::AskedIndex;
use super::paging::Paging;
use super::question::{Strictness, notices, tell_answer, tell_warnings, tell_why};
use super::rows::{self, RowFormat};
use super::{Outcome, quotations};

/// Who said what: quotations whose words answer, with speaker, date and context.
///
/// The words must all stand inside one quotation. --organisation (or --quoted) means
/// whom the speaker speaks for, parts included: of the United Nations also UNHCR.
/// --publisher, --place, --language and dates are those of the release. The same words
/// of the same speaker are given once, with the number of their copies.
#[derive(Debug, Args)]
pub(super) struct QuotesCommand {
    /// What was said; several words make one query.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    place: AskedIndex,
    /// Gather by speaker or organisation, most quoted first; -n and --offset count groups.
    #[arg(long, value_enum, value_name = "WHOM")]
    group_by: Option<Gathered>,
    /// Quotations of each group.
    #[arg(long, value_name = "N", default_value_t = 3)]
    per_group: usize,
    #[command(flatten)]
    paging: Paging,
    /// How the answer is printed; ndjson is one quotation a line.
    #[arg(long, value_enum, default_value_t = RowFormat::Text)]
    format: RowFormat,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    filters: FilterArguments,
}

/// By whom quotations are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Gathered {
    /// Who said them.
    Speaker,
    /// Whom the speaker speaks for.
    #[value(alias = "org")]
    Organisation,
}

impl From<Gathered> for GroupBy {
    fn from(gathered: Gathered) -> Self {
        match gathered {
            Gathered::Speaker => Self::Speaker,
            Gathered::Organisation => Self::Organisation,
        }
    }
}

impl QuotesCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let (input, query) = self.strictness.parse(&self.query)?;
        let request = self.paging.of(Request {
            query: input,
            filters: self.filters.filters(),
            group_by: self.group_by.map(GroupBy::from),
            per_group: self.per_group,
            ..Request::default()
        });
        request.check()?;
        let engine = self.place.open(console)?;
        let mut answer = engine.quotes(&request, &query.root)?;
        if self.format != RowFormat::Json {
            tell_warnings(console, &request.query, &query);
            tell_answer(&answer.query);
        }
        answer.query.warnings.splice(0..0, notices(&query));
        match self.format.of_rows() {
            Some(Format::Json) => console.json(&answer)?,
            Some(format) => {
                let head = rows::head(
                    Rows::Quotes,
                    (&answer.query, &request.filters),
                    &answer.index,
                    answer.total,
                );
                let entries = answer.hits.iter().map(Entry::Quote);
                rows::print(console, format, &head, entries)?;
            }
            None => self.print(console, &answer)?,
        }
        Ok(Outcome::found(answer.total > 0))
    }

    fn print(&self, console: &mut Console, answer: &QuoteAnswer) -> Result<()> {
        use std::io::Write;
        if answer.total == 0 {
            let asked = &answer.query.understood;
            note(&format!("no quotation found for {asked}"));
            tell_why(&answer.query, "quotation");
            return Ok(());
        }
        if answer.query.operator == Operator::Or {
            tell_why(&answer.query, "quotation");
        }
        writeln!(console.out, "{}", headline(answer, self.paging.offset))?;
        match &answer.groups {
            Some(groups) => quotations::print_groups(console, groups, &answer.hits)?,
            None => quotations::print_all(console, self.paging.offset + 1, &answer.hits)?,
        }
        console.out.flush()?;
        if let Some(cursor) = answer
            .next_cursor
            .as_ref()
            .filter(|_| console.is_terminal())
        {
            let next = self.paging.offset + answer.hits.len();
            note(&format!("\nmore: --offset {next} or --cursor {cursor}"));
        }
        Ok(())
    }
}

/// How many were found, in how many releases, and which of them are shown.
fn headline(answer: &QuoteAnswer, offset: usize) -> String {
    let mut line = format!(
        "{} in {}",
        counted(answer.total, "quotation"),
        counted(answer.releases, "release")
    );
    if answer.query.operator == Operator::Or {
        line.push_str(" with some of the words");
    }
    let (shown, all) = match (&answer.groups, answer.groups_total) {
        (Some(groups), Some(all)) => {
            line.push_str(&format!(" by {all}"));
            (groups.len(), all)
        }
        _ => (answer.hits.len(), answer.total),
    };
    if (shown as u64) < all && shown > 0 {
        line.push_str(&format!(", {} to {} shown", offset + 1, offset + shown));
    }
    line
}
