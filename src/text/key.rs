//! Short words as numbers: [`Key`], and tables of words that are asked by them: [`ByWord`].
//!
//! Extraction asks several tables of each word of a text. A short plain word is its own
//! number: nothing is hashed twice, compared letter by letter, or fetched to be compared.

use std::hash::{Hash, Hasher};
use std::num::NonZeroU64;

use rustc_hash::FxHashMap;

use super::Span;
use super::tokens::{Kind, Token, without_possessive};

/// 2^64 divided by the golden ratio, whose products spread well (Knuth, The Art of Computer
/// Programming 3, 6.4).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Bytes of the longest word that has a key.
const LONGEST: usize = 16;

/// A word of ASCII of at most 16 bytes: its letters, small, in the order of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    first: NonZeroU64,
    rest: u64,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.folded());
    }
}

impl Key {
    /// Whether an apostrophe stands in it.
    pub const fn has_apostrophe(self) -> bool {
        has(self.rest as u128 | (self.first.get() as u128) << 64, b'\'')
    }

    /// Its first byte.
    pub const fn first(self) -> u8 {
        self.first.get() as u8
    }

    /// Whether it is a single letter or digit.
    pub const fn is_letter(self) -> bool {
        self.first.get() < 256 && self.rest == 0
    }

    /// Both halves in one number, so that they are hashed in one step.
    const fn folded(self) -> u64 {
        self.first.get() ^ self.rest.wrapping_mul(GOLDEN)
    }

    /// Its hash, for [`Bits`]: the upper bits of a product depend on all of its factor.
    pub(crate) const fn hashed(self) -> u64 {
        self.folded().wrapping_mul(GOLDEN)
    }

    /// The key of a word or number without its last dot and a possessive ending; none of a
    /// longer one, of one with letters beyond ASCII, or with dots inside (`U.S.`).
    pub fn of(word: &str) -> Option<Self> {
        Self::in_text(word, Span::new(0, word.len()))
    }

    /// As [`Key::of`], of the word that stands at `span` of a text.
    fn in_text(text: &str, span: Span) -> Option<Self> {
        let bytes = text.as_bytes();
        let length = match bytes.get(span.end.checked_sub(1)?) {
            Some(b's' | b'.') => bare(span.of(text)).len(),
            _ => span.len(),
        };
        let used = *USED.get(length).filter(|_| length > 0)?;
        // Where the text goes on for as long, all is read at once and what lies behind cut off.
        let word = match bytes.get(span.start..).and_then(<[u8]>::first_chunk) {
            Some(all) => u128::from_le_bytes(*all) & used,
            None => letters(bytes.get(span.start..span.start + length)?),
        };
        if word & each(0x80) != 0 || has(word, b'.') {
            return None;
        }
        // A bit makes a capital small and is set already in digits, hyphens and apostrophes.
        let word = word | (each(0x20) & used);
        Some(Self {
            first: NonZeroU64::new(word as u64)?,
            rest: (word >> 64) as u64,
        })
    }
}

/// A set of hashes that may hold others as well, small enough to stay near: what it has not is
/// surely in no table made beside it.
#[derive(Debug, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
    /// Bits of a hash that choose its own.
    wide: u32,
}

impl Bits {
    /// An empty one of 2 to the power of `wide` bits, 6 at least.
    pub(crate) fn new(wide: u32) -> Self {
        Self {
            words: vec![0; 1 << (wide - 6)],
            wide,
        }
    }

    fn at(&self, hash: u64) -> (usize, u64) {
        let bit = hash.checked_shr(64 - self.wide).unwrap_or_default();
        ((bit >> 6) as usize, 1 << (bit & 63))
    }

    /// Adds a hash.
    pub(crate) fn add(&mut self, hash: u64) {
        let (word, bit) = self.at(hash);
        if let Some(bits) = self.words.get_mut(word) {
            *bits |= bit;
        }
    }

    /// Adds the hash of a word's key, if it has one.
    pub(crate) fn add_word(&mut self, word: &str) {
        if let Some(key) = Key::of(word) {
            self.add(key.hashed());
        }
    }

    /// Whether the hash may have been added.
    pub(crate) fn may_have(&self, hash: u64) -> bool {
        let (word, bit) = self.at(hash);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

/// `word` without its last dot and a possessive ending.
fn bare(word: &str) -> &str {
    without_possessive(word.strip_suffix('.').unwrap_or(word))
}

/// The bytes a word of each length takes.
const USED: [u128; LONGEST + 1] = {
    let mut used = [0; LONGEST + 1];
    let mut length = 1;
    while length <= LONGEST {
        used[length] = u128::MAX >> (8 * (LONGEST - length));
        length += 1;
    }
    used
};

/// A table of words in small letters, without a last dot or a possessive ending.
#[derive(Debug)]
pub struct ByWord<T> {
    short: FxHashMap<Key, T>,
    /// Of those that have no key.
    others: FxHashMap<Box<str>, T>,
}

impl<T> Default for ByWord<T> {
    fn default() -> Self {
        Self {
            short: FxHashMap::default(),
            others: FxHashMap::default(),
        }
    }
}

impl<T> ByWord<T> {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.short.len() + self.others.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What there is of a word, `new` where there was nothing.
    pub fn entry(&mut self, word: &str, new: T) -> &mut T {
        match Key::of(word) {
            Some(key) => self.short.entry(key).or_insert(new),
            None => self.others.entry(word.into()).or_insert(new),
        }
    }

    /// What there is of the word with this key.
    pub fn keyed(&self, key: Key) -> Option<&T> {
        self.short.get(&key)
    }

    /// What there is of a word as it stands in the table.
    pub fn get(&self, word: &str) -> Option<&T> {
        match Key::of(word) {
            Some(key) => self.keyed(key),
            None => self.others.get(word),
        }
    }
}

/// The keys of the words and numbers among `tokens`.
pub fn keys(text: &str, tokens: &[Token]) -> Vec<Option<Key>> {
    let key = |token: &Token| match token.kind {
        Kind::Mark(_) => None,
        _ => Key::in_text(text, token.span),
    };
    tokens.iter().map(key).collect()
}

/// At most 16 bytes as a number, read in two overlapping pieces: byte by byte takes longer than
/// all tables together.
fn letters(bytes: &[u8]) -> u128 {
    let length = bytes.len();
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        let last = u128::from(u64::from_le_bytes(*last)) >> (8 * (16 - length));
        return u128::from(u64::from_le_bytes(*first)) | last << 64;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let last = u64::from(u32::from_le_bytes(*last)) >> (8 * (8 - length));
        return u128::from(u64::from(u32::from_le_bytes(*first)) | last << 32);
    }
    let at =
        |place: usize| u128::from(bytes.get(place).copied().unwrap_or_default()) << (8 * place);
    at(0) | at(1) | at(2)
}

/// `byte` in each place.
const fn each(byte: u8) -> u128 {
    u128::from_le_bytes([byte; LONGEST])
}

/// Whether any byte of plain ones is this: where it is, nothing is left, and one less borrows.
const fn has(word: u128, byte: u8) -> bool {
    let left = word ^ each(byte);
    left.wrapping_sub(each(1)) & !left & each(0x80) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_is_the_word_in_small_letters() {
        assert_eq!(Key::of("Ministry"), Key::of("MINISTRY"));
        assert_eq!(Key::of("Inc."), Key::of("inc"));
        assert_eq!(Key::of("Tam’s"), Key::of("tam"));
        assert_ne!(Key::of("a"), Key::of("ab"));
        for none in ["", ".", "U.S.", "Ph.D", "Türkiye", "internationalisation"] {
            assert_eq!(Key::of(none), None, "{none}");
        }
    }

    #[test]
    fn a_table_holds_long_words_and_short_ones() {
        let mut table = ByWord::default();
        for word in ["port", "türkiye", "internationalisation"] {
            *table.entry(word, 0) += 1;
            *table.entry(word, 0) += 1;
            assert_eq!(table.get(word), Some(&2), "{word}");
        }
        assert_eq!(table.len(), 3);
        assert_eq!(Key::of("PORT").and_then(|key| table.keyed(key)), Some(&2));
        assert_eq!(table.get("quay"), None);
    }

    proptest! {
        #[test]
        fn words_share_a_key_that_differ_in_case_alone(one in "[A-Za-z0-9'-]{1,3}", other in "[A-Za-z0-9'-]{1,3}") {
            let plain = |word: &str| without_possessive(word).to_ascii_lowercase();
            prop_assert_eq!(Key::of(&one) == Key::of(&other), plain(&one) == plain(&other));
        }

        #[test]
        fn an_apostrophe_is_seen(word in "[a-z'0-9-]{1,15}[a-z]") {
            prop_assume!(!word.ends_with("'s"));
            let key = Key::of(&word);
            prop_assert_eq!(key.is_some_and(Key::has_apostrophe), word.contains('\''));
        }

        #[test]
        fn a_dot_is_seen_wherever_it_stands(word in "[a-z/.0-9-]{1,15}[a-z]") {
            prop_assert_eq!(Key::of(&word).is_none(), word.contains('.'));
        }
    }
}
