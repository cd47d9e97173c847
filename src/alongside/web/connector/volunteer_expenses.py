"""`/connector/volunteers/expenses/`: what volunteers ask back – approve, refuse with a reason, download."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.volunteering import access, queries
from alongside.volunteering.actions import given
from alongside.volunteering.actions.errors import CannotDo
from alongside.volunteering.enums import ExpenseStatus
from alongside.volunteering.models import Receipt
from alongside.web.connector.volunteer_lookup import MANAGES
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import csv_response

SHOWN = 50


@page("connector", "volunteers/expenses/", roles=MANAGES)
def volunteer_expenses(request: MemberRequest) -> HttpResponse:
    """List the claims; POST decides about one."""
    if request.method == "POST":
        return _decide(request)
    waiting = [
        (expense, access.can_approve(request.viewer, expense.volunteer))
        for expense in queries.claims(request.viewer, ExpenseStatus.CLAIMED)[:SHOWN]
    ]
    decided = queries.claims(request.viewer).exclude(status=ExpenseStatus.CLAIMED)
    return render(
        request,
        "connector/volunteer_expenses.html",
        {"waiting": waiting, "decided": decided.order_by("-decided_at", "-id")[:SHOWN]},
    )


def _decide(request: MemberRequest) -> HttpResponse:
    data = typed(request) or request.POST
    try:
        expense_id = UUID(str(data.get("expense", "")))
    except ValueError:
        raise Http404 from None
    expense = get_object_or_404(queries.claims(request.viewer), pk=expense_id)
    access.check_can_approve(request.viewer, expense.volunteer)
    try:
        if data.get("decide") == "approve":
            given.approve(expense=expense, by=request.member, at=clock.now())
        else:
            given.refuse_expense(
                expense=expense, why=str(data.get("why", ""))[:2000], by=request.member, at=clock.now()
            )
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:volunteer-expenses")


@page("connector", "volunteers/expenses/table/", roles=MANAGES, methods=("GET",))
def volunteer_expenses_csv(request: MemberRequest) -> HttpResponse:
    """Download the claims as a table for whoever pays; cells are safe to open."""
    rows = (
        (
            expense.spent_on.isoformat(),
            expense.volunteer.name,
            str(expense.get_kind_display()),
            expense.what,
            expense.miles,
            f"{expense.pence / 100:.2f}",
            str(expense.get_status_display()),
            expense.decided_by.name if expense.decided_by else "",
            clock.local(expense.decided_at).date().isoformat() if expense.decided_at else "",
            str(expense.pk),
        )
        for expense in queries.claims(request.viewer)
    )
    header = [
        _("Day"), _("Volunteer"), _("For"), _("What"), _("Miles"), _("Pounds"), _("State"), _("Decided by"),
        _("Decided on"), _("Number"),
    ]  # fmt: skip
    return csv_response("expenses.csv", header, rows)


@page("connector", "volunteers/expenses/<uuid:expense_id>/receipt/", roles=MANAGES, methods=("GET",))
def volunteer_receipt(request: MemberRequest, expense_id: UUID) -> HttpResponse:
    """Hand out a receipt as a file to save, never as a page to show."""
    receipt = get_object_or_404(
        Receipt.objects.filter(expense__in=access.expenses_visible_to(request.viewer), is_held=False),
        expense=expense_id,
    )
    response = HttpResponse(bytes(receipt.content), content_type=receipt.content_type)
    response["Content-Disposition"] = f'attachment; filename="{quote(receipt.name)}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
