"""How an appointment stands in a calendar that others may look into: initials and a postcode district, no more."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.appointments import rules, words
from alongside.appointments.enums import Place, Status
from alongside.appointments.models import Appointment
from alongside.web.icalendar import Event


def event_of(appointment: Appointment) -> Event:
    """The event. Its sequence grows with each change, so that a calendar takes the newer one."""
    person = appointment.case.person
    title = {
        Place.HOME: _t("Visit: %(who)s"),
        Place.PHONE: _t("Call: %(who)s"),
        Place.VIDEO: _t("Video call: %(who)s"),
        Place.ELSEWHERE: _t("Meet: %(who)s"),
    }[Place(appointment.place)]
    postcode = {Place.HOME: person.postcode, Place.ELSEWHERE: appointment.postcode}.get(
        Place(appointment.place), ""
    )
    return Event(
        uid=str(appointment.pk),
        starts=appointment.during.lower,
        ends=appointment.during.upper,
        title=title % {"who": words.initials(person)},
        url=settings.SITE_URL + reverse("connector:appointment", args=[appointment.pk]),
        location=rules.district(postcode),
        sequence=appointment.version,
        cancelled=appointment.status == Status.CANCELLED,
    )
