"""What waited on a phone until it could be sent: the words the phone says about it, and reading what it sends.

The page and its service worker are in `assets/tell_us`. What they send comes without cookies and proves by its shape
that a page of ours sent it (docs/adr/0028): JSON with a header of ours, which no other site's page may send here.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

from alongside.web.forms import without_untyped

LONGEST_WAIT = timedelta(days=30)  # a phone whose clock is wrong is not believed further back
WORTH_TELLING = timedelta(minutes=5)
MOST_VALUES = 200


class NotKept(ValueError):
    """What was sent is not a telling that waited on a phone; `status` is the answer's."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Kept:
    """A telling that waited on a phone, as a form's data."""

    answers: QueryDict
    waited: timedelta
    without_link: bool

    def written_at(self, now: datetime) -> datetime:
        """When it was written, by our clock."""
        return now - self.waited


def check_ours(request: HttpRequest) -> None:
    """Refuse what a page of another site could have sent. Raises NotKept."""
    origin = request.headers.get("Origin", "")
    ours = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or origin not in {"", ours}:
        raise NotKept(403, "not from here")
    if request.content_type != "application/json" or request.headers.get("X-Alongside") != "kept":
        raise NotKept(415, "JSON of our own page is expected")


def read(request: HttpRequest) -> Kept:
    """The telling in the body. Raises NotKept."""
    check_ours(request)
    try:
        told = json.loads(request.body)
    except RequestDataTooBig:
        raise NotKept(413, "too long") from None
    except (ValueError, RecursionError, RawPostDataException):
        raise NotKept(400, "not JSON") from None
    if not isinstance(told, dict) or not isinstance(told.get("answers"), dict):
        raise NotKept(400, "not a telling")
    answers = QueryDict(mutable=True)
    for name, values in told["answers"].items():
        if not isinstance(values, list) or len(values) > MOST_VALUES:
            raise NotKept(400, "not an answer")
        for value in values:
            if not isinstance(value, str) or not _is_text(name + value):
                raise NotKept(400, "not an answer")
            answers.appendlist(name, value)
    answers["once"] = str(_key(told.get("key")))
    return Kept(
        answers=without_untyped(answers),
        waited=_waited(told.get("waited")),
        without_link=told.get("without_link") is True,
    )


def _is_text(said: str) -> bool:
    """Whether it can be written down: half of a surrogate pair cannot."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True


def _key(said: Any) -> uuid.UUID:
    """A sending without a key could be doubled, so it is not taken."""
    try:
        return uuid.UUID(said)
    except (ValueError, TypeError, AttributeError):
        raise NotKept(400, "no key") from None


def _waited(said: Any) -> timedelta:
    if isinstance(said, bool) or not isinstance(said, int | float) or not said > 0:
        return timedelta()
    return timedelta(seconds=min(said, LONGEST_WAIT.total_seconds()))


def words() -> str:
    """What the phone says, as JSON for the page."""
    return json.dumps(
        {
            "one_waits": _("Kept on this phone, not sent yet: 1"),
            "many_wait": _("Kept on this phone, not sent yet: {n}"),
            "goes_by_itself": _(
                "There is no signal. It goes by itself when there is some and this page is open. "
                "If somebody is in danger now, ring 999. You can tell us about the next person."
            ),
            "too_often": _(
                "A great many forms came from your network. It is kept on this phone and goes by itself later."
            ),
            "all_sent": _("Sent"),
            "some_refused": _("Something needs a change before it can be sent"),
            "some_ended": _("This link is not in use any more. What you wrote is still on this phone"),
            "some_old": _("Something was never sent and is not on this phone any more"),
            "link_ended": _(
                "You can send it without the link, or read it to us on the phone. Then it goes off this phone."
            ),
            "written": _("Written {when}:"),
            "waiting": _("not sent yet"),
            "refused": _("needs a change before it can be sent"),
            "ended": _("not sent: the link was ended"),
            "sent": _("sent. Thank you. Reference {reference}"),
            "old": _(
                "could not be sent for {days} days, so we took it off this phone to protect the person. "
                "Please tell us again, or ring us."
            ),
            "read": _("Read it"),
            "change": _("Change it"),
            "remove": _("Remove it"),
            "remove_yes": _("Yes, remove it for good"),
            "remove_no": _("Keep it"),
            "send_anyway": _("Send it without the link"),
            "send_now": _("Try to send now"),
            "clear": _("Clear this list"),
            "check": _("Please check this page"),
            "missing_agreed": _("Tell us whether they know."),
            "missing_reason": _(
                "They said no, so we will not ring them – unless you tell us here why they may not be safe."
            ),
            "missing_name": _("Write what they are called."),
            "missing_way": _("Give one way to reach them: a phone number, or where they live."),
            "odd_phone": _("This does not look like a phone number. Write it like 020 7946 0100."),
        },
        ensure_ascii=False,
    )
