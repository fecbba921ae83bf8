//! Who said what: quotations that answer a query, with who spoke and where it stands.
//!
//! The index finds the releases whose quotations hold the words; each quotation of
//! theirs is then tried by itself, so that all words stand in the same one and speaker
//! and organisation are those of the very quotation.

use serde::{Deserialize, Serialize};

use super::Operator;
use super::answer::{Hit, IndexReport, QueryReport};
use super::request::Request;
use crate::document::{Extraction, Quote, QuoteKind};
use crate::query::{Field, Kind, Node};
use crate::schema::Release;
use crate::schema::words::name_key;
use crate::snippet::{Matcher, sentences};
use crate::text::{CharOffsets, Span};

/// Releases tried for one answer; beyond, the total is not known.
pub(super) const TRIED: usize = 3_000;
/// Bytes of text shown as context on either side of a quotation, at most.
const CONTEXT: usize = 300;

/// The answer to one search for quotations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuoteAnswer {
    /// How the query was understood.
    pub query: QueryReport,
    /// Which index answered.
    pub index: IndexReport,
    /// All quotations that answer; none when there are more releases than were tried.
    pub total: Option<u64>,
    /// Releases that may hold some.
    pub releases: u64,
    /// Time taken, in milliseconds.
    pub took_ms: f64,
    /// The page.
    pub hits: Vec<QuoteHit>,
}

/// One quotation found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuoteHit {
    /// The release's id, a colon, and the quotation's number in it from 0.
    pub id: String,
    /// The release, without passages.
    pub release: Hit,
    /// The words.
    pub text: String,
    /// Where they begin in the release's text, in Unicode scalar values.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// Who said them, if anybody is named.
    pub speaker: Option<QuoteSpeaker>,
    /// The kind.
    pub kind: QuoteKind,
    /// 0 to 1: that the speaker is right.
    pub confidence: f32,
    /// The sentences around, with the quotation in them.
    pub context: String,
}

/// Who said a quotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteSpeaker {
    /// The fullest name in the text.
    pub name: String,
    /// As written at the quotation, e.g. `she`.
    pub written: Option<String>,
    /// The role as printed.
    pub role: Option<String>,
    /// Whom they speak for.
    pub organisation: Option<String>,
}

/// What a quotation must be.
pub(super) struct Test<'a> {
    pub(super) tree: &'a Node,
    pub(super) operator: Operator,
    /// The values a written name of `speaker` or `quoted` means.
    pub(super) means: &'a dyn Fn(&'static str, &str) -> Vec<String>,
    pub(super) request: &'a Request,
}

/// The tree with its words asked of quotations, for finding releases.
pub(super) fn asked_of_quotes(node: &Node) -> Node {
    let inner = |nodes: &[Node]| nodes.iter().map(asked_of_quotes).collect();
    match &node.kind {
        Kind::And(nodes) => Node::and(inner(nodes)),
        Kind::Or(nodes) => Node::or(inner(nodes)),
        // A release may hold one quotation with the word and one without.
        Kind::Not(_) => Node::field(Field::Quote, Kind::All.into()),
        Kind::Field { .. } | Kind::Date(_) => node.clone(),
        _ => Node::field(Field::Quote, node.clone()),
    }
}

impl Test<'_> {
    /// The quotations of a release that answer, by number.
    pub(super) fn answering(&self, release: &Release) -> Vec<usize> {
        let quotes = release.extraction.quotes.iter().enumerate();
        let answers = |quote: &Quote| {
            self.holds(self.tree, release, quote) && self.passes_filters(&release.extraction, quote)
        };
        quotes
            .filter(|(_, quote)| answers(quote))
            .map(|(number, _)| number)
            .collect()
    }

    fn holds(&self, node: &Node, release: &Release, quote: &Quote) -> bool {
        let extraction = &release.extraction;
        match &node.kind {
            Kind::All | Kind::Date(_) => true,
            Kind::And(nodes) if self.operator == Operator::Or => {
                nodes.iter().any(|node| self.holds(node, release, quote))
            }
            Kind::And(nodes) => nodes.iter().all(|node| self.holds(node, release, quote)),
            Kind::Or(nodes) => nodes.iter().any(|node| self.holds(node, release, quote)),
            Kind::Not(inner) => !self.holds(inner, release, quote),
            Kind::Field {
                field: Field::Speaker,
                node,
            } => self.is_by(extraction, quote, "speaker", node),
            Kind::Field {
                field: Field::Quoted,
                node,
            } => self.is_by(extraction, quote, "quoted", node),
            Kind::Field {
                field: Field::Quote,
                node,
            } => self.holds(node, release, quote),
            // Of the whole release, which was found by it.
            Kind::Field { .. } => true,
            _ => {
                let language = extraction.language.as_deref();
                Matcher::new(node).is_in(&release.text, quote.span, language)
            }
        }
    }

    fn is_by(
        &self,
        extraction: &Extraction,
        quote: &Quote,
        field: &'static str,
        node: &Node,
    ) -> bool {
        match &node.kind {
            Kind::Or(nodes) => nodes
                .iter()
                .any(|n| self.is_by(extraction, quote, field, n)),
            Kind::And(nodes) => nodes
                .iter()
                .all(|n| self.is_by(extraction, quote, field, n)),
            Kind::Not(node) => !self.is_by(extraction, quote, field, node),
            Kind::Word(written) => self.is_named(extraction, quote, field, written),
            Kind::Phrase { words, .. } => self.is_named(extraction, quote, field, &words.join(" ")),
            _ => value_of(extraction, quote, field).is_some(),
        }
    }

    fn is_named(
        &self,
        extraction: &Extraction,
        quote: &Quote,
        field: &'static str,
        written: &str,
    ) -> bool {
        let Some(name) = value_of(extraction, quote, field) else {
            return written == super::MISSING;
        };
        let key = name_key(name);
        (self.means)(field, written)
            .iter()
            .any(|value| name_key(value) == key)
    }

    /// Filters on speaker and quoted organisation are meant of the quotation itself.
    fn passes_filters(&self, extraction: &Extraction, quote: &Quote) -> bool {
        ["speaker", "quoted"].into_iter().all(|field| {
            let Some(choice) = self.request.filters.fields.get(field) else {
                return true;
            };
            let named = |written: &String| self.is_named(extraction, quote, field, written);
            (choice.any.is_empty() || choice.any.iter().any(named)) && !choice.not.iter().any(named)
        })
    }
}

fn value_of<'a>(extraction: &'a Extraction, quote: &Quote, field: &str) -> Option<&'a str> {
    let speaker = extraction.speakers.get(quote.speaker?)?;
    match field {
        "speaker" => Some(&speaker.name),
        _ => speaker.organisation.as_deref(),
    }
}

impl QuoteHit {
    /// Quotation `number` of a release.
    pub fn of(release: &Release, number: usize) -> Option<Self> {
        let quote = release.extraction.quotes.get(number)?;
        let (start, end) = CharOffsets::new(&release.text).range(quote.span);
        let speaker = quote
            .speaker
            .and_then(|at| release.extraction.speakers.get(at));
        let speaker = speaker.map(|speaker| QuoteSpeaker {
            name: speaker.name.clone(),
            written: quote.written.map(|span| span.of(&release.text).to_owned()),
            role: speaker.role.clone(),
            organisation: speaker.organisation.clone(),
        });
        Some(Self {
            id: format!("{}:{number}", release.id),
            release: Hit::of(release),
            text: quote.span.of(&release.text).to_owned(),
            start,
            end,
            speaker,
            kind: quote.kind,
            confidence: quote.confidence,
            context: context(&release.text, quote.span).to_owned(),
        })
    }
}

/// The sentences that hold the quotation, as far as they are not too long.
fn context(text: &str, quote: Span) -> &str {
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = floor(quote.start.saturating_sub(CONTEXT));
    let to = floor((quote.end + CONTEXT).min(text.len()));
    let around = sentences(text, Span::new(from, to));
    let held: Vec<&Span> = around
        .iter()
        .filter(|sentence| sentence.overlaps(quote))
        .collect();
    match (held.first(), held.last()) {
        (Some(first), Some(last)) => {
            Span::new(first.start.min(quote.start), last.end.max(quote.end)).of(text)
        }
        _ => quote.of(text),
    }
}
