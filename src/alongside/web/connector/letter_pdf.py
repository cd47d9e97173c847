"""`/connector/letters/…/pdf/`: a letter on paper, as it was written."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.web.connector.letters_lookup import letter_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.letters_paper import sheet_of
from alongside.web.page import page
from alongside.web.paper import pdf_response
from alongside.web.requests import MemberRequest


@page("connector", "letters/<uuid:letter_id>/pdf/", roles=CARRIES_CASES, methods=("GET",))
def letter_pdf(request: MemberRequest, letter_id: UUID) -> HttpResponse:
    """The same words again, however often it is printed."""
    letter = letter_or_404(request, letter_id)
    return pdf_response(sheet_of(letter), "letter.pdf")
