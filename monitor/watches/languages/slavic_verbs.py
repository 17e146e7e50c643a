"""West Slavic verbs: the forms that a dictionary gives to a homograph or lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.watches.languages.adjectives import declined
from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Sources

_PAST = re.compile("(.+[aeiyíáěuąę])[lł][aoiye]?")
_ANY_PAST = re.compile(".+[lł][aoiye]?")
_SHORT = re.compile("(.+(?:[eěa]n|án|[iuay]t))[aoiy]|(.+(?:[eě]n|án))")
_VERBS = {
    "pl": Endings("""
ować: owano owany
ać: ano any
ić: iono iony ono ony
yć: ono ony
ąć: ęto ęty
"""),
    "cs": Endings("""
ovat: oval uje ují uji ujeme ujete ován ována ováno ováni ovány
at: á ají áme áte
it: í ím íš íme íte en ěn
nout: ne nou nu neme nete
"""),
    "sk": Endings("""
ovať: uje ujú ovaný
ať: á aný
iť: í ený itý
yť: yje ytý
núť: ne nutý
ieť: ený
"""),
    "sl": Endings("""
ati: a am ajo amo ate al ala alo ali ale an ana ano ani ane
iti: i im ijo imo ite il ila ilo ili ile en ena eno eni ene
eti: i im ijo imo ite el ela elo eli ele
"""),
}
"""Of the infinitive: what the dictionaries often give to a noun, «grozi», or lack."""
_PARTICIPLES = {"pl": ("ny", "ty"), "cs": (), "sk": (), "sl": ("en",)}
"""Ends of regular participles that count although the dictionary has them as adjectives."""
INFINITIVE = {"pl": "ć", "cs": "t", "sk": "ť", "sl": "ti"}


def is_verb(code: str, word: str, forms: Iterable[str]) -> bool:
    """Return whether a word is an infinitive: a past is among its forms, or it ends in -ovat."""
    if code == "cs" and word.endswith("ovat"):
        return True
    return word.endswith(INFINITIVE[code]) and any(map(_ANY_PAST.fullmatch, forms))


def verb_forms(code: str, word: str, forms: set[str], sources: Sources) -> set[str]:
    """Return the forms of a verb without those of its aspect partner, with what is regular."""
    ending = INFINITIVE[code]
    own = {form for form in forms if form in (word, word + "i") or not form.endswith(ending)}
    regular = _VERBS[code].forms(word)
    others = sources.among_others(code, regular, own) if code != "sk" else set()
    own |= {form for form in regular if form not in others or form.endswith(_PARTICIPLES[code])}
    if code == "cs":
        own |= with_each(filter(None, map(_past_stem, own)), "l la lo li ly")
        short = _participle_forms(code, own)
        return own | (short - sources.among_others(code, short, own))
    if code == "sl":
        pasts = {form[:-1] for form in own if form.endswith("la")}
        presents = {form.removesuffix("jo") for form in own if form.endswith("ejo")}
        return own | with_each(pasts, "o i e") | with_each(presents, "- m mo te")
    return own | _participle_forms(code, own)


def _past_stem(form: str) -> str:
    """Return the stem of a past participle, «sestřeli» of «sestřelil»; "" for other forms."""
    participle = _PAST.fullmatch(form)
    return participle[1] if participle else ""


def _participle_forms(code: str, forms: Iterable[str]) -> set[str]:
    """Return all forms of the passive participles that stand among the forms of a verb."""
    if code == "cs":
        stems = {match[1] or match[2] for match in map(_SHORT.fullmatch, forms) if match}
        return with_each(stems, "- a o i y")
    long = [form for form in forms if form.endswith(("ny", "ty", "ný", "tý"))]
    return {form for participle in long for form in declined(code, participle)}
