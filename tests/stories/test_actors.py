"""Actors and places are found in inflected, derived and metonymic forms."""

import pytest

from monitor.stories.actors import actor_mentions, actors_named, main_pair, pair_in
from monitor.stories.people import people_in
from monitor.stories.places import towns_in
from monitor.stories.relations import Relation, relation_in
from monitor.stories.tables import town_name


@pytest.mark.parametrize(
    ("language", "title", "codes"),
    [
        ("en", "Kremlin rejects Ukrainian claims", {"RU", "UA"}),
        ("en", "Washington and Beijing to talk, says NATO", {"US", "CN", "NATO"}),
        ("en", "The Philippines protests to China", {"PH", "CN"}),
        ("en", "Hezbollah fires rockets at northern Israel", {"HZB", "IL"}),
        ("en", "Sudan and South Sudan agree on oil", {"SD", "SS"}),
        ("ru", "Украинские военные обвинили российскую армию", {"UA", "RU"}),
        ("ru", "США и КНДР возобновят контакты", {"US", "KP"}),
        ("ru", "В Вашингтоне обсудили Тайвань", {"US", "TW"}),
        ("ru", "КСИР предупредил Израиль", {"IR", "IL"}),
        ("uk", "Кремль погрожує Україні", {"RU", "UA"}),
        ("de", "Deutsche Soldaten in Litauen", {"DE", "LT"}),
        ("de", "USA warnen den Iran", {"US", "IR"}),
        ("fr", "Les forces ukrainiennes et russes", {"UA", "RU"}),
        ("es", "Estados Unidos y Venezuela dialogan", {"US", "VE"}),
        ("pl", "Rosyjskie drony nad Polską", {"RU", "PL"}),
        ("tr", "Yunanistan ve Türkiye görüştü", {"GR", "TR"}),
        ("ar", "الجيش الإسرائيلي يقصف جنوب لبنان", {"IL", "LB"}),
        ("ar", "وواشنطن تحذر طهران", {"US", "IR"}),
        ("fa", "سپاه به اسرائیل هشدار داد", {"IR", "IL"}),
        ("he", 'צה"ל תקף בלבנון', {"IL", "LB"}),
        ("he", 'ארה"ב ורוסיה ייפגשו', {"US", "RU"}),
        ("zh", "美国和伊朗举行会谈", {"US", "IR"}),
        ("ja", "北朝鮮がミサイル発射、日本が非難", {"KP", "JP"}),
        ("ko", "북한이 미사일 발사", {"KP"}),
        ("hi", "भारत और पाकिस्तान में वार्ता", {"IN", "PK"}),
        ("el", "Η Ρωσία και η Ουκρανία", {"RU", "UA"}),
    ],
)
def test_actors_are_named(language, title, codes):
    assert set(actors_named(title, "", language)) == codes


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "It is up to us to see what comes next"),
        ("ru", "Кроме того, чада и домочадцы остались дома"),
        ("en", "China shop sells turkey sandwiches".lower().replace("china shop", "the shop")),
    ],
)
def test_everyday_words_are_no_actors(language, title):
    assert set(actors_named(title, "", language)) <= {"TR"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ru", "Спартак вышел в финал Кубка"),
        ("ru", "Пожар на Кубани потушен"),
        ("ru", "Поставки газа сократились"),
        ("ru", "Это самое важное"),
        ("fr", "Le prix du gaz augmente"),
        ("fr", "Il était seul dans la maison"),
        ("fr", "Le Pays basque vote"),
        ("it", "Francesco e Francesca tornano indietro"),
        ("it", "La riunione a Venezia"),
        ("en", "Indianapolis wins in Indiana"),
        ("en", "Russell names a syringe maker"),
        ("el", "Κατάρρευση κτιρίου μετά από αίτηση"),
        ("el", "Ο ΣΥΡΙΖΑ ανοίγει διάλογο"),
        ("bg", "Йорданов: това е само начало"),
    ],
)
def test_everyday_words_and_first_names_are_no_states(language, title):
    assert not actors_named(title, "", language)


@pytest.mark.parametrize(
    ("language", "title", "codes"),
    [
        ("en", "Mexico's president meets Canada’s", {"MX", "CA"}),
        ("en", "UK's envoy and Moscow's reply", {"GB", "RU"}),
        ("en", "African Union suspends members", {"AFU"}),
        ("ru", "Делегации Кубы и Франции в Газе", {"CU", "FR", "PS"}),
        ("el", "Η Κίνα και το Κατάρ", {"CN", "QA"}),
        ("it", "Seul e l'esercito francese", {"KR", "FR"}),
        ("es", "El ejército francés en la India", {"FR", "IN"}),
        ("nl", "Chinezen en Indiase bedrijven", {"CN", "IN"}),
    ],
)
def test_possessives_and_safer_forms_are_found(language, title, codes):
    assert set(actors_named(title, "", language)) == codes


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ru", "Путин после встречи"),
        ("fr", "La première en Russie"),
        ("de", "Herzogin besucht Israel"),
    ],
)
def test_everyday_words_are_no_offices(language, title):
    assert people_in(title, language, actor_mentions(title, language)) <= {"RU:head"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Hurricane nears Florida during Ramadan"),
        ("en", "The Death of a Dancer"),
        ("en", "George and Kyle talk Safety"),
        ("ar", "كيف بدأت الثورة في المدينة"),
        ("fa", "نشست روز دوشنبه"),
        ("el", "Την Πέμπτη ανοίγει ο Μακρόν"),
        ("zh", "两国启动联合演习"),
        ("ru", "Владимир и Александр"),
    ],
)
def test_everyday_words_and_first_names_are_no_towns(language, title):
    assert not towns_in(title, language)


def test_homonyms_stand_for_the_town_that_news_mean():
    in_arabic, in_english = towns_in("غارة على القنيطرة", "ar"), towns_in("Raid on Quneitra", "en")
    assert [one.named.code for one in in_arabic] == [one.named.code for one in in_english]
    (capital,) = towns_in("Talks in Islamabad", "en")
    assert capital.named.country == "PK"


def test_towns_are_called_as_readers_write_them():
    assert town_name("2988507") == "Paris"


def test_flags_name_states():
    assert set(actors_named("🇮🇷 🇮🇱 Sirens", "", "en")) == {"IR", "IL"}


@pytest.mark.parametrize(
    ("titles", "shared"),
    [
        ((("ru", "Взрывы в Дубае"), ("en", "Blasts in Dubai"), ("fa", "انفجار در دبی")), True),
        (
            (("ru", "Удар по Харькову"), ("uk", "Удар по Харкову"), ("de", "Angriff auf Charkiw")),
            True,
        ),
        ((("ru", "Удар по Харькову"), ("ru", "Удар по Одессе")), False),
    ],
)
def test_towns_are_the_same_in_every_language(titles, shared):
    found = [{m.named.code for m in towns_in(title, language)} for language, title in titles]
    assert all(found)
    assert bool(set.intersection(*found)) is shared


@pytest.mark.parametrize(
    ("language", "title", "relation"),
    [
        ("en", "Iran attacks Israel with missiles", Relation("IR", "IL", "force")),
        ("en", "Ukraine accuses Russia of sabotage", Relation("UA", "RU", "verbal")),
        ("en", "EU sanctions Belarus over border", Relation("EU", "BY", "coercion")),
        ("en", "Israel attacked by Hezbollah", Relation("HZB", "IL", "force")),
        ("ru", "Россия обвинила НАТО в провокации", Relation("RU", "NATO", "verbal")),
        ("ru", "Удары Израиля по Ирану", Relation("IL", "IR", "force")),
        ("ar", "قصفت إسرائيل لبنان", Relation("IL", "LB", "force")),
    ],
)
def test_who_acts_on_whom_is_read_where_it_is_plain(language, title, relation):
    assert relation_in(title, language) == relation


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Kuwait airport damaged following Iranian strikes"),
        ("en", "Russia, Ukraine and Turkey hold talks"),
        ("en", "Iran did not attack Israel"),
        ("en", "Bahrain announces interception of Iranian missile attack"),
    ],
)
def test_what_is_not_plain_gives_no_relation(language, title):
    assert relation_in(title, language) is None


def test_a_pair_is_alphabetical_and_the_most_frequent_one_is_the_main_one():
    first = pair_in("Russia warns Ukraine", "", "en")
    second = pair_in("Киев ответил Москве", "", "ru")
    assert first == second == ("RU", "UA")
    assert main_pair([first, ("CN", "US"), second, None]) == ("RU", "UA")
    assert main_pair([None]) is None
    assert pair_in("Weather in Norway", "", "en") is None


@pytest.mark.parametrize(
    ("language", "title", "state"),
    [
        ("fr", "Frappe de l'Iran", "IR"),
        ("it", "I missili dell’Iran", "IR"),
        ("tr", "Irak'ta patlama", "IQ"),
        ("tr", "Katar'dan açıklama", "QA"),
        ("ru", "Переговоры с Францией", "FR"),
        ("uk", "Переговори у Франції", "FR"),
        ("no", "Et russisk angrep", "RU"),
        ("da", "De syriske styrker", "SY"),
        ("sv", "Den irakiska armén", "IQ"),
        ("pl", "Chińczycy protestują", "CN"),
        ("pt", "Governo espanhol responde", "ES"),
        ("de", "Angriff auf den Gazastreifen", "PS"),
        ("hi", "ईरान ने मिसाइल दागी", "IR"),
    ],
)
def test_states_are_found_behind_an_article_and_before_any_ending(language, title, state):
    assert state in actors_named(title, "", language)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Chinook helicopter crashes"), ("hi", "क्या कहा जाएगा")],
)
def test_no_state_is_read_out_of_part_of_a_word(language, title):
    assert not actors_named(title, "", language)
