//! Whether two releases are copies, and how: [`judge`].
//!
//! What tells a copy from the next release made from the same form is what stands inside
//! the words they share. A copy is the same there; a form letter has another figure, day or
//! name. A correction has too, but few, close in time, under the same headline or with a
//! word that says so. Heads and feet may differ, as they do from one publisher to the next.

use super::Kind;
use super::align::{Alignment, Gap, align};
use super::reading::{Reading, Word, only_in};
use crate::document::PartialDate;
use crate::schema::words::words;

/// Words in common that make a copy at all: a text cut at 300 characters has some fifty.
const LEAST_CORE: usize = 24;
/// The share of the shorter text they must be.
const LEAST_SHARE: f32 = 0.6;
/// The share of words inside that may differ in a copy, and in a correction that says so.
const CHANGED: f32 = 0.12;
const CORRECTED: f32 = 0.25;
/// Figures and names that a correction without a word of it may change.
const CORRECTED_FIGURES: usize = 3;
/// Days between a release and its correction.
const SOON: i64 = 7;
const CORRECTED_SOON: i64 = 31;
/// Words of their own that both may have before, or behind, what they share.
const OWN_ENDS: usize = 45;
/// And the share of what they share that these may be.
const OWN_SHARE: f32 = 0.4;
/// Words before it that the longer may have: more, and the shorter is one item of a digest.
const LONGEST_HEAD: usize = 120;
/// A text that ends this many words earlier, and this share, is cut.
const CUT: usize = 15;
const CUT_SHARE: f32 = 0.1;
/// Words of its own behind the cut: "...", "read more".
const CUT_END: usize = 12;
/// Shared words that are one release whatever the dates say, and days that are not the same.
const LONG: usize = 150;
const SAME_DAYS: i64 = 3;

/// What `copy` is to `stands`; none when they are two releases.
pub(super) fn judge(stands: &Reading, copy: &Reading) -> Option<Kind> {
    let aligned = align(&stands.words, &copy.words)?;
    let found = Compared::new(stands, copy, aligned);
    if !found.covers() {
        return None;
    }
    if found.is_correction() {
        return Some(Kind::Correction);
    }
    (found.inside_is_same() && found.ends_fit() && found.days_fit()).then(|| found.kind())
}

/// The words of each that the other has not, at one end.
struct Ends {
    stands: usize,
    copy: usize,
}

struct Compared<'a> {
    stands: &'a Reading,
    copy: &'a Reading,
    aligned: Alignment,
    head: Ends,
    tail: Ends,
    /// Words that differ inside, and places where what differs is a figure or a name.
    changed: usize,
    figures: usize,
    apart: Option<i64>,
}

impl<'a> Compared<'a> {
    fn new(stands: &'a Reading, copy: &'a Reading, aligned: Alignment) -> Self {
        let (mut changed, mut figures) = (0, 0);
        for gap in &aligned.gaps {
            let (words, telling) = differing(stands, copy, gap);
            changed += words;
            figures += usize::from(telling);
        }
        let ends = |gap: &Gap| {
            let (one, other) = sides(stands, copy, gap);
            let own = |words: Vec<&Word>| words.iter().filter(|word| !word.aside).count();
            Ends {
                stands: own(only_in(one, other)),
                copy: own(only_in(other, one)),
            }
        };
        Self {
            head: ends(&aligned.head),
            tail: ends(&aligned.tail),
            changed,
            figures,
            apart: days_apart(stands.day(), copy.day()),
            stands,
            copy,
            aligned,
        }
    }

    /// Whether they share enough to be weighed, boilerplate of both left out.
    fn covers(&self) -> bool {
        let telling = |reading: &Reading| reading.words.iter().filter(|word| !word.aside).count();
        let shorter = telling(self.stands).min(telling(self.copy));
        let shared = self.aligned.telling;
        let whole = self.stands.words.len() == self.copy.words.len()
            && self.aligned.core == self.copy.words.len();
        whole || (shared >= LEAST_CORE && shared as f32 >= shorter as f32 * LEAST_SHARE)
    }

    fn share_changed(&self) -> f32 {
        self.changed as f32 / self.aligned.core.max(1) as f32
    }

    fn is_correction(&self) -> bool {
        let within = |days| self.apart.is_none_or(|apart| apart <= days);
        let says = self.stands.corrects != self.copy.corrects;
        if says && self.share_changed() <= CORRECTED && within(CORRECTED_SOON) && self.ends_fit() {
            return true;
        }
        let title = self.stands.title();
        self.figures > 0
            && self.figures <= CORRECTED_FIGURES
            && self.share_changed() <= CHANGED / 2.0
            && within(SOON)
            && !title.is_empty()
            && title == self.copy.title()
            && self.head.stands.max(self.head.copy) == 0
    }

    fn inside_is_same(&self) -> bool {
        self.figures == 0 && self.share_changed() <= CHANGED
    }

    /// Whether what stands before and behind may be a publisher's own.
    fn ends_fit(&self) -> bool {
        let most = OWN_ENDS.min((self.aligned.telling as f32 * OWN_SHARE) as usize);
        let both = |ends: &Ends| ends.stands.min(ends.copy);
        let longest = self.head.stands.max(self.head.copy);
        both(&self.head) <= most && longest <= LONGEST_HEAD && both(&self.tail) <= most
    }

    /// A short form is filled in again another day, the more surely if its head is new too;
    /// and what two files call otherwise on two days are two, however alike their texts:
    /// they are of a page that failed to load, or of an appeal sent again.
    fn days_fit(&self) -> bool {
        let apart = self.apart.is_some_and(|apart| apart > SAME_DAYS);
        let own_heads = self.head.stands.min(self.head.copy) > 0;
        let titles = self.stands.outer_title().zip(self.copy.outer_title());
        let renamed = titles.is_some_and(|(one, other)| words(one) != words(other));
        !(apart && (renamed || (own_heads && self.aligned.core < LONG)))
    }

    fn kind(&self) -> Kind {
        let same = |ends: &Ends| ends.stands + ends.copy == 0;
        let missing = self.tail.stands.saturating_sub(self.tail.copy);
        let long = self.stands.words.len();
        if missing >= CUT && missing as f32 >= long as f32 * CUT_SHARE && self.tail.copy <= CUT_END
        {
            Kind::Cut
        } else if self.changed == 0 && same(&self.head) && same(&self.tail) {
            Kind::Exact
        } else if self.changed == 0 && self.tail.copy < CUT {
            Kind::ReHeaded
        } else {
            Kind::Near
        }
    }
}

/// The words of both in a gap.
pub(super) fn sides<'r>(
    stands: &'r Reading,
    copy: &'r Reading,
    gap: &Gap,
) -> (&'r [Word], &'r [Word]) {
    let one = stands.words.get(gap.0.clone()).unwrap_or_default();
    let other = copy.words.get(gap.1.clone()).unwrap_or_default();
    (one, other)
}

/// How many words differ in a gap, and whether they tell something: another figure, or
/// another name in the place of one.
fn differing(stands: &Reading, copy: &Reading, gap: &Gap) -> (usize, bool) {
    let letters = |reading: &Reading, range| -> String {
        let text = reading.text_of(range);
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    // A word parted or joined where a line ended is the same word.
    if letters(stands, gap.0.clone()) == letters(copy, gap.1.clone()) {
        return (0, false);
    }
    let (one, other) = sides(stands, copy, gap);
    let (only, only_other) = (only_in(one, other), only_in(other, one));
    // What one has more is another matter: a paragraph left out changes no figure.
    let telling = !only.is_empty()
        && !only_other.is_empty()
        && (only.iter().chain(&only_other)).any(|word| word.number || word.name);
    (only.len().max(only_other.len()), telling)
}

/// Days between two dates, when both are whole.
fn days_apart(one: Option<PartialDate>, other: Option<PartialDate>) -> Option<i64> {
    let day = |date: PartialDate| {
        let (year, month, day) = date.first_day();
        jiff::civil::Date::new(year, month as i8, day as i8).ok()
    };
    let between = day(one?)?.until(day(other?)?).ok()?;
    Some(i64::from(between.get_days()).abs())
}
