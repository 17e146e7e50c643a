"""The table of cases that a linguist can read: term, language, text, and whether it is found."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.watches import Lexicon, compile_watches, of_keywords

TABLE = Path(__file__).with_name("cases.tsv")
INFLECTED = {
    *("en", "ru", "uk", "be", "bg", "pl", "cs", "sk", "sr", "hr", "de", "fr", "es", "pt", "it"),
    *("nl", "ro", "el", "tr", "fi", "hu", "ar", "fa", "he", "hi"),
}
UNSPACED = {"zh", "ja", "th", "ko"}


@dataclass(frozen=True)
class Case:
    """One line of the table; ``language`` may be ``term's>text's``."""

    language: str
    term: str
    expected: bool
    text: str

    def __str__(self) -> str:
        return f"{self.language} {self.term}: {self.text}"


def cases() -> list[Case]:
    """Return all cases of the table."""
    lines = TABLE.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Case(language, term, word == "match", text) for language, term, word, text in rows]


@pytest.fixture(scope="module")
def wrong() -> list[Case]:
    """Return the cases on which the matcher disagrees with the table.

    All terms of a language are in one matcher, each in a watch of its own.
    """
    lexicon = Lexicon()
    of_term: dict[str, list[Case]] = defaultdict(list)
    for case in cases():
        of_term[case.language.partition(">")[0]].append(case)
    failed = []
    for language, of_language in of_term.items():
        terms = dict.fromkeys(case.term for case in of_language)
        watches = [of_keywords(term, {language: [term]}) for term in terms]
        matcher = compile_watches(watches, lexicon)
        for case in of_language:
            of_text = case.language.partition(">")[2] or language
            matched = {match.watch for match in matcher.match(case.text, "", of_text)}
            if (case.term in matched) is not case.expected:
                failed.append(case)
    return failed


def test_the_matcher_agrees_with_the_table(wrong: list[Case]) -> None:
    total = len(cases())
    listed = "\n".join(map(str, wrong))
    print(f"{total - len(wrong)} of {total} cases right; wrong:\n{listed}")
    assert len(wrong) <= 0.01 * total, listed


def test_no_language_is_far_behind(wrong: list[Case]) -> None:
    failed = Counter(case.language for case in wrong)
    total = Counter(case.language for case in cases())
    assert {code: n for code, n in failed.items() if n > max(1, 0.06 * total[code])} == {}


def test_the_table_is_broad() -> None:
    table = cases()
    assert len(table) >= 600
    assert len(set(table)) == len(table)
    for code in sorted(INFLECTED | UNSPACED - {"th"}):
        of_code = [case.expected for case in table if case.language == code]
        assert of_code.count(True) >= 10, code
        assert of_code.count(False) >= 4, code
