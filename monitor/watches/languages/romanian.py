"""Romanian: the article at the word's end, cases, plurals with changing consonants, persons."""

from __future__ import annotations

import re
from itertools import product

from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm

_MARKED = {"t": "ț", "s": "ș", "a": "ăâ", "i": "î"}
_LONGEST_NAME = 8
_NOUNS = Endings("""
ia: ia iei ie ii iile iilor
a: a ei ă e ele elor i ile ilor
ă: ă a ei e ele elor i ile ilor
ie: ie ia iei ii iile iilor
e: e a ea ei i ele elor ele ile ilor
ele: ele
te: te tele telui ți ții ților tea
iune: iune iunea iuni iunii iunile iunilor
are: are area ări ării ările ărilor
ere: ere erea eri erii erile erilor
or: or orul orului ori orii orilor
tor: tor torul torului tori torii torilor toare toarea toarei
ct: ct ctul ctului cte ctele ctelor cți cții cților
t: t tul tului turi turile turilor te tele telor ți ții ților
d: d dul dului duri durile durilor de dele delor zi zii zilor
s: s sul sului se sele selor și șii șilor suri surile
c: c cul cului ci cii cilor ce cele celor curi curile
g: g gul gului gi gii gilor guri gurile
l: l lul lului li lii lilor le lele lelor
u: u ul ului e ele elor i ii ilor uri urile urilor
iu: iu iul iului ii iile iilor ie iei
i: i iul iului
esc: esc ească ești
an: an anul anului ani anii anilor ană ana anei ane anele
-: - ul ului uri urile urilor i ii ilor e ele elor
""")
_SUPPLETIVE = {"om": {"oameni", "oamenii", "oamenilor"}}


def inflect(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Romanian word; letters with cedilla count as those with comma."""
    word = word.translate(str.maketrans("şţŞŢ", "șțȘȚ"))
    old = word.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    forms = sources.lexeme("ro", word) | sources.lexeme("ro", old)
    forms = {form for form in forms if not form.startswith("ne") or word.startswith("ne")}
    forms |= _agreeing_participles(word, forms, sources)
    if not re.search("el[ăe]?$", word):
        forms |= {form.removesuffix("le") for form in forms if form.endswith("ele")}
    forms |= _SUPPLETIVE.get(word, set())
    small = word.lower()
    if small.endswith("ide"):
        forms |= with_each({small[:-2]}, "s să și se seră")
    if len(forms) <= 3 or word[0].isupper():
        regular = _NOUNS.forms(small)
        forms |= regular - sources.among_others("ro", regular, forms | {small})
    elif len(forms) < 9:
        regular = {
            form for form in _NOUNS.forms(small) if sources.dictionary("ro").lemma(form) is None
        }
        forms |= regular
    return Paradigm(frozenset(forms), plain=_plain(word, sources))


def _agreeing_participles(word: str, forms: set[str], sources: Sources) -> set[str]:
    """Return a verb's participles in gender and number, which the dictionary has as adjectives."""
    participles = {
        form
        for form in forms - {word}
        if form[-1] in "ts" and sources.lemma_of("ro", form + "ă") == form
    }
    plurals = {form[:-1] + _MARKED[form[-1]] + "i" for form in participles}
    return with_each(participles, "ă a ei e ele elor") | with_each(plurals, "- i lor")


def _plain(name: str, sources: Sources) -> frozenset[str]:
    """Return a name that is a word once it is written with marks: «Putin», «puțin»."""
    if not name[:1].isupper() or not name.isascii() or len(name) > _LONGEST_NAME:
        return frozenset()
    ways = product(*(letter + _MARKED.get(letter, "") for letter in name.lower()))
    words = {"".join(way) for way in ways} - {name.lower()}
    return frozenset(
        {name, name.lower()} if any(sources.known("ro", word) for word in words) else ()
    )
