//! From bytes to text: [`decode`] finds the encoding and turns the bytes over
//! unchanged but for the byte order mark.
//!
//! A mark decides; without one UTF-8 is tried, then UTF-16 by its pattern of zeros, then
//! what markup declares, then chardetng's guess, which is what Firefox uses for unlabelled pages.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::skip::SkipReason;

/// Text with how it was encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub(super) text: String,
    /// The encoding's usual name.
    pub(super) encoding: &'static str,
    /// How many pieces were not of the encoding and became U+FFFD.
    pub(super) malformed: usize,
}

/// How far a guess looks from the first byte that is not ASCII on.
///
/// chardetng's own evaluation finds a few thousand bytes enough; more costs time on large files.
const GUESS_BYTES: usize = 256 * 1024;

/// Decodes a file's whole content.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, SkipReason> {
    let decoded = by_mark(bytes).map_or_else(|| without_mark(bytes), Ok)?;
    if looks_binary(&decoded.text) {
        return Err(SkipReason::Binary);
    }
    if decoded.malformed > 0 && decoded.malformed * 10 > decoded.text.chars().count() {
        return Err(SkipReason::Undecodable {
            encoding: decoded.encoding,
        });
    }
    Ok(decoded)
}

/// Whether more than one character in fifty is a control that text does not use.
pub(super) fn looks_binary(text: &str) -> bool {
    let is_strange = |c: &char| {
        c.is_control()
            && !matches!(
                c,
                '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1b}' | '\u{85}'
            )
    };
    let strange = text.chars().filter(is_strange).count();
    strange > 1 && strange * 50 > text.chars().count()
}

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    // UTF-32 first: its little-endian mark begins with that of UTF-16.
    match bytes {
        [0xFF, 0xFE, 0, 0, rest @ ..] => Some(utf_32(rest, "UTF-32LE", u32::from_le_bytes)),
        [0, 0, 0xFE, 0xFF, rest @ ..] => Some(utf_32(rest, "UTF-32BE", u32::from_be_bytes)),
        [0xEF, 0xBB, 0xBF, rest @ ..] => Some(utf_8(rest)),
        [0xFF, 0xFE, rest @ ..] => Some(utf_16(rest, "UTF-16LE", u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Some(utf_16(rest, "UTF-16BE", u16::from_be_bytes)),
        _ => None,
    }
}

fn without_mark(bytes: &[u8]) -> Result<Decoded, SkipReason> {
    if memchr::memchr(0, bytes).is_some() {
        return unmarked_utf_16(bytes).ok_or(SkipReason::Binary);
    }
    if memchr::memmem::find(bytes, b"\x1b$").is_some()
        && let Some(decoded) = iso_2022_jp(bytes)
    {
        return Ok(decoded);
    }
    let decoded = utf_8(bytes);
    if decoded.malformed == 0 || is_damaged_utf_8(bytes, decoded.malformed) {
        return Ok(decoded);
    }
    Ok(declared(bytes).unwrap_or_else(|| guessed(bytes)))
}

/// The encoding that a page or an XML file says it is in, when it can be: browsers look
/// for it in the first kilobyte, pages put it a little later.
fn declared(bytes: &[u8]) -> Option<Decoded> {
    const HEAD: usize = 4096;
    let head = bytes.get(..HEAD.min(bytes.len()))?;
    if head.trim_ascii_start().first() != Some(&b'<') {
        return None;
    }
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let named = ["charset", "encoding"].iter().find_map(|key| {
        let (_, behind) = head.split_once(key)?;
        let value = behind.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        value
            .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/' | '?'))
            .next()
    })?;
    let encoding = encoding_rs::Encoding::for_label_no_replacement(named.as_bytes())?;
    // That it is no UTF-8 is known by now, and in UTF-16 nobody could read the label.
    if encoding == encoding_rs::UTF_8 || encoding.output_encoding() != encoding {
        return None;
    }
    let read = in_encoding(bytes, encoding);
    // The label is the page's, the bytes may be another's.
    (read.malformed * 100 <= read.text.len()).then_some(read)
}

fn utf_8(bytes: &[u8]) -> Decoded {
    let malformed = bytes
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty())
        .count();
    Decoded {
        text: String::from_utf8_lossy(bytes).into_owned(),
        encoding: "UTF-8",
        malformed,
    }
}

/// Whether the bytes are UTF-8 with a few wrong ones rather than another encoding.
///
/// Legacy text hardly ever forms whole UTF-8 sequences (two-byte Chinese does in
/// about one character of five), so ten good ones for a bad one settle it. At the
/// very end, where a copy may have broken off, a single good one does.
fn is_damaged_utf_8(bytes: &[u8], malformed: usize) -> bool {
    let whole: usize = bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count())
        .sum();
    let only_the_end_is_missing =
        std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    whole >= malformed * 10 || (only_the_end_is_missing && whole > 0)
}

fn utf_16(bytes: &[u8], encoding: &'static str, unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let characters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(Result::ok);
    collected(characters, !rest.is_empty(), encoding)
}

fn utf_32(bytes: &[u8], encoding: &'static str, unit: fn([u8; 4]) -> u32) -> Decoded {
    let (units, rest) = bytes.as_chunks::<4>();
    let characters = units.iter().map(|four| char::from_u32(unit(*four)));
    collected(characters, !rest.is_empty(), encoding)
}

fn collected(
    characters: impl Iterator<Item = Option<char>>,
    is_cut: bool,
    encoding: &'static str,
) -> Decoded {
    let mut malformed = 0;
    let mut replaced = || {
        malformed += 1;
        char::REPLACEMENT_CHARACTER
    };
    let mut text: String = characters
        .map(|c| c.unwrap_or_else(&mut replaced))
        .collect();
    if is_cut {
        text.push(replaced());
    }
    Decoded {
        text,
        encoding,
        malformed,
    }
}

/// UTF-16 without a mark, which only its zeros give away: in text of any script
/// the blanks, digits and line ends have their zeros all on one side.
///
/// Pairs of printable ASCII speak against it: one letter in five of Chinese is such
/// a pair, almost every one of a plain text with a zero in it.
fn unmarked_utf_16(bytes: &[u8]) -> Option<Decoded> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if pairs.is_empty() || !rest.is_empty() {
        return None;
    }
    let count = |test: fn(&[u8; 2]) -> bool| pairs.iter().filter(|pair| test(pair)).count();
    let high_first = count(|[first, _]| *first == 0);
    let low_first = count(|[_, second]| *second == 0);
    let printable = count(|pair| pair.iter().all(|byte| matches!(byte, 0x20..=0x7E)));
    let (most, least) = (low_first.max(high_first), low_first.min(high_first));
    if most * 50 < pairs.len() || least * 50 > most || printable * 3 > pairs.len() {
        return None;
    }
    let decoded = if low_first > high_first {
        utf_16(bytes, "UTF-16LE", u16::from_le_bytes)
    } else {
        utf_16(bytes, "UTF-16BE", u16::from_be_bytes)
    };
    (decoded.malformed == 0 && !decoded.text.contains('\0')).then_some(decoded)
}

/// ISO-2022-JP is all ASCII bytes, so it has to be looked for before UTF-8.
fn iso_2022_jp(bytes: &[u8]) -> Option<Decoded> {
    let (text, malformed) = encoding_rs::ISO_2022_JP.decode_without_bom_handling(bytes);
    (!malformed).then(|| Decoded {
        text: text.into_owned(),
        encoding: "ISO-2022-JP",
        malformed: 0,
    })
}

fn guessed(bytes: &[u8]) -> Decoded {
    let first = bytes
        .iter()
        .position(|byte| !byte.is_ascii())
        .unwrap_or_default();
    let end = bytes.len().min(first.saturating_add(GUESS_BYTES));
    let sample = bytes.get(..end).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, end == bytes.len());
    in_encoding(bytes, detector.guess(None, Utf8Detection::Deny))
}

fn in_encoding(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let malformed = text
        .chars()
        .filter(|c| *c == char::REPLACEMENT_CHARACTER)
        .count();
    Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        malformed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_says_which_encoding_it_is_in() {
        // The letters that tell windows-1252 from windows-1250 by nothing but the label.
        let text = "Ministère: ñ, õ, ø";
        let (body, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        for head in [
            "<html><meta charset=windows-1252>",
            "<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>",
            "<?xml version='1.0' encoding=\"iso-8859-1\"?>",
            // A label that is wrong is not believed.
            "<meta charset=utf-8>",
            "<meta charset=nonsense>",
        ] {
            let decoded = decode(&[head.as_bytes(), &body].concat()).unwrap();
            assert!(decoded.text.ends_with(text), "{decoded:?}");
        }
        let (cyrillic, _, _) = encoding_rs::KOI8_R.encode("<meta charset=koi8-r>Министр");
        assert!(decode(&cyrillic).unwrap().text.ends_with("Министр"));
    }
    use proptest::prelude::*;

    const TEXT: &str = "Löwenfels, 3 mai — « Ils sont arrivés », dit-elle.\r\n";

    fn utf_16_bytes(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    fn utf_32_bytes(text: &str, bytes_of: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|c| bytes_of(c as u32)).collect()
    }

    fn reads(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes).unwrap();
        assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
        assert_eq!(decoded.malformed, 0);
    }

    #[test]
    fn a_mark_decides_and_is_dropped() {
        reads(&[b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), "UTF-8", TEXT);
        let cases: [(&[u8], Vec<u8>, &str); 4] = [
            (
                b"\xFF\xFE",
                utf_16_bytes(TEXT, u16::to_le_bytes),
                "UTF-16LE",
            ),
            (
                b"\xFE\xFF",
                utf_16_bytes(TEXT, u16::to_be_bytes),
                "UTF-16BE",
            ),
            (
                b"\xFF\xFE\0\0",
                utf_32_bytes(TEXT, u32::to_le_bytes),
                "UTF-32LE",
            ),
            (
                b"\0\0\xFE\xFF",
                utf_32_bytes(TEXT, u32::to_be_bytes),
                "UTF-32BE",
            ),
        ];
        for (mark, body, encoding) in cases {
            reads(&[mark, &body].concat(), encoding, TEXT);
        }
    }

    #[test]
    fn utf_16_without_a_mark_is_known_by_its_zeros() {
        for text in [TEXT, "Пресс-релиз от 5 мая 2023 г. о людях в пути.\n"]
        {
            reads(&utf_16_bytes(text, u16::to_le_bytes), "UTF-16LE", text);
            reads(&utf_16_bytes(text, u16::to_be_bytes), "UTF-16BE", text);
        }
    }

    #[test]
    fn legacy_encodings_are_guessed_from_the_text() {
        let cases = [
            (
                encoding_rs::WINDOWS_1252,
                "Der Verein „Brücke“ eröffnet in Köln eine Beratungsstelle für Geflüchtete, sagte Müller.",
            ),
            (
                encoding_rs::WINDOWS_1251,
                "Сегодня в городе открылся центр помощи людям, которые покинули свои дома.",
            ),
            (
                encoding_rs::SHIFT_JIS,
                "難民の支援を続ける団体は、五月三日に新しい相談所を開いたと発表しました。",
            ),
            (
                encoding_rs::GBK,
                "该组织今天宣布，将在边境地区为流离失所者开设新的服务中心。",
            ),
            (
                encoding_rs::ISO_2022_JP,
                "難民の支援を続ける団体は、新しい相談所を開きました。",
            ),
        ];
        for (encoding, text) in cases {
            let (bytes, _, _) = encoding.encode(text);
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, text, "{}", encoding.name());
        }
    }

    #[test]
    fn utf_8_with_one_wrong_byte_stays_utf_8() {
        let mut bytes = "Größe ändert für Müller überall schöne Türen, Öl und Übermut: süß.\n"
            .repeat(3)
            .into_bytes();
        bytes.push(0x92);
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.encoding, decoded.malformed), ("UTF-8", 1));
    }

    #[test]
    fn utf_8_that_breaks_off_in_a_character_stays_utf_8() {
        let bytes = "Die Türen öffnen für Müll".as_bytes();
        let cut = [bytes, &"ü".as_bytes()[..1]].concat();
        let decoded = decode(&cut).unwrap();
        assert_eq!((decoded.encoding, decoded.malformed), ("UTF-8", 1));
    }

    #[test]
    fn line_ends_and_odd_characters_are_left_alone() {
        let text = "a\r\nb\rc\u{2028}d\u{a0}e\u{ad}f\tg\u{c}";
        reads(text.as_bytes(), "UTF-8", text);
    }

    #[test]
    fn bytes_that_are_no_text_are_binary() {
        let zeros = b"text with \0 one zero";
        let controls: Vec<u8> = (1..=8).cycle().take(400).collect();
        for bytes in [
            zeros.as_slice(),
            &controls,
            b"\x7fELF\x02\x01\x01\0\0\0\0\0",
        ] {
            assert_eq!(decode(bytes), Err(SkipReason::Binary), "{bytes:?}");
        }
    }

    #[test]
    fn a_mark_over_nonsense_is_undecodable() {
        let surrogates = [b"\xFF\xFE".as_slice(), &[b'a', 0, 0, 0xD8].repeat(40)].concat();
        assert_eq!(
            decode(&surrogates),
            Err(SkipReason::Undecodable {
                encoding: "UTF-16LE"
            })
        );
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_say_why(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn any_bytes_behind_a_mark_decode_or_say_why(
            mark in proptest::sample::select(vec![&b"\xFF\xFE"[..], b"\xFE\xFF", b"\xFF\xFE\0\0", b"\0\0\xFE\xFF"]),
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let _ = decode(&[mark, &bytes].concat());
        }

        #[test]
        fn utf_8_comes_back_as_it_was(text in "[^\0\u{1}-\u{8}\u{e}-\u{1a}\u{1c}-\u{1f}\u{7f}-\u{9f}\u{feff}\u{1b}]{0,200}") {
            prop_assert_eq!(decode(text.as_bytes()).unwrap().text, text);
        }
    }
}
