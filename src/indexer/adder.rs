//! The document handed to tantivy, which gives its bytes of the budget back when taken up.

use std::sync::Arc;

use tantivy::TantivyDocument;
use tantivy::schema::Field;
use tantivy::schema::document::{CompactDocValue, Document};

use super::budget::Permit;

/// A document that holds its share of the budget until an indexing thread takes it.
pub(super) struct Weighed {
    pub(super) document: TantivyDocument,
    /// Held, not read.
    pub(super) _permit: Option<Arc<Permit>>,
}

impl Document for Weighed {
    type Value<'a> = CompactDocValue<'a>;
    type FieldsValuesIter<'a> = Box<dyn Iterator<Item = (Field, CompactDocValue<'a>)> + 'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        Box::new(self.document.iter_fields_and_values())
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}
