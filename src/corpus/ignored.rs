//! The ignore files of a walk: which of its files the owner has taken out.
//!
//! A [`IGNORE_FILE`] in any directory holds patterns in gitignore's syntax for
//! what lies below it; a deeper file's word goes before a higher one's.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::open;
use super::skip::SkipReason;

/// The name of an ignore file.
pub(super) const IGNORE_FILE: &str = ".datelineignore";

/// An ignore file over this is not one; gitignore files seldom pass 10 KiB.
const MAX_BYTES: u64 = 1024 * 1024;

/// The ignore files from the root of the walk down to the directory it is in.
#[derive(Default)]
pub(super) struct Ignored {
    above: Vec<(usize, Gitignore)>,
}

impl Ignored {
    /// Takes up the ignore file of `directory`, if it has one, and says what is wrong with it.
    pub(super) fn enter(&mut self, directory: &Path, depth: usize) -> Vec<SkipReason> {
        self.leave_to(depth);
        let path = directory.join(IGNORE_FILE);
        // Resolving a path looks at every name in it, which adds up in a deep tree.
        if path.symlink_metadata().is_err() {
            return Vec::new();
        }
        // A link is followed: sharing one ignore file between corpora is the owner's choice.
        let Ok(target) = path.canonicalize() else {
            return if path.is_symlink() {
                vec![SkipReason::BrokenLink]
            } else {
                Vec::new()
            };
        };
        let bytes = match open::read_whole(&target, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(reason) => return vec![reason],
        };
        let (patterns, wrong) = parse(directory, &bytes);
        self.above
            .extend(patterns.map(|patterns| (depth, patterns)));
        wrong
    }

    /// Whether the entry at `depth` is taken out.
    pub(super) fn matches(&mut self, path: &Path, depth: usize, is_directory: bool) -> bool {
        self.leave_to(depth);
        for (_, patterns) in self.above.iter().rev() {
            match patterns.matched(path, is_directory) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }

    fn leave_to(&mut self, depth: usize) {
        while self
            .above
            .last()
            .is_some_and(|(deeper, _)| *deeper >= depth)
        {
            self.above.pop();
        }
    }
}

fn parse(directory: &Path, bytes: &[u8]) -> (Option<Gitignore>, Vec<SkipReason>) {
    let text = String::from_utf8_lossy(bytes);
    let mut wrong = Vec::new();
    let mut patterns = GitignoreBuilder::new(directory);
    for line in text.trim_start_matches('\u{feff}').lines() {
        if let Err(error) = patterns.add_line(None, line) {
            wrong.push(SkipReason::BadIgnorePattern(error.to_string()));
        }
    }
    let built = patterns.build();
    wrong.extend(
        built
            .as_ref()
            .err()
            .map(|e| SkipReason::BadIgnorePattern(e.to_string())),
    );
    (built.ok(), wrong)
}
