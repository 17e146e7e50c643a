"""What a parser process does: read jobs from standard input, answer on standard output."""

from __future__ import annotations

import os
import resource
import signal
import sys

from monitor.errors import ParseError
from monitor.feeds.document import ParsedFeed
from monitor.feeds.parse import parse_document
from monitor.feeds.wire import HEAD_LENGTH, Job, frame_lengths, pack_result, unpack_job


def main(memory: int, seconds: int) -> None:
    """Parse one document after another until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not be taken for an answer.
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers.write(pack_result(ParseError("ready")))
    answers.flush()
    while head := sys.stdin.buffer.read(HEAD_LENGTH):
        arguments, body = frame_lengths(head)
        job = unpack_job(sys.stdin.buffer.read(arguments), sys.stdin.buffer.read(body))
        # Ends a process whose daemon was killed while it parsed.
        signal.alarm(seconds)
        answers.write(pack_result(_parsed(job)))
        answers.flush()
        signal.alarm(0)


def _parsed(job: Job) -> ParsedFeed | ParseError:
    try:
        return parse_document(
            job.body,
            now=job.now,
            url=job.url,
            content_type=job.content_type,
            declared_language=job.declared_language,
            limits=job.limits,
        )
    except ParseError as error:
        return error
    except MemoryError:
        return ParseError("the document needs more memory to parse than it may have")
    except RecursionError:
        return ParseError("the document is nested too deeply")
    except Exception as error:
        return ParseError(f"the document cannot be parsed: {error!r}"[:300])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
