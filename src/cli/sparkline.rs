//! Counts as one line of bars.

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A bar for each count, or for each run of counts so that all fit in `width` columns;
/// a blank for none.
pub(super) fn sparkline(counts: &[u64], width: usize) -> String {
    let run = counts.len().div_ceil(width.max(1)).max(1);
    let sums: Vec<u64> = counts.chunks(run).map(|chunk| chunk.iter().sum()).collect();
    let most = sums.iter().copied().max().unwrap_or(0).max(1);
    let bar = |count: &u64| {
        let eighth = count.saturating_mul(8).div_ceil(most);
        let at = usize::try_from(eighth).unwrap_or(8).checked_sub(1);
        at.and_then(|at| BARS.get(at)).copied().unwrap_or(' ')
    };
    sums.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tallest_is_the_most_and_nothing_is_a_blank() {
        assert_eq!(sparkline(&[0, 1, 4, 8], 10), " ▁▄█");
        assert_eq!(sparkline(&[1, 1, 2, 2], 2), "▄█");
        assert_eq!(sparkline(&[], 5), "");
        assert_eq!(sparkline(&[0, 0], 5), "  ");
    }
}
