"""Rules of languages that a share of the table of cases would not show to be broken."""

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
        ("أعلن", "وأعلنت الحكومة وقف القتال", True),
        ("أعلن", "الوزير يعلن موعد المحادثات", True),
        ("أعلن", "سيعلنون النتائج غدا", True),
        ("استهدف", "القصف يستهدف محطة كهرباء", True),
        ("أسقط", "الدفاعات تسقط مسيرة فوق النهر", True),
        ("انسحب", "القوات تنسحب من البلدة", True),
        ("أدان", "الحكومة تدين الهجوم", True),
        ("أدان", "المجلس أدانه", True),
        ("استعاد", "الجيش يستعيد البلدة", True),
        ("أدان", "فيدان يزور أنقرة", False),
        ("أدان", "أعربت عن إدانتها", False),
        ("أمين", "اليسار لا يمين له في البرلمان", False),
        ("أحمد", "غضب لا يحمد أحد عقباه", False),
        ("أكبر", "القلق يكبر مع كل يوم", False),
        ("الأسد", "حاجز يسد الطريق", False),
        ("أسير", "الموكب يسير نحو الميناء", False),
    ],
)
def test_an_arabic_verb_that_opens_with_alif_is_found_in_its_persons(
    term: str, text: str, found: bool
) -> None:
    assert finds("ar", term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("نیرو", "نیروی دریایی آماده است", True),
        ("دریا", "کشتی در دریای سرخ", True),
        ("نیروها", "نیروهای تازه رسیدند", True),
        ("آمریکا", "سفیر آمریکایی آمد", False),
        ("لغو", "معنای لغوی این واژه", False),
    ],
)
def test_a_persian_ezafe_is_written_after_a_long_vowel(term: str, text: str, found: bool) -> None:
    assert finds("fa", term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("הכנסת", "סערה בכנסת", True),
        ("הממשלה", "לחץ כבד על הממשלה", True),
        ("הממשלה", "ביקורת בממשלה", True),
        ("הגולן", "אזעקות בגולן", True),
        ("הבית הלבן", "פגישה בבית הלבן", True),
        ('האו"ם', 'הצבעה באו"ם', True),
        ("הממשלה", "ממשלה חדשה", False),
        ("הפסקה", "שורה אחת בפסקה", False),
        ("המוסד", "תלמידה במוסד יוקרתי", False),
        ("הפצצה", "מנגנון בפצצה", False),
    ],
)
def test_a_hebrew_article_gives_way_to_a_preposition(term: str, text: str, found: bool) -> None:
    assert finds("he", term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("숨지다", "주민이 숨진 채 발견됐다", True),
        ("떨어지다", "포탄이 떨어질 수 있다", True),
        ("무너지다", "벽이 무너집니다", True),
        ("죽다", "병사 두 명이 죽었다", True),
        ("막다", "길을 막는 시위대", True),
        ("오르다", "오른쪽 길", False),
        ("잡다", "새 잡지 창간", False),
        ("막다", "축제가 막을 내렸다", False),
        ("바다", "바는 문을 닫았다", False),
    ],
)
def test_a_korean_verb_is_found_by_its_root(term: str, text: str, found: bool) -> None:
    assert finds("ko", term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("हमला करना", "सेना ने हमला किया", True),
        ("चेतावनी देना", "मंत्री ने चेतावनी दी", True),
        ("शुरू होना", "युद्ध शुरू हुआ", True),
        ("मारा जाना", "दो सैनिक मारे गए", True),
        ("हमला करना", "हमले की निंदा", False),
        ("हिस्सा लेना", "इस हिस्से के लिए", False),
    ],
)
def test_a_hindi_verb_of_two_words_is_found_in_its_perfect(
    term: str, text: str, found: bool
) -> None:
    assert finds("hi", term, text) is found
