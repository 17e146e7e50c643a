"""Compile a watch's keywords to a matcher, and match. Pure: no clock, network or database."""

from monitor.watches.compiler import compile_watches, terms_of
from monitor.watches.definition import (
    DefinitionError,
    Term,
    Watch,
    WrongTermsError,
    build,
    of_keywords,
)
from monitor.watches.lexicon import Lexicon
from monitor.watches.limits import Facts, Judgement, judge, lets_all_through
from monitor.watches.matcher import Matcher
from monitor.watches.relatives import likely
from monitor.watches.review import Comparison, Sample, TermWarning, compare, forms_of, warnings_of
from monitor.watches.rules import Verdict
from monitor.watches.seed import seeded_lexicon

__all__ = [
    "Comparison",
    "DefinitionError",
    "Facts",
    "Judgement",
    "Lexicon",
    "Matcher",
    "Sample",
    "Term",
    "TermWarning",
    "Verdict",
    "Watch",
    "WrongTermsError",
    "build",
    "compare",
    "compile_watches",
    "forms_of",
    "judge",
    "lets_all_through",
    "likely",
    "of_keywords",
    "seeded_lexicon",
    "terms_of",
    "warnings_of",
]
