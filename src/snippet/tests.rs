//! Passages of invented releases.

use super::*;
use crate::document::{Found, Section};
use crate::query::{Kind, Node};
use proptest::prelude::*;

fn word(text: &str) -> Node {
    Kind::Word(text.into()).into()
}

fn found(text: &str, tree: &Node, extraction: &Extraction, count: usize) -> Vec<Snippet> {
    passages(
        text,
        0,
        extraction,
        &Matcher::new(tree),
        Wanted {
            count,
            boilerplate: false,
        },
    )
}

#[test]
fn the_best_passage_holds_the_most_of_what_was_asked() {
    let text = "Boats came at dawn. Nobody was hurt that day, the harbour master wrote in a long \
        note to the council, which met in the evening and agreed to wait until spring before it \
        would decide on anything of note at all, whatever the weather. Boats and buses brought \
        families inland.";
    let tree = Node::and(vec![word("boats"), word("buses")]);
    let snippets = found(text, &tree, &Extraction::default(), 2);
    assert_eq!(snippets[0].text, "Boats and buses brought families inland.");
    assert_eq!(snippets[0].highlights, [(0, 5), (10, 15)]);
    assert!(snippets[1].text.starts_with("Boats came at dawn."));
}

#[test]
fn boilerplate_comes_last() {
    let text = "Families reached the shelter.\n\nAbout us: the shelter shelter shelter.";
    let mut extraction = Extraction::default();
    extraction.sections.push(Section {
        span: Span::new(31, text.len()),
        kind: "about".into(),
    });
    let snippets = found(text, &word("shelter"), &extraction, 2);
    assert_eq!(snippets.len(), 1);
    assert!(snippets[0].text.starts_with("Families"));
    let both = Wanted {
        count: 2,
        boilerplate: true,
    };
    let snippets = passages(text, 0, &extraction, &Matcher::new(&word("shelter")), both);
    assert_eq!(snippets.len(), 2);
    assert!(snippets[1].text.starts_with("About us"));
}

#[test]
fn boilerplate_is_shown_when_nothing_else_answers() {
    let text = "Families reached the shelter.\n\nAbout us: the harbour office.";
    let mut extraction = Extraction::default();
    extraction.sections.push(Section {
        span: Span::new(31, text.len()),
        kind: "about".into(),
    });
    let snippets = found(text, &word("harbour"), &extraction, 2);
    assert!(snippets[0].text.starts_with("About us"));
}

#[test]
fn without_words_the_lead_is_shown() {
    let text = "A headline of some length\n\nGENEVA\n\nThe agency opened a school today.";
    let title = Found {
        value: "A headline of some length".into(),
        span: Some(Span::new(0, 25)),
        rule: "first-line".into(),
        confidence: 1.0,
    };
    let place = Found {
        value: crate::document::Place {
            name: "Geneva".into(),
            written: "GENEVA".into(),
            country: None,
        },
        span: Some(Span::new(27, 33)),
        rule: "dateline".into(),
        confidence: 1.0,
    };
    let extraction = Extraction {
        title: Some(title),
        place: Some(place),
        ..Extraction::default()
    };
    let snippets = found(text, &Kind::All.into(), &extraction, 1);
    assert_eq!(snippets[0].text, "The agency opened a school today.");
    assert!(snippets[0].highlights.is_empty());
}

#[test]
fn a_long_sentence_is_cut_at_words_around_the_match() {
    let text = format!("{} needle {}", "hay ".repeat(500), "straw ".repeat(500));
    let snippets = found(&text, &word("needle"), &Extraction::default(), 1);
    let snippet = &snippets[0];
    assert!(snippet.text.len() <= LONGEST && snippet.text.starts_with("hay"));
    assert!(snippet.text.contains("needle") && snippet.text.ends_with("straw"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn a_snippet_is_the_text_at_its_range_and_marks_lie_within(
        text in "([a-z]{1,9}|boat|Bötè|難民|[.!?] |\n\n| ){0,120}",
        count in 1_usize..4,
    ) {
        let tree = Node::or(vec![word("boat"), word("bote"), word("難民")]);
        for snippet in found(&text, &tree, &Extraction::default(), count) {
            let taken: String =
                text.chars().skip(snippet.start).take(snippet.end - snippet.start).collect();
            prop_assert_eq!(&taken, &snippet.text);
            let length = snippet.text.chars().count();
            for (from, to) in snippet.highlights {
                prop_assert!(from < to && to <= length);
            }
        }
    }
}
