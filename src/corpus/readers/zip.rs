//! ZIP archives: each entry is read as if it lay there unpacked, and is a part of the archive
//! under its path in it. That path is a label only; nothing is ever written.

use std::io::{BufReader, Read, Seek, SeekFrom};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::super::read::{Contents, Reader};
use super::super::sink::{Sink, collected};
use super::super::skip::SkipReason;
use super::Source;
use super::parts::{self, Packed, Unpacking};

/// A file that is an archive.
pub(super) fn whole(source: Source<'_>, reader: &Reader) -> Result<Contents, SkipReason> {
    let unpacking = Unpacking::new(reader, source.path);
    collected(|sink| unpack(std::io::Cursor::new(source.bytes), &unpacking, sink))
}

/// Gives the parts of all entries.
pub(in super::super) fn unpack(
    mut input: impl Read + Seek,
    unpacking: &Unpacking<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let unpacking = unpacking.deeper()?;
    let limit = unpacking.reader.limits.max_entries;
    let entries = listed(&mut input).map_err(parts::broken)?;
    if entries > limit {
        return Err(SkipReason::TooManyEntries { entries, limit });
    }
    let mut archive = ZipArchive::new(input).map_err(reason)?;
    let before = sink.met();
    for at in 0..archive.len() {
        if sink.is_stopped() {
            break;
        }
        let named = archive.name_for_index(at).and_then(Result::ok);
        let name = named.map_or_else(|| format!("entry {}", at + 1), |name| name.into_owned());
        if is_passed_over(&name) {
            continue;
        }
        sink.below(&name, |sink| {
            let before = sink.met();
            if let Err(reason) = entry(&mut archive, at, &name, &unpacking, sink) {
                // Behind parts that were read it is the rest that is lost.
                let part = (sink.met() > before).then_some("the rest");
                sink.lost(part, reason);
            }
        });
    }
    if sink.met() == before {
        return Err(SkipReason::Empty);
    }
    Ok(())
}

fn entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    at: usize,
    name: &str,
    unpacking: &Unpacking<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let raw = archive.by_index_raw(at).map_err(reason)?;
    if raw.encrypted() {
        return Err(SkipReason::NeedsPassword);
    }
    if raw.is_symlink() {
        return Err(SkipReason::Unreadable("it is a link".to_owned()));
    }
    let method = raw.compression();
    if !matches!(
        method,
        CompressionMethod::Stored | CompressionMethod::Deflated
    ) {
        let why = format!("{method} is not unpacked; pack it with deflate or unpack it");
        return Err(SkipReason::Unreadable(why));
    }
    let packed = raw.compressed_size();
    drop(raw);
    let unpacker = archive.by_index(at).map_err(reason)?;
    let mut bounded = BufReader::new(unpacking.bounded(unpacker, Packed::Known(packed)));
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
    parts::read(&mut bounded, own, unpacking, sink)
}

/// Directories, what macOS adds, and hidden files, which are no part of a folder either.
fn is_passed_over(name: &str) -> bool {
    let hidden = |part: &str| part.starts_with('.') && part != "." && part != "..";
    name.ends_with(['/', '\\'])
        || name
            .split(['/', '\\'])
            .any(|part| hidden(part) || part == "__MACOSX")
}

fn reason(error: ZipError) -> SkipReason {
    match error {
        ZipError::Io(error) => parts::broken(error),
        other => SkipReason::Damaged(other.to_string()),
    }
}

/// How many entries the archive says it has (APPNOTE 4.3.14 and 4.3.16), which is asked before
/// the list of them is read into memory.
fn listed(input: &mut (impl Read + Seek)) -> std::io::Result<u64> {
    const TAIL: u64 = 64 * 1024 + 22;
    let size = input.seek(SeekFrom::End(0))?;
    input.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    input.take(TAIL).read_to_end(&mut tail)?;
    input.seek(SeekFrom::Start(0))?;
    let number = |signature: &[u8], at: usize, bytes: usize| {
        let start = memchr::memmem::rfind(&tail, signature)? + at;
        let field = tail.get(start..start + bytes)?;
        let mut number = [0; 8];
        number.get_mut(..bytes)?.copy_from_slice(field);
        Some(u64::from_le_bytes(number))
    };
    let few = number(b"PK\x05\x06", 10, 2).unwrap_or_default();
    let many = number(b"PK\x06\x06", 32, 8).unwrap_or_default();
    Ok(few.max(many))
}

#[cfg(test)]
mod tests;
