//! OpenDocument texts (odt): the text of `content.xml` as it would be printed. What was
//! deleted with changes tracked stands apart in the file and is left out; notes follow the
//! text; comments are no text, and headers and footers stand in another part.

use super::super::read::{Contents, Reader};
use super::super::skip::SkipReason;
use super::blocks::Blocks;
use super::package::{Attributes, Package, Piece, each_piece, texts_of};
use super::{Source, properties};

/// Elements that hold nothing to read.
const LEFT_OUT: &[&str] = &[
    "tracked-changes",
    "annotation",
    "note-citation",
    "sequence-decls",
    "variable-decls",
    "user-field-decls",
    "forms",
    "ruby-text",
    "automatic-styles",
    "font-face-decls",
    "scripts",
    "title",
    "desc",
    "table-of-content",
    "object",
    "object-ole",
];
/// More blanks in a row than this are layout.
const MOST_BLANKS: usize = 40;

/// An OpenDocument text.
pub(super) fn odt(source: Source<'_>, _reader: &Reader) -> Result<Contents, SkipReason> {
    let mut package = Package::open(source.bytes)?;
    let content = package
        .part("content.xml")?
        .ok_or_else(|| SkipReason::Damaged("it has no content.xml".to_owned()))?;
    if is_encrypted(&mut package) {
        return Err(SkipReason::NeedsPassword);
    }
    let mut body = Body::default();
    each_piece(&content, |piece| body.take(piece))?;
    let text = body.blocks.into_text();
    let meta = package.part("meta.xml").ok().flatten().unwrap_or_default();
    let [title, first, last] = texts_of(&meta, ["title", "initial-creator", "creator"]);
    let authors: Vec<String> = first.or(last).into_iter().collect();
    let given = properties::given(title.as_deref(), &authors, &text);
    source.text_with(text, given)
}

fn is_encrypted(package: &mut Package<'_>) -> bool {
    let manifest = package.part("META-INF/manifest.xml").ok().flatten();
    manifest.is_some_and(|manifest| manifest.contains("encryption-data"))
}

/// The reading of a document.
#[derive(Default)]
struct Body {
    blocks: Blocks,
    /// The element that is being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
    /// An item of a list has begun and has no paragraph yet.
    item: bool,
    /// The last character was a blank: another is none.
    blank: bool,
}

impl Body {
    fn take(&mut self, piece: Piece<'_>) {
        if let Some((name, open)) = &mut self.left_out {
            match piece {
                Piece::Open(inner, _) if inner == name => *open += 1,
                Piece::Close(inner) if inner == name => *open -= 1,
                _ => {}
            }
            if *open == 0 {
                self.left_out = None;
            }
            return;
        }
        match piece {
            Piece::Open(name, _) if LEFT_OUT.contains(&name) => {
                self.left_out = Some((name.to_owned(), 1));
            }
            Piece::Open(name, attributes) => self.open(name, &attributes),
            Piece::Close(name) => self.close(name),
            Piece::Text(text) => self.text(text),
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "p" | "h" => {
                let mark = if std::mem::take(&mut self.item) {
                    "- "
                } else {
                    ""
                };
                self.blocks.begin(mark);
                self.blank = true;
            }
            "list-item" => self.item = true,
            "s" => {
                let count = attributes.get("c").and_then(|count| count.parse().ok());
                self.blocks
                    .text(&" ".repeat(count.unwrap_or(1).min(MOST_BLANKS)));
            }
            "tab" => self.blocks.text("\t"),
            "line-break" => self.blocks.text("\n"),
            "note-body" => self.blocks.begin_note(),
            "table" => self.blocks.begin_table(),
            "table-cell" | "covered-table-cell" => self.blocks.begin_cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.blocks.end(),
            "list-item" => self.item = false,
            "note-body" => self.blocks.end_note(),
            "table-cell" | "covered-table-cell" => self.blocks.end_cell(),
            "table-row" => self.blocks.end_row(),
            "table" => self.blocks.end_table(),
            _ => {}
        }
    }

    /// Blanks run into one, as the format has it.
    fn text(&mut self, text: &str) {
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            let is_blank = matches!(c, ' ' | '\t' | '\r' | '\n');
            if !is_blank {
                folded.push(c);
            } else if !self.blank {
                folded.push(' ');
            }
            self.blank = is_blank;
        }
        self.blocks.text(&folded);
    }
}

#[cfg(test)]
mod tests {
    use super::super::package::tests::archive;
    use super::*;

    const TYPE: (&str, &str) = ("mimetype", "application/vnd.oasis.opendocument.text");

    fn stored(parts: &[(&str, &str)]) -> Vec<u8> {
        archive(&[&[TYPE], parts].concat())
    }

    fn text(body: &str) -> String {
        let content = format!(
            "<office:document-content><office:body><office:text>{body}</office:text></office:body>\
             </office:document-content>"
        );
        let bytes = stored(&[("content.xml", &content)]);
        super::odt(
            Source {
                name: "a.odt",
                path: "a.odt",
                bytes: &bytes,
                decoded: None,
            },
            &Reader::default(),
        )
        .unwrap()
        .items
        .remove(0)
        .release
        .text
    }

    #[test]
    fn blanks_run_into_one_unless_counted() {
        let body = "<text:h>Res<text:span>cue</text:span></text:h><text:p> At\n  sea<text:s text:c='2'/>now\
            <text:line-break/>and then</text:p><text:p/>";
        assert_eq!(text(body), "Rescue\n\nAt sea  now\nand then\n");
    }

    #[test]
    fn deletions_and_comments_are_left_out_and_notes_follow() {
        let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>\
            </text:deletion></text:changed-region></text:tracked-changes><text:p>Text<office:annotation>\
            <text:p>remark</text:p></office:annotation><text:note><text:note-citation>1</text:note-citation>\
            <text:note-body><text:p>A note.</text:p></text:note-body></text:note> goes on</text:p>\
            <text:list><text:list-item><text:p>Item</text:p></text:list-item></text:list>";
        assert_eq!(text(body), "Text goes on\n\n- Item\n\nA note.\n");
    }

    #[test]
    fn a_table_gives_lines() {
        let row = |a: &str, b: &str| {
            format!(
                "<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell>\
                 <table:table-cell><text:p>{b}</text:p></table:table-cell></table:table-row>"
            )
        };
        let body = format!(
            "<table:table>{}{}</table:table>",
            row("Year", "People"),
            row("2019", "94")
        );
        assert_eq!(text(&body), "Year\tPeople\n2019\t94\n");
    }
}
