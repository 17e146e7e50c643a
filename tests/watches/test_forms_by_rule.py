"""Forms of words in languages that no kept dictionary knows, and in Hebrew and Korean verbs."""

from __future__ import annotations

import pytest

from tests.watches.finding import finds


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("הפציץ", "המטוס מפציץ את הגשר", True),
        ("הפציץ", "הפצצה נמצאה בשדה", False),
        ("שיגר", "הם משגרים לוויין", True),
        ("הרג", "הסופה הרגה שניים", True),
        ("פגע", "המס יפגע בעניים", True),
        ("פיגוע", "גל פיגועי דקירה", True),
        ("איראן", "איראנים רבים בכיכר", False),
        ('או"ם', "יום אבל לאומי", False),
        ("הממשלה", "ממשלת צרפת התפטרה", False),
    ],
)
def test_a_hebrew_verb_is_found_in_its_persons_and_a_name_is_no_adjective(
    term: str, text: str, found: bool
) -> None:
    assert finds("he", term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("돕다", "이웃을 도왔다", True),
        ("돕다", "이웃을 도울 준비", True),
        ("가깝다", "끝이 가까워졌다", True),
        ("듣다", "소식을 들었다", True),
        ("짓다", "다리를 지었다", True),
        ("부르다", "증인을 불렀다", True),
        ("흔들다", "시장을 흔든 소식", True),
        ("막다", "길을 막아야 한다", True),
        ("묻다", "이유를 물었다", True),
        ("묻다", "물을 마신다", False),
        ("잇다", "이어폰 판매", False),
        ("굽다", "구와 시의 예산", False),
    ],
)
def test_a_korean_root_that_changes_before_a_vowel_is_found(
    term: str, text: str, found: bool
) -> None:
    assert finds("ko", term, text) is found
