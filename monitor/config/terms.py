"""terms/*.yaml, and what watches look for: terms by language, and groups of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from monitor.config.refusal import refused
from monitor.config.section import Section
from monitor.config.values import LanguageCode
from monitor.config.wording import quoted

ANY = "any"
"""Key of terms that count in every language."""


_CODE: TypeAdapter[str] = TypeAdapter(LanguageCode)


def _language(code: str) -> str:
    if code in ("all", "none", "near"):
        raise refused(f"'{code}' is a group; put it in the list of a language or of `any`")
    try:
        return code if code == ANY else _CODE.validate_python(code)
    except ValidationError as error:
        raise refused(f"{quoted(code)} {error.errors()[0]['msg']}, or `any` for all") from None


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""A word, phrase, `=exact`, `prefix*` or `/expression/`."""
LanguageKey = Annotated[str, AfterValidator(_language)]


class WeightedTerm(Section):
    """A term with what it weighs, and beside what it does not count."""

    term: Annotated[Word, Field(examples=["Kyiv"])]
    """A word, phrase, `=exact`, `prefix*` or `/expression/`."""
    weight: Annotated[float, Field(gt=0, le=1000)] = 1.0
    """What it adds towards the watch's minimum_weight."""
    unless: tuple[Word, ...] = ()
    """Terms beside which it does not count: strike, unless baseball."""


class NearTerms(Section):
    """Terms or groups within so many words of each other, in any order."""

    near: Annotated[tuple[Item, ...], Field(min_length=2)]
    """What must stand close together."""
    within: Annotated[int, Field(ge=1, le=100)] = 5
    """How many words apart at most."""


class TermGroup(Section):
    """Groups of terms; where several are given, each must hold."""

    all: Items | None = None
    """Every one must be found."""
    any: Items | None = None
    """At least one must be found."""
    none: Items | None = None
    """None may be found."""

    @model_validator(mode="after")
    def _says_something(self) -> TermGroup:
        if not (self.all or self.any or self.none):
            raise ValueError("an empty group; give terms under all, any or none")
        return self


# A tag that could be a key would lead a problem's path into the value of that key.
def _kind_of_item(item: object) -> str:
    if isinstance(item, Mapping):
        return next((f"a {key}" for key in ("term", "near") if key in item), "a group")
    kinds: dict[type, str] = {WeightedTerm: "a term", NearTerms: "a near", TermGroup: "a group"}
    return kinds.get(type(item), "a word")


def _kind_of_items(items: object) -> str:
    return "by language" if isinstance(items, Mapping) else "in a list"


Item = Annotated[
    Annotated[Word, Tag("a word")]
    | Annotated[WeightedTerm, Tag("a term")]
    | Annotated[NearTerms, Tag("a near")]
    | Annotated[TermGroup, Tag("a group")],
    Discriminator(_kind_of_item),
]
Block = dict[LanguageKey, tuple[Item, ...]]
Items = Annotated[
    Annotated[Block, Tag("by language")] | Annotated[tuple[Item, ...], Tag("in a list")],
    Discriminator(_kind_of_items),
]

NearTerms.model_rebuild()
TermGroup.model_rebuild()


class TermsFile(Section):
    """A file of terms/: a list of terms that several watches use."""

    keywords: Annotated[Block, Field(min_length=1)]
    """Terms by language, or under `any` for all languages."""
