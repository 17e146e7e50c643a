"""``${NAME}`` in a configuration file: a secret that stands elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_REFERENCE = re.compile(r"\$\$\{|\$\{([^{}]*)\}?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def literal(text: str) -> str:
    """Return what to write in a file for ``text``, so that nothing in it is filled in."""
    return text.replace("${", "$${")


class SecretError(Exception):
    """A reference cannot be resolved; says what to do and never holds a value."""


@dataclass(slots=True)
class Secrets:
    """Where ``${NAME}`` is looked up: the environment first, then systemd's credentials.

    Collects what it hands out in ``revealed``, so that logs can be cleaned of it.
    """

    environment: Mapping[str, str] = field(repr=False)
    credentials: Path | None = None
    revealed: set[str] = field(default_factory=set, repr=False)

    @classmethod
    def of_process(cls) -> Secrets:
        """Return the secrets of this process: environment and ``$CREDENTIALS_DIRECTORY``."""
        directory = os.environ.get("CREDENTIALS_DIRECTORY")
        return cls(os.environ, Path(directory) if directory else None)

    def fill_in(self, text: str) -> str:
        """Return ``text`` with each ``${NAME}`` replaced, and ``$${`` as a plain ``${``.

        What is filled in is not searched again. Raises SecretError.
        """
        return _REFERENCE.sub(self._replace, text)

    def _replace(self, found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "${"
        if not found[0].endswith("}") or not _NAME.fullmatch(name):
            raise SecretError("'${' begins a secret; write ${NAME}, or $${ for a plain ${")
        value = self._look_up(name)
        self.revealed.add(value)
        return value

    def _look_up(self, name: str) -> str:
        value = self.environment.get(name) or self._credential(name)
        if not value:
            raise SecretError(
                f"${{{name}}} is not set; set it in the environment (export {name}=...) "
                f"or as a systemd credential (LoadCredential={name}:/path/to/file)"
            )
        return value

    def _credential(self, name: str) -> str | None:
        if self.credentials is None:
            return None
        try:
            return (self.credentials / name).read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            raise SecretError(
                f"${{{name}}}: the credential {self.credentials / name} cannot be read as text"
            ) from None
