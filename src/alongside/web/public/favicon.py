"""`/favicon.ico`: a browser that opens a PDF or a table, and no page of ours, asks for it by this name."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static

from alongside.web.page import public_page
from alongside.web.requests import Request


@public_page("favicon.ico", needs_partnership=False, methods=("GET",))
def favicon(request: Request) -> HttpResponse:
    """Lead to the mark; its address changes when the mark does, so this is not remembered for good."""
    return redirect(static("built/mark.svg"))
