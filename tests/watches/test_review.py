"""What helps an editor of watches: forms, warnings, comparison, remembered forms."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config.watches import load_watches
from monitor.resources import bundled
from monitor.watches import (
    Lexicon,
    Sample,
    build,
    compare,
    compile_watches,
    forms_of,
    likely,
    of_keywords,
    seeded_lexicon,
    warnings_of,
)


def sample(title: str, day: int = 1, language: str = "en") -> Sample:
    """Return a stored entry of a day in December 2021."""
    return Sample(title, title, "", language, datetime(2021, 12, day, tzinfo=UTC))


@pytest.mark.parametrize(
    ("term", "language", "forms"),
    [
        ("Украина", "ru", {"украиной", "украине", "украину"}),
        ("US", "en", {"us", "u s"}),
        ("санкци*", "ru", {"санкци-"}),
        ("*krieg*", "de", {"-krieg-"}),
        ("/a.b/", "en", {"/a.b/"}),
        ("戦う", "ja", {"戦わ", "戦っ"}),
    ],
)
def test_forms_are_shown(term: str, language: str, forms: set[str]) -> None:
    assert forms <= set(forms_of(term, language))


def test_forms_of_a_phrase_are_shown_word_by_word() -> None:
    (shown,) = forms_of("red line", "en")
    assert shown.startswith("[red")
    assert "lines" in shown


@pytest.mark.parametrize(
    ("keywords", "exclude", "term", "warning"),
    [
        (["army", "Russian army"], {}, "Russian army", "adds nothing to 'army'"),
        (["football war"], {"ru": ["football"]}, "football war", "'football' is excluded"),
        (["Ukraine"], {}, "Ukraine", "not in the letters of 'ru'"),
    ],
)
def test_warnings(
    keywords: list[str], exclude: dict[str, list[str]], term: str, warning: str
) -> None:
    watch = build({"name": "w", "keywords": {"ru": keywords}, "exclude": exclude})
    found = {w.term.text: w.text for w in warnings_of([watch]) if warning in w.text}
    assert set(found) == {term}


def test_a_term_is_needless_only_where_a_shorter_one_is_found_in_each_of_its_forms() -> None:
    # «rompe» is one form of «romper», which finds «rompieron» too.
    keywords = {"es": ["romper relaciones", "rompe relaciones"], "en": ["Taiwan", "Taiwan Strait"]}
    found = warnings_of([of_keywords("w", keywords)])
    assert [(w.term.text, w.needless) for w in found] == [("Taiwan Strait", True)]


def test_what_does_no_harm_comes_last() -> None:
    watch = build(
        {
            "name": "w",
            "keywords": {"en": ["army", "big army", "football war"]},
            "exclude": {"en": ["football"]},
        }
    )
    assert [w.term.text for w in warnings_of([watch])] == ["football war", "big army"]


def test_a_sound_watch_gives_no_warning_and_a_flood_does() -> None:
    watch = of_keywords("w", {"en": ["war", "red line", "NATO", "=Lavrov", "F-16"]})
    assert warnings_of([watch]) == ()
    entries = [sample("War again" if number % 5 == 0 else "Calm") for number in range(300)]
    (warning,) = warnings_of([watch], entries)
    assert (warning.term.text, warning.text) == ("war", "in 20% of the stored entries")


def test_a_comparison_says_what_is_gained_and_lost() -> None:
    old, new = of_keywords("w", {"en": ["war", "army"]}), of_keywords("w", {"en": ["war", "navy"]})
    entries = [sample("War"), sample("The army", 2), sample("The navy", 2), sample("Peace", 3)]
    found = compare(old, new, entries)
    assert [entry.title for entry in found.gained] == ["The navy"]
    assert [entry.title for entry in found.lost] == ["The army"]
    assert found.kept == 1
    assert [count for _, count in found.per_day] == [1, 1]
    assert len(compare(None, new, entries).gained) == 2


def test_forms_are_remembered_by_a_later_process() -> None:
    watch = of_keywords("w", {"de": ["angreifen"], "tr": ["saldırı"], "ru": ["Львов"]})
    first, later = Lexicon(), Lexicon()
    compile_watches([watch], first)
    assert later.remember(json.loads(json.dumps(first.remembered())))
    assert later.remembered() == first.remembered()
    assert not Lexicon().remember({"made_by": "0", "words": []})


def test_the_seed_knows_the_shipped_watches() -> None:
    """A seed of other days costs a slow first start: `python benchmarks/watches.py --seed`."""
    directory = Path(str(bundled("config")))
    watches = [build(file.plain) for file in load_watches(directory)]
    assert len(watches) >= 8
    seeded = seeded_lexicon()
    before = len(seeded.remembered()["words"])
    matcher = compile_watches(watches, seeded)
    missing = len(seeded.remembered()["words"]) - before
    assert missing <= 0.05 * len(matcher.terms)


def test_a_guessed_language_gives_way_to_one_easily_taken_for_it() -> None:
    assert likely("sk", ["cs", "en"]) == "cs"
    assert likely("hr", ["sr"]) == "hr"
    assert likely("de", ["en"]) == "de"
    assert likely("und", ["en"]) == "und"
