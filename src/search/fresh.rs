//! What a search finds that it did not find before: [`Seen`] and [`Fresh`].
//!
//! A release is known again by its path with its content, or by its text alone: one that
//! was moved, or read anew by another version or into a rebuilt index, is not new. Added
//! and changed ones are.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::SearchError;
use super::answer::{Hit, IndexReport, QueryReport};
use super::collect::Ranked;
use super::copies::Columns;
use super::engine::LocalEngine;
use super::request::Request;
use crate::query::Node;

/// What the first line says, so that nothing else is taken for one.
const FORMAT: &str = "dateline seen 1";

/// Which releases a search has shown, kept between looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The search as its file has it; another may find other things.
    pub search: String,
    /// The index's generation when last looked at.
    pub generation: u64,
    /// By hash of path and content the hash of the text.
    releases: HashMap<u64, u64>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    search: String,
    generation: u64,
}

/// A look at a search.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// How the query was understood.
    pub query: QueryReport,
    /// Which index answered.
    pub index: IndexReport,
    /// All matches, seen or not.
    pub total: u64,
    /// Those that are new.
    pub new: u64,
    /// What has been seen after this look.
    pub seen: Seen,
}

impl Seen {
    /// Reads what [`Seen::print`] wrote; none when it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let head: Head = serde_json::from_str(lines.next()?).ok()?;
        let number = |digits: &str| u64::from_str_radix(digits, 16).ok();
        let pairs = lines.map(|line| {
            let (stamp, text) = line.split_once(' ')?;
            Some((number(stamp)?, number(text)?))
        });
        (head.format == FORMAT).then_some(())?;
        Some(Self {
            search: head.search,
            generation: head.generation,
            releases: pairs.collect::<Option<_>>()?,
        })
    }

    /// As text: a line of JSON, then two hashes a line for each release.
    pub fn print(&self) -> String {
        let head = Head {
            format: FORMAT.to_owned(),
            search: self.search.clone(),
            generation: self.generation,
        };
        let mut text = serde_json::to_string(&head).unwrap_or_default();
        let mut releases: Vec<(&u64, &u64)> = self.releases.iter().collect();
        releases.sort_unstable();
        for (stamp, hash) in releases {
            text.push_str(&format!("\n{stamp:x} {hash:x}"));
        }
        text.push('\n');
        text
    }
}

impl LocalEngine {
    /// Calls `visit` with every release that `request` finds and `seen` does not hold, in
    /// the order asked for.
    ///
    /// # Errors
    /// See [`SearchError`].
    pub fn fresh(
        &self,
        request: &Request,
        tree: &Node,
        seen: &Seen,
        visit: &mut dyn FnMut(Hit),
    ) -> Result<Fresh, SearchError> {
        request.check()?;
        let keep = usize::try_from(self.releases).unwrap_or(usize::MAX);
        // Only what has all the words: some of them would be another search.
        let found = self.find_with(super::Operator::And, request, tree, keep)?;
        let searcher = self.searcher();
        let matcher = found.matcher();
        let texts: std::collections::HashSet<u64> = seen.releases.values().copied().collect();
        let mut now = Seen {
            search: seen.search.clone(),
            generation: self.mark.generation,
            releases: seen.releases.clone(),
        };
        let mut new = 0;
        for ranked in &found.collected.best {
            let stamp = stamp(&self.columns, ranked);
            if now.releases.contains_key(&stamp) {
                continue;
            }
            let release = self.release_once(&searcher, ranked.address)?;
            let plan = found.plan.as_deref();
            let hit = self.hit((&searcher, ranked), &release, request, &matcher, plan)?;
            let text = xxh3_64(release.text.as_bytes());
            now.releases.insert(stamp, text);
            if !texts.contains(&text) {
                new += 1;
                visit(hit);
            }
        }
        Ok(Fresh {
            query: Self::query_report(request, tree, &found),
            index: self.index_report(),
            total: found.collected.total,
            new,
            seen: now,
        })
    }
}

/// Hash of the path and the content of a release.
fn stamp(columns: &Columns, ranked: &Ranked) -> u64 {
    let [path, content] = columns.of(ranked.address);
    let (path, content) = (path.unwrap_or(0), content.unwrap_or(0));
    xxh3_64(&[path.to_be_bytes(), content.to_be_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_damaged_is_not_taken_for_nothing_seen() {
        for text in [
            "",
            "{}",
            "x\n1 2",
            "{\"format\":\"dateline seen 1\",\"search\":\"\",\"generation\":1}\n1",
        ] {
            assert_eq!(Seen::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn seen_is_read_as_printed(search: String, generation: u64, releases: HashMap<u64, u64>) {
            let seen = Seen { search, generation, releases };
            prop_assert_eq!(Seen::parse(&seen.print()), Some(seen));
        }
    }
}
