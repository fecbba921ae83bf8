//! Which organisations a text names, and where.
//!
//! Four sources, surest first: the register; acronyms the text defines; heads and
//! suffixes of names ("Ministry of X", "X Agency"); and acronyms left alone that
//! nothing settles. One body has one entry, whatever it is called.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::document::Rule;
use crate::extract::ambiguity::{shouts, stands_as_name, supported};
use crate::extract::definitions::{Definition, definitions};
use crate::extract::languages::nominative;
use crate::extract::lexicon::Traits;
use crate::extract::office::minister_of;
use crate::extract::reading::Reading;
use crate::extract::runs::{Run, body_runs};
use crate::organisations::{Match, Register, fold_name};
use crate::text::tokens::{Case, Kind, without_possessive};

/// An organisation of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its one name.
    pub name: String,
    /// Its acronym.
    pub acronym: Option<String>,
    /// The one it is part of.
    pub parent: Option<String>,
    /// Its place in the register.
    pub registered: Option<usize>,
    /// What found it first.
    pub rule: Rule,
    /// How sure that is.
    pub confidence: f32,
}

/// A place where an organisation is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The first token.
    pub first: usize,
    /// One past the last.
    pub last: usize,
    /// Which entity.
    pub entity: usize,
}

/// The organisations of a text.
#[derive(Debug, Default)]
pub struct Bodies {
    /// Each once.
    pub entities: Vec<Entity>,
    /// Every naming, in order, none overlapping.
    pub mentions: Vec<Mention>,
    by_name: FxHashMap<String, usize>,
    /// The entities of runs, by how they are written: a text names its bodies again and again.
    by_run: FxHashMap<String, usize>,
    /// The entities of the register's bodies, by their place in it.
    by_body: FxHashMap<usize, usize>,
    /// Words of the longest name.
    longest: usize,
}

impl Bodies {
    /// Finds the organisations of `reading`.
    pub fn find(reading: &Reading<'_>, register: &Register) -> Self {
        let matches = register.find(reading.text, &reading.tokens, &reading.keys);
        let runs = body_runs(reading, &matches);
        let mut bodies = Self::default();
        let defined = bodies.define(reading, register, &matches, &runs);
        let supported = supported(reading, register, &matches, &defined, &bodies);
        let mut mentions = Vec::new();
        for (at, entity) in short_forms(reading, &defined) {
            mentions.push(Mention {
                first: at,
                last: at + 1,
                entity,
            });
        }
        bodies.take_matches(reading, register, &matches, &supported, &mut mentions);
        for run in &runs {
            let entity = bodies.entity_of_run(reading, register, run);
            mentions.push(Mention {
                first: run.first,
                last: run.last,
                entity,
            });
        }
        bodies.mentions = longest_apart(mentions);
        bodies.forget_unnamed();
        bodies
    }

    /// The mention that covers token `at`.
    pub fn at(&self, at: usize) -> Option<&Mention> {
        let next = self.mentions.partition_point(|m| m.last <= at);
        self.mentions.get(next).filter(|m| m.first <= at)
    }

    /// The mentions from token `first` on, to be asked of one token after the other.
    pub fn from(&self, first: usize) -> InOrder<'_> {
        let next = self.mentions.partition_point(|m| m.last <= first);
        InOrder(&self.mentions[next..])
    }

    /// The mentions within the tokens `first..last`.
    pub fn within(&self, first: usize, last: usize) -> &[Mention] {
        let from = self.mentions.partition_point(|m| m.first < first);
        let to = self.mentions.partition_point(|m| m.last <= last).max(from);
        &self.mentions[from..to]
    }

    /// Adds a naming that only its place in the text tells, unless a longer one is there.
    pub fn mention(&mut self, reading: &Reading<'_>, first: usize, last: usize, entity: usize) {
        debug_assert!(last <= reading.tokens.len());
        let mut mentions = std::mem::take(&mut self.mentions);
        mentions.push(Mention {
            first,
            last,
            entity,
        });
        self.mentions = longest_apart(mentions);
    }

    /// The entity of this very name or acronym, if the text names it.
    pub fn known(&self, name: &str) -> Option<usize> {
        let folded = fold_name(name);
        let acronym = || {
            self.entities
                .iter()
                .position(|e| e.acronym.as_deref().is_some_and(|a| folds_to(a, &folded)))
        };
        self.by_name.get(&folded).copied().or_else(acronym)
    }

    /// The entity of this name, entered if new.
    pub fn enter(&mut self, register: &Register, name: &str, rule: Rule, confidence: f32) -> usize {
        let resolved: Vec<usize> = register.meanings(name).take(2).collect();
        if let [index] = resolved[..] {
            return self.registered(register, index, rule, confidence);
        }
        self.local((name, &fold_name(name)), None, rule, confidence)
    }

    fn registered(
        &mut self,
        register: &Register,
        index: usize,
        rule: Rule,
        confidence: f32,
    ) -> usize {
        let body = register.body(index);
        let found = match self.by_body.get(&index) {
            Some(&known) => self.again(known, body.acronym.clone(), confidence),
            None => {
                let name = (&*body.name, register.folded(index));
                self.local(name, body.acronym.clone(), rule, confidence)
            }
        };
        self.by_body.insert(index, found);
        let entity = &mut self.entities[found];
        entity.registered = Some(index);
        entity.parent.clone_from(&body.parent);
        found
    }

    /// The entity of a name, given with it folded, entered if new.
    fn local(
        &mut self,
        (name, folded): (&str, &str),
        acronym: Option<String>,
        rule: Rule,
        confidence: f32,
    ) -> usize {
        if let Some(&known) = self.by_name.get(folded) {
            return self.again(known, acronym, confidence);
        }
        self.longest = self.longest.max(words_of(folded));
        self.by_name.insert(folded.to_owned(), self.entities.len());
        self.entities.push(Entity {
            name: name.to_owned(),
            acronym,
            parent: None,
            registered: None,
            rule,
            confidence,
        });
        self.entities.len() - 1
    }

    fn again(&mut self, known: usize, acronym: Option<String>, confidence: f32) -> usize {
        let entity = &mut self.entities[known];
        entity.confidence = entity.confidence.max(confidence);
        entity.acronym = entity.acronym.take().or(acronym);
        known
    }

    /// Whether a name of that many words may be one of theirs, its articles apart.
    pub fn may_name(&self, words: usize) -> bool {
        words <= self.longest + 4
    }

    /// Enters the bodies the text defines; gives each acronym's entity.
    fn define<'r>(
        &mut self,
        reading: &Reading<'r>,
        register: &Register,
        matches: &[Match],
        runs: &[Run],
    ) -> FxHashMap<Cow<'r, str>, usize> {
        let mut defined = FxHashMap::default();
        for definition in definitions(reading) {
            let short = plain_short(reading, definition.short);
            if defined.contains_key(&short) {
                continue;
            }
            let (first, last) = whole_name(&definition, matches, runs);
            let known = matches
                .get(matches.partition_point(|m| m.first < first))
                .filter(|m| m.first == first && m.last == last);
            let name = reading.folded(first, last);
            let entity = match known {
                Some(known) if !known.weak => {
                    self.registered(register, known.body, "register".into(), 0.97)
                }
                _ if is_body(reading, register, &name, &definition, first, last) => {
                    self.enter(register, &name, "definition".into(), 0.92)
                }
                // A law, a programme, a disease: no body.
                _ => continue,
            };
            let entry = &mut self.entities[entity];
            if entry.acronym.is_none() {
                entry.acronym = Some(short.clone().into_owned());
            }
            defined.insert(short, entity);
        }
        defined
    }

    fn take_matches(
        &mut self,
        reading: &Reading<'_>,
        register: &Register,
        matches: &[Match],
        supported: &[bool],
        mentions: &mut Vec<Mention>,
    ) {
        // What stands there are the acronyms defined, in order and apart, as the matches are.
        let acronyms = mentions.len();
        for (one, &sure) in matches.iter().zip(supported) {
            // "EU" is defined, and "EU Delegation to Norland" is a body of its own.
            let narrower = |m: &Mention| {
                one.first <= m.first
                    && m.last <= one.last
                    && one.last - one.first > m.last - m.first
            };
            let acronyms = &mentions[..acronyms];
            let next = acronyms.partition_point(|m| m.last <= one.first);
            let inside = acronyms[next..].iter().take_while(|m| m.first < one.last);
            let field = !one.acronym && minister_of(reading, one.first);
            if field || inside.into_iter().any(|m| !narrower(m)) {
                continue;
            }
            let entity = if sure {
                let rule = if one.weak {
                    "register-supported"
                } else {
                    "register"
                };
                self.registered(
                    register,
                    one.body,
                    rule.into(),
                    if one.weak { 0.85 } else { 0.97 },
                )
            } else if shouts(reading, one) || !stands_as_name(reading, one) {
                continue;
            } else {
                // Left apart: under the very form that is written.
                let name = reading.folded(one.first, one.last);
                let folded = fold_name(&name);
                self.local((&name, &folded), None, "ambiguous".into(), 0.5)
            };
            mentions.push(Mention {
                first: one.first,
                last: one.last,
                entity,
            });
        }
    }

    fn entity_of_run(&mut self, reading: &Reading<'_>, register: &Register, run: &Run) -> usize {
        let written = reading.written(run.first, run.last);
        if let Some(&known) = self.by_run.get(written.as_ref()) {
            return known;
        }
        let name = if run.last == run.first + 1 && reading.in_language("de") {
            nominative(&written)
        } else {
            &written
        };
        let entity = self.enter(register, name, run.rule.into(), 0.75);
        if self.entities[entity].parent.is_none() && self.entities[entity].registered.is_none() {
            self.entities[entity].parent = run.inside.map(|body| register.body(body).name.clone());
        }
        self.by_run.insert(written.into_owned(), entity);
        entity
    }

    /// Drops entities no mention is left of.
    fn forget_unnamed(&mut self) {
        let mut place = vec![usize::MAX; self.entities.len()];
        let mut kept = Vec::new();
        let mut entities: Vec<Option<Entity>> = self.entities.drain(..).map(Some).collect();
        for mention in &mut self.mentions {
            if let Some(entity) = entities[mention.entity].take() {
                place[mention.entity] = kept.len();
                kept.push(entity);
            }
            mention.entity = place[mention.entity];
        }
        self.entities = kept;
        self.by_body.clear();
        self.by_run.clear();
        self.by_name.retain(|_, entity| {
            *entity = place[*entity];
            *entity != usize::MAX
        });
    }
}

/// The mentions that are left of a text read from its start to its end.
pub struct InOrder<'b>(&'b [Mention]);

impl InOrder<'_> {
    /// The mention that covers token `at`, which lies behind every one asked about before.
    pub fn at(&mut self, at: usize) -> Option<Mention> {
        while let [passed, rest @ ..] = self.0
            && passed.last <= at
        {
            self.0 = rest;
        }
        self.0.first().filter(|m| m.first <= at).copied()
    }
}

fn words_of(folded: &str) -> usize {
    1 + folded.bytes().filter(|byte| *byte == b' ').count()
}

/// Whether `acronym` folds to `folded`; plain letters, as nearly all are, fold to small ones.
fn folds_to(acronym: &str, folded: &str) -> bool {
    if acronym.bytes().all(|b| b.is_ascii_alphabetic()) && !acronym.eq_ignore_ascii_case("the") {
        return acronym.eq_ignore_ascii_case(folded);
    }
    fold_name(acronym) == folded
}

/// The acronym at `at` as written, without dots, possessive and plural ending.
fn plain_short<'r>(reading: &Reading<'r>, at: usize) -> Cow<'r, str> {
    let word = reading.word(at);
    let word = without_possessive(word);
    if word.contains('.') {
        Cow::Owned(word.replace('.', ""))
    } else {
        Cow::Borrowed(word)
    }
}

/// Every place an acronym the text defines stands, the definition itself included.
fn short_forms<'t>(
    reading: &'t Reading<'_>,
    defined: &'t FxHashMap<Cow<'_, str>, usize>,
) -> impl Iterator<Item = (usize, usize)> + 't {
    let tokens = if defined.is_empty() {
        &[][..]
    } else {
        &reading.tokens[..]
    };
    tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| match token.kind {
            Kind::Word(Case::Capital | Case::Capitals) => defined
                .get(&plain_short(reading, at))
                .map(|&entity| (at, entity)),
            _ => None,
        })
}

/// The whole name a definition ends: the register's match or the run that ends with it.
fn whole_name(definition: &Definition, matches: &[Match], runs: &[Run]) -> (usize, usize) {
    let last = definition.last;
    // Both stand in order, each ending behind the one before.
    let by_match = matches
        .get(matches.partition_point(|m| m.last < last))
        .filter(|m| m.last == last)
        .map(|m| m.first);
    let by_run = runs
        .get(runs.partition_point(|r| r.last < last))
        .filter(|r| r.last == last)
        .map(|r| r.first);
    let whole = by_match.into_iter().chain(by_run);
    let first = whole.fold(definition.first, usize::min);
    (first, last)
}

/// Whether what is defined is a body, not a law, a programme, a disease.
fn is_body(
    reading: &Reading<'_>,
    register: &Register,
    name: &str,
    definition: &Definition,
    first: usize,
    last: usize,
) -> bool {
    if register.meanings(name).next().is_some() {
        return true;
    }
    // "(CARES) Act": the law goes on behind the bracket.
    let behind = reading.word(definition.short.max(last) + 2);
    if matches!(
        behind,
        "Act" | "Bill" | "Program" | "Programme" | "Project" | "Initiative" | "Strategy"
    ) {
        return false;
    }
    // "Commission sahélienne des migrations": behind a head, other languages write small letters.
    let headed = reading.is(first, Traits::BODY) && reading.capital(first);
    let small = (first..last).any(|at| reading.small(at) && !reading.is(at, Traits::LINK));
    headed
        || reading.capital(first)
            && !small
            && (first..last).any(|at| reading.is(at, Traits::BODY) && reading.capital(at))
}

/// The mentions in order, of overlapping ones the longest.
fn longest_apart(mut mentions: Vec<Mention>) -> Vec<Mention> {
    mentions.sort_by_key(|m| (m.first, std::cmp::Reverse(m.last)));
    let mut apart: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        match apart.last_mut() {
            Some(before) if mention.first < before.last => {
                if mention.last - mention.first > before.last - before.first {
                    *before = mention;
                }
            }
            _ => apart.push(mention),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>, usize)> {
        let reading = Reading::new(text, 0);
        let bodies = Bodies::find(&reading, Register::builtin());
        bodies
            .entities
            .iter()
            .enumerate()
            .map(|(at, e)| {
                (
                    e.name.clone(),
                    e.acronym.clone(),
                    bodies.mentions.iter().filter(|m| m.entity == at).count(),
                )
            })
            .collect()
    }

    fn names(text: &str) -> Vec<String> {
        read(text).into_iter().map(|e| e.0).collect()
    }

    #[test]
    fn the_end_of_a_longer_name_is_no_body_of_its_own() {
        let text = "MERIDIAN REFUGEE COUNCIL WELCOMES 40 PLACES\n\nThe Meridian Refugee Council (MRC) met on Monday and went home again.";
        assert_eq!(names(text), ["Meridian Refugee Council"]);
    }

    #[test]
    fn a_defined_acronym_does_not_hide_a_longer_name() {
        let text = "The European Union (EU) paid. The head of the EU Delegation to Libya came.";
        assert!(
            names(text).contains(&"Delegation of the European Union to Libya".to_owned()),
            "{:?}",
            names(text)
        );
    }

    #[test]
    fn a_defined_acronym_is_its_body_from_then_on() {
        let found = read(
            "The Coastal Rescue Authority (CRA) met on Monday. CRA boats left; the CRA’s chief stayed.",
        );
        assert_eq!(
            found,
            [(
                "Coastal Rescue Authority".to_owned(),
                Some("CRA".to_owned()),
                4
            )]
        );
    }

    #[test]
    fn the_register_gives_one_name_to_many_forms() {
        let found = read("UNHCR, the UN Refugee Agency, said that U.N.H.C.R. staff had left.");
        assert_eq!(
            found,
            [(
                "United Nations High Commissioner for Refugees".to_owned(),
                Some("UNHCR".to_owned()),
                3
            )]
        );
    }

    #[test]
    fn heads_and_suffixes_make_names() {
        assert_eq!(
            names(
                "Talks between the Ministry of Ports and Fisheries and the Halden Boat Owners Union went on."
            ),
            [
                "Ministry of Ports and Fisheries",
                "Halden Boat Owners Union"
            ]
        );
    }

    #[test]
    fn a_definition_in_the_text_beats_the_register() {
        let found = names(
            "The Institute of Oceanic Mapping (IOM) published its maps. IOM is based in Oslo.",
        );
        assert_eq!(found, ["Institute of Oceanic Mapping"]);
    }

    #[test]
    fn a_law_is_no_body() {
        assert!(
            names("The Safe Harbour and Port Authority Review (SHPAR) Act passed.")
                .iter()
                .all(|n| !n.contains("SHPAR"))
        );
    }

    #[test]
    fn a_hotel_is_no_organisation() {
        assert!(names("They met at the Grand Harbour Hotel Lisbon on Monday.").is_empty());
    }
}
