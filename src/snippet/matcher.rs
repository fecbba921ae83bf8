//! Which words of a text a query asks for: [`Matcher`], and the [`Match`]es it finds.
//!
//! It reads a text once, word by word, and answers as the index does: a word also by its
//! stem, a near phrase in either order, a prefix as the end of a phrase. Words asked for are
//! looked up at once; only a word that begins as one asked for does is folded and stemmed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::wanted::{Wanted, fits, wanted};
use crate::document::Extraction;
use crate::query::Node;
use crate::schema::initials::Initials;
use crate::schema::stems::{Stems, changes_early, letters_kept};
use crate::schema::words::{Words, words};
use crate::text::{CharOffsets, Span};

/// A place in the text that answers one of the wanted things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) span: Span,
    /// Which of the wanted.
    pub(super) wanted: usize,
    /// Whether it is the very word, not one of its forms.
    pub(super) exact: bool,
}

/// Finds the words a query asks for.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    wanted: Vec<Wanted>,
    /// What each folded word asked for is wanted as.
    lexicon: FxHashMap<String, Known>,
    /// Those of the wanted that are neither words nor phrases.
    patterns: Vec<usize>,
    has_phrases: bool,
    stemmers: Stemmers,
    /// Bodies asked for by one of their names, by their one names.
    bodies: Vec<String>,
}

/// A folded word of the query.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// Its number among the wanted, when it is wanted by itself.
    alone: Option<usize>,
    /// Its number among the words of phrases, from 1; 0 for none.
    in_phrases: u32,
}

/// Stemmers by language, each with the words it met; clones share them.
#[derive(Clone, Default)]
pub struct Stemmers {
    by_language: Rc<RefCell<HashMap<String, Option<Stems>>>>,
}

impl Stemmers {
    /// Runs `with` on the stemmer of a language, if there is one.
    fn with<T>(&self, language: Option<&str>, with: impl FnOnce(Option<&mut Stems>) -> T) -> T {
        let Some(language) = language else {
            return with(None);
        };
        let mut by_language = self.by_language.borrow_mut();
        if !by_language.contains_key(language) {
            by_language.insert(language.to_owned(), Stems::for_some_texts(language));
        }
        with(by_language.get_mut(language).and_then(Option::as_mut))
    }
}

impl fmt::Debug for Stemmers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stemmers").finish_non_exhaustive()
    }
}

/// The stems asked for in one language.
#[derive(Default)]
struct Asked {
    stems: Vec<(usize, String)>,
    /// How the words with one of them begin; none where they may begin otherwise.
    beginnings: Option<Vec<String>>,
}

impl Asked {
    fn may_be(&self, word: &str) -> bool {
        !self.stems.is_empty()
            && self.beginnings.as_ref().is_none_or(|beginnings| {
                let begins = |start: &String| word.starts_with(start.as_str());
                beginnings.iter().any(begins) || changes_early(word)
            })
    }
}

/// A word of the text for the search for phrases.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) span: Span,
    /// Its number among the words of phrases; 0 when it is none of them.
    pub(super) word: u32,
}

impl Matcher {
    /// What `tree` asks of the text; what it excludes or asks of other fields is left out.
    pub fn new(tree: &Node) -> Self {
        Self::sharing(tree, &Stemmers::default())
    }

    /// As [`Self::new`], with the stemmers of other matchers.
    pub fn sharing(tree: &Node, stemmers: &Stemmers) -> Self {
        let mut matcher = Self {
            wanted: wanted(tree),
            stemmers: stemmers.clone(),
            ..Self::default()
        };
        let mut in_phrases = 0;
        for (number, wanted) in matcher.wanted.iter_mut().enumerate() {
            match wanted {
                Wanted::Word(word) => {
                    matcher.lexicon.entry(word.clone()).or_default().alone = Some(number);
                }
                Wanted::Phrase { words, ids, .. } => {
                    matcher.has_phrases = true;
                    for word in words.iter() {
                        let known = matcher.lexicon.entry(word.clone()).or_default();
                        if known.in_phrases == 0 {
                            in_phrases += 1;
                            known.in_phrases = in_phrases;
                        }
                        ids.push(known.in_phrases);
                    }
                }
                _ => matcher.patterns.push(number),
            }
        }
        matcher
    }

    /// As well asking for bodies, wherever a release names them; for passages.
    pub fn naming(mut self, bodies: &[String]) -> Self {
        self.bodies = bodies.to_vec();
        self
    }

    /// Where a release names the bodies asked for, in `within`.
    pub(super) fn mentions(&self, extraction: &Extraction, within: Span, into: &mut Vec<Match>) {
        if self.bodies.is_empty() {
            return;
        }
        for (number, name) in self.bodies.iter().enumerate() {
            let bodies = extraction.organisations.iter();
            let mentions = bodies
                .filter(|body| body.name == *name)
                .flat_map(|body| &body.mentions);
            let inside = mentions.filter(|span| within.contains(**span));
            into.extend(inside.map(|span| Match {
                span: *span,
                wanted: self.wanted.len() + number,
                exact: true,
            }));
        }
        into.sort_by_key(|found| (found.span, found.wanted));
    }

    /// Whether it asks for no words at all.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// How many different things it asks for.
    pub(super) const fn things(&self) -> usize {
        self.wanted.len() + self.bodies.len()
    }

    /// Every match in `within`, in order.
    pub(super) fn matches(&self, text: &str, within: Span, language: Option<&str>) -> Vec<Match> {
        let mut found = Vec::new();
        let mut placed = Vec::new();
        self.read(text, within, language, |span, word, wanted| {
            if self.has_phrases && wanted.is_none() {
                placed.push(Placed { span, word });
            }
            found.extend(wanted.map(|(wanted, exact)| Match {
                span,
                wanted,
                exact,
            }));
            true
        });
        self.phrases(text, &placed, &mut found);
        found
    }

    /// Reads the words of `within`. Of each `tell` is told once without, and then with each of
    /// the wanted that it answers, phrases left out; until it says that this is enough.
    fn read(
        &self,
        text: &str,
        within: Span,
        language: Option<&str>,
        mut tell: impl FnMut(Span, u32, Option<(usize, bool)>) -> bool,
    ) {
        self.stemmers.with(language, |mut stems| {
            let asked = self.asked(language, stems.as_deref_mut());
            let initials = self.initials(&asked);
            // A phrase needs every word, be it only to part others.
            let starts = (!self.has_phrases).then(|| initials.starts());
            let mut reader = Words::new(within.of(text));
            let mut folded = String::new();
            while starts.as_ref().is_none_or(|starts| reader.skip_to(starts))
                && let Some(word) = reader.read_among(&initials, &mut folded)
            {
                let span = Span::new(within.start + word.span.start, within.start + word.span.end);
                let known = match folded.as_str() {
                    "" => Known::default(),
                    folded => self.lexicon.get(folded).copied().unwrap_or_default(),
                };
                let mut goes_on = tell(span, known.in_phrases, None);
                if !folded.is_empty() {
                    self.answers(
                        &folded,
                        known,
                        &asked,
                        stems.as_deref_mut(),
                        |wanted, exact| {
                            goes_on &= tell(span, known.in_phrases, Some((wanted, exact)));
                        },
                    );
                }
                if !goes_on {
                    break;
                }
            }
        });
    }

    /// What a word begins with that may answer.
    fn initials(&self, asked: &Asked) -> Initials {
        let mut initials = Initials::NONE;
        for word in self.lexicon.keys() {
            initials.add_word(word);
        }
        match &asked.beginnings {
            _ if asked.stems.is_empty() => {}
            Some(starts) => {
                for start in starts {
                    initials.add_beginning(start);
                    // `dying` and its like: see [`changes_early`].
                    let first = start.chars().take(1);
                    initials.add_beginning(&first.chain(['y']).collect::<String>());
                }
            }
            None => initials.add_beginning(""),
        }
        for number in &self.patterns {
            match self.wanted.get(*number) {
                Some(Wanted::Prefix(start)) => initials.add_beginning(start),
                Some(Wanted::Pattern(pattern)) => {
                    let letters = pattern.iter();
                    let start = letters.take_while(|letter| !matches!(letter, '?' | '*'));
                    initials.add_beginning(&start.collect::<String>());
                }
                _ => initials.add_beginning(""),
            }
        }
        initials
    }

    /// Calls `tell` with each of the wanted that the word answers, phrases left out.
    fn answers(
        &self,
        folded: &str,
        known: Known,
        asked: &Asked,
        stems: Option<&mut Stems>,
        mut tell: impl FnMut(usize, bool),
    ) {
        if let Some(number) = known.alone {
            tell(number, true);
        }
        for number in &self.patterns {
            match self.wanted.get(*number) {
                Some(Wanted::Prefix(start)) if folded.starts_with(start.as_str()) => {
                    tell(*number, true);
                }
                Some(Wanted::Pattern(pattern)) if fits(pattern, folded) => tell(*number, true),
                Some(Wanted::Fuzzy { word, distance }) if is_near(word, folded, *distance) => {
                    tell(*number, word == folded);
                }
                _ => {}
            }
        }
        if let Some(stems) = stems
            && asked.may_be(folded)
        {
            let stem = stems.stem(folded);
            let told = |number: usize| match self.wanted.get(number) {
                Some(Wanted::Fuzzy { word, distance }) => is_near(word, folded, *distance),
                _ => known.alone == Some(number),
            };
            let same = asked.stems.iter().filter(|(_, asked)| asked == stem);
            same.filter(|(number, _)| !told(*number))
                .for_each(|(number, _)| tell(*number, false));
        }
    }

    /// Adds what answers the phrases, and puts all in order.
    fn phrases(&self, text: &str, placed: &[Placed], found: &mut Vec<Match>) {
        if !self.has_phrases {
            return;
        }
        for (number, wanted) in self.wanted.iter().enumerate() {
            if let Wanted::Phrase {
                ids, slop, begun, ..
            } = wanted
            {
                let begins = |at: Placed| {
                    begun.as_ref().is_none_or(|begun| {
                        let word = words(at.span.of(text));
                        word.first().is_some_and(|word| word.starts_with(begun))
                    })
                };
                let spans = super::phrase::occurrences(placed, ids, *slop, begun.is_some(), begins);
                found.extend(spans.into_iter().map(|span| Match {
                    span,
                    wanted: number,
                    exact: true,
                }));
            }
        }
        found.sort_by_key(|found| (found.span, found.wanted));
    }

    /// Whether anything wanted stands in `within`.
    pub fn is_in(&self, text: &str, within: Span, language: Option<&str>) -> bool {
        if self.has_phrases {
            return !self.matches(text, within, language).is_empty();
        }
        let mut any = false;
        self.read(text, within, language, |_, _, wanted| {
            any |= wanted.is_some();
            !any
        });
        any
    }

    /// What to mark in `within`, as ranges of Unicode scalar values from its start.
    pub fn highlights(
        &self,
        text: &str,
        within: Span,
        language: Option<&str>,
    ) -> Vec<(usize, usize)> {
        let piece = within.of(text);
        let offsets = CharOffsets::new(piece);
        let mut ranges: Vec<(usize, usize)> = self
            .matches(piece, Span::new(0, piece.len()), language)
            .iter()
            .map(|found| offsets.range(found.span))
            .collect();
        ranges.sort_unstable();
        ranges.dedup_by(|next, kept| {
            let joins = next.0 <= kept.1;
            kept.1 = if joins { kept.1.max(next.1) } else { kept.1 };
            joins
        });
        ranges
    }

    /// The stems of the wanted words, by number.
    fn asked(&self, language: Option<&str>, stems: Option<&mut Stems>) -> Asked {
        let mut asked = Asked::default();
        let Some(stems) = stems else { return asked };
        let kept = language.map_or(0, letters_kept);
        let mut beginnings = Vec::new();
        for (number, wanted) in self.wanted.iter().enumerate() {
            let (Wanted::Word(word) | Wanted::Fuzzy { word, .. }) = wanted else {
                continue;
            };
            let stem = stems.stem(word);
            // Behind the language it is of.
            let letters = stem.split_once(':').map_or(stem, |(_, letters)| letters);
            beginnings.push(letters.chars().take(kept).collect());
            asked.stems.push((number, stem.to_owned()));
        }
        if kept > 0 {
            asked.beginnings = Some(beginnings);
        }
        asked
    }
}

/// Whether the words differ by at most `distance` letters, two swapped ones counted once.
fn is_near(word: &str, other: &str, distance: usize) -> bool {
    let lengths = word.chars().count().abs_diff(other.chars().count());
    lengths <= distance && strsim::osa_distance(word, other) <= distance
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Kind;
    use proptest::prelude::*;

    fn matched(node: Kind, text: &str) -> Vec<&str> {
        let matcher = Matcher::new(&node.into());
        let found = matcher.matches(text, Span::new(0, text.len()), Some("en"));
        found.iter().map(|found| found.span.of(text)).collect()
    }

    #[test]
    fn each_kind_finds_its_words() {
        let text = "Deportations of refugees: a whole-of-route approach, said Türkiye.";
        let phrase = |words: &[&str], slop| Kind::Phrase {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            slop,
        };
        assert_eq!(
            matched(Kind::Word("deportation".into()), text),
            ["Deportations"]
        );
        assert_eq!(matched(Kind::Word("turkiye".into()), text), ["Türkiye"]);
        assert_eq!(
            matched(phrase(&["whole", "of", "route"], 0), text),
            ["whole-of-route"]
        );
        assert_eq!(
            matched(phrase(&["refugees", "route"], 3), text),
            ["refugees: a whole-of-route"]
        );
        assert!(matched(phrase(&["refugees", "route"], 2), text).is_empty());
        assert_eq!(matched(Kind::Prefix("refu".into()), text), ["refugees"]);
        assert_eq!(matched(Kind::Wildcard("r?ut*".into()), text), ["route"]);
        let fuzzy = |word: &str| Kind::Fuzzy {
            word: word.into(),
            distance: 1,
        };
        assert_eq!(matched(fuzzy("refugeees"), text), ["refugees"]);
        assert_eq!(matched(fuzzy("approaching"), text), ["approach"], "by stem");
        assert_eq!(
            matched(fuzzy("whole-of"), text),
            ["whole-of"],
            "several words are a phrase"
        );
    }

    #[test]
    fn near_words_are_found_in_either_order_as_the_index_finds_them() {
        let near = |slop| Kind::Phrase {
            words: vec!["route".into(), "whole".into()],
            slop,
        };
        let text = "a whole-of-route approach";
        assert_eq!(matched(near(3), text), ["whole-of-route"]);
        assert!(matched(near(2), text).is_empty());
    }

    #[test]
    fn a_prefix_of_several_words_ends_a_phrase() {
        let text = "Rough seas; whole of route and whole of rounds, rooms.";
        assert_eq!(
            matched(Kind::Prefix("whole-of-rou".into()), text),
            ["whole of route", "whole of rounds"]
        );
    }

    #[test]
    fn what_is_excluded_is_not_marked() {
        let tree = Node::not(Kind::Word("boats".into()).into());
        assert!(Matcher::new(&tree).is_empty());
    }

    proptest! {
        #[test]
        fn one_text_or_many_answer_alike(
            text in "(boat|boats|Boote|rescued|rescue|quay|,| ){0,12}",
            wanted in prop::sample::select(vec!["boat", "rescues", "qua*", "bo?t", "resque~2", "é"]),
            language in prop::sample::select(vec![Some("en"), Some("de"), Some("zh"), None]),
        ) {
            thread_local!(static MET: Stemmers = Stemmers::default());
            let tree = crate::query::parse(wanted, jiff::civil::date(2026, 3, 31)).unwrap().root;
            let matcher = Matcher::new(&tree);
            let whole = Span::new(0, text.len());
            let many = MET.with(|met| Matcher::sharing(&tree, met).is_in(&text, whole, language));
            let one = !matcher.matches(&text, whole, language).is_empty();
            prop_assert_eq!(one, matcher.is_in(&text, whole, language));
            prop_assert_eq!(many, one);
        }
    }
}
