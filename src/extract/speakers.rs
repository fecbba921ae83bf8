//! From attributions to speakers: surnames, pronouns and offices resolved through the table of people.

use crate::document::{Quote, Speaker};
use crate::extract::arabic::is_definite;
use crate::extract::attribution::Attribution;
use crate::extract::bodies::{Bodies, Mention};
use crate::extract::lexicon::Traits;
use crate::extract::office::signs_together;
use crate::extract::people::{Gender, People};
use crate::extract::phrase::{Phrase, Who};
use crate::extract::reading::Reading;
use crate::text::Span;
use rustc_hash::FxHashMap;

/// Who a phrase turned out to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// A person of the table.
    Person(usize),
    /// A body, by entity.
    Body(usize),
}

/// How sure a speaker is of whom speech is reported without marks.
const REPORTED: f32 = 0.8;

/// A pronoun means nobody who spoke longer ago than so many quotations.
const LATEST: usize = 256;

/// Collects speakers and quotations.
pub struct Speakers<'r, 't> {
    reading: &'r Reading<'t>,
    bodies: &'r Bodies,
    people: &'r mut People,
    voices: Vec<Voice>,
    confidences: Vec<f32>,
    /// The latest speakers with the token they spoke at, latest last.
    latest: Vec<(usize, Voice)>,
    /// The bodies' mentions whose names have a word, by the word asked for: first token and entity.
    called: FxHashMap<String, Vec<(usize, usize)>>,
    /// The quotations so far.
    pub quotes: Vec<Quote>,
    /// Bodies somebody speaks for, named speakers or not.
    pub spoken_for: Vec<usize>,
}

impl<'r, 't> Speakers<'r, 't> {
    /// An empty collection.
    pub fn new(reading: &'r Reading<'t>, bodies: &'r Bodies, people: &'r mut People) -> Self {
        Self {
            reading,
            bodies,
            people,
            voices: Vec::new(),
            confidences: Vec::new(),
            latest: Vec::new(),
            called: FxHashMap::default(),
            quotes: Vec::new(),
            spoken_for: Vec::new(),
        }
    }

    /// Takes one attribution, in the order of the text.
    pub fn take(&mut self, attribution: &Attribution, default_body: Option<usize>) {
        let quotation = &self.reading.quotations[attribution.quotation];
        let at = attribution.phrase.first;
        let before = quotation.parts[0].1.open;
        let antecedent = attribution
            .antecedent
            .and_then(|phrase| self.resolve(&phrase, before, default_body));
        let resolved = antecedent
            .filter(|(voice, _)| self.fits(&attribution.phrase, *voice))
            .map(|(voice, share)| (voice, share * 0.95))
            .or_else(|| self.resolve(&attribution.phrase, before, default_body));
        let share = resolved.map_or(1.0, |r| r.1);
        let confidence = attribution.confidence * share;
        let speaker = resolved.map(|(voice, _)| {
            self.latest.push((at.max(quotation.parts[0].1.open), voice));
            self.enter(voice, confidence)
        });
        if resolved.is_none() {
            self.spoken_for.extend(attribution.phrase.body);
        }
        let quote = Quote {
            span: quotation.span,
            kind: attribution.kind,
            speaker,
            written: Some(
                self.reading
                    .span(attribution.phrase.first, attribution.phrase.last),
            ),
            cue: attribution.cue.map(|cue| self.reading.tokens[cue].span),
            rule: attribution.rule.into(),
            confidence,
        };
        self.quotes.push(quote);
    }

    /// Takes a stretch without marks that is one voice's: a statement, a turn.
    pub fn take_statement(
        &mut self,
        span: Span,
        voice: Voice,
        written: Span,
        rule: &'static str,
        confidence: f32,
    ) {
        let speaker = Some(self.enter(voice, confidence));
        let kind = crate::document::QuoteKind::Statement;
        self.quotes.push(Quote {
            span,
            kind,
            speaker,
            written: Some(written),
            cue: None,
            rule: rule.into(),
            confidence,
        });
    }

    /// Takes a person whose speech is reported without marks.
    pub fn take_reported(&mut self, phrase: &Phrase) {
        let resolved = self.resolve(phrase, phrase.first, None);
        // A lone capital that names nobody known is no new person.
        let known = |at: usize| self.people.all[at].name.contains(' ');
        if let Some((Voice::Person(at), share)) =
            resolved.filter(|(voice, _)| matches!(voice, Voice::Person(at) if known(*at)))
        {
            self.enter(Voice::Person(at), REPORTED * share);
        }
    }

    /// The voice of a phrase, and how sure the resolution is.
    pub fn resolve(
        &mut self,
        phrase: &Phrase,
        before: usize,
        default_body: Option<usize>,
    ) -> Option<(Voice, f32)> {
        match phrase.who {
            Who::Person(name) => {
                let known = self.people.by_name(self.reading, &name);
                let at = self.people.enter(self.reading, &name);
                self.people.learn(at, self.reading, self.bodies, phrase);
                let sure = known.is_some() || name.words() >= 2 || name.titled;
                Some((Voice::Person(at), if sure { 1.0 } else { 0.9 }))
            }
            Who::Body(entity) => Some((Voice::Body(entity), 1.0)),
            Who::Pronoun => self.pronoun(phrase, before).map(|voice| (voice, 0.96)),
            Who::Office => self
                .office(phrase, before, default_body)
                .map(|voice| (voice, 0.9)),
            Who::Other => None,
        }
    }

    /// Whether the pronoun of `phrase` may stand for `voice`.
    fn fits(&self, phrase: &Phrase, voice: Voice) -> bool {
        if self.is_dropped(phrase) {
            return true;
        }
        let gender = self.gender_meant(phrase);
        match voice {
            Voice::Person(at) => {
                gender.is_some() && self.people.all[at].gender.is_none_or(|g| Some(g) == gender)
            }
            Voice::Body(_) => gender.is_none(),
        }
    }

    /// Whether the phrase is a verb whose pronoun is left out: anybody who spoke may be meant.
    fn is_dropped(&self, phrase: &Phrase) -> bool {
        phrase.who == Who::Pronoun
            && !self.reading.is(phrase.first, Traits::PRONOUN)
            && !self.reading.word(phrase.first).contains('-')
    }

    /// The gender a pronoun tells; none for "it" and "they".
    fn gender_meant(&self, phrase: &Phrase) -> Option<Gender> {
        let word = self.reading.word(phrase.first).to_lowercase();
        match word.rsplit('-').next().unwrap_or_default() {
            "she" | "her" | "elle" | "ella" | "lei" | "ela" | "sie" | "هي" => {
                Some(Gender::Female)
            }
            "he" | "his" | "il" | "él" | "er" | "lui" | "ele" | "هو" => Some(Gender::Male),
            // An Arabic verb that leaves its subject out tells its gender.
            verb if self.reading.caseless(phrase.first) && verb.ends_with('ت') => {
                Some(Gender::Female)
            }
            _ => None,
        }
    }

    fn pronoun(&self, phrase: &Phrase, before: usize) -> Option<Voice> {
        let gender = self.gender_meant(phrase);
        let here = self.reading.paragraph_of(before);
        let near = |at: usize| here.saturating_sub(self.reading.paragraph_of(at)) <= 4;
        let person = |voice: &Voice| match voice {
            Voice::Person(at) => {
                gender.is_none()
                    || self.people.all[*at]
                        .gender
                        .is_none_or(|g| Some(g) == gender)
            }
            Voice::Body(_) => false,
        };
        let wants_person = gender.is_some() || self.is_dropped(phrase);
        if self.reading.word(phrase.first).eq_ignore_ascii_case("it") {
            let body = |voice: &Voice| matches!(voice, Voice::Body(_));
            let spoken = self.latest.iter().rev();
            return spoken
                .filter(|(at, voice)| near(*at) && body(voice))
                .map(|(_, voice)| *voice)
                .next();
        }
        let spoken = self
            .latest
            .iter()
            .rev()
            .take(LATEST)
            .take_while(|(at, _)| near(*at))
            .find(|(_, voice)| person(voice) || !wants_person)
            .map(|(_, voice)| *voice);
        // Somebody named between the last speaker and here is the nearer antecedent.
        let named = wants_person
            .then(|| self.people.latest(gender, phrase.first, 120))
            .flatten();
        match (spoken, named) {
            (Some(voice), Some(named)) => Some(if self.named_after_speaking(named, phrase.first) {
                Voice::Person(named)
            } else {
                voice
            }),
            (spoken, named) => spoken.or(named.map(Voice::Person)),
        }
    }

    /// Whether the person is the subject of a sentence that begins after the last quotation.
    fn named_after_speaking(&self, person: usize, before: usize) -> bool {
        let spoke = self.latest.last().map_or(0, |(at, _)| *at);
        self.people.all[person]
            .mentions
            .iter()
            .any(|&(first, last)| {
                first > spoke
                    && last <= before
                    && (is_subject(self.reading, first)
                        || (first.saturating_sub(2)..first)
                            .any(|at| starts_sentence(self.reading, at)))
            })
    }

    fn office(
        &mut self,
        phrase: &Phrase,
        before: usize,
        default_body: Option<usize>,
    ) -> Option<Voice> {
        let reading = self.reading;
        let definite = (phrase
            .first
            .checked_sub(1)
            .is_some_and(|b| is_the(reading, b)))
            || is_the(reading, phrase.first);
        if !definite {
            return None;
        }
        let words = phrase.first..phrase.last;
        if self.is_text(phrase) {
            return self.body_before(before).or(default_body).map(Voice::Body);
        }
        if words.clone().any(|at| signs_together(reading.word(at))) {
            return self.people.first_in_office(before).map(Voice::Person);
        }
        if let Some(office) = words
            .clone()
            .rfind(|&at| reading.is(at, Traits::ROLE) && !reading.is(at, Traits::BODY))
            && phrase.body.is_none()
        {
            let word = reading.word(office);
            // "الوزير" is who was "وزير الداخلية" before.
            let bare = word.trim_start_matches('و').strip_prefix("ال");
            let bare = bare.filter(|_| reading.in_language("ar"));
            return self
                .people
                .by_office(word, before, reading.language.as_deref())
                .or_else(|| self.people.by_office(bare?, before, None))
                .map(Voice::Person);
        }
        let head = words.clone().find(|&at| reading.is(at, Traits::BODY))?;
        if phrase.last - phrase.first > 3 {
            // A name with small letters, known from where its acronym is given.
            let named = (!reading.in_english())
                .then(|| self.bodies.known(&reading.folded(head, phrase.last)));
            return named.flatten().map(Voice::Body);
        }
        self.body_called(reading.word(head), before)
            .or(default_body)
            .map(Voice::Body)
    }

    /// "diz o texto", "lê-se na nota", "précise le communiqué": what a body has issued. In English
    /// a statement is nobody's unless its owner stands beside it.
    fn is_text(&self, phrase: &Phrase) -> bool {
        let reading = self.reading;
        let noun = |at: usize| {
            reading.is(at, Traits::SPEECH_NOUN)
                || matches!(
                    reading.word(at),
                    "texto" | "texte" | "testo" | "Text" | "documento"
                )
        };
        !reading.in_english()
            && phrase.body.is_none()
            && phrase.last - phrase.first <= 3
            && (phrase.first..phrase.last).any(noun)
    }

    /// The latest body named before token `before`, in its paragraph or the one before.
    fn body_before(&self, before: usize) -> Option<usize> {
        let here = self.reading.paragraph_of(before);
        let near = |at: usize| here.saturating_sub(self.reading.paragraph_of(at)) <= 1;
        let mentions = &self.bodies.mentions;
        let next = mentions.partition_point(|mention| mention.first < before);
        mentions[..next]
            .last()
            .filter(|mention| near(mention.first))
            .map(|mention| mention.entity)
    }

    /// The latest body named before whose name has `word`: "the council", "the agency".
    fn body_called(&mut self, word: &str, before: usize) -> Option<usize> {
        let (bodies, reading) = (self.bodies, self.reading);
        let called = self.called.entry(word.to_lowercase());
        let called = called.or_insert_with_key(|word| {
            let has = bodies.entities.iter().map(|e| has_word(&e.name, word));
            let has: Vec<bool> = has.collect();
            // In other languages the text's own words: "المنظمة", "la organización".
            let written = |m: &Mention| {
                !reading.in_english() && has_word(&reading.folded(m.first, m.last), word)
            };
            let mentions = bodies.mentions.iter();
            let mentions = mentions.filter(|m| has[m.entity] || written(m));
            mentions.map(|m| (m.first, m.entity)).collect()
        });
        let next = called.partition_point(|&(first, _)| first < before);
        called.get(next.checked_sub(1)?).map(|&(_, entity)| entity)
    }

    fn enter(&mut self, voice: Voice, confidence: f32) -> usize {
        let known = self.voices.iter().position(|&v| v == voice);
        let at = known.unwrap_or_else(|| {
            self.voices.push(voice);
            self.confidences.push(0.0);
            self.voices.len() - 1
        });
        self.confidences[at] = self.confidences[at].max(confidence);
        at
    }

    /// The speakers, in order of their first words, and the quotations; and the bodies spoken for.
    pub fn finish(self) -> (Vec<Speaker>, Vec<Quote>, Vec<usize>) {
        let mut spoken_for = self.spoken_for;
        let speakers = self
            .voices
            .iter()
            .zip(&self.confidences)
            .map(|(voice, &confidence)| match voice {
                Voice::Person(at) => {
                    let person = &self.people.all[*at];
                    spoken_for.extend(person.body);
                    Speaker {
                        name: person.name.clone(),
                        role: person.office.clone(),
                        organisation: person.body.map(|b| self.bodies.entities[b].name.clone()),
                        mentions: person
                            .mentions
                            .iter()
                            .map(|&(a, b)| self.reading.span(a, b))
                            .collect(),
                        confidence,
                    }
                }
                Voice::Body(entity) => {
                    spoken_for.push(*entity);
                    let name = self.bodies.entities[*entity].name.clone();
                    let mentions = self.bodies.mentions.iter().filter(|m| m.entity == *entity);
                    Speaker {
                        organisation: Some(name.clone()),
                        name,
                        role: None,
                        mentions: mentions
                            .map(|m| self.reading.span(m.first, m.last))
                            .collect(),
                        confidence,
                    }
                }
            })
            .collect();
        (speakers, self.quotes, spoken_for)
    }
}

fn is_the(reading: &Reading<'_>, at: usize) -> bool {
    reading.in_language("ar") && is_definite(reading, at)
        || !reading.in_english()
            && matches!(
                reading.word(at),
                "l’" | "l'"
                    | "L’"
                    | "L'"
                    | "o"
                    | "O"
                    | "a"
                    | "A"
                    | "il"
                    | "Il"
                    | "lo"
                    | "Lo"
                    | "das"
                    | "Das"
            )
        || matches!(
            reading.word(at),
            "the"
                | "THE"
                | "The"
                | "le"
                | "la"
                | "Le"
                | "La"
                | "el"
                | "El"
                | "der"
                | "die"
                | "Der"
                | "Die"
                | "l’agence"
                | "this"
                | "its"
        )
}

/// Whether `word`, in small letters, is one of the words of `name`.
fn has_word(name: &str, word: &str) -> bool {
    name.to_lowercase()
        .split_whitespace()
        .any(|part| part == word || spelled_alike(part, word))
}

fn spelled_alike(a: &str, b: &str) -> bool {
    // Organisation and organization, centre and center.
    a.replace("isation", "ization").replace("centre", "center")
        == b.replace("isation", "ization").replace("centre", "center")
}

/// Whether the name at `at` begins its sentence, or in Arabic follows the verb that does.
fn is_subject(reading: &Reading<'_>, at: usize) -> bool {
    if !reading.in_language("ar") {
        return starts_sentence(reading, at);
    }
    let start = (0..at)
        .rev()
        .take(12)
        .find(|&before| starts_sentence(reading, before))
        .unwrap_or(at);
    start == at || reading.is(start, Traits::CUE)
}

/// Whether token `at` begins a sentence.
fn starts_sentence(reading: &Reading<'_>, at: usize) -> bool {
    at == 0
        || reading.tokens[at - 1].is_stop()
        || reading
            .paragraphs
            .binary_search_by_key(&at, |&(first, _)| first)
            .is_ok()
}
