"""English: plurals, possessives, persons and tenses."""

from __future__ import annotations

import re

from monitor.watches.languages.endings import with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_NOUNS_ALONE = frozenset(
    ["army", "ally", "arms", "china", "drone", "mine", "state", "tank", "troop", "turkey", "war"]
)
"""Nouns whose verb is another word: stocks that "tanked" are no tanks."""
_NAMES_THAT_ARE_WORDS = frozenset(
    ["Turkey", "China", "Chad", "Jordan", "Trump", "Bush", "Rice", "Polish", "May"]
)
_FIRST_PARTS = (
    "cease",
    "air",
    "cyber",
    "counter",
    "build",
    "stand",
    "gun",
    "crack",
    "take",
    "draw",
    "break",
    "peace",
)
_IRREGULAR = {
    forms.split()[0]: frozenset(forms.split())
    for forms in [
        "shoot shot",
        "strike struck stricken",
        "win won",
        "fight fought",
        "lead led",
        "leave left",
        "fall fell fallen",
        "rise rose risen",
        "begin began begun",
        "break broke broken",
        "take took taken",
        "give gave given",
        "hold held",
        "send sent",
        "say said",
        "tell told",
        "meet met",
        "lose lost",
        "find found",
        "bring brought",
        "seek sought",
        "sink sank sunk",
        "fly flew flown",
        "flee fled",
        "build built",
        "freeze froze frozen",
        "withdraw withdrew withdrawn",
        "overthrow overthrew overthrown",
        "throw threw thrown",
        "blow blew blown",
        "shake shook shaken",
        "steal stole stolen",
        "bind bound",
        "keep kept",
        "deal dealt",
        "hear heard",
        "stand stood",
        "speak spoke spoken",
        "write wrote written",
        "choose chose chosen",
        "drive drove driven",
        "ride rode ridden",
        "ring rang rung",
        "sell sold",
        "buy bought",
        "catch caught",
        "teach taught",
        "think thought",
        "make made",
        "pay paid",
        "forbid forbade forbidden",
        "undergo underwent undergone",
        "rebuild rebuilt",
        "overrun overran",
        "oversee oversaw overseen",
        "see saw seen",
        "know knew known",
        "do did done",
        "go went gone",
        "eat ate eaten",
        "feel felt",
        "bear bore borne",
        "bend bent",
        "bite bit bitten",
        "swear swore sworn",
        "awake awoke awoken",
        "slay slew slain",
    ]
}
_SPELLINGS = (
    (("(?<=...)is(?=e$|ed$|es$|ing$|ation)", "is"), ("(?<=...)iz(?=e$|ed$|es$|ing$|ation)", "iz")),
    (("(?<=..[^aeiou])our", "our"), ("(?<=..[^aeiou])or", "or")),
    (("(?<=[fct]en)c(?=e)", "c"), ("(?<=[fct]en)s(?=e)", "s")),
    (("(?<=gram)me", "me"), ("(?<=gram)(?!m)", "")),
)
"""What is spelled otherwise in Britain and America: each way's pattern, and what it writes."""
_VERBAL = re.compile(r".*(ed|ing|en)")
_GERUND = re.compile(r"[^aeiou]*[aeiouy].+ing")
"""«training» is no "train", nor «meeting» "met"."""
_PLURAL_IN_VES = re.compile(".*(life|wife|knife|thief|half|calf|loaf|wolf|shelf)")
_VERBS_ALONE = re.compile(r".{2,}(en|ise|ize|ify|ate|ade|eat|end|ect|ide|oke|ose|uce|ain|arn|ile)")


def inflect(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an English word, by simplemma and the rules for regular words."""
    other = _spelled_otherwise(word, sources)
    return _inflect(word, sources) | (_inflect(other, sources) if other else Paradigm(frozenset()))


def _spelled_otherwise(word: str, sources: Sources) -> str:
    """Return the word in American spelling where it is British, and so round; "" for most words."""
    for british, american in _SPELLINGS:
        for one, other in ((british, american), (american, british)):
            found = re.sub(one[0], other[1], word)
            if found != word and sources.known("en", word) and sources.known("en", found):
                return found
    return ""


def _inflect(word: str, sources: Sources) -> Paradigm:
    small = word.lower()
    found = sources.lexeme("en", word)
    found |= _IRREGULAR.get(small, frozenset())
    if word in _NAMES_THAT_ARE_WORDS:
        return Paradigm(frozenset({word}), large=frozenset({word}))
    if word[0].isupper() and small not in found:
        return paradigm(found | {word, _plural(small)})
    if _is_plural_noun(small, found):
        return paradigm({form for form in found if not _VERBAL.fullmatch(form)} | {small})
    if _GERUND.fullmatch(small):
        return paradigm({small, _plural(small)})
    found |= {small, _plural(small)}
    if small in _NOUNS_ALONE:
        return paradigm({form for form in found if not _VERBAL.fullmatch(form)})
    if any(form.endswith("ed") or form + "ing" in found for form in found - {small}):
        found |= _participles(small, found)
    if small.endswith("ic"):
        found |= {form for form in (small + "ked", small + "king") if sources.known("en", form)}
    if sources.dictionary("en").lemma(doubled := f"{small}{small[-1]}ing") in (small, doubled):
        found.add(doubled)
    return paradigm(found | _parted(found))


def _parted(forms: set[str]) -> set[str]:
    """Return «cease fire» for «ceasefire»: compounds that are also written in two words."""
    return {
        f"{first} {form.removeprefix(first)}"
        for form in forms
        for first in _FIRST_PARTS
        if form.startswith(first) and len(form) > len(first) + 3
    }


def _is_plural_noun(word: str, found: set[str]) -> bool:
    """Return whether a plural was typed: `sanctions` does not mean "sanctioned"."""
    singular = {form for form in found if _plural(form) == word}
    return bool(singular) and not any(map(_VERBS_ALONE.fullmatch, singular))


def _participles(verb: str, known: set[str]) -> set[str]:
    if re.search("[^aeiou][aeiou]l$", verb):
        return with_each({verb, verb + "l"}, "ed ing")
    if {verb + verb[-1] + "ed", verb + verb[-1] + "er"} & known:
        return {verb + "ing", verb + verb[-1] + "ing"}
    if verb.endswith("ie"):
        return {verb[:-2] + "ying"}
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return {verb[:-1] + "ing"}
    return {verb + "ing"}


def _plural(word: str) -> str:
    if _PLURAL_IN_VES.fullmatch(word):
        return re.sub("fe?$", "ves", word)
    if re.search("[sx]is$", word):
        return word[:-2] + "es"
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + "s"
