"""The language of a text is told only when it can be."""

import pytest

from alongside.directory.rules.text_language import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A lunch club for people over 55. Come and eat with us on Tuesdays at the library.", "en"),
        ("Yaşlılar için bir öğle yemeği kulübü. Her salı bizimle yemek ve sohbet için gelin.", "tr"),
        ("Spotkania dla osób starszych. Zapraszamy na herbatę i rozmowę we wtorki w bibliotece.", "pl"),
        (
            "Kulan loogu talagalay dadka waayeelka ah. Waxaan ku kulannaa maktabadda oo qado ayaa la bixiyaa.",
            "so",
        ),
        ("বয়স্ক মানুষদের জন্য দুপুরের খাবারের ক্লাব। মঙ্গলবার আসুন।", "bn"),
        ("מועדון ארוחת צהריים לקשישים בכל יום שלישי", "he"),
        ("מיר זענען דאָ פֿאַר אײַך און פון גאַנצן האַרצן דער קלוב", "yi"),
        ("نادي الغداء لكبار السن كل يوم ثلاثاء", "ar"),
    ],
)
def test_a_sentence_or_two_are_enough(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text", ["", "  ", "020 7946 0123", "Zumba", "Knit & Natter", "E8 1EA", "Café Olé – 2pm"]
)
def test_a_name_or_a_number_is_not_enough(text: str) -> None:
    assert language_of(text) == ""


def test_two_languages_in_equal_parts_are_neither() -> None:
    assert language_of("The club is for you and the family. Kulüp siz ve aile için, her gün de var.") == ""
