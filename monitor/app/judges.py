"""The classifier and the compiled watches, as the pipeline asks them."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.config.load import Config
from monitor.domain import Entry, Match, Score, ScoredEntry
from monitor.scoring.classifier import Classifier, Headline
from monitor.watches.compiler import compile_watches
from monitor.watches.definition import build
from monitor.watches.limits import Facts, judge
from monitor.watches.matcher import Matcher


class WatchJudges:
    """Score and match entries by what is configured."""

    def __init__(self, classifier: Classifier, matcher: Matcher) -> None:
        self.classifier = classifier
        self.matcher = matcher
        self._watches = {watch.name: watch for watch in matcher.watches}

    @classmethod
    def of(cls, config: Config, classifier: Classifier) -> WatchJudges:
        """Compile the configured watches. Takes up to some seconds; call it off the event loop."""
        return cls(classifier, compile_watches(build(file.plain) for file in config.watches))

    def score(self, entries: Sequence[Entry]) -> list[Score]:
        """Return the score of each entry, in order."""
        headlines = [Headline(entry.title, entry.summary, entry.language) for entry in entries]
        return self.classifier.score(headlines)

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """Return the watches whose keywords an entry has."""
        return self.matcher.match(entry.title, entry.summary, entry.language)

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        """Return which limit of a watch an entry does not meet, or None where it meets all."""
        outlet = scored.feed.outlet
        facts = Facts(
            outlet=outlet.name,
            kind=outlet.kind,
            country=outlet.country,
            language=scored.entry.language,
            score=scored.score.score,
            severity=scored.score.severity,
            direction=scored.score.direction,
        )
        judgement = judge(self._watches[watch], facts)
        return None if judgement.passed else judgement.reason
