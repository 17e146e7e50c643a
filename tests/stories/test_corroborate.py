"""The ladder, rung by rung."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.corroborate import Rung, _alike, corroborate
from monitor.stories.cues import cited, cues_in, source_code
from monitor.stories.traits import shingles_of
from tests.stories.support import CNN, INTERFAX, REUTERS, RIA, TASS, report


def test_one_outlet_alone():
    found = corroborate([report(1, "Russia warns Ukraine of response", INTERFAX)])
    assert found.rung is Rung.SINGLE
    assert found.reason == "Interfax alone reports it"
    assert found.outlets == ("Interfax",)


@pytest.mark.parametrize(
    "title",
    [
        "Interfax: Russia begins drills near Ukraine",
        "Russia begins drills near Ukraine, according to Interfax",
        "Russia begins drills near Ukraine (Interfax)",
    ],
)
def test_copies_of_one_wire_count_once(title):
    found = corroborate(
        [
            report(1, "Россия начала учения у границ Украины", INTERFAX, language="ru"),
            report(2, title, CNN, minutes=5),
        ]
    )
    assert found.rung is Rung.REPEATED
    assert len(found.sources) == 1


def test_a_copied_headline_counts_once():
    title = "Russia and Ukraine trade fire across the line of contact, officials said"
    found = corroborate([report(1, title, REUTERS), report(2, title, CNN, minutes=9)])
    assert found.rung is Rung.REPEATED


def test_two_independent_outlets():
    found = corroborate(
        [
            report(1, "Putin and Biden begin call", CNN),
            report(2, "Biden speaks with Putin by video", REUTERS, minutes=3),
        ]
    )
    assert found.rung is Rung.INDEPENDENT
    assert found.outlets == ("CNN", "Reuters")


def test_independent_outlets_of_both_sides():
    found = corroborate(
        [
            report(1, "Biden warns Putin in call", CNN),
            report(2, "Путин и Байден начали переговоры", INTERFAX, minutes=3, language="ru"),
        ]
    )
    assert found.sides == ("RU", "US")
    assert found.rung is Rung.BOTH_SIDES


@pytest.mark.parametrize(
    ("language", "title", "official"),
    [
        ("en", "Pentagon confirms strike", "confirmed"),
        ("en", "Kremlin denies plans to attack", "denied"),
        ("ru", "Минобороны РФ опровергло сообщения об ударе", "denied"),
        ("ru", "В Кремле подтвердили разговор", "confirmed"),
        ("ar", "نفت إيران شن الهجوم", "denied"),
        ("en", "Unconfirmed: Iran strikes base", None),
    ],
)
def test_official_word_is_the_highest_rung(language, title, official):
    found = corroborate([report(1, title, CNN, language=language)])
    assert found.official == official
    assert (found.rung is Rung.OFFICIAL) is (official is not None)


def test_a_denial_is_attached():
    found = corroborate(
        [
            report(1, "Former president reportedly killed", CNN),
            report(2, "Родственники опровергли сообщения о гибели", RIA, minutes=30, language="ru"),
        ]
    )
    assert found.denied
    assert found.denials == (2,)


def test_corrections_and_withdrawals_are_attached_and_are_no_evidence():
    found = corroborate(
        [
            report(1, "Strike kills ten in Odesa", CNN),
            report(2, "Correction: strike kills two in Odesa", REUTERS, minutes=20),
            report(3, "Story withdrawn: strike in Odesa", REUTERS, minutes=40),
        ]
    )
    assert found.corrections == (2,)
    assert found.withdrawals == (3,)
    assert found.corrected
    assert found.withdrawn
    assert found.sources == ("CNN",) or found.sources == (source_code("CNN"),)


def test_who_took_a_report_back_is_not_said_to_report_it():
    found = corroborate(
        [
            report(1, "Story withdrawn: strike in Odesa", REUTERS),
            report(2, "Strike kills ten in Odesa", CNN, minutes=20),
        ]
    )
    assert found.reason == "CNN alone reports it"


@pytest.mark.parametrize(
    ("outlets", "only"), [((TASS, RIA), True), ((TASS, CNN), False), ((INTERFAX,), False)]
)
def test_state_controlled_outlets_alone_are_flagged(outlets, only):
    reports = [report(i, f"Report {i} on Ukraine", outlet) for i, outlet in enumerate(outlets)]
    assert corroborate(reports).state_controlled_only is only


def test_the_order_of_reports_does_not_matter():
    reports = [
        report(1, "Biden warns Putin in call", CNN),
        report(2, "Путин и Байден начали переговоры", INTERFAX, minutes=3, language="ru"),
        report(3, "Interfax: call begins", REUTERS, minutes=4),
    ]
    assert corroborate(reports) == corroborate(reversed(reports))


def test_no_reports_are_an_error():
    with pytest.raises(ValueError, match="at least one"):
        corroborate([])


@pytest.mark.parametrize(
    ("title", "summary", "codes"),
    [
        ("Reuters: talks under way", "", {"REUTERS"}),
        ("Talks under way", "GENEVA, Dec 7 (Reuters) - Talks got under way", {"REUTERS"}),
        ("Переговоры начались, сообщает Интерфакс", "", {"INTERFAX"}),
        ("بدأت المحادثات نقلا عن رويترز", "", {"REUTERS"}),
        ("Talks under way", "", set()),
    ],
)
def test_whom_an_entry_cites(title, summary, codes):
    assert cited(title, summary) == codes


def test_one_outlet_has_one_code_under_all_its_names():
    assert source_code("TASS") == source_code("ТАСС") == source_code("TASS (English)")
    assert source_code("Gazette") != source_code("Herald")


@pytest.mark.parametrize(
    ("title", "cues"),
    [
        ("Tehran denies report", {"denial"}),
        ("השר הכחיש את הדיווח", {"denial"}),
        ("Berlin bestätigt Gespräch", {"confirmation"}),
        ("Correction: talks were on Monday", {"correction"}),
        ("Officials seek correction of borders", set()),
        ("Talks begin", set()),
    ],
)
def test_cues_are_read_in_many_languages(title, cues):
    assert cues_in(title) == cues


WORDS = ("troops", "cross", "the", "border", "near", "kharkiv", "today", "again")
HEADLINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


@given(st.lists(HEADLINES, max_size=8))
def test_no_copy_is_overlooked(titles):
    shingles = [shingles_of(title) for title in titles]
    for number, found in enumerate(_alike(shingles)):
        copies = [
            other
            for other in range(number)
            if len(shingles[number] & shingles[other]) / len(shingles[number] | shingles[other])
            >= 0.6
        ]
        assert set(copies) <= set(found)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fa", "صادرات نفت ایران رکورد زد"),
        ("en", "Denmark reports drones over Copenhagen"),
        ("en", "Dementia grows more common in Japan"),
        ("de", "Demente Frau in Berlin gefunden"),
        ("nl", "Dementie neemt toe in Nederland"),
        ("en", "Israel denies entry to envoy"),
        ("en", "Opposition leader denied bail in Minsk"),
        ("en", "Pentagon neither confirms nor denies strike"),
        ("ru", "Кремль не отрицает контактов"),
        ("de", "Israel bestätigt Angriff nicht"),
        ("fr", "Israël n'a pas confirmé la frappe"),
        ("it", "Israele non conferma il raid"),
        ("uk", "Київ не підтверджує удар"),
        ("en", "Iran declines to confirm attack"),
        ("en", "General admitted to hospital in Tehran"),
        ("en", "Two measles cases confirmed in Israel"),
        ("ru", "Суд в Москве признал журналиста виновным"),
        ("en", "Correction officers strike in New York"),
        ("ru", "Поправки к закону приняты в Госдуме"),
    ],
)
def test_everyday_words_and_what_is_negated_deny_confirm_and_correct_nothing(language, title):
    assert not cues_in(title, "", language) - {"unconfirmed"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ar", "طهران نفت الأنباء"),
        ("fr", "Moscou dément toute attaque"),
        ("en", "No 10 denies report of resignation"),
        ("sv", "Ryssland förnekar attack"),
        ("ja", "イラン、攻撃を否定"),
    ],
)
def test_denials_are_read_in_their_own_language(language, title):
    assert cues_in(title, "", language) == {"denial"}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Officials deny involvement in attack"),
        ("en", "Russia: this is not true, denies attack"),
        ("de", "Kreml dementiert: Putin nicht krank"),
        ("de", "Dementi aus Moskau"),
        ("fr", "Paris tient à démentir"),
        ("ru", "Москва продолжает отрицать удар"),
    ],
)
def test_a_negation_in_another_clause_negates_no_denial(language, title):
    assert cues_in(title, "", language) == {"denial"}


@pytest.mark.parametrize(
    ("language", "title"),
    [("ja", "首相、攻撃の可能性を否定できない"), ("ja", "政府、関与を否定せず")],
)
def test_what_cannot_be_ruled_out_is_not_denied(language, title):
    assert not cues_in(title, "", language)


@pytest.mark.parametrize(
    ("title", "cue"),
    [
        ("(CORRECTED) Two dead in blast", "correction"),
        ("Correction | Two dead in blast", "correction"),
        ("[정정] 두 명 사망", "correction"),
        ("Newspaper retracts story on blast", "withdrawal"),
        ("Meldung zurückgezogen: Anschlag", "withdrawal"),
        ("CORRECTED-Two dead in blast", "correction"),
        ("Correcting and replacing: two dead in blast", "correction"),
        ("WITHDRAWN: Blast at embassy", "withdrawal"),
        ("Agency withdraws report on blast", "withdrawal"),
    ],
)
def test_a_desks_notice_is_set_off_or_a_phrase(title, cue):
    assert cues_in(title) == {cue}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Mehr Tote laut Behörden"),
        ("he", "אזעקות ברחבי הארץ, לפי הדיווחים"),
        ("zh", "据报道，两国共同发表声明"),
    ],
)
def test_everyday_words_cite_no_agency(language, title):
    assert not cited(title, "", language)


def test_an_outlet_whose_name_is_an_everyday_word_is_the_one_that_others_cite():
    assert source_code("Mehr") in cited("Mehr: explosions in Tehran", "", "en")
    assert source_code("הארץ") == source_code("Haaretz")
