//! All groups of an index, to look up a release in: [`Groups`]; as text, to lie beside it.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::{Group, Kind};

/// What the first line says, so that nothing else is taken for one.
const FORMAT: &str = "dateline copies 1";

/// Groups with the place of each release among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    groups: Vec<Group>,
    places: FxHashMap<u64, usize>,
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

    /// As text: a head that says of which state of which index they are, then a line for
    /// each group, its first member and then each copy with its kind.
    pub fn print(&self, state: &str) -> String {
        let mut text = format!("{FORMAT} {state}\n");
        for group in &self.groups {
            let _ = write!(text, "{:x}", group.first);
            for (order, kind) in &group.copies {
                let _ = write!(text, " {order:x}:{kind}");
            }
            text.push('\n');
        }
        text
    }

    /// Reads what [`Groups::print`] wrote of this very state; none when it is anything else.
    pub fn parse(text: &str, state: &str) -> Option<Self> {
        let (head, rest) = text.split_once('\n')?;
        (head.strip_prefix(FORMAT)?.trim_start() == state).then_some(())?;
        let groups = rest.lines().map(|line| {
            let mut members = line.split(' ');
            let first = u64::from_str_radix(members.next()?, 16).ok()?;
            let copies = members.map(|member| {
                let (order, kind) = member.split_once(':')?;
                Some((u64::from_str_radix(order, 16).ok()?, Kind::of_name(kind)?))
            });
            Some(Group {
                first,
                copies: copies.collect::<Option<_>>()?,
            })
        });
        Some(Self::new(groups.collect::<Option<_>>()?))
    }
}

#[cfg(test)]
mod tests {
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
            "dateline copies 1 7 1\nx",
            "dateline copies 1 7 1\n1 2:far",
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
