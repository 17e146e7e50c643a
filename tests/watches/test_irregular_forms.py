"""Forms that the dictionaries lack, or give to other words."""

from __future__ import annotations

import pytest

from tests.watches.finding import finds


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("ar", "قال", "الناطق يقول إن الطريق مغلق"),
        ("ar", "زاد", "الخطر يزيد كل يوم"),
        ("ar", "شن", "الجيش يشن حملة"),
        ("ar", "شن", "هجوم شنته مجموعة"),
        ("ar", "هجوم", "توالت الهجمات على الجسر"),
        ("ar", "ميليشيا", "ميليشيات في الجنوب"),
        ("fa", "آتش‌بس", "آتشبس شکننده"),
        ("fa", "سرباز", "سربازانش عقب نشستند"),
        ("fa", "کشور", "ارتش کشورمان"),
        ("fa", "مجروح", "مجروحان منتقل شدند"),
        ("hi", "मारना", "ड्रोन को मार गिराया"),
        ("ur", "گرفتار کرنا", "تین افراد کو گرفتار کیا"),
        ("ur", "وزیر", "وزراء کا اجلاس"),
    ],
)
def test_a_form_apart_from_the_others_is_found(language: str, term: str, text: str) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("ar", "ضم", "الاتفاق يضمن الأمن"),
        ("fa", "ارز", "ارزش این سند"),
    ],
)
def test_a_form_of_another_word_is_not(language: str, term: str, text: str) -> None:
    assert not finds(language, term, text)
