"""Greek: cases and persons; accents are folded, so that endings stand without them."""

from __future__ import annotations

import re

from monitor.watches.fold import without_marks
from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_CHANGES = (("ό", "ο"), ("ύ", "υ"), ("ά", "α"), ("έ", "ε"), ("ή", "η"), ("ί", "ι"), ("ώ", "ω"),
            ("ο", "ό"), ("υ", "ύ"), ("α", "ά"), ("ε", "έ"), ("ι", "ί"), ("η", "ή"))  # fmt: skip
_ENDINGS = Endings("""
ικος: ικος ικου ικο ικε ικοι ικων ικους ικη ικης ικες ικα ικής
ος: ος ου ο ε οι ων ους
ινος: ινος ινου ινο ινη ινης ινοι ινων ινους ινες ινα
ωση: ωση ωσης ωσεως ωσεις ωσεων
ηση: ηση ησης ησεως ησεις ησεων
εση: εση εσης εσεως εσεις εσεων
ση: ση σης σεως σεις σεων
ξη: ξη ξης ξεως ξεις ξεων
ψη: ψη ψης ψεως ψεις ψεων
η: η ης ες ων
ης: ης η ες ων
ας: ας α ες ων
α: α ας ες ων
ια: ια ιας ιες ιων
μα: μα ματος ματα ματων
ο: ο ου α ων
ι: ι ιου ια ιων
ους: ους
εας: εας εα εις εων
ομαι: ομαι εσαι εται ομαστε εστε ονται
εμαι: εμαι εσαι εται εμαστε εστε ενται
αμαι: αμαι ασαι αται αμαστε αστε ανται
ω: ω εις ει ουμε ετε ουν ουνε εται ονται
""")
_FIRST_OF_PAST = ("σα", "ξα", "ψα", "θηκα", "στηκα", "χτηκα", "φτηκα")
_ONE_SYLLABLE = re.compile("[^αεηιουω]+(?:ει|οι|αι|ου|αυ|ευ|[αεηιουω])[^αεηιουω]+")


def inflect(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Greek word."""
    forms = sources.lexeme("el", word, _CHANGES)
    bare = _bare(word)
    forms |= {f"{bare}s"} if bare.isascii() else _ENDINGS.forms(bare)
    if bare.endswith("ος") and len(bare) > 5:
        forms |= _feminine_and_neuter(bare) if _is_adjective(bare) else set()
    if bare.endswith(("ω", "μαι")):
        forms |= _of_verb({_bare(form) for form in forms})
    return paradigm(forms)


def _bare(word: str) -> str:
    """Return a word in small letters without accents."""
    return without_marks(word.lower())


def _of_verb(bare_forms: set[str]) -> set[str]:
    """Return past tenses and participles of those of which the dictionary has one person or case.

    Where a stem has one syllable, the past has an augment: «κλείσαμε», «έκλεισε».
    """
    pasts = {form[:-1] for form in bare_forms if form.endswith(_FIRST_OF_PAST)}
    stems = {form.removesuffix("αμε") for form in bare_forms if form.endswith("αμε")}
    pasts |= {"ε" + stem for stem in stems if _ONE_SYLLABLE.fullmatch(stem)}
    passives = {form.removesuffix("ηκα") for form in bare_forms if form.endswith("θηκα")}
    participles = {form for form in bare_forms if form.endswith("μενος")}
    found = with_each(pasts, "α ες ε αν") | with_each(passives, "ει ουν ηκαμε")
    return found.union(*(_ENDINGS.forms(p) | _feminine_and_neuter(p) for p in participles))


def _is_adjective(bare: str) -> bool:
    return bare.endswith(("ικος", "ινος", "ιος", "ενος", "ηνος"))


def _feminine_and_neuter(bare: str) -> set[str]:
    stem = bare[:-2]
    return {stem + ending for ending in ("η", "ης", "ες", "α", "ας", "ο", "ου", "οι", "ων", "ους")}
