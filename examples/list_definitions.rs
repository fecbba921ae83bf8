//! Reads NDJSON with a `text` in each line on standard input and lists the acronyms the texts define,
//! for checking a sample by eye: `cargo run --release --example list_definitions < docs.ndjson`.
//!
//! Writes four columns with tabs between them: `id`, the acronym, its long form, and what stands around both.

use std::io::{BufRead, Write};

use dateline::extract::definitions::defined;

/// Bytes shown before and behind a definition.
const AROUND: usize = 110;

fn main() -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let text = line["text"].as_str().unwrap_or_default();
        let id = line
            .get("id")
            .and_then(|id| id.as_str())
            .unwrap_or_default();
        for (long, short) in defined(text) {
            let begin = long.start.min(short.start).saturating_sub(AROUND);
            let end = (long.end.max(short.end) + AROUND / 4).min(text.len());
            let from = (0..=begin)
                .rev()
                .find(|&at| text.is_char_boundary(at))
                .unwrap_or(0);
            let to = (end..=text.len())
                .find(|&at| text.is_char_boundary(at))
                .unwrap_or(text.len());
            let columns = [short.of(text), long.of(text), &text[from..to]].map(folded);
            writeln!(out, "{id}\t{}", columns.join("\t"))?;
        }
    }
    Ok(())
}

fn folded(piece: &str) -> String {
    piece.split_whitespace().collect::<Vec<_>>().join(" ")
}
