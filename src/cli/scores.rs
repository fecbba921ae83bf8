//! The figures of `dateline eval` for people: a table, then every miss if asked for.
//!
//! Figures have three decimals, so that a report can be compared with an earlier one.

use std::io::{self, Write};

use dateline::eval::{Field, FieldReport, FieldScore, Miss, Share};
use dateline::terminal;

use super::accounting::counted;
use super::console::Console;
use super::styled::{Style, Styled};

/// Columns of a text shown of a miss; what is cut ends in an ellipsis.
const SHOWN: usize = 160;

/// Prints the figures of each field, with every miss if `errors`.
pub(super) fn print_fields(
    console: &mut Console,
    report: &FieldReport,
    errors: bool,
) -> io::Result<()> {
    writeln!(
        console.out,
        "{}\n",
        counted(report.files as u64, "labelled file")
    )?;
    let head = "field                     right  wrong  missed  precision  recall     F1";
    console.block(0, &Styled::new(head, Style::Heading))?;
    for score in &report.fields {
        writeln!(console.out, "{}", row(score))?;
    }
    writeln!(console.out)?;
    for band in &report.attribution {
        let bounds = if band.to < 1.0 {
            format!("{:.1} to {:.1}", band.from, band.to)
        } else {
            format!("{:.1} and over", band.from)
        };
        let told = format!("speakers right at confidence {bounds}");
        writeln!(console.out, "{told:44}  {}", of(band.right))?;
    }
    let told = "marked pieces, no one's words, taken for them";
    writeln!(console.out, "{told:44}  {}", of(report.not_quotes_taken))?;
    if errors {
        print_misses(console, report)?;
    }
    Ok(())
}

fn row(score: &FieldScore) -> String {
    format!(
        "{:24}  {:>5}  {:>5}  {:>6}  {:>9}  {:>6}  {:>5}",
        score.field.name(),
        score.tally.right,
        score.tally.wrong,
        score.tally.missed,
        figure(score.precision),
        figure(score.recall),
        figure(score.f1)
    )
}

/// A figure from 0 to 1; a dash when there is none.
pub(super) fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}

fn of(share: Share) -> String {
    format!("{} of {} ({})", share.count, share.of, figure(share.share))
}

fn print_misses(console: &mut Console, report: &FieldReport) -> io::Result<()> {
    for field in Field::ALL {
        let misses: Vec<&Miss> = report
            .misses
            .iter()
            .filter(|miss| miss.field == field)
            .collect();
        if misses.is_empty() {
            continue;
        }
        writeln!(console.out)?;
        console.block(0, &Styled::new(field.name(), Style::Heading))?;
        let widest = misses.iter().map(|miss| terminal::columns(&miss.label));
        let widest = widest.max().unwrap_or(0);
        for miss in misses {
            let lead = format!("  {:7}  {:widest$}  ", miss.kind.name(), miss.label);
            console.hanging(
                &terminal::escape(&lead),
                &Styled::new(&told(miss), Style::Plain),
            )?;
        }
    }
    Ok(())
}

/// What was wanted, what was found, where, and by which rule.
fn told(miss: &Miss) -> String {
    let shown = |text: &String| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        terminal::truncate(&line, SHOWN).into_owned()
    };
    let mut told = match (&miss.wanted, &miss.found) {
        (Some(wanted), Some(found)) => format!("{}  ≠  {}", shown(wanted), shown(found)),
        (Some(text), None) | (None, Some(text)) => shown(text),
        (None, None) => String::new(),
    };
    let place = miss.start.zip(miss.end);
    let place = place.map(|(start, end)| format!("{start}..{end}"));
    let evidence: Vec<String> = place.into_iter().chain(miss.rule.clone()).collect();
    if !evidence.is_empty() {
        told.push_str(&format!("  ({})", evidence.join(", ")));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::eval::{MissKind, Tally};

    #[test]
    fn rows_stand_below_their_heads() {
        let tally = Tally {
            right: 3,
            wrong: 1,
            missed: 0,
        };
        let row = row(&FieldScore::new(Field::QuotationsWithSpeaker, tally));
        assert_eq!(
            row,
            "quotations with speaker       3      1       0      0.750   1.000  0.857"
        );
    }

    #[test]
    fn a_miss_tells_both_sides_and_the_place() {
        let miss = Miss {
            label: "one".into(),
            file: "one.txt".into(),
            field: Field::Date,
            kind: MissKind::Wrong,
            wanted: Some("2021-03-04".into()),
            found: Some("2021-04-03".into()),
            start: Some(7),
            end: Some(17),
            rule: Some("printed".into()),
        };
        assert_eq!(told(&miss), "2021-03-04  ≠  2021-04-03  (7..17, printed)");
    }
}
