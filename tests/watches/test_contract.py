"""The contract for scripts: one object in, one object out."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.text.language import detect
from monitor.watches import DefinitionError, Lexicon, compile_watches, of_keywords
from monitor.watches.contract import Answerer


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    """Answer against one configured watch."""
    lexicon = Lexicon()
    return Answerer(
        compile_watches([of_keywords("wars", {"en": ["war"]})], lexicon), detect, lexicon
    )


def test_a_line_with_its_own_keywords(answerer: Answerer) -> None:
    line = {
        "id": 7,
        "title": "Путин и Зеленский говорили о красных линиях",
        "lang": "ru",
        "keywords": {"ru": ["Украина", "красная линия"]},
    }
    assert answerer.answer(line) == {
        "id": 7,
        "matched": True,
        "matches": [
            {
                "watch": "keywords",
                "term": "красная линия",
                "form": "красных линиях",
                "start": 29,
                "end": 43,
            }
        ],
    }


@pytest.mark.parametrize(
    ("line", "matched"),
    [
        ({"title": "Fears of war grow along the border"}, True),
        ({"title": "Calm", "summary": "The war is over, officials say"}, True),
        ({"title": "An award for the best novel of the year"}, False),
        ({"title": "Es war einmal ein kleines Haus am Rande der Stadt"}, False),
        ({"title": "Es war einmal", "lang": "de"}, False),
        ({"title": "Vojska je ušla u grad", "keywords": {"sr": ["војска"]}}, True),
        ({"title": "Войски отстъпиха от града", "keywords": {"bg": ["войска"]}}, True),
        ({"title": "War", "keywords": {}}, False),
    ],
)
def test_the_language_is_found_where_it_is_not_given(
    answerer: Answerer, line: dict[str, Any], matched: bool
) -> None:
    assert answerer.answer({"id": "x", **line})["matched"] is matched


@pytest.mark.parametrize("line", [{}, {"title": 3}, {"title": "x", "keywords": ["war"]}])
def test_a_line_that_is_none_is_refused(answerer: Answerer, line: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        answerer.answer(line)


def test_keywords_that_are_none_are_refused(answerer: Answerer) -> None:
    with pytest.raises(DefinitionError, match="RE2"):
        answerer.answer({"title": "x", "keywords": {"en": ["/(/"]}})
    group = {"term": "strike", "unless": [{"any": ["film", "union"]}]}
    with pytest.raises(DefinitionError, match="no groups"):
        answerer.answer({"title": "x", "keywords": {"en": [group]}})
