"""The only writers of letters: words, a letter, that it left, that it was taken back; looks-in after support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.actions import contacts
from alongside.casework.enums import Channel as ContactChannel
from alongside.casework.enums import ClosingReason, Result
from alongside.core import clock
from alongside.letters import queries, rules
from alongside.letters.enums import Layout, LetterKind, LookInOutcome, Size, State, Way
from alongside.letters.models import Letter, LetterTemplate, LookIn
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel
from alongside.people import actions as people
from alongside.people import reaching
from alongside.people.enums import TimelineKind
from alongside.people.models import Person

if TYPE_CHECKING:
    from alongside.casework.models import Case, Contact
    from alongside.letters.wording import Words
    from alongside.messaging.models import Message
    from alongside.partnerships.models import Member, Partnership

CHANNELS = {Way.POST: Channel.LETTER, Way.EMAIL: Channel.EMAIL, Way.TEXT: Channel.SMS}
CONTACTS = {
    Way.POST: ContactChannel.LETTER,
    Way.EMAIL: ContactChannel.EMAIL,
    Way.TEXT: ContactChannel.TEXT,
}
LONGEST_ADDRESS = 400
#: Reasons to end support after which nobody is looked in on unless a member says so.
NO_LOOKS_IN = frozenset({ClosingReason.DIED, ClosingReason.PERSON_CHOSE, ClosingReason.NOT_REACHED})


class CannotWrite(Exception):
    """What was asked cannot be done; the message says why. `field` names the box of the form, if there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


# Words ---------------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_words(*, words: Words, seen: int, by: Member, at: datetime) -> LetterTemplate:
    """Keep a partnership's own words for a kind, language and layout, read at version `seen` (0: there were none).

    Raises CannotWrite for a name in braces that stands for nothing, and where a colleague was faster.
    """
    _check_placeholders("subject", words.subject)
    _check_placeholders("body", words.body)
    _check_placeholders("short", words.short)
    if words.short and not rules.fits_a_text(words.short):
        raise CannotWrite(_("This is too long for a text message."), "short")
    row = (
        LetterTemplate.objects.select_for_update()
        .filter(kind=words.kind, language=words.language, layout=words.layout)
        .first()
    )
    if (row.version if row else 0) != seen:
        raise CannotWrite(_("A colleague changed these words meanwhile. Theirs stand below yours."))
    if row is None:
        row = LetterTemplate(kind=words.kind, language=words.language, layout=words.layout, version=0)
    row.subject, row.body, row.short = words.subject, words.body, words.short
    row.version += 1
    row.changed_at, row.changed_by = at, by
    row.save()
    return row


@transaction.atomic
def drop_words(*, kind: LetterKind, language: str, layout: Layout) -> None:
    """Go back to the words we come with (or, in another language, to none). Letters already written stay."""
    LetterTemplate.objects.filter(kind=kind, language=language, layout=layout).delete()


def _check_placeholders(field: str, text: str) -> None:
    strange = rules.unknown(text)
    if strange:
        raise CannotWrite(
            _("{%(name)s} stands for nothing. Use one of those listed beside it.") % {"name": strange[0]},
            field,
        )


# A letter ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """A letter as a member wants it sent. `agreed` says that the person said this way is all right."""

    kind: LetterKind
    way: Way
    subject: str
    body: str
    language: str = "en"
    layout: Layout = Layout.STANDARD
    size: Size = Size.NORMAL
    plain_top: bool = False
    agreed: bool = False
    template_version: int = 0


@transaction.atomic
def write(*, case: Case, draft: Draft, partnership: Partnership, by: Member, at: datetime) -> Letter:
    """Keep a letter as it is and let it go its way: to the letters to print, or out by e-mail or text at once.

    What went out is logged as a contact; a printed letter is when it is marked as printed. Raises CannotWrite.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=case.person_id)
    check(draft, person, case, partnership)
    letter = Letter.objects.create(
        case=case,
        kind=draft.kind,
        way=draft.way,
        language=draft.language,
        layout=draft.layout,
        size=draft.size,
        plain_top=draft.plain_top,
        to=_to(draft.way, person),
        top="" if draft.plain_top or draft.way != Way.POST else letterhead(case, partnership),
        signed=signature(case, by, plain=draft.plain_top),
        dated=clock.local(at).date(),
        subject=draft.subject if draft.way != Way.TEXT else "",
        body=draft.body,
        template_version=draft.template_version,
        written_at=at,
        written_by=by,
        left_at=None if draft.way == Way.POST else at,
        left_by=None if draft.way == Way.POST else by,
    )
    letter.message = _handed_over(letter, person, partnership, by, at)
    letter.contact = None if letter.is_waiting else _log(letter, by, at)
    letter.save(update_fields=["message", "contact"])
    sentence = (
        _("Letter written: %(kind)s. It waits to be printed.")
        if letter.is_waiting
        else _("Written to: %(kind)s.")
    ) % {"kind": letter.get_kind_display()}
    people.remember(person=person, sentence=sentence, by=by, at=at, kind=TimelineKind.MESSAGE)
    return letter


def check(draft: Draft, person: Person, case: Case, partnership: Partnership) -> None:
    """Raise CannotWrite where a letter must not go as it is."""
    hindered = rules.hindrance(draft.way, person)
    if hindered is not None:
        raise CannotWrite(str(hindered.label), "way")
    if not rules.is_wished(draft.way, person.contact_by) and not draft.agreed:
        raise CannotWrite(
            _(
                "They like to be reached in another way: %(how)s. Ask them first, then tick that this way is all right."
            )
            % {"how": str(person.get_contact_by_display()).lower()},
            "agreed",
        )
    for field, text in (("subject", draft.subject), ("body", draft.body)):
        left = rules.placeholders(text)
        if left and not (draft.way == Way.TEXT and field == "subject"):
            label = rules.PLACEHOLDERS.get(left[0])
            raise CannotWrite(
                (
                    _("Still missing: %(what)s. Write it in place of {%(name)s}.")
                    if label
                    else _("Write in place of {%(name)s} what belongs there.")
                )
                % {"what": label, "name": left[0]},
                "body" if draft.way == Way.TEXT else field,
            )
    if draft.way == Way.TEXT and not rules.fits_a_text(draft.body):
        raise CannotWrite(_("This is too long for a text message. Shorten it, or print it."), "short")
    ours = (case.organisation.name, partnership.name)
    if draft.plain_top and rules.gives_us_away(f"{draft.subject}\n{draft.body}", ours):
        raise CannotWrite(
            _(
                "You chose to leave our name off, but the words still name us. Take it out, or choose the letterhead."
            ),
            "body",
        )
    if "…" in draft.body.split("\n"):
        raise CannotWrite(_("Write your own words in place of the dots."), "body")


def letterhead(case: Case, partnership: Partnership) -> str:
    """The partnership's top of a letter, line by line."""
    return "\n".join(
        [
            partnership.name,
            case.organisation.name,
            f"{queries.phone_of(case, partnership)} · {partnership.opening_hours}",
            case.organisation.email or partnership.email,
        ]
    )


def signature(case: Case, by: Member, *, plain: bool) -> str:
    """Who signs: the connector, with their organisation unless our name is left off."""
    name = (case.connector or by).name
    return name if plain else f"{name}\n{case.organisation.name}"


def _to(way: Way, person: Person) -> str:
    to = reaching.address_of(person, rules.BY[way])
    if len(to) > LONGEST_ADDRESS:
        raise CannotWrite(_("Their address is too long for an envelope. Shorten it in their details."), "way")
    return to


def _handed_over(
    letter: Letter, person: Person, partnership: Partnership, by: Member, at: datetime
) -> Message:
    """The message it leaves as. Held to print where it is a letter; see messaging."""
    way = Way(letter.way)
    try:
        return messaging.queue(
            partnership=partnership,
            channel=CHANNELS[way],
            to=letter.to,
            template="letter_text" if way == Way.TEXT else "letter",
            context={"subject": letter.subject, "body": letter.body, "signed": letter.signed},
            key=f"letter:{letter.pk}",
            at=at,
            about=person,
            by=by,
            organisation=letter.case.organisation,
        )
    except messaging.CannotQueue as problem:
        raise CannotWrite(str(problem), "subject") from problem


def _log(letter: Letter, by: Member, at: datetime) -> Contact:
    return contacts.note(
        case=letter.case,
        channel=CONTACTS[Way(letter.way)],
        result=Result.LEFT_MESSAGE,
        note=str(letter.get_kind_display()),
        by=by,
        at=at,
    )


# To print ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def mark_printed(*, letters: Sequence[Letter], by: Member, at: datetime) -> list[Letter]:
    """Mark letters as printed and posted; each becomes a contact. Returns those that were waiting and may leave.

    One to somebody who died or asked not to be contacted since it was written stays, whoever ticked it.
    """
    done = []
    for letter in _locked(letters):
        if not letter.is_waiting or queries.must_not_leave(letter) is not None:
            continue
        letter.left_at, letter.left_by = at, by
        letter.contact = _log(letter, by, at)
        letter.save(update_fields=["left_at", "left_by", "contact"])
        if letter.message is not None:
            messaging.post(message=letter.message, at=at)
        done.append(letter)
    return done


@transaction.atomic
def undo_printed(*, letters: Sequence[Letter], by: Member, at: datetime) -> list[Letter]:
    """They were not posted after all: they wait again, and the contacts go."""
    undone = []
    for letter in _locked(letters):
        if letter.way != Way.POST or letter.state != State.LEFT:
            continue
        contact = letter.contact
        letter.left_at = letter.left_by = letter.contact = None
        letter.save(update_fields=["left_at", "left_by", "contact"])
        if contact is not None:
            contacts.undo(contact=contact, by=by, at=at)
        if letter.message is not None:
            messaging.unpost(message=letter.message)
        undone.append(letter)
    return undone


@transaction.atomic
def take_back(*, letter: Letter, by: Member, at: datetime) -> Letter:
    """Do not send it after all. Twice is once. Raises CannotWrite once it has left."""
    current = _locked([letter])[0]
    if current.state == State.LEFT:
        raise CannotWrite(_("This letter has left already."))
    if current.is_waiting:
        current.taken_back_at, current.taken_back_by = at, by
        current.save(update_fields=["taken_back_at", "taken_back_by"])
        sentence = _("Letter taken back: %(kind)s.") % {"kind": current.get_kind_display()}
        people.remember(
            person=current.case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.MESSAGE
        )
    return current


@transaction.atomic
def put_back(*, letter: Letter, by: Member, at: datetime) -> Letter:
    """Send it after all: it waits to be printed again."""
    current = _locked([letter])[0]
    if current.state == State.TAKEN_BACK:
        current.taken_back_at = current.taken_back_by = None
        current.save(update_fields=["taken_back_at", "taken_back_by"])
        sentence = _("Letter waits to be printed again: %(kind)s.") % {"kind": current.get_kind_display()}
        people.remember(
            person=current.case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.MESSAGE
        )
    return current


def _locked(letters: Sequence[Letter]) -> list[Letter]:
    """Letters as they stand now, held until the transaction ends; in one order, so that nobody waits in a ring."""
    return list(
        Letter.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__organisation", "case__connector", "message", "contact")
        .filter(pk__in=[one.pk for one in letters])
        .order_by("written_at", "id")
    )


# After support -------------------------------------------------------------------------------------------------------


@transaction.atomic
def arrange_looks_in(*, case: Case, ended_on: date, by: Member, at: datetime) -> list[LookIn]:
    """Look in on somebody three and six months after support has ended. Those already due stay as they are."""
    made = []
    for months, due_on in rules.looks_in_after(ended_on):
        if not LookIn.objects.filter(case=case, months=months, outcome="").exists():
            made.append(
                LookIn.objects.create(case=case, months=months, due_on=due_on, arranged_at=at, arranged_by=by)
            )
    return made


@transaction.atomic
def settle_look_in(
    *,
    look_in: LookIn,
    outcome: LookInOutcome,
    by: Member,
    at: datetime,
    note: str = "",
    letter: Letter | None = None,
) -> LookIn:
    """Say what came of it; a call becomes a contact. Twice is once."""
    current = LookIn.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=look_in.pk)
    if not current.is_due:
        return current
    current.outcome, current.note, current.letter = outcome, note.strip(), letter
    current.settled_at, current.settled_by = at, by
    if outcome in rules.LOGGED:
        current.contact = contacts.note(
            case=current.case,
            channel=ContactChannel.CALL,
            result=Result.REACHED if outcome == LookInOutcome.REACHED else Result.NO_ANSWER,
            note=note.strip(),
            by=by,
            at=at,
        )
    current.save()
    return current


@transaction.atomic
def undo_look_in(*, look_in: LookIn, by: Member, at: datetime) -> LookIn:
    """It is due again; the contact it became goes."""
    current = LookIn.objects.select_for_update(of=("self",)).select_related("contact").get(pk=look_in.pk)
    if (
        current.is_due
        or LookIn.objects.filter(case=current.case_id, months=current.months, outcome="").exists()
    ):
        return current
    contact = current.contact
    current.outcome, current.note, current.letter, current.contact = "", "", None, None
    current.settled_at = current.settled_by = None
    current.save()
    if contact is not None:
        contacts.undo(contact=contact, by=by, at=at)
    return current


@transaction.atomic
def leave_out_looks_in(*, case: Case, by: Member, at: datetime) -> int:
    """Support has started again: nobody is looked in on for what has not ended. Returns how many."""
    return LookIn.objects.filter(case=case, outcome="").update(
        outcome=LookInOutcome.LEFT_OUT, settled_at=at, settled_by=by
    )
