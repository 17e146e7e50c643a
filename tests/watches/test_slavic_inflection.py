"""Slavic forms that dictionaries give to a homograph or lack, and words not taken for them."""

from __future__ import annotations

import pytest

from monitor.watches import Lexicon, compile_watches, of_keywords

LEXICON = Lexicon()


def finds(language: str, term: str, text: str) -> bool:
    """Return whether a term of a language is found in a text of it."""
    matcher = compile_watches([of_keywords("w", {language: [term]})], LEXICON)
    return bool(matcher.match(text, "", language))


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("pl", "okręt podwodny", "Zaginęły dwa okręty podwodne"),
        ("cs", "stanné právo", "Vláda se obává stanného práva"),
        ("cs", "Saúdská Arábie", "Návštěva Saúdské Arábie"),
        ("sk", "Blízky východ", "Napätie na Blízkom východe"),
        ("sl", "Varnostni svet", "Glasovanje v Varnostnem svetu"),
    ],
)
def test_the_adjective_of_a_phrase_is_found_in_all_its_forms(
    language: str, term: str, text: str
) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("pl", "zabić", "W zasadzce zabito trzech ludzi", True),
        ("pl", "zniszczyć", "Zniszczono most na rzece", True),
        ("cs", "sestřelit", "Nad lesem sestřelí každý dron", True),
        ("cs", "sestřelit", "Letadlo bylo sestřeleno", True),
        ("cs", "obsadit", "Přístav je obsazen", True),
        ("sk", "zostreliť", "Pri hranici zostrelený dron", True),
        ("sl", "groziti", "Soseda grozi z vojno", True),
        ("sl", "opozoriti", "Minister je opozoril na nevarnost", True),
        ("cs", "napadnout", "Odmítají napadat sousedy", False),
    ],
)
def test_a_west_slavic_verb_is_found_in_its_tenses_and_participles(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("pl", "rząd", "Grozi rządowi upadek"),
        ("pl", "stan wojenny", "Kraj w stanie wojennym"),
        ("pl", "Niemcy", "Rozmowy z Niemcami"),
        ("cs", "Lukašenko", "Dopis Lukašenkovi"),
        ("cs", "člověk", "Zahynuli čtyři lidé"),
        ("sk", "prezident", "Odkaz prezidentovi"),
        ("sk", "Pellegrini", "Rokovanie s Pellegrinim"),
        ("sl", "Kitajska", "Obisk na Kitajskem"),
        ("sl", "premirje", "Pogajanja pred premirjem"),
    ],
)
def test_a_west_slavic_noun_is_found_in_cases_that_are_often_another_words(
    language: str, term: str, text: str
) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("pl", "Lwów", "W nocy słychać ryk lwów"),
        ("pl", "Gaza", "Opatrunek z gazy"),
        ("sl", "Kitajska", "Odličen kitajski čaj"),
    ],
)
def test_a_slavic_name_is_not_the_form_of_a_common_word(
    language: str, term: str, text: str
) -> None:
    assert not finds(language, term, text)
