//! Counts how release dates are read: `measure_dates [--hide-year | --hide-first-year]
//! releases.ndjson...` (fields id, date, text, and title and date_in_head where there are any).
//!
//! Prints right, wrong and unanswered by rule, and every wrong, unanswered or inferred row.
//! With `--hide-year` the year of every printed form of the true date is blanked
//! first, with `--hide-first-year` that of the first alone: this measures the inference of
//! years. Only texts are taken then whose date is printed in words and read right as they are. Whatever is answered
//! counts, a whole date of something else as wrong; the answers are told by the
//! kinds of evidence the year was inferred from.

#![allow(
    clippy::print_stdout,
    reason = "a measuring program prints its figures"
)]

use std::collections::BTreeMap;
use std::fs;

use dateline::document::{Given, PartialDate, ReleaseDate};
use dateline::extract::date::{self, Sources};
use dateline::extract::dateline as lines;
use dateline::text::Span;

#[derive(Default)]
struct Tally {
    right: u32,
    wrong: u32,
    confidence: f32,
}

/// What is hidden of the true date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Nothing,
    Year,
    FirstYear,
}

fn main() -> anyhow::Result<()> {
    let mut hidden = Hidden::Nothing;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--hide-year" => hidden = Hidden::Year,
            "--hide-first-year" => hidden = Hidden::FirstYear,
            path => measure(&fs::read_to_string(path)?, hidden)?,
        }
    }
    Ok(())
}

fn measure(content: &str, hidden: Hidden) -> anyhow::Result<()> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut unanswered, mut rows, mut bytes) = (0_u32, 0_u32, 0_usize);
    let mut spent = std::time::Duration::ZERO;
    for line in content.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default();
        if row["date_in_head"] == serde_json::Value::Bool(false) {
            continue;
        }
        let Some(truth) = PartialDate::parse(field("date")) else {
            continue;
        };
        let mut text = field("text").to_owned();
        if hidden != Hidden::Nothing {
            if !is_in_words(&text, truth) {
                continue;
            }
            text = without_year(&text, truth, hidden);
        }
        rows += 1;
        bytes += text.len();
        let start = std::time::Instant::now();
        let read = read(&text);
        spent += start.elapsed();
        match read {
            None => {
                unanswered += 1;
                println!("none\t{}\t{truth}", field("id"));
            }
            Some(read) => {
                let right = read.value == truth;
                let rule = format!(
                    "{}{}",
                    read.rule,
                    if read.inferred { " (inferred)" } else { "" }
                );
                tallies.entry(rule).or_default().count(right, &read);
                for kind in kinds_of(&read, hidden) {
                    kinds.entry(kind).or_default().count(right, &read);
                }
                if !right || read.inferred {
                    println!(
                        "{}\t{}\t{truth}\t{}",
                        if right { "right" } else { "wrong" },
                        field("id"),
                        shown(&read, &text)
                    );
                }
            }
        }
    }
    report(&tallies, rows, unanswered);
    for (kind, tally) in &kinds {
        tally.print(kind);
    }
    println!("{:.1} MB/s", bytes as f64 / 1e6 / spent.as_secs_f64());
    Ok(())
}

fn read(text: &str) -> Option<ReleaseDate> {
    let given = Given::default();
    let dateline = lines::find(text, 0);
    date::read(&Sources {
        text,
        given: &given,
        file_name: "",
        dateline: dateline.as_ref(),
        language: Some("en"),
    })
}

fn shown(read: &ReleaseDate, text: &str) -> String {
    let span = read.span.unwrap_or(Span::new(0, 0));
    let start = (span.start.saturating_sub(60)..=span.start)
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let end = (span.end..text.len())
        .find(|at| *at > span.end + 40 && text.is_char_boundary(*at))
        .unwrap_or(text.len());
    let bounds: Vec<String> = read
        .bounds
        .iter()
        .map(|b| format!("{}:{}", b.rule, b.value))
        .collect();
    format!(
        "{}\t{}\t{:?}\t{bounds:?}",
        read.value,
        read.rule,
        &text[start..end]
    )
}

/// Whether the true date is read from print, in words: of `13.8.19` nothing a reader
/// would know for a date is left without the year.
fn is_in_words(text: &str, truth: PartialDate) -> bool {
    let read = read(text).filter(|read| read.value == truth && !read.inferred);
    read.and_then(|read| read.span)
        .is_some_and(|span| span.of(text).contains(char::is_alphabetic))
}

/// The text without the year where the true date is printed.
fn without_year(text: &str, truth: PartialDate, hidden: Hidden) -> String {
    let mut out = text.to_owned();
    let is_it = |printed: &date::PrintedDate| {
        printed.date() == Some(truth) || printed.month_first().date() == Some(truth)
    };
    let mut forms: Vec<_> = date::scan(text, Span::new(0, text.len()))
        .into_iter()
        .filter(is_it)
        .collect();
    if hidden == Hidden::FirstYear {
        forms.truncate(1);
    }
    for printed in forms.into_iter().rev() {
        let piece = printed.span.of(text);
        let (four, two) = (truth.year.to_string(), format!("{:02}", truth.year % 100));
        let kept = [four.as_str(), two.as_str()]
            .into_iter()
            .find_map(|year| without(piece, year));
        out.replace_range(
            printed.span.start..printed.span.end,
            &kept.unwrap_or_default(),
        );
    }
    out
}

/// A printed date without the year at its end or start, and the marks that set it off.
fn without(piece: &str, year: &str) -> Option<String> {
    let marks = [',', ' ', '/', '.', '-', '\'', '’', '\u{A0}', '\n'];
    let rest = piece
        .strip_suffix(year)
        .map(|rest| rest.trim_end_matches(marks));
    rest.or_else(|| {
        piece
            .strip_prefix(year)
            .map(|rest| rest.trim_start_matches(marks))
    })
    .map(str::to_owned)
}

/// The kinds of evidence a year was inferred from: each, and all together.
fn kinds_of(read: &ReleaseDate, hidden: Hidden) -> Vec<String> {
    if hidden == Hidden::Nothing {
        return Vec::new();
    }
    if !read.inferred {
        return vec!["whole date".to_owned()];
    }
    let mut kinds: Vec<&str> = read.bounds.iter().map(|bound| &*bound.rule).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut all: Vec<String> = kinds.iter().map(|kind| format!("with {kind}")).collect();
    all.push(format!("only {}", kinds.join(" + ")));
    all.push(format!(
        "confidence from {:.2}",
        (read.confidence * 20.0).floor() / 20.0
    ));
    all
}

impl Tally {
    fn count(&mut self, right: bool, read: &ReleaseDate) {
        self.right += u32::from(right);
        self.wrong += u32::from(!right);
        self.confidence += read.confidence;
    }

    fn print(&self, rule: &str) {
        let answered = self.right + self.wrong;
        let share = f64::from(self.right) / f64::from(answered);
        let told = self.confidence / answered as f32;
        println!(
            "{rule}: {} right, {} wrong, share {share:.3}, confidence {told:.3}",
            self.right, self.wrong
        );
    }
}

fn report(tallies: &BTreeMap<String, Tally>, rows: u32, unanswered: u32) {
    let (mut right, mut wrong) = (0, 0);
    for (rule, tally) in tallies {
        tally.print(rule);
        right += tally.right;
        wrong += tally.wrong;
    }
    let answered = f64::from(right + wrong);
    println!(
        "all: {rows} rows, {right} right, {wrong} wrong, {unanswered} unanswered: right {:.1}% of the answered, answered {:.1}%",
        100.0 * f64::from(right) / answered,
        100.0 * answered / f64::from(rows)
    );
}
