//! Queries made to break a search: each gets hits, a warning or a clear refusal, from the
//! library and from the real program, and neither ever falls over.
//!
//! Every bound of `docs/query-syntax.md` is met by several shapes of query at the bound,
//! one over it and a hundred times over it; the rest is what people paste, mistype and try.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use dateline::organisations::Register;
use dateline::query;
use dateline::schema::Home;
use dateline::search::{Engine, LocalEngine, Registered, Request, Step, series};
use serde_json::Value;
use tempfile::TempDir;

/// What a query must come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// Releases, and not a word.
    Found,
    /// Nothing, and not a word but what each word comes to.
    Nothing,
    /// An answer with a warning that says this.
    Warned(&'static str),
    /// An error that says this.
    Refused(&'static str),
}
use Expect::{Found, Nothing, Refused, Warned};

/// A shape of query, the most it may have, what it comes to there and one over it. A
/// hundred times over is refused for one of the two.
struct Shape {
    make: fn(usize) -> String,
    limit: usize,
    at: Expect,
    over: &'static str,
}

/// A hundred times over, the length is told before anything else.
const LENGTH: &str = "characters; at most 1024 are taken";
const WORD: &str = "a word of the query has 257 characters; at most 256 are taken";
const PHRASE: &str = "a phrase of the query has 65 words; at most 64 are taken";
const CLAUSES: &str = "257 words and phrases; at most 256 are taken";
const PATTERNS: &str = "at most 16 are taken";
const WILDCARDS: &str = "9 wildcards; at most 8 are taken";
const ONE_WORD: &str = "looked for as one word";
const DEPTH: &str = "nested 33 deep; at most 32 levels";

const fn shape(make: fn(usize) -> String, limit: usize, at: Expect, over: &'static str) -> Shape {
    Shape {
        make,
        limit,
        at,
        over,
    }
}

/// `piece` again and again, to so many characters.
fn fill(piece: &str, characters: usize) -> String {
    piece.chars().cycle().take(characters).collect()
}

fn shapes() -> Vec<Shape> {
    let mut all = nesting_and_clauses();
    all.extend(phrases_and_words());
    all.extend(characters());
    all
}

fn nesting_and_clauses() -> Vec<Shape> {
    vec![
        shape(
            |n| "(".repeat(n) + "boats" + &")".repeat(n),
            32,
            Found,
            DEPTH,
        ),
        shape(
            |n| "(".repeat(n) + "boats",
            32,
            Warned("no `)` closes this"),
            DEPTH,
        ),
        shape(|n| "NOT ".repeat(n) + "xylophone", 32, Nothing, DEPTH),
        shape(|n| "-".repeat(n) + "xylophone", 32, Nothing, DEPTH),
        shape(
            |n| "title:(".repeat(n / 2) + &"(".repeat(n % 2) + "boats" + &")".repeat(n.div_ceil(2)),
            32,
            Nothing,
            DEPTH,
        ),
        shape(
            |n| "-(".repeat(n / 2) + &"-".repeat(n % 2) + "boats",
            32,
            Warned("no `)` closes this"),
            DEPTH,
        ),
        shape(|n| "z ".repeat(n), 256, Nothing, CLAUSES),
        shape(|n| "by ".repeat(n), 256, Found, CLAUSES),
        shape(|n| "\"z\"".repeat(n), 256, Nothing, CLAUSES),
        shape(|n| "-z ".repeat(n), 256, Found, CLAUSES),
        shape(|n| "bo* ".repeat(n), 16, Found, PATTERNS),
        shape(|n| "boat~2 ".repeat(n), 16, Found, PATTERNS),
        shape(
            |n| "*oats ".repeat(n / 4) + &"bo* ".repeat(n % 4),
            16,
            Found,
            PATTERNS,
        ),
    ]
}

fn phrases_and_words() -> Vec<Shape> {
    vec![
        shape(|n| format!("\"{}\"", "z ".repeat(n)), 64, Nothing, PHRASE),
        shape(
            |n| format!("\"{}\"~64", "boats ".repeat(n)),
            64,
            Found,
            PHRASE,
        ),
        shape(
            |n| {
                format!(
                    "\"{}\"~64",
                    "of the sea ".repeat(n / 3) + &"by ".repeat(n % 3)
                )
            },
            64,
            Found,
            PHRASE,
        ),
        shape(
            |n| format!("quote:“{}”", "z ".repeat(n)),
            64,
            Nothing,
            PHRASE,
        ),
        shape(
            |n| format!("org:\"{}\"", "z ".repeat(n)),
            64,
            Refused("no organisation is called"),
            PHRASE,
        ),
        shape(|n| "é".repeat(n), 256, Nothing, WORD),
        shape(|n| fill("a", n - 1) + "*", 256, Nothing, WORD),
        shape(|n| fill("a", n - 2) + "~2", 256, Nothing, WORD),
        shape(|n| fill("難", n), 256, Nothing, WORD),
        shape(|n| fill("a-", n - 1) + "a", 256, Nothing, WORD),
        shape(|n| fill("e\u{301}", n), 256, Nothing, WORD),
        shape(|n| format!("path:{}", fill("a/", n)), 256, Nothing, WORD),
        shape(|n| fill("\u{0}\u{1b}[2J", n), 256, Nothing, WORD),
        shape(|n| "?b".repeat(n), 8, Nothing, WILDCARDS),
        shape(|n| "*b".repeat(n), 8, Nothing, WILDCARDS),
    ]
}

fn characters() -> Vec<Shape> {
    const NOTHING: Expect = Warned("nothing here to search for");
    vec![
        shape(|n| fill(" ", n), 1_024, Found, LENGTH),
        shape(|n| fill("/", n), 1_024, NOTHING, LENGTH),
        shape(|n| fill("\\", n), 1_024, NOTHING, LENGTH),
        shape(|n| fill("🚢", n), 1_024, NOTHING, LENGTH),
        shape(
            |n| fill("\" ", n),
            1_024,
            Warned("no word stands between"),
            LENGTH,
        ),
        shape(
            |n| fill("()", n),
            1_024,
            Warned("nothing stands in these brackets"),
            LENGTH,
        ),
        shape(
            |n| fill("AND ", n),
            1_024,
            Warned("nothing stands before `AND`"),
            LENGTH,
        ),
        shape(
            |n| fill("\u{202e}\u{2066}\u{200b}", n),
            1_024,
            NOTHING,
            LENGTH,
        ),
    ]
}

/// What people paste, mistype and try.
const HOSTILE: &[(&str, Expect)] = &[
    ("", Found),
    ("*", Found),
    ("* * *", Found),
    ("b*", Found),
    ("a*", Found),
    ("*s", Found),
    ("w*r*d*", Found),
    ("?????", Warned("nothing here to search for")),
    ("b?ats", Found),
    ("boats~2", Found),
    ("baots~", Found),
    (
        "boats~9999999999999999999",
        Warned("may differ by 1 or 2 letters"),
    ),
    (
        "\"boats families\"~99999999999",
        Warned("words are near up to 64 places"),
    ),
    ("date:2023-13-45", Warned("is not a date")),
    ("date:0000", Warned("is not a date")),
    ("date:-1", Warned("is not a date")),
    ("date:99999", Warned("is not a date")),
    ("date:2024..2020", Warned("ends before it begins")),
    ("date:..", Warned("nothing stands after `date:`")),
    ("date:9999y", Warned("before the year 1")),
    ("date:99999999999999999999d", Warned("before the year 1")),
    ("date:\"\"", Warned("no word stands between")),
    ("speker:milsom", Warned("did you mean `speaker:`")),
    ("zzz:boats", Warned("no field is called `zzz`")),
    ("_source:boats", Warned("no field is called")),
    ("speaker:", Warned("nothing stands after `speaker:`")),
    ("speaker:speaker:speaker:", Warned("no speaker is called")),
    ("org:Xyzzy", Refused("no organisation is called `Xyzzy`")),
    ("org:*", Nothing),
    ("-org:*", Found),
    ("org:_missing", Found),
    ("country:zz", Warned("no country is called `zz`")),
    ("language:english-please", Warned("no language is called")),
    ("\"boats", Warned("no mark closes this phrase")),
    ("“boats", Warned("no mark closes this phrase")),
    ("‘‘‘‘boats", Found),
    ("boats)", Warned("no `(` opens this")),
    (")))))(((((", Warned("no `(` opens this")),
    ("OR", Warned("nothing stands")),
    ("AND OR NOT", Warned("nothing stands")),
    ("boats AND NOT", Warned("nothing stands after `NOT`")),
    ("boats OR OR OR", Warned("nothing stands")),
    ("boats -boats", Nothing),
    ("--boats", Found),
    ("~", Warned("nothing here to search for")),
    ("^2", Found),
    ("boats^2", Nothing),
    ("[a TO z]", Nothing),
    ("{a TO z}", Nothing),
    ("boats && families || sea", Found),
    ("!boats", Found),
    ("+boats", Found),
    (".*", Warned("nothing here to search for")),
    ("(a+)+$", Found),
    ("/bo.ts/", Nothing),
    ("^(?:b|o)+.*$", Warned(ONE_WORD)),
    ("'; DROP TABLE releases; --", Nothing),
    ("1' OR '1'='1", Found),
    ("%00 %s %n %x", Nothing),
    ("${jndi:ldap://x.example/a}", Nothing),
    ("{{7*7}} <%= 7 %>", Warned(ONE_WORD)),
    ("<script>alert(1)</script>", Nothing),
    ("{\"query\":{\"match_all\":{}}}", Nothing),
    ("../../../../etc/passwd", Nothing),
    ("path:../../../../etc/passwd", Nothing),
    ("path:C:\\Windows\\*", Nothing),
    ("https://example.org/a?b=c&d=e#f", Warned(ONE_WORD)),
    ("boats\u{0}families", Nothing),
    ("boats\tfamilies\r\nsea", Found),
    ("\u{1b}]0;owned\u{7}", Nothing),
    ("\u{feff}boats", Found),
    ("bo\u{ad}ats", Found),
    ("\u{202e}boats\u{202c}", Found),
    ("b\u{300}\u{301}\u{302}\u{303}oats", Found),
    ("ＢＯＡＴＳ", Found),
    ("BOATS", Found),
    ("ﬁre", Nothing),
    (
        "\u{10ffff}\u{e000}\u{fdd0}",
        Warned("nothing here to search for"),
    ),
    ("👩‍👩‍👧‍👦 boats", Found),
    ("مرحبا بالعالم", Nothing),
    ("शरणार्थी", Nothing),
    ("𝕓𝕠𝕒𝕥𝕤", Found),
    ("İstanbul ıŞIK", Nothing),
    ("ß ẞ ss", Nothing),
    ("1e309 -0 NaN Infinity", Nothing),
    ("99999999999999999999999999", Nothing),
    ("boats, families; and? sea: or", Nothing),
    ("a:b:c:d:e", Warned("no field is called")),
    ("::::", Warned("nothing here to search for")),
    ("title:(boats", Warned("no `)` closes this")),
    ("title:(-boats)", Found),
    ("title:title:boats", Nothing),
    ("date:(2020 OR boats)", Warned("is not a date")),
    ("=boats", Found),
    ("org:=Boats", Refused("no organisation is called")),
    ("speaker:\"'\"", Warned("no word stands between")),
    ("the", Found),
    ("THE AND A AND OF", Found),
];

/// A corpus with a large vocabulary, indexed by the real program.
struct Corpus {
    directory: TempDir,
}

static CORPUS: LazyLock<Corpus> = LazyLock::new(Corpus::new);

/// Invented words by a fixed rule, so that a failure comes again.
fn vocabulary(count: usize) -> impl Iterator<Item = String> {
    const SYLLABLES: [&str; 16] = [
        "ba", "re", "to", "mi", "lu", "sen", "dor", "kal", "vi", "po", "nur", "gha", "té", "ol",
        "ix", "w",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    (0..count).map(move |_| {
        let mut word = String::new();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        for at in 0..2 + state % 4 {
            word.push_str(SYLLABLES[(state >> (8 + 4 * at)) as usize % SYLLABLES.len()]);
        }
        word
    })
}

impl Corpus {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut rows = String::new();
        let words: Vec<String> = vocabulary(60_000).collect();
        for (at, words) in words.chunks(200).enumerate() {
            let text = format!(
                "PORTBY, 9 May 2023 – The boats and a car of families by the sea. {}.\n\n“We keep all of the {} \
                 boats,” said Noor Haddad of the Coast Relief.",
                words.join(" "),
                words[0]
            );
            let row = serde_json::json!({"title": format!("Release {at}"), "date": "2023-05-09", "text": text});
            writeln!(rows, "{row}").unwrap();
        }
        fs::write(directory.path().join("releases.ndjson"), rows).unwrap();
        let corpus = Self { directory };
        let indexed = corpus.run(&["index", "."]);
        assert!(
            indexed.status.success(),
            "{}",
            String::from_utf8_lossy(&indexed.stderr)
        );
        corpus
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(arguments)
            .current_dir(self.path())
            .env_remove("DATELINE_INDEX")
            .output()
            .unwrap()
    }

    fn engine(&self) -> LocalEngine {
        let names = Registered(Register::builtin());
        LocalEngine::open(&Home::of_corpus(self.path()), Box::new(names)).unwrap()
    }
}

/// All queries with what each must come to.
fn all() -> Vec<(String, Expect)> {
    let mut all: Vec<(String, Expect)> = Vec::new();
    for shape in shapes() {
        all.push(((shape.make)(shape.limit), shape.at));
        all.push(((shape.make)(shape.limit + 1), Refused(shape.over)));
        let far = (shape.make)(shape.limit * 100);
        let told = if far.chars().count() > query::limits::MAX_CHARACTERS {
            LENGTH
        } else {
            "at most"
        };
        all.push((far, Refused(told)));
    }
    let hostile = HOSTILE.iter();
    all.extend(hostile.map(|(query, expect)| ((*query).to_owned(), *expect)));
    all.push(("/".repeat(100_000), Refused(LENGTH)));
    all.push(("a OR ".repeat(100_000), Refused(LENGTH)));
    all.push(("(".repeat(1_000_000), Refused(LENGTH)));
    all
}

/// What the library makes of a query.
///
/// The other ways to ask must hold as well.
fn answered(engine: &LocalEngine, input: &str) -> (Option<u64>, Vec<String>) {
    let today = jiff::civil::date(2026, 3, 31);
    let query = match query::parse(input, today) {
        Ok(query) => query,
        Err(error) => return (None, vec![error.to_string()]),
    };
    let request = Request {
        query: input.to_owned(),
        snippets: 3,
        ..Request::default()
    };
    let _ = engine.quotes(&request, &query.root);
    let _ = engine.facet(&request, &query.root, "organisation", 10);
    let _ = series(engine, &request, &query.root, Step::Year, None);
    match engine.search(&request, &query.root) {
        Ok(answer) => {
            assert_eq!(answer.query.understood, query.root.to_string());
            let told = query.warnings.into_iter().map(|warning| warning.message);
            let of_index = answer.query.warnings.into_iter().map(|told| told.message);
            (Some(answer.total), told.chain(of_index).collect())
        }
        Err(error) => (None, vec![error.to_string()]),
    }
}

/// Words of an AND that finds nothing are tried with OR, and that is told.
const SOME: &str = "no release has all of these words";

fn meets(expect: Expect, total: Option<u64>, told: &[String]) -> bool {
    let says = |piece: &str| told.iter().any(|told| told.contains(piece));
    match expect {
        Found => total.is_some_and(|total| total > 0) && told.is_empty(),
        Nothing => {
            total == Some(0) && told.is_empty() || total.is_some() && told.len() == 1 && says(SOME)
        }
        Warned(piece) => total.is_some() && says(piece),
        Refused(piece) => total.is_none() && says(piece),
    }
}

#[test]
fn each_is_answered_or_refused_as_it_should_by_the_library() {
    let engine = CORPUS.engine();
    let mut wrong = String::new();
    let mut times: Vec<(Duration, String)> = Vec::new();
    let queries = all();
    assert!(queries.len() >= 99 + 90, "{}", queries.len());
    for (query, expect) in &queries {
        let begun = Instant::now();
        let (total, told) = answered(&engine, query);
        let shown: String = query.chars().take(40).collect();
        times.push((begun.elapsed(), shown.clone()));
        if !meets(*expect, total, &told) {
            writeln!(wrong, "{shown:?}: {expect:?}, got {total:?} {told:?}").unwrap();
        }
    }
    assert_eq!(wrong, "");
    times.sort_by(|a, b| b.cmp(a));
    for (took, shown) in times.iter().take(5) {
        println!("{took:?} {shown:?}");
    }
    // Four searches each: a hang would show, a busy machine must not.
    assert!(times[0].0 < Duration::from_secs(20), "{:?}", times[0]);
}

/// For measuring: asks them of the index that `DATELINE_BAD_QUERIES_INDEX` names, prints the
/// slowest, and holds each to a second. Without the variable there is nothing to ask.
#[test]
fn each_is_quick_over_an_index_that_is_given() {
    let Some(index) = std::env::var_os("DATELINE_BAD_QUERIES_INDEX") else {
        println!("DATELINE_BAD_QUERIES_INDEX names no index: skipped");
        return;
    };
    let names = Registered(Register::builtin());
    let engine = LocalEngine::open(&Home::new(index), Box::new(names)).unwrap();
    let mut times: Vec<(Duration, String)> = Vec::new();
    for (query, _) in &all() {
        let begun = Instant::now();
        if let Ok(parsed) = query::parse(query, jiff::civil::date(2026, 3, 31)) {
            let _ = engine.search(&Request::default(), &parsed.root);
        }
        times.push((begun.elapsed(), query.chars().take(60).collect()));
    }
    times.sort_by(|a, b| b.cmp(a));
    for (took, shown) in times.iter().take(12) {
        println!("{took:?} {shown:?}");
    }
    assert!(times[0].0 < Duration::from_secs(1), "{:?}", times[0]);
}

/// In a list, a query that asks for nothing is a mistake and not a wish for every release.
fn row_meets(expect: Expect, query: &str, row: &Value) -> bool {
    let message = row["message"].as_str().unwrap_or_default();
    let failed = row["status"] == "error";
    let all = query::parse(query, jiff::civil::date(2026, 3, 31))
        .is_ok_and(|query| query.root.kind == query::Kind::All && !query.warnings.is_empty());
    match expect {
        _ if all => failed && message == "nothing in it to search for",
        Found => row["status"] == "found",
        Nothing => !failed,
        Warned(piece) => !failed && message.contains(piece),
        Refused(piece) => failed && message.contains(piece),
    }
}

#[test]
fn one_process_answers_them_all_and_lives() {
    let queries = all();
    let list = CORPUS.path().join("bad.csv");
    let mut writer = csv::Writer::from_path(&list).unwrap();
    writer.write_record(["label", "query"]).unwrap();
    for (at, (query, _)) in queries.iter().enumerate() {
        writer.write_record([&at.to_string(), query]).unwrap();
    }
    writer.flush().unwrap();
    drop(writer);
    let output = CORPUS.run(&["batch", "bad.csv", "--format", "json"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut wrong = String::new();
    for (at, (query, expect)) in queries.iter().enumerate() {
        let label = at.to_string();
        let row = rows.iter().find(|row| row["label"] == *label);
        if !row.map_or(query.trim().is_empty(), |row| {
            row_meets(*expect, query, row)
        }) {
            let shown: String = query.chars().take(40).collect();
            let got = row.map(|row| (&row["status"], &row["total"], &row["message"]));
            writeln!(wrong, "{shown:?}: {expect:?}, got {got:?}").unwrap();
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn the_program_refuses_what_its_flags_cannot_mean() {
    let cursor = "e30".repeat(5_000);
    let many = "x".repeat(100_000);
    let cases: &[(&[&str], &str)] = &[
        (&["-n", "0"], "limit is 0; give 1 to 1000"),
        (&["-n", "1001"], "give 1 to 1000"),
        (&["-n", "1000000000"], "give 1 to 1000"),
        (&["-n", "18446744073709551615"], "give 1 to 1000"),
        (&["-n", "18446744073709551616"], "number too large"),
        (&["-n", "-1"], "unexpected argument '-1'"),
        (&["-n", "ten"], "invalid digit"),
        (&["--offset", "9991"], "go on with cursor instead"),
        (
            &["--offset", "18446744073709551615"],
            "go on with cursor instead",
        ),
        (&["--snippets", "21"], "give 0 to 20"),
        (&["--snippets", "1000000000"], "give 0 to 20"),
        (&["--cursor", "garbage"], "none that dateline gave"),
        (&["--cursor", ""], "none that dateline gave"),
        (&["--cursor", "AAAA"], "none that dateline gave"),
        (&["--cursor", "////++++"], "none that dateline gave"),
        (&["--cursor", &cursor], "none that dateline gave"),
        (
            &["--cursor", "x", "--offset", "1"],
            "cursor and offset are both given",
        ),
        (&["--facet", "yeer"], "did you mean `year`?"),
        (&["--facet", "year:0"], "give 1 to 10000"),
        (&["--facet", "year:99999999"], "give 1 to 10000"),
        (&["--facet", "year:x"], "write FIELD:N"),
        (&["--facet", "\u{1b}]0;x\u{7}"], "no field to count"),
        (&["--since", "0000"], "is not a date"),
        (&["--since", "99999y"], "before the year 1"),
        (&["--since", "2024", "--until", "2023"], "lies after until"),
        (&["--until", ""], "is not a date"),
        (&["--organisation", &many], "no organisation is called"),
        (&["--organisation", ""], "no organisation is called"),
        (&["--sort", "random"], "invalid value"),
        (&["--format", "xml"], "invalid value"),
        (&["--frobnicate"], "unexpected argument"),
    ];
    for (arguments, told) in cases {
        let output = CORPUS.run(&[&["search", "boats"], *arguments].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let shown = arguments.join(" ");
        let shown = shown.chars().take(60).collect::<String>();
        assert_eq!(output.status.code(), Some(2), "{shown}: {said}");
        assert!(said.contains(told), "{shown}: {said}");
        assert!(!said.contains(['\u{1b}', '\u{7}']), "{shown}: {said:?}");
    }
}
