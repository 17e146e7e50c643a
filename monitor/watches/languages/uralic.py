"""Finnish, Estonian and Hungarian: dictionaries for changing stems, chains of suffixes."""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word, without_marks
from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.finnish_verbs import conjugations
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_CLITIC = "(?:kin|kaan|ko|han|pa|kohan)?"
_POSSESSIVE = "(?:ni|si|nsa|mme|nne)?"
_FINNISH_CLITICS = re.compile(_CLITIC)
_FINNISH_OWNED = re.compile(f"(?:nsa|mme|nne|ni|aan|een){_CLITIC}")
_CASES = "n|a|aa|ta|ssa|sta|an|en|in|on|un|yn|lla|lta|lle|na|ksi|tta|t|kse"
_PLURAL_CASES = "jen|ien|iden|a|ja|ia|ita|issa|ista|ihin|iin|illa|ilta|ille|ina|iksi|itta|ineen"
_FINNISH_NAME = re.compile(f"(?:{_CASES}|{_PLURAL_CASES}){_POSSESSIVE}{_CLITIC}")
_FINNISH_CHANGES = (("t", "d"), ("k", ""), ("p", "v"), ("d", "t"), ("v", "p"), ("kk", "k"),
                    ("tt", "t"), ("pp", "p"), ("k", "kk"), ("t", "tt"), ("p", "pp"))  # fmt: skip
_ESTONIAN_CHANGES = (*_FINNISH_CHANGES, ("d", "j"), ("d", ""), ("b", ""), ("g", ""), ("b", "v"))
_GRADED = Endings("""
kki: ki ke
kka: ka
tti: ti te
tta: ta
ppi: pi pe
ppa: pa
nki: ngi
nka: nga
nta: nna
nti: nni
nto: nno
lta: lla
rta: rra
mpi: mmi
ko: o
ka: a
ta: da
to: do
pa: va
nen: se is
uus: uude uuksi uut
us: ukse uks
ys: ykse yks
os: okse oks
is: ikse iks
e: ee ei
""")
_HUNGARIAN_FINAL = re.compile(r"[aeiou]$")
_AFTER_VOWEL = re.compile(
    "(?:(?:k|m|d|nk|tok|tek|ja|je|im|id|ink|itok|itek|ik|juk|juke?|jei|jai|jaik|jeik|jaink|jeink)?"
    "(?:t|at|et|ot|nak|nek|ban|ben|ba|be|bol|rol|tol|ra|re|nal|nel|hoz|hez|n|on|en|an|val|vel|kal"
    "|kel|mal|mel|dal|del|va|ve|ka|ke|ig|ert|kent|e|ei|ul)?)"
)
_AFTER_CONSONANT = re.compile(
    "(?:(?:ok|ek|ak|k|om|em|am|od|ed|ad|a|e|ja|je|unk|atok|etek|otok|uk|juk|ai|ei|jai|jei|aik|eik"
    "|jaik|jeik|aink|eink|jaink|jeink)?"
    "(?:t|at|et|ot|nak|nek|ban|ben|ba|be|bol|rol|tol|ra|re|nal|nel|hoz|hez|n|on|en|an"
    "|(?:[bcdfghjklmnprstvz]|gy|ty|ny|sz|zs|cs)?(?:al|el)|val|vel"
    "|[bcdfghjklmnprstvz](?:a|e)|ig|ert|kent|ei)?)"
)
_AFTER_SHORT_STEM = re.compile(
    "(?:ok|ek|ak|ot|et|at|on|en|a|e|om|em)(?:at|et|ban|ben|nak|nek|ra|re|val|vel)?"
)
_GROWN_IN_V = {"tó": "tav", "hó": "hav", "ló": "lov"}
"""Nouns whose vowel gives way to a v before another: «tavak»; but «távon» is another word."""
_AFTER_V = "ak at on a ai am akat akon akban akba akra aknak akkal akból akról aktól ának ában ára"
_PERSONS_OF_IT = re.compile(
    "(?:om|od|ja|juk|jatok|jak|unk|otok|anak|ott(?:am|al|unk|atok|ak|ad|a|uk)?|ana|anak|son|sa|sak"
    "|sanak|ani|va|hat(?:ja|jak|nak)?)?"
)
"""Hungarian verbs in -ít conjugate alike, and no noun ends so."""


def inflect_finnish(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Finnish word: its dictionary forms, clitics, and names by rule."""
    small = word.lower()
    forms = sources.lexeme("fi", word, _FINNISH_CHANGES)
    if len(forms) < 4 and not word[0].isupper():
        forms |= sources.by_tail("fi", small, _FINNISH_CHANGES, shortest=5)
    verb_forms = set() if word[0].isupper() else _finnish_verb(small, forms, sources)
    forms |= verb_forms
    stems = [Stem(fold_word(form), None, _FINNISH_CLITICS) for form in sorted(forms)]
    if verb_forms:
        return paradigm(forms, *stems)
    if not any(form.endswith("t") for form in forms) or (
        small[-1] in "aä" and not any(f.endswith(("ia", "iä", "ja", "jä")) for f in forms)
    ):
        stems += [
            Stem(fold_word(stem), None, _FINNISH_NAME) for stem in sorted(_finnish_stems(small))
        ]
    else:
        owned = {
            form for form in forms if form.endswith(("ssa", "ssä", "sta", "stä", "lla", "llä"))
        }
        stems += [Stem(fold_word(form), None, _FINNISH_OWNED) for form in sorted(owned)]
    return paradigm(forms, *stems)


def _finnish_verb(word: str, known: set[str], sources: Sources) -> set[str]:
    """Return the forms of a verb that the dictionary lacks; nothing for other words."""
    infinitive = sources.lemma_of("fi", word) or word
    found = conjugations(infinitive, known)
    return {form for verb in found for form in verb.finite() | verb.participles()}


def _finnish_stems(word: str) -> set[str]:
    if word[-1] in "aä":
        plural = {word[:-1] + "i", word[:-1] + "oi", word[:-1] + "oj"}
        return {word} | plural | {form for form in _GRADED.forms(word) if len(form) > 3}
    if word[-1] == "i":
        return {word, word[:-1] + "e"} | {form for form in _GRADED.forms(word) if len(form) > 3}
    if word[-1] in "eouyö":
        return {word} | {form for form in _GRADED.forms(word) if len(form) > 3}
    graded = _GRADED.forms(word) if word.endswith(("nen", "us", "ys")) else set()
    return graded or {word + "i", word + "e"}


def inflect_estonian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an Estonian word."""
    forms = sources.lexeme("et", word, _ESTONIAN_CHANGES)
    if not forms and not word[0].isupper():
        forms = sources.by_tail("et", word.lower(), _ESTONIAN_CHANGES)
    if len(forms) < 4:
        small = word.lower()
        stem = small if small[-1] in "aeiouõäöü" else small + "i"
        forms |= with_each({stem}, "- s sse st l le lt ks ni na ta ga t d de") | {small}
    return paradigm(forms)


def inflect_hungarian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Hungarian word: its dictionary forms, and suffixes."""
    forms = sources.lexeme("hu", word, (("é", "e"), ("á", "a"), ("í", "i"), ("ó", "o"), ("ú", "u")))
    folded = fold_word(word)
    if not word[0].isupper() and word.endswith("ít"):
        return paradigm(forms, Stem(folded, None, _PERSONS_OF_IT))
    if _is_hungarian_verb(word, forms):
        return paradigm(forms)
    forms = {form for form in forms if fold_word(form) != folded + "i"}
    if folded.endswith("i"):
        forms |= with_each({word}, "ak akat aknak akkal akra ek eket eknek ekkel ekre")
    after = _AFTER_VOWEL if _HUNGARIAN_FINAL.search(folded) else _AFTER_CONSONANT
    stems = [Stem(folded, None, after)]
    if fleeting := re.fullmatch(r"(.+[^aeiou])[aeo]([lrmkgzn])", folded):
        short = fleeting[1] + fleeting[2]
        if any(fold_word(form).startswith(short) for form in forms):
            stems.append(Stem(short, None, _AFTER_SHORT_STEM))
    grown = with_each({_GROWN_IN_V[word]}, _AFTER_V) if word in _GROWN_IN_V else set()
    return paradigm(forms, *stems) | Paradigm(
        frozenset(grown), plain=frozenset(map(without_marks, grown))
    )


def _is_hungarian_verb(word: str, forms: set[str]) -> bool:
    return (
        not word[0].isupper()
        and any(
            form in forms
            for form in (
                word + "ott",
                word + "ett",
                word + "ött",
                word + "ta",
                word + "te",
                word + "nak",
                word + "nek",
                word + "tak",
                word + "tek",
            )
        )
        and not any(form in forms for form in (word + "ban", word + "ben"))
    )
