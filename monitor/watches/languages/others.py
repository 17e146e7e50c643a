"""Languages with a dictionary and few rules of ours, and those that hardly inflect."""

from __future__ import annotations

import re
from collections.abc import Callable

from monitor.watches.fold import fold_word
from monitor.watches.languages.endings import Endings
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_LITHUANIAN = Endings("""
as: as o ui ą u e ai ų ams us ais uose
is: is io iui į iu yje iai ių iams ius iais
ys: ys io iui į iu yje iai ių iams ius iais
us: us aus ui ų umi uje
a: a os ai ą oje ų oms as omis ose
ė: ė ės ei ę e ėje ių ėms es ėmis ėse
-: - as o ui ą u e
""")
_LATVIAN = Endings("""
s: s a am u ā i us iem os
is: is ja im i ī ji ju jiem
š: š ša šam šu šā
us: us u um ū
a: a as ai u ā ām ās
e: e es ei i ē u ēm ēs
-: -
""")
_ALBANIAN = Endings("""
a: a ë ës ën
i: i it in
ë: ë a ën ës e at ave
ër: ër ri rin rit ra rat rave
-: - i it in e et ve
""")
_GEORGIAN_CASES = re.compile(
    "(?:ებ)?(?:ი|მა|ს|ის|ისა|ით|ად|ო|ში|ზე|თან|დან|იდან|ისთვის|ისგან|ისკენ|ამდე|მდე|სთან|ისთან|ისა|ც|საც|იც)?"
)
_GEORGIAN_CASES_OF_A = re.compile(
    "ებ(?:ი|მა|ს|ის|ისა|ით|ად|ში|ზე|თან|იდან|ისთვის|ისგან|ისკენ|ამდე|სთან|ისთან)?"
    "|ის|ისა|ით|იდან|ისთვის|ისგან|ისკენ"
)
"""What follows a stem whose last vowel, ა or ე, gives way: «რაკეტის», «რაკეტები»."""
_ARMENIAN_CASES = re.compile(
    "(?:եր|ներ)?(?:ը|ն|ի|ին|ից|ով|ում|ու|այի|այում|այից|այով|այը|իան|իայի|իայում|ան|ն)?"
)
_SHORTEST_MALAY_ROOT = 4
_NO_ROOTS_OF_TER = frozenset(
    [
        *("masuk", "sebut", "hadap", "lalu", "diri", "jadi", "tentu", "bang", "utama", "sangka"),
        *("dakwa", "akhir", "atas", "balik", "dapat", "kadang", "kait", "kenal", "lebih", "letak"),
        *("nyata", "sedia", "serah", "tarik"),
    ]
)
"""Roots that «ter-» makes another word of: «termasuk» is "including", «terakhir» "last"."""
_MALAY_VOICE = re.compile("(?:kan|i)?(?:nya|ku|mu|lah|kah|pun)?")
_MALAY = re.compile("(?:nya|ku|mu|lah|kah|pun)?")


def by_dictionary(code: str, rules: Endings | None = None) -> Callable[[str, Sources], Paradigm]:
    """Return the inflection of a language by simplemma, by a compound's last part, by endings."""

    def inflect(word: str, sources: Sources) -> Paradigm:
        forms = sources.lexeme(code, word)
        if not forms and not word[0].isupper():
            forms = sources.by_tail(code, word.lower(), shortest=5)
        if rules:
            regular = rules.forms(word.lower())
            forms |= regular - sources.among_others(code, regular, forms | {word.lower()})
        return paradigm(forms)

    return inflect


inflect_lithuanian = by_dictionary("lt", _LITHUANIAN)
inflect_latvian = by_dictionary("lv", _LATVIAN)
inflect_albanian = by_dictionary("sq", _ALBANIAN)


def inflect_georgian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Georgian word."""
    folded = fold_word(word)
    stems = [Stem(folded.removesuffix("ი"), None, _GEORGIAN_CASES)]
    if folded[-1] in "აე" and len(folded) > 3:
        stems.append(Stem(folded[:-1], None, _GEORGIAN_CASES_OF_A))
    if folded.endswith("ი"):
        stems.append(Stem(folded, None, re.compile("(?:მ|ს|სთან|დან|ში|ზე|სთვის)?")))
    return paradigm(sources.lexeme("ka", word), *stems)


def inflect_armenian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an Armenian word."""
    stem = fold_word(word)
    return paradigm(sources.lexeme("hy", word), Stem(stem, None, _ARMENIAN_CASES))


def inflect_vietnamese(word: str, sources: Sources) -> Paradigm:
    """Return a Vietnamese word, whose marks are letters: «Nga» is Russia, and «ngã» to fall."""
    return Paradigm(frozenset({word}), toned=frozenset({word}))


def inflect_malay(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an Indonesian or Malay word: voices, pronouns and particles."""
    stems = [Stem(fold_word(word), None, _MALAY)]
    voiced = word.startswith(("me", "di", "ber"))
    root = fold_word(sources.lemma_of("id", word) or word) if voiced else stems[0].text
    if len(root) >= _SHORTEST_MALAY_ROOT and word.islower():
        voices = [_malay_active(root), "di" + root, "ber" + root]
        if root not in _NO_ROOTS_OF_TER:
            voices.append("ter" + root.removeprefix("r"))
        stems += [Stem(voice, None, _MALAY_VOICE) for voice in voices]
    return paradigm((word,), *stems)


def _malay_active(root: str) -> str:
    """Return the root with meN-, whose nasal takes the place of k, p, s or t: «menyerang»."""
    first = root[0]
    if first in "kpst" and root[1] in "aeiou":
        return {"k": "meng", "p": "mem", "s": "meny", "t": "men"}[first] + root[1:]
    nasals = {"mem": "bfpv", "men": "cdjtzs", "meng": "aeioughk"}
    return next((nasal for nasal, initials in nasals.items() if first in initials), "me") + root
