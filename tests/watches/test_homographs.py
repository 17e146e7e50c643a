"""Words that other words are spelled like once marks fold, or that stand inside others."""

from __future__ import annotations

import unicodedata

import pytest

from tests.watches.finding import finds


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("es", "bombardeo", "Un bombardeo nocturno", True),
        ("es", "bombardeo", "BOMBARDEO EN EL PUERTO", True),
        ("es", "bombardeo", "El avión bombardeó el puerto", False),
        ("es", "disparo", "El guardia disparó al aire", False),
        ("es", "disparar", "El guardia disparó al aire", True),
        ("es", "disparar", unicodedata.normalize("NFD", "El guardia disparó"), True),
        ("es", "disparo", unicodedata.normalize("NFD", "El guardia disparó"), False),
        ("it", "attacco", "Un attacco al porto", True),
        ("it", "attacco", "La flotta attaccò il porto", False),
        ("it", "attaccare", "La flotta attaccò il porto", True),
        ("fr", "attaque", "Le port est attaqué", False),
        ("fr", "frappe", "Un village frappé", False),
        ("fr", "frappe", "Deux frappes sur le port", True),
        ("fr", "tue", "Un garde tué au port", True),
        ("pt", "bombardeio", "Novos bombardeios no porto", True),
        ("pt", "bombardeio", "Vão bombardear o porto", False),
        ("pt", "cheio", "A praça estava cheia", True),
    ],
)
def test_a_romance_noun_is_no_verb_that_differs_by_an_accent(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("bắn", "Lính gác bắn chỉ thiên", True),
        ("bắn", "LÍNH GÁC BẮN CHỈ THIÊN", True),
        ("bắn", "Bạn bè gặp nhau", False),
        ("=bắn", "Bán hàng ở chợ", False),
        ("hòa bình", "Đàm phán hoà bình", True),
        ("đảo", "Một đạo luật", False),
        ("đảo", "Ðảo xa bờ", True),
        ("ngã", unicodedata.normalize("NFD", "Anh thợ ngã"), True),
        ("Nga", unicodedata.normalize("NFD", "Anh thợ ngã"), False),
    ],
)
def test_the_marks_of_a_vietnamese_word_are_its_own(term: str, text: str, found: bool) -> None:
    assert finds("vi", term, text) is found


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("zh", "南海", "船队驶入南海军事区", True),
        ("zh", "海军", "船队驶入南海军事区", False),
        ("zh", "军事", "对方以军事手段施压", True),
        ("zh", "以军", "对方以军事手段施压", False),
        ("zh", "核心", "这是问题的核心", True),
        ("zh", "停火", "公交停火车站旁", False),
        ("zh", "停火", "双方停火三天", True),
        ("zh", "国军", "中国军人抵达港口", False),
        ("zh", "国军", "国军今日演习", True),
        ("zh", "国防", "中国防疫人员", False),
        ("zh", "中国", "中国地方政府借款", True),
        ("ja", "中国", "中国地方で停電", False),
        ("ja", "国連", "米国連邦裁判所", False),
        ("th", "รบ", "การบินไทย", False),
        ("th", "รบ", "การสู้รบใกล้สะพาน", True),
        ("ja", "東京", "東京都で会合", True),
        ("ja", "京都", "東京都で会合", False),
        ("ja", "米国", "米国産の部品", True),
        ("th", "รัสเซีย", "เรือรัสเซีย", True),
        ("th", "รัสเซีย", "อาณาจักรปรัสเซีย", False),
    ],
)
def test_a_trap_catches_the_word_it_is_set_for_alone(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("جيش", "الجيش عند الجسر", True),
        ("جيش", "تجيش المشاعر في القاعة", False),
        ("عرب", "الوزير يعرب عن أسفه", False),
        ("عرب", "الوزير أعرب عن أسفه", False),
        ("ملك", "الرجل يملك متجرا", False),
        ("مال", "الحارس يميل إلى الصمت", False),
        ("قاد", "حقيبة نقود", False),
        ("أوكرانيا", "ثلاث طالبات أوكرانيات", False),
    ],
)
def test_an_arabic_noun_is_no_verb_of_its_letters(term: str, text: str, found: bool) -> None:
    assert finds("ar", term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("קים", "פגישה עם קים בבירה", True),
        ("קים", "הוא הקים ועדה", False),
        ("לתקוף", "הכוח תקף את הגשר", True),
        ("להתקיף", "הם התקיפו את הגשר", True),
        ("להתקיף", "התקפת פתע על הגשר", False),
        ("כיפת ברזל", "שתי כיפות ברזל הוצבו", True),
    ],
)
def test_a_hebrew_infinitive_a_construct_and_a_name(term: str, text: str, found: bool) -> None:
    assert finds("he", term, text) is found
