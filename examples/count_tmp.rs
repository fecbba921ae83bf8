//! tmp
use dateline::document::{Given, Release};
use std::collections::HashMap;
use std::io::BufRead;
fn main() {
    let mut counts: HashMap<String, (usize, String)> = HashMap::new();
    let mut pubs: HashMap<String, usize> = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = format!(
            "{}\n\n{}",
            v["title"].as_str().unwrap(),
            v["text"].as_str().unwrap()
        );
        let r = Release {
            text,
            given: Given::default(),
            file_name: String::new(),
        };
        let e = dateline::extract::extract(&r);
        for o in e.organisations {
            counts.entry(o.name).or_insert((0, o.rule.to_string())).0 += 1;
        }
        for p in e.publisher {
            *pubs.entry(p.value).or_default() += 1;
        }
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|(_, c)| std::cmp::Reverse(c.0));
    for (name, (count, rule)) in all.iter().take(220) {
        println!("{count:6} {rule:12} {name}");
    }
    let mut all: Vec<_> = pubs.into_iter().collect();
    all.sort_by_key(|(_, c)| std::cmp::Reverse(*c));
    for (name, count) in all.iter().take(40) {
        println!("PUB {count:6} {name}");
    }
}
