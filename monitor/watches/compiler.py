"""All watches into one matcher: each term expanded once, however many watches hold it."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.watches.definition import DefinitionError, Term, Watch, WrongTermsError, terms
from monitor.watches.lexicon import Lexicon
from monitor.watches.matcher import Matcher
from monitor.watches.parse import alternatives_of
from monitor.watches.seed import seeded_lexicon
from monitor.watches.shapes import Alternative


def compile_watches(definitions: Iterable[Watch], lexicon: Lexicon | None = None) -> Matcher:
    """Return the matcher of these watches.

    A ``lexicon`` that is kept remembers forms between two calls. Raises WrongTermsError for terms
    that are none.
    """
    watches = tuple(definitions)
    known = lexicon or seeded_lexicon()
    found: dict[Term, tuple[Alternative, ...]] = {}
    wrong: list[DefinitionError] = []
    wanted = {term for watch in watches for term in terms_of(watch)}
    for term in sorted(wanted, key=lambda term: (term.language, term.text)):
        try:
            found[term] = alternatives_of(term, known)
        except DefinitionError as error:
            wrong.append(DefinitionError((term.language, term.text), error.message))
    if wrong:
        raise WrongTermsError(wrong)
    return Matcher(watches, found)


def terms_of(watch: Watch) -> set[Term]:
    """Return every term of a watch, those that rule an entry out included."""
    rules = (*((watch.rule,) if watch.rule else ()), *watch.exclude)
    return {term for rule in rules for term in terms(rule)}
