//! Word documents (docx): the text of `word/document.xml` as it would be printed, with the
//! changes that were tracked taken: insertions stand, deletions do not. Foot- and endnotes
//! follow the text.
//!
//! Headers and footers are left out: they repeat on every page, and a letterhead in them
//! would stand before the title. Hidden text, comments and field codes are no text.

use super::super::read::{Contents, Reader};
use super::super::skip::SkipReason;
use super::blocks::Blocks;
use super::package::{Attributes, Package, Piece, each_piece, texts_of};
use super::{Source, properties};

/// What stands before an item of a list.
const ITEM: &str = "- ";

/// Elements that hold nothing to read: deletions, what newer readers replace, phonetic
/// guides, properties of cells and drawings.
const LEFT_OUT: &[&str] = &[
    "del",
    "moveFrom",
    "Fallback",
    "rt",
    "tblPr",
    "trPr",
    "tcPr",
    "sectPr",
    "pPrChange",
    "rPrChange",
    "sdtPr",
    "docPr",
    "positionH",
    "positionV",
];

/// A Word document.
pub(super) fn docx(source: Source<'_>, _reader: &Reader) -> Result<Contents, SkipReason> {
    let mut package = Package::open(source.bytes)?;
    let document = package
        .part("word/document.xml")?
        .ok_or_else(|| SkipReason::Damaged("it has no word/document.xml".to_owned()))?;
    let mut body = Body::default();
    each_piece(&document, |piece| body.take(piece))?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = package.part(notes)? {
            each_piece(&notes, |piece| body.take(piece))?;
        }
    }
    let text = body.blocks.into_text();
    let core = package.part("docProps/core.xml").ok().flatten();
    let [title, creator] = texts_of(&core.unwrap_or_default(), ["title", "creator"]);
    let authors: Vec<String> = creator
        .iter()
        .flat_map(|all| all.split(';'))
        .map(str::to_owned)
        .collect();
    let given = properties::given(title.as_deref(), &authors, &text);
    source.text_with(text, given)
}

/// The reading of a document or of its notes.
#[derive(Default)]
struct Body {
    blocks: Blocks,
    /// The element that is being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
    /// Inside the properties of a paragraph, whose mark has properties of its own.
    in_paragraph_properties: bool,
    /// Inside text that shows.
    in_text: bool,
    /// The run is hidden.
    hidden: bool,
    /// The separators between text and notes are notes as well.
    is_separator: bool,
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
            Piece::Text(text) if self.in_text && !self.hidden && !self.is_separator => {
                self.blocks.text(text);
            }
            Piece::Text(_) => {}
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        let is_off = || {
            attributes
                .get("val")
                .is_some_and(|value| matches!(&*value, "0" | "false"))
        };
        match name {
            "p" => self.blocks.begin(""),
            "pPr" => self.in_paragraph_properties = true,
            "numId" if !is_off() => self.blocks.text(ITEM),
            "r" => self.hidden = false,
            "vanish" if !self.in_paragraph_properties && !is_off() => self.hidden = true,
            "t" => self.in_text = true,
            "tab" if !self.in_paragraph_properties => self.blocks.text("\t"),
            "br" | "cr" => self.blocks.text("\n"),
            "noBreakHyphen" => self.blocks.text("-"),
            "tbl" => self.blocks.begin_table(),
            "tc" => self.blocks.begin_cell(),
            "footnote" | "endnote" => {
                self.is_separator = attributes.get("type").is_some_and(|kind| kind != "normal");
                self.blocks.begin_note();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.blocks.end(),
            "pPr" => self.in_paragraph_properties = false,
            "r" => self.hidden = false,
            "t" => self.in_text = false,
            "tc" => self.blocks.end_cell(),
            "tr" => self.blocks.end_row(),
            "tbl" => self.blocks.end_table(),
            "footnote" | "endnote" => {
                self.blocks.end_note();
                self.is_separator = false;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::package::tests::archive;
    use super::*;

    fn read(body: &str, others: &[(&str, &str)]) -> Contents {
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        let parts: Vec<_> = [("word/document.xml", document.as_str())]
            .into_iter()
            .chain(others.iter().copied())
            .collect();
        Reader::default()
            .read_content("a.docx", &archive(&parts))
            .unwrap()
    }

    fn text(body: &str) -> String {
        read(body, &[]).items.remove(0).release.text
    }

    #[test]
    fn runs_join_and_tracked_deletions_are_gone() {
        let body = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Res</w:t></w:r><w:del><w:r>\
            <w:delText>lost</w:delText><w:t>lost</w:t></w:r></w:del><w:ins><w:r><w:t>cue</w:t></w:r></w:ins>\
            <w:r><w:tab/><w:t>at&#160;sea</w:t></w:r></w:p><w:p/><w:p><w:hyperlink><w:r><w:t>Link &amp; \
            text</w:t></w:r></w:hyperlink></w:p>";
        assert_eq!(text(body), "Rescue\tat\u{a0}sea\n\nLink & text\n");
    }

    #[test]
    fn lists_are_marked_and_hidden_text_and_codes_left_out() {
        let body = "<w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr>\
            <w:r><w:t>Item</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
            <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>\
            <w:p><w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>None</w:t></w:r></w:p>";
        assert_eq!(text(body), "- Item\n\nNone\n");
    }

    #[test]
    fn a_text_box_is_read_once() {
        let inner = "<w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent>";
        let body = format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback>\
             </mc:AlternateContent></w:r><w:r><w:t>Around</w:t></w:r></w:p>"
        );
        assert_eq!(text(&body), "Box\n\nAround\n");
    }

    #[test]
    fn notes_follow_and_their_separators_do_not() {
        let notes = "<w:footnotes><w:footnote w:type='separator'><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>\
            <w:footnote w:id='1'><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let body =
            "<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>";
        let contents = read(body, &[("word/footnotes.xml", notes)]);
        assert_eq!(contents.items[0].release.text, "Text\n\nA note.\n");
    }

    #[test]
    fn the_title_and_author_of_the_properties_are_taken_with_care() {
        let core = "<cp:coreProperties><dc:title>New centre opens</dc:title><dc:creator>Ada Osei;user</dc:creator>\
            </cp:coreProperties>";
        let body = "<w:p><w:r><w:t>New centre opens</w:t></w:r></w:p><w:p><w:r><w:t>Text</w:t></w:r></w:p>";
        let given = read(body, &[("docProps/core.xml", core)])
            .items
            .remove(0)
            .release
            .given;
        assert_eq!(given.title.as_deref(), Some("New centre opens"));
        assert_eq!(given.creators, ["Ada Osei"]);
        assert_eq!(given.date, None);
    }

    #[test]
    fn a_document_without_text_or_body_says_so() {
        let reader = Reader::default();
        let empty = archive(&[("word/document.xml", "<w:document/>")]);
        assert_eq!(
            reader.read_content("a", &empty).unwrap_err().name(),
            "empty"
        );
        let none = archive(&[("word/document.xml2", "x")]);
        assert_eq!(
            reader.read_content("a", &none).unwrap_err().name(),
            "damaged"
        );
    }
}
