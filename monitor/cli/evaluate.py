"""``monitor evaluate``: how right are the alerts, and how right is the classifier?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from monitor.app import classifier_of
from monitor.app.labelled import BATCH, judge_rows, read_labelled, report_labelled
from monitor.app.opening import open_migrated
from monitor.app.verdicts import VerdictReport, report_verdicts
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, notes, print_json, print_rows
from monitor.config.load import find_directory, load_config
from monitor.domain import Label
from monitor.scoring.measures import Threshold
from monitor.scoring.reports import Figures, RowReport


def evaluate(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE.jsonl]",
            help="Labelled rows (title, label, and perhaps summary and lang) to try the classifier "
            "on; without it, the stored verdicts are looked at.",
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Report precision and recall from verdicts or from a labelled file; propose thresholds."""
    if file is None:
        found = load_config(find_directory(config))
        with open_migrated(found) as store:
            report = report_verdicts(store, found)
        if as_json:
            print_json(asdict(report))
        else:
            _show_verdicts(report)
        return
    rows = read_labelled(file)
    batches = judge_rows(classifier_of(config), rows)
    total = -(-len(rows) // BATCH)
    shown = track(batches, "Scoring", total=total, console=notes, transient=True)
    figures = report_labelled(rows, [item for batch in shown for item in batch])
    if as_json:
        print_json(asdict(figures))
    else:
        _show_rows(figures)


def _show_verdicts(report: VerdictReport) -> None:
    columns = ("relevant", "irrelevant", "precision", "recall")
    print_rows(
        "Watches",
        ("watch", *columns, "minimum score", "proposed"),
        [
            (*_counts(item), report.minimum_scores.get(item.name), _proposal(item))
            for item in report.watches
        ],
        "No verdicts yet; give them with 'monitor feedback'.",
    )
    if report.languages:
        print_rows("Languages", ("language", *columns), map(_counts, report.languages), "")
        console.print(
            "Recall is that among the entries judged: what nobody judged is not in it. "
            "Find more of them with 'monitor entries list'.",
            style="dim",
        )
    severity = report.severity
    if severity.verdicts:
        console.print(
            f"Verdicts on severity: {severity.verdicts}; the same label in "
            f"{severity.same_label:.0%} and the same severity in {severity.same_severity:.0%}."
        )
    for name in report.passed_over:
        console.print(f"Passed over: the watch {name} is no longer configured.", markup=False)


def _counts(item: Figures) -> tuple[object, ...]:
    return (item.name, item.relevant, item.irrelevant, item.precision, item.recall)


def _proposal(item: Figures | RowReport) -> str:
    return _threshold(item.proposal) if item.proposal else item.remark


def _threshold(found: Threshold) -> str:
    return f"{found.minimum:.2f} (precision {found.precision:.2f}, recall {found.recall:.2f})"


def _show_rows(report: RowReport) -> None:
    columns = ("language", "rows", "macro-F1", "AP", "recall at 0.90", "ECE")
    rows = [
        (item.name, item.rows, *_three(item.macro_f1, item.average_precision, item.recall,
                                       item.calibration_error))
        for item in (report.whole, *report.languages)
    ]  # fmt: skip
    print_rows("Languages", columns, rows, "")
    print_rows(
        "Labels",
        ("label", "rows", "precision", "recall"),
        [(item.label, item.rows, *_three(item.precision, item.recall)) for item in report.labels],
        "",
    )
    matrix = zip(Label, report.confusion, strict=True)
    print_rows("Confusion", ("is \\ given", *Label), [(label, *row) for label, row in matrix], "")
    console.print(f"Minimum score for escalation-related: {_proposal(report)}")
    console.print(
        "AP: average precision of escalation-related. Recall: of coercion or force at a precision "
        "of 0.90. ECE: expected calibration error of the score, 15 bins.",
        style="dim",
    )


def _three(*values: float | None) -> Iterable[str]:
    return ("-" if value is None else f"{value:.3f}" for value in values)
