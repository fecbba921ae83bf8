//! Links in a terminal (OSC 8): when they are sent, and where they lead.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use dateline::corpus;

/// When links are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Hyperlinks {
    /// On a terminal known to have them.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where links to files lead, and whether any are sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    pub(super) sent: bool,
    /// The directory paths are below.
    base: Option<PathBuf>,
}

impl Links {
    pub(super) fn new(when: Hyperlinks, is_terminal: bool) -> Self {
        let sent = match when {
            Hyperlinks::Always => true,
            Hyperlinks::Never => false,
            Hyperlinks::Auto => is_terminal && are_known(|name| std::env::var_os(name)),
        };
        Self { sent, base: None }
    }

    /// Lets paths of releases lead to files below `base`.
    pub(super) fn below(&mut self, base: &Path) {
        self.base = Some(base.to_owned());
    }

    /// The address of a release's file.
    pub(super) fn of_path(&self, path: &str) -> Option<String> {
        // What stands behind the first # is the part of a file that holds several.
        let file = path.split('#').next().unwrap_or(path);
        let whole = corpus::path_of(self.base.as_deref()?, file);
        let whole = whole.to_str()?;
        Some(format!("file://{}", encoded(whole, true)))
    }

    /// A web address as it may be sent; none when it is none.
    pub(super) fn of_url(url: &str) -> Option<String> {
        let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
        let is_web = lower.starts_with("http://") || lower.starts_with("https://");
        is_web.then(|| encoded(url, false))
    }
}

/// Only printable ASCII may stand in the sequence; of a path also no mark of an address.
fn encoded(text: &str, is_path: bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let mark = is_path && matches!(byte, b'%' | b'?' | b'#');
        if byte.is_ascii_graphic() && !mark {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Terminals that say who they are and are known to show links.
fn are_known(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let is = |name: &str, known: &[&str]| {
        variable(name).is_some_and(|value| {
            let value = value.to_string_lossy().to_lowercase();
            known.iter().any(|known| value.contains(known))
        })
    };
    // GNOME's and its kin's of 0.50 and later, as their number says.
    let vte = variable("VTE_VERSION")
        .and_then(|value| value.to_str()?.parse::<u32>().ok())
        .is_some_and(|version| version >= 5_000);
    let term = [
        "kitty",
        "alacritty",
        "foot",
        "ghostty",
        "wezterm",
        "contour",
    ];
    let program = [
        "iterm.app",
        "wezterm",
        "vscode",
        "ghostty",
        "hyper",
        "rio",
        "zed",
    ];
    !is("TERM", &["dumb", "screen", "tmux"])
        && (vte
            || is("TERM", &term)
            || is("TERM_PROGRAM", &program)
            || ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"]
                .iter()
                .any(|name| variable(name).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terminals_known_to_have_links_get_them() {
        let with = |set: &'static [(&'static str, &'static str)]| {
            are_known(move |name| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| value.into())
            })
        };
        assert!(with(&[("TERM", "xterm-kitty")]));
        assert!(with(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")]));
        assert!(with(&[("TERM_PROGRAM", "WezTerm")]));
        assert!(!with(&[("TERM", "xterm-256color")]));
        assert!(!with(&[("TERM", "dumb"), ("WT_SESSION", "1")]));
        assert!(!with(&[("VTE_VERSION", "4800")]));
    }

    #[test]
    fn an_address_cannot_leave_its_sequence() {
        assert_eq!(Links::of_url("javascript:x"), None);
        let url = Links::of_url("https://a.example/\u{1b}\\\u{7}é").unwrap();
        assert_eq!(url, "https://a.example/%1B\\%07%C3%A9");
        let mut links = Links::default();
        assert_eq!(links.of_path("a.txt"), None);
        links.below(Path::new("/corpus"));
        assert_eq!(
            links.of_path("a b%.json#3").as_deref(),
            Some("file:///corpus/a%20b%25.json")
        );
    }
}
