"""“Something is wrong here”: anyone says so, a steward looks and settles it."""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from alongside.directory.actions.upkeep import CannotKeep
from alongside.directory.enums import ProblemKind, ProblemState
from alongside.directory.models import ProblemReport, Service
from alongside.partnerships.models import Member


def report(
    *, service: Service, kind: ProblemKind, words: str, answer_to: str, address: str, at: dt.datetime
) -> ProblemReport:
    """Keep what somebody tells us. Of the address it came from only a keyed hash is kept, for this service alone."""
    told_from = f"{service.pk}|{address}"
    return ProblemReport.objects.create(
        service=service,
        kind=kind,
        words=words.strip()[:2000],
        answer_to=answer_to,
        sender=hmac.new(settings.SECRET_KEY.encode(), told_from.encode(), hashlib.sha256).hexdigest(),
        reported_at=at,
    )


@transaction.atomic
def settle(
    *, problem: ProblemReport, state: ProblemState, note: str, by: Member, at: dt.datetime
) -> ProblemReport:
    """Say what became of it. Raises `CannotKeep` when somebody settled it before."""
    held = ProblemReport.objects.select_for_update(of=("self",)).get(pk=problem.pk)
    if held.state != ProblemState.OPEN:
        raise CannotKeep(
            _("%(who)s has settled this already.") % {"who": held.settled_by.name if held.settled_by else ""}
        )
    held.state, held.settled_by, held.settled_at, held.settled_note = state, by, at, note.strip()[:2000]
    held.save(update_fields=["state", "settled_by", "settled_at", "settled_note"])
    return held
