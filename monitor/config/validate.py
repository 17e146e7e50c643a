"""One YAML file to one typed model, with every problem of the file at once.

A problem reads ``file:line:column: what is wrong; what would be right``. It may quote what was
typed in the file, but never what a ``${NAME}`` stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from monitor.config.explain import explain, follows_from_another
from monitor.config.secrets import SecretError, Secrets
from monitor.config.tree import Document, KeyPath, Node
from monitor.config.yaml import read_document
from monitor.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Model]):
    """A valid file: its model, and the document that knows where each value stands."""

    value: Model
    document: Document

    def problem(self, path: KeyPath, text: str) -> str:
        """Return ``text`` as a problem at ``path``, for checks that go beyond the model."""
        return self.document.problem(path, text)


def load_file(path: Path, model: type[Model], secrets: Secrets | None = None) -> Loaded[Model]:
    """Read and check one file. Without ``secrets``, ``${NAME}`` is plain text.

    An empty file counts as one without keys. Raises ConfigError with all problems.
    """
    return load_document(read_document(path), model, secrets)


def load_document(
    document: Document, model: type[Model], secrets: Secrets | None = None
) -> Loaded[Model]:
    """Check a file that has been parsed, as ``load_file`` does."""
    path = document.path
    filler = _Filler(secrets)
    data = filler.plain(document.root, ())
    problems = [(document.mark(place), text) for place, text in filler.problems.items()]
    value = None
    try:
        value = model.model_validate({} if data is None else data)
    except ValidationError as error:
        problems += [
            explain(detail, model, document)
            for detail in error.errors(include_url=False)
            if document.existing(detail["loc"]) not in filler.problems
            and not follows_from_another(detail, document)
        ]
    if value is None or problems:
        ordered = dict.fromkeys(sorted(problems))
        raise ConfigError([f"{path}:{at.line}:{at.column}: {text}" for at, text in ordered])
    return Loaded(value, document)


def validate_file(path: Path, model: type[Model], secrets: Secrets | None = None) -> Model:
    """Read and check one file, returning its model alone; see ``load_file``."""
    return load_file(path, model, secrets).value


class _Filler:
    """Turns nodes to plain values with their secrets filled in, and notes what is missing."""

    def __init__(self, secrets: Secrets | None) -> None:
        self.problems: dict[KeyPath, str] = {}
        self._secrets = secrets

    def plain(self, node: Node, path: KeyPath) -> object:
        value = node.value
        if isinstance(value, dict):
            return {key: self.plain(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.plain(item, (*path, index)) for index, item in enumerate(value)]
        if self._secrets is None or value is None or "${" not in value:
            return value
        try:
            return self._secrets.fill_in(value)
        except SecretError as error:
            self.problems[path] = str(error)
            return value
