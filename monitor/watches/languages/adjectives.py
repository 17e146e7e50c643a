"""Slavic adjectives by rule, where a dictionary has some of their forms alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from monitor.watches.languages.endings import Endings
from monitor.watches.languages.sources import Sources

_POLISH = Endings("""
ki: ki kiego kiemu kim kich kimi ka kiej ką kie cy
gi: gi giego giemu gim gich gimi ga giej gą gie dzy
ty: ty tego temu tym tych tymi ta tej tą te to ci
ony: ony onego onemu onym onych onymi ona onej oną one ono eni
ny: ny nego nemu nym nych nymi na nej ną ne no ni
y: y ego emu ym ych ymi a ej ą e
i: i iego iemu im ich imi ia iej ią ie
""")
_CZECH = Endings("""
ský: ský ského skému ském ským ská skou ské ských skými ští
cký: cký ckého ckému ckém ckým cká ckou cké ckých ckými čtí
ký: ký kého kému kém kým ká kou ké kých kými cí
rý: rý rého rému rém rým rá rou ré rých rými ří
ý: ý ého ému ém ým á ou é ých ými í
í: í ího ímu ím ích ími
""")
_SLOVAK = Endings("""
ý: ý ého ému om ým á ej ú ou é í ých ými
y: y eho emu om ym a ej u ou e i ych ymi
í: í ieho iemu om ím ia ej iu ou ie ích ími
i: i eho emu om im a ej u ou e ich imi
""")
_SLOVENE = Endings("""
en: en ni nega nemu nem nim na ne no nih nimi nima
i: i ega emu em im a e o ih imi ima
-: - i ega emu em im a e o ih imi ima
""")
_SERBIAN = Endings("""
ski: ski skog skoga skom skome skomu skoj skim skih skima ska ske sku sko
i: i og oga om ome omu oj im ih ima a e u o eg ega em emu
-: - i og oga om ome omu oj im ih ima a e u o
""")
_KINDS: Mapping[str, tuple[Endings, str, str]] = {
    "pl": (_POLISH, "y i", "ego iego"),
    "cs": (_CZECH, "ý í", "ého ího"),
    "sk": (_SLOVAK, "ý y í i", "ého eho ieho"),
    "sl": (_SLOVENE, "i -", "ega"),
    "hbs": (_SERBIAN, "i -", "og eg ih"),
}
"""Of each language: the endings, those of the masculine, and genitives that no noun has."""
_ALWAYS = {
    "cs": re.compile(".{2,}[ýáé]"),
    "sk": re.compile(".{2,}(?:[ýáé]|[sc]k[yae])"),
    "hbs": re.compile(".{3,}(?:[bčdjlprstvž]|je)n[oiae]"),
}
"""Words that can be adjectives alone, though the dictionary lacks them: «stanné», «saúdská»."""
_FEMININE_OR_NEUTER = re.compile("[aáeéoiu]")


def adjective_forms(code: str, word: str, sources: Sources) -> set[str]:
    """Return all forms of the adjective that a small-lettered word is of; nothing for a noun."""
    endings, masculines, genitives = _KINDS[code]
    for masculine in _masculines(word, masculines.split()):
        stem = masculine if masculine[-1] not in "yiýí" else masculine[:-1]
        if any(sources.known(code, stem + genitive) for genitive in genitives.split()):
            return endings.forms(masculine)
    pattern = _ALWAYS.get(code)
    if pattern and pattern.fullmatch(word):
        lemma = sources.dictionary(code).lemma(word) or word
        if code == "hbs" and (lemma.endswith("ti") or not sources.known(code, word)):
            return endings.forms(word[:-1] + "i")
        if code != "hbs" and (lemma == word or lemma.endswith(("ý", "y"))):
            return endings.forms(word[:-1] + ("ý" if word[-1] in "ýáé" else "y"))
    return set()


def declined(code: str, masculine: str) -> set[str]:
    """Return all forms of an adjective or participle by its masculine."""
    return _KINDS[code][0].forms(masculine)


def _masculines(word: str, endings: Iterable[str]) -> list[str]:
    """Return what the masculine would be, were the word an adjective in the nominative."""
    stem = word[:-1] if _FEMININE_OR_NEUTER.fullmatch(word[-1]) else ""
    found = [word] if word[-1] in "yiýí" else []
    return found + [stem + ending.replace("-", "") for ending in endings if len(stem) > 2]
