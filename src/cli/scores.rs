//! The figures of `dateline eval` for people: a table each, then every miss if asked for.
//!
//! Figures have three decimals, so that a report can be compared with an earlier one.

use std::io::{self, Write};

use dateline::eval::{Field, FieldReport, FieldScore, Miss, QueryScore, RankingReport, Share};
use dateline::search::Operator;
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
        writeln!(console.out, "{told:45}  {}", of(band.right))?;
    }
    let told = "no one's words in marks, taken for quotations";
    writeln!(console.out, "{told:45}  {}", of(report.not_quotes_taken))?;
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
fn figure(value: Option<f64>) -> String {
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

/// Prints the figures of each query and their means, with every miss if `errors`.
pub(super) fn print_ranking(
    console: &mut Console,
    report: &RankingReport,
    errors: bool,
) -> io::Result<()> {
    let queries = match report.queries.len() {
        1 => "1 query".to_owned(),
        several => format!("{several} queries"),
    };
    let judgements = counted(report.judgements as u64, "judgement");
    let releases = counted(report.releases, "release");
    writeln!(console.out, "{queries}, {judgements}, {releases}\n")?;
    let ids = report
        .queries
        .iter()
        .map(|query| terminal::columns(&query.id));
    let widest = ids.max().unwrap_or(0).max("mean".len());
    let head = format!("{:widest$}  nDCG@10    MRR  recall@100  query", "");
    console.block(0, &Styled::new(&head, Style::Heading))?;
    for query in &report.queries {
        let figures = [query.ndcg_at_10, query.reciprocal_rank, query.recall_at_100];
        let lead = figures_line(&query.id, widest, figures);
        console.hanging(&lead, &Styled::new(&query.query, Style::Plain))?;
    }
    let means = &report.means;
    let figures = [means.ndcg_at_10, means.mrr, means.recall_at_100];
    let lead = figures_line("mean", widest, figures);
    let told = format!("of {} that a release answers", means.queries);
    console.hanging(&lead, &Styled::new(&told, Style::Faint))?;
    if errors {
        for query in &report.queries {
            print_query_misses(console, query)?;
        }
    }
    Ok(())
}

fn figures_line(id: &str, widest: usize, [ndcg, rank, recall]: [Option<f64>; 3]) -> String {
    format!(
        "{:widest$}  {:>7}  {:>5}  {:>10}  ",
        terminal::escape(id),
        figure(ndcg),
        figure(rank),
        figure(recall)
    )
}

/// Releases of use below the first ten, and what nobody judged among the ten.
fn print_query_misses(console: &mut Console, query: &QueryScore) -> io::Result<()> {
    if query.low.is_empty() && query.unjudged.is_empty() {
        return Ok(());
    }
    writeln!(console.out)?;
    let words = match query.operator {
        Operator::And => "",
        Operator::Or => " with some of the words",
    };
    let found = counted(query.total, "release");
    let head = format!("{}  {}  ({found}{words})", query.id, query.query);
    console.block(0, &Styled::new(&head, Style::Heading))?;
    for low in &query.low {
        let rank = low
            .rank
            .map_or_else(|| "not found".to_owned(), |rank| format!("rank {rank}"));
        let lead = format!("  {rank:9}  grade {}   ", low.grade);
        console.hanging(&lead, &Styled::new(&low.document, Style::Plain))?;
    }
    for release in &query.unjudged {
        let rank = format!("rank {}", release.rank);
        let lead = format!("  {rank:9}  unjudged  ");
        console.hanging(&lead, &Styled::new(&release.path, Style::Plain))?;
    }
    Ok(())
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
