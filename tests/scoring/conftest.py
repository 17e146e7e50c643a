"""The built-in classifier, loaded once."""

from __future__ import annotations

import pytest

from monitor.scoring.builtin import BuiltinClassifier, load_builtin


@pytest.fixture(scope="session")
def builtin() -> BuiltinClassifier:
    """Return the shipped model on one thread."""
    return load_builtin(threads=1)
