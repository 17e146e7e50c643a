"""Read the headlines that were written for this project, of `training/written`."""

from __future__ import annotations

from training.data import LABELS, Row
from training.paths import ROOT

WRITTEN = ROOT / "training" / "written"


def written_here() -> list[Row]:
    """Read the headlines written for this project, mostly of the weakest labels, and the events."""
    return _written("*.tsv") + [row for group in groups() for row in group]


def borders() -> list[Row]:
    """Read the headlines written for this project on both sides of each border between labels."""
    return _written("borders/*.tsv")


def weak_spots() -> list[Row]:
    """Read the headlines written for this project after the errors of teachers in rows they had
    held out, which therefore no teacher may learn from: other events, the same distinctions.
    """
    return _written("weak/*.tsv")


def _written(pattern: str) -> list[Row]:
    """Read lines of language, label, headline and, of some, lede."""
    found = []
    for path in sorted(WRITTEN.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            found.append(_written_row("written here", *line.split("\t")))
    return found


def _written_row(source: str, language: str, label: str, title: str, summary: str = "") -> Row:
    return Row(title, summary, language, "", "", LABELS.index(label), source)


def of_hours() -> list[Row]:
    """Return the headlines of all written hours, without their stories."""
    return [row for hour in hours() for row, _ in hour]


def groups() -> list[list[Row]]:
    """Read the events written for this project, each told in several languages: lines of group,
    language, label and headline. Three groups that follow each other are a family: alike, and not
    the same event.
    """
    found: dict[str, list[Row]] = {}
    for path in sorted((WRITTEN / "groups").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            group, *fields = line.split("\t")
            found.setdefault(group, []).append(_written_row("groups", *fields))
    return list(found.values())


def hours() -> list[list[tuple[Row, str]]]:
    """Return the hours of news written for this project, each headline with its story, `-` where it
    tells it alone: lines of story, language, label, headline and, of some, lede; a file an hour.
    """
    found = []
    for path in sorted((WRITTEN / "hours").glob("*.tsv")):
        hour = []
        for line in path.read_text(encoding="utf-8").splitlines():
            story, *fields = line.split("\t")
            hour.append((_written_row("hours", *fields), story))
        found.append(hour)
    return found
