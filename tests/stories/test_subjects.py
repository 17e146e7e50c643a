"""What entries are about is found in every script, and the table holds what it should."""

import unicodedata
from importlib.resources import files

import pytest

from monitor.stories.subjects import subjects_in


@pytest.mark.parametrize(
    ("subject", "texts"),
    [
        (
            "siren",
            [
                "Sirens sound across the north",
                "Воздушная тревога в Киеве",
                "صفارات الإنذار تدوي في حيفا",
                "אזעקות במרכז הארץ",
                "Sirènes d'alerte dans le nord",
            ],
        ),
        (
            "launch",
            [
                "New salvo fired at the coast",
                "Израиль зафиксировал запуск",
                "זוהו שיגורים נוספים",
                "شلیک موشک",
            ],
        ),
        (
            "drone",
            [
                "Drones hit depot",
                "Беспилотники атаковали склад",
                "طائرات مسيرة",
                'כטב"ם נפל',
                "Drohnen über dem Hafen",
                "无人机袭击港口",
            ],
        ),
        ("embassy", ["Embassy closed", "Посольство закрыто", "السفارة مغلقة", "השגרירות נסגרה"]),
    ],
)
def test_a_subject_is_found_in_many_languages(subject, texts):
    assert [f"@{subject}" in subjects_in(text) for text in texts] == [True] * len(texts)


def test_everyday_words_are_no_subjects():
    assert not subjects_in("The minister will speak in the morning")
    assert not subjects_in("Центр города украсили")


def test_each_form_of_the_table_is_in_one_script_and_stands_once():
    text = (files("monitor.stories") / "data" / "subjects.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        subject, listed = line.split("\t")
        forms = listed.split("|")
        assert len(set(forms)) == len(forms), subject
        for form in forms:
            for word in form.split():
                assert len(_scripts(word)) <= 1, (subject, form)


def _scripts(word: str) -> set[str]:
    found = {unicodedata.name(c, "").split()[0] for c in word if c.isalpha()}
    east = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}
    return {"CJK" if script in east else script for script in found}
