"""The classifier and the compiled watches, as the pipeline asks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.alerts import canary
from monitor.app.compiling import compile_config
from monitor.config.load import Config
from monitor.domain import Entry, Match, Score, ScoredEntry
from monitor.scoring.classifier import Classifier, Headline
from monitor.scoring.explain import WordWeight, explain
from monitor.watches import Facts, Lexicon, Matcher, Verdict, judge
from monitor.watches.definition import of_keywords

CANARY = replace(
    of_keywords(canary.NAME, {"any": [canary.KEYWORD]}),
    title="Canary",
    minimum_score=canary.MINIMUM_SCORE,
)
"""The watch that canaries pass; matched only where they are wanted."""

ALERT_WORDS = 20
"""Words tried for an alert, a headline's worth: alerts must not wait for their explanation."""


class WatchJudges:
    """Score and match entries by what is configured."""

    def __init__(self, classifier: Classifier, matcher: Matcher) -> None:
        self.classifier = classifier
        self.matcher = matcher
        self._watches = {watch.name: watch for watch in matcher.watches}

    @classmethod
    def of(
        cls, config: Config, classifier: Classifier, lexicon: Lexicon | None = None
    ) -> WatchJudges:
        """Compile the configured watches; takes seconds for terms that no lexicon knows yet.

        Raises ConfigError.
        """
        own = [CANARY] if config.settings.operator.canary else []
        return cls(classifier, compile_config(config, lexicon, own))

    def score(self, entries: Sequence[Entry]) -> list[Score]:
        """Return the score of each entry, in order."""
        return self.classifier.score([_headline(entry) for entry in entries])

    def weigh(self, entry: Entry) -> tuple[WordWeight, ...]:
        """Return the words that raised an entry's score and by how much, the heaviest first."""
        return explain(self.classifier, _headline(entry))

    def explain(self, entry: Entry) -> tuple[str, ...]:
        """Return the words of an entry's headline that raised its score, the heaviest first."""
        found = explain(self.classifier, _headline(entry), most_words=ALERT_WORDS)
        return tuple(weight.word for weight in found)

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """Return the watches whose keywords an entry has."""
        return self.matcher.match(entry.title, entry.summary, entry.language)

    def verdicts(self, entry: Entry) -> tuple[Verdict, ...]:
        """Return what each watch's keywords make of an entry, with the reasons why not."""
        found = self.matcher.explain(entry.title, entry.summary, entry.language)
        return tuple(verdict for verdict in found if verdict.watch != CANARY.name)

    def knows(self, watch: str) -> bool:
        """Return whether a watch is configured now."""
        return watch in self._watches

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        """Return which limit of a watch an entry does not meet, or None where it meets all."""
        if not self.knows(watch):
            return f"the watch {watch} is not configured any more"
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
