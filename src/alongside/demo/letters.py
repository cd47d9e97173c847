"""Letters and life events in the demo place: some to print, one that was posted, a move and a retirement to answer."""

from __future__ import annotations

import datetime as dt

from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case
from alongside.core import clock, tenancy
from alongside.demo.partners import team_of
from alongside.letters import actions, queries, rules
from alongside.letters.enums import Layout, LetterKind, LookInOutcome, Size, Way
from alongside.letters.models import Letter, LookIn
from alongside.letters.wording import Words
from alongside.partnerships.models import Member, Partnership
from alongside.signposting import actions as signposting
from alongside.signposting.enums import LifeEventKind, ToldBy

IN_TURKISH = Words(
    LetterKind.NO_ANSWER,
    "tr",
    Layout.STANDARD,
    "Sizi aradım",
    """Merhaba {called}

Sizi aradım ama ulaşamadım. Önemli değil.

Konuşmak isterseniz beni {phone} numarasından arayabilirsiniz ({hours}). Başka bir gün ya da saat size daha uygunsa söyleyin, o zaman ararım.

Sevgilerle""",
    "Merhaba, ben {connector}. Sizi aradım. Konuşmak isterseniz: {phone}.",
)
#: Kind, size, how many days ago it was written, and whether it was printed.
WRITTEN = (
    (LetterKind.NO_ANSWER, Size.LARGE, 1, False),
    (LetterKind.FIRST_CONTACT, Size.LARGER, 2, False),
    (LetterKind.HANDOVER, Size.LARGE, 3, True),
)
HAPPENED = (
    (LifeEventKind.MOVED, 21, ToldBy.PERSON, "Two streets further, ground floor at last."),
    (LifeEventKind.NEW_CARER, 12, ToldBy.FAMILY, ""),
)


def begins(partnership: Partnership, now: dt.datetime) -> None:
    """Write some, print one, and let two things happen."""
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        members = team_of(partnership).members
        actions.keep_words(words=IN_TURKISH, seen=0, by=members["sam"], at=now - dt.timedelta(days=90))
        nadia = members["nadia"]
        mine = (
            Case.objects.filter(status=CaseStatus.OPEN, connector=nadia, person__do_not_contact=False)
            .exclude(person__address="")
            .filter(person__contact_by__in=sorted(rules.WISHED[Way.POST]), person__deceased_on=None)
            .select_related("person", "organisation", "connector")
            .order_by("id")
        )
        cases = list(mine[: len(WRITTEN) + len(HAPPENED)])
        for case, (kind, size, days, printed) in zip(cases, WRITTEN, strict=False):
            letter = _writes(
                case,
                kind,
                size=size,
                partnership=partnership,
                by=nadia,
                at=now - dt.timedelta(days=days),
            )
            if printed:
                actions.mark_printed(letters=[letter], by=nadia, at=now - dt.timedelta(days=days - 1))
        _are_looked_in_on(now)
        for case, (what, days, told_by, words) in zip(cases[len(WRITTEN) :], HAPPENED, strict=False):
            signposting.note(
                person=case.person,
                kind=what,
                told_by=told_by,
                happened_on=clock.local(now).date() - dt.timedelta(days=days),
                note=words,
                by=nadia,
                at=now - dt.timedelta(days=days - 1),
            )


def _are_looked_in_on(now: dt.datetime) -> None:
    """Whoever was due more than three weeks ago was rung then, by whoever ended the support."""
    at = now - dt.timedelta(days=21)
    for look_in in (
        LookIn.objects.filter(outcome="", due_on__lt=clock.local(at).date())
        .select_related("arranged_by")
        .order_by("due_on", "id")
    ):
        actions.settle_look_in(
            look_in=look_in,
            outcome=LookInOutcome.REACHED,
            note="Still goes, and has brought a neighbour along.",
            by=look_in.arranged_by,
            at=at,
        )


def _writes(
    case: Case, kind: LetterKind, *, size: Size, partnership: Partnership, by: Member, at: dt.datetime
) -> Letter:
    words = queries.choose_words(
        queries.words_of(kind), languages=case.person.languages, layout=Layout.STANDARD
    )
    values = queries.values_for(case, language=words.language, partnership=partnership, by=by)
    draft = actions.Draft(
        kind=kind,
        way=Way.POST,
        subject=rules.fill(words.subject, values),
        body=rules.fill(words.body, values),
        language=words.language,
        layout=words.layout,
        size=size,
        template_version=words.version,
    )
    return actions.write(case=case, draft=draft, partnership=partnership, by=by, at=at)
