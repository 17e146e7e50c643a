"""Swedish, Norwegian and Danish: simplemma's dictionaries, the genitive, and compounds."""

from __future__ import annotations

from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.german import UMLAUTS
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_CHANGES = (*UMLAUTS, ("ä", "å"), ("å", "ä"))
_SWEDISH = Endings("""
a: a an or orna as ans ors ornas ade at ar
e: e en ar arna es ens ars arnas
are: are aren arna ares
-: - en et ar arna er erna n t
""")
_NORWEGIAN = Endings("""
e: e en er ene erne et a es t te
-: - en et er ene erne s
""")
_SWEDISH_STRONG = Endings(
    """
ta: tog
vinna: vann
gripa: grep
stiga: steg
säga: sa
""",
    shortest_stem=0,
)
_NORWEGIAN_STRONG = Endings(
    """
tage: tog
bryde: brød
skyde: skød
flyve: fløj
gribe: grebet
ta: tok
si: sa
gripe: grepet
""",
    shortest_stem=0,
)
"""Pasts and participles that simplemma gives to nouns: «tog», «brød», «skød»."""


def inflect_swedish(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Swedish word."""
    return _inflect("sv", word, sources, _SWEDISH)


def inflect_norwegian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Norwegian (either form) or Danish word."""
    found = _inflect("nb", word, sources, _NORWEGIAN)
    return found | paradigm(sources.lexeme("da", word, UMLAUTS))


def _inflect(code: str, word: str, sources: Sources, rules: Endings) -> Paradigm:
    forms = sources.lexeme(code, word, _CHANGES) or sources.by_tail(code, word.lower(), _CHANGES)
    if not forms:
        forms = {word} if word[0].isupper() else rules.forms(word)
    if code == "sv":
        forms = forms | _swedish_plurals(word, forms)
    if not word[0].isupper():
        strong = _SWEDISH_STRONG if code == "sv" else _NORWEGIAN_STRONG
        forms = forms | _of_verb(code, word, forms) | strong.forms(word)
    return paradigm(with_each(forms | {word}, "- s"))


def _swedish_plurals(word: str, forms: set[str]) -> set[str]:
    """Return «fångar» of «fångarna», which the dictionary may list under a verb."""
    definite = {form for form in forms - {word} if form.endswith(("arna", "erna", "orna"))}
    return {form.removesuffix("na") for form in definite}


def _of_verb(code: str, word: str, forms: set[str]) -> set[str]:
    """Return the form of a verb that the dictionary may give to a noun: «bombade», «angriper»."""
    if code == "sv":
        return {done + "e" for done in (word + "d", word.removesuffix("a") + "d") if done in forms}
    return {word + "r"} if word + "nde" in forms else set()
