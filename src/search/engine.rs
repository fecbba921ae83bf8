//! The engine over the index on this machine: [`LocalEngine`].

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, Term};

use super::answer::{Answer, Hit, IndexReport, Notice, Operator, QueryReport};
use super::collect::{Collect, Ranked};
use super::compile::{Compiler, has_words, joins_words};
use super::copies::{Columns, Copy};
use super::cursor::{Cursor, Rows};
use super::found::Found;
use super::joined;
use super::lately::Lately;
use super::lookup::{self, Status};
use super::names::{Names, Values};
use super::quotes::{QuoteAnswer, QuoteHit};
use super::request::{FacetRequest, Request, Sort};
use super::score::{Plan, Weights};
use super::{Engine, SearchError, damaged};
use crate::copies::Groups;
use crate::facet::{self, Facet, Gate};
use crate::indexer::copies;
use crate::query::Node;
use crate::schema::{Fields, Home, KIND_RELEASE, Mark, Release};
use crate::snippet::{Matcher, Wanted, passages};

/// Searches one index as it was when opened; open anew after a commit.
pub struct LocalEngine {
    pub(super) home: Option<Home>,
    reader: IndexReader,
    pub(super) mark: Mark,
    pub(super) fields: Fields,
    pub(super) values: Values,
    pub(super) names: Box<dyn Names>,
    pub(super) releases: u64,
    pub(super) weights: Weights,
    /// Which releases are copies of each other.
    pub(super) groups: Arc<Groups>,
    pub(super) columns: Columns,
    pub(super) lately: Lately,
}

impl LocalEngine {
    /// Opens the index in `home`; a read-only mount will do.
    ///
    /// # Errors
    /// When there is none, or it is not ours, of another version, or damaged.
    pub fn open(home: &Home, names: Box<dyn Names>) -> Result<Self, SearchError> {
        let (index, mark) = home.open_to_search()?;
        Self::over(Some(home.clone()), &index, mark, names)
    }

    /// Searches an index that is open already, such as one in memory.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn over(
        home: Option<Home>,
        index: &Index,
        mark: Mark,
        names: Box<dyn Names>,
    ) -> Result<Self, SearchError> {
        let fields = Fields::build().1;
        let (reader, releases, columns) = guarded(|| {
            let reader: IndexReader = index
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .try_into()?;
            let kind = Term::from_field_u64(fields.kind, KIND_RELEASE);
            let every = TermQuery::new(kind, IndexRecordOption::Basic);
            let releases = reader.searcher().search(&every, &Count)? as u64;
            let columns = Columns::open(&reader.searcher(), &fields)?;
            Ok((reader, releases, columns))
        })?;
        let kept = home.as_ref().and_then(|home| copies::kept(home, &mark));
        let groups = match kept {
            Some(groups) => groups,
            None => guarded(|| copies::gathered(&reader.searcher()))?,
        };
        let values = Values::default();
        Ok(Self {
            home,
            reader,
            mark,
            fields,
            values,
            names,
            releases,
            weights: Weights::default(),
            groups: Arc::new(groups),
            columns,
            lately: Lately::default(),
        })
    }

    /// Ranks by other weights than those measured best, to measure them.
    pub const fn weigh_by(&mut self, weights: Weights) {
        self.weights = weights;
    }

    /// The generation opened.
    pub const fn generation(&self) -> u64 {
        self.mark.generation
    }

    /// Releases in the index.
    pub const fn releases(&self) -> u64 {
        self.releases
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Runs a request: all words together, or any of them when that finds nothing.
    fn find(&self, request: &Request, tree: &Node, keep: usize) -> Result<Found, SearchError> {
        let found = self.find_with(Operator::And, request, tree, keep)?;
        if found.collected.total > 0 || !joins_words(tree) || request.cursor.is_some() {
            return Ok(found);
        }
        let mut wider = self.find_with(Operator::Or, request, tree, keep)?;
        if wider.collected.total == 0 {
            return Ok(found);
        }
        let told = "no release has all of these words; these have some of them";
        wider.warnings.push(told.to_owned());
        Ok(wider)
    }

    pub(super) fn find_with(
        &self,
        operator: Operator,
        request: &Request,
        tree: &Node,
        keep: usize,
    ) -> Result<Found, SearchError> {
        self.find_among(operator, request, tree, keep, Vec::new())
    }

    /// As [`Self::find_with`], among the releases that `more` find as well.
    pub(super) fn find_among(
        &self,
        operator: Operator,
        request: &Request,
        tree: &Node,
        keep: usize,
        more: Vec<Box<dyn Query>>,
    ) -> Result<Found, SearchError> {
        let searcher = self.searcher();
        let resumed = self.resume(request, tree, Rows::Releases)?;
        let operator = resumed.map_or(operator, |cursor| cursor.operator);
        let mut compiler = self.compiler(&searcher)?;
        compiler.operator = operator;
        let facets = facet_names(&request.facets)?;
        let meant = self.meeting(tree)?;
        let weighs = has_words(tree) && request.sort == Sort::Relevance;
        compiler.weighs = weighs && keep > 0;
        let tree_query = compiler.tree(&meant)?;
        let (mut clauses, gates) = compiler.filters(&request.filters, &facets)?;
        let more = more.into_iter();
        clauses.extend(more.map(|query| (Occur::Must, query)));
        let query: Box<dyn Query> = if clauses.is_empty() {
            tree_query
        } else {
            clauses.push((Occur::Must, tree_query));
            Box::new(BooleanQuery::new(clauses))
        };
        let warnings = std::mem::take(&mut compiler.warnings);
        let bodies = std::mem::take(&mut compiler.bodies);
        if let Some(recency) = request.recency {
            compiler.plan.prefer_new(recency);
        }
        let plan = weighs.then(|| Arc::new(compiler.plan));
        let collect = Collect {
            plan: plan.clone(),
            keep,
            ..self.collect(request, resumed, &facets, &gates)?
        };
        let collected = guarded(|| searcher.search(&*query, &collect))?;
        Ok(Found {
            operator,
            meant,
            bodies,
            plan,
            collected,
            gates,
            warnings,
        })
    }

    /// A compiler of trees and filters for this index.
    pub(super) fn compiler<'a>(
        &'a self,
        searcher: &'a Searcher,
    ) -> Result<Compiler<'a>, SearchError> {
        let weighed = (self.fields, self.weights);
        Compiler::new(searcher, &self.values, &*self.names, weighed)
    }

    /// How the matches of a request are collected, but for what they are worth and how many
    /// are kept.
    pub(super) fn collect(
        &self,
        request: &Request,
        resumed: Option<Cursor>,
        facets: &[&'static str],
        gates: &[Gate],
    ) -> Result<Collect, SearchError> {
        Ok(Collect {
            sort: request.sort,
            after: resumed.map(|cursor| cursor.rank),
            gates: gates.to_vec(),
            facets: self.numbers(facets)?,
            copies: request.collapse.then(|| Arc::clone(&self.groups)),
            grown: resumed.is_some_and(|cursor| cursor.generation != self.mark.generation),
            ..Collect::default()
        })
    }

    /// A tree with the other forms its words are written in here.
    pub(super) fn meeting(&self, tree: &Node) -> Result<Node, SearchError> {
        guarded(|| joined::meeting(tree, &self.searcher(), &self.fields, &*self.names))
    }

    pub(super) fn hit(
        &self,
        (searcher, ranked): (&Searcher, &Ranked),
        release: &Release,
        request: &Request,
        matcher: &Matcher,
        plan: Option<&Plan>,
    ) -> Result<Hit, SearchError> {
        let mut hit = Hit::of(release);
        hit.score = ranked.score;
        hit.copies = self.count_copies(searcher, ranked, request.collapse)?;
        hit.snippets = passages(
            &release.text,
            release.given.body_start,
            &release.extraction,
            matcher,
            Wanted {
                count: request.snippets,
                boilerplate: request.boilerplate,
            },
        );
        if let Some(plan) = plan.filter(|_| request.explain) {
            let segment = searcher.segment_reader(ranked.address.segment_ord);
            hit.explain = guarded(|| plan.explain(segment, ranked.address.doc_id))?;
        }
        Ok(hit)
    }

    fn facets(
        &self,
        request: &Request,
        found: &mut Found,
    ) -> Result<BTreeMap<String, Facet>, SearchError> {
        let searcher = self.searcher();
        let counted = std::mem::take(&mut found.collected.facets);
        let mut facets = BTreeMap::new();
        for (asked, counts) in request.facets.iter().zip(&counted) {
            let name = facet::named(&asked.field)?;
            let gate = found.gates.iter().find(|gate| gate.field == name);
            let picked: HashSet<String> = gate
                .iter()
                .flat_map(|gate| &gate.values)
                .filter(|(facet, _)| *facet == name)
                .map(|(_, value)| value.clone())
                .collect();
            let facet = match &request.facet_query {
                Some(typed) => {
                    let fits = self.values.containing(&searcher, &*self.names, name, typed);
                    Facet::new(counts, asked.size, &picked, fits.map_err(damaged)?)
                }
                None => Facet::new(counts, asked.size, &picked, |_| true),
            };
            facets.insert(name.to_owned(), facet);
        }
        Ok(facets)
    }

    pub(super) fn query_report(request: &Request, tree: &Node, found: &Found) -> QueryReport {
        let mut warnings: Vec<Notice> = Vec::new();
        for told in &found.warnings {
            if !warnings.iter().any(|notice| notice.message == *told) {
                warnings.push(told.clone().into());
            }
        }
        QueryReport {
            input: request.query.clone(),
            understood: tree.to_string(),
            operator: found.operator,
            warnings,
            ..QueryReport::default()
        }
    }

    /// When not all words were found together, what each word and filter comes to.
    fn explain_empty(
        &self,
        request: &Request,
        tree: &Node,
        found: &Found,
        report: &mut QueryReport,
    ) -> Result<(), SearchError> {
        let nothing = found.collected.total == 0;
        if !nothing && found.operator == Operator::And {
            return Ok(());
        }
        let count = |request: &Request, tree: &Node| {
            let found = self.find_with(Operator::And, request, tree, 0)?;
            Ok(found.collected.total)
        };
        report.words = self.word_reports(request, tree, &count)?;
        if nothing {
            report.filters = self.filter_reports(request, tree, &count)?;
        }
        Ok(())
    }

    /// The page of what was found; `asked` is what its cursor is bound to.
    pub(super) fn page(
        &self,
        request: &Request,
        asked: &Node,
        mut found: Found,
        query: QueryReport,
    ) -> Result<Answer, SearchError> {
        let facets = self.facets(request, &mut found)?;
        let searcher = self.searcher();
        let matcher = found.matcher();
        let more = found.collected.best.len() > request.offset + request.limit;
        let page = found.collected.best.iter().skip(request.offset);
        let page: Vec<Ranked> = page.take(request.limit).copied().collect();
        let mut hits = Vec::with_capacity(page.len());
        for ranked in &page {
            let release = self.release(&searcher, ranked.address)?;
            let plan = found.plan.as_deref();
            hits.push(self.hit((&searcher, ranked), &release, request, &matcher, plan)?);
        }
        let last = page.last().filter(|_| more);
        Ok(Answer {
            query,
            index: self.index_report(),
            total: found.collected.total,
            hits,
            facets,
            next_cursor: last.map(|last| {
                let place = (found.operator, last.rank, 0);
                self.cursor_after(request, asked, Rows::Releases, place)
            }),
            took_ms: 0.0,
        })
    }

    pub(super) fn index_report(&self) -> IndexReport {
        IndexReport {
            generation: self.mark.generation.to_string(),
            releases: self.releases,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

impl Engine for LocalEngine {
    fn search(&self, request: &Request, tree: &Node) -> Result<Answer, SearchError> {
        let begun = Instant::now();
        request.check()?;
        // One more than the page tells whether there is a next one.
        let found = self.find(request, tree, request.offset + request.limit + 1)?;
        let mut query = Self::query_report(request, tree, &found);
        self.explain_empty(request, tree, &found, &mut query)?;
        let mut answer = self.page(request, tree, found, query)?;
        answer.took_ms = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(answer)
    }

    fn facet(
        &self,
        request: &Request,
        tree: &Node,
        field: &str,
        size: usize,
    ) -> Result<Facet, SearchError> {
        let field = facet::named(field)?.to_owned();
        let facets = vec![FacetRequest {
            field: field.clone(),
            size,
        }];
        let request = Request {
            facets,
            ..request.clone()
        };
        request.check()?;
        let mut found = self.find(&request, tree, 0)?;
        Ok(self
            .facets(&request, &mut found)?
            .remove(&field)
            .unwrap_or_default())
    }

    fn every(
        &self,
        request: &Request,
        tree: &Node,
        visit: &mut dyn FnMut(Hit, Release) -> bool,
    ) -> Result<u64, SearchError> {
        Request {
            limit: 1,
            offset: 0,
            ..request.clone()
        }
        .check()?;
        let keep = usize::try_from(self.releases).unwrap_or(usize::MAX);
        let found = self.find(request, tree, keep)?;
        let searcher = self.searcher();
        let matcher = found.matcher();
        for ranked in &found.collected.best {
            let release = self.release_once(&searcher, ranked.address)?;
            let plan = found.plan.as_deref();
            let hit = self.hit((&searcher, ranked), &release, request, &matcher, plan)?;
            if !visit(hit, release) {
                break;
            }
        }
        Ok(found.collected.total)
    }

    fn quotes(&self, request: &Request, tree: &Node) -> Result<QuoteAnswer, SearchError> {
        self.quotations(request, tree)
    }

    fn every_quote(
        &self,
        request: &Request,
        tree: &Node,
        visit: &mut dyn FnMut(QuoteHit) -> bool,
    ) -> Result<u64, SearchError> {
        self.every_quotation(request, tree, visit)
    }

    fn similar(&self, wanted: &str, request: &Request) -> Result<Answer, SearchError> {
        self.like(wanted, request)
    }

    fn show(&self, wanted: &str) -> Result<Release, SearchError> {
        lookup::show(self, wanted)
    }

    fn copies(&self, release: &Release) -> Result<Vec<Copy>, SearchError> {
        self.copies_of(release)
    }

    fn values(&self, field: &str) -> Result<Facet, SearchError> {
        lookup::values(self, field)
    }

    fn status(&self) -> Result<Status, SearchError> {
        lookup::status(self)
    }
}

pub(super) fn facet_names(asked: &[FacetRequest]) -> Result<Vec<&'static str>, SearchError> {
    Ok(asked
        .iter()
        .map(|asked| facet::named(&asked.field))
        .collect::<Result<_, _>>()?)
}

/// A panic inside tantivy over a damaged file is an error like any other.
pub(super) fn guarded<T>(work: impl FnOnce() -> tantivy::Result<T>) -> Result<T, SearchError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(damaged),
        Err(_) => Err(damaged("a file of it does not hold what it should")),
    }
}
