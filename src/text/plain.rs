//! Plain letters and digits, those of ASCII, told by the byte and eight bytes at once.

/// A digit.
pub(super) const DIGIT: u8 = 1;
/// A small letter.
pub(super) const SMALL: u8 = 2;
/// A capital.
pub(super) const LARGE: u8 = 4;

/// What each byte is: a plain digit, small or capital letter, or none of these.
pub(super) const PLAIN: [u8; 256] = {
    let mut plain = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => LARGE,
            _ => 0,
        };
        byte += 1;
    }
    plain
};

/// Where the plain letters and digits end that go on at `at`, and what they are: [`DIGIT`]
/// and [`LARGE`] are told where they are among them, [`SMALL`] where nothing else is.
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> (usize, u8) {
    let (begin, mut digits, mut capitals) = (at, 0, 0);
    // Eight bytes at once, as long as there are so many: no way out for each letter.
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let eight = Eight::of(*eight);
        let ends = !(eight.letters | eight.digits) & HIGHEST;
        // All bits below the lowest one of those that end it.
        let inside = ends.wrapping_sub(1) & !ends;
        digits |= eight.digits & inside;
        capitals |= eight.letters & !eight.small & inside;
        at += ends.trailing_zeros() as usize / 8;
        if ends != 0 {
            break;
        }
    }
    while let Some(&byte) = bytes.get(at)
        && PLAIN[usize::from(byte)] != 0
    {
        digits |= u64::from(byte.is_ascii_digit());
        capitals |= u64::from(byte.is_ascii_uppercase());
        at += 1;
    }
    let met = match (digits, capitals) {
        (0, 0) if at > begin => SMALL,
        (0, 0) => 0,
        (0, _) => LARGE,
        (_, 0) => DIGIT,
        _ => DIGIT | LARGE,
    };
    (at, met)
}

/// What eight bytes are, the highest bit of each for yes.
struct Eight {
    digits: u64,
    letters: u64,
    /// Whether a letter is a small one.
    small: u64,
}

/// The highest bit of each byte.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

impl Eight {
    const fn of(bytes: [u8; 8]) -> Self {
        let bytes = u64::from_le_bytes(bytes);
        let (sevens, plain) = (bytes & !HIGHEST, !bytes & HIGHEST);
        // The bit that makes a capital small.
        let folded = sevens | each(0x20);
        Self {
            digits: between(sevens, b'0', b'9') & plain,
            letters: between(folded, b'a', b'z') & plain,
            small: bytes << 2,
        }
    }
}

const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The bytes of `sevens`, all below 128, that lie between two others, these included: each sum
/// reaches the highest bit of its byte and never the next byte.
const fn between(sevens: u64, low: u8, high: u8) -> u64 {
    (sevens + each(128 - low)) & !(sevens + each(127 - high)) & HIGHEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, byte by byte.
    fn one_by_one(bytes: &[u8]) -> (usize, u8) {
        let plain = bytes.iter().map(|byte| PLAIN[usize::from(*byte)]);
        let plain: Vec<u8> = plain.take_while(|kind| *kind != 0).collect();
        let met = plain.iter().fold(0, |met, kind| met | kind);
        (plain.len(), if met == SMALL { SMALL } else { met & !SMALL })
    }

    #[test]
    fn every_byte_ends_a_word_or_does_not() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                let mut bytes = [b'x'; 20];
                bytes[place] = byte;
                assert_eq!(
                    plain_end(&bytes, 0),
                    one_by_one(&bytes),
                    "{byte} at {place}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn eight_at_once_are_the_same_as_one_by_one(text in "([a-z]{1,9}|[A-Z0-9]{1,3}|[ .,'é’])*") {
            for at in 0..=text.len() {
                let (length, met) = one_by_one(&text.as_bytes()[at..]);
                prop_assert_eq!(plain_end(text.as_bytes(), at), (at + length, met));
            }
        }
    }
}
