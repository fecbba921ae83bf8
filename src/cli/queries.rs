//! A list of queries read from a file: lines, or a CSV with a column `query`.

use anyhow::{Result, anyhow};
use dateline::search::{Filters, GivenError};

use super::filters::today;

/// One query of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The line it begins on, from 1.
    pub(super) line: u64,
    pub(super) query: String,
    pub(super) label: Option<String>,
    /// Filters by name, with their values.
    pub(super) filters: Vec<(String, Vec<String>)>,
    /// Why it cannot be asked.
    pub(super) fault: Option<String>,
}

/// A list of queries.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    pub(super) queries: Vec<Asked>,
    /// What to tell of the whole.
    pub(super) notes: Vec<String>,
}

/// What a column of a table is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Query,
    Label,
    Filter(String),
    Other,
}

/// Reads a list; it is a table if it is called one or its first line names a column `query`.
///
/// # Errors
/// For a table without `query` and without any filter, or with a misspelt one.
pub(super) fn read(bytes: &[u8], is_table: bool) -> Result<List> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if is_table || first_line_is_header(bytes) {
        return table(bytes);
    }
    let mut list = List::default();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let (query, fault) = decoded(line);
        let query = query.trim();
        if !query.is_empty() {
            list.queries.push(Asked {
                line: at as u64 + 1,
                query: query.to_owned(),
                fault,
                ..Asked::default()
            });
        }
    }
    Ok(list)
}

fn decoded(bytes: &[u8]) -> (String, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (
            String::from_utf8_lossy(bytes).into_owned(),
            Some("the line is not UTF-8; save the file as UTF-8".to_owned()),
        ),
    }
}

fn first_line_is_header(bytes: &[u8]) -> bool {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.trim()
        .split(',')
        .any(|cell| cell.trim().trim_matches('"').eq_ignore_ascii_case("query"))
}

fn table(bytes: &[u8]) -> Result<List> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.byte_headers()?.clone();
    let mut list = List::default();
    let mut columns = Vec::new();
    for name in &header {
        let name = String::from_utf8_lossy(name).trim().to_owned();
        let column = column(&name)?;
        if column == Column::Other && !name.is_empty() {
            list.notes
                .push(format!("the column `{name}` is no filter and is left out"));
        }
        columns.push(column);
    }
    let asks = |column: &Column| matches!(column, Column::Query | Column::Filter(_));
    if !columns.iter().any(asks) {
        return Err(anyhow!(
            "the table has no column to ask by; name one `query`, or after a filter such as organisation, speaker or since"
        ));
    }
    for record in reader.byte_records() {
        let asked = match record {
            Ok(record) => asked(&record, &columns),
            Err(error) => Asked {
                fault: Some(error.to_string()),
                ..Asked::default()
            },
        };
        let blank = asked.query.is_empty() && asked.filters.is_empty() && asked.fault.is_none();
        if !blank {
            list.queries.push(asked);
        }
    }
    Ok(list)
}

/// Letters in which a column may differ from a filter and still be meant as one.
const SLIPS: usize = 2;

/// A column that is nearly a filter is an error: without it the row would ask something else.
fn column(name: &str) -> Result<Column> {
    match name.to_lowercase().as_str() {
        "query" | "q" => return Ok(Column::Query),
        "label" => return Ok(Column::Label),
        _ => {}
    }
    match Filters::default().give(name, &[], today()) {
        Ok(()) => Ok(Column::Filter(name.to_owned())),
        Err(GivenError::Unknown {
            nearest: Some(nearest),
            name: asked,
        }) if strsim::osa_distance(&asked, &nearest) <= SLIPS => Err(anyhow!(
            "the column `{name}` is no filter; did you mean `{nearest}`?"
        )),
        Err(_) => Ok(Column::Other),
    }
}

fn asked(record: &csv::ByteRecord, columns: &[Column]) -> Asked {
    let line = record.position().map_or(0, csv::Position::line);
    let mut asked = Asked {
        line,
        ..Asked::default()
    };
    if record.len() > columns.len() {
        asked.fault = Some(format!(
            "the row has {} cells, the header {}; put cells with commas between quotation marks",
            record.len(),
            columns.len()
        ));
    }
    for (cell, column) in record.iter().zip(columns) {
        let (text, fault) = decoded(cell);
        asked.fault = asked.fault.or(fault);
        let text = text.trim();
        match column {
            _ if text.is_empty() => {}
            Column::Query => text.clone_into(&mut asked.query),
            Column::Label => asked.label = Some(text.to_owned()),
            Column::Filter(name) => {
                let values = text
                    .split(';')
                    .map(str::trim)
                    .filter(|value| !value.is_empty());
                asked
                    .filters
                    .push((name.clone(), values.map(str::to_owned).collect()));
            }
            Column::Other => {}
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_queries_and_blank_ones_are_not() {
        let list = read("\u{FEFF}safe passage\r\n\n  UNHCR \n".as_bytes(), false).unwrap();
        let read: Vec<_> = list
            .queries
            .iter()
            .map(|a| (a.line, a.query.as_str()))
            .collect();
        assert_eq!(read, [(1, "safe passage"), (3, "UNHCR")]);
    }

    #[test]
    fn a_line_that_is_not_utf_8_is_a_fault_of_its_own() {
        let list = read(b"a\n\xFF\nb", false).unwrap();
        let faults: Vec<_> = list.queries.iter().map(|a| a.fault.is_some()).collect();
        assert_eq!(faults, [false, true, false]);
    }

    #[test]
    fn columns_are_filters_by_their_names() {
        let csv =
            "label,Query,organisation,notes\nx,\"safe, passage\",UNHCR; IOM,hm\n,,,\n,a,b,c,d\n";
        let list = read(csv.as_bytes(), false).unwrap();
        assert_eq!(
            list.notes,
            ["the column `notes` is no filter and is left out"]
        );
        let first = &list.queries[0];
        assert_eq!((first.line, first.query.as_str()), (2, "safe, passage"));
        assert_eq!(first.label.as_deref(), Some("x"));
        let names = vec!["UNHCR".to_owned(), "IOM".to_owned()];
        assert_eq!(first.filters, [("organisation".to_owned(), names)]);
        assert_eq!(list.queries.len(), 2);
        assert!(
            list.queries[1]
                .fault
                .as_deref()
                .unwrap()
                .contains("5 cells")
        );
    }

    #[test]
    fn a_misspelt_column_is_an_error() {
        let error = read(b"query,organisaton\na,b\n", false)
            .unwrap_err()
            .to_string();
        assert!(error.contains("did you mean `organisation`?"), "{error}");
        assert!(
            read(b"colour\nred\n", true)
                .unwrap_err()
                .to_string()
                .contains("name one `query`")
        );
    }
}
