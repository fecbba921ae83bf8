//! How good extraction and ranking are, measured on what people labelled.
//!
//! [`read_gold`] reads labels with the files they are about, [`score`] holds extraction
//! against them field by field; [`read_judged`] reads queries with judged releases,
//! [`rank`] runs them through an engine. Both give plain data: counts, shares, and every
//! miss with its place. `docs/evaluation.md` tells how each field is scored, and why.

mod error;
mod gold;
mod judged;
mod label;
mod names;
mod pairing;
mod people;
mod quotations;
mod ranking;
mod report;
mod score;
mod sheet;

pub use error::EvalError;
pub use gold::{Gold, Labelled, read_gold};
pub use judged::{Judged, JudgedQuery, read_judged};
pub use label::{BodyLabel, DateLabel, Label, Piece, QuoteLabel, SpeakerLabel};
pub use ranking::{LowRelease, QueryScore, RankingMeans, RankingReport, UnjudgedRelease, rank};
pub use report::{Band, Field, FieldReport, FieldScore, Miss, MissKind, Share, Tally};
pub use score::score;
