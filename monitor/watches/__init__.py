"""Compile a watch's keywords to a matcher, and match. Pure: no clock, network or database."""

from monitor.watches.compiler import compile_watches
from monitor.watches.definition import DefinitionError, Term, Watch, build, of_keywords
from monitor.watches.lexicon import Lexicon
from monitor.watches.limits import Facts, Judgement, judge
from monitor.watches.matcher import Matcher
from monitor.watches.relatives import likely
from monitor.watches.rules import Verdict

__all__ = [
    "DefinitionError",
    "Facts",
    "Judgement",
    "Lexicon",
    "Matcher",
    "Term",
    "Verdict",
    "Watch",
    "build",
    "compile_watches",
    "judge",
    "likely",
    "of_keywords",
]
