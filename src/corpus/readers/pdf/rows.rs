//! From letters to rows: what stands on one baseline, cut into [`Piece`]s where the gap is
//! wider than one between words. A PDF need not draw blanks, so gaps tell words apart; and
//! it draws right-to-left scripts in the order they are seen, which is turned back.

use unicode_normalization::UnicodeNormalization;

use super::page::Glyph;

/// A gap of more than this many ems parts words.
const WORD_GAP: f32 = 0.17;
/// A gap of more than this many ems parts pieces; where a blank is drawn, more.
const PIECE_GAP: f32 = 1.6;
const BLANK_PIECE_GAP: f32 = 3.0;
/// Baselines apart by less than this many ems are one: a raised figure belongs to its row.
const SAME_ROW: f32 = 0.36;

/// Words that run on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) x: f32,
    pub(super) end: f32,
    /// The height of its largest letters.
    pub(super) size: f32,
    /// Its font, when it is one throughout.
    pub(super) font: Option<u16>,
}

/// What stands on one baseline, from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) pieces: Vec<Piece>,
}

impl Row {
    /// Its words as one line.
    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        texts.join(" ")
    }
}

/// The rows of a page, from head to foot.
pub(super) fn rows(mut glyphs: Vec<Glyph>) -> Vec<Row> {
    let turned = glyphs.iter().filter(|glyph| glyph.is_turned).count();
    if turned * 2 < glyphs.len() {
        glyphs.retain(|glyph| !glyph.is_turned);
    }
    glyphs.retain(|glyph| !glyph.is_furniture);
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows = Vec::new();
    let mut open: Vec<Glyph> = Vec::new();
    let (mut y, mut size) = (0.0f32, 0.0f32);
    for glyph in glyphs {
        let reach = SAME_ROW * glyph.size.max(size);
        if !open.is_empty() && (y - glyph.y).abs() > reach {
            rows.extend(row(std::mem::take(&mut open), y));
            size = 0.0;
        }
        let is_blank = glyph.text.trim().is_empty();
        if open.is_empty() || (glyph.size > size && !is_blank) {
            (y, size) = (glyph.y, glyph.size);
        }
        open.push(glyph);
    }
    rows.extend(row(open, y));
    rows
}

fn row(mut glyphs: Vec<Glyph>, y: f32) -> Option<Row> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut pieces: Vec<Vec<Glyph>> = Vec::new();
    let mut end = f32::MIN;
    let mut has_blank = false;
    for glyph in glyphs {
        if !glyph.text.is_empty() && glyph.text.chars().all(is_blank) {
            has_blank = true;
            continue;
        }
        let limit = glyph.size
            * if has_blank {
                BLANK_PIECE_GAP
            } else {
                PIECE_GAP
            };
        let gap = glyph.x - end;
        match pieces.last_mut() {
            Some(piece) if gap <= limit => {
                if piece.last().is_some_and(|last| is_overprint(last, &glyph)) {
                    continue;
                }
                if has_blank || gap > glyph.size * WORD_GAP {
                    piece.push(Glyph {
                        text: " ".to_owned(),
                        x: end,
                        end: glyph.x,
                        ..glyph.clone()
                    });
                }
                end = end.max(glyph.end);
                piece.push(glyph);
            }
            _ => {
                end = glyph.end;
                pieces.push(vec![glyph]);
            }
        }
        has_blank = false;
    }
    let mut pieces: Vec<Piece> = pieces.into_iter().filter_map(piece).collect();
    let letters = || {
        pieces
            .iter()
            .flat_map(|piece| piece.text.chars())
            .filter(|c| c.is_alphabetic())
    };
    if letters().filter(|c| is_right_to_left(*c)).count() * 2 > letters().count() {
        pieces.reverse();
    }
    let size = pieces.iter().map(|piece| piece.size).fold(0.0, f32::max);
    (!pieces.is_empty()).then_some(Row { y, size, pieces })
}

/// The same letter drawn again a hair beside itself, which makes it look bold.
fn is_overprint(last: &Glyph, glyph: &Glyph) -> bool {
    !glyph.text.is_empty() && last.text == glyph.text && (glyph.x - last.x).abs() < glyph.size * 0.1
}

fn piece(glyphs: Vec<Glyph>) -> Option<Piece> {
    let (first, last) = (glyphs.first()?, glyphs.last()?);
    let fonts = || {
        glyphs
            .iter()
            .filter(|glyph| !glyph.text.trim().is_empty())
            .map(|glyph| glyph.font)
    };
    let font = fonts()
        .next()
        .filter(|font| fonts().all(|other| other == *font));
    let (x, end) = (first.x, last.end);
    let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
    let mut texts: Vec<String> = glyphs.into_iter().map(|glyph| glyph.text).collect();
    turn_back(&mut texts);
    let text: String = texts.concat();
    let text = letters_of(&text);
    (!text.is_empty()).then_some(Piece {
        text,
        x,
        end,
        size,
        font,
    })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// Ligatures and the joined forms of Arabic as the letters they stand for; blanks as one.
fn letters_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                out.extend(c.nfkc())
            }
            c if is_blank(c) => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Turns what is seen from right to left into the order it is read in; numbers and words of
/// other scripts keep theirs.
fn turn_back(texts: &mut [String]) {
    let has = |text: &String, test: fn(char) -> bool| text.chars().any(test);
    let right = texts
        .iter()
        .filter(|text| has(text, is_right_to_left))
        .count();
    let left = texts
        .iter()
        .filter(|text| has(text, |c| c.is_alphabetic() && !is_right_to_left(c)))
        .count();
    if right <= left {
        return;
    }
    texts.reverse();
    let runs_left = |text: &String| has(text, |c| c.is_alphanumeric() && !is_right_to_left(c));
    let mut at = 0;
    while at < texts.len() {
        if !texts.get(at).is_some_and(runs_left) {
            at += 1;
            continue;
        }
        // A run reaches over what stands between two of its letters.
        let mut end = at + 1;
        let mut ahead = end;
        while let Some(text) = texts.get(ahead) {
            if runs_left(text) {
                end = ahead + 1;
            } else if has(text, is_right_to_left) || ahead - end > 1 {
                break;
            }
            ahead += 1;
        }
        if let Some(run) = texts.get_mut(at..end) {
            run.reverse();
        }
        at = end;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A word of letters half an em wide.
    pub(in super::super) fn word(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let glyph = |(at, c): (usize, char)| Glyph {
            text: c.to_string(),
            x: x + at as f32 * size / 2.0,
            end: x + (at + 1) as f32 * size / 2.0,
            y,
            size,
            font: 1,
            is_turned: false,
            is_furniture: false,
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<Vec<String>> {
        let rows = rows(glyphs);
        rows.into_iter()
            .map(|row| row.pieces.into_iter().map(|piece| piece.text).collect())
            .collect()
    }

    #[test]
    fn gaps_part_words_and_wider_ones_pieces() {
        let glyphs = [
            word("below", 0.0, 80.0, 10.0),
            word("one", 0.0, 100.0, 10.0),
            word("two", 18.0, 100.0, 10.0),
            word("far", 60.0, 100.0, 10.0),
            word("2", 75.0, 103.0, 6.0),
        ];
        assert_eq!(
            texts(glyphs.concat()),
            [vec!["one two", "far2"], vec!["below"]]
        );
    }

    #[test]
    fn letters_drawn_twice_count_once() {
        let glyphs = [word("bold", 0.0, 0.0, 10.0), word("bold", 0.3, 0.0, 10.0)].concat();
        assert_eq!(texts(glyphs), [["bold"]]);
    }

    #[test]
    fn ligatures_are_letters() {
        assert_eq!(
            letters_of("e\u{fb03}cient \u{a0} \u{fb01}sh"),
            "efficient fish"
        );
    }

    #[test]
    fn right_to_left_is_turned_back_around_numbers() {
        let seen: String = "اليوم 94 شخصا"
            .chars()
            .rev()
            .collect::<String>()
            .replace("49", "94");
        assert_eq!(texts(word(&seen, 0.0, 0.0, 10.0)), [["اليوم 94 شخصا"]]);
    }
}
