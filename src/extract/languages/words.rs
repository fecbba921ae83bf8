//! The words of each language as tables, in the order of [`Words`].
//!
//! Sources: standard grammars and the forms of releases; no list of others is copied.

use crate::extract::lexicon::Traits;

/// A language's words: what each list is, and its words.
pub struct Words {
    /// ISO 639-1.
    pub code: &'static str,
    /// Stems of regular verbs of speech, and the endings they take.
    pub stems: (&'static str, &'static [&'static str]),
    /// What words are here.
    pub lists: &'static [(Traits, &'static str)],
    /// Words that are not here what the common table says.
    pub not: &'static [(Traits, &'static str)],
}

/// French, Spanish, German, Italian, Portuguese, Arabic.
pub const LANGUAGES: &[Words] = &[
    Words {
        code: "fr",
        stems: (
            "déclar ajout expliqu soulign affirm précis rappel rappell indiqu insist estim not regrett dénonc alert \
             martel martèl plaid confi comment assur racont témoign observ constat résum lament exclam interrog \
             demand répliqu rétorqu tranch ironis jug argument détaill signal évoqu confirm déplor révél révèl \
             critiqu accus énonc relat recommand exhort réclam rapport félicit alarm inquièt inquiét espèr espér \
             considèr considér corrig annonc lâch souffl gliss désol indign étonn salu",
            &["e", "é", "ée", "és", "ées", "ent", "ait", "a", "èrent"],
        ),
        lists: &[
            (Traits::SPEECH_NOUN, "lettre message entretien allocution"),
            (
                Traits::CUE,
                "dit dite disent disait écrit écrivent répond répondu répondent poursuit poursuivi poursuivent conclut \
                 conclu concluent soutient soutenu soutiennent maintient maintenu prévient prévenu avertit averti promet \
                 promis reconnaît reconnu admet admis craint redit réagit réagi renchérit renchéri réjouit réjoui réjouie \
                 réjouis réjouissent décrit souvient souviennent reprend reprennent",
            ),
            (
                Traits::COMMON,
                "et ou donc mais état selon pour dans après avant avec sans depuis lors enfin ainsi interrogé interrogée pourtant toutefois \
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
                "élu élue médecin infirmier infirmière bénévole militant militante chercheur chercheuse juge procureur \
                 procureure président présidente conseiller conseillère adjoint adjointe gouverneur vice-président \
                 éducateur éducatrice formatrice formateur juriste pasteur évêque archevêque cardinal prêtre dirigeant \
                 dirigeante attaché attachée officier syndicaliste géographe sociologue politologue fondateur fondatrice \
                 trésorier trésorière gérant gérante colonel général capitaine",
            ),
            (
                Traits::ROLE_MODIFIER,
                "générale général adjointe adjoint national nationale exécutif exécutive délégué déléguée régional \
                 régionale syndicale",
            ),
            (
                Traits::BODY,
                "haut-commissariat centre association union ligue parti tribunal groupement office service congrès sénat \
                 assemblée secours collectif fondation confédération coordination plateforme diocèse hôpital chu",
            ),
        ],
        not: &[
            (Traits::DETERMINER, "a il o as"),
            (Traits::PREPOSITION, "a"),
            (Traits::CALENDAR.and(Traits::COMMON), "mar jan sun"),
            (Traits::COMMON, "christian"),
            (Traits::PARTICLE, "y e"),
        ],
    },
    Words {
        code: "es",
        stems: (
            "afirm señal declar indic explic subray destac agreg asegur asever manifest expres apunt anunci inform \
             precis enfatiz recalc puntualiz coment remarc alert lament acus critic denunci relat celebr confirm \
             detall aclar argument opin reiter ratific resalt valor solicit pregunt exclam report narr reclam acot \
             consider estim calific felicit conden brome ironiz zanj sentenci matiz confes plante reivindic apost",
            &["ó", "a", "aron", "an", "ado", "aba"],
        ),
        lists: &[
            (Traits::SPEECH_NOUN, "mensaje carta entrevista nota"),
            (
                Traits::CUE,
                "dijo dijeron dice dicen dicho contó cuenta contaron recordó recuerda recordaron añadió añade añadieron \
                 añadido sostuvo sostiene concluyó concluye respondió responde insistió insiste insistido advirtió \
                 advierte advertido escribió escribe expuso expone reconoció reconoce reconocido admitió admite defendió \
                 defiende refirió refiere prometió promete pidió pide pidieron exigió exige exigieron agradeció \
                 escribieron sostuvieron concluyeron respondieron insistieron advirtieron expusieron reconocieron \
                 defendieron prosiguió prosigue repitió resumió resume",
            ),
            (Traits::AUXILIARY, "se ha han había habían"),
            (
                Traits::ADVERB,
                "así también además luego finalmente ayer hoy lunes martes miércoles jueves viernes sábado domingo como",
            ),
            (
                Traits::COMMON,
                "y e o pero estado según para en tras durante con sin además por este esta estos estas nuestro nuestra hoy ayer así como \
                 si cuando no dentro ante desde su sus",
            ),
            (
                Traits::DETERMINER,
                "el la los las un una unos unas este esta estos estas",
            ),
            (
                Traits::TITLE.and(Traits::COURTESY),
                "d d.ª dña sr sra dr dra lic ing",
            ),
            (
                Traits::ROLE,
                "concejal concejala vicepresidenta vicepresidente abogado abogada juez jueza gobernador gobernadora capitán coronel general \
                 médico médica delegado delegada consejero consejera subsecretario subsecretaria canciller prefecto \
                 encargado encargada voluntario voluntaria profesor profesora cónsul alto alta gerente fundador fundadora \
                 magistrado magistrada defensor defensora congresista procurador procuradora legislador legisladora obispo \
                 arzobispo cardenal sacerdote titular comandante comisario comisaria intendente intendenta viceministro \
                 viceministra edil activista dirigente líder lideresa asesor asesora cofundador cofundadora técnico técnica",
            ),
            (
                Traits::GROUP,
                "legisladores congresistas senadores diputados representantes autoridades vecinos vecinas familiares \
                 expertos expertas organizaciones abogados abogadas activistas migrantes refugiados",
            ),
            (
                Traits::ROLE_MODIFIER,
                "general adjunto adjunta nacional ejecutivo ejecutiva regional técnico técnica especial",
            ),
            (
                Traits::BODY,
                "plataforma colectivo red tribunal juzgado ayuntamiento observatorio sindicato unidad centro gobierno \
                 departamento congreso senado cámara asamblea parlamento división delegación subdelegación procuraduría \
                 subsecretaría diócesis arquidiócesis conferencia municipalidad alcaldía gobernación junta diputación \
                 ejército servicio partido cáritas misión embajada consulado fondo hospital patronato \
                 cooperativa movimiento coordinadora",
            ),
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
                Traits::SPEECH_NOUN,
                "stellungnahme pressemitteilung rede schreiben interview",
            ),
            (
                Traits::CUE,
                "antwortet behauptet berichtet fordert fordere verspricht versprach schreibt zeigte zeigt schrieb unterstrich \
                 unterstreicht hob hebt rief bat gesagt meint erklärten sagten",
            ),
            (
                Traits::CUE.and(Traits::WEAK_CUE),
                "sprach spricht gab wies weist nannte nennt bezeichnete bezeichnet kritisiert kritisierte lobte lobt \
                 begrüßte begrüßt",
            ),
            (
                Traits::AUXILIARY,
                "hat haben hatte hatten ist sind war waren wird",
            ),
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
                 anfang ende mitte millionen tausende hunderte jahr jahre euro prozent menschen doch denn so damit \
                 deshalb zudem außerdem ferner insgesamt rund etwa bis ab alle kein keine nur noch schon hier dort zuvor \
                 danach angaben worten auskunft sicht meinung ansicht auffassung als am im zum zur vom beim ersten \
                 zweiten nächste letzte woche monat tag",
            ),
            (Traits::PRONOUN, "er sie es"),
            (
                Traits::PREPOSITION,
                "in im am bei mit nach von vom aus seit für zu zum zur vor auf über unter an durch gegen ohne um",
            ),
            (
                Traits::TITLE.and(Traits::COURTESY),
                "herr herrn frau dr prof",
            ),
            (
                Traits::ROLE,
                "ehrenamtliche ehrenamtlicher anwalt anwältin ärztin arzt richter richterin professor professorin \
                 ratsmitglied inhaber inhaberin koordinator koordinatorin referent referentin mitarbeiter mitarbeiterin \
                 gründer gründerin kapitän regierungsrat regierungsrätin stadtrat stadträtin landrat landrätin \
                 gemeinderat gemeinderätin staatsrat staatsrätin nationalrat nationalrätin senator senatorin bischof \
                 bischöfin pfarrer pfarrerin vorständin oberbürgermeister oberbürgermeisterin vorsitzende vorsitzender \
                 vorstand leiter leiterin forscher forscherin chef chefin",
            ),
            (
                Traits::ROLE_MODIFIER,
                "stellvertretende stellvertretender ehemalige ehemaliger",
            ),
            (Traits::LINK, "des der für und von im in an am"),
            (
                Traits::BODY,
                "vereins bündnisses rat rates hochschule gericht polizei stadt kirche staatsanwaltschaft landespolizei \
                 universität klinikum bistum erzbistum diözese caritasverband kirchenkreis",
            ),
        ],
        not: &[
            (Traits::AUXILIARY, "will was do"),
            (Traits::PRONOUN, "i he we"),
            (Traits::ADVERB, "also not"),
            (Traits::CUE, "put rate tag"),
            (Traits::COMMON, "christian"),
            (Traits::CALENDAR.and(Traits::COMMON), "jan mar sun sat"),
            (Traits::PARTICLE, "y e"),
        ],
    },
    Words {
        code: "it",
        stems: (
            "dichiar spieg sottoline afferm ricord precis comment osserv raccont rimarc annunci evidenzi denunci \
             lament critic segnal not conferm assicur testimoni domand esclam auspic incalz replic illustr puntualizz \
             continu chios rilanci rivel scherz confess ammon consider",
            &["ato", "ata", "ati", "a", "ò", "ano", "ava", "arono"],
        ),
        lists: &[
            (
                Traits::SPEECH_NOUN,
                "dichiarazione comunicato nota discorso messaggio lettera intervista",
            ),
            (
                Traits::CUE,
                "detto dice dicono disse aggiunto aggiunge concluso conclude scritto scrive risposto risponde ribadito \
                 ribadisce sostenuto sostiene ammesso ammette chiesto chiede avvertito avverte promesso promette insiste \
                 insistito prosegue proseguito riferito riferisce riconosciuto riconosce chiarito chiarisce riassunto \
                 riassume ritiene ritengono ritenuto scandito scandisce aggiungono sostengono chiedono",
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
                "e ed o così stato secondo per dopo prima con senza inoltre oggi ieri come se quando nel nella questo \
                 questa il la lo i gli le un una a di da in su ma non è si anche siamo noi loro",
            ),
            (
                Traits::DETERMINER,
                "il lo la i gli le un uno una l’ l' questo questa",
            ),
            (
                Traits::LINK,
                "l’ l' d’ d' dell’ dell' dello degli all’ alla al ai agli nel nella per",
            ),
            (
                Traits::PREPOSITION,
                "di a da in con su per tra fra d’ dell’ dello della dei degli delle all’ alla al ai nel nella sulla dal dalla",
            ),
            (
                Traits::TITLE.and(Traits::COURTESY),
                "dott dott.ssa sig sig.ra ing avv on prof",
            ),
            (
                Traits::ROLE,
                "capitano comandante colonnello ministro ministra viceministro viceministra ambasciatore ambasciatrice \
                 operatore operatrice medico avvocato avvocata ricercatore ricercatrice coordinatore coordinatrice \
                 responsabile vicepresidente sottosegretario sottosegretaria capo garante giudice volontario volontaria \
                 consigliere consigliera assessore assessora deputato deputata senatore senatrice fondatore fondatrice \
                 commissaria presidente vescovo arcivescovo cardinale sacerdote missionario missionaria questore \
                 procuratore procuratrice governatore governatrice dirigente attivista mediatore mediatrice rettore \
                 rettrice",
            ),
            (
                Traits::ROLE_MODIFIER,
                "generale nazionale regionale esecutivo esecutiva speciale",
            ),
            (
                Traits::BODY,
                "federazione sindacato associazione comitato centro comune rete unione croce tribunale governo dicastero \
                 sezione parco regione provincia diocesi arcidiocesi caritas conferenza ospedale università camera \
                 senato parlamento consolato ambasciata partito movimento coordinamento osservatorio direzione corpo \
                 prefettura cooperativa assemblea",
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
            "afirm declar explic acrescent destac ressalt alert lembr salient sublinh coment relat cont lament \
             denunci inform not observ reiter reforç apont avali critic enfatiz anunci fris comemor celebr assegur \
             avis exclam pergunt acus revel detalh pontu argument confess sustent aval consider brinc ironiz adiant \
             cobr",
            &["ou", "a", "aram", "am", "ado", "ava"],
        ),
        lists: &[
            (
                Traits::SPEECH_NOUN,
                "declaração comunicado nota discurso mensagem carta entrevista",
            ),
            (
                Traits::CUE,
                "disse disseram diz dizem dito escreveu escreve respondeu responde concluiu conclui defendeu defende \
                 escreveram responderam defenderam pediram garantiram concluíram referiram insistiu insiste prosseguiu \
                 referiu refere garantiu garante resumiu resume admitiu admite advertiu adverte pediu pede reconheceu \
                 esclareceu esclarece agradeceu",
            ),
            (Traits::AUXILIARY, "se tem têm tinha foi"),
            (Traits::ADVERB, "ainda também assim depois hoje ontem como"),
            (
                Traits::COMMON,
                "e ou estado assim segundo para em após durante com sem além por este esta hoje ontem como se quando não \
                 no na nos nas o a os as um uma de do da mas ele ela seu sua",
            ),
            (Traits::DETERMINER, "o a os as um uma este esta"),
            (
                Traits::PREPOSITION,
                "em no na nos nas ao à aos às de do da dos das por pelo pela com para",
            ),
            (Traits::LINK, "no na nos nas ao à"),
            (Traits::PRONOUN, "ele ela eles elas"),
            (
                Traits::TITLE.and(Traits::COURTESY),
                "dr dra sr sra dom dona eng prof profa",
            ),
            (
                Traits::ROLE,
                "capitão comandante coronel ministro ministra porta-voz secretário secretária prefeito prefeita vereador vereadora pesquisador \
                 pesquisadora investigador investigadora representante chefe advogado advogada médico médica governador \
                 governadora comissário comissária procurador procuradora juiz juíza deputado deputada senador senadora \
                 diretor diretora embaixador embaixadora responsável delegado delegada vice-presidente presidente \
                 professor professora autarca reitor reitora vogal oficial gerente relator relatora padre bispo arcebispo \
                 cardeal irmã assessor assessora agente analista defensor defensora ativista jornalista inspetor inspetora \
                 provedor provedora dirigente líder fundador fundadora auditor auditora auditor-fiscal técnico técnica",
            ),
            (
                Traits::GROUP,
                "deputados senadores autoridades moradores especialistas familiares organizações advogados ativistas \
                 migrantes refugiados",
            ),
            (
                Traits::ROLE_MODIFIER,
                "geral adjunto adjunta nacional executivo executiva regional especial",
            ),
            (
                Traits::BODY,
                "federação associação comitê comité instituto centro câmara sindicato rede união tribunal governo serviço \
                 observatório agência secretaria departamento coordenação superintendência senado assembleia congresso \
                 cooperativa arquidiocese diocese cáritas pastoral inspeção inspetoria defensoria prefeitura embaixada \
                 consulado universidade hospital plataforma fórum missão partido exército marinha direção procuradoria \
                 destacamento movimento coletivo",
            ),
        ],
        not: &[
            (Traits::AUXILIARY, "a do"),
            (Traits::CUE, "do"),
            (Traits::SUBORDINATE, "as"),
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
            (
                Traits::CUE_ING,
                "قائلا قائلة مضيفا مضيفة مؤكدا مؤكدة مشيرا مشيرة موضحا موضحة",
            ),
            (Traits::ADVERB, "كما هكذا حسبما أيضا أمس اليوم"),
            (
                Traits::COMMON,
                "في من إلى على عن مع خلال بعد قبل عند منذ حول بين كل بعض هذا هذه ذلك تلك هناك حيث لأن لكن بل ثم أو أم لا \
                 لم لن ليس قد كان كانت يكون أن إن أنه أنها إنه إنها بأن بأنه بأنها فإن قوله قولها قولهم حديثه حديثها \
                 اليوم أمس غدا أمام ضد تقرير بيان مصدر مصادر سكان أهالي شهود ناشط ناشطة ناشطون لاجئ لاجئة لاجئون أحد إحدى \
                 امرأة رجل طفل أب شاب شابة عدد عشرات مئات آلاف مواطن مسؤولون خبراء نحو كذلك أيضا باسم بحسب حسب وفقا وفق \
                 لدى ما الذي التي الذين شأن",
            ),
            (
                Traits::TITLE.and(Traits::COURTESY),
                "السيد السيدة الدكتور الدكتورة د الشيخ الشيخة الأستاذ الأستاذة المهندس المهندسة اللواء العميد العقيد النقيب الأمير الأميرة القاضي القاضية المحامي المحامية",
            ),
            (
                Traits::ROLE,
                "متحدث متحدثة ناطق ناطقة أمين أمينة مفوض مفوضة باحث باحثة محام نائب نائبة مستشار مستشارة قائد عضو خبير \
                 خبيرة مشرف مشرفة محافظ حاكم مبعوث مبعوثة ممثل ممثلة منسق منسقة مدير مديرة رئيس رئيسة وزير وزيرة سفير \
                 سفيرة مسؤول مسؤولة عمدة أستاذ أستاذة",
            ),
            (
                Traits::BODY,
                "نيابة النيابة جهاز الجهاز دائرة الدائرة بلدية البلدية حزب الحزب حركة الحركة قيادة القيادة مركز المركز \
                 معهد المعهد نقابة النقابة رابطة الرابطة بعثة البعثة وكالة الوكالة سفارة السفارة قنصلية القنصلية برلمان \
                 البرلمان ائتلاف الائتلاف تحالف التحالف مستشفى المستشفى مفوضية مصلحة الصليب الهلال جمعية هيئة كلية",
            ),
            (
                Traits::GROUP,
                "سكان أهالي شهود لاجئون مسؤولون خبراء ناشطون مصادر",
            ),
        ],
        not: &[],
    },
];
