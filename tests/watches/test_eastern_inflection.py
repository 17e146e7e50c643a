"""Forms of words in Korean, Japanese, Georgian, Armenian, Hindi, Urdu and Ukrainian writing."""

from __future__ import annotations

import pytest

from monitor.watches import Lexicon, compile_watches, of_keywords

LEXICON = Lexicon()


def finds(language: str, term: str, text: str) -> bool:
    """Return whether a term of a language is found in a text of it."""
    matcher = compile_watches([of_keywords("w", {language: [term]})], LEXICON)
    return bool(matcher.match(text, "", language))


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
