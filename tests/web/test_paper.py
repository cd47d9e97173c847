"""Paper: what we print can be read – by eye, by ear, in each script – and holds the words as they were typed."""

import io

import pytest
from pypdf import PdfReader

from alongside.web.paper import (
    VERY_LARGE,
    Facts,
    Heading,
    Letterhead,
    NewPage,
    Paragraph,
    Picture,
    Points,
    Sheet,
    Space,
    Table,
    letters_we_lack,
    pdf,
    pdf_response,
)


def read(sheet: Sheet) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(sheet)))


def words(sheet: Sheet) -> str:
    return "\n".join(page.extract_text() for page in read(sheet).pages)


EVERYTHING = [
    Heading("Your plan"),
    Paragraph("Dear Ayşe,\nthank you for your time.", strong=True),
    Points(["Lunch club", "Ring Tom"]),
    Points(["First this", "Then that"], numbered=True),
    Facts([("When", "Tuesday, 2pm"), ("Where", "12 Dalston Lane")]),
    Table(
        ["What", "How many"],
        [["Calls", 3], ["Visits", None], ["Short line"]],
        caption="What we did",
        numbers=[1],
    ),
    Picture('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>', alt="A dot"),
    Space(10),
    NewPage(),
    Paragraph("On the second page"),
]


def test_a_sheet_holds_each_kind_of_block_in_order() -> None:
    text = words(
        Sheet(
            title="Your plan",
            letterhead=Letterhead("Alongside in Hackney", ["020 7946 0000"]),
            address=["Ayşe Aydın", "", "3 Mare Street"],
            date="Tuesday 1 December 2026",
            footer="Keep this somewhere safe",
            blocks=EVERYTHING,
        )
    )
    expected = [
        "Alongside in Hackney", "020 7946 0000", "Ayşe Aydın", "3 Mare Street", "Tuesday 1 December 2026",
        "Your plan", "thank you for your time.", "Lunch club", "First this", "Tuesday, 2pm", "What we did",
        "How many", "Short line", "On the second page",
    ]  # fmt: skip
    places = [text.find(part) for part in expected]
    assert -1 not in places, text
    assert places == sorted(places)
    assert text.count("Keep this somewhere safe") == 3  # the drawing takes a page


def test_a_pdf_is_tagged_titled_and_in_its_language_for_screen_readers() -> None:
    found = read(Sheet(title="Ayten's plan", lang="tr", blocks=EVERYTHING))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not None
    assert (root["/Lang"], found.metadata and found.metadata.title) == ("tr", "Ayten's plan")


@pytest.mark.parametrize(
    "typed",
    [
        "*stars* and _lines_",
        "#set page(width: 1pt)",
        "$x^2$",
        "</p><script>",
        "back\\slash",
        '"quoted"',
        "@ref <label>",
    ],
)
def test_what_somebody_typed_is_words_never_markup(typed: str) -> None:
    sheet = Sheet(title=typed, address=[typed], footer=typed, blocks=[Paragraph(typed), Points([typed])])
    assert words(sheet).count(typed) == 4


@pytest.mark.parametrize(
    ("lang", "typed"),
    [
        ("he", "שלום"),
        ("bn", "আমি"),
        ("pl", "Łódź"),
        ("so", "Soo dhowow"),
        ("tr", "İğüş"),
        ("uk", "Привіт"),
        ("ar", "مرحبا"),
    ],
)
def test_the_languages_of_the_place_can_be_set(lang: str, typed: str) -> None:
    assert letters_we_lack([typed]) == ""
    assert pdf(Sheet(title="Letter", lang=lang, blocks=[Heading(typed), Paragraph(typed)])).startswith(
        b"%PDF"
    )


def test_a_letter_we_cannot_print_is_named_and_the_rest_still_prints() -> None:
    typed = "Ms 王 ☎\u200f"
    assert letters_we_lack([typed]) == "王☎"
    assert "Ms ? ?" in words(Sheet(title=typed, blocks=[Paragraph(typed), Paragraph("\x00\ud800")]))


def test_large_print_is_large() -> None:
    def sizes(sheet: Sheet) -> set[float]:
        found: set[float] = set()
        read(sheet).pages[0].extract_text(
            visitor_text=lambda text, _cm, tm, _font, size: (
                found.add(round(size * abs(tm[0]))) if text.strip() else None
            )
        )
        return found

    assert 20 in sizes(Sheet(title="Large", size=VERY_LARGE, blocks=[Paragraph("Words")]))


def test_nothing_between_us_and_the_reader_keeps_a_copy() -> None:
    answer = pdf_response(Sheet(title="Letter", blocks=[Paragraph("Words")]), "letter.pdf", as_download=True)
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-store", "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'


def test_a_hundred_pages_are_no_trouble() -> None:
    rows = [[f"Row {number}", "Something that was said " * 5] for number in range(1500)]
    assert len(read(Sheet(title="Long", blocks=[Table(["Row", "Said"], rows)])).pages) > 50
