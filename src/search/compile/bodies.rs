//! Names of bodies among the words of a query: who is asked for is found under any name.
//!
//! The words are looked for as they stand. Beside them stand the releases in which extraction
//! found the body they name, whatever it is called there, so that `ACNUR` finds the releases of
//! UNHCR; what an acronym of several bodies means was settled there by each release.

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::{Boxed, Compiler, Scope, each, union};
use crate::schema::function_words;
use crate::schema::words::words;
use crate::search::{SearchError, damaged};

impl Compiler<'_> {
    /// What `asked` finds, and the releases that name the body whose name is `written`.
    pub(super) fn by_any_name(
        &mut self,
        written: &str,
        asked: Option<Boxed>,
        scope: Scope,
    ) -> Result<Option<Boxed>, SearchError> {
        let Some(asked) = asked else { return Ok(None) };
        let known = match scope {
            Scope::Everywhere => self.names.organisation(written),
            Scope::Only(_) => return Ok(Some(asked)),
        };
        // A name of several bodies may mean any, and none is guessed.
        let ([name], Some(field)) = (known.as_slice(), self.fields.facet("organisation")) else {
            return Ok(Some(asked));
        };
        let term = Term::from_field_text(field, name);
        if self.searcher.doc_freq(&term).map_err(damaged)? == 0
            || !self.is_meant(written, &term).map_err(damaged)?
        {
            return Ok(Some(asked));
        }
        let naming = TermQuery::new(term, IndexRecordOption::Basic);
        if self.scoring && !self.bodies.contains(name) {
            self.plan
                .body(self.searcher, name, &naming)
                .map_err(damaged)?;
            self.bodies.push(name.clone());
        }
        Ok(Some(union(vec![asked, Box::new(naming)])))
    }

    /// Whether what is written means the body: several words and capitals do; a small word
    /// does that stands nowhere, or mostly where the body is named, as `unhcr` and never `who`.
    fn is_meant(&self, written: &str, body: &Term) -> tantivy::Result<bool> {
        let folded = words(written);
        let [word] = folded.as_slice() else {
            return Ok(true);
        };
        let capitals = written.chars().filter(|letter| letter.is_uppercase());
        if capitals.count() > 1 {
            return Ok(true);
        }
        if function_words::among(&[word], &self.languages) == [true] {
            return Ok(false);
        }
        let word = Term::from_field_text(self.fields.body, word);
        let standing = self.searcher.doc_freq(&word)?;
        if standing == 0 {
            return Ok(true);
        }
        let together = BooleanQuery::intersection(each([word, body.clone()]));
        let together = self.searcher.search(&together, &Count)? as u64;
        Ok(together * 5 >= standing * 4)
    }
}
