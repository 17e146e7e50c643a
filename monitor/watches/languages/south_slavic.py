"""Serbian and Croatian in both alphabets, Bulgarian and Macedonian with the article at the end."""

from __future__ import annotations

from monitor.watches.languages.endings import Endings
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
_ONE_WORD_MORE = frozenset(["най-", "по-"])
_DERIVED = ("ка", "ката", "че", "чето", "ичка", "ички")


def inflect_serbian(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Serbian, Croatian or Bosnian word, in Latin and in Cyrillic."""
    latin = to_latin(word.lower())
    spelled = latin.capitalize() if word[0].isupper() else latin
    forms = sources.lexeme("hbs", spelled)
    if latin.endswith(("nik", "ac", "ak", "ik")) and not word[0].isupper():
        forms |= _SERBIAN.forms(latin)
    if len(forms) < 5:
        regular = _SERBIAN.forms(latin)
        forms |= regular - sources.among_others("hbs", regular, forms | {latin})
    small = {to_latin(form.lower()) for form in forms} | {latin}
    return paradigm(small | {to_cyrillic(form) for form in small} | {word})


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
    forms = {form for form in sources.lexeme(code, word) if "-" not in form}
    forms = {
        form for form in forms if form.lower() == small or not _is_derived(form.lower(), small)
    }
    if small.endswith("и"):
        forms |= {small, small + "те"}
    if len(forms) < 4 and not small.endswith(("ам", "ям")):
        regular = rules.forms(small)
        forms |= regular - sources.among_others(code, regular, forms | {small})
    return paradigm(forms)


def _is_derived(form: str, word: str) -> bool:
    """Return whether the dictionary counts a feminine or diminutive among the forms."""
    return any(form.startswith(word[:-1]) and form == word + ending for ending in _DERIVED)
