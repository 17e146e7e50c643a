"""Lists of feeds come in without touching what users have written, and go out again."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from monitor.cli.commands import app
from monitor.config.load import load_config

LIST = """<opml version="2.0"><head/><body><outline text="Evening Post">
<outline text="Evening Post: World" xmlUrl="https://post.example/world.xml" language="en"/>
<outline text="Known" xmlUrl="https://wire.example/rss"/></outline></body></opml>"""
FEEDS = """# mine
outlets:
  - name: Wire  # the good one
    feeds:
      - {name: wire, url: "https://wire.example/rss", language: en}
"""


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def test_new_feeds_are_added_below_what_is_there(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "monitor.yaml").write_text("{}\n")
    (config / "feeds.yaml").write_text(FEEDS)
    (tmp_path / "list.opml").write_text(LIST)
    output = run("feeds", "import", str(tmp_path / "list.opml"), "--config", str(config))
    assert "1 feeds added" in output
    assert (config / "feeds.yaml").read_text().startswith(FEEDS)
    loaded = load_config(config)
    assert [item.feed.url for item in loaded.feeds] == [
        "https://wire.example/rss",
        "https://post.example/world.xml",
    ]
    again = run("feeds", "import", str(tmp_path / "list.opml"), "--config", str(config))
    assert "0 feeds added" in again
    run("feeds", "export", str(tmp_path / "out.opml"), "--config", str(config))
    assert "https://post.example/world.xml" in (tmp_path / "out.opml").read_text()
