//! A label: what a person read off one file, in the form of `docs/evaluation.md`.
//!
//! A key that is left out is not scored; `null` or an empty list says there is none.

use serde::{Deserialize, Deserializer};

use crate::document::PartialDate;

/// The keys a label may have.
pub(super) const KEYS: &[&str] = &[
    "file",
    "title",
    "date",
    "place",
    "publisher",
    "organisations",
    "speakers",
    "quotes",
    "not_quotes",
];

/// What a person read off one file.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Label {
    /// The text, seen from the label.
    pub file: String,
    /// The headline as printed.
    #[serde(default, deserialize_with = "labelled")]
    pub title: Option<Option<String>>,
    /// The release's date.
    #[serde(default, deserialize_with = "labelled")]
    pub date: Option<Option<DateLabel>>,
    /// The dateline's place as printed.
    #[serde(default, deserialize_with = "labelled")]
    pub place: Option<Option<String>>,
    /// Who issued it.
    pub publisher: Option<Vec<String>>,
    /// The bodies named.
    pub organisations: Option<Vec<BodyLabel>>,
    /// Those whose words it gives.
    pub speakers: Option<Vec<SpeakerLabel>>,
    /// Their words, one entry for each run between marks.
    pub quotes: Option<Vec<QuoteLabel>>,
    /// What stands in marks and is nobody's words.
    pub not_quotes: Option<Vec<Piece>>,
}

/// The release's date.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct DateLabel {
    /// The date, if it is known.
    #[serde(default)]
    pub value: Option<PartialDate>,
    /// The piece of text that gives it; none when the text prints none.
    #[serde(default)]
    pub printed: Option<String>,
}

/// A body the text names.
#[derive(Debug, Clone, Deserialize)]
pub struct BodyLabel {
    /// Its fullest name.
    pub name: String,
    /// Every form under which the text has it.
    #[serde(default)]
    pub written: Vec<String>,
}

/// Someone whose words the text gives.
#[derive(Debug, Clone, Deserialize)]
pub struct SpeakerLabel {
    /// The fullest name, without title.
    pub name: String,
    /// The forms at the attributions.
    #[serde(default)]
    pub written: Vec<String>,
    /// The role as printed.
    #[serde(default)]
    pub role: Option<String>,
}

/// A piece of the text.
#[derive(Debug, Clone, Deserialize)]
pub struct Piece {
    /// The piece, exactly.
    pub text: String,
    /// Its first character, in Unicode scalar values from 0.
    pub start: usize,
}

/// Somebody's words.
#[derive(Debug, Clone, Deserialize)]
pub struct QuoteLabel {
    /// The words, without the outer marks.
    #[serde(flatten)]
    pub piece: Piece,
    /// Whose they are: a speaker's name, a body's, or none when nobody is named.
    #[serde(default)]
    pub speaker: Option<String>,
}

impl Piece {
    /// First character and the one after the last, in Unicode scalar values.
    pub fn range(&self) -> (usize, usize) {
        (self.start, self.start + self.text.chars().count())
    }
}

/// Tells a key with `null` from a key that is left out.
fn labelled<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_says_none_and_a_key_left_out_says_nothing() {
        let label: Label = serde_json::from_str(r#"{"file": "a.txt", "title": null}"#).unwrap();
        assert_eq!(label.title, Some(None));
        assert_eq!(label.place, None);
        assert!(label.quotes.is_none());
    }

    #[test]
    fn a_piece_is_counted_in_characters() {
        let quote: QuoteLabel =
            serde_json::from_str(r#"{"text": "Über", "start": 7, "speaker": null}"#).unwrap();
        assert_eq!(quote.piece.range(), (7, 11));
    }

    #[test]
    fn a_date_out_of_the_calendar_is_told() {
        let read = serde_json::from_str::<DateLabel>(r#"{"value": "2021-02-30"}"#);
        assert!(read.unwrap_err().to_string().contains("is not a date"));
    }
}
