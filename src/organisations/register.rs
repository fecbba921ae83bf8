//! The register's look-up: a trie over folded words.
//!
//! A trie of words rather than of letters, so that line breaks, double blanks, dots,
//! accents and case inside a name do not hide it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use super::{Body, RegisterError, fold_name, fold_word};
use crate::text::Span;
use crate::text::elision::{elision, split_elisions};
use crate::text::key::{Bits, ByWord, Key};
use crate::text::tokens::{Case, Kind, Token, is_possessive, tokens, undotted, without_possessive};

/// Name of a body met in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The first token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// Which body, as an index for [`Register::body`].
    pub body: usize,
    /// Whether the form is ambiguous, so that something else has to support it.
    pub weak: bool,
    /// Whether the form is an acronym.
    pub acronym: bool,
    /// Whether it stands in the possessive, or in what is left of one where a text lost
    /// its apostrophes ("the Justice Departments Tax Division").
    pub possessive: bool,
}

#[derive(Debug, Clone)]
struct Form {
    body: u32,
    weak: bool,
    /// The acronym exactly as it must be written; none for a name.
    acronym: Option<Box<str>>,
}

/// Organisations and the trie that finds them.
#[derive(Debug, Default)]
pub struct Register {
    bodies: Vec<Body>,
    /// Their names, folded.
    folded: Vec<String>,
    by_name: FxHashMap<String, u32>,
    /// The words of all names, folded, with their numbers.
    words: ByWord<u32>,
    edges: FxHashMap<(u32, u32), u32>,
    /// The words names begin with, as they are and with an s that may be what is left of a possessive.
    begins: Bits,
    forms: FxHashMap<u32, Vec<Form>>,
    nodes: u32,
}

/// A text with its tokens and their keys.
#[derive(Clone, Copy)]
struct Among<'a> {
    text: &'a str,
    tokens: &'a [Token],
    keys: &'a [Option<Key>],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    organisation: Vec<Body>,
}

const TABLE: &str = include_str!("../../data/organisations.toml");

static BUILTIN: LazyLock<Register> = LazyLock::new(|| {
    // A test holds the compiled-in table to its form, so that an empty register cannot ship.
    Register::parse(TABLE).unwrap_or_default()
});

impl Register {
    /// A number that changes with the register compiled in.
    pub fn builtin_fingerprint() -> u64 {
        xxh3_64(TABLE.as_bytes())
    }

    /// The register compiled in.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads a register from TOML.
    pub fn parse(toml: &str) -> Result<Self, RegisterError> {
        Self::from_bodies(Self::read(toml)?)
    }

    /// The built-in register with a user's table on top: a body of a known name is
    /// extended, any other is added.
    pub fn extended(toml: &str) -> Result<Self, RegisterError> {
        let mut bodies = BUILTIN.bodies.clone();
        for extra in Self::read(toml)? {
            match bodies.iter_mut().find(|body| body.name == extra.name) {
                Some(body) => merge(body, extra),
                None => bodies.push(extra),
            }
        }
        Self::from_bodies(bodies)
    }

    fn read(toml: &str) -> Result<Vec<Body>, RegisterError> {
        let table: Table =
            toml::from_str(toml).map_err(|error| RegisterError::Form(Box::new(error)))?;
        Ok(table.organisation)
    }

    fn from_bodies(bodies: Vec<Body>) -> Result<Self, RegisterError> {
        let mut register = Self {
            nodes: 1,
            // A quarter of a million bits for some thousands of words.
            begins: Bits::new(18),
            ..Self::default()
        };
        for (index, body) in bodies.iter().enumerate() {
            let folded = fold_name(&body.name);
            register.by_name.insert(folded.clone(), index as u32);
            register.folded.push(folded);
            for form in body.forms() {
                let weak = body.weak.iter().any(|weak| weak == form);
                register.add(index as u32, form, weak);
            }
            for form in body
                .names
                .get("de")
                .into_iter()
                .flat_map(|name| declined(name))
            {
                register.add(index as u32, &form, false);
            }
        }
        for body in &bodies {
            let Some(parent) = &body.parent else { continue };
            if !register.by_name.contains_key(&fold_name(parent)) {
                return Err(RegisterError::Parent {
                    name: body.name.clone(),
                    parent: parent.clone(),
                });
            }
        }
        register.bodies = bodies;
        Ok(register)
    }

    fn add(&mut self, body: u32, form: &str, weak: bool) {
        let acronym = is_acronym(form).then(|| undotted(form).into());
        let mut node = 0;
        for word in trie_words(form) {
            let next_word = self.words.len() as u32;
            let number = *self.words.entry(&word, next_word);
            let next_node = self.nodes;
            let next = *self.edges.entry((node, number)).or_insert(next_node);
            if node == 0 && next == next_node {
                self.begins.add_word(&word);
                self.begins.add_word(&format!("{word}s"));
            }
            node = next;
            self.nodes = self.nodes.max(node + 1);
        }
        if node == 0 {
            return;
        }
        let forms = self.forms.entry(node).or_default();
        if !forms.iter().any(|known| known.body == body) {
            forms.push(Form {
                body,
                weak,
                acronym,
            });
        }
    }

    /// All bodies, in the table's order.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// The body of a match.
    pub fn body(&self, index: usize) -> &Body {
        &self.bodies[index]
    }

    /// The name of a match's body, folded.
    pub fn folded(&self, index: usize) -> &str {
        &self.folded[index]
    }

    /// The body of this very name, folded.
    pub fn named(&self, name: &str) -> Option<&Body> {
        self.by_name
            .get(&fold_name(name))
            .map(|&index| &self.bodies[index as usize])
    }

    /// The parents of `name`, nearest first.
    pub fn parents(&self, name: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let mut body = self.named(name);
        while let Some(parent) = body.and_then(|b| b.parent.as_deref()) {
            if found.contains(&parent) {
                break;
            }
            found.push(parent);
            body = self.named(parent);
        }
        found
    }

    /// The bodies `written` may mean: a name, acronym or alias in any language, in any case.
    pub fn resolve(&self, written: &str) -> Vec<&Body> {
        self.meanings(written)
            .map(|index| &self.bodies[index])
            .collect()
    }

    /// As [`Self::resolve`], as indices for [`Self::body`].
    pub fn meanings(&self, written: &str) -> impl Iterator<Item = usize> {
        let node = self.node(written);
        let forms = node.and_then(|node| self.forms.get(&node));
        forms
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(|form| form.body as usize)
    }

    /// The node all words of `written` lead to.
    fn node(&self, written: &str) -> Option<u32> {
        let mut node = 0;
        for token in tokens(written) {
            let word = match token.kind {
                Kind::Mark('&') => self.words.get("and").copied(),
                Kind::Mark(_) => continue,
                _ => self.word(token.span.of(written)),
            };
            node = *self.edges.get(&(node, word?))?;
        }
        Some(node)
    }

    /// The number of a word, if any name has it.
    fn word(&self, written: &str) -> Option<u32> {
        self.keyed_word(written, Key::of(written))
    }

    /// As [`Self::word`], of one whose key is known.
    fn keyed_word(&self, written: &str, key: Option<Key>) -> Option<u32> {
        let found = match key {
            Some(key) => self.words.keyed(key),
            None => self.words.get(&fold_word(written)),
        };
        found.copied()
    }

    /// Finds the names of bodies among `tokens`, leftmost and longest, none overlapping.
    ///
    /// A form that several bodies share comes once, for the first of them.
    pub fn find(&self, text: &str, tokens: &[Token], keys: &[Option<Key>]) -> Vec<Match> {
        let among = Among { text, tokens, keys };
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.longest(among, at) {
                Some(one) => {
                    at = one.last;
                    found.push(one);
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest(&self, among: Among<'_>, first: usize) -> Option<Match> {
        let Among { text, tokens, keys } = among;
        let small = !tokens[first].is_name_like();
        if small && !is_small_head(text, tokens[first].span) {
            return None;
        }
        // No name begins as most capitals do; behind an article's apostrophe one may.
        let key = keys.get(first).copied().flatten();
        if key.is_some_and(|key| !key.has_apostrophe() && !self.begins.may_have(key.hashed())) {
            return None;
        }
        let mut best = None;
        let mut node = 0;
        let mut at = first;
        while let Some(token) = tokens.get(at) {
            // In a letterhead a body and its part stand one above the other: two names.
            if best.as_ref().is_some_and(|best: &Match| best.last == at)
                && is_below(text, tokens, at)
            {
                break;
            }
            let step = self.step(among, node, at);
            let lost = step.is_none();
            let Some(step) = step.or_else(|| self.step_without_s(among, node, at)) else {
                break;
            };
            node = step;
            at += 1;
            // "ministère de l’Intérieur" is a name, "ministère public" is none.
            let named = !small || at > first + 2 && token.is_name_like();
            if token.is_word()
                && named
                && let Some(form) = self.fitting(text, tokens, node, first, at)
            {
                best = Some(Match {
                    first,
                    last: at,
                    body: form.body as usize,
                    weak: form.weak,
                    acronym: form.acronym.is_some(),
                    possessive: lost || is_possessive(token.span.of(text)),
                });
            }
        }
        best
    }

    /// The node after the token `at`; a comma or dash may be left out or stand for nothing.
    fn step(&self, among: Among<'_>, node: u32, at: usize) -> Option<u32> {
        let Among { text, tokens, keys } = among;
        let token = &tokens[at];
        let word = match token.kind {
            Kind::Mark('&') => self.words.get("and").copied(),
            Kind::Mark(',' | '-' | '–') if node != 0 => return Some(node),
            Kind::Mark(_) => None,
            _ => {
                let word = token.span.of(text);
                let key = keys.get(at).copied().flatten();
                if key.is_none_or(Key::has_apostrophe)
                    && let Some(cut) = elision(word)
                {
                    let article = self.word(&word[..cut])?;
                    let node = *self.edges.get(&(node, article))?;
                    let word = self.word(&word[cut..])?;
                    return self.edges.get(&(node, word)).copied();
                }
                self.keyed_word(word, key)
            }
        };
        self.edges.get(&(node, word?)).copied()
    }

    /// As [`Self::step`], for a word that lost the apostrophe of its possessive before another capital.
    fn step_without_s(&self, among: Among<'_>, node: u32, at: usize) -> Option<u32> {
        let Among { text, tokens, .. } = among;
        let word = tokens[at]
            .span
            .of(text)
            .strip_suffix('s')
            .filter(|word| word.len() > 2)?;
        // A first word in the plural is one unless a capital follows; a last one in a name is not.
        let next = tokens.get(at + 1).is_some_and(Token::is_name_like);
        if !next && node == 0 {
            return None;
        }
        self.edges.get(&(node, self.word(word)?)).copied()
    }

    /// A form that ends here and is written as such a form must be.
    fn fitting(
        &self,
        text: &str,
        tokens: &[Token],
        node: u32,
        first: usize,
        last: usize,
    ) -> Option<&Form> {
        self.forms.get(&node)?.iter().find(|form| match &form.acronym {
            Some(acronym) => {
                let span = Span::new(tokens[first].span.start, tokens[last - 1].span.end);
                let written = undotted(without_possessive(span.of(text)));
                **acronym == *written || written.strip_suffix('s').is_some_and(|bare| **acronym == *bare)
            }
            // A lone initial is nobody's name.
            None => matches!(tokens[first].kind, Kind::Word(case) if case != Case::Initial || last - first > 1),
        })
    }
}

/// A German name in its other cases: "Internationalen Komitees vom Roten Kreuz", "Vereinter
/// Nationen". The adjectives before the first noun take the weak endings and the genitive's;
/// a noun behind a strong neuter or masculine one, or alone, takes the genitive's s.
fn declined(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let adjective = |pair: &&[&str]| {
        let (word, next) = (pair[0], pair[1]);
        capital(word)
            && capital(next)
            && word.len() > 4
            && (word.ends_with('e') || word.ends_with("es") || word.ends_with("er"))
    };
    let noun = words.windows(2).take_while(adjective).count();
    let (Some(head), rest) = (words.get(noun), words.get(noun + 1..).unwrap_or_default()) else {
        return Vec::new();
    };
    if !capital(head) || head.contains('-') {
        return Vec::new();
    }
    let stems: Vec<&str> = words[..noun]
        .iter()
        .map(|word| {
            word.trim_end_matches('s')
                .trim_end_matches('r')
                .trim_end_matches('e')
        })
        .collect();
    let feminine = [
        "ung", "ion", "schaft", "heit", "keit", "tät", "hilfe", "kirche", "en", "in", "s",
    ];
    let feminine = feminine.iter().any(|end| head.ends_with(end))
        || head.ends_with('e') && !head.ends_with("ee");
    let genitive = (!feminine).then(|| {
        let sibilant = head.ends_with(['z', 'x', 'ß', 't']);
        [
            Some(format!("{head}s")),
            sibilant.then(|| format!("{head}es")),
        ]
    });
    let heads = std::iter::once((*head).to_owned()).chain(genitive.into_iter().flatten().flatten());
    let mut forms = Vec::new();
    for head in heads {
        for ending in ["e", "en", "er"] {
            let adjectives = stems.iter().map(|stem| format!("{stem}{ending}"));
            let mut form: Vec<String> = adjectives.collect();
            form.push(head.clone());
            form.extend(rest.iter().map(|word| (*word).to_owned()));
            let form = form.join(" ");
            if form != name && !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// Whether a blank line parts the token `at` from the one before it.
fn is_below(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let (Some(before), Some(token)) = (before, tokens.get(at)) else {
        return false;
    };
    let gap = text.get(before.span.end..token.span.start);
    gap.is_some_and(|gap| gap.matches('\n').count() > 1)
}

/// Heads of names that French and Italian write in small letters.
#[rustfmt::skip]
const SMALL_HEADS: &[&str] = &[
    "ministère", "ministères", "haut-commissariat", "préfecture", "ministero", "ministerio",
    "ministério",
];

fn is_small_head(text: &str, word: Span) -> bool {
    // Every small word of a text is asked.
    word.len() > 8
        && matches!(text.as_bytes().get(word.start), Some(b'm' | b'h' | b'p'))
        && SMALL_HEADS.contains(&word.of(text))
}

/// Words of a name as the trie has them: folded, commas and other marks left out.
fn trie_words(form: &str) -> Vec<String> {
    let all = tokens(form);
    let all = split_elisions(form, &all);
    let words = all.iter().filter_map(|token| match token.kind {
        Kind::Mark('&') => Some("and".to_owned()),
        Kind::Mark(_) => None,
        _ => Some(fold_word(token.span.of(form)).into_owned()),
    });
    words.collect()
}

/// One word with two capitals or more: an acronym, which counts only as written.
fn is_acronym(form: &str) -> bool {
    form.len() <= 16
        && !form.contains(char::is_whitespace)
        && form.chars().filter(|c| c.is_uppercase()).count() >= 2
}

fn merge(body: &mut Body, extra: Body) {
    body.acronym = extra.acronym.or_else(|| body.acronym.take());
    body.parent = extra.parent.or_else(|| body.parent.take());
    body.country = extra.country.or_else(|| body.country.take());
    body.kind = extra.kind;
    body.aliases.extend(extra.aliases);
    body.names.extend(extra.names);
    body.weak.extend(extra.weak);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::key::keys;

    const SMALL: &str = r#"
        [[organisation]]
        name = "Harbour Union"
        acronym = "HU"
        kind = "ngo"
        [[organisation]]
        name = "Office for Ports, Boats and Nets of the Harbour Union"
        acronym = "OPBN"
        aliases = ["Boats Office", "OPB", "Bureau"]
        names = { fr = "Office des ports" }
        weak = ["OPB"]
        kind = "ngo"
        parent = "Harbour Union"
        [[organisation]]
        name = "Ministry of Tides"
        names = { fr = "Ministère de l'Estran" }
        kind = "government"
    "#;

    fn found(text: &str) -> Vec<(String, &'static str)> {
        let register = Register::parse(SMALL).unwrap();
        let tokens = tokens(text);
        register
            .find(text, &tokens, &keys(text, &tokens))
            .iter()
            .map(|m| {
                let span = Span::new(tokens[m.first].span.start, tokens[m.last - 1].span.end);
                (
                    span.of(text).to_owned(),
                    if m.weak { "weak" } else { "sure" },
                )
            })
            .collect()
    }

    #[test]
    fn the_built_in_table_is_whole() {
        let register = Register::parse(include_str!("../../data/organisations.toml")).unwrap();
        assert!(
            register.bodies().len() > 1_000,
            "{}",
            register.bodies().len()
        );
    }

    #[test]
    fn german_names_are_known_in_their_cases() {
        let has = |name: &str, form: &str| declined(name).iter().any(|known| known == form);
        assert!(has("Vereinte Nationen", "Vereinten Nationen"));
        assert!(has("Vereinte Nationen", "Vereinter Nationen"));
        assert!(has(
            "Rotes Hafenkomitee vom Kai",
            "Roten Hafenkomitees vom Kai"
        ));
        assert!(has("Bundesamt für Boote", "Bundesamtes für Boote"));
        assert!(has("Hafenrat", "Hafenrats"));
        assert!(declined("UN-Hafenrat").is_empty());
        assert!(!has("Hafenkommission", "Hafenkommissions"));
    }

    #[test]
    fn names_are_found_across_line_ends_and_double_blanks() {
        let text = "the Office  for Ports, Boats\nand Nets of the Harbour Union, or O.P.B.N., met HU’s envoy";
        let names: Vec<String> = found(text).into_iter().map(|f| f.0).collect();
        assert_eq!(
            names,
            [
                "Office  for Ports, Boats\nand Nets of the Harbour Union",
                "O.P.B.N.",
                "HU’s"
            ]
        );
    }

    #[test]
    fn a_lost_apostrophe_does_not_join_two_names() {
        let names: Vec<String> = found("the Harbour Unions Boats Office met")
            .into_iter()
            .map(|f| f.0)
            .collect();
        assert_eq!(names, ["Harbour Unions", "Boats Office"]);
    }

    #[test]
    fn a_ministry_in_small_letters_is_one() {
        let names = |text| found(text).into_iter().map(|f| f.0).collect::<Vec<_>>();
        assert_eq!(names("le ministère de l’Estran"), ["ministère de l’Estran"]);
        assert!(names("le ministère de tous").is_empty());
    }

    #[test]
    fn a_possessive_is_no_elided_article() {
        let register = Register::parse(
            r#"
            [[organisation]]
            name = "Union of Nets"
            acronym = "UN"
            kind = "ngo"
            "#,
        );
        let register = register.unwrap();
        for text in ["the UN’s envoy", "the UN's envoy", "UN envoys"] {
            let tokens = tokens(text);
            assert_eq!(
                register.find(text, &tokens, &keys(text, &tokens)).len(),
                1,
                "{text}"
            );
        }
    }

    #[test]
    fn acronyms_count_only_in_capitals() {
        assert_eq!(found("Hu said that opbn was a word").len(), 0);
        assert_eq!(found("OPB was there"), [("OPB".to_owned(), "weak")]);
    }

    #[test]
    fn a_person_may_type_any_form_in_any_case() {
        let register = Register::parse(SMALL).unwrap();
        for typed in [
            "opbn",
            "boats office",
            "OFFICE DES PORTS",
            "the Boats Office",
            "O.P.B.N.",
        ] {
            assert_eq!(
                register.resolve(typed.trim_start_matches("the ")).len(),
                1,
                "{typed}"
            );
        }
        assert!(register.resolve("Harbour").is_empty());
    }

    #[test]
    fn parents_are_followed() {
        let register = Register::parse(SMALL).unwrap();
        assert_eq!(
            register.parents("Office for Ports, Boats and Nets of the Harbour Union"),
            ["Harbour Union"]
        );
    }

    #[test]
    fn a_missing_parent_is_named() {
        let error =
            Register::parse("[[organisation]]\nname = \"A\"\nkind = \"ngo\"\nparent = \"B\"")
                .unwrap_err();
        assert_eq!(
            error.to_string(),
            "organisation \"A\" names the parent \"B\", which is no organisation's name"
        );
    }
}
