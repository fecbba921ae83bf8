//! Releases gathered into groups of copies: [`group`].
//!
//! A group is a star: every member was held against its fullest text, or against a whole copy
//! of that, so that a chain of little differences joins nothing that is not alike, and what
//! two different releases both begin with does not make them one.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::candidates::candidates;
use super::judged::judge;
use super::reading::Reading;
use super::sketch::Sketch;
use super::standing::{publishers, standing};
use crate::schema::Release;

/// Texts held at once; those of one group are wanted near each other.
const HELD: usize = 1_024;
/// The share of words that a copy must have to be whole.
const WHOLE: f32 = 0.75;

/// A release to be gathered.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Hash of its path, by which it is known.
    pub order: u64,
    /// Its sketch.
    pub sketch: Sketch,
}

/// Releases that are copies of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The one that stands for all.
    pub first: u64,
    /// The others with what they are to it, ascending.
    pub copies: Vec<(u64, Kind)>,
}

impl Group {
    /// All, the one that stands for them first.
    pub fn members(&self) -> impl Iterator<Item = u64> {
        let copies = self.copies.iter().map(|(order, _)| *order);
        std::iter::once(self.first).chain(copies)
    }
}

/// Gathers the copies among `entries`, asking `read` for the texts of the few that may be.
///
/// The groups come in the order of those that stand for them, whatever the order of the
/// entries.
///
/// # Errors
/// Those of `read`.
pub fn group<E>(
    mut entries: Vec<Entry>,
    read: &mut dyn FnMut(u64) -> Result<Release, E>,
) -> Result<Vec<Group>, E> {
    entries.retain(|entry| entry.sketch.wording != 0);
    // The fullest first; then like sketches together.
    entries.sort_unstable_by(|one, other| {
        let key = |entry: &Entry| (entry.sketch.wording, entry.order);
        let (prints, others) = (&one.sketch.prints, &other.sketch.prints);
        prints.cmp(others).then(key(one).cmp(&key(other)))
    });
    let same: Vec<&[Entry]> = entries
        .chunk_by(|one, other| one.sketch.wording == other.sketch.wording)
        .collect();
    let sketches: Vec<&Sketch> = same
        .iter()
        .filter_map(|entries| entries.first())
        .map(|entry| &entry.sketch)
        .collect();
    let mut texts = Texts {
        read,
        held: FxHashMap::default(),
    };
    let mut groups = Vec::new();
    for star in stars(&same, &neighbours(&sketches), &mut texts)? {
        groups.push(texts.group(&star)?);
    }
    groups.sort_unstable_by_key(|group| group.first);
    Ok(groups)
}

/// The candidates of each place.
fn neighbours(sketches: &[&Sketch]) -> Vec<Vec<u32>> {
    let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); sketches.len()];
    for (one, other) in candidates(sketches) {
        for (at, to) in [(one, other), (other, one)] {
            if let Some(list) = neighbours.get_mut(at as usize) {
                list.push(to);
            }
        }
    }
    neighbours
}

/// Gathers round each text that is not yet in a group, the fullest first, its candidates
/// that are copies of it, and theirs; gives the members of groups of more than one.
///
/// A copy with another head may lack what a cut one has, and both be copies of a third. So
/// each member brings its own copies, but none goes further than that, and a cut one
/// brings nothing: two releases may begin alike.
fn stars<E>(
    same: &[&[Entry]],
    neighbours: &[Vec<u32>],
    texts: &mut Texts<'_, E>,
) -> Result<Vec<Vec<u64>>, E> {
    let prints = |at: &usize| same.get(*at).and_then(|same| same.first());
    let mut fullest: Vec<usize> = (0..same.len()).collect();
    fullest.sort_by_key(|at| std::cmp::Reverse(prints(at).map(|entry| entry.sketch.prints.len())));
    let mut taken = vec![false; same.len()];
    let mut stars = Vec::new();
    for centre in fullest {
        let free = taken
            .get_mut(centre)
            .is_some_and(|taken| !std::mem::replace(taken, true));
        if !free {
            continue;
        }
        let mut star = vec![centre];
        let whole = texts.copies_of(centre, same, neighbours, &mut taken, &mut star)?;
        for member in whole {
            texts.copies_of(member, same, neighbours, &mut taken, &mut star)?;
        }
        let members = star.iter().filter_map(|at| same.get(*at));
        let members: Vec<u64> = members
            .flat_map(|same| same.iter())
            .map(|entry| entry.order)
            .collect();
        if members.len() > 1 {
            stars.push(members);
        }
    }
    Ok(stars)
}

/// Texts as they are asked for, some of them held.
struct Texts<'a, E> {
    read: &'a mut dyn FnMut(u64) -> Result<Release, E>,
    held: FxHashMap<u64, Rc<Reading>>,
}

impl<E> Texts<'_, E> {
    fn of(&mut self, order: u64) -> Result<Rc<Reading>, E> {
        if let Some(held) = self.held.get(&order) {
            return Ok(Rc::clone(held));
        }
        if self.held.len() >= HELD {
            self.held.clear();
        }
        let reading = Rc::new(Reading::new((self.read)(order)?));
        self.held.insert(order, Rc::clone(&reading));
        Ok(reading)
    }

    /// Takes the candidates of a text that are copies of it into its group; gives those
    /// that are whole, as it is.
    fn copies_of(
        &mut self,
        at: usize,
        same: &[&[Entry]],
        neighbours: &[Vec<u32>],
        taken: &mut [bool],
        star: &mut Vec<usize>,
    ) -> Result<Vec<usize>, E> {
        let order = |at: usize| same.get(at)?.first().map(|entry| entry.order);
        let mut whole = Vec::new();
        for near in neighbours.get(at).into_iter().flatten() {
            let near = *near as usize;
            if taken.get(near) != Some(&false) {
                continue;
            }
            let Some((one, other)) = order(at).zip(order(near)) else {
                continue;
            };
            let (one, other) = (self.of(one)?, self.of(other)?);
            if judge(&one, &other).is_none() {
                continue;
            }
            taken
                .get_mut(near)
                .into_iter()
                .for_each(|taken| *taken = true);
            star.push(near);
            let [least, most] = {
                let (one, other) = (one.words.len(), other.words.len());
                [one.min(other), one.max(other)]
            };
            if least as f32 >= most as f32 * WHOLE {
                whole.push(near);
            }
        }
        Ok(whole)
    }

    /// Finds who stands for the members, and what the others are to it.
    fn group(&mut self, members: &[u64]) -> Result<Group, E> {
        let mut readings = Vec::with_capacity(members.len());
        for order in members {
            readings.push((*order, self.of(*order)?));
        }
        let publishers = publishers(readings.iter().map(|(_, reading)| &**reading));
        readings.sort_by(|one, other| {
            standing(&one.1, &publishers).cmp(&standing(&other.1, &publishers))
        });
        let mut readings = readings.into_iter();
        let Some((first, stands)) = readings.next() else {
            return Ok(Group {
                first: 0,
                copies: Vec::new(),
            });
        };
        // What is a copy of the fullest may be none of a cut one that stands for all.
        let kind = |copy: &Reading| judge(&stands, copy).unwrap_or(Kind::Near);
        let mut copies: Vec<(u64, Kind)> =
            readings.map(|(order, copy)| (order, kind(&copy))).collect();
        copies.sort_unstable();
        Ok(Group { first, copies })
    }
}
