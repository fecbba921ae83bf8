//! Releases found, as text: one blank line between them.

use std::io::{self, Write};

use dateline::document::Voice;
use dateline::search::{Hit, HitDate, How, Reason};
use dateline::snippet::{Part, Snippet};

use super::console::Console;
use super::links::Links;
use super::styled::{Style, Styled};

/// Speakers listed; the rest are counted.
const SPEAKERS: usize = 4;

/// Prints one release found as number `rank`.
pub(super) fn print(console: &mut Console, rank: usize, hit: &Hit) -> io::Result<()> {
    let lead = format!("{rank}. ");
    let indent = lead.len();
    let title = hit.title.as_deref().unwrap_or("(no title)");
    let address = hit.url.as_deref().and_then(Links::of_url);
    // A passage that is the title is marked there, not said again.
    let is_title = |snippet: &&Snippet| {
        snippet.section == Part::Title && Some(&snippet.text) == hit.title.as_ref()
    };
    let marks = hit.snippets.iter().find(is_title);
    let marks = marks.map_or(&[][..], |snippet| &snippet.highlights);
    let title = Styled::heading(title, marks, address.as_deref());
    console.hanging(&lead, &title)?;
    if let Some(line) = setting(hit) {
        console.block(indent, &line)?;
    }
    if let Some(line) = speakers(&hit.speakers) {
        console.block(indent, &line)?;
    }
    for snippet in hit.snippets.iter().filter(|snippet| !is_title(snippet)) {
        console.block(indent, &Styled::marked(&snippet.text, &snippet.highlights))?;
        if let Some(speaker) = &snippet.speaker {
            let (role, body) = (speaker.role.as_deref(), speaker.organisation.as_deref());
            console.block(indent, &voice(&speaker.name, role, body))?;
        }
    }
    let place = place_line(console, &hit.path, hit.url.as_deref(), &hit.id, hit.copies);
    console.block(indent, &place)?;
    explain(console, hit, indent)?;
    Ok(())
}

/// Who said what stands above: name, role · organisation.
pub(super) fn voice(name: &str, role: Option<&str>, organisation: Option<&str>) -> Styled {
    let mut line = Styled::new("— ", Style::Plain).with(name, Style::Speaker);
    if let Some(role) = role {
        line = line.with(&format!(", {role}"), Style::Plain);
    }
    match told_apart(name, role, organisation) {
        Some(body) => line
            .with(" · ", Style::Plain)
            .with(body, Style::Organisation),
        None => line,
    }
}

/// The organisation, unless it speaks for itself or the role names it: then it is not said again.
fn told_apart<'o>(
    name: &str,
    role: Option<&str>,
    organisation: Option<&'o str>,
) -> Option<&'o str> {
    organisation.filter(|body| *body != name && !role.is_some_and(|role| role.contains(body)))
}

/// Where it lies, its id and its copies; the path leads to the file, or to the web.
pub(super) fn place_line(
    console: &Console,
    path: &str,
    url: Option<&str>,
    id: &str,
    copies: u64,
) -> Styled {
    let copies = match copies {
        0 => String::new(),
        1 => "  and 1 copy".to_owned(),
        count => format!("  and {count} copies"),
    };
    let address = console
        .links
        .of_path(path)
        .or_else(|| url.and_then(Links::of_url));
    Styled::default()
        .linked(path, Style::Faint, address.as_deref())
        .with(&format!("  {id}{copies}"), Style::Faint)
}

/// Date · place · publisher, as far as they are known.
pub(super) fn setting(hit: &Hit) -> Option<Styled> {
    let date = hit.date.as_ref().map(date_text);
    let publisher = (!hit.publisher.is_empty()).then(|| hit.publisher.join(", "));
    let parts = [
        date.map(|text| (text, Style::Setting)),
        hit.place.clone().map(|text| (text, Style::Setting)),
        publisher.map(|text| (text, Style::Organisation)),
    ];
    parts
        .into_iter()
        .flatten()
        .fold(None, |line: Option<Styled>, (text, style)| {
            Some(match line {
                Some(line) => line.with(" · ", Style::Plain).with(&text, style),
                None => Styled::new(&text, style),
            })
        })
}

fn date_text(date: &HitDate) -> String {
    let doubt = if date.inferred {
        " (year inferred)"
    } else {
        ""
    };
    format!("{}{doubt}", date.value)
}

fn speakers(speakers: &[Voice]) -> Option<Styled> {
    if speakers.is_empty() {
        return None;
    }
    let mut line = Styled::new("Speaking: ", Style::Faint);
    for (at, speaker) in speakers.iter().take(SPEAKERS).enumerate() {
        let gap = if at == 0 { "" } else { "; " };
        line = line
            .with(gap, Style::Plain)
            .with(&speaker.name, Style::Speaker);
        let (role, body) = (speaker.role.as_deref(), speaker.organisation.as_deref());
        let known = [role, told_apart(&speaker.name, role, body)];
        let known: Vec<&str> = known.into_iter().flatten().collect();
        if !known.is_empty() {
            line = line.with(&format!(" ({})", known.join(", ")), Style::Plain);
        }
    }
    if speakers.len() > SPEAKERS {
        line = line.with(
            &format!("; {} more", speakers.len() - SPEAKERS),
            Style::Plain,
        );
    }
    Some(line)
}

/// A score with what it is the sum of, the greatest first.
fn explain(console: &mut Console, hit: &Hit, indent: usize) -> io::Result<()> {
    if hit.explain.is_empty() {
        return Ok(());
    }
    let sum = format!("{:7.3}  score", hit.score);
    console.block(indent, &Styled::new(&sum, Style::Faint))?;
    let mut reasons: Vec<&Reason> = hit.explain.iter().collect();
    reasons.sort_by(|a, b| b.value.total_cmp(&a.value));
    for reason in reasons {
        let line = format!("{:7.3}  {}", reason.value, told(reason));
        console.block(indent, &Styled::new(&line, Style::Faint))?;
    }
    Ok(())
}

/// What adds to a score, in words.
fn told(reason: &Reason) -> String {
    let how = match reason.how {
        How::Stem => "a form of it",
        How::Exact => "the very word",
        How::Phrase => "the phrase",
        How::Adjacent => "next to each other",
        How::Near => "near each other",
        How::Pattern => "fits the pattern",
        How::Common => return format!("{}: in common", reason.of),
        How::Body => return format!("{}: named", reason.of),
        How::Recent => return format!("{}: {} days old", reason.of, reason.count),
    };
    let zone = reason.zone.as_deref();
    let zone = zone.map_or_else(String::new, |zone| format!(" in {zone}"));
    let times = match (reason.how, reason.count) {
        (How::Pattern, _) | (_, 1) => String::new(),
        (_, count) => format!(", {count} times"),
    };
    format!("{}: {how}{zone}{times}", reason.of)
}

/// Prints hits from number `first` on.
pub(super) fn print_all(console: &mut Console, first: usize, hits: &[Hit]) -> io::Result<()> {
    for (at, hit) in hits.iter().enumerate() {
        writeln!(console.out)?;
        print(console, first + at, hit)?;
    }
    Ok(())
}
