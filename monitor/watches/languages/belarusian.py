"""Belarusian by endings alone: no kept library knows it.

Stress moves and unstressed o and e become a and я, so that each ending stands in both spellings.
"""

from __future__ import annotations

import re

from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_ENDINGS = Endings("""
скі: скі скага скаму скім ская скай скую скае скія скіх скімі
цкі: цкі цкага цкаму цкім цкая цкай цкую цкае цкія цкіх цкімі
ы: ы ага аму ым ая ай ую ае ыя ых ымі аў ам амі ах
і: і яга яму ім яя яй юю яе ія іх імі
ія: ія іі ію іяй іяю ій іям іямі іях
ая: ая ай ую аю ы ага аму ым ае ыя ых ымі
яя: яя яй юю яю і яга яму ім яе ія іх імі
ае: ае ага аму ым ы ая ай ую ыя ых ымі
яе: яе яга яму ім і яя яй юю ія іх імі
ыя: ыя ых ым ымі ы ага аму ая ай ую ае ыі ыю ыяй ый ыям ыямі ыях
цыя: цыя цыі цыю цыяй цыяю цый цыям цыямі цыях
сія: сія сіі сію сіяй сіяю сій сіям сіямі сіях
цыі: цыі цый цыям цыямі цыях цыя цыю цыяй
іі: іі ій іям іямі іях ія ію іяй
нні: нні нняў нням ннямі ннях нне ння ннем
овы: овы овага оваму овым овая овай овую овае овыя овых овымі оў оваў овам овамі овах
авы: авы авага аваму авым авая авай авую авае авыя авых авымі аў аваў авам авамі авах
кі: кі каў кам камі ках к ка ак
ка: ка кі цы цэ ку кай кой каю к ак ек каў кам камі ках
ск: ск ска ску скам
русь: русь русі руссю
га: га гі зе гу гай гаю г гам гамі гах
ха: ха хі се ху хай
на: на ны не ну най ной наю ною н нам намі нах
йна: йна йны йне йну йной йнай йною йнаю йн ен йнам йнамі йнах
ства: ства ству ствам стве стваў ствамі ствах
а'е: а'е а'я а'ю а'ем а'і
р'е: р'е р'я р'ю р'ем р'і
та: та ты це ту тай таю т там тамі тах
да: да ды дзе ду дай даю д дам дамі дах
ра: ра ры ру рай р рам рамі рах
ава: ава авы аве аву авай
ва: ва вы ве ву вай вой ў вам вамі вах
ла: ла лы ле лу лай л лам ламі лах
са: са сы се су сай с сам самі сах
за: за зы зе зу зай з зам замі зах
ца: ца цы цу цай ц цам цамі цах
а: а ы і е у ай ой аю ою ам амі ах - аў
я: я і ю яй ёй яю е ь й ям ямі ях яў
сць: сць сці сцю сцей сцяў сцям сцямі сцях
нне: нне ння нню ннем нні нняў нням ннямі ннях
о: о а у ом е аў ам амі ах
жа: жа жы жу жой жай жою жаў ж жам жамі жах
аў: аў ава аву авам авым аве авы
оў: оў ова ову овам овым ове овы
еў: еў ева еву евам евым еве евы
ў: ў ва ву вам вым ве вы ўе
ін: ін іна іну інам іным іне іны
ец: ец ца цу цам цы цаў цамі цах
ік: ік іка іку ікам іку ікі ікаў ікамі іках
к: к ка ку кам кі каў камі ках
г: г га гу гам гі гаў гамі гах зе
х: х ху хам ха хі хаў хамі хах се
т: т та ту там це ты таў тамі тах
д: д да ду дам дзе ды даў дамі дах
р: р ра ру рам ры раў рамі рах
л: л ла лу лам ле лы лаў ламі лах
ль: ль ля лю лем лі ляў лямі лях
нь: нь ня ню нем ні няў нямі нях
ь: ь я ю ем і яў ям ямі ях
й: й я ю ем і яў ям ямі ях
-: - а у ам е ы аў амі ах ом
""")
_VERBS = Endings("""
аваць: аваць ую уе уеш уем уюць аваў авала авала авалі уй уйце аваны авана
яваць: яваць юю юе юем ююць яваў явала явалі
аць: аць аю ае аем аюць аў ала алі аны ана ана аныя аных ано
яць: яць яю яе яем яюць яў яла яло ялі яны яна яныя яных яно ены ена ено еныя еных
іць: іць іў іла ілі іць яць аць ім іўся іты іта ітыя ітых
нуць: нуць не нуць нуў нула нулі нуты нута нуўся
эць: эць эў эла элі эе эюць
ець: ець еў ела елі ее еюць
ыць: ыць ыў ыла ылі ыць аць аны ана
чы: чы г гла глі жа гуць к кла клі
цца: цца ецца юцца ўся лася ліся
""")

_FLEETING = re.compile("(.+)[оеаё]([кцнл])")
_STRESSED_AT_THE_END = re.compile("[^аеёіоуыэюя]+я[^аеёіоуыэюя]+[аяо]")
"""Nouns whose я has the stress in the plural: «мяжа», «межы»; «вясна», «вёсны»."""
_FLEETING_SOFT = re.compile("(.+)[еоа]([нл])ь")


def inflect(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Belarusian word."""
    small = _initial(word.lower().replace("’", "'").replace("ʼ", "'"))
    forms = _VERBS.forms(small) if not word[0].isupper() else set()
    forms = forms or _ENDINGS.forms(small)
    if fleeting := _FLEETING.fullmatch(small):
        forms |= with_each({fleeting[1] + fleeting[2]}, "а у ам ом ы аў оў амі ах")
    if fleeting := _FLEETING_SOFT.fullmatch(small):
        forms |= with_each({fleeting[1] + fleeting[2]}, "я ю ем і яў ям ямі ях")
    if small.endswith(("ова", "ава", "овы", "авы")):
        forms |= {small[:-2] + "ў"}
    if "о" in small[:-1] and not word[0].isupper():
        forms |= {_unstressed(form) for form in forms if form not in (small, small[:-1])}
    if _STRESSED_AT_THE_END.fullmatch(small) and not word[0].isupper():
        forms |= {form.replace("я", vowel, 1) for form in forms - {small} for vowel in "её"}
    if small.endswith("од"):
        forms |= with_each({_unstressed(small)}, "ы оў аў ам амі ах")
    return paradigm(forms | {_after_vowel(form) for form in forms})


def _initial(word: str) -> str:
    """Return the word as it stands after a consonant: «улада» of «ўлада»."""
    return "у" + word[1:] if word.startswith("ў") else word


def _after_vowel(word: str) -> str:
    return "ў" + word[1:] if word.startswith("у") else word


def _unstressed(word: str) -> str:
    """Return the word with its stress on the ending, whose o before it is an a: «гарады»."""
    return word.replace("о", "а")
