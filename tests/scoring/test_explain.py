"""Why a score is what it is: the words named are the ones that carry it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.domain import Label, Score
from monitor.scoring.builtin import BuiltinClassifier
from monitor.scoring.classifier import Headline
from monitor.scoring.explain import MOST_WORDS, WordWeight, explain

TEXTS = [
    Headline("Missile strike on Kharkiv kills four, says mayor", "", "en"),
    Headline("Ракетный удар по Харькову, погибли четверо", "", "ru"),
    Headline("米海軍、台湾海峡で中国艦艇とにらみ合い ミサイル発射", "", "ja"),
    Headline("صواريخ تستهدف قاعدة عسكرية في العراق", "", "ar"),
]


class Counting:
    """Scores by how many of three words a text has."""

    name = "counting@1"

    def __init__(self) -> None:
        self.batches: list[int] = []

    def score(self, texts: list[Headline]) -> list[Score]:
        self.batches.append(len(texts))
        return [self._one(f"{t.title} {t.summary}") for t in texts]

    def _one(self, text: str) -> Score:
        force = sum(
            weight
            for word, weight in (("shells", 0.5), ("town", 0.2), ("dead", 0.1))
            if word in text
        )
        return Score(Label.FORCE, (1 - force, 0, 0, 0, 0, force), self.name)


def without(headline: Headline, words: tuple[WordWeight, ...]) -> Headline:
    text = f"{headline.title}\n{headline.summary}" if headline.summary else headline.title
    for word in sorted(words, key=lambda word: -word.start):
        assert text[word.start : word.end] == word.word
        text = text[: word.start] + text[word.end :]
    title, _, summary = text.partition("\n")
    return replace(headline, title=title, summary=summary)


@pytest.mark.parametrize("headline", TEXTS, ids=lambda h: h.language)
def test_removing_the_named_words_lowers_the_score(
    builtin: BuiltinClassifier, headline: Headline
) -> None:
    words = explain(builtin, headline)
    assert words
    before, after = builtin.score([headline, without(headline, words)])
    assert after.score < before.score


def test_words_come_heaviest_first_with_their_places_in_title_and_summary() -> None:
    words = explain(Counting(), Headline("Army shells town", "Two dead"))
    assert [word.word for word in words] == ["shells", "town", "dead"]
    assert [word.weight for word in words] == pytest.approx([0.5, 0.2, 0.1])
    assert (words[2].start, words[2].end) == (21, 25)


def test_it_costs_one_call_and_a_bounded_one() -> None:
    counting = Counting()
    explain(counting, Headline("shells " * 500))
    assert counting.batches == [MOST_WORDS + 1]


def test_the_limit_holds() -> None:
    assert len(explain(Counting(), Headline("Army shells town, two dead"), limit=1)) == 1


@pytest.mark.parametrize("title", ["", "  ", "!!! …", "\x00"])
def test_a_text_without_words_has_no_reasons(title: str) -> None:
    assert explain(Counting(), Headline(title)) == ()
