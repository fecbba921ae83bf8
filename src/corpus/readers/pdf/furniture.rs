//! What stands on every page and is none of the release: running heads and feet, page
//! numbers, and the day and address that a browser prints around a page.

use rustc_hash::FxHashMap;

use super::rows::Row;

/// Rows from the head and from the foot of a page that may be furniture.
const REACH: usize = 3;
/// How far, in points, the same row may stand from where it stood on another page.
const DRIFT: f32 = 12.0;

/// Takes furniture off the pages, from the edges inwards: what stands inside a row of text
/// is text.
pub(super) fn take_off(pages: &mut [Vec<Row>]) {
    let count = pages.len();
    let repeated = repeated(pages);
    for (at, page) in pages.iter_mut().enumerate() {
        let length = page.len();
        let is_printed = page
            .last()
            .is_some_and(|row| is_number(row, at + 1, count) && has_address(row));
        let is_furniture = |row: &Row, depth: usize| {
            let is_repeated = repeated
                .get(&key(row))
                .is_some_and(|places| places.iter().any(|y| (y - row.y).abs() < DRIFT));
            is_repeated || (depth == 0 && length > 1 && is_number(row, at + 1, count))
        };
        let foot = page.iter().rev().take(REACH).enumerate();
        let foot = foot
            .take_while(|(depth, row)| is_furniture(row, *depth))
            .count();
        page.truncate(length - foot);
        let head = page.iter().take(REACH).enumerate();
        let head = head.take_while(|(depth, row)| {
            is_furniture(row, *depth) || (is_printed && *depth == 0 && is_print_time(row))
        });
        let head = head.count();
        page.drain(..head);
    }
}

/// The rows, by their text without its numbers, with the places where each stands on several
/// pages.
fn repeated(pages: &[Vec<Row>]) -> FxHashMap<String, Vec<f32>> {
    let mut places: FxHashMap<String, Vec<f32>> = FxHashMap::default();
    for page in pages {
        let foot = page.len().saturating_sub(REACH).max(REACH);
        for (at, row) in page.iter().enumerate() {
            if at < REACH || at >= foot {
                places.entry(key(row)).or_default().push(row.y);
            }
        }
    }
    places.retain(|key, places| {
        places.sort_by(f32::total_cmp);
        let near = |a: f32, b: Option<&f32>| b.is_some_and(|b| (a - b).abs() < DRIFT);
        let same: Vec<f32> = (0..places.len())
            .filter_map(|at| {
                let y = *places.get(at)?;
                let before = at.checked_sub(1).and_then(|before| places.get(before));
                (near(y, before) || near(y, places.get(at + 1))).then_some(y)
            })
            .collect();
        *places = same;
        // A chapter's head with its page number stands on the pages of that chapter only.
        places.len() > 1 && (places.len() * 3 >= pages.len() || key.contains('#'))
    });
    places
}

fn key(row: &Row) -> String {
    let text = row.text().to_lowercase();
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_numeric() {
            key.push(c);
        } else if !key.ends_with('#') {
            key.push('#');
        }
    }
    key
}

/// "3", "- 3 -", "Page 3 of 7", "3/7": the page's own number and little else.
fn is_number(row: &Row, page: usize, pages: usize) -> bool {
    let text = row.text().to_lowercase();
    let numbers: Vec<usize> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    if has_address(row) {
        return numbers.ends_with(&[page, pages]);
    }
    let words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let is_word = |word: &str| {
        matches!(
            word,
            "page"
                | "seite"
                | "página"
                | "pagina"
                | "p"
                | "s"
                | "of"
                | "von"
                | "de"
                | "sur"
                | "di"
                | "صفحة"
                | "من"
        )
    };
    words.into_iter().all(is_word) && (numbers == [page] || numbers == [page, pages])
}

fn has_address(row: &Row) -> bool {
    row.pieces
        .first()
        .is_some_and(|piece| piece.text.contains("://"))
}

/// "10/3/19, 9:12 AM" as browsers print it above a page.
fn is_print_time(row: &Row) -> bool {
    let text = row.text();
    let head: String = text.chars().take(24).collect();
    head.starts_with(|c: char| c.is_ascii_digit()) && head.contains(", ") && head.contains(':')
}

#[cfg(test)]
mod tests {
    use super::super::rows::Piece;
    use super::*;

    fn row(y: f32, text: &str) -> Row {
        let piece = |text: &str| Piece {
            text: text.to_owned(),
            x: 0.0,
            end: 10.0,
            size: 10.0,
            font: None,
        };
        Row {
            y,
            size: 10.0,
            pieces: text.split('\t').map(piece).collect(),
        }
    }

    fn left(mut pages: Vec<Vec<Row>>) -> Vec<String> {
        take_off(&mut pages);
        pages.iter().flatten().map(Row::text).collect()
    }

    #[test]
    fn what_repeats_in_its_place_goes_and_so_do_page_numbers() {
        let page = |number: usize, text: &str| {
            vec![
                row(800.0, "Harbour Aid · release 12"),
                row(700.0, text),
                row(500.0, "They came back."),
                row(300.0 - number as f32 * 50.0, "They came back."),
                row(30.0, &format!("Page {number} of 2")),
            ]
        };
        let texts = left(vec![page(1, "One"), page(2, "Two")]);
        assert_eq!(
            texts,
            [
                "One",
                "They came back.",
                "They came back.",
                "Two",
                "They came back.",
                "They came back."
            ]
        );
    }

    #[test]
    fn what_a_browser_prints_around_a_page_goes() {
        let rows = vec![
            row(800.0, "10/3/19, 9:12 AM\tNew centre"),
            row(700.0, "New centre opens"),
            row(600.0, "708"),
            row(20.0, "https://aid.example/1\t1/1"),
        ];
        assert_eq!(left(vec![rows]), ["New centre opens", "708"]);
    }

    #[test]
    fn a_figure_at_the_edge_that_is_not_the_pages_number_stays() {
        assert_eq!(
            left(vec![vec![row(800.0, "708"), row(30.0, "Text of 1 page.")]]).len(),
            2
        );
    }
}
