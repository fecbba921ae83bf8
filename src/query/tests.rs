//! The language as `docs/query-syntax.md` tells it, row for row.

use super::*;
use jiff::civil::date;

const TODAY: Date = date(2026, 3, 31);
const PAGE: &str = include_str!("../../docs/query-syntax.md");

/// The rows of the table whose third column is headed `heading`: its cells as written.
fn rows(heading: &str) -> Vec<[String; 3]> {
    let head = format!("| {heading} |");
    let table = PAGE
        .lines()
        .skip_while(|line| !line.ends_with(&head))
        .skip(2);
    table
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line[1..line.len() - 1].split('|').map(str::trim).collect();
            let [query, understood, rest] = cells.try_into().expect("three cells");
            [query, understood, rest].map(str::to_owned)
        })
        .collect()
}

fn code(cell: &str) -> &str {
    cell.strip_prefix('`')
        .and_then(|c| c.strip_suffix('`'))
        .expect("a cell in backquotes")
}

#[test]
fn each_row_is_understood_as_it_says() {
    let rows = rows("meaning");
    assert!(rows.len() > 40, "{} rows read", rows.len());
    for [typed, understood, _] in rows {
        let query = parse(code(&typed), TODAY).unwrap();
        assert_eq!(query.root.to_string(), code(&understood), "{typed}");
        assert_eq!(query.warnings, [], "{typed}");
    }
}

#[test]
fn each_fault_is_answered_and_warned_of_as_it_says() {
    let rows = rows("warning");
    assert!(rows.len() > 15, "{} rows read", rows.len());
    for [typed, understood, warning] in rows {
        let query = parse(code(&typed), TODAY).unwrap();
        assert_eq!(query.root.to_string(), code(&understood), "{typed}");
        let said: Vec<&str> = query.warnings.iter().map(|w| w.message.as_str()).collect();
        assert_eq!(said, [warning.as_str()], "{typed}");
        assert!(
            matches!(query.strict(), Err(QueryError::Strict(_))),
            "{typed}"
        );
    }
}

#[test]
fn the_fields_on_the_page_are_those_of_the_table() {
    let listed: Vec<[String; 3]> = rows("holds");
    let names: Vec<&str> = listed.iter().map(|row| code(&row[0])).collect();
    let known: Vec<&str> = fields::FIELDS.iter().map(|row| row.1).collect();
    assert_eq!(names, known);
    for (row, (_, _, aliases)) in listed.iter().zip(fields::FIELDS) {
        let written: Vec<&str> = row[1]
            .split(", ")
            .filter(|a| !a.is_empty())
            .map(code)
            .collect();
        assert_eq!(&written, aliases, "{}", row[0]);
    }
}

#[test]
fn a_node_knows_where_it_was_read() {
    let input = "été (title:a OR \"b c\"~2) -d";
    let query = parse(input, TODAY).unwrap();
    let Kind::And(parts) = &query.root.kind else {
        panic!("{:?}", query.root)
    };
    let places: Vec<&str> = parts.iter().map(|node| node.span.of(input)).collect();
    assert_eq!(places, ["été", "(title:a OR \"b c\"~2)", "-d"]);
}

#[test]
fn a_warning_counts_characters_not_bytes() {
    let query = parse("été AND", TODAY).unwrap();
    assert_eq!((query.warnings[0].start, query.warnings[0].end), (4, 7));
}

#[test]
fn the_deepest_query_parses_and_one_deeper_does_not() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(limits::MAX_NESTING), TODAY).is_ok());
    let refused = parse(&nested(limits::MAX_NESTING + 1), TODAY).unwrap_err();
    assert_eq!(
        refused,
        QueryError::TooDeep {
            found: 33,
            limit: 32
        }
    );
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_input_breaks_the_parser(input in "\\PC{0,80}") {
            if let Ok(query) = parse(&input, TODAY) {
                let length = input.chars().count();
                for warning in query.warnings {
                    prop_assert!(warning.start <= warning.end && warning.end <= length);
                    let _ = underlined(&input, &warning, 20);
                }
            }
        }
    }
}
