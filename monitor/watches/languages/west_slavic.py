"""Polish, Czech, Slovak and Slovene: simplemma's dictionaries, and endings for what they lack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from monitor.watches.languages.adjectives import adjective_forms
from monitor.watches.languages.endings import Endings
from monitor.watches.languages.slavic_verbs import INFINITIVE, is_verb, verb_forms
from monitor.watches.languages.sources import Alternations, Sources
from monitor.watches.paradigm import Paradigm, paradigm

_POLISH_CHANGES = (("ó", "o"), ("o", "ó"), ("ą", "ę"), ("ę", "ą"), ("a", "e"))

_VOWELS = "aáeéěiíoóuúůyýąę"
_COUNTRY = re.compile("[A-ZČŠŽŁ].*[sc]k[aá]$")
"""Countries that look like adjectives: «Polska» is not "polski"."""
_POLISH = Endings("""
ski: ski skiego skiemu skim skich skimi ska skiej ską skie scy
cki: cki ckiego ckiemu ckim ckich ckimi cka ckiej cką ckie ccy
dzki: dzki dzkiego dzkiemu dzkim dzkich dzkimi dzka dzkiej dzką dzkie dzcy
ski: ska
cy: cy iec com cami czech cego cemu cym
chy: chy ch chom chami chach
y: y ego emu ym ych ymi a ej ą e ów om ami ach
ny: ny nego nemu nym nych nymi na nej ną ne ni
cja: cja cji cję cją cjo cje cjom cjami cjach
ja: ja ji ję ją jo je jom jami jach
ka: ka ki ce kę ką ko k kom kami kach
ga: ga gi dze gę gą go g gom gami gach
ra: ra ry rze rę rą ro r rom rami rach
ta: ta ty cie tę tą to t tom tami tach
da: da dy dzie dę dą do d dom dami dach
na: na ny nie nę ną no n nom nami nach
wa: wa wy wie wę wą wo w wom wami wach
ła: ła ły le łę łą ło ł łom łami łach
ia: ia i ii ię ią io ie iom iami iach
a: a y i e ie ę ą o om ami ach
ów: ów owa owowi owem owie
ek: ek ka kowi kiem ku ki ków kom kami kach
iec: iec ca cowi cem cu cy ców com cami cach
ec: ec ca cowi cem cu
k: k ka kowi kiem ku ki ków kom kami kach
g: g ga gowi giem gu gi gów gom gami gach
t: t ta towi tem cie tu ty tów tom tami tach ci
d: d da dowi dem dzie du dy dów dom dami dach
r: r ra rowi rem rze ru rzy rów rom rami rach ry
ł: ł ła łowi łem le łu ły łów
n: n na nowi nem nie nu ni nów nom nami nach ny
j: j ja jowi jem ju je jów
ń: ń nia niowi niem niu nie niów ni nią
ść: ść ści ścią
o: o a u em ie owi ą ę y
um: um a ów om ami ach
e: e a u em y om ami ach
i: i iego iemu im
-: - a owi em ie u y ów om ami ach
""")
_CZECH = Endings("""
ský: ský ského skému ském ským ská skou ské ských skými ští
cký: cký ckého ckému ckém ckým cká ckou cké ckých ckými čtí
skyj: skyj ského skému ském ským skyjem skyje skyji
ský: skýho
ý: ý ého ému ém ým á ou é ých ými í
í: í ího ímu ím ích ími
i: i iho imu im
y: y ů ům ám ech ách ami
ka: ka ky ce ku kou ko ek kám kách kami
ha: ha hy ze hu hou ho h hám hách hami
ga: ga gy ze gu gou go
ra: ra ry ře ru rou ro r rám rách rami
ja: ja je ji jo jí
ie: ie ii ií iím iích iemi
ce: ce ci cí cím cích cemi
a: a y ě e i u ou o ám ách ami ovi
sko: sko ska sku skem
ko: ko ka ku kem kovi
stvo: stvo stva stvu stvem stvech
o: o a u em ě ech ovi
ek: ek ku kem ky ků kům cích ka kovi
ec: ec ce ci cem cům ců
ev: ev eva evu evem evě evovi evové
ov: ov ova ovu ovem ově ovovi ovové
in: in ina inovi inem ine
sk: sk ska sku skem
ek: -
-: - a u e ovi em ě i y ů ům ech
""")
_SLOVAK = Endings("""
ský: ský ského skému skom ským ská skej skú skou ské skí skych ských skými
cký: cký ckého ckému ckom ckým cká ckej ckú ckou cké ckí ckých ckými
skyj: skyj ského skému skom ským
ý: ý ého ému om ým á ej ú ou é í ých ými
y: y eho emu om ym a ej u ou e i ych ymi ov om och ám ách ami
ia: ia ie ii iu iou ií iám iách iami
i: i iho imu im
ka: ka ky ke ku kou iek ok kám kách kami
a: a y e i u ou ám ách ami ovi
sko: sko ska sku skom
o: o a u om e ovi
ie: ie ia iu ím í iach iam
e: e a u om i í iach iam
ek: ek ku kom ky kov koch
ec: ec ca covi com ci cov
ov: ov ova ovu ovom ove ovovi
ev: ev eva evu evom eve evovi
in: in ina inovi inom ine
-: - a u ovi om e i y ov om och mi
""")
_SLOVENE = Endings("""
ski: ski skega skemu skem skim ska ske sko skih skimi
ska: ska ske ski sko skem skim
ška: ška ške ški ško škem škim
je: je ja ju jem ji j jih
e: e a u em i ih
a: a e i o am ah ami
ec: ec ca cu cem ci cev
ov: ov ova ovu ovom ovem
in: in ina inu inom
o: o a u om
-: - a u om em i ov e ih
""")


_MASCULINE = {
    "pl": ("iem em", Endings("""
st: ście stowi
t: cie towi
d: dzie dowi
r: rze rowi
ł: le łowi
n: nie nowi
s: sie sowi
z: zie zowi
b: bie bowi
p: pie powi
w: wie wowi
m: mie mowi
k: ku kowi
g: gu gowi
-: owi
""")),
    "cs": ("em", Endings("-: ovi ů ům")),
    "sk": ("om", Endings("-: ovi ov mi")),
    "sl": ("om em", Endings("-: ov om")),
}  # fmt: skip
"""The instrumental of a masculine, and the cases that are often given to a homograph."""
_SUPPLETIVE = {
    "pl": {
        "człowiek ludzie": "ludzie ludzi ludziom ludźmi ludziach",
        "rok": "lata lat latom latach",
        "dzień": "dni dniom dniami dniach",
    },
    "cs": {"člověk lidé": "lidé lidi lidí lidem lidmi lidech", "rok": "let letech"},
    "sk": {"človek ľudia": "ľudia ľudí ľuďom ľuďmi ľuďoch"},
    "sl": {"človek ljudje": "ljudje ljudi ljudem ljudmi ljudeh"},
}


def _inflector(
    code: str, rules: Endings, changes: Alternations
) -> Callable[[str, Sources], Paradigm]:
    def inflect(word: str, sources: Sources) -> Paradigm:
        small, proper = word.lower(), word[0].isupper()
        forms = sources.lexeme(code, word, changes)
        declines = not proper or (small[-1] in "aá" and not _COUNTRY.search(word))
        adjective = adjective_forms(code, small, sources) if declines else set()
        forms |= adjective | _suppletive(code, small)
        aspects = 2 if small.endswith(INFINITIVE[code]) else 0
        if not proper and len(forms) <= aspects:
            forms |= sources.by_tail(code, small, changes, shortest=5)
        if is_verb(code, small, forms):
            forms = verb_forms(code, small, forms, sources)
        if small[-1] not in _VOWELS:
            forms |= _of_masculine(code, forms)
        complete = bool(adjective) or sources.is_lemma(code, word, 6)
        if complete and not proper:
            return paradigm(forms)
        regular = rules.forms(small)
        words = sources.among_others(code, regular, forms | {small})
        if not complete:
            forms = forms | (regular - words)
        if not proper:
            return paradigm(forms)
        words |= sources.of_common_words(code, word, forms)
        return Paradigm(frozenset(forms | words), large=frozenset(words))

    return inflect


def _of_masculine(code: str, forms: Iterable[str]) -> set[str]:
    instrumentals, endings = _MASCULINE[code]
    for ending in instrumentals.split():
        stems = [form.removesuffix(ending) for form in forms if form.endswith(ending)]
        if stems:
            return {case for stem in stems for case in endings.forms(stem)}
    return set()


def _suppletive(code: str, word: str) -> set[str]:
    return {
        form
        for words, forms in _SUPPLETIVE[code].items()
        if word in words.split()
        for form in forms.split()
    }


inflect_polish = _inflector("pl", _POLISH, _POLISH_CHANGES)
inflect_czech = _inflector("cs", _CZECH, ())
inflect_slovak = _inflector("sk", _SLOVAK, ())
inflect_slovene = _inflector("sl", _SLOVENE, ())
