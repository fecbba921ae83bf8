//! Reads NDJSON with a `text` in each line on standard input and writes what is read off it,
//! for measuring against labelled sets: `cargo run --release --example extract_ndjson < docs.ndjson`.
//!
//! Writes one object a line: `doc`, and `quotes` with offsets in Unicode scalar values.

use std::io::{BufRead, Write};

use dateline::document::{Given, Release};
use dateline::text::CharOffsets;

fn main() -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let text = line["text"].as_str().unwrap_or_default().to_owned();
        let doc = line
            .get("doc")
            .or(line.get("id"))
            .cloned()
            .unwrap_or_default();
        let release = Release {
            text,
            given: Given::default(),
            file_name: String::new(),
        };
        let found = dateline::extract::extract(&release);
        let offsets = CharOffsets::new(&release.text);
        let quotes: Vec<serde_json::Value> = found
            .quotes
            .iter()
            .filter(|quote| quote.rule != "turn" && quote.kind != dateline::document::QuoteKind::Statement)
            .map(|quote| {
                let (start, end) = offsets.range(quote.span);
                let written = quote.written.map(|w| w.of(&release.text));
                let speaker = quote.speaker.map(|s| found.speakers[s].name.as_str()).or(written);
                let place = quote.written.map(|w| offsets.range(w));
                serde_json::json!({"start": start, "end": end, "speaker": written, "speaker_resolved": speaker,
                    "speaker_start": place.map(|p| p.0), "speaker_end": place.map(|p| p.1),
                    "rule": quote.rule, "confidence": quote.confidence})
            })
            .collect();
        writeln!(out, "{}", serde_json::json!({"doc": doc, "quotes": quotes}))?;
    }
    Ok(())
}
