"""Answer why somebody was told of an entry, or was not."""

from __future__ import annotations

from monitor.app.convert import subscribers_of
from monitor.app.judges import WatchJudges
from monitor.app.opening import load_classifier_of, open_migrated
from monitor.app.subjects import find_subject
from monitor.config.load import Config
from monitor.pipeline.trace import trace, unseen
from monitor.pipeline.way import Unseen, Way


def explain_entry(config: Config, key: str) -> Way | Unseen:
    """Return the way of the entry that an id, a link or a guid names, or why there is none.

    Loads the classifier and compiles the watches, which takes some seconds. Raises MonitorError for
    an id that nothing has.
    """
    with open_migrated(config) as store:
        with store.read() as connection:
            subject = find_subject(connection, key, bare="entry")
            if subject is None:
                return unseen(connection, key)
        judges = WatchJudges.of(config, load_classifier_of(config))
        with store.read() as connection:
            return trace(connection, subject.entry, judges, subscribers_of(config))
