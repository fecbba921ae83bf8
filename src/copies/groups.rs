//! All groups of an index, to look up a release in: [`Groups`]; as JSON, to lie beside it.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Group;

/// Groups with the place of each release among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    groups: Vec<Group>,
    places: FxHashMap<u64, usize>,
}

/// Groups as they are kept.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    state: Cow<'a, str>,
    groups: Cow<'a, [Group]>,
}

impl Groups {
    /// Of groups that share no release.
    pub fn new(groups: Vec<Group>) -> Self {
        let members = groups
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.members().map(move |order| (order, at)));
        Self {
            places: members.collect(),
            groups,
        }
    }

    /// The number of the group a release is in, by the hash of its path.
    pub fn place(&self, order: u64) -> Option<usize> {
        self.places.get(&order).copied()
    }

    /// The group a release is in, by the hash of its path.
    pub fn of(&self, order: u64) -> Option<&Group> {
        self.groups.get(self.place(order)?)
    }

    /// All, in the order of those that stand for them.
    pub fn all(&self) -> &[Group] {
        &self.groups
    }

    /// As JSON, with of which state of which index they are.
    pub fn print(&self, state: &str) -> String {
        let kept = Kept {
            state: state.into(),
            groups: Cow::Borrowed(&self.groups),
        };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// Reads what [`Groups::print`] wrote of this very state; none when it is anything else.
    pub fn parse(json: &str, state: &str) -> Option<Self> {
        let kept: Kept<'_> = serde_json::from_str(json).ok()?;
        (kept.state == state).then(|| Self::new(kept.groups.into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn groups_of_another_state_are_none() {
        let groups = Groups::new(vec![]);
        let text = groups.print("7 1");
        assert_eq!(Groups::parse(&text, "7 1"), Some(groups));
        assert_eq!(Groups::parse(&text, "7 2"), None);
        for text in [
            "",
            r#"{"state":"7 1","groups":[x]}"#,
            r#"{"state":"7 1","groups":[{"first":1,"copies":[[2,"far"]]}]}"#,
        ] {
            assert_eq!(Groups::parse(text, "7 1"), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn groups_are_read_as_printed(members: std::collections::BTreeMap<u64, u8>) {
            let members: Vec<(u64, Kind)> = members
                .into_iter()
                .map(|(order, kind)| (order, Kind::ALL[usize::from(kind) % 5]))
                .collect();
            let groups = members.chunks(3).map(|of| Group {
                first: of[0].0,
                copies: of[1..].to_vec(),
            });
            let groups = Groups::new(groups.collect());
            prop_assert_eq!(Groups::parse(&groups.print("1"), "1"), Some(groups));
        }
    }
}
