"""`/connector/moves/…/`: a move that is held – who goes to whom, what each reads; confirm, drop, or undo it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from alongside.appointments.queries import would_go_along
from alongside.casework.actions import moves
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import MoveStatus
from alongside.casework.models import CaseloadMove, MovedCase
from alongside.core import clock
from alongside.journeys import hand_over_many
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.web.connector.move_people import may_take
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

STAYS = "stays"


@page("connector", "moves/<uuid:move_id>/", roles={Role.TEAM_LEAD})
def move(request: MemberRequest, move_id: UUID) -> HttpResponse:
    """`do` says save, confirm, drop or undo."""
    found = (
        CaseloadMove.objects.select_related("giver", "done_by", "made_by", "ended_by")
        .filter(organisation=request.viewer.organisation_id, pk=move_id)
        .first()
    )
    if found is None:
        raise Http404
    takers = may_take(request)
    if request.method == "POST":
        try:
            _do(request, found, takers)
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect("connector:move", move_id=found.pk)
    lines = hand_over_many.lines_of(found)
    # What is with the giver still once they have moved has stayed, whoever would be free for it by now.
    takes = {line.case_id: line.to_id if found.is_held else None for line in lines}
    booked = would_go_along(found.giver_id, takes, at=clock.now())
    for line in lines:
        request.record_read(line.case.person)
    return render(
        request,
        "connector/move.html",
        {
            "move": found,
            "lines": [
                (line, hand_over_many.note_for(line, request.partnership), booked.get(line.case_id))
                for line in lines
            ],
            "takers": list(takers.values()),
        },
    )


def _do(request: MemberRequest, found: CaseloadMove, takers: dict[str, Member]) -> None:
    doing, by, at = request.POST.get("do", ""), request.member, clock.now()
    if doing in {"save", "confirm"} and found.is_held:
        for line in hand_over_many.lines_of(found):
            _change(line, request.POST.get(f"to-{line.pk}", ""), takers)
    if doing == "save":
        messages.success(request, _t("Kept. Nothing has moved yet."))
    elif doing == "confirm":
        moved, stayed = hand_over_many.confirm(move=found, by=by, at=at)
        if moved or stayed:
            said = ngettext("%(n)d person has moved.", "%(n)d people have moved.", moved) % {"n": moved}
            messages.success(request, said)
        if stayed:
            said = ngettext("%(n)d stays, see why below.", "%(n)d stay, see why below.", stayed)
            messages.warning(request, said % {"n": stayed})
    elif doing == "drop" and moves.end(move=found, status=MoveStatus.DROPPED, by=by, at=at):
        messages.info(request, _t("Dropped. Nothing has moved."))
    elif doing == "undo" and (undone := hand_over_many.undo(move=found, by=by, at=at)):
        said = ngettext("%(n)d person is back.", "%(n)d people are back.", undone.back) % {"n": undone.back}
        messages.info(request, said)
        if undone.told_already:
            names = ", ".join(line.case.person.name for line in undone.told_already)
            messages.warning(
                request, _t("These have read the message already. Ring them: %(names)s.") % {"names": names}
            )


def _change(line: MovedCase, wanted: str, takers: dict[str, Member]) -> None:
    if wanted == STAYS:
        moves.leave_out(line=line)
    elif wanted in takers and wanted != str(line.to_id):
        moves.change_taker(line=line, to=takers[wanted])
