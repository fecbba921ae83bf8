//! Whole pages of several makes, all invented: their text, and what they say of themselves.

use super::*;

fn page(markup: &str) -> (String, Given) {
    read(markup).unwrap()
}

const PROSE: &str = "The ministry said that 120 people had been taken off the boats since Monday, and that \
    all of them were now in the reception centre at Lowmere.";

#[test]
fn what_stands_in_the_line_neither_glues_nor_parts_words() {
    let cases = [
        ("<p>one<b>two</b> three</p>", "onetwo three"),
        ("<p>one<b> two</b>\n three</p>", "one two three"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        (
            "<div>one</div>\n<div>two<div>three</div></div>",
            "one\n\ntwo\n\nthree",
        ),
        ("one<br>two<br><br/>three", "one\ntwo\n\nthree"),
        ("a&nbsp;b &amp; c &ndash; d&#8217;s", "a b & c – d’s"),
        ("migra&shy;tion<wbr>s", "migrations"),
        (
            "<ul><li>one<li>two<ol><li>three</ol></ul>four",
            "• one\n• two\n1. three\n\nfour",
        ),
        (
            "<table><tr><th>Year<th>People<tr><td>2023<td><p>120</p></table>",
            "Year\tPeople\n2023\t120",
        ),
        ("<table><tr><td><h2>One</h2><td>two</table>", "One\n\ntwo"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        (
            "<blockquote><p>“One.</p><p>“Two.”</p></blockquote><q>three</q>",
            "“One.\n\n“Two.”\n\n“three”",
        ),
        (
            "<p>one <script>x</script><style>y</style><span hidden>z</span>two",
            "one two",
        ),
        ("<b><p>one</b> two</p>three", "one two\n\nthree"),
        ("<dl><dt>Who<dd>We</dl>", "Who\nWe"),
        ("<select><option>1<option>2</select>one", "one"),
        ("", ""),
    ];
    for (markup, wanted) in cases {
        assert_eq!(fragment(markup).unwrap(), wanted, "{markup}");
    }
}

#[test]
fn the_text_begins_with_the_headline_once() {
    let cases = [
        format!(
            "<title>Boats come in at Lowmere | Ministry</title><h1>Boats come in at Lowmere</h1><p>{PROSE}</p>"
        ),
        format!(
            "<title>Ministry - Boats come in at Lowmere</title><div>News</div><h2>Boats come in<br>at Lowmere</h2><p>{PROSE}</p>"
        ),
        format!("<meta property=og:title content='Boats come in at Lowmere'><p>{PROSE}</p>"),
        format!(
            "<h1>News</h1><h1>Boats come in at Lowmere</h1><title>Boats come in at Lowmere</title><article><p>Boats come in at Lowmere</p><p>{PROSE}</p></article>"
        ),
    ];
    for markup in cases {
        let (text, given) = page(&markup);
        assert_eq!(
            given.title.as_deref(),
            Some("Boats come in at Lowmere"),
            "{markup}"
        );
        assert!(text.starts_with("Boats come in at Lowmere\n\n"), "{text}");
        assert_eq!(text.matches("Boats come").count(), 1, "{text}");
        assert!(text.ends_with("at Lowmere."), "{text}");
    }
}

#[test]
fn the_date_of_publication_is_found_in_the_order_of_trust() {
    let cases = [
        (
            "<meta property=article:published_time content=2024-05-03T10:00:00+02:00><meta property=article:modified_time content=2024-06-01>",
            Some("2024-05-03"),
        ),
        (
            "<meta name=DC.date content=2024-05-03><time datetime=2024-05-09>9 May</time>",
            Some("2024-05-03"),
        ),
        // In UTC it was the day before.
        (
            "<meta property=article:published_time content=2024-05-02T22:30:00Z><span itemprop=datePublished content=2024-05-03></span>",
            Some("2024-05-03"),
        ),
        (
            "<h1>Boats come in at Lowmere</h1><time datetime=2024-05-03T09:00>3 May</time>",
            Some("2024-05-03"),
        ),
        (
            "<h1>Boats come in at Lowmere</h1><p>Updated <time datetime=2024-05-09>9 May</time></p>",
            None,
        ),
        (
            "<meta property=article:modified_time content=2024-06-01>",
            None,
        ),
        (
            "<header>Today is <time datetime=2026-01-01>1 January</time></header>",
            None,
        ),
    ];
    for (markup, wanted) in cases {
        let (_, given) = page(&format!(
            "{markup}<p>{PROSE}</p><p>It was <time datetime=1999-01-01>in 1999</time> that the first of these boats had come to the port, the ministry said.</p>"
        ));
        assert_eq!(
            given.date.map(|date| date.to_string()).as_deref(),
            wanted,
            "{markup}"
        );
    }
    let (_, given) = page("<meta property=article:modified_time content=2024-06-01><p>Boats.</p>");
    assert_eq!(given.modified, PartialDate::day(2024, 6, 1));
}

#[test]
fn a_site_name_is_a_publisher_only_when_it_is_a_body() {
    let cases = [
        ("<meta property=og:site_name content=News>", None),
        ("<meta property=og:site_name content=justice.example>", None),
        ("<meta property=og:site_name content='Boats Today'>", None),
        (
            "<meta property=og:site_name content='UNHCR | The UN Refugee Agency'>",
            Some("United Nations High Commissioner for Refugees"),
        ),
        (
            "<meta name=DC.publisher content='Harbour Aid Trust'>",
            Some("Harbour Aid Trust"),
        ),
        (
            "<meta name=dcterms.publisher content='www.harbour.example'>",
            None,
        ),
    ];
    for (markup, wanted) in cases {
        let (_, given) = page(&format!("{markup}<p>{PROSE}</p>"));
        assert_eq!(
            given.publisher.first().map(String::as_str),
            wanted,
            "{markup}"
        );
    }
}

#[test]
fn a_page_drawn_by_a_script_is_read_from_its_linked_data() {
    let (text, given) = page(&format!(
        "<html lang=en-GB><div id=app>Loading</div><script type=application/ld+json>{{\"@type\": \"NewsArticle\", \
         \"headline\": \"Boats come in\", \"articleBody\": \"<p>{PROSE}</p><p>It added nothing.</p>\"}}</script>"
    ));
    assert_eq!(
        text,
        format!("Boats come in\n\n{PROSE}\n\nIt added nothing.")
    );
    assert_eq!(given.language.as_deref(), Some("en"));
}

#[test]
fn pages_made_to_exhaust_are_refused_or_read_in_time() {
    let megabytes = |piece: &str, count: usize| piece.repeat(count * 1024 * 1024 / piece.len());
    let cases = [
        ("deep", "<div>".repeat(200_000), Some("too-deep")),
        ("deep in the line", "<b>".repeat(200_000), Some("too-deep")),
        ("many", megabytes("<br>", 8), Some("too-many")),
        (
            "attributes",
            format!(
                "<p {}>Boats.",
                (0..50_000).map(|n| format!("a{n}=1 ")).collect::<String>()
            ),
            None,
        ),
        (
            "classes",
            format!("<p {}>Boats.", "class=a ".repeat(50_000)),
            None,
        ),
        (
            "comment",
            format!("Boats.<!--{}", megabytes("a-- ", 8)),
            None,
        ),
        ("line", megabytes("Boats come in. ", 8), None),
        ("paragraphs", "<p>Boats come in.".repeat(100_000), None),
        (
            "formatting",
            "<p><b id=1><i>Boats.</p>".repeat(50_000),
            None,
        ),
        (
            "misnested",
            "<a><p></a><b></p></b>".repeat(50_000) + "Boats.",
            None,
        ),
        ("lists", "<ul><li>Boats.".repeat(200), None),
        ("tables", "<table><tr><td>Boats.".repeat(160), None),
        ("related", "<h2>Related</h2><ul>".repeat(400), None),
        (
            "headings",
            format!(
                "<title>Boats</title>{}",
                "<h1>Boats come</h1>".repeat(50_000)
            ),
            None,
        ),
        ("entities", megabytes("&amp;&bogus;&#x41;", 4), None),
        (
            "data",
            format!(
                "<script type=application/ld+json>{}</script>Boats.",
                "[".repeat(1_000_000)
            ),
            None,
        ),
        (
            "unclosed tag",
            megabytes("<div a='", 4) + "Boats",
            Some("empty"),
        ),
    ];
    for (what, markup, wanted) in cases {
        let start = std::time::Instant::now();
        let refused = read(&markup).err();
        assert_eq!(refused.map(|reason| reason.name()), wanted, "{what}");
        // Far from the tenth of a second it takes, so that a loaded machine passes.
        assert!(
            start.elapsed().as_secs() < 10,
            "{what}: {:?}",
            start.elapsed()
        );
    }
}

proptest::proptest! {
    #[test]
    fn any_markup_is_read(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "<p>", "</p>", "<div>", "</div>", "<a href=x>", "</a>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</table>",
        "<ul>", "<li>", "</ul>", "<h1>", "</h1>", "Boats come in. ", "<!--", "-->", "<br>", "<script>", "</script>",
        "<nav>", "</nav>", "<q>", "</q>", "<pre>", "\n", "<time datetime=2024-01-01>", "&amp;", "<title>", "</title>", "<head>", "<html lang=en>",
    ]), 0..60)) {
        let markup: String = pieces.concat();
        let tree = Tree::parse(&markup).unwrap();
        for id in 0..tree.nodes().len() {
            let within = tree.within(id);
            proptest::prop_assert!(within.end > id && within.end <= tree.nodes().len());
            if let Some(above) = tree.ancestors(id).next() {
                let outer = tree.within(above);
                proptest::prop_assert!(outer.start < id && within.end <= outer.end);
            }
        }
        if let Ok((text, _)) = read(&markup) {
            proptest::prop_assert!(!text.trim().is_empty());
        }
    }
}
