//! Counts how release dates are read: `measure_dates [--hide-year] releases.ndjson...`
//! (fields id, date, text, and title and date_in_head where there are any).
//!
//! Prints right, wrong and unanswered by rule, and every wrong or unanswered row.
//! With `--hide-year` the year of each printed form of the true date is blanked
//! first, which measures the inference of years.

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

fn main() -> anyhow::Result<()> {
    let mut hide_year = false;
    for argument in std::env::args().skip(1) {
        if argument == "--hide-year" {
            hide_year = true;
            continue;
        }
        measure(&fs::read_to_string(&argument)?, hide_year)?;
    }
    Ok(())
}

fn measure(content: &str, hide_year: bool) -> anyhow::Result<()> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
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
        if hide_year {
            text = without_year(&text, truth);
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
                let tally = tallies.entry(rule).or_default();
                tally.right += u32::from(right);
                tally.wrong += u32::from(!right);
                tally.confidence += read.confidence;
                if !right {
                    println!("wrong\t{}\t{truth}\t{}", field("id"), shown(&read, &text));
                }
            }
        }
    }
    report(&tallies, rows, unanswered);
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

fn without_year(text: &str, truth: PartialDate) -> String {
    let mut out = text.to_owned();
    let is_it = |printed: &date::PrintedDate| {
        printed.date() == Some(truth) || printed.month_first().date() == Some(truth)
    };
    for printed in date::scan(text, Span::new(0, text.len()))
        .into_iter()
        .filter(is_it)
        .rev()
    {
        let year = truth.year.to_string();
        let piece = printed.span.of(text).to_owned();
        let blanked = match piece.rfind(&year) {
            Some(at) if !printed.numeric => format!(
                "{}{}",
                piece[..at].trim_end_matches([',', ' ']),
                &piece[at + 4..]
            ),
            _ => String::new(),
        };
        out.replace_range(printed.span.start..printed.span.end, &blanked);
    }
    out
}

fn report(tallies: &BTreeMap<String, Tally>, rows: u32, unanswered: u32) {
    let (mut right, mut wrong) = (0, 0);
    for (rule, tally) in tallies {
        let answered = tally.right + tally.wrong;
        let share = f64::from(tally.right) / f64::from(answered);
        let told = tally.confidence / answered as f32;
        println!(
            "{rule}: {} right, {} wrong, share {share:.3}, confidence {told:.3}",
            tally.right, tally.wrong
        );
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
