//! Which words of a text a query asks for: [`Matcher`], and the [`Match`]es it finds.

use std::collections::HashMap;

use crate::query::{Field, Kind, Node};
use crate::schema::stems::{Stems, stem_of};
use crate::schema::words::{Words, words};
use crate::text::{CharOffsets, Span};

/// The most wanted things kept of one query; further ones are not highlighted.
const MOST_WANTED: usize = 64;

/// Languages whose stemmers take off prefixes; in all others a stem begins as its word.
const STEMMED_IN_FRONT: [&str; 2] = ["ar", "ta"];

/// One thing the query asks for.
#[derive(Debug, Clone, PartialEq)]
enum Wanted {
    /// A word, or another with its stem.
    Word(String),
    /// Words next to each other, moved by at most `slop` places.
    Phrase {
        words: Vec<String>,
        slop: usize,
    },
    Prefix(String),
    Pattern(Vec<char>),
    Fuzzy {
        word: String,
        distance: usize,
    },
}

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
}

/// Stemmers by language, each with the words it met.
#[derive(Default)]
pub struct Stemmers {
    by_language: HashMap<String, Option<Stems>>,
}

impl Stemmers {
    fn of(&mut self, language: &str) -> Option<&mut Stems> {
        if !self.by_language.contains_key(language) {
            let made = Stems::of(language);
            self.by_language.insert(language.to_owned(), made);
        }
        self.by_language.get_mut(language)?.as_mut()
    }
}

/// A word of the text as it is compared.
struct Token {
    span: Span,
    folded: String,
    /// A bit for each of the wanted words whose stem it has.
    stem_of: u64,
}

impl Matcher {
    /// What `tree` asks of the text; what it excludes or asks of other fields is left out.
    pub fn new(tree: &Node) -> Self {
        let mut matcher = Self::default();
        matcher.gather(tree);
        matcher.wanted.truncate(MOST_WANTED);
        matcher
    }

    /// Whether it asks for no words at all.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    fn gather(&mut self, node: &Node) {
        match &node.kind {
            Kind::All | Kind::Date(_) | Kind::Not(_) => {}
            Kind::Word(word) => self.want_words(words(word), 0),
            Kind::Phrase {
                words: written,
                slop,
            } => {
                let folded = written.iter().flat_map(|word| words(word)).collect();
                self.want_words(folded, *slop as usize);
            }
            Kind::Prefix(start) => self.want_prefix(words(start)),
            Kind::Wildcard(pattern) => {
                let pattern = crate::schema::fold::fold(pattern).chars().collect();
                self.want(Wanted::Pattern(pattern));
            }
            Kind::Fuzzy { word, distance } => {
                for word in words(word) {
                    self.want(Wanted::Fuzzy {
                        word,
                        distance: usize::from(*distance),
                    });
                }
            }
            Kind::Field {
                field: Field::Title | Field::Body | Field::Quote,
                node,
            } => {
                self.gather(node);
            }
            Kind::Field { .. } => {}
            Kind::And(nodes) | Kind::Or(nodes) => nodes.iter().for_each(|node| self.gather(node)),
        }
    }

    fn want_words(&mut self, mut words: Vec<String>, slop: usize) {
        match words.len() {
            0 => {}
            1 => words
                .drain(..)
                .for_each(|word| self.want(Wanted::Word(word))),
            _ => self.want(Wanted::Phrase { words, slop }),
        }
    }

    fn want_prefix(&mut self, mut words: Vec<String>) {
        if let Some(last) = words.pop() {
            self.want_words(words, 0);
            self.want(Wanted::Prefix(last));
        }
    }

    fn want(&mut self, wanted: Wanted) {
        if !self.wanted.contains(&wanted) {
            self.wanted.push(wanted);
        }
    }

    /// Every match in `within`, in order.
    pub(super) fn matches(&self, text: &str, within: Span, language: Option<&str>) -> Vec<Match> {
        let tokens = self.tokens(text, within, language);
        let mut found = Vec::new();
        for (number, wanted) in self.wanted.iter().enumerate() {
            match wanted {
                Wanted::Phrase { words, slop } => {
                    phrases(&tokens, words, *slop, number, &mut found);
                }
                wanted => found.extend(tokens.iter().filter_map(|token| {
                    let exact = answers(wanted, number, token)?;
                    Some(Match {
                        span: token.span,
                        wanted: number,
                        exact,
                    })
                })),
            }
        }
        found.sort_by_key(|found| (found.span, found.wanted));
        found
    }

    /// Whether anything wanted stands in `within`.
    pub fn is_in(&self, text: &str, within: Span, language: Option<&str>) -> bool {
        !self.matches(text, within, language).is_empty()
    }

    /// As [`Self::is_in`], with stemmers kept from text to text: for thousands of texts.
    pub fn is_in_any_of(
        &self,
        text: &str,
        within: Span,
        language: Option<&str>,
        stemmers: &mut Stemmers,
    ) -> bool {
        if self
            .wanted
            .iter()
            .any(|wanted| matches!(wanted, Wanted::Phrase { .. }))
        {
            return self.is_in(text, within, language);
        }
        let mut stems = language.and_then(|language| stemmers.of(language));
        let asked: Vec<(usize, String)> = match &mut stems {
            Some(stems) => self.stems_by(stems),
            None => Vec::new(),
        };
        let mut reader = Words::new(within.of(text));
        let mut token = Token {
            span: within,
            folded: String::new(),
            stem_of: 0,
        };
        while reader.read(&mut token.folded).is_some() {
            token.stem_of = match &mut stems {
                Some(stems) if !asked.is_empty() => bits(&asked, stems.stem(&token.folded)),
                _ => 0,
            };
            let mut wanted = self.wanted.iter().enumerate();
            if wanted.any(|(number, wanted)| answers(wanted, number, &token).is_some()) {
                return true;
            }
        }
        false
    }

    /// The stems of the wanted words, by number.
    fn stems_by(&self, stems: &mut Stems) -> Vec<(usize, String)> {
        let words = self.wanted.iter().enumerate();
        words
            .filter_map(|(number, wanted)| match wanted {
                Wanted::Word(word) => Some((number, stems.stem(word).to_owned())),
                _ => None,
            })
            .collect()
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

    /// The words of the text, each with the wanted words whose stem it has.
    fn tokens(&self, text: &str, within: Span, language: Option<&str>) -> Vec<Token> {
        let asked = self.stems(language);
        let mut stems = language
            .filter(|_| !asked.is_empty())
            .and_then(Stems::for_one_text);
        let begins = self.beginnings(language);
        let mut reader = Words::new(within.of(text));
        let mut folded = String::new();
        let mut found = Vec::new();
        while let Some(word) = reader.read(&mut folded) {
            let span = Span::new(within.start + word.span.start, within.start + word.span.end);
            let first = folded.bytes().next().unwrap_or_default();
            // Most words of a text begin otherwise: they only take a place.
            let mut token = Token {
                span,
                folded: String::new(),
                stem_of: 0,
            };
            if begins.as_ref().is_none_or(|begins| begins.contains(&first)) {
                token.folded.push_str(&folded);
                token.stem_of = stems
                    .as_mut()
                    .map_or(0, |stems| bits(&asked, stems.stem(&folded)));
            }
            found.push(token);
        }
        found
    }

    /// The first bytes of all that may answer; none when those tell nothing, as of patterns
    /// and in languages whose stems lose the beginnings of words.
    fn beginnings(&self, language: Option<&str>) -> Option<Vec<u8>> {
        if language.is_some_and(|language| STEMMED_IN_FRONT.contains(&language)) {
            return None;
        }
        let mut begins = Vec::new();
        for wanted in &self.wanted {
            match wanted {
                Wanted::Word(word) | Wanted::Prefix(word) => begins.extend(word.bytes().next()),
                Wanted::Phrase { words, .. } => {
                    begins.extend(words.iter().filter_map(|word| word.bytes().next()));
                }
                Wanted::Pattern(_) | Wanted::Fuzzy { .. } => return None,
            }
        }
        Some(begins)
    }

    /// The stems of the wanted words, by number.
    fn stems(&self, language: Option<&str>) -> Vec<(usize, String)> {
        let Some(language) = language else {
            return Vec::new();
        };
        let words = self.wanted.iter().enumerate();
        words
            .filter_map(|(number, wanted)| match wanted {
                Wanted::Word(word) => Some((number, stem_of(language, word)?)),
                _ => None,
            })
            .collect()
    }
}

/// A bit for each of the asked whose stem this is.
fn bits(asked: &[(usize, String)], stem: &str) -> u64 {
    let same = asked.iter().filter(|(_, asked)| asked == stem);
    same.fold(0, |bits, (number, _)| bits | 1 << number)
}

/// Whether `token` is wanted, and whether it is the very word.
fn answers(wanted: &Wanted, number: usize, token: &Token) -> Option<bool> {
    match wanted {
        Wanted::Word(word) if *word == token.folded => Some(true),
        Wanted::Word(_) => (token.stem_of & (1 << number) != 0).then_some(false),
        Wanted::Prefix(start) => token.folded.starts_with(start.as_str()).then_some(true),
        Wanted::Pattern(pattern) => fits(pattern, &token.folded).then_some(true),
        Wanted::Fuzzy { word, distance } => {
            let near = strsim::osa_distance(word, &token.folded) <= *distance;
            near.then_some(*word == token.folded)
        }
        Wanted::Phrase { .. } => None,
    }
}

/// Whether `word` fits a pattern of `?` and `*`; linear, by going back to the last `*`.
pub(crate) fn fits(pattern: &[char], word: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    let (mut p, mut w) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while w < word.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(letter) if *letter == '?' || Some(letter) == word.get(w) => {
                p += 1;
                w += 1;
            }
            _ => {
                let Some((at, taken)) = star else {
                    return false;
                };
                star = Some((at, taken + 1));
                p = at + 1;
                w = taken + 1;
            }
        }
    }
    pattern
        .get(p..)
        .unwrap_or_default()
        .iter()
        .all(|letter| *letter == '*')
}

/// Every stretch that holds the words in order with at most `slop` others between them.
fn phrases(tokens: &[Token], words: &[String], slop: usize, number: usize, found: &mut Vec<Match>) {
    for start in 0..tokens.len() {
        if let Some(last) = phrase_from(tokens.get(start..).unwrap_or_default(), words, slop) {
            let (Some(first), Some(last)) = (tokens.get(start), tokens.get(start + last)) else {
                continue;
            };
            let span = Span::new(first.span.start, last.span.end);
            found.push(Match {
                span,
                wanted: number,
                exact: true,
            });
        }
    }
}

/// Index of the token that ends the phrase which begins with the first.
fn phrase_from(tokens: &[Token], words: &[String], slop: usize) -> Option<usize> {
    let (first, rest) = words.split_first()?;
    if tokens.first()?.folded != *first {
        return None;
    }
    let mut at = 0;
    let mut left = slop;
    for word in rest {
        let next = tokens
            .get(at + 1..)?
            .iter()
            .take(left + 1)
            .position(|t| t.folded == *word)?;
        left -= next;
        at += next + 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_stem_begins_as_its_word(word in "[a-zα-ωа-я]{1,16}") {
            for (language, _) in crate::schema::stems::LANGUAGES {
                if !STEMMED_IN_FRONT.contains(&language) {
                    let term = stem_of(language, &word).unwrap();
                    let stem = term.split_once(':').unwrap().1;
                    let same = stem.bytes().next() == word.bytes().next();
                    prop_assert!(stem.is_empty() || same, "{language} {word} {stem}");
                }
            }
        }
    }

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
        let fuzzy = Kind::Fuzzy {
            word: "refugeees".into(),
            distance: 1,
        };
        assert_eq!(matched(fuzzy, text), ["refugees"]);
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
            thread_local!(static MET: std::cell::RefCell<Stemmers> = std::cell::RefCell::default());
            let tree = crate::query::parse(wanted, jiff::civil::date(2026, 3, 31)).unwrap().root;
            let matcher = Matcher::new(&tree);
            let whole = Span::new(0, text.len());
            let many = MET.with(|met| {
                matcher.is_in_any_of(&text, whole, language, &mut met.borrow_mut())
            });
            prop_assert_eq!(many, matcher.is_in(&text, whole, language));
        }
    }
}
