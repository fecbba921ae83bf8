//! Where a PDF puts things: a [`Matrix`] of six numbers (ISO 32000-1, 8.3.3).

/// A change of coordinates: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A move.
    pub(super) const fn moved(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// The turn of a page by so many degrees clockwise.
    pub(super) const fn turned(degrees: i64) -> Self {
        match degrees.rem_euclid(360) {
            90 => Self([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
            180 => Self([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
            270 => Self([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
            _ => Self::IDENTITY,
        }
    }

    /// This change and then the other.
    pub(super) fn then(&self, next: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [na, nb, nc, nd, ne, nf] = next.0;
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    /// Where the origin comes to lie.
    pub(super) const fn origin(&self) -> (f32, f32) {
        let [.., x, y] = self.0;
        (x, y)
    }

    /// How much longer things get along the line and up.
    pub(super) fn scales(&self) -> (f32, f32) {
        let [a, b, c, d, ..] = self.0;
        (a.hypot(b), c.hypot(d))
    }

    /// Whether a line no longer runs from left to right.
    pub(super) fn is_turned(&self) -> bool {
        let [a, b, ..] = self.0;
        a <= 0.0 || b.abs() > a * 0.2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_follow_one_another() {
        let at = Matrix::moved(2.0, 3.0).then(&Matrix([2.0, 0.0, 0.0, -1.0, 10.0, 100.0]));
        assert_eq!(at.origin(), (14.0, 97.0));
        assert_eq!(at.scales(), (2.0, 1.0));
        assert!(!at.is_turned());
        assert!(Matrix::turned(90).is_turned());
        assert_eq!(Matrix::turned(-90), Matrix::turned(270));
    }
}
