//! From lines to paragraphs. A paragraph begins where the gap above is wider than between
//! lines, where the letters change in size or font, at an indent, at the mark of a list, or
//! where the line above ends so short that the next word would have fitted. It runs on over
//! a column's or page's end when the sentence does.

use rustc_hash::FxHashMap;

use super::columns::Line;
use super::hyphens::Hyphens;

/// A gap of this many times that between lines parts paragraphs.
const GAP: f32 = 1.22;
/// Letters of a size that differs more are another paragraph's.
const SIZE: f32 = 0.08;
/// An indent is so many ems deep.
const INDENT: f32 = 0.7;

/// The text of a document's lines.
pub(super) fn text(lines: &[Line]) -> String {
    let hyphens = Hyphens::of(lines.iter().map(|line| line.text.as_str()));
    let measures = Measures::of(lines);
    let mut text = String::new();
    let mut before: Option<(&Line, bool)> = None;
    for line in lines {
        let mut began = true;
        if let Some((last, last_began)) = before {
            if last.is_table && line.is_table && measures.follows(last, line) {
                text.push('\n');
            } else if last.is_table || line.is_table || measures.begins(last, line, last_began) {
                text.push_str("\n\n");
            } else {
                hyphens.join(&mut text, &line.text);
                before = Some((line, false));
                continue;
            }
            began = true;
        }
        text.push_str(&line.text);
        before = Some((line, began));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// What is usual in a document.
struct Measures {
    /// By the size of letters, in half points: from baseline to baseline, in ems.
    leading: FxHashMap<i32, f32>,
    usual: f32,
    /// The edges of each block.
    edges: FxHashMap<usize, (f32, f32)>,
}

impl Measures {
    fn of(lines: &[Line]) -> Self {
        let mut gaps: FxHashMap<i32, Vec<f32>> = FxHashMap::default();
        let mut all = Vec::new();
        let mut edges: FxHashMap<usize, (f32, f32)> = FxHashMap::default();
        for line in lines {
            let (left, right) = edges.entry(line.block).or_insert((line.x, line.end));
            (*left, *right) = (left.min(line.x), right.max(line.end));
        }
        for (above, line) in lines.iter().zip(lines.iter().skip(1)) {
            let gap = (above.y - line.y) / line.size;
            if above.block == line.block && is_same_size(above, line) && (0.8..3.5).contains(&gap) {
                gaps.entry(class(line)).or_default().push(gap);
                all.push(gap);
            }
        }
        let usual = lower_quarter(&mut all).unwrap_or(1.3);
        let leading = gaps
            .into_iter()
            .filter(|(_, gaps)| gaps.len() > 3)
            .filter_map(|(size, mut gaps)| Some((size, lower_quarter(&mut gaps)?)))
            .collect();
        Self {
            leading,
            usual,
            edges,
        }
    }

    /// Whether a line stands as close below another as lines do.
    fn follows(&self, above: &Line, line: &Line) -> bool {
        let usual = self
            .leading
            .get(&class(line))
            .copied()
            .unwrap_or(self.usual.max(1.2));
        let gap = (above.y - line.y) / line.size.max(above.size);
        gap > 0.0 && gap <= usual * GAP
    }

    /// Whether `line` begins a paragraph below `above`, which itself `began` one or did not.
    fn begins(&self, above: &Line, line: &Line, began: bool) -> bool {
        if !is_same_size(above, line) || is_item(&line.text) {
            return true;
        }
        let is_other_font = matches!((above.font, line.font), (Some(a), Some(b)) if a != b);
        if above.block != line.block || above.y < line.y {
            let is_open = !is_ended(&above.text);
            let goes_on = line.text.starts_with(char::is_lowercase);
            return is_other_font || !(is_open && (goes_on || self.is_full(above, line)));
        }
        if !self.follows(above, line) || is_other_font && (began || is_ended(&above.text)) {
            return true;
        }
        let is_indented = line.x > above.x + line.size * INDENT && self.is_at_left(above);
        // A paragraph whose own first line is indented goes on at the edge.
        let is_centred = self.is_centred(above) && self.is_centred(line);
        is_ended(&above.text)
            && (is_indented && !is_centred || !self.is_full(above, line) && !is_centred)
    }

    fn is_at_left(&self, line: &Line) -> bool {
        let edge = self.edges.get(&line.block);
        edge.is_some_and(|(left, _)| line.x - left < line.size * INDENT)
    }

    /// Whether the first word of the next line would not have fitted behind a line.
    fn is_full(&self, above: &Line, line: &Line) -> bool {
        let Some((left, right)) = self.edges.get(&above.block) else {
            return false;
        };
        // Right-to-left lines end at the left.
        let is_right = line
            .text
            .chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(|c| matches!(c, '\u{590}'..='\u{8ff}'));
        let letters = line.text.chars().count().max(1) as f32;
        let word = line
            .text
            .split([' ', '\t'])
            .next()
            .map_or(0, |word| word.chars().count()) as f32;
        let width = (line.end - line.x) / letters * (word + 1.0);
        if is_right {
            above.x - width < *left + 1.0
        } else {
            above.end + width > *right - 1.0
        }
    }

    fn is_centred(&self, line: &Line) -> bool {
        let Some((left, right)) = self.edges.get(&line.block) else {
            return false;
        };
        let (before, behind) = (line.x - left, right - line.end);
        before > line.size && (before - behind).abs() < line.size
    }
}

fn class(line: &Line) -> i32 {
    (line.size * 2.0).round() as i32
}

fn is_same_size(a: &Line, b: &Line) -> bool {
    (a.size - b.size).abs() <= a.size.max(b.size) * SIZE
}

fn lower_quarter(values: &mut [f32]) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 4).copied()
}

fn is_ended(text: &str) -> bool {
    let text = text.trim_end_matches([
        '"', '\'', '\u{201d}', '\u{2019}', '»', '›', ')', ']', '\u{201c}', ' ',
    ]);
    text.ends_with(['.', '!', '?', ':', '…', '؟', '。', '۔'])
}

fn is_item(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next();
    let is_mark = matches!(
        first,
        Some('•' | '●' | '▪' | '■' | '◦' | '‣' | '·' | '\u{f0b7}' | '*' | '-')
    );
    is_mark && characters.next().is_some_and(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x: f32, y: f32) -> Line {
        Line {
            text: text.to_owned(),
            x,
            end: x + text.chars().count() as f32 * 5.0,
            y,
            size: 10.0,
            font: Some(1),
            is_table: false,
            block: 1,
        }
    }

    #[test]
    fn a_wide_gap_parts_and_a_usual_one_joins() {
        let lines = [
            line("The crew passed lines", 0.0, 100.0),
            line("and lifejackets by boat.", 0.0, 88.0),
            line("A second paragraph of", 0.0, 68.0),
            line("two lines, and it ends.", 0.0, 56.0),
        ];
        assert_eq!(
            text(&lines),
            "The crew passed lines and lifejackets by boat.\n\nA second paragraph of two lines, and it ends.\n"
        );
    }

    #[test]
    fn an_indent_or_a_short_last_line_parts() {
        let lines = [
            line("The crew passed lines and more", 0.0, 100.0),
            line("by boat.", 0.0, 88.0),
            line("A second paragraph is here now.", 0.0, 76.0),
            line("A third is indented, and goes", 12.0, 64.0),
            line("on to its end.", 0.0, 52.0),
        ];
        assert_eq!(text(&lines).matches("\n\n").count(), 2, "{}", text(&lines));
    }

    #[test]
    fn a_sentence_runs_on_over_a_page() {
        let over = |first: &str, second: &str| {
            let next = Line {
                block: 2,
                y: 700.0,
                ..line(second, 0.0, 0.0)
            };
            text(&[line(first, 0.0, 40.0), next])
        };
        assert_eq!(
            over("The crew passed", "lines by boat."),
            "The crew passed lines by boat.\n"
        );
        assert_eq!(
            over("The crew passed.", "Lines by boat."),
            "The crew passed.\n\nLines by boat.\n"
        );
    }

    #[test]
    fn rows_of_a_table_stay_lines() {
        let row = |text: &str, y: f32| Line {
            is_table: true,
            ..line(text, 0.0, y)
        };
        let lines = [
            line("Figures:", 0.0, 100.0),
            row("2018\t7", 88.0),
            row("2019\t94", 76.0),
        ];
        assert_eq!(text(&lines), "Figures:\n\n2018\t7\n2019\t94\n");
    }
}
