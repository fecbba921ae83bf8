//! What the index tells of words in one field of one segment: where they stand and how
//! long the field is.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

/// What one occurrence counts, by the release's length in the zone.
pub(super) struct Length {
    reader: Option<FieldNormReader>,
    /// By the code lengths are stored in.
    counts: Vec<f32>,
}

impl Length {
    /// `weight` of an occurrence in a text of `mean` words, less the longer it is.
    pub(super) fn open(
        reader: &SegmentReader,
        field: Field,
        (weight, length, mean): (f32, f32, f32),
    ) -> tantivy::Result<Self> {
        if length == 0.0 {
            return Ok(Self {
                reader: None,
                counts: vec![weight],
            });
        }
        let count = |code: u8| {
            let words = FieldNormReader::id_to_fieldnorm(code) as f32;
            weight / (1.0 - length + length * words / mean)
        };
        Ok(Self {
            reader: reader.fieldnorms_readers().get_field(field)?,
            counts: (0..=u8::MAX).map(count).collect(),
        })
    }

    pub(super) fn of(&self, document: DocId) -> f32 {
        let code = self.reader.as_ref().map_or(0, |r| r.fieldnorm_id(document));
        self.counts.get(usize::from(code)).copied().unwrap_or(0.0)
    }
}

/// Where one of several terms stands: those of a release are one.
#[derive(Default)]
pub(super) struct Terms {
    /// None of them stands in a release before this: most releases have no word of most
    /// zones, which is then told without a look at the postings.
    next: DocId,
    postings: Vec<SegmentPostings>,
}

impl Terms {
    pub(super) fn open(
        reader: &SegmentReader,
        field: Field,
        terms: &[String],
        option: IndexRecordOption,
    ) -> tantivy::Result<Self> {
        let index = reader.inverted_index(field)?;
        let mut found = Vec::new();
        for term in terms {
            let term = Term::from_field_text(field, term);
            found.extend(index.read_postings(&term, option)?);
        }
        Ok(Self {
            next: 0,
            postings: found,
        })
    }

    /// Whether the segment has none of them.
    pub(super) fn is_empty(&self) -> bool {
        self.postings.is_empty()
    }

    /// The one that stands in a release; releases are asked for in rising order.
    pub(super) fn at(&mut self, document: DocId) -> Option<&mut SegmentPostings> {
        if self.next > document {
            return None;
        }
        let mut next = TERMINATED;
        let mut found = None;
        for postings in &mut self.postings {
            if postings.doc() < document {
                postings.seek(document);
            }
            next = next.min(postings.doc());
            if postings.doc() == document {
                found = Some(postings);
                break;
            }
        }
        self.next = next;
        found
    }

    pub(super) fn count(&mut self, document: DocId) -> u32 {
        self.at(document).map_or(0, |postings| postings.term_freq())
    }

    pub(super) fn positions(&mut self, document: DocId, into: &mut Vec<u32>) {
        into.clear();
        if let Some(postings) = self.at(document) {
            postings.positions(into);
        }
    }
}
