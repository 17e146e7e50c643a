"""Laws of escaping, for any text at all."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.delivery import escape

HOSTILE = st.lists(
    st.sampled_from(
        [
            *"<>&|@!*_`~[=? aé",
            *("channel", "here", "=?UTF-8?Q?", "=0A", "?=", "Bcc: x@y.z", "](", "http://x"),
            *("javascript:", "\r\n", "\n", "\0", "\x1b[0m", "\u202e", "\u200b", "\u2028"),
            *("e\u0301", "👩‍👩‍👧", "می‌خواهم", "\ud800"),
        ]
    ),
    max_size=30,
).map("".join)
TEXTS = st.one_of(HOSTILE, st.text(max_size=80))


@given(TEXTS)
def test_one_line_is_one_visible_line_and_stays_so(text: str) -> None:
    line = escape.one_line(text)
    assert len(line.splitlines()) <= 1
    assert not regex.search(r"[\p{Cc}\p{Cs}\u200b\u202a-\u202e\u2066-\u2069]", line)
    assert escape.one_line(line) == line


def test_one_line_keeps_what_scripts_are_written_with() -> None:
    assert escape.one_line("می‌خواهم 👩‍👩‍👧 क्‍ष") == "می‌خواهم 👩‍👩‍👧 क्‍ष"


ARABIC = st.text("قوات شقג ab-[1]() \u202e\u2067\u2068\u2069", max_size=20)


@given(st.lists(ARABIC, max_size=4), st.sampled_from([escape.header, escape.slack, escape.plain]))
def test_what_is_isolated_reorders_nothing_around_it(
    parts: list[str], inert: Callable[[str], str]
) -> None:
    """Of all that reorders, only whole pairs of isolates are left, and none within another."""
    shown = inert(" - ".join(escape.isolated(escape.one_line(part)) for part in parts))
    assert not re.search("[\u202a-\u202e\u2066\u2067]", shown)
    left = re.sub("\u2068[^\u2068\u2069]*\u2069", "", shown)
    assert not re.search("[\u2068\u2069]", left)
    assert not re.search("[\u0590-\u08ff]", left)


@given(TEXTS)
@example("=?UTF-8?Q?=0A?=Bcc: x@example.org")
@example("=\u200b?UTF-8?Q?=0A?\u200b=Bcc: x@example.org")
def test_a_subject_adds_no_header(text: str) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = escape.header(text)
    parsed = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert parsed.keys() == ["Subject"]
    assert "=?" not in escape.header(text)


@given(TEXTS, st.integers(0, 60))
def test_shortened_text_fits_and_keeps_graphemes_whole(text: str, limit: int) -> None:
    short = escape.shorten(text, limit)
    assert escape.width(short) <= limit
    if short != text and short:
        kept = short.removesuffix(escape.ELLIPSIS)
        assert text.startswith(kept)
        boundaries = {0, *(found.end() for found in regex.finditer(r"\X", text))}
        assert any(text[len(kept) : end].isspace() or len(kept) == end for end in boundaries)


@given(TEXTS, st.integers(0, 60))
def test_slack_text_is_inert_and_fits(text: str, limit: int) -> None:
    shown = escape.slack(text, limit)
    assert escape.width(shown) <= limit
    assert "<" not in shown
    assert ">" not in shown
    assert not re.search("&(?!(amp|lt|gt);)", shown)
    assert not re.search(r"@\w", shown)
    assert not set("*_~`") & set(shown)


@given(st.text("<>&! channel@|", max_size=40))
def test_slack_shows_what_was_written(text: str) -> None:
    shown = html.unescape(escape.slack(text)).replace(escape.WORD_JOINER, "")
    assert shown == escape.one_line(text)


@given(TEXTS, TEXTS, st.integers(0, 200))
def test_a_slack_link_leads_where_it_says(url: str, label: str, limit: int) -> None:
    for address in (url, f"https://example.org/{url}"):
        shown = escape.slack_link(address, label, limit)
        assert escape.width(shown) <= limit
        assert shown.count("<") == shown.count(">") <= 1
        if "<" in shown:
            assert re.fullmatch(r"<https?://[^<>|\s]+\|[^<>|]+>", shown)


@given(TEXTS)
def test_plain_text_mentions_and_links_nobody(text: str) -> None:
    shown = escape.plain(text)
    assert not re.search(r"@[^\s\u2060]", shown)
    assert not re.search(r"<[a-zA-Z/!@#:]", shown)
    assert "](" not in shown
    assert not set("*_~`|") & set(shown)


@given(TEXTS)
def test_a_web_link_is_http_or_nothing(text: str) -> None:
    for url in (text, f"https://{text}", f"javascript:{text}", f"https://example.org/{text}"):
        link = escape.web_link(url)
        assert link == "" or re.fullmatch(r"https?://[!-~]+", link)
        assert not set(link) & set('<>"\\^`{} ')


def test_web_links_that_are_used_and_that_are_not() -> None:
    good = "https://example.org/a/b?x=1&y=2#z"
    assert escape.web_link(good) == good
    assert escape.web_link("https://example.org/новости?q=а б") == ""
    assert escape.web_link("https://example.org/новости").startswith("https://example.org/%D0")
    for bad in ("javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc", "x", ""):
        assert escape.web_link(bad) == ""
    assert escape.web_link("https://example.org/" + "a" * 2000) == ""


@pytest.mark.parametrize("made_inert", [escape.slack, escape.plain])
def test_no_code_is_drawn_as_an_emoji(made_inert: Callable[[str], str]) -> None:
    for text in ("Fire :fire: at :+1::skin-tone-2: sea", ":100:", "a:b:c", ":テスト:"):
        shown = made_inert(text)
        assert not re.search(r":[^\s:\u2060][^\s:]*:", shown), shown
        assert shown.replace(escape.WORD_JOINER, "") == text
    for text in ("Kyiv: talks at 18:00:30", "https://example.org:8443/x:y/"):
        assert made_inert(text) == text
