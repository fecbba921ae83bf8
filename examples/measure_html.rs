//! Counts how pages are read: `measure_html DIRECTORY`, which holds `gold.ndjson` (fields
//! file, title, date, components) and `pages/`.
//!
//! Prints the share of titles, dates and components found, each miss, texts that hold a
//! line which most pages print (a menu's or a footer's), and how fast pages are read.
//! A component counts when a body of the register that it means, or a mention of it in
//! the text, is among the organisations. `--text` prints each text.

#![allow(
    clippy::print_stdout,
    reason = "a measuring program prints its figures"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dateline::corpus::Reader;
use dateline::document::{Extraction, Release};
use dateline::organisations::Register;

/// Right among all.
#[derive(Default)]
struct Tally {
    right: u32,
    all: u32,
}

impl Tally {
    fn count(&mut self, right: bool) -> bool {
        self.right += u32::from(right);
        self.all += 1;
        right
    }

    fn print(&self, what: &str) {
        let share = 100.0 * f64::from(self.right) / f64::from(self.all.max(1));
        println!("{what}: {} of {} ({share:.1}%)", self.right, self.all);
    }
}

fn main() -> anyhow::Result<()> {
    let mut prints_text = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--text" => prints_text = true,
            directory => measure(Path::new(directory), prints_text)?,
        }
    }
    Ok(())
}

fn measure(directory: &Path, prints_text: bool) -> anyhow::Result<()> {
    let gold = fs::read_to_string(directory.join("gold.ndjson"))?;
    let reader = Reader::default();
    let (mut titles, mut dates, mut components) = Default::default();
    let (mut spent, mut bytes, mut pages) = (Duration::ZERO, 0, 0_u32);
    let mut lines: BTreeMap<String, u32> = BTreeMap::new();
    for line in gold.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let file = row["file"].as_str().unwrap_or_default();
        let content = fs::read(directory.join("pages").join(file))?;
        let start = Instant::now();
        let read = reader.read_content(file, &content);
        spent += start.elapsed();
        bytes += content.len();
        pages += 1;
        let release = match read {
            Ok(mut contents) if contents.items.len() == 1 => contents.items.remove(0).release,
            other => {
                println!("{file}: {other:?}");
                continue;
            }
        };
        let found = dateline::extract::extract(&release);
        score(
            &row,
            &release,
            &found,
            (&mut titles, &mut dates, &mut components),
        );
        for line in release.text.lines() {
            *lines.entry(line.to_owned()).or_default() += 1;
        }
        if prints_text {
            println!("== {file}\n{}\n", release.text);
        }
    }
    titles.print("titles");
    dates.print("dates");
    components.print("components");
    for (line, count) in lines.iter().filter(|(_, count)| **count * 2 > pages) {
        println!("on {count} pages: {line:?}");
    }
    let seconds = spent.as_secs_f64();
    println!(
        "{pages} pages, {:.1} MB: {:.0} pages/s, {:.1} MB/s on one core",
        bytes as f64 / 1e6,
        f64::from(pages) / seconds,
        bytes as f64 / 1e6 / seconds
    );
    Ok(())
}

fn score(
    row: &serde_json::Value,
    release: &Release,
    found: &Extraction,
    (titles, dates, components): (&mut Tally, &mut Tally, &mut Tally),
) {
    let field = |name: &str| row[name].as_str().unwrap_or_default();
    let title = found
        .title
        .as_ref()
        .map_or("", |title| title.value.as_str());
    if !titles.count(fold(title) == fold(field("title"))) {
        println!(
            "{}: title {title:?}, not {:?}",
            field("file"),
            field("title")
        );
    }
    let date = found
        .date
        .as_ref()
        .map(|date| date.value.to_string())
        .unwrap_or_default();
    if !dates.count(date == field("date")) {
        println!("{}: date {date:?}, not {:?}", field("file"), field("date"));
    }
    let wanted = row["components"].as_array().into_iter().flatten();
    for component in wanted.filter_map(|component| component.as_str()) {
        let (plain, _) = component.split_once(" (").unwrap_or((component, ""));
        let meant = Register::builtin().resolve(plain);
        let is_it = |organisation: &dateline::document::Organisation| {
            let mut mentions = organisation.mentions.iter();
            meant.iter().any(|body| body.name == organisation.name)
                || fold(&organisation.name) == fold(component)
                || mentions.any(|span| fold(span.of(&release.text)) == fold(component))
        };
        if !components.count(found.organisations.iter().any(is_it)) {
            println!("{}: no {component:?}", field("file"));
        }
    }
}

fn fold(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
