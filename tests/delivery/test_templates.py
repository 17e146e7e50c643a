"""Templates: the shipped ones, and those a user puts in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.delivery.templates import PARTS, Templates
from tests.delivery.examples import CONTENTS, QUIET, RUSSIAN, message

WORDS = {"subscriber": "night-desk", "unsubscribe": "", "zone": "UTC"}


@pytest.mark.parametrize("name", sorted(CONTENTS))
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_every_content_can_be_rendered(
    templates: Templates, name: str, part: str
) -> None:
    assert templates.render(part, CONTENTS[name], **WORDS).strip()


@pytest.mark.parametrize("part", ["txt", "html"])
def test_a_mail_names_the_words_that_raised_the_score(templates: Templates, part: str) -> None:
    shown = templates.render(part, CONTENTS["message"], **WORDS)
    assert "Raised by" in shown
    assert "the words “presidents”, “troops”" in shown
    assert "Raised by" not in templates.render(part, message(words=()), **WORDS)


def test_the_shipped_templates_are_in_order(templates: Templates) -> None:
    assert templates.check() == []


def test_a_users_template_wins(tmp_path: Path) -> None:
    (tmp_path / "alert.subject.txt.j2").write_text("ALARM {{ alert.headline }}")
    own = Templates(tmp_path)
    assert own.render("subject.txt", RUSSIAN, **WORDS).startswith("ALARM Президенты")
    assert own.render("subject.txt", QUIET, **WORDS).strip() == "Morning digest: all quiet"
    assert own.check() == []


@pytest.mark.parametrize(
    ("source", "mend"),
    [
        ("{{ alert.headlin }}", "headlin"),
        ("one\n{% if %}", ":2: "),
        ("{{ 1 / 0 }}", "zero"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{% include 'absent' %}", "absent"),
        ("{{ alert | nothing }}", "nothing"),
    ],
)
def test_a_users_broken_template_is_named_and_the_shipped_one_used(
    tmp_path: Path, templates: Templates, source: str, mend: str
) -> None:
    (tmp_path / "alert.subject.txt.j2").write_text(source)
    own = Templates(tmp_path)
    assert own.render("subject.txt", RUSSIAN, **WORDS) == templates.render(
        "subject.txt", RUSSIAN, **WORDS
    )
    [problem] = own.check()
    assert problem.startswith("templates/alert.subject.txt.j2")
    assert mend in problem


def test_a_users_html_is_escaped_too(tmp_path: Path) -> None:
    (tmp_path / "alert.html.j2").write_text("<p>{{ alert.headline }}</p>")
    shown = Templates(tmp_path).render("html", CONTENTS["hostile"], **WORDS)
    assert "<script" not in shown
