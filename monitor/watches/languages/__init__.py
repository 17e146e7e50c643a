"""How each language inflects: one function a language, from a word to its paradigm."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monitor.watches.languages import (
    arabic,
    belarusian,
    dutch,
    english,
    german,
    greek,
    hebrew,
    indic,
    iranian,
    korean,
    morphy,
    nordic,
    others,
    romance,
    romanian,
    south_slavic,
    turkic,
    uralic,
    west_slavic,
)
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm

INFLECTORS: Mapping[str, Callable[[str, Sources], Paradigm]] = {
    "ar": arabic.inflect_arabic,
    "az": turkic.inflect_turkish,
    "be": belarusian.inflect,
    "bg": south_slavic.inflect_bulgarian,
    "ca": romance.inflect_catalan,
    "cs": west_slavic.inflect_czech,
    "cy": others.by_dictionary("cy"),
    "de": german.inflect,
    "el": greek.inflect,
    "en": english.inflect,
    "es": romance.inflect_spanish,
    "et": uralic.inflect_estonian,
    "fa": iranian.inflect_persian,
    "fi": uralic.inflect_finnish,
    "fr": romance.inflect_french,
    "ga": others.by_dictionary("ga"),
    "gl": romance.inflect_galician,
    "he": hebrew.inflect_hebrew,
    "hi": indic.inflect_hindi,
    "hu": uralic.inflect_hungarian,
    "hy": others.inflect_armenian,
    "id": others.inflect_malay,
    "is": others.by_dictionary("is"),
    "it": romance.inflect_italian,
    "ka": others.inflect_georgian,
    "ko": korean.inflect_korean,
    "lb": others.by_dictionary("lb"),
    "lt": others.inflect_lithuanian,
    "lv": others.inflect_latvian,
    "mk": south_slavic.inflect_macedonian,
    "nl": dutch.inflect,
    "no": nordic.inflect_norwegian,
    "pl": west_slavic.inflect_polish,
    "pt": romance.inflect_portuguese,
    "ro": romanian.inflect,
    "ru": morphy.inflect_russian,
    "sk": west_slavic.inflect_slovak,
    "sl": west_slavic.inflect_slovene,
    "sq": others.inflect_albanian,
    "sr": south_slavic.inflect_serbian,
    "sv": nordic.inflect_swedish,
    "tr": turkic.inflect_turkish,
    "uk": morphy.inflect_ukrainian,
    "ur": iranian.inflect_urdu,
}
"""By ISO 639-1 code; Serbian stands for Croatian and Bosnian, Norwegian for Danish as well."""

__all__ = ["INFLECTORS", "Sources"]
