"""Play recorded documents through the house at their own time, and see what alerts."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from monitor.app.convert import audience_of
from monitor.app.house import utc_now
from monitor.app.judges import WatchJudges
from monitor.app.lines import numbered_lines
from monitor.app.looking import parse_file
from monitor.app.opening import load_classifier_of
from monitor.config.load import Config
from monitor.domain import Entry, Feed, Message, Outlet
from monitor.errors import ParseError
from monitor.feeds.dates import EARLIEST
from monitor.feeds.identity import assign_identities
from monitor.moments import in_utc
from monitor.pipeline.assess import Assessor
from monitor.pipeline.batch import MOST, BatchSize
from monitor.pipeline.place import StoryKeeper
from monitor.pipeline.record import record_document
from monitor.resources import bundled
from monitor.store import feeds, stories
from monitor.store.engine import Store, open_store
from monitor.store.feeds import PollOutcome, StoredFeed
from monitor.store.migrations import migrate
from monitor.text.characters import read_json
from monitor.text.language import detect

_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)")


@dataclass(frozen=True, slots=True)
class Recording:
    """One document of one feed, as it stood at a moment."""

    feed: Feed
    entries: tuple[Entry, ...]
    at: datetime


@dataclass(slots=True)
class Replayed:
    """What a replay brought."""

    entries: int = 0
    stories: int = 0
    messages: list[tuple[datetime, Message]] = field(default_factory=list)


def read_recordings(files: Sequence[Path]) -> list[Recording]:
    """Return what files hold, in the order of time.

    A feed document stands for a poll at the time in its name (20210919T191308Z), else at that of
    its newest entry; documents named by times belong to the feed that their folder names. A .jsonl
    file holds entries, one an object, with title, outlet, published and perhaps summary, lang, link
    and id; each stands for a poll of its own. Raises ParseError, naming file and line.
    """
    recordings: list[Recording] = []
    for file in files:
        if file.suffix == ".jsonl":
            recordings.extend(_row(file, *numbered) for numbered in numbered_lines(file))
        else:
            recordings.append(_document(file))
    return sorted(recordings, key=lambda recording: recording.at)


def replay(config: Config, recordings: Sequence[Recording]) -> Iterator[Replayed]:
    """Poll, assess and alert on recordings in a database of their own; yield after each.

    The last value yielded is the result. Nothing is sent, and the configured database is not
    touched.
    """
    result = Replayed()
    clock = _Clock()
    judges = WatchJudges.of(config, load_classifier_of(config))
    audience = audience_of(config)
    configured = {item.feed.name: item.feed for item in config.feeds}
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/replay.db")
        try:
            migrate(store, bundled("alembic"))
            # A fixed size: what a replay says must not depend on the speed of the machine.
            size = BatchSize(MOST, least=MOST)
            keeper = StoryKeeper(config.settings.stories.window)
            assessor = Assessor(store, clock, keeper, size=size)
            known: dict[str, Feed] = {}
            for recording in recordings:
                clock.now = recording.at
                feed = configured.get(recording.feed.name, recording.feed)
                known[feed.name] = feed
                result.entries += _poll(store, recording, list(known.values()), config)
                while asyncio.run(assessor.assess(judges, audience)):
                    result.messages += [(clock.now, message) for message in assessor.raised]
                with store.read() as connection:
                    result.stories = stories.count_stories(connection)
                yield result
        finally:
            store.close()


class _Clock:
    now = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def _poll(store: Store, recording: Recording, known: list[Feed], config: Config) -> int:
    """Store a recording as a poll of its feed would; return how many entries were new."""
    window = config.settings.poll.first_poll_window
    with store.write() as connection:
        feeds.sync_feeds(connection, [(feed, feed.name, True) for feed in known], recording.at)
        stored = _named(feeds.list_feeds(connection), recording.feed.name)
        recorded = record_document(connection, stored, recording.entries, recording.at, window)
        outcome = PollOutcome(recording.at, recording.at, None, 0, None, None, None, None, None)
        feeds.record_poll(connection, stored.id, outcome)
    return recorded.new


def _named(stored: Sequence[StoredFeed], name: str) -> StoredFeed:
    return next(item for item in stored if item.feed.name == name)


def _document(file: Path) -> Recording:
    parsed = parse_file(file, "", "")
    dates = [entry.published for entry in parsed.entries if entry.published]
    stamped = _stamp(file.stem)
    name = file.parent.name if stamped else file.stem
    language = parsed.language
    feed = Feed(name, file.as_posix(), Outlet(parsed.title or name, "", "other"), language)
    return Recording(feed, parsed.entries, stamped or max(dates, default=utc_now()))


def _stamp(name: str) -> datetime | None:
    """Return the time in a file's name; None where its digits are none."""
    if not (found := _STAMP.search(name)):
        return None
    try:
        at = datetime.fromisoformat("{}-{}-{}T{}:{}:{}Z".format(*found.groups()))
    except ValueError:
        return None
    return at if at >= EARLIEST else None


def _row(file: Path, number: int, line: str) -> Recording:
    try:
        row = read_json(line)
        title, written = row["title"], row["published"]
        if not isinstance(title, str):
            raise TypeError("the title is no text")
        if (at := in_utc(datetime.fromisoformat(str(written)))) < EARLIEST:
            raise ValueError(f"published {written!r} is before {EARLIEST.year}")
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ParseError(
            f"{file}:{number}: no entry ({error!r}); write an object with title, outlet and "
            "published (ISO 8601)"
        ) from error
    summary = str(row.get("summary") or "")
    language = detect(f"{title}\n{summary}", str(row.get("lang") or ""))
    name = str(row.get("outlet") or file.stem)
    guid = str(row.get("id") or f"{file.name}:{number}")
    entry = Entry("", title, summary, str(row.get("link") or ""), guid, at, language)
    feed = Feed(name, f"{file.as_posix()}#{name}", Outlet(name, "", "other"), language)
    return Recording(feed, assign_identities([entry]), at)
