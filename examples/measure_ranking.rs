//! How far each weight of the ranking matters:
//! `measure_ranking INDEX QUERIES JUDGEMENTS [INDEX QUERIES JUDGEMENTS]...`.
//!
//! Prints nDCG@10 over each collection with the weights as they are, and with each of them
//! halved, doubled and left out, all others unchanged. A weight that one collection alone
//! asks for is not to be trusted. `docs/evaluation.md` holds the figures.

#![allow(
    clippy::print_stdout,
    reason = "a measuring program prints its figures"
)]

use std::path::Path;

use anyhow::ensure;
use dateline::eval::{Judged, rank, read_judged};
use dateline::organisations::Register;
use dateline::schema::Home;
use dateline::search::{LocalEngine, Registered, Weights};

/// A weight's name and where it lies.
type Named = (&'static str, fn(&mut Weights) -> &mut f32);

const WEIGHTS: [Named; 13] = [
    ("title", |weights| &mut weights.title),
    ("title_length", |weights| &mut weights.title_length),
    ("lead", |weights| &mut weights.lead),
    ("body_length", |weights| &mut weights.body_length),
    ("quotes", |weights| &mut weights.quotes),
    ("boilerplate", |weights| &mut weights.boilerplate),
    ("exact", |weights| &mut weights.exact),
    ("adjacent", |weights| &mut weights.adjacent),
    ("near", |weights| &mut weights.near),
    ("near_length", |weights| &mut weights.near_length),
    ("k1", |weights| &mut weights.k1),
    ("k3", |weights| &mut weights.k3),
    ("k_near", |weights| &mut weights.k_near),
];

/// An index with its judged queries.
struct Collection {
    engine: LocalEngine,
    judged: Judged,
}

fn main() -> anyhow::Result<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    ensure!(
        !given.is_empty() && given.len().is_multiple_of(3),
        "usage: measure_ranking INDEX QUERIES JUDGEMENTS [INDEX QUERIES JUDGEMENTS]..."
    );
    let mut collections = Vec::new();
    for paths in given.chunks(3) {
        let [index, queries, judgements] = paths else {
            continue;
        };
        let names = Box::new(Registered(Register::builtin()));
        collections.push(Collection {
            engine: LocalEngine::open(&Home::new(index), names)?,
            judged: read_judged(Path::new(queries), Path::new(judgements))?,
        });
    }
    measure("as they are", Weights::default(), &mut collections)?;
    for (name, weight) in WEIGHTS {
        for factor in [0.0, 0.5, 2.0] {
            let mut weights = Weights::default();
            let weight = weight(&mut weights);
            *weight *= factor;
            // A length counts fully at 1, and nothing divides by a `k` of 0.
            let limit = if name.ends_with("length") {
                1.0
            } else {
                f32::MAX
            };
            if *weight > limit || (name.starts_with('k') && *weight == 0.0) {
                continue;
            }
            let what = format!("{name} {weight}");
            measure(&what, weights, &mut collections)?;
        }
    }
    Ok(())
}

fn measure(what: &str, weights: Weights, collections: &mut [Collection]) -> anyhow::Result<()> {
    print!("{what:24}");
    for collection in collections {
        collection.engine.weigh_by(weights);
        // No judged query asks for dates that count back.
        let report = rank(
            &collection.engine,
            &collection.judged,
            jiff::civil::date(2026, 1, 1),
        )?;
        print!("{:9.4}", report.means.ndcg_at_10.unwrap_or_default());
    }
    println!();
    Ok(())
}
