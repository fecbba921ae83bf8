//! The rules themselves, over plain strings: [`violations`] says which are broken.

use std::collections::BTreeSet;
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file over this many lines, its tests aside, wants to be two.
const MAX_FILE_LINES: usize = 500;

/// A function over this many lines wants to be two.
const MAX_FUNCTION_LINES: usize = 60;

/// One source file.
pub(crate) struct Source {
    /// Its path from the package's root, with `/`.
    pub(crate) path: String,
    /// Its content.
    pub(crate) text: String,
}

/// Something over a limit that may be, and why.
pub(crate) struct Exemption {
    /// A path, for a function with its name behind a space.
    pub(crate) what: &'static str,
    /// Why it may be.
    pub(crate) reason: &'static str,
}

/// Every rule that is broken, a sentence each.
pub(crate) fn violations(
    files: &[Source],
    tantivy_in: &[&str],
    long_files: &[Exemption],
    long_functions: &[Exemption],
) -> Vec<String> {
    let order = files
        .iter()
        .find(|file| file.path == "src/lib.rs")
        .map(|root| modules(&tokens_of(root)))
        .unwrap_or_default();
    let mut report = Report {
        found: Vec::new(),
        long_files,
        long_functions,
        used: BTreeSet::new(),
    };
    for file in files {
        if !file.text.starts_with("//!") {
            report
                .found
                .push(format!("{}: does not open with `//!`", file.path));
        }
        if file.path.starts_with("src/") {
            check_source(file, &order, tantivy_in, &mut report);
        }
    }
    report.finish()
}

/// What was found so far, and which exemptions were needed.
struct Report<'a> {
    found: Vec<String>,
    long_files: &'a [Exemption],
    long_functions: &'a [Exemption],
    used: BTreeSet<&'static str>,
}

impl Report<'_> {
    fn long_file(&mut self, path: &str, lines: usize) {
        match self.long_files.iter().find(|known| known.what == path) {
            Some(known) => drop(self.used.insert(known.what)),
            None => self.found.push(format!(
                "{path}: {lines} lines without its tests, at most {MAX_FILE_LINES}"
            )),
        }
    }

    fn long_function(&mut self, path: &str, name: &str, lines: usize) {
        let what = format!("{path} {name}");
        match self.long_functions.iter().find(|known| known.what == what) {
            Some(known) => drop(self.used.insert(known.what)),
            None => self.found.push(format!(
                "{path}: function `{name}` has {lines} lines, at most {MAX_FUNCTION_LINES}"
            )),
        }
    }

    fn finish(mut self) -> Vec<String> {
        for idle in self.long_files.iter().chain(self.long_functions) {
            if !self.used.contains(idle.what) {
                let Exemption { what, reason } = idle;
                self.found.push(format!(
                    "the exemption of `{what}` ({reason}) is not needed"
                ));
            }
        }
        self.found
    }
}

fn check_source(file: &Source, order: &[String], tantivy_in: &[&str], report: &mut Report<'_>) {
    let path = &file.path;
    let all = tokens_of(file);
    let mut test_lines = 0;
    let code = without_tests(all, &mut test_lines);
    let lines = file.text.lines().count() - test_lines;
    if lines > MAX_FILE_LINES && !is_test_file(path) {
        report.long_file(path, lines);
    }
    if is_test_file(path) {
        return;
    }
    for (name, lines) in functions(&code) {
        if lines > MAX_FUNCTION_LINES {
            report.long_function(path, &name, lines);
        }
    }
    let inside =
        |place: &&str| *path == format!("{place}.rs") || path.starts_with(&format!("{place}/"));
    if names(&code, "tantivy") && !tantivy_in.iter().any(inside) {
        let places = tantivy_in.join(", ");
        report
            .found
            .push(format!("{path}: tantivy is named outside {places}"));
    }
    check_imports(path, &code, order, report);
}

/// Tests in a file of their own, which their module includes under `cfg(test)`.
fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn check_imports(path: &str, code: &[TokenTree], order: &[String], report: &mut Report<'_>) {
    let parts: Vec<&str> = path
        .trim_start_matches("src/")
        .trim_end_matches(".rs")
        .split('/')
        .collect();
    let module = parts[0];
    if matches!(module, "lib" | "main" | "cli") {
        return;
    }
    let Some(own) = order.iter().position(|known| known == module) else {
        report
            .found
            .push(format!("{path}: `{module}` is not listed in src/lib.rs"));
        return;
    };
    let depth = parts.iter().filter(|part| **part != "mod").count();
    let mut used = BTreeSet::new();
    uses(code, depth, &mut used);
    for name in used {
        match order.iter().position(|known| *known == name) {
            Some(at) if at > own => report.found.push(format!(
                "{path}: `{module}` uses `{name}`, which lies below it"
            )),
            Some(_) => {}
            None => report.found.push(format!(
                "{path}: `{module}` uses `{name}` of the crate, which is no module of it"
            )),
        }
    }
}

fn tokens_of(file: &Source) -> Vec<TokenTree> {
    match TokenStream::from_str(&file.text) {
        Ok(tokens) => tokens.into_iter().collect(),
        Err(error) => panic!("{}: {error}", file.path),
    }
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(name)) if name == word)
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == mark)
}

fn is_path_separator(tokens: &[TokenTree]) -> bool {
    is_mark(tokens.first(), ':') && is_mark(tokens.get(1), ':')
}

/// The modules a root declares, in its order.
fn modules(tokens: &[TokenTree]) -> Vec<String> {
    let declared = |three: &[TokenTree]| match three {
        [TokenTree::Ident(word), TokenTree::Ident(name), end]
            if word == "mod" && is_mark(Some(end), ';') =>
        {
            Some(name.to_string())
        }
        _ => None,
    };
    tokens.windows(3).filter_map(declared).collect()
}

/// The tokens without the items under `#[cfg(test)]`, whose lines are added to `lines`.
fn without_tests(tokens: Vec<TokenTree>, lines: &mut usize) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let attribute = rest.peek().is_some_and(is_test_condition);
        if !(is_mark(Some(&token), '#') && attribute) {
            kept.push(token);
            continue;
        }
        let start = token.span().start().line;
        let mut end = start;
        // The item ends with its braces or its semicolon.
        for item in rest.by_ref() {
            end = item.span().end().line;
            let is_body =
                matches!(&item, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            if is_body || is_mark(Some(&item), ';') {
                break;
            }
        }
        *lines += end + 1 - start;
    }
    kept
}

fn is_test_condition(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let written: String = group.stream().to_string().split_whitespace().collect();
    group.delimiter() == Delimiter::Bracket
        && (written == "cfg(test)" || written.starts_with("cfg(all(test,"))
}

fn children(token: &TokenTree) -> Vec<TokenTree> {
    match token {
        TokenTree::Group(group) => group.stream().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Whether `word` stands among the tokens.
fn names(tokens: &[TokenTree], word: &str) -> bool {
    tokens
        .iter()
        .any(|token| is_word(Some(token), word) || names(&children(token), word))
}

/// Every function with its lines, from the word `fn` to its closing brace.
fn functions(tokens: &[TokenTree]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        found.extend(functions(&children(token)));
        let (true, Some(TokenTree::Ident(name))) = (is_word(Some(token), "fn"), tokens.get(at + 1))
        else {
            continue;
        };
        let body = tokens.iter().skip(at).take_while(|token| !is_mark(Some(token), ';')).find(
            |token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
        );
        if let Some(body) = body {
            let lines = body.span().end().line + 1 - token.span().start().line;
            found.push((name.to_string(), lines));
        }
    }
    found
}

/// The top modules that paths from `crate` or from enough `super`s lead to.
///
/// `depth` is how many modules deep the tokens stand: the root is 0.
fn uses(tokens: &[TokenTree], depth: usize, found: &mut BTreeSet<String>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is_module = is_word(
            at.checked_sub(2).and_then(|before| tokens.get(before)),
            "mod",
        );
        uses(&children(token), depth + usize::from(is_module), found);
        let (climbed, behind) = climb(tokens, at, depth);
        if climbed == Some(0) {
            first_names(tokens.get(behind..).unwrap_or_default(), found);
        }
        at = behind.max(at + 1);
    }
}

/// Follows `crate::`, `super::super::`: the depth it leads to and the token behind it.
fn climb(tokens: &[TokenTree], start: usize, depth: usize) -> (Option<usize>, usize) {
    let separated = |at: usize| is_path_separator(tokens.get(at..).unwrap_or_default());
    if is_word(tokens.get(start), "crate") && separated(start + 1) {
        return (Some(0), start + 3);
    }
    let (mut at, mut level) = (start, depth);
    while is_word(tokens.get(at), "super") && separated(at + 1) {
        level = level.saturating_sub(1);
        at += 3;
    }
    ((at > start).then_some(level), at)
}

/// The first name of a path, or of each in a list of paths.
fn first_names(tokens: &[TokenTree], found: &mut BTreeSet<String>) {
    match tokens.first() {
        Some(TokenTree::Ident(name)) if name != "self" => drop(found.insert(name.to_string())),
        Some(TokenTree::Punct(mark)) if mark.as_char() == '*' => drop(found.insert("*".into())),
        Some(TokenTree::Group(list)) => {
            let inner: Vec<TokenTree> = list.stream().into_iter().collect();
            for path in inner.split(|token| is_mark(Some(token), ',')) {
                first_names(path, found);
            }
        }
        _ => {}
    }
}
