//! The formats that are known by sight: [`Format`]. What tells them apart is in
//! `detect`, which of them are read in `read`.

/// A format that is known by sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Text as it stands.
    Text,
    /// Markdown, with or without a head of metadata.
    Markdown,
    /// A web page.
    Html,
    /// PDF.
    Pdf,
    /// A Word document of today.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// An e-book.
    Epub,
    /// A spreadsheet or presentation of either office family.
    Office,
    /// A document of Word, Excel or PowerPoint before 2007.
    OldOffice,
    /// Rich Text Format.
    Rtf,
    /// One mail message.
    Email,
    /// Many mail messages in one file.
    Mailbox,
    /// RSS or Atom.
    Feed,
    /// Other XML.
    Xml,
    /// JSON.
    Json,
    /// A JSON object a line.
    JsonLines,
    /// A table with a separator between cells.
    Csv,
    /// A compressed file.
    Gzip,
    /// A zip archive.
    Zip,
    /// A tar archive.
    Tar,
    /// An archive or compressed file of another kind.
    Archive,
    /// A picture.
    Image,
    /// Sound or film.
    Media,
}

impl Format {
    /// As a key, e.g. `json-lines`.
    pub const fn name(self) -> &'static str {
        self.names().0
    }

    /// What a person calls it, e.g. `JSON Lines`.
    pub const fn title(self) -> &'static str {
        self.names().1
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("text", "plain text"),
            Self::Markdown => ("markdown", "Markdown"),
            Self::Html => ("html", "HTML"),
            Self::Pdf => ("pdf", "PDF"),
            Self::Docx => ("docx", "Word (docx)"),
            Self::Odt => ("odt", "OpenDocument text"),
            Self::Epub => ("epub", "EPUB"),
            Self::Office => ("office", "a spreadsheet or presentation"),
            Self::OldOffice => ("old-office", "Office before 2007"),
            Self::Rtf => ("rtf", "RTF"),
            Self::Email => ("email", "e-mail"),
            Self::Mailbox => ("mailbox", "a mailbox"),
            Self::Feed => ("feed", "a feed (RSS or Atom)"),
            Self::Xml => ("xml", "XML"),
            Self::Json => ("json", "JSON"),
            Self::JsonLines => ("json-lines", "JSON Lines"),
            Self::Csv => ("csv", "CSV"),
            Self::Gzip => ("gzip", "gzip"),
            Self::Zip => ("zip", "a zip archive"),
            Self::Tar => ("tar", "a tar archive"),
            Self::Archive => ("archive", "an archive"),
            Self::Image => ("image", "a picture"),
            Self::Media => ("media", "sound or film"),
        }
    }
}
