"""``monitor score``: what the classifier makes of a headline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from monitor.app import classifier_of, score_headlines
from monitor.cli import jsonl
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import print_json, print_rows
from monitor.domain import Label, Score


def score(
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="Headlines to score.")
    ] = None,
    from_jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help="Read objects with title, and perhaps summary, lang and id, one a line from "
            "standard input; write one a line, in order.",
        ),
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Say which label a headline gets, how sure that is, and how severe."""
    if bool(texts) == from_jsonl:
        raise typer.BadParameter("give headlines, or --jsonl and objects on standard input")
    classifier = classifier_of(config)
    if from_jsonl:
        jsonl.process(lambda rows: _answers(classifier, rows))
        return
    rows = [{"title": text} for text in texts or []]
    answers = _answers(classifier, rows)
    if as_json:
        for answer in answers:
            print_json(answer)
        return
    columns = ("score", "label", "severity", "direction", "language", "headline")
    table = [
        (*(answer[column] for column in columns[:-1]), text)
        for answer, text in zip(answers, texts or [], strict=True)
    ]
    print_rows("Scores", columns, table, "Nothing to score.")


def _answers(classifier: Any, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    triples = [
        (jsonl.text_of(row, "title"), jsonl.text_of(row, "summary"), jsonl.text_of(row, "lang"))
        for row in rows
    ]
    scored = score_headlines(classifier, triples)
    return [
        _answer(row, language, found) for row, (language, found) in zip(rows, scored, strict=True)
    ]


def _answer(row: Mapping[str, Any], language: str, found: Score) -> dict[str, Any]:
    return {
        "id": row.get("id"),
        "language": language,
        "label": found.label.value,
        "score": round(found.score, 6),
        "severity": found.severity,
        "direction": found.direction,
        "probabilities": {
            label.value: round(probability, 6)
            for label, probability in zip(Label, found.probabilities, strict=True)
        },
    }
