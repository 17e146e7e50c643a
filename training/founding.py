"""The story that the project began from, told in our own words; measured, never trained on."""

# ruff: noqa: E501

WORDINGS: tuple[tuple[str, str], ...] = (
    (
        "en",
        "Putin and Biden begin video call amid fears over Russian troops massing at Ukraine border",
    ),
    ("en", "US and Russian presidents start talks by video link, Interfax reports"),
    ("en", "US weighs sanctions as intelligence warns of Russian offensive early next year"),
    (
        "ru",
        "Путин и Байден начали переговоры по видеосвязи на фоне опасений из-за стягивания войск к границе",
    ),
    ("ru", "Началась видеобеседа президентов России и США"),
    ("ru", "США обдумывают санкции и предупреждают о возможном наступлении России"),
    (
        "uk",
        "Почалася відеорозмова Байдена і Путіна: США погрожують санкціями через війська на кордоні",
    ),
    ("uk", "Президенти США та Росії розпочали переговори відеозв’язком, повідомляє ТАСС"),
    (
        "fr",
        "Début de l'appel vidéo entre Biden et Poutine sur fond de crainte d'une offensive en Ukraine",
    ),
    ("fr", "Washington envisage des sanctions et redoute une offensive russe"),
    ("de", "Videogespräch zwischen Biden und Putin hat begonnen – Sorge vor russischem Angriff"),
    ("de", "USA erwägen Sanktionen und warnen vor russischer Offensive"),
    (
        "es",
        "Comienza la videollamada entre Biden y Putin en medio de la tensión por las tropas en la frontera",
    ),
    ("pl", "Rozpoczęła się wideorozmowa prezydentów USA i Rosji, w tle groźba sankcji"),
    (
        "tr",
        "Biden ile Putin'in görüntülü görüşmesi başladı; sınırdaki askeri yığınak endişe yaratıyor",
    ),
    ("ar", "بدء القمة الافتراضية بين بايدن وبوتين وسط مخاوف من حشد القوات على الحدود"),
    ("zh", "拜登与普京开始视频会晤 边境集结军队引发担忧"),
    ("ja", "バイデン氏とプーチン氏のビデオ会談始まる 国境の軍増強に懸念"),
    ("ko", "바이든-푸틴 화상 회담 시작…국경 병력 집결 우려"),
    ("hi", "बाइडेन और पुतिन की वीडियो वार्ता शुरू, सीमा पर सैनिकों के जमावड़े से चिंता"),
    ("it", "Iniziata la videochiamata tra Biden e Putin, timori per le truppe al confine"),
    ("pt", "Começa a videochamada entre Biden e Putin em meio a temores sobre tropas na fronteira"),
    ("nl", "Videogesprek tussen Biden en Poetin begonnen, zorgen over troepen aan de grens"),
    (
        "ro",
        "A început convorbirea video dintre Biden și Putin, pe fondul temerilor privind trupele de la graniță",
    ),
    ("cs", "Začal videohovor Bidena s Putinem, obavy budí vojska u hranic"),
    ("el", "Ξεκίνησε η τηλεδιάσκεψη Μπάιντεν και Πούτιν, φόβοι για τα στρατεύματα στα σύνορα"),
    ("fa", "گفت‌وگوی ویدئویی بایدن و پوتین در میان نگرانی از تجمع نیروها در مرز آغاز شد"),
    ("he", "שיחת הווידאו בין ביידן לפוטין החלה על רקע החשש מריכוז הכוחות בגבול"),
)
