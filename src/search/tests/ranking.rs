//! The order of hits and why: explained scores, forms of words, joined words, recency.

use super::*;

/// A release of a path, a language, a day and a text.
fn made(
    path: &'static str,
    language: &'static str,
    date: &'static str,
    body: &'static str,
) -> Made {
    Made {
        path,
        language,
        date,
        title: "Notice",
        body,
        ..Made::default()
    }
}

/// The paths found, best first.
fn paths(engine: &LocalEngine, request: &Request, tree: &Node) -> Vec<String> {
    let hits = engine.search(request, tree).unwrap().hits;
    hits.into_iter().map(|hit| hit.path).collect()
}

fn answer(library: &[Made], query: &str) -> Answer {
    let tree = crate::query::parse(query, jiff::civil::date(2024, 6, 1)).unwrap();
    // What differs in a few letters is a copy, and here it is what is looked for.
    let request = Request {
        collapse: false,
        ..Request::default()
    };
    engine_of(library, 1).search(&request, &tree.root).unwrap()
}

fn found(library: &[Made], query: &str) -> Vec<String> {
    let hits = answer(library, query).hits;
    hits.into_iter().map(|hit| hit.path).collect()
}

fn sorted(mut paths: Vec<String>) -> Vec<String> {
    paths.sort();
    paths
}

#[test]
fn what_explains_a_score_adds_up_to_it() {
    let recency = Recency {
        half_life: 90,
        today: jiff::civil::date(2024, 6, 1),
    };
    let trees = [
        word("deportation"),
        Node::and(vec![word("deportation"), word("approach")]),
        Node::or(vec![phrase("whole of route", 0), word("boats")]),
        Node::and(vec![
            Kind::Prefix("deport".into()).into(),
            Node::not(word("school")),
        ]),
        Node::and(vec![word("stopped"), word("whole"), word("route")]),
        Node::field(Field::Quote, word("approach")),
    ];
    for recency in [None, Some(recency)] {
        let request = Request {
            explain: true,
            recency,
            ..Request::default()
        };
        for tree in &trees {
            let answer = engine().search(&request, tree).unwrap();
            assert!(!answer.hits.is_empty(), "{tree}");
            for hit in answer.hits {
                let sum: f32 = hit.explain.iter().map(|reason| reason.value).sum();
                assert!(
                    hit.score > 0.0 && (sum - hit.score).abs() < 1e-4,
                    "{tree}: {hit:?}"
                );
                assert!(
                    hit.explain.iter().all(|reason| reason.value > 0.0),
                    "{hit:?}"
                );
            }
        }
    }
}

#[test]
fn a_score_tells_words_zones_and_nearness() {
    let request = Request {
        explain: true,
        ..Request::default()
    };
    let tree = Node::and(vec![word("deportation"), word("stopped")]);
    let answer = engine().search(&request, &tree).unwrap();
    let told: Vec<(String, How, Option<String>, u32)> = answer.hits[0]
        .explain
        .iter()
        .map(|reason| {
            (
                reason.of.clone(),
                reason.how,
                reason.zone.clone(),
                reason.count,
            )
        })
        .collect();
    let has = |of: &str, how, zone: Option<&str>, count| {
        let wanted = (of.to_owned(), how, zone.map(str::to_owned), count);
        assert!(told.contains(&wanted), "{wanted:?} not in {told:?}");
    };
    has("deportation", How::Stem, Some("title"), 1);
    has("deportation", How::Stem, Some("lead"), 1);
    has("deportation", How::Exact, Some("body"), 1);
    has("deportation ~ stopped", How::Adjacent, None, 1);
    has("deportation ~ stopped", How::Near, None, 2);
}

#[test]
fn the_order_by_date_has_no_scores_to_explain() {
    let request = Request {
        explain: true,
        sort: Sort::Newest,
        ..Request::default()
    };
    for hit in engine().search(&request, &word("approach")).unwrap().hits {
        assert!(hit.explain.is_empty() && hit.score == 0.0);
    }
}

#[test]
fn forms_of_a_word_meet_in_its_language_and_the_very_word_comes_first() {
    let library = [
        made(
            "forms.txt",
            "en",
            "",
            "The settlements were counted by the harbour office.",
        ),
        made(
            "very.txt",
            "en",
            "",
            "The settlement were counted by the harbour office.",
        ),
        made(
            "french.txt",
            "fr",
            "",
            "Les expulsions ont cesse dans le port de la ville.",
        ),
        made(
            "none.txt",
            "zz",
            "",
            "Kumuluka kwa watu kumepungua bandarini mwaka huu.",
        ),
    ];
    assert_eq!(found(&library, "settlement"), ["very.txt", "forms.txt"]);
    assert_eq!(found(&library, "settlements"), ["forms.txt", "very.txt"]);
    assert_eq!(found(&library, "expulsion"), ["french.txt"]);
    assert_eq!(found(&library, "bandarini"), ["none.txt"]);
}

#[test]
fn hyphenated_joined_and_parted_words_meet() {
    let library = [
        made(
            "hyphen.txt",
            "en",
            "",
            "An anti-trafficking unit answers by e-mail.",
        ),
        made(
            "joined.txt",
            "en",
            "",
            "An antitrafficking unit answers by email.",
        ),
        made(
            "parted.txt",
            "en",
            "",
            "An anti trafficking unit answers by e mail.",
        ),
        made(
            "other.txt",
            "en",
            "",
            "It may be that the harbour maybe closes.",
        ),
    ];
    let all = ["hyphen.txt", "joined.txt", "parted.txt"];
    for query in [
        "anti-trafficking",
        "antitrafficking",
        "anti trafficking",
        "e-mail",
        "email",
        "e mail",
        "unit anti-trafficking",
        "body:antitrafficking",
    ] {
        assert_eq!(sorted(found(&library, query)), all, "{query}");
    }
    let three = [
        made("hyphens.txt", "en", "", "A one-stop-shop opens."),
        made("joined.txt", "en", "", "A onestopshop opens."),
    ];
    let both = ["hyphens.txt", "joined.txt"];
    assert_eq!(sorted(found(&three, "onestopshop")), both);
    assert_eq!(sorted(found(&three, "one-stop-shop")), both);
    // Nobody writes it with a hyphen, so nothing says the two are one.
    let apart = [
        made("one.txt", "en", "", "The harbour maybe closes."),
        made("two.txt", "en", "", "The harbour may be closed."),
    ];
    assert_eq!(found(&apart, "maybe"), ["one.txt"]);
    assert_eq!(found(&apart, "may be"), ["two.txt"]);
}

#[test]
fn a_word_is_worth_the_same_however_it_is_written() {
    let library = [
        made("joined.txt", "en", "", "The coastguard was late."),
        made("parted.txt", "en", "", "The coast guard was late."),
        made("hyphen.txt", "en", "", "The coast-guard was late."),
        made("more.txt", "en", "", "The coastguard. A coastguard!"),
        made("again.txt", "en", "", "Our coastguard is on duty."),
    ];
    let hits = answer(&library, "coastguard").hits;
    assert_eq!(hits[0].path, "more.txt");
    // What is written in a rare way is no better for it.
    let score = |path: &str| hits.iter().find(|hit| hit.path == path).unwrap().score;
    assert!(score("parted.txt") <= score("joined.txt"));
}

#[test]
fn one_hyphen_does_not_part_a_common_word_at_a_function_word() {
    let mut library = vec![
        made("hyphen.txt", "en", "", "The ferry sails to-day."),
        made("parted.txt", "en", "", "Life goes on day to day."),
    ];
    for number in 0..150 {
        let path: &str = Box::leak(format!("{number}.txt").into_boxed_str());
        let body = Box::leak(format!("Ferry {number} sails today.").into_boxed_str());
        library.push(made(path, "en", "", body));
    }
    assert_eq!(answer(&library, "today").total, 150);
    assert_eq!(answer(&library, "\"to day\"").total, 2);
    library.truncate(60);
    assert_eq!(answer(&library, "today").total, 60);
}

#[test]
fn a_phrase_of_function_words_is_found_alone_and_among_others() {
    let library = [
        made(
            "both.txt",
            "en",
            "",
            "Most of the ferries sail in the night.",
        ),
        made(
            "apart.txt",
            "en",
            "",
            "The ferries of Port Calder sail, the night in.",
        ),
        made("german.txt", "de", "", "Das Plakat sagt: in the night."),
        made(
            "again.txt",
            "en",
            "",
            "In the end, in the night and of the ferries.",
        ),
    ];
    for (query, paths) in [
        (
            "\"in the\"",
            ["again.txt", "both.txt", "german.txt"].as_slice(),
        ),
        ("\"in the night\"", &["again.txt", "both.txt", "german.txt"]),
        ("\"of the ferries\"", &["again.txt", "both.txt"]),
        ("\"of the\" -\"in the end\"", &["both.txt"]),
        ("\"the night in\"", &["apart.txt"]),
        ("body:\"in the\" plakat", &["german.txt"]),
    ] {
        assert_eq!(sorted(found(&library, query)), paths, "{query}");
    }
    assert_eq!(found(&library, "\"in the\"")[0], "again.txt");
}

#[test]
fn acronyms_meet_with_and_without_stops() {
    let library = [
        made("stops.txt", "en", "", "U.N.H.C.R. opened an office."),
        made("plain.txt", "en", "", "UNHCR opened an office."),
    ];
    for query in ["unhcr", "U.N.H.C.R."] {
        assert_eq!(sorted(found(&library, query)), ["plain.txt", "stops.txt"]);
    }
}

#[test]
fn joined_words_are_marked_where_they_meet() {
    let library = [made(
        "hyphen.txt",
        "en",
        "",
        "An anti-trafficking unit was set up there.",
    )];
    let answer = engine_of(&library, 1)
        .search(&Request::default(), &word("antitrafficking"))
        .unwrap();
    let snippet = &answer.hits[0].snippets[0];
    assert_eq!(snippet.highlights, [(3, 19)]);
}

#[test]
fn some_of_the_words_are_those_that_tell() {
    let library = [
        made("wanted.txt", "en", "", "Ferries were late."),
        made(
            "other.txt",
            "en",
            "",
            "What is the use of the harbour when it is shut?",
        ),
    ];
    assert_eq!(
        found(&library, "what is the reason when ferries sink"),
        ["wanted.txt"]
    );
    // All of them, while some release has them all.
    assert_eq!(found(&library, "what is the use"), ["other.txt"]);
}

#[test]
fn words_that_stand_together_come_first() {
    let library = [
        made(
            "apart.txt",
            "en",
            "",
            "Border is one word here and some that saw another one by the fence.",
        ),
        made(
            "near.txt",
            "en",
            "",
            "Fence by the border is some of what one saw here and word another.",
        ),
        made(
            "next.txt",
            "en",
            "",
            "One border fence is here and the word that some saw another.",
        ),
    ];
    assert_eq!(
        found(&library, "border fence"),
        ["next.txt", "near.txt", "apart.txt"]
    );
}

#[test]
fn boilerplate_ranks_last() {
    let mut library = engine_library_with_boilerplate();
    library.reverse();
    assert_eq!(found(&library, "ferry"), ["said.txt", "about.txt"]);
}

/// One release says the word, the other has it where it tells of itself.
fn engine_library_with_boilerplate() -> Vec<Made> {
    vec![
        made(
            "said.txt",
            "en",
            "",
            "In a long text with many words about harbours a ferry is named.",
        ),
        Made {
            aside: "The ferry board runs each ferry.",
            ..made(
                "about.txt",
                "en",
                "",
                "Boats are late. The ferry board runs each ferry.",
            )
        },
    ]
}

#[test]
fn newer_releases_gain_when_asked_to() {
    let text = "The ferries stopped.";
    let library = [
        made(
            "old.txt",
            "en",
            "2014-05-01",
            "The ferries stopped. Ferries!",
        ),
        made("new.txt", "en", "2024-05-01", text),
        made("undated.txt", "en", "", text),
    ];
    let engine = engine_of(&library, 1);
    let tree = word("ferries");
    let mut request = Request::default();
    assert_eq!(paths(&engine, &request, &tree)[0], "old.txt");
    request.recency = Some(Recency {
        half_life: 180,
        today: jiff::civil::date(2024, 6, 1),
    });
    assert_eq!(
        paths(&engine, &request, &tree),
        ["new.txt", "old.txt", "undated.txt"]
    );
    request.sort = Sort::Newest;
    let error = engine.search(&request, &tree).unwrap_err().to_string();
    assert!(error.contains("recency"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_first_are_the_first_of_all(
        texts in proptest::collection::vec("(ferry |ferries |fence |border |late |of ){1,12}", 1..24),
        asked in proptest::collection::vec("ferry|fence|border|late|of", 1..4),
        limit in 1_usize..6,
    ) {
        let library: Vec<Made> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| {
                let path: &'static str = Box::leak(format!("{at}.txt").into_boxed_str());
                made(path, "en", "", Box::leak(text.clone().into_boxed_str()))
            })
            .collect();
        let engine = engine_of(&library, 2);
        let tree = Node::or(asked.iter().map(|asked| word(asked)).collect());
        let page = |limit| Request { limit, ..Request::default() };
        let all = paths(&engine, &page(100), &tree);
        let first = paths(&engine, &page(limit), &tree);
        prop_assert_eq!(&first[..], &all[..limit.min(all.len())]);
    }
}
