"""Which forms of a term are found in its language, and which words are not taken for it."""

from __future__ import annotations

import pytest

from tests.watches.finding import finds


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("de", "Rotes Meer", "Ein Frachter brennt im Roten Meer"),
        ("de", "Naher Osten", "Neue Sorge um den Nahen Osten"),
        ("pl", "Stany Zjednoczone", "Wizyta w Stanach Zjednoczonych odwołana"),
        ("pl", "Unia Europejska", "Szczyt Unii Europejskiej trwa"),
        ("cs", "Spojené státy", "Velvyslanec Spojených států odjel"),
        ("ro", "Statele Unite", "Ambasada Statelor Unite s-a închis"),
        ("el", "Ηνωμένες Πολιτείες", "Η πρεσβεία των Ηνωμένων Πολιτειών έκλεισε"),
        ("hr", "Bijela kuća", "Razgovori u Bijeloj kući"),
    ],
)
def test_a_name_of_several_words_is_found_in_its_cases(language: str, term: str, text: str) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("de", "Weißes Haus", "Sie wohnt in einem weißen Haus am Deich"),
        ("de", "Krieg", "Was wir dafür kriegen, ist wenig"),
        ("en", "United Nations", "Uniting Nations Through Song"),
    ],
)
def test_a_name_is_not_taken_for_the_words_it_is_made_of(
    language: str, term: str, text: str
) -> None:
    assert not finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text", "matched"),
    [
        ("ru", "Львов", "Поезд прибыл во Львов", True),
        ("ru", "Львов", "За оградой живёт стая львов", False),
        ("ru", "Песков", "Песков ответил на вопросы", True),
        ("ru", "Песков", "Карта зыбучих песков", False),
        ("uk", "Суми", "Обстріляно місто Суми", True),
        ("uk", "Суми", "Виплатили чималі суми", False),
        ("pl", "Duda", "Spotkanie u Dudy", True),
        ("pl", "Duda", "Górale grają na dudy", False),
        ("pl", "Polska", "Ambasador Polski wyjechał", True),
        ("pl", "Polska", "Nasz polski chleb", False),
    ],
)
def test_the_form_of_a_name_that_is_also_a_word_is_found_with_a_capital_alone(
    language: str, term: str, text: str, matched: bool
) -> None:
    assert finds(language, term, text) is matched


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("en", "run", "The convoy ran for the border"),
        ("en", "wear", "The gunmen wore masks"),
        ("en", "spy", "He spied for a neighbour"),
        ("de", "fallen", "Die Stadt fiel am Abend"),
        ("de", "überfallen", "Bewaffnete überfielen ein Dorf"),
        ("de", "Arzt", "Ärzte warnen vor Engpässen"),
        ("nl", "sterven", "De generaal stierf in zijn slaap"),
        ("es", "decir", "Lo dijo el ministro"),
        ("es", "detener", "La policía detuvo a un espía"),
        ("it", "vincere", "Hanno vinto le elezioni"),
        ("fr", "reprendre", "Le village est repris"),
        ("cs", "padnout", "Raketa padla do pole"),
        ("pl", "tydzień", "Trwa od dwóch tygodni"),
        ("fi", "vesi", "Kaupunki jäi ilman vettä"),
        ("de", "halten", "Die Waffenruhe hält bisher"),
        ("de", "verlieren", "Die Armee hat die Stadt verloren"),
        ("de", "abfangen", "Zwei Drohnen wurden abgefangen"),
        ("de", "beschießen", "Das Dorf wurde erneut beschossen"),
        ("nl", "neerschieten", "Drone boven zee neergeschoten"),
        ("nl", "neerschieten", "Soldaten schoten de drone neer"),
        ("nl", "uitwijzen", "Warschau wijst twee diplomaten uit"),
        ("en", "swear", "The general swore revenge"),
    ],
)
def test_forms_whose_stem_changes_its_vowel_are_found(language: str, term: str, text: str) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("en", "life", "Lives were lost"),
        ("en", "kidnap", "A ring that is kidnapping children"),
        ("de", "entführen", "Bischof entführt"),
        ("cs", "sestřelit", "Obrana sestřelila dron"),
        ("de", "versenken", "Frachter im Hafen versenkt"),
        ("de", "Verletzter", "Zwei Verletzte nach dem Beschuss"),
        ("de", "Gefangener", "Austausch von Gefangenen"),
        ("nl", "Turk", "Duizenden Turken betogen"),
        ("nl", "bank", "De banken blijven dicht"),
        ("en", "signal", "Signalling a shift, the minister flew home"),
        ("en", "traffic", "They trafficked weapons"),
        ("en", "basis", "On both bases the talks failed"),
        ("es", "detener", "La policía ha detenido a un espía"),
        ("es", "morir", "Han muerto tres soldados"),
        ("es", "hutí", "Los hutíes atacan un buque"),
        ("es", "ministro", "La ministra viaja a Kiev"),
        ("pt", "prender", "O general foi preso"),
        ("it", "espellere", "Espulso un diplomatico"),
        ("it", "ucraino", "La difesa ucraina regge"),
        ("fr", "envahir", "Le pays est envahi"),
        ("fr", "élire", "Un président élu hier"),
        ("fr", "palestinien", "Les autorités palestiniennes protestent"),
        ("tr", "öldürmek", "Üç asker öldürüldü"),
        ("tr", "şehir", "Eski şehrin surları"),
        ("tr", "bombalamak", "Liman gece bombalandı"),
        ("hu", "kiutasít", "Két diplomatát kiutasítottak"),
        ("hu", "iráni", "Az irániak tárgyalnak"),
        ("el", "Ουκρανός", "Χιλιάδες Ουκρανών στα σύνορα"),
        ("el", "Λευκός Οίκος", "Ανακοίνωση του Λευκού Οίκου"),
        ("el", "αποσύρω", "Η χώρα αποσύρει τον πρέσβη"),
        ("el", "drone", "Επίθεση με drones"),
        ("no", "angripe", "Hæren angriper fra nord"),
        ("sv", "bomba", "Flyget bombade hamnen"),
        ("sv", "förstöra", "Stormen förstörde bron"),
    ],
)
def test_regular_forms_that_the_dictionary_gives_to_another_word_are_found(
    language: str, term: str, text: str
) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("es", "número", "El presidente no viene"),
        ("ro", "Canada", "Se pare că nu vine nimeni"),
        ("ro", "lege", "Ministrul l-a văzut aseară"),
        ("fr", "devoir", "Le chef du parti est arrivé"),
        ("fr", "naître", "Il ne viendra pas"),
        ("it", "dato", "La lettera da Roma"),
        ("sv", "skola", "Regeringen skulle ha ska-musik"),
        ("nl", "laat", "De trein komt later aan"),
        ("en", "leaf", "The envoy leaves Geneva"),
    ],
)
def test_a_function_word_is_no_form_of_a_longer_word(language: str, term: str, text: str) -> None:
    assert not finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("es", "atacar", "El ataque duró una hora"),
        ("es", "disparar", "Se oyó un disparo"),
        ("es", "amenazar", "Las amenazas no cesan"),
        ("es", "huir", "La huida del general"),
        ("it", "colpire", "Un colpo alla porta"),
        ("it", "attaccare", "Due attacchi nella notte"),
        ("fr", "frapper", "Des frappes dans la nuit"),
        ("de", "Vorschlag", "Er will eine Waffenruhe vorschlagen"),
        ("de", "stürzen", "Der Sturz des Generals"),
        ("de", "töten", "Er ist tot"),
        ("de", "Sprecher", "Sprechen wir über Frieden"),
        ("nl", "vallen", "Een geval apart"),
        ("nl", "Turk", "Een Turks schip"),
        ("en", "training", "The train left at dawn"),
        ("en", "meeting", "They met in Geneva"),
        ("it", "Nato", "Il generale è nato a Roma"),
        ("es", "Irán", "Los ministros irán a la cumbre"),
        ("ro", "Putin", "Mai puțin de o oră"),
        ("it", "ucraino", "La guerra in Ucraina"),
        ("nl", "staan", "De Verenigde Staten sturen schepen"),
        ("nl", "gaan", "Gaten in het hek aan de grens"),
        ("nl", "zien", "De generaal zit in de cel"),
    ],
)
def test_a_noun_or_a_name_is_not_taken_for_a_verb_spelled_almost_like_it(
    language: str, term: str, text: str
) -> None:
    assert not finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("en", "mobilise", "Moscow mobilizes reservists"),
        ("en", "defense minister", "The defence ministers met"),
        ("en", "air strike", "Airstrikes on the port"),
        ("en", "Lukashenko", "Lukashenka flew to Moscow"),
        ("ro", "Zelenski", "Zelensky a sosit la Bucureşti"),
        ("es", "EE. UU.", "EEUU y EE.UU. son lo mismo"),
        ("es", "disparar", "Un soldado disparó al aire"),
        ("es", "atacar", "Temen que ataque de nuevo"),
        ("it", "Nato", "La Nato si riunisce"),
    ],
)
def test_other_spellings_of_one_word_are_found(language: str, term: str, text: str) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("hyökätä", "Joukot hyökkäävät pohjoisesta", True),
        ("hyökkää", "Laivasto hyökkäsi satamaan", True),
        ("tappaa", "Kaksi sotilasta tapettiin", True),
        ("kuolla", "Kuolleet haudattiin aamulla", True),
        ("uhata", "Ministeri uhkasi vastatoimilla", True),
        ("uhata", "Naapurimaat uhkaavat pakotteilla", True),
        ("ampua", "Lennokki ammuttiin alas", True),
        ("ampua", "Alas ammutun koneen hylky", True),
        ("neuvotella", "Osapuolet neuvottelevat yhä", True),
        ("paeta", "Asukkaat pakenivat vuorille", True),
        ("tarvita", "Apua tarvitaan heti", True),
        ("kieltää", "Hallitus kielsi viennin", True),
        ("tukea", "Liittolaiset tukivat esitystä", True),
        ("antaa", "Suurlähetystö antoi varoituksen", True),
        ("tehdä", "Isku tehtiin yöllä", True),
        ("käydä", "Lähettiläs kävi kaupungissa", True),
        ("tappaa", "Vanha tapa elää yhä", False),
        ("ampua", "Rastin paikka oli mutainen ampiaispesä", False),
        ("uhata", "Kuvassa on uha-malja", False),
        ("kuolla", "Lapsella on kuola suussa", False),
    ],
)
def test_a_finnish_verb_is_found_in_third_persons_passive_and_participles(
    term: str, text: str, found: bool
) -> None:
    assert finds("fi", term, text) is found


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("ro", "invada", "Țara a fost invadată", True),
        ("ro", "doborî", "Dronele doborâte aseară", True),
        ("ro", "lovi", "Doi civili loviți", True),
        ("el", "σκοτώνω", "Δύο στρατιώτες σκοτωμένοι", True),
        ("el", "καταρρίπτω", "Το αεροσκάφος καταρρίφθηκε", True),
        ("el", "κλείνω", "Έκλεισαν τα στενά", True),
        ("el", "κλείνω", "Η κλίση του δρόμου", False),
        ("id", "serang", "Pasukan menyerang kota", True),
        ("id", "serang", "Kota itu diserang", True),
        ("id", "menyerang", "Kota itu diserang", True),
        ("id", "kirim", "Kapal perang dikirimkan ke utara", True),
        ("id", "tembak", "Tentara menembak drone", True),
        ("id", "perang", "Kedua negara berperang", True),
        ("id", "serang", "Serangga di kebun", False),
        ("id", "serang", "Kota Serangoon", False),
    ],
)
def test_participles_pasts_and_voices_are_found_in_all_their_forms(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found
