//! Rows as RIS records, lines ended by CR LF; each has query, count and generation as a note,
//! for the format has no place outside its records.

use std::io::{self, Write};

use super::entry::{Entry, Head, one_line};
use crate::document::PartialDate;

pub(super) fn row(out: &mut dyn Write, head: &Head, entry: Entry<'_>) -> io::Result<()> {
    let release = entry.release();
    let mut line = |tag: &str, value: &str| write!(out, "{tag}  - {}\r\n", one_line(value));
    line("TY", "RPRT")?;
    line("ID", &entry.key())?;
    line("TI", entry.title())?;
    for name in &release.publisher {
        line("AU", name)?;
    }
    if let Some(date) = entry.date() {
        line("PY", &format!("{:04}", date.value.year))?;
        line("DA", &slashed(date.value))?;
    }
    if !release.publisher.is_empty() {
        line("PB", &release.publisher.join("; "))?;
    }
    if let Some(place) = &release.place {
        line("CY", place)?;
    }
    line("M3", "Press release")?;
    if let Some(language) = &release.language {
        line("LA", language)?;
    }
    if let Some(url) = entry.url() {
        line("UR", url)?;
    }
    line("L1", &release.path)?;
    if let Some(quotation) = entry.quotation() {
        line("N1", &quotation)?;
    }
    if let Some(note) = entry.date_note() {
        line("N1", &note)?;
    }
    line("N1", &head.sentence())?;
    write!(out, "ER  - \r\n\r\n")
}

/// `YYYY/MM/DD/`, with nothing for what is not known.
fn slashed(date: PartialDate) -> String {
    let two = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    format!("{:04}/{}/{}/", date.year, two(date.month), two(date.day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_says_no_more_than_is_known() {
        let slashed = |written: &str| slashed(PartialDate::parse(written).unwrap());
        assert_eq!(slashed("2024-04-26"), "2024/04/26/");
        assert_eq!(slashed("2024-04"), "2024/04//");
        assert_eq!(slashed("2024"), "2024///");
    }
}
