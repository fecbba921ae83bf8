//! Times queries over an index, warm, on one thread, in process:
//! `measure_queries INDEX [ROUNDS [KIND]]`.
//!
//! Words are drawn from the vocabulary by how many releases have them, evenly over the
//! orders of magnitude; pairs and phrases from the texts. Each query is asked ROUNDS times
//! (5) and its best time counts, as of a warm index. Printed are the median and the 99th
//! percentile over the queries of each kind, in milliseconds; of the kinds that begin with
//! KIND alone, to look at one with a profiler.

#![allow(
    clippy::print_stdout,
    reason = "a measuring program prints its figures"
)]

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use anyhow::Context;
use dateline::organisations::Register;
use dateline::query::{Kind, Node};
use dateline::schema::Home;
use dateline::schema::words::words;
use dateline::search::{
    Engine, Filters, LocalEngine, Registered, Request, SearchError, Step, timeline,
};

/// Queries of each kind.
const QUERIES: usize = 200;
/// Words that more than this share of releases has are frequent.
const FREQUENT: f64 = 0.1;
/// Releases whose words pairs and phrases are drawn from.
const DRAWN: usize = 2_000;

/// What a query that is timed gives back.
type Timed = Result<(), SearchError>;

/// A query of one kind.
struct Asked {
    tree: Node,
    request: Request,
}

impl Asked {
    fn new(tree: Node) -> Self {
        Self {
            tree,
            request: Request::default(),
        }
    }
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let index = arguments
        .next()
        .context("usage: measure_queries INDEX [ROUNDS [KIND]]")?;
    let rounds: usize = arguments.next().map_or(Ok(5), |given| given.parse())?;
    let only = arguments.next().unwrap_or_default();
    let report = |kind: &str, asked: &[Asked], ask: &dyn Fn(&Asked) -> Timed| match kind
        .starts_with(&only)
    {
        true => report(kind, asked, rounds, ask),
        false => Ok(()),
    };
    let names = Box::new(Registered(Register::builtin()));
    let engine = LocalEngine::open(&Home::new(index), names)?;
    let drawn = Drawn::read(&engine)?;
    let bodies = engine.values("organisation")?.values;
    let search = |asked: &Asked| engine.search(&asked.request, &asked.tree).map(drop);
    println!(
        "{} releases; kind, queries, median ms, 99th percentile ms",
        engine.releases()
    );
    let single = drawn.words(QUERIES);
    report("word", &single, &search)?;
    report("AND of two", &drawn.pairs(), &search)?;
    report("OR of three", &drawn.threes(), &search)?;
    report("phrase", &drawn.phrases(), &search)?;
    report("prefix", &drawn.prefixes(), &search)?;
    let mut filtered = drawn.words(QUERIES);
    for (asked, body) in filtered.iter_mut().zip(bodies.iter().take(50).cycle()) {
        asked.request.filters = Filters::default().pick("organisation", &body.value);
    }
    report("word, organisation", &filtered, &search)?;
    let frequent = drawn.frequent();
    report("frequent word", &frequent, &search)?;
    report("facet of a frequent word", &frequent, &|asked| {
        engine
            .facet(&asked.request, &asked.tree, "organisation", 10)
            .map(drop)
    })?;
    report("months of a frequent word", &frequent, &|asked| {
        timeline(&engine, &asked.request, &asked.tree, Step::Month).map(drop)
    })?;
    let mut counted = drawn.frequent();
    for asked in &mut counted {
        asked.request.limit = 1;
        asked.request.snippets = 0;
    }
    report("frequent word, one hit alone", &counted, &search)
}

/// Times each query and prints the kind's figures.
fn report(
    kind: &str,
    asked: &[Asked],
    rounds: usize,
    ask: &dyn Fn(&Asked) -> Timed,
) -> anyhow::Result<()> {
    let mut times = Vec::with_capacity(asked.len());
    for query in asked {
        let mut best = f64::INFINITY;
        for _ in 0..rounds.max(1) {
            let begun = Instant::now();
            ask(query)?;
            best = best.min(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        times.push((best, query.tree.to_string()));
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len() - 1));
    if let (Some((median, _)), Some((high, slow))) = (at(0.5), at(0.99)) {
        println!("{kind:32}{:5}{median:9.3}{high:9.3}  {slow}", times.len());
    }
    Ok(())
}

/// The vocabulary by frequency, and some texts.
struct Drawn {
    /// Words in falling order of the releases that have them.
    ranked: Vec<(String, u32)>,
    releases: usize,
    texts: Vec<Vec<String>>,
}

impl Drawn {
    fn read(engine: &LocalEngine) -> anyhow::Result<Self> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        let mut texts = Vec::new();
        let every = (engine.releases() as usize / DRAWN).max(1);
        let mut releases = 0;
        let request = Request {
            snippets: 0,
            ..Request::default()
        };
        engine.every(&request, &Kind::All.into(), &mut |_, release| {
            let all = words(&release.text);
            let once: HashSet<&String> = all.iter().collect();
            for word in once {
                *counts.entry(word.clone()).or_default() += 1;
            }
            if releases % every == 0 {
                texts.push(all);
            }
            releases += 1;
            true
        })?;
        let letters = |word: &str| word.len() > 2 && word.chars().all(char::is_alphabetic);
        let mut ranked: Vec<(String, u32)> = counts
            .into_iter()
            .filter(|(word, count)| *count > 1 && letters(word))
            .collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(Self {
            ranked,
            releases,
            texts,
        })
    }

    /// Words evenly over the logarithm of their rank.
    fn words(&self, count: usize) -> Vec<Asked> {
        let most = (self.ranked.len().max(2) as f64).ln();
        let mut ranks: Vec<usize> = (0..count)
            .map(|at| (most * at as f64 / count as f64).exp() as usize)
            .collect();
        ranks.dedup();
        let words = ranks.iter().filter_map(|rank| self.ranked.get(*rank));
        words.map(|(word, _)| Asked::new(node(word))).collect()
    }

    /// `count` words of each text, `apart` words from each other, from its middle.
    fn together(&self, count: usize, apart: usize) -> impl Iterator<Item = Vec<&String>> {
        self.texts.iter().take(QUERIES).filter_map(move |text| {
            let from = text.get(text.len() / 3..)?;
            let long = from
                .iter()
                .step_by(apart)
                .filter(|word| apart == 1 || word.len() > 3);
            let words: Vec<&String> = long.take(count).collect();
            (words.len() == count).then_some(words)
        })
    }

    fn pairs(&self) -> Vec<Asked> {
        let all = |words: Vec<&String>| Node::and(words.into_iter().map(|w| node(w)).collect());
        self.together(2, 5)
            .map(|words| Asked::new(all(words)))
            .collect()
    }

    fn threes(&self) -> Vec<Asked> {
        let any = |words: Vec<&String>| Node::or(words.into_iter().map(|w| node(w)).collect());
        self.together(3, 5)
            .map(|words| Asked::new(any(words)))
            .collect()
    }

    fn phrases(&self) -> Vec<Asked> {
        let phrase = |words: Vec<&String>| Kind::Phrase {
            words: words.into_iter().cloned().collect(),
            slop: 0,
        };
        self.together(2, 1)
            .map(|words| Asked::new(phrase(words).into()))
            .collect()
    }

    fn prefixes(&self) -> Vec<Asked> {
        let words = self.together(1, 5).flatten();
        let start = words.filter_map(|word| word.get(..4));
        start
            .map(|start| Asked::new(Kind::Prefix(start.to_owned()).into()))
            .collect()
    }

    fn frequent(&self) -> Vec<Asked> {
        let least = (self.releases as f64 * FREQUENT) as u32;
        let frequent = self.ranked.iter().take_while(|(_, count)| *count > least);
        let step = (frequent.clone().count() / 50).max(1);
        frequent
            .step_by(step)
            .map(|(word, _)| Asked::new(node(word)))
            .collect()
    }
}

fn node(word: &str) -> Node {
    Kind::Word(word.to_owned()).into()
}
