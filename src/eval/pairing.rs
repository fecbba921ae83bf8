//! Who is whose: pairs of what was wanted and what was found.
//!
//! Names are paired one to one, the surest first ([`pair`]). Ranges of characters are
//! paired by how much they share, where one found range may answer several wanted
//! ones ([`pair_ranges`]).

/// First character and the one after the last.
pub(super) type Range = (usize, usize);

/// Share of a wanted range inside a found one from which it counts as covered by it.
const COVERED: f64 = 0.8;
/// Share of a found range that what it covers must fill, so that a whole page is no answer.
const FILLED: f64 = 0.5;
/// Shared characters over all characters of two ranges from which they are one.
const SAME: f64 = 0.5;

/// For each wanted one the index of the found one that answers it.
///
/// `grade` says how surely two are the same, 0 the surest, none if they are not; a surer
/// pair goes before an earlier one, and no one is in two pairs.
pub(super) fn pair<W, F>(
    wanted: &[W],
    found: &[F],
    grade: impl Fn(&W, &F) -> Option<u8>,
) -> Vec<Option<usize>> {
    let mut candidates = Vec::new();
    for (i, one) in wanted.iter().enumerate() {
        for (j, other) in found.iter().enumerate() {
            candidates.extend(grade(one, other).map(|grade| (grade, i, j)));
        }
    }
    candidates.sort_unstable();
    one_to_one(wanted.len(), candidates.iter().map(|&(_, i, j)| (i, j)))
}

/// For each wanted range the index of the found one that answers it.
///
/// A found range answers all it covers; what is left is paired one to one with a range it
/// shares at least half its characters with.
pub(super) fn pair_ranges(wanted: &[Range], found: &[Range]) -> Vec<Option<usize>> {
    let mut paired = vec![None; wanted.len()];
    for (j, other) in found.iter().enumerate() {
        let covered: Vec<usize> = (0..wanted.len())
            .filter(|&i| paired[i].is_none() && share(wanted[i], *other) >= COVERED)
            .collect();
        let filled: usize = covered.iter().map(|&i| shared(wanted[i], *other)).sum();
        if filled as f64 >= FILLED * length(*other) as f64 {
            covered.iter().for_each(|&i| paired[i] = Some(j));
        }
    }
    let used: Vec<usize> = paired.iter().flatten().copied().collect();
    let mut candidates = Vec::new();
    for i in (0..wanted.len()).filter(|&i| paired[i].is_none()) {
        for j in (0..found.len()).filter(|j| !used.contains(j)) {
            let likeness = likeness(wanted[i], found[j]);
            if likeness >= SAME {
                candidates.push((likeness, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    let rest = one_to_one(wanted.len(), candidates.iter().map(|&(_, i, j)| (i, j)));
    paired
        .into_iter()
        .zip(rest)
        .map(|(covered, near)| covered.or(near))
        .collect()
}

/// Indices below `length` that no pair has.
pub(super) fn unpaired(paired: &[Option<usize>], length: usize) -> Vec<usize> {
    (0..length)
        .filter(|index| !paired.contains(&Some(*index)))
        .collect()
}

/// Shared characters over all characters of both.
pub(super) fn likeness(one: Range, other: Range) -> f64 {
    let common = shared(one, other);
    let all = length(one) + length(other) - common;
    common as f64 / all.max(1) as f64
}

fn one_to_one(
    wanted: usize,
    candidates: impl Iterator<Item = (usize, usize)>,
) -> Vec<Option<usize>> {
    let mut paired = vec![None; wanted];
    let mut used = Vec::new();
    for (i, j) in candidates {
        if paired[i].is_none() && !used.contains(&j) {
            paired[i] = Some(j);
            used.push(j);
        }
    }
    paired
}

const fn length(range: Range) -> usize {
    range.1.saturating_sub(range.0)
}

fn shared(one: Range, other: Range) -> usize {
    one.1.min(other.1).saturating_sub(one.0.max(other.0))
}

/// The share of `part` that lies in `whole`.
fn share(part: Range, whole: Range) -> f64 {
    shared(part, whole) as f64 / length(part).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_pair_goes_first() {
        let grade = |w: &&str, f: &&str| {
            if w == f {
                Some(0)
            } else {
                w.starts_with(*f).then_some(1)
            }
        };
        let paired = pair(&["port police", "port"], &["port", "fair"], grade);
        assert_eq!(paired, [None, Some(0)]);
        assert_eq!(unpaired(&paired, 2), [1]);
    }

    #[test]
    fn one_found_range_answers_the_runs_it_joins() {
        let runs = [(10, 60), (64, 140), (200, 240)];
        let paired = pair_ranges(&runs, &[(10, 140), (210, 239)]);
        assert_eq!(paired, [Some(0), Some(0), Some(1)]);
    }

    #[test]
    fn a_range_that_swallows_the_page_answers_nothing() {
        assert_eq!(pair_ranges(&[(100, 150)], &[(0, 1000)]), [None]);
    }

    #[test]
    fn half_of_a_range_is_not_the_range() {
        assert_eq!(pair_ranges(&[(0, 100)], &[(0, 49)]), [None]);
        assert_eq!(pair_ranges(&[(0, 100)], &[(0, 51)]), [Some(0)]);
        assert_eq!(pair_ranges(&[(0, 100)], &[(0, 60), (60, 100)]), [Some(0)]);
    }

    #[test]
    fn empty_ranges_share_nothing() {
        assert_eq!(pair_ranges(&[(5, 5)], &[(5, 5)]), [None]);
    }
}
