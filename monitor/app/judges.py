"""The classifier and the compiled watches, as the pipeline asks them."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.config.load import Config
from monitor.domain import Entry, Match, Score, ScoredEntry
from monitor.scoring.classifier import Classifier, Headline
from monitor.scoring.explain import WordWeight, explain
from monitor.watches.compiler import compile_watches
from monitor.watches.definition import build
from monitor.watches.limits import Facts, judge
from monitor.watches.matcher import Matcher
from monitor.watches.rules import Verdict


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
        return self.classifier.score([_headline(entry) for entry in entries])

    def weigh(self, entry: Entry) -> tuple[WordWeight, ...]:
        """Return the words that raised an entry's score and by how much, the heaviest first."""
        return explain(self.classifier, _headline(entry))

    def explain(self, entry: Entry) -> tuple[str, ...]:
        """Return the words that raised an entry's score, the heaviest first."""
        return tuple(weight.word for weight in self.weigh(entry))

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """Return the watches whose keywords an entry has."""
        return self.matcher.match(entry.title, entry.summary, entry.language)

    def verdicts(self, entry: Entry) -> tuple[Verdict, ...]:
        """Return what each watch's keywords make of an entry, with the reasons why not."""
        return self.matcher.explain(entry.title, entry.summary, entry.language)

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        """Return which limit of a watch an entry does not meet, or None where it meets all."""
        judgement = judge(self._watches[watch], facts_of(scored))
        return None if judgement.passed else judgement.reason


def facts_of(scored: ScoredEntry) -> Facts:
    """Return an entry as the limits of a watch see it."""
    outlet = scored.feed.outlet
    return Facts(
        outlet=outlet.name,
        kind=outlet.kind,
        country=outlet.country,
        language=scored.entry.language,
        score=scored.score.score,
        severity=scored.score.severity,
        direction=scored.score.direction,
    )


def _headline(entry: Entry) -> Headline:
    return Headline(entry.title, entry.summary, entry.language)
