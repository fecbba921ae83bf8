//! What was read off a text, in the shape of `extract --format json`: [`ExtractionReport`].

use serde::Serialize;

use crate::document::{
    DateEvidence, Extraction, Found, Organisation, OrganisationRole, PartialDate, Place, Precision,
    Quote, QuoteKind, ReleaseDate, Speaker,
};
use crate::text::{CharOffsets, Span};

/// One text and all that was read off it; offsets are Unicode scalar values into `text`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExtractionReport<'a> {
    /// Where the text came from.
    pub path: &'a str,
    /// The text, unchanged.
    pub text: &'a str,
    /// The headline.
    pub title: Option<Value<'a>>,
    /// The release's date.
    pub date: Option<Date<'a>>,
    /// Where it is dated from.
    pub place: Option<DatedFrom<'a>>,
    /// ISO 3166 alpha-2 code of the place's country.
    pub country: Option<&'a str>,
    /// ISO 639-1 code.
    pub language: Option<&'a str>,
    /// Who issued it.
    pub publisher: Vec<Named<'a>>,
    /// The organisations named.
    pub organisations: Vec<Body<'a>>,
    /// Those who speak.
    pub speakers: Vec<Voice<'a>>,
    /// Their words.
    pub quotes: Vec<Quotation<'a>>,
}

/// A place in the text; both none when the value was given from outside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The first character.
    pub start: Option<usize>,
    /// The one after the last.
    pub end: Option<usize>,
}

/// A value with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Value<'a> {
    /// What was read.
    pub value: &'a str,
    /// Where.
    #[serde(flatten)]
    pub range: Range,
    /// The rule that found it.
    pub rule: &'a str,
    /// 0 to 1.
    pub confidence: f32,
}

/// A name with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named<'a> {
    /// The one name.
    pub name: &'a str,
    /// Where.
    #[serde(flatten)]
    pub range: Range,
    /// The rule that found it.
    pub rule: &'a str,
    /// 0 to 1.
    pub confidence: f32,
}

/// A date with its evidence and what it was weighed against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Date<'a> {
    /// The date.
    pub value: PartialDate,
    /// How finely it is known.
    pub precision: Precision,
    /// Whether its year was inferred.
    pub inferred: bool,
    /// Where it, or the printed part of it, stands.
    #[serde(flatten)]
    pub range: Range,
    /// The rule that won.
    pub rule: &'a str,
    /// 0 to 1.
    pub confidence: f32,
    /// The dates it beat.
    pub candidates: Vec<OtherDate<'a>>,
    /// What bounded an inferred year.
    pub bounds: Vec<OtherDate<'a>>,
}

/// A date that was considered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OtherDate<'a> {
    /// As read.
    pub value: PartialDate,
    /// Where.
    #[serde(flatten)]
    pub range: Range,
    /// Why it was considered.
    pub rule: &'a str,
}

/// The place a release is dated from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DatedFrom<'a> {
    /// Its usual name.
    pub value: &'a str,
    /// As printed.
    pub written: &'a str,
    /// Where.
    #[serde(flatten)]
    pub range: Range,
    /// The rule that found it.
    pub rule: &'a str,
    /// 0 to 1.
    pub confidence: f32,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Body<'a> {
    /// Its one name.
    pub name: &'a str,
    /// Its acronym.
    pub acronym: Option<&'a str>,
    /// The organisation it is part of.
    pub parent: Option<&'a str>,
    /// What it does here.
    pub role: OrganisationRole,
    /// Where it is named.
    pub mentions: Vec<(usize, usize)>,
    /// The rule that found it first.
    pub rule: &'a str,
    /// 0 to 1.
    pub confidence: f32,
}

/// A person, or an organisation, who speaks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Voice<'a> {
    /// The fullest name.
    pub name: &'a str,
    /// The role as printed.
    pub role: Option<&'a str>,
    /// Whom they speak for.
    pub organisation: Option<&'a str>,
    /// Where they are named.
    pub mentions: Vec<(usize, usize)>,
    /// 0 to 1.
    pub confidence: f32,
}

/// Words somebody said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quotation<'a> {
    /// The first character, after the mark.
    pub start: usize,
    /// The closing mark, or where the words end.
    pub end: usize,
    /// The words.
    pub text: &'a str,
    /// The kind.
    pub kind: QuoteKind,
    /// Who says them.
    pub speaker: Option<QuotedSpeaker<'a>>,
    /// Where the speaker is written.
    pub speaker_start: Option<usize>,
    /// Where that ends.
    pub speaker_end: Option<usize>,
    /// The word that attributes.
    pub cue: Option<&'a str>,
    /// The pattern that found the speaker.
    pub rule: &'a str,
    /// 0 to 1.
    pub confidence: f32,
}

/// Who says a quotation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuotedSpeaker<'a> {
    /// The fullest name in the text.
    pub name: &'a str,
    /// As written at the attribution.
    pub written: Option<&'a str>,
    /// The role as printed.
    pub role: Option<&'a str>,
    /// Whom they speak for.
    pub organisation: Option<&'a str>,
}

impl<'a> ExtractionReport<'a> {
    /// What was read off `text`, with its offsets turned into characters.
    pub fn new(path: &'a str, text: &'a str, extraction: &'a Extraction) -> Self {
        let turn = Turn {
            text,
            offsets: CharOffsets::new(text),
        };
        let found = extraction.place.as_ref();
        Self {
            path,
            text,
            title: extraction.title.as_ref().map(|title| turn.value(title)),
            date: extraction.date.as_ref().map(|date| turn.date(date)),
            place: found.map(|place| turn.place(place)),
            country: found.and_then(|place| place.value.country.as_deref()),
            language: extraction.language.as_deref(),
            publisher: extraction
                .publisher
                .iter()
                .map(|found| turn.named(found))
                .collect(),
            organisations: extraction
                .organisations
                .iter()
                .map(|body| turn.body(body))
                .collect(),
            speakers: extraction
                .speakers
                .iter()
                .map(|speaker| turn.voice(speaker))
                .collect(),
            quotes: extraction
                .quotes
                .iter()
                .map(|quote| turn.quote(quote, extraction))
                .collect(),
        }
    }
}

/// Turns what refers to one text.
struct Turn<'a> {
    text: &'a str,
    offsets: CharOffsets<'a>,
}

impl<'a> Turn<'a> {
    fn range(&self, span: Option<Span>) -> Range {
        let ends = span.map(|span| self.offsets.range(span));
        Range {
            start: ends.map(|ends| ends.0),
            end: ends.map(|ends| ends.1),
        }
    }

    fn ranges(&self, spans: &[Span]) -> Vec<(usize, usize)> {
        spans.iter().map(|span| self.offsets.range(*span)).collect()
    }

    fn value(&self, found: &'a Found<String>) -> Value<'a> {
        Value {
            value: &found.value,
            range: self.range(found.span),
            rule: &found.rule,
            confidence: found.confidence,
        }
    }

    fn named(&self, found: &'a Found<String>) -> Named<'a> {
        Named {
            name: &found.value,
            range: self.range(found.span),
            rule: &found.rule,
            confidence: found.confidence,
        }
    }

    fn place(&self, found: &'a Found<Place>) -> DatedFrom<'a> {
        DatedFrom {
            value: &found.value.name,
            written: &found.value.written,
            range: self.range(found.span),
            rule: &found.rule,
            confidence: found.confidence,
        }
    }

    fn date(&self, date: &'a ReleaseDate) -> Date<'a> {
        let others = |dates: &'a [DateEvidence]| {
            let turned = dates.iter().map(|date| OtherDate {
                value: date.value,
                range: self.range(date.span),
                rule: &date.rule,
            });
            turned.collect()
        };
        Date {
            value: date.value,
            precision: date.value.precision(),
            inferred: date.inferred,
            range: self.range(date.span),
            rule: &date.rule,
            confidence: date.confidence,
            candidates: others(&date.candidates),
            bounds: others(&date.bounds),
        }
    }

    fn body(&self, body: &'a Organisation) -> Body<'a> {
        Body {
            name: &body.name,
            acronym: body.acronym.as_deref(),
            parent: body.parent.as_deref(),
            role: body.role,
            mentions: self.ranges(&body.mentions),
            rule: &body.rule,
            confidence: body.confidence,
        }
    }

    fn voice(&self, speaker: &'a Speaker) -> Voice<'a> {
        Voice {
            name: &speaker.name,
            role: speaker.role.as_deref(),
            organisation: speaker.organisation.as_deref(),
            mentions: self.ranges(&speaker.mentions),
            confidence: speaker.confidence,
        }
    }

    fn quote(&self, quote: &'a Quote, extraction: &'a Extraction) -> Quotation<'a> {
        let (start, end) = self.offsets.range(quote.span);
        let written = self.range(quote.written);
        let speaker = quote
            .speaker
            .and_then(|index| extraction.speakers.get(index));
        Quotation {
            start,
            end,
            text: quote.span.of(self.text),
            kind: quote.kind,
            speaker: speaker.map(|speaker| QuotedSpeaker {
                name: &speaker.name,
                written: quote.written.map(|span| span.of(self.text)),
                role: speaker.role.as_deref(),
                organisation: speaker.organisation.as_deref(),
            }),
            speaker_start: written.start,
            speaker_end: written.end,
            cue: quote.cue.map(|span| span.of(self.text)),
            rule: &quote.rule,
            confidence: quote.confidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    const TEXT: &str = "Überfahrten\nTUNIS – “Es reicht”, sagt Noor Haddad.";

    fn span(piece: &str) -> Span {
        let start = TEXT.find(piece).unwrap();
        Span::new(start, start + piece.len())
    }

    fn extraction() -> Extraction {
        let speaker = Speaker {
            name: "Noor Haddad".into(),
            role: None,
            organisation: None,
            mentions: vec![span("Noor Haddad")],
            confidence: 0.5,
        };
        let quote = Quote {
            span: span("Es reicht"),
            kind: QuoteKind::Direct,
            speaker: Some(0),
            written: Some(span("Noor Haddad")),
            cue: Some(span("sagt")),
            rule: "quote-said-x".into(),
            confidence: 0.5,
        };
        let place = Place {
            name: "Tunis".into(),
            written: "TUNIS".into(),
            country: Some("TN".into()),
        };
        let given = |value: &str| Found {
            value: value.into(),
            span: None,
            rule: "given".into(),
            confidence: 1.0,
        };
        Extraction {
            title: Some(given("Überfahrten")),
            date: Some(ReleaseDate {
                value: PartialDate::month(2024, 5).unwrap(),
                inferred: true,
                span: None,
                rule: "dateline".into(),
                confidence: 0.5,
                candidates: vec![],
                bounds: vec![],
            }),
            place: Some(Found {
                value: place,
                span: Some(span("TUNIS")),
                rule: "dateline".into(),
                confidence: 0.5,
            }),
            publisher: vec![given("Harbour Aid")],
            speakers: vec![speaker],
            quotes: vec![quote],
            ..Extraction::default()
        }
    }

    fn report() -> Json {
        serde_json::to_value(ExtractionReport::new("a.txt", TEXT, &extraction())).unwrap()
    }

    #[test]
    fn offsets_count_characters() {
        let report = report();
        assert_eq!(report["place"]["start"], 12);
        let quote = &report["quotes"][0];
        let characters: Vec<char> = TEXT.chars().collect();
        let (start, end) = (
            quote["start"].as_u64().unwrap(),
            quote["end"].as_u64().unwrap(),
        );
        let read: String = characters[start as usize..end as usize].iter().collect();
        assert_eq!(read, quote["text"].as_str().unwrap());
        assert_eq!(report["speakers"][0]["mentions"], json!([[38, 49]]));
    }

    #[test]
    fn every_key_of_the_shape_is_there() {
        let keys =
            |value: &Json| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
        let report = report();
        let mut expected = vec![
            "path",
            "text",
            "title",
            "date",
            "place",
            "country",
            "language",
            "publisher",
            "organisations",
            "speakers",
            "quotes",
        ];
        expected.sort_unstable();
        assert_eq!(keys(&report), expected);
        assert_eq!(report["title"]["start"], Json::Null);
        assert_eq!(report["language"], Json::Null);
        let mut expected = vec![
            "value",
            "precision",
            "inferred",
            "start",
            "end",
            "rule",
            "confidence",
            "candidates",
            "bounds",
        ];
        expected.sort_unstable();
        assert_eq!(keys(&report["date"]), expected);
        assert_eq!(report["date"]["precision"], "month");
        assert_eq!(
            report["quotes"][0]["speaker"],
            json!({"name": "Noor Haddad", "written": "Noor Haddad", "role": null, "organisation": null})
        );
    }
}
