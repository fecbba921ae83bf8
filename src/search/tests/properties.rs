//! What holds for every filter, query and facet, over a library of invented words.

use super::*;
use crate::cases::cases;
use crate::facet::{self, PART_OF};

/// Words of which texts are made: forms of one stem, slips, and beginnings of each other.
const VOCABULARY: [&str; 14] = [
    "boat",
    "boats",
    "boot",
    "harbour",
    "harbours",
    "whole",
    "route",
    "of",
    "rescue",
    "rescued",
    "U.N.",
    "quay",
    "cross-border",
    "Türkiye",
];

fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) as usize
}

/// Releases of words and fields by a fixed rule, so that a failure comes again.
fn varied() -> Vec<Made> {
    const BODIES: [&[(&str, &str, OrganisationRole)]; 4] = [
        &[],
        &[
            ("Harbour Council", "HC", PUBLISHER),
            ("Coast Relief", "CR", QUOTED),
        ],
        &[("Coast Relief", "CR", MENTIONED)],
        &[("Lake Watch", "LW", PUBLISHER)],
    ];
    const PATHS: [&str; 24] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f", "g", "h",
        "i", "j", "k", "l", "m", "n",
    ];
    let mut state = 0x2545_F491_4F6C_DD1D;
    let made = PATHS.iter().map(|path| {
        let mut body = String::new();
        for _ in 0..4 + next(&mut state) % 12 {
            body.push_str(VOCABULARY[next(&mut state) % VOCABULARY.len()]);
            body.push_str([" ", ", ", ". "][next(&mut state) % 3]);
        }
        Made {
            path,
            language: ["en", "en", "fr", ""][next(&mut state) % 4],
            date: ["", "2023", "2023-05", "2024-02-01", "2024-05-09"][next(&mut state) % 5],
            inferred: next(&mut state).is_multiple_of(3),
            title: ["Rescue", "Quay", "Boats"][next(&mut state) % 3],
            body: Box::leak(body.into_boxed_str()),
            organisations: BODIES[next(&mut state) % 4],
            speaker: ["", "Jeremy Milsom", "Ada Milsom-Quill"][next(&mut state) % 3],
            place: ["", "Portby", "Türkan"][next(&mut state) % 3],
            ..Made::default()
        }
    });
    made.collect()
}

fn with_engine<T>(work: impl FnOnce(&LocalEngine) -> T) -> T {
    thread_local!(static ENGINE: LocalEngine = engine_of(&varied(), 3));
    ENGINE.with(work)
}

/// One word, phrase or pattern.
fn leaf() -> impl Strategy<Value = Node> {
    let typed = [
        "boat",
        "harbour",
        "rescues",
        "un",
        "U.N.",
        "turkiye",
        "xylophone",
        "boa*",
        "cross-b*",
        "h*",
        "b??t",
        "*ay",
        "boaf~1",
        "rescud~2",
        "\"whole of route\"",
        "\"route of\"~2",
        "\"boat quay\"~4",
        "\"cross border\"",
        "whole-of",
    ];
    prop::sample::select(typed.to_vec()).prop_map(parsed)
}

fn parsed(typed: &str) -> Node {
    crate::query::parse(typed, jiff::civil::date(2026, 3, 31))
        .unwrap()
        .root
}

fn query() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::and),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::or),
            inner.prop_map(Node::not),
        ]
    })
}

/// Any filters on any fields, with dates.
fn filters() -> impl Strategy<Value = Filters> {
    let dates = prop::sample::select(vec!["", "2023", "2024-02", "2024-05-09"]);
    (choice(), dates, any::<bool>(), 0..6_u8).prop_map(|(mut filters, date, until, certain)| {
        let date = PartialDate::parse(date);
        if until {
            filters.until = date;
        } else {
            filters.since = date;
        }
        filters.certain_date = certain == 0;
        filters
    })
}

/// The values of a facet by the release alone, told apart from the index.
fn values_of(engine: &LocalEngine, id: &str, facet: &str) -> BTreeSet<String> {
    let extraction = engine.show(id).unwrap().extraction;
    if facet != PART_OF {
        return facet_values(&extraction, facet);
    }
    let bodies = extraction.organisations.into_iter();
    bodies
        .flat_map(|body| {
            let above = Register.parents(&body.name);
            std::iter::once(body.name).chain(above)
        })
        .collect()
}

fn every_hit(engine: &LocalEngine, filters: &Filters, tree: &Node) -> BTreeSet<String> {
    let request = Request {
        filters: filters.clone(),
        limit: 100,
        snippets: 0,
        ..Request::default()
    };
    let answer = engine.search(&request, tree).unwrap();
    assert_eq!(answer.total, answer.hits.len() as u64);
    answer.hits.into_iter().map(|hit| hit.id).collect()
}

proptest! {
    // Each searches several times over.
    #![proptest_config(cases(8))]
    #[test]
    fn a_filter_gives_a_subset(filters in filters(), tree in query()) {
        with_engine(|engine| {
            // By `*` and by a query, whose words are never ORed together for want of hits.
            let whole = every_hit(engine, &Filters::default(), &all());
            let narrowed = every_hit(engine, &filters, &all());
            prop_assert!(narrowed.is_subset(&whole));
            let request = Request { filters, limit: 100, ..Request::default() };
            let answer = engine.search(&request, &tree).unwrap();
            let met: BTreeSet<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
            prop_assert!(met.is_subset(&narrowed));
            Ok(())
        })?;
    }

    #[test]
    fn a_facet_counts_all_hits_but_for_its_own_filter(
        filters in filters(),
        tree in query(),
        size in 1_usize..5,
        typed in prop::sample::select(vec![None, Some("u"), Some("coast"), Some("20"), Some("mil"), Some("HC")]),
    ) {
        with_engine(|engine| {
            let asked = |field: &str| FacetRequest { field: field.into(), size };
            let request = Request {
                filters: filters.clone(),
                facets: facet::fields().map(asked).collect(),
                facet_query: typed.map(Into::into),
                limit: 100,
                ..Request::default()
            };
            let answer = engine.search(&request, &tree).unwrap();
            for (name, facet) in &answer.facets {
                let mut open = filters.clone();
                if let Some(choice) = open.fields.get_mut(name) {
                    choice.any.clear();
                }
                // As joined as the answer itself was.
                let found = engine
                    .find_with(answer.query.operator, &Request { filters: open, ..request.clone() }, &tree, 100)
                    .unwrap();
                let searcher = engine.searcher();
                let values: Vec<BTreeSet<String>> = found.collected.best.iter()
                    .map(|ranked| {
                        let release = engine.release(&searcher, ranked.address).unwrap();
                        values_of(engine, &release.id, name)
                    })
                    .collect();
                let count = |value: &str| values.iter().filter(|all| all.contains(value)).count() as u64;
                for counted in &facet.values {
                    prop_assert_eq!(count(&counted.value), counted.count, "{} {}", name, counted.value);
                }
                prop_assert_eq!(values.iter().filter(|all| all.is_empty()).count() as u64, facet.missing);
                if typed.is_none() {
                    let all: u64 = values.iter().map(|all| all.len() as u64).sum();
                    let listed: u64 = facet.values.iter().map(|value| value.count).sum();
                    prop_assert_eq!(listed + facet.other, all, "{}", name);
                    let beyond = facet.values.iter().filter(|value| !value.selected).count();
                    prop_assert!(beyond <= size);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn as_many_are_given_as_are_told(filters in filters(), tree in query(), collapse: bool) {
        with_engine(|engine| {
            let request = Request { filters, collapse, limit: 1, ..Request::default() };
            let told = engine.search(&request, &tree).unwrap().total;
            let mut given = BTreeSet::new();
            let every = engine.every(&request, &tree, &mut |hit, _| given.insert(hit.id)).unwrap();
            prop_assert_eq!((every, given.len() as u64), (told, told));
            let told = engine.quotes(&request, &tree).unwrap().total;
            let mut given = BTreeSet::new();
            let every = engine.every_quote(&request, &tree, &mut |hit| given.insert(hit.id)).unwrap();
            prop_assert_eq!((every, given.len() as u64), (told, told));
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_an_and_says_nothing(parts in prop::collection::vec(query(), 2..5), filters in filters()) {
        with_engine(|engine| {
            let mut turned = parts.clone();
            turned.reverse();
            let (there, back) = (Node::and(parts), Node::and(turned));
            let (there, back) = (every_hit(engine, &filters, &there), every_hit(engine, &filters, &back));
            prop_assert_eq!(there, back);
            Ok(())
        })?;
    }
}

/// A phrase of words that often stand together, and as often not.
fn phrase() -> impl Strategy<Value = Node> {
    let words = prop::collection::vec(prop::sample::select(VOCABULARY.to_vec()), 2..4);
    let field = prop::sample::select(vec![None, Some(Field::Body), Some(Field::Title)]);
    (words, field).prop_map(|(words, field)| {
        let words = words.into_iter().map(str::to_owned).collect();
        let phrase = Node::from(Kind::Phrase { words, slop: 0 });
        field.map_or(phrase.clone(), |field| Node::field(field, phrase))
    })
}

proptest! {
    #![proptest_config(cases(32))]
    #[test]
    fn a_phrase_finds_the_same_ranked_or_not(tree in phrase(), filters in filters(), collapse: bool) {
        with_engine(|engine| {
            let asked = |sort| {
                let facets = vec![FacetRequest { field: "year".into(), size: 9 }];
                let filters = filters.clone();
                let request = Request { filters, sort, collapse, facets, limit: 100, ..Request::default() };
                let answer = engine.search(&request, &tree).unwrap();
                let ids: BTreeSet<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
                (answer.total, ids, answer.facets)
            };
            let ranked = asked(Sort::Relevance);
            prop_assert_eq!(&ranked, &asked(Sort::Newest));
            let request = Request { filters: filters.clone(), collapse, ..Request::default() };
            let alone = engine.facet(&request, &tree, "year", 9).unwrap();
            prop_assert_eq!(Some(&alone), ranked.2.get("year"));
            Ok(())
        })?;
    }

    #[test]
    fn what_the_index_finds_the_passage_marks(leaf in leaf()) {
        with_engine(|engine| {
            let tree = Node::field(Field::Body, leaf);
            let found: BTreeSet<String> = every_hit(engine, &Filters::default(), &tree);
            let matcher = crate::snippet::Matcher::new(&tree);
            for id in every_hit(engine, &Filters::default(), &all()) {
                let release = engine.show(&id).unwrap();
                let text = Span::new(0, release.text.len());
                let marks = matcher.highlights(&release.text, text, release.extraction.language.as_deref());
                prop_assert_eq!(found.contains(&id), !marks.is_empty(), "{} in {}", tree, release.text);
            }
            Ok(())
        })?;
    }
}
