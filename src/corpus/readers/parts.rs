//! Readers of files with many parts read from a stream: a row at a time, an entry at a time,
//! and what they unpack is bounded: [`Unpacking`].

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use super::super::detect;
use super::super::format::Format;
use super::super::read::Reader;
use super::super::sink::Sink;
use super::super::skip::SkipReason;
use super::{csv, gzip, json, zip};

/// How much of a stream tells its format.
pub(in super::super) const HEAD: usize = 64 * 1024;

/// What holds for a file on its way from its bytes to its parts.
#[derive(Clone)]
pub(in super::super) struct Unpacking<'a> {
    /// What reads, with its limits and settings.
    pub(in super::super) reader: &'a Reader,
    /// The file's path below the corpus, for the settings.
    pub(in super::super) path: &'a str,
    /// How many archives it lies in.
    pub(in super::super) depth: usize,
    /// Bytes of the file itself that were read.
    pub(in super::super) packed: Rc<Cell<u64>>,
    /// Bytes unpacked from it, at all depths.
    pub(in super::super) unpacked: Rc<Cell<u64>>,
}

impl<'a> Unpacking<'a> {
    /// Of a file that lies in no archive.
    pub(in super::super) fn new(reader: &'a Reader, path: &'a str) -> Self {
        Self {
            reader,
            path,
            depth: 0,
            packed: Rc::default(),
            unpacked: Rc::default(),
        }
    }

    /// One archive deeper.
    ///
    /// # Errors
    /// When that is too deep.
    pub(super) fn deeper(&self) -> Result<Self, SkipReason> {
        let limit = self.reader.limits.max_depth;
        if self.depth >= limit {
            return Err(SkipReason::NestedArchives { limit });
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self.clone()
        })
    }

    /// Reads what an archive holds, bounded by what it was packed in.
    pub(super) fn bounded<R: Read>(&self, unpacker: R, packed: Packed) -> Bounded<R> {
        Bounded {
            unpacker,
            packed,
            own: 0,
            of_file: Rc::clone(&self.unpacked),
            ratio: self.reader.limits.max_ratio,
            most: self.reader.limits.max_unpacked,
        }
    }
}

/// Counts the bytes that are read from a file.
pub(in super::super) struct Counted<R> {
    pub(in super::super) inner: R,
    pub(in super::super) count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

impl<R: io::Seek> io::Seek for Counted<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// From how many bytes something is unpacked.
pub(super) enum Packed {
    /// As the archive says.
    Known(u64),
    /// As many as were read so far.
    Read(Rc<Cell<u64>>),
}

/// Unpacked bytes, until they are too many for what they were packed in.
pub(super) struct Bounded<R> {
    unpacker: R,
    packed: Packed,
    own: u64,
    of_file: Rc<Cell<u64>>,
    ratio: u64,
    most: u64,
}

/// The most that is unpacked without asking from how little.
const FREE: u64 = 1024 * 1024;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacker.read(into)?;
        self.own += read as u64;
        self.of_file.set(self.of_file.get() + read as u64);
        let packed = match &self.packed {
            Packed::Known(packed) => *packed,
            Packed::Read(packed) => packed.get(),
        };
        let too_dense = self.own > FREE && self.own / self.ratio > packed;
        if too_dense || self.of_file.get() > self.most {
            let reason = SkipReason::Bomb {
                unpacked: self.own,
                packed,
            };
            return Err(io::Error::other(Refused(reason)));
        }
        Ok(read)
    }
}

/// A reason on its way through a reader that knows only errors of the system.
#[derive(Debug)]
struct Refused(SkipReason);

impl std::fmt::Display for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

impl std::error::Error for Refused {}

/// Why a stream could not be read on.
pub(super) fn broken(error: io::Error) -> SkipReason {
    let told = match error.kind() {
        io::ErrorKind::UnexpectedEof => "it breaks off".to_owned(),
        _ => error.to_string(),
    };
    let refused = error
        .into_inner()
        .and_then(|inner| inner.downcast::<Refused>().ok());
    refused.map_or(SkipReason::Damaged(told), |refused| refused.0)
}

/// Gives the parts of what `input` holds, which is called `name`.
pub(in super::super) fn read(
    mut input: &mut dyn BufRead,
    name: &str,
    unpacking: &Unpacking<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let mut head = Vec::new();
    (&mut input)
        .take(HEAD as u64)
        .read_to_end(&mut head)
        .map_err(broken)?;
    let whole = head.len() < HEAD;
    let format = format_of(&head, name, whole);
    let mut rest = BufReader::new(io::Cursor::new(&head).chain(input));
    match format {
        Some(Format::Gzip) => gzip::unpack(&mut rest, name, unpacking, sink),
        Some(Format::JsonLines) => json::lines(&mut rest, name, unpacking, sink),
        Some(Format::Csv) => csv::rows(&mut rest, name, unpacking, sink),
        _ => {
            let limit = unpacking.reader.limits.max_bytes;
            let mut bytes = Vec::new();
            rest.take(limit + 1)
                .read_to_end(&mut bytes)
                .map_err(broken)?;
            let size = bytes.len() as u64;
            if size > limit {
                return Err(SkipReason::TooLarge { size, limit });
            }
            if detect::by_signature(&bytes) == Some(Format::Zip) {
                return zip::unpack(io::Cursor::new(bytes), unpacking, sink);
            }
            let contents = unpacking.reader.read_bytes(unpacking.path, name, &bytes)?;
            sink.contents(contents);
            Ok(())
        }
    }
}

/// The format of a stream that is read in parts, by its head; `whole` when that is all of it.
pub(in super::super) fn format_of(head: &[u8], name: &str, whole: bool) -> Option<Format> {
    match detect::by_signature(head) {
        Some(format) => return Some(format).filter(|format| *format == Format::Gzip),
        // Encodings with zeros are read whole, through `decode`.
        None if whole || memchr::memchr(0, head).is_some() => return None,
        None if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") => return None,
        None => {}
    }
    let text = String::from_utf8_lossy(head);
    let format = detect::by_head(text.trim_start_matches('\u{feff}'), name)?;
    matches!(format, Format::JsonLines | Format::Csv).then_some(format)
}

/// A row of a stream that ends at a line feed, within `limit` bytes; what is longer is
/// read over and told by its size.
pub(super) fn line(
    input: &mut dyn BufRead,
    limit: usize,
    row: &mut Vec<u8>,
) -> io::Result<Option<Result<(), u64>>> {
    row.clear();
    let mut size = 0_u64;
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            break;
        }
        let end = memchr::memchr(b'\n', available);
        let length = end.map_or(available.len(), |at| at + 1);
        if size <= limit as u64 {
            row.extend_from_slice(available.get(..length).unwrap_or_default());
        }
        size += length as u64;
        input.consume(length);
        if end.is_some() {
            break;
        }
    }
    Ok(match size {
        0 => None,
        size if size > limit as u64 => Some(Err(size)),
        _ => Some(Ok(())),
    })
}
