"""`/lead/numbers.xlsx`: the same safe numbers as the page and the CSV, as a workbook with a sheet for each question."""

from django.http import HttpResponse

from alongside.insight import access
from alongside.web.lead.numbers import asked, headings, name_of, rows
from alongside.web.page import page
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import xlsx_response


@page("lead", "numbers.xlsx", roles=access.READERS, methods=("GET",))
def numbers_xlsx(request: MemberRequest) -> HttpResponse:
    """Download the numbers for `?period=` as a workbook; `?table=` picks one table."""
    found, wanted = asked(request)
    keys = [wanted.split(".")[0]] if wanted else [question.key for question in found.questions]
    titles = {question.key: question.title for question in found.questions}
    return xlsx_response(
        name_of(found, wanted, "xlsx"),
        [(titles[key], headings(), list(rows(found, wanted, key))) for key in keys],
    )
