//! Whatever the text, extraction ends and every span lies in it on character borders.
#![no_main]

use dateline::document::Release;
use dateline::text::Span;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let release =
        Release { text: text.into(), file_name: "release.txt".into(), ..Release::default() };
    let found = dateline::extract::extract(&release);
    let inside = |span: Span| assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    found.title.iter().filter_map(|title| title.span).for_each(inside);
    found.date.iter().filter_map(|date| date.span).for_each(inside);
    found.place.iter().filter_map(|place| place.span).for_each(inside);
    found.sections.iter().for_each(|section| inside(section.span));
    found.organisations.iter().flat_map(|body| &body.mentions).copied().for_each(inside);
    found.speakers.iter().flat_map(|speaker| &speaker.mentions).copied().for_each(inside);
    for quote in &found.quotes {
        inside(quote.span);
        quote.written.into_iter().chain(quote.cue).for_each(inside);
        assert!(quote.speaker.is_none_or(|speaker| speaker < found.speakers.len()));
    }
});
