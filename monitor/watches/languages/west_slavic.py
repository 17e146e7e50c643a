"""Polish, Czech, Slovak and Slovene: simplemma's dictionaries, and endings for names they lack."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Alternations, Sources
from monitor.watches.paradigm import Paradigm, paradigm

_POLISH_CHANGES = (("ó", "o"), ("o", "ó"), ("ą", "ę"), ("ę", "ą"), ("a", "e"))

_COUNTRY = re.compile("[A-ZČŠŽŁ].*[sc]k[aá]$")
"""Countries that look like adjectives: «Polska» is not "polski"."""
_POLISH = Endings("""
ski: ski skiego skiemu skim skich skimi ska skiej ską skie scy
cki: cki ckiego ckiemu ckim ckich ckimi cka ckiej cką ckie ccy
dzki: dzki dzkiego dzkiemu dzkim dzkich dzkimi dzka dzkiej dzką dzkie dzcy
ski: ska
y: y ego emu ym ych ymi a ej ą e
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
-: - a owi em ie u y ów om ami ach
""")
_CZECH = Endings("""
ský: ský ského skému ském ským ská skou ské ských skými ští
cký: cký ckého ckému ckém ckým cká ckou cké ckých ckými čtí
skyj: skyj ského skému ském ským skyjem skyje skyji
ský: skýho
ý: ý ého ému ém ým á ou é ých ými í
í: í ího ímu ím ích ími
ka: ka ky ce ku kou ko ek kám kách kami
ha: ha hy ze hu hou ho h hám hách hami
ga: ga gy ze gu gou go
ra: ra ry ře ru rou ro r rám rách rami
ja: ja je ji jo jí
ie: ie ii ií iím iích iemi
ce: ce ci cí cím cích cemi
a: a y ě e i u ou o ám ách ami ovi
sko: sko ska sku skem
ko: ko ka ku kem
stvo: stvo stva stvu stvem stvech
o: o a u em ě ech
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
y: y eho emu om ym a ej u ou e i ych ymi
ia: ia ie ii iu iou ií iám iách iami
ka: ka ky ke ku kou iek ok kám kách kami
a: a y e i u ou ám ách ami ovi
sko: sko ska sku skom
o: o a u om e ovi
ek: ek ku kom ky kov koch
ec: ec ca covi com ci cov
ov: ov ova ovu ovom ove ovovi
ev: ev eva evu evom eve evovi
in: in ina inovi inom ine
-: - a u ovi om e i y ov om och mi
""")
_SLOVENE = Endings("""
ski: ski skega skemu skem skim ska ske sko skih skimi
a: a e i o am ah ami
ec: ec ca cu cem ci cev
ov: ov ova ovu ovom ovem
in: in ina inu inom
o: o a u om
-: - a u om em i ov e ih
""")


def _inflector(
    code: str, rules: Endings, changes: Alternations, masculine: Sequence[str]
) -> Callable[[str, Sources], Paradigm]:
    def inflect(word: str, sources: Sources) -> Paradigm:
        forms = sources.lexeme(code, word, changes)
        small = word.lower()
        if small[-1] in ("aá" if word[0].isupper() else "aáeéoi") and not _COUNTRY.search(word):
            for ending in masculine:
                forms |= _of_adjective(code, small[:-1] + ending, small, sources)
        if not forms and not word[0].isupper():
            forms = sources.by_tail(code, small, changes, shortest=5)
        if code == "cs" and small.endswith("t"):
            forms |= with_each(filter(None, map(_czech_past, forms)), "l la lo li ly")
        complete = sources.is_lemma(code, word, 6)
        if complete and not word[0].isupper():
            return paradigm(forms)
        regular = rules.forms(small)
        words = sources.among_others(code, regular, forms | {small})
        if not complete:
            forms = forms | (regular - words)
        if not word[0].isupper():
            return paradigm(forms)
        return Paradigm(frozenset(forms | words), large=frozenset(words))

    return inflect


def _czech_past(form: str) -> str:
    """Return the stem of a past participle, «sestřeli» of «sestřelil»; "" for other forms."""
    participle = re.fullmatch("(.+[aeiyíáěu])l[aoiy]?", form)
    return participle[1] if participle else ""


def _of_adjective(code: str, lemma: str, typed: str, sources: Sources) -> set[str]:
    """Return the forms of the adjective of which the typed word is the feminine or neuter."""
    if sources.dictionary(code).lemma(lemma) != lemma:
        return set()
    found = sources.lexeme(code, lemma)
    return (
        found
        if len(found) > 4 and any(f.endswith(("ego", "ého", "ega", "eho")) for f in found)
        else set()
    )


inflect_polish = _inflector("pl", _POLISH, _POLISH_CHANGES, ("y", "i"))
inflect_czech = _inflector("cs", _CZECH, (), ("ý", "í"))
inflect_slovak = _inflector("sk", _SLOVAK, (), ("ý", "y", "í"))
inflect_slovene = _inflector("sl", _SLOVENE, (), ("i", ""))
