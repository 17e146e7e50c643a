"""Pair the entries of a document with known ones, field by field, the surest first.

Which evidence counts is decided for two entries at a time: a guid is believed unless it is shared
or a mere position; a link unless it is shared or guid and title both speak against it; a text only
where the feed itself does not keep the two apart. A wording may recur ("Air raid alert in the
capital"): what is named otherwise and dated later is another entry, the sooner where the known one
was gone from the feed's last document. Only what stood there can have been renamed since.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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


class Known(Comparable, Protocol):
    """What is known of an entry of the feed."""

    @property
    def stands(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Seen:
    guid: str
    stem: str
    link: str
    title: str
    text: str
    summary: str
    published: datetime | None
    stands: bool = False


def pair(parsed: Sequence[Comparable], known: Sequence[Known]) -> dict[int, int]:
    """Return which parsed entry (by index) is which known one; each stands in one pair at most."""
    pairing = _Pairing(
        [_seen(entry) for entry in parsed],
        [replace(_seen(entry), stands=entry.stands) for entry in known],
    )
    pairing.by(lambda e: (e.guid, e.link, e.title, e.summary))
    pairing.by(lambda e: _all(e.guid, e.text))
    pairing.by(lambda e: _all(e.link, e.text))
    pairing.by(lambda e: e.guid, only_if=pairing.same_by_guid)
    pairing.by(lambda e: e.link, only_if=pairing.same_by_link)
    pairing.by(lambda e: _all(e.stem, e.text))
    pairing.by(lambda e: _all(e.text, e.published), only_if=_not_kept_apart)
    pairing.by(_telling_text, only_if=_not_kept_apart)
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
        self._shared_guids = _shared(parsed, known, lambda e: e.guid)
        self._shared_stems = _shared(parsed, known, lambda e: e.stem)
        self._shared_links = _shared(parsed, known, lambda e: e.link)
        self._renamed = any(
            _renamed(parsed, known, field) for field in (lambda e: e.link, lambda e: e.text)
        )

    def by(
        self,
        key: Callable[[_Seen], object],
        only_if: Callable[[_Seen, _Seen], bool] = lambda entry, known: True,
    ) -> None:
        """Pair what shares a key and does not merely recur, in order; an empty key is none."""
        shelves: dict[object, list[int]] = {}
        for number, known in self._known.items():
            if shelf := key(known):
                shelves.setdefault(shelf, []).append(number)
        for index, entry in list(self._parsed.items()):
            numbers = shelves.get(key(entry) or None, [])
            fitting = (n for n in numbers if only_if(entry, self._known[n]))
            chosen = next((n for n in fitting if not self._recurs(entry, self._known[n])), None)
            if chosen is not None:
                numbers.remove(chosen)
                self.partners[index] = chosen
                del self._known[chosen], self._parsed[index]

    def same_by_guid(self, entry: _Seen, known: _Seen) -> bool:
        """Believe a guid, but let link or title confirm one that is shared or a mere position."""
        if entry.guid not in self._shared_guids and not is_position(entry.guid):
            return True
        return self._same_page(entry, known) or similar(entry.title, known.title)

    def same_by_link(self, entry: _Seen, known: _Seen) -> bool:
        """Believe a link unless guid and title both speak against it, or one if it is shared."""
        apart, elsewhere = self._named_apart(entry, known), not self._same_page(entry, known)
        if apart and elsewhere:
            return False
        return not (apart or elsewhere) or similar(entry.title, known.title)

    def _recurs(self, entry: _Seen, known: _Seen) -> bool:
        """Tell whether an entry is later news in the words of a known one, and not that one."""
        if entry.published is None or known.published is None:
            return False
        if self._renamed or self._same_name(entry, known):
            return False
        later = entry.published - known.published
        apart, elsewhere = self._named_apart(entry, known), not self._same_page(entry, known)
        if known.stands:
            return apart and elsewhere and later > _RECURS_AFTER
        return (apart or elsewhere) and later > timedelta()

    def _same_page(self, entry: _Seen, known: _Seen) -> bool:
        return entry.link == known.link != "" and entry.link not in self._shared_links

    def _same_name(self, entry: _Seen, known: _Seen) -> bool:
        """Tell whether two entries have a guid, or all of it but its tail, that no other has."""
        if is_position(entry.guid):
            return False
        return (entry.guid == known.guid and entry.guid not in self._shared_guids) or (
            entry.stem == known.stem and entry.stem not in self._shared_stems
        )

    def _named_apart(self, entry: _Seen, known: _Seen) -> bool:
        """Tell whether the guids of two entries speak against their being one."""
        if self._renamed or not entry.guid or not known.guid or entry.guid == known.guid:
            return False
        return not self._same_name(entry, known)


def _shared(
    parsed: Sequence[_Seen], known: Sequence[_Seen], field: Callable[[_Seen], str]
) -> frozenset[str]:
    """Return the values of a field that several entries of the document, or known ones, have."""
    counted = (Counter(field(entry) for entry in side) for side in (parsed, known))
    return frozenset(value for counts in counted for value in counts if counts[value] > 1)


def _renamed(
    parsed: Sequence[_Seen], known: Sequence[_Seen], field: Callable[[_Seen], str]
) -> bool:
    """Tell whether most of what stood in the last document has a new guid in this one.

    It is found again by a field, where that is not shared.
    """
    guids = {entry.guid for entry in known}
    stood = {field(entry) for entry in known if entry.stands} - {""}
    stood -= _shared(parsed, [], field)
    again = [entry for entry in parsed if field(entry) in stood]
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
