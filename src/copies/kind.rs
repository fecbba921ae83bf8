//! How a copy is one: [`Kind`].

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a release is to the one that stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It has the same words, however they are wrapped and set.
    Exact,
    /// It has another head or foot around the same words.
    ReHeaded,
    /// It ends earlier.
    Cut,
    /// One of the two corrects the other.
    Correction,
    /// It differs in little that tells anything.
    Near,
}

impl Kind {
    /// All, in order.
    pub const ALL: [Self; 5] = [
        Self::Exact,
        Self::ReHeaded,
        Self::Cut,
        Self::Correction,
        Self::Near,
    ];

    /// Its name, as JSON has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::ReHeaded => "re-headed",
            Self::Cut => "cut",
            Self::Correction => "correction",
            Self::Near => "near",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_named_as_in_json() {
        for kind in Kind::ALL {
            let json = serde_json::to_value(kind).unwrap();
            assert_eq!(json, kind.name());
            assert_eq!(serde_json::from_value::<Kind>(json).unwrap(), kind);
        }
    }
}
