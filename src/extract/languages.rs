//! What words may be in one language only: French, Spanish, German, Italian, Portuguese, Arabic.
//!
//! The table of [`lexicon`](crate::extract::lexicon) holds for every text; these words
//! count only where the text is in their language, for elsewhere they mean other things
//! ("so", "die", "note", "per"). Regular verbs stand as stems; the endings are made.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::extract::lexicon::{Traits, traits};

/// A language's words: what each list is, and its words.
struct Words {
    code: &'static str,
    /// Stems of regular verbs of speech, and the endings they take.
    stems: (&'static str, &'static [&'static str]),
    lists: &'static [(Traits, &'static str)],
    /// Words that are not here what the common table says.
    not: &'static [(Traits, &'static str)],
}

const LANGUAGES: &[Words] = &[
    Words {
        code: "fr",
        stems: (
            "déclar ajout expliqu soulign affirm précis rappel rappell indiqu insist estim not regrett dénonc alert \
             martel martèl plaid confi comment assur racont témoign observ constat résum lament exclam interrog \
             demand répliqu rétorqu tranch ironis jug argument détaill signal évoqu confirm déplor révél révèl \
             critiqu accus énonc relat recommand exhort réclam rapport félicit alarm inquièt inquiét espèr espér \
             considèr considér corrig annonc",
            &["e", "é", "ée", "és", "ées", "ent", "ait", "a", "èrent"],
        ),
        lists: &[
            (
                Traits::CUE,
                "dit dite disent disait écrit écrivent répond répondu répondent poursuit poursuivi poursuivent conclut \
                 conclu concluent soutient soutenu soutiennent maintient maintenu prévient prévenu avertit averti promet \
                 promis reconnaît reconnu admet admis craint redit réagit réagi renchérit renchéri réjouit réjoui réjouie \
                 réjouis réjouissent décrit",
            ),
            (
                Traits::COMMON,
                "selon pour dans après avant avec sans depuis lors enfin ainsi interrogé interrogée pourtant toutefois \
                 cependant aujourd’hui hier ce cette ces il elle on si quand comme plus notre nos leur leurs",
            ),
            (Traits::AUXILIARY, "s’ s' se est sont a ont avait n’ n' l’a"),
            (
                Traits::ADVERB,
                "ainsi ensuite encore notamment toutefois enfin alors hier lundi mardi mercredi jeudi vendredi samedi \
                 dimanche comme",
            ),
            (Traits::DETERMINER.and(Traits::LINK), "l’ l'"),
            (
                Traits::PREPOSITION.and(Traits::LINK).and(Traits::PARTICLE),
                "d’ d'",
            ),
            (Traits::TITLE.and(Traits::COURTESY), "dre pr me mes mgr"),
            (
                Traits::ROLE,
                "médecin infirmier infirmière bénévole militant militante chercheur chercheuse juge procureur procureure \
                 président présidente conseiller conseillère adjoint adjointe gouverneur vice-président éducateur \
                 éducatrice formatrice formateur juriste fondateur fondatrice trésorier trésorière gérant gérante \
                 colonel général capitaine",
            ),
            (
                Traits::ROLE_MODIFIER,
                "générale général adjointe adjoint national nationale exécutif exécutive délégué déléguée régional \
                 régionale syndicale",
            ),
            (Traits::BODY, "haut-commissariat centre association union ligue parti tribunal groupement office service"),
        ],
        not: &[
            (Traits::DETERMINER, "a il o as"),
            (Traits::PREPOSITION, "a"),
            (Traits::CALENDAR.and(Traits::COMMON), "mar jan sun"),
            (Traits::PARTICLE, "y e"),
        ],
    },
    Words {
        code: "es",
        stems: (
            "afirm señal declar indic explic subray destac agreg asegur asever manifest expres apunt anunci inform \
             precis enfatiz recalc puntualiz coment remarc alert lament acus critic denunci relat celebr confirm detall \
             aclar argument opin reiter ratific resalt valor solicit pregunt exclam report narr reclam acot consider \
             estim calific felicit conden",
            &["ó", "a", "aron", "an", "ado", "aba"],
        ),
        lists: &[
            (
                Traits::CUE,
                "dijo dijeron dice dicen dicho contó cuenta contaron recordó recuerda recordaron añadió añade añadieron \
                 añadido sostuvo sostiene concluyó concluye respondió responde insistió insiste insistido advirtió advierte \
                 advertido escribió escribe expuso expone reconoció reconoce reconocido admitió admite defendió defiende \
                 refirió refiere prometió promete pidió pide exigió exige agradeció prosiguió prosigue repitió",
            ),
            (Traits::AUXILIARY, "se ha han había habían"),
            (
                Traits::ADVERB,
                "así también además luego finalmente ayer hoy lunes martes miércoles jueves viernes sábado domingo como",
            ),
            (
                Traits::COMMON,
                "según para en tras durante con sin además por este esta estos estas nuestro nuestra hoy ayer así como \
                 si cuando no dentro ante desde su sus",
            ),
            (Traits::DETERMINER, "el la los las un una unos unas este esta estos estas"),
            (Traits::TITLE.and(Traits::COURTESY), "d d.ª dña sr sra dr dra lic ing"),
            (
                Traits::ROLE,
                "vicepresidenta vicepresidente abogado abogada juez jueza gobernador gobernadora capitán coronel general \
                 médico médica delegado delegada consejero consejera subsecretario subsecretaria canciller prefecto \
                 encargado encargada voluntario voluntaria profesor profesora cónsul alto alta gerente fundador fundadora \
                 magistrado magistrada defensor defensora",
            ),
            (
                Traits::ROLE_MODIFIER,
                "general adjunto adjunta nacional ejecutivo ejecutiva regional técnico técnica especial",
            ),
            (Traits::BODY, "plataforma colectivo red tribunal juzgado ayuntamiento observatorio sindicato unidad centro gobierno"),
        ],
        not: &[
            (Traits::DETERMINER.and(Traits::AUXILIARY), "a as"),
            (Traits::CUE, "ha"),
            (Traits::CALENDAR.and(Traits::COMMON), "mar jan sun may"),
            (Traits::PARTICLE, "y e el"),
        ],
    },
    Words {
        code: "de",
        stems: (
            "sag erklär beton ergänz warn mahn forder mein äußer kommentier bekräftig bestätig erläuter versicher \
             erzähl berichte freu klag bedauer erinner appellier präzisier prognostizier räum füg teil kündig stell \
             antworte behaupte frag resümier bilanzier unterstrich",
            &["te", "t", "ten", "en"],
        ),
        lists: &[
            (
                Traits::CUE,
                "antwortet behauptet berichtet fordert fordere verspricht versprach schreibt schrieb unterstrich \
                 unterstreicht hob hebt rief bat gesagt meint erklärten sagten",
            ),
            (
                Traits::CUE.and(Traits::WEAK_CUE),
                "sprach spricht gab wies weist nannte nennt bezeichnete bezeichnet kritisiert kritisierte lobte lobt \
                 begrüßte begrüßt",
            ),
            (Traits::AUXILIARY, "hat haben hatte hatten ist sind war waren wird"),
            (
                Traits::ADVERB,
                "sich dazu auch weiter ferner zudem außerdem montag dienstag mittwoch donnerstag freitag samstag sonntag \
                 heute gestern dann abschließend",
            ),
            (
                Traits::DETERMINER,
                "der die das des dem den ein eine einem einen einer eines im am vom zum zur beim ins ans seine seiner \
                 ihre ihrer dieser diese dieses unser unsere kein keine alle jeder jede",
            ),
            (
                Traits::COMMON,
                "laut nach dazu auch bei seit mit für von aus vor zu in an auf über unter wenn weil wer was wie wo viele \
                 mehr neue unsere diese dieser dieses die der das ein eine er sie es wir ich ihr und aber heute gestern \
                 anfang ende mitte millionen tausende hunderte jahr jahre euro prozent menschen doch denn so damit deshalb \
                 zudem außerdem ferner insgesamt rund etwa bis ab alle kein keine nur noch schon hier dort zuvor danach \
                 angaben worten auskunft als am im zum zur vom beim ersten zweiten nächste letzte woche monat tag",
            ),
            (Traits::PRONOUN, "er sie es"),
            (Traits::PREPOSITION, "in im am bei mit nach von vom aus seit für zu zum zur vor auf über unter an durch gegen ohne um"),
            (Traits::TITLE.and(Traits::COURTESY), "herr herrn frau dr prof"),
            (
                Traits::ROLE,
                "ehrenamtliche ehrenamtlicher anwalt anwältin ärztin arzt richter richterin professor professorin \
                 ratsmitglied inhaber inhaberin koordinator koordinatorin referent referentin mitarbeiter mitarbeiterin \
                 gründer gründerin kapitän vorsitzende vorsitzender vorstand leiter leiterin forscher forscherin chef chefin",
            ),
            (Traits::ROLE_MODIFIER, "stellvertretende stellvertretender ehemalige ehemaliger"),
            (Traits::LINK, "des der für und von im in an am"),
            (Traits::BODY, "vereins bündnisses rat rates hochschule gericht polizei stadt kirche"),
        ],
        not: &[
            (Traits::AUXILIARY, "will was do"),
            (Traits::PRONOUN, "i he we"),
            (Traits::ADVERB, "also not"),
            (Traits::CUE, "put rate tag"),
            (Traits::CALENDAR.and(Traits::COMMON), "jan mar sun sat"),
            (Traits::PARTICLE, "y e"),
        ],
    },
    Words {
        code: "it",
        stems: (
            "dichiar spieg sottoline afferm ricord precis comment osserv raccont rimarc annunci evidenzi denunci lament \
             critic segnal not conferm assicur testimoni domand esclam auspic incalz replic illustr puntualizz continu \
             chios rilanci rivel",
            &["ato", "ata", "ati", "a", "ò", "ano", "ava", "arono"],
        ),
        lists: &[
            (
                Traits::CUE,
                "detto dice dicono disse aggiunto aggiunge concluso conclude scritto scrive risposto risponde ribadito \
                 ribadisce sostenuto sostiene ammesso ammette chiesto chiede avvertito avverte promesso promette insiste \
                 insistito prosegue proseguito riferito riferisce riconosciuto riconosce chiarito chiarisce",
            ),
            (
                Traits::CUE.and(Traits::WEAK_CUE),
                "parlato parla definito definisce",
            ),
            (Traits::AUXILIARY, "ha hanno è si sono aveva s’"),
            (
                Traits::ADVERB,
                "così inoltre anche poi infine ieri oggi lunedì martedì mercoledì giovedì venerdì sabato domenica come",
            ),
            (
                Traits::COMMON,
                "secondo per dopo prima con senza inoltre oggi ieri così come se quando nel nella questo questa il la lo \
                 i gli le un una a di da in su e ma non è si anche siamo noi loro",
            ),
            (Traits::DETERMINER, "il lo la i gli le un uno una l’ l' questo questa"),
            (
                Traits::LINK,
                "l’ l' d’ d' dell’ dell' dello degli all’ alla al ai agli nel nella per",
            ),
            (
                Traits::PREPOSITION,
                "di a da in con su per tra fra d’ dell’ dello della dei degli delle all’ alla al ai nel nella sulla dal dalla",
            ),
            (Traits::TITLE.and(Traits::COURTESY), "dott dott.ssa sig sig.ra ing avv on prof"),
            (
                Traits::ROLE,
                "ministro ministra viceministro viceministra ambasciatore ambasciatrice operatore operatrice medico \
                 avvocato avvocata ricercatore ricercatrice coordinatore coordinatrice responsabile vicepresidente \
                 sottosegretario sottosegretaria capo garante giudice volontario volontaria consigliere consigliera \
                 assessore assessora deputato deputata senatore senatrice fondatore fondatrice commissaria presidente",
            ),
            (Traits::ROLE_MODIFIER, "generale nazionale regionale esecutivo esecutiva speciale"),
            (
                Traits::BODY,
                "federazione sindacato associazione comitato centro comune rete unione croce tribunale governo",
            ),
        ],
        not: &[
            (Traits::PRONOUN, "il i"),
            (Traits::DETERMINER.and(Traits::AUXILIARY), "a"),
            (Traits::SUBORDINATE, "come"),
            (Traits::CUE, "ha"),
            (Traits::CALENDAR.and(Traits::COMMON), "mar jan sun"),
            (Traits::PARTICLE, "y e"),
        ],
    },
    Words {
        code: "pt",
        stems: (
            "afirm declar explic acrescent destac ressalt alert lembr salient sublinh coment relat cont lament denunci \
             inform not observ reiter reforç apont avali critic enfatiz anunci fris comemor celebr assegur avis exclam \
             pergunt acus revel detalh pontu argument confess sustent aval consider",
            &["ou", "a", "aram", "am", "ado", "ava"],
        ),
        lists: &[
            (
                Traits::CUE,
                "disse disseram diz dizem dito escreveu escreve respondeu responde concluiu conclui defendeu defende \
                 insistiu insiste prosseguiu referiu refere garantiu garante admitiu admite advertiu adverte pediu pede \
                 reconheceu",
            ),
            (Traits::AUXILIARY, "se tem têm tinha foi"),
            (Traits::ADVERB, "ainda também assim depois hoje ontem como"),
            (
                Traits::COMMON,
                "segundo para em após durante com sem além por este esta hoje ontem assim como se quando não no na nos \
                 nas o a os as um uma de do da e mas ele ela seu sua",
            ),
            (Traits::DETERMINER, "o a os as um uma este esta"),
            (Traits::PREPOSITION, "em no na nos nas ao à aos às de do da dos das por pelo pela com para"),
            (Traits::LINK, "no na nos nas ao à"),
            (Traits::PRONOUN, "ele ela eles elas"),
            (Traits::TITLE.and(Traits::COURTESY), "dr dra sr sra dom dona eng prof profa"),
            (
                Traits::ROLE,
                "ministro ministra porta-voz secretário secretária prefeito prefeita vereador vereadora pesquisador \
                 pesquisadora investigador investigadora representante chefe advogado advogada médico médica governador \
                 governadora comissário comissária procurador procuradora juiz juíza deputado deputada senador senadora \
                 diretor diretora embaixador embaixadora responsável delegado delegada vice-presidente presidente \
                 professor professora autarca",
            ),
            (Traits::ROLE_MODIFIER, "geral adjunto adjunta nacional executivo executiva regional especial"),
            (
                Traits::BODY,
                "federação associação comitê comité instituto centro câmara sindicato rede união tribunal governo serviço \
                 observatório agência",
            ),
        ],
        not: &[
            (Traits::AUXILIARY, "a do"),
            (Traits::CUE, "do"),
            (Traits::CALENDAR.and(Traits::COMMON), "mar jan sun"),
            (Traits::PARTICLE, "y e"),
        ],
    },
    Words {
        code: "ar",
        stems: (
            "قال أضاف أكد أوضح صرح أشار حذر شدد ذكر أعلن تابع لفت ختم كتب اعتبر روى كشف أفاد نوه أعرب علق أردف نبه ناشد \
             استطرد اعترف أبلغ وصف نقل طالب رحب رد دعا",
            &["", "ت", "وا"],
        ),
        lists: &[
            (
                Traits::CUE,
                "يقول تقول يضيف تضيف يؤكد تؤكد يوضح توضح يشير تشير يحذر تحذر روت دعت رأى رأت يرى ترى بينت",
            ),
            (Traits::CUE_ING, "قائلا قائلة مضيفا مضيفة مؤكدا مؤكدة مشيرا مشيرة موضحا موضحة"),
            (Traits::ADVERB, "كما حسبما أيضا أمس اليوم"),
            (
                Traits::COMMON,
                "في من إلى على عن مع خلال بعد قبل عند منذ حول بين كل بعض هذا هذه ذلك تلك هناك حيث لأن لكن بل ثم أو أم لا لم \
                 لن ليس قد كان كانت يكون أن إن أنه أنها إنه إنها بأن بأنه بأنها فإن قوله قولها قولهم حديثه حديثها اليوم أمس \
                 غدا أمام ضد تقرير بيان مصدر مصادر سكان أهالي شهود ناشط ناشطة ناشطون لاجئ لاجئة لاجئون أحد إحدى امرأة رجل \
                 طفل أم أب شاب شابة عدد عشرات مئات آلاف مواطن مسؤولون خبراء نحو كذلك أيضا باسم بحسب حسب وفقا وفق لدى ما \
                 الذي التي الذين شأن",
            ),
            (Traits::TITLE.and(Traits::COURTESY), "السيد السيدة الدكتور الدكتورة د الشيخ الشيخة الأستاذ الأستاذة المهندس المهندسة اللواء العميد العقيد النقيب الأمير الأميرة القاضي القاضية المحامي المحامية"),
            (
                Traits::ROLE,
                "متحدث متحدثة ناطق ناطقة أمين أمينة مفوض مفوضة باحث باحثة محام نائب نائبة مستشار مستشارة قائد عضو خبير \
                 خبيرة مشرف مشرفة محافظ حاكم مبعوث مبعوثة ممثل ممثلة منسق منسقة مدير مديرة رئيس رئيسة وزير وزيرة سفير \
                 سفيرة مسؤول مسؤولة عمدة",
            ),
            (Traits::GROUP, "سكان أهالي شهود لاجئون مسؤولون خبراء ناشطون مصادر"),
        ],
        not: &[],
    },
];

type Table = HashMap<String, (Traits, Traits)>;

static TABLES: LazyLock<Vec<(&'static str, Table)>> =
    LazyLock::new(|| LANGUAGES.iter().map(|words| (words.code, table(words))).collect());

/// What each word is beside the common table, and what of that it is not.
fn table(words: &Words) -> Table {
    let mut table = Table::new();
    for stem in words.stems.0.split_whitespace() {
        for ending in words.stems.1 {
            table.entry(format!("{stem}{ending}")).or_default().0 = Traits::CUE;
        }
    }
    for (traits, list) in words.lists {
        for word in list.split_whitespace() {
            let entry = table.entry(word.to_owned()).or_default();
            entry.0 = entry.0.and(*traits);
        }
    }
    for (traits, list) in words.not {
        for word in list.split_whitespace() {
            let entry = table.entry(word.to_owned()).or_default();
            entry.1 = entry.1.and(*traits);
        }
    }
    table
}

/// What `word` may be in a text in `language`, where these tables know the language.
pub fn traits_in(language: &str, word: &str) -> Option<Traits> {
    let (_, table) = TABLES.iter().find(|(code, _)| *code == language)?;
    let lower = bare(word).to_lowercase();
    let known = look_up(table, &lower);
    if known != Traits::default() {
        return Some(known);
    }
    Some(match language {
        "ar" => behind_clitics(table, &lower),
        "de" => compound(word, &lower),
        _ => prefixed(table, &lower),
    })
}

/// `word` without its last dot and the signs of Arabic vowels.
fn bare(word: &str) -> String {
    let word = word.strip_suffix('.').unwrap_or(word);
    let vowel = |c: char| matches!(c, '\u{64b}'..='\u{652}' | '\u{640}');
    word.chars().filter(|&c| !vowel(c)).collect()
}

fn look_up(table: &Table, word: &str) -> Traits {
    let (more, less) = table.get(word).copied().unwrap_or_default();
    traits(word).without(less).and(more)
}

/// Arabic writes "and" and the article in one with the word: "وأكدت", "الوزير", "والمدير".
fn behind_clitics(table: &Table, word: &str) -> Traits {
    let joined = ["و", "ف"].iter().find_map(|and| word.strip_prefix(and));
    let rest = joined.unwrap_or(word);
    let known = look_up(table, rest);
    if known != Traits::default() {
        return known;
    }
    let noun = Traits::ROLE.and(Traits::BODY).and(Traits::GROUP);
    let article = rest.strip_prefix("ال").map(|bare| look_up(table, bare));
    article.map_or(Traits::default(), |found| found.only(noun))
}

/// "coprésidente", "vice-presidente", "médecin-chef": an office with something before or behind it.
fn prefixed(table: &Table, word: &str) -> Traits {
    let whole = |part: &str| look_up(table, part).only(Traits::ROLE);
    for prefix in ["vice", "co", "ex", "sub", "sous", "sotto"] {
        if let Some(rest) = word.strip_prefix(prefix) {
            let found = whole(rest.trim_start_matches('-'));
            if found != Traits::default() {
                return found;
            }
        }
    }
    let parts = word.split('-').filter(|part| part.len() > 3);
    parts.map(whole).fold(Traits::default(), Traits::and)
}

/// The ends of German compounds that name offices.
const OFFICES: &[&str] = &[
    "minister", "ministerin", "sprecher", "sprecherin", "präsident", "präsidentin", "leiter", "leiterin",
    "direktor", "direktorin", "beauftragte", "beauftragter", "sekretär", "sekretärin", "vorsitzende",
    "vorsitzender", "kommissar", "kommissarin", "meister", "meisterin", "führer", "führerin", "koordinator",
    "koordinatorin", "chef", "chefin", "dezernent", "dezernentin", "anwalt", "anwältin", "referent",
    "referentin", "politiker", "politikerin", "forscher", "forscherin", "rätin", "richter", "richterin",
];

/// The ends of German compounds that name bodies, with the endings of the genitive.
const BODIES: &[&str] = &[
    "ministerium", "ministeriums", "amt", "amtes", "amts", "behörde", "verband", "verbandes", "verbands",
    "rat", "rates", "rats", "gericht", "gerichts", "polizei", "verein", "vereins", "werk", "werks",
    "agentur", "zentrum", "zentrums", "kommission", "hochschule", "stiftung",
];

/// A German compound is what its last part is: "Innenministerin", "Landesamtes".
fn compound(word: &str, lower: &str) -> Traits {
    if !word.starts_with(char::is_uppercase) {
        return Traits::default();
    }
    let ends = |list: &[&str]| {
        list.iter()
            .any(|end| lower.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.chars().count() >= 3))
    };
    if ends(OFFICES) {
        Traits::ROLE
    } else if ends(BODIES) {
        Traits::BODY
    } else {
        Traits::default()
    }
}

/// Whether verbs of this language may stand without a subject: "«…», añadió".
pub fn drops_pronouns(language: Option<&str>) -> bool {
    matches!(language, Some("es" | "it" | "pt" | "ar"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_in_its_own_language() {
        let cue = |language, word| traits_in(language, word).unwrap().any(Traits::CUE);
        assert!(cue("fr", "martèle") && cue("es", "relató") && cue("it", "ribadisce"));
        assert!(!cue("de", "ribadisce"));
        assert!(traits_in("nl", "zegt").is_none());
        assert!(!traits_in("fr", "a").unwrap().any(Traits::DETERMINER));
    }

    #[test]
    fn compounds_and_clitics_are_what_their_head_is() {
        let role = |language, word| traits_in(language, word).unwrap().any(Traits::ROLE);
        assert!(role("de", "Innenministerin") && role("fr", "coprésidente") && role("ar", "والمديرة"));
        assert!(!role("de", "Hafen"));
        assert!(traits_in("de", "Landesamtes").unwrap().any(Traits::BODY));
        assert!(traits_in("ar", "وأكّدت").unwrap().any(Traits::CUE));
    }
}
