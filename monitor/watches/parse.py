"""From a term to what the matcher looks for, in the forms of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.watches.capitals import capital_forms, designation_forms
from monitor.watches.definition import ANY_LANGUAGE, DefinitionError, Term
from monitor.watches.expressions import expression
from monitor.watches.fold import fold_word
from monitor.watches.lexicon import Lexicon
from monitor.watches.paradigm import Paradigm, Stem
from monitor.watches.relatives import base
from monitor.watches.shapes import Alternative, Check, Phrase, Shape
from monitor.watches.tokens import Kind, Token, expression_of, tokens_of
from monitor.watches.unspaced import pieces_of

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
    return tuple(_phrases(tokens, None, lexicon))


def _phrases(
    tokens: Sequence[Token], language: str | None, lexicon: Lexicon
) -> Iterable[Alternative]:
    paradigms = [
        lexicon.paradigm(token.text, language or "en") if token.kind is Kind.WORD else None
        for token in tokens
    ]
    shapes = tuple(
        shape_of(token, paradigm, language)
        for token, paradigm in zip(tokens, paradigms, strict=True)
    )
    yield Phrase(shapes, language, _anchor(shapes))
    if len(tokens) == 1 and paradigms[0] is not None:
        for split in paradigms[0].splits:
            first = Shape({fold_word(form): Check.NONE for form in split.forms})
            yield Phrase((first,), language, particle=fold_word(split.particle))
    if joined := _joined(tokens, language, lexicon):
        yield Phrase((joined,), language)


def _joined(tokens: Sequence[Token], language: str | None, lexicon: Lexicon) -> Shape | None:
    """Return «ceasefire» for `cease-fire`: words that a hyphen ties, written as one."""
    if len(tokens) < 2 or not all(token.joined for token in tokens[1:]):
        return None
    if any(token.kind is not Kind.WORD for token in tokens):
        return None
    whole = "".join(token.text for token in tokens)
    return shape_of(Token(whole, Kind.WORD), lexicon.paradigm(whole, language or "en"), language)


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
        case Kind.PREFIX:
            return Shape({}, (Stem(folded, None, _WHATEVER),))
        case Kind.SUFFIX:
            return Shape({}, (Stem(folded, _WHATEVER, None),))
        case Kind.INSIDE:
            return Shape({}, (Stem(folded, _WHATEVER, _WHATEVER),))
        case Kind.EXACT:
            return Shape({folded: Check.NONE})
    assert paradigm is not None
    forms = {form: Check.NONE for form in map(fold_word, paradigm.forms) if form}
    return Shape(forms, paradigm.stems)


def _anchor(shapes: Sequence[Shape]) -> int:
    """Return the shape that is rarest in texts, as far as length tells."""

    def shortest(shape: Shape) -> int:
        texts = [*shape.forms, *(s.text for s in shape.stems), *(p.text for p in shape.pieces)]
        return min(map(len, texts), default=0)

    return max(range(len(shapes)), key=lambda index: shortest(shapes[index]))
