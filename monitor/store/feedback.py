"""What analysts said of alerts and entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from monitor.store.tables import feedback

Question = Literal["relevance", "severity"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's answer to one question about an entry."""

    entry_id: int
    watch: str
    """The watch whose alert was judged; "" for the entry itself, whatever watch."""
    question: Question
    verdict: str
    """relevant or irrelevant; for the question of severity the label that is right."""
    given_by: str
    given_at: datetime
    alert_id: int | None = None
    note: str = ""


def save_feedback(connection: Connection, given: Feedback) -> bool:
    """Store an answer in place of the person's earlier one; return whether there was one."""
    earlier = connection.execute(
        delete(feedback).where(
            feedback.c.entry_id == given.entry_id,
            feedback.c.watch == given.watch,
            feedback.c.question == given.question,
            feedback.c.given_by == given.given_by,
        )
    )
    connection.execute(
        insert(feedback).values(
            entry_id=given.entry_id,
            watch=given.watch,
            question=given.question,
            verdict=given.verdict,
            given_by=given.given_by,
            given_at=given.given_at,
            alert_id=given.alert_id,
            note=given.note,
        )
    )
    return bool(earlier.rowcount)


def list_feedback(connection: Connection, entry_id: int | None = None) -> list[Feedback]:
    """Return every answer, or those about one entry, oldest first."""
    query = select(feedback).order_by(feedback.c.given_at, feedback.c.id)
    if entry_id is not None:
        query = query.where(feedback.c.entry_id == entry_id)
    return [
        Feedback(
            entry_id=row.entry_id,
            watch=row.watch,
            question=row.question,
            verdict=row.verdict,
            given_by=row.given_by,
            given_at=row.given_at,
            alert_id=row.alert_id,
            note=row.note,
        )
        for row in connection.execute(query)
    ]
