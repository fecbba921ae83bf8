//! Quotations found, as text: the words in their context, then who, when and where.

use std::collections::HashMap;
use std::io::{self, Write};

use dateline::search::{QuoteGroup, QuoteHit};

use super::accounting::counted;
use super::console::Console;
use super::hits::{place_line, setting, voice};
use super::styled::{Style, Styled};

/// Characters of a quotation shown; a transcript's turn may have thousands.
const SHOWN: usize = 700;
/// Characters shown before the first match of one that is cut.
const BEFORE: usize = 150;

/// Prints quotations from number `first` on.
pub(super) fn print_all(console: &mut Console, first: usize, hits: &[QuoteHit]) -> io::Result<()> {
    for (at, hit) in hits.iter().enumerate() {
        writeln!(console.out)?;
        print(console, &format!("{}. ", first + at), hit)?;
    }
    Ok(())
}

/// Prints groups under their headings.
pub(super) fn print_groups(
    console: &mut Console,
    groups: &[QuoteGroup],
    hits: &[QuoteHit],
) -> io::Result<()> {
    let by_id: HashMap<&str, &QuoteHit> = hits.iter().map(|hit| (hit.id.as_str(), hit)).collect();
    for group in groups {
        writeln!(console.out)?;
        console.block(0, &heading(group))?;
        for hit in group.hits.iter().filter_map(|id| by_id.get(id.as_str())) {
            print(console, "  - ", hit)?;
        }
        let more = group.count - group.hits.len() as u64;
        if more > 0 {
            console.block(4, &Styled::new(&format!("and {more} more"), Style::Faint))?;
        }
    }
    Ok(())
}

/// Who, with whom, how often, from when to when.
fn heading(group: &QuoteGroup) -> Styled {
    let mut line = match &group.value {
        Some(name) => Styled::new(name, Style::Heading),
        // Of speakers without an organisation the names are known.
        None if group.with.is_empty() => Styled::new("(nobody named)", Style::Heading),
        None => Styled::new("(no organisation named)", Style::Heading),
    };
    if !group.with.is_empty() && group.with.first() != group.value.as_ref() {
        line = line
            .with(" · ", Style::Plain)
            .with(&group.with.join(", "), Style::Organisation);
    }
    let count = format!(
        ": {} in {}",
        counted(group.count, "quotation"),
        counted(group.releases, "release")
    );
    line = line.with(&count, Style::Plain);
    match (group.earliest, group.latest) {
        (Some(from), Some(to)) if from == to => line.with(&format!(", {from}"), Style::Setting),
        (Some(from), Some(to)) => line.with(&format!(", {from} to {to}"), Style::Setting),
        _ => line,
    }
}

fn print(console: &mut Console, lead: &str, hit: &QuoteHit) -> io::Result<()> {
    let indent = lead.len();
    console.hanging(lead, &words(hit))?;
    if let Some(speaker) = &hit.speaker {
        let (role, body) = (speaker.role.as_deref(), speaker.organisation.as_deref());
        console.block(indent, &voice(&speaker.name, role, body))?;
    }
    let mut line = setting(&hit.release).unwrap_or_default();
    if let Some(title) = &hit.release.title {
        let gap = if line.columns() == 0 { "" } else { " · " };
        line = line.with(gap, Style::Plain).with(title, Style::Plain);
    }
    if line.columns() > 0 {
        console.block(indent, &line)?;
    }
    let place = place_line(
        console,
        &hit.release.path,
        hit.release.url.as_deref(),
        &hit.id,
        hit.copies,
    );
    console.block(indent, &place)
}

/// The context with the quotation in its colour and what was asked for marked.
fn words(hit: &QuoteHit) -> Styled {
    let quote = (
        hit.start - hit.context_start.min(hit.start),
        hit.end - hit.context_start.min(hit.end),
    );
    let marks: Vec<(usize, usize)> = hit
        .highlights
        .iter()
        .map(|(from, to)| (quote.0 + from, quote.0 + to))
        .collect();
    let length = hit.context.chars().count();
    let first = marks.first().map_or(quote.0, |mark| mark.0);
    let from = if length > SHOWN {
        first.saturating_sub(BEFORE)
    } else {
        0
    };
    let to = (from + SHOWN).min(length);
    let mut styled = Styled::default();
    if from > 0 {
        styled = styled.with("… ", Style::Faint);
    }
    let mut marks = marks.iter().peekable();
    let mut after_blank = true;
    for (at, character) in hit.context.chars().enumerate().take(to).skip(from) {
        while marks.peek().is_some_and(|mark| mark.1 <= at) {
            marks.next();
        }
        let blank = character.is_whitespace();
        if blank && after_blank {
            continue;
        }
        after_blank = blank;
        let style = if marks.peek().is_some_and(|mark| mark.0 <= at) {
            Style::Match
        } else if (quote.0..quote.1).contains(&at) {
            Style::Quote
        } else {
            Style::Plain
        };
        styled.push(if blank { ' ' } else { character }, style);
    }
    if to < length {
        styled = styled.with(" …", Style::Faint);
    }
    styled
}
