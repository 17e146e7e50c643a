"""Links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.urls import comparable, safe_link, without_credentials

BASE = "https://base.test/a/b"


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://a.test/x?y=1#z", "https://a.test/x?y=1#z"),
        ("  HTTP://A.test/x \n", "http://a.test/x"),
        ("//cdn.test/y", "https://cdn.test/y"),
        ("www.a.test/x", "https://www.a.test/x"),
        ("/rel", "https://base.test/rel"),
        ("c?d", "https://base.test/a/c?d"),
        ("https://a.test/c d", "https://a.test/c%20d"),
        ('https://a.test/"><script>', "https://a.test/%22%3E%3Cscript%3E"),
        ("https://a.test/\u202ex\u200b", "https://a.test/x"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("http://bank.test@evil.test/", ""),
        ("http://[bad", ""),
        ("http://a.test:99999999/", ""),
        ("", ""),
        ("https://a.test/" + "x" * 5_000, ""),
    ],
)
def test_safe_link(link: str, safe: str) -> None:
    assert safe_link(link, BASE) == safe


def test_a_link_that_names_its_host_needs_no_base() -> None:
    assert safe_link("www.a.test/x") == safe_link("//www.a.test/x") == "https://www.a.test/x"
    assert safe_link("/x") == safe_link("x.html") == ""


@given(st.text(), st.text())
def test_safe_link_is_web_or_nothing(link: str, base: str) -> None:
    safe = safe_link(link, base)
    assert safe == "" or safe.startswith(("http://", "https://"))
    assert not set(safe) & set(' "<>\n\r\t`')
    assert safe_link(safe) == safe


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.test/x/", "https://a.test/x"),
        ("https://a.test/x?utm_source=rss&id=1", "https://a.test/x?id=1"),
        ("https://a.test/x?at_medium=RSS&at_campaign=KARANGA", "https://a.test/x"),
        ("https://a.test/x?b=2&a=1", "https://a.test/x?a=1&b=2"),
        ("https://a.test/x#part", "https://a.test/x"),
        ("https://a.test/%7Ex", "https://a.test/~x"),
        ("https://a.test/x;jsessionid=1F2E.node1", "https://a.test/x"),
        ("https://a.test/x?PHPSESSID=1f2e&id=1", "https://a.test/x?PHPSESSID=77aa&id=1"),
    ],
)
def test_one_page(one: str, other: str) -> None:
    assert comparable(one) == comparable(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.test/x?id=1", "https://a.test/x?id=2"),
        ("https://a.test/x", "https://b.test/x"),
        ("https://a.test/x?sid=1", "https://a.test/x?sid=2"),
        ("https://parliament.test/x?session_id=12", "https://parliament.test/x?session_id=13"),
        ("https://parliament.test/x?sessionId=12", "https://parliament.test/x?sessionId=13"),
        ("https://a.test/#!/story/1", "https://a.test/#!/story/2"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


def test_a_bare_site_is_no_page() -> None:
    assert comparable("https://www.a.test/") == comparable("") == ""


def test_without_credentials() -> None:
    assert without_credentials("https://u:p@h.test/x@y") == "https://h.test/x@y"
    assert without_credentials("https://h.test/x@y") == "https://h.test/x@y"
