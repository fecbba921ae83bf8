//! The order in which a page is read: rows from head to foot, and where text stands in
//! columns, the left one before the right. A gutter is told by an edge at which several
//! pieces begin and which none crosses; text of both sides must be wide, or it is a table.

use super::rows::{Piece, Row};

/// Pieces of a page, at most: over this the rows are read as they stand.
const MAX_PIECES: usize = 6_000;
const MAX_DEPTH: usize = 6;
/// A column has so many lines at least, and their middle one is so many ems wide.
const LEAST_LINES: usize = 4;
/// Beside a column of as many, one that only begins.
const FEWEST_LINES: usize = 2;
const LEAST_WIDTH: f32 = 9.0;
/// The gutter is as wide, in ems.
const GUTTER: f32 = 0.8;

/// A line in reading order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) x: f32,
    pub(super) end: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) font: Option<u16>,
    /// It is a row of a table: pieces apart by tabs.
    pub(super) is_table: bool,
    /// The column, page or stretch between them that it stands in.
    pub(super) block: usize,
}

/// The lines of a page in the order they are read; `block` counts on over pages.
pub(super) fn lines(rows: Vec<Row>, block: &mut usize) -> Vec<Line> {
    let mut out = Vec::new();
    let pieces: usize = rows.iter().map(|row| row.pieces.len()).sum();
    let depth = if pieces > MAX_PIECES { MAX_DEPTH } else { 0 };
    read(rows, block, depth, &mut out);
    out
}

fn read(rows: Vec<Row>, block: &mut usize, depth: usize, out: &mut Vec<Line>) {
    if rows.is_empty() {
        return;
    }
    let gutter = if depth < MAX_DEPTH {
        gutter(&rows)
    } else {
        None
    };
    let Some(Gutter { x, first, last }) = gutter else {
        *block += 1;
        out.extend(rows.into_iter().map(|row| line(row, *block)));
        return;
    };
    let mut before = rows;
    let mut within = before.split_off(first);
    let after = within.split_off(last + 1 - first);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in within {
        let (before, behind): (Vec<Piece>, Vec<Piece>) =
            row.pieces.into_iter().partition(|piece| piece.x < x);
        for (pieces, side) in [(before, &mut left), (behind, &mut right)] {
            if !pieces.is_empty() {
                let size = pieces.iter().map(|piece| piece.size).fold(0.0, f32::max);
                side.push(Row {
                    y: row.y,
                    size,
                    pieces,
                });
            }
        }
    }
    for part in [before, left, right, after] {
        read(part, block, depth + 1, out);
    }
}

fn line(row: Row, block: usize) -> Line {
    let texts: Vec<&str> = row.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let font = row.pieces.first().and_then(|piece| piece.font);
    Line {
        text: texts.join("\t"),
        x: row
            .pieces
            .iter()
            .map(|piece| piece.x)
            .fold(f32::MAX, f32::min),
        end: row
            .pieces
            .iter()
            .map(|piece| piece.end)
            .fold(f32::MIN, f32::max),
        y: row.y,
        size: row.size,
        font: font.filter(|font| row.pieces.iter().all(|piece| piece.font == Some(*font))),
        is_table: row.pieces.len() > 1,
        block,
    }
}

struct Gutter {
    /// The left edge of what stands right of it.
    x: f32,
    /// The rows it runs through.
    first: usize,
    last: usize,
}

/// The gutter that runs through most rows.
fn gutter(rows: &[Row]) -> Option<Gutter> {
    let mut edges: Vec<f32> = rows
        .iter()
        .flat_map(|row| &row.pieces)
        .map(|piece| piece.x)
        .collect();
    edges.sort_by(f32::total_cmp);
    let mut found: Option<Gutter> = None;
    let mut at = 0;
    while let Some(&edge) = edges.get(at) {
        let same = edges
            .iter()
            .skip(at)
            .take_while(|other| **other - edge < 3.0)
            .count();
        at += same;
        if same < FEWEST_LINES {
            continue;
        }
        let Some(candidate) = through(rows, edge - 1.0) else {
            continue;
        };
        if found
            .as_ref()
            .is_none_or(|best| candidate.last - candidate.first > best.last - best.first)
        {
            found = Some(candidate);
        }
    }
    found
}

/// The longest run of rows that nothing crosses at `x`, with columns on both sides.
fn through(rows: &[Row], x: f32) -> Option<Gutter> {
    let crosses = |row: &Row| {
        let gap = row.size * GUTTER;
        row.pieces
            .iter()
            .any(|piece| piece.x < x && piece.end > x - gap)
    };
    let mut best: Option<Gutter> = None;
    let mut start = 0;
    while start < rows.len() {
        let run = rows
            .iter()
            .skip(start)
            .take_while(|row| !crosses(row))
            .count();
        if let Some(gutter) = columns(rows, x, start, run)
            && best
                .as_ref()
                .is_none_or(|best| gutter.last - gutter.first > best.last - best.first)
        {
            best = Some(gutter);
        }
        start += run + 1;
    }
    best
}

/// The columns left and right of `x` within a run of rows, cut to where both have lines.
fn columns(rows: &[Row], x: f32, start: usize, run: usize) -> Option<Gutter> {
    let within = rows.get(start..start + run)?;
    let side = |is_left: bool| -> Vec<(usize, f32)> {
        let on_side = |row: &Row| {
            let pieces = row.pieces.iter().filter(|piece| (piece.x < x) == is_left);
            let widths: Vec<f32> = pieces
                .map(|piece| (piece.end - piece.x) / piece.size.max(1.0))
                .collect();
            widths.into_iter().reduce(f32::max)
        };
        within
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some((at, on_side(row)?)))
            .collect()
    };
    let (left, right) = (side(true), side(false));
    let first = left.first()?.0.max(right.first()?.0);
    let last = left.last()?.0.min(right.last()?.0);
    let is_column = |side: &[(usize, f32)], least: usize| {
        let mut widths: Vec<f32> = side.iter().map(|(_, width)| *width).collect();
        widths.sort_by(f32::total_cmp);
        widths.len() >= least
            && widths
                .get(widths.len() / 2)
                .is_some_and(|width| *width >= LEAST_WIDTH)
    };
    if first > last || !is_column(&left, LEAST_LINES) || !is_column(&right, FEWEST_LINES) {
        return None;
    }
    // Columns that end unevenly: the rest of the longer one belongs to it, not below both.
    let tail = left.last()?.0.max(right.last()?.0);
    Some(Gutter {
        x,
        first: start + first,
        last: start + tail,
    })
}

#[cfg(test)]
mod tests {
    use super::super::rows::{rows, tests::word};
    use super::*;

    fn texts(glyphs: Vec<super::super::page::Glyph>) -> Vec<String> {
        lines(rows(glyphs), &mut 0)
            .into_iter()
            .map(|line| line.text)
            .collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other_below_what_spans_both() {
        let mut glyphs = word(
            "A-title-that-spans-both-of-the-columns-below-it",
            0.0,
            200.0,
            10.0,
        );
        for (at, y) in [180.0, 168.0, 156.0, 144.0].into_iter().enumerate() {
            glyphs.extend(word(&format!("left-column-of-text-{at}"), 0.0, y, 10.0));
            glyphs.extend(word(
                &format!("right-column-of-text-{at}"),
                140.0,
                y - 3.0 * (at % 2) as f32,
                10.0,
            ));
        }
        let read = texts(glyphs);
        assert!(read[0].starts_with("A-title"));
        let order: Vec<&str> = read[1..].iter().map(|text| &text[..5]).collect();
        assert_eq!(
            order,
            [
                "left-", "left-", "left-", "left-", "right", "right", "right", "right"
            ]
        );
    }

    #[test]
    fn a_table_of_short_cells_is_read_by_row() {
        let mut glyphs = Vec::new();
        for y in [100.0, 88.0, 76.0, 64.0, 52.0] {
            glyphs.extend(word("Year", 0.0, y, 10.0));
            glyphs.extend(word("94", 140.0, y, 10.0));
        }
        assert_eq!(texts(glyphs), ["Year\t94"; 5]);
    }
}
