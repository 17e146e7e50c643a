"""Regular endings of French, Spanish, Portuguese and Italian words."""

from __future__ import annotations

from monitor.watches.languages.endings import Endings

FRENCH = Endings("""
er: er e es ons ez ent ais ait ions iez aient erai eras era erons erez eront erais erait erions
  eriez eraient ai as a âmes âtes èrent é ée és ées ant
ger: ger ge ges geons gez gent geais geait gions giez geaient gerai geras gera gerons gerez geront
  gerait geraient gea gèrent gé gée gés gées geant
cer: cer ce ces çons cez cent çais çait cions ciez çaient cerai cera cerons ceront cerait ceraient
  ça cèrent cé cée cés cées çant
ir: ir is it issons issez issent issais issait issaient irai ira irons iront irait iraient irent i
  ie ies issant isse
re: re s - ons ez ent ais ait aient rai ra rons ront rait raient it irent u ue us ues ant e
""")
FRENCH_NOUN = Endings("""
al: al aux ale ales
eau: eau eaux
eu: eu eux
ail: ail aux ails
eux: eux euse euses
if: if ifs ive ives
er: er ers ère ères
ien: ien iens ienne iennes
éen: éen éens éenne éennes
ais: ais aise aises
ois: ois oise oises
s x z: ~
e: e es
é: é és ée ées
-: - s
""")
SPANISH = Endings("""
ar: ar o as a amos áis an aba abas ábamos aban é aste ó asteis aron aré arás ará aremos aréis arán
  aría arías aríamos arían e es emos éis en ara aras áramos aran ase asen ad ando ado ada ados
  adas arse arlo arla arlos arlas
car: car co cas ca camos can caba caban qué caste có caron cará carán caría carían que ques quemos
  quen cara caran case casen cando cado cada cados cadas carse
gar: gar go gas ga gamos gan gaba gaban gué gaste gó garon gará garán garía garían gue gues guemos
  guen gara garan gando gado gada gados gadas garse
zar: zar zo zas za zamos zan zaba zaban cé zaste zó zaron zará zarán zaría zarían ce ces cemos cen
  zara zaran zando zado zada zados zadas zarse
er: er o es e emos éis en ía ías íamos ían í iste ió imos ieron eré erás erá eremos erán ería
  erían a as amos an iera ieran iese iendo ido ida idos idas erse
ir: ir o es e imos ís en ía ías íamos ían í iste ió ieron iré irás irá iremos irán iría irían a as
  amos an iera ieran iese iendo ido ida idos idas irse
""")
SPANISH_NOUN = Endings("""
z: z ces
ón: ón ones ona onas
án: án anes ana anas
én: én enes
ín: ín ines ina inas
és: és eses esa esas
o: o os a as
or: or ores ora oras
a e i u: ~ ~s
á é ó: ~ ~s
í ú: ~ ~s ~es
s x: ~
-: - es
""")
PORTUGUESE = Endings("""
ar: ar o as a amos ais am ava avas ávamos avam ei aste ou astes aram arei arás ará aremos arão
  aria arias aríamos ariam e es emos em asse assem ares armos arem ando ado ada ados adas
car: car co cas ca camos cam cava cavam quei caste cou caram cará carão caria cariam que ques
  quemos quem casse cassem cando cado cada cados cadas
gar: gar go gas ga gamos gam gava gavam guei gaste gou garam gará garão garia gariam gue gues
  guemos guem gasse gando gado gada gados gadas
çar: çar ço ças ça çamos çam çava çavam cei çaste çou çaram çará çarão çaria çariam ce ces cemos
  cem çasse çando çado çada çados çadas
er: er o es e emos em ia ias íamos iam i este eu eram erei erá erão eria eriam a as amos am esse
  essem endo ido ida idos idas
ir: ir o es e imos em ia ias íamos iam i iste iu iram irei irá irão iria iriam a as amos am isse
  issem indo ido ida idos idas
""")
PORTUGUESE_NOUN = Endings("""
ão: ão ões ãos ães
al: al ais
el: el éis eis
il: il is eis
ol: ol óis
ul: ul uis
m: m ns
r z: ~ ~es
ês: ês eses esa esas
or: or ores ora oras
o: o os a as
s x: ~
a e i u: ~ ~s
á é í ó ú: ~ ~s
-: - s
""")
ITALIAN = Endings("""
are: are o i a iamo ate ano avo avi ava avamo avate avano ai asti ò ammo aste arono erò erai erà
  eremo erete eranno erei erebbe erebbero ino assi asse assero ando ante anti ato ata ati arsi
care: care co chi ca chiamo cate cano cava cavano cò carono cherà cheranno cherebbe chino casse
  cassero cando cato cata cati carsi
gare: gare go ghi ga ghiamo gate gano gava gavano gò garono gherà gheranno gherebbe ghino gasse
  gassero gando gato gata gati garsi
iare: iare io i ia iamo iate iano iava iavano iò iarono erà ierà eranno ieranno erebbe ierebbe ino
  iasse iassero iando iato iata iati iarsi
ere: ere o i e iamo ete ono evo eva evano ei é ette erono ettero erò erà eranno erebbe erebbero a
  ano esse essero endo ente uto uta uti ute ersi
ire: ire o i e iamo ite ono isco isci isce iscono ivo iva ivano ii ì irono irò irà iranno irebbe
  irebbero isca iscano isse issero endo ente ito ita iti ite irsi
""")
ITALIAN_NOUN = Endings("""
ca: ca che chi
ga: ga ghe
co: co chi ci ca che
go: go ghi gi ga ghe
cia: cia cie ce
gia: gia gie ge
io: io i ia ie
tore: tore tori trice trici
o: o i a e
a: a e i
e: e i
à ù ò ì è: ~
-: -
""")
