//! What a file is: [`Format`].

/// A format that is known by sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Text as it stands.
    Text,
}

impl Format {
    /// What a person calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Text => "plain text",
        }
    }
}
