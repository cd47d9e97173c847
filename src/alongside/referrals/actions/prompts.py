"""The writers of the frontline form's prompts: their words, their order, which are asked, new ones of our own.

Words are added, never changed: whoever reads a referral sees what was ticked, in the words of that day.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.core.ids import new_reference
from alongside.referrals import signs
from alongside.referrals.models import PromptOrder, PromptWords

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


class CannotChange(ValueError):
    """The prompts cannot be changed like this; the message says why and what to do."""


class ChangedMeanwhile(CannotChange):
    """Somebody else changed them since this page was opened."""


@transaction.atomic
def say(*, code: str, label: str, ask: str, seen: int, by: Member, at: datetime) -> PromptWords:
    """Put a prompt into new words. `seen` is the number of the words that were on the page. The same words are kept."""
    current = signs.in_their_words().get(code)
    if current is None:
        raise CannotChange(_("There is no such prompt any more."))
    said, asked = _tidy(label), " ".join(ask.split())
    if (said, asked) == (current.label, current.ask) and current.number:
        return PromptWords.objects.get(code=code, number=current.number)
    if current.number != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody changed these words in the meantime. They are shown below; yours are still in the boxes."
            )
        )
    _check_not_taken(said, but=code)
    return _add(code, current.number + 1, said, asked, by=by, at=at)


@transaction.atomic
def add(*, label: str, ask: str, by: Member, at: datetime) -> PromptWords:
    """Add a prompt of our own; it comes last on the form, if there is room."""
    said = _tidy(label)
    _check_not_taken(said)
    words = _add(f"own-{new_reference().lower()}", 1, said, " ".join(ask.split()), by=by, at=at)
    codes = signs.shown_codes()
    if len(codes) < signs.MOST_SHOWN:
        _show([*codes, words.code], by=by, at=at)
    return words


@transaction.atomic
def arrange(*, codes: list[str], seen: int, by: Member, at: datetime) -> PromptOrder:
    """Show these prompts, in this order. `seen` is the version of the order on the page, 0 where there was none."""
    current = PromptOrder.objects.select_for_update().order_by("id").first()
    if current is not None and list(current.codes) == codes:
        return current
    if (current.version if current else 0) != seen:
        raise ChangedMeanwhile(_("Somebody changed the list in the meantime. Here it is as it stands now."))
    known = signs.in_their_words()
    if any(code not in known for code in codes) or len(set(codes)) != len(codes):
        raise CannotChange(_("There is no such prompt any more."))
    if not codes:
        raise CannotChange(_("One prompt must stay: without any, nobody is helped to look."))
    if len(codes) > signs.MOST_SHOWN:
        raise CannotChange(
            _("The form shows %(most)s at most, so that it stays a minute. Take one off first.")
            % {"most": signs.MOST_SHOWN}
        )
    return _show(codes, by=by, at=at)


def _show(codes: list[str], *, by: Member, at: datetime) -> PromptOrder:
    current = PromptOrder.objects.select_for_update().order_by("id").first()
    if current is None:
        try:
            with transaction.atomic():
                return PromptOrder.objects.create(codes=codes, changed_at=at, changed_by=by)
        except IntegrityError:
            raise ChangedMeanwhile(
                _("Somebody changed the list in the meantime. Here it is as it stands now.")
            ) from None
    current.codes, current.version = codes, current.version + 1
    current.changed_at, current.changed_by = at, by
    current.save(update_fields=["codes", "version", "changed_at", "changed_by"])
    return current


def _tidy(label: str) -> str:
    said = " ".join(label.split())
    if not said:
        raise CannotChange(_("Write what one may notice."))
    return said


def _check_not_taken(label: str, but: str = "") -> None:
    """Two prompts that say the same would be ticked twice."""
    if any(
        one.label.casefold() == label.casefold() for one in signs.in_their_words().values() if one.code != but
    ):
        raise CannotChange(_("There is a prompt with these words already."))


def _add(code: str, number: int, label: str, ask: str, *, by: Member, at: datetime) -> PromptWords:
    try:
        with transaction.atomic():
            return PromptWords.objects.create(
                code=code, number=number, label=label[:80], ask=ask[:150], written_at=at, written_by=by
            )
    except IntegrityError:
        raise ChangedMeanwhile(
            _(
                "Somebody changed these words in the meantime. They are shown below; yours are still in the boxes."
            )
        ) from None
