"""A parsed file: values, and the line and column of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    value: str | list[Node] | dict[str, Node] | None
    mark: Mark
    keys: dict[str, Mark]
    """Where each key of a mapping stands."""
    size: int
    """Nodes under it, itself included, aliases counted in full."""
    height: int
    """Levels under it, itself included, aliases counted in full."""


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file."""

    path: Path
    root: Node

    def existing(self, path: KeyPath) -> KeyPath:
        """Return ``path`` without the steps that do not exist, such as a validator's own names."""
        node = self.root
        steps: list[str | int] = []
        for step in path:
            if child := _child(node, step):
                node = child
                steps.append(step)
        return tuple(steps)

    def node(self, path: KeyPath) -> Node:
        """Return the node at ``path``. Raises KeyError if there is none."""
        node = self.root
        for step in path:
            child = _child(node, step)
            if child is None:
                raise KeyError(path)
            node = child
        return node

    def mark(self, path: KeyPath) -> Mark:
        """Return where the value at ``path`` stands, or its key where the value is empty."""
        node = self.node(path)
        return self.key_mark(path) if node.value is None else node.mark

    def texts(self, *steps: str) -> Iterator[tuple[KeyPath, str]]:
        """Yield every text under ``steps`` and its path, ``*`` standing for each item of a list."""

        def walk(node: Node, path: KeyPath, rest: tuple[str, ...]) -> Iterator[tuple[KeyPath, str]]:
            if not rest:
                if isinstance(node.value, str):
                    yield path, node.value
            elif rest[0] == "*" and isinstance(node.value, list):
                for index, item in enumerate(node.value):
                    yield from walk(item, (*path, index), rest[1:])
            elif child := _child(node, rest[0]):
                yield from walk(child, (*path, rest[0]), rest[1:])

        return walk(self.root, (), steps)

    def key_mark(self, path: KeyPath) -> Mark:
        """Return where the last key of ``path`` stands; the value where there is no key."""
        if path and isinstance(path[-1], str):
            return self.node(path[:-1]).keys[path[-1]]
        return self.node(path).mark

    def place(self, path: KeyPath = ()) -> str:
        """Return ``file:line:column`` of ``path``, as far as it exists."""
        mark = self.mark(self.existing(path))
        return f"{self.path}:{mark.line}:{mark.column}"

    def problem(self, path: KeyPath, text: str) -> str:
        """Return ``text`` as a problem at ``path``."""
        return f"{self.place(path)}: {text}"


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(step, str) and isinstance(node.value, dict):
        return node.value.get(step)
    if isinstance(step, int) and isinstance(node.value, list) and step < len(node.value):
        return node.value[step]
    return None
