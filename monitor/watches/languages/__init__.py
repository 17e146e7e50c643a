"""How each language inflects: one function a language, from a word to its paradigm."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monitor.watches.languages.english import inflect as _en
from monitor.watches.languages.morphy import inflect_russian as _ru
from monitor.watches.languages.morphy import inflect_ukrainian as _uk
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm

INFLECTORS: Mapping[str, Callable[[str, Sources], Paradigm]] = {
    "en": _en,
    "ru": _ru,
    "uk": _uk,
}
"""By ISO 639-1 code; Serbian stands for Croatian, Bosnian and Montenegrin as well."""

__all__ = ["INFLECTORS", "Sources"]
