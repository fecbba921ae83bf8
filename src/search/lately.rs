//! Reading a release out of the index, and keeping those lately read: [`Lately`].
//!
//! Who searches comes back to the same releases: the next word, a facet picked, the next
//! page's neighbours all show some of them again. What costs is not the reading of the file
//! but taking a release apart, about a third of the time a page takes.

use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::engine::{LocalEngine, guarded};
use super::{SearchError, damaged};
use crate::schema::Release;

/// Bytes of text that are kept; what was read off a text takes about as much again.
const MOST: usize = 16 << 20;
/// Bytes of the longest text that is kept, so that no single one drives out all others.
const LONGEST: usize = MOST / 16;

/// The releases read last, as far as their texts come to no more than [`MOST`].
pub(super) struct Lately {
    kept: Mutex<Kept>,
}

struct Kept {
    releases: LruCache<DocAddress, Arc<Release>>,
    bytes: usize,
}

impl Default for Lately {
    fn default() -> Self {
        Self {
            kept: Mutex::new(Kept {
                releases: LruCache::unbounded(),
                bytes: 0,
            }),
        }
    }
}

impl Lately {
    fn get(&self, address: DocAddress) -> Option<Arc<Release>> {
        // Whoever panicked left a whole cache: each change is one call.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.releases.get(&address).cloned()
    }

    fn keep(&self, address: DocAddress, release: &Arc<Release>) {
        if release.text.len() > LONGEST {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += release.text.len();
        if let Some(same) = kept.releases.put(address, Arc::clone(release)) {
            kept.bytes -= same.text.len();
        }
        while kept.bytes > MOST
            && let Some((_, oldest)) = kept.releases.pop_lru()
        {
            kept.bytes -= oldest.text.len();
        }
    }
}

impl LocalEngine {
    /// The release at `address`, which is kept for when it is asked for again.
    pub(super) fn release(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<Arc<Release>, SearchError> {
        if let Some(release) = self.lately.get(address) {
            return Ok(release);
        }
        let release = Arc::new(self.release_once(searcher, address)?);
        self.lately.keep(address, &release);
        Ok(release)
    }

    /// The release at `address`, for who goes through very many.
    pub(super) fn release_once(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<Release, SearchError> {
        let document: TantivyDocument = guarded(|| searcher.doc(address))?;
        Release::read(&self.fields, &document)
            .ok_or_else(|| damaged("a release does not hold what it should"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Extraction, Given};

    fn release(length: usize) -> Arc<Release> {
        Arc::new(Release {
            id: String::new(),
            path: String::new(),
            text: "x".repeat(length),
            given: Given::default(),
            extraction: Extraction::default(),
        })
    }

    fn bytes(lately: &Lately) -> usize {
        let kept = lately.kept.lock().unwrap();
        let texts = kept.releases.iter().map(|(_, release)| release.text.len());
        assert_eq!(texts.sum::<usize>(), kept.bytes);
        kept.bytes
    }

    #[test]
    fn the_longest_unread_go_first_and_the_bytes_stay_bounded() {
        let lately = Lately::default();
        let at = |number| DocAddress::new(0, number);
        for number in 0..40 {
            lately.keep(at(number), &release(LONGEST));
            lately.keep(at(number), &release(LONGEST));
            // Asked for time and again, the first stays.
            assert!(lately.get(at(0)).is_some(), "{number}");
            assert!(bytes(&lately) <= MOST);
        }
        assert!(lately.get(at(39)).is_some());
        assert!(lately.get(at(1)).is_none());
        lately.keep(at(41), &release(LONGEST + 1));
        assert!(lately.get(at(41)).is_none());
    }
}
