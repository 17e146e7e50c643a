"""What subscribers' channels need of monitor.yaml and of the installation."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib.util import find_spec

from pydantic import SecretStr

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
    return _unknown_to_apprise(channel.apprise) if channel.apprise else None


def _unknown_to_apprise(address: SecretStr) -> str | None:
    if find_spec("apprise") is None:
        return "Apprise is not installed; run: pip install 'escalation-monitor[apprise]'"
    import apprise

    # Its log holds addresses with their secrets.
    logging.getLogger(apprise.LOGGER_NAME).propagate = False
    if apprise.Apprise().add(address.get_secret_value()):
        return None
    return (
        "no address that Apprise knows, or one that lacks a part; "
        "see https://github.com/caronc/apprise/wiki for how each service's is written"
    )


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
