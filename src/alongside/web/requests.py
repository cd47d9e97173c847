"""What a request carries besides Django's own: the partnership, who is looking, and how a reading is noted.

`middleware.WallMiddleware` puts these on every request. A page for members takes a `MemberRequest`: somebody
is signed in, or the page does not run. A public page takes a `Request`, where nobody may be.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest

from alongside.partnerships.models import Member, Partnership
from alongside.partnerships.viewer import Viewer

if TYPE_CHECKING:
    from alongside.people.models import Person


class Request(HttpRequest):
    """A request for a public page."""

    partnership: Partnership
    viewer: Viewer | None
    member: Member | None
    record_read: "Callable[[Person], None]"


class MemberRequest(Request):
    """A request for a page of somebody who has signed in."""

    viewer: Viewer
    member: Member
