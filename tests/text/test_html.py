"""Markup to plain text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.html import clean, clean_summary, shorten

CASES = [
    ("a<br>b", "a b"),
    ("<p>x</p><p>y</p>", "x y"),
    ("wor<b>d</b>", "word"),
    ("AT&amp;T", "AT&T"),
    ("&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt; &amp;amp; more", "Bold & more"),
    ("&lt;p&gt;Twice&lt;/p&gt;", "Twice"),
    ("&amp;amp;#39;q&amp;amp;#39;", "'q'"),
    ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
    ("Losses <Kyiv says", "Losses <Kyiv says"),
    ('see <a href="http', "see"),
    ("<script>alert(1)</script>ok<style>p{}</style>", "ok"),
    ("<![CDATA[Foo &amp; bar]]>", "Foo & bar"),
    ("<!-- hidden -->seen", "seen"),
    ("<이름> 뉴스", "<이름> 뉴스"),
    ("I <3 you", "I <3 you"),
    ("caf\u0065\u0301", "café"),
    ("one\n two\u00a0three\u2028four", "one two three four"),
    ("user\u202egnp.exe\u202c", "usergnp.exe"),
    ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
    ("pass\u200dword \u200cx", "password x"),
    ("می\u200cخواهد", "می\u200cخواهد"),
    ("क्\u200dष", "क्\u200dष"),
    ("അവന്\u200d പറഞ്ഞു", "അവന്\u200d പറഞ്ഞു"),
    ("bell\x07\x00\x9b", "bell"),
    ("lone\ud800half", "lonehalf"),
    ("<b>lone\ud800half</b>", "lonehalf"),
    ("tag\U000e0041s", "tags"),
    ("&#x202e;x&#8203;y&#0;", "xy\ufffd"),
    ("", ""),
]


@pytest.mark.parametrize(("markup", "text"), CASES)
def test_clean(markup: str, text: str) -> None:
    assert clean(markup) == text


HOSTILE = [
    "<!--", "<b>", "<a>", "<div>", "<table>", "&amp;", "<svg>", "<b><a>", "<", "&", '<a "',
    "<script>", "<![CDATA[", "&lt;", "&amp;lt;", "&#38;", "\u200c", "ی\u200c", "&#0", "<!-- -->",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    clean(unit * (400_000 // len(unit)))
    assert time.perf_counter() - started < 2


def test_one_tag_of_sixty_thousand_attributes() -> None:
    started = time.perf_counter()
    assert clean("<a " + " ".join(f"x{i}=1" for i in range(60_000)) + ">t") == "t"
    assert time.perf_counter() - started < 1


MARKUP = st.text() | st.lists(
    st.sampled_from([*HOSTILE, "word", "&nbsp;", "&amp;amp;", "<p>", "-->", ">", "\u202e", " "])
).map("".join)


@given(MARKUP)
def test_clean_text_is_one_plain_line(markup: str) -> None:
    text = clean(markup)
    assert text == " ".join(text.split())
    assert text == unicodedata.normalize("NFC", text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in text)
    assert not set(text) & set("\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad")
    text.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_characters="<&")))
def test_text_without_markup_comes_through_unchanged_twice(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_shorten_keeps_the_limit_and_the_start(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= max(limit, 0) or short == text
    assert text.startswith(short.removesuffix("…"))


def test_summary_is_cut_between_words() -> None:
    assert clean_summary("<p>" + "word " * 5_000, 20) == "word word word word…"
