//! What is known of names without an index: the register of organisations and the
//! gazetteer, as [`Names`].

use super::Names;
use crate::organisations::Register;
use crate::places;

/// The built-in register and gazetteer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known;

impl Names for Known {
    /// The first body of that name, acronym or alias in any language: where several share
    /// one, the register lists the best known first.
    fn organisation(&self, written: &str) -> Option<String> {
        Register::builtin()
            .resolve(written)
            .first()
            .map(|body| body.name.clone())
    }

    fn organisations(&self) -> Vec<String> {
        Register::builtin()
            .bodies()
            .iter()
            .map(|body| body.name.clone())
            .collect()
    }

    fn place(&self, written: &str) -> Option<String> {
        places::resolve(written).map(|place| place.name)
    }

    fn country(&self, written: &str) -> Option<String> {
        let code = written.to_ascii_uppercase();
        places::country_by_code(&code)
            .or_else(|| places::country(written))
            .map(|country| country.code.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_names_and_other_languages_mean_one_body() {
        let name = Known.organisation("UNHCR");
        assert!(name.is_some());
        assert_eq!(Known.organisation("unhcr"), name);
        assert_eq!(
            Known.organisation("United Nations High Commissioner for Refugees"),
            name
        );
        assert!(Known.organisations().contains(&name.unwrap()));
        assert_eq!(Known.organisation("no such body of any kind"), None);
    }

    #[test]
    fn a_country_is_known_by_code_and_name() {
        assert_eq!(Known.country("ch").as_deref(), Some("CH"));
        assert_eq!(Known.country("Switzerland").as_deref(), Some("CH"));
        assert_eq!(Known.place("GENEVA").as_deref(), Some("Geneva"));
    }
}
