//! `dateline check`: whether an index is whole and true to its corpus.

use std::io::{self, Write};

use anyhow::Result;
use clap::Args;
use dateline::corpus::Corpus;
use dateline::indexer::{Difference, Whole, compare, whole};
use dateline::schema::{Home, Mark};
use dateline::terminal::escape;
use serde_json::json;

use super::accounting::{self, counted};
use super::bodies::Bodies;
use super::console::Console;
use super::home::{IndexPlace, reader_of};
use super::{Format, Outcome};

/// Files named of each kind in the text; JSON names all.
const NAMED: usize = 10;

/// Tell whether an index is whole and true to its corpus, and what to do if it is not.
///
/// Every file of the index is read and compared with its checksum, every document in it is read,
/// and the corpus is compared with it. Nothing is written. Exit: 0 whole and true, 1 whole but
/// behind the corpus, 2 damaged, or there is no index.
#[derive(Debug, Args)]
pub(super) struct CheckCommand {
    #[command(flatten)]
    place: IndexPlace,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How the corpus stands to the index.
enum Standing {
    /// It was compared.
    Compared(Difference),
    /// It could not be; why.
    Unknown(String),
    /// The index is damaged, so that there is nothing to compare.
    Damaged,
}

impl CheckCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Outcome> {
        let home = self.place.existing()?;
        let whole = whole(&home)?;
        let standing = match home.mark() {
            Some(mark) if whole.faults.is_empty() => compared(&home, &mark)?,
            _ => Standing::Damaged,
        };
        let advice = advice(&standing);
        match self.format {
            Format::Json => {
                let (corpus, why) = match &standing {
                    Standing::Compared(difference) => (Some(difference), None),
                    Standing::Unknown(why) => (None, Some(why)),
                    Standing::Damaged => (None, None),
                };
                console.json(&json!({
                    "path": home.path(),
                    "whole": whole.faults.is_empty(),
                    "true": corpus.map(Difference::is_none),
                    "index": whole,
                    "corpus": corpus,
                    "error": why,
                    "advice": advice,
                }))?;
            }
            Format::Text => {
                print_whole(&mut console.out, &home, &whole)?;
                if let Standing::Compared(difference) = &standing {
                    print_difference(&mut console.out, difference)?;
                }
                if let Some(advice) = &advice {
                    writeln!(console.out, "{}", escape(advice))?;
                }
            }
        }
        Ok(match standing {
            Standing::Compared(difference) => Outcome::found(difference.is_none()),
            Standing::Unknown(_) => Outcome::Nothing,
            Standing::Damaged => Outcome::Failed,
        })
    }
}

fn compared(home: &Home, mark: &Mark) -> Result<Standing> {
    let corpus = match Corpus::open(&mark.roots) {
        Ok(corpus) => corpus,
        Err(error) => return Ok(Standing::Unknown(error.to_string())),
    };
    let (reader, bodies) = (reader_of(corpus.base())?, Bodies::of_corpus(corpus.base())?);
    let version = accounting::version(&bodies, &reader.settings);
    Ok(Standing::Compared(compare(
        home, &corpus, version, &reader,
    )?))
}

fn advice(standing: &Standing) -> Option<String> {
    match standing {
        Standing::Compared(difference) if difference.is_none() => None,
        Standing::Compared(_) => Some("run `dateline index` to bring it up to date".into()),
        Standing::Unknown(why) => Some(format!(
            "the corpus cannot be compared: {why}; or index where it lies now"
        )),
        Standing::Damaged => Some(
            "run `dateline index --rebuild`; where it knows no directories any more, name them"
                .into(),
        ),
    }
}

fn print_whole(out: &mut dyn Write, home: &Home, whole: &Whole) -> io::Result<()> {
    let path = home.path().display().to_string();
    writeln!(out, "{:<11} {}", "index", escape(&path))?;
    if whole.faults.is_empty() {
        return writeln!(
            out,
            "{:<11} yes: {} from {}, {} of them copies",
            "whole",
            counted(whole.releases, "release"),
            counted(whole.files, "file"),
            whole.copies
        );
    }
    writeln!(out, "{:<11} no", "whole")?;
    for fault in &whole.faults {
        writeln!(out, "  {}", escape(&fault.to_string()))?;
    }
    Ok(())
}

fn print_difference(out: &mut dyn Write, difference: &Difference) -> io::Result<()> {
    let told = if difference.is_none() { "yes" } else { "no" };
    writeln!(
        out,
        "{:<11} {told}: {} = {} as indexed + {} skipped + {} new + {} changed; {} gone",
        "true",
        counted(difference.seen, "file"),
        difference.same,
        difference.skipped,
        difference.new.len(),
        difference.changed.len(),
        difference.gone.len()
    )?;
    let kinds = [
        ("new", &difference.new),
        ("changed", &difference.changed),
        ("gone", &difference.gone),
    ];
    for (kind, keys) in kinds.iter().filter(|(_, keys)| !keys.is_empty()) {
        writeln!(out, "{kind}:")?;
        for key in keys.iter().take(NAMED) {
            writeln!(out, "  {}", escape(key))?;
        }
        if keys.len() > NAMED {
            writeln!(
                out,
                "  and {} more; --format json names all",
                keys.len() - NAMED
            )?;
        }
    }
    Ok(())
}
