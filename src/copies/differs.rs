//! What differs between a release and its copy, in a few words each: [`told`].

use super::align::{Gap, align};
use super::judged::sides;
use super::reading::{Reading, only_in};
use crate::schema::words::words;

/// Changes told one by one; more are counted.
const TOLD: usize = 4;
/// Words shown of a piece.
const SHOWN: usize = 10;

/// What `copy` has otherwise than `stands`.
pub(super) fn told(stands: &Reading, copy: &Reading) -> Vec<String> {
    let mut told = outside(stands, copy);
    let Some(aligned) = align(&stands.words, &copy.words) else {
        return told;
    };
    told.extend(end(stands, copy, &aligned.head, "begins"));
    let mut changes = Vec::new();
    for gap in &aligned.gaps {
        changes.extend(change(stands, copy, gap));
    }
    let more = changes.len().saturating_sub(TOLD);
    told.extend(changes.into_iter().take(TOLD));
    if more > 0 {
        told.push(format!("{more} more changes"));
    }
    told.extend(end(stands, copy, &aligned.tail, "ends"));
    told
}

/// Title and date, which may come from outside the text.
fn outside(stands: &Reading, copy: &Reading) -> Vec<String> {
    let mut told = Vec::new();
    let [title, other] = [stands, copy].map(|reading| {
        let title = reading.release.extraction.title.as_ref();
        title.map_or("", |title| title.value.as_str())
    });
    if words(title) != words(other) && !other.is_empty() {
        told.push(format!("headline “{}”", shown(other)));
    }
    let [date, other] = [stands, copy].map(|reading| {
        let date = reading.release.extraction.date.as_ref();
        date.map(|date| date.value)
    });
    match (date, other) {
        (Some(date), Some(other)) if date != other => told.push(format!("dated {other}")),
        (Some(_), None) => told.push("undated".to_owned()),
        (None, Some(other)) => told.push(format!("dated {other}")),
        _ => {}
    }
    told
}

/// What is before or behind the words they share.
fn end(stands: &Reading, copy: &Reading, gap: &Gap, verb: &str) -> Option<String> {
    let (one, other) = sides(stands, copy, gap);
    let (less, more) = (only_in(one, other).len(), only_in(other, one).len());
    let early = if verb == "ends" { "earlier" } else { "later" };
    let first = copy.text_of(gap.1.clone());
    match (less, more) {
        (0, 0) => None,
        (less, 0) => Some(format!("{verb} {} {early}", counted(less))),
        (0, more) => Some(format!(
            "{verb} with {} more: “{}”",
            counted(more),
            shown(first)
        )),
        (less, more) if verb == "ends" && less > 2 * more => Some(format!(
            "ends {} earlier, with “{}”",
            counted(less),
            shown(first)
        )),
        _ => Some(format!("{verb} with “{}”", shown(first))),
    }
}

fn change(stands: &Reading, copy: &Reading, gap: &Gap) -> Option<String> {
    let (one, other) = sides(stands, copy, gap);
    let (old, new) = (stands.text_of(gap.0.clone()), copy.text_of(gap.1.clone()));
    let same = one
        .iter()
        .map(|word| word.hash)
        .eq(other.iter().map(|word| word.hash));
    match (one.is_empty(), other.is_empty()) {
        _ if same => None,
        (true, _) => Some(format!("adds “{}”", shown(new))),
        (_, true) => Some(format!("leaves out “{}”", shown(old))),
        _ => Some(format!("“{}” instead of “{}”", shown(new), shown(old))),
    }
}

fn counted(words: usize) -> String {
    match words {
        1 => "1 word".to_owned(),
        words => format!("{words} words"),
    }
}

/// On one line, cut behind some words.
fn shown(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut shown = words.by_ref().take(SHOWN).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        shown.push('…');
    }
    shown
}
