"""What subscribers' channels need of monitor.yaml and of the installation."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from monitor.config.mail import key_problem
from monitor.config.settings import Settings
from monitor.config.subscribers import Channel, SubscribersFile
from monitor.config.tree import KeyPath
from monitor.config.validate import Loaded


def unsendable(file: Loaded[SubscribersFile], settings: Settings) -> Iterator[str]:
    """Yield a problem for each channel that nothing could be sent over."""
    for number, item in enumerate(file.value.subscribers):
        for index, channel in enumerate(item.channels):
            if lacking := _lacking(channel, settings):
                path = ("subscribers", number, "channels", index, channel.kind)
                yield file.problem(path, lacking)


def _lacking(channel: Channel, settings: Settings) -> str | None:
    if channel.kind == "email" and not settings.email:
        return "e-mail needs a mail server; add an 'email:' section to monitor.yaml"
    if channel.is_bots and not settings.slack.bot_token:
        return (
            "a channel's name needs a bot that posts there; add 'slack: {bot_token: "
            '"${SLACK_BOT_TOKEN}"}\' to monitor.yaml, or write the URL of an incoming webhook'
        )
    if channel.kind == "apprise" and find_spec("apprise") is None:
        return (
            "Apprise is not installed; install it with: pip install 'escalation-monitor[apprise]'"
        )
    return None


def unusable_key(settings: Loaded[Settings]) -> Iterator[str]:
    """Yield a problem where mails are to be signed with a key that is none."""
    dkim = settings.value.email.dkim if settings.value.email else None
    if dkim is None:
        return
    path: KeyPath = ("email", "dkim", "key" if dkim.key else "key_file")
    try:
        wrong = key_problem(dkim.read(settings.document.path.parent))
    except OSError as error:
        wrong = f"the file cannot be read: {error.strerror}"
    if wrong:
        yield settings.problem(path, f"{path[-1]}: {wrong}")
