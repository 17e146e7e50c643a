"""Serbian and Croatian in both alphabets, Bulgarian and Macedonian with the article at the end."""

from __future__ import annotations

import re

from monitor.watches.languages.adjectives import adjective_forms
from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_CYRILLIC = {
    "lj": "љ", "nj": "њ", "dž": "џ", "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "đ": "ђ",
    "e": "е", "ž": "ж", "z": "з", "i": "и", "j": "ј", "k": "к", "l": "л", "m": "м", "n": "н",
    "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "ć": "ћ", "u": "у", "f": "ф", "h": "х",
    "c": "ц", "č": "ч", "š": "ш",
}  # fmt: skip
_LATIN = {cyrillic: latin for latin, cyrillic in _CYRILLIC.items()}

_SERBIAN = Endings("""
ski: ski skog skoga skom skome skomu skim ska ske sku sko skih skima
čki: čki čkog čkoga čkom čkome čkomu čkim čka čke čku čko čkih čkima
ški: ški škog škoga škom škome škomu škim ška ške šku ško ških škima
ni: ni nog noga nom nome nomu nim na ne nu no nih nima
sk: sk ska sku skom ske
an: an na no ni nog noga nom nome nim nih nima ne nu noj ana anu anom ani
ija: ija ije iji iju ijo ijom ijama
ka: ka ke ki ci ku ko kom kama aka
a: a e i u o om ama
sko: sko ske skoj sku skom skog
o: o a u om ima
ac: ac ca cu če cem ci aca cima ce
ar: ar ra ru rom re ara aru arom ari are arima
ak: ak ka ku kom ke aka aku akom ake ci aci cima acima
ov: ov ova ovu ovom ovim ove ovi
ev: ev eva evu evom evim eve evi
in: in ina inu inom ine
ik: ik ika iku ikom iče ici ike icima
j: j ja ju jem je jom
lj: lj lja lju ljem lje
e: e a u em
i: i ija iju ijem
-: - a u om em e i ovi ova ovima ove ima
""")
_SERBIAN_VERBS = Endings("""
nuti: ~ nula nem neš
ati: ~ ala am aš an
iti: ~ ila im iš
""")
"""Of verbs that the dictionary lacks."""
_BULGARIAN = Endings("""
ия: ия ията ии иите ийо
я: я ята и ите ьо
а: а ата и ите о
ка: ка ката ки ките
о: о ото а ата
е: е ето та тата я ята ета етата
ие: ие ието ия ията
ство: ство ството ства ствата
ст: ст стта сти стите стът ста стове стовете
ец: ец еца ецът ци ците ецо
ник: ник ника никът ници ниците нико
к: к ка кът ци ците кове ковете ки
г: г га гът зи зите гове говете
х: х ха хът си сите хове ховете
тел: тел теля телят тели телите телю
ар: ар аря арят ари арите ара арът
й: й я ят и ите ю
ски: ски ския ският ска ската ско ското ските
ен: ен на ната но ното ни ните ния ният
ън: ън на ната но ното ни ните ния ният ънът ъна
ов: ов овият овия ова овата ово овото ови овите овът
ър: ър ра рът ри рите ъра ърът ърове ъровете
-: - а ът и ите ове овете ата ото
""")
_MACEDONIAN = Endings("""
ија: ија ијата ии иите ијо
а: а ата и ите о
о: о ото а ата
ски: ски скиот ска ската ско ското ските
е: е ето иња ињата
-: - от и ите ови овите а
""")
_SERBIAN_PAST = re.compile("(.+)(?:l[aoie])")
_SERBIAN_PASSIVE = re.compile("(.+[ea]n)[aoie]?")
_SERBIAN_THEY = {"e": "u", "i": "e", "a": "aju"}
"""Last vowels of "he does", and the ends of "they do": «napadne», «napadnu»."""
_DERIVED = ("ка", "ката", "че", "чето", "ичка", "ички", "ови")
_ALWAYS = {
    "bg": re.compile(".+(?:ник|ец|ски|ен|ън)"),
    "mk": re.compile(".+(?:[бвгдзјклмнпрстфхц]|ија)"),
}
"""Words whose plural or article the dictionary often lacks."""
_BULGARIAN_VERBS = Endings("""
ия: и ие ием иете ият их иха ил ила или ило ит ита ито ити
ля: ли лиш лим лите лят лих лиха лил лила лили лило лен лена лено лени
вя: ви виш вим вите вят вих виха вил вила вили вило вен вена вено вени
я: и иш им ите ят их иха ил ила или ило ен ена ено ени
на: не неш нем нете нат нах наха нал нала нали нало нат ната нати
вам: ва ваш ваме вате ват ваше ваха вах вал вала вали ван вана вано вани
ам: а аш аме ате ат аше аха ал ала али ан ана ано ани
ям: я яш яме яте ят яше яха ял яла яли ян яна яно яни
""")
_BULGARIAN_PARTICIPLES = ("л", "ен", "ан", "ян", "ат")
_MACEDONIAN_VERBS = Endings("""
не: не нат наа нал нала нале нат нати ната нато
ие: ие ијат ија ил ила иле иен иена иено иени
и: и ат аа ија ил ила иле ен ена ени ено
на: нат наа нал нале нат нати ната нато
а: а ат аа ав ал ала але ан ана ани ано
""")
_PAST = {"bg": ("ял", "ил", "ал", "яха", "аха", "иха"), "mk": ("ил", "ал", "ела", "аа", "ија")}
_SUPPLETIVE = {"човек": {"хора", "хората"}}


def inflect_serbian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Serbian, Croatian or Bosnian word, in Latin and in Cyrillic."""
    latin = to_latin(word.lower())
    spelled = latin.capitalize() if word[0].isupper() else latin
    forms = sources.lexeme("hbs", spelled)
    in_dictionary = bool(forms)
    if latin.endswith(("nik", "ac", "ak", "ik")) and not word[0].isupper():
        forms |= _SERBIAN.forms(latin)
    if not word[0].isupper() and (latin[-1] in "io" or sources.lemma_of("hbs", latin) != latin):
        forms |= adjective_forms("hbs", latin, sources)
    if latin.endswith("ti") and not word[0].isupper():
        forms |= _of_serbian_verb(latin, forms if in_dictionary else _SERBIAN_VERBS.forms(latin))
    words: set[str] = set()
    if len(forms) < 5 or latin.endswith("e"):
        regular = _SERBIAN.forms(latin)
        words = sources.among_others("hbs", regular, forms | {latin})
        forms |= regular - words
    if word[0].isupper():
        words |= sources.of_common_words("hbs", spelled, forms)
        forms |= words
    in_both = _in_both_alphabets(forms | {latin})
    large = _in_both_alphabets(words) if word[0].isupper() else frozenset[str]()
    return Paradigm(in_both | {word}, large=large)


def _in_both_alphabets(forms: set[str]) -> frozenset[str]:
    latin = {to_latin(form.lower()) for form in forms}
    return frozenset(latin | {to_cyrillic(form) for form in latin})


def _of_serbian_verb(infinitive: str, forms: set[str]) -> set[str]:
    """Return the past and passive of all genders, and the present of a verb in -ati."""
    stems = {match[1] for match in map(_SERBIAN_PAST.fullmatch, forms) if match}
    found = with_each(stems, "o la lo li le")
    passives = {match[1] for match in map(_SERBIAN_PASSIVE.fullmatch, forms) if match}
    found |= with_each(passives, "- a o i e ih im")
    if any(form.endswith("am") for form in forms):
        found |= with_each({infinitive.removesuffix("ti")}, "- m š mo te ju")
    presents = {form[:-1] for form in forms if form.endswith("m") and form[:-1] + "š" in forms}
    found |= with_each(presents, "- mo te")
    return found | {form[:-1] + _SERBIAN_THEY.get(form[-1], form[-1]) for form in presents}


def to_latin(word: str) -> str:
    """Return a small-lettered Serbian word in Latin letters."""
    return "".join(_LATIN.get(letter, letter) for letter in word)


def to_cyrillic(word: str) -> str:
    """Return a small-lettered Serbian word in Cyrillic letters."""
    for latin, cyrillic in _CYRILLIC.items():
        word = word.replace(latin, cyrillic)
    return word


def inflect_bulgarian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Bulgarian word."""
    return _inflect("bg", _BULGARIAN, word, sources)


def inflect_macedonian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Macedonian word."""
    return _inflect("mk", _MACEDONIAN, word, sources)


def _inflect(code: str, rules: Endings, word: str, sources: Sources) -> Paradigm:
    small = word.lower()
    forms = sources.lexeme(code, word) | sources.lexeme(code, f"{small}-(се)")
    forms = {form for form in forms if "-" not in form and not _is_derived(form.lower(), small)}
    if small.endswith("и"):
        forms |= {small, small + "те"}
    if not word[0].isupper():
        forms |= _of_verb(code, small, forms) | _SUPPLETIVE.get(small, set())
    always = _ALWAYS[code].fullmatch(small) and not word[0].isupper()
    if always or (len(forms) < 4 and not small.endswith(("ам", "ям"))):
        regular = rules.forms(small)
        others = sources.among_others(code, regular, forms | {small}) if code == "bg" else set()
        forms |= regular - others
    return paradigm(forms)


def _of_verb(code: str, word: str, forms: set[str]) -> set[str]:
    """Return the regular forms of a word that has a past in the dictionary, or is a verb.

    "He did it" is "I did it" without х, even where the dictionary knows a noun: «подписа».
    """
    has_past = any(form.endswith(_PAST[code]) for form in forms)
    if code == "mk":
        return _MACEDONIAN_VERBS.forms(word) if has_past else set()
    if not has_past and not _is_bulgarian_verb(word, forms):
        return set()
    found = _BULGARIAN_VERBS.forms(word)
    participles = {form for form in found if form.endswith(_BULGARIAN_PARTICIPLES)}
    found |= with_each(participles, "ия ият ите")
    return found | {form[:-1] for form in forms if form.endswith("х") and form + "ме" in forms}


def _is_bulgarian_verb(word: str, forms: set[str]) -> bool:
    """Return whether the word ends as verbs alone do, or "he" or "we do it" is among its forms."""
    third = word[:-1] if word.endswith("м") else word[:-1] + "е" if word.endswith("на") else ""
    we = word[:-1] + "им" if word.endswith("я") else ""
    return word.endswith(("вам", "ирам")) or third in forms or we in forms


def _is_derived(form: str, word: str) -> bool:
    """Return whether the dictionary counts a feminine, diminutive or adjective among the forms."""
    stem = word[:-1] + "ч" if word.endswith("к") else word
    if form.startswith(stem + ("к" if stem != word else "\0")):
        return True
    stems = (word, word[:-1]) if word.endswith("а") else (word,)
    return any(form == stem + ending for stem in stems for ending in _DERIVED)
