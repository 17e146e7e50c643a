"""What is shown as an example works when it is taken at its word."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest
from pydantic import BaseModel

from monitor.config.feeds import FeedsFile
from monitor.config.secrets import Secrets
from monitor.config.settings import Settings
from monitor.config.subscribers import SubscribersFile
from monitor.config.terms import TermsFile
from monitor.config.validate import validate_file
from monitor.config.watches import WatchFile
from monitor.resources import bundled

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"
NAMES = (
    "DATABASE_PASSWORD",
    "SLACK_WEBHOOK",
    "SMTP_PASSWORD",
    "TELEGRAM_URL",
)
SECRETS = Secrets(
    dict.fromkeys(NAMES, "https://example.org/secret")
    | {
        "DKIM_KEY": "a key",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "WEBHOOK_SECRET": "whsec_" + "A" * 32,
    }
)


@pytest.mark.parametrize(
    ("name", "model"), [("monitor", Settings), ("subscribers", SubscribersFile)]
)
def test_a_shipped_file_is_valid_with_its_examples_uncommented(
    name: str, model: type[BaseModel], tmp_path: Path
) -> None:
    shipped = (bundled("config") / f"{name}.yaml").read_text("utf-8")
    live = shipped.replace("subscribers: []\n", "")
    uncommented = re.sub(r"^#(?=\S|  )", "", live, flags=re.MULTILINE)
    assert uncommented != live
    path = tmp_path / "file.yaml"
    path.write_text(uncommented, "utf-8")
    read = validate_file(path, model, SECRETS)
    assert read.model_fields_set


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("feeds.yaml", FeedsFile),
        ("subscribers.yaml", SubscribersFile),
        ("watches/*.yaml", WatchFile),
        ("terms/*.yaml", TermsFile),
    ],
)
def test_an_example_of_the_documentation_is_valid(
    name: str, model: type[BaseModel], tmp_path: Path
) -> None:
    section = DOCUMENT.read_text("utf-8").split(f"\n## {name}\n")[1]
    example = re.search(r"(?:^    .*\n)+", section, re.MULTILINE)
    assert example
    path = tmp_path / "file.yaml"
    path.write_text(dedent(example[0]), "utf-8")
    assert validate_file(path, model, SECRETS).model_fields_set
