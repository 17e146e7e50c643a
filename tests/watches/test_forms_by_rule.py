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
