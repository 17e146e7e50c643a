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
    assert templates.problems == ()
    assert templates.own == ()


def test_a_users_template_wins(tmp_path: Path) -> None:
    (tmp_path / "alert.subject.txt.j2").write_text("ALARM {{ alert.headline }}")
    own = Templates(tmp_path)
    assert own.render("subject.txt", RUSSIAN, **WORDS).startswith("ALARM Президенты")
    assert own.render("subject.txt", QUIET, **WORDS).strip() == "Morning digest: all quiet"
    assert own.problems == ()
    assert own.own == ("alert.subject.txt.j2",)


@pytest.mark.parametrize(
    ("source", "mend"),
    [
        ("{{ alert.headlin }}", "headlin"),
        ("one\n{% if %}", ".j2:2: "),
        ("one\n\n{{ alert.headlin }}", ".j2:3: "),
        ("one\n{{ alert.summary.pop() }}", ".j2:2: "),
        ("{{ alert.headline | safe }}", ".j2:1: "),
        ("x\n{% autoescape false %}{{ alert.headline }}{% endautoescape %}", ".j2:2: escaping"),
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
    [problem] = own.problems
    assert problem.startswith(f"{tmp_path}/alert.subject.txt.j2")
    assert mend in problem
    assert own.own == ()


def test_a_broken_layout_is_refused_and_what_stands_on_it_is_kept(tmp_path: Path) -> None:
    (tmp_path / "_layout.html.j2").write_text("<html>\n{{ nothing }}\n{% block content %}")
    (tmp_path / "alert.html.j2").write_text(
        '{% extends "_layout.html.j2" %}{% block content %}MINE{% endblock %}'
    )
    own = Templates(tmp_path)
    assert own.own == ("alert.html.j2",)
    assert "_layout.html.j2" in own.problems[0]
    shown = own.render("html", RUSSIAN, **WORDS)
    assert "MINE" in shown
    assert "Escalation Monitor sends this" in shown


def test_what_is_no_template_is_named(tmp_path: Path) -> None:
    (tmp_path / "alert.text.j2").write_text("x")
    (tmp_path / "alert.txt.j2").write_bytes(b"\xff\xfe")
    (tmp_path / "_mine.j2").write_text("included")
    (tmp_path / "notice.txt.j2").write_text("{% include '_mine.j2' %}")
    own = Templates(tmp_path)
    assert own.own == ("_mine.j2", "notice.txt.j2")
    assert len(own.problems) == 2
    assert "known: alert.html.j2" in own.problems[0]
    assert "UTF-8" in own.problems[1] or "unknown tag" in own.problems[1]


def test_a_template_that_is_saved_is_used_once_the_folder_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "notice.subject.txt.j2"
    file.write_text("one")
    own = Templates(tmp_path)
    file.write_text("two")
    assert own.render("subject.txt", CONTENTS["notice"], **WORDS) == "one"
    assert Templates(tmp_path).render("subject.txt", CONTENTS["notice"], **WORDS) == "two"


def test_a_users_html_is_escaped_too(tmp_path: Path) -> None:
    (tmp_path / "alert.html.j2").write_text("<p>{{ alert.headline }}</p>")
    shown = Templates(tmp_path).render("html", CONTENTS["hostile"], **WORDS)
    assert "<script" not in shown
