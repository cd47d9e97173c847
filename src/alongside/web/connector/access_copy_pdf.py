"""`/connector/rights/copies/…/copy.pdf`: the copy on paper, in large print, to post or hand over. Once it was given."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.rights import access
from alongside.rights.enums import Form
from alongside.rights.telling import Copy, in_words
from alongside.web.connector.access_copy import copy_or_404
from alongside.web.page import page
from alongside.web.paper import Block, Facts, Heading, Paragraph, Points, Sheet, letterhead_of, pdf_response
from alongside.web.requests import MemberRequest


@page("connector", "rights/copies/<uuid:request_id>/copy.pdf", roles=access.GIVES, methods=("GET",))
def access_copy_pdf(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Set it, and send it as a download."""
    asked = copy_or_404(request, request_id, Form.PDF)
    if asked.released_at is None or asked.package is None:
        raise Http404
    copy = in_words(asked.package)
    sheet = Sheet(
        title=_("What we hold about you"),
        letterhead=letterhead_of(asked.partnership),
        address=[copy.about, *asked.person.address.splitlines(), asked.person.postcode],
        date=copy.made_on,
        footer=_("Private. Reference %(reference)s") % {"reference": copy.reference},
        blocks=list(_blocks(copy)),
    )
    return pdf_response(sheet, f"copy-{asked.reference}.pdf", as_download=True)


def _blocks(copy: Copy) -> Iterator[Block]:
    yield Heading(_("What we hold about you"))
    yield Paragraph(
        _(
            "This is a copy of everything we hold about you, why we hold it and for how long. You may ask us to put "
            "right what is wrong, to erase it, or to stop using it: %(phone)s, %(email)s. If you are not content with "
            "our answer, you may complain to us, and to the Information Commissioner: 0303 123 1113, ico.org.uk."
        )
        % copy.partnership
    )
    for part in copy.parts:
        yield Heading(part.title, level=2)
        yield Paragraph(_("Why: %(why)s. Kept: %(kept)s.") % {"why": part.why, "kept": part.kept_for})
        for row in part.rows:
            yield Facts(row)
    if copy.nothing:
        yield Heading(_("Of these we hold nothing about you"), level=2)
        yield Paragraph("; ".join(copy.nothing) + ".")
    yield Heading(_("Who opened your record"), level=2)
    if copy.looked:
        yield Points([f"{line.at}: {line.sentence}" for line in copy.looked])
    else:
        yield Paragraph(_("Nobody."))
    yield Heading(_("What was written and changed"), level=2)
    yield Points(
        [
            f"{line.at}: {line.sentence}"
            + (f". {'; '.join(f'{name}: {value}' for name, value in line.said)}" if line.said else "")
            for line in copy.changed
        ]
    )
    yield Heading(_("What is not in this copy"), level=2)
    yield Points(copy.left_out)
