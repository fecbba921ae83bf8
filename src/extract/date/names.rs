//! Names of months and weekdays in the languages read: English, French, Spanish,
//! German, Italian, Portuguese and Arabic (both its calendars' names of our months).

/// How sure a month's name is to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sureness {
    /// A number beside it makes it a date.
    Plain,
    /// A word of another language too (`ago`, `set`, `out`): day and year must stand beside it.
    Doubtful,
}

use Sureness::{Doubtful, Plain};

/// The months: name without its point, number, sureness. Upper-case letters
/// outside ASCII are listed by [`month_patterns`].
pub(super) const MONTHS: &[(&str, u8, Sureness)] = &[
    // English
    ("january", 1, Plain),
    ("february", 2, Plain),
    ("march", 3, Plain),
    ("april", 4, Plain),
    ("may", 5, Plain),
    ("june", 6, Plain),
    ("july", 7, Plain),
    ("august", 8, Plain),
    ("september", 9, Plain),
    ("october", 10, Plain),
    ("november", 11, Plain),
    ("december", 12, Plain),
    ("jan", 1, Plain),
    ("feb", 2, Plain),
    ("mar", 3, Plain),
    ("apr", 4, Plain),
    ("jun", 6, Plain),
    ("jul", 7, Plain),
    ("aug", 8, Plain),
    ("sep", 9, Plain),
    ("sept", 9, Plain),
    ("oct", 10, Plain),
    ("nov", 11, Plain),
    ("dec", 12, Plain),
    // French
    ("janvier", 1, Plain),
    ("février", 2, Plain),
    ("fevrier", 2, Plain),
    ("mars", 3, Plain),
    ("avril", 4, Plain),
    ("mai", 5, Plain),
    ("juin", 6, Plain),
    ("juillet", 7, Plain),
    ("août", 8, Plain),
    ("aout", 8, Plain),
    ("septembre", 9, Plain),
    ("octobre", 10, Plain),
    ("novembre", 11, Plain),
    ("décembre", 12, Plain),
    ("decembre", 12, Plain),
    ("janv", 1, Plain),
    ("févr", 2, Plain),
    ("avr", 4, Doubtful),
    ("juil", 7, Plain),
    ("déc", 12, Plain),
    // Spanish
    ("enero", 1, Plain),
    ("febrero", 2, Plain),
    ("marzo", 3, Plain),
    ("abril", 4, Plain),
    ("mayo", 5, Plain),
    ("junio", 6, Plain),
    ("julio", 7, Plain),
    ("agosto", 8, Plain),
    ("septiembre", 9, Plain),
    ("setiembre", 9, Plain),
    ("octubre", 10, Plain),
    ("noviembre", 11, Plain),
    ("diciembre", 12, Plain),
    ("ene", 1, Doubtful),
    ("abr", 4, Doubtful),
    ("ago", 8, Doubtful),
    ("dic", 12, Doubtful),
    // German
    ("januar", 1, Plain),
    ("jänner", 1, Plain),
    ("februar", 2, Plain),
    ("märz", 3, Plain),
    ("maerz", 3, Plain),
    ("juni", 6, Plain),
    ("juli", 7, Plain),
    ("oktober", 10, Plain),
    ("dezember", 12, Plain),
    ("mrz", 3, Doubtful),
    ("okt", 10, Doubtful),
    ("dez", 12, Doubtful),
    // Italian
    ("gennaio", 1, Plain),
    ("febbraio", 2, Plain),
    ("aprile", 4, Plain),
    ("maggio", 5, Plain),
    ("giugno", 6, Plain),
    ("luglio", 7, Plain),
    ("settembre", 9, Plain),
    ("ottobre", 10, Plain),
    ("dicembre", 12, Plain),
    ("gen", 1, Doubtful),
    ("mag", 5, Doubtful),
    ("giu", 6, Doubtful),
    ("lug", 7, Doubtful),
    ("set", 9, Doubtful),
    ("sett", 9, Doubtful),
    ("ott", 10, Doubtful),
    // Portuguese
    ("janeiro", 1, Plain),
    ("fevereiro", 2, Plain),
    ("março", 3, Plain),
    ("marco", 3, Doubtful),
    ("maio", 5, Plain),
    ("junho", 6, Plain),
    ("julho", 7, Plain),
    ("setembro", 9, Plain),
    ("outubro", 10, Plain),
    ("novembro", 11, Plain),
    ("dezembro", 12, Plain),
    ("fev", 2, Doubtful),
    ("out", 10, Doubtful),
    // Arabic
    ("يناير", 1, Plain),
    ("فبراير", 2, Plain),
    ("مارس", 3, Plain),
    ("أبريل", 4, Plain),
    ("ابريل", 4, Plain),
    ("إبريل", 4, Plain),
    ("مايو", 5, Plain),
    ("يونيو", 6, Plain),
    ("يوليو", 7, Plain),
    ("أغسطس", 8, Plain),
    ("اغسطس", 8, Plain),
    ("سبتمبر", 9, Plain),
    ("أكتوبر", 10, Plain),
    ("اكتوبر", 10, Plain),
    ("نوفمبر", 11, Plain),
    ("ديسمبر", 12, Plain),
    ("كانون الثاني", 1, Plain),
    ("شباط", 2, Plain),
    ("آذار", 3, Plain),
    ("اذار", 3, Plain),
    ("نيسان", 4, Plain),
    ("أيار", 5, Plain),
    ("ايار", 5, Plain),
    ("حزيران", 6, Plain),
    ("تموز", 7, Plain),
    ("آب", 8, Plain),
    ("أيلول", 9, Plain),
    ("ايلول", 9, Plain),
    ("تشرين الأول", 10, Plain),
    ("تشرين الثاني", 11, Plain),
    ("كانون الأول", 12, Plain),
    ("جانفي", 1, Plain),
    ("فيفري", 2, Plain),
    ("أفريل", 4, Plain),
    ("ماي", 5, Doubtful),
    ("جوان", 6, Plain),
    ("جويلية", 7, Plain),
    ("أوت", 8, Plain),
];

/// The weekdays, Monday 1 to Sunday 7; abbreviations without their point.
const WEEKDAYS: &[(&str, u8)] = &[
    ("monday", 1),
    ("tuesday", 2),
    ("wednesday", 3),
    ("thursday", 4),
    ("friday", 5),
    ("saturday", 6),
    ("sunday", 7),
    ("mon", 1),
    ("tue", 2),
    ("tues", 2),
    ("wed", 3),
    ("thu", 4),
    ("thur", 4),
    ("thurs", 4),
    ("fri", 5),
    ("sat", 6),
    ("sun", 7),
    ("lundi", 1),
    ("mardi", 2),
    ("mercredi", 3),
    ("jeudi", 4),
    ("vendredi", 5),
    ("samedi", 6),
    ("dimanche", 7),
    ("lunes", 1),
    ("martes", 2),
    ("miércoles", 3),
    ("miercoles", 3),
    ("jueves", 4),
    ("viernes", 5),
    ("sábado", 6),
    ("sabado", 6),
    ("domingo", 7),
    ("montag", 1),
    ("dienstag", 2),
    ("mittwoch", 3),
    ("donnerstag", 4),
    ("freitag", 5),
    ("samstag", 6),
    ("sonnabend", 6),
    ("sonntag", 7),
    ("lunedì", 1),
    ("martedì", 2),
    ("mercoledì", 3),
    ("giovedì", 4),
    ("venerdì", 5),
    ("sabato", 6),
    ("domenica", 7),
    ("segunda-feira", 1),
    ("terça-feira", 2),
    ("quarta-feira", 3),
    ("quinta-feira", 4),
    ("sexta-feira", 5),
    ("الاثنين", 1),
    ("الإثنين", 1),
    ("الثلاثاء", 2),
    ("الأربعاء", 3),
    ("الخميس", 4),
    ("الجمعة", 5),
    ("السبت", 6),
    ("الأحد", 7),
];

/// The weekday `word` names.
pub(super) fn weekday(word: &str) -> Option<u8> {
    // The longest name has 16 bytes; longer words need no folding.
    if word.len() > 20 {
        return None;
    }
    let lower = word.to_lowercase();
    WEEKDAYS
        .iter()
        .find(|(name, _)| *name == lower)
        .map(|(_, number)| *number)
}

/// Every spelling to look for, with its index into [`MONTHS`]: the automaton
/// ignores case of ASCII letters only, so those with others come in capitals too.
pub(super) fn month_patterns() -> (Vec<String>, Vec<usize>) {
    let mut patterns = Vec::new();
    let mut indices = Vec::new();
    for (index, (name, ..)) in MONTHS.iter().enumerate() {
        patterns.push((*name).to_owned());
        indices.push(index);
        let upper = name.to_uppercase();
        if !name.is_ascii() && upper != *name {
            patterns.push(upper);
            indices.push(index);
        }
    }
    (patterns, indices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_is_known_in_each_language() {
        for (word, number) in [
            ("Friday", 5),
            ("VENDREDI", 5),
            ("Miércoles", 3),
            ("Sonntag", 7),
            ("الجمعة", 5),
        ] {
            assert_eq!(weekday(word), Some(number), "{word}");
        }
        assert_eq!(weekday("day"), None);
    }

    #[test]
    fn capitals_outside_ascii_have_a_pattern() {
        let (patterns, indices) = month_patterns();
        let at = patterns.iter().position(|p| p == "FÉVRIER").unwrap();
        assert_eq!(MONTHS[indices[at]].1, 2);
    }
}
