"""``monitor score``: what the classifier makes of a headline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from monitor.app import classifier_of, explain_headline, score_headlines
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
    explained: Annotated[
        bool, typer.Option("--explain", help="Name the words that raised the score.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Say which label a headline gets, how sure that is, and how severe."""
    if bool(texts) == from_jsonl:
        raise typer.BadParameter("give headlines, or --jsonl and objects on standard input")
    classifier = classifier_of(config)
    if from_jsonl:
        jsonl.process(lambda rows: _answers(classifier, rows, explained))
        return
    rows = [{"title": text} for text in texts or []]
    answers = _answers(classifier, rows, explained)
    if as_json:
        for answer in answers:
            print_json(answer)
        return
    facts = ("score", "label", "severity", "direction", "language")
    table = [
        (
            *(answer[fact] for fact in facts),
            text,
            *([_in_words(answer["words"])] if explained else []),
        )
        for answer, text in zip(answers, texts or [], strict=True)
    ]
    columns = (*facts, "headline", *(["raised by"] if explained else []))
    print_rows("Scores", columns, table, "Nothing to score.")


def _answers(
    classifier: Any, rows: Sequence[Mapping[str, Any]], explained: bool
) -> list[dict[str, Any]]:
    triples = [
        (jsonl.text_of(row, "title"), jsonl.text_of(row, "summary"), jsonl.text_of(row, "lang"))
        for row in rows
    ]
    scored = score_headlines(classifier, triples)
    answers = [
        _answer(row, language, found) for row, (language, found) in zip(rows, scored, strict=True)
    ]
    if explained:
        for answer, (title, summary, _) in zip(answers, triples, strict=True):
            words = explain_headline(classifier, title, summary, answer["language"])
            answer["words"] = [{**asdict(word), "weight": round(word.weight, 6)} for word in words]
    return answers


def _in_words(words: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{word['word']} (+{word['weight']:.3f})" for word in words)


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
