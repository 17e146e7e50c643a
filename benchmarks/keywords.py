"""The keyword matching that today's monitors use, as a baseline: whole words, no inflection."""

# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from sklearn.metrics import average_precision_score, precision_score, recall_score

from training.data import Row

ENGLISH = "war attack strike missile troops sanctions invasion ceasefire talks nuclear drone military conflict killed threat"
RUSSIAN = "война атака удар ракета войска санкции вторжение перемирие переговоры ядерный дрон военный конфликт убиты угроза"
TRANSLATED = {
    "ar": "حرب هجوم ضربة صاروخ قوات عقوبات غزو هدنة محادثات نووي مسيرة عسكري صراع قتلى تهديد",
    "zh": "战争 袭击 打击 导弹 军队 制裁 入侵 停火 会谈 核 无人机 军事 冲突 死亡 威胁",
    "el": "πόλεμος επίθεση χτύπημα πύραυλος στρατεύματα κυρώσεις εισβολή εκεχειρία συνομιλίες πυρηνικά στρατός νεκροί απειλή",
    "bg": "война атака удар ракета войски санкции инвазия примирие преговори ядрен дрон военен конфликт убити заплаха",
    "fr": "guerre attaque frappe missile troupes sanctions invasion trêve pourparlers nucléaire drone militaire conflit morts menace",
    "de": "Krieg Angriff Schlag Rakete Truppen Sanktionen Invasion Waffenruhe Gespräche Drohne Militär Konflikt Tote Drohung",
    "he": "מלחמה תקיפה טיל כוחות סנקציות פלישה הפסקת שיחות גרעין כטבם צבא הרוגים איום",
    "it": "guerra attacco missile truppe sanzioni invasione tregua colloqui nucleare drone militare conflitto morti minaccia",
    "nl": "oorlog aanval raket troepen sancties invasie wapenstilstand gesprekken nucleair drone leger conflict doden dreiging",
    "fa": "جنگ حمله موشک نیروها تحریم تهاجم آتش‌بس مذاکرات هسته‌ای پهپاد نظامی درگیری کشته تهدید",
    "ka": "ომი თავდასხმა რაკეტა ჯარი სანქციები შეჭრა მოლაპარაკება დრონი სამხედრო კონფლიქტი",
    "hy": "պատերազմ հարձակում հրթիռ զորքեր պատժամիջոցներ ներխուժում բանակցություններ դրոն ռազմական",
}
_UNSPACED = frozenset({"zh"})


def keyword_figures(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Return precision, recall and AP of escalation-related for both lists on the rows."""
    lists = {
        "keywords, English and Russian": (ENGLISH + " " + RUSSIAN).split(),
        "keywords, translated lists": " ".join([ENGLISH, RUSSIAN, *TRANSLATED.values()]).split(),
    }
    truth = np.array([row.label >= 2 for row in rows])
    return [
        (name, _worded(truth, np.array([_hits(row, words) for row in rows])))
        for name, words in lists.items()
    ]


def _hits(row: Row, words: Sequence[str]) -> int:
    text = f"{row.title} {row.summary}".casefold()
    if row.language in _UNSPACED:
        return sum(word in text for word in words)
    found = set(re.findall(r"\w+", text))
    return sum(word.casefold() in found for word in words)


def _worded(truth: np.ndarray, hits: np.ndarray) -> str:
    related = hits > 0
    precision, recall = precision_score(truth, related), recall_score(truth, related)
    return f"precision {precision:.3f}, recall {recall:.3f}, AP {average_precision_score(truth, hits):.3f}"
