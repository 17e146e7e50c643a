"""One name is one key in every script; one number is one number."""

import pytest

from monitor.stories.names import name_keys, numbers


@pytest.mark.parametrize(
    "spellings",
    [
        ("Araghchi", "Арагчи", "عراقچی"),
        ("Khamenei", "Хаменеи", "Хаменеи", "خامنه‌ای"),
        ("Netanyahu", "Нетаньяху", "نتنياهو"),
        ("Trump", "Трамп", "Трампом", "ترامب", "ترامپ", "טראמפ"),
        ("Hezbollah", "Хезболла"),
        ("Minab", "Минаб", "میناب"),
        ("Zelensky", "Зеленский"),
    ],
)
def test_a_name_has_one_key_in_all_its_spellings(spellings):
    keys = [name_keys(word) for word in spellings]
    assert frozenset.intersection(*keys), dict(zip(spellings, keys, strict=True))


def test_two_names_have_no_key_in_common():
    assert not name_keys("Lavrov") & name_keys("Blinken")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("100 тыс. резервистов", {"100000"}),
        ("100,000 reservists", {"100000"}),
        ("175\u00a0000 военных", {"175000"}),
        ("1.5 млн человек", {"1500000"}),
        ("۱۶۵ کشته", {"165"}),
        ("three tankers", {"3"}),
        ("три танкера", {"3"}),
        ("on 7 December 2021 at 15:30", set()),
        ("WASHINGTON, Dec 7 (Reuters)", set()),
        ("F-16 and S-400", set()),
    ],
)
def test_numbers_are_read_the_same_in_every_script(text, found):
    assert numbers(text) == found
