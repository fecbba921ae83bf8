//! From a tree to text as a person reads it: [`flow`].
//!
//! Blocks are parted by a blank line, `<br>` ends a line, two of them a paragraph; items
//! of lists and rows of tables stand on lines of their own. What stands in the line
//! neither glues nor parts words. A table that only lays out the page is no table.

use super::elements::Traits;
use super::tree::{Kind, NodeId, Tree};

/// What parts two pieces of text; the greater one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    Tab,
    Line,
    Paragraph,
}

impl Gap {
    const fn written(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Blank => " ",
            Self::Tab => "\t",
            Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}

/// A cell with more characters holds a piece of the page, not an entry.
const LONGEST_ENTRY: usize = 200;

/// The text inside `root`, without the nodes marked in `unseen`.
pub(super) fn flow(tree: &Tree, root: NodeId, unseen: &[bool]) -> String {
    let mut flow = Flow {
        tree,
        out: String::new(),
        gap: Gap::None,
        mark: None,
        open: Vec::new(),
    };
    let within = tree.within(root);
    let mut id = within.start;
    while id < within.end {
        flow.leave_before(id);
        let Some(node) = tree.node(id) else { break };
        if unseen.get(id).copied().unwrap_or_default() {
            id = node.end;
            continue;
        }
        match node.kind {
            Kind::Text(..) => flow.text(tree.text(id)),
            Kind::Element(name, traits, ..) => flow.enter(id, name, traits, node.end),
        }
        id += 1;
    }
    flow.leave_before(within.end);
    flow.out
}

/// An element whose end matters.
struct Open {
    end: NodeId,
    /// What follows it.
    gap: Gap,
    kind: Inside,
}

/// What an open element means for what is inside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Nothing.
    Block,
    /// White space stands as it is.
    Preformatted,
    /// Blocks are blanks.
    Cell,
    /// Rows are lines, cells entries.
    Table,
    /// A row of such a table.
    Row,
    /// Cells and rows are blocks.
    Layout,
    /// A list with numbers, with the last one.
    Numbered(usize),
    /// Another list.
    List,
    /// Between marks that browsers draw.
    Quoted,
}

struct Flow<'t> {
    tree: &'t Tree,
    out: String,
    gap: Gap,
    /// The mark of a list's item, until its first word comes.
    mark: Option<String>,
    open: Vec<Open>,
}

impl Flow<'_> {
    fn part(&mut self, gap: Gap) {
        // In an entry of a table all is one line.
        let in_cell = self.open.iter().any(|open| open.kind == Inside::Cell);
        let gap = if in_cell { gap.min(Gap::Blank) } else { gap };
        self.gap = self.gap.max(gap);
    }

    fn leave_before(&mut self, id: NodeId) {
        while let Some(open) = self.open.pop_if(|open| open.end <= id) {
            if open.kind == Inside::Quoted {
                self.out.push('”');
            }
            self.part(open.gap);
        }
    }

    fn enter(&mut self, id: NodeId, name: &str, traits: Traits, end: NodeId) {
        let (gap, kind) = match name {
            "br" => {
                let gap = if self.gap >= Gap::Line {
                    Gap::Paragraph
                } else {
                    Gap::Line
                };
                return self.part(gap);
            }
            "q" => {
                self.write("“");
                (Gap::None, Inside::Quoted)
            }
            "pre" => (Gap::Paragraph, Inside::Preformatted),
            "table" if is_data(self.tree, id) => (Gap::Paragraph, Inside::Table),
            "table" => (Gap::Paragraph, Inside::Layout),
            "ol" => (self.list_gap(), Inside::Numbered(0)),
            "ul" | "menu" => (self.list_gap(), Inside::List),
            "li" => return self.item(end),
            "dt" | "dd" => (Gap::Line, Inside::Block),
            _ if traits.any(Traits::CELL.and(Traits::ROW).and(Traits::ROWS)) => {
                self.of_table(traits)
            }
            _ if traits.any(Traits::BLOCK) => (Gap::Paragraph, Inside::Block),
            _ => return,
        };
        let is_cell = kind == Inside::Cell;
        if !is_cell {
            self.part(gap);
        }
        self.open.push(Open { end, gap, kind });
    }

    /// A list in a list begins on the next line.
    fn list_gap(&self) -> Gap {
        let nested = self
            .open
            .iter()
            .any(|open| matches!(open.kind, Inside::List | Inside::Numbered(_)));
        if nested { Gap::Line } else { Gap::Paragraph }
    }

    fn of_table(&self, traits: Traits) -> (Gap, Inside) {
        let table = self
            .open
            .iter()
            .rfind(|open| matches!(open.kind, Inside::Table | Inside::Layout));
        match table.map(|open| open.kind) {
            Some(Inside::Table) if !traits.any(Traits::CELL) => (Gap::Line, Inside::Row),
            Some(Inside::Table) => (Gap::Tab, Inside::Cell),
            _ => (Gap::Paragraph, Inside::Block),
        }
    }

    fn item(&mut self, end: NodeId) {
        self.part(Gap::Line);
        let list = self
            .open
            .iter_mut()
            .rfind(|open| matches!(open.kind, Inside::List | Inside::Numbered(_)));
        self.mark = Some("• ".to_owned());
        if let Some(open) = list
            && let Inside::Numbered(last) = &mut open.kind
        {
            *last += 1;
            self.mark = Some(format!("{last}. "));
        }
        self.open.push(Open {
            end,
            gap: Gap::Line,
            kind: Inside::Block,
        });
    }

    fn text(&mut self, text: &str) {
        let preformatted = self
            .open
            .iter()
            .any(|open| open.kind == Inside::Preformatted);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if preformatted && first == '\n' {
                self.enter(0, "br", Traits::VOID, 0);
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            let blank = |c: char| c.is_whitespace() && !(preformatted && c == '\n');
            let word = rest.trim_start_matches(blank);
            if word.len() < rest.len() {
                self.part(Gap::Blank);
            }
            let end = word.find(char::is_whitespace).unwrap_or(word.len());
            let (word, behind) = word.split_at(end);
            self.write(word);
            rest = behind;
        }
    }

    /// Writes a word, without what has no width and only says where a line may break.
    fn write(&mut self, word: &str) {
        let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
        if word.chars().all(unseen) {
            return;
        }
        if !self.out.is_empty() {
            self.out.push_str(self.gap.written());
        }
        self.gap = Gap::None;
        if let Some(mark) = self.mark.take() {
            self.out.push_str(&mark);
        }
        if word.contains(unseen) {
            self.out.extend(word.chars().filter(|c| !unseen(*c)));
        } else {
            self.out.push_str(word);
        }
    }
}

/// Whether a table holds data: rows of several short entries.
fn is_data(tree: &Tree, table: NodeId) -> bool {
    let (mut cells, mut widest, mut entry) = (0, 0, 0);
    for id in tree.within(table).skip(1) {
        let traits = tree.traits(id);
        if traits.any(Traits::TABLE.and(Traits::HEADING).and(Traits::LIST)) {
            return false;
        }
        if traits.any(Traits::ROW) {
            cells = 0;
        } else if traits.any(Traits::CELL) {
            cells += 1;
            entry = 0;
        }
        entry += tree.text(id).trim().chars().count();
        if entry > LONGEST_ENTRY {
            return false;
        }
        if entry > 0 {
            widest = widest.max(cells);
        }
    }
    widest > 1
}
