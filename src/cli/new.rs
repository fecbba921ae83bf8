//! `dateline new`: what a saved search finds that it did not find last time.
//!
//! What was seen is kept in the index's directory, a file a search, written whole after
//! the answer was printed, so that nothing is missed when the printing breaks off.

use std::fs;
use std::io::{ErrorKind, Write};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use dateline::export::{Entry, Format, Rows};
use dateline::schema::{Home, home::SEEN};
use dateline::search::{
    Fresh, Hit, LocalEngine, Request, SavedSearch, Seen, Sort, nearest_name, saved_searches,
};
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

use super::accounting::counted;
use super::console::{Console, note};
use super::filters::today;
use super::home::{self, AskedIndex};
use super::question::{notices, tell_answer, tell_warnings};
use super::rows::{self, RowFormat};
use super::styled::{Style, Styled};
use super::{Outcome, hits};

/// The file that keeps searches.
const SETTINGS: &str = "dateline.toml";

/// Tell what a saved search finds that is new since last time; without a name, list them.
///
/// Searches are kept as [[searches]] in dateline.toml at the corpus' top: a name, a query
/// and filters by the words of their flags. New are releases added or changed since they
/// were last looked at, whatever their date.
#[derive(Debug, Args)]
pub(super) struct NewCommand {
    /// The search's name.
    #[arg(value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    place: AskedIndex,
    /// Only look: what is new stays new.
    #[arg(long)]
    peek: bool,
    /// Passages of each release.
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    /// How it is printed; a list of searches only as text, json or ndjson.
    #[arg(long, value_enum, default_value_t = RowFormat::Text)]
    format: RowFormat,
}

impl NewCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let home = self.place.home(console)?;
        let engine = home::open(&home)?;
        let searches = saved(&home)?;
        let Some(name) = &self.name else {
            return self.list(console, &home, &engine, &searches);
        };
        let Some(search) = searches.iter().find(|search| search.name == *name) else {
            return Err(unknown(name, &searches));
        };
        let seen = read_seen(&home, search)?;
        let mut found = Vec::new();
        let mut fresh = look(&engine, search, &seen, self.snippets, &mut |hit| {
            found.push(hit)
        })?;
        if self.format != RowFormat::Json {
            tell_warnings(console, &search.input, &search.query);
            tell_answer(&fresh.query);
        }
        fresh.query.warnings.splice(0..0, notices(&search.query));
        if !seen.search.is_empty() && seen.search != search.written {
            note(&format!(
                "the search `{name}` was changed since it was last looked at; all it did not find before is new"
            ));
        }
        self.print(console, search, &fresh, &found)?;
        console.out.flush()?;
        if !self.peek {
            fresh.seen.search.clone_from(&search.written);
            if fresh.seen != seen {
                home.write_file(&file_of(search), &fresh.seen.print())?;
            }
        }
        Ok(Outcome::found(fresh.new > 0))
    }

    fn print(
        &self,
        console: &mut Console,
        search: &SavedSearch,
        fresh: &Fresh,
        found: &[Hit],
    ) -> Result<()> {
        match self.format.of_rows() {
            Some(Format::Json) => console.json(&json!({
                "name": search.name,
                "query": fresh.query,
                "index": fresh.index,
                "total": fresh.total,
                "new": fresh.new,
                "hits": found,
            }))?,
            Some(format) => {
                let head = rows::head(
                    Rows::Releases,
                    (&fresh.query, &search.filters),
                    &fresh.index,
                    fresh.new,
                );
                rows::print(console, format, &head, found.iter().map(Entry::Release))?;
            }
            None if fresh.new == 0 => note(&format!(
                "nothing new for `{}`; {} in all",
                search.name,
                counted(fresh.total, "release")
            )),
            None => {
                writeln!(
                    console.out,
                    "{} new of {}",
                    fresh.new,
                    counted(fresh.total, "release")
                )?;
                hits::print_all(console, 1, found)?;
            }
        }
        Ok(())
    }

    /// Every search with how much is new; looking at the list makes nothing seen.
    fn list(
        &self,
        console: &mut Console,
        home: &Home,
        engine: &LocalEngine,
        searches: &[SavedSearch],
    ) -> Result<Outcome> {
        let mut rows = Vec::new();
        let mut failed = false;
        for search in searches {
            let looked = read_seen(home, search).and_then(|seen| {
                let fresh = look(engine, search, &seen, 0, &mut |_| {})?;
                Ok((search, fresh, seen.generation))
            });
            match looked {
                Ok(row) => rows.push(row),
                Err(error) => {
                    failed = true;
                    note(&format!("error: {}", super::told(&error)));
                }
            }
        }
        let objects = rows.iter().map(|(search, fresh, looked)| {
            json!({
                "name": search.name,
                "query": fresh.query,
                "new": fresh.new,
                "total": fresh.total,
                "looked_at": (*looked > 0).then(|| looked.to_string()),
            })
        });
        match self.format {
            RowFormat::Json => console.json(&json!({ "searches": objects.collect::<Vec<_>>() }))?,
            RowFormat::Ndjson => objects
                .into_iter()
                .try_for_each(|one| console.json_line(&one))?,
            RowFormat::Text if searches.is_empty() => {
                note(
                    "no search is saved; add [[searches]] with a name and a query to dateline.toml",
                );
            }
            RowFormat::Text => print_list(console, &rows)?,
            _ => {
                return Err(anyhow!(
                    "the list of searches is printed as text, json or ndjson"
                ));
            }
        }
        if failed {
            return Ok(Outcome::Failed);
        }
        Ok(Outcome::found(
            rows.iter().any(|(_, fresh, _)| fresh.new > 0),
        ))
    }
}

/// Each search on a line: how much is new, of how much.
fn print_list(console: &mut Console, rows: &[(&SavedSearch, Fresh, u64)]) -> Result<()> {
    let digits = |number: u64| number.to_string().len();
    let width = rows.iter().map(|(_, fresh, _)| digits(fresh.new)).max();
    let width = width.unwrap_or(1);
    for (search, fresh, looked) in rows {
        let told = match looked {
            0 => "never looked at".to_owned(),
            _ => format!("of {}", counted(fresh.total, "release")),
        };
        let line = Styled::new(&search.name, Style::Heading)
            .with(&format!("  {told}"), Style::Plain)
            .with(&format!("  {}", fresh.query.understood), Style::Faint);
        console.hanging(&format!("{:>width$} new  ", fresh.new), &line)?;
    }
    Ok(())
}

fn look(
    engine: &LocalEngine,
    search: &SavedSearch,
    seen: &Seen,
    snippets: usize,
    visit: &mut dyn FnMut(Hit),
) -> Result<Fresh> {
    let request = Request {
        query: search.input.clone(),
        filters: search.filters.clone(),
        sort: Sort::Newest,
        // A copy is told from what is new by what was seen, not by who stands for it.
        collapse: false,
        snippets,
        ..Request::default()
    };
    let fresh = engine.fresh(&request, &search.query.root, seen, visit);
    fresh.with_context(|| format!("the search `{}`", search.name))
}

/// The searches of the corpus an index is of.
fn saved(home: &Home) -> Result<Vec<SavedSearch>> {
    let Some(mark) = home.mark() else {
        return Ok(Vec::new());
    };
    let path = mark.base.join(SETTINGS);
    let told = || format!("{}", path.display());
    match fs::read_to_string(&path) {
        Ok(toml) => saved_searches(&toml, today()).with_context(told),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(told),
    }
}

fn unknown(name: &str, searches: &[SavedSearch]) -> anyhow::Error {
    let names = || searches.iter().map(|search| search.name.as_str());
    match nearest_name(name, names()) {
        Some(nearest) => anyhow!("no search is saved as `{name}`; the nearest is `{nearest}`"),
        None if searches.is_empty() => anyhow!(
            "no search is saved as `{name}`; add [[searches]] with this name and a query to {SETTINGS}"
        ),
        None => anyhow!(
            "no search is saved as `{name}`; there are {}",
            names().collect::<Vec<_>>().join(", ")
        ),
    }
}

/// A name may hold anything; its file is called by its hash.
fn file_of(search: &SavedSearch) -> String {
    format!("{SEEN}{:016x}", xxh3_64(search.name.as_bytes()))
}

fn read_seen(home: &Home, search: &SavedSearch) -> Result<Seen> {
    let name = file_of(search);
    let path = home.path().join(&name);
    let broken = || {
        anyhow!(
            "{} does not hold what the search `{}` has shown; remove it to begin anew",
            path.display(),
            search.name
        )
    };
    match home.read_file(&name) {
        Ok(text) => Seen::parse(&text).ok_or_else(broken),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Seen::default()),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(broken()),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}
