"""Irregular participles and persons of Romance verbs, and genders that dictionaries leave out."""

from __future__ import annotations

from monitor.watches.languages.endings import Endings

FRENCH_PARTICIPLES = Endings(
    """
er: é
ir: i
re: u
mourir: mort
vrir: vert
frir: fert
venir: venu
tenir: tenu
courir: couru
quérir: quis
prendre: pris
mettre: mis
aindre: aint
eindre: eint
oindre: oint
uire: uit
crire: crit
dire: dit
faire: fait
lire: lu
vivre: vécu
suivre: suivi
aître: u
accroître: accru
clure: clu
voir: vu
cevoir: çu
savoir: su
pouvoir: pu
vouloir: voulu
mouvoir: mu
""",
    shortest_stem=0,
)
FRENCH_STRONG = Endings(
    """
abattre: abat
ever: ève èvent èvera èveront
vrir: vre vrent
frir: fre frent
""",
    shortest_stem=0,
)
SPANISH_PARTICIPLES = Endings(
    """
ar: ad
er ir: id
decir: dich
hacer: hech
poner: puest
ver: vist
volver: vuelt
solver: suelt
romper: rot
morir: muert
brir: biert
scribir: scrit
""",
    shortest_stem=0,
)
SPANISH_STRONG = Endings(
    """
dar: da
venir: vino
ver: ve
ar er ir: ~se
""",
    shortest_stem=0,
)
PORTUGUESE_PARTICIPLES = Endings(
    """
ar: ad
er ir: id
dizer: dit
fazer: feit
por pôr: post
ver: vist
vir: vind
morrer: mort
matar: matad mort
brir: bert
screver: scrit
eleger: eleit elegid
prender: pres prendid
suspender: suspens suspendid
expulsar: expuls expulsad
ganhar: ganh ganhad
pagar: pag pagad
""",
    shortest_stem=0,
)
PORTUGUESE_STRONG = Endings(
    """
entregar: entregue entregues
querer: quer
""",
    shortest_stem=0,
)
ITALIAN_PARTICIPLES = Endings(
    """
are: at
ere: ut
ire: it
prire: pert
frire: fert
chiedere: chiest
correre: cors
dire: dett
rigere: rett
cutere: cuss
ellere: uls
plodere: plos
fare: fatt
ingere: int
stringere: strett
iangere: iant
ungere: unt
eggere: ett
iggere: itt
uggere: utt
muovere: moss
scuotere: scoss
perdere: pers perdut
porre: post
adere: as
cadere: cadut
endere: es
idere: is
vedere: vist vedut
udere: us
fondere: fus
rispondere: rispost
nascondere: nascost
sistere: sistit
durre: dott
scrivere: scritt
egnere: ent
cedere: cess cedut
trarre: tratt
gliere: lt
venire: venut
incere: int
vivere: vissut
manere: mast
ompere: ott
primere: press
mettere: mess
morire: mort
nascere: nat
volgere: volt
orgere: ort
ergere: ers
sumere: sunt
""",
    shortest_stem=0,
)
ITALIAN_STRONG = Endings(
    """
chiedere: chiese chiesero
correre: corse corsero
dire: disse dissero
rigere: resse ressero
cutere: cusse cussero
ellere: ulse ulsero
plodere: plose plosero
fare: fa fece fecero
ingere: inse insero
stringere: strinse strinsero
iangere: ianse iansero
ungere: unse unsero
eggere: esse essero
iggere: isse issero
uggere: usse ussero
muovere: mosse mossero
perdere: perse persero
porre: pose posero
adere: ase asero
cadere: cadde caddero
endere: ese esero
idere: ise isero
vedere: vide videro
udere: use usero
fondere: fuse fusero
rispondere: rispose risposero
durre: dusse dussero
scrivere: scrisse scrissero
egnere: ense ensero
cedere: cesse cessero
trarre: trasse trassero
gliere: lse lsero
venire: venne vennero
incere: inse insero
vivere: visse vissero
manere: mase masero
ompere: uppe uppero
primere: presse pressero
mettere: mise misero
nascere: nacque nacquero
orgere: orse orsero
sumere: sunse sunsero
uscire: esce escono
""",
    shortest_stem=0,
)
FRENCH_GENDERS = Endings("""
ien: iens ienne iennes
éen: éens éenne éennes
cain: cains caine caines
ois: oise oises
ais: aise aises
if: ifs ive ives
eux: euse euses
el: els elle elles
""")
SPANISH_GENDERS = Endings("""
nistro: nistra nistras
dente: denta dentas
""")
PORTUGUESE_GENDERS = Endings("""
nistro: nistra nistras
""")
ITALIAN_GENDERS = Endings("""
nistro: nistra nistre
tore: trice trici
ano: ani ana ane
eno: eni ena ene
ino: ini ina ine
ivo: ivi iva ive
oso: osi osa ose
sco: schi sca sche
mico: mici mica miche
""")
