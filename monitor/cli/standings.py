"""Say how well a story is confirmed, for people and for scripts."""

from __future__ import annotations

from dataclasses import asdict

from monitor.domain import RUNG_WORDS
from monitor.store.standings import ReachedRung, Standing


def standing_lines(standing: Standing | None) -> list[str]:
    """Return what is known of a story, a line each; nothing where it has not been judged."""
    if standing is None:
        return []
    lines = [
        f"rung {standing.rung} of 5, {RUNG_WORDS[standing.rung]}: {standing.reason}",
        f"sources: {', '.join(standing.sources)}",
    ]
    if standing.sides:
        lines.append(f"between {standing.sides[0]} and {standing.sides[1]}")
    if standing.state_controlled_only:
        lines.append("only state-controlled outlets report it")
    for what, entries in (
        ("denied", standing.denials),
        ("confirmed", standing.confirmations),
        ("corrected", standing.corrections),
        ("withdrawn", standing.withdrawals),
    ):
        if entries:
            lines.append(f"{what} in {', '.join(f'entry {entry}' for entry in entries)}")
    return lines


def standing_as_json(
    standing: Standing | None, rungs: list[ReachedRung] | None = None
) -> dict[str, object]:
    """Return what is known of a story as values of JSON; rung None where it was not judged."""
    if standing is None:
        return {"rung": None}
    values = {key: value for key, value in asdict(standing).items() if key != "judged_at"}
    if rungs is None:
        return values
    return {**values, "rungs": [asdict(rung) for rung in rungs]}
