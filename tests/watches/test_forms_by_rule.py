"""Forms of words in languages that no kept dictionary knows, and in Hebrew and Korean verbs."""

from __future__ import annotations

import pytest

from tests.watches.finding import finds


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("kk", "шекара", "Шекараны екі күнге жапты", True),
        ("kk", "шекара", "Екі елдің шекарасындағы атыс", True),
        ("kk", "шекара", "Шекарашы марапатталды", False),
        ("kk", "соғыс", "Соғыстан кейінгі жылдар", True),
        ("kk", "президент", "Президенттерінің кездесуі", True),
        ("kk", "Қытай", "Қытаймен келісім", True),
        ("kk", "одақ", "Елдер одағының отырысы", True),
        ("ky", "өкмөт", "Өкмөттүн жаңы чечими", True),
        ("ky", "согуш", "Согушка каршы үндөө", True),
        ("ky", "элчи", "Элчилик жабылды", False),
        ("uz", "chegara", "Chegarada otishma bo'ldi", True),
        ("uz", "vazir", "Vazirlar yig'ildi", True),
        ("uz", "vazir", "Vazirlik bayonoti", False),
        ("uz", "тинчлик", "Тинчликни сақлаш", True),
        ("az", "hücum etmək", "Dəstə kəndə hücum edib", True),
        ("az", "hücum etmək", "Dəstə kəndə hücum etdi", True),
    ],
)
def test_a_turkic_word_is_found_in_number_owner_and_case(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


@pytest.mark.parametrize("typed", ["Oʻzbekiston", "O'zbekiston", "O‘zbekiston"])
@pytest.mark.parametrize("written", ["Oʻzbekistonda", "O'zbekistonda", "O‘zbekistonda"])
def test_an_uzbek_letter_is_one_by_whichever_apostrophe(typed: str, written: str) -> None:
    assert finds("uz", typed, f"Kecha {written} yomg'ir yog'di")


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("bn", "সীমান্ত", "সীমান্তে নতুন চৌকি", True),
        ("bn", "হামলা", "হামলায় আহত তিন", True),
        ("bn", "হামলা", "হামলাগুলোর তদন্ত", True),
        ("bn", "মন্ত্রী", "মন্ত্রীদের বৈঠক", True),
        ("bn", "ভারত", "ভারতীয় দল", False),
        ("am", "ጦርነት", "የጦርነቱ ዜና", True),
        ("am", "ወታደር", "ወታደሮቹን ጠሩ", True),
        ("am", "ሩሲያ", "በሩሲያና በቱርክ", True),
        ("am", "ሩሲያ", "ሩሲያዊ ሯጭ", False),
        ("sw", "waziri", "Mawaziri wamekutana", True),
        ("sw", "mpaka", "Mipaka imefungwa", True),
        ("sw", "wanajeshi", "Mwanajeshi mmoja", True),
        ("sw", "kushambulia", "Walishambulia kambi", True),
        ("sw", "vita", "Vitabu vipya", False),
        ("vi", "Nga", "Nga phản đối", True),
        ("vi", "Nga", "Ông ngã trên phố", False),
        ("vi", "đàm phán", "Cuộc đàm phán mới", True),
        ("sq", "ministër", "Ministrat u takuan", True),
        ("fa", "حمله کردن", "ارتش حمله خواهد کرد", True),
        ("ur", "دھماکہ", "شہر میں دھماکا", True),
    ],
)
def test_a_word_that_no_dictionary_knows_is_found_by_rule(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


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
        ("תקף", "הצבא תוקף בצפון", True),
        ("הטיל", "האיחוד מטיל סנקציות", True),
        ("איים", "השר מאיים בנקמה", True),
        ("איים", "אימו של החייל", False),
        ("הודיע", "הדובר מודיע על סיום", True),
        ("שיגר", "שגרת חיים בצפון", False),
        ("קיים", "קים נפגש עם השגריר", False),
        ("קים", "קיים חשש אמיתי", False),
        ("דיפלומטיים", "מקור דיפלומטי", True),
        ("חייל", "החיילים חזרו", True),
        ("חיסול", "חיסולו של המנהיג", True),
        ("חיסול", "הכוח חיסל חמישה", False),
        ("הפצצה", "המטוסים הפציצו את הנמל", False),
        ("החזרת", "הדיון על ההחזרה", True),
        ("דובר", "מדובר באירוע חריג", False),
        ("דובר", "לדוברים אין תגובה", True),
        ("סוכן", "אזור מסוכן", False),
    ],
)
def test_a_hebrew_verb_its_noun_and_words_spelled_like_them_are_told_apart(
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
