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
        ("az", "partlayış", "Partlayışda üç nəfər yaralanıb"),
        ("be", "рука", "У правай руцэ"),
        ("da", "skyde", "Vagten skød i luften"),
        ("da", "by", "Byerne ved kysten"),
        ("no", "angripe", "Havnen ble angrepet"),
        ("sv", "gripa", "Polisen grep en man"),
        ("sv", "fånge", "Fångar utväxlades"),
        ("de", "Tote", "Die Namen der Toten"),
        ("de", "Brücke", "Zwei Bruecken gesperrt"),
        ("de", "einmarschieren", "Das Heer marschiert morgen ein"),
        ("fa", "آتش‌بس", "آتشبس شکننده"),
        ("fa", "سرباز", "سربازانش عقب نشستند"),
        ("fa", "کشور", "ارتش کشورمان"),
        ("fa", "مجروح", "مجروحان منتقل شدند"),
        ("fr", "accroître", "Un risque accru"),
        ("hi", "मारना", "ड्रोन को मार गिराया"),
        ("hu", "fenyeget", "A flotta fenyegeti a kikötőt"),
        ("hu", "tó", "Két tavat zártak le"),
        ("hu", "ló", "A lovakból kettő elszökött"),
        ("id", "tembak", "Seorang penjaga tertembak"),
        ("nl", "gevaar", "De gevaren van de zee"),
        ("ro", "luptă", "Lupte lângă pod"),
        ("ro", "om", "Zece oameni la pod"),
        ("ru", "Ким Чен Ын", "Встреча с Ким Чен Ыном"),
        ("sq", "raketë", "Raketat goditën urën"),
        ("tr", "renk", "Bayrağın rengi"),
        ("tr", "harp", "İkinci harbi anlattı"),
        ("ur", "گرفتار کرنا", "تین افراد کو گرفتار کیا"),
        ("ur", "وزیر", "وزراء کا اجلاس"),
        ("ur", "کہنا", "وزیر نے کہا"),
        ("am", "መንግሥት", "የመንግስት መግለጫ"),
    ],
)
def test_a_form_apart_from_the_others_is_found(language: str, term: str, text: str) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("ar", "ضم", "الاتفاق يضمن الأمن"),
        ("fa", "ارز", "ارزش این سند"),
        ("fa", "ساخت", "ساختمان بندر"),
        ("ur", "کہنا", "بچے نے کھانا کھا لیا"),
        ("ur", "خبر", "شہر کا اخبار"),
        ("id", "masuk", "Sepuluh orang termasuk anak"),
        ("id", "akhir", "Kapal terakhir tiba"),
        ("ro", "model", "Mode de iarnă"),
        ("hu", "tó", "Hosszú távon olcsóbb"),
        ("sv", "varna", "Det var tyst"),
        ("nl", "handel", "Zij handelen snel"),
        ("tr", "tank", "Tango gecesi"),
        ("de", "Macht", "Er macht weiter"),
    ],
)
def test_a_form_of_another_word_is_not(language: str, term: str, text: str) -> None:
    assert not finds(language, term, text)
