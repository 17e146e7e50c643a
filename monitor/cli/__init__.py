"""The command ``monitor``: one file a group of commands, no logic of its own."""

from __future__ import annotations

import sys

from rich.console import Console

from monitor.errors import ConfigError, MonitorError


def main() -> None:
    """Run the command line; an expected error is one clear text and an exit status.

    Exit status 0 for success, 1 for an error, 2 for a wrong configuration or wrong usage.
    """
    from monitor.cli.commands import app

    try:
        app()
    except ConfigError as error:
        _complain(error)
        sys.exit(2)
    except MonitorError as error:
        _complain(error)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough.
        sys.stderr.close()
        sys.exit(0)


def _complain(error: MonitorError) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for line in str(error).splitlines():
        console.print(line, style="red", markup=False)
