"""Slavic forms that dictionaries give to a homograph or lack, and words not taken for them."""

from __future__ import annotations

import pytest

from tests.watches.finding import finds


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("pl", "okręt podwodny", "Zaginęły dwa okręty podwodne"),
        ("cs", "stanné právo", "Vláda se obává stanného práva"),
        ("cs", "Saúdská Arábie", "Návštěva Saúdské Arábie"),
        ("sk", "Blízky východ", "Napätie na Blízkom východe"),
        ("sl", "Varnostni svet", "Glasovanje v Varnostnem svetu"),
    ],
)
def test_the_adjective_of_a_phrase_is_found_in_all_its_forms(
    language: str, term: str, text: str
) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("pl", "zabić", "W zasadzce zabito trzech ludzi", True),
        ("pl", "zniszczyć", "Zniszczono most na rzece", True),
        ("pl", "zniszczyć", "Most zniszczony przez powódź", True),
        ("cs", "předvolat", "Předvolali svědky", True),
        ("sl", "uničiti", "Most je uničen", True),
        ("cs", "sestřelit", "Nad lesem sestřelí každý dron", True),
        ("cs", "sestřelit", "Letadlo bylo sestřeleno", True),
        ("cs", "obsadit", "Přístav je obsazen", True),
        ("cs", "propustit", "Zajatci byli propuštěni", True),
        ("cs", "evakuovat", "Úřady evakuovaly přístav", True),
        ("cs", "evakuovat", "Rodiny jsou evakuovány", True),
        ("sk", "zostreliť", "Pri hranici zostrelený dron", True),
        ("sl", "groziti", "Soseda grozi z vojno", True),
        ("sl", "opozoriti", "Minister je opozoril na nevarnost", True),
        ("cs", "napadnout", "Odmítají napadat sousedy", False),
    ],
)
def test_a_west_slavic_verb_is_found_in_its_tenses_and_participles(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("pl", "rząd", "Grozi rządowi upadek"),
        ("pl", "stan wojenny", "Kraj w stanie wojennym"),
        ("pl", "Niemcy", "Rozmowy z Niemcami"),
        ("cs", "Lukašenko", "Dopis Lukašenkovi"),
        ("cs", "člověk", "Zahynuli čtyři lidé"),
        ("sk", "prezident", "Odkaz prezidentovi"),
        ("sk", "Pellegrini", "Rokovanie s Pellegrinim"),
        ("sl", "Kitajska", "Obisk na Kitajskem"),
        ("sl", "premirje", "Pogajanja pred premirjem"),
    ],
)
def test_a_west_slavic_noun_is_found_in_cases_that_are_often_another_words(
    language: str, term: str, text: str
) -> None:
    assert finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("pl", "Lwów", "W nocy słychać ryk lwów"),
        ("pl", "Gaza", "Opatrunek z gazy"),
        ("sl", "Kitajska", "Odličen kitajski čaj"),
    ],
)
def test_a_slavic_name_is_not_the_form_of_a_common_word(
    language: str, term: str, text: str
) -> None:
    assert not finds(language, term, text)


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("sr", "ванредно стање", "Vlada ukida mere vanrednog stanja", True),
        ("sr", "Сједињене Државе", "Амбасада Сједињених Држава", True),
        ("hr", "Crveno more", "Brod potonuo u Crvenom moru", True),
        ("sr", "нападати", "Они нападају сваке ноћи", True),
        ("sr", "Трамп", "Писмо Доналда Трампа", True),
        ("bg", "въздушен удар", "Село след въздушния удар", True),
        ("bg", "заложник", "Четирима заложници са свободни", True),
        ("bg", "заложник", "Книгата на една заложничка", False),
        ("bg", "обявя", "Генералът обяви мобилизация", True),
        ("bg", "нападна", "Вълци нападнаха стадото", True),
        ("bg", "обстрелвам", "Обстрелват селото", True),
        ("bg", "подпиша", "Премиерът подписа указ", True),
        ("bg", "осъдя", "Съдът осъди тримата, осъдиха ги", True),
        ("bg", "осъдя", "Съветът осъдил удара", True),
        ("sr", "напасти", "Може да нападне стадо", True),
        ("sr", "zapretiti", "Rukovodstvo je zapretilo otkazom", True),
        ("sl", "napasti", "Volk napade čredo", True),
        ("sl", "umreti", "Trije so umrli", True),
        ("mk", "договор", "Двата договори се потпишани", True),
        ("mk", "нападна", "Селата беа нападнати ноќта", True),
    ],
)
def test_a_south_slavic_word_is_found_in_its_regular_forms(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


@pytest.mark.parametrize(
    ("language", "term", "text", "found"),
    [
        ("sr", "САД", "Zvaničnik SAD u poseti", True),
        ("sr", "KFOR", "Патрола КФОР-а на северу", True),
        ("sr", "САД", "Šta je sad ovo", False),
        ("sr", "МиГ-29", "Dva MiG-29 u vazduhu", True),
        ("bg", "Ф-16", "Първите изтребители F-16 кацнаха", True),
        ("any", "Su-35", "Истребитель Су-35 разбился", True),
    ],
)
def test_abbreviations_and_designations_are_found_in_either_script(
    language: str, term: str, text: str, found: bool
) -> None:
    assert finds(language, term, text) is found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("вайна", "Яны стаміліся ад вайны і жывуць вайной", True),
        ("ядзерная зброя", "Краіна без ядзернай зброі", True),
        ("Ціханоўская", "Сустрэча з Ціханоўскай", True),
        ("санкцыі", "Новы пакет санкцый", True),
        ("перамовы", "Чарговы раунд перамоў", True),
        ("пасол", "Двое паслоў пакінулі сталіцу", True),
        ("палітвязень", "Вызвалілі палітвязняў", True),
        ("горад", "Абстраляны тры гарады", True),
        ("вайсковы", "Калона вайсковых машын", True),
        ("улада", "Пратэст супраць ўлады", True),
        ("абстраляць", "Ноччу абстралялі мост", True),
        ("пасол", "Пасольства зачынена", False),
        ("вайна", "Ваенны аркестр", False),
        ("мяжа", "Стральба каля межаў дзвюх краін", True),
        ("вясна", "Дзве вёсны запар", True),
    ],
)
def test_a_belarusian_word_is_found_by_rule(term: str, text: str, found: bool) -> None:
    assert finds("be", term, text) is found
