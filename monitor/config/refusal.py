"""How a validator refuses a value: with or without quoting it."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

REFUSED = "refused"
REFUSED_VALUE = "refused_value"


def refused(message: str) -> PydanticCustomError:
    """Return the error of a value that may be secret: ``message`` says all."""
    return PydanticCustomError(REFUSED, "{message}", {"message": message})


def refused_value(message: str) -> PydanticCustomError:
    """Return the error of a value that is quoted before ``message``: ``is no duration; ...``."""
    return PydanticCustomError(REFUSED_VALUE, "{message}", {"message": message})
