//! Searches over invented releases in an index in memory.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tantivy::schema::document::TantivyDocument;
use tantivy::{Index, IndexWriter};

use super::*;
use crate::copies::Sketch;
use crate::document::{
    Extraction, Found, Given, Organisation, OrganisationRole, PartialDate, Place, Quote, QuoteKind,
    ReleaseDate, Section, Speaker,
};
use crate::query::{DateRange, Field, Kind};
use crate::schema::analysis::tokenizers;
use crate::schema::record::{Record, Stamp, copy_document, facet_values};
use crate::schema::{Fields, Mark};
use crate::text::Span;

mod pages;
mod ranking;
mod properties;

/// A release in a line: path, language, date, title, body, body of, speaker, place.
#[derive(Debug, Clone, Default)]
struct Made {
    path: &'static str,
    language: &'static str,
    date: &'static str,
    inferred: bool,
    title: &'static str,
    body: &'static str,
    organisations: &'static [(&'static str, &'static str, OrganisationRole)],
    speaker: &'static str,
    place: &'static str,
    /// What of the body is boilerplate.
    aside: &'static str,
}

const PUBLISHER: OrganisationRole = OrganisationRole::Publisher;
const QUOTED: OrganisationRole = OrganisationRole::Quoted;
const MENTIONED: OrganisationRole = OrganisationRole::Mentioned;

fn library() -> Vec<Made> {
    vec![
        Made {
            path: "a.txt",
            language: "en",
            date: "2023-05-04",
            title: "Deportations rise in Portby",
            body: "The harbour council counted deportations. Jeremy Milsom spoke of a whole-of-route approach.",
            organisations: &[
                ("Harbour Council", "HC", PUBLISHER),
                ("Coast Relief", "CR", QUOTED),
            ],
            speaker: "Jeremy Milsom",
            place: "Portby",
            ..Made::default()
        },
        Made {
            path: "b.txt",
            language: "en",
            date: "2024",
            title: "A deportation stopped",
            body: "One deportation was stopped by a whole of route approach. U.N.H.C.R. said so.",
            organisations: &[
                ("Coast Relief", "CR", PUBLISHER),
                ("Harbour Council", "HC", MENTIONED),
            ],
            speaker: "Ada Milsom-Quill",
            place: "Türkan",
            ..Made::default()
        },
        Made {
            path: "c/d.txt",
            language: "fr",
            date: "2024-02-01",
            inferred: true,
            title: "Des réfugiés arrivent",
            body: "Les réfugiés sont arrivés au port. 難民 stand on the sign.",
            organisations: &[("Coast Relief", "CR", MENTIONED)],
            ..Made::default()
        },
        Made {
            path: "e.txt",
            language: "en",
            date: "",
            title: "Schools open",
            body: "Children of refugees went to school in boats and buses.",
            ..Made::default()
        },
    ]
}

fn extraction(made: &Made) -> Extraction {
    let found = |value: &str| Found {
        value: value.to_owned(),
        span: None,
        rule: "test".into(),
        confidence: 1.0,
    };
    let filled = |value: &'static str| Some(value).filter(|value| !value.is_empty());
    let organisations = made
        .organisations
        .iter()
        .map(|(name, acronym, role)| Organisation {
            name: (*name).into(),
            acronym: Some((*acronym).into()),
            parent: None,
            role: *role,
            mentions: vec![],
            rule: "test".into(),
            confidence: 1.0,
        });
    let publishers = made.organisations.iter().filter(|body| body.2 == PUBLISHER);
    let quotes = made.body.find("a whole").map(|start| Quote {
        span: Span::new(start, made.body.len()),
        kind: QuoteKind::Direct,
        speaker: Some(made.speaker)
            .filter(|name| !name.is_empty())
            .map(|_| 0),
        written: None,
        cue: None,
        rule: "test".into(),
        confidence: 1.0,
    });
    Extraction {
        title: Some(found(made.title)),
        date: PartialDate::parse(made.date).map(|value| ReleaseDate {
            value,
            inferred: made.inferred,
            span: None,
            rule: "test".into(),
            confidence: 1.0,
            candidates: vec![],
            bounds: vec![],
        }),
        place: filled(made.place).map(|name| Found {
            value: Place {
                name: name.into(),
                written: name.into(),
                country: Some("TR".into()),
            },
            span: None,
            rule: "test".into(),
            confidence: 1.0,
        }),
        language: Some(made.language.into()),
        publisher: publishers.map(|body| found(body.0)).collect(),
        organisations: organisations.collect(),
        speakers: filled(made.speaker)
            .map(|name| Speaker {
                name: name.into(),
                role: None,
                organisation: None,
                mentions: vec![],
                confidence: 1.0,
            })
            .into_iter()
            .collect(),
        quotes: quotes.into_iter().collect(),
        sections: made
            .body
            .find(made.aside)
            .filter(|_| !made.aside.is_empty())
            .map(|start| Section {
                span: Span::new(start, start + made.aside.len()),
                kind: "about".into(),
            })
            .into_iter()
            .collect(),
    }
}

struct Register;

impl Names for Register {
    fn organisation(&self, written: &str) -> Vec<String> {
        match written {
            "Secours Côtier" => vec!["Coast Relief".into()],
            "Lake Watch" => vec!["Lake Watch".into()],
            _ => vec![],
        }
    }

    fn parents(&self, name: &str) -> Vec<String> {
        match name {
            "Coast Relief" => vec!["Sea Union".into(), "World Union".into()],
            "Harbour Council" => vec!["World Union".into()],
            _ => vec![],
        }
    }
}

/// `segments` commits, so that merging across segments is tested.
fn engine_of(library: &[Made], segments: usize) -> LocalEngine {
    let (schema, fields) = Fields::build();
    let index = Index::builder()
        .schema(schema)
        .tokenizers(tokenizers())
        .create_in_ram()
        .unwrap();
    let mut writer: IndexWriter<TantivyDocument> =
        index.writer_with_num_threads(1, 16 << 20).unwrap();
    let each = library.len().div_ceil(segments).max(1);
    for part in library.chunks(each) {
        for made in part {
            let extraction = extraction(made);
            let sketch = Sketch::of(made.body, &Given::default(), &extraction);
            let record = Record {
                file: made.path,
                part: None,
                stamp: Stamp {
                    size: 1,
                    changed: 0,
                    modified: 1,
                    content: 7,
                    extractor: 1,
                },
                text: made.body,
                given: &Given::default(),
                extraction: &extraction,
                sketch: (sketch.wording, &sketch.prints),
            };
            writer.add_document(record.document(&fields)).unwrap();
        }
        writer.commit().unwrap();
    }
    let stamp = Stamp {
        size: 1,
        changed: 0,
        modified: 1,
        content: 99,
        extractor: 1,
    };
    writer
        .add_document(copy_document(&fields, "copy.txt", &stamp))
        .unwrap();
    writer.commit().unwrap();
    let mark = Mark::new("/corpus".into(), vec![], 1);
    LocalEngine::over(None, &index, mark, Box::new(Register)).unwrap()
}

fn engine() -> LocalEngine {
    engine_of(&library(), 2)
}

fn word(text: &str) -> Node {
    Kind::Word(text.into()).into()
}

fn phrase(text: &str, slop: u32) -> Node {
    Kind::Phrase {
        words: text.split(' ').map(Into::into).collect(),
        slop,
    }
    .into()
}

fn all() -> Node {
    Kind::All.into()
}

fn paths(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.path.as_str()).collect()
}

fn found(tree: &Node) -> Vec<String> {
    let answer = engine().search(&Request::default(), tree).unwrap();
    assert_eq!(answer.total as usize, answer.hits.len());
    paths(&answer).into_iter().map(Into::into).collect()
}

fn found_sorted(tree: &Node) -> Vec<String> {
    let mut found = found(tree);
    found.sort();
    found
}

fn filtered(filters: Filters) -> Vec<String> {
    let request = Request {
        filters,
        ..Request::default()
    };
    let mut found: Vec<String> = paths(&engine().search(&request, &all()).unwrap())
        .into_iter()
        .map(Into::into)
        .collect();
    found.sort();
    found
}

#[test]
fn word_forms_meet_and_the_very_word_comes_first() {
    assert_eq!(found(&word("deportation")), ["b.txt", "a.txt"]);
    assert_eq!(found(&word("deportations")), ["a.txt", "b.txt"]);
    assert_eq!(found(&word("réfugié")), ["c/d.txt"]);
    assert_eq!(found(&word("refugie")), ["c/d.txt"]);
}

#[test]
fn phrases_find_hyphens_acronyms_and_scripts_without_spaces() {
    assert_eq!(
        found_sorted(&phrase("whole-of-route approach", 0)),
        ["a.txt", "b.txt"]
    );
    assert_eq!(
        found_sorted(&phrase("whole of route", 0)),
        ["a.txt", "b.txt"]
    );
    assert_eq!(found(&word("UNHCR")), ["b.txt"]);
    assert_eq!(found(&word("難民")), ["c/d.txt"]);
    assert!(found(&phrase("route whole", 0)).is_empty());
    assert_eq!(found(&phrase("children school", 4)), ["e.txt"]);
}

#[test]
fn prefixes_wildcards_and_slips() {
    assert_eq!(
        found_sorted(&Kind::Prefix("deport".into()).into()),
        ["a.txt", "b.txt"]
    );
    assert_eq!(found(&Kind::Prefix("whole of rou".into()).into()).len(), 2);
    assert_eq!(
        found(&Kind::Wildcard("r?fugi*s".into()).into()),
        ["c/d.txt"]
    );
    let slip = Kind::Fuzzy {
        word: "shcools".into(),
        distance: 1,
    };
    assert_eq!(found(&slip.into()), ["e.txt"]);
    // As the index keeps `whole-of-route` beside its words, no pattern meets it there.
    for pattern in ["whole-?f-route", "wholeof*", "*4*"] {
        let tree = Kind::Wildcard(pattern.into()).into();
        let answer = engine().search(&Request::default(), &tree).unwrap();
        let told = answer.query.warnings.len();
        assert_eq!(
            (answer.total, told),
            (0, usize::from(pattern.contains('-')))
        );
    }
}

#[test]
fn fields_join_exclude_and_stand_alone() {
    let organisation = Node::field(Field::Organisation, word("cr"));
    assert_eq!(found_sorted(&organisation), ["a.txt", "b.txt", "c/d.txt"]);
    let both = Node::and(vec![
        word("deportation"),
        Node::not(Node::field(Field::Quoted, word("cr"))),
    ]);
    assert_eq!(found(&both), ["b.txt"]);
    assert_eq!(
        found(&Node::field(Field::Title, word("schools"))),
        ["e.txt"]
    );
    assert_eq!(found(&Node::field(Field::Path, word("c/"))), ["c/d.txt"]);
    assert_eq!(found(&Node::field(Field::Quote, word("milsom"))).len(), 0);
    assert_eq!(
        found_sorted(&Node::not(word("deportation"))),
        ["c/d.txt", "e.txt"]
    );
    assert_eq!(
        found(&Node::not(Node::field(Field::Organisation, all()))),
        ["e.txt"]
    );
    assert_eq!(found(&all()).len(), 4);
    assert!(found(&word("!!")).is_empty());
}

#[test]
fn dates_that_are_partly_known_match_what_they_may_mean() {
    let range = |since, until| -> Node {
        let read = PartialDate::parse;
        Kind::Date(DateRange {
            since: read(since),
            until: read(until),
        })
        .into()
    };
    assert_eq!(found_sorted(&range("2024-06", "")), ["b.txt"]);
    assert_eq!(
        found_sorted(&range("2023-05-04", "2024-02-01")),
        ["a.txt", "b.txt", "c/d.txt"]
    );
    assert_eq!(found_sorted(&range("", "2023-05-03")), Vec::<String>::new());
    let certain = Filters {
        certain_date: true,
        ..Filters::default()
    };
    assert_eq!(filtered(certain), ["a.txt", "b.txt"]);
}

#[test]
fn names_are_resolved() {
    let pick = |field: &str, value: &str| filtered(Filters::default().pick(field, value));
    assert_eq!(pick("speaker", "milsom"), ["a.txt", "b.txt"]);
    assert_eq!(pick("speaker", "jeremy milsom"), ["a.txt"]);
    assert_eq!(pick("speaker", "mil"), Vec::<String>::new());
    assert_eq!(pick("org", "h.c."), ["a.txt", "b.txt"]);
    assert_eq!(pick("publisher", "Secours Côtier"), ["b.txt"]);
    assert_eq!(pick("place", "TURKAN"), ["b.txt"]);
    assert_eq!(pick("place", "tr"), ["a.txt", "b.txt"]);
    assert_eq!(pick("publisher", MISSING), ["c/d.txt", "e.txt"]);
    let but = Filters::default()
        .exclude("publisher", MISSING)
        .exclude("language", "fr");
    assert_eq!(filtered(but), ["a.txt", "b.txt"]);
}

#[test]
fn an_unknown_organisation_is_an_error_and_a_known_one_without_release_is_not() {
    let ask = |value: &str| {
        let filters = Filters::default().pick("quoted", value);
        engine().search(
            &Request {
                filters,
                ..Request::default()
            },
            &all(),
        )
    };
    let error = ask("Cost Relief").unwrap_err();
    assert!(error.is_askers());
    assert_eq!(
        error.to_string(),
        "no quoted is called `Cost Relief`; the nearest is `Coast Relief`"
    );
    let answer = ask("Lake Watch").unwrap();
    assert_eq!((answer.total, answer.query.warnings.len()), (0, 1));
    assert_eq!(ask("Harbour Council").unwrap().total, 0);
}

#[test]
fn when_all_words_find_nothing_some_are_shown_and_it_is_said() {
    let tree = Node::and(vec![word("boats"), word("approach")]);
    let answer = engine().search(&Request::default(), &tree).unwrap();
    assert_eq!(answer.query.operator, Operator::Or);
    assert_eq!(answer.total, 3);
    assert!(answer.query.warnings[0].message.contains("some of them"));
    let filtered = Node::and(vec![
        word("boats"),
        word("approach"),
        Node::field(Field::Language, word("fr")),
    ]);
    assert_eq!(
        engine()
            .search(&Request::default(), &filtered)
            .unwrap()
            .total,
        0
    );
}

#[test]
fn a_facet_leaves_its_own_filter_out_and_lists_what_is_picked() {
    let filters = Filters::default()
        .pick("publisher", "hc")
        .pick("language", "en");
    let facets = ["publisher", "language", "year"]
        .map(|field| FacetRequest {
            field: field.into(),
            size: 1,
        })
        .to_vec();
    let request = Request {
        filters,
        facets,
        ..Request::default()
    };
    let answer = engine().search(&request, &all()).unwrap();
    assert_eq!(paths(&answer), ["a.txt"]);
    let publisher = &answer.facets["publisher"];
    let listed: Vec<_> = publisher
        .values
        .iter()
        .map(|v| (v.value.as_str(), v.count, v.selected))
        .collect();
    assert_eq!(
        listed,
        [("Coast Relief", 1, false), ("Harbour Council", 1, true)]
    );
    assert_eq!((publisher.missing, publisher.other), (1, 0));
    assert_eq!(answer.facets["language"].values[0].count, 1);
    assert_eq!(answer.facets["year"].values[0].value, "2023");
}

#[test]
fn bodies_are_counted_with_what_they_are_part_of() {
    let engine = engine();
    let counted = |facet_query: Option<&str>, filters: Filters| {
        let request = Request {
            facet_query: facet_query.map(Into::into),
            filters,
            ..Request::default()
        };
        let facet = engine.facet(&request, &all(), "part_of", 10).unwrap();
        let values = facet.values.into_iter();
        let values = values.map(|value| (value.value, value.count, value.selected));
        (values.collect::<Vec<_>>(), facet.missing)
    };
    let count = |name: &str, count, selected| (name.to_owned(), count, selected);
    let (values, missing) = counted(None, Filters::default());
    // Two parts of one union in one release are one release of the union.
    assert_eq!(
        values,
        [
            count("Coast Relief", 3, false),
            count("Sea Union", 3, false),
            count("World Union", 3, false),
            count("Harbour Council", 2, false)
        ]
    );
    assert_eq!(missing, 1);
    let picked = Filters::default().pick("part_of", "the sea union");
    let (values, _) = counted(Some("counc"), picked.clone());
    assert_eq!(
        values,
        [
            count("Sea Union", 3, true),
            count("Harbour Council", 2, false)
        ]
    );
    assert_eq!(
        counted(Some("CR"), Filters::default()).0[0].0,
        "Coast Relief"
    );
    assert_eq!(
        counted(Some("secours côtier"), Filters::default()).0.len(),
        0
    );
    assert_eq!(
        counted(Some("Secours Côtier"), Filters::default()).0.len(),
        1
    );
    assert_eq!(filtered(picked), ["a.txt", "b.txt", "c/d.txt"]);
    let not = Filters::default().exclude("part_of", "World Union");
    assert_eq!(filtered(not), ["e.txt"]);
}

#[test]
fn names_are_found_with_an_article_and_by_surname() {
    assert_eq!(
        filtered(Filters::default().pick("organisation", "the Coast Relief")).len(),
        3
    );
    let request = Request {
        filters: Filters::default().pick("speaker", "Milsum"),
        ..Request::default()
    };
    let told = engine().search(&request, &all()).unwrap().query.warnings;
    assert!(told[0].message.contains("the nearest is `"), "{told:?}");
    assert!(told[0].message.contains("Milsom"), "{told:?}");
}

#[test]
fn pages_join_to_the_whole_by_offset_and_by_cursor() {
    let library: Vec<Made> = (0..25)
        .map(|at| Made {
            path: Box::leak(format!("{at}.txt").into_boxed_str()),
            language: "en",
            title: "Boats",
            body: if at % 3 == 0 { "boats boats" } else { "boats" },
            date: if at % 2 == 0 { "2024-01-01" } else { "" },
            ..Made::default()
        })
        .collect();
    let engine = engine_of(&library, 4);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let whole = Request {
            sort,
            limit: 100,
            collapse: false,
            ..Request::default()
        };
        let whole = engine.search(&whole, &word("boats")).unwrap();
        assert_eq!((whole.total, whole.next_cursor.as_ref()), (25, None));
        let mut by_offset = Vec::new();
        let mut by_cursor = Vec::new();
        let mut cursor = None;
        for page in 0..4 {
            let request = Request {
                sort,
                limit: 7,
                offset: page * 7,
                collapse: false,
                ..Request::default()
            };
            by_offset.extend(engine.search(&request, &word("boats")).unwrap().hits);
            let request = Request {
                sort,
                limit: 7,
                cursor,
                collapse: false,
                ..Request::default()
            };
            let answer = engine.search(&request, &word("boats")).unwrap();
            assert_eq!(answer.total, 25);
            by_cursor.extend(answer.hits);
            cursor = answer.next_cursor;
        }
        assert_eq!(cursor, None);
        assert_eq!(by_offset, whole.hits);
        assert_eq!(by_cursor, whole.hits);
    }
}

#[test]
fn a_cursor_of_another_generation_is_refused() {
    let request = Request {
        cursor: Some("9.and.1-2-3".into()),
        ..Request::default()
    };
    let told = engine().search(&request, &all()).unwrap_err();
    assert!(told.is_askers() && told.to_string().contains("begin anew"));
    let request = Request {
        cursor: Some("0.and.x".into()),
        ..Request::default()
    };
    assert!(engine().search(&request, &all()).unwrap_err().is_askers());
}

#[test]
fn a_release_is_shown_by_id_beginning_or_path() {
    let engine = engine();
    let release = engine.show("c/d.txt").unwrap();
    assert_eq!(engine.show(&release.id).unwrap(), release);
    assert_eq!(
        engine.show(&release.id[..8].to_uppercase()).unwrap(),
        release
    );
    assert!(
        engine
            .show("ffffffffffff")
            .unwrap_err()
            .to_string()
            .contains("no release")
    );
    assert!(
        engine
            .show("copy.txt")
            .unwrap_err()
            .to_string()
            .contains("same content")
    );
}

#[test]
fn the_status_counts_releases_and_copies() {
    let status = engine().status().unwrap();
    assert_eq!((status.releases, status.copies), (4, 1));
    let years: Vec<_> = status
        .years
        .values
        .iter()
        .map(|v| (v.value.as_str(), v.count))
        .collect();
    assert_eq!(years, [("2023", 1), ("2024", 2)]);
    assert_eq!(status.languages.values[0].value, "en");
}

#[test]
fn every_match_is_visited() {
    let mut met = BTreeSet::new();
    let total = engine()
        .every(&Request::default(), &all(), &mut |_, release| {
            met.insert(release.path)
        })
        .unwrap();
    assert_eq!((total as usize, met.len()), (4, 4));
}

#[test]
fn quotations_answer_by_their_own_words_and_speaker() {
    let said = |tree: &Node, filters: Filters| {
        let request = Request {
            filters,
            ..Request::default()
        };
        let answer = engine().quotes(&request, tree).unwrap();
        assert_eq!(answer.total, answer.hits.len() as u64);
        answer
            .hits
            .into_iter()
            .map(|hit| hit.release.path)
            .collect::<Vec<_>>()
    };
    let mut both = said(&word("approach"), Filters::default());
    both.sort();
    assert_eq!(both, ["a.txt", "b.txt"]);
    // `stopped` stands in the release, not in what was said.
    assert!(said(&word("stopped"), Filters::default()).is_empty());
    let by = Filters::default().pick("speaker", "jeremy");
    assert_eq!(said(&word("approaches"), by), ["a.txt"]);
    let by = Node::and(vec![
        word("route"),
        Node::field(Field::Speaker, word("quill")),
    ]);
    assert_eq!(said(&by, Filters::default()), ["b.txt"]);
    assert_eq!(said(&all(), Filters::default()).len(), 2);
    let request = Request::default();
    let hit = engine()
        .quotes(&request, &phrase("whole of route", 0))
        .unwrap()
        .hits
        .remove(0);
    let release = engine().show(&hit.release.id).unwrap();
    let taken: String = release
        .text
        .chars()
        .skip(hit.start)
        .take(hit.end - hit.start)
        .collect();
    assert_eq!(taken, hit.text);
    assert!(hit.context.contains(&hit.text) && hit.speaker.is_some());
}

fn choice() -> impl Strategy<Value = Filters> {
    let pairs = [
        ("language", "en"),
        ("language", "fr"),
        ("publisher", "Coast Relief"),
        ("organisation", "Harbour Council"),
        ("publisher", MISSING),
        ("speaker", "milsom"),
        ("year", "2024"),
        ("part_of", "World Union"),
        ("part_of", "Sea Union"),
        ("part_of", MISSING),
    ];
    let picked = proptest::collection::vec((0..pairs.len(), any::<bool>()), 0..4);
    picked.prop_map(move |picked| {
        picked
            .into_iter()
            .fold(Filters::default(), |filters, (at, not)| {
                let (field, value) = pairs[at];
                if not {
                    filters.exclude(field, value)
                } else {
                    filters.pick(field, value)
                }
            })
    })
}

fn tree() -> impl Strategy<Value = Node> {
    let words = [
        "deportation",
        "refugees",
        "approach",
        "milsom",
        "boats",
        "port",
    ];
    proptest::collection::vec((0..words.len(), any::<bool>()), 0..3).prop_map(move |picked| {
        Node::or(
            picked
                .into_iter()
                .map(|(at, not)| {
                    let word = word(words[at]);
                    if not { Node::not(word) } else { word }
                })
                .collect(),
        )
    })
}
