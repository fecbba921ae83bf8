//! Bringing an index up to date and telling what became of the files.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use dateline::corpus::{Corpus, Settings};
use dateline::extract::{VERSION, extract_with};
use dateline::indexer::{self, Account, Extractor, Options, Progress, Skip};
use dateline::organisations::Register;
use dateline::places;
use dateline::schema::{Home, IndexError};
use dateline::terminal::escape;
use xxhash_rust::xxh3::xxh3_64;

use super::bodies::Bodies;
use super::console::note;

/// Brings the index of `corpus` up to date, reading with `bodies`.
pub(super) fn update(
    home: &Home,
    corpus: &Corpus,
    bodies: &Bodies,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Account, IndexError> {
    let register: &Register = bodies;
    let extractor = Extractor {
        version: version(bodies, &options.reader.settings),
        extract: &|release| extract_with(release, register),
    };
    indexer::update(home, corpus, &extractor, options, progress)
}

/// The version of what reading with these comes to: the extractor's in the low byte, above it
/// 24 bits of a hash of all it looks up, so that whatever of that changes, files are read again.
pub(super) fn version(bodies: &Bodies, settings: &Settings) -> u32 {
    version_of([
        Register::builtin_fingerprint(),
        places::fingerprint(),
        bodies.fingerprint(),
        settings.fingerprint(),
    ])
}

fn version_of(fingerprints: [u64; 4]) -> u32 {
    let bytes: Vec<u8> = fingerprints.map(u64::to_le_bytes).concat();
    let upper = (xxh3_64(&bytes) >> 40) as u32;
    (upper << 8) | (VERSION & 0xff)
}

/// The account on one line: four numbers that add up to the files seen, and the rest.
pub(super) fn summary(account: &Account) -> String {
    let mut told = format!(
        "{} indexed + {} unchanged + {} duplicates + {} skipped = {}",
        account.indexed,
        account.unchanged,
        account.duplicates,
        account.skipped,
        counted(account.seen, "file"),
    );
    if account.moved > 0 {
        told.push_str(&format!("; {} of them moved", account.moved));
    }
    if account.removed > 0 {
        told.push_str(&format!("; {} removed", account.removed));
    }
    if account.releases > 0 {
        told.push_str(&format!("; {} added", counted(account.releases, "release")));
    }
    if account.stopped {
        told.push_str("; stopped");
        if account.left > 0 {
            told.push_str(&format!(" with {} left", counted(account.left, "file")));
        }
        told.push_str(", run `dateline index` again for the rest");
    }
    told.push_str(&format!(" ({:.1} s)", account.took_ms / 1000.0));
    told
}

/// Prints the whole account: the summary, why it was rebuilt, and each skip with its reason.
pub(super) fn print(out: &mut dyn Write, account: &Account) -> io::Result<()> {
    if let Some(why) = &account.rebuilt {
        writeln!(out, "built anew: {}", escape(why))?;
    }
    writeln!(out, "{}", summary(account))?;
    print_skips(out, "skipped:", &account.skips)?;
    print_skips(out, "lost from files that were indexed:", &account.failures)
}

fn print_skips(out: &mut dyn Write, heading: &str, skips: &[Skip]) -> io::Result<()> {
    if skips.is_empty() {
        return Ok(());
    }
    writeln!(out, "{heading}")?;
    for skip in skips {
        writeln!(out, "  {}: {}", escape(&skip.path), escape(&skip.detail))?;
    }
    Ok(())
}

/// Says on stderr what to do about what was not read.
pub(super) fn advise(account: &Account, report: Option<&Path>) {
    if account.nothing_read() {
        note("error: none of these files could be read; see the reasons above");
    }
    let lost = account.skips.len() + account.failures.len();
    match report {
        Some(path) => note(&format!("what was not read is in {}", path.display())),
        None if lost > 0 => note("a list of what was not read: --report FILE.csv"),
        None => {}
    }
}

/// Whether a run changed the index.
pub(super) const fn changed(account: &Account) -> bool {
    account.indexed > 0 || account.removed > 0 || account.moved > 0 || account.rebuilt.is_some()
}

/// `1 file`, `2 files`.
pub(super) fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_of_its_tables_changes_makes_another_version() {
        let all = [1, 2, 3, 4];
        let versions = (0..4).map(|at| {
            let mut changed = all;
            changed[at] += 1;
            version_of(changed)
        });
        for version in versions {
            assert_ne!(version, version_of(all));
            assert_eq!(version & 0xff, VERSION & 0xff);
        }
    }

    #[test]
    fn the_account_adds_up_on_one_line() {
        let account = Account {
            seen: 4,
            indexed: 2,
            unchanged: 1,
            skipped: 1,
            moved: 1,
            releases: 2,
            ..Account::default()
        };
        assert_eq!(
            summary(&account),
            "2 indexed + 1 unchanged + 0 duplicates + 1 skipped = 4 files; 1 of them moved; 2 releases added (0.0 s)"
        );
    }

    #[test]
    fn each_skip_stands_with_its_reason() {
        let mut account = Account {
            seen: 1,
            ..Account::default()
        };
        account.skip(Skip {
            path: "a\x1b.pdf".into(),
            reason: "binary".into(),
            detail: "it is not text".into(),
        });
        let mut out = Vec::new();
        print(&mut out, &account).unwrap();
        let told = String::from_utf8(out).unwrap();
        assert!(
            told.ends_with("skipped:\n  a\u{FFFD}.pdf: it is not text\n"),
            "{told}"
        );
    }
}
