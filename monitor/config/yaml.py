"""YAML, read safely and under limits, as a tree that remembers where everything stands.

Scalars stay the text that was typed (only an empty value, ``~`` and ``null`` become None) and the
models turn them into what a key wants. So ``country: NO``, ``no: [krig]``, ``quiet: 22:30`` and
``- 007`` mean what they say, with none of YAML 1.1's guesses.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from monitor.config.syntax import UndecodableError, decode, explain_syntax, unprintable
from monitor.config.tree import Document, Mark, Node
from monitor.config.wording import quoted
from monitor.errors import ConfigError

MAX_BYTES = 8_000_000
MAX_NODES = 500_000
MAX_DEPTH = 32

# The types-PyYAML stubs leave out the attributes of events.
_Event = Any
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def read_document(path: Path) -> Document:
    """Read and parse one YAML file.

    Raises ConfigError with every problem found: unreadable, too large, not UTF-8, bad syntax,
    duplicate keys, tags, alias bombs.
    """
    try:
        if not path.is_file():
            wrong = "no such file"
            if os.path.lexists(path):
                wrong = "is no file; put one there, or delete it"
            raise ConfigError([f"{path}: {wrong}"])
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError([unreadable(path, error)]) from error
    return parse_document(content, path)


def unreadable(path: Path, error: OSError) -> str:
    """Return the problem of a file or folder that the system does not let us read."""
    return f"{path}: cannot be read: {error.strerror}; let the monitor's user read it"


def parse_document(content: bytes, path: Path) -> Document:
    """Parse the bytes of one YAML file; ``path`` is named in errors. Raises ConfigError."""
    if len(content) > MAX_BYTES:
        raise ConfigError([f"{path}: is larger than {MAX_BYTES // 1_000_000} MB; split the file"])
    try:
        text = decode(content)
    except UndecodableError as error:
        raise ConfigError([f"{path}:{error}"]) from None
    builder = _Builder(path)
    try:
        root = builder.build(_events(text))
    except yaml.MarkedYAMLError as error:
        problem = f"{path}:{explain_syntax(error, text)}"
        raise ConfigError([*builder.problems, problem]) from None
    except _RefusedError as error:
        raise ConfigError([*builder.problems, str(error)]) from None
    if builder.problems:
        raise ConfigError(builder.problems)
    return Document(path, root)


def _events(text: str) -> Iterator[_Event]:
    loader = _Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


class _RefusedError(Exception):
    """The document cannot be read on from here."""


class _Builder:
    """Builds nodes from parser events, under limits; an alias is a shared node, never a copy."""

    def __init__(self, path: Path) -> None:
        self.problems: list[str] = []
        self._path = path
        self._anchors: dict[str, Node] = {}
        self._depth = 0
        self._count = 0

    def build(self, events: Iterator[_Event]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if root is not None:
                    raise self._refuse(event, "a second document ('---'); keep one a file")
                root = self._node(event, events)
        return root or Node(None, Mark(1, 1), {}, 1, 1)

    def _node(self, event: _Event, events: Iterator[_Event]) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            self._problem(
                event, "'!' at the start of a value is a YAML tag; put the text in quotes"
            )
        self._depth += 1
        self._refuse_depth(event, self._depth)
        self._count += 1
        node = self._value(event, events)
        self._depth -= 1
        if max(node.size, self._count) > MAX_NODES:
            raise self._refuse(event, f"more than {MAX_NODES} values, aliases counted in full")
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, event: _Event) -> Node:
        if event.anchor not in self._anchors:
            raise self._refuse(
                event, "'*' at the start of a value is a YAML alias; put the text in quotes"
            )
        node = self._anchors[event.anchor]
        self._refuse_depth(event, self._depth + node.height)
        return node

    def _value(self, event: _Event, events: Iterator[_Event]) -> Node:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, events)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events)
        if found := unprintable(event.value):
            self._problem(event, f"invisible character U+{ord(found[0]):04X}; delete its escape")
        value = None if event.implicit[0] and event.value in _NULLS else event.value
        return Node(value, _mark(event), {}, 1, 1)

    def _sequence(self, start: _Event, events: Iterator[_Event]) -> Node:
        items: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events))
        return _branch(items, items, start, {})

    def _mapping(self, start: _Event, events: Iterator[_Event]) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events)
            value = self._node(next(events), events)
            if key in keys:
                self._problem(
                    event, f"key {quoted(key)} again; it stands in line {keys[key].line} already"
                )
            else:
                values[key], keys[key] = value, _mark(event)
        return _branch(values, values.values(), start, keys)

    def _key(self, event: _Event, events: Iterator[_Event]) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self._node(event, events)
            return str(event.value)
        raise self._refuse(event, "a key must be text; put it in quotes")

    def _refuse_depth(self, event: _Event, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise self._refuse(event, f"nested deeper than {MAX_DEPTH} levels")

    def _problem(self, event: _Event, text: str) -> None:
        mark = _mark(event)
        self.problems.append(f"{self._path}:{mark.line}:{mark.column}: {text}")

    def _refuse(self, event: _Event, text: str) -> _RefusedError:
        mark = _mark(event)
        return _RefusedError(f"{self._path}:{mark.line}:{mark.column}: {text}")


def _branch(
    value: list[Node] | dict[str, Node],
    children: Collection[Node],
    start: _Event,
    keys: dict[str, Mark],
) -> Node:
    size = 1 + sum(child.size for child in children)
    height = 1 + max((child.height for child in children), default=0)
    return Node(value, _mark(start), keys, size, height)


def _mark(event: _Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
