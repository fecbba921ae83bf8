//! tmp
use dateline::document::{Given, Release};
use dateline::text::CharOffsets;
fn main() {
    for path in std::env::args().skip(1) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let r = Release { text, given: Given::default(), file_name: path.rsplit('/').next().unwrap().to_owned() };
        let e = dateline::extract::extract(&r);
        let o = CharOffsets::new(&r.text);
        let quotes: Vec<_> = e.quotes.iter().map(|q| { let (a,b)=o.range(q.span); serde_json::json!({"start":a,"end":b,"kind":q.kind,"rule":q.rule,"confidence":q.confidence,"speaker":q.speaker.map(|s| &e.speakers[s].name),"written":q.written.map(|w| w.of(&r.text))}) }).collect();
        println!("{}", serde_json::json!({"path":path,"title":e.title.map(|t|t.value),"date":e.date.as_ref().map(|d|d.value.to_string()),"date_rule":e.date.map(|d| d.rule),"place":e.place.map(|p|p.value.written),
          "publisher":e.publisher.iter().map(|p|&p.value).collect::<Vec<_>>(),
          "organisations":e.organisations.iter().map(|x| serde_json::json!({"name":x.name,"acronym":x.acronym,"rule":x.rule,"written":x.mentions.iter().map(|m|m.of(&r.text)).collect::<Vec<_>>()})).collect::<Vec<_>>(),
          "speakers":e.speakers,"quotes":quotes}));
    }
}
