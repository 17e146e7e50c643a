"""Languages that are one for the matcher, and those that a short text is easily taken for."""

from __future__ import annotations

from collections.abc import Collection

UNKNOWN = frozenset({"", "und", "mul", "zxx"})

_ONE = {
    **dict.fromkeys(("hr", "bs", "sh", "hbs", "cnr", "me", "srp", "hrv"), "sr"),
    **dict.fromkeys(("nb", "nn", "da"), "no"),
    **dict.fromkeys(("prs", "pes"), "fa"),
    **dict.fromkeys(("yue", "cmn", "wuu"), "zh"),
    **dict.fromkeys(("arz", "ary", "apc", "arb"), "ar"),
    "iw": "he", "in": "id", "ms": "id", "mo": "ro", "fil": "tl", "ji": "yi",
}  # fmt: skip
_TAKEN_FOR = {
    "sk": ("cs",), "cs": ("sk",), "mk": ("bg", "sr"), "bg": ("mk",), "sl": ("sr",), "sr": ("sl",),
    "gl": ("pt", "es"), "ca": ("es", "fr"), "es": ("gl", "pt"), "pt": ("gl", "es"),
    "sv": ("no",), "no": ("sv",), "af": ("nl",), "nl": ("af",), "lb": ("de",), "az": ("tr",),
    "tk": ("tr",), "et": ("fi",), "mr": ("hi",), "ne": ("hi",), "ur": ("fa",), "ps": ("fa",),
    "ku": ("fa",), "ky": ("kk",), "tt": ("kk",), "be": ("ru", "uk"), "yi": ("he",),
}  # fmt: skip


def base(language: str) -> str:
    """Return the code under which the matcher knows a language: "ru" for "ru-RU", "sr" for "hr"."""
    code = language.strip().lower().replace("_", "-").partition("-")[0]
    return _ONE.get(code, code)


def same_language(one: str, other: str) -> bool:
    """Return whether terms of one language count in texts of the other."""
    return base(one) == base(other)


def likely(detected: str, expected: Collection[str]) -> str:
    """Return the language to match in when ``detected`` was guessed from a short text.

    It is the guess itself where terms of it are ``expected``, else a language that is easily taken
    for it and is expected, else the guess.
    """
    known = {base(code): code for code in expected}
    guess = base(detected)
    if guess in UNKNOWN or guess in known:
        return detected
    return next((known[code] for code in _TAKEN_FOR.get(guess, ()) if code in known), detected)
