"""Which forms of a term are found in its language, and which words are not taken for it."""

from __future__ import annotations

import pytest

from monitor.watches import Lexicon, compile_watches, of_keywords

LEXICON = Lexicon()


def is_found(term: str, language: str, text: str) -> bool:
    """Return whether a watch of one term matches a text of the same language."""
    matcher = compile_watches([of_keywords("w", {language: [term]})], LEXICON)
    return bool(matcher.match(text, "", language))


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
    assert is_found(term, language, text)


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
    assert not is_found(term, language, text)


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
    assert is_found(term, language, text) is matched


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
    ],
)
def test_forms_whose_stem_changes_its_vowel_are_found(language: str, term: str, text: str) -> None:
    assert is_found(term, language, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("en", "life", "Lives were lost"),
        ("en", "kidnap", "A ring that is kidnapping children"),
        ("de", "entführen", "Bischof entführt"),
        ("cs", "sestřelit", "Obrana sestřelila dron"),
        ("de", "versenken", "Frachter im Hafen versenkt"),
    ],
)
def test_regular_forms_that_the_dictionary_gives_to_another_word_are_found(
    language: str, term: str, text: str
) -> None:
    assert is_found(term, language, text)
