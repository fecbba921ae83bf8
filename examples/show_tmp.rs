//! tmp
use dateline::document::{Given, Release};
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let r = Release { text, given: Given::default(), file_name: path.clone() };
        let e = dateline::extract::extract(&r);
        println!("== {path}\nTITLE {:?}\nPLACE {:?}\nLANG {:?}\nPUB {:?}", e.title.as_ref().map(|t| &t.value), e.place.as_ref().map(|p| &p.value), e.language, e.publisher.iter().map(|p| (&p.value, &p.rule)).collect::<Vec<_>>());
        for o in &e.organisations { println!("ORG {} [{:?}] {:?} {} x{} {:?}", o.name, o.acronym, o.role, o.rule, o.mentions.len(), o.mentions.first().map(|m| m.of(&r.text))); }
        for s in &e.speakers { println!("SPK {} | {:?} | {:?}", s.name, s.role, s.organisation); }
        for q in &e.quotes { let t=q.span.of(&r.text); println!("Q {:?} {} {:.2} by {:?} ({:?}): {}…", q.kind, q.rule, q.confidence, q.speaker.map(|s| &e.speakers[s].name), q.written.map(|w| w.of(&r.text)), t.chars().take(80).collect::<String>().replace('\n'," ")); }
        for s in &e.sections { println!("SEC {} {:?}", s.kind, s.span); }
    }
}
