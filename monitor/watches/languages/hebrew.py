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

_BEFORE_KIM = re.compile(f"(?!.*[המ]$){_BEFORE.pattern}")
"""Those of Kim, a name: «הקים» is "set up"."""
_BEFORE_BUT_FROM = re.compile(f"(?!.*מ$){_BEFORE.pattern}")
_BEFORE_VERB = re.compile("ו?(?:כש|לכש|מש|ש)?ה?")
_BEFORE_FINITE = re.compile("ו?(?:כש|לכש|מש|ש)?")
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
    if verb := _verb_of_infinitive(word, sources):
        return paradigm((word,), *_finite_stems(verb, folded, sources))
    if folded in _verbal_nouns(fold_word(sources.lemma_of("he", word) or word)):
        owned = folded[:-1] + "ת" if folded.endswith("ה") else folded
        forms, conjugated = {folded} | with_each({owned}, "ו ה מ"), set[str]()
    else:
        forms = _own_forms(word, sources)
        conjugated = _of_hebrew_verb(word, forms, sources)
    forms |= _hebrew_by_rule(word, forms, sources)
    if folded.endswith("ת") and sources.lemma_of("he", word) == word[:-1] + "ה":
        forms |= {folded[:-1] + "ות"}
    stems = [Stem(form, _before(form, sources), None) for form in sorted(forms) if len(form) > 2]
    stems += [Stem(form, _BEFORE_VERB, None) for form in sorted(conjugated - forms)]
    if len(folded) < 3:
        stems.append(Stem(folded, _before_short(folded, sources), None))
    if _has_article(word, sources):
        stems.append(Stem(folded[1:], _BEFORE_BARE, None))
    return paradigm((word,), *stems)


def _verb_of_infinitive(word: str, sources: Sources) -> str | None:
    """Return the verb that an infinitive with «ל» is of, as the dictionary lists it."""
    verb = sources.lemma_of("he", word)
    if verb is None or len(word) < 5 or word[0] != "ל" or verb[0] == "ל":
        return None
    of_verb = fold_word(verb) != fold_word(word[1:]) or sources.known("he", fold_word(verb) + "ו")
    return verb if of_verb else None


def _finite_stems(verb: str, infinitive: str, sources: Sources) -> list[Stem]:
    """Return the forms of what is surely a verb: «תקפה» is no part of «מתקפה», an attack.

    «התקפת» is the noun's more often than "you attacked".
    """
    constructs = {noun[:-1] + "ת" for noun in _verbal_nouns(fold_word(verb))}
    forms = _own_forms(verb, sources) - constructs
    conjugated = _of_hebrew_verb(verb, forms, sources) - forms
    stems = [Stem(form, _BEFORE_FINITE, None) for form in sorted(forms | {infinitive})]
    return stems + [Stem(form, _BEFORE_VERB, None) for form in sorted(conjugated)]


def _own_forms(word: str, sources: Sources) -> set[str]:
    """Return the forms that begin as the word does; of a verb like «חיסל» those spelled as fully.

    «קיים» is "exists", and «קים» Kim; «שגרת» is routine, and "you launched" in old spelling alone.
    """
    folded = fold_word(word)
    lemma = fold_word(sources.lemma_of("he", word) or word)
    forms = {fold_word(form) for form in sources.lexeme("he", word)} - _verbal_nouns(folded)
    forms = {form for form in forms if form[0] == folded[0] and len(form) > 2}
    if _is_intensive(lemma, forms):
        forms = {form for form in forms if form[1] in "יו"}
        if lemma[2] == "י":
            forms = {form for form in forms if (_DOUBLE_Y in form) is (_DOUBLE_Y in folded)}
    return forms | {folded}


def _before(form: str, sources: Sources) -> re.Pattern[str]:
    """Return the prefixes of a form: «מדובר» is "it is about", and «מסוכן» dangerous."""
    if form == "קימ":
        return _BEFORE_KIM
    is_participle = len(form) > 3 and form[1] == "ו" and sources.known("he", "מ" + _spelled(form))
    return _BEFORE_BUT_FROM if is_participle else _BEFORE


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


_DOUBLE_Y = "יי"
_FINAL = str.maketrans("כמנפצ", "ךםןףץ")


def _verbal_nouns(verb: str) -> set[str]:
    """Return what the dictionary counts among a verb's forms: «הפצצה» of «הפציץ», «שיגור»."""
    if re.fullmatch("ה..י.", verb):
        return {verb[:3] + verb[4] + "ה"}
    if re.fullmatch(".י[^ו]{2}", verb):
        return {f"{verb[:3]}ו{verb[3]}", f"{verb[0]}{verb[2]}ו{verb[3]}"}
    return set()


def _is_intensive(word: str, forms: set[str]) -> bool:
    """Return whether the word is a verb of the pattern of «חיסל»."""
    return bool(re.fullmatch(".י[^ו].", word)) and word + "תי" in forms


def _of_hebrew_verb(word: str, forms: set[str], sources: Sources) -> set[str]:
    """Return the forms of a verb that begin with a letter of person, participle or infinitive.

    Those of the dictionary and the regular ones that it gives to no other word; of a verb spelled
    with a double י those alone that have it, as the others are other words («שיאים»).
    """
    dictionary = sources.dictionary("he")
    lemma = dictionary.lemma(word) or word
    word = fold_word(word)
    if len(word) < 3 or lemma[0] != word[0] or (_DOUBLE_Y in lemma and _DOUBLE_Y not in word):
        return set()
    if re.fullmatch(".ו..", word):
        return set()  # «דובר» is a spokesman, and the verb of «מדובר» another word
    initials = set("ימתל") - {word[0]}
    known = {fold_word(form) for letter in initials for form in dictionary.forms(lemma, letter)}
    regular = _regular(word, known, forms)
    if _DOUBLE_Y in word:
        return {form for form in known | regular if _DOUBLE_Y in form}
    own = {None, lemma, lemma.replace("י", "", 1)}
    known |= {form for form in regular if dictionary.lemma(_spelled(form)) in own}
    return known | _participles(known | forms)


def _participles(forms: set[str]) -> set[str]:
    """Return the participles that a plural and a feminine are of, if nouns as well: «תוקף»."""
    several = {form.removesuffix("ימ") for form in forms if form.endswith("ימ")}
    return {form for form in several if {form + "ת", form + "ה"} & forms}


def _regular(word: str, known: set[str], forms: set[str]) -> set[str]:
    """Return the regular forms of a verb: of three firm letters, or like «חיסל»."""
    first, last = word[0], word[-1]
    if len(word) == 3 and (infinitive := f"ל{word[:2]}ו{last}") in known:
        present = f"{first}ו{word[1:]}"
        people = with_each({"י", "ת"}, f"{infinitive[1:]} {word}ו")
        return with_each({word}, "ה ו תי נו") | with_each({present}, "- ת ימ ות") | people
    if _is_intensive(word, forms) and last != "ה":
        root = word if _DOUBLE_Y in word else first + word[2:]
        people = with_each({"י" + root, "ת" + root}, "- ו")
        return with_each({"מ" + root}, "- ת ימ ות") | people | {"ל" + root}
    return set()


def _spelled(form: str) -> str:
    """Return a Hebrew word in folded letters with the last as it is written at the end."""
    return form[:-1] + form[-1].translate(_FINAL)
