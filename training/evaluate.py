"""Measure an exported model on dev, on translations, on the story windows, and on the founding
story.

Command: `python -m training.evaluate [--model DIR]`; writes training/results/evaluation.json and
docs/confusion.svg.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, confusion_matrix, f1_score

from monitor.scoring.builtin import load_builtin
from monitor.scoring.calibration import read_calibration
from monitor.scoring.classifier import Headline
from training import data, grouped, measures
from training.founding import WORDINGS
from training.pairs import held_back
from training.paths import DATA, RESULTS, ROOT, SHIPPED
from training.readings import measured
from training.runtime import outputs

FEWEST = 40
"""Rows of a language below which its figures say nothing."""
APART = 0.15
"""By how much more alike translations must be than strangers, for a file's language to be aligned
at all.
"""


def calibrated(folder: Path, texts: list[Headline]) -> tuple[np.ndarray, np.ndarray]:
    """Return probabilities as the daemon would have them, and story vectors."""
    stored = json.loads((folder / "config.json").read_text())["calibration"]
    calibration = read_calibration(stored, len(data.LABELS))
    logits, stories = outputs(folder, texts)
    return calibration.probabilities(logits, [text.language for text in texts]), stories


def dev_figures(folder: Path) -> tuple[dict[str, Any], np.ndarray]:
    """Return figures on dev, in all and by language and label, and the confusion matrix."""
    rows = data.rows("dev")
    found, _ = calibrated(folder, [Headline(r.title, r.summary, r.language) for r in rows])
    bare, _ = calibrated(folder, [Headline(r.title, "", r.language) for r in rows])
    labels = np.array([row.label for row in rows])
    matrix = confusion_matrix(labels, found.argmax(1), labels=range(6))
    by_label = f1_score(labels, found.argmax(1), average=None, labels=range(6))
    figures = {
        **measures.label_figures(labels, found),
        "accuracy": float((labels == found.argmax(1)).mean()),
        "by_label": dict(zip(data.LABELS, map(float, by_label), strict=True)),
        "by_language": by_language(rows, labels, found),
        "headline_alone": measures.label_figures(labels, bare),
    }
    return figures, matrix


def elsewhere(folder: Path) -> dict[str, dict[str, float]]:
    """Return figures on the headlines of other outlets that were read to be measured, by source."""
    rows = measured()
    found, _ = calibrated(folder, [Headline(r.title, r.summary, r.language) for r in rows])
    labels, sources = np.array([row.label for row in rows]), np.array([row.source for row in rows])
    return {
        source: {
            **measures.label_figures(labels[sources == source], found[sources == source]),
            "rows": int((sources == source).sum()),
        }
        for source in ("feeds", "pairs")
    }


def by_language(
    rows: list[data.Row], labels: np.ndarray, found: np.ndarray
) -> dict[str, dict[str, float]]:
    """Return rows, AP and macro-F1 of each language."""
    languages = np.array([row.language for row in rows])
    figures = {}
    for language in sorted(set(languages)):
        own = languages == language
        figures[str(language)] = {
            "rows": int(own.sum()),
            "ap": float(average_precision_score(labels[own] >= 2, measures.score(found[own]))),
            "accuracy": float((labels[own] == found[own].argmax(1)).mean()),
        }
    return figures


def topical_translations() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return (English, translation) by (file, language): topical, NTREX's held-back half."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name in ("parallel_ntrex", "parallel"):
        for item in data.read_jsonl(DATA / f"{name}.jsonl"):
            if not item["topical"] or (name == "parallel_ntrex" and not held_back(item)):
                continue
            source = item["id"].rsplit("-", 1)[0]
            for language, text in item["texts"].items():
                if language != "en" and text.strip():
                    groups[source, language].append((item["texts"]["en"], text))
    return groups


def agreement(folder: Path) -> dict[str, Any]:
    """Return the share of translations labelled as their English reading, by language.

    A file's language whose lines do not belong together (their vectors are no more alike than
    strangers') is left out and named.
    """
    groups = topical_translations()
    texts = list({text for pairs in groups.values() for pair in pairs for text in pair})
    found, stories = calibrated(folder, [Headline(text) for text in texts])
    place = {text: i for i, text in enumerate(texts)}
    same: dict[str, list[bool]] = defaultdict(list)
    left_out = []
    for (source, language), pairs in sorted(groups.items()):
        english = np.array([place[a] for a, _ in pairs])
        other = np.array([place[b] for _, b in pairs])
        alike = (stories[english] * stories[other]).sum(1).mean()
        strangers = (stories[english] * np.roll(stories[other], 1, axis=0)).sum(1).mean()
        if alike - strangers < APART:
            left_out.append(f"{source} {language}")
            continue
        same[language] += list(found[english].argmax(1) == found[other].argmax(1))
    by = {language: float(np.mean(values)) for language, values in sorted(same.items())}
    main = {language: by[language] for language in data.MAIN_LANGUAGES if language in by}
    return {
        "by_language": by,
        "sentences": {language: len(values) for language, values in same.items()},
        "main_mean": float(np.mean(list(main.values()))),
        "main_least": min(main.items(), key=lambda item: item[1]),
        "mean": float(np.mean(list(by.values()))),
        "misaligned_left_out": left_out,
    }


def stories(folder: Path) -> dict[str, Any]:
    """Return clustering figures of the vectors alone, of titles and of titles with ledes."""
    windows = grouped.story_windows()
    figures = {}
    for name, lede in (("title", False), ("title_and_lede", True)):
        vectors = [
            calibrated(
                folder,
                [Headline(r["title"], r["summary"] if lede else "", r["lang"]) for r in window],
            )[1]
            for window in windows
        ]
        figures[name] = measures.story_figures(windows, vectors)
    return figures


def founding(folder: Path) -> dict[str, Any]:
    """Score our own wordings of the story that the project began from."""
    classifier = load_builtin(folder, 1)
    scores = classifier.score([Headline(text, "", language) for language, text in WORDINGS])
    low = [
        {"language": language, "score": round(score.score, 3), "label": score.label.value}
        for (language, _), score in zip(WORDINGS, scores, strict=True)
        if score.score < 0.7
    ]
    least = round(min(score.score for score in scores), 3)
    return {"least": least, "below_0.7": low, "texts": len(scores)}


def draw_confusion(matrix: np.ndarray, path: Path) -> None:
    """Draw the confusion matrix, a row a true label, shaded by its share of the row."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = path.name
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 5))
    axes.imshow(matrix / matrix.sum(1, keepdims=True), cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(6), data.LABELS, rotation=30)
    axes.set_yticks(range(6), data.LABELS)
    axes.set_xlabel("predicted")
    axes.set_ylabel("labelled")
    for row in range(6):
        for column in range(6):
            share = matrix[row, column] / matrix[row].sum()
            axes.text(
                column,
                row,
                matrix[row, column],
                ha="center",
                va="center",
                color="white" if share > 0.5 else "black",
            )
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def detail(report: dict[str, Any]) -> str:
    """Word the figures by label, by language and of agreement as tables."""
    dev, agreed = report["dev"], report["agreement"]
    lines = ["| label | F1 on dev |", "|---|---|"]
    lines += [f"| `{label}` | {value:.3f} |" for label, value in dev["by_label"].items()]
    lines += ["", "| language | rows of dev | AP | same label |", "|---|---|---|---|"]
    lines += [
        f"| {language} | {own['rows']} | {own['ap']:.3f} | {own['accuracy']:.3f} |"
        for language, own in dev["by_language"].items()
    ]
    alone = dev["headline_alone"]
    lines += [
        "",
        f"Headline alone, without lede: macro-F1 {alone['macro_f1']:.3f}, AP {alone['ap']:.3f}, "
        f"recall {alone['recall_at_090']:.3f}.",
        "",
        "Same label for a sentence and its human translation, of topical sentences held back: "
        + ", ".join(f"{language} {value:.2f}" for language, value in agreed["by_language"].items())
        + f". Left out as misaligned: {', '.join(agreed['misaligned_left_out']) or 'none'}.",
    ]
    return "\n".join(lines)


def write_detail(text: str, card: Path) -> None:
    """Put the tables between their marks in the model card."""
    begin, end = "<!-- detail:begin -->", "<!-- detail:end -->"
    before, _, rest = card.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    card.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    folder: Path = arguments.model
    figures, matrix = dev_figures(folder)
    report = {
        "model": json.loads((folder / "config.json").read_text())["version"],
        "dev": figures,
        "confusion": matrix.tolist(),
        "elsewhere": elsewhere(folder),
        "founding": founding(folder),
        "stories": stories(folder),
        "agreement": agreement(folder),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "evaluation.json").write_text(json.dumps(report, indent=1) + "\n")
    draw_confusion(matrix, ROOT / "docs" / "confusion.svg")
    write_detail(detail(report), ROOT / "docs" / "model-card.md")
    print(json.dumps({k: v for k, v in report.items() if k != "confusion"}, indent=1))


if __name__ == "__main__":
    main()
