//! Whether an index is whole, and true to its corpus: [`whole`] and [`compare`]. Neither
//! writes anything.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use tantivy::schema::Value;
use tantivy::{DocAddress, Index, Searcher, TantivyDocument};

use super::account::Account;
use super::known::{Columns, Holder, Pending, Plan};
use super::reading;
use super::stop::Stop;
use super::touched::Touched;
use super::{known, searcher};
use crate::corpus::{Corpus, Reader};
use crate::schema::record::file_hash;
use crate::schema::{Fault, Fields, Home, IndexError, Release, Standing, home::MARK_FILE};

/// What the files of an index hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Whole {
    /// Files of the index that are not as they were written; none when it is whole.
    pub faults: Vec<Fault>,
    /// Releases that are searched.
    pub releases: u64,
    /// Copies of other files.
    pub copies: u64,
    /// Files of the corpus they are from.
    pub files: u64,
}

/// What of a corpus is not as its index has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Files there are.
    pub seen: u64,
    /// Those the index has as they are.
    pub same: u64,
    /// Those that cannot be read, and are not in it.
    pub skipped: u64,
    /// Keys of those that could be read and are not in it.
    pub new: Vec<String>,
    /// Keys of those that are not as it has them, or were read in another way than now.
    pub changed: Vec<String>,
    /// Keys of those it has that are gone.
    pub gone: Vec<String>,
}

impl Difference {
    /// Whether there is none.
    pub const fn is_none(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }
}

/// Reads every file of an index and every document in it.
///
/// # Errors
/// When there is no index, or none that this program reads. Damage is no error: it is in the
/// answer.
pub fn whole(home: &Home) -> Result<Whole, IndexError> {
    let mark = match home.standing()? {
        Standing::Ours(mark) if mark.is_current() => mark,
        Standing::Broken => {
            return Ok(damaged(MARK_FILE, "is not as it was written"));
        }
        // Says which of the others it is.
        _ => home.open_to_search()?.1,
    };
    let faults = home.faults(&mark);
    if !faults.is_empty() {
        return Ok(Whole {
            faults,
            ..Whole::default()
        });
    }
    // Every byte is as it was written; what follows would be a fault of the writing.
    let counted = catch_unwind(AssertUnwindSafe(|| {
        let (index, _) = home.open_to_search()?;
        Ok(count(&index))
    }));
    match counted {
        Ok(Ok(Ok(whole))) => Ok(whole),
        Ok(Ok(Err(error))) => Ok(damaged("the index", &error.to_string())),
        Ok(Err(error)) => Err(error),
        Err(_) => Ok(damaged("the index", "does not hold what it should")),
    }
}

fn damaged(file: &str, what: &str) -> Whole {
    let fault = Fault {
        file: file.to_owned(),
        what: what.to_owned(),
    };
    Whole {
        faults: vec![fault],
        ..Whole::default()
    }
}

fn count(index: &Index) -> tantivy::Result<Whole> {
    let mut whole = Whole::default();
    for file in index.validate_checksum()? {
        whole.faults.push(Fault {
            file: file.display().to_string(),
            what: "has another checksum than tantivy gave it".into(),
        });
    }
    let searcher = searcher(index)?;
    let fields = Fields::build().1;
    let mut files = HashSet::new();
    for (at, segment) in searcher.segment_readers().iter().enumerate() {
        let columns = Columns::open(segment)?;
        for document in segment.doc_ids_alive() {
            let address = DocAddress::new(at as u32, document);
            let read = columns.at(document).and_then(|(file, known)| {
                let stored: TantivyDocument = searcher.doc(address).ok()?;
                let readable = known.copy || Release::read(&fields, &stored).is_some();
                readable.then_some((file, known.copy))
            });
            match read {
                Some((file, copy)) => {
                    files.insert(file);
                    *(if copy {
                        &mut whole.copies
                    } else {
                        &mut whole.releases
                    }) += 1;
                }
                None => whole.faults.push(Fault {
                    file: segment.segment_id().uuid_string(),
                    what: format!("has a document ({document}) that does not hold what it should"),
                }),
            }
        }
    }
    whole.files = files.len() as u64;
    Ok(whole)
}

/// Compares an index with its corpus as a run with `extractor` would; only files whose stamp
/// does not say enough are read.
///
/// # Errors
/// When the index cannot be read.
pub fn compare(
    home: &Home,
    corpus: &Corpus,
    extractor: u32,
    reader: &Reader,
) -> Result<Difference, IndexError> {
    let (index, mark) = home.open_to_search()?;
    let mut account = Account::default();
    let files = reading::list(corpus, home, &mut account, &Stop::default());
    let touched = Touched::read(home, &mark);
    let plan = Plan::new(files, known(home, &index)?, &touched, extractor);
    let mut difference = Difference {
        seen: account.seen,
        same: plan.unchanged + plan.duplicates,
        skipped: account.skipped,
        ..Difference::default()
    };
    let mut held = plan.held;
    for file in plan.pending {
        difference.add(file, extractor, reader, &mut held);
    }
    let gone: HashSet<u64> = plan.gone.into_keys().collect();
    if !gone.is_empty() {
        let named = catch_unwind(AssertUnwindSafe(|| names(&searcher(&index)?, gone)));
        difference.gone = named
            .map_err(|_| home.damaged("a document does not hold what it should"))?
            .map_err(|error| home.damaged(error))?;
    }
    Ok(difference)
}

impl Difference {
    fn add(
        &mut self,
        file: Pending,
        extractor: u32,
        reader: &Reader,
        held: &mut HashMap<u64, Holder>,
    ) {
        let key = file.entry.key.clone();
        if file
            .known
            .is_some_and(|known| known.stamp.extractor != extractor)
        {
            self.changed.push(key);
            return;
        }
        let read = catch_unwind(AssertUnwindSafe(|| reading::read(&file.entry, reader)));
        let Some((_, content)) = read.ok().and_then(Result::ok) else {
            if file.known.is_some() {
                self.changed.push(key);
            } else {
                self.skipped += 1;
            }
            return;
        };
        let copy = held.get(&content).is_some_and(|holder| holder.at < file.at);
        if !copy {
            let (at, stays) = (file.at, None);
            held.insert(content, Holder { at, stays });
        }
        match file.known {
            Some(known) if known.stamp.content == content && known.copy == copy => self.same += 1,
            Some(_) => self.changed.push(key),
            None => self.new.push(key),
        }
    }
}

/// The keys of files of which only the hashes are known, by the paths of their releases.
fn names(searcher: &Searcher, mut wanted: HashSet<u64>) -> tantivy::Result<Vec<String>> {
    let fields = Fields::build().1;
    let mut names = Vec::new();
    for (at, segment) in searcher.segment_readers().iter().enumerate() {
        let columns = Columns::open(segment)?;
        for document in segment.doc_ids_alive() {
            let Some((file, _)) = columns.at(document) else {
                continue;
            };
            if !wanted.remove(&file) {
                continue;
            }
            let stored: TantivyDocument = searcher.doc(DocAddress::new(at as u32, document))?;
            let path = stored
                .get_first(fields.path)
                .and_then(|value| value.as_str())
                .unwrap_or_default();
            names.push(key_in(path, file).to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The key of a file, of which `path` is the whole or ends in `#part`.
fn key_in(path: &str, file: u64) -> &str {
    let starts = path.match_indices('#').map(|(at, _)| at);
    starts
        .filter_map(|at| path.get(..at))
        .find(|key| file_hash(key) == file)
        .unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_the_path_of_a_part() {
        let key = "a#b/c.ndjson";
        assert_eq!(key_in("a#b/c.ndjson#7#8", file_hash(key)), key);
        assert_eq!(key_in(key, file_hash(key)), key);
    }
}
