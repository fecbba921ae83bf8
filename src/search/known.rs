//! What is known of names without an index: the register of organisations and the
//! gazetteer, as [`Names`].

use super::Names;
use crate::organisations::Register;
use crate::places;

/// The built-in register and gazetteer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known;

impl Names for Known {
    fn organisation(&self, written: &str) -> Vec<String> {
        Register::builtin()
            .resolve(written)
            .into_iter()
            .map(|body| body.name.clone())
            .collect()
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
        assert_eq!(name.len(), 1);
        assert_eq!(Known.organisation("unhcr"), name);
        assert_eq!(
            Known.organisation("United Nations High Commissioner for Refugees"),
            name
        );
        assert!(Known.organisations().contains(&name[0]));
        assert_eq!(Known.organisation("no such body of any kind"), [""; 0]);
    }

    #[test]
    fn a_country_is_known_by_code_and_name() {
        assert_eq!(Known.country("ch").as_deref(), Some("CH"));
        assert_eq!(Known.country("Switzerland").as_deref(), Some("CH"));
        assert_eq!(Known.place("GENEVA").as_deref(), Some("Geneva"));
    }
}
