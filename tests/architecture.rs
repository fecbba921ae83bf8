//! The rules of the house that a compiler does not check: modules use only those
//! above them, tantivy stays where it belongs, files and functions stay small.
//!
//! The checker reads tokens, not lines, so comments, strings and line breaks do
//! not mislead it; what it makes of small pieces of code is tested here too.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a source that cannot be read must fail the test"
)]

#[path = "architecture/rules.rs"]
mod rules;

use std::path::Path;

use rules::{Exemption, Source, violations};

/// Where the word `tantivy` may stand: the index, and those who ask it.
const TANTIVY_IN: &[&str] = &["src/schema", "src/indexer", "src/facet", "src/search"];

/// Functions over the limit, each with the reason it may be.
const LONG_FUNCTIONS: &[Exemption] = &[];

/// Files over the limit, each with the reason it may be.
const LONG_FILES: &[Exemption] = &[];

fn sources(directory: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    walkdir::WalkDir::new(root.join(directory))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(root)
                .unwrap()
                .display()
                .to_string();
            Source {
                path: path.replace('\\', "/"),
                text: std::fs::read_to_string(entry.path()).unwrap(),
            }
        })
        .collect()
}

#[test]
fn the_house_keeps_its_rules() {
    let mut files = sources("src");
    assert!(files.iter().any(|file| file.path == "src/lib.rs"));
    for other in ["tests", "benches", "examples", "fuzz/fuzz_targets"] {
        files.extend(sources(other));
    }
    let found = violations(&files, TANTIVY_IN, LONG_FILES, LONG_FUNCTIONS);
    assert!(
        found.is_empty(),
        "{} rules broken:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// What the checker says of a crate of `text`, `query` and `schema` with `text` as file `path`.
fn said(path: &str, text: &str) -> Vec<String> {
    let root = "//! Root.\npub mod text;\npub mod query;\npub mod schema;\n";
    let files = [
        Source {
            path: "src/lib.rs".into(),
            text: root.into(),
        },
        Source {
            path: path.into(),
            text: text.into(),
        },
    ];
    violations(&files, TANTIVY_IN, &[], &[])
}

#[test]
fn a_module_may_use_itself_and_those_above() {
    let text =
        "//! Q.\nuse crate::{text::{Span, lines}, query::tree};\nfn f() { crate::text::g() }";
    assert_eq!(said("src/query/mod.rs", text), [""; 0]);
}

#[test]
fn a_use_of_a_module_below_is_found_however_it_is_written() {
    let ways = [
        "use crate::schema::Schema;",
        "use crate::{text::Span, schema};",
        "use crate::{self as root, schema::{a, b}};",
        "pub(crate) use ::std::io; use crate::schema as s;",
        "fn f() { let x = crate::schema::open(); }",
        "fn f() -> crate\n    ::\n    schema::Schema { todo!() }",
        "mod inner { fn f() { super::super::schema::open() } }",
        "use super::schema;",
        "macro_rules! m { () => { $crate::schema::open() } }",
    ];
    for way in ways {
        let found = said("src/query/mod.rs", &format!("//! Q.\n{way}"));
        assert_eq!(
            found,
            ["src/query/mod.rs: `query` uses `schema`, which lies below it"],
            "{way}"
        );
    }
}

#[test]
fn super_is_counted_from_where_the_file_lies() {
    let up_two = "//! Q.\nuse super::super::schema;";
    assert_eq!(said("src/query/parse.rs", up_two).len(), 1);
    assert_eq!(
        said("src/query/parse.rs", "//! Q.\nuse super::schema;"),
        [""; 0]
    );
    assert_eq!(
        said(
            "src/query/parse/mod.rs",
            "//! Q.\nuse super::super::schema;"
        )
        .len(),
        1
    );
}

#[test]
fn everything_of_the_root_at_once_hides_what_is_used() {
    let found = said("src/query.rs", "//! Q.\nuse crate::*;");
    assert_eq!(
        found,
        ["src/query.rs: `query` uses `*` of the crate, which is no module of it"]
    );
}

#[test]
fn comments_strings_and_tests_are_free() {
    let text = "//! See crate::schema.\n// crate::schema\nconst A: &str = \"crate::schema\";\n\
        #[cfg(test)]\nmod tests { use crate::schema; }\n#[cfg(test)]\nuse crate::schema::open;\n";
    assert_eq!(said("src/query.rs", text), [""; 0]);
}

#[test]
fn a_feature_or_a_negated_test_is_not_free() {
    for condition in ["not(test)", "feature = \"test\"", "any(test, unix)"] {
        let text = format!("//! Q.\n#[cfg({condition})]\nmod a {{ use crate::schema; }}");
        assert_eq!(said("src/query.rs", &text).len(), 1, "{condition}");
    }
}

#[test]
fn the_binary_may_use_any_module() {
    assert_eq!(
        said(
            "src/cli/mod.rs",
            "//! C.\nuse crate::cli::Args; use dateline::schema;"
        ),
        [""; 0]
    );
}

#[test]
fn a_file_of_no_listed_module_is_found() {
    let found = said("src/stray.rs", "//! S.\n");
    assert_eq!(found, ["src/stray.rs: `stray` is not listed in src/lib.rs"]);
}

#[test]
fn tantivy_stays_where_it_belongs() {
    let text = "//! tantivy is named freely here.\nuse tantivy::Index;";
    assert_eq!(
        said("src/query.rs", text),
        ["src/query.rs: tantivy is named outside src/schema, src/indexer, src/facet, src/search"]
    );
    assert_eq!(said("src/schema/open.rs", text), [""; 0]);
    assert_eq!(said("src/schema.rs", text), [""; 0]);
}

#[test]
fn a_file_says_what_it_is_for() {
    let found = said("src/query.rs", "use std::io;\n//! too late");
    assert_eq!(
        found.first().map(String::as_str),
        Some("src/query.rs: does not open with `//!`")
    );
}

#[test]
fn lines_are_counted_without_tests() {
    let body = "const A: u8 = 1;\n".repeat(499);
    let tests = format!(
        "#[cfg(test)]\nmod tests {{\n{}}}\n",
        "fn f() {}\n".repeat(200)
    );
    assert_eq!(
        said("src/query.rs", &format!("//! Q.\n{body}{tests}")),
        [""; 0]
    );
    let found = said(
        "src/query.rs",
        &format!("//! Q.\n{body}const B: u8 = 1;\n{tests}"),
    );
    assert_eq!(
        found,
        ["src/query.rs: 501 lines without its tests, at most 500"]
    );
}

#[test]
fn functions_are_counted_from_name_to_brace() {
    let function = |lines: usize| {
        format!(
            "//! Q.\nimpl A {{ fn long(&self)\n{{\n{}}} }}",
            "a();\n".repeat(lines)
        )
    };
    assert_eq!(said("src/query.rs", &function(57)), [""; 0]);
    let found = said("src/query.rs", &function(58));
    assert_eq!(
        found,
        ["src/query.rs: function `long` has 61 lines, at most 60"]
    );
}

#[test]
fn an_exemption_holds_and_one_that_is_not_needed_is_found() {
    let long = format!("//! Q.\nfn long() {{\n{}}}", "a();\n".repeat(80));
    let files = |text: &str| {
        let root = "//! Root.\npub mod query;\n";
        [("src/lib.rs", root), ("src/query.rs", text)].map(|(path, text)| Source {
            path: path.into(),
            text: text.into(),
        })
    };
    let exempt = [Exemption {
        what: "src/query.rs long",
        reason: "a table",
    }];
    assert_eq!(violations(&files(&long), &[], &[], &exempt), [""; 0]);
    let idle = violations(&files("//! Q.\n"), &[], &[], &exempt);
    assert_eq!(
        idle,
        ["the exemption of `src/query.rs long` (a table) is not needed"]
    );
}
