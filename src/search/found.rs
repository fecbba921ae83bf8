//! What a request comes to on one index: [`Found`].

use std::sync::Arc;

use super::answer::Operator;
use super::collect::Collected;
use super::score::Plan;
use crate::facet::Gate;
use crate::query::Node;
use crate::snippet::Matcher;

/// What a request comes to on this index.
pub(super) struct Found {
    pub(super) operator: Operator,
    /// What is looked for, with the other forms its words are written in.
    pub(super) meant: Node,
    /// The bodies that its words name.
    pub(super) bodies: Vec<String>,
    /// How it weighs; none when it only filters or the order is another.
    pub(super) plan: Option<Arc<Plan>>,
    pub(super) collected: Collected,
    pub(super) gates: Vec<Gate>,
    pub(super) warnings: Vec<String>,
}

impl Found {
    /// Finds in a text what was looked for.
    pub(super) fn matcher(&self) -> Matcher {
        Matcher::new(&self.meant).naming(&self.bodies)
    }
}
