//! Words a language cannot do without and that tell nothing of a subject: [`among`], and what
//! phrases of them are found by: [`pair`].
//!
//! Closed classes only: articles, prepositions, pronouns, conjunctions, auxiliaries,
//! question words. They are asked for like all others while all words are; when any of
//! the words will do, they would find everything.
//!
//! Nearly every release has both words of `"in the"`, and where they stand would have to be
//! read of all. So the index keeps each two that follow each other as a term of its own, as
//! [HathiTrust found best](https://www.hathitrust.org/blogs/large-scale-search/slow-queries-and-common-words-part-2)
//! for phrases of frequent words (common grams), and a phrase asks for those.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::words::COMPOUND;

/// By ISO 639-1 code, folded as the index folds.
const BY_LANGUAGE: [(&str, &str); 7] = [
    (
        "en",
        "a an the this that these those of in on at by for with from to into onto upon over under \
         about between among through during before after above below against within without toward \
         towards via per as than and or but nor so if then because while although though whether \
         either neither both i me my we us our you your he him his she her it its they them their \
         who whom whose which what when where why how is are was were be been being am do does did \
         done doing have has had having can could may might must shall should will would not no any \
         some such all each every other another there here also only just too very more most much \
         many few own same",
    ),
    (
        "fr",
        "le la les un une des du de d l au aux et ou mais donc or ni car si en dans par pour avec \
         sans sous sur entre vers chez ce cet cette ces son sa ses mon ma mes notre nos votre vos \
         leur leurs qui que quoi dont ou quel quelle quels quelles quand comment combien pourquoi il \
         elle ils elles on nous vous je tu se s n c j m t qu y est sont etait etaient etre ete a ont \
         avait avoir ne pas plus comme",
    ),
    (
        "es",
        "el la los las un una unos unas de del a al en y e o u pero ni si con sin por para entre \
         hacia desde hasta sobre bajo segun su sus mi tu nuestro nuestra que quien quienes cual \
         cuales cuyo donde cuando como cuanto se lo le les me te nos yo ella ellos ellas es son era \
         eran ser sido ha han habia haber no mas muy este esta estos estas ese esa esos esas",
    ),
    (
        "de",
        "der die das den dem des ein eine einer eines einem einen und oder aber denn sondern von zu \
         zum zur mit ohne fur auf aus bei nach uber unter durch gegen um in im an am vor zwischen \
         seit bis ist sind war waren sein wird werden wurde wurden hat haben hatte hatten kann \
         konnen muss mussen soll sollen nicht kein keine auch als wie was wer wen wem wo wann warum \
         welche welcher welches dass ob weil wenn sich er sie es wir ihr ich du sein seine ihre \
         unser dieser diese dieses",
    ),
    (
        "it",
        "il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli \
         alle da dal dalla dai dalle in nel nella nei nelle con su sul sulla per tra fra e ed o ma \
         se che chi cui quale quali quando come dove perche quanto non si e sono era erano essere \
         ha hanno aveva avere piu questo questa questi queste suo sua suoi sue loro",
    ),
    (
        "pt",
        "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem \
         sobre entre ate desde e ou mas se que quem qual quais quando como onde quanto nao e sao \
         era eram ser foi foram ha tem tinha ter seu sua seus suas este esta estes estas esse essa \
         ao aos mais muito",
    ),
    (
        "nl",
        "de het een en of maar want dus van in op aan bij met zonder voor door over onder naar uit \
         tot tegen tussen om te als dan dat die dit deze wie wat waar wanneer hoe waarom welke is \
         zijn was waren wordt worden werd heeft hebben had kan kunnen moet moeten zal zullen niet \
         geen ook er hij zij ze wij we ik je jij u hun haar zijn",
    ),
];

/// Whether a folded word is a function word of a language.
pub fn is_function_word(language: &str, word: &str) -> bool {
    let of = BY_LANGUAGE.iter().find(|(code, _)| *code == language);
    of.is_some_and(|(_, words)| words.split_ascii_whitespace().any(|known| known == word))
}

/// The words of all languages: what is indexed as a pair must not hang on the language of a
/// release, which a phrase does not know.
static OF_ANY: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let lists = BY_LANGUAGE.iter();
    lists
        .flat_map(|(_, words)| words.split_ascii_whitespace())
        .collect()
});

/// Whether a folded word is a function word of any language known here.
pub fn is_of_any(word: &str) -> bool {
    OF_ANY.contains(word)
}

/// Two function words that follow each other, as the index keeps them: no word, nor within two
/// edits of one.
pub fn pair(first: &str, second: &str) -> String {
    [first, COMPOUND, second].concat()
}

/// What finds a phrase: terms, each with its place behind the first word. Function words that
/// follow each other are asked for as pairs, which stand where their second word does.
pub fn phrase(words: &[String]) -> Vec<(u32, String)> {
    let are: Vec<bool> = words.iter().map(|word| is_of_any(word)).collect();
    let is = |at: Option<usize>| at.and_then(|at| are.get(at)).is_some_and(|is| *is);
    let mut terms = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1);
        let paired = is(Some(at)) && (is(before) || is(Some(at + 1)));
        let term = match before.and_then(|before| words.get(before)) {
            Some(first) if paired && is(before) => pair(first, word),
            // The next pair has it.
            _ if paired => continue,
            _ => word.clone(),
        };
        terms.push((u32::try_from(at).unwrap_or(u32::MAX), term));
    }
    terms
}

/// Which of the folded words are function words: those of the one language, of `languages`,
/// that has the most of them.
pub fn among(words: &[&str], languages: &[&str]) -> Vec<bool> {
    let of = |language: &str| -> Vec<bool> {
        words
            .iter()
            .map(|word| is_function_word(language, word))
            .collect()
    };
    let count = |found: &[bool]| found.iter().filter(|is| **is).count();
    languages
        .iter()
        .map(|language| of(language))
        .reduce(|best, next| {
            if count(&next) > count(&best) {
                next
            } else {
                best
            }
        })
        .unwrap_or_else(|| vec![false; words.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::words::words;

    #[test]
    fn the_language_of_most_decides() {
        let asked = ["who", "paid", "for", "the", "die"];
        assert_eq!(
            among(&asked, &["de", "en"]),
            [true, false, true, true, false]
        );
        assert_eq!(among(&["die", "grenze"], &["de", "en"]), [true, false]);
        assert_eq!(among(&["die", "fare"], &["en"]), [false, false]);
        assert_eq!(among(&["grenze"], &[]), [false]);
    }

    #[test]
    fn a_phrase_asks_for_pairs_of_function_words() {
        let phrase = |text: &str| phrase(&words(text));
        let term = |place, term: &str| (place, term.to_owned());
        assert_eq!(phrase("in the"), [term(1, "in---the")]);
        assert_eq!(
            phrase("right of the people"),
            [term(0, "right"), term(2, "of---the"), term(3, "people")]
        );
        assert_eq!(
            phrase("that it was"),
            [term(1, "that---it"), term(2, "it---was")]
        );
        assert_eq!(
            phrase("the people of"),
            [term(0, "the"), term(1, "people"), term(2, "of")]
        );
    }

    #[test]
    fn they_are_folded_as_the_index_folds() {
        for (_, list) in BY_LANGUAGE {
            let listed: Vec<&str> = list.split_ascii_whitespace().collect();
            assert_eq!(words(list), listed);
        }
    }
}
