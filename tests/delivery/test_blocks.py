"""Slack's Block Kit: limits, shapes and what is marked in bold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.servers.blockkit import problems
from monitor.delivery.blocks import blocks
from monitor.domain import Digest, DigestGroup, Notice
from tests.delivery.examples import CHINESE, CONTENTS, FORCE, LONGEST, NOW, RUSSIAN, message


@pytest.mark.parametrize("name", sorted(CONTENTS))
def test_limits_hold(name: str) -> None:
    assert problems(blocks(CONTENTS[name])) == []


@settings(max_examples=50, deadline=None)
@given(
    st.text(max_size=400).map(lambda text: text * 20),
    st.text("&<>*👩\u0301א ", max_size=300).map(lambda text: text * 20),
)
def test_limits_hold_for_any_text(headline: str, summary: str) -> None:
    assert problems(blocks(message(headline, summary, ()))) == []


def test_limits_hold_for_the_longest_digest() -> None:
    groups = tuple(DigestGroup(f"watch-{n}", (LONGEST,)) for n in range(60))
    drawn = blocks(Digest("x" * 500, NOW, NOW, groups))
    assert problems(drawn) == []
    assert "did not fit" in drawn[-1]["elements"][0]["text"]


@pytest.mark.parametrize("length", [100, 480, 1150, 1900])
def test_limits_hold_for_a_morning_of_long_links(length: int) -> None:
    story = replace(
        LONGEST,
        link="https://news.example.org/" + "a&" * (length // 6),
        watches=tuple(f"watch-{number}" for number in range(50)),
        kind="update",
        asks="Acknowledge it, or the officer is told next. " * 20,
    )
    drawn = blocks(Digest("Morning", NOW, NOW, (DigestGroup("border", (story,) * 60),)))
    assert problems(drawn) == []
    text = "\n".join(block["text"]["text"] for block in drawn if block["type"] == "section")
    assert text.count(" – ") == 60


def test_a_long_digest_names_every_story_and_links_the_gravest() -> None:
    link = "https://news.example.org/" + "a" * 300
    mild = tuple(replace(RUSSIAN, link=link, headline=f"Talks, part {n}.") for n in range(55))
    grave = tuple(replace(FORCE, link=link, headline=f"Shelling, part {n}.") for n in range(5))
    drawn = blocks(Digest("Morning", NOW, NOW, (DigestGroup("a", mild), DigestGroup("b", grave))))
    assert problems(drawn) == []
    text = "\n".join(block["text"]["text"] for block in drawn if block["type"] == "section")
    assert all(f"Talks, part {n}." in text for n in range(55))
    assert all(f"{link}|Shelling, part {n}.>" in text for n in range(5))
    assert "did not fit" not in str(drawn)


def test_the_longest_digest_leaves_out_the_mildest() -> None:
    mild = tuple(replace(RUSSIAN, headline=f"Talks, part {n}.") for n in range(300))
    grave = tuple(replace(FORCE, headline=f"Shelling, part {n}.") for n in range(5))
    drawn = blocks(Digest("Morning", NOW, NOW, (DigestGroup("a", mild), DigestGroup("b", grave))))
    assert problems(drawn) == []
    text = "\n".join(block["text"]["text"] for block in drawn if block["type"] == "section")
    assert all(f"Shelling, part {n}." in text for n in range(5))
    named = text.count("Talks, part")
    assert 50 < named < 300
    assert f"{300 - named} more lines did not fit" in str(drawn)


def test_limits_hold_for_a_notice_of_many_paragraphs() -> None:
    body = "\n\n".join(["A feed has been broken for a day. " * 20] * 60)
    assert problems(blocks(Notice("feeds", "Feeds are broken", body, NOW))) == []


def test_the_checker_sees_what_is_wrong() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    assert problems([section] * 4) == ["blocks: 12000 characters in all, at most 11000"]
    text = {"type": "mrkdwn", "text": "x" * 3001}
    assert problems([{"type": "section", "text": text}]) == [
        "blocks[0] (section): text has 3001 characters, at most 3000"
    ]
    assert problems([{"type": "divider"}] * 51) == ["blocks: 51, at most 50"]
    assert problems([{"type": "header", "text": text}])
    assert problems([{"type": "section", "fields": [text] * 11}])
    assert problems([{"type": "marquee"}])
    assert problems([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}])


def test_an_alert_says_all_there_is() -> None:
    shown = str(blocks(FORCE, "Europe/Kyiv"))
    for part in (
        "🔴 Update · Armed force · 4/4 · ▲ escalation",
        "<https://news.example.org/2021/12/07/call?id=7&amp;lang=en|Shelling reported",
        "State News (Russia), news agency, *state-controlled*",
        "7 Dec 2021, 15:07 UTC (17:07 Europe/Kyiv)",
        "English",
        "0.98",
        "russia-ukraine",
        "shelling, army, rockets",
        "the words “presidents”, “troops”",
        "Second Agency, Third Broadcaster",
        "severity rose from 3 to 4",
        "The *army* says *rockets* fell",
    ):
        assert part in shown, part


def test_slack_makes_nothing_of_plain_words() -> None:
    for block in blocks(RUSSIAN):
        for text in block.get("fields") or block.get("elements") or [block["text"]]:
            assert text["type"] == "plain_text" or text["verbatim"] is True


def test_keywords_are_bold_only_where_slack_can_show_it() -> None:
    assert "*Украина* предупреждает" in str(blocks(RUSSIAN))
    assert "，乌克兰警告" in str(blocks(CHINESE))


def test_no_link_no_forged_link() -> None:
    drawn = blocks(replace(RUSSIAN, link="javascript:alert(1)"))
    assert drawn[1]["text"]["text"].startswith("*Президенты")
