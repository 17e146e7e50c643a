"""Hebrew: what is written onto a word's beginning, plurals, verbs.

All in folded letters: vocalisation is gone, final forms are plain.
"""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word
from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_BEFORE = re.compile("ו?(?:כש|לכש|מש|ש)?(?:[בלמכ]|ה|מה|כה|בה)?")

_BEFORE_VERB = re.compile("ו?(?:כש|לכש|מש|ש)?ה?")
_BEFORE_BARE = re.compile("ו?(?:כש|לכש|מש|ש)?[בלכ]")
"""What swallows the article: «הממשלה», «בממשלה»."""
_ABBREVIATION = re.compile('["״”]')
_ARTICLE_DESPITE_A_VERB = frozenset(["הכנסת", "הלבן", "השר", "העיר", "הגדה"])
"""Words that the dictionary takes for forms of verbs, or other nouns, in ה."""
_NAMES_THAT_ARE_WORDS = frozenset(["המוסד", "הארץ"])
"""Names by their article alone: «במוסד» is "in an institution" more often than in the Mossad."""


def inflect_hebrew(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Hebrew word, found with any of the prefixes written onto it."""
    folded = fold_word(word)
    known = {fold_word(form) for form in sources.lexeme("he", word)}
    known -= _verbal_nouns(folded)
    forms = {form for form in known if form[0] == folded[0] and len(form) > 2} | {folded}
    conjugated = _of_hebrew_verb(word, sources) - forms
    forms |= _hebrew_by_rule(word, forms, sources)
    stems = [Stem(form, _BEFORE, None) for form in sorted(forms) if len(form) > 2]
    stems += [Stem(form, _BEFORE_VERB, None) for form in sorted(conjugated - forms)]
    if len(folded) < 3:
        stems.append(Stem(folded, _before_short(folded, sources), None))
    if _has_article(word, sources):
        stems.append(Stem(folded[1:], _BEFORE_BARE, None))
    return paradigm((word,), *stems)


def _before_short(word: str, sources: Sources) -> re.Pattern[str]:
    """Return the prefixes of a word of two letters that make no other word: «בשר» is meat."""
    others = [letter for letter in "בלמכ" if sources.known("he", letter + word)]
    return re.compile(f"(?!(?:{'|'.join(others)})$){_BEFORE.pattern}") if others else _BEFORE


def _has_article(word: str, sources: Sources) -> bool:
    """Return whether ה is no letter of the word, as it is of «הפסקה», whose rest is known too."""
    if word[0] != "ה" or len(word) < 4 or word in _NAMES_THAT_ARE_WORDS:
        return False
    if _ABBREVIATION.search(word) or word in _ARTICLE_DESPITE_A_VERB:
        return True
    if word.endswith("ים") and not sources.known("he", word):
        return True
    lemma = sources.dictionary("he").lemma(word) or word[1:]
    return lemma[0] != "ה" and sources.known("he", word[1:])


_ENDINGS = Endings(
    """
ית: יות
ות: ~
ה: ת ות אות
י: ית יימ יות ימ
""",
    shortest_stem=1,
)


def _hebrew_by_rule(word: str, known: set[str], sources: Sources) -> set[str]:
    folded = fold_word(word)
    if _ABBREVIATION.search(word):
        return {folded + "ימ"}
    if regular := _ENDINGS.forms(folded):
        return regular
    if folded + "ימ" in known:
        return {folded + "י"}
    # «איראני» is an adjective, whose plural is «איראנים».
    adjective = sources.lemma_of("he", folded + "י") == folded + "י"
    masculine = {folded + "ימ"} if not adjective else set()
    construct = {folded + "י"} if not adjective and folded + "תי" not in known else set()
    return {folded + "ות"} | masculine | construct


_FINAL = str.maketrans("כמנפצ", "ךםןףץ")


def _verbal_nouns(verb: str) -> set[str]:
    """Return what the dictionary counts among a verb's forms: «הפצצה» of «הפציץ», «שיגור»."""
    if re.fullmatch("ה..י.", verb):
        return {verb[:3] + verb[4] + "ה"}
    if re.fullmatch(".י[^ו]{2}", verb):
        return {f"{verb[:3]}ו{verb[3]}", f"{verb[0]}{verb[2]}ו{verb[3]}"}
    return set()


def _of_hebrew_verb(word: str, sources: Sources) -> set[str]:
    """Return the forms of a verb that begin with a letter of person, participle or infinitive.

    Of a verb of three firm letters, known by its infinitive, the regular forms as well; none whose
    double י the dictionary spells single, as those are other words («שיאים»).
    """
    if len(word) < 3 or word[1] == "ו":
        return set()  # «דובר» is a spokesman, and the verb of «מדובר» another word
    dictionary = sources.dictionary("he")
    lemma = dictionary.lemma(word) or word
    if lemma[0] != word[0]:
        return set()
    word = fold_word(word)
    initials = set("ימתל") - {word[0]}
    found = {form for letter in initials for form in dictionary.forms(lemma, letter)}
    first, second, third = tuple(word[:3])
    if len(word) == 3 and f"ל{first}{second}ו{third}" in {fold_word(form) for form in found}:
        present = f"{first}ו{second}{third}"
        regular = with_each({word}, "ה ו תי נו") | with_each({present}, "- ת ים ות")
        regular |= {f"{person}{first}{second}ו{third}" for person in "ית"}
        regular |= {f"{person}{word}ו" for person in "ית"}
        found |= {form for form in regular if dictionary.lemma(_spelled(form)) in (None, lemma)}
    firm = "יי" if "יי" in word else ""
    return {fold_word(form) for form in found if firm in form}


def _spelled(form: str) -> str:
    """Return a Hebrew word in folded letters with the last as it is written at the end."""
    return form[:-1] + form[-1].translate(_FINAL)
