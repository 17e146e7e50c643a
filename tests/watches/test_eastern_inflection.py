"""Forms of words in Korean, Japanese, Georgian, Armenian, Hindi, Urdu and Ukrainian writing."""

from __future__ import annotations

import pytest

from tests.watches.finding import finds


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("숨지다", "주민 두 명이 숨져", True),
        ("밝히다", "장관이 입장을 밝혀", True),
        ("쏘다", "병사가 총을 쐈다", True),
        ("쏘다", "미사일을 쏜 배", True),
        ("쏘다", "새 쏘나타 공개", False),
        ("정상회담", "두 나라의 정상 회담에서", True),
        ("탄도미사일", "탄도 미사일을 또 발사", True),
        ("정상회담", "정상 가까이의 회담장", False),
    ],
)
def test_a_korean_verb_is_contracted_and_a_compound_parted(
    term: str, text: str, found: bool
) -> None:
    assert finds("ko", term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("ドローン", "夜間にﾄﾞﾛｰﾝ飛来", True),
        ("プーチン", "ﾌﾟｰﾁﾝ氏が演説", True),
        ("認める", "政府が関与を認め、謝罪", True),
        ("京都", "東京都の新庁舎", False),
        ("京都", "京都府で地震", True),
    ],
)
def test_japanese_half_width_signs_and_stems_are_found(term: str, text: str, found: bool) -> None:
    assert finds("ja", term, text) is found


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("ka", "რაკეტა", "ქალაქს რაკეტები დაეცა"),
        ("ka", "აფეთქება", "აფეთქების ხმა გაისმა"),
        ("ka", "ზელენსკი", "ზელენსკიმ უარი თქვა"),
        ("hy", "Երևան", "Հանդիպում Երեւանում"),
        ("hi", "दागना", "दो मिसाइलें दागी गईं"),
        ("ur", "ڈرون", "دو ڈرونز مار گرائے"),
        ("uk", "перемир'я", "Переговори про перемирʼя"),
    ],
)
def test_cases_and_letters_of_one_sound_are_found(language: str, term: str, text: str) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("zh", "开战", "两国展开战略对话", False),
        ("zh", "开战", "两国正式开战", True),
        ("zh", "动员", "运动员抵达赛场", False),
        ("zh", "动员", "全国总动员令", True),
        ("zh", "关税", "有关税收的新规", False),
        ("zh", "国会", "美国会议员访台", True),
        ("zh", "导弹", "试射弹道导弹", True),
        ("ja", "国会", "全国会議を開催", False),
        ("ja", "大使", "駐日大使館の前で", True),
    ],
)
def test_a_word_is_not_found_across_the_ends_of_others(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("ar", "الحوثيون", "ضربات على مواقع الحوثيين", True),
        ("ar", "عسكري", "ردت الدولة عسكريا", True),
        ("ar", "شن", "الطيران يشن غارات", True),
        ("ar", "نفى", "الوزارة نفت الخبر", True),
        ("ar", "غزا", "الجيش الذي يغزو البلاد", True),
        ("fa", "کره شمالی", "آزمایش موشکی کرهٔ شمالی", True),
        ("fa", "نظامی", "کشته شدن نظامیان در مرز", True),
        ("fa", "سفیر", "سفرای چند کشور", True),
        ("he", "החות'ים", "אזהרה לחות'ים", True),
        ("he", "הגדה המערבית", "מעצרים בגדה המערבית", True),
        ("he", "שר", "מחיר בשר עולה", False),
        ("he", "שר", "השר נפגש עם השרים", True),
        ("ru", "Газа", "цена газа растёт", False),
        ("ru", "Газа", "бои в Газе", True),
    ],
)
def test_forms_by_rule_are_found_and_words_alike_are_not(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found
