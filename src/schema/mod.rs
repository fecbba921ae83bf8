//! The shape of the index: its fields, how words are read, where it lies and whose it is.
//!
//! One tantivy document is one release, with its quotations: it is added and removed
//! whole. A file whose content another file already has becomes a *copy*: a document
//! with its path and stamps and nothing to search.

pub mod analysis;
pub mod error;
pub mod fold;
pub mod function_words;
pub mod home;
pub mod initials;
pub mod lock;
pub mod mark;
pub mod read_only;
pub mod record;
pub mod seal;
pub mod sealed;
pub mod stems;
pub mod sums;
pub mod whole;
pub mod words;

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

pub use error::IndexError;
pub use home::{Home, Standing};
pub use lock::WriteLock;
pub use mark::Mark;
pub use record::{Record, Release};
pub use whole::Fault;

/// Rises whenever fields or their meaning change: an index made with another is rebuilt.
pub const SCHEMA_VERSION: u32 = 3;

/// The fields releases can be counted and filtered by; all hold whole values.
pub const FACETS: [&str; 12] = [
    "organisation",
    "publisher",
    "quoted",
    "mentioned",
    "parent",
    "speaker",
    "place",
    "country",
    "language",
    "year",
    "month",
    "day",
];

/// The value of [`Fields::kind`] for a release that is searched.
pub const KIND_RELEASE: u64 = 0;
/// The value of [`Fields::kind`] for a copy of another file.
pub const KIND_COPY: u64 = 1;

/// Every field of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// 12 hexadecimal digits of the path's hash; for look-ups.
    pub id: Field,
    /// The file's path below the corpus, with `#part` for one of several in a file.
    pub path: Field,
    /// [`KIND_RELEASE`] or [`KIND_COPY`].
    pub kind: Field,
    /// For a copy the content hash of what it copies.
    pub copy_of: Field,
    /// Hash of the path: the order among equals, stable across runs.
    pub order: Field,
    /// Hash of the file's key, by which all its releases are removed.
    pub file: Field,
    /// The file's size in bytes.
    pub size: Field,
    /// When the file was modified, in nanoseconds since 1970.
    pub modified: Field,
    /// When its entry in the file system was changed, likewise; see [`record::Stamp::changed`].
    pub changed: Field,
    /// Hash of all the file's releases as read.
    pub content: Field,
    /// The version of the extractor.
    pub extractor: Field,
    /// Hash of the release's words, by which its copies are found.
    pub wording: Field,
    /// Hashes of some of its runs of words, likewise.
    pub prints: Field,
    /// The headline's words.
    pub title: Field,
    /// The headline's stems.
    pub title_stem: Field,
    /// The stems of the text's first words below its headline.
    pub lead_stem: Field,
    /// The text as read, behind the head, stored only.
    pub text: Field,
    /// The words of the text without its boilerplate.
    pub body: Field,
    /// Their stems.
    pub body_stem: Field,
    /// The words of the boilerplate, which count little.
    pub boilerplate: Field,
    /// Their stems.
    pub boilerplate_stem: Field,
    /// The quotations' words.
    pub quotes: Field,
    /// The quotations' stems.
    pub quotes_stem: Field,
    /// The head of metadata before the text, stored only.
    pub head: Field,
    /// What was read off it, as JSON.
    pub extraction: Field,
    /// What its file says of itself, as JSON.
    pub given: Field,
    /// Days as yyyymmdd: the first the date may mean.
    pub first_day: Field,
    /// The last day the date may mean.
    pub last_day: Field,
    /// 1 when the date was read whole, 0 when part of it was inferred.
    pub certain: Field,
    /// Acronyms of organisations as their texts give them: `acronym`, a tab, the name.
    pub acronym: Field,
    /// The fields of [`FACETS`], in that order.
    pub facets: [Field; FACETS.len()],
}

impl Fields {
    /// The schema and its fields.
    pub fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let mut text = |name: &str, options: TextOptions| schema.add_text_field(name, options);
        let [title, body, quotes, boilerplate] =
            ["title", "body", "quotes", "boilerplate"].map(|name| text(name, exact_words()));
        let [
            title_stem,
            lead_stem,
            body_stem,
            quotes_stem,
            boilerplate_stem,
        ] = [
            "title_stem",
            "lead_stem",
            "body_stem",
            "quotes_stem",
            "boilerplate_stem",
        ]
        .map(|name| text(name, stems()));
        let whole = text("text", STORED.into());
        let id = text("id", STRING | STORED);
        let path = text("path", STRING | STORED);
        let head = text("head", STORED.into());
        let acronym = text("acronym", STRING | FAST);
        let facets = FACETS.map(|name| text(name, STRING | FAST));
        let fields = Self {
            id,
            path,
            kind: schema.add_u64_field("kind", INDEXED),
            copy_of: schema.add_u64_field("copy_of", INDEXED | FAST),
            order: schema.add_u64_field("order", FAST),
            file: schema.add_u64_field("file", INDEXED | FAST),
            size: schema.add_u64_field("size", FAST),
            modified: schema.add_i64_field("modified", FAST),
            changed: schema.add_i64_field("changed", FAST),
            content: schema.add_u64_field("content", INDEXED | FAST),
            extractor: schema.add_u64_field("extractor", FAST),
            wording: schema.add_u64_field("wording", FAST),
            prints: schema.add_u64_field("prints", FAST),
            title,
            title_stem,
            lead_stem,
            text: whole,
            body,
            body_stem,
            boilerplate,
            boilerplate_stem,
            quotes,
            quotes_stem,
            head,
            extraction: schema.add_text_field("extraction", STORED),
            given: schema.add_text_field("given", STORED),
            first_day: schema.add_u64_field("first_day", FAST),
            last_day: schema.add_u64_field("last_day", FAST),
            certain: schema.add_u64_field("certain", FAST),
            acronym,
            facets,
        };
        (schema.build(), fields)
    }

    /// The field of a name of [`FACETS`].
    pub fn facet(&self, name: &str) -> Option<Field> {
        let at = FACETS.iter().position(|known| *known == name)?;
        self.facets.get(at).copied()
    }
}

/// Positions are kept, for phrases.
fn exact_words() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(analysis::EXACT)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}

/// No positions: phrases ask for the exact words.
fn stems() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(analysis::STEM)
        .set_index_option(IndexRecordOption::WithFreqs);
    TextOptions::default().set_indexing_options(indexing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_facet_has_its_field() {
        let (schema, fields) = Fields::build();
        for name in FACETS {
            let field = fields.facet(name).unwrap();
            assert_eq!(schema.get_field_name(field), name);
            assert!(schema.get_field_entry(field).is_fast());
        }
        assert!(fields.facet("colour").is_none());
    }
}
