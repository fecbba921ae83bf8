//! Pages: by cursor they join to the whole, hold while the index grows, and else say why.

use super::*;

const SORTS: [Sort; 3] = [Sort::Relevance, Sort::Newest, Sort::Oldest];

fn request(sort: Sort, limit: usize, filters: Filters) -> Request {
    Request {
        sort,
        limit,
        filters,
        ..Request::default()
    }
}

/// Ids of all pages from `request` on.
fn walk(engine: &LocalEngine, request: &Request, tree: &Node) -> Vec<String> {
    let mut request = request.clone();
    let mut ids = Vec::new();
    loop {
        let answer = engine.search(&request, tree).unwrap();
        ids.extend(answer.hits.into_iter().map(|hit| hit.id));
        match answer.next_cursor {
            Some(cursor) => request.cursor = Some(cursor),
            None => return ids,
        }
    }
}

fn walk_quotes(engine: &LocalEngine, request: &Request, tree: &Node) -> Vec<String> {
    let mut request = request.clone();
    let mut ids = Vec::new();
    loop {
        let answer = engine.quotes(&request, tree).unwrap();
        ids.extend(answer.hits.into_iter().map(|hit| hit.id));
        match answer.next_cursor {
            Some(cursor) => request.cursor = Some(cursor),
            None => return ids,
        }
    }
}

proptest! {
    #![proptest_config(crate::cases::cases(64))]
    #[test]
    fn pages_join_to_the_whole(filters in choice(), tree in tree(), limit in 1_usize..4, sort in 0_usize..3) {
        thread_local!(static ENGINE: LocalEngine = engine());
        ENGINE.with(|engine| {
            let pages = request(SORTS[sort], limit, filters.clone());
            let whole = request(SORTS[sort], 100, filters);
            let answer = engine.search(&whole, &tree).unwrap();
            let ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
            prop_assert_eq!(walk(engine, &pages, &tree), ids.clone());
            let said = engine.quotes(&whole, &tree).unwrap();
            let quotes: Vec<String> = said.hits.iter().map(|hit| hit.id.clone()).collect();
            prop_assert_eq!(walk_quotes(engine, &pages, &tree), quotes.clone());

            // The exported rows are the same, and as many as the total says.
            let (mut met, mut met_quotes) = (Vec::new(), Vec::new());
            engine.every(&whole, &tree, &mut |hit, _| { met.push(hit.id); true }).unwrap();
            engine.every_quote(&whole, &tree, &mut |hit| { met_quotes.push(hit.id); true }).unwrap();
            prop_assert_eq!((met.len() as u64, met), (answer.total, ids));
            prop_assert_eq!((met_quotes.len() as u64, met_quotes), (said.total, quotes));
            Ok(())
        })?;
    }

}

proptest! {
    // Each makes two indexes.
    #![proptest_config(crate::cases::cases(16))]
    #[test]
    fn pages_by_date_join_while_the_index_grows(newest: bool, limit in 1_usize..3, kept in 2_usize..4) {
        let library = library();
        let sort = if newest { Sort::Newest } else { Sort::Oldest };
        let (small, large) = (grown(&library[..kept], 1), grown(&library, 2));
        let pages = request(sort, limit, Filters::default());
        let before: BTreeSet<String> = walk(&small, &pages, &all()).into_iter().collect();
        let first = small.search(&pages, &all()).unwrap();
        let mut ids: Vec<String> = first.hits.iter().map(|hit| hit.id.clone()).collect();
        if let Some(cursor) = first.next_cursor {
            ids.extend(walk(&large, &Request { cursor: Some(cursor), ..pages.clone() }, &all()));
        }
        let said_before: BTreeSet<String> = walk_quotes(&small, &pages, &all()).into_iter().collect();
        let said = small.quotes(&pages, &all()).unwrap();
        let mut quotes: BTreeSet<String> = said.hits.iter().map(|hit| hit.id.clone()).collect();
        if let Some(cursor) = said.next_cursor {
            let rest = walk_quotes(&large, &Request { cursor: Some(cursor), ..pages.clone() }, &all());
            prop_assert!(rest.iter().all(|id| quotes.insert(id.clone())), "none twice");
            prop_assert!(quotes.is_superset(&said_before), "none lost");
        }
        let met: BTreeSet<String> = ids.iter().cloned().collect();
        prop_assert_eq!(met.len(), ids.len(), "none twice");
        if ids.len() > limit {
            prop_assert!(met.is_superset(&before), "none lost");
        }
    }
}

/// One index at a generation of its own.
fn grown(library: &[Made], generation: u64) -> LocalEngine {
    let mut engine = engine_of(library, 1);
    engine.mark.made = 1;
    engine.mark.generation = generation;
    engine
}

#[test]
fn a_cursor_that_cannot_hold_says_why() {
    let library = library();
    let small = grown(&library, 1);
    let newest = request(Sort::Newest, 1, Filters::default());
    let best = request(Sort::Relevance, 1, Filters::default());
    let given = |engine: &LocalEngine, request: &Request, tree: &Node| {
        engine.search(request, tree).unwrap().next_cursor.unwrap()
    };
    let told = |engine: &LocalEngine, request: &Request, tree: &Node, cursor: String| {
        let request = Request {
            cursor: Some(cursor),
            ..request.clone()
        };
        engine.search(&request, tree).unwrap_err().to_string()
    };
    let cursor = given(&small, &newest, &all());
    let other = "another query, other filters or another order";
    assert!(told(&small, &newest, &word("approach"), cursor.clone()).contains(other));
    assert!(told(&small, &best, &all(), cursor.clone()).contains(other));
    let narrowed = request(Sort::Newest, 1, Filters::default().pick("language", "en"));
    assert!(told(&small, &narrowed, &all(), cursor.clone()).contains(other));
    let asked = Request {
        cursor: Some(cursor.clone()),
        ..newest.clone()
    };
    let of_quotes = small.quotes(&asked, &all()).unwrap_err().to_string();
    assert!(of_quotes.contains(other), "{of_quotes}");

    let mut rebuilt = grown(&library, 2);
    rebuilt.mark.made = 2;
    assert!(told(&rebuilt, &newest, &all(), cursor.clone()).contains("before it was built anew"));

    let large = grown(&library, 2);
    let words = given(&small, &best, &word("approach"));
    let changed = told(&large, &best, &word("approach"), words);
    assert!(changed.contains("scores with it") && changed.ends_with("leave it out to begin anew"));

    let first = small.search(&newest, &all()).unwrap().hits.remove(0);
    let without: Vec<Made> = library
        .iter()
        .filter(|made| made.path != first.path)
        .cloned()
        .collect();
    let told = told(&grown(&without, 2), &newest, &all(), cursor);
    assert!(told.contains("was removed or got another date"), "{told}");
}

#[test]
fn an_empty_answer_says_what_emptied_it() {
    let engine = engine();
    let tree = Node::and(vec![word("approach"), word("deportatoin")]);
    let answer = engine.search(&Request::default(), &tree).unwrap();
    assert_eq!(answer.query.operator, Operator::Or);
    let words: Vec<_> = answer
        .query
        .words
        .iter()
        .map(|word| {
            (
                word.word.as_str(),
                word.releases,
                word.without,
                word.nearest.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        words,
        [
            ("approach", 2, 0, None),
            ("deportatoin", 0, 2, Some("deportation"))
        ]
    );
    let filters = Filters::default().pick("language", "fr");
    let narrowed = request(Sort::Relevance, 10, filters);
    let answer = engine.search(&narrowed, &word("approach")).unwrap();
    let filter = &answer.query.filters[0];
    assert_eq!((filter.filter.as_str(), filter.without), ("language", 2));
    assert!(filter.releases > 0);
    let full = engine
        .search(&Request::default(), &word("approach"))
        .unwrap();
    assert!(full.query.words.is_empty() && full.query.filters.is_empty());
}
