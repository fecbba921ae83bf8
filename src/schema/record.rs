//! From a release to its document and back: [`Record`] goes in, [`Release`] comes out.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;
use tantivy::schema::Value;
use xxhash_rust::xxh3::xxh3_64;

use super::analysis::marked;
use super::words::Words;
use super::{FACETS, Fields, KIND_COPY, KIND_RELEASE};
use crate::document::{Extraction, Given, OrganisationRole, PartialDate, Section};
use crate::text::{Span, border_before};

/// The longest value of a facet kept, in bytes; names do not come near it.
const LONGEST_VALUE: usize = 512;

/// Words of a lead: about the first paragraph of a release.
const LEAD: usize = 60;

/// What is known of the file a release came from, compared to see if it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub modified: i64,
    /// When its entry was changed, likewise: a file put in its place shows here even when size
    /// and time are the same. 0 where the system does not tell, [`Stamp::UNSURE`] when the file
    /// could have been changed again unseen.
    pub changed: i64,
    /// Hash of what was read.
    pub content: u64,
    /// Version of the extractor.
    pub extractor: u32,
}

impl Stamp {
    /// The value of [`Stamp::changed`] that no file has: it is read again by the next run.
    pub const UNSURE: i64 = i64::MIN;
}

/// A release on its way into the index.
#[derive(Debug)]
pub struct Record<'a> {
    /// The file's path below the corpus.
    pub file: &'a str,
    /// Which of several in the file.
    pub part: Option<&'a str>,
    /// The file's stamp.
    pub stamp: Stamp,
    /// The whole text.
    pub text: &'a str,
    /// What the file says of itself.
    pub given: &'a Given,
    /// What was read off it.
    pub extraction: &'a Extraction,
    /// What its copies are found by: hash of its words, 0 for none, and of runs of them.
    pub sketch: (u64, &'a [u32]),
}

/// A release as it comes out of the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// 12 hexadecimal digits.
    pub id: String,
    /// Its path below the corpus, with `#part` for one of several in a file.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// What the file says of itself.
    pub given: Given,
    /// What was read off it.
    pub extraction: Extraction,
}

/// The hash that stands for a file in the index.
pub fn file_hash(key: &str) -> u64 {
    xxh3_64(key.as_bytes())
}

/// The path of a release: the file's, with its part.
pub fn path_of(file: &str, part: Option<&str>) -> String {
    part.map_or_else(|| file.to_owned(), |part| format!("{file}#{part}"))
}

/// The hash of a release's path, which orders equals and names it among copies.
pub fn order_of(path: &str) -> u64 {
    xxh3_64(path.as_bytes())
}

/// The id of a release: the first 48 bits of its path's hash.
pub fn id_of(path: &str) -> String {
    id_of_order(order_of(path))
}

/// The id of a release whose path has this hash.
pub fn id_of_order(order: u64) -> String {
    format!("{:012x}", order >> 16)
}

impl Record<'_> {
    /// The document to index.
    pub fn document(&self, fields: &Fields) -> TantivyDocument {
        let mut document = stamped(fields, self.file, self.part, &self.stamp);
        document.add_u64(fields.kind, KIND_RELEASE);
        let (wording, prints) = self.sketch;
        document.add_u64(fields.wording, wording);
        for print in prints {
            document.add_u64(fields.prints, u64::from(*print));
        }
        self.add_texts(fields, &mut document);
        self.add_stored(fields, &mut document);
        self.add_date(fields, &mut document);
        for (name, field) in FACETS.iter().zip(fields.facets) {
            for value in facet_values(self.extraction, name) {
                document.add_text(field, cut(&value));
            }
        }
        for body in &self.extraction.organisations {
            if let Some(acronym) = &body.acronym {
                document.add_text(
                    fields.acronym,
                    format!("{}\t{}", cut(acronym), cut(&body.name)),
                );
            }
        }
        document
    }

    fn add_texts(&self, fields: &Fields, document: &mut TantivyDocument) {
        let language = self.extraction.language.as_deref();
        let (head, body) = self
            .text
            .split_at_checked(self.given.body_start)
            .unwrap_or(("", self.text));
        if !head.is_empty() {
            document.add_text(fields.head, head);
        }
        document.add_text(fields.text, body);
        let body = Span::new(head.len(), self.text.len());
        let pieces = pieces(body, &self.extraction.sections);
        self.add_lead(fields, document, &pieces);
        for (span, aside) in pieces {
            let piece = marked(language, span.of(self.text));
            let (exact, stem) = if aside {
                (fields.boilerplate, fields.boilerplate_stem)
            } else {
                (fields.body, fields.body_stem)
            };
            document.add_text(exact, &piece);
            document.add_text(stem, &piece);
        }
        if let Some(title) = &self.extraction.title {
            let title = marked(language, &title.value);
            document.add_text(fields.title, &title);
            document.add_text(fields.title_stem, &title);
        }
        for quote in &self.extraction.quotes {
            let quote = marked(language, quote.span.of(self.text));
            document.add_text(fields.quotes, &quote);
            document.add_text(fields.quotes_stem, &quote);
        }
    }

    /// The first words of the text below its headline.
    fn add_lead(&self, fields: &Fields, document: &mut TantivyDocument, pieces: &[(Span, bool)]) {
        let title = self.extraction.title.as_ref().and_then(|title| title.span);
        let below = title.map_or(0, |title| title.end);
        let mut left = LEAD;
        for (span, _) in pieces.iter().filter(|(_, aside)| !aside) {
            // A headline across the border of a piece leaves the piece whole.
            let inside = span.start <= below && below < span.end;
            let span = Span::new(if inside { below } else { span.start }, span.end);
            let piece = first_words(span.of(self.text), &mut left);
            if !piece.is_empty() {
                let piece = marked(self.extraction.language.as_deref(), piece);
                document.add_text(fields.lead_stem, piece);
            }
        }
    }

    fn add_stored(&self, fields: &Fields, document: &mut TantivyDocument) {
        // As texts: tantivy reads stored bytes one by one.
        let json = |text: serde_json::Result<String>| text.unwrap_or_default();
        document.add_text(
            fields.extraction,
            json(serde_json::to_string(self.extraction)),
        );
        if *self.given != Given::default() {
            document.add_text(fields.given, json(serde_json::to_string(self.given)));
        }
    }

    fn add_date(&self, fields: &Fields, document: &mut TantivyDocument) {
        let Some(date) = &self.extraction.date else {
            return;
        };
        document.add_u64(fields.first_day, day_key(date.value.first_day()));
        document.add_u64(fields.last_day, day_key(date.value.last_day()));
        document.add_u64(fields.certain, u64::from(!date.inferred));
    }
}

/// The beginning of a text up to `left` words, which are taken off it.
fn first_words<'t>(text: &'t str, left: &mut usize) -> &'t str {
    let mut words = Words::new(text);
    let mut folded = String::new();
    let mut end = 0;
    while *left > 0
        && let Some(word) = words.read(&mut folded)
    {
        end = word.span.end;
        *left -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The pieces of a text in order, each with whether it is boilerplate.
fn pieces(body: Span, sections: &[Section]) -> Vec<(Span, bool)> {
    let mut aside: Vec<Span> = sections.iter().map(|section| section.span).collect();
    aside.sort_unstable();
    let mut found = Vec::with_capacity(2 * aside.len() + 1);
    let mut at = body.start;
    for span in aside {
        let (start, end) = (span.start.max(at), span.end.min(body.end));
        if start >= end {
            continue;
        }
        found.push((Span::new(at, start), false));
        found.push((Span::new(start, end), true));
        at = end;
    }
    found.push((Span::new(at, body.end), false));
    found.retain(|(span, _)| !span.is_empty());
    found
}

/// The document of a file whose content another file already has.
pub fn copy_document(fields: &Fields, file: &str, stamp: &Stamp) -> TantivyDocument {
    let mut document = stamped(fields, file, None, stamp);
    document.add_u64(fields.kind, KIND_COPY);
    document.add_u64(fields.copy_of, stamp.content);
    document
}

fn stamped(fields: &Fields, file: &str, part: Option<&str>, stamp: &Stamp) -> TantivyDocument {
    let path = path_of(file, part);
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, id_of(&path));
    document.add_u64(fields.order, xxh3_64(path.as_bytes()));
    document.add_text(fields.path, path);
    document.add_u64(fields.file, file_hash(file));
    document.add_u64(fields.size, stamp.size);
    document.add_i64(fields.modified, stamp.modified);
    document.add_i64(fields.changed, stamp.changed);
    document.add_u64(fields.content, stamp.content);
    document.add_u64(fields.extractor, u64::from(stamp.extractor));
    document
}

/// A day as one number, yyyymmdd.
pub fn day_key((year, month, day): (i16, u8, u8)) -> u64 {
    u64::from(year.unsigned_abs()) * 10_000 + u64::from(month) * 100 + u64::from(day)
}

/// Days from 1970 to the day of a [`day_key`]; none when it is no day.
pub fn days_of_key(key: u64) -> Option<i64> {
    let year = i16::try_from(key / 10_000).ok()?;
    let (month, day) = ((key / 100 % 100) as i8, (key % 100) as i8);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    Some(days_of(date))
}

/// Days from 1970 to a date.
pub fn days_of(date: jiff::civil::Date) -> i64 {
    let first = jiff::civil::date(1970, 1, 1);
    i64::from((date - first).get_days())
}

/// The values of a facet, each once.
pub fn facet_values(extraction: &Extraction, facet: &str) -> BTreeSet<String> {
    let with_role = |role| {
        let of_role = extraction
            .organisations
            .iter()
            .filter(move |body| body.role == role);
        of_role.map(|body| body.name.clone())
    };
    let date = extraction.date.as_ref().map(|date| date.value);
    let place = extraction.place.as_ref().map(|place| &place.value);
    let speakers = extraction.speakers.iter();
    let values: BTreeSet<String> = match facet {
        "organisation" => extraction
            .organisations
            .iter()
            .map(|body| body.name.clone())
            .collect(),
        "publisher" => extraction
            .publisher
            .iter()
            .map(|found| found.value.clone())
            .collect(),
        "quoted" => speakers
            .filter_map(|speaker| speaker.organisation.clone())
            .chain(with_role(OrganisationRole::Quoted))
            .chain(quoted_parents(extraction))
            .collect(),
        "mentioned" => with_role(OrganisationRole::Mentioned).collect(),
        "parent" => extraction
            .organisations
            .iter()
            .filter_map(|body| body.parent.clone())
            .collect(),
        "speaker" => speakers.map(|speaker| speaker.name.clone()).collect(),
        "place" => place.map(|place| place.name.clone()).into_iter().collect(),
        "country" => place
            .and_then(|place| place.country.clone())
            .into_iter()
            .collect(),
        "language" => extraction.language.clone().into_iter().collect(),
        "year" => date
            .map(|date| format!("{:04}", date.year))
            .into_iter()
            .collect(),
        "month" => date.and_then(month_of).into_iter().collect(),
        "day" => date
            .filter(|date| date.day.is_some())
            .map(|date| date.to_string())
            .into_iter()
            .collect(),
        _ => BTreeSet::new(),
    };
    values
        .into_iter()
        .filter(|value| !value.is_empty())
        .collect()
}

/// The organisations that are spoken for by a part named after them.
fn quoted_parents(extraction: &Extraction) -> impl Iterator<Item = String> {
    extraction
        .organisations
        .iter()
        .filter(|body| body.role == OrganisationRole::Quoted)
        .filter_map(|body| body.named_after().map(str::to_owned))
}

fn month_of(date: PartialDate) -> Option<String> {
    Some(format!("{:04}-{:02}", date.year, date.month?))
}

fn cut(value: &str) -> &str {
    let end = border_before(value, LONGEST_VALUE);
    value.get(..end).unwrap_or_default()
}

impl Release {
    /// Reads a stored document; none when it does not hold what a release holds.
    pub fn read(fields: &Fields, document: &TantivyDocument) -> Option<Self> {
        let text = |field| document.get_first(field).and_then(|value| value.as_str());
        let body = text(fields.text)?;
        let mut whole = text(fields.head).unwrap_or_default().to_owned();
        whole.push_str(body);
        let given = match text(fields.given) {
            Some(json) => serde_json::from_str(json).ok()?,
            None => Given::default(),
        };
        Some(Self {
            id: text(fields.id)?.to_owned(),
            path: text(fields.path)?.to_owned(),
            text: whole,
            given,
            extraction: serde_json::from_str(text(fields.extraction)?).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Found, Speaker};

    #[test]
    fn a_release_comes_out_as_it_went_in() {
        let (_, fields) = Fields::build();
        let text = "---\ntitle: Ä\n---\nGENEVA – Arrivals rose.";
        let given = Given {
            title: Some("Ä".into()),
            body_start: 18,
            ..Given::default()
        };
        let extraction = Extraction {
            title: Some(Found {
                value: "Ä".into(),
                span: None,
                rule: "given".into(),
                confidence: 1.0,
            }),
            language: Some("en".into()),
            ..Extraction::default()
        };
        let stamp = Stamp {
            size: 1,
            modified: 2,
            changed: 2,
            content: 3,
            extractor: 1,
        };
        let record = Record {
            file: "a/b.txt",
            part: Some("2"),
            stamp,
            text,
            given: &given,
            extraction: &extraction,
            sketch: (1, &[2, 3]),
        };
        let release = Release::read(&fields, &record.document(&fields)).unwrap();
        assert_eq!(release.text, text);
        assert_eq!(release.path, "a/b.txt#2");
        assert_eq!(release.id, id_of("a/b.txt#2"));
        assert_eq!((release.given, release.extraction), (given, extraction));
    }

    #[test]
    fn boilerplate_is_parted_from_what_is_said() {
        let section = |start, end| Section {
            span: Span::new(start, end),
            kind: "about".into(),
        };
        let read = pieces(
            Span::new(2, 20),
            &[section(15, 25), section(0, 4), section(5, 7)],
        );
        let spans: Vec<(usize, usize, bool)> = read
            .iter()
            .map(|(span, aside)| (span.start, span.end, *aside))
            .collect();
        assert_eq!(
            spans,
            [
                (2, 4, true),
                (4, 5, false),
                (5, 7, true),
                (7, 15, false),
                (15, 20, true)
            ]
        );
    }

    #[test]
    fn the_quoted_are_those_somebody_speaks_for() {
        let speaker = |organisation: Option<&str>| Speaker {
            name: "Ada Quill".into(),
            role: None,
            organisation: organisation.map(Into::into),
            mentions: vec![],
            confidence: 1.0,
        };
        let extraction = Extraction {
            speakers: vec![
                speaker(Some("Harbour Aid")),
                speaker(Some("Harbour Aid")),
                speaker(None),
            ],
            ..Extraction::default()
        };
        assert_eq!(
            facet_values(&extraction, "quoted"),
            BTreeSet::from(["Harbour Aid".into()])
        );
        assert_eq!(facet_values(&extraction, "speaker").len(), 1);
    }

    #[test]
    fn whoever_speaks_for_a_part_speaks_for_the_whole_it_is_named_after() {
        let body = |name: &str, parent: &str| crate::document::Organisation {
            name: name.into(),
            acronym: None,
            parent: Some(parent.into()),
            role: OrganisationRole::Quoted,
            mentions: vec![],
            rule: "register".into(),
            confidence: 1.0,
        };
        let extraction = Extraction {
            organisations: vec![
                body("Harbour Union Delegation to Norland", "Harbour Union"),
                body("Net Fund", "Harbour Union of Nets"),
            ],
            ..Extraction::default()
        };
        let quoted = facet_values(&extraction, "quoted");
        assert!(quoted.contains("Harbour Union"));
        assert!(!quoted.contains("Harbour Union of Nets"));
    }

    #[test]
    fn a_value_is_cut_on_a_letter() {
        assert_eq!(cut(&"é".repeat(400)).len(), LONGEST_VALUE);
        assert_eq!(cut("short"), "short");
    }
}
