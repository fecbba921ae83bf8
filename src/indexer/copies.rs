//! The copies among the releases of an index: worked out at the end of a run, kept with
//! the index, worked out again by whoever finds none of its state.
//!
//! They are a function of the releases in the index alone, so that an index brought up to
//! date has those of one built anew; the file is a saving of time and no state.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher, TantivyDocument, TantivyError};

use crate::copies::{Entry, Groups, Sketch, group};
use crate::schema::{Fields, Home, IndexError, Mark, Release, seal};

const FILE: &str = "copies.json";

/// The groups of copies in the index that `searcher` sees.
///
/// # Errors
/// When the index does not hold what it should.
pub(crate) fn gathered(searcher: &Searcher) -> tantivy::Result<Groups> {
    let fields = Fields::build().1;
    let mut entries = Vec::new();
    let mut places: FxHashMap<u64, DocAddress> = FxHashMap::default();
    for (number, segment) in (0_u32..).zip(searcher.segment_readers()) {
        let columns = segment.fast_fields();
        let column = |name: &str| -> tantivy::Result<Column<u64>> {
            // A column no document has a value in is not written at all.
            let column = columns.column_opt(name)?;
            Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        let (order, wording, prints) = (column("order")?, column("wording")?, column("prints")?);
        for document in segment.doc_ids_alive() {
            let (Some(order), Some(wording)) = (order.first(document), wording.first(document))
            else {
                continue;
            };
            places.insert(order, DocAddress::new(number, document));
            let prints = prints.values_for_doc(document);
            let mut prints: Vec<u32> = prints.map(|print| print as u32).collect();
            prints.sort_unstable();
            entries.push(Entry {
                order,
                sketch: Sketch { wording, prints },
            });
        }
    }
    let mut read = |order: u64| -> tantivy::Result<Release> {
        let unread = || TantivyError::InternalError("a release cannot be read".to_owned());
        let address = places.get(&order).ok_or_else(unread)?;
        let document: TantivyDocument = searcher.doc(*address)?;
        Release::read(&fields, &document).ok_or_else(unread)
    };
    Ok(Groups::new(group(entries, &mut read)?))
}

/// Which state of which index groups are of.
fn state(mark: &Mark) -> String {
    format!("{} {}", mark.made, mark.generation)
}

/// The groups kept with a build, if they are of this state of it.
pub(crate) fn kept(home: &Home, mark: &Mark) -> Option<Groups> {
    let json = seal::read(&home.build(mark).join(FILE)).ok()?;
    Groups::parse(std::str::from_utf8(&json).ok()?, &state(mark))
}

/// Removes kept groups that are of another state or not as they were written, so that they
/// keep no run from writing: they are worked out again.
pub(super) fn sweep(home: &Home, mark: &Mark) {
    if kept(home, mark).is_none() {
        // Where there is none, or it cannot be removed, the run says what else is wrong.
        let _ = std::fs::remove_file(home.build(mark).join(FILE));
    }
}

/// Works the groups out and keeps them, unless those of this state are kept already.
pub(super) fn keep(home: &Home, index: &tantivy::Index, mark: &Mark) -> Result<(), IndexError> {
    if kept(home, mark).is_some() {
        return Ok(());
    }
    // Damaged columns make tantivy panic as often as not.
    let groups = catch_unwind(AssertUnwindSafe(|| gathered(&super::searcher(index)?)))
        .map_err(|_| home.damaged("a release does not hold what it should"))?
        .map_err(|error| home.damaged(error))?;
    let json = groups.print(&state(mark));
    let directory = home.build(mark);
    seal::write(&directory, FILE, json.as_bytes()).map_err(|source| IndexError::Io {
        path: directory.join(FILE),
        source,
    })
}
