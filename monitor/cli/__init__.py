"""The command ``monitor``: one file a group of commands, no logic of its own."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console

from monitor.cli.streams import OutputError, ReaderGoneError, give_up_output, prepare_streams
from monitor.errors import ConfigError, MonitorError
from monitor.ops.logs import set_up_logs
from monitor.text.characters import is_whole


def main() -> None:
    """Run the command line; an expected error is one clear text and an exit status.

    Logs go to standard error.
    Exit status 0 for success, 1 for an error, 2 for a wrong configuration or wrong usage. Where the
    reader of a pipe has seen enough, the command ends there, with 0.
    """
    with _quiet_interrupt():
        from monitor.cli.commands import app

    _refuse_broken_words(sys.argv[1:])
    prepare_streams()
    # Standard output belongs to what is asked for; commands with a configuration set this finer.
    set_up_logs("warning", "auto")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except ReaderGoneError:
        give_up_output()
        sys.exit(0)
    except OutputError as error:
        give_up_output()
        _complain(error)
        sys.exit(1)
    except ConfigError as error:
        _complain(error)
        sys.exit(2)
    except MonitorError as error:
        _complain(error)
        sys.exit(1)


@contextmanager
def _quiet_interrupt() -> Iterator[None]:
    """Let Ctrl-C end the process at once, where nothing has begun, and not with a traceback."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGINT, before)


def _refuse_broken_words(words: Sequence[str]) -> None:
    for number, word in enumerate(words, start=1):
        if not is_whole(word):
            said = f"word {number} of the command is not UTF-8: {word!a}; set the terminal to UTF-8"
            _complain(MonitorError(said))
            sys.exit(2)


def _complain(error: MonitorError) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
    for line in str(error).splitlines():
        console.print(line, style="red", markup=False)
