//! Who said what, as answered: [`QuoteAnswer`], in the shape of `quotes --format json`.

use serde::{Deserialize, Serialize};

use super::answer::{Hit, IndexReport, QueryReport};
use crate::document::{PartialDate, Quote, QuoteKind, Speaker};
use crate::schema::Release;
use crate::snippet::{Matcher, sentences};
use crate::text::{CharOffsets, Span, border_before};

/// Bytes of text shown as context on either side of a quotation, at most.
const CONTEXT: usize = 300;

/// The answer to one search for quotations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuoteAnswer {
    /// How the query was understood.
    pub query: QueryReport,
    /// Which index answered.
    pub index: IndexReport,
    /// All quotations that answer; the same words of the same speaker count once.
    pub total: u64,
    /// Releases that hold them.
    pub releases: u64,
    /// Time taken, in milliseconds.
    pub took_ms: f64,
    /// The page; of groups, the first quotations of each, one group after the other.
    pub hits: Vec<QuoteHit>,
    /// The groups of the page, when asked for, largest first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub groups: Option<Vec<QuoteGroup>>,
    /// All groups, when asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub groups_total: Option<u64>,
    /// Give this as `cursor` for the next page; none at the end.
    pub next_cursor: Option<String>,
}

/// Quotations of one speaker or organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteGroup {
    /// The speaker or organisation; none for quotations of nobody named.
    pub value: Option<String>,
    /// Quotations in it.
    pub count: u64,
    /// Releases that hold them.
    pub releases: u64,
    /// The date of the earliest that is dated.
    pub earliest: Option<PartialDate>,
    /// The date of the latest that is dated.
    pub latest: Option<PartialDate>,
    /// Of a speaker the organisations, of an organisation its speakers, most frequent first.
    pub with: Vec<String>,
    /// Its quotations on this page, by id.
    pub hits: Vec<String>,
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
    /// What to mark, as ranges in `text`.
    pub highlights: Vec<(usize, usize)>,
    /// Who said them, if anybody is named.
    pub speaker: Option<QuoteSpeaker>,
    /// The kind.
    pub kind: QuoteKind,
    /// 0 to 1: that the speaker is right.
    pub confidence: f32,
    /// The sentences around, with the quotation in them.
    pub context: String,
    /// Where they begin in the release's text.
    pub context_start: usize,
    /// Other places where the same speaker is quoted with the same words.
    pub copies: u64,
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

/// The speaker of a quotation, if anybody is named.
pub(super) fn speaker_of<'a>(release: &'a Release, quote: &Quote) -> Option<&'a Speaker> {
    release.extraction.speakers.get(quote.speaker?)
}

impl QuoteHit {
    /// Quotation `number` of a release, without score and copies; none when it has fewer.
    pub(super) fn of(release: &Release, number: usize, matcher: &Matcher) -> Option<Self> {
        let quote = release.extraction.quotes.get(number)?;
        let offsets = CharOffsets::new(&release.text);
        let (start, end) = offsets.range(quote.span);
        let speaker = speaker_of(release, quote).map(|speaker| QuoteSpeaker {
            name: speaker.name.clone(),
            written: quote.written.map(|span| span.of(&release.text).to_owned()),
            role: speaker.role.clone(),
            organisation: speaker.organisation.clone(),
        });
        let context = context(&release.text, quote.span);
        let language = release.extraction.language.as_deref();
        Some(Self {
            id: format!("{}:{number}", release.id),
            release: Hit::of(release),
            text: quote.span.of(&release.text).to_owned(),
            start,
            end,
            highlights: matcher.highlights(&release.text, quote.span, language),
            speaker,
            kind: quote.kind,
            confidence: quote.confidence,
            context: context.of(&release.text).to_owned(),
            context_start: offsets.at(context.start),
            copies: 0,
        })
    }
}

/// The sentences that hold the quotation, as far as they are not too long.
fn context(text: &str, quote: Span) -> Span {
    let from = border_before(text, quote.start.saturating_sub(CONTEXT));
    let to = border_before(text, quote.end + CONTEXT);
    let around = sentences(text, Span::new(from, to));
    let mut held = around.iter().filter(|sentence| sentence.overlaps(quote));
    let first = held.next();
    let last = held.next_back().or(first);
    match (first, last) {
        (Some(first), Some(last)) => {
            Span::new(first.start.min(quote.start), last.end.max(quote.end))
        }
        _ => quote,
    }
}
