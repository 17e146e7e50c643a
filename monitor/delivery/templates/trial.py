"""Try a user's templates before they are used, and say with file and line what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from jinja2 import Environment, TemplateSyntaxError, nodes

from monitor.delivery.escape import one_line, shorten
from monitor.delivery.templates.examples import examples
from monitor.domain import Content

MOST_BYTES = 200_000

_NO_FIELD = re.compile(r"^'[\w. ]+' has no attribute ('\w+')$")

RenderAll = Callable[[Content], None]


@dataclass(frozen=True, slots=True)
class Own:
    """A template of the user's."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Which of a user's templates can be used, and what is wrong with the others."""

    working: Mapping[str, Own]
    problems: tuple[str, ...]


def read_own(folder: Path) -> dict[str, Own]:
    """Return the templates of a folder by name; none where there is no such folder.

    One that cannot be read as text is returned as one that cannot be parsed.
    """
    found = {}
    for path in sorted(folder.glob("*.j2")):
        try:
            data = path.read_bytes()
            source = data[: MOST_BYTES + 1].decode("utf-8")
        except (OSError, UnicodeDecodeError):
            source = "{% this file cannot be read as UTF-8 text %}"
        found[path.name] = Own(path, source)
    return found


def try_out(
    own: Mapping[str, Own],
    shipped: Collection[str],
    renderer: Callable[[Mapping[str, Own]], RenderAll],
) -> Tried:
    """Render every example with what is left of ``own`` until nothing fails.

    ``renderer`` makes what renders with some of them. A file that begins with ``_`` may have any
    name, for others to include.
    """
    working = dict(own)
    problems = []
    for name, text in _unfit(own, shipped):
        problems.append(text)
        del working[name]
    while working:
        failure = _first_failure(renderer(working))
        if failure is None:
            break
        name, line = _culprit(failure, working)
        place = f"{own[name].path}:{line}" if line else str(own[name].path)
        problems.append(f"{place}: {_said(failure)}; the shipped template is used instead")
        del working[name]
    return Tried(working, tuple(problems))


def _unfit(own: Mapping[str, Own], shipped: Collection[str]) -> Iterator[tuple[str, str]]:
    for name, template in own.items():
        if name not in shipped and not name.startswith("_"):
            known = ", ".join(item for item in shipped if not item.startswith("_"))
            yield name, f"{template.path}: no message has a template of this name; known: {known}"
        elif len(template.source) > MOST_BYTES:
            yield name, f"{template.path}: larger than {MOST_BYTES} bytes; it is not used"
        elif line := _escaping_switched_off(template.source):
            yield (
                name,
                f"{template.path}:{line}: escaping cannot be switched off, since texts come from"
                " feeds; the shipped template is used instead",
            )


def _escaping_switched_off(source: str) -> int | None:
    try:
        parsed = Environment(autoescape=True).parse(source)
    except TemplateSyntaxError:
        return None
    found = parsed.find(nodes.EvalContextModifier)
    return found.lineno if found else None


def _first_failure(render_all: RenderAll) -> Exception | None:
    for content in examples():
        try:
            render_all(content)
        except Exception as error:
            return error
    return None


def _culprit(failure: Exception, working: Mapping[str, Own]) -> tuple[str, int | None]:
    """Return which of the user's templates failed and in which line, as far as that shows."""
    by_path = {str(template.path): name for name, template in working.items()}
    if isinstance(failure, TemplateSyntaxError) and failure.filename in by_path:
        return by_path[failure.filename], failure.lineno
    for path, line in _places(failure.__traceback__):
        if path in by_path:
            return by_path[path], line
    return next(iter(working)), None


def _places(trace: TracebackType | None) -> list[tuple[str, int]]:
    """Return file and line of each frame, the innermost first."""
    places = []
    while trace is not None:
        places.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return places[::-1]


def _said(failure: Exception) -> str:
    said = one_line(str(failure)) or type(failure).__name__
    return shorten(_NO_FIELD.sub(r"there is no \1 here", said), 300)
