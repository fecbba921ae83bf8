//! `dateline search`: ranked releases with passages.

use anyhow::Result;
use clap::Args;
use dateline::export::{Entry, Format, Rows};
use dateline::facet::{self, DEFAULT_SIZE};
use dateline::search::{Answer, Engine, FacetRequest, Operator, Request, SIMILAR};

use super::accounting::counted;
use super::console::{Console, note};
use super::filters::FilterArguments;
use super::home::AskedIndex;
use super::paging::Paging;
use super::question::{Strictness, notices, tell_answer, tell_warnings, tell_why};
use super::rows::{self, RowFormat};
use super::{Outcome, counts, hits};

/// Organisations counted under an answer for people when no facet is asked for.
const USUAL_FACET: (&str, usize) = ("organisation", 8);

/// Find releases: words are ANDed, -word excludes, "..." is a phrase.
///
/// Operators: AND OR NOT ( ) -word "phrase" "near words"~5 pre* wor?d word~1 field:value
/// field:(a OR b) date:2023-05 date:2023..2024-06. Fields: title, body, quote,
/// organisation, publisher, quoted, speaker, place, country, language, date, path.
/// Write -- before a query that starts with a dash.
#[derive(Debug, Args)]
#[command(visible_alias = "query")]
pub(super) struct SearchCommand {
    /// What to look for; several words make one query.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    place: AskedIndex,
    /// Count the values of a field, the N most frequent.
    #[arg(long, value_name = "FIELD[:N]", value_parser = facet_request)]
    facet: Vec<FacetRequest>,
    /// List only values of facets that these words find, and what is picked.
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    facet_query: Option<String>,
    #[command(flatten)]
    paging: Paging,
    /// Passages of each release.
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    /// Take passages from contacts, notes to editors and the like as well.
    #[arg(long, hide_short_help = true)]
    boilerplate: bool,
    /// How the answer is printed; ndjson is one release a line.
    #[arg(long, value_enum, default_value_t = RowFormat::Text)]
    format: RowFormat,
    /// Tell how each score came about.
    #[arg(long, hide_short_help = true)]
    explain: bool,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    filters: FilterArguments,
}

/// `FIELD` or `FIELD:N`.
pub(super) fn facet_request(written: &str) -> Result<FacetRequest, String> {
    let (field, size) = match written.split_once(':') {
        Some((field, size)) => {
            let size = size
                .parse()
                .map_err(|_| format!("`{size}` is not a number; write FIELD:N"))?;
            (field, size)
        }
        None => (written, DEFAULT_SIZE),
    };
    let field = facet::named(field)
        .map_err(|error| error.to_string())?
        .to_owned();
    Ok(FacetRequest { field, size })
}

impl SearchCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let (input, query) = self.strictness.parse(&self.query)?;
        let request = self.request(input);
        request.check()?;
        let engine = self.place.open(console)?;
        let mut answer = engine.search(&request, &query.root)?;
        if self.format != RowFormat::Json {
            tell_warnings(console, &request.query, &query);
            tell_answer(&answer.query);
        }
        answer.query.warnings.splice(0..0, notices(&query));
        print_answer(console, &request, &answer, self.format)?;
        Ok(Outcome::found(answer.total > 0))
    }

    fn request(&self, query: String) -> Request {
        let mut facets = self.facet.clone();
        if facets.is_empty() && self.format == RowFormat::Text {
            facets.push(FacetRequest {
                field: USUAL_FACET.0.to_owned(),
                size: USUAL_FACET.1,
            });
        }
        self.paging.of(Request {
            query,
            filters: self.filters.filters(),
            collapse: self.filters.collapse(),
            facets,
            facet_query: self.facet_query.clone(),
            snippets: self.snippets,
            boilerplate: self.boilerplate,
            explain: self.explain,
            ..Request::default()
        })
    }
}

/// Prints an answer in any format.
pub(super) fn print_answer(
    console: &mut Console,
    request: &Request,
    answer: &Answer,
    format: RowFormat,
) -> Result<()> {
    match format.of_rows() {
        Some(Format::Json) => console.json(answer)?,
        Some(format) => {
            let head = rows::head(
                Rows::Releases,
                (&answer.query, &request.filters),
                &answer.index,
                answer.total,
            );
            let entries = answer.hits.iter().map(Entry::Release);
            rows::print(console, format, &head, entries)?;
        }
        None => print(console, answer, request.offset)?,
    }
    Ok(())
}

fn print(console: &mut Console, answer: &Answer, offset: usize) -> Result<()> {
    use std::io::Write;
    if answer.total == 0 {
        match answer.query.input.strip_prefix(SIMILAR) {
            Some(id) => note(&format!("no other release is like {id}")),
            None => note(&format!("no release found for {}", answer.query.understood)),
        }
        tell_why(&answer.query, "release");
        return Ok(());
    }
    if answer.query.operator == Operator::Or {
        tell_why(&answer.query, "release");
    }
    writeln!(console.out, "{}", headline(answer, offset))?;
    hits::print_all(console, offset + 1, &answer.hits)?;
    counts::print_all(console, &answer.facets)?;
    // What follows on stderr comes after all this.
    console.out.flush()?;
    if let Some(cursor) = answer
        .next_cursor
        .as_ref()
        .filter(|_| console.is_terminal())
    {
        let next = offset + answer.hits.len();
        note(&format!("\nmore: --offset {next} or --cursor {cursor}"));
    }
    Ok(())
}

/// How many were found, and which of them are shown.
fn headline(answer: &Answer, offset: usize) -> String {
    let mut line = counted(answer.total, "release");
    if answer.query.operator == Operator::Or {
        line.push_str(" with some of the words");
    }
    let shown = answer.hits.len();
    if (shown as u64) < answer.total && shown > 0 {
        line.push_str(&format!(", {} to {} shown", offset + 1, offset + shown));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facet_is_a_field_and_perhaps_a_number() {
        let asked = facet_request("org:3").unwrap();
        assert_eq!((asked.field.as_str(), asked.size), ("organisation", 3));
        assert_eq!(facet_request("year").unwrap().size, DEFAULT_SIZE);
        assert!(
            facet_request("year:x")
                .unwrap_err()
                .contains("write FIELD:N")
        );
        assert!(
            facet_request("yeer")
                .unwrap_err()
                .contains("did you mean `year`?")
        );
    }

    #[test]
    fn the_headline_says_what_part_is_shown() {
        let query = dateline::search::QueryReport {
            operator: Operator::Or,
            ..Default::default()
        };
        let answer = Answer {
            query,
            index: Default::default(),
            total: 12,
            took_ms: 0.0,
            hits: vec![Hit::of(&dateline::schema::Release {
                id: "0".repeat(12),
                path: "a.txt".into(),
                text: String::new(),
                given: Default::default(),
                extraction: Default::default(),
            })],
            facets: Default::default(),
            next_cursor: None,
        };
        assert_eq!(
            headline(&answer, 10),
            "12 releases with some of the words, 11 to 11 shown"
        );
    }

    use dateline::search::Hit;
}
