"""Actors and places are found in inflected, derived and metonymic forms."""

import pytest

from monitor.stories.actors import actors_named, main_pair, pair_in
from monitor.stories.places import towns_in
from monitor.stories.relations import Relation, relation_in


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
