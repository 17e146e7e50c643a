"""Groups, proximity, exclusions, weights, expressions and limits, and the reasons they give."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.watches import DefinitionError, Facts, Lexicon, build, compile_watches, judge

LEXICON = Lexicon()


def explain(plain: dict[str, Any], text: str, language: str = "en") -> tuple[bool, tuple[str, ...]]:
    """Return whether a watch matches a text, and why not."""
    (verdict,) = compile_watches([build({"name": "w", **plain})], LEXICON).explain(
        text, "", language
    )
    return verdict.matched, verdict.reasons


ALL = {"keywords": {"en": [{"all": ["Russia", {"any": ["missile", "drone"]}, {"none": ["film"]}]}]}}


@pytest.mark.parametrize(
    ("text", "matched", "reason"),
    [
        ("Russia fires missiles", True, ""),
        ("Russian drones", False, "'Russia' is not found"),
        ("Russia and the sea", False, "none of its 2 terms is found"),
        ("A film on Russia and drones", False, "'film' is among what must not be there"),
    ],
)
def test_groups_nest(text: str, matched: bool, reason: str) -> None:
    held, reasons = explain(ALL, text)
    assert held is matched
    assert reason in "; ".join(reasons)
    assert bool(reasons) is not matched


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("Russia tested a new missile", True),
        ("A missile, Russia says, was tested", True),
        ("Russia held talks with several of its old allies before a missile flew", False),
        ("A missile flew", False),
    ],
)
def test_proximity_counts_words(text: str, matched: bool) -> None:
    near = {"near": ["Russia", {"any": ["missile", "rocket"]}], "within": 4}
    held, reasons = explain({"keywords": {"en": [near]}}, text)
    assert held is matched
    assert matched or reasons


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("Russia fires a missile in a strike", True),
        ("Russia fires a missile, and much later that day people tell of a strike", False),
        ("Russia fires a missile in a strike, says a film", False),
        ("A strike, and much later that day Russia fires a missile in a strike", True),
    ],
)
def test_groups_hold_within_the_window_of_a_proximity(text: str, matched: bool) -> None:
    near = {"near": ["Russia", {"all": ["missile", "strike"]}, {"none": ["film"]}], "within": 6}
    assert explain({"keywords": {"en": [near]}}, text)[0] is matched


def test_proximities_nest_and_take_their_time_in_a_long_text() -> None:
    inner = {"near": ["missile", "strike"], "within": 2}
    plain = {"keywords": {"en": [{"near": ["Russia", inner], "within": 8}]}}
    assert explain(plain, "Russia says that a missile strike was near")[0]
    assert not explain(plain, "Russia says that a missile was no such strike")[0]
    assert explain(plain, "Russia missile strike and so on " * 5_000)[0]


def test_every_required_block_must_be_met() -> None:
    plain = {"keywords": {"en": ["Iran"]}, "require": [{"en": ["strike"], "ru": ["удар"]}]}
    assert explain(plain, "Strikes on Iran")[0]
    assert not explain(plain, "Talks with Iran")[0]


def test_exclusions_say_what_excluded() -> None:
    plain = {"keywords": {"en": ["strike"]}, "exclude": {"en": ["baseball"]}}
    assert explain(plain, "Strikes in baseball") == (
        False,
        ("excluded by 'baseball' (found: 'baseball')",),
    )


def test_a_term_does_not_count_beside_what_it_names() -> None:
    plain = {"keywords": {"en": [{"term": "strike", "unless": ["union", "baseball"]}, "war"]}}
    assert explain(plain, "A strike on the port")[0]
    assert not explain(plain, "Union calls a strike")[0]
    assert explain(plain, "Union calls a strike in the war")[0]


def test_weights_add_up() -> None:
    terms = [{"term": "Iran", "weight": 1}, {"term": "missile", "weight": 2}]
    plain = {"keywords": {"en": terms}, "minimum_weight": 3}
    assert explain(plain, "Iran fires missiles")[0]
    assert explain(plain, "Missiles fired") == (False, ("terms found weigh 2, below 3",))


@pytest.mark.parametrize(
    ("written", "text", "matched"),
    [
        (r"/nuclear (war|test)/", "NUCLEAR TEST", True),
        (r"/\bмир\w*/", "О мирных переговорах", True),
        (r"/\bмир\b/", "О мирных переговорах", False),
        (r"/[\w]+ая линия/", "Красная линия", True),
        (r"/\d+ убит/", "17 убитых", True),
        (r"/(a+)+$/", "a" * 3000 + "!", False),
    ],
)
def test_expressions_know_all_letters(written: str, text: str, matched: bool) -> None:
    assert explain({"keywords": {"any": [written]}}, text, "ru")[0] is matched


@pytest.mark.parametrize("written", ["/(/", r"/(a)\1/", "/(?=a)b/", "/x*/", r"/a\bb/", "...", ""])
def test_a_term_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(DefinitionError):
        compile_watches([build({"name": "w", "keywords": {"en": [written]}})], LEXICON)


@pytest.mark.parametrize(
    ("limits", "facts", "reason"),
    [
        ({}, Facts(), ""),
        ({"outlets": {"only": ["TASS"]}}, Facts(outlet="tass"), ""),
        ({"outlets": {"except": ["TASS"]}}, Facts(outlet="TASS"), "outlet TASS is excepted"),
        ({"kinds": {"only": ["agency"]}}, Facts(), "kind of outlet unknown is not among agency"),
        ({"countries": {"except": ["RU"]}}, Facts(country="US"), ""),
        ({"languages": {"only": ["sr"]}}, Facts(language="hr"), ""),
        ({"languages": {"only": ["sr"]}}, Facts(language="en"), "language en is not among sr"),
        ({"minimum_score": 0.7}, Facts(score=0.65), "score 0.65 is below 0.7"),
        ({"minimum_score": 0.7}, Facts(score=0.6997), "score 0.6997 is below 0.7"),
        ({"minimum_score": 0.7}, Facts(), ""),
        ({"minimum_severity": 3}, Facts(severity=2), "severity 2 is below 3"),
        ({"directions": ["up"]}, Facts(score=1, direction="down"), "direction down is not up"),
        ({"directions": ["up"]}, Facts(score=1), "direction none is not up"),
    ],
)
def test_limits_name_the_fact_they_refuse(
    limits: dict[str, Any], facts: Facts, reason: str
) -> None:
    judgement = judge(build({"name": "w", **limits}), facts)
    assert judgement.reason == reason
    assert judgement.passed is not reason
    assert judgement.passed is (reason == "")


@pytest.mark.parametrize(
    ("plain", "text", "matched"),
    [
        ({"exclude": {"en": [{"none": ["drone"]}]}}, "Kyiv hit", False),
        ({"exclude": {"en": [{"none": ["drone"]}]}}, "Kyiv hit by a drone", True),
    ],
)
def test_what_must_be_there_may_be_written_as_an_exclusion(
    plain: dict[str, Any], text: str, matched: bool
) -> None:
    held, reasons = explain({"keywords": {"en": ["Kyiv"]}, **plain}, text)
    assert held is matched
    assert bool(reasons) is not matched


@pytest.mark.parametrize(
    ("item", "text", "matched"),
    [
        ({"term": "strike", "weight": 2, "unless": ["baseball"]}, "Baseball strike, Kyiv", False),
        ({"term": "strike", "weight": 2, "unless": ["baseball"]}, "Strike on Kyiv", True),
        ({"all": ["missile"], "none": [{"term": "film", "weight": 2}]}, "Film in Kyiv", False),
    ],
)
def test_a_term_that_does_not_count_weighs_nothing(
    item: dict[str, Any], text: str, matched: bool
) -> None:
    assert explain({"minimum_weight": 3, "keywords": {"en": ["Kyiv", item]}}, text)[0] is matched
