//! Measures how copies are found: `measure_copies releases.ndjson [--show N] [--cost]`
//! (fields id, date, title, text).
//!
//! Of every tenth release of 1,000 characters and more a copy is made that is wrapped anew,
//! one with another head, and one cut at 300 to 800 characters. Printed are how many of
//! each are joined with their original, how many pairs of different releases are, among
//! pairs at random and among neighbours of one publisher, and with `--show` pairs joined in
//! the corpus itself, to be judged by reading. With `--cost` the time for a release is
//! measured over 10,000 and over 100,000, the texts varied word by word to make as many.

#![allow(
    clippy::print_stdout,
    reason = "a measuring program prints its figures"
)]

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::time::Instant;

use dateline::copies::{Entry, Group, Sketch, differences, group};
use dateline::document::{Given, PartialDate};
use dateline::schema::Release;

/// Numbers that look like chance and are the same on every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}

/// A release with what it was made of.
struct Made {
    release: Release,
    of: usize,
    how: &'static str,
    body: String,
}

fn main() -> anyhow::Result<()> {
    let mut show = 0;
    let mut cost = false;
    let mut paths = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--show" => show = arguments.next().unwrap_or_default().parse()?,
            "--cost" => cost = true,
            _ => paths.push(argument),
        }
    }
    let mut all = Vec::new();
    for path in paths {
        read(&std::fs::read_to_string(path)?, &mut all)?;
    }
    println!("{} releases read", all.len());
    let alone = joined(&all, "the corpus itself");
    if show > 0 {
        print_pairs(&all, &alone, show);
    }
    measure_made(all, &alone)?;
    if cost {
        let mut all = Vec::new();
        for path in std::env::args()
            .skip(1)
            .filter(|path| path.ends_with("json"))
        {
            read(&std::fs::read_to_string(path)?, &mut all)?;
        }
        measure_cost(&all);
    }
    Ok(())
}

fn read(content: &str, all: &mut Vec<Made>) -> anyhow::Result<()> {
    for line in content.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let given = Given {
            title: Some(field("title")).filter(|title| !title.is_empty()),
            date: PartialDate::parse(&field("date")),
            ..Given::default()
        };
        let body = field("org");
        all.push(made(
            field("id"),
            field("text"),
            given,
            all.len(),
            "as it is",
            body,
        ));
    }
    Ok(())
}

fn made(
    path: String,
    text: String,
    given: Given,
    of: usize,
    how: &'static str,
    body: String,
) -> Made {
    let release = dateline::document::Release {
        text,
        given,
        file_name: path.clone(),
    };
    let extraction = dateline::extract::extract(&release);
    Made {
        release: Release {
            id: path.clone(),
            path,
            text: release.text,
            given: release.given,
            extraction,
        },
        of,
        how,
        body,
    }
}

/// Groups them; the number of each one's group, or none.
fn joined(all: &[Made], what: &str) -> HashMap<usize, usize> {
    let begun = Instant::now();
    let entries: Vec<Entry> = (all.iter().enumerate())
        .map(|(at, made)| Entry {
            order: at as u64,
            sketch: sketch(&made.release),
        })
        .collect();
    let sketched = begun.elapsed();
    let prints: usize = entries.iter().map(|entry| entry.sketch.prints.len()).sum();
    let count = entries.len();
    let mut asked = 0_usize;
    let mut read = |order: u64| -> Result<Release, Infallible> {
        asked += 1;
        Ok(all[order as usize].release.clone())
    };
    let begun = Instant::now();
    let Ok(groups) = group(entries, &mut read);
    let grouped = begun.elapsed();
    let copies: usize = groups.iter().map(|group| group.copies.len()).sum();
    println!(
        "{what}: {count} releases, {:.1} prints each, sketched in {:.1} us each, grouped in {:.0} ms ({:.1} us each, {asked} texts read): {} groups, {copies} copies",
        prints as f64 / count as f64,
        sketched.as_secs_f64() * 1e6 / count as f64,
        grouped.as_secs_f64() * 1e3,
        grouped.as_secs_f64() * 1e6 / count as f64,
        groups.len(),
    );
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, kind) in groups.iter().flat_map(|group| &group.copies) {
        *kinds.entry(kind.name()).or_default() += 1;
    }
    println!("  {kinds:?}");
    places(&groups)
}

fn places(groups: &[Group]) -> HashMap<usize, usize> {
    let mut places = HashMap::new();
    for group in groups {
        let first = group.first as usize;
        places.insert(first, first);
        places.extend(group.copies.iter().map(|(copy, _)| (*copy as usize, first)));
    }
    places
}

fn sketch(release: &Release) -> Sketch {
    Sketch::of(&release.text, &release.given, &release.extraction)
}

fn print_pairs(all: &[Made], groups: &HashMap<usize, usize>, count: usize) {
    let mut pairs: Vec<(usize, usize)> =
        groups.iter().map(|(copy, first)| (*first, *copy)).collect();
    pairs.retain(|(first, copy)| first != copy);
    pairs.sort_unstable();
    let step = (pairs.len() / count.max(1)).max(1);
    for (first, copy) in pairs.into_iter().step_by(step) {
        let [one, other] = [first, copy].map(|at| &all[at].release);
        let kind = dateline::copies::compare(one, other);
        println!(
            "\n{kind:?}\n  {} ({} bytes) {}\n  {} ({} bytes) {}",
            one.path,
            one.text.len(),
            title(one),
            other.path,
            other.text.len(),
            title(other)
        );
        for told in differences(one, other) {
            println!("    {told}");
        }
    }
}

fn title(release: &Release) -> String {
    let extraction = &release.extraction;
    let date = extraction.date.as_ref().map(|date| date.value.to_string());
    let title = extraction.title.as_ref().map(|title| title.value.clone());
    format!("{} {}", date.unwrap_or_default(), title.unwrap_or_default())
}

fn measure_made(mut all: Vec<Made>, alone: &HashMap<usize, usize>) -> anyhow::Result<()> {
    let originals = all.len();
    let mut chance = Chance(1);
    for at in (0..originals).step_by(10) {
        if all[at].release.text.len() < 1_000 {
            continue;
        }
        for (how, text) in [
            ("wrapped anew", wrapped(&all[at].release.text, &mut chance)),
            ("another head", headed(&all[at].release.text, &mut chance)),
            ("cut", cut(&all[at].release.text, &mut chance)),
        ] {
            let given = Given {
                date: all[at].release.given.date,
                ..Given::default()
            };
            let path = format!("{} {how}", all[at].release.path);
            all.push(made(path, text, given, at, how, String::new()));
        }
    }
    let groups = joined(&all, "with copies made");
    let mut tallies: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut misses = 0;
    for (at, copy) in all.iter().enumerate().skip(originals) {
        let tally = tallies.entry(copy.how).or_default();
        let found = groups.contains_key(&at) && groups.get(&at) == groups.get(&copy.of);
        tally.0 += usize::from(found);
        tally.1 += 1;
        if !found && misses < 60 {
            misses += 1;
            let original = &all[copy.of].release;
            let [one, other] = [original, &copy.release].map(sketch);
            let shared = one
                .prints
                .iter()
                .filter(|print| other.prints.contains(print))
                .count();
            println!(
                "  missed: {} ({} bytes; {shared} of {} prints): judged {:?}, in groups {:?} and {:?}",
                copy.release.path,
                copy.release.text.len(),
                other.prints.len(),
                dateline::copies::compare(original, &copy.release),
                groups.get(&copy.of).map(|at| &all[*at].release.path),
                groups.get(&at).map(|at| &all[*at].release.path),
            );
        }
    }
    for (how, (found, of)) in &tallies {
        println!(
            "  {how}: {found} of {of} joined ({:.2} %)",
            100.0 * *found as f64 / *of as f64
        );
    }
    count_false(&all, alone, &groups, originals);
    Ok(())
}

/// Pairs whose originals were not one release before, and are now.
fn count_false(
    all: &[Made],
    alone: &HashMap<usize, usize>,
    groups: &HashMap<usize, usize>,
    originals: usize,
) {
    let mut chance = Chance(2);
    let differ = |one: usize, other: usize| {
        let place = |at: usize| alone.get(&all[at].of).copied().unwrap_or(all[at].of);
        place(one) != place(other)
    };
    let one_group =
        |one, other| groups.contains_key(&one) && groups.get(&one) == groups.get(&other);
    let count = |pairs: &mut dyn Iterator<Item = (usize, usize)>| {
        pairs
            .filter(|(one, other)| differ(*one, *other))
            .fold((0, 0), |(joined, all), (one, other)| {
                (joined + usize::from(one_group(one, other)), all + 1)
            })
    };
    let (joined, of) =
        count(&mut (0..1_000_000).map(|_| (chance.below(all.len()), chance.below(all.len()))));
    println!("  pairs of different releases at random: {joined} of {of} joined");
    let mut by_body: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, made) in all.iter().enumerate().take(originals) {
        by_body.entry(&made.body).or_default().push(at);
    }
    let near = by_body
        .values()
        .flat_map(|of| of.windows(2))
        .map(|pair| (pair[0], pair[1]));
    let (joined, of) = count(&mut near.clone());
    println!("  neighbours of one publisher, joined only through copies: {joined} of {of}");
    let joined =
        near.filter(|(one, other)| alone.contains_key(one) && alone.get(one) == alone.get(other));
    println!(
        "  neighbours of one publisher joined at all: {}",
        joined.count()
    );
}

/// The words in lines of another width, quotation marks straight.
fn wrapped(text: &str, chance: &mut Chance) -> String {
    let width = 40 + chance.below(60);
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let word = word.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
        if column + word.len() > width && column > 0 {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
        }
        column += word.len() + 1;
        out.push_str(&word);
    }
    out
}

/// The text behind its first lines or its first sentence, under another head.
fn headed(text: &str, chance: &mut Chance) -> String {
    let start = text
        .char_indices()
        .map(|(at, _)| at)
        .nth(80 + chance.below(120))
        .unwrap_or(0);
    let rest = &text[start..];
    let start = rest.find([' ', '\n']).unwrap_or(0);
    let heads = [
        "Harbour Wire\nWhat the council said today, and what comes next\n\nPORTBY, Norland (HW) – ",
        "Source: Coast Relief\nFOR IMMEDIATE RELEASE\nNews from the quays: a statement in full\n\n",
        "NORLAND NEWS SERVICE | Reposted\n",
    ];
    format!("{}{}", heads[chance.below(heads.len())], &rest[start..])
}

/// The first 300 to 800 characters, cut behind a word.
fn cut(text: &str, chance: &mut Chance) -> String {
    let most = 300 + chance.below(501);
    let end = text
        .char_indices()
        .map(|(at, _)| at)
        .nth(most)
        .unwrap_or(text.len());
    let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}...", text[..end].trim_end())
}

/// Varies words of the corpus until there are as many releases as asked for.
fn measure_cost(all: &[Made]) {
    for count in [10_000, 100_000] {
        let mut chance = Chance(3);
        let varied: Vec<Made> = (0..count)
            .map(|at| {
                let made = &all[at % all.len()];
                let release = Release {
                    text: if at < all.len() {
                        made.release.text.clone()
                    } else {
                        varied(&made.release.text, &mut chance)
                    },
                    path: at.to_string(),
                    given: made.release.given.clone(),
                    extraction: Default::default(),
                    id: String::new(),
                };
                Made {
                    release,
                    of: at,
                    how: "varied",
                    body: String::new(),
                }
            })
            .collect();
        joined(&varied, "cost");
    }
}

fn varied(text: &str, chance: &mut Chance) -> String {
    let words = text.split(' ').map(|word| match chance.below(4) {
        0 => format!("{word}{}", chance.below(1_000)),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}
