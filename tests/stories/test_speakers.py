"""Who confirms and who denies: a state must say it itself, and say it plainly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.corroborate import Rung, corroborate
from monitor.stories.cues import cited, cues_in
from monitor.stories.speakers import official_words
from tests.stories.support import CNN, REUTERS, report


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "U.S. official confirms strike on Syrian base"),
        ("en", "Ukraine's Foreign Ministry spokesman Ivan Tkach confirms prisoner swap"),
        ("en", "Death of Hamas chief confirmed by Israel"),
        ("en", "Talks collapsed, Kremlin confirms"),
        ("en", "Lavrov, Russia's foreign minister, confirms visit"),
        ("en", "Defence Ministry confirms jet crash near border"),
        ("de", "Moskau hat den Verlust des Kreuzers bestätigt"),
        ("fr", "La frappe confirmée par le Pentagone"),
        ("es", "Confirma el Pentágono ataque en Siria"),
        ("pl", "Atak potwierdził rzecznik Kremla"),
        ("ru", "Информацию об ударе подтвердили в Минобороны РФ"),
        ("ru", "Представитель Кремля Иван Ткач подтвердил визит"),
        ("uk", "Генштаб ЗСУ підтвердив удар по аеродрому"),
        ("sv", "Vita huset bekräftar attack mot Iran"),
        ("tr", "Pentagon Suriye'deki saldırıyı doğruladı"),
        ("fa", "کرملین گفت‌وگوی تلفنی را تأیید کرد"),
        ("ja", "米国防総省、シリア攻撃を確認"),
        ("hi", "ट्रंप ने ईरान पर हमले की पुष्टि की"),
        ("id", "Kremlin konfirmasi percakapan dengan Trump"),
        ("vi", "Điện Kremlin xác nhận cuộc điện đàm"),
    ],
)
def test_a_state_that_confirms_is_official_word(language, title):
    assert official_words(title, language) == {"confirmation"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Kremlin spokesman dismisses reports of mobilisation as fake"),
        ("en", "Iran FM denies talks with US"),
        ("es", "Niega Irán enviar drones a Rusia"),
        ("es", "Irán rechaza y niega las acusaciones"),
        ("ar", "إيران ترفض وتنفي الاتهامات"),
        ("de", "Teheran bestreitet Angriff auf Tanker"),
        ("da", "Rusland benægter angreb på skib"),
        ("cs", "Moskva dementovala útok na loď"),
        ("tr", "Dışişleri Bakanlığı iddiaları yalanladı"),
        ("ar", "نفى الجيش الإسرائيلي قصف المستشفى"),
        ("zh", "外交部驳斥中国提供武器的说法"),
        ("ja", "ロシア外務省は攻撃を否定した"),
        ("id", "Rusia membantah menyerang rumah sakit"),
    ],
)
def test_a_state_that_denies_is_official_word(language, title):
    assert official_words(title, language) == {"denial"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Experts confirm Russian missile hit hospital"),
        ("en", "Satellite images confirm damage at Iranian nuclear site"),
        ("en", "Three confirmed dead after Russian strike"),
        ("en", "Kremlin critic Ivan Petrov confirms return to Russia"),
        ("en", "Israeli sources confirm deal with Hamas"),
        ("en", "President of Russian Bank Confirms Merger"),
        ("en", "Drone footage confirms Ukraine destroyed Russian column"),
        ("zh", "俄媒证实舰艇沉没"),
        ("en", "Iranian actor denies affair"),
        ("en", "Company denies selling chips to Russia"),
        ("de", "Experten bestätigen russische Verluste"),
        ("ru", "Россия теряет танки, подтвердили эксперты"),
        ("tr", "İran'da uzmanlar patlamayı doğruladı"),
        ("ar", "خبراء يؤكدون خسائر روسيا"),
        ("zh", "专家证实俄罗斯损失惨重"),
        ("ko", "전문가들 러시아 손실 확인"),
        ("hi", "विशेषज्ञों ने रूस के नुकसान की पुष्टि की"),
    ],
)
def test_a_state_that_is_only_named_gives_no_official_word(language, title):
    assert not official_words(title, language)
    assert corroborate([report(1, title, CNN, language=language)]).rung is Rung.SINGLE


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Could Russia confirm the truce? What we know so far"),
        ("en", "Has Iran denied the attack?"),
        ("es", "¿Confirmará Moscú la tregua?"),
        ("ru", "Подтвердит ли Москва перемирие?"),
        ("zh", "普京确认出席？外界存疑"),
    ],
)
def test_a_question_confirms_and_denies_nothing(language, title):
    assert not cues_in(title, "", language)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "There is no denying Russia's progress"),
        ("en", "Israel refuses to confirm or deny attack"),
        ("en", "Kyiv awaits confirmation that Russia released prisoners"),
        ("en", "Poland urges NATO to confirm commitment"),
        ("en", "If confirmed, it would be the first Russian attack"),
        ("en", "Hospitals denied fuel as Israel tightens siege"),
        ("en", "Russia confirmed as host of winter games"),
        ("de", "Bisher keine Bestätigung aus Moskau"),
        ("nl", "Kiev bevestigt verlies van stad niet"),
        ("it", "Nessuna conferma da Mosca"),
        ("pl", "Nie da się zaprzeczyć, że Rosja zyskuje teren"),
        ("ro", "Nu se poate nega că Rusia avansează"),
        ("bg", "Не може да се отрече, че Русия напредва"),
        ("ru", "Песков отказался подтвердить переговоры"),
        ("ru", "Нельзя отрицать, что Киев отступает"),
        ("uk", "Київ відмовився підтвердити удар"),
        ("tr", "Kremlin iddiaları yalanlamadı"),
        ("tr", "Kiev şehrin kaybını doğrulamadı"),
        ("fa", "کرملین خبر بسیج را تکذیب نکرد"),
        ("zh", "基辅尚未证实失守该城"),
        ("zh", "不可否认俄罗斯正在推进"),
        ("zh", "克里姆林宫没有否认动员计划"),
        ("ja", "ウクライナ、都市陥落を確認せず"),
        ("ko", "러시아의 진격은 부인할 수 없다"),
        ("ko", "키이우, 도시 함락 확인 안 해"),
        ("hi", "कीव ने शहर खोने की पुष्टि नहीं की"),
        ("fi", "Venäjä vahvistaa joukkojaan rajalla"),
        ("da", "Rusland afviser våbenhvile"),
        ("vi", "Nga bác bỏ đề xuất ngừng bắn"),
    ],
)
def test_what_is_refused_awaited_or_not_denied_is_neither_confirmed_nor_denied(language, title):
    assert not cues_in(title, "", language) - {"unconfirmed"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Israel denies Gaza aid convoys passage"),
        ("en", "Israel denies women in Gaza ‘conditions to live’: monitors"),
        ("en", "Israel denies journalists in Gaza access"),
        ("en", "China denies Uyghurs passports"),
        ("en", "Iran denies IAEA inspectors access to enrichment site"),
        ("en", "Israel denies United Nations access to Gaza"),
        ("en", "US denies Iranian delegation visas, minister says"),
        ("en", "Poland denies overflight to Russian plane"),
        ("en", "China denies entry request by US carrier"),
        ("en", "Pentagon denies governor's request and insists on rules"),
        ("es", "Israel niega el paso a convoyes de ayuda"),
        ("it", "Israele nega il passaggio ai convogli"),
        ("it", "La Russia nega l'accesso alla centrale"),
        ("pt", "Israel nega acesso a jornalistas"),
    ],
)
def test_what_is_denied_to_somebody_is_no_denial(language, title):
    assert not cues_in(title, "", language)


@pytest.mark.parametrize(
    "title",
    [
        "Israel denies aid convoy was hit",
        "Israel denies aid workers were targeted",
        "Russia denies fuel depot hit",
        "Russia denies medics were killed",
        "Israel denies food shortage in Gaza",
        "Israel denies famine conditions in Gaza",
        "Israel denies women in Gaza were targeted",
        "Russia denies prisoners in Olenivka tortured",
        "Israel denies attack in Gaza aid area",
        "Israel denies blocking aid",
        "Israel denies it blocked aid to Gaza",
        "Israel denies plan to restrict access",
        "China denies military aid to Russia",
        "Pentagon denies Kyiv needs permission",
    ],
)
def test_a_denial_about_aid_or_access_is_one(title):
    assert official_words(title, "en") == {"denial"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Iran plans missile test: Reuters"),
        ("en", "Iran plans missile test, Reuters says"),
        ("pl", "Rosja szykuje ofensywę, według Reutersa"),
        ("sv", "Ryssland planerar offensiv, enligt Reuters"),
        ("hu", "A Reuters szerint Oroszország offenzívára készül"),
        ("bg", "Русия готви офанзива, според Ройтерс"),
        ("pt", "Rússia prepara nova ofensiva, diz Reuters"),
        ("id", "Rusia siapkan serangan baru, menurut Reuters"),
        ("vi", "Nga chuẩn bị tấn công, theo Reuters"),
        ("zh", "據路透社報導 俄羅斯準備新攻勢"),
        ("zh", "路透：伊朗准备导弹试验"),
        ("ja", "ロシアが新たな攻勢準備 ロイター報道"),
        ("ko", '로이터 "러시아 새 공세 준비"'),
        ("hi", "रूस नए हमले की तैयारी में: रॉयटर्स"),
    ],
)
def test_a_report_of_an_agencys_report_is_no_second_source(language, title):
    assert cited(title, "", language) == {"REUTERS"}
    found = corroborate(
        [
            report(1, "Forces gather for a new attack", REUTERS),
            report(2, title, CNN, minutes=5, language=language),
        ]
    )
    assert found.rung is Rung.REPEATED


@pytest.mark.parametrize(
    ("language", "title", "code"),
    [
        ("fr", "Israël prépare une frappe, selon l'AFP", "AFP"),
        ("it", "Israele prepara un attacco, riferisce l'Ansa", "ANSA"),
        ("cs", "Podle ČTK byly sestřeleny drony", "CTK"),
        ("sv", "Drönare nedskjutna, rapporterar TT", "TT"),
        ("lv", "Notriekti droni, ziņo LETA", "LETA"),
        ("en", "Visit planned in May, Kremlin tells TASS", "TASS"),
    ],
)
def test_national_agencies_are_cited_with_their_articles(language, title, code):
    assert cited(title, "", language) == {code}


@pytest.mark.parametrize(
    "title", ["Reuters bureau in Kyiv damaged by strike", "Explosion near Reuters office in Gaza"]
)
def test_an_agency_that_something_happens_to_is_not_cited(title):
    assert not cited(title, "", "en")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("it", "Rettifica: sette morti nel raid"),
        ("nl", "Rectificatie: zeven doden bij aanval"),
        ("cs", "Oprava: při útoku zemřelo sedm lidí"),
        ("sv", "Rättelse: sju döda i attack"),
        ("fi", "Oikaisu: iskussa kuoli seitsemän"),
    ],
)
def test_corrections_are_read_in_more_languages(language, title):
    assert cues_in(title, "", language) == {"correction"}


def test_a_cue_may_run_over_the_end_of_a_clause() -> None:
    assert cues_in("Министр признал, что мост закрыт", "", "ru") == {"confirmation"}
    assert official_words("Министр признал, что мост закрыт", "ru") == frozenset()


WORDS = (
    "Kremlin", "Иран", "Reuters", "minister", "denies", "denied", "confirms", "refuses", "not",
    "aid", "by", "by Iran", "признал", "что", "отрицает", "опроверг", "no", "neither", "nor",
    "dementi", "unconfirmed", "correction", "2", "صحت", "否认", "부인",
)  # fmt: skip
STOPS = (" ", ", ", ": ", "? ", " - ", " — ", ". ", "、", "! ")


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(STOPS)), max_size=8),
    st.sampled_from(["en", "ru", "fa", "zh", "ko", "de", ""]),
)
def test_official_word_is_of_what_a_title_says_however_it_is_parted(
    parts: list[tuple[str, str]], language: str
) -> None:
    title = "".join(word + stop for word, stop in parts)
    assert official_words(title, language) <= cues_in(title, "", language)
