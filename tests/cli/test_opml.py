"""Lists of feeds come in without touching what users have written, and go out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli.commands import app
from monitor.config.load import load_config
from monitor.errors import ConfigError

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


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "monitor.yaml").write_text("{}\n")
    (folder / "feeds.yaml").write_text(FEEDS)
    return folder


def test_new_feeds_are_added_below_what_is_there(config: Path, tmp_path: Path) -> None:
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


@pytest.mark.parametrize(
    "written",
    [
        FEEDS,
        FEEDS.replace("\n  ", "\n"),
        FEEDS.replace("\n  ", "\n      "),
        FEEDS.replace("\n", "\r\n"),
        "outlets: []  # none yet\n",
        "outlets:\n  # none yet\n",
        "{}\n",
        "",
    ],
    ids=["indented", "column 0", "column 6", "CRLF", "brackets", "no value", "braces", "empty"],
)
def test_feeds_are_added_however_the_file_is_indented(
    config: Path, tmp_path: Path, written: str
) -> None:
    (config / "feeds.yaml").write_text(written)
    (tmp_path / "list.opml").write_text(LIST)
    run("feeds", "import", str(tmp_path / "list.opml"), "--config", str(config))
    assert {item.feed.url for item in load_config(config).feeds} == {
        "https://wire.example/rss",
        "https://post.example/world.xml",
    }
    kept = [line for line in written.splitlines() if "#" in line]
    added = (config / "feeds.yaml").read_bytes().decode()
    assert all(line.partition("#")[2] in added for line in kept)
    assert added.count("\r\n") == ("\r\n" in written) * added.count("\n")


def test_outlets_in_brackets_are_left_as_they_are(config: Path, tmp_path: Path) -> None:
    written = "outlets: [{name: A, feeds: [{name: a, url: 'https://a.example/', language: en}]}]\n"
    (config / "feeds.yaml").write_text(written)
    (tmp_path / "list.opml").write_text(LIST)
    arguments = ["feeds", "import", str(tmp_path / "list.opml"), "--config", str(config)]
    refused = CliRunner().invoke(app, arguments).exception
    assert isinstance(refused, ConfigError)
    assert f"{config / 'feeds.yaml'}:1:10: write each outlet after a dash" in str(refused)
    assert (config / "feeds.yaml").read_text() == written


def test_names_of_strangers_are_only_text_and_what_cannot_be_held_is_left_out_alone(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hunter2")
    long = "A title that goes on " * 20
    titles = {
        "long": long,
        "long-too": long,
        "private": "_internal",
        "secret": "Cost ${SMTP_PASSWORD} news",
        "unset": "Cost $${NOPE} news",
        "wire": "WIRE",
        "${home}": "Home",
        "xn--": "No host",
    }
    outlines = "".join(
        f'<outline text="{title}" xmlUrl="http://{host}/${{SMTP_PASSWORD}}"/>'
        for host, title in titles.items()
    )
    nowhere = '<outline text="Nowhere" xmlUrl="https://x.example/" language="xx"/>'
    (tmp_path / "list.opml").write_text(f"<opml><body>{outlines}{nowhere}</body></opml>")
    arguments = ["feeds", "import", str(tmp_path / "list.opml"), "--config", str(config)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1, result.exception
    assert "7 feeds added" in result.output
    assert "the outline 'No host': url 'http://xn--/$%7BSMTP_PASSWORD%7D': no address" in (
        result.output
    )
    assert "the outline 'Nowhere': language 'xx': is no language code" in result.output
    added = [item.feed for item in load_config(config).feeds][1:]
    assert [feed.outlet.name for feed in added[2:]] == [
        "_internal",
        "Cost ${SMTP_PASSWORD} news",
        "Cost $${NOPE} news",
        "WIRE-2",
        "Home",
    ]
    assert added[-1].url == "http://${home}/$%7BSMTP_PASSWORD%7D"
    assert [feed.name for feed in added[2:]] == [
        "internal",
        "cost-smtp_password-news",
        "cost-nope-news",
        "wire-2",
        "home",
    ]


def test_feeds_of_one_site_are_one_outlet_and_a_bad_address_stops_none(
    config: Path, tmp_path: Path
) -> None:
    topics = """<opml version="2.0"><body><outline text="News">
      <outline text="Gazette" xmlUrl="https://gazette.example.org/a"/>
      <outline text="Herald" xmlUrl="https://herald.co.uk/a"/>
      <outline text="Herald: World" xmlUrl="https://feeds.herald.co.uk/b"/>
      <outline text="Burned" xmlUrl="https://burner.test/1" htmlUrl="https://burned.example.net"/>
      <outline text="Also burned" xmlUrl="https://burner.test/2" htmlUrl="https://also.test"/>
      <outline text="Script" xmlUrl="javascript:alert(1)"/></outline>
      <outline text="Evening Post"><outline text="EP" xmlUrl="https://post.example.com/a"/>
      <outline text="EP: World" xmlUrl="https://post.example.com/b"/></outline>
      <outline text="More" xmlUrl="https://wire.example/more"/></body></opml>"""
    (tmp_path / "list.opml").write_text(topics)
    arguments = ["feeds", "import", str(tmp_path / "list.opml"), "--config", str(config)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "8 feeds added" in result.output
    assert "list.opml: the outline 'Script' has no web address" in result.output
    assert "'More' has the site of 'Wire'" in result.output
    assert result.output.count("has the site of") == 1
    outlets: dict[str, int] = {}
    for item in load_config(config).feeds:
        outlets[item.feed.outlet.name] = outlets.get(item.feed.outlet.name, 0) + 1
    assert outlets == {
        "Wire": 1,
        "Gazette": 1,
        "herald.co.uk": 2,
        "Burned": 1,
        "Also burned": 1,
        "Evening Post": 2,
        "More": 1,
    }
