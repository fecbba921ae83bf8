//! What the elements of HTML are to a reader: [`Name`] with its [`Traits`].
//!
//! One table; the groups follow the HTML standard (§13.1.2 void elements, §13.2.6
//! implied end tags, §15.3 which are laid out as blocks).

/// What an element is, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traits(u16);

impl Traits {
    /// Nothing of these: laid out in the line.
    pub(super) const NONE: Self = Self(0);
    /// Stands on lines of its own.
    pub(super) const BLOCK: Self = Self(1);
    /// Never has content.
    pub(super) const VOID: Self = Self(1 << 1);
    /// Its content is never read as text.
    pub(super) const UNSEEN: Self = Self(1 << 2);
    /// A paragraph, which any block ends.
    pub(super) const PARAGRAPH: Self = Self(1 << 3);
    /// An item of a list, which the next one ends.
    pub(super) const ITEM: Self = Self(1 << 4);
    /// A list.
    pub(super) const LIST: Self = Self(1 << 5);
    /// A cell of a table.
    pub(super) const CELL: Self = Self(1 << 6);
    /// A row of a table.
    pub(super) const ROW: Self = Self(1 << 7);
    /// A group of rows.
    pub(super) const ROWS: Self = Self(1 << 8);
    /// A table.
    pub(super) const TABLE: Self = Self(1 << 9);
    /// A heading.
    pub(super) const HEADING: Self = Self(1 << 10);
    /// The head of the page, which the first thing to be seen ends.
    pub(super) const HEAD: Self = Self(1 << 11);
    /// Belongs to the head.
    pub(super) const META: Self = Self(1 << 12);

    /// Whether it has any of `others`.
    pub(super) const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Both.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A known element's name; [`OTHER`] for the rest.
pub(super) type Name = &'static str;

/// Any element not in the table; laid out in the line.
pub(super) const OTHER: Name = "?";

const BLOCK: Traits = Traits::BLOCK;
const UNSEEN: Traits = Traits::UNSEEN;
const VOID: Traits = Traits::VOID;
const META: Traits = Traits::META.and(UNSEEN);
const UNSEEN_VOID: Traits = UNSEEN.and(VOID);

/// By name, so that it can be searched by halving.
const TABLE: &[(Name, Traits)] = &[
    ("a", Traits::NONE),
    ("address", BLOCK),
    ("area", UNSEEN_VOID),
    ("article", BLOCK),
    ("aside", BLOCK),
    ("audio", UNSEEN),
    ("b", Traits::NONE),
    ("base", META.and(VOID)),
    ("blockquote", BLOCK),
    ("body", BLOCK),
    ("br", VOID),
    ("button", UNSEEN),
    ("canvas", UNSEEN),
    ("caption", BLOCK),
    ("center", BLOCK),
    ("cite", Traits::NONE),
    ("code", Traits::NONE),
    ("col", UNSEEN_VOID),
    ("datalist", UNSEEN),
    ("dd", BLOCK.and(Traits::ITEM)),
    ("details", BLOCK),
    ("dialog", BLOCK),
    ("div", BLOCK),
    ("dl", BLOCK.and(Traits::LIST)),
    ("dt", BLOCK.and(Traits::ITEM)),
    ("em", Traits::NONE),
    ("embed", UNSEEN_VOID),
    ("fieldset", BLOCK),
    ("figcaption", BLOCK),
    ("figure", BLOCK),
    ("font", Traits::NONE),
    ("footer", BLOCK),
    ("form", BLOCK),
    ("frame", UNSEEN_VOID),
    ("frameset", UNSEEN),
    ("h1", BLOCK.and(Traits::HEADING)),
    ("h2", BLOCK.and(Traits::HEADING)),
    ("h3", BLOCK.and(Traits::HEADING)),
    ("h4", BLOCK.and(Traits::HEADING)),
    ("h5", BLOCK.and(Traits::HEADING)),
    ("h6", BLOCK.and(Traits::HEADING)),
    ("head", Traits::HEAD),
    ("header", BLOCK),
    ("hgroup", BLOCK),
    ("hr", BLOCK.and(VOID)),
    ("html", BLOCK),
    ("i", Traits::NONE),
    ("iframe", UNSEEN),
    ("img", UNSEEN_VOID),
    ("input", UNSEEN_VOID),
    ("label", Traits::NONE),
    ("legend", BLOCK),
    ("li", BLOCK.and(Traits::ITEM)),
    ("link", META.and(VOID)),
    ("main", BLOCK),
    ("map", UNSEEN),
    ("math", UNSEEN),
    ("menu", BLOCK.and(Traits::LIST)),
    ("meta", META.and(VOID)),
    ("nav", BLOCK),
    ("noembed", UNSEEN),
    ("noframes", UNSEEN),
    ("noscript", META),
    ("object", UNSEEN),
    ("ol", BLOCK.and(Traits::LIST)),
    ("optgroup", UNSEEN),
    ("option", UNSEEN),
    ("p", BLOCK.and(Traits::PARAGRAPH)),
    ("param", UNSEEN_VOID),
    ("picture", UNSEEN),
    ("pre", BLOCK),
    ("q", Traits::NONE),
    ("rp", UNSEEN),
    ("rt", UNSEEN),
    ("script", META),
    ("section", BLOCK),
    ("select", UNSEEN),
    ("source", UNSEEN_VOID),
    ("span", Traits::NONE),
    ("strong", Traits::NONE),
    ("style", META),
    ("sub", Traits::NONE),
    ("summary", BLOCK),
    ("sup", Traits::NONE),
    ("svg", UNSEEN),
    ("table", BLOCK.and(Traits::TABLE)),
    ("tbody", BLOCK.and(Traits::ROWS)),
    ("td", BLOCK.and(Traits::CELL)),
    ("template", META),
    ("textarea", UNSEEN),
    ("tfoot", BLOCK.and(Traits::ROWS)),
    ("th", BLOCK.and(Traits::CELL)),
    ("thead", BLOCK.and(Traits::ROWS)),
    ("time", Traits::NONE),
    ("title", META),
    ("tr", BLOCK.and(Traits::ROW)),
    ("track", UNSEEN_VOID),
    ("u", Traits::NONE),
    ("ul", BLOCK.and(Traits::LIST)),
    ("video", UNSEEN),
    ("wbr", VOID),
];

/// The element called `name`, in small letters.
pub(super) fn element(name: &[u8]) -> (Name, Traits) {
    let known = TABLE.binary_search_by(|(known, _)| known.as_bytes().cmp(name));
    known
        .ok()
        .and_then(|at| TABLE.get(at))
        .copied()
        .unwrap_or((OTHER, Traits::NONE))
}

/// The attributes that are kept.
const ATTRIBUTES: &[Name] = &[
    "aria-hidden",
    "charset",
    "class",
    "content",
    "datetime",
    "dir",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "itemtype",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "style",
    "type",
    "xml:lang",
];

/// The attribute called `name`, in small letters, when it is one that is kept.
pub(super) fn attribute(name: &[u8]) -> Option<Name> {
    let at = ATTRIBUTES.binary_search_by(|known| known.as_bytes().cmp(name));
    at.ok().and_then(|at| ATTRIBUTES.get(at)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        assert!(TABLE.is_sorted_by(|one, next| one.0 < next.0));
        assert!(ATTRIBUTES.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn an_element_out_of_the_table_stands_in_the_line() {
        assert_eq!(element(b"app-root"), (OTHER, Traits::NONE));
        assert!(element(b"td").1.any(Traits::CELL));
    }
}
