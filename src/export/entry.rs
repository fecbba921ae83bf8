//! A row on its way out: a release, or a quotation with its release, in one view.

use serde::Serialize;

use crate::search::{Filters, Hit, HitDate, IndexReport, Operator, QueryReport, QuoteHit};

/// What rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Releases.
    Releases,
    /// Quotations.
    Quotes,
}

/// What an export says of itself: it stands in every format.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// What rows there are.
    pub rows: Rows,
    /// How the query was understood.
    pub query: QueryReport,
    /// What rows had to be apart from it.
    pub filters: Filters,
    /// Which index was asked.
    pub index: IndexReport,
    /// All matches; the rows of an export, of a page perhaps fewer.
    pub total: u64,
    /// When it is written, in RFC 3339; for Atom.
    pub written: String,
}

/// The head as it stands in each row of formats that have no place above their rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Origin<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// As understood.
    pub understood: &'a str,
    /// `or` when nothing had all the words and these rows have some of them.
    pub operator: Operator,
    /// What rows had to be apart from it.
    pub filters: &'a Filters,
    /// All matches.
    pub total: u64,
    /// The index's generation.
    pub generation: &'a str,
}

impl Head {
    /// The head as rows carry it.
    pub fn origin(&self) -> Origin<'_> {
        Origin {
            query: &self.query.input,
            understood: &self.query.understood,
            operator: self.query.operator,
            filters: &self.filters,
            total: self.total,
            generation: &self.index.generation,
        }
    }

    /// The head as a sentence.
    pub fn sentence(&self) -> String {
        let rows = match self.rows {
            Rows::Releases => "releases",
            Rows::Quotes => "quotations",
        };
        let filters = self.filters.told();
        let filters = if filters.is_empty() {
            filters
        } else {
            format!(" with {filters}")
        };
        let some = match self.query.operator {
            Operator::And => "",
            Operator::Or => " with some of the words, for none has all",
        };
        format!(
            "dateline {}: query {}{filters}, {} {rows}{some}, index generation {}",
            self.index.version, self.query.understood, self.total, self.index.generation
        )
    }
}

/// One row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Entry<'a> {
    /// A release.
    Release(&'a Hit),
    /// A quotation.
    Quote(&'a QuoteHit),
}

impl<'a> Entry<'a> {
    /// The release it is or stands in.
    pub const fn release(self) -> &'a Hit {
        match self {
            Self::Release(hit) => hit,
            Self::Quote(quote) => &quote.release,
        }
    }

    /// The quotation, if it is one.
    pub const fn quote(self) -> Option<&'a QuoteHit> {
        match self {
            Self::Release(_) => None,
            Self::Quote(quote) => Some(quote),
        }
    }

    /// Its id.
    pub fn id(self) -> &'a str {
        match self {
            Self::Release(hit) => &hit.id,
            Self::Quote(quote) => &quote.id,
        }
    }

    /// A key for lists of literature: letters, digits and hyphens.
    pub fn key(self) -> String {
        format!("dateline-{}", self.id().replace(':', "-"))
    }

    /// The release's headline; its path when it has none.
    pub fn title(self) -> &'a str {
        let release = self.release();
        release.title.as_deref().unwrap_or(&release.path)
    }

    /// The release's date.
    pub const fn date(self) -> Option<&'a HitDate> {
        self.release().date.as_ref()
    }

    /// What to know of the date, if it was not read whole.
    pub fn date_note(self) -> Option<String> {
        let date = self.date().filter(|date| date.inferred)?;
        Some(format!("the year of the date is inferred ({})", date.rule))
    }

    /// The words with who said them, on one line.
    pub fn quotation(self) -> Option<String> {
        let quote = self.quote()?;
        let mut told = format!("“{}”", one_line(&quote.text));
        if let Some(speaker) = &quote.speaker {
            let parts = [
                Some(&speaker.name),
                speaker.role.as_ref(),
                speaker.organisation.as_ref(),
            ];
            let mut parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            // A body that speaks for itself.
            parts.dedup();
            told.push_str(&format!(" — {}", parts.join(", ")));
        }
        Some(told)
    }

    /// Its web address, if it has one that is one.
    pub fn url(self) -> Option<&'a str> {
        let url = self.release().url.as_deref()?;
        let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
        (lower.starts_with("http://") || lower.starts_with("https://")).then_some(url)
    }
}

/// `text` with runs of blanks, line ends and controls as one blank.
pub fn one_line(text: &str) -> String {
    let parts = text.split(|c: char| c.is_whitespace() || c.is_control());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
