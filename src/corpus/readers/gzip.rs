//! gzip: one file packed, or several members that make one. What is in it is read as if it
//! lay there unpacked, under the name without `.gz`.

use std::io::{BufRead, BufReader};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

use super::super::read::{Contents, Reader};
use super::super::sink::{Sink, collected};
use super::super::skip::SkipReason;
use super::Source;
use super::parts::{self, Counted, Packed, Unpacking};

/// A file that is packed.
pub(super) fn whole(source: Source<'_>, reader: &Reader) -> Result<Contents, SkipReason> {
    let unpacking = Unpacking::new(reader, source.path);
    collected(|sink| unpack(&mut &*source.bytes, source.name, &unpacking, sink))
}

/// Gives the parts of what is packed in `input`.
pub(super) fn unpack(
    input: &mut dyn BufRead,
    name: &str,
    unpacking: &Unpacking<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let unpacking = unpacking.deeper()?;
    let packed: Rc<std::cell::Cell<u64>> = Rc::default();
    let counted = BufReader::new(Counted {
        inner: input,
        count: Rc::clone(&packed),
    });
    let unpacker = MultiGzDecoder::new(counted);
    let mut bounded = BufReader::new(unpacking.bounded(unpacker, Packed::Read(packed)));
    parts::read(&mut bounded, inner_name(name), &unpacking, sink)
}

/// The name of what is packed in a file of this name.
fn inner_name(name: &str) -> &str {
    let cut = |ending: &str| {
        let at = name.len().checked_sub(ending.len())?;
        let (stem, end) = name.split_at_checked(at)?;
        (end.eq_ignore_ascii_case(ending) && !stem.is_empty()).then_some(stem)
    };
    cut(".gz").or_else(|| cut(".gzip")).unwrap_or(name)
}
