"""From a term to what the matcher looks for, in the forms of its language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from monitor.watches.capitals import capital_forms, designation_forms
from monitor.watches.definition import ANY_LANGUAGE, DefinitionError, Term
from monitor.watches.expressions import expression
from monitor.watches.fold import fold_word, marks_of
from monitor.watches.lexicon import Lexicon
from monitor.watches.names import romanised, spellings
from monitor.watches.paradigm import Paradigm, Stem, paradigm
from monitor.watches.relatives import base
from monitor.watches.shapes import Alternative, Check, Phrase, Shape, Shown, Toned
from monitor.watches.tokens import Kind, Token, expression_of, tokens_of
from monitor.watches.unspaced import pieces_of

_LATIN = ("pl", "cs", "sk", "sl", "sr", "ro", "hu", "fi", "et", "tr", "lt", "lv", "sq")
_CYRILLIC = ("ru", "uk", "be", "bg", "mk", "sr")
_SPELLING_NAMES = frozenset(
    [
        *("en", "de", "fr", "es", "pt", "it", "nl", "sv", "no", "id", "ca", "gl"),
        *("ro", "tr", "az", "fi", "hu", "et", "sq"),
    ]
)
_DECLINING = frozenset(
    ["de", "pl", "cs", "sk", "sl", "sr", "bg", "mk", "ro", "el", "lt", "lv", "fi", "et", "is"]
)
"""Languages that inflect the adjective of a name: «Rotes Meer», «im Roten Meer»."""
_GENITIVE_S = frozenset(["de", "nl", "sv", "no"])
_WHATEVER = re.compile(r"\S*")


def alternatives_of(term: Term, lexicon: Lexicon) -> tuple[Alternative, ...]:
    """Return all ways to find a term.

    Raises DefinitionError where it is no expression or can match nothing.
    """
    language = None if term.language == ANY_LANGUAGE else base(term.language)
    if (written := expression_of(term.text)) is not None:
        return (expression(written, language),)
    tokens = tokens_of(term.text)
    if not tokens:
        raise DefinitionError((), f"{term.text!r} holds no letter or digit, and can never match")
    if language is not None:
        return tuple(_phrases(tokens, language, lexicon))
    return tuple(_in_any_language(tokens, lexicon))


def _phrases(tokens: Sequence[Token], language: str, lexicon: Lexicon) -> Iterator[Phrase]:
    inflect = lexicon.paradigm if len(tokens) == 1 else partial(_in_a_phrase, lexicon)
    paradigms = [
        inflect(token.text, language) if token.kind is Kind.WORD else None for token in tokens
    ]
    yield _phrase(tokens, paradigms, language)
    if len(tokens) == 1 and paradigms[0] is not None:
        for split in paradigms[0].splits:
            first = Shape({fold_word(form): Check.NONE for form in split.forms})
            yield Phrase((first,), language, particle=fold_word(split.particle))
    if whole := _written_as_one(tokens, language, lexicon):
        yield _phrase((Token(whole, Kind.WORD),), [lexicon.paradigm(whole, language)], language)
    if language == "ko" and len(tokens) == 1 and tokens[0].kind is Kind.WORD:
        for opening, head in _parted(tokens[0].text):
            parts = [Token(part, Kind.WORD) for part in (opening, head)]
            yield _phrase(parts, [paradigm((opening,)), lexicon.paradigm(head, language)], language)


def _in_a_phrase(lexicon: Lexicon, word: str, language: str) -> Paradigm:
    """Return the paradigm of one word of several, with the cases of an adjective in a name.

    They count with a capital alone, as the word was typed.
    """
    found = lexicon.paradigm(word, language)
    small = word[:1].lower() + word[1:]
    if language not in _DECLINING:
        return replace(found, large=frozenset())
    if small == word:
        return found
    common = lexicon.paradigm(small, language)
    return found | Paradigm(common.forms, common.stems, large=common.forms - found.forms)


def _phrase(
    tokens: Sequence[Token], paradigms: Sequence[Paradigm | None], language: str | None
) -> Phrase:
    shapes = tuple(
        shape_of(token, paradigm, language)
        for token, paradigm in zip(tokens, paradigms, strict=True)
    )
    return Phrase(shapes, language, _anchor(shapes))


def _written_as_one(tokens: Sequence[Token], language: str, lexicon: Lexicon) -> str:
    """Return the one word that a phrase is also written as; else "".

    «ceasefire» for `cease-fire`; «airstrike» for `air strike`, where the one word's forms hold the
    phrase; a Korean phrase without its spaces.
    """
    if len(tokens) < 2 or any(token.kind is not Kind.WORD for token in tokens):
        return ""
    whole = "".join(token.text for token in tokens)
    if language == "ko" or all(token.joined for token in tokens[1:]):
        return whole
    phrase = " ".join(token.text for token in tokens).lower()
    parted = language == "en" and phrase in lexicon.paradigm(whole.lower(), language).forms
    return whole.lower() if parted else ""


def _parted(word: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to write a Korean compound as two words: «정상 회담» for `정상회담`."""
    for cut in range(2, len(word) - 1):
        yield word[:cut], word[cut:]


def _in_any_language(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Phrase]:
    """Yield the term as typed, and for names the forms that each language makes by rule."""
    plain = [
        Paradigm(frozenset({token.text, token.text + "s"})) if token.kind is Kind.WORD else None
        for token in tokens
    ]
    yield _phrase(tokens, plain, None)
    if all(token.kind is not Kind.WORD for token in tokens):
        for code in ("ru", "uk", "tr") if tokens[0].kind is Kind.CAPITALS else ():
            yield _phrase(tokens, plain, code)
        return
    for code in languages_writing(next(t.text for t in tokens if t.kind is Kind.WORD)):
        inflected = [
            lexicon.paradigm(token.text, code, by_rule=True) if token.kind is Kind.WORD else None
            for token in tokens
        ]
        yield _phrase(tokens, inflected, code)
    if len(tokens) == 1 and (latin := romanised(tokens[0].text)):
        yield Phrase((Shape(dict.fromkeys(spellings(latin), Check.NONE)),), None)


def shape_of(token: Token, paradigm: Paradigm | None, language: str | None) -> Shape:
    """Return everything that may stand for one word of a term."""
    folded = fold_word(token.text)
    match token.kind:
        case Kind.CAPITALS:
            return Shape(capital_forms(token.text, language, exact=False))
        case Kind.DESIGNATION:
            return Shape(designation_forms(token.text, language, exact=False))
        case Kind.UNSPACED:
            return Shape({}, pieces=pieces_of(token.text, language))
        case Kind.PREFIX | Kind.SUFFIX | Kind.INSIDE:
            before = None if token.kind is Kind.PREFIX else _WHATEVER
            after = None if token.kind is Kind.SUFFIX else _WHATEVER
            return Shape({}, (Stem(folded, before, after),))
        case Kind.EXACT:
            return Shape({folded: Toned(marks_of(token.text)) if language == "vi" else Check.NONE})
    assert paradigm is not None
    return _shape_of_paradigm(token.text, paradigm, language)


def _shape_of_paradigm(word: str, paradigm: Paradigm, language: str | None) -> Shape:
    forms: dict[str, Shown] = {}
    for form in paradigm.forms:
        check = _check_of(form, paradigm)
        if folded := fold_word(form):
            forms[folded] = Check.NONE if forms.get(folded, check) != check else check
    if language is None or language in _SPELLING_NAMES:
        for spelling in spellings(word):
            forms.setdefault(spelling, Check.NONE)
            if language in _GENITIVE_S:
                forms.setdefault(spelling + "s", Check.NONE)
    return Shape(forms, paradigm.stems)


def _check_of(form: str, paradigm: Paradigm) -> Shown:
    if form in paradigm.toned:
        return Toned(marks_of(form))
    asked = (
        (paradigm.small, Check.SMALL),
        (paradigm.large, Check.LARGE),
        (paradigm.marked, Check.MARKED),
        (paradigm.plain, Check.PLAIN),
    )
    return next((check for forms, check in asked if form in forms), Check.NONE)


def languages_writing(word: str) -> tuple[str, ...]:
    """Return the languages that inflect a name written in the script of ``word``."""
    letter = next((c for c in word if c.isalpha()), "a")
    if letter.isascii() or letter in "ÀÁÄÅÇÉÍÓÖÜČĎĐŁŃŚŠŽŻàáäåçéíóöüčďđłńśšžżığĞİŞş":
        return _LATIN if word[0].isupper() else ()
    known = (
        ("а", "ӿ", _CYRILLIC),
        ("ؠ", "ۿ", ("ar", "fa")),
        ("א", "ת", ("he",)),
        ("ऀ", "ॿ", ("hi",)),
        ("Ͱ", "Ͽ", ("el",)),
        ("가", "힣", ("ko",)),
        ("ა", "ჿ", ("ka",)),
    )
    small = letter.lower()
    return next((codes for first, last, codes in known if first <= small <= last), ())


def _anchor(shapes: Sequence[Shape]) -> int:
    """Return the shape that is rarest in texts, as far as length tells."""

    def shortest(shape: Shape) -> int:
        texts = [*shape.forms, *(s.text for s in shape.stems), *(p.text for p in shape.pieces)]
        return min(map(len, texts), default=0)

    return max(range(len(shapes)), key=lambda index: shortest(shapes[index]))
