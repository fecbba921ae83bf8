//! The query as given on the command line, parsed, with its faults told on stderr.

use anyhow::Result;
use clap::Args;
use dateline::query::{self, Query, Warning, underlined};
use dateline::search::{Notice, QueryReport};
use dateline::terminal;

use super::accounting::counted;
use super::console::{Console, note};
use super::filters::today;

/// Faults told; a query with more is not one.
const TOLD: usize = 5;

/// The flags about the query that commands share.
#[derive(Debug, Args)]
pub(super) struct Strictness {
    /// Refuse a query that is not right instead of answering as well as can be.
    #[arg(long)]
    strict: bool,
}

impl Strictness {
    /// Parses the words of the command line as one query.
    pub(super) fn parse(&self, words: &[String]) -> Result<(String, Query)> {
        let input = words.join(" ");
        let query = query::parse(&input, today())?;
        let query = if self.strict { query.strict()? } else { query };
        Ok((input, query))
    }
}

/// Tells on stderr what was not right with a query, with carets under the place, and how
/// it was understood.
pub(super) fn tell_warnings(console: &Console, input: &str, query: &Query) {
    let width = console.width.unwrap_or(80);
    for warning in query.warnings.iter().take(TOLD) {
        note(&format!("warning: {}", warning.message));
        let place = Warning {
            message: String::new(),
            ..warning.clone()
        };
        let shown = underlined(input, &place, width.saturating_sub(4));
        shown
            .lines()
            .for_each(|line| note(&format!("    {}", line.trim_end())));
    }
    if query.warnings.len() > TOLD {
        note(&format!(
            "warning: and {} more of the kind",
            query.warnings.len() - TOLD
        ));
    }
    if !query.warnings.is_empty() {
        note(&format!(
            "understood as: {}",
            terminal::escape(&query.root.to_string())
        ));
    }
}

/// Tells on stderr what the index had to say to a query.
pub(super) fn tell_answer(report: &QueryReport) {
    for told in &report.warnings {
        note(&format!("warning: {}", told.message));
    }
}

/// Tells on stderr why nothing, or nothing with all words, was found, and what would be.
pub(super) fn tell_why(report: &QueryReport, noun: &str) {
    for hint in hints(report, noun) {
        note(&format!("  {hint}"));
    }
}

fn hints(report: &QueryReport, noun: &str) -> Vec<String> {
    let mut hints = Vec::new();
    for word in &report.words {
        let told = match (&word.nearest, word.releases) {
            (Some(nearest), _) => {
                format!("`{}` is in no {noun}; did you mean `{nearest}`?", word.word)
            }
            (None, 0) => format!("`{}` is in no {noun}", word.word),
            (None, count) => format!("`{}` is in {}", word.word, counted(count, noun)),
        };
        hints.push(told);
    }
    let words = report
        .words
        .iter()
        .map(|word| (format!("`{}`", word.word), word.without));
    let filters = report.filters.iter().map(|filter| {
        let name = if filter.filter.contains(':') {
            format!("`{}`", filter.filter)
        } else {
            format!("--{}", filter.filter.replace('_', "-"))
        };
        (name, filter.without)
    });
    for (what, count) in words.chain(filters).filter(|(_, count)| *count > 0) {
        hints.push(format!("without {what}: {}", counted(count, noun)));
    }
    hints
}

/// The faults of a query as an answer carries them.
pub(super) fn notices(query: &Query) -> Vec<Notice> {
    let notice = |warning: &Warning| Notice {
        message: warning.message.clone(),
        start: Some(warning.start),
        end: Some(warning.end),
    };
    query.warnings.iter().map(notice).collect()
}
