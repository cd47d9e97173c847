"""`/connector/letters/print/`: the letters of one size that wait, as one PDF, each on a page of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.letters import queries
from alongside.letters.enums import Size
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.letters_paper import sheet_of_many
from alongside.web.page import page
from alongside.web.paper import pdf_response
from alongside.web.requests import MemberRequest


@page("connector", "letters/print/", roles=CARRIES_CASES, methods=("GET",))
def letters_print(request: MemberRequest) -> HttpResponse:
    """Only those that may leave today; nothing is marked by looking at it."""
    size = request.GET.get("size", "")
    found = [
        row.letter
        for row in queries.waiting(request.viewer)
        if row.why_not is None and (row.letter.size == size or size not in Size.values)
    ]
    if not found:
        messages.info(request, _t("No letters wait to be printed."))
        return redirect("connector:letters")
    for letter in found:
        request.record_read(letter.case.person)
    return pdf_response(sheet_of_many(found), "letters.pdf")
