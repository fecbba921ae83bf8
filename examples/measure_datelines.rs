//! Counts how datelines are read: `measure_datelines reuters.tsv` (columns newid,
//! date, dateline, places) or `measure_datelines releases.ndjson` (fields id, text).
//!
//! For the first it prints the share of rows whose place and month and day are
//! right, and the rows that are not; for the second, found and missed heads.

#![allow(
    clippy::print_stdout,
    reason = "a measuring program prints its figures"
)]

use std::fs;

use dateline::extract::dateline::find;

const STORY: &str =
    "Officials said on the day that the talks would go on and that a decision was near.";

fn main() -> anyhow::Result<()> {
    for path in std::env::args().skip(1) {
        let content = fs::read_to_string(&path)?;
        if path.ends_with(".tsv") {
            wire(&content);
        } else {
            releases(&content)?;
        }
    }
    Ok(())
}

fn wire(content: &str) {
    let (mut right, mut rows) = (0, 0);
    for line in content.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, date, printed, ..] = columns.as_slice() else {
            continue;
        };
        rows += 1;
        let text = format!("A TITLE LINE\n\n{printed} {STORY}\n");
        let read = find(&text, 0);
        let shown = read.as_ref().map(|dateline| {
            let place = dateline.place.as_ref().map(|(span, place)| {
                (
                    span.of(&text),
                    place.name.as_str(),
                    place.country.as_deref(),
                )
            });
            (place, dateline.date.map(|date| (date.month, date.day)))
        });
        if shown.is_some_and(|(place, day)| agrees(printed, place.map(|place| place.0), day)) {
            right += 1;
        } else {
            println!("wrong\t{date}\t{printed}\t{shown:?}");
        }
    }
    println!(
        "{right} of {rows} right: {:.2}%",
        100.0 * f64::from(right) / f64::from(rows)
    );
}

/// Whether the place is what stands before month and day, and those are right.
fn agrees(printed: &str, place: Option<&str>, day: Option<(u8, Option<u8>)>) -> bool {
    let Some(((month, Some(day)), place)) = day.zip(place) else {
        return false;
    };
    let Some(rest) = printed.strip_prefix(place) else {
        return false;
    };
    let lower = rest.to_lowercase();
    let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let Some(at) = lower.find(months[usize::from(month) - 1]) else {
        return false;
    };
    let only_marks_between = lower[..at].chars().all(|c| !c.is_alphabetic());
    let digits = lower
        .split(|c: char| !c.is_ascii_digit())
        .find(|run| !run.is_empty());
    only_marks_between && digits.and_then(|digits| digits.parse().ok()) == Some(day)
}

fn releases(content: &str) -> anyhow::Result<()> {
    for line in content.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or_default();
        let whole = format!("{}\n\n{text}", row["title"].as_str().unwrap_or_default());
        let id = row["id"].as_str().unwrap_or_default();
        match find(&whole, 0) {
            Some(read) => {
                let place = read.place.as_ref().map(|(_, place)| {
                    format!("{}/{}", place.name, place.country.as_deref().unwrap_or("-"))
                });
                let after: String = whole[read.span.end..].chars().take(40).collect();
                println!(
                    "found\t{id}\t{}\t{:?}\t{after:?}",
                    place.unwrap_or_default(),
                    read.span.of(&whole)
                );
            }
            None => println!(
                "none\t{id}\t{:?}",
                text.trim().chars().take(160).collect::<String>()
            ),
        }
    }
    Ok(())
}
