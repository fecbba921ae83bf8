//! Feeds of every kind, all invented, with the releases wanted of them.

use super::*;
use crate::document::PartialDate;

fn read(text: &str) -> Result<Contents, SkipReason> {
    let source = Source {
        name: "feed.xml",
        path: "feed.xml",
        bytes: text.as_bytes(),
        decoded: None,
    };
    feed(source, &Reader::default())
}

fn items(text: &str) -> Vec<Item> {
    read(text).unwrap().items
}

const RSS: &str = r#"<?xml version="1.0"?><!DOCTYPE rss><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel>
<title>UNHCR - News</title><language>en-gb</language><image><title>logo</title></image>
<item><title>Boats come in &amp;amp; go</title><link>https://harbour.example/1</link><guid isPermaLink="false">harbour-1</guid>
<pubDate>Fri, 03 May 2024 09:00:00 +0200</pubDate><dc:creator><![CDATA[Ana Brandt]]></dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>LOWMERE &#8211; One &amp; two.</p><p>Three</p>
<p>The post <a>Boats</a> appeared first on <a>Harbour</a>.</p>]]></content:encoded></item>
<item><title>Second</title><description>&lt;p&gt;One&lt;br&gt;two caf&amp;eacute; &nbsp;&#233;&lt;/p&gt;</description><author>a@b.example (Joao Reis)</author></item>
<item><link>https://harbour.example/3</link></item>
<item><title>Third</title><guid>harbour-1</guid></item>
</channel></rss>"#;

#[test]
fn rss_has_an_item_a_release() {
    let contents = read(RSS).unwrap();
    let parts: Vec<_> = contents
        .items
        .iter()
        .map(|item| item.part.as_deref().unwrap())
        .collect();
    assert_eq!(parts, ["harbour-1", "2", "harbour-1~2"]);
    assert_eq!(
        contents.lost,
        [Lost {
            part: "https://harbour.example/3".into(),
            reason: SkipReason::Empty
        }]
    );
    let first = &contents.items[0].release;
    assert_eq!(
        first.text,
        "Boats come in & go\n\nLOWMERE – One & two.\n\nThree"
    );
    assert_eq!(first.given.date, PartialDate::day(2024, 5, 3));
    assert_eq!(
        first.given.url.as_deref(),
        Some("https://harbour.example/1")
    );
    assert_eq!(first.given.language.as_deref(), Some("en"));
    assert_eq!(
        first.given.publisher,
        ["United Nations High Commissioner for Refugees"]
    );
    assert_eq!(first.given.creators, ["Ana Brandt"]);
    let second = &contents.items[1].release;
    assert_eq!(second.text, "Second\n\nOne\ntwo café é");
    assert_eq!(second.given.creators, ["Joao Reis"]);
}

#[test]
fn atom_has_an_entry_a_release() {
    let found = items(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Harbour</title><id>f</id><author><name>Us</name></author>
        <entry><title>A &lt;b&gt; c</title><id>tag:1</id><link rel="edit" href="https://e.example/x"/><link href="https://e.example/1?a&amp;b"/>
        <author><name>Ana Brandt</name><uri>u</uri></author><updated>2024-05-09T00:00:00Z</updated><published>2024-05-03T00:00:00Z</published>
        <summary>Short</summary><content type="xhtml"><div xmlns="x"><p>One <b>two</b> &amp; &lt;three&gt;</p><p>Four</p></div></content></entry>
        <entry><title type="html">Two &amp;amp; three</title><id>tag:2</id><updated>2024-05-09T00:00:00Z</updated><content type="html">&lt;p&gt;One&lt;/p&gt;</content></entry></feed>"#,
    );
    let first = &found[0].release;
    assert_eq!(first.text, "A <b> c\n\nOne two & <three>\n\nFour");
    assert_eq!(first.given.date, PartialDate::day(2024, 5, 3));
    assert_eq!(first.given.modified, PartialDate::day(2024, 5, 9));
    assert_eq!(first.given.url.as_deref(), Some("https://e.example/1?a&b"));
    assert_eq!(first.given.creators, ["Ana Brandt"]);
    assert_eq!(first.given.language.as_deref(), Some("fr"));
    assert_eq!(found[1].release.text, "Two & three\n\nOne");
    assert_eq!(found[1].release.given.date, PartialDate::day(2024, 5, 9));
}

#[test]
fn rss_1_has_its_items_beside_the_channel() {
    let found = items(
        r#"<rdf:RDF><channel rdf:about="c"><title>Harbour</title></channel>
        <item rdf:about="https://e.example/1"><title>One</title><dc:date>2024-05-03T08:00:00+02:00</dc:date><description>Two</description></item></rdf:RDF>"#,
    );
    assert_eq!(found[0].part.as_deref(), Some("https://e.example/1"));
    assert_eq!(found[0].release.text, "One\n\nTwo");
    assert_eq!(found[0].release.given.date, PartialDate::day(2024, 5, 3));
}

#[test]
fn an_error_costs_what_is_behind_it() {
    let cut = RSS.find("Second").unwrap();
    let broken = format!("{}<!-- ", &RSS[..cut]);
    let contents = read(&broken).unwrap();
    assert_eq!(contents.items.len(), 1);
    assert_eq!(
        contents.lost.last().map(|lost| lost.reason.name()),
        Some("damaged"),
        "{contents:?}"
    );
    assert_eq!(read("<rss><!-- ").unwrap_err().name(), "damaged");
    assert_eq!(
        read("<rss><channel/></rss>").unwrap_err(),
        SkipReason::Empty
    );
}

#[test]
fn feeds_made_to_exhaust_are_bounded() {
    let laughs: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let bomb = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 'ha'>{laughs}]><rss><channel><item><title>A &l9;</title></item></channel></rss>"
    );
    assert_eq!(items(&bomb)[0].release.text, "A &l9;");
    let start = std::time::Instant::now();
    let many = format!(
        "<rss><channel>{}</channel></rss>",
        "<item><title>A</title></item>".repeat(1_000_000)
    );
    let contents = read(&many).unwrap();
    assert_eq!((contents.items.len(), contents.lost.len()), (MAX_ITEMS, 1));
    assert_eq!(contents.lost[0].part, "50001 and on");
    let deep = format!(
        "<rss><channel><item><description>{}",
        "<b>".repeat(1_000_000)
    );
    assert_eq!(
        read(&deep)
            .unwrap()
            .lost
            .last()
            .map(|lost| lost.reason.name()),
        Some("too-deep")
    );
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
