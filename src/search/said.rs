//! Finding quotations: releases by the index, then each quotation of theirs by itself.
//!
//! All releases the index finds are tried, so that totals, groups and copies are exact.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use tantivy::query::Query;
use tantivy::{DocAddress, Term};
use xxhash_rust::xxh3::xxh3_64;

use super::SearchError;
use super::answer::{Notice, Operator};
use super::asked::{Reader, asked_of_quotes, narrowing, of_releases, organisation_of};
use super::compile::{any_term, joins_words};
use super::cursor::{Cursor, Rows};
use super::engine::LocalEngine;
use super::quotes::{QuoteAnswer, QuoteGroup, QuoteHit, speaker_of};
use super::rank::Rank;
use super::request::{GroupBy, Request};
use crate::document::PartialDate;
use crate::query::Node;
use crate::schema::Release;
use crate::schema::words::{name_key, words};
use crate::snippet::{Matcher, Stemmers};

/// Fewer words than this may be said twice without being a copy.
const LEAST_COPIED: usize = 5;
/// Quotations held in memory at once when all are given.
const READ_TOGETHER: usize = 64;
/// Names listed beside a group.
const LISTED: usize = 3;

type Boxed = Box<dyn Query>;

/// One quotation that answers.
struct Said {
    rank: Rank,
    score: f32,
    address: DocAddress,
    number: usize,
    /// Hash of speaker and words, if long enough to tell a copy.
    words: Option<u64>,
    copies: u64,
    /// What groups need of it.
    by: Option<By>,
}

impl Said {
    /// Whether it comes after the row a cursor stands on.
    fn is_behind(&self, cursor: &Cursor) -> bool {
        let part = u32::try_from(self.number).unwrap_or(u32::MAX);
        self.rank < cursor.rank || (self.rank == cursor.rank && part > cursor.part)
    }
}

struct By {
    value: Option<String>,
    with: Option<String>,
    date: Option<PartialDate>,
}

/// All quotations that answer a request, in its order.
struct AllSaid {
    operator: Operator,
    said: Vec<Said>,
    releases: u64,
    warnings: Vec<String>,
}

impl LocalEngine {
    pub(super) fn quotations(
        &self,
        request: &Request,
        tree: &Node,
    ) -> Result<QuoteAnswer, SearchError> {
        let begun = Instant::now();
        request.check()?;
        let resumed = self.resume(request, tree, Rows::Quotes)?;
        let all = self.all_said(request, tree, resumed.as_ref())?;
        let total = all.said.len() as u64;
        let mut query = Self::quote_report(request, tree, &all);
        if total == 0 || all.operator == Operator::Or {
            let counted: RefCell<HashMap<String, u64>> = RefCell::default();
            let count = |request: &Request, tree: &Node| {
                let asked = format!("{tree}\n{}", request.filters.told());
                if let Some(count) = counted.borrow().get(&asked) {
                    return Ok(*count);
                }
                let count = self
                    .said_with(Operator::And, request, tree, None)?
                    .said
                    .len() as u64;
                counted.borrow_mut().insert(asked, count);
                Ok(count)
            };
            query.words = self.word_reports(request, tree, &count)?;
            if total == 0 {
                query.filters = self.filter_reports(request, tree, &count)?;
            }
        }
        let mut answer = QuoteAnswer {
            query,
            index: self.index_report(),
            total,
            releases: all.releases,
            took_ms: 0.0,
            hits: Vec::new(),
            groups: None,
            groups_total: None,
            next_cursor: None,
        };
        if request.group_by.is_some() {
            self.grouped(request, tree, &all.said, &mut answer)?;
        } else {
            let begin = match resumed {
                Some(cursor) => all.said.partition_point(|said| !said.is_behind(&cursor)),
                None => request.offset,
            };
            let page: Vec<&Said> = all.said.iter().skip(begin).take(request.limit).collect();
            answer.hits = self.quote_hits(&page, tree)?;
            let more = begin + page.len() < all.said.len();
            answer.next_cursor = page.last().filter(|_| more).map(|last| {
                let part = u32::try_from(last.number).unwrap_or(u32::MAX);
                let place = (all.operator, last.rank, part);
                self.cursor_after(request, tree, Rows::Quotes, place)
            });
        }
        answer.took_ms = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(answer)
    }

    /// Calls `visit` with every quotation in order until it answers false.
    pub(super) fn every_quotation(
        &self,
        request: &Request,
        tree: &Node,
        visit: &mut dyn FnMut(QuoteHit) -> bool,
    ) -> Result<u64, SearchError> {
        let all = self.all_said(request, tree, None)?;
        let said: Vec<&Said> = all.said.iter().collect();
        for some in said.chunks(READ_TOGETHER) {
            for hit in self.quote_hits(some, tree)? {
                if !visit(hit) {
                    return Ok(all.said.len() as u64);
                }
            }
        }
        Ok(all.said.len() as u64)
    }

    /// Those with all words; with some of them when there are none.
    fn all_said(
        &self,
        request: &Request,
        tree: &Node,
        resumed: Option<&Cursor>,
    ) -> Result<AllSaid, SearchError> {
        let operator = resumed.map(|cursor| cursor.operator).unwrap_or_default();
        let found = self.said_with(operator, request, tree, resumed)?;
        if !found.said.is_empty() || !joins_words(tree) || resumed.is_some() {
            return Ok(found);
        }
        let mut wider = self.said_with(Operator::Or, request, tree, None)?;
        if wider.said.is_empty() {
            return Ok(found);
        }
        let told = "no quotation has all of these words; these have some of them";
        wider.warnings.push(told.to_owned());
        Ok(wider)
    }

    fn said_with(
        &self,
        operator: Operator,
        request: &Request,
        tree: &Node,
        resumed: Option<&Cursor>,
    ) -> Result<AllSaid, SearchError> {
        let searcher = self.searcher();
        let reader = Reader {
            searcher: &searcher,
            values: &self.values,
            names: &*self.names,
            operator,
            stemmers: Stemmers::default(),
        };
        let test = reader.test(&self.meeting(tree)?, &request.filters)?;
        let narrowed = Request {
            filters: of_releases(&request.filters),
            cursor: None,
            // Copies of quotations are told by their own words.
            collapse: false,
            facets: Vec::new(),
            ..request.clone()
        };
        let (more, mut warnings) = self.narrowing(&reader, request)?;
        let asked = asked_of_quotes(tree);
        let keep = usize::try_from(self.releases).unwrap_or(usize::MAX);
        let found = self.find_among(operator, &narrowed, &asked, keep, more)?;
        warnings.extend(found.warnings);
        let mut ranked = found.collected.best;
        // In the order they are stored, so that each block is read once.
        ranked.sort_by_key(|ranked| (ranked.address.segment_ord, ranked.address.doc_id));
        let mut said = Vec::new();
        let mut releases = 0;
        for ranked in &ranked {
            let release = self.release_once(&searcher, ranked.address)?;
            let numbers = test.answering(&release);
            releases += u64::from(!numbers.is_empty());
            said.extend(numbers.into_iter().map(|number| Said {
                rank: ranked.rank,
                score: ranked.score,
                address: ranked.address,
                number,
                words: words_hash(&release, number),
                copies: 0,
                by: request.group_by.map(|by| by_of(&release, number, by)),
            }));
        }
        said.sort_by(|a, b| b.rank.cmp(&a.rank).then(a.number.cmp(&b.number)));
        let grown = resumed.filter(|cursor| cursor.generation != self.mark.generation);
        let said = without_copies_apart(said, grown);
        Ok(AllSaid {
            operator,
            said,
            releases,
            warnings,
        })
    }

    /// What filters on quotations ask of releases, and what to tell of them.
    fn narrowing(
        &self,
        reader: &Reader<'_>,
        request: &Request,
    ) -> Result<(Vec<Boxed>, Vec<String>), SearchError> {
        let terms = |facet: &'static str, values: Vec<String>| {
            let field = self.fields.facet(facet);
            let terms = values.into_iter();
            terms
                .filter_map(|value| Some(Term::from_field_text(field?, &value)))
                .collect::<Vec<_>>()
        };
        let mut queries: Vec<Boxed> = Vec::new();
        let mut warnings = Vec::new();
        for facet in ["organisation", "quoted"] {
            if let Some(names) = narrowing(&request.filters, facet) {
                let (quoted, parents) = reader.speaking_for(names)?;
                if quoted.is_empty() {
                    warnings.push(format!("nobody speaks for {}", names.join(" or ")));
                }
                let mut all = terms("quoted", quoted);
                all.extend(terms("parent", parents));
                queries.push(any_term(all));
            }
        }
        if let Some(names) = narrowing(&request.filters, "speaker") {
            let resolved = self
                .values
                .resolve(reader.searcher, reader.names, "speaker", names)?;
            warnings.extend(resolved.warnings);
            let values = resolved
                .values
                .into_iter()
                .map(|(_, value)| value)
                .collect();
            queries.push(any_term(terms("speaker", values)));
        }
        Ok((queries, warnings))
    }

    fn quote_report(request: &Request, tree: &Node, all: &AllSaid) -> super::QueryReport {
        let mut warnings: Vec<Notice> = Vec::new();
        for told in &all.warnings {
            if !warnings.iter().any(|notice| notice.message == *told) {
                warnings.push(told.clone().into());
            }
        }
        super::QueryReport {
            input: request.query.clone(),
            understood: tree.to_string(),
            operator: all.operator,
            warnings,
            ..super::QueryReport::default()
        }
    }

    fn quote_hits(&self, said: &[&Said], tree: &Node) -> Result<Vec<QuoteHit>, SearchError> {
        let searcher = self.searcher();
        let matcher = Matcher::new(&self.meeting(tree)?);
        let mut hits = Vec::with_capacity(said.len());
        let mut last: Option<(DocAddress, Arc<Release>)> = None;
        for said in said {
            let release = match last.take() {
                Some((address, release)) if address == said.address => release,
                _ => self.release(&searcher, said.address)?,
            };
            if let Some(mut hit) = QuoteHit::of(&release, said.number, &matcher) {
                hit.release.score = said.score;
                hit.copies = said.copies;
                hits.push(hit);
            }
            last = Some((said.address, release));
        }
        Ok(hits)
    }

    fn grouped(
        &self,
        request: &Request,
        tree: &Node,
        said: &[Said],
        answer: &mut QuoteAnswer,
    ) -> Result<(), SearchError> {
        let groups = groups(said);
        answer.groups_total = Some(groups.len() as u64);
        let mut page = Vec::new();
        for members in groups.iter().skip(request.offset).take(request.limit) {
            let shown: Vec<&Said> = members.iter().take(request.per_group).copied().collect();
            let hits = self.quote_hits(&shown, tree)?;
            let mut group = group(members);
            group.hits = hits.iter().map(|hit| hit.id.clone()).collect();
            page.push(group);
            answer.hits.extend(hits);
        }
        answer.groups = Some(page);
        Ok(())
    }
}

fn by_of(release: &Release, number: usize, by: GroupBy) -> By {
    let quote = release.extraction.quotes.get(number);
    let speaker = quote.and_then(|quote| speaker_of(release, quote));
    let speaker = speaker.map(|speaker| speaker.name.clone());
    let body = quote.and_then(|quote| organisation_of(release, quote));
    let body = body.map(str::to_owned);
    let (value, with) = match by {
        GroupBy::Speaker => (speaker, body),
        GroupBy::Organisation => (body, speaker),
    };
    By {
        value,
        with,
        date: release.extraction.date.as_ref().map(|date| date.value),
    }
}

fn words_hash(release: &Release, number: usize) -> Option<u64> {
    let quote = release.extraction.quotes.get(number)?;
    let said = words(quote.span.of(&release.text));
    if said.len() < LEAST_COPIED {
        return None;
    }
    let speaker = speaker_of(release, quote).map(|speaker| name_key(&speaker.name));
    let key = format!("{}\n{}", speaker.unwrap_or_default(), said.join(" "));
    Some(xxh3_64(key.as_bytes()))
}

/// Without copies, before and behind a cursor of an earlier generation each by itself: a
/// copy that came since before the cursor must not take away what stands behind it.
fn without_copies_apart(mut said: Vec<Said>, grown: Option<&Cursor>) -> Vec<Said> {
    let shown = grown.map_or(0, |cursor| {
        said.partition_point(|said| !said.is_behind(cursor))
    });
    let behind = said.split_off(shown);
    let mut said = without_copies(said);
    said.extend(without_copies(behind));
    said
}

/// The first of those with the same words by the same speaker, the rest counted.
fn without_copies(said: Vec<Said>) -> Vec<Said> {
    let mut first: HashMap<u64, usize> = HashMap::new();
    let mut kept: Vec<Said> = Vec::with_capacity(said.len());
    for said in said {
        let earlier = said.words.and_then(|words| first.get(&words).copied());
        if let Some(earlier) = earlier.and_then(|at| kept.get_mut(at)) {
            earlier.copies += 1;
            continue;
        }
        if let Some(words) = said.words {
            first.insert(words, kept.len());
        }
        kept.push(said);
    }
    kept
}

/// Quotations by speaker or organisation, most first; those of nobody named last.
fn groups(said: &[Said]) -> Vec<Vec<&Said>> {
    let mut by_key: BTreeMap<Option<String>, Vec<&Said>> = BTreeMap::new();
    for said in said {
        let value = said.by.as_ref().and_then(|by| by.value.as_deref());
        by_key.entry(value.map(name_key)).or_default().push(said);
    }
    let nobody = by_key.remove(&None);
    let mut groups: Vec<Vec<&Said>> = by_key.into_values().collect();
    // Stable: equal counts stay in the order of their names.
    groups.sort_by_key(|members| std::cmp::Reverse(members.len()));
    groups.extend(nobody);
    groups
}

fn group(members: &[&Said]) -> QuoteGroup {
    let by = || members.iter().filter_map(|said| said.by.as_ref());
    let releases: HashSet<DocAddress> = members.iter().map(|said| said.address).collect();
    let dates = || by().filter_map(|by| by.date);
    QuoteGroup {
        value: most_frequent(by().filter_map(|by| by.value.as_deref()))
            .into_iter()
            .next(),
        count: members.len() as u64,
        releases: releases.len() as u64,
        earliest: dates().min_by_key(PartialDate::first_day),
        latest: dates().max_by_key(PartialDate::last_day),
        with: most_frequent(by().filter_map(|by| by.with.as_deref())),
        hits: Vec::new(),
    }
}

fn most_frequent<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    names.truncate(LISTED);
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}
