"""Turkish and Azerbaijani, by the order of their suffixes and the harmony of their vowels.

Everything is folded: ı counts as i, ü as u, so that an ending's vowel is a or e, and i or u. Only
inflection is in the chains: no -li, -ci, -lik, -siz, which make new words.
"""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_VOWELS = "aeıioöuüəâîû"
_BACK = "aıouâû"
_ROUND = "oöuü"
_HIGH = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
_DROPPING = frozenset(
    [
        *("şehir", "oğul", "fikir", "akıl", "isim", "resim", "hüküm", "nehir", "emir", "vakit"),
        *("burun", "ağız", "göğüs", "beyin", "nesil", "asır", "zulüm", "seyir", "keşif", "kayıp"),
        *("kısım", "ömür", "boyun", "karın", "cisim", "şekil", "sabır"),
    ]
)
"""Nouns that lose their last vowel before another: «şehri»."""
_SOFT_IN_NK = frozenset(["renk", "denk", "cenk"])
"""Words of one syllable in -nk that soften, unlike «tank»: «rengi»."""
_SOFTENED = {"p": "b", "ç": "c", "t": "d", "k": "ğ", "q": "ğ"}


def inflect_turkish(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Turkish or Azerbaijani word."""
    small = word.replace("I", "ı").replace("İ", "i").lower()
    if re.fullmatch(r".{2,}m[ae]k", small) and not word[0].isupper():
        return paradigm((word,), *_verb(small[:-3]))
    return paradigm((word,), *_noun(small, proper=word[0].isupper()))


def inflect_azerbaijani(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an Azerbaijani word: a Turkish one with q for k, b for p, -ır."""
    small = word.replace("I", "ı").replace("İ", "i").lower()
    verb = re.fullmatch(r"(.{2,})m[aə][kq]", small)
    if verb is None or word[0].isupper():
        voiced = Stem(fold_word(word), None, _VOICED_CASES)
        return inflect_turkish(word, sources) | paradigm((word,), voiced)
    root = verb[1].removesuffix("t") + "d" if verb[1].endswith("et") else verb[1]
    stems = [Stem(fold_word(stem), None, _AZERBAIJANI_TENSES) for stem in sorted({root, verb[1]})]
    return paradigm((word,), *_verb(verb[1]), *stems)


_VOICED_CASES = re.compile("d[ae]n?(?:k[iu])?")
"""Azerbaijani cases whose d is written after every letter: «partlayışda»."""
_AZERBAIJANI_TENSES = re.compile(
    "(?:[iu]l|[iu]n|n)?(?:(?:m[ae])?(?:y?[ae]c[ae][gq]|y[iu]b|d[iu])|m?[iu]r|[iu]b|m[ae]li"
    "|m[ae][qg]|m[ae]g(?:[iu]n?|[ae])|m[ae]qd[ae]n?)"
    "(?:d[iu]|m[iu]s)?(?:[iu]?m|[iu]q|s[ae]n|[iu]k|l[ae]r|d[iu]r|d[iu]rl[ae]r|[iu]n[iu]z)?"
)
"""Voices, tenses and persons that differ from the Turkish: «etdi», «edir», «edib»."""


def _noun(word: str, *, proper: bool) -> list[Stem]:
    folded = fold_word(word)
    after_vowel = word[-1] in _VOWELS
    a, i = _harmony(word)
    stems = [
        Stem(folded, None, _nominal(a, i, after_vowel=after_vowel, hard=word[-1] in "fstkçşhp"))
    ]
    if word[-1] in _SOFTENED and (
        len(re.findall(f"[{_VOWELS}]", word)) > 1
        or word.endswith(("rt", "rp"))
        or word in _SOFT_IN_NK
    ):
        soft = fold_word(word[:-1] + _SOFTENED[word[-1]])
        if soft != folded and not proper:
            stems.append(Stem(soft, None, _softened(a, i)))
    if word in _DROPPING:
        stems.append(Stem(fold_word(word[:-2] + word[-1]), None, _softened(a, i)))
    if word[-1] in "ıiuü" and after_vowel and len(word) > 4:
        stems += _compound(word, a)
    return stems


def _compound(word: str, a: str) -> list[Stem]:
    """Return the plural of a compound, whose singular ends in the possessive: «hava araçları»."""
    bare = re.sub(r"s?[ıiuü]$", "", word)
    hard = bare[:-1] + {"c": "ç", "b": "p", "d": "t", "ğ": "k"}.get(bare[-1], bare[-1])
    of_plural = re.compile(f"l{a}r[iu](?:{_late_cases(a, 'i')})?")
    bases = {fold_word(bare), fold_word(hard)} - {""}
    return [Stem(base, None, of_plural) for base in sorted(bases) if len(base) > 2]


def _harmony(word: str) -> tuple[str, str]:
    """Return the folded vowels that suffixes take: a or e, and i or u; both where borrowing may."""
    vowels = [letter for letter in word if letter in _VOWELS] or ["e"]
    last = vowels[-1]
    borrowed = (word[-1] in "ltk" and len(vowels) > 1) or "â" in word
    a = "[ae]" if borrowed else "a" if last in _BACK else "e"
    i = "[iu]" if borrowed else "u" if last in _ROUND else "i"
    return a, i


def _nominal(a: str, i: str, *, after_vowel: bool, hard: bool) -> re.Pattern[str]:
    """Return plural, possession, case and copula, in this order, each left out at will."""
    d = "t" if hard else "d"
    buffer, genitive = ("y", "n") if after_vowel else ("", "")
    third = f"s{i}" if after_vowel else i
    own = (
        f"{'' if after_vowel else i}m|{'' if after_vowel else i}n|{third}"
        f"|{'' if after_vowel else i}m{i}z|{'' if after_vowel else i}n{i}z"
    )
    direct = f"{buffer}{i}|{buffer}{a}|{d}{a}|{d}{a}n|{genitive}{i}n|{buffer}l{a}"
    plural = f"l{a}r"
    of_plural = f"(?:i|in|im|imiz|iniz)?(?:{_late_cases(a, 'i')})?"
    ki = f"(?:ki(?:l{a}r)?(?:{_late_cases(a, 'i')})?)?"
    copula = f"(?:[dt]{i}r|[dt]ir|y?[dt]{i}|m{i}s)?"
    return re.compile(
        f"(?:{plural}{of_plural}|(?:{own})(?:{_late_cases(a, i)})?|{direct})?{ki}{copula}"
    )


def _late_cases(a: str, i: str) -> str:
    return f"n?{i}|n?{a}|y{a}|n?d{a}|n?d{a}n|n?{i}n|y?l{a}"


def _softened(a: str, i: str) -> re.Pattern[str]:
    """Return what may follow a softened last consonant: only what begins with a vowel."""
    return re.compile(
        f"(?:{i}|{a}|{i}n|{i}m|{i}m{i}z|{i}n{i}z)(?:{_late_cases(a, i)})?(?:ki)?(?:[dt]{i}r)?"
    )


def _verb(root: str) -> list[Stem]:
    soft = [root[:-1] + "d"] if re.fullmatch(r".*(et|git|güt|tat)", root) else []
    spellings = (root, *soft, *_passive(soft[0] if soft else root))
    return [stem for spelled in spellings for stem in _conjugated(spelled)]


def _passive(root: str) -> list[str]:
    """Return «öldürül-», «bombalan-»; nothing after l, where «bulun-» is another verb."""
    vowels = [letter for letter in root if letter in _HIGH]
    if root[-1] == "l" or len(root) < 2 or not vowels:
        return []
    return [root + ("n" if root[-1] in _VOWELS else f"{_HIGH[vowels[-1]]}l")]


def _conjugated(root: str) -> list[Stem]:
    folded = fold_word(root)
    a, i = _harmony(root)
    after_vowel = root[-1] in _VOWELS
    d = "t" if root[-1] in "fstkçşhp" else "d"
    y = "y" if after_vowel else ""
    person = f"(?:m|n|k|z|{i}z|l{a}r|{i}m|s{i}n|s{i}n{i}z|{i}z|n{i}z|{i}n{i}z)?"
    past = "(?:y?[dt][iu]|m[iu]s|s[ae]|ys[ae])?"
    tense = (
        f"{d}{i}|m[iu]s(?:t[iu]r)?|{'' if after_vowel else i}yor|[iu]yor|{y}{a}c{a}[kg]"
        f"|{'' if after_vowel else '[aeiu]'}r|s{a}|m{a}l[iu]|{y}{a}|{y}{i}p|{y}{a}r{a}k|{y}{i}nc{a}"
        f"|{y}{i}n|s{i}n"
    )
    negative = f"(?:{y}{a}bil|{y}{a}m[ae])?(?:m[ae])?"
    after_negative = "m[aei](?:d[iu]|m[iu]s|yor|y[ae]c[ae][kg]|z|s[ae]|m[ae]l[iu]|y[iu]p|y[ae]n)"
    participle = (
        f"(?:{y}{a}n|{d}{i}[kg]|{y}{a}c{a}[kg]|m{a}k?|m{a}y)(?:l{a}r)?"
        f"(?:[iu]m|[iu]n|s?[iu]|[iu]m[iu]z)?(?:{_late_cases(a, i)}|n?{a})?"
    )
    chain = (
        f"(?:{negative}(?:{tense}){past}{person}|(?:{after_negative}){past}{person}"
        f"|(?:m[ae])?{participle})(?:[dt][iu]r)?"
    )
    narrowed = [Stem(folded[:-1], None, re.compile(f"[iu]yor{past}{person}(?:l{a}r)?"))]
    return [Stem(folded, None, re.compile(chain)), *(narrowed if after_vowel else ())]
