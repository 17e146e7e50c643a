"""What a match says, in which texts terms count, and the laws that hold for all watches."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watches import Lexicon, Watch, build, compile_watches, of_keywords
from monitor.watches.dictionary import Dictionary
from monitor.watches.fold import fold

LEXICON = Lexicon()
TERMS = ["army", "war", "red line", "UN", "F-16", "=Lavrov", "sanction*", "cease-fire", "invade"]
TEXTS = [
    "The army crossed a red line",
    "UN sees war looming; F-16s in the air",
    "Lavrov dismisses the sanctions",
    "Armyworm and awards",
    "A ceasefire, then they invaded again",
]
UNRELATED = st.lists(st.sampled_from(["banana", "кошка", "7", "—", "école", "(", "猫", ""])).map(
    " ".join
)


def found(
    watch: Watch, title: str, summary: str = "", language: str = "und"
) -> list[tuple[str, str]]:
    """Return term and form of every hit of one watch."""
    matches = compile_watches([watch], LEXICON).match(title, summary, language)
    return [(hit.term, hit.form) for match in matches for hit in match.hits]


def test_a_match_says_which_term_which_form_and_where() -> None:
    watch = of_keywords("w", {"ru": ["Украина", "красная линия"]})
    title, summary = "Киев и Москва", "О «красных линиях» говорят с Украиной"
    (match,) = compile_watches([watch], LEXICON).match(title, summary, "ru")
    assert match.watch == "w"
    text = f"{title}\n{summary}"
    shown = [(hit.term, hit.form, text[hit.start : hit.end]) for hit in match.hits]
    assert shown == [
        ("красная линия", "красных линиях", "красных линиях"),
        ("Украина", "Украиной", "Украиной"),
    ]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Die Straße nach Kiew", "Straße"),
        ("جاء في بـــيان الحَرْب", "الحَرْب"),
        ("Nach der STRASSE", "STRASSE"),
        ("combining é Strafse\u0301 Straße", "Straße"),
        ("猫Straße", "Straße"),
    ],
)
def test_offsets_are_those_of_the_original(text: str, form: str) -> None:
    watch = of_keywords("w", {"any": ["Straße"], "ar": ["حرب"]})
    (match,) = compile_watches([watch], LEXICON).match(text, "", "und")
    assert [text[hit.start : hit.end] for hit in match.hits] == [form]


def test_a_phrase_does_not_run_from_the_title_into_the_summary() -> None:
    watch = of_keywords("w", {"en": ["red line"]})
    assert not found(watch, "Seeing red", "line by line", "en")
    assert found(watch, "x", "a red\nline", "en")


def test_terms_count_in_texts_of_their_language_and_of_unknown_ones() -> None:
    watch = of_keywords("w", {"en": ["war"]})
    assert not found(watch, "Es war einmal", "", "de")
    assert found(watch, "war", "", "und")
    assert found(of_keywords("w", {"sr": ["рат"]}), "Kraj rata", "", "hr")
    assert found(of_keywords("w", {"any": ["NATO"]}), "НАТО и NATO", "", "ru") == [("NATO", "NATO")]


def test_a_verb_that_parts_is_one_hit_over_its_clause() -> None:
    watch = of_keywords("w", {"de": ["angreifen"]})
    hits = found(watch, "Russland greift in der Nacht Kiew an, sagt er", "", "de")
    assert hits == [("angreifen", "greift in der Nacht Kiew an")]
    assert not found(watch, "Er greift zum Glas. Danach ging er an die Bar", "", "de")


@pytest.mark.parametrize(
    ("term", "text", "matched"),
    [
        ("9/11", "Ceremonies mark the 9/11 attacks", True),
        ("P5+1", "Iran and the P5+1 powers", True),
        ("R&D", "More for R&D", True),
        ("S&P 500", "The S&P 500 falls", True),
        ("Su-24/25", "Two Su-24/25 jets", True),
        ("war crime", "War & crime, a history", False),
        ("war crime", "A shelf for war/crime novels", False),
        ("St. Petersburg", "Drones over St. Petersburg", True),
        ("St. Petersburg", "Drones over St Petersburg", True),
        ("St Petersburg", "Drones over St. Petersburg", True),
        ("Gen. Petrov", "A visit by Gen. Petrov", True),
        ("war crime", "He won the war. Crime fell", False),
        ("army chief", "Back to the Army. Chief cook wanted", False),
        ("U.S. Navy", "US Navy ships", True),
        ("US Navy", "U.S. Navy ships", True),
        ("J.D. Vance", "J. D. Vance lands", True),
        ("J.D. Vance", "JD Vance lands", True),
        ("EEUU", "Tropas de EE. UU. en la zona", True),
        ("EE.UU.", "Tropas de EEUU en la zona", True),
        ("BA", "Plan B. A new start", False),
    ],
)
def test_signs_tie_digits_and_capitals_and_a_full_stop_ends_abbreviations_alone(
    term: str, text: str, matched: bool
) -> None:
    assert bool(found(of_keywords("w", {"en": [term]}), text, "", "en")) is matched


def test_a_longer_hit_of_a_term_hides_the_shorter_within() -> None:
    assert found(of_keywords("w", {"fa": ["موشک"]}), "موشک‌های ایران", "", "fa") == [
        ("موشک", "موشک‌های")
    ]


def test_a_turned_meaning_is_not_found_whatever_the_hyphen() -> None:
    watch = of_keywords("w", {"en": ["escalation", "backed"], "de": ["Generalsekretär", "Mail"]})
    assert not found(watch, "De‑escalation and de-escalation", "", "en")
    assert not found(watch, "TALKS ON DE-ESCALATION FAIL", "", "en")
    assert found(watch, "UN-BACKED TALKS FAIL", "", "en")
    assert found(watch, "DE-Mail", "", "de")
    assert found(watch, "Île-de-escalation", "", "en")
    assert found(watch, "UN-Generalsekretär", "", "de")


def test_a_text_of_300_000_characters_is_no_trouble() -> None:
    watch = of_keywords("w", {"en": ["war", "red line", {"near": ["army", "invade"], "within": 3}]})
    assert len(found(watch, "war and red line " * 15_000, "", "en")) == 30_000


@given(st.permutations(TERMS), st.sampled_from(TEXTS))
def test_the_order_of_terms_does_not_matter(terms: list[str], text: str) -> None:
    first = found(of_keywords("w", {"en": TERMS}), text, "", "en")
    assert sorted(found(of_keywords("w", {"en": terms}), text, "", "en")) == sorted(first)


@given(st.sampled_from(TEXTS), UNRELATED, UNRELATED)
def test_unrelated_words_around_do_not_undo_a_match(text: str, before: str, after: str) -> None:
    watch = of_keywords("w", {"en": TERMS})
    alone = found(watch, text, "", "en")
    around = found(watch, f"{before} {text} {after}", "", "en")
    assert around == alone


@given(st.text(max_size=60))
def test_every_text_folds_and_leads_back(text: str) -> None:
    folded = fold(text)
    assert folded.offsets is None or len(folded.offsets) == len(folded.text)
    assert 0 <= folded.place(0) <= folded.place(len(folded.text) - 1) <= len(text)
    compile_watches([of_keywords("w", {"any": ["war", "F-16", "戦争"]})], LEXICON).match(text)


def test_a_watch_does_not_depend_on_the_others() -> None:
    one, other = of_keywords("a", {"en": ["war"]}), of_keywords("b", {"en": ["war", "army"]})
    matcher = compile_watches([one, other], LEXICON)
    assert [m.watch for m in matcher.match("war", "", "en")] == ["a", "b"]
    assert [m.watch for m in matcher.match("army", "", "en")] == ["b"]


@pytest.mark.parametrize("code", ["en", "bg", "he"])
def test_the_dictionary_gives_what_simplemma_gives(code: str) -> None:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    whole = DefaultDictionaryFactory().get_dictionary(code)
    ours = Dictionary(code)
    for form in random.Random(1).sample(sorted(whole), 150):
        lemma = whole[form]
        assert ours.lemma(form) == lemma
        assert form in ours.forms(lemma, form[:3])
    assert ours.lemma("qqq") is None


def test_a_watch_without_keywords_matches_every_text() -> None:
    watch = build({"name": "loud", "minimum_score": 0.9, "exclude": {"en": ["football"]}})
    matcher = compile_watches([watch], LEXICON)
    assert [match.hits for match in matcher.match("Anything", "", "en")] == [()]
    assert matcher.match("Anything about football", "", "en") == ()
