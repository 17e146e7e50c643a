"""Help with watches while they are written: warnings, what a text gives, what a change would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from monitor.app.compiling import built, compile_config, compile_files
from monitor.app.house import utc_now
from monitor.config.load import Config
from monitor.config.quantities import parse_duration
from monitor.config.watches import load_watch
from monitor.domain import TermHit
from monitor.errors import MonitorError
from monitor.scoring.classifier import Classifier, Headline
from monitor.store import entries
from monitor.store.entries import StoredEntry
from monitor.text.language import detect
from monitor.watches import (
    Comparison,
    Facts,
    Sample,
    Watch,
    compare,
    judge,
    lets_all_through,
    seeded_lexicon,
    warnings_of,
)

_ALL = (
    "no keywords, and no limit on score, severity or direction: every entry {whose}alerts; "
    "add keywords, or e.g. minimum_score: 0.6"
)

MOST_NEEDLESS = 3
"""How many terms of a watch that add nothing are named one by one."""


@dataclass(frozen=True, slots=True)
class Tested:
    """What one watch makes of a text."""

    watch: str
    alerts: bool
    hits: tuple[TermHit, ...]
    reasons: tuple[str, ...]
    """Why it does not alert, the keywords' reasons first."""


def warn(config: Config, connection: Connection, *, each: bool = False) -> list[str]:
    """Return what to mind in the configured watches, with file and line, the gravest first.

    A watch that lets everything through is named. Terms that flood are counted on what is stored.
    Many terms of a watch that only add nothing are one warning, unless ``each`` is wanted. Raises
    ConfigError.
    """
    samples = samples_since(connection, datetime.min.replace(tzinfo=utc_now().tzinfo))
    files = {file.name: file for file in config.watches}
    lexicon = seeded_lexicon()
    watches = compile_config(config, lexicon).watches
    found = warnings_of(watches, samples, lexicon)
    needless = Counter(item.watch for item in found if item.needless)
    told: set[str] = set()
    warnings = [
        files[watch.name].problem("", "", _ALL.format(whose=_limited(watch)))
        for watch in watches
        if lets_all_through(watch)
    ]
    for item in found:
        text = f"'{item.term.text}' {item.text}"
        if item.needless and needless[item.watch] > MOST_NEEDLESS and not each:
            if item.watch in told:
                continue
            told.add(item.watch)
            others = needless[item.watch] - 1
            text += f"; so do {others} further terms, which does no harm (--each names them)"
        warnings.append(files[item.watch].problem(item.term.language, item.term.text, text))
    return warnings


def _limited(watch: Watch) -> str:
    """Return which entries a watch is limited to, in words that a space follows, or nothing."""
    limits = " and ".join(key for key, limit in watch.limits.items() if limit.only or limit.never)
    return f"within its limits on {limits} " if limits else ""


def examine_text(
    config: Config, classifier: Classifier, title: str, summary: str, language: str
) -> tuple[str, float, list[Tested]]:
    """Return a text's language, its score, and what each configured watch makes of it."""
    matcher = compile_config(config)
    found = detect(f"{title}\n{summary}", language)
    (score,) = classifier.score([Headline(title, summary, found)])
    facts = Facts(
        language=found, score=score.score, severity=score.severity, direction=score.direction
    )
    watches = {watch.name: watch for watch in matcher.watches}
    tested = []
    for verdict in matcher.explain(title, summary, found):
        judgement = judge(watches[verdict.watch], facts)
        reasons = (*verdict.reasons, *(() if judgement.passed else (judgement.reason,)))
        passes = verdict.matched and judgement.passed
        tested.append(Tested(verdict.watch, passes, verdict.hits, reasons))
    return found, score.score, tested


def try_watch(config: Config, connection: Connection, file: Path, since: str) -> Comparison:
    """Return which stored entries a changed watch would gain and lose against the one in force.

    ``since`` is a duration such as 30d. Raises ConfigError, MonitorError.
    """
    try:
        start = utc_now() - parse_duration(since)
    except (ValueError, OverflowError):
        raise MonitorError(f"--since {since}: write how far back, e.g. 12h, 7d or 30d") from None
    (changed,) = compile_files([load_watch(file, config.directory)], seeded_lexicon()).watches
    current = next((item for item in config.watches if item.name == changed.name), None)
    samples = samples_since(connection, start)
    return compare(built(current) if current else None, changed, samples)


def samples_since(connection: Connection, since: datetime) -> Iterator[Sample]:
    """Yield stored entries as watches look at them."""
    for stored, assessment in entries.scored_since(connection, since):
        yield _sample(stored, assessment)


def _sample(stored: StoredEntry, assessment: dict[str, object] | None) -> Sample:
    outlet, entry = stored.feed.outlet, stored.entry
    known = assessment or {}
    facts = Facts(
        outlet=outlet.name,
        kind=outlet.kind,
        country=outlet.country,
        language=entry.language,
        score=known.get("score"),  # type: ignore[arg-type]
        severity=known.get("severity"),  # type: ignore[arg-type]
        direction=known.get("direction"),  # type: ignore[arg-type]
    )
    return Sample(
        str(stored.id), entry.title, entry.summary, entry.language, stored.first_seen_at, facts
    )
