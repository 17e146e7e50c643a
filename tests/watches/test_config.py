"""Watch files: what they may hold, what is refused and where, shared lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.config.watches import load_watch, load_watches
from monitor.errors import ConfigError
from monitor.resources import bundled
from monitor.watches import build, compile_watches

WHOLE = """\
title: Everything
minimum_score: 0.6
minimum_weight: 3
directions: [up]
outlets: {except: [TASS]}
kinds: {only: [agency]}
languages: {only: [en]}
use: [terms/nato]
keywords:
  "any": ["F-16"]
  no: [krig]
  en:
    - {term: strike, weight: 2, unless: [baseball]}
    - {near: [Russia, {any: [missile, drone]}], within: 4}
    - {all: [Iran], none: {en: [film]}}
require:
  - {en: [army]}
exclude:
  en: [football]
"""

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of the configuration folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_whole_watch_goes_its_way(write: Write, tmp_path: Path) -> None:
    write("terms/nato.yaml", "keywords: {any: [NATO]}\n")
    path = write("watches/all.yaml", WHOLE)
    (file,) = load_watches(tmp_path)
    assert file.name == "all"
    assert load_watch(path, tmp_path).plain == file.plain
    watch = build(file.plain)
    assert watch.limits["outlets"].never == ("TASS",)
    assert watch.minimum_weight == 3
    matcher = compile_watches([watch])
    assert matcher.match("NATO army and F-16", "", "en")
    assert matcher.match("Army strike", "", "en")
    assert not matcher.match("Army strike at football", "", "en")
    assert not matcher.match("NATO army", "", "en")


def test_a_term_is_found_in_its_file(write: Write, tmp_path: Path) -> None:
    path = write("watches/a.yaml", "keywords:\n  en:\n    - war\n    - '/(/'\n")
    (file,) = load_watches(tmp_path)
    assert file.problem("en", "/(/", "is wrong") == f"{path}:4:7: is wrong"
    assert file.problem("en", "elsewhere", "is wrong") == f"{path}:1:1: is wrong"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("keyword: {en: [war]}", "1:1: unknown key 'keyword'; did you mean 'keywords'?"),
        ("keywords: {xx: [war]}", "1:16: xx: 'xx' is no language code"),
        ("keywords: {en: war}", "1:16"),
        ("keywords: {en: [{al: [war]}]}", "1:18"),
        ("keywords: {en: [{near: [war]}]}", "1:24"),
        ("keywords: {en: [{}]}", "1:17: en: an empty group"),
        ("use: [terms/natto]", "1:7: no shared list 'terms/natto'; did you mean 'terms/nato'?"),
        ("minimum_score: 7", "1:16"),
        ("kinds: {only: [agencies]}", "1:16"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    write: Write, tmp_path: Path, text: str, problem: str
) -> None:
    write("terms/nato.yaml", "keywords: {any: [NATO]}\n")
    path = write("watches/a.yaml", text + "\n")
    with pytest.raises(ConfigError) as refused:
        load_watches(tmp_path)
    assert [p for p in refused.value.problems if p.startswith(f"{path}:{problem}")], refused.value


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        ("term: strike\n      unles: [film]", "4:7: unknown key 'unles'; did you mean 'unless'?"),
        ("term: strike\n      weight: heavy", "4:15: weight: expected a number; found 'heavy'"),
        ("{term: strike, weight: -1}", "3:30: weight: '-1' is too small; more than 0"),
        ("{near: [a, b], withn: 5}", "3:22: unknown key 'withn'; did you mean 'within'?"),
        ("{near: [a, b], within: 0}", "3:30: within: '0' is too small; at least 1"),
        ("all: [Iran, {weigth: 2}]", "3:20: unknown key 'weigth'; "),
        ("all: [Iran, {term: a, weigth: 2}]", "3:29: unknown key 'weigth'; did you mean 'weight'?"),
        ("all: Iran", "3:12: all: expected a list, '- item' on a line each; found text"),
        ("none: {xx: [war]}", "3:18: xx: 'xx' is no language code"),
        ('"   "', "3:7: en: empty; write text"),
    ],
)
def test_a_mistake_in_a_group_is_named_once_and_at_its_own_key(
    write: Write, tmp_path: Path, item: str, problem: str
) -> None:
    path = write("watches/a.yaml", f"keywords:\n  en:\n    - {item}\n")
    with pytest.raises(ConfigError) as refused:
        load_watches(tmp_path)
    (named,) = refused.value.problems
    assert named.startswith(f"{path}:{problem}")


def test_the_mistakes_of_all_files_come_at_once(write: Write, tmp_path: Path) -> None:
    write("watches/a.yaml", "x: 1\n")
    write("watches/b.yaml", "name: c\nkeywords: {en: [war]}\n")
    write("watches/c.yaml", "keywords: {en: [war]}\n")
    with pytest.raises(ConfigError) as refused:
        load_watches(tmp_path)
    assert [Path(p.split(":")[0]).name for p in refused.value.problems] == ["a.yaml", "c.yaml"]


def test_the_shipped_watches_compile() -> None:
    watches = load_watches(Path(str(bundled("config"))))
    assert len(watches) >= 8
    compile_watches(build(file.plain) for file in watches)
