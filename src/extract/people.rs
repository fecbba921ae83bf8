//! The people of a document in one table: full name, office, body, and every later form.
//!
//! "Jeremy Tam, UNODC Representative" is entered once; "Mr Tam", "Tam", "TAM" and
//! "the Representative" find him.

use crate::extract::bodies::Bodies;
use crate::extract::folded::Folded;
use crate::extract::languages::same_office;
use crate::extract::lexicon::Traits;
use crate::extract::names::{Name, names, names_of_paragraph};
use crate::extract::office::{office_words, portfolio};
use crate::extract::phrase::{Phrase, phrase_of_name};
use crate::extract::reading::Reading;
use crate::organisations::fold_word;
use crate::text::key::Key;
use crate::text::tokens::Kind;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a title or pronoun tells of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Ms, Mrs, she.
    Female,
    /// Mr, Sir, he.
    Male,
}

/// A person of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The fullest name met.
    pub name: String,
    /// Its words.
    words: Vec<Folded>,
    /// The office as printed.
    pub office: Option<String>,
    /// What they do by a clause: "who chairs the council".
    duty: Option<String>,
    /// The body spoken for, by entity.
    pub body: Option<usize>,
    /// Told by a title.
    pub gender: Option<Gender>,
    /// Every naming, as ranges of tokens, in order.
    pub mentions: Vec<(usize, usize)>,
}

/// The people one word may mean, in the order of their entries: hardly ever more than one.
#[derive(Debug)]
struct Alike {
    first: usize,
    more: Vec<usize>,
}

impl Alike {
    fn add(&mut self, at: usize) {
        if *self.more.last().unwrap_or(&self.first) != at {
            self.more.push(at);
        }
    }
}

/// The table.
#[derive(Debug, Default)]
pub struct People {
    /// In order of first naming.
    pub all: Vec<Person>,
    /// The people by the first and last words of their names: who may be meant by another.
    by_word: FxHashMap<Folded, Alike>,
    /// Every naming entered, by person.
    entered: FxHashSet<(usize, (usize, usize))>,
}

impl People {
    /// Finds the people named outside quotations, and in them by their full names.
    pub fn find(reading: &Reading<'_>, bodies: &Bodies) -> Self {
        let mut people = Self::default();
        let mut single = Vec::new();
        for (paragraph, &(first, last)) in reading.paragraphs.iter().enumerate() {
            // In a headline every word has a capital: it tells of nobody the text does not.
            let headline = reading.is_headline(paragraph);
            let known = names_of_paragraph(reading, bodies, (first, last));
            for (at, name) in known.iter().enumerate() {
                if (name.words() >= 2 || name.titled) && !headline {
                    people.enter_named(reading, bodies, (&known, at), (first, last));
                } else {
                    single.push(*name);
                }
            }
        }
        people.tell_surnames(reading);
        if matches!(reading.language.as_deref(), Some("de" | "ar")) {
            // There only a surname known tells a name from a noun.
            let all = reading.paragraphs.iter();
            single = all
                .flat_map(|&(first, last)| names(reading, bodies, first, last))
                .filter(|name| name.words() == 1 && !name.titled)
                .collect();
        }
        for name in single {
            if let Some(known) = people.by_name(reading, &name) {
                let mention = (name.titled_from, name.last);
                people.entered.insert((known, mention));
                people.all[known].mentions.push(mention);
            }
        }
        for person in &mut people.all {
            person.mentions.sort_unstable();
        }
        people
    }

    /// Lets the reading know the surnames of those named in full.
    fn tell_surnames(&self, reading: &Reading<'_>) {
        let full = self.all.iter().filter(|person| person.words.len() >= 2);
        let surnames = full
            .clone()
            .filter_map(|person| person.words.last().cloned());
        reading.surnames.borrow_mut().extend(surnames);
        if matches!(reading.language.as_deref(), Some("es")) {
            let first = full.filter_map(|person| first_surname(&person.words).cloned());
            reading.surnames.borrow_mut().extend(first);
        }
    }

    /// Enters the name `known[at]` with the office that stands beside it.
    fn enter_named(
        &mut self,
        reading: &Reading<'_>,
        bodies: &Bodies,
        (known, at): (&[Name], usize),
        (first, last): (usize, usize),
    ) {
        let name = known[at];
        let from = left_bound(reading, &name, first);
        let window = (from, last.min(name.last + 30));
        let around = phrase_of_name(reading, bodies, known, at, window);
        let at = self.enter(reading, &name);
        let owner = body_before(reading, bodies, &name, first);
        let duty = duty_behind(reading, bodies, &name, last);
        let person = &mut self.all[at];
        if let Some((word, body)) = duty {
            person.duty.get_or_insert(word);
            person.body = person.body.or(body);
        }
        if let Some(found) = around {
            // "el capitán Ola Tam, jefe de la misión": later he is "el capitán" as well.
            let title = name
                .first
                .checked_sub(1)
                .filter(|&at| at >= first && !reading.in_english() && reading.is(at, Traits::ROLE));
            if let Some(title) = title {
                person
                    .duty
                    .get_or_insert_with(|| reading.word(title).to_owned());
            }
            take_office(person, reading, bodies, &found);
        }
        person.body = person.body.or(owner);
    }

    /// The person of this name, entered if unknown.
    pub fn enter(&mut self, reading: &Reading<'_>, name: &Name) -> usize {
        let words = folded_words(reading, name);
        let gender = gender_of(reading, name);
        let mention = (name.titled_from, name.last);
        let known = self.match_words(&words);
        let at = known.unwrap_or(self.all.len());
        if known.is_none() {
            self.all.push(Person {
                name: String::new(),
                words: Vec::new(),
                office: None,
                duty: None,
                body: None,
                gender,
                mentions: Vec::new(),
            });
        }
        let person = &mut self.all[at];
        person.gender = person.gender.or(gender);
        if self.entered.insert((at, mention)) {
            person.mentions.push(mention);
        }
        if known.is_none() || words.len() > person.words.len() {
            person.name = reading.folded(name.first, name.last);
            self.rename(at, words);
        }
        at
    }

    fn rename(&mut self, at: usize, words: Vec<Folded>) {
        let ends = words.first().into_iter().chain(words.last());
        for word in ends.chain(first_surname(&words)) {
            let new = || Alike {
                first: at,
                more: Vec::new(),
            };
            self.by_word.entry(word.clone()).or_insert_with(new).add(at);
        }
        self.all[at].words = words;
    }

    /// Adds what an attribution says of a person's office, if none is known.
    pub fn learn(&mut self, at: usize, reading: &Reading<'_>, bodies: &Bodies, phrase: &Phrase) {
        take_office(&mut self.all[at], reading, bodies, phrase);
    }

    /// The person a name of any length means, if one is known.
    pub fn by_name(&self, reading: &Reading<'_>, name: &Name) -> Option<usize> {
        self.match_words(&folded_words(reading, name))
    }

    fn match_words(&self, words: &[Folded]) -> Option<usize> {
        if words.is_empty() {
            return self.all.iter().position(|p| p.words.is_empty());
        }
        let ends = words.last().into_iter().chain(words.first());
        let candidates = || {
            ends.clone()
                .filter_map(|word| self.by_word.get(word))
                .flat_map(|alike| std::iter::once(alike.first).chain(alike.more.iter().copied()))
                .map(|at| (at, &self.all[at]))
        };
        let exact = candidates().filter(|(_, p)| p.words == words);
        // Several of one surname: the one the text names most, the first of equals.
        let alike = candidates().filter(|(_, p)| same_person(&p.words, words));
        let nearest = || {
            alike
                .max_by_key(|(at, p)| (p.mentions.len(), std::cmp::Reverse(*at)))
                .map(|(at, _)| at)
        };
        // "María Roe Tam", later "Roe": the first of two surnames.
        let by_first = || {
            let [word] = words else { return None };
            candidates()
                .find(|(_, p)| first_surname(&p.words) == Some(word))
                .map(|(at, _)| at)
        };
        exact
            .map(|(at, _)| at)
            .min()
            .or_else(nearest)
            .or_else(by_first)
    }

    /// The person of an office: the latest one named before token `before` whose office has the word.
    pub fn by_office(&self, word: &str, before: usize, language: Option<&str>) -> Option<usize> {
        let word = fold_word(word);
        let key = Key::of(&word);
        let holds = |person: &Person| {
            let words = person
                .office
                .iter()
                .chain(&person.duty)
                .flat_map(|office| office.split_whitespace());
            words
                .map(|w| w.trim_matches(','))
                .any(|w| match Key::of(w) {
                    Some(short) if key.is_some() => key == Some(short),
                    _ => same_office(language, &fold_word(w), &word),
                })
        };
        let latest = |person: &Person| {
            person
                .mentions
                .iter()
                .rev()
                .find(|m| m.0 < before)
                .map(|m| m.0)
        };
        self.all
            .iter()
            .enumerate()
            .filter(|(_, person)| holds(person))
            .max_by_key(|(_, person)| latest(person))
            .map(|(at, _)| at)
    }

    /// The first person named before token `before` who has an office.
    pub fn first_in_office(&self, before: usize) -> Option<usize> {
        self.all
            .iter()
            .enumerate()
            .filter(|(_, person)| person.office.is_some())
            .filter_map(|(at, person)| Some((person.mentions.first()?.0, at)))
            .filter(|&(first, _)| first < before)
            .min()
            .map(|(_, at)| at)
    }

    /// The person named last before token `before`, within `reach` tokens, whose gender fits.
    pub fn latest(&self, gender: Option<Gender>, before: usize, reach: usize) -> Option<usize> {
        let fits = |person: &&Person| {
            gender.is_none() || person.gender.is_none() || person.gender == gender
        };
        let last = |person: &Person| {
            person
                .mentions
                .iter()
                .rev()
                .find(|m| m.1 <= before)
                .map(|m| m.0)
        };
        self.all
            .iter()
            .filter(fits)
            .filter_map(|person| last(person).map(|at| (at, person)))
            .filter(|(at, _)| before - at <= reach)
            .max_by_key(|(at, _)| *at)
            .and_then(|(_, person)| self.all.iter().position(|p| std::ptr::eq(p, person)))
    }
}

fn take_office(person: &mut Person, reading: &Reading<'_>, bodies: &Bodies, phrase: &Phrase) {
    if let (None, Some(range)) = (&person.office, phrase.office) {
        person.office = Some(office_words(reading, bodies, range));
        person.gender = person.gender.or(gender_of_office(reading, range));
    }
    person.body = person.body.or(phrase.body);
}

/// Whether two names can be one person's: the same surname, and forenames that do not clash.
fn same_person(known: &[Folded], other: &[Folded]) -> bool {
    let (Some(known_last), Some(other_last)) = (known.last(), other.last()) else {
        return false;
    };
    if other.len() == 1 {
        return known_last == other_last || known.len() > 1 && known.first() == Some(other_last);
    }
    if known_last != other_last {
        // "Maria Roe Tam" and "Maria Roe": a second surname dropped.
        return known.len() > other.len() && other.len() >= 2 && known.starts_with(other);
    }
    if known.len() == 1 {
        return true;
    }
    let (a, b) = (&known[0], &other[0]);
    a == b || a.is_initial_of(b) || b.is_initial_of(a) || known.contains(b) || other.contains(a)
}

/// The first of two surnames, which is the one in use in Spanish.
fn first_surname(words: &[Folded]) -> Option<&Folded> {
    (words.len() >= 3).then(|| &words[words.len() - 2])
}

fn folded_words(reading: &Reading<'_>, name: &Name) -> Vec<Folded> {
    (name.first..name.last)
        .filter(|&at| reading.tokens[at].is_word())
        .map(|at| reading.folded_word(at))
        .filter(|word| !word.is_suffix())
        .collect()
}

/// The gender an office's noun has where nouns have one: "directora", "Sprecherin", "مديرة".
fn gender_of_office(reading: &Reading<'_>, (first, last): (usize, usize)) -> Option<Gender> {
    let noun = (first..last).find(|&at| reading.is(at, Traits::ROLE))?;
    let word = reading.word(noun).to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let (female, male): (&[&str], &[&str]) = match reading.language.as_deref()? {
        "fr" => (&["trice", "euse", "ière", "ente", "ée", "ète"], &[]),
        "es" => (
            &["ora", "enta", "aria", "esa", "tra", "era", "ada"],
            &["or", "ario", "ero", "stro"],
        ),
        "it" => (&["rice", "ora", "aria", "stra"], &["tore", "ario", "stro"]),
        "pt" => (&["ora", "ária", "stra"], &["or", "ário", "stro"]),
        "de" => (&["in"], &["er", "ent", "är", "or"]),
        "ar" => (&["ة"], &[]),
        _ => return None,
    };
    if ends(female) {
        Some(Gender::Female)
    } else {
        ends(male).then_some(Gender::Male)
    }
}

fn gender_of(reading: &Reading<'_>, name: &Name) -> Option<Gender> {
    (name.titled_from..name.first).find_map(|at| match fold_word(reading.word(at)).as_ref() {
        "mr" | "sir" | "lord" | "herr" | "monsieur" | "senor" | "signor" | "congressman"
        | "king" | "prince" => Some(Gender::Male),
        "السيد" | "الدكتور" | "الشيخ" => Some(Gender::Male),
        "السيدة" | "الدكتورة" | "الشيخة" | "dna" | "dona" | "dra" | "signora" | "senhora"
        | "srta" => Some(Gender::Female),
        "m" if reading.in_language("fr") => Some(Gender::Male),
        "sr" | "don" | "senhor" if !reading.in_english() => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "mme" | "mlle" | "dame" | "lady" | "frau" | "sra" | "senora"
        | "congresswoman" | "queen" | "princess" | "baroness" => Some(Gender::Female),
        _ => None,
    })
}

/// How far to the left of a name the words of an office may reach.
fn left_bound(reading: &Reading<'_>, name: &Name, first: usize) -> usize {
    let mut at = name.titled_from;
    let floor = first.max(at.saturating_sub(24));
    // "the council’s Director of Ports, Mina Roe, said": an office, and the name in commas.
    let enclosed = matches!(
        reading.tokens.get(name.last).map(|token| token.kind),
        Some(Kind::Mark(','))
    );
    if at > floor && reading.mark(at - 1, ',') && (name.titled || enclosed && name.words() >= 2) {
        at -= 1;
    }
    // "Minister for Ports, Boats and the Arts, Ola Tam": what the office is for has commas too.
    if let Some(start) = portfolio(reading, at).filter(|&start| start >= first) {
        return start;
    }
    while at > floor {
        let before = at - 1;
        let joined = matches!(reading.word(before), "und" | "et" | "y" | "e");
        if joined && !reading.in_english() && reading.is(at, Traits::ROLE) {
            break;
        }
        let part = reading.capital(before)
            || reading.is(
                before,
                Traits::LINK
                    .and(Traits::ROLE)
                    .and(Traits::ROLE_MODIFIER)
                    .and(Traits::BODY),
            )
            || matches!(reading.word(before), "in" | "the" | "&" | "-" | "to" | "’")
            || adjective(reading, before, floor);
        if !part
            || reading.small(before)
                && reading.is(before, Traits::CUE)
                && !reading.is(before, Traits::ROLE)
        {
            break;
        }
        at = before;
    }
    at
}

/// "le député socialiste des Hauts-de-Seine", "o responsável pelo porto": outside English a word
/// in small letters behind an office, which no other table knows.
fn adjective(reading: &Reading<'_>, at: usize, floor: usize) -> bool {
    let other = Traits::CUE
        .and(Traits::AUXILIARY)
        .and(Traits::PRONOUN)
        .and(Traits::SUBORDINATE)
        .and(Traits::COMMON)
        .and(Traits::CALENDAR);
    !reading.in_english()
        && reading.small(at)
        && !reading.is(at, other)
        && (floor..at)
            .rev()
            .take(2)
            .any(|before| reading.is(before, Traits::ROLE))
}

/// "Tam, who chairs the Guild": the office a clause tells, and its body.
fn duty_behind(
    reading: &Reading<'_>,
    bodies: &Bodies,
    name: &Name,
    last: usize,
) -> Option<(String, Option<usize>)> {
    let who = (name.last..last.min(name.last + 3)).find(|&at| reading.word(at) == "who")?;
    let office = match reading.word(who + 1) {
        "chairs" | "chaired" => "chair",
        "heads" | "headed" => "head",
        "leads" | "led" => "leader",
        "directs" | "runs" => "director",
        "coordinates" => "coordinator",
        "manages" => "manager",
        "represents" => "representative",
        "presides" => "president",
        _ => return None,
    };
    let body = bodies
        .within(who, last.min(who + 14))
        .first()
        .map(|m| m.entity);
    Some((office.to_owned(), body))
}

/// A body directly before the name: "UNHCR’s Ola Tam".
fn body_before(reading: &Reading<'_>, bodies: &Bodies, name: &Name, first: usize) -> Option<usize> {
    let before = name.titled_from.checked_sub(1).filter(|&b| b >= first)?;
    bodies
        .at(before)
        .filter(|m| m.last == before + 1 && reading.possessive(before))
        .map(|m| m.entity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::Register;

    fn read(text: &str) -> Vec<(String, Option<String>, usize)> {
        let reading = Reading::new(text, 0);
        let bodies = Bodies::find(&reading, Register::builtin());
        People::find(&reading, &bodies)
            .all
            .into_iter()
            .map(|p| (p.name, p.office, p.mentions.len()))
            .collect()
    }

    #[test]
    fn later_forms_are_the_same_person() {
        let found = read(
            "Mr. Ola Per Tam, the Foreign Secretary, came. Secretary Tam left with Mina Roe. Tam was tired; OLA TAM slept.",
        );
        assert_eq!(
            found,
            [
                (
                    "Ola Per Tam".to_owned(),
                    Some("Foreign Secretary".to_owned()),
                    4
                ),
                ("Mina Roe".to_owned(), None, 1)
            ]
        );
    }

    #[test]
    fn forenames_that_clash_are_two_people() {
        assert_eq!(read("They met Ola Tam and then Mina Tam there.").len(), 2);
    }

    #[test]
    fn an_office_before_the_name_is_found() {
        let found = read("They thanked Deputy Head of Mission Mina Roe for it.");
        assert_eq!(found[0].1.as_deref(), Some("Deputy Head of Mission"));
    }

    #[test]
    fn in_a_list_each_has_their_own_office() {
        let found = read(
            "The harbour was opened by Mayor Ola Tam, State Senator Mina Roe, and Port Director Nils Osk.",
        );
        let offices: Vec<_> = found
            .iter()
            .map(|(name, office, _)| (name.as_str(), office.as_deref()))
            .collect();
        assert_eq!(
            offices,
            [
                ("Ola Tam", Some("Mayor")),
                ("Mina Roe", Some("State Senator")),
                ("Nils Osk", Some("Port Director")),
            ]
        );
    }
}
