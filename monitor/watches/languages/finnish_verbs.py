"""Finnish verbs by their types: the third persons, the passive and the participles.

The dictionary gives many of these forms to a noun or adjective that is spelled alike («uhkasi» to
«uhka», «kuolleet» to «kuollut»), so that its verbs lack them. Types, consonant gradation and past
tense after Iso suomen kielioppi, §§ 41 to 45 and 72 to 75.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.watches.languages.endings import with_each

_SHORTEST = 4
"""Letters of an infinitive: «uida»."""
_VOWELS = "aeiouyäö"
_GRADES = {
    "kk": "k", "pp": "p", "tt": "t", "mp": "mm", "nt": "nn", "nk": "ng", "lt": "ll", "rt": "rr",
    "ht": "hd", "lp": "lv", "rp": "rv", "lk": "l", "rk": "r", "t": "d", "p": "v", "k": "",
}  # fmt: skip
"""Consonants between a word's last two vowels, strong and weak."""
_BEFORE_E = {"lk": "lj", "rk": "rj", "hk": "hj"}
_CLUSTER = re.compile(rf"(.*[{_VOWELS}])([^{_VOWELS}]+)([{_VOWELS}]+)")
_TWO_SYLLABLES_IN_A = re.compile(rf"[^{_VOWELS}]*[aei][{_VOWELS}]?[^{_VOWELS}]+a")
_ASSIBILATED = re.compile(rf"(.*(?:[lnr]|[{_VOWELS}]{{2}}))t[aäe]")
_DIPHTHONGS = {"uo": "oi", "yö": "öi", "ie": "ei", "aa": "ai", "ää": "äi", "uu": "ui", "yy": "yi"}
"""The last vowels of a short stem, present and past: «juo», «joi»."""
_IRREGULAR = {"tehdä": "teke", "nähdä": "näke", "juosta": "juokse"}
_PRESENT = "va van vaa vat vaksi vana vassa vasta vaan vien via vissa vista ville vilta viin"
_PAST = "een eet eena eeksi eessa eesta eelle eeseen eiden eita eina eiksi eissa eista eille eilta"
_PASSIVE = "va van vaa vat vaksi vana vassa vasta vaan vien via vissa vista"


@dataclass(frozen=True, slots=True)
class Verb:
    """The stems that a verb's forms are made of, before vowel harmony.

    ``present`` is what «vat» follows, ``passive`` what «tiin» follows, ``participle`` what «ut».
    """

    singular: str
    present: str
    pasts: tuple[str, ...]
    passive: str
    passive_present: str
    participle: str

    def finite(self) -> set[str]:
        """Return the forms of the third persons and of the passive."""
        plurals = with_each({self.present, *self.pasts}, "vat")
        passives = {self.passive_present, self.passive + "tiin"}
        return self._in_harmony({self.singular, *self.pasts} | plurals | passives)

    def participles(self) -> set[str]:
        """Return the participles in their common cases."""
        done = self.passive + "tu"
        return self._in_harmony(
            with_each({self.present}, _PRESENT)
            | with_each({self.passive + "ta"}, _PASSIVE)
            | with_each({self.participle}, "ut " + _PAST)
            | with_each({done}, "- a na un ja jen ina ihin")
            | with_each({weak(done)}, "n t ksi ssa sta lla lle lta iksi issa ista illa ille ilta")
        )

    def _in_harmony(self, forms: set[str]) -> set[str]:
        if set(self.singular) & set("aou"):
            return forms
        return {form.translate(_FRONT) for form in forms}


_FRONT = str.maketrans("aou", "äöy")


def conjugations(infinitive: str, known: set[str]) -> list[Verb]:
    """Return how an infinitive conjugates; ``known`` forms of it decide between the types."""
    if len(infinitive) < _SHORTEST or infinitive[-1] not in "aä":
        return []
    return [
        verb
        for stem, verb in _candidates(infinitive)
        if known & {_conditional(stem), _conditional(stem) + "n", verb.singular}
    ]


def weak(stem: str) -> str:
    """Return a stem with its last consonants in the weak grade: «ammu» of «ampu»."""
    parts = _CLUSTER.fullmatch(stem)
    if not parts:
        return stem
    before, cluster, vowels = parts.groups()
    if vowels[0] == "e" and cluster in _BEFORE_E:
        return before + _BEFORE_E[cluster] + vowels
    if cluster not in _GRADES and cluster[-2:] in ("kk", "pp", "tt"):
        return before + cluster[:-1] + vowels
    return before + _GRADES.get(cluster, cluster) + vowels


def _strong(stem: str) -> set[str]:
    """Return the stems of which this may be the weak grade, many of them no words, and itself."""
    candidates = {stem, stem[:-1] + "k" + stem[-1]}
    if parts := _CLUSTER.fullmatch(stem):
        before, cluster, vowels = parts.groups()
        grades = (cluster, cluster + cluster[-1], cluster + "k", *_GRADES)
        candidates |= {before + strong + vowels for strong in grades}
    return candidates


def _conditional(stem: str) -> str:
    for vowels, shortened in _DIPHTHONGS.items():
        if stem.endswith(vowels) and vowels[0] != vowels[1]:
            return stem.removesuffix(vowels) + shortened + "si"
    if stem[-2:] in ("aa", "ää", "uu", "yy"):
        return stem[:-1] + "isi"
    return (stem[:-1] if stem[-1] in "ei" else stem) + "isi"


def _candidates(infinitive: str) -> Iterator[tuple[str, Verb]]:
    """Yield the vowel stems that the infinitive's ending allows, and the verb of each."""
    base = infinitive[:-2]
    if infinitive in _IRREGULAR:
        stem = _IRREGULAR[infinitive]
        participle = base[:-1] + base[-1] + "n" if base[-1] == "h" else base + "s"
        yield stem, _verb(stem, _past(stem), base, infinitive, participle)
    elif infinitive.endswith(("da", "dä")):
        past = base[:-2] + _DIPHTHONGS.get(base[-2:], base[-2:])
        past = "kävi" if infinitive == "käydä" else past
        yield base, Verb(base, base, (past,), base, infinitive + infinitive[-1] + "n", base + "n")
    elif infinitive.endswith(("lla", "llä", "nna", "nnä", "rra", "rrä", "sta", "stä")):
        for strong in _strong(base[:-1]):
            stem = strong + base[-1] + "e"
            yield stem, _verb(stem, _past(stem), base, infinitive, base + base[-1])
    elif infinitive.endswith(("ta", "tä")):
        yield from _contracted(infinitive, base)
    else:
        stem = infinitive[:-1]
        passive = weak(stem)
        passive = passive[:-1] + "e" if passive[-1] in "aä" else passive
        verb = _verb(stem, _past(stem), passive + "t", passive + "ta", stem + "n")
        yield stem, verb


def _contracted(infinitive: str, base: str) -> Iterator[tuple[str, Verb]]:
    """Yield the verbs in -ta behind a vowel: «hyökkää», «tarvitsee», «pakenee»."""
    for strong in _strong(base):
        for stem, pasts in (
            (strong + "a", (strong + "si",)),
            (strong + "ä", (strong + "si",)),
            (strong + "tse", (strong + "tsi",)),
            (strong + "ne", (strong + "ni",)),
        ):
            yield stem, _verb(stem, pasts, base + "t", infinitive, base + "nn")


def _verb(
    stem: str, pasts: tuple[str, ...], passive: str, infinitive: str, participle: str
) -> Verb:
    singular = stem if stem[-2:] in ("aa", "ää") else stem + stem[-1]
    return Verb(singular, stem, pasts, passive, infinitive + infinitive[-1] + "n", participle)


def _past(stem: str) -> tuple[str, ...]:
    """Return the past tense of a vowel stem; both where usage wavers («souti», «sousi»)."""
    if stem[-1] in "ouyö":
        return (stem + "i",)
    if _TWO_SYLLABLES_IN_A.fullmatch(stem):
        return (stem[:-1] + "oi",)
    regular = stem[:-1] + "i"
    assibilated = _ASSIBILATED.fullmatch(stem)
    return (regular, assibilated[1] + "si") if assibilated else (regular,)
