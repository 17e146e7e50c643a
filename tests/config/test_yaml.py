"""YAML is read safely, as typed, and what is wrong with it is said where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yaml import safe_dump

from monitor.config import yaml
from monitor.config.tree import Mark, Node
from monitor.config.yaml import parse_document, read_document
from monitor.errors import ConfigError

FILE = Path("file.yaml")


def problems_of(content: bytes) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        parse_document(content, FILE)
    return [problem.removeprefix("file.yaml:") for problem in refused.value.problems]


@pytest.mark.parametrize(
    "typed", ["NO", "no", "on", "yes", "007", "22:30", "1e3", "2024-01-01", "="]
)
def test_a_plain_scalar_is_the_text_that_was_typed(typed: str) -> None:
    document = parse_document(f"key: {typed}\n".encode(), FILE)
    assert document.node(("key",)).value == typed


@pytest.mark.parametrize("typed", ["", "~", "null"])
def test_an_empty_value_is_none_and_a_quoted_one_is_text(typed: str) -> None:
    document = parse_document(f"plain: {typed}\nquoted: '{typed}'\n".encode(), FILE)
    assert document.node(("plain",)).value is None
    assert document.node(("quoted",)).value == typed


def test_every_key_and_value_knows_its_place() -> None:
    document = parse_document("ключ:\n  - a\n  - {b: c}\n".encode(), FILE)
    assert document.mark(("ключ", 0)) == Mark(2, 5)
    assert document.mark(("ключ", 1, "b")) == Mark(3, 9)
    assert document.key_mark(("ключ", 1, "b")) == Mark(3, 6)
    assert document.place(("ключ", 1, "validator", "b")) == "file.yaml:3:9"


def test_an_alias_stands_for_its_anchor() -> None:
    document = parse_document(b"a: &list [x, y]\nb: *list\n", FILE)
    assert document.node(("b", 1)).value == "y"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse_document(b"\xef\xbb\xbfa: b\n", FILE).node(("a",)).value == "b"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a:\n\tb: 1\n", "2:1: a tab indents this line; indent with spaces"),
        (
            b"a:\n   b: 1\n  c: 2\n",
            "3:3: the line is not aligned with its neighbours; indent it as they are "
            "(it began in line 1)",
        ),
        (
            b"a: b: c\n",
            "1:5: ': ' stands inside a value, or the line is indented too far; "
            "put the value in quotes, or align the line with its neighbours",
        ),
        (b"a: @x\n", "1:4: a value cannot begin with this character; put it in quotes"),
        (b"a: *x\n", "1:4: '*' at the start of a value is a YAML alias; put the text in quotes"),
        (
            b"a: !!python/object:os.system x\n",
            "1:4: '!' at the start of a value is a YAML tag; put the text in quotes",
        ),
        (b"a: 'x\n", "2:1: a quote is opened and never closed; close it (it began in line 1)"),
        (
            b"a: [b\nc: d\n",
            "2:2: a list [ ] or section { } is not closed or lacks a comma; add it "
            "(it began in line 1)",
        ),
        (b'a: "x" y\n', "1:8: text follows a closed quote or bracket; quote the whole value"),
        (
            b"a: {b: ${C}}\n",
            '1:9: a secret between { } or [ ] needs quotes; write "${NAME}"',
        ),
        (
            b"a: b\nfoo\nc: d\n",
            "3:1: a key without a value; write 'key: value' (it began in line 2)",
        ),
        (
            b"- a\nb: c\n",
            "2:1: the line is not aligned with the list's items; begin it with '- ' as they do "
            "(it began in line 1)",
        ),
        (
            b'a: "\\d"\n',
            "1:5: a backslash between double quotes begins an escape; use single quotes",
        ),
        (b'a: "x\\0y\\e"\n', "1:4: invisible character U+0000; delete its escape"),
        (b'a: "\\x9b"\n', "1:4: invisible character U+009B; delete its escape"),
        (b'"x\\a": y\n', "1:1: invisible character U+0007; delete its escape"),
        (b"a: b\n---\nc: d\n", "3:1: a second document ('---'); keep one a file"),
        (b"? [a]\n: b\n", "1:3: a key must be text; put it in quotes"),
        (b"a: 1\nb: \xe4\n", "2:4: not UTF-8; save the file as UTF-8"),
        (b"a: 1\nb: \x00\n", "2:4: invisible character U+0000; delete it"),
        ("a: x\ufeffy\n".encode(), "1:5: invisible character U+FEFF; delete it"),
        ("a: b\n".encode("utf-16"), "1:1: the file is UTF-16; save it as UTF-8"),
    ],
)
def test_bad_syntax_is_explained_where_it_stands(content: bytes, problem: str) -> None:
    assert problems_of(content) == [problem]


def test_every_repeated_key_is_refused_with_both_lines() -> None:
    assert problems_of(b"a: 1\nb:\n  c: 2\n  c: 3\na: 4\n") == [
        "4:3: key 'c' again; it stands in line 3 already",
        "5:1: key 'a' again; it stands in line 1 already",
    ]


def test_an_alias_bomb_is_refused_quickly() -> None:
    lines = [b"a: &a [x, x, x, x, x, x, x, x, x]"]
    for name in b"bcdefghij":
        aliases = b", ".join([b"*%c" % (name - 1)] * 9)
        lines.append(b"%c: &%c [%s]" % (name, name, aliases))
    assert problems_of(b"\n".join(lines)) == [
        "6:4: more than 500000 values, aliases counted in full"
    ]


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- "])
def test_deep_nesting_is_refused(opening: bytes) -> None:
    (problem,) = problems_of(opening * 5000)
    assert "nested deeper than 32 levels" in problem


def test_deep_nesting_through_aliases_is_refused() -> None:
    links = [f"- &a{number} [*a{number - 1}]" for number in range(1, 5000)]
    (problem,) = problems_of("\n".join(["- &a0 [x]", *links]).encode())
    assert problem == "31:9: nested deeper than 32 levels"


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "MAX_BYTES", 1_000_000)
    path = tmp_path / "file.yaml"
    path.write_bytes(b"# \n" * 400_000)
    with pytest.raises(ConfigError, match="is larger than 1 MB; split the file"):
        read_document(path)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        read_document(tmp_path / "absent.yaml")
    with pytest.raises(ConfigError, match="is no file; put one there, or delete it"):
        read_document(tmp_path)


def test_a_syntax_error_never_quotes_the_line() -> None:
    for content in (b"password: *hunter2", b"password: !hunter2", b"password: @hunter2 : x"):
        assert "hunter2" not in str(problems_of(content))


typed = st.text("ab:-[]{},\"'&*!|>#%@`\\ \n\t?~=.${}", max_size=60).map(str.encode)


@given(typed | st.binary(max_size=60))
@example(b"%YAML 3.0\n---\na: b\n")
@example(b"- &a\n  - *a\n")
@example("a: \U0001f600\ud7ff\n".encode())
@example(b'"\\ud800"')
def test_any_bytes_are_read_or_refused_with_a_place(content: bytes) -> None:
    problems: list[str] = []
    try:
        parse_document(content, FILE)
    except ConfigError as refused:
        problems = refused.problems
    assert all(re.match(r"file\.yaml:\d+:\d+: ", problem) for problem in problems)


texts = st.text(min_size=1, max_size=8).filter(lambda text: text.isprintable())
trees = st.recursive(
    texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=12
)


@given(trees, st.booleans())
def test_what_is_written_is_what_is_read(tree: object, flow: bool) -> None:
    text = safe_dump(tree, allow_unicode=True, default_flow_style=flow)
    assert plain(parse_document(text.encode(), FILE).root) == tree


def plain(node: Node) -> object:
    """Return a node's value without its places."""
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value
