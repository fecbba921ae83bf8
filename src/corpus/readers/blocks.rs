//! The text of a document as it is read out of markup: [`Blocks`] takes paragraphs,
//! tables and notes in the markup's order and gives paragraphs with a blank line between.
//!
//! A row of a table is a line, its cells apart by tabs; a table that only lays out (a cell
//! of several paragraphs, a row of one cell) gives its paragraphs. Notes stand at the end.

/// Deeper nesting of paragraphs, cells and tables is flattened.
const MAX_DEPTH: usize = 64;

/// Paragraphs in the making.
#[derive(Default)]
pub(super) struct Blocks {
    /// The finished paragraphs of the document and of each open cell or note, outermost first.
    levels: Vec<Vec<String>>,
    /// The open paragraphs: a text box stands inside one.
    open: Vec<String>,
    /// The open tables.
    tables: Vec<Table>,
    notes: Vec<String>,
}

#[derive(Default)]
struct Table {
    row: Vec<Vec<String>>,
    lines: Vec<String>,
}

impl Blocks {
    /// A paragraph begins, with what stands before it, e.g. the mark of a list.
    pub(super) fn begin(&mut self, mark: &str) {
        if self.open.len() < MAX_DEPTH {
            self.open.push(mark.to_owned());
        }
    }

    /// Text of the open paragraph; none is open between paragraphs.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.push_str(text);
        }
    }

    /// The open paragraph ends.
    pub(super) fn end(&mut self) {
        if let Some(text) = self.open.pop() {
            self.paragraph(tidy(&text));
        }
    }

    /// Whether a paragraph is open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    fn paragraph(&mut self, text: String) {
        if text.is_empty() || text == "-" {
            return;
        }
        if self.levels.is_empty() {
            self.levels.push(Vec::new());
        }
        if let Some(level) = self.levels.last_mut() {
            level.push(text);
        }
    }

    fn deeper(&mut self) {
        if self.levels.is_empty() {
            self.levels.push(Vec::new());
        }
        self.levels.push(Vec::new());
    }

    fn shallower(&mut self) -> Vec<String> {
        if self.levels.len() > 1 {
            self.levels.pop().unwrap_or_default()
        } else {
            Vec::new()
        }
    }

    /// A note begins: what follows up to its end stands behind the text.
    pub(super) fn begin_note(&mut self) {
        self.deeper();
    }

    /// A note ends.
    pub(super) fn end_note(&mut self) {
        let note = self.shallower();
        self.notes.extend(note);
    }

    /// A table begins.
    pub(super) fn begin_table(&mut self) {
        self.tables.push(Table::default());
    }

    /// A cell begins.
    pub(super) fn begin_cell(&mut self) {
        self.deeper();
    }

    /// A cell ends.
    pub(super) fn end_cell(&mut self) {
        let cell = self.shallower();
        match self.tables.last_mut() {
            Some(table) => table.row.push(cell),
            None => cell.into_iter().for_each(|text| self.paragraph(text)),
        }
    }

    /// A row ends.
    pub(super) fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let row = std::mem::take(&mut table.row);
        let filled = row.iter().filter(|cell| !cell.is_empty()).count();
        let is_data = filled > 1 && row.iter().all(|cell| cell.len() <= 1);
        if is_data {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| {
                    cell.first()
                        .map_or_else(String::new, |text| text.replace('\n', " "))
                })
                .collect();
            table.lines.push(cells.join("\t").trim_end().to_owned());
            return;
        }
        let lines = std::mem::take(&mut table.lines);
        self.paragraph(lines.join("\n"));
        row.into_iter()
            .flatten()
            .for_each(|text| self.paragraph(text));
    }

    /// A table ends.
    pub(super) fn end_table(&mut self) {
        self.end_row();
        if let Some(table) = self.tables.pop() {
            self.paragraph(table.lines.join("\n"));
        }
    }

    /// All of it as one text.
    pub(super) fn into_text(mut self) -> String {
        while self.is_open() {
            self.end();
        }
        let mut paragraphs: Vec<String> = std::mem::take(&mut self.levels)
            .into_iter()
            .flatten()
            .collect();
        paragraphs.append(&mut self.notes);
        let mut text = paragraphs.join("\n\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }
}

/// Without blanks at the ends of its lines and without control characters.
fn tidy(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let seen: String = line
                .chars()
                .filter(|c| *c == '\t' || !c.is_control())
                .collect();
            seen.trim().to_owned()
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(blocks: &mut Blocks, text: &str) {
        blocks.begin("");
        blocks.text(text);
        blocks.end();
    }

    fn cell(blocks: &mut Blocks, texts: &[&str]) {
        blocks.begin_cell();
        texts.iter().for_each(|text| add(blocks, text));
        blocks.end_cell();
    }

    #[test]
    fn a_row_is_a_line_and_a_layout_is_its_paragraphs() {
        let mut blocks = Blocks::default();
        add(&mut blocks, " Before ");
        blocks.begin_table();
        cell(&mut blocks, &["Arrivals"]);
        cell(&mut blocks, &["94"]);
        blocks.end_row();
        cell(&mut blocks, &["Returns"]);
        cell(&mut blocks, &["7"]);
        blocks.end_row();
        blocks.end_table();
        blocks.begin_table();
        cell(&mut blocks, &["One", "Two"]);
        cell(&mut blocks, &["Three"]);
        blocks.end_row();
        blocks.end_table();
        assert_eq!(
            blocks.into_text(),
            "Before\n\nArrivals\t94\nReturns\t7\n\nOne\n\nTwo\n\nThree\n"
        );
    }

    #[test]
    fn notes_stand_at_the_end_and_what_is_left_open_is_closed() {
        let mut blocks = Blocks::default();
        blocks.begin("");
        blocks.text("Text");
        blocks.begin_note();
        add(&mut blocks, "Note");
        blocks.end_note();
        blocks.text(" goes on");
        blocks.end();
        blocks.begin("- ");
        blocks.text("Item");
        assert_eq!(blocks.into_text(), "Text goes on\n\n- Item\n\nNote\n");
    }

    #[test]
    fn ends_without_beginnings_change_nothing() {
        let mut blocks = Blocks::default();
        blocks.end_note();
        blocks.end_cell();
        blocks.end_row();
        blocks.end_table();
        blocks.end();
        blocks.text("between");
        assert_eq!(blocks.into_text(), "");
    }
}
