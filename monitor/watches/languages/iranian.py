"""Persian and Urdu: plurals and pronouns written onto a word or after it, tenses of verbs.

A zero-width non-joiner folds to a space, so that «موشک‌ها» holds the word «موشک» already.
"""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word
from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_PLURAL = re.compile("(?:ها|هاي|هايي|هايش|هايشان|هايمان|هاست)?")
_LONGEST_UNOWNED = 3
"""Letters of a word with which an owner makes another: «سازمان»."""
_PRESENT = {
    "کردن": "کن", "شدن": "شو", "دادن": "ده", "زدن": "زن", "گرفتن": "گیر", "داشتن": "دار",
    "رفتن": "رو", "آمدن": "آ", "گفتن": "گو", "کشتن": "کش", "ساختن": "ساز", "فرستادن": "فرست",
    "پرداختن": "پرداز", "خواستن": "خواه", "توانستن": "توان", "بستن": "بند", "شکستن": "شکن",
    "جنگیدن": "جنگ", "باختن": "باز", "یافتن": "یاب", "نشستن": "نشین", "خواندن": "خوان",
    "گذاشتن": "گذار", "انداختن": "انداز", "پذیرفتن": "پذیر", "بردن": "بر", "راندن": "ران",
}  # fmt: skip
_ANIMATE = re.compile(
    ".*(باز|گر|ور|مند|دار|یست|کار|زن|جو|بان|مرد|پزشک|رهبر|وند|افسر|وزیر|سفیر|کودک|مسلمان|دشمن|شورشی)"
)
_PERSONS = "م ی د یم ید ند"


_BROKEN = {
    "خط": {"خطوط"}, "هدف": {"اهداف"}, "خبر": {"اخبار"}, "منطقه": {"مناطق"}, "قوه": {"قوا"},
    "سلاح": {"اسلحه", "تسلیحات"}, "حد": {"حدود"}, "عضو": {"اعضا", "اعضای"}, "حق": {"حقوق"},
    "فرد": {"افراد"}, "دولت": {"دول"}, "رئیس": {"رؤسا", "روسا"}, "شهید": {"شهدا"}, "طرف": {"طرفین"},
    "مقام": {"مقامات"}, "جنگنده": {"جنگنده‌ها"}, "وزیر": {"وزرا", "وزرای"},
    "سفیر": {"سفرا", "سفرای"}, "اسیر": {"اسرا", "اسرای", "اسیران"},
    "حمله": {"حملات"},
}  # fmt: skip
"""Arabic plurals that Persian keeps."""


def inflect_persian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Persian word.

    The ezafe is written after a long vowel alone: «نیروی دریایی».
    """
    if word.endswith("ن") and (word in _PRESENT or word.endswith(("یدن", "ختن", "دادن"))):
        return paradigm(_persian_verb(word))
    forms = {word, *(f"{word}‌{plural}" for plural in ("ها", "های", "هایی", "هایش"))} | _BROKEN.get(
        word, set()
    )
    if len(word) > 2 and word.endswith(("ا", "و")):
        tied = {word + "ی"}
        forms |= tied - sources.among_others("fa", tied, {word})
    if word.endswith("ه"):
        forms |= {word[:-1] + "ات", word + "‌ای", word[:-1] + "گان"}
        forms |= {word + "ان"} if word.endswith("نده") else set()
    elif word.endswith(("ی", "جو")):
        forms |= {word + "ان", word + "یان"}
    elif len(word) > 3 and word.startswith("م"):
        forms |= with_each({word}, "ان ین ات")
    elif _ANIMATE.fullmatch(word):
        forms |= {word + "ان"}
    elif len(word) > 3:
        forms |= {word + "ات"} if word.endswith(("م", "د", "ح", "ک", "ق", "ض")) else set()
    if word + "ان" in forms:
        forms |= with_each({word + "ان"}, "ش شان مان")
    return paradigm(forms | _owned(word, sources), Stem(fold_word(word), None, _PLURAL))


def _owned(word: str, sources: Sources) -> set[str]:
    """Return a word with its owner: «کشورمان»; but «ساختمان» is a building, «ارزش» worth."""
    if len(word) <= _LONGEST_UNOWNED:
        return set()
    owned = with_each({word}, "ش شان مان تان")
    return owned - sources.among_others("fa", owned, {word})


def _persian_verb(word: str) -> set[str]:
    past = word[:-1]
    present = _PRESENT.get(word, past.removesuffix("ید"))
    pasts = with_each({past}, f"- {_PERSONS} ه")
    presents = with_each({present}, _PERSONS)
    joined = {f"{prefix}{form}" for prefix in ("ب", "ن", "می", "نمی") for form in presents}
    parted = {f"{prefix} {form}" for prefix in ("می", "نمی") for form in presents | pasts}
    future = {
        f"{prefix}{form} {past}" for prefix in ("", "ن") for form in with_each({"خواه"}, _PERSONS)
    }
    return pasts | presents | joined | parted | future | {f"ن{form}" for form in pasts} | {word}


_URDU = Endings("""
ہ: ہ ا ے وں
ا: ا ے وں
ی: ی یاں یوں
-: - وں یں ات ز
""")
_URDU_IRREGULAR = {
    "کرنا": {"کیا", "کیے", "کئے"},
    "دینا": {"دیا", "دیے", "دیئے", "دی"},
    "لینا": {"لیا", "لیے", "لی"},
    "ہونا": {"ہوا", "ہوئے", "ہوئی", "ہوگا"},
    "جانا": {"گیا", "گئے", "گئی", "گئیں"},
}
_URDU_BROKEN = {
    "وزیر": {"وزرا", "وزراء"}, "سفیر": {"سفرا", "سفراء"}, "شہید": {"شہدا", "شہداء"},
    "ملک": {"ممالک"}, "فوج": {"افواج"}, "ہدف": {"اہداف"}, "حکم": {"احکام"},
    "اقدام": {"اقدامات"}, "رکن": {"ارکان"}, "فرد": {"افراد"},
}  # fmt: skip
"""Arabic plurals that Urdu keeps; but «اخبار» is a newspaper."""


def inflect_urdu(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an Urdu word; a verb's «ھ» is no «ہ»: «کہا» is "said", «کھا» "eat"."""
    forms = _URDU.forms(word) | {word} | _URDU_BROKEN.get(word, set())
    if len(word) <= 3 or not word.endswith("نا"):
        return paradigm(forms)
    forms |= with_each({word.removesuffix("نا")}, "ا ے ی تا تے تی نے نی ئے")
    forms |= _URDU_IRREGULAR.get(word, set())
    return Paradigm(frozenset(forms), toned=frozenset(forms))
