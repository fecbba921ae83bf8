//! What counts how much: [`Weights`], measured, not guessed (`docs/evaluation.md`).

/// The weights of the sum that makes a score. Those given by default are the ones
/// measured; others are for measuring (`examples/measure_ranking.rs`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// What a word in the headline counts, in words of the body.
    pub title: f32,
    /// How far a long headline counts less, 0 to 1.
    pub title_length: f32,
    /// What a word in the lead counts beside standing in the body.
    pub lead: f32,
    /// How far a long body counts less, 0 to 1.
    pub body_length: f32,
    /// What a word in a quotation counts beside standing in the body.
    pub quotes: f32,
    /// What a word of the boilerplate counts: it is found, behind all that says it.
    pub boilerplate: f32,
    /// What the very word adds to its forms.
    pub exact: f32,
    /// What two words of the query add that stand next to each other in its order.
    pub adjacent: f32,
    /// What they add where they are near each other.
    pub near: f32,
    /// How far a long text makes words near each other count less, 0 to 1.
    pub near_length: f32,
    /// How soon more of the same word adds nothing.
    pub k1: f32,
    /// The same for how often a word stands in the query.
    pub k3: f32,
    /// The same for words near each other.
    pub k_near: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            title: 2.0,
            title_length: 0.75,
            lead: 0.5,
            body_length: 0.9,
            quotes: 0.2,
            boilerplate: 0.1,
            exact: 0.2,
            adjacent: 0.1,
            near: 0.1,
            near_length: 0.5,
            k1: 2.0,
            k3: 1.0,
            k_near: 1.5,
        }
    }
}

/// Words apart that are still near.
pub(super) const WINDOW: u32 = 8;

/// A part of a release that is weighed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    Title,
    /// The first words below the headline, which stand in the body as well.
    Lead,
    Body,
    /// What is quoted, which stands in the body as well.
    Quotes,
    Boilerplate,
}

impl Zone {
    /// As it is named to people and programs.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Body => "body",
            Self::Quotes => "quotes",
            Self::Boilerplate => "boilerplate",
        }
    }
}

impl Weights {
    /// What a word in a zone counts, in words of the body.
    pub(super) const fn of(&self, zone: Zone) -> f32 {
        match zone {
            Zone::Title => self.title,
            Zone::Lead => self.lead,
            Zone::Body => 1.0,
            Zone::Quotes => self.quotes,
            Zone::Boilerplate => self.boilerplate,
        }
    }

    /// Whether a word counts in whatever zone of its own it stands.
    pub(super) fn count_everywhere(&self) -> bool {
        [self.title, self.quotes, self.boilerplate]
            .iter()
            .all(|weight| *weight > 0.0)
    }

    /// How far a zone's length is weighed. A lead is always as long, and the length of
    /// quotations and boilerplate tells nothing of what a release is about.
    pub(super) const fn length(&self, zone: Zone) -> f32 {
        match zone {
            Zone::Title => self.title_length,
            Zone::Body => self.body_length,
            Zone::Lead | Zone::Quotes | Zone::Boilerplate => 0.0,
        }
    }

    /// What a word counts that stands so often in the query.
    pub(super) fn asked(&self, times: u32) -> f32 {
        saturated(times as f32, self.k3)
    }

    /// What neighbours, and words near each other, are worth where an occurrence counts
    /// `length`.
    pub(super) fn together(&self, [adjacent, near]: [u32; 2], length: f32) -> [f32; 2] {
        let worth = |count: u32| saturated(count as f32 * length, self.k_near);
        [self.adjacent * worth(adjacent), self.near * worth(near)]
    }

    /// The most that words together can be worth.
    pub(super) fn most_together(&self) -> f32 {
        (self.adjacent + self.near) * (self.k_near + 1.0)
    }

    /// `x` occurrences of a word, of which more add less.
    pub(super) fn occurrences(&self, x: f32) -> f32 {
        saturated(x, self.k1)
    }
}

/// `x` of something with half of the most at `k`; 1 of it is worth 1.
fn saturated(x: f32, k: f32) -> f32 {
    x * (k + 1.0) / (x + k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_adds_less_and_never_more_than_the_bound() {
        let weights = Weights::default();
        assert_eq!(weights.occurrences(0.0), 0.0);
        assert!((weights.occurrences(1.0) - 1.0).abs() < 1e-6);
        assert!(weights.occurrences(1e6) < weights.k1 + 1.0);
        let most: f32 = weights.together([1_000_000; 2], 1.0).iter().sum();
        assert!(most < weights.most_together());
        assert_eq!(weights.together([0, 0], 1.0), [0.0, 0.0]);
    }
}
