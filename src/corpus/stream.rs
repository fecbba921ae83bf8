//! Files that are read part by part: [`Reader::open`] and [`Stream`].
//!
//! A table or archive may hold more than fits in memory. A [`Stream`] hands its releases over
//! one at a time; to know it again there is the hash of its bytes.

use std::cell::Cell;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use xxhash_rust::xxh3::Xxh3;

use super::format::Format;
use super::read::{Contents, Reader};
use super::readers::parts::{self, Counted, Unpacking};
use super::readers::zip;
use super::sink::{Piece, Sink};
use super::skip::SkipReason;
use super::walk::FileEntry;
use super::{detect, open};

/// Files up to this are read whole, whatever they are.
const SMALL: u64 = 1024 * 1024;

/// A file that was opened.
#[derive(Debug)]
pub enum Opened {
    /// It was read.
    Whole(Contents),
    /// It is to be read part by part.
    Stream(Stream),
}

/// A file of many parts, none of them read yet.
///
/// What is written to its end after it was opened is not part of it.
#[derive(Debug)]
pub struct Stream {
    file: File,
    size: u64,
    path: String,
    name: String,
    format: Format,
}

impl Reader {
    /// Opens a listed file: reads it, or makes ready to read it part by part.
    ///
    /// # Errors
    /// With the reason when it cannot be read.
    pub fn open(&self, entry: &FileEntry) -> Result<Opened, SkipReason> {
        self.open_at(&entry.path, &entry.key, entry.file_name())
    }

    /// Opens the file at `path`, wherever it lies; a link is followed.
    ///
    /// # Errors
    /// With the reason when it cannot be read.
    pub fn open_path(&self, path: &Path) -> Result<Opened, SkipReason> {
        let target = path
            .canonicalize()
            .map_err(|error| SkipReason::Unreadable(error.to_string()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.open_at(&target, &self.settings.key(&target), &name)
    }

    fn open_at(&self, path: &Path, key: &str, name: &str) -> Result<Opened, SkipReason> {
        let (mut file, size) = open::open_regular(path)?;
        if size > SMALL
            && let Some(format) = streamed(&mut file, size, name)?
        {
            let limit = self.limits.max_stream;
            if size > limit {
                return Err(SkipReason::TooLarge { size, limit });
            }
            return Ok(Opened::Stream(Stream {
                file,
                size,
                path: key.to_owned(),
                name: name.to_owned(),
                format,
            }));
        }
        let bytes = open::read_open(&file, size, self.limits.max_bytes)?;
        Ok(Opened::Whole(self.read_bytes(key, name, &bytes)?))
    }
}

/// The format of an open file, if it is one that is read part by part.
fn streamed(file: &mut File, size: u64, name: &str) -> Result<Option<Format>, SkipReason> {
    let piece = |file: &mut File, at: u64| {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(at))
            .and_then(|_| file.take(parts::HEAD as u64).read_to_end(&mut bytes))
            .map(|_| bytes)
            .map_err(|error| open::refused(&error))
    };
    let mut head = piece(file, 0)?;
    let mut format = parts::format_of(&head, name, false);
    if head.starts_with(b"PK") {
        // What is in a zip archive stands at its end.
        head.extend(piece(file, size.saturating_sub(parts::HEAD as u64))?);
        format = detect::by_signature(&head).filter(|format| *format == Format::Zip);
    }
    file.seek(SeekFrom::Start(0))
        .map_err(|error| open::refused(&error))?;
    Ok(format)
}

impl Stream {
    /// The hash of its bytes, all of which are read.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn hash(&mut self) -> Result<u64, SkipReason> {
        let mut hash = Xxh3::new();
        let mut buffer = vec![0; parts::HEAD];
        self.rewind()?;
        loop {
            let read = self
                .file
                .read(&mut buffer)
                .map_err(|error| open::refused(&error))?;
            if read == 0 {
                return Ok(hash.digest());
            }
            hash.update(buffer.get(..read).unwrap_or_default());
        }
    }

    /// Reads up to the first release, to see that there is one.
    ///
    /// # Errors
    /// With the reason of the first part lost when there is none.
    pub fn probe(&mut self, reader: &Reader) -> Result<(), SkipReason> {
        let (mut found, mut why) = (false, None);
        self.each(reader, &mut |piece, _| {
            match piece {
                Piece::Item(_) => found = true,
                Piece::Lost(lost) => {
                    why.get_or_insert(lost.reason);
                }
            }
            !found
        })?;
        if found {
            Ok(())
        } else {
            Err(why.unwrap_or(SkipReason::Empty))
        }
    }

    /// Gives every part in turn, with the bytes of the file read so far, until `give` wants no more.
    ///
    /// # Errors
    /// With the reason when nothing of it can be read; what goes wrong later is a part lost.
    pub fn each(
        &mut self,
        reader: &Reader,
        give: &mut dyn FnMut(Piece, u64) -> bool,
    ) -> Result<(), SkipReason> {
        self.rewind()?;
        let unpacking = Unpacking::new(reader, &self.path);
        let packed: Rc<Cell<u64>> = Rc::clone(&unpacking.packed);
        let counted = Counted {
            inner: &self.file,
            count: Rc::clone(&packed),
        };
        let mut give = |piece| give(piece, packed.get());
        let mut sink = Sink::new(&mut give);
        let ended = if self.format == Format::Zip {
            zip::unpack(BufReader::new(counted), &unpacking, &mut sink)
        } else {
            let mut input = BufReader::with_capacity(parts::HEAD, counted.take(self.size));
            parts::read(&mut input, &self.name, &unpacking, &mut sink)
        };
        sink.end(ended)
    }

    fn rewind(&mut self) -> Result<(), SkipReason> {
        let at = self.file.seek(SeekFrom::Start(0));
        at.map(drop).map_err(|error| open::refused(&error))
    }
}
