//! The register: organisations known by name, acronym, aliases and names in other languages.
//!
//! [`Register::builtin`] is compiled in from `data/organisations.toml`; a user's own
//! table of the same form extends it. The register finds names in tokens
//! ([`Register::find`]) and settles what a person typed ([`Register::resolve`]).

mod fold;
mod home;
mod register;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use fold::{fold_name, fold_word};
pub use home::home_country;
pub use register::{Match, Register};

/// What kind of body an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Of the United Nations system.
    Un,
    /// Of the European Union.
    Eu,
    /// Between governments otherwise.
    Intergovernmental,
    /// A development bank.
    Bank,
    /// A part of a state's executive.
    Government,
    /// A parliament, its chambers and committees.
    Legislature,
    /// A court or tribunal.
    Court,
    /// Police, border guard, coast guard.
    Police,
    /// Armed forces.
    Military,
    /// A non-governmental organisation.
    Ngo,
    /// Of the Red Cross and Red Crescent movement.
    RedCross,
    /// A political party.
    Party,
    /// A newspaper, broadcaster or news agency.
    Media,
    /// A company.
    Company,
    /// A university or institute.
    University,
    /// A trade union or federation.
    Union,
    /// A programme run as a body.
    Programme,
}

/// One organisation of the register.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The one name under which it is shown.
    pub name: String,
    /// The acronym it is best known by.
    pub acronym: Option<String>,
    /// Other names and acronyms, earlier ones included.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Full names by ISO 639-1 language.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Which of acronym and aliases count only with other support in the document.
    #[serde(default)]
    pub weak: Vec<String>,
    /// What kind of body it is.
    pub kind: Kind,
    /// ISO 3166 alpha-2 code, for national bodies.
    pub country: Option<String>,
    /// The name of the organisation it is part of.
    pub parent: Option<String>,
}

impl Body {
    /// Every form under which it is written, the name first.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(&self.acronym)
            .chain(&self.aliases)
            .chain(self.names.values())
            .map(String::as_str)
    }
}

/// Why a table of organisations was not taken.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// It is no TOML of the form described in `data/organisations.toml`.
    #[error(
        "not a table of organisations: {0}; each [[organisation]] needs at least name and kind"
    )]
    Form(Box<toml::de::Error>),
    /// A parent that nothing is named.
    #[error("organisation {name:?} names the parent {parent:?}, which is no organisation's name")]
    Parent {
        /// The child.
        name: String,
        /// What it names.
        parent: String,
    },
}
