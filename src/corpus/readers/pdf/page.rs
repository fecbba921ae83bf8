//! What a page shows: its content stream run as far as text goes, which gives each letter
//! with its place ([`Glyph`]). Forms that the page draws are run as well, to a depth.

use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Dictionary, Document, Object, ObjectId};
use rustc_hash::FxHashMap;

use super::font::Font;
use super::matrix::Matrix;

/// Forms inside forms are run so deep.
const MAX_FORMS: usize = 12;
/// States kept by `q`, and marks by `BDC`.
const MAX_KEPT: usize = 512;
/// A text that stands for letters drawn is no longer, in bytes.
const LONGEST_ACTUAL: usize = 4096;

/// What may still be spent on a document.
pub(super) struct Budget {
    /// Operations to run.
    pub(super) operations: usize,
    /// Letters to place.
    pub(super) glyphs: usize,
    /// Bytes of content to unpack.
    pub(super) bytes: usize,
}

/// A letter, or several drawn as one, with its place: points from the page's left and foot.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) x: f32,
    pub(super) end: f32,
    /// Its baseline.
    pub(super) y: f32,
    /// The height of its font.
    pub(super) size: f32,
    /// Which font, as a number of the document's.
    pub(super) font: u16,
    /// It does not run from left to right.
    pub(super) is_turned: bool,
    /// It is marked as a running head or foot.
    pub(super) is_furniture: bool,
}

/// The fonts of a document, each read once.
#[derive(Default)]
pub(super) struct Fonts {
    read: FxHashMap<ObjectId, (u16, Rc<Font>)>,
    count: u16,
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<(u16, Rc<Font>)>,
    size: f32,
    letter_spacing: f32,
    word_spacing: f32,
    /// 1 is the font's own width.
    stretch: f32,
    leading: f32,
    rise: f32,
}

#[derive(Default)]
struct Mark {
    is_furniture: bool,
    /// The text that stands for what is drawn; taken by its first letter.
    actual: Option<String>,
    has_actual: bool,
}

/// A page as it is run.
pub(super) struct Page<'d> {
    document: &'d Document,
    fonts: &'d mut Fonts,
    budget: &'d mut Budget,
    pub(super) glyphs: Vec<Glyph>,
    /// It draws a picture.
    pub(super) has_picture: bool,
    /// Some of what it shows cannot be unpacked.
    pub(super) is_broken: bool,
    state: State,
    kept: Vec<State>,
    marks: Vec<Mark>,
    text: Matrix,
    line: Matrix,
}

/// Dictionaries of resources, the nearest first.
type Resources<'d> = Vec<&'d Dictionary>;

impl<'d> Page<'d> {
    pub(super) fn new(
        document: &'d Document,
        fonts: &'d mut Fonts,
        budget: &'d mut Budget,
        turned: i64,
    ) -> Self {
        let state = State {
            matrix: Matrix::turned(turned),
            font: None,
            size: 0.0,
            letter_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Self {
            document,
            fonts,
            budget,
            glyphs: Vec::new(),
            has_picture: false,
            is_broken: false,
            state,
            kept: Vec::new(),
            marks: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }

    /// Runs the page of this id.
    pub(super) fn run(&mut self, page: ObjectId) {
        let mut content = Vec::new();
        for id in self.document.get_page_contents(page) {
            let stream = self.document.get_object(id).and_then(Object::as_stream);
            let unpacked =
                stream.and_then(|stream| stream.decompressed_content_with_limit(self.budget.bytes));
            match unpacked {
                Ok(unpacked) if content.len() + unpacked.len() <= self.budget.bytes => {
                    content.extend_from_slice(&unpacked);
                    content.push(b'\n');
                }
                Ok(_) => self.budget.bytes = 0,
                Err(lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                    self.budget.bytes = 0
                }
                Err(_) => self.is_broken = true,
            }
        }
        let Ok((own, others)) = self.document.get_page_resources(page) else {
            self.is_broken = true;
            return;
        };
        let mut resources: Resources<'d> = own.into_iter().collect();
        for id in others {
            resources.extend(self.document.get_dictionary(id).ok());
        }
        self.content(&content, &resources, 0);
    }

    fn content(&mut self, content: &[u8], resources: &Resources<'d>, depth: usize) {
        self.budget.bytes = self.budget.bytes.saturating_sub(content.len());
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else {
                self.is_broken = true;
                return;
            };
            if self.budget.operations == 0 || self.budget.glyphs == 0 {
                return;
            }
            self.budget.operations -= 1;
            self.operation(&operation, resources, depth);
        }
    }

    fn operation(&mut self, operation: &Operation, resources: &Resources<'d>, depth: usize) {
        let operands = operation.operands.as_slice();
        let number = |at: usize| {
            operands
                .get(at)
                .and_then(|object| object.as_float().ok())
                .unwrap_or_default()
        };
        match operation.operator.as_str() {
            "q" if self.kept.len() < MAX_KEPT => self.kept.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.kept.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.matrix = matrix(operands).then(&self.state.matrix),
            "BT" => self.place(Matrix::IDENTITY),
            "Tf" => self.font(operands, resources),
            "Td" => self.move_by(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.move_by(number(0), number(1));
            }
            "Tm" => self.place(matrix(operands)),
            "T*" => self.next_line(),
            "Tc" => self.state.letter_spacing = number(0),
            "Tw" => self.state.word_spacing = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "TL" => self.state.leading = number(0),
            "Ts" => self.state.rise = number(0),
            "Tj" => self.show(operands.first()),
            "'" => {
                self.next_line();
                self.show(operands.first());
            }
            "\"" => {
                self.state.word_spacing = number(0);
                self.state.letter_spacing = number(1);
                self.next_line();
                self.show(operands.get(2));
            }
            "TJ" => self.show_spaced(operands.first()),
            "Do" => self.draw(operands, resources, depth),
            "BI" => self.has_picture = true,
            "BMC" | "BDC" if self.marks.len() < MAX_KEPT => {
                let mark = self.mark(operands, resources);
                self.marks.push(mark);
            }
            "EMC" => {
                self.marks.pop();
            }
            _ => {}
        }
    }

    fn place(&mut self, at: Matrix) {
        self.text = at;
        self.line = at;
    }

    fn move_by(&mut self, x: f32, y: f32) {
        let at = Matrix::moved(x, y).then(&self.line);
        self.place(at);
    }

    fn next_line(&mut self) {
        self.move_by(0.0, -self.state.leading);
    }

    fn font(&mut self, operands: &[Object], resources: &Resources<'d>) {
        let [Object::Name(name), size] = operands else {
            return;
        };
        self.state.size = size.as_float().unwrap_or_default();
        self.state.font = self.found(resources, b"Font", name).and_then(|(id, font)| {
            let font = font.as_dict().ok()?;
            Some(self.fonts.get(self.document, id, font))
        });
    }

    /// A resource by its kind and name.
    fn found(
        &self,
        resources: &Resources<'d>,
        kind: &[u8],
        name: &[u8],
    ) -> Option<(Option<ObjectId>, &'d Object)> {
        resources.iter().find_map(|resources| {
            let all = resources
                .get_deref(kind, self.document)
                .ok()?
                .as_dict()
                .ok()?;
            self.document.dereference(all.get(name).ok()?).ok()
        })
    }

    fn show_spaced(&mut self, list: Option<&Object>) {
        let Some(Object::Array(list)) = list else {
            return;
        };
        for object in list {
            match object.as_float() {
                Ok(back) => {
                    let by = -back / 1000.0 * self.state.size * self.state.stretch;
                    self.text = Matrix::moved(by, 0.0).then(&self.text);
                }
                Err(_) => self.show(Some(object)),
            }
        }
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(Object::String(string, _)) = string else {
            return;
        };
        let Some((number, font)) = self.state.font.clone() else {
            self.is_broken = true;
            return;
        };
        let State { size, stretch, .. } = self.state;
        for shown in font.shown(string) {
            if self.budget.glyphs == 0 {
                return;
            }
            self.budget.glyphs -= 1;
            let width = shown.width * size * stretch;
            self.glyph(shown.text, width, number);
            let word = if shown.is_blank {
                self.state.word_spacing
            } else {
                0.0
            };
            let by = width + (self.state.letter_spacing + word) * stretch;
            self.text = Matrix::moved(by, 0.0).then(&self.text);
        }
    }

    fn glyph(&mut self, text: String, width: f32, font: u16) {
        let at = Matrix::moved(0.0, self.state.rise)
            .then(&self.text)
            .then(&self.state.matrix);
        let (along, up) = at.scales();
        let size = (self.state.size * up).abs();
        let (x, y) = at.origin();
        if !(x.is_finite() && y.is_finite() && size.is_finite() && x.abs() < 1e6 && y.abs() < 1e6)
            || size < 0.1
        {
            return;
        }
        let actual = self.marks.iter_mut().rev().find(|mark| mark.has_actual);
        let text = match actual {
            Some(mark) => mark.actual.take().unwrap_or_default(),
            None if text.is_empty() => char::REPLACEMENT_CHARACTER.to_string(),
            None => text,
        };
        self.glyphs.push(Glyph {
            text,
            x,
            end: x + (width * along).abs().min(1e6),
            y,
            size,
            font,
            is_turned: at.is_turned() != (self.state.size < 0.0),
            is_furniture: self.marks.iter().any(|mark| mark.is_furniture),
        });
    }

    fn draw(&mut self, operands: &[Object], resources: &Resources<'d>, depth: usize) {
        let Some(Object::Name(name)) = operands.first() else {
            return;
        };
        let Some((_, Object::Stream(stream))) = self.found(resources, b"XObject", name) else {
            return;
        };
        if !stream
            .dict
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|kind| kind == b"Form")
        {
            self.has_picture = true;
            return;
        }
        if depth >= MAX_FORMS {
            return;
        }
        let Ok(content) = stream.decompressed_content_with_limit(self.budget.bytes) else {
            return;
        };
        let own = stream
            .dict
            .get_deref(b"Resources", self.document)
            .and_then(Object::as_dict);
        let resources: Resources<'d> = own
            .into_iter()
            .chain(resources.iter().copied())
            .take(MAX_FORMS)
            .collect();
        let before = (self.state.clone(), self.kept.len(), self.marks.len());
        let kept = std::mem::take(&mut self.kept);
        if let Ok(form) = stream
            .dict
            .get_deref(b"Matrix", self.document)
            .and_then(Object::as_array)
        {
            self.state.matrix = matrix(form).then(&self.state.matrix);
        }
        self.content(&content, &resources, depth + 1);
        self.kept = kept;
        self.state = before.0;
        self.kept.truncate(before.1);
        self.marks.truncate(before.2);
    }

    fn mark(&self, operands: &[Object], resources: &Resources<'d>) -> Mark {
        let is_artifact = matches!(operands.first(), Some(Object::Name(tag)) if tag == b"Artifact");
        let properties = match operands.get(1) {
            Some(Object::Dictionary(properties)) => Some(properties),
            Some(Object::Name(name)) => self
                .found(resources, b"Properties", name)
                .and_then(|(_, found)| found.as_dict().ok()),
            _ => None,
        };
        let named =
            |key: &[u8]| properties.and_then(|all| all.get(key).and_then(Object::as_name).ok());
        let actual = properties
            .and_then(|all| all.get_deref(b"ActualText", self.document).ok())
            .and_then(|text| lopdf::decode_text_string(text).ok())
            .filter(|text| text.len() <= LONGEST_ACTUAL);
        Mark {
            is_furniture: is_artifact && named(b"Type") == Some(b"Pagination"),
            has_actual: actual.is_some(),
            actual,
        }
    }
}

impl Fonts {
    fn get(
        &mut self,
        document: &Document,
        id: Option<ObjectId>,
        font: &Dictionary,
    ) -> (u16, Rc<Font>) {
        if let Some(known) = id.and_then(|id| self.read.get(&id)) {
            return known.clone();
        }
        self.count = self.count.saturating_add(1);
        let read = (self.count, Rc::new(Font::read(document, font)));
        if let Some(id) = id {
            self.read.insert(id, read.clone());
        }
        read
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut numbers = [0.0; 6];
    for (slot, operand) in numbers.iter_mut().zip(operands) {
        *slot = operand.as_float().unwrap_or_default();
    }
    Matrix(numbers)
}
