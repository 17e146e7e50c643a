"""Hindi: oblique forms, plurals, genders and tenses."""

from __future__ import annotations

from monitor.watches.languages.endings import Endings
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_NOUNS = Endings("""
ा: ा े ों ी
ना: ना नाएं नाएँ नाओं
या: या ये यों याएं याओं
ी: ी ियां ियाँ ियों
ि: ि ियां ियाँ ियों
ई: ई इयां इयाँ इयों ईयां ईयाँ ईयों
ू: ू ुओं ुएं
ु: ु ुओं ुएं
े: े ों
-: - ों ें
""")
_VERBS = Endings("""
ना: ना ने नी ता ते ती ा े ी ीं ाया ाये ाए ाई ाईं या ये यी ए ई एगा एगी एंगे ेगा ेगी ेंगे ेंगी ें ो
  कर ूंगा
आना: आना आने आनी आता आते आती आया आए आये आई आएगा आएगी आएंगे आएं
""")
_IRREGULAR = {
    "करना": {"किया", "किए", "किये"},
    "देना": {"दिया", "दिए", "दिये", "दी", "दीं", "देगा", "देगी", "देंगे", "देंगी"},
    "लेना": {"लिया", "लिये", "ली", "लीं", "लेगा", "लेगी", "लेंगे", "लेंगी"},
    "होना": {"हुआ", "हुए", "हुई", "हुईं", "होगा", "होगी", "होंगे", "होंगी"},
    "जाना": {"गया", "गए", "गये", "गई", "गयी", "गईं"},
}  # fmt: skip
"""Without «की» of «करना» and «लिए» of «लेना», which mean "of" and "for" nearly always."""
_LONGEST_ROOTLESS = 3
_HELPERS = (
    *("गया", "गए", "गये", "गई", "गयी", "दिया", "दिए", "दिये", "दी", "लिया", "लिए", "लिये", "ली"),
    *("डाला", "डाले", "डाली", "गिराया", "गिराए", "सकता", "सकते", "सकती", "रहा", "रहे", "रही"),
    *("चुका", "चुके", "चुकी", "कर"),
)
"""Verbs after the bare root of another: «मार गिराया», «मार रहा है»."""


def inflect_hindi(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Hindi word."""
    forms = {form for form in sources.lexeme("hi", word) if form[:2] == word[:2]}
    verb = word.endswith("ना") and (
        any(sources.known("hi", word[:-2] + ending) for ending in ("ता", "ते", "ती"))
        or not sources.known("hi", word)
    )
    regular = (_VERBS if verb else _NOUNS).forms(word)
    forms |= _IRREGULAR.get(word, set())
    if verb and len(word) > _LONGEST_ROOTLESS:
        forms |= {f"{word[:-2]} {helper}" for helper in _HELPERS}
    return paradigm(forms | (regular - sources.among_others("hi", regular, forms | {word})))
