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
