//! Copies: the same release published again by another, with another head, cut short, wrapped
//! anew, or corrected.
//!
//! Three steps, each cheaper by far than comparing all with all. A [`Sketch`] of some dozens
//! of numbers is kept of each release (`sketch`). Releases that share numbers are candidates
//! (`candidates`). The texts of candidates are aligned word by word (`align`) and judged
//! (`judged`): a form letter with other figures is another release, whatever it shares.
//! What holds is gathered round the fullest text (`group`), and one release stands for all.
//!
//! Groups are a function of the releases alone, not of the order they came in.

mod align;
mod candidates;
mod kind;
mod differs;
mod group;
mod groups;
mod judged;
mod reading;
mod sketch;
mod standing;

pub use group::{Entry, Group, group};
pub use groups::Groups;
pub use kind::Kind;
pub use sketch::Sketch;

use reading::Reading;

use crate::schema::Release;

/// How one release is a copy of another; none when it is not.
pub fn compare(one: &Release, other: &Release) -> Option<Kind> {
    let [one, other] = [one, other].map(|of| Reading::new(of.clone()));
    judged::judge(&one, &other)
}

/// What is otherwise in `copy` than in `stands`, in a few words each; empty when nothing is.
pub fn differences(stands: &Release, copy: &Release) -> Vec<String> {
    let [stands, copy] = [stands, copy].map(|of| Reading::new(of.clone()));
    differs::told(&stands, &copy)
}

#[cfg(test)]
mod tests;
