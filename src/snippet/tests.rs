//! Passages of invented releases.

use super::choice::LONGEST;
use super::*;
use crate::document::{Found, Section};
use crate::document::{Quote, QuoteKind, Speaker};
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

#[test]
fn a_word_without_an_end_is_cut_at_the_width() {
    for (text, wanted) in [
        ("a".repeat(60_000), Kind::Prefix("aaa".into())),
        (
            format!("Boats {}", "難".repeat(20_000)),
            Kind::Word("難".into()),
        ),
        (
            format!("{} boats", "b".repeat(60_000)),
            Kind::Word("boats".into()),
        ),
        (
            format!("boats{}", ".é".repeat(30_000)),
            Kind::Word("boats".into()),
        ),
    ] {
        let snippets = found(&text, &wanted.into(), &Extraction::default(), 3);
        for snippet in &snippets {
            assert!(snippet.text.len() <= LONGEST, "{}", snippet.text.len());
            assert!(!snippet.highlights.is_empty(), "{}", snippet.text);
        }
        assert!(!snippets.is_empty());
    }
}

#[test]
fn a_phrase_across_two_sentences_is_shown_whole() {
    let text = "The boats left at dawn. Buses came for the families who stayed behind.";
    let phrase = Kind::Phrase {
        words: vec!["dawn".into(), "buses".into()],
        slop: 0,
    };
    let snippets = found(text, &phrase.into(), &Extraction::default(), 1);
    assert_eq!(snippets[0].text, text);
    assert_eq!(snippets[0].highlights, [(18, 29)]);
}

#[test]
fn what_stands_far_down_is_found_too() {
    let text = format!("{} The needle was found.", "Hay. ".repeat(100_000));
    let snippets = found(&text, &word("needle"), &Extraction::default(), 1);
    assert_eq!(snippets[0].text, "The needle was found.");
    assert_eq!(snippets[0].start, 500_001);
}

/// A release with its headline, its lead, a quotation of a named speaker, and an about.
fn parted() -> (String, Extraction) {
    let text = "Harbour opens\n\nThe harbour of Portby opened to all families on Friday at last.\n\n\
        “We kept the harbour warm and dry,” said Ada Quill. The quay is new.\n\n\
        Nobody else came.\n\nAbout: the harbour office.";
    let span = |piece: &str| {
        let start = text.find(piece).unwrap();
        Span::new(start, start + piece.len())
    };
    let speaker = Speaker {
        name: "Ada Quill".into(),
        role: Some("Harbour Officer".into()),
        organisation: Some("Portby".into()),
        mentions: vec![],
        confidence: 1.0,
    };
    let quote = Quote {
        span: span("We kept the harbour warm and dry,"),
        kind: QuoteKind::Direct,
        speaker: Some(0),
        written: None,
        cue: None,
        rule: "test".into(),
        confidence: 1.0,
    };
    let title = Found {
        value: "Harbour opens".into(),
        span: Some(span("Harbour opens")),
        rule: "test".into(),
        confidence: 1.0,
    };
    let about = Section {
        span: span("About: the harbour office."),
        kind: "about".into(),
    };
    let extraction = Extraction {
        title: Some(title),
        speakers: vec![speaker],
        quotes: vec![quote],
        sections: vec![about],
        ..Extraction::default()
    };
    (text.to_owned(), extraction)
}

#[test]
fn a_passage_names_its_part_and_a_quotation_its_speaker() {
    let (text, extraction) = parted();
    let parts = |wanted: &str| {
        let all = Wanted {
            count: 9,
            boilerplate: true,
        };
        let snippets = passages(&text, 0, &extraction, &Matcher::new(&word(wanted)), all);
        let parts = snippets
            .into_iter()
            .map(|snippet| (snippet.section, snippet.speaker.map(|speaker| speaker.name)));
        parts.collect::<Vec<_>>()
    };
    let ada = Some("Ada Quill".to_owned());
    let mut harbour = parts("harbour");
    harbour.sort_by_key(|(part, _)| *part as u8);
    assert_eq!(
        harbour,
        [
            (Part::Title, None),
            (Part::Lead, None),
            (Part::Quotation, ada.clone()),
            (Part::Boilerplate, None)
        ]
    );
    assert_eq!(parts("warm"), [(Part::Quotation, ada)]);
    // In the same paragraph, but not said by her.
    assert_eq!(parts("quay"), [(Part::Body, None)]);
    assert_eq!(parts("nobody"), [(Part::Body, None)]);
    assert_eq!(parts("xylophone"), [(Part::Lead, None)]);
}

proptest! {
    #![proptest_config(crate::cases::cases(128))]
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

/// What a highlight must cover, told by plain means: words are parted at blanks, compared
/// in small letters, and each kind is tried on each of them.
mod independently {
    use super::*;
    use crate::cases::cases;
    use crate::schema::stems::stem_of;

    const WORDS: [&str; 10] = [
        "boat", "boats", "Boat", "boot", "harbour", "harbours", "rescue", "rescued", "of", "quay",
    ];

    fn fits(pattern: &[char], word: &[char]) -> bool {
        match (pattern.split_first(), word.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) => {
                fits(rest, word)
                    || word
                        .split_first()
                        .is_some_and(|(_, tail)| fits(pattern, tail))
            }
            (Some(('?', rest)), Some((_, tail))) => fits(rest, tail),
            (Some((letter, rest)), Some((met, tail))) => letter == met && fits(rest, tail),
            _ => false,
        }
    }

    fn edits(a: &[char], b: &[char]) -> usize {
        match (a.split_last(), b.split_last()) {
            (None, _) => b.len(),
            (_, None) => a.len(),
            (Some((x, a1)), Some((y, b1))) => {
                let mut least = edits(a1, b1) + usize::from(x != y);
                least = least.min(edits(a1, b) + 1).min(edits(a, b1) + 1);
                if let (Some((x2, a2)), Some((y2, b2))) = (a1.split_last(), b1.split_last())
                    && x == y2
                    && y == x2
                {
                    least = least.min(edits(a2, b2) + 1);
                }
                least
            }
        }
    }

    fn letters(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    /// The first and last of the words each match covers.
    fn covered(words: &[String], kind: &Kind) -> Vec<(usize, usize)> {
        let each = |holds: &dyn Fn(&str) -> bool| {
            let met = words.iter().enumerate().filter(|(_, word)| holds(word));
            met.map(|(at, _)| (at, at)).collect()
        };
        let same = |a: &str, b: &str| a == b || stem_of("en", a) == stem_of("en", b);
        match kind {
            Kind::Word(wanted) => each(&|word| same(word, wanted)),
            Kind::Prefix(start) => each(&|word| word.starts_with(start.as_str())),
            Kind::Wildcard(pattern) => each(&|word| fits(&letters(pattern), &letters(word))),
            Kind::Fuzzy {
                word: wanted,
                distance,
            } => each(&|word| {
                same(word, wanted)
                    || edits(&letters(word), &letters(wanted)) <= usize::from(*distance)
            }),
            Kind::Phrase { words: wanted, .. } => (0..words.len())
                .filter(|at| words[*at..].starts_with(wanted))
                .map(|at| (at, at + wanted.len() - 1))
                .collect(),
            _ => vec![],
        }
    }

    fn kinds() -> impl Strategy<Value = Kind> {
        let word = || prop::sample::select(WORDS.to_vec()).prop_map(str::to_lowercase);
        prop_oneof![
            word().prop_map(Kind::Word),
            "[bhr][aeo]{0,2}".prop_map(Kind::Prefix),
            "[bh*?][o?*][a?*]t?"
                .prop_filter("a pattern", |p| p.contains(['?', '*']))
                .prop_map(Kind::Wildcard),
            (word(), 1_u8..3).prop_map(|(word, distance)| Kind::Fuzzy { word, distance }),
            prop::collection::vec(word(), 2..4).prop_map(|words| Kind::Phrase { words, slop: 0 }),
        ]
    }

    proptest! {
        #![proptest_config(cases(256))]
        #[test]
        fn a_highlight_covers_what_matched(
            written in prop::collection::vec((prop::sample::select(WORDS.to_vec()), prop::sample::select(vec![" ", ", ", ". ", "\n\n", " – "])), 0..40),
            kind in kinds(),
        ) {
            let mut text = String::new();
            let mut places = Vec::new();
            for (word, gap) in &written {
                let start = text.chars().count();
                text.push_str(word);
                places.push((start, text.chars().count()));
                text.push_str(gap);
            }
            let words: Vec<String> = written.iter().map(|(word, _)| word.to_lowercase()).collect();
            let mut expected = vec![false; text.chars().count()];
            for (first, last) in covered(&words, &kind) {
                expected[places[first].0..places[last].1].fill(true);
            }
            let matcher = Matcher::new(&kind.clone().into());
            let marks = matcher.highlights(&text, Span::new(0, text.len()), Some("en"));
            let mut marked = vec![false; expected.len()];
            for (from, to) in marks {
                marked[from..to].fill(true);
            }
            prop_assert_eq!(&marked, &expected, "{:?} in {}", kind, text);

            // And passages mark what the text does, wherever they are cut.
            let extraction = Extraction { language: Some("en".into()), ..Extraction::default() };
            let snippets = found(&text, &kind.into(), &extraction, 3);
            if expected.contains(&true) {
                prop_assert!(!snippets[0].highlights.is_empty());
            }
            for snippet in snippets {
                for (from, to) in snippet.highlights {
                    let (from, to) = (snippet.start + from, snippet.start + to);
                    prop_assert!(expected[from..to].iter().all(|met| *met));
                }
            }
        }
    }
}
