"""Forms of words in scripts of the Near East, the Caucasus, India and East Asia; Ukrainian."""

from __future__ import annotations

import pytest

from tests.watches.finding import finds


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
        ("zh", "驱逐", "新型驱逐舰下水", False),
        ("zh", "驱逐", "驱逐三名外交官", True),
        ("ja", "外相", "海外相場が急落", False),
        ("ja", "外相", "両国の外相会談", True),
        ("ja", "大使", "駐日大使館の前で", True),
        ("ja", "大使", "拡大使用の許可", False),
        ("ja", "戦争", "作戦争議が続く", False),
        ("ja", "戦争", "戦争犯罪を裁く", True),
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
