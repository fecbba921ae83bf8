//! The one place where the indexer meets the corpus: lists its files, reads one, hashes it.

use xxhash_rust::xxh3::Xxh3;

use super::account::{Account, Skip};
use super::stop::Stop;
use crate::corpus::{Corpus, FileEntry, Item, Lost, Opened, Reader, SkipReason, key_of};
use crate::schema::Home;

/// Every file of the corpus; those that cannot be read go into the account. The index itself and
/// the reports of its runs are no part of it. Ends early when stopped.
pub(super) fn list(
    corpus: &Corpus,
    home: &Home,
    account: &mut Account,
    stop: &Stop,
) -> Vec<FileEntry> {
    let mut left_out = home.left_out();
    if let Ok(index) = home.path().canonicalize() {
        left_out.push(key_of(corpus.base(), &index));
    }
    let is_ours = |key: &str| {
        let below = |out: &String| key.strip_prefix(out.as_str());
        let mut ours = left_out.iter().filter_map(below);
        ours.any(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut files = Vec::new();
    for found in corpus.walk().take_while(|_| !stop.is_raised()) {
        let key = match &found {
            Ok(entry) => &entry.key,
            Err(skipped) => &skipped.path,
        };
        if is_ours(key) {
            continue;
        }
        account.seen += 1;
        match found {
            Ok(entry) => files.push(entry),
            Err(skipped) => account.skip(skip(&skipped.path, &skipped.reason)),
        }
    }
    files
}

/// A file that was opened and can be read, with the hash of what it holds.
pub(super) fn read(entry: &FileEntry, reader: &Reader) -> Result<(Opened, u64), Skip> {
    let told = |reason: SkipReason| skip(&entry.key, &reason);
    let mut opened = reader.open(entry).map_err(told)?;
    let hash = match &mut opened {
        Opened::Whole(contents) if contents.items.is_empty() => {
            // When every part was lost, the first says why.
            let lost = contents.lost.first();
            let reason = lost.map_or(&SkipReason::Empty, |lost| &lost.reason);
            return Err(skip(&entry.key, reason));
        }
        Opened::Whole(contents) => content_hash(&contents.items),
        Opened::Stream(stream) => {
            stream.probe(reader).map_err(told)?;
            stream.hash().map_err(told)?
        }
    };
    Ok((opened, hash))
}

/// A part of a file that was not read.
pub(super) fn lost(key: &str, lost: &Lost) -> Skip {
    skip(&format!("{key}#{}", lost.part), &lost.reason)
}

/// A file that changed while it was read.
pub(super) fn changed(key: &str) -> Skip {
    skip(key, &SkipReason::Changed)
}

fn skip(path: &str, reason: &SkipReason) -> Skip {
    Skip {
        path: path.to_owned(),
        reason: reason.name().to_owned(),
        detail: reason.to_string(),
    }
}

/// Each part with its length before it, so that no two lists of parts run into one.
fn content_hash(items: &[Item]) -> u64 {
    let mut hash = Xxh3::new();
    let mut add = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for item in items {
        add(item.part.as_deref().unwrap_or_default().as_bytes());
        add(item.release.text.as_bytes());
        add(&serde_json::to_vec(&item.release.given).unwrap_or_default());
    }
    hash.digest()
}
