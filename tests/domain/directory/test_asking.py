"""Reading times, relations, ages and vocabularies as people and programs write them."""

import pytest

from alongside.directory import asking
from alongside.directory.asking import NotUnderstood
from alongside.directory.matters import MATTERS, term_for
from alongside.directory.rules import Slot
from alongside.directory.thesaurus import read_words


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Tue 14:00", [Slot(1, 840, 960)]),
        ("tuesday 2pm", [Slot(1, 840, 960)]),
        ("Tuesdays 2pm-4pm", [Slot(1, 840, 960)]),
        ("TU 2-4pm", [Slot(1, 840, 960)]),
        ("Thu 9.30am to 12:00", [Slot(3, 570, 720)]),
        ("Sun", [Slot(6, 0, 1440)]),
        ("Fri mornings", [Slot(4, 480, 720)]),
        ("Fri 23:30", [Slot(4, 1410, 1440)]),
        ("weekend afternoon", [Slot(5, 720, 1020), Slot(6, 720, 1020)]),
    ],
)
def test_times_of_the_week(text: str, slots: list[Slot]) -> None:
    assert asking.read_when(text) == tuple(slots)


@pytest.mark.parametrize(
    "text", ["", "T 14:00", "Tue 25:00", "Tue 16:00-14:00", "someday", "Tue 13pm", "Tue 14:00 x"]
)
def test_what_is_no_time_of_the_week_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotUnderstood, match="Tue 14:00"):
        asking.read_when(text)


@pytest.mark.parametrize("text", ["-1", "121", "seventy", "7.5", "", "٧٨"])
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match="whole years"):
        asking.read_age(text)


def test_vocabularies_are_read_with_hyphens_names_and_any_case() -> None:
    assert asking.read_age(" 78 ") == 78
    assert asking.read_matters("company, Reading,company") == ("company", "reading")
    assert asking.read_needs("step-free,HEARING_LOOP") == {"step_free", "hearing_loop"}
    assert asking.read_languages("tr,Bengali") == {"tr", "bn"}
    assert asking.read_modes("in-person") == {"in_person"}


def test_an_unknown_matter_is_answered_with_those_we_know() -> None:
    with pytest.raises(
        NotUnderstood, match=r"“knights” is not something we know\. We know: company, talk, reading"
    ):
        asking.read_matters("company,knights")


def test_what_matters_has_words_and_none_is_empty() -> None:
    for key in MATTERS:
        assert term_for(key).query


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("I need someone to talk to", ["someone to talk to"]),
        ("a cup of tea with friends", ["cup of tea", "friends"]),
        ("a club", ["a", "club"]),
        ("don't panic", ["don't", "panic"]),
        ("", []),
        ("!!!", []),
    ],
)
def test_typed_words_become_the_things_looked_for(text: str, terms: list[str]) -> None:
    assert [term.typed for term in read_words(text)] == terms


def test_an_endless_question_is_cut_short() -> None:
    assert len(read_words(" ".join(f"w{n}" for n in range(1_000)))) <= 8


@pytest.mark.usefixtures("partnership")
class TestPlaces:
    """Relations need areas, which live in the database."""

    def test_a_relation_at_the_postcode_reaches_every_area_it_lies_in(self) -> None:
        here = asking.find_here("e81ea")
        assert ("lives", "E09000012") in asking.read_relation("lives", here)
        assert len(asking.read_relation("lives", here)) == 3

    def test_a_relation_elsewhere_by_code_name_or_postcode(self) -> None:
        assert asking.read_relation("works:E09000001", None) == {("works", "E09000001")}
        assert asking.read_relation("works:City of London", None) == {("works", "E09000001")}
        assert ("works", "E09000001") in asking.read_relation("works:EC2V 7HH", None)
        assert asking.read_relation("studies:none", None) == {("studies", "none")}
        assert asking.read_relation("works:E08000035", None) == {("works", "E08000035")}

    @pytest.mark.parametrize("text", ["sleeps", "works:Narnia", "works:", "lives:E8"])
    def test_an_unknown_relation_or_place_is_refused(self, text: str) -> None:
        with pytest.raises(NotUnderstood):
            asking.read_relation(text, None)
