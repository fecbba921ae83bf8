//! Measures extraction alone, on one thread: `measure_extraction [OPTION]... FILE.ndjson|DIRECTORY...`
//!
//! Loads the texts into memory (field `text` of each line; a directory's `.txt` and `.md`
//! files whole), extracts all of them and prints releases and megabytes a second.
//!
//! - `--every N`: only each Nth text.
//! - `--rounds N`: the whole N times, each printed; the best is what the machine can do.
//! - `--print`: what is read off each text as JSON, one a line, to compare two builds.
//! - `--adversarial`: instead, megabytes of repeated marks, brackets, names and the like,
//!   with milliseconds for half of each and for the whole, and a flag on what is slow
//!   or grows faster than its length. Exit 1 when anything is flagged. Times are those
//!   a core was had for, where the system tells.
//! - `--bytes N`: with `--adversarial`, that many instead of a megabyte, and a limit to match.

#![allow(
    clippy::print_stdout,
    reason = "a measuring program prints its figures"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use dateline::document::{Given, Release};
use dateline::extract::extract;

/// The longest a megabyte may take.
const LIMIT: Duration = Duration::from_millis(200);
/// The most the time may grow when the length doubles.
const GROWTH: f64 = 2.5;
/// What is faster is not judged by its growth: the clock ticks in milliseconds, and memory
/// comes dearer the more is asked for.
const LEAST: Duration = Duration::from_millis(60);
const MEGABYTE: usize = 1_000_000;

#[derive(Default)]
struct Wanted {
    adversarial: bool,
    print: bool,
    every: usize,
    rounds: usize,
    bytes: usize,
    paths: Vec<PathBuf>,
}

fn main() -> anyhow::Result<ExitCode> {
    let wanted = wanted()?;
    // The register is compiled in and read once; a release should not pay for it.
    extract(&release("Ola Tam said".to_owned()));
    if wanted.adversarial {
        return Ok(adversarial(wanted.bytes));
    }
    let mut releases = Vec::new();
    for path in &wanted.paths {
        load(path, &mut releases)?;
    }
    let releases: Vec<Release> = releases.into_iter().step_by(wanted.every).collect();
    if wanted.print {
        print(&releases)?;
    } else {
        (0..wanted.rounds).for_each(|_| measure(&releases));
    }
    Ok(ExitCode::SUCCESS)
}

fn wanted() -> anyhow::Result<Wanted> {
    let mut wanted = Wanted {
        every: 1,
        rounds: 1,
        bytes: MEGABYTE,
        ..Default::default()
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut count = || -> anyhow::Result<usize> {
            let count = arguments
                .next()
                .with_context(|| format!("{argument}: give a count"))?;
            Ok(count.parse::<usize>()?.max(1))
        };
        match argument.as_str() {
            "--adversarial" => wanted.adversarial = true,
            "--print" => wanted.print = true,
            "--every" => wanted.every = count()?,
            "--rounds" => wanted.rounds = count()?,
            "--bytes" => wanted.bytes = count()?,
            path => wanted.paths.push(path.into()),
        }
    }
    Ok(wanted)
}

fn release(text: String) -> Release {
    Release {
        text,
        given: Given::default(),
        file_name: String::new(),
    }
}

/// Adds the texts of `path` to `releases`: a directory's in the order of their names.
fn load(path: &Path, releases: &mut Vec<Release>) -> anyhow::Result<()> {
    let unread = || format!("{}: cannot be read", path.display());
    if path.is_dir() {
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).with_context(unread)? {
            inside.push(entry?.path());
        }
        inside.sort();
        return inside.iter().try_for_each(|path| load(path, releases));
    }
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("txt" | "md") => {
            let bytes = std::fs::read(path).with_context(unread)?;
            releases.push(release(String::from_utf8_lossy(&bytes).into_owned()));
        }
        Some("ndjson" | "jsonl") => {
            for line in std::fs::read_to_string(path).with_context(unread)?.lines() {
                let row: serde_json::Value = serde_json::from_str(line)?;
                let text = row["text"].as_str().unwrap_or_default();
                releases.push(release(text.to_owned()));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Time this thread has had a core for, where the system tells (Linux); else the time of day.
/// On a machine that does other things too, only the first can be compared.
fn clock() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    match nanoseconds {
        Some(nanoseconds) => Duration::from_nanos(nanoseconds),
        None => std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default(),
    }
}

fn measure(releases: &[Release]) {
    let bytes: usize = releases.iter().map(|release| release.text.len()).sum();
    let mut slowest = Duration::ZERO;
    let start = clock();
    let mut quotes = 0;
    for release in releases {
        let one = Instant::now();
        quotes += extract(release).quotes.len();
        slowest = slowest.max(one.elapsed());
    }
    let seconds = (clock() - start).as_secs_f64();
    println!(
        "{} releases, {:.1} MB, {quotes} quotations: {seconds:.2} s, {:.0} releases/s, {:.1} MB/s, slowest {:.1} ms",
        releases.len(),
        bytes as f64 / 1e6,
        releases.len() as f64 / seconds,
        bytes as f64 / 1e6 / seconds,
        slowest.as_secs_f64() * 1e3,
    );
}

fn print(releases: &[Release]) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for release in releases {
        serde_json::to_writer(&mut out, &extract(release))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// Pieces that, repeated, have made one or another way of reading slow.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "\"", "'", "“", "”", "‘", "’", "„", "«", "»", "‹", "\" ", "“ ", "” ", "' ", "« ", "‘ ", "„ ",
    "“a ", "\"a ", "«a ", "‘a ", "“a” ", "\"a\" ", "“A” ", "(", ")", "( ", "[", "((A", "(A", "(A) ",
    "(ABC) ", "\"UNHCR\" ", "'A' ", "s' a ", "A Ltd ", "لوزارة ",
    "A (A) ", "Aaa (AAA) ", "Aaa ", "Aaa Bbb ", "Aaa Bbb. ", "AAA ", "AAA BBB ",
    "A. B. C. ", "A.", "A.B.", "a.", "A ", "a ", "a", "A", "é", "ا", ",", ", ", "a, ", "Aaa, ",
    "Aaa, Bbb, ", "Aaa and Bbb ", "and ", "of ", "of the ", "the ", "said ", "said said ",
    "X said, ", "said: ", "says X, ", "who said ", "that ", "She said ", "according to ",
    "according to X, ", "1", "1 ", "1,", "1/", "12/07/2021 ", "12 July 2021 ", "July 12, 2021, ",
    "July ", "2021 ", "2021-07-12 ", "2021. ", "Monday, ", "Ministry of ", "Ministry of Aaa ",
    "Ministry of Aaa and ", "Ministry ", "Ministry, ", "the Ministry of Aaa’s ",
    "Department of the ", "University ", "Aaa University of ", "Mr. Ola Tam ", "Mr. Ola Tam, ",
    "Ola Tam ", "Ola Tam, ", "Mr. ", "minister ", "minister Ola Tam ", "Ola Tam, minister of Aaa, ",
    "President of the Republic of ", "Dr. Ola Tam and ", ":", ": ", "Aaa: ", "Aaa: b. ",
    "JOURNALIST: ", "AAA:\n", "Q: a?\nA: b.\n", "-", "–", "—", "- ", " – ", "Aaa - ", "a-", "a’",
    "’s ", "Aaa’s ", "…", ". ", "! ", "? ", "a. ", "قال ", "قال: ", "الهجرة ", "وزارة الهجرة ",
    "قال الوزير، ", "، ", "и ", "Жжж ", "中", "中。", "\n", "\n\n", " ", "\t", " \n", "\r\n", "\u{a0}",
    "\u{feff}", "\u{200b}", "\u{301}", "*", "* ", "# ", "#", "##\n", "### ", "###\n", "_", "|",
    "| a ", "•", "• a\n", "- a\n", "1. a\n", "> a\n", "“a” said ", "“a” said\n", "“a” said\n\n",
    "“a,” said Ola Tam. ", "“a,” he said. ", "“a,” said he, “b.” ", "“a\n\n", "\"a\n\n",
    "Ola Tam, minister, said: “x.” ", "Ola Tam, minister, said: “x.”\n",
    "Ola Tam, minister, said: “x.”\n\n", "Ola Tam said that a. ", "She said that a. ",
    "“We go on and on.” ", "He said that. “We go on and on.” ",
    "“We go on,” she said. Ola Tam left. ", "the council said “a b c.” ", "“Aaa” ",
    "“Aaa Bbb” said “", "said “", "” said", "»«", "“”", "\"\"", "''", "“‘", "“\"",
    "GENEVA, Aug 28 – ", "GENEVA – ", "GENEVA, ", "GENEVA (AAA) - ", "Geneva, Switzerland, ",
    "Aaa\n", "Aaa Bbb\n", "AAA BBB\n", "Aaa Bbb\n\n", "a\n", "a\n\n", "About us\n", "About Aaa\n\n",
    "Contact: ", "Contact: a@b.c\n", "a@b.c ", "@", "http://a.b/c ", "www.", "###\n\n", "UNHCR ",
    "UNHCR, ", "UN ", "United Nations ", "IOM (IOM) ", "Congress ", "Senate ", "European Union ",
    "the European ", "UNHCR and ", "New York ", "Paris, ", "Dr. ", "St. ", "U.S. ", "U.S",
    "et al. ", "vice ", "deputy ", "former ", "de la ", "van der ", "-t-elle ", "Aaa-", "Aaa.Bbb",
    "AaBb", "Statement by ", "Statement by Ola Tam\n", "Remarks by Ola Tam, minister, ",
    "FOR IMMEDIATE RELEASE\n", "For more information, ", "0", "0.", "$1 ", "% ", "1% ", "//", "\\",
    "<", "<a>", "</p>", "&amp;", "&", "{", "}", "=", "+", "\u{0}", "🙂", "e\u{301}",
];

fn adversarial(bytes: usize) -> ExitCode {
    let limit = LIMIT.mul_f64(bytes as f64 / MEGABYTE as f64);
    let mut slow = 0;
    let mut worst = Duration::ZERO;
    let mut judge = |name: &str, make: &dyn Fn(usize) -> String| {
        let half = time(make(bytes / 2));
        let whole = time(make(bytes));
        let growth = whole.as_secs_f64() / half.as_secs_f64().max(1e-9);
        let flagged = whole > limit || growth > GROWTH && whole > (limit / 2).max(LEAST);
        worst = worst.max(whole);
        slow += usize::from(flagged);
        println!(
            "{:8.1} ms {:8.1} ms  x{growth:4.1} {} {name}",
            half.as_secs_f64() * 1e3,
            whole.as_secs_f64() * 1e3,
            if flagged { "SLOW" } else { "    " },
        );
    };
    for piece in PIECES {
        judge(&format!("{piece:?}"), &|length| repeated(piece, length));
        judge(&format!("“x.” said Ola Tam. {piece:?}"), &|length| {
            format!(
                "GENEVA, Aug 28 – “x.” said Ola Tam. {}",
                repeated(piece, length)
            )
        });
    }
    for seed in 0..40 {
        judge(&format!("mixed {seed}"), &|length| mixed(seed, length));
    }
    println!("{slow} slow, worst {:.1} ms", worst.as_secs_f64() * 1e3);
    ExitCode::from(u8::from(slow > 0))
}

fn repeated(piece: &str, length: usize) -> String {
    piece.repeat(length.div_ceil(piece.len().max(1)))
}

/// Some of the pieces, few for some seeds and many for others, in an order the seed sets.
fn mixed(seed: u64, length: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % below
    };
    let chosen: Vec<&str> = (0..2 + seed as usize * 4)
        .map(|_| PIECES[next(PIECES.len())])
        .collect();
    let mut text = String::with_capacity(length + 64);
    while text.len() < length {
        text.push_str(chosen[next(chosen.len())]);
    }
    text
}

/// The time one extraction takes: the better of two, for another process may have had the core.
fn time(text: String) -> Duration {
    let release = release(text);
    let once = || {
        let start = clock();
        std::hint::black_box(extract(&release));
        clock() - start
    };
    let first = once();
    if first > 4 * LIMIT {
        first
    } else {
        first.min(once())
    }
}
