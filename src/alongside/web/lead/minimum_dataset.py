"""`/lead/minimum-dataset/`: the social prescribing minimum dataset, a row for each episode of our own organisation."""

from __future__ import annotations

import datetime as dt
import json

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.insight.minimum_dataset import FIELDS, MAY_EXPORT, MOST, Dataset, dataset
from alongside.web.components.fields import DayField
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import csv_response, xlsx_response

LONGEST = dt.timedelta(days=366)
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)


class PeriodForm(forms.Form):
    """Which episodes, and as what."""

    first = DayField(label=_("Support began from"))
    last = DayField(label=_("to"))
    kind = forms.ChoiceField(
        label=_("As"),
        choices=[("csv", _("CSV")), ("xlsx", _("Excel")), ("json", _("JSON"))],
        initial="csv",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, object]:
        """A period ends after it begins and lasts a year at most."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not EARLIEST <= first <= last <= LATEST and last >= first:
            self.add_error("first", _("Choose days between 2000 and 2099."))
        elif first and last and last < first:
            self.add_error("last", _("Choose a day on or after the first one."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("Choose a year at most."))
        return cleaned


@page("lead", "minimum-dataset/", roles=MAY_EXPORT)
def minimum_dataset(request: MemberRequest) -> HttpResponse:
    """Say what the export holds; make it when asked. Each person in it is recorded as read."""
    today = clock.today()
    form = PeriodForm(typed(request), initial={"first": today.replace(day=1), "last": today, "kind": "csv"})
    if request.method == "POST" and form.is_valid():
        found = dataset(request.viewer, form.cleaned_data["first"], form.cleaned_data["last"])
        if found.is_whole:
            for person in found.people:
                request.record_read(person)
            return _download(found, form)
        form.add_error(
            "last",
            _("More than %(most)s episodes began in this time. Choose a shorter one.") % {"most": MOST},
        )
    return render(request, "lead/minimum_dataset.html", {"form": form, "fields": FIELDS})


def _download(found: Dataset, form: PeriodForm) -> HttpResponse:
    kind = form.cleaned_data["kind"]
    name = f"social-prescribing-{form.cleaned_data['first']:%Y%m%d}-{form.cleaned_data['last']:%Y%m%d}.{kind}"
    header = [field.name for field in FIELDS]
    rows = [[row[column] for column in header] for row in found.rows]
    if kind == "xlsx":
        return xlsx_response(name, [("episodes", header, rows)])
    if kind == "csv":
        return csv_response(name, header, rows)
    response = HttpResponse(
        json.dumps({"episodes": found.rows}, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
