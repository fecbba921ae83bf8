//! How words looked for begin: [`Initials`], so that all others of a text are stepped over.

/// What words looked for begin with, so that others need not be folded: their first letter and,
/// where it is known, their second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Initials {
    firsts: u128,
    /// By the first letter or digit.
    seconds: [u64; 36],
}

/// The number of a letter or digit, in either case; none of anything else.
const fn place(byte: u8) -> Option<usize> {
    match byte {
        b'a'..=b'z' => Some((byte - b'a') as usize),
        b'A'..=b'Z' => Some((byte - b'A') as usize),
        b'0'..=b'9' => Some((byte - b'0') as usize + 26),
        _ => None,
    }
}

impl Initials {
    /// Any word may be looked for.
    pub const ANY: Self = Self {
        firsts: u128::MAX,
        seconds: [u64::MAX; 36],
    };
    /// None is, but for those that begin with a letter beyond ASCII.
    pub const NONE: Self = Self {
        firsts: 0,
        seconds: [0; 36],
    };

    /// This folded word.
    pub fn add_word(&mut self, word: &str) {
        let mut letters = word.bytes();
        self.add(letters.next(), letters.next().unwrap_or(b' '));
    }

    /// Every folded word that begins so.
    pub fn add_beginning(&mut self, start: &str) {
        let mut letters = start.bytes();
        match (letters.next(), letters.next()) {
            (first, Some(second)) => self.add(first, second),
            (first, None) => {
                self.add(first, b' ');
                let first = first.and_then(place);
                if let Some(seconds) = first.and_then(|first| self.seconds.get_mut(first)) {
                    *seconds = u64::MAX;
                }
            }
        }
    }

    fn add(&mut self, first: Option<u8>, second: u8) {
        let Some(first) = first else {
            *self = Self::ANY;
            return;
        };
        if !first.is_ascii() {
            return;
        }
        self.firsts |= 1 << first;
        let seconds = place(first).and_then(|first| self.seconds.get_mut(first));
        if let (Some(seconds), Some(second)) = (seconds, place(second)) {
            *seconds |= 1 << second;
        }
    }

    const fn has(&self, letter: u8) -> bool {
        letter > 127 || self.firsts >> letter & 1 == 1
    }

    /// Whether a word looked for may begin with these bytes of a text. What is no plain letter
    /// or digit may fold to any, be left out, or end a word.
    pub(super) fn may_begin(&self, first: u8, second: Option<u8>) -> bool {
        let seconds = place(first).and_then(|first| self.seconds.get(first));
        match (seconds, second.and_then(place)) {
            (Some(seconds), Some(second)) => {
                self.has(first.to_ascii_lowercase()) && seconds >> second & 1 == 1
            }
            _ => self.has(first.to_ascii_lowercase()),
        }
    }

    /// As they are sought in a text.
    pub fn starts(self) -> Starts {
        let mut firsts = [true; 256];
        for (byte, starts) in (0..0xC0_u8).zip(&mut firsts) {
            // No character begins with a byte that goes on with one.
            *starts = byte.is_ascii() && self.has(byte.to_ascii_lowercase());
        }
        Starts {
            firsts,
            few: self.few(),
            initials: self,
        }
    }

    /// The pairs of letters that words begin with, the second 0 where it may be any; none when
    /// there are more than a few.
    fn few(&self) -> Option<[(u8, u8); FEW]> {
        let mut pairs = Vec::new();
        for (first, seconds) in LETTERS.iter().zip(&self.seconds) {
            if !self.has(*first) {
                continue;
            }
            match *seconds {
                u64::MAX => pairs.push((*first, 0)),
                // It is no word alone, or ends there: any pair does.
                0 => pairs.push((*first, *first)),
                seconds => {
                    let known = LETTERS.iter().enumerate();
                    let known = known.filter(|(at, _)| seconds >> at & 1 == 1);
                    pairs.extend(known.map(|(_, second)| (*first, *second)));
                }
            }
        }
        // Nothing looked for is sought as something that stands in no text.
        pairs.resize(pairs.len().max(FEW), (0xFF, 0xFF));
        pairs.try_into().ok()
    }
}

/// Letters and digits by their [`place`].
const LETTERS: [u8; 36] = *b"abcdefghijklmnopqrstuvwxyz0123456789";
/// Pairs of letters that are sought at once.
const FEW: usize = 4;
/// Bytes of a text that are asked at once.
const STRIDE: usize = 32;

/// What [`Initials`] look like in a text.
#[derive(Debug, Clone)]
pub struct Starts {
    /// By byte; letters beyond ASCII may fold to any.
    firsts: [bool; 256],
    few: Option<[(u8, u8); FEW]>,
    initials: Initials,
}

impl Starts {
    /// The first byte at or behind `from` where a word looked for may begin.
    pub(super) fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            if let Some(few) = &self.few {
                while let Some(stride) = Stride::of(bytes, at)
                    && !stride.may_have(few)
                {
                    at += STRIDE;
                }
            }
            let end = match self.few {
                Some(_) => bytes.len().min(at + STRIDE),
                None => bytes.len(),
            };
            let asked = bytes.get(at..end)?;
            let begins =
                |(_, byte): &(usize, &u8)| self.firsts.get(usize::from(**byte)) == Some(&true);
            let mut begin = asked.iter().enumerate().filter(begins);
            if let Some((ahead, _)) = begin.find(|(ahead, _)| self.begins_at(bytes, at + ahead)) {
                return Some(at + ahead);
            }
            if end == bytes.len() {
                return None;
            }
            at = end;
        }
    }

    /// Whether a word looked for may begin at a byte that is one of the first ones.
    fn begins_at(&self, bytes: &[u8], at: usize) -> bool {
        let first = bytes.get(at).copied().unwrap_or_default();
        let second = bytes.get(at + 1).copied();
        if !first.is_ascii() {
            return !is_punctuation(first, second.unwrap_or_default());
        }
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !before.is_some_and(u8::is_ascii_alphanumeric) && self.initials.may_begin(first, second)
    }
}

/// Whether a character that begins so is one of U+2000 to U+203F: quotation marks, dashes.
const fn is_punctuation(first: u8, second: u8) -> bool {
    first == 0xE2 && second == 0x80
}

/// A piece of a text with what stands one byte before and behind each of its bytes.
struct Stride<'a> {
    before: &'a [u8; STRIDE],
    bytes: &'a [u8; STRIDE],
    behind: &'a [u8; STRIDE],
}

impl<'a> Stride<'a> {
    fn of(bytes: &'a [u8], at: usize) -> Option<Self> {
        let piece = |at: usize| bytes.get(at..)?.first_chunk();
        Some(Self {
            before: piece(at.checked_sub(1)?)?,
            bytes: piece(at)?,
            behind: piece(at + 1)?,
        })
    }

    /// As [`Starts::begins_at`] of any of its bytes, or more: without a way out in the middle the
    /// compiler asks many bytes in one instruction.
    fn may_have(&self, few: &[(u8, u8); FEW]) -> bool {
        let mut any = false;
        for ((before, byte), behind) in self.before.iter().zip(self.bytes).zip(self.behind) {
            let (small, next) = (byte | 0x20, behind | 0x20);
            let mut begins = false;
            for (first, second) in few {
                let goes_on = (next == *second) | (*second == 0) | !is_plain(*behind);
                begins |= (small == *first) & goes_on;
            }
            any |=
                (begins & !is_plain(*before)) | ((*byte >= 0xC0) & !is_punctuation(*byte, *behind));
        }
        any
    }
}

/// [`u8::is_ascii_alphanumeric`] without branches.
const fn is_plain(byte: u8) -> bool {
    ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10)
}
