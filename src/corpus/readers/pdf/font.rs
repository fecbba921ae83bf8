//! A font of a PDF, as far as reading takes it: which letters a code stands for, and how far
//! it moves on. The shapes of the letters are not looked at.

use lopdf::{Dictionary, Document, Object, Stream};
use rustc_hash::FxHashMap;

use super::cmap::CodeMap;

/// Bytes a font's map or program may unpack to.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// The width of a letter of which nothing is known, in thousandths of the font's size.
const USUAL_WIDTH: f32 = 500.0;

/// A font.
pub(super) struct Font {
    map: CodeMap,
    /// Of a font of one-byte codes: the letters by its encoding.
    simple: Option<Box<[String; 256]>>,
    /// Codes are letters in UTF-16 (a predefined map such as UniJIS-UTF16-H).
    is_utf_16: bool,
    code_length: usize,
    widths: FxHashMap<u32, f32>,
    usual_width: f32,
    /// From the font's units to its size: a thousandth but for fonts of drawings (Type 3).
    unit: f32,
}

/// One code as it is shown.
pub(super) struct Shown {
    /// The letters; empty when the font does not tell.
    pub(super) text: String,
    /// How far it moves on, in parts of the font's size.
    pub(super) width: f32,
    /// Whether it is the one-byte code 32, which the spacing of words widens.
    pub(super) is_blank: bool,
}

impl Font {
    /// Reads a font; what of it cannot be read is left out.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let stream = |dictionary: &Dictionary, key: &[u8]| -> Option<Vec<u8>> {
            content(dictionary.get_deref(key, document).ok()?.as_stream().ok()?)
        };
        let map =
            stream(font, b"ToUnicode").map_or_else(CodeMap::default, |map| CodeMap::parse(&map));
        let kind = font
            .get(b"Subtype")
            .and_then(Object::as_name)
            .unwrap_or(b"");
        if kind == b"Type0" {
            return Self::composite(document, font, map);
        }
        let (widths, usual_width) = simple_widths(document, font);
        Self {
            simple: Some(Box::new(letters(document, font))),
            map,
            is_utf_16: false,
            code_length: 1,
            widths,
            usual_width,
            unit: if kind == b"Type3" {
                matrix_unit(document, font)
            } else {
                0.001
            },
        }
    }

    fn composite(document: &Document, font: &Dictionary, map: CodeMap) -> Self {
        let encoding = font
            .get(b"Encoding")
            .and_then(Object::as_name)
            .unwrap_or(b"");
        let name = String::from_utf8_lossy(encoding);
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| document.dereference(fonts.first()?).ok())
            .and_then(|(_, font)| font.as_dict().ok());
        let mut widths = FxHashMap::default();
        let mut usual_width = 1000.0;
        if let Some(descendant) = descendant {
            if let Ok(width) = descendant
                .get_deref(b"DW", document)
                .and_then(Object::as_float)
            {
                usual_width = width;
            }
            if let Ok(list) = descendant
                .get_deref(b"W", document)
                .and_then(Object::as_array)
            {
                widths = composite_widths(document, list);
            }
        }
        let is_identity = name.starts_with("Identity");
        Self {
            code_length: if is_identity {
                2
            } else {
                map.code_length().unwrap_or(2)
            },
            is_utf_16: name.contains("UCS2") || name.contains("UTF16"),
            map,
            simple: None,
            widths,
            usual_width,
            unit: 0.001,
        }
    }

    /// The codes of a string that is shown.
    pub(super) fn shown<'a>(&'a self, string: &'a [u8]) -> impl Iterator<Item = Shown> + 'a {
        string.chunks(self.code_length).map(|bytes| {
            let code = bytes
                .iter()
                .fold(0u32, |code, byte| code << 8 | u32::from(*byte));
            Shown {
                text: self.text(code),
                width: self.widths.get(&code).copied().unwrap_or(self.usual_width) * self.unit,
                is_blank: self.code_length == 1 && code == 32,
            }
        })
    }

    fn text(&self, code: u32) -> String {
        if let Some(text) = self.map.get(code).filter(|text| is_telling(text)) {
            return text.to_owned();
        }
        if let Some(letters) = &self.simple {
            return letters.get(code as usize).cloned().unwrap_or_default();
        }
        if self.is_utf_16 && self.map.is_empty() {
            return char::from_u32(code).map(String::from).unwrap_or_default();
        }
        String::new()
    }
}

/// Some programs map letters they do not know to these.
fn is_telling(text: &str) -> bool {
    !text.is_empty()
        && !text
            .chars()
            .all(|c| matches!(c, '\u{fffd}' | '\u{0}'..='\u{8}'))
}

fn content(stream: &Stream) -> Option<Vec<u8>> {
    stream.decompressed_content_with_limit(MAX_BYTES).ok()
}

fn matrix_unit(document: &Document, font: &Dictionary) -> f32 {
    let matrix = font
        .get_deref(b"FontMatrix", document)
        .and_then(Object::as_array);
    let first = matrix
        .ok()
        .and_then(|matrix| matrix.first()?.as_float().ok());
    first
        .filter(|unit| unit.is_finite() && *unit > 0.0)
        .unwrap_or(0.001)
}

fn simple_widths(document: &Document, font: &Dictionary) -> (FxHashMap<u32, f32>, f32) {
    let first = font
        .get_deref(b"FirstChar", document)
        .and_then(Object::as_i64)
        .unwrap_or(0);
    let list = font
        .get_deref(b"Widths", document)
        .and_then(Object::as_array);
    let widths: FxHashMap<u32, f32> = list
        .into_iter()
        .flatten()
        .take(256)
        .enumerate()
        .filter_map(|(at, width)| {
            let code = u32::try_from(first.checked_add(at as i64)?).ok()?;
            let (_, width) = document.dereference(width).ok()?;
            Some((
                code,
                width.as_float().ok().filter(|width| width.is_finite())?,
            ))
        })
        .collect();
    let is_fixed = font
        .get(b"BaseFont")
        .and_then(Object::as_name)
        .is_ok_and(|name| name.starts_with(b"Courier"));
    let usual = if is_fixed { 600.0 } else { USUAL_WIDTH };
    if widths.is_empty() && !is_fixed {
        return (standard_widths(), usual);
    }
    (widths, usual)
}

/// Widths of the fonts every reader has, which a PDF need not carry: of Helvetica, rounded
/// to classes, which serves for Times as well as far as finding words goes.
fn standard_widths() -> FxHashMap<u32, f32> {
    const CLASSES: &[(&[u8], f32)] = &[
        (b"ijl'|", 210.0),
        (b"I .,:;!ft/\\[]()-`r", 290.0),
        (b"ckszvxyJ*\"", 480.0),
        (b"ABEKPSVXYCDHNRUwTFLZ", 660.0),
        (b"GOQmMW%@", 830.0),
    ];
    let classes = CLASSES.iter();
    classes
        .flat_map(|(letters, width)| letters.iter().map(|letter| (u32::from(*letter), *width)))
        .collect()
}

fn composite_widths(document: &Document, list: &[Object]) -> FxHashMap<u32, f32> {
    const MAX_CODES: usize = 70_000;
    let mut widths = FxHashMap::default();
    let mut rest = list
        .iter()
        .filter_map(|object| document.dereference(object).ok());
    while let Some((_, first)) = rest.next() {
        let Some(first) = first
            .as_i64()
            .ok()
            .and_then(|code| u32::try_from(code).ok())
        else {
            continue;
        };
        match rest.next().map(|(_, object)| object) {
            Some(Object::Array(each)) => {
                for (code, width) in (first..).zip(each) {
                    if let Ok(width) = width.as_float() {
                        widths.insert(code, width);
                    }
                }
            }
            Some(last) => {
                let last = last.as_i64().ok().and_then(|code| u32::try_from(code).ok());
                let width = rest.next().and_then(|(_, width)| width.as_float().ok());
                if let (Some(last), Some(width)) = (last, width) {
                    for code in first..=last.min(first.saturating_add(0xFFFF)) {
                        widths.insert(code, width);
                    }
                }
            }
            None => break,
        }
        if widths.len() > MAX_CODES {
            break;
        }
    }
    widths
}

/// The letters of a font of one-byte codes, by its encoding.
fn letters(document: &Document, font: &Dictionary) -> [String; 256] {
    let stated = font.get_deref(b"Encoding", document).ok().cloned();
    let own = stated.or_else(|| own_encoding(document, font));
    let base = match &own {
        Some(Object::Dictionary(own)) => own.get_deref(b"BaseEncoding", document).ok().cloned(),
        other => other.clone(),
    };
    let mut letters = [const { String::new() }; 256];
    // What the stated encoding leaves open is most often meant as Windows has it.
    let standard = Object::Name(b"StandardEncoding".to_vec());
    for encoding in [
        base.unwrap_or(standard),
        Object::Name(b"WinAnsiEncoding".to_vec()),
    ] {
        for (code, slot) in letters.iter_mut().enumerate() {
            if slot.is_empty() {
                *slot = letter(document, encoding.clone(), code as u8);
            }
        }
    }
    let differences = own.as_ref().and_then(|own| {
        let differences = own
            .as_dict()
            .ok()?
            .get_deref(b"Differences", document)
            .ok()?;
        differences.as_array().ok()
    });
    let mut code = 0usize;
    for object in differences.into_iter().flatten().take(1024) {
        match object {
            Object::Integer(number) => code = usize::try_from(*number).unwrap_or(256),
            Object::Name(name) => {
                if let Some(slot) = letters.get_mut(code) {
                    *slot = named_letters(name).unwrap_or_else(|| standard_letter(document, name));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    letters
}

/// The letter of a code by an encoding; none when it has none.
fn letter(document: &Document, encoding: Object, code: u8) -> String {
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", encoding);
    let known = font.get_font_encoding_with_limit(document, MAX_BYTES);
    let text = known
        .and_then(|known| known.bytes_to_string(&[code]))
        .unwrap_or_default();
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The letter of a standard glyph's name. Asked for one by one: the library gives up a whole
/// encoding for one name that it does not know, and programs make names up.
fn standard_letter(document: &Document, name: &[u8]) -> String {
    let mut encoding = Dictionary::new();
    encoding.set("Type", Object::Name(b"Encoding".to_vec()));
    encoding.set(
        "Differences",
        Object::Array(vec![Object::Integer(0), Object::Name(name.to_vec())]),
    );
    letter(document, Object::Dictionary(encoding), 0)
}

/// The letters of a glyph's name that is none of the standard ones: `uni0041`, `u1F600`,
/// `f_f_i`, `a.alt` (Adobe Glyph List Specification).
fn named_letters(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split_once('.').map_or(name, |(base, _)| base);
    if matches!(name, "ff" | "fi" | "fl" | "ffi" | "ffl") {
        return Some(name.to_owned());
    }
    if name.contains('_') {
        let parts: Option<Vec<String>> = name
            .split('_')
            .map(|part| named_letters(part.as_bytes()))
            .collect();
        return parts.map(|parts| parts.concat());
    }
    if name.len() == 1 {
        return Some(name.to_owned());
    }
    let digits = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))?;
    if !(4..=6).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some(letter.to_string())
}

/// The encoding that a Type 1 program states of itself (`dup 11 /ff put`), as TeX's fonts do.
fn own_encoding(document: &Document, font: &Dictionary) -> Option<Object> {
    let descriptor = font
        .get_deref(b"FontDescriptor", document)
        .ok()?
        .as_dict()
        .ok()?;
    let program = descriptor
        .get_deref(b"FontFile", document)
        .ok()?
        .as_stream()
        .ok()?;
    let program = content(program)?;
    let head = program.get(..program.len().min(64 * 1024))?;
    let start = memchr::memmem::find(head, b"/Encoding")?;
    let text = String::from_utf8_lossy(head.get(start..)?);
    let mut differences = Vec::new();
    for piece in text.split("dup ").skip(1).take(256) {
        let mut words = piece.split_whitespace();
        let (Some(code), Some(name)) = (words.next(), words.next()) else {
            break;
        };
        let (Ok(code), Some(name)) = (code.parse::<u8>(), name.strip_prefix('/')) else {
            break;
        };
        differences.push(Object::Integer(i64::from(code)));
        differences.push(Object::Name(name.as_bytes().to_vec()));
    }
    if differences.is_empty() {
        return None;
    }
    let mut encoding = Dictionary::new();
    encoding.set("Type", Object::Name(b"Encoding".to_vec()));
    encoding.set("Differences", Object::Array(differences));
    Some(Object::Dictionary(encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_the_library_does_not_know_costs_only_itself() {
        let differences = ["made-up", "quotedblleft", "f_i"].map(|name| Object::Name(name.into()));
        let mut encoding = Dictionary::new();
        encoding.set(
            "Differences",
            Object::Array([vec![Object::Integer(65)], differences.to_vec()].concat()),
        );
        let mut font = Dictionary::new();
        font.set("Encoding", Object::Dictionary(encoding));
        let letters = letters(&Document::new(), &font);
        assert_eq!(&letters[65..69], ["", "\u{201c}", "fi", "D"]);
        assert_eq!(letters[0x93], "\u{201c}");
    }

    #[test]
    fn names_of_glyphs_beyond_the_standard_ones_are_letters() {
        let cases = [
            ("f_f_i", Some("ffi")),
            ("uni201C", Some("\u{201c}")),
            ("u1F600", Some("😀")),
            ("a.alt", Some("a")),
            ("fi", Some("fi")),
            ("g123", None),
            ("uniD800", None),
        ];
        for (name, letters) in cases {
            assert_eq!(named_letters(name.as_bytes()).as_deref(), letters, "{name}");
        }
    }
}
