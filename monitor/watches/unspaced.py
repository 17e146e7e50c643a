"""Chinese, Japanese, Thai and their kin: strings found anywhere, but not inside another word."""

from __future__ import annotations

import re
from functools import cache

from monitor.watches.fold import fold_word
from monitor.watches.shapes import Piece

_KATAKANA = "".join(chr(code) for code in (*range(0x30A1, 0x30FB), 0x30FC))
_THAI_MARKS = "".join(chr(code) for code in (*range(0xE30, 0xE3B), *range(0xE45, 0xE4F)))
_TRAPS = {
    "中国": (
        "发展中国家 其中国 当中国有 集中国力 心中国 中国地方で 中国地方の 中国地方に 中国地方を"
        " 中国地方は 中国地方も 中国地方など 中国地方整備局"
    ),
    "以军": "以军事 以军人 以军民 所以军",
    "以色": "加以色 用以色 可以色 以色彩",
    "北约": "北约克 东北约 西北约 华北约 湖北约 河北约",
    "台海": "平台海 后台海",
    "海军": "上海军 南海军 沿海军",
    "国军": "王国军 帝国军",
    "国王": "法国王",
    "国産": "米国産",
    "米国": "日米国",
    "朝鲜": "朝鲜族 朝鲜蓟",
    "日本": "日本能 日本身 今日本 每日本 近日本 一日本",
    "韩国": "韩国瑜",
    "印度": "印度尼西亚 印度洋",
    "东京": "中东京 广东京",
    "京都": "南京都 北京都 東京都",
    "国连": "全国连 国连邦",
    "米中": "南米中 北米中 欧米中",
    "国防": "国防疫 国防止 国防范 国防控 国防汛",
    "国安": "国安全 国安徽 国安排",
    "制裁": "法制裁 体制裁",
    "战争": "战争取 挑战争",
    "停火": "停火车",
    "开火": "开火车",
    "外相": "外相場 外相互",
    "驱逐": "驱逐舰",
    "核": "核心 核算 核对 核查 核实 核桃 考核 审核 结核 核酸 内核 果核 複核 核准 核定",
    "俄": "俄亥俄",
    "俄罗斯": "俄罗斯方块",
    "รัสเซีย": "ปรัสเซีย",
    "รบ": "ครบ รบกวน ารบ ปรบมือ",
}
"""Words, and longer strings in which each is none: «南海军事» holds 南海, and no 海军."""


@cache
def _traps() -> dict[str, tuple[str, ...]]:
    return {
        fold_word(word): tuple(map(fold_word, strings.split())) for word, strings in _TRAPS.items()
    }


def pieces_of(word: str, language: str | None) -> tuple[Piece, ...]:
    """Return the strings to look for: the word folded, or the stems of a Japanese verb."""
    folded = fold_word(word).replace(" ", "")
    traps = _traps().get(folded, ())
    if all(sign in _KATAKANA for sign in folded):
        return (Piece(folded, traps, _KATAKANA),)
    if any("\u0e00" <= sign <= "\u0eff" for sign in folded):
        return (Piece(folded, traps, _THAI_MARKS),)
    if language in ("ja", None):
        return tuple(Piece(form, traps, crossed_ends=2) for form in _japanese(folded))
    return (Piece(folded, traps),)


_GODAN = {
    "う": "わいうえおっ", "く": "かきくけこい", "ぐ": "がぎぐげごい", "す": "さしすせそ",
    "つ": "たちつてとっ",
    "ぬ": "なにぬねのん", "ぶ": "ばびぶべぼん", "む": "まみむめもん", "る": "らりるれろっ",
}  # fmt: skip
_ICHIDAN = re.compile(r".*[いきしちにひみりぎじびえけせてねへめれげぜでべ]る")


def _japanese(word: str) -> tuple[str, ...]:
    """Return a verb's or adjective's stem with each sign that may follow it; other words as is."""
    if not re.search(r"[\u4e00-\u9fff]", word) or not re.search(r"[\u3041-\u3096]$", word):
        return (word,)
    if word.endswith("する"):
        return (word[:-2] + "す", *(word[:-2] + sign for sign in "しさせ"))
    if word.endswith("い"):
        return tuple(word[:-1] + sign for sign in "いくかけ")
    if _ICHIDAN.fullmatch(word) and len(word) > 2:
        stem = word[:-1]
        return tuple(stem + sign for sign in "るたてなまらよろれずさ ")
    if word[-1] in _GODAN:
        return tuple(word[:-1] + sign for sign in _GODAN[word[-1]])
    return (word,)
