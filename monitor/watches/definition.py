"""What a watch says: its rules and limits as frozen values, built from the plain ones of a file.

A rule is a tree. Its leaves are terms; its branches are groups (all, any, none of) and proximity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from monitor.domain import Direction

ANY_LANGUAGE = "any"
GROUPS = ("all", "any", "none")


class DefinitionError(ValueError):
    """A rule is not one; ``path`` leads to it through the plain values."""

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


class WrongTermsError(DefinitionError):
    """Terms that are none: ``errors`` holds one for each, its path being language and text."""

    def __init__(self, errors: Sequence[DefinitionError]) -> None:
        super().__init__(errors[0].path, errors[0].message)
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Term:
    """One term as its user typed it, of one language (ISO 639-1) or of "any"."""

    text: str
    language: str = ANY_LANGUAGE


@dataclass(frozen=True, slots=True)
class Leaf:
    """A term in its place in a rule: what it weighs, and beside what it does not count."""

    term: Term
    weight: float = 1.0
    unless: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Rules that must hold within so many words of each other, in any order."""

    rules: tuple[Rule, ...]
    within: int


@dataclass(frozen=True, slots=True)
class Group:
    """All of, any of, or none of some rules."""

    kind: str
    rules: tuple[Rule, ...]


Rule = Leaf | Near | Group


@dataclass(frozen=True, slots=True)
class Limit:
    """Which values of a fact count: only these, and never those; compared without case."""

    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """One watch. Without keywords it matches by score and limits alone."""

    name: str
    title: str = ""
    rule: Rule | None = None
    exclude: tuple[Rule, ...] = ()
    minimum_weight: float = 0.0
    minimum_score: float = 0.0
    minimum_severity: int = 0
    directions: tuple[Direction, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)
    """By what they limit: outlets, kinds, countries, languages."""


def build(plain: Mapping[str, Any]) -> Watch:
    """Make a watch from the plain values of its file (docs/watches.md), shared lists resolved.

    Raises DefinitionError with the path of a rule that is none.
    """
    blocks = [plain.get("keywords"), *plain.get("shared", ())]
    anyone = [rule for block in blocks if block for rule in _by_language(block, ("keywords",))]
    required = [
        Group("any", tuple(_by_language(block, ("require", index))))
        for index, block in enumerate(plain.get("require", ()))
    ]
    rules = [*([Group("any", tuple(anyone))] if anyone else []), *required]
    rule: Rule | None = None
    if rules:
        rule = rules[0] if len(rules) == 1 else Group("all", tuple(rules))
    excluded = plain.get("exclude")
    return Watch(
        name=str(plain["name"]),
        title=str(plain.get("title") or plain["name"]),
        rule=rule,
        exclude=tuple(_by_language(excluded, ("exclude",))) if excluded else (),
        minimum_weight=float(plain.get("minimum_weight", 0.0)),
        minimum_score=float(plain.get("minimum_score", 0.0)),
        minimum_severity=int(plain.get("minimum_severity", 0)),
        directions=tuple(plain.get("directions", ())),
        limits={
            key: Limit(tuple(plain[key].get("only", ())), tuple(plain[key].get("except", ())))
            for key in ("outlets", "kinds", "countries", "languages")
            if plain.get(key)
        },
    )


def of_keywords(name: str, keywords: Mapping[str, Sequence[Any]]) -> Watch:
    """Make a watch of keywords alone; without any it matches nothing."""
    watch = build({"name": name, "keywords": keywords})
    return watch if watch.rule else replace(watch, rule=Group("any", ()))


def terms(rule: Rule) -> Iterator[Term]:
    """Yield every term of a rule, those of its ``unless`` included."""
    if isinstance(rule, Leaf):
        yield rule.term
        yield from rule.unless
    else:
        for inner in rule.rules:
            yield from terms(inner)


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Yield every leaf of a rule."""
    if isinstance(rule, Leaf):
        yield rule
    else:
        for inner in rule.rules:
            yield from leaves(inner)


Path = tuple[str | int, ...]


def _by_language(block: Any, path: Path) -> list[Rule]:
    if not isinstance(block, Mapping):
        raise DefinitionError(path, "give terms by language: `en: [...]`, or `any: [...]`")
    return [
        rule
        for language, items in block.items()
        for rule in _items(items, str(language), (*path, language))
    ]


def _items(items: Any, language: str, path: Path) -> list[Rule]:
    if isinstance(items, str) or not isinstance(items, Sequence):
        raise DefinitionError(path, "give a list of terms: `[Kyiv, red line]`")
    return [_item(item, language, (*path, index)) for index, item in enumerate(items)]


def _item(item: Any, language: str, path: Path) -> Rule:
    if isinstance(item, str | int | float) and not isinstance(item, bool):
        return Leaf(_term(str(item), language, path))
    if not isinstance(item, Mapping) or not item:
        raise DefinitionError(path, "is no term; write a word, a phrase or a group")
    if "term" in item:
        return _weighted(item, language, path)
    if "near" in item:
        rules = tuple(_items(item["near"], language, (*path, "near")))
        return Near(rules, int(item.get("within", 5)))
    groups = [_group(kind, item[kind], language, (*path, kind)) for kind in GROUPS if kind in item]
    if len(groups) != len(item):
        unknown = next(key for key in item if key not in GROUPS)
        raise DefinitionError((*path, unknown), "is no group; write all, any, none or near")
    return groups[0] if len(groups) == 1 else Group("all", tuple(groups))


def _group(kind: str, value: Any, language: str, path: Path) -> Group:
    inner = (
        _by_language(value, path) if isinstance(value, Mapping) else _items(value, language, path)
    )
    return Group(kind, tuple(inner))


def _weighted(item: Mapping[str, Any], language: str, path: Path) -> Leaf:
    leaf = Leaf(_term(str(item["term"]), language, path), float(item.get("weight", 1.0)))
    unless: list[Term] = []
    for index, rule in enumerate(_items(item.get("unless", ()), language, (*path, "unless"))):
        if not isinstance(rule, Leaf):
            raise DefinitionError((*path, "unless", index), "'unless' takes terms, and no groups")
        unless.append(rule.term)
    return replace(leaf, unless=tuple(unless))


def _term(text: str, language: str, path: Path) -> Term:
    text = " ".join(text.split())
    if not text:
        raise DefinitionError(path, "is empty; write a word or a phrase")
    return Term(text, language)
