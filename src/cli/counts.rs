//! Counts by value as text: right-aligned, with bars on a terminal.

use std::io::{self, Write};

use dateline::facet::Facet;

use super::console::Console;
use super::styled::{Style, Styled};

/// The longest bar, in columns, where there is room.
const LONGEST: usize = 20;
/// Eighths of a column, from one to eight.
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// Prints the values of a facet under each other; those without any come last.
pub(super) fn print(console: &mut Console, facet: &Facet) -> io::Result<()> {
    let most = facet
        .values
        .iter()
        .map(|value| value.count)
        .max()
        .unwrap_or(0);
    let digits = [most, facet.missing, facet.other]
        .into_iter()
        .max()
        .unwrap_or(0)
        .to_string()
        .len();
    for value in &facet.values {
        let lead = format!(
            "  {:>digits$}  {}",
            value.count,
            bar_on(console, value.count, most)
        );
        let (style, mark) = if value.selected {
            (Style::Heading, " *")
        } else {
            (Style::Plain, "")
        };
        console.hanging(
            &lead,
            &Styled::new(&value.value, style).with(mark, Style::Heading),
        )?;
    }
    let gap = longest(console).map_or(0, |longest| longest + 1);
    for (count, what) in [(facet.other, "(other values)"), (facet.missing, "(none)")] {
        if count > 0 {
            let lead = format!("  {count:>digits$}  {:gap$}", "");
            console.hanging(&lead, &Styled::new(what, Style::Faint))?;
        }
    }
    Ok(())
}

/// Prints facets by name, each under its heading.
pub(super) fn print_all<'a>(
    console: &mut Console,
    facets: impl IntoIterator<Item = (&'a String, &'a Facet)>,
) -> io::Result<()> {
    for (name, facet) in facets {
        if facet.values.is_empty() {
            continue;
        }
        writeln!(console.out)?;
        console.block(0, &Styled::new(name, Style::Heading))?;
        print(console, facet)?;
    }
    Ok(())
}

/// A bar takes a quarter of a narrow terminal, so that the values keep their room.
fn longest(console: &Console) -> Option<usize> {
    console.width.map(|width| LONGEST.min(width / 4))
}

/// A bar and a blank on a terminal, nothing in a pipe.
pub(super) fn bar_on(console: &Console, count: u64, most: u64) -> String {
    match longest(console) {
        Some(longest) => format!("{:<longest$} ", bar(count, most, longest)),
        None => String::new(),
    }
}

/// A bar of at most `longest` columns, to an eighth of one; at least that for any count.
fn bar(count: u64, most: u64, longest: usize) -> String {
    if count == 0 || most == 0 {
        return String::new();
    }
    let eighths = (count.min(most) * longest as u64 * 8 / most).max(1);
    let mut bar = "█".repeat((eighths / 8) as usize);
    bar.extend(
        (eighths % 8)
            .checked_sub(1)
            .and_then(|rest| EIGHTHS.get(rest as usize)),
    );
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(bar(10, 10, 20), "█".repeat(20));
        assert_eq!(bar(5, 10, 20), "█".repeat(10));
        assert_eq!(bar(1, 1_000_000, 20), "▏");
        assert_eq!(bar(10, 10, 10), "█".repeat(10));
        assert_eq!(bar(0, 10, 20), "");
        assert_eq!(bar(0, 0, 20), "");
    }
}
