"""The daemon looks after itself: canaries, backups, a database deleted, a clock set back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from demo.servers import FeedServer, SlackSink, SmtpSink
from monitor.ops.backup import check
from tests.support.house import Item, ask, rss, running, write_config

CALL = Item("Two presidents begin video call as troops mass at border", "Sanctions are weighed.")
STRIKE = Item("Troops shell border town, several soldiers killed", "Artillery fire is reported.")
SHIM = Path(__file__).resolve().parents[1] / "support" / "clock.c"

# A daemon and a dozen commands, each a process of its own, while other tests hold the cores.
pytestmark = pytest.mark.timeout(300)


def monitor(config: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", *arguments, "--config", str(config)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_canary_arrives_and_the_database_is_backed_up_and_restored(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    settings = yaml.safe_load((config / "monitor.yaml").read_text("utf-8"))
    settings["operator"]["canary"] = "1h"
    (config / "monitor.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    copy = tmp_path / "copy.db"
    with running(config) as daemon:
        daemon.await_that(lambda: smtp.mails and slack.accepted)
        assert "TEST of the monitor" in smtp.mails[0].message["Subject"]
        daemon.await_that(lambda: not ask(config, "alerts", "list"))
        feed_server.publish("/wire", rss(CALL))
        daemon.await_that(lambda: len(smtp.mails) > 1)
        assert monitor(config, "backup", str(copy)).returncode == 0
        refused = monitor(config, "restore", str(copy))
        assert (refused.returncode, "stop it first" in refused.stderr) == (1, True)
        again = monitor(config, "backup", str(copy))
        assert (again.returncode, "--overwrite" in again.stderr) == (1, True)
        daemon.stop()
    assert len(smtp.mails) == 2
    (tmp_path / "data" / "monitor.db").write_bytes(b"\0" * 4096)
    done = monitor(config, "restore", str(copy))
    assert "1 alerts" in done.stdout, done.stderr
    assert [alert["title"] for alert in ask(config, "alerts", "list")] == [CALL.title]
    assert "would delete 0 entries" in monitor(config, "retain", "--dry-run").stdout
    assert ask(config, "retain") == [
        {"entries": 0, "stories": 0, "deliveries": 0, "dry_run": False}
    ]


def test_a_database_that_is_deleted_under_the_daemon_is_put_back(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    feed_server.publish("/wire", rss(CALL))
    with running(config) as daemon:
        daemon.await_that(lambda: smtp.mails and slack.accepted)
        for file in (tmp_path / "data").glob("monitor.db*"):
            file.unlink()
        assert daemon.process.wait(30) == 1
        assert "what it held is there again" in daemon.log
    assert "was deleted or replaced" in smtp.mails[-1].message["Subject"]
    assert [alert["title"] for alert in ask(config, "alerts", "list")] == [CALL.title]
    feed_server.publish("/wire", rss(CALL, STRIKE))
    with running(config) as daemon:
        daemon.await_that(lambda: "shell border town" in smtp.mails[-1].message["Subject"])
    assert len(smtp.mails) == 3


@pytest.mark.parametrize("stopped", [False, True])
def test_a_backup_that_is_moved_over_the_database_under_the_daemon_is_what_is_worked_on(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink, stopped: bool
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    database, copy = tmp_path / "data" / "monitor.db", tmp_path / "copy.db"
    feed_server.publish("/wire", rss(CALL))
    with running(config) as daemon:
        daemon.await_that(lambda: smtp.mails and slack.accepted)
        assert monitor(config, "backup", str(copy)).returncode == 0
        feed_server.publish("/wire", rss(CALL, STRIKE))
        daemon.await_that(lambda: "shell border town" in smtp.mails[-1].message["Subject"])
        copy.replace(database)
        if stopped:
            daemon.process.terminate()
        assert daemon.process.wait(30) == 1
    (kept,) = database.parent.glob("monitor.db.kept-*")
    assert (check(database).alerts, check(kept).alerts) == (1, 2)
    assert [alert["title"] for alert in ask(config, "alerts", "list")] == [CALL.title]


@pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler, to shift the clock")
def test_a_clock_set_back_by_an_hour_delays_nothing(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    shim, shift = tmp_path / "clock.so", tmp_path / "shift"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, SHIM, "-ldl"], check=True)
    shift.write_text("0")
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    feed_server.publish("/wire", rss(CALL))
    with running(config, {"LD_PRELOAD": str(shim), "CLOCK_SHIFT": str(shift)}) as daemon:
        daemon.await_that(lambda: smtp.mails and slack.accepted)
        shift.write_text("-3600")
        feed_server.publish("/wire", rss(CALL, STRIKE))
        daemon.await_that(lambda: "The clock of this machine jumped" in daemon.log)
        daemon.await_that(
            lambda: any("shell border town" in mail.message["Subject"] for mail in smtp.mails)
        )
        daemon.stop()
