"""Take an analyst's verdict, and say what all verdicts together say of the watches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from monitor.app.compiling import compile_config
from monitor.app.judges import facts_of
from monitor.app.subjects import find_subject
from monitor.app.who import named
from monitor.config.load import Config
from monitor.domain import Label, ScoredEntry
from monitor.errors import MonitorError
from monitor.scoring.reports import Figures, Judged, by_language, by_watch
from monitor.store import assessments, entries, feedback
from monitor.store.engine import Store
from monitor.store.feedback import Feedback, Question
from monitor.text.html import plain
from monitor.watches import Matcher, Watch, judge

_BY_SEVERITY = {str(label.severity): label for label in reversed(Label)}


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict as it was stored."""

    feedback: Feedback
    title: str
    replaced: bool
    """Whether the same person had answered otherwise, or the same, before."""


@dataclass(frozen=True, slots=True)
class SeverityFigures:
    """How often the label given is the one that analysts say is right."""

    verdicts: int
    same_label: float | None
    same_severity: float | None


@dataclass(frozen=True, slots=True)
class VerdictReport:
    """What the stored verdicts say, with the watches as they are configured now."""

    watches: tuple[Figures, ...]
    languages: tuple[Figures, ...]
    severity: SeverityFigures
    minimum_scores: Mapping[str, float]
    """What each configured watch has now."""
    passed_over: tuple[str, ...]
    """Watches that verdicts name and that are not configured any more."""


def give_feedback(
    store: Store, key: str, verdict: str, by: str | None, note: str, now: datetime
) -> Given:
    """Store what ``by`` (who runs this, where None) says of an alert or entry.

    Raises MonitorError for a verdict that is none and for an alert or entry that there is not.
    """
    question, answer = parse_verdict(verdict)
    with store.write() as connection:
        subject = find_subject(connection, key, bare="alert")
        if subject is None:
            raise MonitorError(f"no entry has the link {key}; see 'monitor entries list'")
        given = Feedback(
            entry_id=subject.entry.id,
            watch=subject.alert.alert.watch if subject.alert else "",
            question=question,
            verdict=answer,
            given_by=named(by),
            given_at=now,
            alert_id=subject.alert.id if subject.alert else None,
            note=plain(note),
        )
        replaced = feedback.save_feedback(connection, given)
    return Given(given, subject.entry.entry.title, replaced)


def parse_verdict(text: str) -> tuple[Question, str]:
    """Return the question that a verdict answers and the answer: a word of relevance or a label.

    A severity in digits is the label that has it; 0 is ``none``. Raises MonitorError.
    """
    if text in ("relevant", "irrelevant"):
        return "relevance", text
    name, equals, value = text.partition("=")
    if name == "severity" and equals:
        if value in _BY_SEVERITY:
            return "severity", _BY_SEVERITY[value].value
        if value in set(Label):
            return "severity", value
    raise MonitorError(
        f"{text!r} is no verdict; write relevant, irrelevant, or severity= with one of "
        f"{', '.join(Label)} or 0 to 4"
    )


def report_verdicts(store: Store, config: Config) -> VerdictReport:
    """Return what the stored verdicts say of watches and languages.

    Keywords are looked for anew. Of several persons' verdicts on one entry and watch the newest
    counts. Raises ConfigError for a term that is none.
    """
    matcher = compile_config(config)
    watches = {watch.name: watch for watch in matcher.watches}
    with store.read() as connection:
        given = feedback.list_feedback(connection)
        scored = _scored(connection, given, matcher)
    judged = tuple(_judged(given, scored, watches))
    named = {item.watch for item in given if item.watch}
    return VerdictReport(
        watches=by_watch(judged),
        languages=by_language(judged),
        severity=_severity(given, scored),
        minimum_scores={name: watch.minimum_score for name, watch in watches.items()},
        passed_over=tuple(sorted(named - set(watches))),
    )


def _scored(
    connection: Connection, given: Sequence[Feedback], matcher: Matcher
) -> dict[int, ScoredEntry]:
    found: dict[int, ScoredEntry] = {}
    for entry_id in {item.entry_id for item in given}:
        stored = entries.load_entry(connection, entry_id)
        scored = assessments.load_scored(connection, stored) if stored else None
        if scored:
            entry = scored.entry
            matches = matcher.match(entry.title, entry.summary, entry.language)
            found[entry_id] = replace(scored, matches=matches)
    return found


def _judged(
    given: Sequence[Feedback], scored: Mapping[int, ScoredEntry], watches: Mapping[str, Watch]
) -> Iterator[Judged]:
    newest: dict[tuple[int, str], bool] = {}
    for item in given:
        entry = scored.get(item.entry_id)
        if entry is None or item.question != "relevance":
            continue
        matched = [match.watch for match in entry.matches]
        for watch in [item.watch] if item.watch else matched or [""]:
            newest[item.entry_id, watch] = item.verdict == "relevant"
    for (entry_id, name), relevant in newest.items():
        if not name or name in watches:
            yield _one(scored[entry_id], watches.get(name), relevant)


def _one(entry: ScoredEntry, watch: Watch | None, relevant: bool) -> Judged:
    facts = facts_of(entry)
    told = adjustable = False
    if watch and any(match.watch == watch.name for match in entry.matches):
        told = judge(watch, facts).passed
        adjustable = judge(replace(watch, minimum_score=0.0), facts).passed
    return Judged(
        watch=watch.name if watch else "",
        language=entry.entry.language,
        score=entry.score.score,
        relevant=relevant,
        told=told,
        adjustable=adjustable,
    )


def _severity(given: Sequence[Feedback], scored: Mapping[int, ScoredEntry]) -> SeverityFigures:
    newest = {
        item.entry_id: Label(item.verdict)
        for item in given
        if item.question == "severity" and item.entry_id in scored
    }
    pairs = [(label, scored[entry_id].score.label) for entry_id, label in newest.items()]
    if not pairs:
        return SeverityFigures(0, None, None)
    return SeverityFigures(
        verdicts=len(pairs),
        same_label=sum(right is found for right, found in pairs) / len(pairs),
        same_severity=sum(a.severity == b.severity for a, b in pairs) / len(pairs),
    )
