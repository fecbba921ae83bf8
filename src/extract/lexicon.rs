//! Words with a part in reading releases: cue verbs, titles, roles, heads of names of bodies.
//!
//! Tables and one look-up: [`traits`] gives all a word may be as a set of bits, so
//! that each word of a text is looked up once. English is complete; French, Spanish,
//! German, Italian, Portuguese and Arabic hold what attributes speech and names bodies.
//! Sources: standard grammars and the forms of releases; no list of others is copied.

use std::sync::LazyLock;

use crate::text::key::{ByWord, Key};
use crate::text::tokens::without_possessive;

/// What a word may be; several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits(u32);

impl Traits {
    /// Attributes speech: `said`, `underlined`, `a déclaré`.
    pub const CUE: Self = Self(1);
    /// A cue verb in its -ing form: `saying`, `adding`.
    pub const CUE_ING: Self = Self(1 << 1);
    /// Stands before a name: `Mr`, `Dr`, `Senator`.
    pub const TITLE: Self = Self(1 << 2);
    /// Names an office: `minister`, `spokesperson`.
    pub const ROLE: Self = Self(1 << 3);
    /// Goes with an office: `deputy`, `regional`, `acting`.
    pub const ROLE_MODIFIER: Self = Self(1 << 4);
    /// Part of a personal name in small letters: `de`, `van`, `bin`.
    pub const PARTICLE: Self = Self(1 << 5);
    /// A personal pronoun in the nominative.
    pub const PRONOUN: Self = Self(1 << 6);
    /// Head of the name of a body: `Ministry`, `Council`.
    pub const BODY: Self = Self(1 << 7);
    /// An article or demonstrative.
    pub const DETERMINER: Self = Self(1 << 8);
    /// A preposition.
    pub const PREPOSITION: Self = Self(1 << 9);
    /// A word that is no name even with a capital: sentence openers, days, months, nationalities.
    pub const COMMON: Self = Self(1 << 10);
    /// An auxiliary verb.
    pub const AUXILIARY: Self = Self(1 << 11);
    /// An adverb that may stand between subject and cue.
    pub const ADVERB: Self = Self(1 << 12);
    /// Joins words inside the name of a body: `of`, `for`, `and`, `the`.
    pub const LINK: Self = Self(1 << 13);
    /// The thing said: `statement`, `interview`, `letter`.
    pub const SPEECH_NOUN: Self = Self(1 << 14);
    /// Begins a relative or subordinate clause.
    pub const SUBORDINATE: Self = Self(1 << 15);
    /// Day of the week or month.
    pub const CALENDAR: Self = Self(1 << 16);
    /// A thing that has a title in marks: `report`, `film`, `campaign`.
    pub const TITLED: Self = Self(1 << 17);
    /// Ends the name of a company: `Inc.`, `GmbH`.
    pub const COMPANY: Self = Self(1 << 18);
    /// A verb form that is weak as a cue: needs a colon, `that` or a quotation beside it.
    pub const WEAK_CUE: Self = Self(1 << 19);
    /// A group of people by what they are: `officials`, `residents`.
    pub const GROUP: Self = Self(1 << 20);

    /// A cue's form that is as often a noun: `report`, `claims`.
    pub const NOUN_TOO: Self = Self(1 << 21);
    /// What an office is for, which is no part of a name: `Resources`, `Immigration`.
    pub const FIELD: Self = Self(1 << 23);
    /// Attributes speech only with its particle: `shot back`, `went on`.
    pub const PARTICLE_VERB: Self = Self(1 << 24);
    /// Goes before any name and is no office: `Mr`, `Dr`, `Hon`.
    pub const COURTESY: Self = Self(1 << 22);

    /// Whether any bit of `other` is in it.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The two together.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// It without `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What it has of `other`.
    pub const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

const TITLES: &str = "representatives ministers congressmen presidents secretaries attorneys mr mrs ms miss dr prof professor sir dame lord lady baroness baron hon honourable honorable rev \
    reverend rep reps sen sens gov gen col lt capt sgt maj cmdr adm general colonel captain major lieutenant sergeant \
    admiral senator senators congressman congresswoman congressmember representative councillor councilman councilwoman \
    councilmember alderman judge justice sheriff father sister brother bishop archbishop cardinal pope sheikh shaikh imam \
    rabbi king queen prince princess m mme mmes mlle monsieur madame sr sra srta señor señora señorita don doña herr frau \
    signor signora dott dott.ssa onorevole senhor senhora dra h.e excellency h.r.h messrs hrh minister president chairman \
    chairwoman ambassador commissioner secretary attorney chancellor mayor premier governor speaker director \
    السيد السيدة الدكتور الدكتورة الشيخ";

const ROLES: &str = "representatives senators ministers congressmen presidents secretaries attorneys rep reps sen sens gov president vice-president minister secretary director attorney officer commissioner representative \
    ambassador spokesperson spokesman spokeswoman spokespeople spokespersons head chair chairman chairwoman chairperson \
    co-chair chancellor governor mayor senator congressman congresswoman congressmember delegate member leader premier coordinator \
    co-ordinator envoy rapporteur adviser advisor counsel counsellor counselor manager administrator superintendent \
    sheriff inspector commander captain colonel general major lieutenant sergeant admiral professor researcher analyst \
    economist lawyer expert editor author journalist activist founder co-founder owner executive ceo cfo coo cto \
    under-secretary-general undersecretary under-secretary director-general secretary-general treasurer speaker whip \
    agent supervisor judge justice prosecutor solicitor registrar rector dean principal teacher doctor nurse physician \
    volunteer fellow scholar strategist pollster candidate nominee king queen prince princess pope bishop archbishop \
    cardinal imam rabbi pastor priest chief councillor councilman councilwoman councilmember official ombudsman \
    ombudsperson auditor controller comptroller historian scientist epidemiologist psychologist consultant partner \
    correspondent reporter columnist host anchor producer lecturer lobbyist organizer organiser campaigner farmer \
    trader broker banker operator worker fisherman student advocate statistician demographer trustee moderator \
    convenor convener vice-chair vice-chairman president-elect attaché consul chargé legislator lawmaker mp mep \
    parliamentarian specialist assistant aide clerk secretary-treasurer deputy négociateur \
    ministre directeur directrice président présidente porte-parole secrétaire représentant représentante coordinateur \
    coordinatrice chef cheffe responsable maire préfet préfète député députée sénateur sénatrice ambassadeur ambassadrice \
    commissaire avocat avocate professeur professeure délégué déléguée chargée rapporteure \
    ministra ministro presidente presidenta director directora secretario secretaria portavoz representante coordinador \
    coordinadora jefe jefa alcalde alcaldesa diputado diputada senador senadora embajador embajadora comisionado \
    comisionada fiscal relator relatora vocero vocera responsable investigador investigadora \
    minister ministerin präsident präsidentin direktor direktorin leiter leiterin sprecher sprecherin vorsitzender \
    vorsitzende staatssekretär staatssekretärin bürgermeister bürgermeisterin beauftragte beauftragter botschafter \
    botschafterin geschäftsführer geschäftsführerin generalsekretär generalsekretärin kommissarin kommissar abgeordnete \
    presidente direttore direttrice segretario segretaria portavoce sindaco sindaca prefetto commissario rappresentante \
    presidente diretor diretora secretário secretária coordenador coordenadora embaixador embaixadora \
    وزير وزيرة مدير مديرة رئيس رئيسة المتحدث المتحدثة المتحدثةُ ممثل ممثلة منسق منسقة الأمين مفوض المفوض مسؤول مسؤولة الناطق الناطقة سفير سفيرة";

const ROLE_MODIFIERS: &str = "deputy assistant acting senior former associate regional national high permanent executive interim \
    honorary lead vice prime foreign special joint principal managing first second third chief shadow ranking global \
    country resident federal state district us u.s eu un then current outgoing incoming newly longtime long-time late \
    political legal medical military press media communications policy research program programme project field operations \
    supervisory attending majority minority home interior defence defense finance health education labour labor justice \
    parliamentary general";

const PARTICLES: &str = "de del della di da do dos das du des la le van von der den ter ten zu zur bin ibn bint al el ul abu ben \
    st y e af av";

const PRONOUNS: &str = "he she they i we it who il elle ils elles él ella ellos ellas er sie lui lei loro ele ela هو هي";

const BODIES: &str = "ministry department office bureau agency commission committee council authority organization organisation \
    institute institution association federation foundation fund bank court tribunal parliament assembly congress senate \
    service services center centre union network alliance coalition forum party police guard force forces army navy \
    university college school hospital church society group company corporation board panel secretariat directorate \
    delegation mission embassy consulate administration division section unit branch partnership league \
    club trust movement observatory corps command patrol crescent cross watch press agency registry inspectorate academy \
    consortium confederation chamber cabinet taskforce subcommittee caucus syndicate brigade ombudsman observatory laboratory \
    museum library synod diocese task-force house treasury commissariat commissioner jury taskforce \
    ministère département bureau agence conseil comité haut-commissariat préfecture direction fédération institut \
    université cour conseil assemblée syndicat croix-rouge collectif observatoire réseau \
    ministerio secretaría comisión consejo organización instituto agencia oficina federación asociación universidad comité \
    corte dirección guardia policía fundación fiscalía defensoría comisaría confederación banco coordinadora alianza \
    ministerium bundesministerium bundesamt bundespolizei behörde verband landesamt flüchtlingsrat innenministerium \
    auswärtiges gewerkschaft stiftung verein bündnis senatsverwaltung verwaltungsgericht bundesrat bundestag \
    ministero dipartimento agenzia commissione consiglio organizzazione istituto prefettura questura guardia corte fondazione \
    ministério comissão conselho organização agência polícia universidade fundação \
    وزارة منظمة المنظمة هيئة الهيئة مفوضية المفوضية لجنة اللجنة اتحاد الاتحاد مجلس المجلس مكتب المكتب جمعية الجمعية مؤسسة المؤسسة \
    المديرية مديرية إدارة الإدارة الوزارة شبكة الشبكة برنامج البرنامج صندوق محكمة جامعة بنك البنك";

const DETERMINERS: &str = "the a an this that these those his her its their our my your some any each every no another all both \
    le la les un une des ce cet cette son sa ses leur el los las una su sus der die das ein eine dem den il lo gli i un uno o os as um uma";

const PREPOSITIONS: &str = "in on at by with from to for of about into over under after before during through between against \
    within without among across toward towards despite since until upon amid near off per via as around along like \
    behind beyond above below beside besides inside outside regarding concerning \
    à au aux dans sur par avec pour chez vers depuis pendant en a con por para desde hasta sobre entre bei mit nach von aus seit für \
    im am zum zur في من إلى على عن مع خلال";

const COMMON: &str = "but and or if so while when where why how what which there here it we you i they he she this that these those \
    as at by for from in of on to with without after before during since until although though because however moreover \
    meanwhile furthermore therefore thus then now today yesterday tomorrow tonight yes no not also only even just still \
    more most many much some any all both each every few several such other another last next first second third new \
    one two three four five six seven eight nine ten let our their his her its my your the a an is are was were be been \
    have has had do does did can could may might must shall should will would according please thank thanks read click \
    see follow photo photos video source about contact contacts note notes editors media press release statement \
    immediate background speaking asked responding commenting referring following earlier later once upon under over \
    in addition additionally finally despite unlike instead rather again too very well oh ok okay dear good morning afternoon \
    american british french german italian spanish african european asian australian canadian mexican chinese russian \
    turkish syrian afghan iraqi iranian pakistani indian ukrainian libyan democrats republicans democrat republican \
    christian muslim jewish catholic english arab latino hispanic \
    article section chapter part act bill law treaty convention protocol resolution agreement amendment declaration \
    compact plan strategy report study survey project initiative summit conference day week month year percent per \
    nevertheless nonetheless likewise alongside soon meantime besides elsewhere afterwards afterward similarly \
    hence otherwise overall altogether perhaps maybe indeed sometimes \
    nous vous ils elles mais ou donc or ni car el los las una pero para según aber und oder nicht";

const AUXILIARIES: &str = "is are was were be been being has have had do does did will would can could may might must shall should \
    a ont avait est ha han había hat haben hatte ist قد";

const ADVERBS: &str = "also then later further recently previously earlier today yesterday separately jokingly repeatedly \
    publicly simply again now still once reportedly immediately eventually ultimately quickly strongly clearly rightly \
    personally bluntly flatly famously often even just not only first finally always never monday tuesday wednesday \
    thursday friday saturday sunday également aussi también además auch ferner inoltre anche também";

const LINKS: &str = "of for and the on in to & at de la le les du des del los las el et y e für und der di della dei delle per do da dos \
    das pour en aux au à against with";

const SPEECH_NOUNS: &str = "statement statements remarks speech letter interview email e-mail tweet post message address testimony \
    comments comment briefing announcement press declaration note blog op-ed release video memo \
    communiqué déclaration discours comunicado declaración discurso erklärung mitteilung بيان تصريح";

const SUBORDINATE: &str = "who whose whom which that where when while because although though if whether as since after before until \
    unless qui que dont quien cuyo der die das welcher الذي التي";

const CALENDAR: &str = "january february march april may june july august september october november december jan feb mar apr jun jul \
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun \
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi \
    samedi dimanche enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes \
    miércoles jueves viernes sábado domingo januar februar märz juni juli oktober dezember montag dienstag mittwoch \
    donnerstag freitag samstag sonntag";

const TITLED: &str = "report study paper book film documentary song album article series campaign exhibition project programme program \
    initiative policy strategy entitled titled called dubbed named known so-called term phrase word words slogan motto theme theory \
    concept label labelled labeled hashtag operation title titles column essay play poem show episode game guide handbook \
    manual toolkit brochure poster leaflet act bill section definition meaning defined marked listed category status \
    rapport intitulé intitulée dénommé surnommé terme mot informe titulado titulada llamado denominado denominada término palabra lema \
    bericht titel namens begriff wort motto sogenannte sogenannten genannt mission event seminar workshop session panel conference \
    بعنوان شعار تسمى";

const COMPANIES: &str = "inc ltd llc llp plc corp co gmbh ag sa nv bv spa srl pty limited company corporation incorporated s.a";

const COURTESIES: &str = "mr mrs ms miss dr prof professor sir dame lord lady hon honourable honorable h.e m mme mlle sr sra herr frau \
    don doña señor señora monsieur madame rev reverend excellency his her dott";

const FIELDS: &str = "state affairs resources health education security protection development interior justice labour labor finance \
    defence defense migration immigration refugees asylum integration citizenship trade commerce energy environment \
    agriculture transport housing welfare equality women children youth culture sport tourism industry science technology \
    innovation communities planning infrastructure budget treasury economy employment services borders customs management \
    operations policy rights relief aid cooperation multicultural \
    government governments";

const PARTICLE_VERBS: &str =
    "shot shoots fired fires hit hits clapped snapped went goes cut chimed broke";

const NOUNS_TOO: &str = "report reports claim claims note notes state states comment comments call calls charge \
    charges demand demands question questions order orders plan rule rules issue post posts \
    share appeal appeals tweet tweets answer reply promise point points vow estimate estimates \
    request requests support challenge challenges attack attacks quote press open close start \
    label term terms brand";

const GROUPS: &str = "officials authorities police prosecutors residents witnesses activists lawyers doctors investigators lawmakers \
    sources critics experts analysts economists researchers organizers organisers protesters supporters opponents teachers \
    parents refugees migrants survivors negotiators advocates neighbours neighbors employees colleagues friends traders \
    dealers observers diplomats ministers leaders members senators republicans democrats representatives agencies groups \
    organisations organizations authors judges scientists workers unions companies";

/// Cue verbs that inflect regularly, in their base form; the endings are made.
const CUE_BASES: &str = "add note stress explain state declare announce comment remark conclude continue warn argue insist claim \
    assert observe underline underscore highlight emphasize emphasise reiterate recall urge ask reply respond answer \
    acknowledge affirm confirm caution complain concede contend counter exclaim joke lament maintain mention promise \
    pledge proclaim quip recommend recount reflect remind repeat reveal suggest testify tweet vow wonder advise \
    elaborate interject opine plead predict retort shout scream sigh whisper yell clarify specify allege assure \
    object protest reason reaffirm echo stipulate deplore implore demand deny inform hint bemoan muse assess deem \
    admit regret rejoice apologise apologize swear blast warn marvel boast caution chide beg bellow mutter volunteer disagree agree \
    chant fume exhort cry gripe grumble plead posit theorize theorise rail rant intone gush murmur confess proffer venture";

/// Verbs that attribute only with a colon, `that` or a quotation at their side.
const WEAK_BASES: &str = "call welcome praise describe express report point charge condemn commend applaud criticise criticize denounce \
    hail slam thank appeal propose question request order rule signal threaten offer blame credit invite cite quote post \
    share estimate indicate disclose believe accuse refer label term dub brand liken compare defend dismiss reject vow \
    begin open close start write attack mock ridicule characterize characterise challenge summarize summarise voice \
    congratulate salute honor honour remember encourage support oppose press push";

const CUES_IRREGULAR: &str = "say says said tell tells told write writes wrote written think thinks thought read reads quoted swore sworn \
    put puts began begins forbade spoke speaks speak pleaded admitted admits sang sings \
    déclaré déclare indiqué indique affirmé affirme souligné souligne ajouté ajoute expliqué explique précisé précise rappelé rappelle \
    estimé estime dit averti avertit assuré assure annoncé annonce conclu conclut insisté insiste commenté commente poursuivi poursuit \
    salué noté note regretté confié confie dénoncé dénonce alerté alerte plaidé martelé relevé répondu \
    afirmó afirma señaló señala dijo dice declaró declara indicó indica explicó explica subrayó subraya destacó destaca añadió añade \
    agregó agrega advirtió advierte aseguró asegura aseveró recordó recuerda sostuvo manifestó expresó insistió concluyó apuntó \
    anunció informó precisó enfatizó recalcó puntualizó comentó remarcó alertó lamentó \
    sagte sagt erklärte erklärt betonte betont fügte ergänzte warnte warnt unterstrich mahnte forderte kündigte teilte berichtete \
    meinte kommentierte hob bekräftigte kritisierte stellte führte bilanzierte äußerte \
    ha detto dichiarato spiegato aggiunto sottolineato affermato ricordato concluso precisato disse afirmou declarou explicou acrescentou \
    destacou ressaltou alertou lembrou concluiu salientou sublinhou \
    قال قالت وقال وقالت أضاف أضافت وأضاف وأضافت أكد أكدت وأكد وأكدت أوضح أوضحت وأوضح وأوضحت صرح صرحت وصرح وصرحت أشار أشارت وأشار وأشارت \
    حذر حذرت وحذر وحذرت شدد شددت وشدد وشددت ذكر ذكرت وذكر وذكرت أعلن أعلنت وأعلن وأعلنت تابع تابعت وتابع وتابعت لفت لفتت وختم وختمت";

/// The forms of a regular English verb: -s, -ed, -ing.
fn inflect(base: &str) -> (String, String, String) {
    let consonant_y = base.ends_with('y')
        && !base.ends_with(['a', 'e', 'o', 'u'])
        && !base.ends_with("ey")
        && !base.ends_with("ay");
    let doubled = matches!(
        base,
        "beg" | "admit" | "quip" | "regret" | "refer" | "slam" | "dub" | "begin"
    );
    let stem = match base.strip_suffix('e') {
        Some(stem) if !base.ends_with("ee") => stem.to_owned(),
        _ if doubled => format!("{base}{}", base.chars().last().unwrap_or_default()),
        _ => base.to_owned(),
    };
    let third = if consonant_y {
        format!("{}ies", &base[..base.len() - 1])
    } else if base.ends_with("sh") || base.ends_with("ch") || base.ends_with('s') {
        format!("{base}es")
    } else {
        format!("{base}s")
    };
    let past = if base.ends_with("ee") {
        format!("{base}d")
    } else if consonant_y {
        format!("{}ied", &base[..base.len() - 1])
    } else {
        format!("{stem}ed")
    };
    (third, past, format!("{stem}ing"))
}

static TABLE: LazyLock<ByWord<Traits>> = LazyLock::new(|| {
    let mut table = ByWord::default();
    let mut put = |word: &str, traits: Traits| {
        let entry = table.entry(word, Traits::default());
        *entry = entry.and(traits);
    };
    let lists = [
        (TITLES, Traits::TITLE),
        (ROLES, Traits::ROLE),
        (ROLE_MODIFIERS, Traits::ROLE_MODIFIER),
        (PARTICLES, Traits::PARTICLE),
        (PRONOUNS, Traits::PRONOUN),
        (BODIES, Traits::BODY),
        (DETERMINERS, Traits::DETERMINER),
        (PREPOSITIONS, Traits::PREPOSITION),
        (COMMON, Traits::COMMON),
        (CALENDAR, Traits::CALENDAR.and(Traits::COMMON)),
        (AUXILIARIES, Traits::AUXILIARY),
        (ADVERBS, Traits::ADVERB),
        (LINKS, Traits::LINK),
        (SPEECH_NOUNS, Traits::SPEECH_NOUN),
        (SUBORDINATE, Traits::SUBORDINATE),
        (TITLED, Traits::TITLED),
        (COMPANIES, Traits::COMPANY),
        (GROUPS, Traits::GROUP),
        (NOUNS_TOO, Traits::NOUN_TOO),
        (COURTESIES, Traits::COURTESY),
        (FIELDS, Traits::FIELD),
        (PARTICLE_VERBS, Traits::PARTICLE_VERB),
        (CUES_IRREGULAR, Traits::CUE),
    ];
    for (words, traits) in lists {
        words.split_whitespace().for_each(|word| put(word, traits));
    }
    for (bases, weak) in [(CUE_BASES, false), (WEAK_BASES, true)] {
        for base in bases.split_whitespace() {
            let traits = if weak {
                Traits::CUE.and(Traits::WEAK_CUE)
            } else {
                Traits::CUE
            };
            let (third, past, ing) = inflect(base);
            put(base, traits);
            put(&third, traits);
            put(&past, traits);
            put(&ing, Traits::CUE_ING);
        }
    }
    for ing in [
        "saying", "telling", "writing", "thinking", "singing", "speaking",
    ] {
        put(ing, Traits::CUE_ING);
    }
    table
});

/// What `word` may be, whatever its case; its last dot and a possessive ending are left out of account.
pub fn traits(word: &str) -> Traits {
    keyed_traits(|| word, Key::of(word))
}

/// As [`traits`], of a word whose key is known; what has a key need not be looked at.
pub fn keyed_traits<'w>(word: impl FnOnce() -> &'w str, key: Option<Key>) -> Traits {
    if let Some(key) = key {
        return TABLE.keyed(key).copied().unwrap_or_default();
    }
    let word = word();
    let word = without_possessive(word.strip_suffix('.').unwrap_or(word));
    // No listed word is as long.
    let lower = (word.len() <= 48).then(|| word.to_lowercase());
    let found = lower.and_then(|lower| TABLE.get(&lower).copied());
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_inflect() {
        let forms = |base| {
            let (third, past, ing) = inflect(base);
            [third, past, ing].join(" ")
        };
        assert_eq!(forms("stress"), "stresses stressed stressing");
        assert_eq!(forms("note"), "notes noted noting");
        assert_eq!(forms("reply"), "replies replied replying");
        assert_eq!(forms("admit"), "admits admitted admitting");
        assert_eq!(forms("agree"), "agrees agreed agreeing");
    }

    #[test]
    fn a_word_may_be_several_things() {
        let minister = traits("Minister");
        assert!(minister.any(Traits::ROLE) && minister.any(Traits::TITLE));
        assert!(traits("Mr.").any(Traits::TITLE));
        assert!(traits("UNHIGHLIGHTED") == Traits::default());
    }
}
