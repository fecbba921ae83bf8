//! How well queries are answered: [`rank`] runs judged queries and measures their answers.
//!
//! nDCG@10 with gain 2^grade - 1 and discount log2(rank + 1) (Burges and others, 2005),
//! against the best order of the judged releases; the reciprocal rank of the first release
//! with a grade above 0; the share of those releases among the first 100. A release
//! nobody judged counts as of no use, so `unjudged` names those near the top.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::EvalError;
use super::judged::{Judged, JudgedQuery};
use crate::query;
use crate::search::{Engine, Hit, Operator, Request, SearchError};

/// Releases of an answer looked at.
const DEPTH: usize = 100;
/// Releases a person looks at: those nDCG counts.
const TOP: usize = 10;

/// A judged release that is not among the first ten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LowRelease {
    /// As judged.
    pub document: String,
    /// Its grade.
    pub grade: u32,
    /// Its rank from 1; none when it is not among the first hundred.
    pub rank: Option<usize>,
}

/// A release among the first ten that nobody judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnjudgedRelease {
    /// Its path below the corpus.
    pub path: String,
    /// Its rank from 1.
    pub rank: usize,
}

/// One query's figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueryScore {
    /// Its id.
    pub id: String,
    /// The query.
    pub query: String,
    /// Judged releases of some use.
    pub relevant: usize,
    /// All releases found.
    pub total: u64,
    /// `or` when no release has all the words.
    pub operator: Operator,
    /// 0 to 1; like the other two none when no release is of use.
    pub ndcg_at_10: Option<f64>,
    /// One over the rank of the first release of use; 0 when none is found.
    pub reciprocal_rank: Option<f64>,
    /// The share of the releases of use that are found.
    pub recall_at_100: Option<f64>,
    /// Releases of use that are not among the first ten, the best first.
    pub low: Vec<LowRelease>,
    /// Releases among the first ten that nobody judged.
    pub unjudged: Vec<UnjudgedRelease>,
}

/// Means over the queries that some release answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RankingMeans {
    /// Queries counted.
    pub queries: usize,
    /// Mean nDCG@10.
    pub ndcg_at_10: Option<f64>,
    /// Mean reciprocal rank.
    pub mrr: Option<f64>,
    /// Mean recall among the first hundred.
    pub recall_at_100: Option<f64>,
}

/// How well queries are answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankingReport {
    /// Releases searched.
    pub releases: u64,
    /// Judgements used.
    pub judgements: usize,
    /// The means.
    pub means: RankingMeans,
    /// Each query.
    pub queries: Vec<QueryScore>,
    /// Judged releases that are not in the index; they count as not found.
    pub unknown: Vec<String>,
}

/// Runs every query as `dateline search` does and holds the answers against the judgements.
///
/// `today` is what a date such as `90d` in a query counts back from.
///
/// # Errors
/// When a query is over a limit or the index cannot be read.
pub fn rank(engine: &dyn Engine, judged: &Judged, today: Date) -> Result<RankingReport, EvalError> {
    let ids = known_ids(engine, judged)?;
    let mut queries = Vec::with_capacity(judged.queries.len());
    for query in &judged.queries {
        queries.push(ask(engine, query, &ids, today)?);
    }
    let mut unknown: Vec<String> = ids
        .iter()
        .filter(|(_, id)| id.is_none())
        .map(|(document, _)| (*document).to_owned())
        .collect();
    unknown.sort_unstable();
    Ok(RankingReport {
        releases: engine.status()?.releases,
        judgements: judged.queries.iter().map(|query| query.grades.len()).sum(),
        means: means(&queries),
        queries,
        unknown,
    })
}

/// The id of every judged release; none of one that is not in the index.
fn known_ids<'a>(
    engine: &dyn Engine,
    judged: &'a Judged,
) -> Result<HashMap<&'a str, Option<String>>, EvalError> {
    let mut ids = HashMap::new();
    let grades = judged.queries.iter().flat_map(|query| &query.grades);
    for (document, _) in grades {
        if ids.contains_key(document.as_str()) {
            continue;
        }
        let id = match engine.show(document) {
            Ok(release) => Some(release.id),
            Err(SearchError::NoRelease(_)) => None,
            Err(error) => return Err(error.into()),
        };
        ids.insert(document.as_str(), id);
    }
    Ok(ids)
}

fn ask(
    engine: &dyn Engine,
    judged: &JudgedQuery,
    ids: &HashMap<&str, Option<String>>,
    today: Date,
) -> Result<QueryScore, EvalError> {
    let parsed = query::parse(&judged.query, today).map_err(|source| EvalError::Query {
        id: judged.id.clone(),
        source,
    })?;
    let request = Request {
        query: judged.query.clone(),
        limit: DEPTH,
        snippets: 0,
        // Each document is judged by itself.
        collapse: false,
        ..Request::default()
    };
    let answer = engine.search(&request, &parsed.root)?;
    let rank_of = |document: &str| {
        let id = ids.get(document)?.as_ref()?;
        answer.hits.iter().position(|hit| hit.id == *id)
    };
    let grades: Vec<(u32, Option<usize>)> = judged
        .grades
        .iter()
        .map(|(document, grade)| (*grade, rank_of(document)))
        .collect();
    Ok(QueryScore {
        id: judged.id.clone(),
        query: judged.query.clone(),
        relevant: grades.iter().filter(|(grade, _)| *grade > 0).count(),
        total: answer.total,
        operator: answer.query.operator,
        ndcg_at_10: ndcg(&grades),
        reciprocal_rank: reciprocal_rank(&grades),
        recall_at_100: recall(&grades),
        low: low(judged, &grades),
        unjudged: unjudged(&answer.hits, &grades),
    })
}

/// `grades` are those judged, each with its place in the answer from 0.
fn ndcg(grades: &[(u32, Option<usize>)]) -> Option<f64> {
    let gain = |grade: u32, rank: usize| {
        (2_f64.powi(grade.min(30) as i32) - 1.0) / (rank as f64 + 2.0).log2()
    };
    let found = grades
        .iter()
        .filter_map(|&(grade, rank)| Some(gain(grade, rank.filter(|rank| *rank < TOP)?)))
        // An empty sum of floats is -0.0, which would be printed.
        .fold(0.0, |sum, gain| sum + gain);
    let mut best: Vec<u32> = grades.iter().map(|(grade, _)| *grade).collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let most: f64 = best
        .iter()
        .take(TOP)
        .enumerate()
        .map(|(rank, &grade)| gain(grade, rank))
        .sum();
    (most > 0.0).then(|| found / most)
}

fn reciprocal_rank(grades: &[(u32, Option<usize>)]) -> Option<f64> {
    let useful = || grades.iter().filter(|(grade, _)| *grade > 0);
    useful().next()?;
    let first = useful().filter_map(|(_, rank)| *rank).min();
    Some(first.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0)))
}

fn recall(grades: &[(u32, Option<usize>)]) -> Option<f64> {
    let useful = grades.iter().filter(|(grade, _)| *grade > 0);
    let (all, found) = useful.fold((0, 0), |(all, found), (_, rank)| {
        (all + 1, found + u32::from(rank.is_some()))
    });
    (all > 0).then(|| f64::from(found) / f64::from(all))
}

fn low(judged: &JudgedQuery, grades: &[(u32, Option<usize>)]) -> Vec<LowRelease> {
    let mut low: Vec<LowRelease> = judged
        .grades
        .iter()
        .zip(grades)
        .filter(|(_, (grade, rank))| *grade > 0 && rank.is_none_or(|rank| rank >= TOP))
        .map(|((document, grade), (_, rank))| LowRelease {
            document: document.clone(),
            grade: *grade,
            rank: rank.map(|rank| rank + 1),
        })
        .collect();
    low.sort_by(|a, b| {
        b.grade
            .cmp(&a.grade)
            .then_with(|| a.document.cmp(&b.document))
    });
    low
}

fn unjudged(hits: &[Hit], grades: &[(u32, Option<usize>)]) -> Vec<UnjudgedRelease> {
    let is_judged = |place: usize| grades.iter().any(|(_, rank)| *rank == Some(place));
    let top = hits.iter().take(TOP).enumerate();
    top.filter(|(place, _)| !is_judged(*place))
        .map(|(place, hit)| UnjudgedRelease {
            path: hit.path.clone(),
            rank: place + 1,
        })
        .collect()
}

fn means(queries: &[QueryScore]) -> RankingMeans {
    let mean = |figure: fn(&QueryScore) -> Option<f64>| {
        let all: Vec<f64> = queries.iter().filter_map(figure).collect();
        (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
    };
    RankingMeans {
        queries: queries.iter().filter(|query| query.relevant > 0).count(),
        ndcg_at_10: mean(|query| query.ndcg_at_10),
        mrr: mean(|query| query.reciprocal_rank),
        recall_at_100: mean(|query| query.recall_at_100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_order_has_ndcg_one() {
        assert_eq!(ndcg(&[(2, Some(0)), (1, Some(1)), (0, Some(2))]), Some(1.0));
    }

    #[test]
    fn ndcg_is_as_worked_by_hand() {
        // Gains 3 and 1: found at ranks 3 and 1, so 3/log2(4) + 1/log2(2), of 3 + 1/log2(3).
        let found = 3.0 / 2.0 + 1.0;
        let most = 3.0 + 1.0 / 3_f64.log2();
        let figure = ndcg(&[(2, Some(2)), (1, Some(0))]).unwrap();
        assert!((figure - found / most).abs() < 1e-12, "{figure}");
    }

    #[test]
    fn what_lies_below_the_tenth_adds_nothing() {
        assert_eq!(ndcg(&[(1, Some(10))]), Some(0.0));
        assert_eq!(ndcg(&[(1, None)]), Some(0.0));
        assert!(ndcg(&[(1, None)]).is_some_and(f64::is_sign_positive));
    }

    #[test]
    fn no_more_than_ten_can_be_wanted_of_ten() {
        let grades: Vec<(u32, Option<usize>)> = (0..14).map(|rank| (1, Some(rank))).collect();
        assert_eq!(ndcg(&grades), Some(1.0));
    }

    #[test]
    fn the_first_of_use_gives_the_reciprocal_rank() {
        assert_eq!(
            reciprocal_rank(&[(0, Some(0)), (1, Some(3)), (2, Some(7))]),
            Some(0.25)
        );
        assert_eq!(reciprocal_rank(&[(1, None)]), Some(0.0));
    }

    #[test]
    fn recall_counts_what_is_of_use() {
        assert_eq!(recall(&[(1, Some(99)), (2, None), (0, None)]), Some(0.5));
    }

    #[test]
    fn a_query_nothing_answers_has_no_figures() {
        for figure in [ndcg, reciprocal_rank, recall] {
            assert_eq!(figure(&[(0, Some(0))]), None);
        }
        assert_eq!(means(&[]), RankingMeans::default());
    }

    #[test]
    fn low_releases_come_best_first() {
        let grade = |document: &str, grade| (document.to_owned(), grade);
        let judged = JudgedQuery {
            id: "a".into(),
            query: "ferry".into(),
            grades: vec![grade("c", 1), grade("b", 2), grade("a", 1), grade("d", 0)],
        };
        let grades = [(1, Some(9)), (2, Some(11)), (1, None), (0, None)];
        let told: Vec<(String, Option<usize>)> = low(&judged, &grades)
            .into_iter()
            .map(|low| (low.document, low.rank))
            .collect();
        assert_eq!(told, [("b".to_owned(), Some(12)), ("a".to_owned(), None)]);
    }
}
