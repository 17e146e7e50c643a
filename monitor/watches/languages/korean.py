"""Korean: particles written onto nouns, and endings onto verbs."""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_EITHER = (
    "의|에|에서|에게|에게서|에선|에는|에도|에서는|에서도|에서의|에의|도"
    "|만|만의|만이|만을|부터|까지|까지의|보다|처럼|같은|조차|마저|밖에"
    "|께서|께|한테|뿐|뿐만|대로|마다|하고|씨|님"
)
_AFTER_VOWEL = (
    "가|는|를|와|와의|와는|랑|로|로서|로써|로부터|로의|로는|나|라|라고"
    "|라는|란|며|고|든|다|였다|자|지만"
)
_AFTER_CONSONANT = (
    "이|은|을|과|과의|과는|이랑|으로|으로서|으로써|으로부터|으로의|으로는"
    "|이나|이라|이라고|이라는|이란|이며|이고|이든|이다|이었다|이자|이지만"
)
_AFTER_L = f"{_AFTER_CONSONANT}|로|로서|로써|로부터|로의|로는"
_PLURAL = f"들(?:{_EITHER}|{_AFTER_L})?"


def _final(syllable: str) -> int | None:
    """Return the number of the syllable's final sound, 0 for none; None for other signs."""
    return (ord(syllable) - 0xAC00) % 28 if "가" <= syllable <= "힣" else None


def _noun(word: str) -> re.Pattern[str]:
    """Return the particles that may follow: which of two depends on the last sound."""
    final = _final(word[-1])
    if final is None:
        own = f"{_AFTER_VOWEL}|{_AFTER_L}"
    else:
        own = _AFTER_VOWEL if final == 0 else _AFTER_L if final == 8 else _AFTER_CONSONANT
    return re.compile(f"(?:{_EITHER}|{own}|{_PLURAL})?(?:은|는|도|의|만)?")


_DOING = re.compile(
    "(?:하|했|한|할|함|해|합|됐|되|된|될|돼|됨|당했|당한|당하|시켰|시킨|시키|받|받은|받았)[가-힣]{0,6}"
)
_VERB = re.compile("[가-힣]{1,5}")
_SHORT_VERB = re.compile(
    "(?:았|었|는|습니|던)[가-힣]{0,4}|고|(?:아|어)(?:서|야|도|라|[진졌][가-힣]{0,2})?|게|으면|으려|기로"
)
"""Endings that make no noun: «막을» may be the curtain, and «잡지» is a magazine."""
_NOT_OF_SHORT_VERBS = (None, 0, 4, 16, 21)
"""Final sounds of first syllables of nouns: «바다», «판다», «람다»."""
_CONTRACTED = {20: 6, 8: 9, 13: 14, 18: 4, 0: 0, 4: 4, 1: 1, 5: 5}
"""Vowels of open syllables, and what they become in the past: «지» and «어» are «져»."""
_JOINED = re.compile("(?:서|야|도|라|요|졌다|지는)?")
_FINAL_N, _FINAL_L, _FINAL_B = 4, 8, 17
_ADNOMINAL = {
    _FINAL_N: re.compile("(?:[다지데가][가-힣]{0,4})?"),
    _FINAL_L: re.compile("(?:[까지라때수][가-힣]{0,3})?"),
    _FINAL_B: re.compile("니[가-힣]{1,2}|시다"),
}
"""What may follow an open root by the final sound it takes: ㄴ («숨진»), ㄹ («숨질»), ㅂ."""


_REGULAR_IN_B = frozenset("잡입뽑씹접집꼽업좁")
"""Last syllables whose ㅂ stays, of all that end in it: «잡았다», but «가까웠다»."""
_ROUNDED_IN_B = {"돕": ("와", "왔"), "곱": ("와", "왔")}
_IRREGULAR_IN_D = {
    **dict.fromkeys(["듣", "걷", "깨닫", "일컫"], "은을"),
    **dict.fromkeys(["싣", "묻", "긷"], ""),
}
"""Roots whose ㄷ turns to ㄹ before a vowel, and of their endings those that make no noun with its
particle: «들은», but «물을» is water."""
_IRREGULAR_IN_S = frozenset("짓잇붓낫긋젓")
"""Roots whose ㅅ falls before a vowel: «지었다»."""
_REGULAR_IN_REU = frozenset(["따르", "치르", "들르", "우러르", "다다르"])
_AFTER_REU = re.compile("[라러](?:서|야|도|졌다?|진)?|[랐렀][가-힣]{0,4}")
_AFTER_LOST_L = re.compile("(?:는|니|세|시)[가-힣]{0,4}")


def inflect_korean(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Korean word."""
    folded = fold_word(word)
    if len(folded) > 2 and folded.endswith(("하다", "되다")):
        return paradigm((word,), Stem(folded[:-2], None, _DOING))
    if len(folded) > 2 and folded.endswith("다"):
        return paradigm((word,), *_verb(folded[:-1]))
    if len(folded) == 2 and folded[1] == "다" and _final(folded[0]) not in _NOT_OF_SHORT_VERBS:
        stems = (Stem(folded, None, _noun(folded)), Stem(folded[0], None, _SHORT_VERB))
        return paradigm((word,), *stems, *_irregular(folded[0]))
    if folded in _OPEN_SHORT_VERBS:
        return paradigm((word,), *_short_open_verb(folded[0]))
    return paradigm((word,), Stem(folded, None, _noun(folded)))


_OPEN_SHORT_VERBS = frozenset(["쏘다", "쓰다", "끄다", "깨다", "베다", "펴다", "서다"])
"""Verbs of one open syllable, whose dictionary form is no noun as well."""
_OPEN_ENDINGS = re.compile("(?:았|었)[가-힣]{0,4}|는[가-힣]{0,2}|고|다|며|면|자|지[가-힣]{0,3}")
_CLOSED_ENDINGS = re.compile("[가-힣]{0,3}")


def _short_open_verb(root: str) -> list[Stem]:
    """Return the root with few endings, and its past and adnominal: «쏘고», «쐈다», «쏜»."""
    past = _contracted(root)
    stems = [Stem(root, None, _OPEN_ENDINGS), Stem(chr(ord(root) + 4), None, re.compile("다?"))]
    return stems + ([Stem(past, None, re.compile("[다으던고지습].{0,4}"))] if past else [])


def _contracted(syllable: str, final: int = 20) -> str:
    """Return an open syllable grown together with the vowel of the past; "" where none does."""
    code = ord(syllable) - 0xAC00
    vowel = code % 588 // 28
    if code % 28 or vowel not in _CONTRACTED:
        return ""
    return chr(0xAC00 + code // 588 * 588 + _CONTRACTED[vowel] * 28 + final)


def _irregular(root: str) -> list[Stem]:
    """Return what a root becomes that changes its last sound: «도와», «들어», «지어», «불러»."""
    final = _final(root[-1])
    if final is None:
        return []
    opened = root[:-1] + chr(ord(root[-1]) - final)
    if final == _FINAL_B and root[-1] not in _REGULAR_IN_B:
        return [_after_lost_b(root, opened), *_with_finals(opened + "우", (_FINAL_N, _FINAL_L))]
    if final == _FINAL_L and len(root) > 1:
        return [Stem(opened, None, _AFTER_LOST_L), *_with_finals(opened, (_FINAL_N, _FINAL_B))]
    if root in _IRREGULAR_IN_D:
        grown = root[:-1] + chr(ord(root[-1]) + 1)
        return [Stem(grown, None, _before_vowel(_IRREGULAR_IN_D[root]))]
    if root in _IRREGULAR_IN_S:
        return [Stem(opened, None, _before_vowel("은을"))]
    return _of_reu(root)


def _after_lost_b(root: str, opened: str) -> Stem:
    joined, past = _ROUNDED_IN_B.get(root, ("워", "웠"))
    ends = f"{joined}(?:서|야|도|졌[가-힣]{{0,4}}|진|질)?|{past}[가-힣]{{0,4}}|우[면니며려]"
    return Stem(opened, None, re.compile(ends))


def _of_reu(root: str) -> list[Stem]:
    """Return a root in 르 before a vowel: «불러», but «따라»; nothing for others."""
    if not root.endswith("르") or len(root) < 2 or _final(root[-2]) != 0:
        return []
    sound = 0 if root in _REGULAR_IN_REU else _FINAL_L
    return [Stem(root[:-2] + chr(ord(root[-2]) + sound), None, _AFTER_REU)]


def _before_vowel(adnominal: str) -> re.Pattern[str]:
    alone = "|".join(adnominal or "\0")
    return re.compile(f"[았었][가-힣]{{0,4}}|[아어](?:서|야|도|라)?|으[면니며려]|{alone}")


def _with_finals(opened: str, finals: tuple[int, ...]) -> list[Stem]:
    """Return an open syllable closed by each final sound, with what may follow it then."""
    return [Stem(opened[:-1] + chr(ord(opened[-1]) + f), None, _ADNOMINAL[f]) for f in finals]


def _verb(root: str) -> list[Stem]:
    """Return the root, and what an open one is contracted to: «때리» to «때렸», «때려», «때린»."""
    stems = [Stem(root, None, _VERB), *_irregular(root)]
    if _final(root[-1]) == 0:
        if past := _contracted(root[-1]):
            stems.append(Stem(root[:-1] + past, None, re.compile("[가-힣]{0,5}")))
            joined = _contracted(root[-1], 0)
            if joined != root[-1]:
                stems.append(Stem(root[:-1] + joined, None, _JOINED))
        stems += _with_finals(root, tuple(_ADNOMINAL))
    return stems
