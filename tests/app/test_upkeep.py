"""Rounds come once a minute, and at once when the clock jumps; what they look at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from monitor.app.examining import examine
from monitor.app.upkeep import ClockWatch, Upkeep
from monitor.config.load import load_config
from monitor.store import troubles
from monitor.store.engine import Store
from tests.support.examples import NOW

SECOND = timedelta(seconds=1)


def test_a_clock_that_keeps_time_has_not_moved() -> None:
    watch = ClockWatch(NOW, 100.0)
    assert watch.moved(NOW + 60 * SECOND, 160.0) == timedelta()


def test_a_jump_is_seen_once_with_its_direction() -> None:
    watch = ClockWatch(NOW, 100.0)
    assert watch.moved(NOW - 3540 * SECOND, 160.0) == timedelta(hours=-1)
    assert watch.moved(NOW - 3535 * SECOND, 165.0) == timedelta()
    assert watch.moved(NOW + 3600 * SECOND, 200.0) == timedelta(seconds=7100)


def test_the_operator_and_doctor_hear_that_nothing_is_monitored(
    tmp_path: Path, sqlite_store: Store
) -> None:
    config = tmp_path / "config"
    (config / "watches").mkdir(parents=True)
    (config / "monitor.yaml").write_text(f"database: sqlite:///{tmp_path}/monitor.db\n")
    (config / "feeds.yaml").write_text("outlets: []\n")
    house = SimpleNamespace(
        config=load_config(config),
        store=sqlite_store,
        clock=lambda: NOW,
        leading=SimpleNamespace(leads=True),
        parts=SimpleNamespace(audience=SimpleNamespace(operator=None, message_domain="m.example")),
    )
    Upkeep(house)._watch(NOW, timedelta())  # type: ignore[arg-type]
    with sqlite_store.read() as connection:
        assert "idle" in {item.key for item in troubles.load_troubles(connection)}
    says = next(item.says for item in examine(config) if item.what == "troubles")
    assert "No feed in feeds.yaml is enabled" in says
