"""Pair the entries of a document with known ones, field by field, the surest first.

Which evidence counts is decided for two entries at a time: a guid is believed unless it is shared
or a mere position; a link unless it is shared or guid and title both speak against it; a text only
where the feed itself does not keep the two apart. A wording may recur ("Air raid alert in the
capital"): the same words under another guid and link, dated over an hour later, are another entry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.text.urls import comparable

_WORD = re.compile(r"\w+")
_POSITION = re.compile(r"^\W*\w{0,4}\W*$")
_VOLATILE_TAIL = re.compile(r"[#?&;|@!].*$")
_TELLING_SUMMARY = 40
_SIMILAR = 0.5
_RECURS_AFTER = timedelta(hours=1)


class Comparable(Protocol):
    """What two entries are compared by."""

    @property
    def guid(self) -> str: ...
    @property
    def link(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def published(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class _Seen:
    guid: str
    stem: str
    link: str
    title: str
    text: str
    summary: str
    published: datetime | None


def pair(parsed: Sequence[Comparable], known: Sequence[Comparable]) -> dict[int, int]:
    """Return which parsed entry (by index) is which known one; each stands in one pair at most."""
    pairing = _Pairing([_seen(entry) for entry in parsed], [_seen(entry) for entry in known])
    pairing.by(lambda e: (e.guid, e.link, e.title, e.summary))
    pairing.by(lambda e: _all(e.guid, e.text))
    pairing.by(lambda e: _all(e.link, e.text))
    pairing.by(lambda e: e.guid, only_if=pairing.same_by_guid)
    pairing.by(lambda e: e.link, only_if=pairing.same_by_link)
    pairing.by(lambda e: _all(e.stem, e.text))
    pairing.by(lambda e: _all(e.text, e.published), only_if=_not_kept_apart)
    pairing.by(_telling_text, only_if=pairing.same_by_text)
    pairing.by(lambda e: "" if e.guid or e.link else e.text)
    return pairing.partners


def similar(one: str, other: str) -> bool:
    """Tell whether two titles share half of their words (or signs, where words are not spaced)."""
    left, right = _parts(one), _parts(other)
    if not left or not right:
        return not left and not right
    return len(left & right) / len(left | right) >= _SIMILAR


def folded(title: str) -> str:
    """Return the words of a title without case and punctuation."""
    return " ".join(_WORD.findall(title.casefold()))


def is_position(guid: str) -> bool:
    """Tell whether a guid may be a mere place in the list ("1", "#12"), given to the next entry."""
    return bool(_POSITION.match(guid))


class _Pairing:
    def __init__(self, parsed: Sequence[_Seen], known: Sequence[_Seen]) -> None:
        self.partners: dict[int, int] = {}
        self._parsed = dict(enumerate(parsed))
        self._known = dict(enumerate(known))
        self._links = Counter(entry.link for entry in parsed)
        self._guids = Counter(entry.guid for entry in parsed)
        self._known_guids = Counter(entry.guid for entry in known)
        self._guids_renewed = _guids_renewed(parsed, known, lambda e: e.link)
        self._texts_renewed = _guids_renewed(parsed, known, lambda e: e.text)

    def by(
        self,
        key: Callable[[_Seen], object],
        only_if: Callable[[_Seen, _Seen], bool] = lambda entry, known: True,
    ) -> None:
        """Pair what shares a key, in order; an empty key is none."""
        shelves: dict[object, list[int]] = {}
        for number, known in self._known.items():
            if shelf := key(known):
                shelves.setdefault(shelf, []).append(number)
        for index, entry in list(self._parsed.items()):
            numbers = shelves.get(key(entry) or None, [])
            chosen = next((n for n in numbers if only_if(entry, self._known[n])), None)
            if chosen is not None:
                numbers.remove(chosen)
                self.partners[index] = chosen
                del self._known[chosen], self._parsed[index]

    def same_by_guid(self, entry: _Seen, known: _Seen) -> bool:
        """Believe a guid, but let link or title confirm one that is shared or a mere position."""
        if self._guids[entry.guid] > 1 or self._known_guids[entry.guid] > 1:
            same_link = entry.link == known.link != "" and self._links[entry.link] == 1
            return same_link or similar(entry.title, known.title)
        if not is_position(entry.guid):
            return True
        return entry.link == known.link != "" or similar(entry.title, known.title)

    def same_by_link(self, entry: _Seen, known: _Seen) -> bool:
        """Believe a link unless it is shared, or guid and title both speak against it."""
        if self._links[entry.link] > 1:
            return similar(entry.title, known.title)
        if not entry.guid or not known.guid or self._guids_renewed:
            return True
        return entry.stem == known.stem or similar(entry.title, known.title)

    def same_by_text(self, entry: _Seen, known: _Seen) -> bool:
        """Believe a telling text unless guid, link and a later date say that its wording recurs."""
        if not _not_kept_apart(entry, known):
            return False
        if self._texts_renewed or not entry.guid or not known.guid:
            return True
        if entry.published is None or known.published is None:
            return True
        return entry.published - known.published <= _RECURS_AFTER


def _guids_renewed(
    parsed: Sequence[_Seen], known: Sequence[_Seen], field: Callable[[_Seen], str]
) -> bool:
    """Tell whether the feed has renamed its guids: most entries of a known field have a new one."""
    guids = {entry.guid for entry in known}
    fields = {field(entry) for entry in known} - {""}
    again = [entry for entry in parsed if field(entry) in fields]
    renewed = sum(1 for entry in again if entry.guid not in guids)
    return len(again) >= 3 and renewed * 2 > len(again)


def _not_kept_apart(entry: _Seen, known: _Seen) -> bool:
    """Refuse to pair by text two entries of one link that have guids of their own."""
    return not (entry.link == known.link != "" and entry.guid and entry.guid != known.guid)


def _seen(entry: Comparable) -> _Seen:
    return _Seen(
        guid=entry.guid,
        stem=_VOLATILE_TAIL.sub("", entry.guid),
        link=comparable(entry.link),
        title=entry.title,
        text=folded(entry.title),
        summary=entry.summary,
        published=entry.published,
    )


def _telling_text(entry: _Seen) -> object:
    return _all(entry.text, entry.summary) if len(entry.summary) >= _TELLING_SUMMARY else None


def _all(*parts: object) -> object:
    return parts if all(parts) else None


def _parts(title: str) -> set[str]:
    words = set(_WORD.findall(title.casefold()))
    if len(words) > 2 or title.isascii():
        return words
    return {title[start : start + 2] for start in range(len(title) - 1)}
