//! Whether the files of an index are as they were written: [`Fault`] names one that is not.

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tantivy::Index;

use super::error::IndexError;
use super::seal;
use super::sealed::{META_FILE, Sealed};
use super::sums::{SUMS_FILE, Sum, Sums};

/// A list that tantivy keeps of the files it wrote.
const MANAGED_FILE: &str = ".managed.json";
/// The stamps of files that were touched, which every build has, if none of them.
pub const TOUCHED_FILE: &str = "touched.json";

/// A file that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Its name.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

impl Fault {
    fn new(file: &str, what: impl fmt::Display) -> Self {
        Self {
            file: file.to_owned(),
            what: what.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.file, self.what)
    }
}

/// Of the files of a directory that `sealed` picks by name, those that are not as written.
pub(super) fn sealed_faults(directory: &Path, sealed: impl Fn(&str) -> bool) -> Vec<Fault> {
    let entries = fs::read_dir(directory).ok().into_iter().flatten().flatten();
    let mut faults = Vec::new();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if sealed(&name) {
            faults.extend(sealed_fault(directory, &name));
        }
    }
    faults.sort_by(|one, other| one.file.cmp(&other.file));
    faults
}

fn sealed_fault(directory: &Path, name: &str) -> Option<Fault> {
    seal::read(&directory.join(name))
        .err()
        .map(|error| Fault::new(name, told(&error)))
}

/// The faults of the build in `directory`, of which `open` makes an index to list its files.
pub(super) fn build_faults(
    directory: &Path,
    open: impl FnOnce(Sealed) -> Result<Index, IndexError>,
) -> Vec<Fault> {
    let lists = [SUMS_FILE, META_FILE, MANAGED_FILE, TOUCHED_FILE];
    let mut faults: Vec<Fault> = lists
        .iter()
        .filter_map(|name| sealed_fault(directory, name))
        .collect();
    faults.extend(sealed_faults(directory, |name| {
        name.ends_with(".json") && !lists.contains(&name)
    }));
    if !faults.is_empty() {
        return faults;
    }
    match living(directory, open) {
        Ok(files) => faults.extend(
            files
                .iter()
                .filter_map(|(name, sum)| file_fault(directory, name, sum)),
        ),
        Err(what) => faults.push(Fault::new(META_FILE, what)),
    }
    faults
}

/// Files of segments that the last commit does not name: a run died or failed while it wrote
/// them. The next run may want to give one of their names again, which tantivy refuses.
pub(super) fn orphans(
    directory: &Path,
    open: impl FnOnce(Sealed) -> Result<Index, IndexError>,
) -> Vec<PathBuf> {
    let Ok(living) = living(directory, open) else {
        return Vec::new();
    };
    let living: HashSet<String> = living.into_iter().map(|(name, _)| name).collect();
    let entries = fs::read_dir(directory).ok().into_iter().flatten().flatten();
    entries
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            )
        })
        .filter(|(name, _)| is_of_segment(name) && !living.contains(name))
        .map(|(_, path)| path)
        .collect()
}

/// Whether a file is called by a segment's id, 32 hexadecimal digits.
fn is_of_segment(name: &str) -> bool {
    name.split_once('.')
        .is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// The files of the last commit with what they should be.
fn living(
    directory: &Path,
    open: impl FnOnce(Sealed) -> Result<Index, IndexError>,
) -> Result<Vec<(String, Sum)>, String> {
    let sums = Sums::read(directory).map_err(|error| error.to_string())?;
    let sealed = Sealed::open(directory).map_err(|error| error.to_string())?;
    let listed = catch_unwind(AssertUnwindSafe(|| {
        let metas = open(sealed)?.load_metas();
        Ok(metas.map(|metas| metas.list_segment_files()))
    }));
    let files = match listed {
        Ok(Ok(Ok(files))) => files,
        Ok(Ok(Err(error))) => return Err(error.to_string()),
        Ok(Err(error)) => return Err(IndexError::to_string(&error)),
        Err(_) => return Err("does not hold what it should".into()),
    };
    // tantivy lists files that a segment may have, such as deletions; those it has are summed up.
    let mut living: Vec<(String, Sum)> = files
        .iter()
        .filter_map(|path| Some((path.to_string_lossy().into_owned(), sums.of(path)?)))
        .collect();
    living.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(living)
}

fn file_fault(directory: &Path, name: &str, sum: &Sum) -> Option<Fault> {
    let path = directory.join(name);
    let length = match fs::metadata(&path) {
        Ok(metadata) => metadata.len(),
        Err(error) => return Some(Fault::new(name, told(&error))),
    };
    if length != sum.bytes {
        let what = format!("has {length} bytes of {}", sum.bytes);
        return Some(Fault::new(name, what));
    }
    match Sum::of_file(&path) {
        Ok(found) if found == *sum => None,
        Ok(_) => Some(Fault::new(name, "is not as it was written")),
        Err(error) => Some(Fault::new(name, told(&error))),
    }
}

fn told(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "is missing".into(),
        io::ErrorKind::InvalidData => error.to_string(),
        _ => format!("cannot be read: {error}"),
    }
}
